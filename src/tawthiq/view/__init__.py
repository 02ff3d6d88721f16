"""The graph page: one HTML file that shows the graph, a map, a timeline and a table, without a network."""

from __future__ import annotations

from tawthiq.view.interactive import to_pyvis
from tawthiq.view.page import page_html, write_page
from tawthiq.view.part import around, with_events
from tawthiq.view.title import page_title

__all__ = ["around", "page_html", "page_title", "to_pyvis", "with_events", "write_page"]
