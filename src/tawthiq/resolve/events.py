"""Which reports of one article tell the same event."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from tawthiq.knowledge import Schema
from tawthiq.model import Argument, Entity, EventReport, TimeInterval
from tawthiq.resolve.entities import line_of

THRESHOLD = 2.0
DEFINITE = ("ال", "لل")
ROLES = ("targets", "places", "actors")
# A statement counts as close by if it stands in the same or the next sentence.
CLOSE = 1


@dataclass(frozen=True)
class Told:
    """A report with its entities, and where and how it is told."""

    report: EventReport
    actors: tuple[Argument, ...]
    targets: tuple[Argument, ...]
    places: tuple[Argument, ...]
    claimant: Argument | None
    sentence: int
    lemma: str
    definite: bool

    def ids(self, role: str) -> frozenset[str]:
        return self._ids[role]

    def names(self, role: str) -> frozenset[str]:
        """Entities that are named in the role: a description («three gunmen») contradicts nobody."""
        return self._names[role]

    @cached_property
    def _ids(self) -> dict[str, frozenset[str]]:
        return {role: frozenset(a.entity for a in getattr(self, role)) for role in ROLES}

    @cached_property
    def _names(self) -> dict[str, frozenset[str]]:
        return {role: frozenset(a.entity for a in getattr(self, role) if _naming(a)) for role in ROLES}

    @cached_property
    def where(self) -> frozenset[str]:
        return self.ids("targets") | self.ids("places")

    @cached_property
    def bounds(self) -> tuple[str, str] | None:
        """First and last day on which it may have happened."""
        return _bounds(self.report.time)

    @property
    def bare(self) -> bool:
        """Whether it says hardly more than that it happened («the attack»)."""
        return len(self.actors) + len(self.targets) + len(self.places) < 2

    @property
    def retold(self) -> bool:
        """Whether it takes up an event that is known already («the attack»)."""
        return self.definite and self.bare


@dataclass(frozen=True)
class Comparison:
    """Two reports of one document, the earlier first, with what is needed to compare them."""

    a: Told
    b: Told
    schema: Schema
    entities: Mapping[str, Entity]

    def related(self, xs: frozenset[str], ys: frozenset[str]) -> bool:
        """Whether one of ``xs`` is one of ``ys``, or above or below it."""
        if xs & ys:
            return True
        above_x = set(chain.from_iterable(line_of(x, self.entities) for x in xs))
        above_y = set(chain.from_iterable(line_of(y, self.entities) for y in ys))
        return bool(xs & above_y or ys & above_x)

    def of_kind(self, ids: frozenset[str], kind: str) -> frozenset[str]:
        return frozenset(i for i in ids if self.schema.is_a(self.entities[i].type, kind))

    @property
    def close(self) -> bool:
        return abs(self.a.sentence - self.b.sentence) <= CLOSE

    @property
    def retold(self) -> bool:
        return self.b.retold


TOLLS = frozenset({"killed", "wounded", "missing", "displaced"})


def _naming(argument: Argument) -> bool:
    """Whether a mention names its entity: «القرية» takes up some village or other."""
    mention = argument.mention
    return mention.named and (mention.known is not None or not mention.text.startswith(DEFINITE))


# ---- What keeps two reports apart, whatever else they share


def other_type(c: Comparison) -> bool:
    x, y = c.a.report.type, c.b.report.type
    if c.schema.is_a(x, y) or c.schema.is_a(y, x):
        return False
    siblings = c.schema.root_of(x) == c.schema.root_of(y) and c.a.lemma == c.b.lemma and bool(c.a.lemma)
    return not (siblings and (c.retold or bool(c.a.where & c.b.where)))


def other_status(c: Comparison) -> bool:
    return c.a.report.status != c.b.report.status or c.a.report.aggregate != c.b.report.aggregate


def other_actor(c: Comparison) -> bool:
    x, y = c.a.names("actors"), c.b.names("actors")
    return bool(x and y) and not c.related(x, y)


def other_target(c: Comparison) -> bool:
    """Targets of one kind that have nothing to do with each other: a victim may stand beside a building."""
    for kind in ("Place", "Organization", "Person"):
        x, y = c.of_kind(c.a.names("targets"), kind), c.of_kind(c.b.names("targets"), kind)
        if x and y and not c.related(x, y):
            return True
    return False


def other_place(c: Comparison) -> bool:
    x, y = c.a.names("places"), c.b.names("places")
    return bool(x and y) and not c.related(x, y)


def other_time(c: Comparison) -> bool:
    x, y = c.a.bounds, c.b.bounds
    return x is not None and y is not None and (x[1] < y[0] or y[1] < x[0])


def other_count(c: Comparison) -> bool:
    """Counts that differ; two sources may give two tolls of one event."""
    x, y = c.a.report.quantities, c.b.report.quantities
    one, other = c.a.claimant, c.b.claimant
    disputed = one is not None and other is not None and one.entity != other.entity
    return any(x[q] != y[q] for q in x.keys() & y.keys() if not (disputed and q in TOLLS))


APART: tuple[Callable[[Comparison], bool], ...] = (
    other_status, other_type, other_time, other_count, other_actor, other_target, other_place,
)  # fmt: skip

# ---- What speaks for one event, with its weight


def same_type(c: Comparison) -> bool:
    return c.a.report.type == c.b.report.type


def same_actor(c: Comparison) -> bool:
    return bool(c.a.ids("actors") & c.b.ids("actors"))


def same_target(c: Comparison) -> bool:
    return bool(c.a.ids("targets") & c.b.ids("targets"))


def same_place(c: Comparison) -> bool:
    return bool(c.a.where & c.b.where) and not same_target(c)


def place_within(c: Comparison) -> bool:
    return not c.a.where & c.b.where and c.related(c.a.where, c.b.where)


def same_count(c: Comparison) -> bool:
    x, y = c.a.report.quantities, c.b.report.quantities
    return any(x[q] == y[q] for q in x.keys() & y.keys())


def same_day(c: Comparison) -> bool:
    x, y = c.a.report.time, c.b.report.time
    return bool(x and y and x.start and x.start == y.start and len(x.start) == 10)


def told_close_by(c: Comparison) -> bool:
    return c.close


def named_again(c: Comparison) -> bool:
    """«العدوان على قطاع غزة», then «العدوان على غزة»: one definite name, one place in the other."""
    named = bool(c.a.lemma) and c.a.lemma == c.b.lemma and c.a.definite and c.b.definite
    return named and place_within(c)


def told_again(c: Comparison) -> bool:
    return c.retold


FOR: tuple[tuple[Callable[[Comparison], bool], float], ...] = (
    (same_type, 1.0), (same_actor, 0.75), (same_target, 1.25), (same_place, 1.25), (place_within, 0.25),
    (same_count, 1.5), (same_day, 0.5), (told_close_by, 1.0), (told_again, 1.5), (named_again, 1.0),
)  # fmt: skip


def score(c: Comparison) -> float:
    """How much speaks for one event; 0 where something keeps the two apart."""
    if any(rule(c) for rule in APART):
        return 0.0
    return sum(weight for rule, weight in FOR if rule(c))


def explain(c: Comparison) -> list[str]:
    """Names of the rules that hold between two reports, those that keep them apart first."""
    return [rule.__name__ for rule in APART if rule(c)] + [rule.__name__ for rule, _ in FOR if rule(c)]


def cluster(told: Sequence[Told], schema: Schema, entities: Mapping[str, Entity]) -> list[list[int]]:
    """Positions of the reports of each event, in the order of the text.

    A report joins the event with the member that fits it best, if no member contradicts it; of equals
    the one told last.
    """
    events: list[list[int]] = []
    kin: dict[tuple[str, str, bool], Alike] = {}  # others are of another type or status
    for i, report in enumerate(told):
        said = report.report
        alike = kin.setdefault((schema.root_of(said.type), said.status, said.aggregate), Alike())
        best, best_score = None, THRESHOLD
        for event in alike.near(report):
            top = 0.0
            for j in event:
                fit = score(Comparison(told[j], report, schema, entities))
                if fit <= 0:
                    break
                top = max(top, fit)
            else:
                if top >= best_score:
                    best, best_score = event, top
        if best is None:
            best = []
            events.append(best)
        alike.add(report, best)
        best.append(i)
    return events


class Alike:
    """Events of one kind and status, found by what a report shares with one of their members.

    Two reports that share nothing by which they are found are of one type and one day at best, which is too
    little for one event: so an article that is twice as long takes about twice as long.
    """

    def __init__(self) -> None:
        self._events: list[list[int]] = []
        self._numbers: dict[int, int] = {}
        self._sharing: dict[object, set[int]] = {}

    def add(self, report: Told, event: list[int]) -> None:
        """Let an event be found by one more of its reports."""
        number = self._numbers.setdefault(id(event), len(self._events))
        if number == len(self._events):
            self._events.append(event)
        for key in (*_shared(report), ("sentence", report.sentence)):
            self._sharing.setdefault(key, set()).add(number)

    def near(self, report: Told) -> list[list[int]]:
        """The events that a report may belong to, in the order in which they were first told."""
        if report.retold:
            return self._events
        close = range(report.sentence - CLOSE, report.sentence + CLOSE + 1)
        keys = (*_shared(report), *(("sentence", at) for at in close))
        found = set[int]().union(*(self._sharing.get(key, ()) for key in keys))
        return [self._events[number] for number in sorted(found)]


def _shared(report: Told) -> Iterator[tuple[object, ...]]:
    """What may speak for one event together with another report that has it too."""
    yield from (("actor", entity) for entity in report.ids("actors"))
    yield from (("where", entity) for entity in report.where)
    yield from (("count", *count) for count in report.report.quantities.items())
    if report.definite and report.lemma:
        yield "named", report.lemma


def _bounds(time: TimeInterval | None) -> tuple[str, str] | None:
    """First and last day of a time as ISO dates that compare as texts; None if it says nothing."""
    if time is None or not (time.start or time.end):
        return None
    first = (time.start or "0000") + "-01-01"[(len(time.start or "0000") - 4) :]
    last = (time.end or "9999") + "-12-31"[(len(time.end or "9999") - 4) :]
    return first, last
