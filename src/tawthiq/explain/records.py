"""What an explanation consists of: plain records, ready for text or JSON.

Texts are stretches of the article as they stand there. A ``Line`` is where a decision comes from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A line of ``ontology/``: ``at`` is file and number, ``says`` its other columns that are filled."""

    at: str
    lemma: str
    says: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class WordRecord:
    """A token. ``names`` are ids of the gazetteer that a name which begins here may mean, the best first.

    ``function`` is its class if it is a small word, ``state`` what its adjective of nationality stands for.
    """

    text: str
    kind: str
    lemma: str
    proclitics: tuple[str, ...]
    article: bool
    pronoun: str
    lines: tuple[Line, ...]
    names: tuple[str, ...]
    state: str | None
    function: str | None
    number: int | None
    time: str | None


@dataclass(frozen=True, slots=True)
class PhraseRecord:
    """A chunk of the sentence. ``type`` is the class of a noun phrase, which ``lines`` gave it.

    ``entity`` is the id of the known entity, ``entity_at`` where the gazetteer describes it.
    """

    kind: str
    text: str
    preposition: str
    type: str | None
    entity: str | None
    entity_at: str | None
    named: bool
    count: int | None
    lines: tuple[Line, ...]
    time: TimeRecord | None


@dataclass(frozen=True, slots=True)
class TimeRecord:
    """A time as written and as resolved."""

    text: str
    start: str | None
    end: str | None
    precision: str


@dataclass(frozen=True, slots=True)
class SpeakerRecord:
    """Who says what stands in ``reach``; nobody is named where the speaker of before goes on."""

    sources: tuple[str, ...]
    by: str
    goes_on: bool
    reach: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of the rules on a trigger; the steps are those of :mod:`tawthiq.extract.trace`.

    ``resolved`` is one more: arguments that were left out when mentions became entities.
    """

    step: str
    outcome: str
    why: str
    lines: tuple[Line, ...]
    texts: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a model made of one option; ``where`` says how the option came up.

    ``reasons`` are the heaviest features with their weights in logits.
    """

    decision: str
    option: str
    where: str
    kept: bool
    probability: float
    needed: float
    reasons: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class TriggerRecord:
    """A word that may tell of an event, and what became of it.

    ``result`` is ``event``, ``merged``, ``dropped`` or ``unread``; ``events`` are the ids of the events
    that it reports, ``host`` is the trigger that a merged one became part of.
    """

    text: str
    kind: str
    slots: Mapping[str, tuple[str, ...]]
    result: str
    why: str
    host: str | None
    decisions: tuple[Decision, ...]
    untried: tuple[Line, ...]
    verdicts: tuple[Verdict, ...]
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RelationRecord:
    """A relation that the rules or the model propose. ``rule`` is empty where only the model does."""

    subject: str
    predicate: str
    object: str
    kept: bool
    rule: str
    lines: tuple[Line, ...]
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class ArgumentRecord:
    """An entity in a role, and the words that put it there."""

    role: str
    text: str
    entity: str


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """What one claimant says of an event; ``tie`` is why it tells the event of an earlier report."""

    type: str
    status: str
    claimant: ArgumentRecord | None
    arguments: tuple[ArgumentRecord, ...]
    weapons: tuple[str, ...]
    quantities: Mapping[str, int]
    time: TimeRecord | None
    quotes: tuple[str, ...]
    tie: Verdict | None = None


@dataclass(frozen=True, slots=True)
class EventRecord:
    """An event that the sentence tells, with all its reports; ``sentences`` are those that tell it."""

    id: str
    type: str
    status: str
    aggregate: bool
    sentences: tuple[int, ...]
    reports: tuple[ReportRecord, ...]


@dataclass(frozen=True, slots=True)
class SentenceRecord:
    """One sentence; ``number`` counts from 1, offsets are code points of the article, end exclusive."""

    number: int
    start: int
    end: int
    text: str
    words: tuple[WordRecord, ...]
    phrases: tuple[PhraseRecord, ...]
    speakers: tuple[SpeakerRecord, ...]
    triggers: tuple[TriggerRecord, ...]
    relations: tuple[RelationRecord, ...]
    events: tuple[EventRecord, ...]


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """An article. ``published`` is its ISO date."""

    id: str
    title: str | None
    language: str
    published: str | None
    sentences: tuple[SentenceRecord, ...]
