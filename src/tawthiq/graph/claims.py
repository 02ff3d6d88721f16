"""Reports read back from a store: who says what, and on which words of which article it rests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import Store

from tawthiq.graph.columns import Columns
from tawthiq.graph.namespaces import OA, SCHEMA, SEM, TWQ, twq
from tawthiq.graph.vocabulary import schema

ROLES = ("actor", "target", "place")
EARLIEST, LATEST = SEM + "hasEarliestBeginTimeStamp", SEM + "hasLatestEndTimeStamp"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of an article: ``text`` stands at ``start`` to ``end`` of it."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """What is known of a document. ``iri`` is its node, ``id`` the identifier that it was read with."""

    iri: str
    id: str
    title: str
    published: str | None
    source: str | None
    url: str | None
    language: str | None


@dataclass(frozen=True, slots=True)
class Time:
    """A time as it is told: ISO dates or prefixes, the precision's name, ISO bounds."""

    start: str | None
    end: str | None
    precision: str
    earliest: str | None
    latest: str | None


@dataclass(frozen=True, slots=True)
class EventClaim:
    """An event report. Nodes are IRIs, the type, status and weapons are local names of the ontology."""

    report: str
    document: str
    event: str
    type: str
    status: str
    roles: Mapping[str, tuple[str, ...]]
    weapons: tuple[str, ...]
    quantities: Mapping[str, int]
    time: Time | None
    claimant: str | None
    confidence: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RelationClaim:
    """A relation report. ``predicate`` is a local name of the ontology."""

    report: str
    document: str
    subject: str
    predicate: str
    object: str
    claimant: str | None
    confidence: float
    evidence: tuple[str, ...]


class Claims:
    """The reports of a store, or of columns read from one, with their quotes and articles.

    >>> Claims(Store()).events
    ()
    """

    def __init__(self, data: Store | Columns) -> None:
        self.columns = data if isinstance(data, Columns) else Columns(data)
        self._articles: dict[str, Article] = {}
        self._quotes: dict[str, Quote] = {}

    @cached_property
    def events(self) -> tuple[EventClaim, ...]:
        """Event reports, by document and then in the order of the text."""
        claims = (self._event(report) for report in self.columns.column(twq("report_of")))
        return tuple(sorted(claims, key=lambda c: (c.document, self._place(c.evidence), c.report)))

    @cached_property
    def relations(self) -> tuple[RelationClaim, ...]:
        """Relation reports, by document and then in the order of the text."""
        claims = (self._relation(report) for report in self.columns.column(twq("predicate")))
        return tuple(sorted(claims, key=lambda c: (c.document, self._place(c.evidence), c.report)))

    def quotes(self, spans: tuple[str, ...]) -> list[Quote]:
        """The quotes of spans, in the order of the text."""
        if len(spans) == 1:
            return [self.quote(spans[0])]
        return sorted({self.quote(span) for span in spans}, key=lambda q: (q.start, q.end, q.text))

    def quote(self, span: str) -> Quote:
        found = self._quotes.get(span)
        if found is None:
            number, text = self.columns.number, self.columns.text
            start, end = number(span, OA + "start") or 0, number(span, OA + "end") or 0
            found = self._quotes[span] = Quote(start, end, text(span, OA + "exact") or "")
        return found

    def mention(self, report: str, role: str, entity: str) -> Quote | None:
        """The words that put ``entity`` into the report's ``role``: the first ones that do."""
        found = [
            self.quote(mention)
            for mention in self.columns.iris(report, "mention")
            if entity in self.columns.iris(mention, "refers_to")
            and TWQ + role in self.columns.iris(mention, "mention_role")
        ]
        return min(found, key=lambda q: (q.start, q.end), default=None)

    def mentions(self, report: str) -> list[Quote]:
        """The words that name the report's participants and places, in the order of the text."""
        found = {
            self.quote(mention)
            for mention in self.columns.iris(report, "mention")
            if self.columns.iris(mention, "mention_role") != (TWQ + "claimant",)
        }
        return sorted(found, key=lambda q: (q.start, q.end))

    def triggers(self, report: str) -> list[Quote]:
        """The words that tell the report's event, in the order of the text; none of a relation."""
        return self.quotes(self.columns.iris(report, "trigger"))

    def article(self, iri: str) -> Article:
        if iri not in self._articles:
            text = self.columns.text
            self._articles[iri] = Article(
                iri,
                text(iri, SCHEMA + "identifier") or iri,
                self.columns.label(iri, text(iri, SCHEMA + "inLanguage")),
                text(iri, SCHEMA + "datePublished"),
                text(iri, SCHEMA + "publisher"),
                text(iri, SCHEMA + "url"),
                text(iri, SCHEMA + "inLanguage"),
            )
        return self._articles[iri]

    def _place(self, spans: tuple[str, ...]) -> tuple[int, int]:
        return min(((q.start, q.end) for q in map(self.quote, spans)), default=(0, 0))

    def _first(self, subject: str, name: str) -> str | None:
        found = self.columns.iris(subject, name)
        return found[0] if found else None

    def _event(self, report: str) -> EventClaim:
        names = self.columns
        return EventClaim(
            report,
            self._first(report, "reported_in") or "",
            self._first(report, "report_of") or "",
            _local(self._first(report, "reported_type")) or "Event",
            _local(self._first(report, "status")) or "actual",
            {role: self._in_text_order(report, role) for role in ROLES},
            tuple(weapon.removeprefix(TWQ) for weapon in names.iris(report, "weapon")),
            dict(self._quantities(report)),
            self._time(report),
            self._first(report, "claimant"),
            float(names.text(report, TWQ + "confidence") or 0),
            names.iris(report, "evidence"),
        )

    def _relation(self, report: str) -> RelationClaim:
        return RelationClaim(
            report,
            self._first(report, "reported_in") or "",
            self._first(report, "subject") or "",
            _local(self._first(report, "predicate")) or "",
            self._first(report, "object") or "",
            self._first(report, "claimant"),
            float(self.columns.text(report, TWQ + "confidence") or 0),
            self.columns.iris(report, "evidence"),
        )

    def _in_text_order(self, report: str, role: str) -> tuple[str, ...]:
        entities = self.columns.iris(report, role)
        if len(entities) < 2:
            return entities
        mentions = {entity: self.mention(report, role, entity) for entity in entities}

        def position(entity: str) -> tuple[int, int, str]:
            mention = mentions[entity]
            return (mention.start, mention.end, entity) if mention else (0, 0, entity)

        return tuple(sorted(entities, key=position))

    def _quantities(self, report: str) -> Iterator[tuple[str, int]]:
        for name in schema().quantities:
            value = self.columns.number(report, TWQ + name)
            if value is not None:
                yield name, value

    def _time(self, report: str) -> Time | None:
        precision = _local(self._first(report, "time_precision"))
        if precision is None:
            return None
        text = self.columns.text
        return Time(
            text(report, TWQ + "time_start"),
            text(report, TWQ + "time_end"),
            precision,
            text(report, EARLIEST),
            text(report, LATEST),
        )


def _local(iri: str | None) -> str | None:
    return None if iri is None else iri.removeprefix(TWQ)
