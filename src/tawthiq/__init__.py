"""Tawthiq (توثيق) reads conflict news in Arabic and English into a knowledge graph.

``tawthiq.open("output/demo")`` opens the graph of a build: :class:`tawthiq.notebook.Graph`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tawthiq.notebook import open_build as open

__version__ = "0.1.0"

__all__ = ["__version__", "open"]


def __getattr__(name: str) -> Any:
    """What takes time to load comes when it is asked for."""
    if name == "open":
        from tawthiq.notebook import open_build

        return open_build
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
