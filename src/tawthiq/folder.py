"""The output folder of a build: whose it is, what in it is ours, files written whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from tawthiq.errors import OutputError
from tawthiq.read import MARKER
from tawthiq.store import snapshots

TURTLE, PAGE = "graph.ttl", "graph.html"
EVENTS, RELATIONS, EVENTS_CSV = "events.jsonl", "relations.jsonl", "events.csv"
FILES = (TURTLE, PAGE, EVENTS, RELATIONS, EVENTS_CSV)
STORE = "store"

_NOTE = "This folder is written by `tawthiq build`. The next build into it adds to what it holds.\n"


def check(out: Path) -> None:
    """Raises :class:`OutputError` if ``out`` is a file, or a folder with contents that are not Tawthiq's."""
    try:
        if out.exists() and not out.is_dir():
            raise OutputError(
                f"{out}: this is a file, and the output needs a folder.",
                remedy="You can fix this by giving another name with -o.",
            )
        if out.is_dir() and not (out / MARKER).is_file() and any(out.iterdir()):
            raise OutputError(
                f"{out}: the folder holds files that are not Tawthiq's; nothing was written.",
                remedy="You can fix this by giving a new or empty folder with -o.",
            )
    except OSError as error:
        raise _unwritable(out, error) from error


def claim(out: Path, *, fresh: bool) -> None:
    """Make the folder, or take it over, and mark it; ``fresh`` removes what earlier builds wrote.

    Only the store and the output files are removed, never anything else that stands there.
    """
    check(out)
    try:
        if fresh:
            shutil.rmtree(out / STORE, ignore_errors=False) if (out / STORE).exists() else None
            snapshots.withdraw(out / STORE)
            for name in FILES:
                (out / name).unlink(missing_ok=True)
        out.mkdir(parents=True, exist_ok=True)
        (out / MARKER).write_text(_NOTE, "utf-8")
    except OSError as error:
        raise _unwritable(out, error) from error


def write_whole(path: Path, write: Callable[[Path], None]) -> None:
    """Let ``write`` make the file under another name, then put it in its place.

    Whoever reads ``path`` sees the old file or the new one. Raises :class:`OutputError`.
    """
    part = path.with_name(f".part-{path.name}")
    try:
        write(part)
        os.replace(part, path)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        part.unlink(missing_ok=True)


def _unwritable(path: Path, error: OSError) -> OutputError:
    return OutputError(
        f"{path}: cannot be written ({error.strerror or error}).",
        remedy="You can fix this by making room or by giving yourself the right to write there; "
        "the same command then goes on where it stopped.",
    )
