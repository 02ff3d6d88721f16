"""Predicates of a sentence with what fills their slots, and the candidate events made of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from tawthiq.extract.annotate import Match
from tawthiq.extract.phrases import Phrase, Unit
from tawthiq.model import TimeInterval

SUBJECT, OBJECT, GENITIVE, ADJECTIVE = "subj", "obj", "gen", "adj"


@dataclass(slots=True, eq=False)
class Predicate:
    """A verb or an event noun with its arguments.

    ``slots`` maps ``subj``, ``obj``, ``gen``, ``adj`` and folded prepositions to phrases. ``chunk`` and
    ``last`` are the first and the last chunk of its stretch of the sentence, ``first_token`` and
    ``last_token`` the trigger itself. ``markers`` are the function words right before it, folded.
    ``voiced`` says that its voice is sure; ``left`` is the chunk of a subject before it, -1 if there is none;
    ``trailing`` says of a reporting verb that it follows what it reports.
    """

    kind: str
    chunk: int
    first_token: int
    last_token: int
    matches: list[Match]
    slots: dict[str, list[Phrase]] = field(default_factory=dict)
    times: list[TimeInterval] = field(default_factory=list)
    last: int = -1
    complement: int = -1
    markers: tuple[str, ...] = ()
    passive: bool = False
    pronoun_object: bool = False
    pronoun_subject: bool = False
    joined: bool = False
    voiced: bool = False
    left: int = -1
    trailing: bool = False
    phrase: Phrase | None = None
    unit: Unit | None = None
    count: int | None = None
    antecedent: Phrase | None = None

    def senses(self, kind: str) -> list[Match]:
        """Its entries in one lexicon table, the longest match first, then in the order of the file."""
        found = [m for m in self.matches if m.kind == kind]
        return sorted(found, key=lambda m: -m.length) if len(found) > 1 else found

    def all_phrases(self) -> list[Phrase]:
        return [p for phrases in self.slots.values() for p in phrases]

    def add(self, slot: str, phrase: Phrase) -> None:
        self.slots.setdefault(slot, []).append(phrase)
