"""Where on the map a node stands: a point where it is known, else the area in which it lies somewhere."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import networkx as nx

Area = tuple[float, float, float]
"""Latitude and longitude of the middle in degrees, radius in km."""

_AREAS = frozenset(("State", "Region", "Province", "District", "NaturalFeature"))
_AROUND = {"City": 12.0, "Town": 6.0, "Village": 3.0}
_ELSE_AROUND = 5.0
_UNKNOWN = {"State": 250.0, "Region": 80.0, "Province": 60.0, "District": 20.0, "NaturalFeature": 20.0}
_ENOUGH = 3
"""Places from which the extent of an area without a point is guessed; else it is that of what is around."""
_KM = 111.2


@dataclass(frozen=True, slots=True)
class Spot:
    """Degrees, and the radius in km within which the place lies; 0 if the point is the place itself.

    ``within`` is the node that the point or area is of.
    """

    latitude: float
    longitude: float
    radius: float
    within: str


def spots(graph: nx.MultiDiGraph[str], areas: Mapping[str, Area]) -> dict[str, Spot]:
    """The spot of each node that has one. ``areas`` are the extents of provinces and the like that are known.

    A place without a point lies somewhere in the nearest place around it that has one.
    """
    parents = _parents(graph)
    known = {
        node: tuple(map(float, data["point"])) for node, data in graph.nodes(data=True) if data.get("point")
    }
    inner = _inner_points(graph, parents, known)
    found: dict[str, Spot] = {}
    for node in graph.nodes:
        own = _own(node, graph.nodes[node].get("types") or (), known.get(node), areas.get(node), inner)
        if own:
            found[node] = own
    return found | {
        node: spot
        for node in parents
        if node not in found and (spot := _somewhere_in(node, parents, found, graph)) is not None
    }


def _own(
    node: str,
    types: Collection[str],
    point: tuple[float, ...] | None,
    area: Area | None,
    inner: Mapping[str, list[tuple[float, ...]]],
) -> Spot | None:
    type_ = next((t for t in types if t in _AREAS), None)
    if type_ is None:
        return Spot(point[0], point[1], 0.0, node) if point else None
    if area:
        return Spot(*area, node)
    points = inner.get(node, [])
    if not point and len(points) < _ENOUGH:
        return None
    lat, lon = point or (sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points))
    squeeze = math.cos(math.radians(lat))
    away = [math.hypot(p[0] - lat, (p[1] - lon) * squeeze) * _KM for p in points]
    return Spot(lat, lon, round(max([_UNKNOWN[type_], *away])), node)


def _somewhere_in(
    node: str, parents: Mapping[str, list[str]], found: Mapping[str, Spot], graph: nx.MultiDiGraph[str]
) -> Spot | None:
    level, seen = [node], {node}
    while level:
        level = sorted({p for n in level for p in parents.get(n, ())} - seen)
        seen.update(level)
        for around in level:
            if around in found:
                spot = found[around]
                types = graph.nodes[around].get("types") or ()
                near = next((_AROUND[t] for t in types if t in _AROUND), _ELSE_AROUND)
                return Spot(spot.latitude, spot.longitude, spot.radius or near, spot.within)
    return None


def _parents(graph: nx.MultiDiGraph[str]) -> dict[str, list[str]]:
    """Place → the places around it."""
    parents: dict[str, list[str]] = defaultdict(list)
    for inner, outer, key in graph.edges(keys=True):
        if key == "located_in" and inner != outer:
            parents[inner].append(outer)
    return parents


def _inner_points(
    graph: nx.MultiDiGraph[str],
    parents: Mapping[str, list[str]],
    known: Mapping[str, tuple[float, ...]],
) -> dict[str, list[tuple[float, ...]]]:
    """Area → the points of what lies in it at any depth."""
    inner: dict[str, list[tuple[float, ...]]] = defaultdict(list)
    for node, point in known.items():
        if not _AREAS.isdisjoint(graph.nodes[node].get("types") or ()):
            continue
        above, seen = list(parents.get(node, ())), {node}
        while above:
            outer = above.pop()
            if outer not in seen:
                seen.add(outer)
                inner[outer].append(point)
                above.extend(parents.get(outer, ()))
    return inner
