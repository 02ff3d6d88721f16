"""Folders for the bulk loaders of triple stores: N-Quads, what a loader needs besides, and the commands."""

from __future__ import annotations

from tawthiq.export.bulk.folders import bulk_engines, write

__all__ = ["bulk_engines", "write"]
