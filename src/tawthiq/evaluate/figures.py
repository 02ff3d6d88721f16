"""Precision, recall and F1 of each kind of fact, and which types are taken for which."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tawthiq.evaluate.facts import FIELDS
from tawthiq.evaluate.matching import Compared

EVENTS, RELATIONS, ALL = "events", "relations", "all"
ROWS = (EVENTS, *FIELDS, RELATIONS, ALL)


@dataclass(frozen=True, slots=True)
class Figures:
    """How many facts agree, how many the build has and how many gold has."""

    hits: int = 0
    found: int = 0
    gold: int = 0

    def __add__(self, other: Figures) -> Figures:
        return Figures(self.hits + other.hits, self.found + other.found, self.gold + other.gold)

    @property
    def precision(self) -> float:
        return self.hits / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """
        >>> Figures(1, 2, 2).f1, Figures().f1
        (0.5, 0.0)
        """
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Confusion:
    """What became of the gold events of one type, and what the build gave that type too much.

    ``found_as`` counts the types that the build gave them, their own among them.
    """

    type: str
    gold: int
    found_as: Mapping[str, int]
    missed: int
    extra: int


def figures(articles: Iterable[Compared]) -> dict[str, Figures]:
    """Row → figures over all articles. ``events`` counts events by root type, ``all`` every other row."""
    rows = dict.fromkeys(ROWS, Figures())
    for article in articles:
        for pair in article.pairs:
            both = pair.gold is not None and pair.found is not None
            rows[EVENTS] += Figures(both, pair.found is not None, pair.gold is not None)
            for name, field in pair.fields.items():
                rows[name] += Figures(
                    field.hits, field.hits + len(field.extra), field.hits + len(field.missed)
                )
        told = article.relations
        rows[RELATIONS] += Figures(told.hits, told.hits + len(told.extra), told.hits + len(told.missed))
    rows[ALL] = sum((rows[name] for name in (*FIELDS, RELATIONS)), Figures())
    return rows


def confusion(articles: Iterable[Compared]) -> list[Confusion]:
    """One record for each type that gold or build has, the most frequent in gold first."""
    found_as: dict[str, Counter[str]] = defaultdict(Counter)
    missed: Counter[str] = Counter()
    extra: Counter[str] = Counter()
    for pair in (p for article in articles for p in article.pairs):
        if pair.gold is None and pair.found is not None:
            extra[pair.found.type] += 1
        elif pair.gold is not None and pair.found is None:
            missed[pair.gold.type] += 1
        elif pair.gold is not None and pair.found is not None:
            found_as[pair.gold.type][pair.found.type] += 1
    types = {*found_as, *missed, *extra}
    records = [
        Confusion(t, found_as[t].total() + missed[t], dict(found_as[t].most_common()), missed[t], extra[t])
        for t in types
    ]
    return sorted(records, key=lambda r: (-r.gold, -r.extra, r.type))
