"""What was decided on the way from words to reports, and why. Only explanations ask for it.

The stages of the extractor take a :class:`Trace` or ``None``; a build gives ``None`` and keeps nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from tawthiq.knowledge.lexicon import Entry

if TYPE_CHECKING:
    from tawthiq.extract.phrases import Phrase
    from tawthiq.extract.predicates import Predicate
    from tawthiq.model import EventReport

Step = Literal[
    "line", "status", "voice", "role", "link", "weapon", "quantity", "type", "place", "time", "source", "end"
]  # fmt: skip
"""Which decision: ``line`` is a line of a table that was tried, ``role`` what a phrase in a slot is to
the event, ``link`` an argument from elsewhere in the sentence, ``end`` what became of the predicate."""


@dataclass(frozen=True, slots=True)
class Note:
    """One decision on one predicate.

    ``outcome`` is what was decided, ``why`` the reason in plain words. ``entries`` are the lines of the
    lexicon that decided, ``phrases`` stand in the predicate's sentence, ``others`` are predicates that the
    decision ties this one to. ``slot`` is the slot of the frame that a role was read from.
    """

    step: Step
    outcome: str
    why: str = ""
    entries: tuple[Entry, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    others: tuple[Predicate, ...] = ()
    slot: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a model made of one option.

    ``option`` is the event, phrase, time or relation in question as the model's module describes it.
    ``probability`` is from 0 to 1, ``needed`` what the first choice has to exceed, ``reasons`` the heaviest
    features with their weights in hundredths of a logit.
    """

    decision: str
    option: Any
    kept: bool
    probability: float
    needed: float
    reasons: tuple[tuple[str, int], ...]


@dataclass(slots=True)
class Trace:
    """Collects the decisions on one document.

    ``relations`` are by the index of the sentence, ``reports`` the event reports that came of a predicate,
    ``ties`` say why a report, known by its identity, is of one event with an earlier one.
    """

    notes: dict[Predicate, list[Note]] = field(default_factory=dict)
    judgements: dict[Predicate, list[Judgement]] = field(default_factory=dict)
    relations: dict[int, list[Judgement]] = field(default_factory=dict)
    reports: dict[Predicate, list[EventReport]] = field(default_factory=dict)
    ties: dict[int, Judgement] = field(default_factory=dict)

    def note(
        self,
        predicate: Predicate,
        step: Step,
        outcome: str,
        why: str = "",
        entries: Sequence[Entry] = (),
        phrases: Sequence[Phrase] = (),
        others: Sequence[Predicate] = (),
        slot: str = "",
    ) -> None:
        """Keep a decision; what is decided twice in the same way is kept once."""
        notes = self.notes.setdefault(predicate, [])
        note = Note(step, outcome, why, tuple(dict.fromkeys(entries)), tuple(phrases), tuple(others), slot)
        if note not in notes:
            notes.append(note)

    def judge(self, predicate: Predicate, judgement: Judgement) -> None:
        """Keep what a model made of an option for an event."""
        self.judgements.setdefault(predicate, []).append(judgement)

    def judge_report(self, report: EventReport, judgement: Judgement) -> None:
        """Keep why a report tells the event of an earlier one."""
        self.ties[id(report)] = judgement

    def judge_relation(self, sentence: int, judgement: Judgement) -> None:
        """Keep what the model made of a relation in the sentence of this index."""
        self.relations.setdefault(sentence, []).append(judgement)
