"""The graphs of a store as one, with each triple once.

Oxigraph's own union gives a triple once for each graph that holds it, so that counts come out wrong. So what
counts is asked of a copy with the triples in its default graph too. To make it takes some seconds for a
million triples; it stays beside the store, as ``merged-…`` among the snapshots, until a build writes there.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

from pyoxigraph import RdfFormat, Store

from tawthiq.store.places import store_error
from tawthiq.store.snapshots import copy_store, snapshot_folder


@contextmanager
def merged_folder(folder: Path) -> Iterator[Path]:
    """A copy of the store in ``folder`` as it was last finished, with each triple once in the default graph.

    The named graphs are as they were. The copy is the caller's own, who may write to it, and is removed at
    the end. Raises :class:`StoreError` as :func:`snapshot_folder` does.
    """
    with snapshot_folder(folder) as snapshot:
        kept = snapshot.with_name(f"merged-{fingerprint(snapshot)}")
        copy = snapshot / "merged"
        try:
            try:
                copy_store(kept, copy)
            except FileNotFoundError:  # nobody has made it, or a build removes it just now
                shutil.rmtree(copy, ignore_errors=True)
                copy_store(snapshot, copy)
                _merge(copy, snapshot / "triples.nt")
                _keep(copy, kept)
        except (OSError, RuntimeError) as error:
            raise store_error(folder, error) from error
        yield copy


def fingerprint(folder: Path) -> str:
    """A name of a store's state, which changes whenever something is written to it."""
    states = ((f.name, f.stat()) for f in sorted(folder.iterdir()) if f.suffix in (".sst", ".log"))
    told = repr([(name, state.st_size, state.st_mtime_ns) for name, state in states])
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _merge(folder: Path, triples: Path) -> None:
    """Put the triples of the named graphs into the default graph.

    They go through a file, as text: a million of them as Python's objects takes minutes.
    """
    store = Store(str(folder))
    with triples.open("wb") as out:
        for name in store.named_graphs():
            store.dump(out, RdfFormat.N_TRIPLES, from_graph=name)
    store.bulk_load(path=str(triples), format=RdfFormat.N_TRIPLES, lenient=True)
    store.flush()
    triples.unlink()


def _keep(copy: Path, kept: Path) -> None:
    """Leave it for those who come later; where that cannot be done, they make their own."""
    made = kept.with_name(f"making-{token_hex(8)}")
    with suppress(OSError):
        copy_store(copy, made)
        for old in kept.parent.glob("merged-*"):
            shutil.rmtree(old, ignore_errors=True)
        made.rename(kept)
    shutil.rmtree(made, ignore_errors=True)
