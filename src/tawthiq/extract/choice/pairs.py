"""Pairs of phrases that stand close to each other, with the relations that their classes admit."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tawthiq.extract.phrases import Phrase, Unit
from tawthiq.extract.relations import Relation
from tawthiq.extract.sentences import SentenceReader
from tawthiq.extract.typing import type_phrase
from tawthiq.fold import fold
from tawthiq.knowledge import Schema
from tawthiq.knowledge.lexicon import Lexicon

REACH = 7
VERBS = 1
TIED = 2
"""Phrases at the end of another that an ally may be."""


@lru_cache(maxsize=4)
def ally_words(lexicon: Lexicon) -> frozenset[str]:
    """Folded words that make allies of two actors."""
    entries = [e for e in lexicon.entries_of("relation_words") if e.get("predicate") == "allied_with"]
    forms = [f for e in entries for f in (e.lemma, *e.get("forms").split(","))]
    return frozenset(fold(f.strip()) for f in forms if f.strip()) | lexicon.words(
        "discourse", "sense", "alliance"
    )


@lru_cache(maxsize=1024)
def _place_and_actor(type_: str | None, schema: Schema) -> tuple[bool, bool]:
    return type_ is not None and schema.is_a(type_, "Place"), type_ is not None and schema.is_a(
        type_, "Actor"
    )


@dataclass(slots=True, eq=False)
class _Party:
    """A phrase with what decides in which relations it may stand.

    ``role`` says that its head is a word for people, ``title`` that it is a title, ``person`` that it may
    name one.
    """

    phrase: Phrase
    type: str | None
    place: bool
    actor: bool
    role: bool
    title: bool
    person: bool

    @classmethod
    def of(cls, phrase: Phrase, schema: Schema) -> _Party:
        type_, head = phrase.type, phrase.head
        title = head.match("roles") is not None
        return cls(
            phrase,
            type_,
            *_place_and_actor(type_, schema),
            title or head.match("people") is not None,
            title,
            type_ == "Person" or (type_ is None and head.kind in ("name", "other")),
        )

    @property
    def may_lie(self) -> bool:
        """Whether it is a place that may lie in another."""
        return self.place and self.type != "State"

    @property
    def may_hold(self) -> bool:
        """Whether it may be somebody in a body."""
        return self.role or self.type in ("Person", None)

    @property
    def body(self) -> bool:
        """Whether a title beside it may be one in it."""
        known = self.type is None or self.place or self.actor
        return known and self.type not in ("Person", "People", "UnnamedSource")


class _Side:
    """The phrase of a chunk with those that it ends in, and which of them may stand where in a relation."""

    def __init__(self, whole: _Party, tails: list[_Party]) -> None:
        self.whole, self.tails = whole, tails
        acting = whole.phrase.head.match("triggers") is not None
        self.subjects = [whole, tails[0]] if acting and tails else [whole]
        self.allies = [whole, *tails[:TIED]]
        self.objects = [p for p in self.allies if p.place or p.actor]
        self.around = [p for p in (whole, *tails[-TIED:]) if p.place]
        self.inner = [p for p in tails[-TIED:] if p.may_lie]
        self.bodies = [p for p in (whole, *tails) if p.body]


class Pairs:
    """Finds the pairs of one sentence."""

    def __init__(self, reader: SentenceReader, schema: Schema) -> None:
        self.reader, self.schema = reader, schema
        lexicon = reader.knowledge.lexicon(reader.language)
        self.allying = self._standing(ally_words(lexicon))
        self.joining = self._standing(lexicon.words("discourse", "sense", "membership"))
        self.sides = [None if c.phrase is None else self._side(c.phrase) for c in reader.chunks]

    def run(self) -> Iterator[tuple[Relation, bool]]:
        """Relations that may hold, in the order of the text, and whether inside one phrase."""
        for i, one in enumerate(self.sides):
            if one is None:
                continue
            for relation in self._inside(one):
                yield relation, True
            title = one.whole.title
            for other, verbs in self._following(i):
                title = title or other.whole.title
                for relation in self._outside(one, other, verbs, title):
                    yield relation, False

    def _outside(self, one: _Side, other: _Side, verbs: int, title: bool) -> Iterator[Relation]:
        """What may hold between two sides with so many verbs between them; ``title``: and with a title."""
        yield from _near(one, other, verbs, title)
        if self.allying:
            yield from self._allied(one, other)
        if self.joining:
            yield from self._member(one.whole, other.whole)

    def _following(self, i: int) -> Iterator[tuple[_Side, int]]:
        """The phrases near after chunk ``i``, with the number of verbs between."""
        verbs = 0
        for j in range(i + 1, min(i + 1 + REACH, len(self.sides))):
            other = self.sides[j]
            verbs += self.reader.chunks[j].kind == "verb"
            if verbs > VERBS:
                return
            if other is not None:
                yield other, verbs

    # ---- Phrases

    def _side(self, phrase: Phrase) -> _Side:
        return _Side(_Party.of(phrase, self.schema), self._tails(phrase.units))

    def _tails(self, units: list[Unit]) -> list[_Party]:
        """What a phrase of these units ends with, from each on, and the states of its adjectives."""
        words = self.reader.words
        found = [self._sub(units[i:]) for i in range(1, len(units)) if units[i].kind != "number"]
        found += [self._sub([u]) for u in units[1:-1] if u.kind == "adjective" and u.demonym]
        last = units[-1]
        if last.kind == "name" and last.first < last.last and (name := words[last.last].name):
            found.append(self._sub([Unit("name", last.last, name[0], (), name[1])]))
        return found

    def _sub(self, units: list[Unit]) -> _Party:
        reader = self.reader
        sub = Phrase(units[0].first, units[-1].last, units)
        type_phrase(sub, reader.words, reader.knowledge, reader.language)
        return _Party.of(sub, self.schema)

    # ---- Relations

    def _inside(self, side: _Side) -> Iterator[Relation]:
        """The whole phrase or its last name with each of its parts."""
        whole, tails = side.whole, side.tails
        for tail in tails:
            yield from _between(whole, tail)
        if tails and tails[-1].may_hold and len(whole.phrase.units) > 1:
            for tail in self._tails(whole.phrase.units[:-1]):
                if _has_role(tails[-1], tail):
                    yield Relation(tails[-1].phrase, "has_role", tail.phrase)

    def _allied(self, one: _Side, other: _Side) -> Iterator[Relation]:
        """Two actors with a word such as «موالية», «بدعم من» or «حليف» at the first, between them or before.

        One of them may be named by a place («المدعومة من طهران»).
        """
        first = one.whole
        if not _any_in(self.allying, first.phrase.first - 2, other.whole.phrase.first + 1):
            return
        for ally in other.allies:
            pair = (first, ally)
            if any(p.actor for p in pair) and all(p.type is None or p.place or p.actor for p in pair):
                yield Relation(first.phrase, "allied_with", ally.phrase)
                yield Relation(ally.phrase, "allied_with", first.phrase)

    def _member(self, one: _Party, other: _Party) -> Iterator[Relation]:
        """What a word such as «تضم», «تقوده» or «من بينها» between them says to belong to the first."""
        if one.actor and other.actor and _any_in(self.joining, one.phrase.last + 1, other.phrase.first):
            yield Relation(other.phrase, "part_of", one.phrase)

    def _standing(self, wanted: Container[str]) -> list[int]:
        """The tokens that are one of some words."""
        tokens = (word.token for word in self.reader.words)
        return [i for i, t in enumerate(tokens) if t.stem in wanted or t.lemma in wanted]


def _any_in(places: Sequence[int], first: int, stop: int) -> bool:
    """Whether one of some tokens, in the order of the text, stands from ``first`` on before ``stop``."""
    at = bisect_left(places, first)
    return at < len(places) and places[at] < stop


def _near(one: _Side, other: _Side, verbs: int, title: bool) -> Iterator[Relation]:
    """What may hold between two sides; where a verb stands between, only a place in another."""
    for object_ in other.objects:
        for subject in one.subjects:
            yield from _lies_in(subject, object_) if verbs else _between(subject, object_)
    if other.whole.may_lie:
        for place in one.around:
            yield Relation(other.whole.phrase, "located_in", place.phrase)
    if other.whole.place:
        for place in one.inner:
            yield Relation(place.phrase, "located_in", other.whole.phrase)
    if verbs:
        return
    if _has_role(other.whole, one.whole):
        yield Relation(other.whole.phrase, "has_role", one.whole.phrase)
    if title:
        yield from _titled(one.whole, other.bodies)
        yield from _titled(other.whole, one.bodies)


def _titled(person: _Party, bodies: Sequence[_Party]) -> Iterator[Relation]:
    """A person in a body, where a title stands at one of them or between them."""
    if person.person:
        for body in bodies:
            yield Relation(person.phrase, "has_role", body.phrase)


def _between(subject: _Party, object_: _Party) -> list[Relation]:
    """What may hold between two phrases of these classes."""
    found = _lies_in(subject, object_)
    if _has_role(subject, object_):
        found.append(Relation(subject.phrase, "has_role", object_.phrase))
    bodies = object_.actor and object_.type not in ("Person", "People")
    if bodies and subject.actor and subject.type not in ("Person", "State"):
        found.append(Relation(subject.phrase, "part_of", object_.phrase))
    return found


def _lies_in(subject: _Party, object_: _Party) -> list[Relation]:
    if object_.place and subject.type not in ("Person", "People", "State", None):
        return [Relation(subject.phrase, "located_in", object_.phrase)]
    return []


def _has_role(subject: _Party, object_: _Party) -> bool:
    if object_.actor and object_.type not in ("Person", "People") and subject.may_hold:
        return True
    return object_.may_lie and subject.role and subject.type in ("Person", "People", None)
