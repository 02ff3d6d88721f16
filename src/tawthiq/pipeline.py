"""The stages in their order: read → language → extract → resolve → graph → store → outputs."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Protocol

from pyoxigraph import Literal, NamedNode

from tawthiq import __version__, folder
from tawthiq.errors import InputError, TawthiqError
from tawthiq.export import FORMATS, tables
from tawthiq.export.data import rows
from tawthiq.extract import extract
from tawthiq.graph.namespaces import BASE, LABEL, SCHEMA, TWQ, TYPE, Namespace, term, twq
from tawthiq.graph.network import to_networkx
from tawthiq.graph.runs import Run
from tawthiq.graph.vocabulary import most_specific
from tawthiq.knowledge import Knowledge
from tawthiq.language import analyse, detect_language
from tawthiq.model import Document, ResolvedDocument
from tawthiq.read import read_documents
from tawthiq.resolve import resolve
from tawthiq.store import GraphStore
from tawthiq.view import write_page


@dataclass(frozen=True, slots=True)
class Options:
    """What a user can set. ``knowledge`` are Turtle files with actors and places of the user's own."""

    published: date | None = None
    language: str | None = None
    base: str = BASE
    knowledge: tuple[Path, ...] = ()
    fresh: bool = False


@dataclass(slots=True)
class Summary:
    """What a build did (documents) and what the folder holds after it (everything else).

    ``dropped`` counts the facts of the documents read that could not be tied to their text.
    """

    out: Path
    read: int = 0
    skipped: int = 0
    errors: list[TawthiqError] = field(default_factory=list)
    dropped: int = 0
    events: Mapping[str, int] = field(default_factory=dict)
    actors: int = 0
    places: int = 0
    triples: int = 0
    seconds: float = 0.0

    @property
    def failed(self) -> int:
        return len(self.errors)

    @property
    def page(self) -> Path:
        return self.out / folder.PAGE


class Progress(Protocol):
    """Hears how a build gets on."""

    def stage(self, name: str) -> None:
        """A new stage begins: ``knowledge``, ``documents``, ``graph``, ``files``."""

    def document(self, read: int, skipped: int) -> None:
        """One more document is done; the counts so far."""

    def error(self, error: TawthiqError) -> None:
        """A document is left out."""


class _Silent:
    def stage(self, name: str) -> None: ...

    def document(self, read: int, skipped: int) -> None: ...

    def error(self, error: TawthiqError) -> None: ...


def build(
    paths: Sequence[str], out: Path, options: Options | None = None, progress: Progress | None = None
) -> Summary:
    """Read ``paths`` into the graph in the folder ``out`` and write its files.

    Documents that the store holds with the same content, knowledge and version are skipped, so a
    build that was stopped goes on where it was. Documents that cannot be read are left out and
    listed in the summary. Raises :class:`TawthiqError` if nothing can be read or written.
    """
    options, progress = options or Options(), progress or _Silent()
    started = time.monotonic()
    summary = Summary(out)

    def report(error: TawthiqError) -> None:
        summary.errors.append(error)
        progress.error(error)

    folder.check(out)
    namespace = Namespace(options.base)
    documents = _some_documents(paths, options, report)
    progress.stage("knowledge")
    knowledge = Knowledge.load(options.knowledge)
    folder.claim(out, fresh=options.fresh)
    with GraphStore.open(out, namespace=namespace) as store:
        progress.stage("documents")
        _fill(store, documents, knowledge, summary, progress)
        progress.stage("graph")
        store.finish()
        progress.stage("files")
        _write_files(store, out)
        _count(store, knowledge, summary)
    summary.seconds = time.monotonic() - started
    return summary


def read_document(document: Document, knowledge: Knowledge) -> ResolvedDocument:
    """One document through all stages up to the graph. The document says its language."""
    sentences = analyse(document, knowledge)
    return resolve(extract(document, sentences, knowledge), sentences, knowledge)


def _fill(
    store: GraphStore,
    documents: Iterator[Document],
    knowledge: Knowledge,
    summary: Summary,
    progress: Progress,
) -> None:
    run = Run(__version__, knowledge.fingerprint)
    for document in documents:
        document = replace(document, language=document.language or detect_language(document.text))
        if store.is_current(document, run):
            summary.skipped += 1
        else:
            try:
                resolved = read_document(document, knowledge)
            except Exception as error:  # one article must not cost the others
                _leave_out(document, error, summary, progress)
                continue
            store.put(resolved, knowledge.schema, run)
            summary.read += 1
            summary.dropped += resolved.dropped
        progress.document(summary.read, summary.skipped)


def _leave_out(document: Document, error: Exception, summary: Summary, progress: Progress) -> None:
    if not isinstance(error, TawthiqError):
        error = InputError(
            f"document «{document.id}»: reading it failed ({type(error).__name__}: {error}).",
            remedy="This is a fault of Tawthiq; please report it with the article.",
        )
    summary.errors.append(error)
    progress.error(error)


def _some_documents(
    paths: Sequence[str], options: Options, report: Callable[[TawthiqError], None]
) -> Iterator[Document]:
    """The documents, of which there is at least one; else what is wrong is raised."""
    errors: list[InputError] = []
    hear: Callable[[InputError], None] = errors.append
    documents = read_documents(
        paths,
        published=options.published,
        language=options.language,
        on_error=lambda error: hear(error),
    )
    first = next(documents, None)
    if first is None and len(errors) == 1:
        raise errors[0]
    hear = report
    for error in errors:
        report(error)
    if first is None:
        raise InputError(
            f"None of the {len(errors)} documents could be read.",
            remedy="You can fix this by putting right what the messages above say.",
        )
    return chain([first], documents)


def _write_files(store: GraphStore, out: Path) -> None:
    quads, namespace = store.store, store.namespace
    folder.write_whole(out / folder.TURTLE, lambda p: FORMATS["ttl"].write(quads, namespace, p))
    folder.write_whole(out / folder.EVENTS, lambda p: tables.write_events(quads, p))
    folder.write_whole(out / folder.RELATIONS, lambda p: tables.write_relations(quads, p))
    folder.write_whole(out / folder.EVENTS_CSV, lambda p: FORMATS["csv"].write(quads, namespace, p))
    network = to_networkx(quads, namespace)
    title, language = _title(store)
    folder.write_whole(out / folder.PAGE, lambda p: write_page(network, p, title, language))


def _title(store: GraphStore) -> tuple[str, str]:
    """Title and language of the page: the only document's title, or how many documents there are."""
    documents = _instances(store, "Document")
    languages = Counter(
        quad.object.value
        for quad in store.store.quads_for_pattern(None, term(SCHEMA + "inLanguage"), None, None)
        if isinstance(quad.object, Literal)
    )
    language = "en" if languages["en"] > languages["ar"] else "ar"
    if len(documents) == 1:
        labels = store.store.quads_for_pattern(documents.pop(), LABEL, None, None)
        return " ".join(q.object.value for q in labels if isinstance(q.object, Literal)), language
    name, noun = ("Tawthiq", "articles") if language == "en" else ("توثيق", "مقالاً")
    return f"{name}: {len(documents)} {noun}", language


def _count(store: GraphStore, knowledge: Knowledge, summary: Summary) -> None:
    """What the store holds: nodes by class, and triples as ``graph.ttl`` has them."""
    types: defaultdict[object, list[str]] = defaultdict(list)
    for quad in store.store.quads_for_pattern(None, TYPE, None, None):
        name = str(getattr(quad.object, "value", "")).removeprefix(TWQ)
        if name in knowledge.schema.event_types:
            types[quad.subject].append(name)
    summary.events = Counter(min(most_specific(names)) for names in types.values())
    summary.actors = len(_instances(store, "Actor"))
    summary.places = len(_instances(store, "Place"))
    summary.triples = len(set(rows(store.store)))


def _instances(store: GraphStore, class_: str) -> set[NamedNode]:
    quads = store.store.quads_for_pattern(None, TYPE, twq(class_), None)
    return {quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}
