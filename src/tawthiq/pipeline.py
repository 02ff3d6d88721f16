"""The stages in their order: read → language → extract → resolve → graph → store → outputs."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Protocol

from tawthiq import __version__, folder
from tawthiq.errors import InputError, TawthiqError
from tawthiq.export import spreadsheet, tables, turtle
from tawthiq.graph.claims import Claims
from tawthiq.graph.columns import Columns
from tawthiq.graph.namespaces import BASE, TWQ, TYPE, Namespace, twq
from tawthiq.graph.network import to_networkx
from tawthiq.graph.parcels import Parcel
from tawthiq.graph.runs import Run
from tawthiq.graph.sentences import tell_sentences
from tawthiq.graph.vocabulary import most_specific, schema
from tawthiq.knowledge import Knowledge
from tawthiq.language import detect_language
from tawthiq.model import Document
from tawthiq.read import expected_documents, read_documents
from tawthiq.reading import Setting, read_all, read_document
from tawthiq.store import GraphStore
from tawthiq.view import page_title, write_page

__all__ = ["Options", "Progress", "Summary", "build", "read_document"]


@dataclass(frozen=True, slots=True)
class Options:
    """What a user can set.

    ``knowledge`` are Turtle files with actors, places and words of the user's own. ``workers`` processes read
    the articles; 0 stands for one a processor if there are many of them. What is written does not hang
    on their number. More than one start the program's main module anew, as is usual in Python: a script
    has to stand behind ``if __name__ == "__main__"``.
    """

    published: date | None = None
    language: str | None = None
    base: str = BASE
    knowledge: tuple[Path, ...] = ()
    fresh: bool = False
    workers: int = 1


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

    def expect(self, documents: int | None) -> None:
        """About so many documents are to come; ``None`` if nobody can tell."""

    def document(self, read: int, skipped: int) -> None:
        """One more document is done; the counts so far."""

    def error(self, error: TawthiqError) -> None:
        """A document is left out."""


class _Silent:
    def stage(self, name: str) -> None: ...

    def expect(self, documents: int | None) -> None: ...

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
    setting = Setting(Run(__version__, knowledge.fingerprint), namespace, options.knowledge)
    with GraphStore.open(out, namespace=namespace) as store:
        progress.stage("documents")
        progress.expect(expected_documents(paths))
        wanted = _new_documents(store, documents, setting.run, summary, progress)
        with closing(read_all(wanted, knowledge, setting, options.workers)) as results:
            for result in results:
                _take_in(store, result, setting.run, summary, progress)
        progress.stage("graph")
        data = store.finish()
        progress.stage("files")
        _write_files(data, store, namespace, out, summary)
    summary.seconds = time.monotonic() - started
    return summary


def _new_documents(
    store: GraphStore, documents: Iterator[Document], run: Run, summary: Summary, progress: Progress
) -> Iterator[Document]:
    """The documents that the store does not hold yet, with their language."""
    for document in documents:
        document = replace(document, language=document.language or detect_language(document.text))
        if store.is_current(document, run):
            summary.skipped += 1
            progress.document(summary.read, summary.skipped)
        else:
            yield document


def _take_in(
    store: GraphStore, result: Parcel | TawthiqError, run: Run, summary: Summary, progress: Progress
) -> None:
    if isinstance(result, TawthiqError):
        summary.errors.append(result)
        progress.error(result)
        return
    store.put_parcel(result, run)
    summary.read += 1
    summary.dropped += result.dropped
    progress.document(summary.read, summary.skipped)


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


def _write_files(data: Columns, store: GraphStore, namespace: Namespace, out: Path, summary: Summary) -> None:
    def write_turtle(path: Path) -> None:
        summary.triples = turtle.write_columns(data, namespace.prefixes, path)

    claims = Claims(data)
    folder.write_whole(out / folder.TURTLE, write_turtle)
    folder.write_whole(out / folder.EVENTS, lambda p: tables.write_events(claims, p))
    folder.write_whole(out / folder.RELATIONS, lambda p: tables.write_relations(claims, p))
    folder.write_whole(out / folder.EVENTS_CSV, lambda p: spreadsheet.write_claims(claims, p))
    network = to_networkx(claims, namespace)
    tell_sentences(network, store.texts())
    title, language = page_title(data)
    page = out / folder.PAGE
    folder.write_whole(page, lambda p: write_page(network, p, title, language, earlier=page))
    _count(data, summary)


def _count(data: Columns, summary: Summary) -> None:
    """What the store holds: its nodes by class."""
    known = schema().event_types
    types = ([t.value.removeprefix(TWQ) for t in values] for values in data.column(TYPE).values())
    events = ([name for name in names if name in known] for names in types)
    summary.events = Counter(min(most_specific(names)) for names in events if names)
    summary.actors = len(_instances(data, "Actor"))
    summary.places = len(_instances(data, "Place"))


def _instances(data: Columns, class_: str) -> list[str]:
    return [subject for subject, types in data.column(TYPE).items() if twq(class_) in types]
