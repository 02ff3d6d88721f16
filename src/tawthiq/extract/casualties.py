"""Killed, wounded and other counts: what the text counts, and of which event."""

from __future__ import annotations

from tawthiq.extract.annotate import Match, Word
from tawthiq.extract.candidates import Candidate
from tawthiq.extract.phrases import Phrase, Unit
from tawthiq.extract.predicates import ADJECTIVE, GENITIVE, OBJECT, SUBJECT, Predicate
from tawthiq.extract.trace import Trace
from tawthiq.knowledge import Knowledge

HUMAN = frozenset({"killed", "wounded", "missing", "detained", "abducted", "displaced"})
HARMED = frozenset({"killed", "wounded", "missing"})
OF_TYPE = {
    "personnel": frozenset({"ForcePosture"}),
    "munitions": frozenset({"Attack"}),
    "strikes": frozenset({"Attack"}),
    "vehicles": frozenset({"ForcePosture", "Coercion"}),
    "aircraft": frozenset({"ForcePosture"}),
}
TARGET_COUNT = {"Arrest": "detained", "Abduction": "abducted", "Displacement": "displaced"}


class Counter:
    """Reads the quantities of one sentence."""

    def __init__(self, words: list[Word], knowledge: Knowledge, trace: Trace | None = None) -> None:
        self.words, self.schema, self.trace = words, knowledge.schema, trace

    def human(self, predicate: Predicate) -> tuple[str, int | None, list[Phrase]] | None:
        """(quantity, number, victims) of a casualty word; the number is None where nothing is counted."""
        senses = [m for m in predicate.senses("quantities") if m.get("quantity") in HUMAN]
        if not senses:
            return None
        quantity = senses[0].get("quantity")
        if predicate.count is not None:
            return quantity, predicate.count, []
        victims = [v for v in self._victims(predicate) if not self._otherwise(v, quantity)]
        return quantity, self._total(victims), victims

    def _otherwise(self, phrase: Phrase, quantity: str) -> bool:
        """«سقط قتيلان وعشرة جرحى»: the wounded are none of the killed."""
        own = {m.get("quantity") for m in phrase.head.matches if m.kind == "quantities"} & HARMED
        return bool(own) and quantity not in own

    def _victims(self, predicate: Predicate) -> list[Phrase]:
        if predicate.kind == "noun":
            found = predicate.slots.get(GENITIVE, [])
            if not found:
                return []
            return [*found, *self._joined(found[-1], predicate)]
        if predicate.slots.get(OBJECT):
            return predicate.slots[OBJECT]
        return predicate.slots.get(SUBJECT, [])

    def _joined(self, phrase: Phrase, predicate: Predicate) -> list[Phrase]:
        return [p for p in predicate.slots.get(OBJECT, []) if p.joined and p.first > phrase.last]

    def _total(self, victims: list[Phrase]) -> int | None:
        counts = [c for p in victims if (c := self._count(p)) is not None]
        return sum(counts) if counts else None

    def number(self, phrase: Phrase) -> int | None:
        """What a phrase counts, of people or of things; 1 for one person who is described and not named."""
        return phrase.count if phrase.count is not None else self._count(phrase)

    def _count(self, phrase: Phrase) -> int | None:
        """A count of people; one person who is described and not named counts as 1."""
        if phrase.count is not None:
            people = phrase.type is None or self.schema.is_a(phrase.type, "Actor")
            return phrase.count if people and not self._measured(phrase) else None
        head = phrase.head.match("people", "roles")
        if head is None or phrase.named or phrase.units[0].kind == "number":
            return None
        first = self.words[phrase.head.first].token
        numbers = {m.form.word.number for m in phrase.head.matches if m.kind == head.kind}
        if first.stem.endswith("ا") and phrase.units[-1] is phrase.head:
            numbers.discard("dual")  # «شابا»: a dual would need a genitive
        return 1 if numbers == {"singular"} and not first.definite else None

    def _measured(self, phrase: Phrase) -> bool:
        """A count of something that is no person («12 سنة», «5 كيلومترات»)."""
        counted = [u for u in phrase.units if u.kind != "number"]
        if not counted:
            return False
        known = phrase.type is not None or counted[0].match("people", "actor_nouns", "roles", "quantities")
        return (
            not known and counted[0].demonym is None and phrase.type is None and not self._vague(counted[0])
        )

    def _vague(self, unit: Unit) -> bool:
        """«ثلاثة آخرون»: an adjective alone stands for people."""
        return unit.match("adjectives") is not None

    def events(self, candidate: Candidate) -> None:
        """Counts among the arguments of an event: «4 صواريخ», «300 جندي», «27 هجوماً»."""
        root = self.schema.root_of(candidate.type)
        predicate = candidate.predicate
        strikes = [m for m in predicate.senses("quantities") if m.get("quantity") == "strikes"]
        if predicate.count is not None and strikes and root == "Attack":
            self._set(candidate, "strikes", predicate.count, strikes[0])
        for slot, phrases in predicate.slots.items():
            if slot in (ADJECTIVE,):
                continue
            for phrase in phrases:
                self._counted(candidate, phrase, root)
        quantity = TARGET_COUNT.get(candidate.type)
        targets = candidate.phrases("target")
        if quantity and targets and quantity not in candidate.quantities:
            people = [p for p in targets if p.type in ("People", "Person", None)]
            total = self._total(people)
            if total is not None:
                candidate.quantities[quantity] = total
                if self.trace is not None:
                    why = "the targets are counted"
                    self.trace.note(predicate, "quantity", f"{quantity} {total}", why, phrases=people)

    def _counted(self, candidate: Candidate, phrase: Phrase, root: str) -> None:
        if phrase.count is None:
            return
        match = phrase.head.match("quantities")
        if match is None or root not in OF_TYPE.get(match.get("quantity"), ()):
            return
        self._set(candidate, match.get("quantity"), phrase.count, match, phrase)

    def _set(
        self, candidate: Candidate, quantity: str, value: int, match: Match, phrase: Phrase | None = None
    ) -> None:
        """Give the event a number, if it has none of the kind yet."""
        if self.trace is not None and quantity not in candidate.quantities:
            counted = () if phrase is None else (phrase,)
            entries = (match.form.entry,)
            self.trace.note(candidate.predicate, "quantity", f"{quantity} {value}", "", entries, counted)
        candidate.quantities.setdefault(quantity, value)
