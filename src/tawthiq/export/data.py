"""What exports hold: the data of a store, without what belongs to it alone."""

from __future__ import annotations

from collections import defaultdict

from pyoxigraph import DefaultGraph, Store

from tawthiq.graph.data import Node, Row, data_quads, row, rows

__all__ = ["Node", "Row", "data_quads", "graphs", "rows"]


def graphs(store: Store, *, with_text: bool = False) -> dict[str, list[Row]]:
    """The data by the IRI of its graph; ``""`` is the default graph."""
    found: dict[str, list[Row]] = defaultdict(list)
    for quad in data_quads(store, with_text=with_text):
        name = quad.graph_name
        found["" if isinstance(name, DefaultGraph) else str(name.value)].append(row(quad))
    return found
