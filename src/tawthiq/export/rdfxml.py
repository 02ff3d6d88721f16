"""RDF/XML, sorted. Characters that XML cannot hold become U+FFFD."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path

from pyoxigraph import Literal, Store

from tawthiq.errors import InputError
from tawthiq.export.data import Node, rows
from tawthiq.export.xml import escape
from tawthiq.graph.namespaces import RDF, XSD, Namespace

_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*$")


def write(store: Store, namespace: Namespace, path: Path, *, with_text: bool = False) -> None:
    """Export to one RDF/XML file; all graphs of the data as one."""
    names = _Names(namespace)
    table = {(s, _element(names.name(p), o)) for s, p, o in rows(store, with_text=with_text)}
    lines: list[str] = []
    for subject, group in groupby(sorted(table), key=lambda row: row[0]):
        lines.append(f' <rdf:Description rdf:about="{escape(subject)}">\n')
        lines.extend(f"  {element}\n" for _, element in group)
        lines.append(" </rdf:Description>\n")
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF')
        for prefix, iri in sorted(names.used.items()):
            out.write(f'\n  xmlns:{prefix}="{escape(iri)}"')
        out.write(">\n")
        out.writelines(lines)
        out.write("</rdf:RDF>\n")


class _Names:
    """Predicates as qualified names; namespaces without a prefix of ours get a numbered one."""

    def __init__(self, namespace: Namespace) -> None:
        self._prefixes = {iri: prefix for prefix, iri in namespace.prefixes.items()}
        self.used = {"rdf": RDF}

    def name(self, predicate: str) -> str:
        match = _LOCAL.search(predicate)
        if not match:
            raise InputError(
                f"RDF/XML cannot write the property {predicate}; nothing was written.",
                remedy="You can fix this by exporting to Turtle or JSON-LD.",
            )
        iri = predicate[: match.start()]
        prefix = self._prefixes.setdefault(iri, f"ns{len(self._prefixes)}")
        self.used[prefix] = iri
        return f"{prefix}:{match[0]}"


def _element(name: str, value: Node) -> str:
    if not isinstance(value, Literal):
        return f'<{name} rdf:resource="{escape(value.value)}"/>'
    attribute = ""
    if value.language:
        attribute = f' xml:lang="{value.language}"'
    elif value.datatype.value != XSD + "string":
        attribute = f' rdf:datatype="{escape(value.datatype.value)}"'
    return f"<{name}{attribute}>{escape(value.value)}</{name}>"
