"""GraphML and GEXF for Gephi, yEd, Cytoscape and igraph: the networkx projection with plain attributes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter
from pyoxigraph import Store

from tawthiq.export.xml import clean, escape
from tawthiq.graph.namespaces import Namespace
from tawthiq.graph.network import to_networkx

Flat = str | int | float | bool
_QUOTE_LIMIT = 5
_GRAPHML = "http://graphml.graphdrawing.org/xmlns"
_TYPES = {str: "string", int: "long", float: "double", bool: "boolean"}
# GEXF gives "start" and "end" a meaning of its own, with which a date such as 2023-10 is an error.
_RENAMED = {"start": "start_date", "end": "end_date"}


def write_graphml(store: Store, namespace: Namespace, path: Path, *, with_text: bool = False) -> None:  # noqa: ARG001
    write_network(to_networkx(store, namespace), path)


def write_network(graph: nx.MultiDiGraph[str], path: Path) -> None:
    """Write a projection as GraphML, line by line: networkx builds a tree of it all before it writes."""
    lines = _Lines()
    body = [
        f"<node id={_attribute(node)}>{lines.data(data, 'node')}</node>\n"
        for node, data in graph.nodes.data()
    ]
    for number, (source, target, data) in enumerate(graph.edges.data()):
        ends = f'source={_attribute(source)} target={_attribute(target)} id="e{number}"'
        body.append(f"<edge {ends}>{lines.data(data, 'edge')}</edge>\n")
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write(f"<?xml version='1.0' encoding='utf-8'?>\n<graphml xmlns={_attribute(_GRAPHML)}>\n")
        for (name, domain, type_), key in lines.keys.items():
            kind = f'attr.name="{name}" attr.type="{_TYPES[type_]}"'
            out.write(f'<key id="{key}" for="{domain}" {kind}/>\n')
        out.write('<graph edgedefault="directed">\n')
        out.writelines(body)
        out.write("</graph>\n</graphml>\n")


@lru_cache(maxsize=1 << 16)
def _attribute(text: str) -> str:
    return f'"{escape(text)}"'


class _Lines:
    """Attributes as GraphML, which declares a key for each name and type of theirs."""

    def __init__(self) -> None:
        self.keys: dict[tuple[str, str, type], str] = {}
        self._texts: dict[str, str] = {}

    def data(self, attributes: Mapping[str, Any], domain: str) -> str:
        """The attributes of one node or edge; most texts stand in many of them and are escaped once."""
        parts = []
        for name, value in _flat(attributes).items():
            key = self.keys.setdefault((name, domain, type(value)), f"d{len(self.keys)}")
            if isinstance(value, str):
                text = self._texts.get(value)
                if text is None:
                    text = self._texts[value] = escape(value)
            else:
                text = str(value).lower()
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
    for node, data in graph.nodes.data():
        copy.add_node(node, **_cleaned(data))
    for number, (source, target, key, data) in enumerate(graph.edges.data(keys=True)):
        copy.add_edge(source, target, key=key, **_cleaned(data), id=f"e{number}")
    return copy


def _cleaned(data: Mapping[str, Any]) -> dict[str, Flat]:
    return {name: clean(value) if isinstance(value, str) else value for name, value in _flat(data).items()}


def _flat(data: Mapping[str, Any]) -> dict[str, Flat]:
    found: dict[str, Flat] = {}
    if label := data.get("label_ar") or data.get("label_en"):
        found["label"] = label
    for name, value in data.items():
        if name == "point":
            found["latitude"], found["longitude"] = value
        elif name == "evidence":
            quotes = [f"{claim['quote']} [{claim['document']}]" for claim in value[:_QUOTE_LIMIT]]
            found["claims"], found["quotes"] = len(value), "\n".join(quotes)
        elif isinstance(value, list):
            found[name] = " | ".join(value)
        else:
            found[_RENAMED.get(name, name)] = value
    return found
