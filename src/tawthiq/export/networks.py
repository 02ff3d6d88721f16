"""GraphML and GEXF for Gephi, yEd, Cytoscape and igraph: the networkx projection with plain attributes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter
from pyoxigraph import Store

from tawthiq.export.xml import clean
from tawthiq.graph.namespaces import Namespace
from tawthiq.graph.network import to_networkx

_QUOTE_LIMIT = 5
# GEXF gives "start" and "end" a meaning of its own, with which a date such as 2023-10 is an error.
_RENAMED = {"start": "start_date", "end": "end_date"}


def write_graphml(store: Store, namespace: Namespace, path: Path, *, with_text: bool = False) -> None:  # noqa: ARG001
    write_network(to_networkx(store, namespace), path)


def write_network(graph: nx.MultiDiGraph[str], path: Path) -> None:
    """Write a projection as GraphML."""
    nx.write_graphml_xml(flat(graph), path, encoding="utf-8", edge_id_from_attribute="id")


def write_gexf(store: Store, namespace: Namespace, path: Path, *, with_text: bool = False) -> None:  # noqa: ARG001
    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(flat(to_networkx(store, namespace)))
    for meta in writer.xml.findall("meta"):
        meta.attrib.pop("lastmodifieddate", None)  # the same graph gives the same bytes
    with path.open("wb") as out:
        writer.write(out)


def flat(graph: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """A copy whose attributes are text, numbers and truth values.

    ``label`` is the Arabic one, else the English one. Of the evidence of an edge or event, ``quotes``
    has the first five quotes with their articles, ``claims`` the number of all. Edges are numbered.
    """
    copy: nx.MultiDiGraph[str] = nx.MultiDiGraph(mode="static")
    for node, data in graph.nodes(data=True):
        copy.add_node(node, **_flat(data))
    for number, (source, target, key, data) in enumerate(graph.edges(keys=True, data=True)):
        copy.add_edge(source, target, key=key, **_flat(data), id=f"e{number}")
    return copy


def _flat(data: dict[str, Any]) -> dict[str, str | int | float | bool]:
    found: dict[str, str | int | float | bool] = {}
    label = data.get("label_ar") or data.get("label_en")
    if label:
        found["label"] = clean(label)
    for name, value in data.items():
        if name == "point":
            found["latitude"], found["longitude"] = value
        elif name == "evidence":
            quotes = [f"{claim['quote']} [{claim['document']}]" for claim in value[:_QUOTE_LIMIT]]
            found["claims"], found["quotes"] = len(value), clean("\n".join(quotes))
        elif name in _RENAMED:
            found[_RENAMED[name]] = clean(value)
        elif isinstance(value, list):
            found[name] = clean(" | ".join(map(str, value)))
        elif isinstance(value, str):
            found[name] = clean(value)
        else:
            found[name] = value
    return found
