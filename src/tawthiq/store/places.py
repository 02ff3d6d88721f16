"""Where a store is, and what its troubles mean to a user."""

from __future__ import annotations

import re
from pathlib import Path

from tawthiq.errors import StoreError

FOLDER = "store"


def is_store(folder: Path) -> bool:
    return (folder / "CURRENT").is_file()


def is_locked(error: Exception) -> bool:
    """Whether the error is that another process, or another part of this one, writes to the store."""
    return re.search(r"\block\b", str(error), re.IGNORECASE) is not None


def store_error(folder: Path, error: Exception) -> StoreError:
    """What a failure of the store means to the user, who has to do something about it."""
    text = str(error)
    if is_locked(error):
        return StoreError(
            f"{folder}: another process has the store open.",
            remedy="You can fix this by waiting until the other build has ended, or by ending it.",
        )
    if "No space left" in text or getattr(error, "errno", None) == 28:
        return StoreError(
            f"{folder}: the disk is full.",
            remedy="You can fix this by making room; the same command then goes on where it stopped.",
        )
    if isinstance(error, FileExistsError | NotADirectoryError) or "not a directory" in text.lower():
        return StoreError(
            f"{folder}: this is not a folder.", remedy="You can fix this by giving another name with -o."
        )
    if isinstance(error, PermissionError) or "Permission denied" in text:
        return StoreError(
            f"{folder}: you may not write here.",
            remedy="You can fix this by giving another folder with -o.",
        )
    return StoreError(
        f"{folder}: the store cannot be used ({text}).",
        remedy="You can fix this by building again with --fresh.",
    )
