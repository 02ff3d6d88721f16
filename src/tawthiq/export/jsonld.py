"""JSON-LD with short names, one object for each subject, all sorted.

The context is the published one, ``ontology/context.jsonld``, and stands in the file, so that nothing has to
be fetched.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, Store

from tawthiq.export.data import Node, rows
from tawthiq.graph.namespaces import TYPE, XSD, Namespace, shorten
from tawthiq.knowledge.paths import ontology_dir

Definition = str | dict[str, str]

CONTEXT = "https://w3id.org/tawthiq/context.jsonld"
"""The address under which the context is published."""
_NATIVE = {XSD + "integer": re.compile(r"0|-?[1-9][0-9]{0,14}"), XSD + "boolean": re.compile("true|false")}


@cache
def context() -> dict[str, Definition]:
    """The published context: prefixes, then the terms of the ontology by name."""
    text = (ontology_dir() / "context.jsonld").read_text("utf-8")
    found: dict[str, Definition] = json.loads(text)["@context"]
    return found


def write(store: Store, namespace: Namespace, path: Path, *, with_text: bool = False) -> None:
    """Export to one JSON-LD file; all graphs of the data as one."""
    table = sorted(set(rows(store, with_text=with_text)), key=lambda row: (row[0], row[1], str(row[2])))
    iris = {iri for s, p, o in table for iri in (s, p, *((o.value,) if isinstance(o, NamedNode) else ()))}
    names = _Names(namespace, iris)
    subjects: dict[str, dict[str, Any]] = {}
    for subject, predicate, value in table:
        entry = subjects.setdefault(subject, defaultdict(list))
        if predicate == TYPE.value and isinstance(value, NamedNode):
            entry["@type"].append(names.word(value.value))
        else:
            names.add(entry, predicate, value)
    document = {
        "@context": names.context,
        "@graph": [{"@id": names.iri(iri), **entry} for iri, entry in subjects.items()],
    }
    with path.open("w", encoding="utf-8", newline="\n") as out:
        json.dump(document, out, ensure_ascii=False, indent=1)
        out.write("\n")


class _Names:
    """The short names that a document can use. ``context`` is what makes them unambiguous."""

    def __init__(self, namespace: Namespace, iris: set[str]) -> None:
        # An address such as geo:33,36 would be read as a prefixed name: that prefix is not used then.
        schemes = {iri.partition(":")[0] for iri in iris}
        known = {**context(), "id": namespace.base}
        self.context = {name: meaning for name, meaning in known.items() if name not in schemes}
        self._prefixes = {p: n for p, n in namespace.prefixes.items() if p in self.context}
        self._terms = {
            meaning if isinstance(meaning, str) else meaning["@id"]: name
            for name, meaning in self.context.items()
            if name not in namespace.prefixes
        }

    def iri(self, iri: str) -> str:
        return shorten(iri, self._prefixes) or iri

    def word(self, iri: str) -> str:
        """A class or another term of the ontology by its bare name."""
        return self._terms.get(iri) or self.iri(iri)

    def add(self, entry: dict[str, Any], predicate: str, value: Node) -> None:
        """Add a value to the object of its subject, in the shortest way that says exactly this."""
        name = self._terms.get(predicate)
        meaning = self.context[name] if name else {}
        told = {} if isinstance(meaning, str) else meaning
        kind = told.get("@type")
        if name and isinstance(value, NamedNode) and kind in ("@id", "@vocab"):
            entry[name].append(self.iri(value.value) if kind == "@id" else self.word(value.value))
        elif name and isinstance(value, Literal) and value.language and "@container" in told:
            texts = entry.setdefault(name, {})
            texts.setdefault(value.language, []).append(value.value)
        elif name and isinstance(value, Literal) and not value.language and self._fits(value, told):
            entry[name].append(_native(value))
        else:
            entry[self.iri(predicate)].append(self._expanded(value))

    def _fits(self, value: Literal, told: dict[str, str]) -> bool:
        return "@container" not in told and told.get("@type", XSD + "string") == value.datatype.value

    def _expanded(self, value: Node) -> str | dict[str, str]:
        if not isinstance(value, Literal):
            return {"@id": self.iri(value.value)}
        if value.language:
            return {"@value": value.value, "@language": value.language}
        if value.datatype.value == XSD + "string":
            return value.value
        return {"@value": value.value, "@type": self.iri(value.datatype.value)}


def _native(value: Literal) -> str | int | bool:
    """Whole numbers and truth values as JSON has them, where that says the same characters."""
    pattern = _NATIVE.get(value.datatype.value)
    if pattern and pattern.fullmatch(value.value):
        return bool(value.value == "true") if value.value in ("true", "false") else int(value.value)
    return value.value
