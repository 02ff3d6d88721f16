"""Opening stores and graph files, with errors in plain words."""

from __future__ import annotations

import re
import time
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from tawthiq.errors import InputError, StoreError

FOLDER = "store"
TURTLE = "graph.ttl"
_ATTEMPTS, _PAUSE = 6, 0.2  # seconds between two attempts


def open_graph(path: Path) -> Store:
    """A graph to ask: a build's folder, its ``store``, or an RDF file, which is loaded into memory.

    Queries have to run with ``use_default_graph_as_union=True``: a store keeps its data in named graphs.
    Raises :class:`InputError` for a path without a graph and :class:`StoreError` for a broken store.
    """
    if path.is_dir():
        for folder in (path / FOLDER, path):
            if is_store(folder):
                return open_store(folder, read_only=True)
        if (path / TURTLE).is_file():
            return load_file(path / TURTLE)
        raise InputError(
            f"{path}: there is no graph in this folder.",
            remedy="You can fix this by giving the folder that `tawthiq build` wrote, or a Turtle file.",
        )
    if not path.exists():
        raise InputError(f"{path}: no such file or folder.", remedy="You can fix this by checking the path.")
    return load_file(path)


def is_store(folder: Path) -> bool:
    return (folder / "CURRENT").is_file()


def load_file(path: Path) -> Store:
    """An RDF file in memory; its ending says the format.

    Raises :class:`InputError` for a file of another kind, one that cannot be read or one with an error.
    """
    kind = RdfFormat.from_extension(path.suffix.lstrip(".").lower())
    if kind is None:
        raise InputError(
            f"{path}: the ending does not say which RDF format this is.",
            remedy="You can fix this by naming it .ttl, .trig, .nt, .nq, .jsonld or .rdf.",
        )
    store = Store()
    try:
        store.bulk_load(path=str(path), format=kind, base_iri=path.resolve().as_uri())
    except SyntaxError as error:
        raise InputError(
            f"{path}, line {error.lineno}: this is not valid {kind.name} ({error.msg}).",
            remedy="You can fix this by correcting the line, or by building the graph again.",
        ) from error
    except (OSError, ValueError) as error:
        raise InputError(
            f"{path}: the file cannot be read ({getattr(error, 'strerror', None) or error}).",
            remedy="You can fix this by giving a UTF-8 file that you may read.",
        ) from error
    return store


def open_store(folder: Path, *, read_only: bool) -> Store:
    """The store in ``folder``, made if it is not there and ``read_only`` is false.

    Raises :class:`StoreError`.
    """
    if read_only and not is_store(folder):
        raise StoreError(
            f"{folder}: there is no store here.", remedy="You can fix this with `tawthiq build`."
        )
    try:
        if read_only:
            return _open_for_reading(folder)
        folder.mkdir(parents=True, exist_ok=True)
        return Store(str(folder))
    except (OSError, RuntimeError) as error:
        raise store_error(folder, error) from error


def _open_for_reading(folder: Path) -> Store:
    """Open a store that a build may be writing to: a file that it just tidied away is no damage."""
    for _ in range(_ATTEMPTS - 1):
        try:
            return Store.read_only(str(folder))
        except (OSError, RuntimeError) as error:
            if "No such file" not in str(error):
                raise
            time.sleep(_PAUSE)
    return Store.read_only(str(folder))


def store_error(folder: Path, error: Exception) -> StoreError:
    """What a failure of the store means to the user, who has to do something about it."""
    text = str(error)
    if re.search(r"\block\b", text, re.IGNORECASE):
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
