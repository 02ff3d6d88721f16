"""The copy of a graph that is served: a build may write to the original while the copy is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import DefaultGraph, Quad, Store

from tawthiq.graph.quads import BODY
from tawthiq.store import open_graph
from tawthiq.store.opening import store_error

SNAPSHOT = "graph"


def write_snapshot(graph: Path, folder: Path, *, with_text: bool) -> tuple[Path, int]:
    """Copy ``graph`` into a store below ``folder``; returns that store's folder and its number of triples.

    The copy's default graph holds every triple once, and its named graphs are those of the original:
    Oxigraph's own union gives a triple once for each graph that holds it. The text of the articles is left
    out unless asked for ``with_text``, for it belongs to its outlets.
    Raises :class:`InputError` for a path without a graph, :class:`StoreError` if it cannot be copied.
    """
    source = open_graph(graph)
    target = folder / SNAPSHOT
    try:
        store = Store(str(target))
        store.bulk_extend(_twice(source, with_text=with_text))
        store.optimize()
        store.flush()
        triples = sum(1 for _ in store.quads_for_pattern(None, None, None, DefaultGraph()))
    except (OSError, RuntimeError) as error:
        raise store_error(target, error) from error
    return target, triples


def _twice(source: Store, *, with_text: bool) -> Iterator[Quad]:
    default = DefaultGraph()
    for quad in source:
        if with_text or quad.predicate != BODY:
            yield Quad(quad.subject, quad.predicate, quad.object)
            if quad.graph_name != default:
                yield quad
