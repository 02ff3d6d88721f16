"""What exports hold: the data of a store, without what belongs to it alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store, Triple

from tawthiq.graph.data import Node, Row, data_quads, row, rows

__all__ = ["Node", "Row", "Statement", "Term", "data_quads", "graphs", "rows", "statements"]

Term = Node | Triple
Statement = tuple[str, str, Term]
"""Subject IRI, predicate IRI, object; in RDF 1.2 this may be a triple."""


def statements(store: Store, *, with_text: bool = False) -> Iterator[Statement]:
    """The data, all graphs as one; statements may come twice."""
    return (_statement(quad) for quad in data_quads(store, with_text=with_text))


def graphs(store: Store, *, with_text: bool = False) -> dict[str, list[Statement]]:
    """The data by the IRI of its graph; ``""`` is the default graph."""
    found: dict[str, list[Statement]] = defaultdict(list)
    for quad in data_quads(store, with_text=with_text):
        name = quad.graph_name
        found["" if isinstance(name, DefaultGraph) else str(name.value)].append(_statement(quad))
    return found


def _statement(quad: Quad) -> Statement:
    if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Triple):
        return quad.subject.value, quad.predicate.value, quad.object
    return row(quad)
