"""N-Quads and N-Triples: a line a statement, sorted."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import Store, Triple

from tawthiq.export.data import data_quads
from tawthiq.graph.namespaces import Namespace


def write(store: Store, namespace: Namespace, path: Path, *, with_text: bool = False) -> None:  # noqa: ARG001
    """Export to one N-Quads file."""
    _write_lines((f"{quad} .\n" for quad in data_quads(store, with_text=with_text)), path)


def write_triples(
    store: Store,
    namespace: Namespace,  # noqa: ARG001
    path: Path,
    *,
    with_text: bool = False,
) -> None:
    """Export to one N-Triples file; all graphs of the data as one."""
    quads = data_quads(store, with_text=with_text)
    _write_lines({f"{Triple(q.subject, q.predicate, q.object)} .\n" for q in quads}, path)


def _write_lines(lines: Iterable[str], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(sorted(lines))
