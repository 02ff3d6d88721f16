"""Whether two reports of one article tell the same event: features of the learned choice."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from tawthiq.knowledge import Schema
from tawthiq.knowledge.models import Group
from tawthiq.model import Argument, Entity, Sentence, Token
from tawthiq.resolve.events import (
    APART,
    ROLES,
    Comparison,
    Told,
    other_count,
    other_place,
    other_target,
    other_time,
)

CONTRADICTIONS = (other_time, other_count, other_place, other_target)
BETWEEN = 16
"""Tokens from one trigger to the other up to which the words between them are looked at."""
SHORTEST = 3
"""Letters of a lemma that counts as a word of content."""


@dataclass(frozen=True, slots=True)
class Telling:
    """A report and the words around it.

    ``at`` is the token of its trigger, ``said`` holds the lemmas of what it quotes, ``named`` the words
    of the arguments in each role.
    """

    told: Told
    at: int
    said: frozenset[str]
    named: Mapping[str, frozenset[str]]


class Tellings:
    """The reports of one article, in the order of its text.

    ``kinds`` holds for each the root of its type and whether it is an aggregate: those of two kinds are
    never one event.
    """

    def __init__(
        self,
        told: Sequence[Told],
        sentences: Sequence[Sentence],
        schema: Schema,
        entities: Mapping[str, Entity],
    ) -> None:
        self._schema, self._entities = schema, entities
        self._tokens = [token for sentence in sentences for token in sentence.tokens]
        self._first, count = [], 0
        for sentence in sentences:
            self._first.append(count)
            count += len(sentence.tokens)
        self._first.append(count)
        self.kinds = [(schema.root_of(t.report.type), t.report.aggregate) for t in told]
        self.told = told
        self._tellings = [self._telling(t) for t in told]

    def _telling(self, told: Told) -> Telling:
        first, stop = self._first[told.sentence], self._first[told.sentence + 1]
        at = self._ending_after(told.report.trigger.start, first, stop)
        said: set[str] = set()
        for span in told.report.evidence:
            begin = self._ending_after(span.start, first, stop)
            end = bisect_left(self._tokens, span.end, begin, stop, key=lambda token: token.start)
            said |= _content(self._tokens[begin:end])
        named = {role: _words(getattr(told, role)) for role in ROLES}
        return Telling(told, at if at < stop else first, frozenset(said), named)

    def _ending_after(self, offset: int, first: int, stop: int) -> int:
        """The first token from ``first`` on, before ``stop``, that ends after a place of the text."""
        return bisect_right(self._tokens, offset, first, stop, key=lambda token: token.end)

    def contradict(self, i: int, j: int) -> bool:
        """Whether two reports name other places, victims, days or counts: no likeness makes them one."""
        one, two = self._tellings[i].told, self._tellings[j].told
        c = Comparison(one, two, self._schema, self._entities)
        return any(rule(c) for rule in CONTRADICTIONS)

    def features(self, i: int, j: int) -> list[Group]:
        """Features of «reports ``i`` and ``j``, the earlier first, tell one event»."""
        one, two = self._tellings[i], self._tellings[j]
        a, b = one.told, two.told
        c = Comparison(a, b, self._schema, self._entities)
        far = _steps(b.sentence - a.sentence, (0, 1))
        groups: list[Group] = [
            (_types, (a.report.type, b.report.type, self.kinds[i][0], _related(c), far)),
            (_lemmas, (a.lemma, b.lemma, a.definite, b.definite)),
            (_lead, (min(a.sentence, 2), b.retold)),
            (_places, (_kind(c, "places"),)),
            (_numbers, (_counts(a, b), _time(c), far)),
            (_claimants, (_claims(a, b),)),
            (_apart, (sum(rule(c) for rule in APART),)),
            (_said, (_share(one.said, two.said),)),
        ]
        groups += [(_named, (role, _share(one.named[role], two.named[role]))) for role in ROLES]
        return groups + self._position(one, two, i, j)

    def _position(self, one: Telling, two: Telling, i: int, j: int) -> list[Group]:
        """How the later trigger stands in its sentence, and after the earlier one."""
        tokens, at, gap = self._tokens, two.at, abs(two.at - one.at)
        start, same = self._first[two.told.sentence], one.told.sentence == two.told.sentence
        others = sum(kind == self.kinds[i] for kind in islice(self.kinds, i + 1, j))
        groups: list[Group] = [
            (_before, (tokens[at - 1].norm if at else "", same)),
            (_gap, (_steps(gap, (0, 3, 7, 15, 30, 80)), tokens[at].proclitics)),
            (_others, (min(others, 5),)),
        ]
        if same and gap < BETWEEN:
            low, high = min(one.at, at), max(one.at, at)
            groups += [(_between, (token.lemma,)) for token in tokens[low + 1 : high]]
        elif not same:
            second = tokens[start + 1].norm if start + 1 < len(tokens) else ""
            groups.append((_opening, (tokens[start].norm, second)))
        return groups


# ---- Values


def _content(tokens: Iterable[Token]) -> frozenset[str]:
    return frozenset(t.lemma for t in tokens if t.kind != "punctuation" and len(t.lemma) >= SHORTEST)


def _words(arguments: Sequence[Argument]) -> frozenset[str]:
    return frozenset(word.removeprefix("ال") for a in arguments for word in a.mention.text.split())


def _steps(value: int, bounds: Sequence[int]) -> int:
    return sum(value > bound for bound in bounds)


def _share(x: frozenset[str], y: frozenset[str]) -> int:
    """How alike two sets of words are, in tenths up to 5; -1 where one has none."""
    return min(5, 20 * len(x & y) // (len(x) + len(y))) if x and y else -1


def _related(c: Comparison) -> str:
    x, y = c.a.report.type, c.b.report.type
    return "same" if x == y else "above" if c.schema.is_a(x, y) or c.schema.is_a(y, x) else "other"


def _kind(c: Comparison, role: str) -> str:
    x, y = c.a.ids(role), c.b.ids(role)
    if not x or not y:
        return "none" if not x and not y else "first" if x else "second"
    if x & y:
        return "same"
    if c.related(x, y):
        return "related"
    return "other names" if c.a.names(role) and c.b.names(role) else "others"


def _counts(a: Told, b: Told) -> str:
    x, y = a.report.quantities, b.report.quantities
    if not x or not y:
        return "none" if not x and not y else "one"
    shared = x.keys() & y.keys()
    if not shared:
        return "value" if set(x.values()) & set(y.values()) else "apart"
    return "same" if any(x[k] == y[k] for k in shared) else "differ"


def _time(c: Comparison) -> str:
    x, y = c.a.report.time, c.b.report.time
    if x is None or y is None or not (c.a.bounds and c.b.bounds):
        return "none" if not (c.a.bounds or c.b.bounds) else "one"
    return "apart" if other_time(c) else "same" if x.start == y.start else "may be"


def _claims(a: Told, b: Told) -> str:
    x, y = a.claimant, b.claimant
    if x is None or y is None:
        return "none" if x is None and y is None else "one"
    return "same" if x.entity == y.entity else "apart"


# ---- The features as text, in groups that are made of the same values


def _least(name: str, value: int) -> list[str]:
    """One for each step up to the value, so that rare values borrow from those below."""
    return [f"{name}>={step}" for step in range(value + 1)]


def _types(x: str, y: str, root: str, related: str, far: int) -> Sequence[str]:
    one, two = sorted((x, y))
    return (
        f"root={root}",
        f"type={related}",
        f"type+root={related}|{root}",
        f"type+far={related}|{far}",
        f"types={one}|{two}",
    )


def _lemmas(x: str, y: str, x_definite: bool, y_definite: bool) -> Sequence[str]:
    one, two = sorted((x, y))
    same = bool(x) and x == y
    return (
        f"lemmas={one}|{two}",
        f"first={x}",
        f"second={y}",
        f"definite={x_definite}|{y_definite}",
        f"definite+lemma={y_definite}|{same}",
    )


def _lead(first: int, retold: bool) -> Sequence[str]:
    return (f"lead={first}", f"lead+retold={first}|{retold}")


def _places(kind: str) -> Sequence[str]:
    return (f"places={kind}",)


def _numbers(counts: str, time: str, far: int) -> Sequence[str]:
    return (f"counts={counts}", f"counts+far={counts}|{far}", f"time={time}", f"time+far={time}|{far}")


def _claimants(claims: str) -> Sequence[str]:
    return (f"claimants={claims}",)


def _apart(rules: int) -> Sequence[str]:
    return _least("apart", rules)


def _said(share: int) -> Sequence[str]:
    return _least("said", share)


def _named(role: str, share: int) -> Sequence[str]:
    return _least(f"{role} words", share)


def _before(word: str, same: bool) -> Sequence[str]:
    return (f"before={word}", f"before+same={word}|{same}")


def _gap(gap: int, proclitics: Sequence[str]) -> Sequence[str]:
    return [*_least("gap", gap), *(f"joined={c}" for c in proclitics)]


def _others(count: int) -> Sequence[str]:
    return _least("others", count)


def _between(lemma: str) -> Sequence[str]:
    return (f"between={lemma}",)


def _opening(word: str, second: str) -> Sequence[str]:
    return (f"opening={word}", f"opening words={word} {second}")
