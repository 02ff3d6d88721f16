"""Candidate events of a sentence, while their arguments are being gathered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tawthiq.extract.annotate import Match, Word
from tawthiq.extract.phrases import Phrase, span_of
from tawthiq.extract.predicates import Predicate
from tawthiq.model import Mention, Status, TimeInterval

DEFAULT_TYPES = {"actor": "Actor", "source": "Actor", "target": "Thing", "place": "Place"}


@dataclass(slots=True, eq=False)
class Candidate:
    """An event that a predicate tells of. ``sense`` is the lexicon entry that made it one."""

    predicate: Predicate
    sense: Match
    type: str
    sentence: int
    status: Status = "actual"
    roles: dict[str, list[Phrase]] = field(default_factory=dict)
    sources: list[Mention] = field(default_factory=list)
    weapons: list[str] = field(default_factory=list)
    quantities: dict[str, int] = field(default_factory=dict)
    time: TimeInterval | None = None
    aggregate: bool = False
    casualty: bool = False
    first: int = 0
    last: int = 0
    extra: list[Predicate] = field(default_factory=list)
    retold: list[Any] = field(default_factory=list)
    shared: Any = None

    def phrases(self, role: str) -> list[Phrase]:
        return self.roles.get(role, [])

    def all_phrases(self) -> list[Phrase]:
        """The phrases of all roles."""
        return [phrase for phrases in self.roles.values() for phrase in phrases]

    def add(self, role: str, *phrases: Phrase) -> None:
        """Put phrases into a role, each only once."""
        present = self.roles.setdefault(role, [])
        for phrase in phrases:
            if all((p.first, p.last) != (phrase.first, phrase.last) for p in present):
                present.append(phrase)

    def cover(self, first: int, last: int) -> None:
        """Let the evidence reach over tokens ``first`` to ``last``."""
        self.first, self.last = min(self.first, first), max(self.last, last)


def mention_of(phrase: Phrase, words: list[Word], text: str, role: str) -> Mention:
    """The stretch of the article that a phrase stands for, without its preposition."""
    first = phrase.first
    last = max(phrase.last, phrase.reach)
    span = span_of(words, first, last)
    type_ = phrase.type or DEFAULT_TYPES[role]
    if role in ("actor", "source") and type_ in ("Thing", "Place"):
        type_ = "Actor"
    return Mention(span, text[span.start : span.end], type_, phrase.known, phrase.named)
