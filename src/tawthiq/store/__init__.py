"""The embedded store of a build folder, and opening any graph for questions."""

from __future__ import annotations

from tawthiq.store.embedded import GraphStore
from tawthiq.store.opening import open_graph, open_merged, snapshot
from tawthiq.store.snapshots import snapshot_folder

__all__ = ["GraphStore", "open_graph", "open_merged", "snapshot", "snapshot_folder"]
