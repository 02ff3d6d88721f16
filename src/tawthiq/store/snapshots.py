"""Snapshots: reading a store while a build may write to it.

To read a store that another process writes to is undefined in Oxigraph. So readers get folders of their own,
made of hard links where the file system allows it, beside the store in ``.store.snapshots``:

- While a store is open for writing, ``finished-…`` holds its last finished state, made by the writer.
- ``reader-…`` is the copy of one reader: of the store itself if nobody writes to it, else of that state.
- ``merged-…`` is what :mod:`tawthiq.store.merged` keeps for the next reader.

A reader's copy goes when the reader ends. What a reader that was killed left goes when the next reader or
writer comes.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from secrets import token_hex

from pyoxigraph import Store

from tawthiq.errors import StoreError
from tawthiq.store.locks import Lease, sweep, unwritten
from tawthiq.store.places import is_store, store_error

_ATTEMPTS, _PAUSE = 20, 0.1  # seconds between two attempts
_OWN = ("LOCK", "LOG", "IDENTITY")  # files of a store that belong to it alone


@contextmanager
def snapshot_folder(folder: Path) -> Iterator[Path]:
    """A copy of the store in ``folder`` that nobody writes to, as it was last finished.

    It can be opened by several processes with ``Store.read_only``, and is removed at the end. Raises
    :class:`StoreError` for a broken store, and while the first build writes its first graph.
    """
    lease = _take(folder)
    try:
        yield lease.folder
    finally:
        lease.end()


def keep(folder: Path, taken: Callable[[Path], AbstractContextManager[Path]] = snapshot_folder) -> Store:
    """The store in ``folder``, for reading, from a snapshot that lasts as long as the process."""
    return opened(_until_exit.enter_context(taken(folder)), folder)


def opened(copy: Path, folder: Path) -> Store:
    """The store in ``copy``, a snapshot of ``folder``. Raises :class:`StoreError`."""
    try:
        return Store.read_only(str(copy))
    except (OSError, RuntimeError) as error:
        raise store_error(folder, error) from error


_until_exit = ExitStack()
atexit.register(_until_exit.close)


def place(folder: Path) -> Path:
    """Where the snapshots of the store in ``folder`` stand."""
    return folder.parent / f".{folder.name}.snapshots"


# ---- The writer's side


def publish(store: Store, folder: Path) -> None:
    """Keep the state of a store that is open for writing for its readers, in the place of an older one.

    Raises :class:`OSError`.
    """
    old = _published(folder)
    place(folder).mkdir(exist_ok=True)
    made = place(folder) / f"making-{token_hex(8)}"
    store.backup(str(made))
    made.rename(made.with_name(f"finished-{time.time_ns():020}"))
    _remove(old)


def is_published(folder: Path) -> bool:
    """Whether a finished state is kept for readers: the last writer of the store was killed."""
    return bool(_published(folder))


def withdraw(folder: Path) -> None:
    """Remove what :func:`publish` made: the store itself is finished and about to be closed."""
    _remove(_published(folder))
    tidy(folder)


def tidy(folder: Path) -> None:
    """Remove what killed readers and writers left, and merged copies; only the writer may do so."""
    _remove([*place(folder).glob("making-*"), *place(folder).glob("merged-*")])
    sweep(place(folder))


def _published(folder: Path) -> list[Path]:
    """The finished states, the newest last."""
    return sorted(place(folder).glob("finished-*"))


def _remove(folders: list[Path]) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


# ---- The reader's side


def _take(folder: Path) -> Lease:
    lease = _lease(folder)
    try:
        for _ in range(_ATTEMPTS):
            if _copied(folder, lease.folder):
                return lease
            time.sleep(_PAUSE)
    except OSError as error:
        lease.end()
        raise store_error(folder, error) from error
    except BaseException:
        lease.end()
        raise
    lease.end()
    raise StoreError(
        f"{folder}: a build is writing the first graph here, and it is not finished.",
        remedy="You can fix this by waiting until the build has ended.",
    )


def _lease(folder: Path) -> Lease:
    """A folder beside the store, or where one may not write there, among the temporary files."""
    user = os.getuid() if hasattr(os, "getuid") else ""
    error: OSError | None = None
    for around in (place(folder), Path(tempfile.gettempdir()) / f"tawthiq-snapshots-{user}"):
        try:
            sweep(around)
            return Lease(around)
        except OSError as found:
            error = found
    assert error is not None
    raise store_error(folder, error) from error


def _copied(folder: Path, target: Path) -> bool:
    """Copy the store, or what its writer keeps for readers; false if there is neither, or it is going."""
    with unwritten(folder) as free:
        published = None if free else next(reversed(_published(folder)), None)
        source = folder if free else published
        if source is None or not is_store(source):
            return False
        try:
            copy_store(source, target)
        except FileNotFoundError:
            shutil.rmtree(target, ignore_errors=True)
            return False
    return True


def copy_store(source: Path, target: Path) -> None:
    """Copy a store that nobody writes to. Raises :class:`OSError`.

    ``Store.backup`` of a store opened for reading would leave out what stands in the log alone. Tables
    never change once they are written, so a hard link is a copy.
    """
    target.mkdir()
    for file in sorted(source.iterdir()):
        if file.suffix == ".sst":
            try:
                os.link(file, target / file.name)
                continue
            except FileNotFoundError:
                raise
            except OSError:
                pass  # another file system, or one without hard links
        if file.is_file() and not file.name.startswith(_OWN):
            shutil.copy2(file, target / file.name)
