"""What flows between the stages: documents, tokens, mentions, reports, entities, events.

All offsets are code points into ``Document.text`` exactly as read, end exclusive.
Names of types (``"Shelling"``, ``"MilitaryBase"``) are local names of classes in
``ontology/tawthiq.ttl``; names of predicates are local names of its properties.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Literal

Status = Literal["actual", "planned", "averted", "denied"]
Predicate = Literal["located_in", "part_of", "has_role", "allied_with"]
Precision = Literal["part_of_day", "day", "month", "year", "interval", "since", "until"]
TokenKind = Literal["word", "number", "punctuation"]

NO_QUANTITIES: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Document:
    """One article, its text kept as read."""

    id: str
    text: str
    title: str | None = None
    published: date | None = None
    source: str | None = None
    url: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a document's text: ``text[start:end]``."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or punctuation mark with its morphology.

    ``norm`` is the folded form of the whole word; ``stem`` is ``norm`` without proclitics,
    article and pronoun suffix; ``lemma`` is folded too. ``stem_start`` is the offset in the
    document where the word begins after its proclitics (the article still included), so that
    ``text[stem_start:end]`` is a mention without «و», «ب», «ل». For English the clitic fields
    are empty and ``stem == norm``. ``text`` is the word as written, with the characters that HTML
    entities in it stand for. ``glued`` says that no white space stands before it.
    """

    start: int
    end: int
    text: str
    norm: str
    stem: str
    lemma: str
    kind: TokenKind = "word"
    proclitics: tuple[str, ...] = ()
    definite: bool = False
    enclitic: str = ""
    stem_start: int = -1
    glued: bool = False

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def bare(self) -> str:
        """The folded word without its proclitics, article and pronoun suffix kept."""
        return ("ال" if self.definite else "") + self.stem + self.enclitic


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a sentence: tokens ``first`` to ``last``, both included, and its value.

    ``kind`` says how the text puts it; the value of a range is its lower end.
    """

    first: int
    last: int
    value: int
    kind: Literal["exact", "at_least", "about", "range"] = "exact"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence; ``text[start:end]`` without surrounding white space."""

    index: int
    start: int
    end: int
    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class TimeInterval:
    """When something happened, as written and as resolved.

    ``start`` and ``end`` are ISO dates or prefixes of one (``2023-10``), as in the event table;
    ``earliest`` and ``latest`` bound the time in the local time of the event.
    """

    span: Span
    text: str
    start: str | None
    end: str | None
    precision: Precision
    earliest: datetime | None = None
    latest: datetime | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that names an actor, a place or a thing.

    ``type`` is the class of what is named, ``known`` the id of the curated entity if the
    gazetteer has it. ``named`` is false for a description («three soldiers»), which stands for
    something only in its own document.
    """

    span: Span
    text: str
    type: str
    known: str | None = None
    named: bool = True


@dataclass(frozen=True, slots=True)
class EventReport:
    """What one claimant says of one event in one document, with roles as told."""

    type: str
    trigger: Span
    evidence: tuple[Span, ...]
    status: Status = "actual"
    aggregate: bool = False
    claimant: Mention | None = None
    actors: tuple[Mention, ...] = ()
    targets: tuple[Mention, ...] = ()
    places: tuple[Mention, ...] = ()
    weapons: tuple[str, ...] = ()
    quantities: Mapping[str, int] = field(default_factory=lambda: NO_QUANTITIES)
    time: TimeInterval | None = None
    confidence: float = 0.5
    extractor: str = "rules"


@dataclass(frozen=True, slots=True)
class RelationReport:
    """A relation that the text states between two things that it names."""

    subject: Mention
    predicate: Predicate
    object: Mention
    evidence: tuple[Span, ...]
    claimant: Mention | None = None
    confidence: float = 0.5
    extractor: str = "rules"


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that an extractor found in one document, in the order of the text."""

    document: Document
    reports: tuple[EventReport, ...] = ()
    relations: tuple[RelationReport, ...] = ()
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """A canonical actor, place or thing that mentions point to.

    ``id`` is the local name of its IRI. ``labels`` maps a language to one preferred label,
    ``aliases`` are the other names as (text, language). ``parents`` are (predicate, entity id)
    known from the gazetteer. ``point`` is (latitude, longitude) in degrees, WGS 84.
    """

    id: str
    type: str
    labels: Mapping[str, str]
    aliases: tuple[tuple[str, str], ...] = ()
    same_as: tuple[str, ...] = ()
    parents: tuple[tuple[str, str], ...] = ()
    point: tuple[float, float] | None = None
    curated: bool = False


@dataclass(frozen=True, slots=True)
class Argument:
    """An entity in a role, with the mention that put it there."""

    entity: str
    mention: Mention


@dataclass(frozen=True, slots=True)
class ResolvedReport:
    """An event report whose mentions are resolved. ``id`` and ``event`` are local names."""

    id: str
    event: str
    report: EventReport
    claimant: Argument | None = None
    actors: tuple[Argument, ...] = ()
    targets: tuple[Argument, ...] = ()
    places: tuple[Argument, ...] = ()


@dataclass(frozen=True, slots=True)
class ResolvedRelation:
    """A relation report whose mentions are resolved."""

    id: str
    subject: Argument
    object: Argument
    report: RelationReport
    claimant: Argument | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """What we hold to have happened (or to be planned): the node that reports point to."""

    id: str
    type: str
    status: Status
    aggregate: bool
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ResolvedDocument:
    """One document with everything that it says, ready to become a graph.

    ``entities`` holds every entity that the reports and relations name, and all their ancestors
    by ``parents``. All sequences are in the order of the text, so that output is deterministic.
    """

    document: Document
    entities: Mapping[str, Entity]
    events: tuple[Event, ...]
    reports: tuple[ResolvedReport, ...]
    relations: tuple[ResolvedRelation, ...]
    dropped: int = 0
