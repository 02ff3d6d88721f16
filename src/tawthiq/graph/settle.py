"""What we hold of an event, settled from all its reports.

Reports are what was said and stay as they are. The event takes from them:

status
    The strongest that any report gives: actual, else averted, else planned, else denied.
roles and weapons
    All that the reports of that status name. Who denies an attack adds no attacker to it.
time
    The most exact one of those reports, the first in the text if several are.
quantities
    Those on which all those reports agree. Where they contradict one another, each keeps its number
    and the event has none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from tawthiq.graph import literals
from tawthiq.graph.claims import EARLIEST, LATEST, ROLES, Claims, EventClaim, Time
from tawthiq.graph.namespaces import EVENTS, XSD, term, twq

STATUSES = ("actual", "averted", "planned", "denied")
PRECISIONS = ("part_of_day", "day", "interval", "month", "since", "until", "year")
_DATE_TIME = term(XSD + "dateTime")


@dataclass(frozen=True, slots=True)
class Settled:
    """What reports of one event come to. ``quantities`` holds each value told, in the reports' order."""

    status: str
    roles: Mapping[str, tuple[str, ...]]
    weapons: tuple[str, ...]
    time: Time | None
    quantities: Mapping[str, tuple[int, ...]]


def settled(claims: Sequence[EventClaim]) -> Settled:
    """Settle the reports of one event, given in the order of the text; there is at least one."""
    status = min((c.status for c in claims), key=lambda s: _rank(STATUSES, s))
    heard = [c for c in claims if c.status == status]
    times = [c.time for c in heard if c.time]
    numbers: dict[str, dict[int, None]] = defaultdict(dict)
    for claim in heard:
        for name, value in claim.quantities.items():
            numbers[name][value] = None
    return Settled(
        status,
        {role: _union(c.roles[role] for c in heard) for role in ROLES},
        _union(c.weapons for c in heard),
        min(times, key=lambda t: _rank(PRECISIONS, t.precision), default=None),
        {name: tuple(values) for name, values in sorted(numbers.items())},
    )


def settle(claims: Claims) -> Iterator[Quad]:
    """What we hold of each event, from all reports, for ``graph/events``."""
    by_event: dict[str, list[EventClaim]] = defaultdict(list)
    for claim in claims.events:
        by_event[claim.event].append(claim)
    for event, told in by_event.items():
        node = NamedNode(event)
        for predicate, value in _statements(settled(told)):
            yield Quad(node, predicate, value, EVENTS)


def _statements(event: Settled) -> Iterator[tuple[NamedNode, NamedNode | Literal]]:
    yield twq("status"), twq(event.status)
    for role, entities in event.roles.items():
        for entity in entities:
            yield twq(role), NamedNode(entity)
    for weapon in event.weapons:
        yield twq("weapon"), twq(weapon)
    for name, values in event.quantities.items():
        if len(values) == 1:
            yield twq(name), literals.integer(values[0])
    if event.time:
        yield from _time(event.time)


def _time(time: Time) -> Iterator[tuple[NamedNode, NamedNode | Literal]]:
    yield twq("time_precision"), twq(time.precision)
    for name, value in (("time_start", time.start), ("time_end", time.end)):
        if value:
            yield twq(name), Literal(value)
    for iri, value in ((EARLIEST, time.earliest), (LATEST, time.latest)):
        if value:
            yield term(iri), Literal(value, datatype=_DATE_TIME)


def _rank(order: Sequence[str], name: str) -> int:
    return order.index(name) if name in order else len(order)


def _union(parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item for part in parts for item in part))
