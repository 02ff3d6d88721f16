"""Where the nodes of the page stand: computed here, so that every build and every browser shows the same.

In two levels: communities are circles that are packed, and each has its members around its middle. In a
community, the best connected ones are laid out by forces, the others stand around the neighbours that they
belong to. Pure Python: the time of the forces grows with the number of communities, not with the graph.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import networkx as nx

from tawthiq.view.communities import Link, communities
from tawthiq.view.forces import Position, packed_circles, spread, sunflower

CORE = 100
"""Members of a community that forces place."""
SPACING = 95.0


@dataclass(frozen=True, slots=True)
class Circle:
    """A community: its members by number, and the circle that holds them."""

    members: list[int]
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Layout:
    """``positions[i]`` is the place of node ``i`` in the page's units; the biggest community is the first.

    ``laid`` is how many nodes there were when all of them were laid out.
    """

    positions: list[Position]
    circles: list[Circle]
    laid: int


def layout(graph: nx.Graph[str]) -> dict[str, Position]:
    """The place of every node of a graph, in the page's units; of events the ``kind`` says so.

    The result depends on the nodes' names, kinds and edges alone, not on the order in which they were added.
    """
    order, events, links = numbered(graph)
    places = arranged(events, links).positions
    return {node: (round(x, 1), round(y, 1)) for node, (x, y) in zip(order, places, strict=True)}


def numbered(graph: nx.Graph[str]) -> tuple[list[str], list[bool], list[Link]]:
    """Nodes in order of their names, which of them are events, edges as pairs of their numbers."""
    order = sorted(graph.nodes)
    number = {node: i for i, node in enumerate(order)}
    events = [graph.nodes[node].get("kind") == "event" for node in order]
    return order, events, sorted((number[a], number[b]) for a, b in graph.edges())


def arranged(events: Sequence[bool], links: Iterable[Link]) -> Layout:
    """Places of nodes that are numbered from 0; ``events[i]`` says whether node ``i`` is an event.

    Directions and parallel links do not matter to the places, only to which nodes count as better connected.
    """
    pairs = list(links)
    groups = communities(events, pairs)
    of = [0] * len(events)
    for number, members in enumerate(groups):
        for node in members:
            of[node] = number
    near: list[list[int]] = [[] for _ in events]
    between: Counter[Link] = Counter()
    for a, b in pairs:
        near[a].append(b)
        near[b].append(a)
        if of[a] != of[b]:
            between[min(of[a], of[b]), max(of[a], of[b])] += 1
    places = [_inside(members, near, of) for members in groups]
    radii = [_radius(found) for found in places]
    middles = packed_circles(radii, between, gap=SPACING * 0.8)
    positions = [(0.0, 0.0)] * len(events)
    for members, found, (x, y) in zip(groups, places, middles, strict=True):
        for node, (across, down) in zip(members, found, strict=True):
            positions[node] = (x + across, y + down)
    circles = [Circle(m, x, y, r) for m, (x, y), r in zip(groups, middles, radii, strict=True)]
    return Layout(positions, circles, len(events))


def _inside(members: list[int], near: list[list[int]], of: list[int]) -> list[Position]:
    """Places of a community's members around its middle."""
    ranked = sorted(members, key=lambda node: (-len(near[node]), node))
    home = of[members[0]]
    neighbours = {
        node: [n for n in sorted(set(near[node])) if of[n] == home and n != node] for node in ranked
    }
    core = ranked[:CORE]
    places = dict(zip(core, spread(core, neighbours, SPACING), strict=True))
    _place_around(ranked[CORE:], neighbours, places)
    return [places[node] for node in members]


def _radius(places: list[Position]) -> float:
    """The radius of a community, a little more than it needs: a name stands beside each node."""
    return max(math.hypot(x, y) for x, y in places) + SPACING * 0.5


def _place_around(
    nodes: list[int], neighbours: Mapping[int, Sequence[int]], places: dict[int, Position]
) -> None:
    """Put each node beside the middle of the neighbours that have a place; lone ones around all."""
    taken: dict[tuple[int, int], int] = defaultdict(int)
    pending = nodes
    while pending:
        left = []
        for node in pending:
            placed = [places[n] for n in neighbours[node] if n in places]
            if not placed:
                left.append(node)
                continue
            x = sum(p[0] for p in placed) / len(placed)
            y = sum(p[1] for p in placed) / len(placed)
            cell = (round(x / SPACING), round(y / SPACING))
            taken[cell] += 1
            across, down = sunflower(taken[cell], SPACING * 0.5)
            places[node] = (x + across, y + down)
        if len(left) == len(pending):
            break
        pending = left
    first = sum(n in places for n in neighbours)
    lone = [n for n in pending if n not in places]
    for number, node in enumerate(lone):
        places[node] = sunflower(first + number, SPACING * 0.45)
