"""The graph page: one HTML file that shows the graph, a map, a timeline and a table, without a network."""

from __future__ import annotations

from tawthiq.view.base_map import BaseMap, read_base_map
from tawthiq.view.interactive import to_pyvis
from tawthiq.view.page import page_html, write_page
from tawthiq.view.part import around, with_events
from tawthiq.view.title import page_title

__all__ = [
    "BaseMap",
    "around",
    "page_html",
    "page_title",
    "read_base_map",
    "to_pyvis",
    "with_events",
    "write_page",
]
