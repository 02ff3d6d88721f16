"""English noun phrases: determiner, number, modifiers, head, «of» phrase, possessor, title and name."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from tawthiq.extract.annotate import Match, Word
from tawthiq.extract.english.words import NOMINAL, Reading
from tawthiq.extract.phrases import Phrase, Unit
from tawthiq.knowledge import Knowledge
from tawthiq.language.english.dictionary import is_known

CLASSES = ("actor_nouns", "place_nouns", "people", "roles", "weapons", "quantities", "triggers")
NAMING = ("actor_nouns", "place_nouns")
NAME_JOINTS = frozenset({"al", "bin", "ibn", "abu", "de", "del", "el", "van", "von", "der", "ul", "ud"})
NAME_LINKS = frozenset({"for"})
NAME_ORDER = {"name": 0, "noun": 1, "other": 1, "adjective": 2, "number": 3}
DEEP = 4


@dataclass(slots=True)
class EnglishPhrase(Phrase):
    """A noun phrase with its parts. The head unit comes first in ``units``, then its modifiers.

    ``start`` is its first token, determiner and title included.
    """

    start: int = 0
    modifiers: list[Unit] = field(default_factory=list)
    possessor: EnglishPhrase | None = None
    of: EnglishPhrase | None = None
    negated: bool = False
    apposition: bool = False

    def parts(self) -> list[EnglishPhrase]:
        """The phrase and those inside it."""
        found = [self]
        for part in (self.possessor, self.of):
            if part is not None:
                found.extend(part.parts())
        return found


class PhraseBuilder:
    """Builds the noun phrases of one sentence."""

    def __init__(self, words: list[Word], readings: list[Reading], knowledge: Knowledge, title: bool) -> None:
        self.words, self.readings, self.knowledge, self.title = words, readings, knowledge, title
        self.entities = knowledge.gazetteer.entities

    def build(self, start: int, depth: int = 0) -> EnglishPhrase | None:
        """The noun phrase that starts at ``start``, ``None`` if there is only a determiner."""
        phrase = self._base(start, None)
        while (
            phrase is not None and self._tag(phrase.last + 1) == "genitive" and self._nominal(phrase.last + 2)
        ):
            following = self._base(phrase.last + 2, phrase)
            if following is None:
                break
            phrase = following
        if phrase is None:
            return None
        after = phrase.last + 1
        if self._preposition(after) == "of" and self._nominal(after + 1) and depth < DEEP:
            inner = self.build(after + 1, depth + 1)
            if inner is not None:
                return (
                    self._with_of(phrase, inner)
                    if not phrase.head.match("roles")
                    else self._titled(phrase, inner)
                )
        if self._preposition(after) in NAME_LINKS and self._capital(after + 1) and self._capital(phrase.last):
            inner = self.build(after + 1, depth + 1)
            if inner is not None and phrase.head.match(*NAMING) and inner.first == after + 1:
                phrase.units.extend(inner.units)
                phrase.last = inner.last
        return phrase

    def _tag(self, i: int) -> str:
        return self.readings[i].tag if i < len(self.readings) else ""

    def _nominal(self, i: int) -> bool:
        return self._tag(i) in NOMINAL and self._tag(i) != "genitive"

    def _preposition(self, i: int) -> str:
        return self.readings[i].text if self._tag(i) == "preposition" else ""

    def _capital(self, i: int) -> bool:
        return i < len(self.words) and self.words[i].token.text[:1].isupper() and not self.title

    # -- the parts

    def _base(self, start: int, possessor: EnglishPhrase | None) -> EnglishPhrase | None:
        units: list[Unit] = []
        count: int | None = None
        definite, negated = possessor is not None, False
        i = start
        while i < len(self.readings):
            reading, word = self.readings[i], self.words[i]
            if reading.tag == "determiner":
                if units:
                    break
                definite = definite or reading.text in (
                    "the",
                    "this",
                    "these",
                    "those",
                    "its",
                    "their",
                    "his",
                    "her",
                    "that",
                )
                i = reading.last + 1
            elif reading.tag == "quantifier":
                if any(u.kind != "number" for u in units):
                    break
                units.append(Unit("number", i, reading.last))
                i = reading.last + 1
            elif reading.tag == "number" and word.number is not None:
                if any(u.kind != "number" for u in units) and not self._numbered(units[-1]):
                    break
                if not units or units[-1].kind == "number":
                    count = word.number.value if count is None else count
                if units and units[-1].kind == "number":
                    units[-1].first, units[-1].last = i, word.number.last
                else:
                    units.append(Unit("number", i, word.number.last))
                i = word.number.last + 1
            elif reading.tag == "negation" and reading.text == "no" and not units:
                negated = True
                i += 1
            elif reading.tag == "time" and i > start and self._dated(reading.last + 1):
                i = reading.last + 1
            elif reading.tag == "noun":
                if self._ends_phrase(units, i):
                    break
                unit = self._unit(i)
                units.append(unit)
                i = unit.last + 1
            else:
                break
        if not units:
            return None
        return self._assemble(start, units, count, possessor, definite, negated)

    def _dated(self, i: int) -> bool:
        """Whether an event noun follows a time inside a phrase («the Tuesday night raids»)."""
        word = self.words[i] if self._tag(i) == "noun" else None
        return word is not None and word.noun("triggers") is not None and word.token.text[:1].islower()

    def _numbered(self, unit: Unit) -> bool:
        """«Brigade 47», "Resolution 2254"."""
        return (
            unit.kind == "noun"
            and unit.match("actor_nouns", "place_nouns", "weapons", "triggers") is not None
        )

    def _ends_phrase(self, units: list[Unit], i: int) -> bool:
        """Whether «dead» or the like after people is said of them («left five people dead»)."""
        if not units or not any(u.kind != "adjective" for u in units):
            return False
        if self._headline_ends(units[-1], i):
            return True
        predicative = any(m.kind == "quantities" and m.form.entry.pos == "fixed" for m in self.words[i].nouns)
        return predicative and self._tag(i + 1) != "noun"

    def _headline_ends(self, before: Unit, i: int) -> bool:
        """Whether a capital begins a new sentence whose full stop is lost («… kill 20 fighters Monitor»)."""
        word, previous = self.words[i], self.words[before.last].token
        if self.title or before.kind not in ("noun", "other") or not previous.text[:1].islower():
            return False
        common = any(m.kind in CLASSES and m.kind != "roles" for m in word.nouns)
        return (
            word.token.text[:1].isupper()
            and common
            and word.name is None
            and not word.demonym
            and not self._name_word(i + 1)
        )

    def _unit(self, i: int) -> Unit:
        word = self.words[i]
        nouns = [m for m in word.nouns if not self._crosses(i, m.last)]
        noun_last = max((m.last for m in nouns), default=i)
        longest = tuple(m for m in nouns if m.last == noun_last)
        if (
            word.name is not None
            and word.name[0] >= noun_last
            and not (word.weak_name and nouns and word.name[0] == noun_last)
        ):
            return self._name(i, word.name[0], word.name[1], longest)
        if word.demonym and not any(m.last > i for m in nouns):
            return Unit("adjective", i, self._demonym_last(i), longest, demonym=word.demonym)
        concrete = [
            m for m in longest if m.kind in CLASSES or m.kind in ("light_verbs", "modality", "reporting")
        ]
        if concrete:
            return Unit("noun", i, noun_last, longest)
        if longest or self._participle(i) or ("-" in word.token.norm and word.token.text.islower()):
            return Unit("adjective", i, noun_last, longest)
        if self._name_word(i):
            return self._name(i, i, (), ())
        return Unit("other", i, i)

    def _crosses(self, i: int, last: int) -> bool:
        return any(
            self._tag(k) not in ("noun", "number", "preposition", "verb", "determiner")
            for k in range(i + 1, last + 1)
        )

    def _participle(self, i: int) -> bool:
        return bool(self.words[i].verbs) and not self.words[i].nouns

    def _demonym_last(self, i: int) -> int:
        stems = [w.token.stem for w in self.words]
        found = self.knowledge.gazetteer.demonym_at(stems, i, "en")
        return i + found[0] - 1 if found else i

    def _name_word(self, i: int) -> bool:
        """Whether a word of no other meaning is written as a name."""
        if i >= len(self.words) or self._tag(i) != "noun":
            return False
        word = self.words[i]
        if not word.token.text[:1].isupper() or word.token.kind != "word" or word.demonym:
            return False
        if any(m.kind in CLASSES for m in word.nouns):
            return False
        if i == 0 or self.title:
            return (not is_known(word.token.norm) and not self.title) or self._next_is_name(i)
        return True

    def _next_is_name(self, i: int) -> bool:
        return i == 0 and i + 1 < len(self.words) and not self.title and self._name_word(i + 1)

    def _name(self, first: int, last: int, entities: tuple[str, ...], matches: tuple[Match, ...]) -> Unit:
        """A name with the capital words after it, which may make it another name."""
        i = last + 1
        end = last
        while i < len(self.words) and not (entities and self._complete(entities)):
            if self._name_word(i) and self.words[i].name is None:
                end = i
            elif (
                self.words[i].token.norm in NAME_JOINTS
                and self._name_word(i + 1)
                and not self.words[i].token.norm.isdigit()
            ):
                end = i = i + 1
            else:
                break
            i += 1
        if end > last:
            return Unit("name", first, end)
        return Unit("name", first, last, matches, entities)

    def _complete(self, entities: tuple[str, ...]) -> bool:
        """A state's name is not the start of a person's or body's name unless nothing else fits."""
        return self.entities[entities[0]].type in ("State", "InternationalOrganization")

    # -- the whole

    def _assemble(
        self, start: int, units: list[Unit], count: int | None, possessor: EnglishPhrase | None,
        definite: bool, negated: bool,
    ) -> EnglishPhrase:  # fmt: skip
        numbers = [u for u in units if u.kind == "number"]
        rest = [u for u in units if u.kind != "number"]
        first, last = units[0].first, units[-1].last
        if not rest:
            return EnglishPhrase(
                first, last, units, count=count, start=start, negated=negated, possessor=possessor
            )
        head, named = self._head(rest)
        modifiers = [u for u in rest if u is not head]
        ordered = [*numbers, head, *sorted(modifiers, key=lambda u: NAME_ORDER[u.kind])]
        if named is not None and head.match("roles"):
            ordered = [*[u for u in ordered if u is not named], named]
        phrase = EnglishPhrase(
            first, last, ordered, count=count, start=start, negated=negated, possessor=possessor
        )
        phrase.modifiers = [u for u in modifiers if u is not named]
        if possessor is not None:
            phrase.units.extend(possessor.units)
            phrase.first = possessor.first
        if named is not None and (head.match("roles") or head is named):
            phrase.first = named.first
        if head.kind == "other" or head.kind == "noun":
            phrase.type = "Thing"
        for unit in modifiers:
            if unit.demonym:
                phrase.state = unit.demonym
        if definite:
            word = self.words[head.first]
            word.token = replace(word.token, definite=True)
        return phrase

    def _head(self, units: list[Unit]) -> tuple[Unit, Unit | None]:
        """The head, and the person's name that a title stands before."""
        last = units[-1]
        if last.kind == "name" and len(units) > 1:
            before = units[-2]
            if before.match("roles") and self._personal(last):
                return before, last
            if before.match("people") and self._personal(last):
                return last, last
            if before.match(*NAMING) and before.kind == "noun" and self._bears(before):
                return before, None
        if last.kind == "adjective" and not last.demonym:
            nominal = [u for u in units if u.kind in ("noun", "name", "other")]
            if nominal:
                return nominal[-1], None
        return last, None

    def _bears(self, noun: Unit) -> bool:
        """«rebel group Ahrar», "Mount X": the noun says what the name names."""
        match = noun.match(*NAMING)
        return match is not None and match.get("named") == "yes" and match.form.word.number == "singular"

    def _personal(self, unit: Unit) -> bool:
        return not unit.entities or self.entities[unit.entities[0]].type in ("Person", "People")

    def _titled(self, phrase: EnglishPhrase, inner: EnglishPhrase) -> EnglishPhrase:
        """«the chairman of the network Fadel Ghani»: the last name is that of the chairman."""
        named = inner.units[-1] if len(inner.units) > 1 else None
        if named is None or named.kind != "name" or named.last != inner.last or named.first == inner.first:
            return self._with_of(phrase, inner)
        if not self._personal(named) or (named.entities == () and inner.head is named):
            return self._with_of(phrase, inner)
        inner.units.remove(named)
        inner.modifiers = [u for u in inner.modifiers if u is not named]
        inner.last = max(u.last for u in inner.units)
        last = named.last
        phrase = self._with_of(phrase, inner)
        phrase.units.append(named)
        phrase.first, phrase.last = named.first, last
        return phrase

    def _with_of(self, phrase: EnglishPhrase, inner: EnglishPhrase) -> EnglishPhrase:
        if all(u.kind == "number" for u in phrase.units):
            inner.first = min(phrase.first, inner.first) if phrase.count is None else inner.first
            inner.start = phrase.start
            inner.count = phrase.count if phrase.count is not None else None
            inner.units = [*phrase.units, *[u for u in inner.units if u.kind != "number"]]
            return inner
        phrase.of = inner
        phrase.last = inner.last
        names = [u for u in inner.units if u.kind == "name"]
        others = [u for u in inner.units if u.kind not in ("name", "number")]
        position = next(k for k, u in enumerate(phrase.units) if u.kind != "number") + 1
        if len(others) == 0:
            phrase.units[position:position] = names
        else:
            phrase.units.extend([*others[:1], *names, *others[1:]])
        return phrase
