"""What the choices see of a document: its sentences, its candidates, and small looks at both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from tawthiq.extract.candidates import Candidate
from tawthiq.extract.discourse import Told
from tawthiq.extract.phrases import Chunk, Phrase
from tawthiq.extract.predicates import Predicate
from tawthiq.extract.sentences import SentenceReader
from tawthiq.knowledge import Schema
from tawthiq.model import TimeInterval

ROLES = ("actor", "target", "place")
AGES = (0, 1, 2, 7, 31, 366)
SMALL = (0, 1, 2, 3, 5, 8, 13)


@lru_cache(maxsize=4096)
def bucket(number: int) -> str:
    """A number as the lower end of a coarse step, its sign kept."""
    sign, size = ("-" if number < 0 else ""), abs(number)
    return f"{sign}{max(s for s in SMALL if s <= size)}"


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
        self.times = Counter(
            (c.time.start, c.time.end) for r in readers for c in r.chunks if c.time is not None
        )
        self.fills = Counter(
            (role, item.reader.words[p.head.first].token.stem)
            for item in self.told
            for role in ROLES
            for p in item.candidate.phrases(role)
        )

    def age(self, time: TimeInterval) -> str:
        """How long before the publication a time began, coarsely; ``?`` if either is unknown."""
        if self.published is None or time.start is None:
            return "?"
        known = time.start.ljust(4, "0") + "-01-01"[(len(time.start) - 4) :]
        days = (self.published - date.fromisoformat(known)).days
        return str(next((step for step in AGES if days <= step), "old")) if days >= 0 else "ahead"

    def before(self, item: Told) -> list[Told]:
        """Candidates told before ``item``, the nearest first."""
        return self.told[: self.place[id(item)]][::-1]

    def fellows(self, item: Told) -> list[Told]:
        """The candidates of the same sentence."""
        return self.by_sentence[item.sentence]

    def kind_of(self, phrase: Phrase | None) -> str:
        """The coarse class of a phrase, for features."""
        if phrase is None:
            return "none"
        if phrase.type is None:
            return "name?" if phrase.named else "?"
        for coarse in ("Place", "State", "StateForce", "ArmedGroup", "GovernmentBody", "Media"):
            if self.schema.is_a(phrase.type, coarse) and (coarse != "Place" or phrase.type != "State"):
                return coarse
        return phrase.type

    def governor(self, item: Told) -> tuple[Predicate, str] | None:
        """The nearest predicate that has the trigger among its arguments, and in which slot."""
        own = item.candidate.predicate
        best: tuple[Predicate, str] | None = None
        for predicate in item.reader.predicates:
            if predicate is own:
                continue
            for slot, phrases in predicate.slots.items():
                if any(p.first <= own.first_token <= p.last for p in phrases) and (
                    best is None or predicate.first_token > best[0].first_token
                ):
                    best = (predicate, slot)
        return best


def head_word(reader: SentenceReader, phrase: Phrase) -> str:
    """Lemma of the first word of a phrase's head."""
    return reader.words[phrase.head.first].token.lemma


def lemma(candidate: Candidate) -> str:
    return candidate.sense.form.entry.lemma


def predicate_word(reader: SentenceReader, predicate: Predicate) -> str:
    return reader.words[predicate.first_token].token.lemma


def chunk_of(chunks: Sequence[Chunk], token: int) -> int:
    """Position of the chunk in which a token stands, -1 if in none."""
    return next((i for i, c in enumerate(chunks) if c.first <= token <= c.last), -1)
