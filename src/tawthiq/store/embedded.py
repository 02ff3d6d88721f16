"""The store of a build: documents are put in, many at a time, then the graph is finished."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from pyoxigraph import NamedNode, RdfFormat, Store

from tawthiq.errors import StoreError
from tawthiq.graph.columns import Columns
from tawthiq.graph.derive import derive
from tawthiq.graph.namespaces import ONTOLOGY, RESOLVED, RUNS, TYPE, Namespace, graph, twq
from tawthiq.graph.parcels import Parcel, mark, pack
from tawthiq.graph.quads import SHA256, USED, document_name, marker_quads, resolved_graph
from tawthiq.graph.runs import Run, run_quads
from tawthiq.graph.sentences import texts
from tawthiq.knowledge.paths import ontology_dir
from tawthiq.knowledge.schema import Schema
from tawthiq.model import Document, ResolvedDocument
from tawthiq.store import snapshots
from tawthiq.store.locks import begin_writing, end_writing
from tawthiq.store.opening import open_store
from tawthiq.store.places import FOLDER, is_store, store_error
from tawthiq.store.sweep import sweep_entities, sweep_runs, sweep_unfinished

MANY, SECONDS = 50_000, 2.0
"""Statements that are written at once, and how long they wait: a killed build reads no more again."""
BULK = 4_000_000
"""Bytes of N-Quads from which on they are loaded in bulk."""


class GraphStore:
    """An Oxigraph store in the folder ``store`` of a build.

    Each document has graphs of its own and is replaced whole; the mark that it is complete is written
    last, so that a build that is killed goes on with the documents that were not written yet. A store
    that was put into is right only after :meth:`finish`; until then readers see what was last finished.
    All methods raise :class:`StoreError`.
    """

    def __init__(self, folder: Path, store: Store, namespace: Namespace, *, read_only: bool = False) -> None:
        self.folder = folder
        self.store = store
        self.namespace = namespace
        self._read_only = read_only
        self._finished = True
        self._runs: dict[Run, datetime] = {}
        self._described: set[str] = set()
        self._waiting: dict[str, Parcel] = {}
        self._size = 0
        self._saved = time.monotonic()

    @classmethod
    def open(cls, out: Path, *, read_only: bool = False, namespace: Namespace | None = None) -> GraphStore:
        """The store of the build folder ``out``, made if it is not there and ``read_only`` is false.

        A store keeps the namespace of its first document; giving it another one is an error.
        With ``read_only`` it is a snapshot.
        """
        folder = out / FOLDER
        if read_only and not is_store(folder):
            raise StoreError(
                f"{folder}: there is no store here.", remedy="You can fix this with `tawthiq build`."
            )
        store = snapshots.keep(folder) if read_only else open_store(folder)
        found = Namespace.of(store)
        if namespace and namespace != found and _has_documents(store):
            raise StoreError(
                f"{folder}: the IRIs in this store begin with {found.base}, not with {namespace.base}.",
                remedy=f"You can fix this with --base {found.base}, or start anew with --fresh.",
            )
        made = cls(folder, store, namespace or found, read_only=read_only)
        if not read_only:
            made._begin()
        return made

    def _begin(self) -> None:
        """Keep what is there for readers, unless it is the half of a build that was killed."""
        with self._guarded():
            snapshots.tidy(self.folder)
            if self.store.contains_named_graph(ONTOLOGY) and not snapshots.is_published(self.folder):
                snapshots.publish(self.store, self.folder)
        begin_writing(self.folder)

    def __enter__(self) -> GraphStore:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if isinstance(error, StoreError):
            self._waiting = {}  # writing failed once, and the first error tells why
        self.close()

    def is_current(self, document: Document, run: Run) -> bool:
        """Whether the store holds this document, complete, with this content and read by this run."""
        if document.id in self._waiting:
            return self._waiting[document.id].mark == mark(document, run, self.namespace)
        return all(quad in self.store for quad in marker_quads(document, run, self.namespace))

    def put(self, resolved: ResolvedDocument, schema: Schema, run: Run) -> None:
        """Put a document in, in the place of what the store holds of it."""
        self.put_parcel(pack(resolved, schema, self.namespace, run), run)

    def put_parcel(self, parcel: Parcel, run: Run) -> None:
        """Put a document in that is packed already. It is written with others, when they are many."""
        self._runs.setdefault(run, datetime.now(UTC).replace(tzinfo=None))
        self._finished = False
        self._waiting[parcel.document] = parcel
        self._size += parcel.size
        if self._size >= MANY or time.monotonic() - self._saved >= SECONDS:
            self.save()

    def save(self) -> None:
        """Write what waits: the documents' statements, then the marks that they are complete."""
        waiting = self._waiting
        if not waiting:
            return
        described: dict[str, bytes] = {}
        with self._guarded():
            for parcel in waiting.values():
                self._clear(parcel.document)
                new = parcel.described.keys() - self._described - described.keys()
                described.update((subject, parcel.described[subject]) for subject in sorted(new))
            for subject in described:
                for old in list(self.store.quads_for_pattern(NamedNode(subject), None, None, RESOLVED)):
                    self.store.remove(old)
            self._load([*described.values(), *(p.statements for p in waiting.values())])
            self._load([p.mark for p in waiting.values()])
        self._described |= described.keys()
        self._waiting, self._size, self._saved = {}, 0, time.monotonic()

    def _load(self, parts: Iterable[bytes]) -> None:
        data = b"".join(parts)
        # Many statements go into the store's tables as they are; few do better by its log.
        load = self.store.bulk_load if len(data) >= BULK else self.store.load
        load(input=data, format=RdfFormat.N_QUADS)

    def remove(self, document_id: str) -> None:
        """Take a document out; nothing happens if the store does not hold it."""
        self._waiting.pop(document_id, None)
        self._finished = False
        with self._guarded():
            self._clear(document_id)

    def finish(self, ontology: Path | None = None) -> Columns:
        """Bring everything in line that hangs on several documents; returns the data as it is then.

        Sweeps what no document names any more, loads the ontology and its alignments (from the
        folder ``ontology``, Tawthiq's own by default), settles the events, derives the direct edges.
        """
        self.save()
        folder = ontology or ontology_dir()
        ended = datetime.now(UTC).replace(tzinfo=None)
        with self._guarded():
            for run, started in self._runs.items():
                self._write_run(run, started, ended)
            sweep_unfinished(self.store)
            sweep_runs(self.store)
            sweep_entities(self.store)
            self._load_ontology(folder)
            data = derive(self.store, folder / "rules")
            self.store.optimize()  # questions take a tenth of the time when the tables lie in order
            self.store.flush()
            snapshots.publish(self.store, self.folder)
        self._finished = True
        return data

    def texts(self) -> Iterator[tuple[str, str]]:
        """The articles one after the other: :func:`tawthiq.graph.sentences.texts`."""
        return texts(self.store)

    def close(self) -> None:
        """Write what waits and let go of the store, so that another process may open it."""
        try:
            self.save()
        finally:
            if not self._read_only and self._finished:
                snapshots.withdraw(self.folder)
            self.store = Store()
            if not self._read_only:
                end_writing(self.folder)

    def _clear(self, document_id: str) -> None:
        name = document_name(document_id)
        node = self.namespace.iri(name)
        for quad in [
            *self.store.quads_for_pattern(node, SHA256, None, RUNS),
            *self.store.quads_for_pattern(None, USED, node, RUNS),
        ]:
            self.store.remove(quad)
        self.store.remove_graph(graph(name))
        self.store.remove_graph(resolved_graph(name))

    def _write_run(self, run: Run, started: datetime, ended: datetime) -> None:
        node = self.namespace.iri(run.name)
        for old in list(self.store.quads_for_pattern(node, None, None, RUNS)):
            if old.predicate != USED:
                self.store.remove(old)
        self.store.extend(run_quads(run, self.namespace, started, ended))

    def _load_ontology(self, folder: Path) -> None:
        self.store.remove_graph(ONTOLOGY)
        for name in ("tawthiq.ttl", "alignments.ttl"):
            self.store.load(path=str(folder / name), format=RdfFormat.TURTLE, to_graph=ONTOLOGY)

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except (OSError, RuntimeError) as error:
            raise store_error(self.folder, error) from error


def _has_documents(store: Store) -> bool:
    return next(store.quads_for_pattern(None, TYPE, twq("Document"), None), None) is not None
