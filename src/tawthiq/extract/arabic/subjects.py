"""The subject of an Arabic verb: what stands before it, or the one that it shares with another verb."""

from __future__ import annotations

from collections.abc import Sequence

from tawthiq.extract.annotate import Word
from tawthiq.extract.phrases import Chunk, Phrase, Unit
from tawthiq.extract.predicates import SUBJECT, Predicate
from tawthiq.fold import spelling
from tawthiq.knowledge import Schema

HARD_STOPS = frozenset(".;:؟?!؛…")
COMMAS = frozenset("،,-–—")


class SubjectFinder:
    """Looks to the left of verbs in one sentence; chunks in ``skip`` stand in brackets."""

    def __init__(self, words: list[Word], chunks: list[Chunk], skip: set[int], schema: Schema) -> None:
        self.words, self.chunks, self.skip, self.schema = words, chunks, skip, schema

    def before(self, i: int) -> tuple[Phrase | None, bool]:
        """The noun phrase before the verb, and whether the verb stands in a relative clause on it."""
        chunk = self.chunks[i]
        relative = False
        prepositional: Phrase | None = None
        j = i - 1
        comma = passed = False
        while j >= 0:
            before = self.chunks[j]
            if before.kind == "punctuation":
                if stops(before.text):
                    break
                comma = comma or before.text in COMMAS
            elif before.kind == "function":
                class_ = before.text.partition(":")[0]
                if class_ == "relative":
                    relative = True
                elif class_ in ("conjunction", "complementizer"):
                    break
            elif before.kind == "verb":
                if not passed and not any(m.kind == "verbs" for m in before.verbs):
                    break
            elif before.phrase is not None and j not in self.skip:
                phrase = before.phrase
                free = not relative and not self.words[chunk.first].token.enclitic and not chunk.joined
                if free and not self._agree(chunk, phrase):
                    passed = True
                    j -= 1
                    continue
                if passed and not (phrase.prep and definite(phrase, self.words)):
                    return phrase, True
                if j > 0 and self.chunks[j - 1].text == "reporting:phrase":
                    j -= 1
                    continue
                if relative and not comma:
                    return phrase, True
                governed = None if relative else self._governed(j)
                if governed is not None:
                    j = governed - 1
                    continue
                adjacent = j == i - 1
                if adjacent and not chunk.joined and not definite(phrase, self.words):
                    return phrase, not self._after_complementizer(j)
                if not phrase.prep:
                    return (
                        (None, False)
                        if chunk.joined or (comma and not relative and not self._topic(j))
                        else (phrase, relative)
                    )
                prepositional = prepositional or phrase
            if chunk.joined:
                break
            j -= 1
        return (prepositional, True) if relative and prepositional else (None, False)

    def _agree(self, chunk: Chunk, phrase: Phrase) -> bool:
        """Whether a phrase before a verb can be its subject by gender and number, as far as they show."""
        forms = [m.form.word for m in chunk.verbs]
        if (
            phrase.prep
            and forms
            and all(f.number == "plural" and f.text.endswith(("وا", "ون")) for f in forms)
        ):
            return self._may_be_many(phrase)  # «ستة يعملون في منظمة خطفوا»
        if not forms or any(f.number != "singular" or f.feminine is None for f in forms):
            return True
        if phrase.head.kind != "noun" or not phrase.head.matches:
            return True
        genders = {f.feminine for f in forms}
        last = phrase.units[-1]
        described = last.kind == "noun" and not definite(phrase, self.words)
        return self._gender(phrase.head) in genders or (described and self._gender(last) in genders)

    def _gender(self, unit: Unit) -> bool:
        """Whether verbs that go with a noun are feminine, as they are after plurals of things, too."""
        if all(m.form.word.number != "singular" for m in unit.matches):
            return True
        text = spelling(self.words[unit.first].token.text)
        return text.endswith(("ة", "ه", "ات", "اء")) or any(m.form.word.feminine for m in unit.matches)

    @staticmethod
    def _may_be_many(phrase: Phrase) -> bool:
        matches = phrase.head.matches
        return (
            not matches or phrase.type == "People" or any(m.form.word.number != "singular" for m in matches)
        )

    def _governed(self, j: int) -> int | None:
        """The chunk whose preposition also governs this one, which «و» joins to it («في العراق وسوريا»)."""
        last = self.chunks[j].phrase
        k = j
        while k > 0 and (phrase := self.chunks[k].phrase) is not None and phrase.joined and not phrase.prep:
            k -= 1
        first = self.chunks[k].phrase
        if k == j or last is None or first is None or not first.prep:
            return None
        return k if last.type is not None and first.type == last.type else None

    def _after_complementizer(self, j: int) -> bool:
        return j > 0 and self.chunks[j - 1].text.startswith("complementizer")

    def coordinated(self, last: Phrase) -> list[Phrase]:
        """The phrase with those that «و» joins it to, before it."""
        found = [last]
        j = next(k for k, c in enumerate(self.chunks) if c.phrase is last)
        while j > 0 and found[0].joined and not found[0].prep:
            before = self.chunks[j - 1].phrase
            if before is None or before.type is None or last.type is None:
                break
            found.insert(0, before)
            j -= 1
        return found

    def _topic(self, j: int) -> bool:
        """A phrase that opens its clause: it may be the subject of a verb after a comma."""
        while j > 0 and self.chunks[j].joined and self.chunks[j - 1].phrase is not None:
            j -= 1
        if j == 0:
            return True
        before = self.chunks[j - 1]
        return before.kind == "function" or (before.kind == "punctuation" and before.text in HARD_STOPS)

    def pronoun(self, i: int) -> bool:
        """Whether the verb's subject is the pronoun of «أنه», «إنها», «بأنهم» right before it."""
        before = self.chunks[i - 1] if i else None
        if before is None or not before.text.startswith(("complementizer", "conjunction")):
            return False
        return bool(self.words[before.last].token.enclitic)

    def inherits(self, predicate: Predicate, phrases: list[Phrase], previous: Predicate) -> bool:
        """Whether a verb joined by «و» goes on with the subject of the verb before it."""
        if not previous.slots.get(SUBJECT) or previous.passive:
            return False
        if predicate.slots.get("ب") and predicate.senses("reporting") and previous.senses("reporting"):
            return True
        schema, subject = self.schema, previous.slots[SUBJECT][0]
        if self.many(subject) and not plural(predicate):
            return False
        types = [p.type for p in phrases if p.type]
        if subject.type is None or not schema.is_a(subject.type, "Actor"):
            return False
        tense = {m.form.word.feminine for m in predicate.matches}
        head = phrases[0].head
        feminine = {m.form.word.feminine for m in head.matches} | {
            True for m in head.matches if m.form.word.number == "plural"
        }
        agrees = not feminine or None in feminine or bool(tense & feminine)
        organization = bool(types) and schema.is_a(types[0], "Organization")
        return not organization or not agrees

    def goes_on(self, previous: Predicate) -> bool:
        """Whether a plural verb without a subject is about the people who did what stands before it."""
        subjects = previous.slots.get(SUBJECT, [])
        return bool(subjects) and not previous.passive and self.many(subjects[0])

    def many(self, phrase: Phrase) -> bool:
        """Whether it is people in the plural: a verb that goes on with them is in the plural too."""
        people = [m for m in phrase.head.matches if m.kind in ("people", "actor_nouns", "roles")]
        several = any(m.form.word.number == "plural" for m in people)
        return several or (phrase.count is not None and phrase.count > 2)


def definite(phrase: Phrase, words: Sequence[Word]) -> bool:
    last = phrase.units[-1]
    token = words[last.last].token
    return last.kind == "name" or token.definite or bool(token.enclitic)


def stops(mark: str) -> bool:
    """Whether a mark ends a clause: «.», «..», «--»."""
    return mark[:1] in HARD_STOPS or mark.startswith("--")


def plural(predicate: Predicate) -> bool:
    return any(
        m.form.word.number == "plural" and m.form.word.text.endswith(("وا", "ون")) for m in predicate.matches
    )


def by_speaker(predicate: Predicate) -> bool:
    """Whether the verb's form says that who speaks is its subject: «نطالب الحكومة»."""
    return bool(predicate.matches) and all(m.form.word.speaker for m in predicate.matches)
