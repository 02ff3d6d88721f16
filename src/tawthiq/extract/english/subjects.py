"""Who does what an English verb says."""

from __future__ import annotations

from tawthiq.extract.english.chunker import VerbGroup, takes_object
from tawthiq.extract.english.sentence import SentenceChunks
from tawthiq.extract.phrases import Phrase
from tawthiq.extract.predicates import OBJECT, SUBJECT, Predicate

HARD_STOPS = frozenset(".;:?!…")
ATTACKERS = ("ArmedGroup", "Coalition", "State")
OBJECT_CONTROL = frozenset({"of", "for", "from"})


class SubjectFinder(SentenceChunks):
    """Finds the subjects of verbs, of finite ones, infinitives, gerunds and participles."""

    def _subject(
        self, i: int, group: VerbGroup, predicate: Predicate, objects: list[list[Phrase]]
    ) -> list[Phrase]:
        before = self._neighbour(i)
        inverted = self._inverted(i, group, before, objects)
        if inverted:
            objects.pop(0)
            predicate.trailing = True
            return inverted
        if group.infinitive:
            self._govern(i)
            return self._controller(i, objects=True)
        if group.prep or (group.form == "ing" and not group.auxiliary):
            return self._gerund(i, group)
        if (
            before >= 0
            and self.chunks[before].text.startswith("conjunction:")
            and self.chunks[before].text[12:] in ("and", "or", "but")
        ):
            shared = self._shared(i, group, predicate, objects)
            if shared is not None:
                return shared
        if group.bare_participle and not objects and self._participial(i, group, before):
            predicate.passive = True
            antecedent = self._antecedent(i, group)
            if antecedent:
                predicate.left = i
            return antecedent
        return self._left(i, predicate)

    def _inverted(self, i: int, group: VerbGroup, before: int, objects: list[list[Phrase]]) -> list[Phrase]:
        """«…», said the minister."""
        if (
            not objects
            or not any(m.kind == "reporting" for m in group.verbs)
            or group.form == "ing"
            or group.infinitive
        ):
            return []
        mark = before < 0 or (self.chunks[before].kind == "punctuation")
        after_quote = i > 0 and self.chunks[i - 1].kind == "punctuation"
        return (
            objects[0]
            if (mark and after_quote and self._is(objects[0][0], "Actor"))
            or (mark and after_quote and objects[0][0].type is None)
            else []
        )

    def _govern(self, i: int) -> None:
        """Let the verb before an infinitive or gerund know that this is its complement."""
        for j in range(i - 1, max(-1, i - 4), -1):
            chunk = self.chunks[j]
            if chunk.kind == "verb":
                governor = self.verbs[j]
                if governor.complement < 0:
                    governor.complement = i - 1
                return
            if chunk.kind == "punctuation" and chunk.text not in ('"', "'"):
                return

    def _controller(self, i: int, *, objects: bool) -> list[Phrase]:
        """Who does what an infinitive says: the object of the verb before, else its subject."""
        for j in range(i - 1, -1, -1):
            chunk = self.chunks[j]
            if chunk.kind == "verb":
                slots = self.verbs[j].slots
                direct = [p for p in slots.get(OBJECT, []) if self._is(p, "Actor")]
                return list(direct if objects and direct else slots.get(SUBJECT, []))
            if chunk.text in HARD_STOPS:
                return []
        return []

    def _gerund(self, i: int, group: VerbGroup) -> list[Phrase]:
        """«X accused Y of shelling», "after killing", "…, killing 12", "rebels fighting in"."""
        before = self._neighbour(i)
        casualty = any(m.kind == "quantities" for m in group.verbs)
        if group.prep:
            self._govern(i)
            return self._controller(i, objects=group.prep in OBJECT_CONTROL)
        if before < 0:
            return []
        phrase = self.chunks[before].phrase
        if phrase is not None and before not in self.skip and not getattr(phrase, "apposition", False):
            free = (phrase.prep and (casualty or self._is(phrase, "Place"))) or (
                casualty and self._verb_in_clause(before)
            )
            if not free:
                return [phrase]
        if self.chunks[before].kind == "verb":
            self._govern(i)
        if casualty:
            return []
        return self._controller(i, objects=False)

    def _verb_in_clause(self, i: int) -> bool:
        for chunk in reversed(self.chunks[:i]):
            if chunk.kind == "verb":
                return True
            if chunk.kind in ("punctuation", "function"):
                return False
        return False

    def _shared(
        self, i: int, group: VerbGroup, predicate: Predicate, objects: list[list[Phrase]]
    ) -> list[Phrase] | None:
        """The subject of the verb before, after «and»."""
        for j in range(i - 1, -1, -1):
            chunk = self.chunks[j]
            if isinstance(chunk, VerbGroup) and not chunk.infinitive and chunk.form != "ing":
                previous = self.verbs[j]
                if (
                    group.bare_participle
                    and previous.passive
                    and not objects
                    and takes_object(group, self.lexicon)
                ):
                    predicate.passive = True
                merged = (
                    any(m.kind == "quantities" for m in group.verbs)
                    and bool(self._senses(previous))
                    and not predicate.passive
                )
                return [] if merged else list(previous.slots.get(SUBJECT, []))
            if chunk.text in HARD_STOPS or chunk.text.startswith(("complementizer", "relative")):
                return None
        return None

    def _participial(self, i: int, group: VerbGroup, before: int) -> bool:
        """Whether a past form without auxiliary and object is a passive participle."""
        if before < 0 or self.chunks[before].kind == "punctuation":
            return takes_object(group, self.lexicon) or self._by_follows(i)
        phrase = self.chunks[before].phrase
        if phrase is None:
            return False
        if self._by_follows(i):
            return True
        if not takes_object(group, self.lexicon):
            return False
        human = any(m.kind == "quantities" for m in group.verbs)
        return human or (not self._is(phrase, *ATTACKERS) and not phrase.head.match("weapons", "triggers"))

    def _by_follows(self, i: int) -> bool:
        for j in range(i + 1, min(i + 4, len(self.chunks))):
            phrase = self.chunks[j].phrase
            if phrase is not None and phrase.prep == "by":
                return True
            if self.chunks[j].kind in ("verb", "punctuation"):
                return False
        return False

    def _antecedent(self, i: int, group: VerbGroup) -> list[Phrase]:
        """What a participle describes: the phrase before it; people rather than the place where they are."""
        human = any(m.kind == "quantities" for m in group.verbs)
        first: Phrase | None = None
        for j in range(i - 1, -1, -1):
            chunk = self.chunks[j]
            if chunk.text in HARD_STOPS or chunk.kind == "verb":
                break
            phrase = chunk.phrase
            if phrase is None or j in self.skip or getattr(phrase, "apposition", False):
                continue
            first = first or phrase
            if (
                not human
                or (self._is(phrase, "Actor") and phrase.type != "State")
                or phrase.count is not None
            ):
                return self._coordinated(j)
        return [first] if first is not None else []

    def _left(self, i: int, predicate: Predicate) -> list[Phrase]:
        """The subject of a finite verb, or the antecedent of its relative pronoun."""
        relative = False
        j = i - 1
        adjacent = True
        while j >= 0:
            chunk = self.chunks[j]
            phrase = chunk.phrase
            if phrase is not None and j not in self.skip and not getattr(phrase, "apposition", False):
                group = self._coordinated(j)
                if relative:
                    predicate.antecedent = phrase
                    return group
                j = self._index(group[0])
                if not group[0].prep:
                    predicate.left = j
                    return group
            elif isinstance(chunk, VerbGroup):
                previous = self.verbs[j]
                if previous.antecedent is not None:
                    j = self._index(previous.antecedent)
                    if not previous.antecedent.prep:
                        predicate.left = j
                        return self._coordinated(j)
                elif not (
                    chunk.infinitive or chunk.bare_participle or (chunk.form == "ing" and not chunk.auxiliary)
                ):
                    return []
            elif chunk.kind == "function":
                class_ = chunk.text.partition(":")[0]
                if class_ in ("relative", "complementizer") and adjacent:
                    relative = True
                elif class_ in ("conjunction", "complementizer", "relative", "pronoun"):
                    return []
            elif chunk.text in HARD_STOPS:
                return []
            if chunk.kind not in ("other", "time"):
                adjacent = False
            j -= 1
        return []
