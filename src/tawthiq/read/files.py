"""Which files a build reads, and the id that each lends to its articles."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Literal

from tawthiq.errors import InputError

STDIN = "-"
#: File that marks a folder as a build of Tawthiq: what stands in it is output, not articles.
MARKER = ".tawthiq"

Kind = Literal["text", "rows", "stream"]
KINDS: dict[str, Kind] = {".txt": "text", ".jsonl": "rows", ".ndjson": "rows"}
_FORMATS = "a text file (.txt), JSON Lines (.jsonl, .ndjson), a folder of these, or - for standard input"


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read. ``key`` is the id of its text, and the stem of ids for rows that have none."""

    path: str
    kind: Kind
    key: str


@dataclass(frozen=True, slots=True)
class _Found:
    path: str
    kind: Kind
    relative: str


def find_sources(paths: Sequence[str], report: Callable[[InputError], None]) -> list[Source]:
    """Files under ``paths``, folders in sorted order, hidden files and earlier builds left out.

    A file's key is its stem; files that share a stem have their relative path as key.
    Raises :class:`InputError` for a path that does not exist.
    """
    for path in paths:
        if path != STDIN and not os.path.exists(path):
            raise InputError(
                f"{path}: there is no such file or folder.",
                remedy=f"You can fix this by checking the spelling; give {_FORMATS}.",
            )
    found: dict[str, _Found] = {}
    for path in paths:
        try:
            for file in _look(path, report):
                found.setdefault(file.path, file)
        except InputError as error:
            report(error)
    stems = Counter(_stem(file) for file in found.values())
    return [
        Source(file.path, file.kind, _stem(file) if stems[_stem(file)] == 1 else file.relative)
        for file in found.values()
    ]


def _stem(file: _Found) -> str:
    return "stdin" if file.path == STDIN else PurePath(file.relative).stem


def _look(path: str, report: Callable[[InputError], None]) -> Iterator[_Found]:
    place = Path(path)
    if path == STDIN:
        yield _Found(path, "stream", path)
    elif place.is_dir():
        yield from _walk(place, report)
    elif place.is_fifo():
        yield _Found(path, "stream", place.name)
    elif kind := KINDS.get(place.suffix.lower()):
        yield _Found(path, kind, place.as_posix())
    else:
        raise InputError(
            f"{path}: Tawthiq does not read files with the ending «{place.suffix or place.name}».",
            remedy=f"You can fix this by giving {_FORMATS}.",
        )


def _walk(folder: Path, report: Callable[[InputError], None]) -> Iterator[_Found]:
    def unreadable(error: OSError) -> None:
        report(InputError(
            f"{error.filename}: the folder cannot be read ({error.strerror}).",
            remedy="You can fix this by giving yourself the right to read it.",
        ))  # fmt: skip

    files: list[Path] = []
    for root, folders, names in os.walk(folder, onerror=unreadable):
        if MARKER in names:
            folders.clear()
            continue
        folders[:] = [name for name in folders if not name.startswith(".")]
        files += [Path(root, n) for n in names if not n.startswith(".") and Path(n).suffix.lower() in KINDS]
    if not files:
        raise InputError(
            f"{folder}: there are no articles in this folder.",
            remedy=f"You can fix this by giving {_FORMATS}.",
        )
    for file in sorted(files, key=lambda f: f.relative_to(folder).parts):
        yield _Found(str(file), KINDS[file.suffix.lower()], file.relative_to(folder).as_posix())
