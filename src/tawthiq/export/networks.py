"""GraphML and GEXF for Gephi, yEd, Cytoscape and igraph: the networkx projection with plain attributes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter
from pyoxigraph import Store

from tawthiq.export.xml import clean, escape
from tawthiq.graph.namespaces import Namespace
from tawthiq.graph.network import to_networkx

_QUOTE_LIMIT = 5
_GRAPHML = "http://graphml.graphdrawing.org/xmlns"
_TYPES = {str: "string", int: "long", float: "double", bool: "boolean"}
# GEXF gives "start" and "end" a meaning of its own, with which a date such as 2023-10 is an error.
_RENAMED = {"start": "start_date", "end": "end_date"}


def write_graphml(store: Store, namespace: Namespace, path: Path, *, with_text: bool = False) -> None:  # noqa: ARG001
    write_network(to_networkx(store, namespace), path)


def write_network(graph: nx.MultiDiGraph[str], path: Path) -> None:
    """Write a projection as GraphML, line by line: networkx builds a tree of it all before it writes."""
    keys: dict[tuple[str, str, type], str] = {}
    flattened = flat(graph)
    body: list[str] = []
    for node, data in flattened.nodes(data=True):
        body.append(f"<node id={_attribute(node)}>{_data(data, 'node', keys)}</node>\n")
    for source, target, data in flattened.edges(data=True):
        ends = f"source={_attribute(source)} target={_attribute(target)}"
        told = {name: value for name, value in data.items() if name != "id"}
        body.append(f"<edge {ends} id={_attribute(data['id'])}>{_data(told, 'edge', keys)}</edge>\n")
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write(f"<?xml version='1.0' encoding='utf-8'?>\n<graphml xmlns={_attribute(_GRAPHML)}>\n")
        for (name, domain, type_), key in keys.items():
            kind = f'attr.name="{name}" attr.type="{_TYPES[type_]}"'
            out.write(f'<key id="{key}" for="{domain}" {kind}/>\n')
        out.write('<graph edgedefault="directed">\n')
        out.writelines(body)
        out.write("</graph>\n</graphml>\n")


def _attribute(text: str) -> str:
    return f'"{escape(text)}"'


def _data(told: Mapping[str, object], domain: str, keys: dict[tuple[str, str, type], str]) -> str:
    parts = []
    for name, value in told.items():
        key = keys.setdefault((name, domain, type(value)), f"d{len(keys)}")
        text = str(value).lower() if isinstance(value, bool) else escape(str(value))
        parts.append(f'<data key="{key}">{text}</data>')
    return "".join(parts)


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
