"""The graph in a notebook: ``tawthiq.open("output/demo")``."""

from __future__ import annotations

from tawthiq.notebook.graph import Graph, open_build
from tawthiq.notebook.page import Page

__all__ = ["Graph", "Page", "open_build"]
