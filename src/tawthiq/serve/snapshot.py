"""The copy of a graph that is served: a build may write to the original while the copy is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import DefaultGraph, Quad, QuerySolutions, RdfFormat, Store

from tawthiq.graph.quads import BODY
from tawthiq.store import open_graph
from tawthiq.store.places import store_error

SNAPSHOT = "graph"
_DEFAULT = DefaultGraph()


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
        if graph.is_dir() and _only_named(source):
            store = _copied(source, folder, target, with_text=with_text)
        else:
            store = Store(str(target))
            store.bulk_extend(_twice(source, with_text=with_text))
        store.flush()
        return target, _triples(store)
    except (OSError, RuntimeError) as error:
        raise store_error(target, error) from error


def _only_named(store: Store) -> bool:
    return (
        next(store.quads_for_pattern(None, None, None, _DEFAULT), None) is None
        and next(iter(store.named_graphs()), None) is not None
    )


def _copied(source: Store, folder: Path, target: Path, *, with_text: bool) -> Store:
    """The store's files as they are, and its graphs once more as the default graph.

    The triples go from file to file as text: as Python's objects a million of them takes minutes.
    """
    source.backup(str(target))
    store = Store(str(target))
    if not with_text:
        for quad in list(store.quads_for_pattern(None, BODY, None, None)):
            store.remove(quad)
    quads, triples = folder / "copy.nq", folder / "copy.nt"
    store.dump(str(quads), RdfFormat.N_QUADS)
    with quads.open("rb") as lines, triples.open("wb") as out:
        # The name of the graph is the last on its line, and an IRI holds no blank.
        out.writelines(line[: line.rindex(b" <")] + b" .\n" for line in lines)
    quads.unlink()
    store.bulk_load(path=str(triples), format=RdfFormat.N_TRIPLES)
    triples.unlink()
    return store


def _twice(source: Store, *, with_text: bool) -> Iterator[Quad]:
    for quad in source:
        if with_text or quad.predicate != BODY:
            yield Quad(quad.subject, quad.predicate, quad.object)
            if quad.graph_name != _DEFAULT:
                yield quad


def _triples(store: Store) -> int:
    rows = store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert isinstance(rows, QuerySolutions)
    return int(next(rows)["n"].value)
