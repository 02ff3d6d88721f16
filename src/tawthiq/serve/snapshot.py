"""The copy of a graph that is served: a build may write to the original while the copy is read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import DefaultGraph, Quad, QuerySolutions, Store

from tawthiq.graph.quads import BODY
from tawthiq.store.locks import unwritten
from tawthiq.store.merged import fingerprint, merged_folder
from tawthiq.store.opening import find_graph, load_file
from tawthiq.store.places import store_error

SNAPSHOT = "graph"
_DEFAULT = DefaultGraph()


class Original:
    """The graph of which a copy is served, as it stood when this was made."""

    def __init__(self, graph: Path) -> None:
        """Raises :class:`InputError` for a path without a graph."""
        self._found = find_graph(graph)
        self._state = self._now()

    def has_changed(self) -> bool:
        """Whether a build has ended since then, or the file is another one."""
        now = self._now()
        return now is not None and now != self._state

    def _now(self) -> str | None:
        """What tells one state from another; ``None`` while a build writes."""
        try:
            if self._found.is_file():
                return str(self._found.stat().st_mtime_ns)
            with unwritten(self._found) as free:
                return fingerprint(self._found) if free else None
        except OSError:
            return "gone"


@contextmanager
def served_copy(graph: Path, folder: Path, *, with_text: bool) -> Iterator[tuple[Path, int]]:
    """A copy of ``graph`` as a store of its own: its folder and its number of triples.

    The copy's default graph holds every triple once, and its named graphs are those of the original. The text
    of the articles is left out unless asked for ``with_text``, for it belongs to its outlets. An RDF file is
    loaded into ``folder``. Raises :class:`InputError` for a path without a graph, :class:`StoreError` if it
    cannot be copied.
    """
    found = find_graph(graph)
    if found.is_file():
        yield _loaded(found, folder / SNAPSHOT, with_text=with_text)
        return
    with merged_folder(found) as copy:
        yield copy, _finished(copy, with_text=with_text)


def _loaded(file: Path, target: Path, *, with_text: bool) -> tuple[Path, int]:
    source = load_file(file)
    try:
        store = Store(str(target))
        store.bulk_extend(_twice(source))
        store.flush()
        del store
    except (OSError, RuntimeError) as error:
        raise store_error(target, error) from error
    return target, _finished(target, with_text=with_text)


def _twice(source: Store) -> Iterator[Quad]:
    for quad in source:
        yield Quad(quad.subject, quad.predicate, quad.object)
        if quad.graph_name != _DEFAULT:
            yield quad


def _finished(folder: Path, *, with_text: bool) -> int:
    """Take the articles' text out unless it is wanted; returns the number of triples."""
    try:
        store = Store(str(folder))
        if not with_text:
            for quad in list(store.quads_for_pattern(None, BODY, None, None)):
                store.remove(quad)
            store.flush()
        rows = store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
        assert isinstance(rows, QuerySolutions)
        return int(next(rows)["n"].value)
    except (OSError, RuntimeError) as error:
        raise store_error(folder, error) from error
