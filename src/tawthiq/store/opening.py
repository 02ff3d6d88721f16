"""Opening stores and graph files, with errors in plain words."""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from pyoxigraph import RdfFormat, Store

from tawthiq.errors import InputError
from tawthiq.store.merged import merged_folder
from tawthiq.store.places import FOLDER, is_locked, is_store, store_error
from tawthiq.store.snapshots import keep, opened, snapshot_folder

TURTLE = "graph.ttl"
_ATTEMPTS, _PAUSE = 6, 0.1  # seconds between two attempts


def open_graph(path: Path) -> Store:
    """A graph to ask: a build's folder, its ``store``, or an RDF file, which is loaded into memory.

    Of a store it is a snapshot that is kept until the process ends, so a build may write meanwhile; what
    runs for long does better with :func:`snapshot`. Queries have to run with
    ``use_default_graph_as_union=True``: a store keeps its data in named graphs.
    Raises :class:`InputError` for a path without a graph and :class:`StoreError` for a broken store.
    """
    found = find_graph(path)
    return load_file(found) if found.is_file() else keep(found)


def open_merged(path: Path) -> Store | None:
    """The graph of :func:`open_graph` with each triple once in its default graph, if it stands in a store.

    It is for questions that count; an RDF file gives ``None``. Raises as :func:`open_graph` does.
    """
    found = find_graph(path)
    return None if found.is_file() else keep(found, merged_folder)


@contextmanager
def snapshot(path: Path) -> Iterator[Store]:
    """The graph that :func:`open_graph` would open, as it is now; its snapshot is removed at the end.

    Inside the block the store is for reading, whatever a build writes meanwhile. Raises as
    :func:`open_graph` does.
    """
    found = find_graph(path)
    if found.is_file():
        yield load_file(found)
        return
    with snapshot_folder(found) as copy:
        yield opened(copy, found)


def find_graph(path: Path) -> Path:
    """The folder of the store, or the RDF file, that ``path`` stands for. Raises :class:`InputError`."""
    if path.is_dir():
        for folder in (path / FOLDER, path):
            if is_store(folder):
                return folder
        if (path / TURTLE).is_file():
            return path / TURTLE
        raise InputError(
            f"{path}: there is no graph in this folder.",
            remedy="You can fix this by giving the folder that `tawthiq build` wrote, or a Turtle file.",
        )
    if not path.exists():
        raise InputError(f"{path}: no such file or folder.", remedy="You can fix this by checking the path.")
    return path


def load_file(path: Path) -> Store:
    """An RDF file in memory; its ending says the format.

    Raises :class:`InputError` for a file of another kind, one that cannot be read or one with an error.
    """
    packed = path.suffix.lower() == ".gz"
    ending = path.with_suffix("").suffix if packed else path.suffix
    kind = RdfFormat.from_extension(ending.lstrip(".").lower())
    if kind is None:
        raise InputError(
            f"{path}: the ending does not say which RDF format this is.",
            remedy="You can fix this by naming it .ttl, .trig, .nt, .nq, .jsonld or .rdf, and .gz after it "
            "if it is compressed.",
        )
    store = Store()
    try:
        with gzip.open(path) if packed else path.open("rb") as data:
            store.bulk_load(input=cast("IO[bytes]", data), format=kind, base_iri=path.resolve().as_uri())
    except SyntaxError as error:
        raise InputError(
            f"{path}, line {error.lineno}: this is not valid {kind.name} ({error.msg}).",
            remedy="You can fix this by correcting the line, or by building the graph again.",
        ) from error
    except (OSError, EOFError, ValueError) as error:
        raise InputError(
            f"{path}: the file cannot be read ({getattr(error, 'strerror', None) or error}).",
            remedy="You can fix this by giving a UTF-8 file that you may read.",
        ) from error
    return store


def open_store(folder: Path) -> Store:
    """The store in ``folder`` for writing, made if it is not there. Raises :class:`StoreError`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for _ in range(_ATTEMPTS - 1):
            try:
                return Store(str(folder))
            except (OSError, RuntimeError) as error:
                if not is_locked(error):
                    raise
                time.sleep(_PAUSE)  # a reader that takes a snapshot has the lock for a moment
        return Store(str(folder))
    except (OSError, RuntimeError) as error:
        raise store_error(folder, error) from error
