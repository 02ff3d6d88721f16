"""Events across articles, one record each, for tables and maps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tawthiq.graph.claims import Claims, EventClaim
from tawthiq.graph.grounds import Grounds
from tawthiq.graph.namespaces import TWQ
from tawthiq.graph.network import point_of
from tawthiq.graph.settle import Settled, settled
from tawthiq.graph.vocabulary import most_specific, schema


@dataclass(frozen=True, slots=True)
class Happening:
    """An event with all its reports. ``place`` is the first of its places that has coordinates, or stands
    in one that has; ``point`` is (latitude, longitude) in degrees, ``exact`` whether it is the place's own.
    """

    iri: str
    type: str
    aggregate: bool
    settled: Settled
    reports: tuple[EventClaim, ...]
    place: str | None
    point: tuple[float, float] | None
    exact: bool


def happenings(claims: Claims) -> list[Happening]:
    """All events, the earliest first; those without a date come last."""
    found = [_happening(claims, iri, reports) for iri, reports in Grounds(claims).reports_of.items()]
    return sorted(found, key=lambda h: ((h.settled.time and h.settled.time.start) or "9999", h.iri))


def label(type_: str, language: str) -> str:
    """The label of an event type; its name if it has none."""
    return schema().labels(type_).get(language, type_) if type_ in schema().event_types else type_


def _happening(claims: Claims, iri: str, reports: list[EventClaim]) -> Happening:
    types = [name.removeprefix(TWQ) for name in claims.columns.types(iri)]
    event = settled(reports)
    finest = [t for t in most_specific(types) if t in schema().event_types]
    spot = next(_points(claims, event.roles["place"]), None)
    place, point, exact = spot or (None, None, False)
    return Happening(
        iri,
        finest[0] if finest else reports[0].type,
        "AggregateEvent" in types,
        event,
        tuple(reports),
        place,
        point,
        exact,
    )


def _points(claims: Claims, places: tuple[str, ...]) -> Iterator[tuple[str, tuple[float, float], bool]]:
    """Places with a point: the event's own, then those around them, the nearest first.

    The middle of a state says nothing about where in it something happened: it stands for the state only.
    """
    level, seen, exact = list(places), set(places), True
    while level:
        for place in level:
            point = point_of(claims.columns, place)
            if point and (exact or f"{TWQ}State" not in claims.columns.types(place)):
                yield place, point, exact
        around = dict.fromkeys(p for place in level for p in claims.columns.iris(place, "located_in"))
        level, exact = [p for p in around if p not in seen], False
        seen.update(level)
