"""Turtle and TriG in a fixed order: the same graph gives the same bytes.

Subjects, predicates and objects are sorted; a type comes first, then labels. An IRI is written as a
prefixed name only where every parser reads it so. There are no blank nodes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import TextIO

from pyoxigraph import Literal, NamedNode, Store

from tawthiq.export.data import Node, Row, graphs, rows
from tawthiq.graph.namespaces import LABEL, TYPE, XSD, Namespace, shorten

_BARE = {
    XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    XSD + "decimal": re.compile(r"[+-]?[0-9]+\.[0-9]+"),
    XSD + "boolean": re.compile(r"true|false"),
}
_FIRST = {TYPE.value: "0", LABEL.value: "1"}


def write(store: Store, namespace: Namespace, path: Path, *, with_text: bool = False) -> None:
    """Export to one Turtle file; all graphs of the data as one."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        write_turtle(rows(store, with_text=with_text), namespace.prefixes, out)


def write_named_graphs(store: Store, namespace: Namespace, path: Path, *, with_text: bool = False) -> None:
    """Export to one TriG file, graph by graph."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        write_trig(graphs(store, with_text=with_text), namespace.prefixes, out)


def write_turtle(rows: Iterable[Row], prefixes: Mapping[str, str], out: TextIO) -> None:
    """Write (subject IRI, predicate IRI, object) rows as one Turtle document; repeated rows count once."""
    terms = Terms(prefixes)
    body = list(_subjects(rows, terms, ""))
    _write_prefixes(prefixes, terms.used, out)
    out.writelines(body)


def write_trig(graphs: Mapping[str, Iterable[Row]], prefixes: Mapping[str, str], out: TextIO) -> None:
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

    def node(self, node: Node) -> str:
        return self.literal(node) if isinstance(node, Literal) else self.iri(node.value)


def _subjects(rows: Iterable[Row], terms: Terms, indent: str) -> Iterator[str]:
    lines = sorted({(s, _FIRST.get(p, "2") + p, terms.node(o)) for s, p, o in rows})
    for subject, group in groupby(lines, key=lambda line: line[0]):
        parts = [
            f"{_predicate(predicate[1:], terms)} {' , '.join(o for _, _, o in objects)}"
            for predicate, objects in groupby(group, key=lambda line: line[1])
        ]
        yield f"\n{indent}{terms.iri(subject)} " + f" ;\n{indent}    ".join(parts) + " .\n"


def _predicate(iri: str, terms: Terms) -> str:
    return "a" if iri == TYPE.value else terms.iri(iri)


def _write_prefixes(prefixes: Mapping[str, str], used: set[str], out: TextIO) -> None:
    for prefix, namespace in sorted(prefixes.items()):
        if prefix in used:
            out.write(f"@prefix {prefix}: {NamedNode(namespace)} .\n")
