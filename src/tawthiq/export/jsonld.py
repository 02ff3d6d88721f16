"""JSON-LD with a context of prefixes, one object for each subject, all sorted."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, Store

from tawthiq.export.data import Node, rows
from tawthiq.graph.namespaces import TYPE, XSD, Namespace, shorten


def write(store: Store, namespace: Namespace, path: Path, *, with_text: bool = False) -> None:
    """Export to one JSON-LD file; all graphs of the data as one."""
    table = sorted(set(rows(store, with_text=with_text)), key=lambda row: (row[0], row[1], str(row[2])))
    iris = {iri for s, p, o in table for iri in (s, p, *((o.value,) if isinstance(o, NamedNode) else ()))}
    # An address such as geo:33,36 would be read as a prefixed name: its prefix is not used then.
    schemes = {iri.partition(":")[0] for iri in iris}
    prefixes = {p: n for p, n in namespace.prefixes.items() if p not in schemes}
    subjects: dict[str, dict[str, Any]] = {}
    for subject, predicate, value in table:
        entry = subjects.setdefault(subject, defaultdict(list))
        if predicate == TYPE.value:
            entry["@type"].append(_name(value.value, prefixes))
        else:
            entry[_name(predicate, prefixes)].append(_value(value, prefixes))
    document = {
        "@context": dict(sorted(prefixes.items())),
        "@graph": [{"@id": _name(iri, prefixes), **entry} for iri, entry in subjects.items()],
    }
    with path.open("w", encoding="utf-8", newline="\n") as out:
        json.dump(document, out, ensure_ascii=False, indent=1)
        out.write("\n")


def _name(iri: str, prefixes: dict[str, str]) -> str:
    return shorten(iri, prefixes) or iri


def _value(value: Node, prefixes: dict[str, str]) -> str | dict[str, str]:
    if not isinstance(value, Literal):
        return {"@id": _name(value.value, prefixes)}
    if value.language:
        return {"@value": value.value, "@language": value.language}
    if value.datatype.value == XSD + "string":
        return value.value
    return {"@value": value.value, "@type": _name(value.datatype.value, prefixes)}
