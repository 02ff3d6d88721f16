"""A graph in a notebook or a script: questions, tables, the network, the page."""

from __future__ import annotations

import os
import weakref
from contextlib import ExitStack
from datetime import date
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any

import networkx as nx
import pyoxigraph as ox

from tawthiq.errors import StoreError
from tawthiq.graph.claims import Claims
from tawthiq.graph.columns import Columns
from tawthiq.graph.infer import with_inferred
from tawthiq.graph.namespaces import Namespace
from tawthiq.graph.network import to_networkx
from tawthiq.graph.sentences import tell_sentences, texts
from tawthiq.notebook import tables
from tawthiq.notebook.answers import answer_rows
from tawthiq.notebook.frames import Frames, Row, Table, check, table
from tawthiq.notebook.page import Page
from tawthiq.notebook.part import Chooser, Part, Several, choice, several
from tawthiq.query import Answer, Names, ask, find_query
from tawthiq.query.sparql import merged
from tawthiq.query.syntax import has_word
from tawthiq.store import snapshot
from tawthiq.view import page_title
from tawthiq.why import why

Value = str | int | date


class Graph:
    """The graph of a build, as it was when it was opened; a build that goes on does not disturb it.

    Tables are data frames of pandas, else of polars, or lists of dictionaries if ``frames`` is ``rows``.
    A name may be given in any spelling, as an ``id:…`` or as an IRI. :meth:`close` removes the snapshot on
    which the graph stands; ``with`` does so at the end of its block. All methods raise
    :class:`tawthiq.errors.TawthiqError` with a message that says how to go on.
    """

    def __init__(
        self, path: Path, *, frames: Frames | None = None, language: str = "ar", infer: bool = False
    ) -> None:
        check(frames)
        self.path = path
        self.frames = frames
        self.language = language
        stack = ExitStack()
        self._end = weakref.finalize(self, stack.close)
        store = stack.enter_context(snapshot(path))
        self._store: ox.Store | None = with_inferred(store) if infer else store

    def __enter__(self) -> Graph:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the graph. What was returned stays usable; nothing more can be asked."""
        self._store = None
        for name in ("_merged", "_claims", "_names"):
            self.__dict__.pop(name, None)
        self._end()

    def __repr__(self) -> str:
        return f"tawthiq.open({str(self.path)!r})" + (" (closed)" if self._store is None else "")

    @property
    def store(self) -> ox.Store:
        """The pyoxigraph store, for reading."""
        if self._store is None:
            raise StoreError(
                f"{self.path}: this graph is closed.", remedy="You can fix this with tawthiq.open(…)."
            )
        return self._store

    # ---- Questions

    def query(self, query: str, *, iris: bool = False, **parameters: Value) -> Table:
        """The answer to SPARQL, to a stored query by its name, or to a file with a query, as a table.

        ``parameters`` are those of the query; one that is a word of Python has an underscore after it
        (``with_="…"``). Things are named by their labels, in the graph's language where it can; with
        ``iris`` each column has IRIs, and one beside it the labels.
        Numbers, truth values and dates are Python's; an ASK gives one row, triples give three columns.
        """
        columns, rows = self._answered(query, parameters, iris=iris)
        return table(rows, columns, self.frames)

    def rows(self, query: str, *, iris: bool = False, **parameters: Value) -> list[Row]:
        """The answer of :meth:`query` as a list of dictionaries; needs neither pandas nor polars."""
        return self._answered(query, parameters, iris=iris)[1]

    def why(self, subject: str, predicate: str, object: str) -> Table:
        """What the edge between two names rests on: a row for each quote, with who says so and where.

        ``subject``, ``predicate`` and ``object`` are as in ``tawthiq why``. The table is empty if the
        edge does not stand.
        """
        found = why(self.store, subject, predicate, object, self.language)
        return table(
            tables.claim_rows(found, self._claims.columns, self.language), tables.CLAIMS, self.frames
        )

    # ---- Tables

    def events(
        self,
        *,
        type: Several = None,
        status: Several = None,
        actor: Several = None,
        target: Several = None,
        place: Several = None,
        weapon: Several = None,
        claimant: Several = None,
        since: str | date | None = None,
        until: str | date | None = None,
    ) -> Table:
        """The events, a row each, the earliest first; those without a date come last.

        A list of values lets pass what has one of them. ``type`` counts with all kinds of it, ``place`` with
        all that lies in it; ``since`` and ``until`` are days, months (``2023-10``) or years, both inclusive,
        and leave out events without a date.
        Columns with several values are lists. A number that sources contradict is missing.
        """
        wanted = choice(self._names, {
            "type": type, "status": status, "actor": actor, "target": target, "place": place,
            "weapon": weapon, "claimant": claimant, "since": since, "until": until,
        })  # fmt: skip
        rows = tables.event_rows(self._claims, wanted, self.language)
        return table(rows, tables.event_columns(), self.frames)

    def entities(self, type: str | None = None) -> Table:
        """Actors, places and things, a row each; ``type`` is a class such as ``Actor`` or its label.

        ``events`` counts the events in which one has a role, ``documents`` the articles that name it.
        """
        name = None if type is None else tables.class_named(type)
        return table(tables.entity_rows(self._claims, name, self.language), tables.ENTITIES, self.frames)

    def documents(self) -> Table:
        """The articles, a row each, with how many events and relations they tell."""
        return table(tables.document_rows(self._claims), tables.DOCUMENTS, self.frames)

    # ---- Pictures

    def network(self) -> nx.MultiDiGraph[str]:
        """Entities and events with what lies between them: :func:`tawthiq.graph.network.to_networkx`."""
        return to_networkx(self._claims, Namespace.of(self.store))

    def part(
        self,
        *,
        focus: Several = None,
        hops: int = 2,
        title: str | None = None,
        type: Several = None,
        status: Several = None,
        actor: Several = None,
        target: Several = None,
        place: Several = None,
        weapon: Several = None,
        claimant: Several = None,
        since: str | date | None = None,
        until: str | date | None = None,
    ) -> Part:
        """What lies within ``hops`` steps of a node, or the events that pass the filters, for pictures.

        ``focus`` is a name, or several; one that stands for several things takes all of them in. The filters
        are those of :meth:`events`, and with them goes what takes part in the events. With both, the steps go
        over the events that pass. Raises :class:`TawthiqError` if nothing is left.
        """
        given = {
            "type": type, "status": status, "actor": actor, "target": target, "place": place,
            "weapon": weapon, "claimant": claimant, "since": since, "until": until,
        }  # fmt: skip
        whole, _ = page_title(self._claims.columns)
        choose = Chooser(self._claims, self._names, self.network(), self.language)
        network, meant = choose.part(given, several(focus), hops)
        tell_sentences(network, texts(self.store))
        return Part(title or choose.title(given, several(focus), whole), self.language, network, meant)

    def page(self, *, height: int = 640) -> Page:
        """The graph page, which a notebook shows in a frame ``height`` pixels high."""
        return self.part().page(height=height)

    def to_pyvis(self, *, max_nodes: int = 500, events: bool = False) -> Any:
        """A ``pyvis.network.Network`` of the best connected nodes: :func:`tawthiq.view.to_pyvis`."""
        return self.part().to_pyvis(max_nodes=max_nodes, events=events)

    @property
    def written_in(self) -> str:
        """The language of most of its articles: ``ar`` or ``en``."""
        return page_title(self._claims.columns)[1]

    # ----

    def _answered(
        self, query: str, parameters: dict[str, Value], *, iris: bool
    ) -> tuple[list[str], list[Row]]:
        found = find_query(query)
        settings = {name.removesuffix("_"): str(value) for name, value in parameters.items()}
        whole = None if has_word(found.text, "graph") else lambda: self._merged
        answer: Answer = ask(self.store, found, settings, whole=whole)
        return answer_rows(answer, self.language, iris=iris)

    @cached_property
    def _merged(self) -> ox.Store:
        return merged(self.store, "")

    @cached_property
    def _claims(self) -> Claims:
        return Claims(Columns.whole(self.store))

    @cached_property
    def _names(self) -> Names:
        return Names(self.store)


def open_build(
    path: str | os.PathLike[str],
    *,
    frames: Frames | None = None,
    language: str = "ar",
    infer: bool = False,
) -> Graph:
    """Open the graph of a build folder, of its store or of an RDF file, for questions.

    ``frames`` is ``pandas``, ``polars`` or ``rows``; by default pandas if it is installed, else polars.
    ``language`` (``ar`` or ``en``) is the one in which things are named where the graph has both.
    ``infer`` adds what follows by RDFS and OWL 2 RL (needs ``tawthiq[infer]``).
    Raises :class:`tawthiq.errors.TawthiqError` for a path without a graph.
    """
    return Graph(Path(path), frames=frames, language=language, infer=infer)
