"""What query processes do: answer SPARQL and stored queries, describe nodes, find names, count."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import ClassVar

import pyoxigraph as ox

from tawthiq.errors import QueryError
from tawthiq.query.results import write_answer
from tawthiq.query.settings import values
from tawthiq.query.sparql import Answer, Results, bind
from tawthiq.query.stored import find_query
from tawthiq.query.syntax import code
from tawthiq.serve.cards import Cell, card, cell
from tawthiq.serve.negotiation import ROWS, TRIPLES, described
from tawthiq.serve.refusals import Dataset, examine
from tawthiq.serve.worker import Desk, Reply, Sink

SHOWN = 1000
"""Rows of a table on a page, and triples that lead to a node in its description."""
_FOUND = 100
_EACH_TIME = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID)\s*\(", re.IGNORECASE)
_FORMATS = {"csv": "text/csv", "tsv": "text/tab-separated-values", "json": "application/sparql-results+json"}


@dataclass(frozen=True, slots=True)
class Ask:
    """A SPARQL query; ``rows`` and ``triples`` are the media types that the client takes."""

    text: str
    rows: str | None
    triples: str | None
    dataset: Dataset | None = None

    @property
    def lasting(self) -> bool:
        return not _EACH_TIME.search(code(self.text))

    def run(self, desk: Desk) -> Reply:
        prefixes = desk.names.prefixes
        dataset = examine(self.text, prefixes)
        results = _asked(desk.store, self.text, self.dataset or dataset, prefixes)
        if isinstance(results, ox.QueryTriples):
            if self.triples is None:
                return _not_acceptable(TRIPLES)
            format_ = TRIPLES[self.triples]
            ox.serialize(results, desk.sink, format=format_, prefixes=prefixes)  # type: ignore[arg-type]
            return desk.sink.reply(described(self.triples))
        if self.rows is None:
            return _not_acceptable(ROWS)
        results.serialize(desk.sink, format=ROWS[self.rows])  # type: ignore[arg-type]
        return desk.sink.reply(described(self.rows))


def _not_acceptable(offered: Mapping[str, object]) -> Reply:
    return Reply(406, body=f"This can be had as {', '.join(offered)}; the request accepts none.".encode())


def _asked(store: ox.Store, text: str, dataset: Dataset | None, prefixes: dict[str, str]) -> Results:
    if dataset is None:
        return store.query(text, prefixes=prefixes)
    for iri in (*dataset.default, *dataset.named):
        if not store.contains_named_graph(_node(iri)):
            raise QueryError(
                f"The graph <{iri}> is not in this store, and Tawthiq fetches none.",
                remedy="You can fix this by naming a graph that SELECT DISTINCT ?g { GRAPH ?g { } } gives.",
            )
    default: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = [_node(iri) for iri in dataset.default]
    named: list[ox.NamedNode | ox.BlankNode] = [_node(iri) for iri in dataset.named]
    if len(default) > 1:
        store, default = _merged(store, dataset), [ox.DefaultGraph()]
    return store.query(text, prefixes=prefixes, default_graph=default, named_graphs=named)


def _merged(store: ox.Store, dataset: Dataset) -> ox.Store:
    """The graphs of a dataset in memory: Oxigraph would give a triple once for each graph that holds it."""
    memory = ox.Store()
    for iri in dataset.default:
        found = store.quads_for_pattern(None, None, None, _node(iri))
        memory.bulk_extend(ox.Quad(q.subject, q.predicate, q.object) for q in found)
    for iri in dataset.named:
        memory.bulk_extend(store.quads_for_pattern(None, None, None, _node(iri)))
    return memory


def _node(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise QueryError(
            f"«{iri}» is no IRI.", remedy="You can fix this by giving an absolute one."
        ) from error


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to a stored query on a page; ``several`` are the names that mean several things."""

    header: tuple[str, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    more: bool
    several: Mapping[str, tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored query; ``format`` is ``csv``, ``tsv`` or ``json``, and ``None`` gives a :class:`Table`."""

    name: str
    settings: Mapping[str, str]
    language: str
    format: str | None = None
    lasting: ClassVar[bool] = True

    def run(self, desk: Desk) -> Reply:
        query, names = find_query(self.name), desk.names
        bound = values(query, self.settings, names)
        results = desk.store.query(bind(query.text, bound), prefixes=names.prefixes)
        if self.format:
            write_answer(Answer(results, names), _Text(desk.sink), io.StringIO(), self.format, self.language)
            return desk.sink.reply(described(_FORMATS[self.format]))
        assert isinstance(results, ox.QuerySolutions)
        rows = [
            tuple(None if term is None else cell(term, names, self.language) for term in solution)
            for solution in islice(results, SHOWN + 1)
        ]
        several = {
            name: tuple(cell(node, names, self.language) for node in found if isinstance(node, ox.NamedNode))
            for name, found in bound.items()
            if len(found) > 1
        }
        header = tuple(variable.value for variable in results.variables)
        return Reply(value=Table(header, tuple(rows[:SHOWN]), len(rows) > SHOWN, several))


class _Text(io.StringIO):
    """A sink as a text file."""

    def __init__(self, sink: Sink) -> None:
        super().__init__()
        self._sink = sink

    def write(self, text: str) -> int:
        self._sink.write(text.encode())
        return len(text)


@dataclass(frozen=True, slots=True)
class Description:
    """The triples of a node, and up to ``SHOWN`` that lead to it; a 404 where there are none."""

    iri: str
    media: str
    lasting: ClassVar[bool] = True

    def run(self, desk: Desk) -> Reply:
        node, default = _node(self.iri), ox.DefaultGraph()
        about = desk.store.quads_for_pattern(node, None, None, default)
        first = next(about, None)
        to = islice(desk.store.quads_for_pattern(None, None, node, default), SHOWN)
        quads = [*([first] if first else ()), *about, *to]
        if not quads:
            return Reply(404)
        triples = sorted({quad.triple for quad in quads}, key=str)
        used = {p: iri for p, iri in desk.names.prefixes.items() if any(iri in str(t) for t in triples)}
        ox.serialize(triples, desk.sink, format=TRIPLES[self.media], prefixes=used)  # type: ignore[arg-type]
        return desk.sink.reply(described(self.media))


@dataclass(frozen=True, slots=True)
class Page:
    """What the page of a node shows, as :class:`tawthiq.serve.cards.Card`; a 404 where there is nothing."""

    iri: str
    language: str
    lasting: ClassVar[bool] = True

    def run(self, desk: Desk) -> Reply:
        found = card(desk.store, desk.names, _node(self.iri), self.language)
        return Reply(value=found) if found else Reply(404)


@dataclass(frozen=True, slots=True)
class Find:
    """The entities that a text names, as cells."""

    text: str
    language: str
    lasting: ClassVar[bool] = True

    def run(self, desk: Desk) -> Reply:
        found = desk.names.entities(self.text) if self.text.strip() else []
        return Reply(value=tuple(cell(node, desk.names, self.language) for node in found[:_FOUND]))


@dataclass(frozen=True, slots=True)
class Counts:
    """How much of what the graph holds. Classes and properties are by IRI."""

    triples: int = 0
    subjects: int = 0
    objects: int = 0
    classes: Mapping[str, int] = field(default_factory=dict)
    properties: Mapping[str, int] = field(default_factory=dict)
    base: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """Count what the graph holds; gives :class:`Counts`."""

    lasting: ClassVar[bool] = True

    def run(self, desk: Desk) -> Reply:
        def number(what: str) -> int:
            return _numbers(desk.store, f"SELECT ({what} AS ?n) {{ ?s ?p ?o }}").get("", 0)

        return Reply(value=Counts(
            number("COUNT(*)"),
            number("COUNT(DISTINCT ?s)"),
            number("COUNT(DISTINCT ?o)"),
            _numbers(desk.store, "SELECT ?key (COUNT(*) AS ?n) { ?s a ?key } GROUP BY ?key"),
            _numbers(desk.store, "SELECT ?key (COUNT(*) AS ?n) { ?s ?key ?o } GROUP BY ?key"),
            desk.names.namespace.base,
        ))  # fmt: skip


def _numbers(store: ox.Store, query: str) -> dict[str, int]:
    rows = store.query(query)
    assert isinstance(rows, ox.QuerySolutions)
    keyed = len(rows.variables) > 1
    found = {(row["key"].value if keyed else ""): int(row["n"].value) for row in rows}
    return dict(sorted(found.items()))
