"""The store of a build: documents are put in one by one, then the graph is finished."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from pyoxigraph import NamedNode, Quad, RdfFormat, Store

from tawthiq.errors import StoreError
from tawthiq.graph.derive import derive
from tawthiq.graph.namespaces import ONTOLOGY, RESOLVED, RUNS, TYPE, Namespace, graph, twq
from tawthiq.graph.quads import (
    SHA256,
    USED,
    document_name,
    document_quads,
    marker_quads,
    resolved_graph,
)  # fmt: skip
from tawthiq.graph.runs import Run, run_quads
from tawthiq.knowledge.paths import ontology_dir
from tawthiq.knowledge.schema import Schema
from tawthiq.model import Document, ResolvedDocument
from tawthiq.store.opening import FOLDER, open_store, store_error
from tawthiq.store.sweep import sweep_entities, sweep_runs, sweep_unfinished


class GraphStore:
    """An Oxigraph store in the folder ``store`` of a build.

    Each document has graphs of its own and is replaced whole; the mark that it is complete is written
    last, so that a build that is killed goes on with the document at which it stopped. A store that was
    put into is right only after :meth:`finish`. All methods raise :class:`StoreError`.
    """

    def __init__(self, folder: Path, store: Store, namespace: Namespace) -> None:
        self.folder = folder
        self.store = store
        self.namespace = namespace
        self._runs: dict[Run, datetime] = {}
        self._described: set[NamedNode] = set()

    @classmethod
    def open(cls, out: Path, *, read_only: bool = False, namespace: Namespace | None = None) -> GraphStore:
        """The store of the build folder ``out``, made if it is not there and ``read_only`` is false.

        A store keeps the namespace of its first document; giving it another one is an error.
        """
        folder = out / FOLDER
        store = open_store(folder, read_only=read_only)
        found = Namespace.of(store)
        if namespace and namespace != found and _has_documents(store):
            raise StoreError(
                f"{folder}: the IRIs in this store begin with {found.base}, not with {namespace.base}.",
                remedy=f"You can fix this with --base {found.base}, or start anew with --fresh.",
            )
        return cls(folder, store, namespace or found)

    def __enter__(self) -> GraphStore:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def is_current(self, document: Document, run: Run) -> bool:
        """Whether the store holds this document, complete, with this content and read by this run."""
        return all(quad in self.store for quad in marker_quads(document, run, self.namespace))

    def put(self, resolved: ResolvedDocument, schema: Schema, run: Run) -> None:
        """Put a document in, in the place of what the store holds of it."""
        self._runs.setdefault(run, datetime.now(UTC).replace(tzinfo=None))
        quads = document_quads(resolved, schema, self.namespace, run)
        with self._guarded():
            self._clear(resolved.document.id)
            self.store.extend(self._with_descriptions_renewed(quads))
            self.store.extend(marker_quads(resolved.document, run, self.namespace))

    def remove(self, document_id: str) -> None:
        """Take a document out; nothing happens if the store does not hold it."""
        with self._guarded():
            self._clear(document_id)

    def finish(self, ontology: Path | None = None) -> int:
        """Bring everything in line that hangs on several documents; returns the number of direct edges.

        Sweeps what no document names any more, loads the ontology and its alignments (from the
        folder ``ontology``, Tawthiq's own by default), settles the events, derives the direct edges.
        """
        folder = ontology or ontology_dir()
        ended = datetime.now(UTC).replace(tzinfo=None)
        with self._guarded():
            for run, started in self._runs.items():
                self._write_run(run, started, ended)
            sweep_unfinished(self.store)
            sweep_runs(self.store)
            sweep_entities(self.store)
            self._load_ontology(folder)
            edges = derive(self.store, folder / "rules")
            self.store.flush()
        return edges

    def close(self) -> None:
        """Let go of the store, so that another process may open it."""
        self.store = Store()

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

    def _with_descriptions_renewed(self, quads: list[Quad]) -> Iterator[Quad]:
        """The quads without curated descriptions that this session wrote already; older ones are removed."""
        fresh: set[NamedNode] = set()
        for quad in quads:
            subject = quad.subject
            if quad.graph_name != RESOLVED or not isinstance(subject, NamedNode):
                yield quad
            elif subject not in self._described:
                if subject not in fresh:
                    fresh.add(subject)
                    for old in list(self.store.quads_for_pattern(subject, None, None, RESOLVED)):
                        self.store.remove(old)
                yield quad
        self._described |= fresh

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
