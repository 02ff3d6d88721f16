"""Who has a store: a build that writes to it, readers that keep snapshots of it.

RocksDB, on which Oxigraph stands, holds a lock on the file ``LOCK`` of a store that is open for writing.
A reader that shares this lock for a moment knows that nobody writes and that nobody begins to.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from threading import Lock
from typing import BinaryIO

if sys.platform != "win32":
    import fcntl

_writing: set[Path] = set()
_one_at_a_time = Lock()
_ALIVE = ".alive"


def begin_writing(folder: Path) -> None:
    """Note that this process has the store open for writing: the system's lock keeps others out only."""
    _writing.add(folder.resolve())


def end_writing(folder: Path) -> None:
    _writing.discard(folder.resolve())


@contextmanager
def unwritten(folder: Path) -> Iterator[bool]:
    """Whether nobody writes to the store in ``folder``; if so, nobody begins to while this lasts."""
    lock = folder / "LOCK"
    with _one_at_a_time:
        # To open and close the file would end a lock that this process has on it.
        if folder.resolve() in _writing:
            yield False
        elif not lock.exists():
            yield True
        else:
            with _opened(lock) as file:
                yield file is not None and _share(file)


@contextmanager
def _opened(lock: Path) -> Iterator[BinaryIO | None]:
    try:
        file = lock.open("rb")
    except PermissionError:
        if sys.platform != "win32":
            raise
        yield None  # Windows opens no file that a writer has
        return
    with file:
        yield file


def _share(file: BinaryIO) -> bool:
    if sys.platform == "win32":
        return True
    try:
        fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


# ---- Folders that live as long as the process that made them


class Lease:
    """A folder of one reader. Once the process is gone, however it ended, :func:`sweep` removes it."""

    def __init__(self, around: Path) -> None:
        """Raises :class:`OSError` where no folder can be made in ``around``."""
        self.folder, self._file = self._claimed(around)
        self._owner = os.getpid()

    @staticmethod
    def _claimed(around: Path) -> tuple[Path, BinaryIO]:
        while True:
            around.mkdir(parents=True, exist_ok=True)
            folder = around / f"reader-{token_hex(8)}"
            try:
                file = folder.with_suffix(_ALIVE).open("wb")
            except FileNotFoundError:
                continue  # another process removed the empty folder
            if sys.platform != "win32":
                fcntl.flock(file, fcntl.LOCK_EX)
            if folder.with_suffix(_ALIVE).exists():  # else another process swept it before it was locked
                return folder, file
            file.close()

    def end(self) -> None:
        """Remove the folder; nothing happens in a process that was forked from the owner."""
        if os.getpid() != self._owner:
            return
        shutil.rmtree(self.folder, ignore_errors=True)
        self._file.close()
        self.folder.with_suffix(_ALIVE).unlink(missing_ok=True)
        _remove_empty(self.folder.parent)


def sweep(around: Path) -> None:
    """Remove what readers that are gone left in ``around``, and ``around`` itself if nothing remains."""
    for alive in list(around.glob(f"reader-*{_ALIVE}")):
        try:
            if sys.platform == "win32":
                alive.unlink()  # which fails while the reader has it open
                shutil.rmtree(alive.with_suffix(""), ignore_errors=True)
                continue
            with alive.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(alive.with_suffix(""), ignore_errors=True)
                alive.unlink()
        except OSError:
            continue  # the reader is alive, or another process sweeps
    _remove_empty(around)


def _remove_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:
        return
