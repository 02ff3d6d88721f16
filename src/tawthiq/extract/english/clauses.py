"""Which phrases are the arguments of which English verb or event noun."""

from __future__ import annotations

from tawthiq.extract.annotate import Word
from tawthiq.extract.english.chunker import VerbGroup
from tawthiq.extract.english.event_nouns import EventNounReader
from tawthiq.extract.english.nouns import EnglishPhrase
from tawthiq.extract.english.subjects import SubjectFinder
from tawthiq.extract.phrases import Chunk, Phrase
from tawthiq.extract.predicates import OBJECT, SUBJECT, Predicate
from tawthiq.knowledge import Knowledge

HARD_STOPS = frozenset(".;:?!…")
SECOND_OBJECT = "obj2"
ATTACKERS = ("ArmedGroup", "Coalition", "State")


class ClauseParser(SubjectFinder, EventNounReader):
    """Finds the predicates of one sentence and their arguments."""

    def run(self) -> list[Predicate]:
        """All predicates, in the order of the text."""
        predicates: list[Predicate] = []
        for i, chunk in enumerate(self.chunks):
            if isinstance(chunk, VerbGroup):
                self.verbs[i] = self._verb(i, chunk)
                predicates.append(self.verbs[i])
            elif isinstance(chunk.phrase, EnglishPhrase):
                predicates.extend(self._nouns(i, chunk.phrase))
        for predicate in predicates:
            if predicate.kind == "verb":
                self._in_event(predicate, predicates)
        return predicates

    def _in_event(self, verb: Predicate, predicates: list[Predicate]) -> None:
        """«troops killed five rebels in the clashes»: who killed takes part in the event told beside it."""
        if not any(m.kind == "quantities" for m in verb.matches):
            return
        for event in predicates:
            if (
                event.kind != "noun"
                or event.phrase is None
                or not event.phrase.prep
                or not self._armed(event)
            ):
                continue
            if event.chunk > verb.chunk and any(
                event.phrase is p for p in verb.slots.get(event.phrase.prep, [])
            ):
                agent = "by" if verb.passive else SUBJECT
                for phrase in verb.slots.pop(agent, []):
                    event.add("by", phrase)
                if verb.passive and any(m.get("type") == "ArmedClash" for m in self._senses(event)):
                    for phrase in verb.slots.get(SUBJECT, []):
                        if self._fighter(phrase):
                            event.add("by", phrase)
                return

    def _fighter(self, phrase: Phrase) -> bool:
        match = phrase.head.match("people")
        return self._is(phrase, *ATTACKERS) or (match is not None and match.get("quantity") == "personnel")

    def _armed(self, predicate: Predicate) -> bool:
        return any(self.schema.root_of(m.get("type")) in ("Attack", "Harm") for m in self._senses(predicate))

    def _verb(self, i: int, group: VerbGroup) -> Predicate:
        predicate = Predicate(
            "verb",
            i,
            group.main,
            group.last,
            list(group.verbs),
            markers=group.markers,
            passive=group.passive,
            last=i,
        )
        predicate.voiced = True
        if predicate.passive:
            predicate.matches = [m for m in predicate.matches if m.kind != "reporting"]
        objects = self._right(i, predicate)
        subject = self._subject(i, group, predicate, objects)
        if subject:
            predicate.slots[SUBJECT] = subject
        if objects and not predicate.slots.get(OBJECT):
            predicate.slots[OBJECT] = objects[0]
            if len(objects) > 1:
                predicate.slots[SECOND_OBJECT] = objects[1]
        predicate.trailing = predicate.trailing or self._closes(i, predicate)
        if (
            (
                not objects
                and subject
                and any(m.kind == "modality" for m in group.verbs)
                and not predicate.passive
            )
            and self._event(subject[0])
            and predicate.complement < 0
        ):
            predicate.slots[OBJECT] = list(subject)
        return predicate

    def _closes(self, i: int, predicate: Predicate) -> bool:
        """Whether a reporting verb ends its sentence: «… officials said on Monday.»"""
        if predicate.complement >= 0 or predicate.pronoun_object or i < 2 or predicate.left == 0:
            return False
        following = self.chunks[predicate.last + 1] if predicate.last + 1 < len(self.chunks) else None
        told = [p for slot in (OBJECT, SECOND_OBJECT) for p in predicate.slots.get(slot, [])]
        ends = following is None or following.text in HARD_STOPS or following.text == '"'
        return ends and all(self._is(p, "Actor") for p in told) and any(j < i for j in self.verbs if j != i)

    def _right(self, i: int, predicate: Predicate) -> list[list[Phrase]]:
        """Collect what follows a verb in its clause; returns the groups of phrases without preposition."""
        groups: list[list[Phrase]] = []
        slot: list[Phrase] | None = None
        comma = False
        claimed: frozenset[str] = frozenset()
        for j in range(i + 1, len(self.chunks)):
            chunk = self.chunks[j]
            phrase = chunk.phrase
            if j in self.skip or chunk.text in ('"', "'") or chunk.kind == "other":
                continue
            if chunk.kind == "punctuation":
                if chunk.text in HARD_STOPS:
                    break
                comma = True
                continue
            if isinstance(chunk, VerbGroup):
                break
            if chunk.kind == "function":
                if not self._passes(j, chunk, predicate):
                    break
            elif chunk.time is not None:
                predicate.times.append(chunk.time)
                if any(m.kind == "reporting" for m in predicate.matches) and not comma:
                    chunk.time = None
            elif phrase is not None:
                if isinstance(phrase, EnglishPhrase) and phrase.apposition:
                    continue
                if phrase.joined and slot is not None:
                    slot.append(phrase)
                elif phrase.prep:
                    slot = []
                    if phrase.prep not in claimed and not self._tells_where(j):
                        slot = predicate.slots.setdefault(phrase.prep, [])
                    slot.append(phrase)
                    claimed |= self._claims(phrase, predicate)
                else:
                    if comma or self._starts_clause(i, j, predicate) or len(groups) > 1:
                        break
                    slot = [phrase]
                    groups.append(slot)
                    claimed |= self._claims(phrase, predicate)
            predicate.last = j
        return groups

    def _passes(self, j: int, chunk: Chunk, predicate: Predicate) -> bool:
        class_ = chunk.text.partition(":")[0]
        if class_ == "complementizer" and predicate.complement < 0:
            predicate.complement = j
        if class_ == "pronoun":
            predicate.pronoun_object = True
            return True
        return class_ not in ("conjunction", "complementizer", "relative")

    def _starts_clause(self, i: int, j: int, predicate: Predicate) -> bool:
        """A phrase that is the subject of the verb after it: «officials said rebels attacked»."""
        for k in range(j + 1, len(self.chunks)):
            chunk = self.chunks[k]
            if isinstance(chunk, VerbGroup):
                counted = all(u.kind == "number" for u in self._phrase(j).units) and k == j + 1
                if counted and chunk.bare_participle and any(m.kind == "quantities" for m in chunk.verbs):
                    return True
                finite = not chunk.infinitive and not chunk.prep and (chunk.form != "ing" or chunk.auxiliary)
                reporting = any(m.kind == "reporting" for m in predicate.matches)
                found = finite and (chunk.auxiliary or chunk.form == "s" or reporting)
                if found and predicate.complement < 0:
                    predicate.complement = i
                return found
            if chunk.kind in ("punctuation", "function") or (
                chunk.phrase is not None and not chunk.phrase.prep and not chunk.phrase.joined
            ):
                return False
        return False

    def _phrase(self, j: int) -> Phrase:
        phrase = self.chunks[j].phrase
        assert phrase is not None
        return phrase


def predicates(words: list[Word], chunks: list[Chunk], knowledge: Knowledge) -> list[Predicate]:
    """The verbs and event nouns of an English sentence, in order, with their arguments."""
    return ClauseParser(words, chunks, knowledge).run()
