"""Nodes that an earlier page has shown stay where its readers know them; what is new stands beside them."""

from __future__ import annotations

import binascii
import json
import math
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tawthiq.view.communities import MOST, Link
from tawthiq.view.forces import Position, parted, sunflower
from tawthiq.view.layout import SPACING, Circle, Layout
from tawthiq.view.packing import unpacked

_GROWTH = 1.5
"""A graph that has grown by more than this since all of it was laid out is laid out anew."""
_UNIT = 10
_NEAR = SPACING * 0.5
Found = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Earlier:
    """Where each node of a page stood, by name, the number of its community, and the circles of these (x, y,
    radius). ``laid`` is how many nodes there were when all of them were last laid out.
    """

    places: dict[str, Position]
    groups: dict[str, int]
    circles: list[Found]
    laid: int


def read_earlier(page: Path) -> Earlier | None:
    """The layout of a page that :func:`tawthiq.view.write_page` wrote. None if there is no such page."""
    try:
        html = page.read_text(encoding="utf-8")
        overview = json.loads(_element(html, "overview"))
        values, columns = unpacked(_element(html, "graph"))
        names, circles = values["texts"]["node.name"], overview["communities"]
        places = [(x / _UNIT, y / _UNIT) for x, y in zip(columns["node.x"], columns["node.y"], strict=True)]
        return Earlier(
            dict(zip(names, places, strict=True)),
            dict(zip(names, columns["node.community"], strict=True)),
            [(circle["x"], circle["y"], circle["r"]) for circle in circles],
            overview["laid"],
        )
    except (OSError, EOFError, ValueError, LookupError, TypeError, zlib.error, binascii.Error):
        return None


def _element(html: str, name: str) -> str:
    found = re.search(rf'<script type="application/[a-z-]+" id="data-{name}">', html)
    if found is None:
        raise ValueError(name)
    return html[found.end() : html.index("</script>", found.end())]


def grown(earlier: Earlier, order: Sequence[str], links: Iterable[Link]) -> Layout | None:
    """The layout of nodes (names in order) of which those that stood on an earlier page stay there.

    New nodes join the community of most of their neighbours, near these; those without any make a community
    of their own. Circles that grow push others away, with all that is in them. None if too much is new.
    """
    known = [i for i, name in enumerate(order) if name in earlier.places]
    if len(order) > _GROWTH * earlier.laid or not known:
        return None
    drawing = _Drawing(
        {i: earlier.groups[order[i]] for i in known},
        {i: earlier.places[order[i]] for i in known},
        dict(enumerate(earlier.circles)),
    )
    drawing.add([i for i, name in enumerate(order) if name not in earlier.places], _neighbours(order, links))
    return drawing.layout(len(order), earlier.laid)


def _neighbours(order: Sequence[str], links: Iterable[Link]) -> list[list[int]]:
    near: list[list[int]] = [[] for _ in order]
    for a, b in links:
        near[a].append(b)
        near[b].append(a)
    return near


def _cell(place: Position) -> tuple[int, int]:
    return round(place[0] / _NEAR), round(place[1] / _NEAR)


class _Drawing:
    """Nodes by number: the community and the place of each, and the circles of the communities."""

    def __init__(self, of: dict[int, int], places: dict[int, Position], circles: dict[int, Found]) -> None:
        self._of, self._places, self._circles = of, places, circles
        self._taken = set(map(_cell, places.values()))
        self._wider: set[int] = set()
        self._apart: int | None = None

    def add(self, new: list[int], near: Sequence[Sequence[int]]) -> None:
        """Put new nodes beside their neighbours, those that have a neighbour with a place first."""
        while new:
            left = []
            for node in new:
                groups = Counter(self._of[n] for n in sorted(near[node]) if n in self._of)
                if not groups:
                    left.append(node)
                    continue
                group = groups.most_common(1)[0][0]
                placed = [self._places[n] for n in near[node] if self._of.get(n) == group]
                self._put(node, group, (_mean(p[0] for p in placed), _mean(p[1] for p in placed)))
            if len(left) == len(new):
                self._put_apart(left[0])
                left = left[1:]
            new = left

    def _put(self, node: int, group: int, middle: Position) -> None:
        seat = 0
        while _cell(place := _shifted(middle, sunflower(seat, _NEAR))) in self._taken:
            seat += 1
        self._taken.add(_cell(place))
        self._of[node], self._places[node] = group, place
        self._wider.add(group)

    def _put_apart(self, node: int) -> None:
        """A node that nothing leads to goes into a new circle beside all others; into the last if many."""
        if self._apart is None:
            self._apart = max(self._circles)
            if len(self._circles) < MOST:
                self._apart += 1
                right = max(x + r for x, _, r in self._circles.values())
                self._circles[self._apart] = right + SPACING, 0.0, SPACING
        self._put(node, self._apart, self._circles[self._apart][:2])

    def layout(self, count: int, laid: int) -> Layout:
        """The layout of ``count`` nodes, the biggest community first, its circles apart."""
        members: dict[int, list[int]] = defaultdict(list)
        for node in range(count):
            members[self._of[node]].append(node)
        groups = sorted(members.values(), key=lambda nodes: (-len(nodes), nodes[0]))
        old = [self._circles[self._of[nodes[0]]] for nodes in groups]
        radii = [
            max(r, max(math.dist(self._places[n], (x, y)) for n in nodes) + SPACING * 0.5)
            if self._of[nodes[0]] in self._wider else r
            for nodes, (x, y, r) in zip(groups, old, strict=True)
        ]  # fmt: skip
        middles = [(x, y) for x, y, _ in old]
        if self._wider:
            middles = parted(middles, radii, SPACING * 0.4)
        positions = [(0.0, 0.0)] * count
        for nodes, (x, y, _), middle in zip(groups, old, middles, strict=True):
            for node in nodes:
                positions[node] = _shifted(self._places[node], (middle[0] - x, middle[1] - y))
        circles = [Circle(nodes, x, y, r) for nodes, (x, y), r in zip(groups, middles, radii, strict=True)]
        return Layout(positions, circles, laid)


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found)


def _shifted(place: Position, by: Position) -> Position:
    return place[0] + by[0], place[1] + by[1]
