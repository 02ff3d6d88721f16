"""Resolved documents → quads; the rules that derive direct edges; the networkx projection.

``tawthiq.graph.open(path)`` gives a graph as an rdflib Dataset: :func:`tawthiq.store.dataset.open_dataset`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tawthiq.store.dataset import open_dataset as open

__all__ = ["open"]


def __getattr__(name: str) -> Any:
    """``open`` comes when it is asked for: it stands in a later stage, and rdflib takes time to load."""
    if name == "open":
        from tawthiq.store.dataset import open_dataset

        return open_dataset
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
