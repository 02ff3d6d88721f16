"""N-Quads: a line a statement with its graph, sorted."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import Store

from tawthiq.export.data import data_quads
from tawthiq.graph.namespaces import Namespace


def write(store: Store, namespace: Namespace, path: Path, *, with_text: bool = False) -> None:  # noqa: ARG001
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(sorted(f"{quad} .\n" for quad in data_quads(store, with_text=with_text)))
