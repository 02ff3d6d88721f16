"""The data of a store, without what belongs to the store alone."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from tawthiq.errors import InputError
from tawthiq.graph.namespaces import ONTOLOGY
from tawthiq.graph.quads import BODY
from tawthiq.graph.runs import VOLATILE

Node = NamedNode | Literal
Row = tuple[str, str, Node]


def data_quads(store: Store, *, with_text: bool = False) -> Iterator[Quad]:
    """The data of a store, in no particular order.

    The ontology is left out, for it has a file of its own, and so are the times of runs, which would
    make each export another one. The articles' text belongs to their outlets: it comes ``with_text``.
    """
    left_out = VOLATILE if with_text else VOLATILE | {BODY}
    for graph in (DefaultGraph(), *store.named_graphs()):
        if graph != ONTOLOGY:
            for quad in store.quads_for_pattern(None, None, None, graph):
                if quad.predicate not in left_out:
                    yield quad


def rows(store: Store, *, with_text: bool = False) -> Iterator[Row]:
    """The data as (subject IRI, predicate IRI, object), all graphs as one; rows may come twice.

    Raises :class:`InputError` if the graph has blank nodes.
    """
    return (row(quad) for quad in data_quads(store, with_text=with_text))


def row(quad: Quad) -> Row:
    """A quad without its graph. Raises :class:`InputError` if it has a blank node or a triple term."""
    subject, value = quad.subject, quad.object
    if isinstance(value, Triple):
        raise InputError(
            "The graph has triple terms (RDF 1.2), which this format cannot hold; nothing was written.",
            remedy="You can fix this by exporting to Turtle, TriG, N-Triples or N-Quads.",
        )
    if not isinstance(subject, NamedNode) or not isinstance(value, NamedNode | Literal):
        raise InputError(
            "The graph has blank nodes, so it is not one that Tawthiq made; nothing was written.",
            remedy="You can fix this by exporting the folder that `tawthiq build` wrote.",
        )
    return subject.value, quad.predicate.value, value
