"""What the choices see of a document: its sentences, its candidates, and small looks at both."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

from tawthiq.extract.candidates import Candidate
from tawthiq.extract.choice.scene import Scene, coarse
from tawthiq.extract.discourse import Told
from tawthiq.extract.phrases import Phrase
from tawthiq.extract.predicates import Predicate
from tawthiq.extract.sentences import SentenceReader
from tawthiq.knowledge import Schema
from tawthiq.model import TimeInterval

Found = TypeVar("Found")
ROLES = ("actor", "target", "place")
FILLS = 2
NEVER = (0,) * len(ROLES)
AGES = (0, 1, 2, 7, 31, 366)
DATED = 4
SMALL = (0, 1, 2, 3, 5, 8, 13)


@lru_cache(maxsize=4096)
def bucket(number: int) -> str:
    """A number as the lower end of a coarse step, its sign kept."""
    sign, size = ("-" if number < 0 else ""), abs(number)
    return f"{sign}{max(s for s in SMALL if s <= size)}"


@dataclass(frozen=True, slots=True)
class Earlier:
    """The nearest candidates before another: of the same type, of the same root, those that have a time."""

    of_type: Told | None
    of_root: Told | None
    dated: tuple[Told, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Traits:
    """Small things about a phrase; phrases that are alike share them."""

    type: str | None
    named: bool
    known: bool
    counted: str
    units: str
    head: str
    definite: bool
    state: bool


_traits = lru_cache(maxsize=4096)(Traits)


@dataclass(slots=True, eq=False)
class Look:
    """What the choices see of a phrase whatever it is weighed for.

    ``kind`` is its class as features name it, ``coarse`` only tells places, actors and things apart.
    ``tables`` are those of the lexicon that have its head.
    """

    phrase: Phrase
    kind: str
    coarse: str
    word: str
    stem: str
    traits: Traits
    tables: tuple[str, ...]


class Context:
    """One document as the choices see it: its candidates after the rules, in the order of the text."""

    def __init__(
        self,
        told: Sequence[Told],
        readers: Sequence[SentenceReader],
        schema: Schema,
        published: date | None = None,
    ) -> None:
        self.told, self.readers, self.schema, self.published = list(told), list(readers), schema, published
        self.place = {id(item): i for i, item in enumerate(self.told)}
        self.by_sentence: dict[int, list[Told]] = {}
        for item in self.told:
            self.by_sentence.setdefault(item.sentence, []).append(item)
        self.earlier = list(self._earlier())
        self._scenes: dict[int, Scene] = {}
        self._looks: dict[int, Look] = {}
        self._once: dict[tuple[object, SentenceReader], Any] = {}
        self._governors: dict[int, tuple[Predicate, str] | None] = {}
        self.indices = [reader.sentence.index for reader in self.readers]
        self.dated = [reader for reader in self.readers if self.scene(reader).timed]
        self.times = Counter((t.start, t.end) for r in self.dated for t in self.scene(r).times)
        self.time_count = self.times.total()
        self._filled: dict[str, tuple[str, ...]] = {}
        for item in self.told:
            for role in ROLES:
                for p in item.candidate.phrases(role):
                    stem = item.reader.words[p.head.first].token.stem
                    self._filled[stem] = (*self._filled.get(stem, ()), role)

    def _earlier(self) -> Iterator[Earlier]:
        """What was told before each candidate, in their order."""
        of_type: dict[str, Told] = {}
        of_root: dict[str, Told] = {}
        dated: tuple[Told, ...] = ()
        for item in self.told:
            type_ = item.candidate.type
            root = self.schema.root_of(type_)
            yield Earlier(of_type.get(type_), of_root.get(root), dated)
            of_type[type_] = of_root[root] = item
            if item.candidate.time is not None:
                dated = (item, *dated[: DATED - 1])

    def scene(self, reader: SentenceReader) -> Scene:
        """A sentence as the choices see it."""
        found = self._scenes.get(id(reader))
        if found is None:
            found = self._scenes[id(reader)] = Scene(reader, self.schema)
        return found

    def once(self, make: Callable[[SentenceReader, Context], Found], reader: SentenceReader) -> Found:
        """What ``make`` reads in a sentence, read only once for all that is weighed in the sentence."""
        key = (make, reader)
        if key not in self._once:
            self._once[key] = make(reader, self)
        found: Found = self._once[key]
        return found

    def look(self, phrase: Phrase, reader: SentenceReader) -> Look:
        """What the choices see of a phrase, which its own sentence's reader has found."""
        found = self._looks.get(id(phrase))
        if found is None:
            found = self._looks[id(phrase)] = self._look(phrase, reader)
        return found

    def _look(self, phrase: Phrase, reader: SentenceReader) -> Look:
        head = phrase.head
        token = reader.words[head.first].token
        traits = _traits(
            phrase.type,
            phrase.named,
            phrase.known is not None,
            "no" if phrase.count is None else "count",
            bucket(len(phrase.units)),
            head.kind,
            token.definite,
            phrase.state is not None,
        )
        tables = tuple(sorted({m.kind for m in head.matches}))
        kind, class_ = self.kind_of(phrase), coarse(phrase, self.schema)
        return Look(phrase, kind, class_, token.lemma, token.stem, traits, tables)

    def fills(self, stem: str, role: str) -> tuple[int, ...]:
        """How often a head fills each role in the article, up to twice, but for the once in ``role``."""
        filled = self._filled.get(stem, ())
        if not filled and role not in ROLES:
            return NEVER
        return tuple([min(filled.count(r) - (r == role), FILLS) for r in ROLES])

    def age(self, time: TimeInterval) -> str:
        """How long before the publication a time began, coarsely; ``?`` if either is unknown."""
        return "?" if time.start is None else _age(time.start, self.published)

    def before(self, item: Told) -> Iterator[Told]:
        """Candidates told before ``item``, the nearest first."""
        return (self.told[i] for i in range(self.place[id(item)] - 1, -1, -1))

    def told_before(self, item: Told) -> Earlier:
        """The nearest candidates before ``item`` of each sort."""
        return self.earlier[self.place[id(item)]]

    def readers_before(self, item: Told) -> Iterator[SentenceReader]:
        """The sentences before that of ``item``, the nearest first."""
        first = bisect_left(self.indices, item.sentence)
        return (self.readers[i] for i in range(first - 1, -1, -1))

    def dated_before(self, item: Told) -> Iterator[SentenceReader]:
        """The sentences before that of ``item`` that name a time, the nearest first."""
        first = bisect_left(self.dated, item.sentence, key=lambda reader: reader.sentence.index)
        return (self.dated[i] for i in range(first - 1, -1, -1))

    def readers_after(self, item: Told, count: int) -> list[SentenceReader]:
        """The ``count`` sentences after that of ``item``."""
        first = bisect_left(self.indices, item.sentence + 1)
        return self.readers[first : bisect_left(self.indices, item.sentence + count + 1)]

    def fellows(self, item: Told) -> list[Told]:
        """The candidates of the same sentence."""
        return self.by_sentence[item.sentence]

    def told_in(self, sentence: int) -> Sequence[Told]:
        """The candidates of the sentence with this index."""
        return self.by_sentence.get(sentence, ())

    def kind_of(self, phrase: Phrase | None) -> str:
        """The coarse class of a phrase, for features."""
        if phrase is None:
            return "none"
        if phrase.type is None:
            return "name?" if phrase.named else "?"
        return _kind(phrase.type, self.schema)

    def governor(self, item: Told) -> tuple[Predicate, str] | None:
        """The nearest predicate that has the trigger among its arguments, and in which slot."""
        if id(item) not in self._governors:
            self._governors[id(item)] = self._governor(item)
        return self._governors[id(item)]

    def _governor(self, item: Told) -> tuple[Predicate, str] | None:
        own = item.candidate.predicate
        trigger = own.first_token
        best: tuple[Predicate, str] | None = None
        for predicate in item.reader.predicates:
            if predicate is own or (best is not None and predicate.first_token <= best[0].first_token):
                continue
            for slot, phrases in predicate.slots.items():
                if any(p.first <= trigger <= p.last for p in phrases):
                    best = (predicate, slot)
                    break
        return best


@lru_cache(maxsize=4096)
def _age(start: str, published: date | None) -> str:
    if published is None:
        return "?"
    known = start.ljust(4, "0") + "-01-01"[(len(start) - 4) :]
    days = (published - date.fromisoformat(known)).days
    return str(next((step for step in AGES if days <= step), "old")) if days >= 0 else "ahead"


@lru_cache(maxsize=1024)
def _kind(type_: str, schema: Schema) -> str:
    for class_ in ("Place", "State", "StateForce", "ArmedGroup", "GovernmentBody", "Media"):
        if schema.is_a(type_, class_) and (class_ != "Place" or type_ != "State"):
            return class_
    return type_


def lemma(candidate: Candidate) -> str:
    return candidate.sense.form.entry.lemma


def predicate_word(reader: SentenceReader, predicate: Predicate) -> str:
    return reader.words[predicate.first_token].token.lemma
