"""Turtle and TriG in a fixed order: the same graph gives the same bytes.

Subjects, predicates and objects are sorted; a type comes first, then labels. An IRI is written as a
prefixed name only where every parser reads it so. There are no blank nodes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TextIO

from pyoxigraph import Literal, NamedNode, Store, Triple

from tawthiq.errors import InputError
from tawthiq.export.data import Statement, Term, graphs, statements
from tawthiq.graph.columns import Columns
from tawthiq.graph.namespaces import LABEL, TYPE, XSD, Namespace, shorten, term

_BARE = {
    XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    XSD + "decimal": re.compile(r"[+-]?[0-9]+\.[0-9]+"),
    XSD + "boolean": re.compile(r"true|false"),
}
_FIRST = {TYPE.value: "0", LABEL.value: "1"}


def write(store: Store, namespace: Namespace, path: Path, *, with_text: bool = False) -> None:
    """Export to one Turtle file; all graphs of the data as one."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        write_turtle(statements(store, with_text=with_text), namespace.prefixes, out)


def write_named_graphs(store: Store, namespace: Namespace, path: Path, *, with_text: bool = False) -> None:
    """Export to one TriG file, graph by graph."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        write_trig(graphs(store, with_text=with_text), namespace.prefixes, out)


def write_columns(data: Columns, prefixes: Mapping[str, str], path: Path) -> int:
    """Write data that is read already as :func:`write` does; returns the number of triples."""
    terms = Terms(prefixes)
    predicates = sorted(data.predicates(), key=_rank)
    columns = [(p, data.column(term(p))) for p in predicates]
    body: list[str] = []
    count = 0
    for subject in data.subjects():
        told = [(p, sorted(map(terms.node, column[subject]))) for p, column in columns if subject in column]
        count += sum(len(nodes) for _, nodes in told)
        body.append(_subject(subject, told, terms, ""))
    with path.open("w", encoding="utf-8", newline="\n") as out:
        _write_prefixes(prefixes, terms.used, out)
        out.writelines(body)
    return count


def write_turtle(rows: Iterable[Statement], prefixes: Mapping[str, str], out: TextIO) -> None:
    """Write (subject IRI, predicate IRI, object) rows as one Turtle document; repeated rows count once."""
    terms = Terms(prefixes)
    body = list(_subjects(rows, terms, ""))
    _write_prefixes(prefixes, terms.used, out)
    out.writelines(body)


def write_trig(graphs: Mapping[str, Iterable[Statement]], prefixes: Mapping[str, str], out: TextIO) -> None:
    """Write named graphs, by their IRI, as one TriG document; ``""`` is the default graph."""
    terms = Terms(prefixes)
    body: list[str] = []
    body.extend(_subjects(graphs.get("", ()), terms, ""))
    for name in sorted(filter(None, graphs)):
        body.append(f"\n{terms.iri(name)} {{\n")
        body.extend(_subjects(graphs[name], terms, "    "))
        body.append("}\n")
    _write_prefixes(prefixes, terms.used, out)
    out.writelines(body)


class Terms:
    """Terms as Turtle writes them; remembers IRIs, which come again and again."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = dict(prefixes)
        self._known: dict[str, str] = {}
        self.used: set[str] = set()

    def iri(self, iri: str) -> str:
        known = self._known.get(iri)
        if known is None:
            short = shorten(iri, self._prefixes)
            known = self._known[iri] = short or str(NamedNode(iri))
            if short:
                self.used.add(short.partition(":")[0])
        return known

    def literal(self, literal: Literal) -> str:
        kind = literal.datatype.value
        if literal.language or kind == XSD + "string":
            return str(literal)
        bare = _BARE.get(kind)
        if bare and bare.fullmatch(literal.value):
            return literal.value
        return f"{Literal(literal.value)}^^{self.iri(kind)}"

    def node(self, node: Term) -> str:
        if isinstance(node, Triple):
            parts = (self.node(_plain(part)) for part in (node.subject, node.predicate, node.object))
            return f"<<( {' '.join(parts)} )>>"
        return self.literal(node) if isinstance(node, Literal) else self.iri(node.value)


def _plain(node: object) -> Term:
    """A part of a triple term, which has no blank nodes here."""
    if not isinstance(node, NamedNode | Literal | Triple):
        raise InputError(
            "The graph has blank nodes, so it is not one that Tawthiq made; nothing was written.",
            remedy="You can fix this by exporting the folder that `tawthiq build` wrote.",
        )
    return node


def _subjects(rows: Iterable[Statement], terms: Terms, indent: str) -> Iterator[str]:
    described: dict[str, dict[str, set[str]]] = {}
    for subject, predicate, value in rows:
        described.setdefault(subject, {}).setdefault(predicate, set()).add(terms.node(value))
    for subject in sorted(described):
        told = described.pop(subject)
        yield _subject(subject, [(p, sorted(told[p])) for p in sorted(told, key=_rank)], terms, indent)


def _subject(subject: str, told: Sequence[tuple[str, list[str]]], terms: Terms, indent: str) -> str:
    parts = [f"{_predicate(predicate, terms)} {' , '.join(nodes)}" for predicate, nodes in told]
    return f"\n{indent}{terms.iri(subject)} " + f" ;\n{indent}    ".join(parts) + " .\n"


def _rank(predicate: str) -> str:
    return _FIRST.get(predicate, "2") + predicate


def _predicate(iri: str, terms: Terms) -> str:
    return "a" if iri == TYPE.value else terms.iri(iri)


def _write_prefixes(prefixes: Mapping[str, str], used: set[str], out: TextIO) -> None:
    for prefix, namespace in sorted(prefixes.items()):
        if prefix in used:
            out.write(f"@prefix {prefix}: {NamedNode(namespace)} .\n")
