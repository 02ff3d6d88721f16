"""English event nouns with their arguments."""

from __future__ import annotations

from tawthiq.extract.annotate import Match
from tawthiq.extract.english.nouns import EnglishPhrase
from tawthiq.extract.english.sentence import SentenceChunks
from tawthiq.extract.english.typing import state_phrase, sub_phrase
from tawthiq.extract.phrases import Phrase, Unit
from tawthiq.extract.predicates import ADJECTIVE, GENITIVE, Predicate

TRIGGER_TABLES = frozenset({"triggers", "quantities", "light_verbs"})
MODIFIER = "mod"


class EventNounReader(SentenceChunks):
    """Finds the event nouns of noun phrases and what stands around them."""

    def _nouns(self, i: int, phrase: EnglishPhrase) -> list[Predicate]:
        found = []
        for part in phrase.parts():
            unit = part.head
            matches = [
                m for m in unit.matches if m.kind in TRIGGER_TABLES and m.form.entry.pos in ("noun", "fixed")
            ]
            if matches and unit.kind != "adjective" and not part.negated:
                found.append(self._noun(i, phrase, part, matches))
        return found

    def _noun(self, i: int, whole: EnglishPhrase, part: EnglishPhrase, matches: list[Match]) -> Predicate:
        unit = part.head
        predicate = Predicate(
            "noun", i, unit.first, unit.last, matches, phrase=part, unit=unit, last=i, joined=part.joined
        )
        predicate.count = part.count
        inside = (self.words[k].time for k in range(part.start, unit.first))
        predicate.times.extend(dict.fromkeys(t for t in inside if t is not None))
        if part.of is not None:
            predicate.add(GENITIVE, part.of)
        if part.possessor is not None:
            predicate.add(ADJECTIVE, part.possessor)
        self._modifiers(predicate, part)
        if part.last == whole.last and part is not whole.possessor:
            self._after_noun(i, predicate, part)
        return predicate

    def _modifiers(self, predicate: Predicate, part: EnglishPhrase) -> None:
        """«Syrian government air strikes», "Israeli raid", "Hezbollah rocket attack"."""
        units = sorted(part.modifiers, key=lambda u: u.first)
        kept = [
            u
            for u in units
            if u.kind == "name" or u.demonym or u.match("actor_nouns", "place_nouns", "people")
        ]
        nouns = [u for u in kept if not u.demonym or u.kind == "name"]
        if nouns:
            group: list[Unit] = [nouns[-1], *[u for u in kept if u is not nouns[-1]]]
            predicate.add(MODIFIER, sub_phrase(group, self.words, self.knowledge))
        for unit in kept:
            if unit.demonym and (not nouns or unit.first > nouns[-1].first or nouns[-1].kind == "name"):
                predicate.add(ADJECTIVE, state_phrase(unit, self.knowledge))

    def _after_noun(self, i: int, predicate: Predicate, part: EnglishPhrase) -> None:
        slot: list[Phrase] | None = predicate.slots.get(GENITIVE) if part.of is not None else None
        claimed: frozenset[str] = frozenset()
        for j in range(i + 1, len(self.chunks)):
            chunk, phrase = self.chunks[j], self.chunks[j].phrase
            if j in self.skip or chunk.text in ('"', "'") or chunk.kind == "other":
                continue
            if chunk.time is not None:
                predicate.times.append(chunk.time)
            elif phrase is None:
                return
            elif isinstance(phrase, EnglishPhrase) and phrase.apposition:
                continue
            elif phrase.joined and slot is not None:
                slot.append(phrase)
            elif phrase.prep:
                slot = [phrase]
                if phrase.prep not in claimed and not self._tells_where(j):
                    slot = predicate.slots.setdefault(phrase.prep, [])
                    slot.append(phrase)
                claimed |= self._claims(phrase, predicate)
            else:
                return
            predicate.last = j
