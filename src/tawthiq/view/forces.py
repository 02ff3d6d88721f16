"""Positions by forces: springs along links, repulsion between what is near, circles that do not overlap."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

Position = tuple[float, float]

_STEPS = 50
_GOLDEN = math.pi * (3 - math.sqrt(5))


def sunflower(i: int, spacing: float) -> Position:
    """The place of the i-th seed of a sunflower: evenly spread, the first in the middle."""
    radius = spacing * 0.75 * math.sqrt(i)
    return radius * math.cos(i * _GOLDEN), radius * math.sin(i * _GOLDEN)


def spread(nodes: Sequence[int], neighbours: Mapping[int, Sequence[int]], spacing: float) -> list[Position]:
    """Places of nodes, linked ones about ``spacing`` apart, around the origin.

    ``neighbours`` has the neighbours of each node, others than ``nodes`` too.
    """
    chosen = set(nodes)
    order = _breadth_first(nodes, neighbours)
    index = {node: i for i, node in enumerate(order)}
    links = [(index[a], index[b]) for a in order for b in neighbours[a] if b in chosen and a < b]
    x = [sunflower(i, spacing)[0] for i in range(len(order))]
    y = [sunflower(i, spacing)[1] for i in range(len(order))]
    degree = [0] * len(order)
    for a, b in links:
        degree[a] += 1
        degree[b] += 1
    for step in range(_STEPS if links else 0):
        dx, dy = _repulsion(x, y, spacing)
        for a, b in links:
            across, down = x[b] - x[a], y[b] - y[a]
            pull = math.hypot(across, down) / spacing / (1 + 0.15 * min(degree[a], degree[b]))
            dx[a] += across * pull
            dy[a] += down * pull
            dx[b] -= across * pull
            dy[b] -= down * pull
        limit = spacing * 1.5 * (1 - step / _STEPS) + 1
        for i in range(len(order)):
            move_x, move_y = dx[i] - x[i] * 0.09, dy[i] - y[i] * 0.09
            length = math.hypot(move_x, move_y)
            factor = min(limit, length) / length if length else 0.0
            x[i] += move_x * factor
            y[i] += move_y * factor
    middle_x, middle_y = (sum(axis) / max(len(order), 1) for axis in (x, y))
    return [(x[index[node]] - middle_x, y[index[node]] - middle_y) for node in nodes]


def _repulsion(x: list[float], y: list[float], spacing: float) -> tuple[list[float], list[float]]:
    """Push of the nodes on each other, up to two and a half spacings away (a grid finds who is near)."""
    reach = 2.5 * spacing
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for i in range(len(x)):
        cells[int(x[i] // reach), int(y[i] // reach)].append(i)
    dx, dy = [0.0] * len(x), [0.0] * len(x)
    strength, furthest = spacing * spacing, reach * reach
    for (column, row), here in cells.items():
        around = [j for c in (-1, 0, 1) for r in (-1, 0, 1) for j in cells.get((column + c, row + r), ())]
        for i in here:
            xi, yi, push_x, push_y = x[i], y[i], 0.0, 0.0
            for j in around:
                if j <= i:
                    continue
                across, down = xi - x[j], yi - y[j]
                square = across * across + down * down
                if 0 < square < furthest:
                    factor = strength / square
                    across *= factor
                    down *= factor
                    push_x += across
                    push_y += down
                    dx[j] -= across
                    dy[j] -= down
            dx[i] += push_x
            dy[i] += push_y
    return dx, dy


def _breadth_first(nodes: Sequence[int], neighbours: Mapping[int, Sequence[int]]) -> list[int]:
    """``nodes`` so that linked ones come one after the other, beginning with the first."""
    waiting = dict.fromkeys(nodes)
    order: list[int] = []
    while waiting:
        queue = [next(iter(waiting))]
        del waiting[queue[0]]
        for node in queue:
            order.append(node)
            found = [n for n in neighbours[node] if n in waiting]
            queue.extend(found)
            for n in found:
                del waiting[n]
    return order


_ROUNDS = 240
_LAST_ROUNDS = 200
_BROADER = 1.9


def packed_circles(
    radii: Sequence[float], links: Mapping[tuple[int, int], int], gap: float
) -> list[Position]:
    """Middles of circles that keep ``gap`` apart, strongly linked ones near each other.

    The whole is broader than high, as screens are. ``links`` has a weight for a pair of circles.
    """
    start = 1.2 * math.sqrt(sum(r * r for r in radii) / max(len(radii), 1))
    x = [sunflower(i, start)[0] * 1.5 for i in range(len(radii))]
    y = [sunflower(i, start)[1] for i in range(len(radii))]
    room = math.sqrt(sum((r + gap / 2) ** 2 for r in radii) / 0.66 / _BROADER)
    most = max(links.values(), default=1)
    springs = [(a, b, 0.25 * math.sqrt(weight / most)) for (a, b), weight in sorted(links.items())]
    for step in range(_ROUNDS):
        heat = 1 - step / _ROUNDS
        for a, b, strength in springs:
            across, down = x[b] - x[a], y[b] - y[a]
            distance = math.hypot(across, down) or 1.0
            pull = max(0.0, distance - radii[a] - radii[b] - gap) / distance * strength * heat
            share = radii[b] ** 2 / (radii[a] ** 2 + radii[b] ** 2)
            x[a] += across * pull * share
            y[a] += down * pull * share
            x[b] -= across * pull * (1 - share)
            y[b] -= down * pull * (1 - share)
        # Inwards to an ellipse of which the circles fill most, so that none lies far out in any direction.
        for i in range(len(radii)):
            out = math.hypot(x[i] / _BROADER, y[i]) + radii[i]
            if out > room:
                inwards = room / out
                x[i] *= inwards
                y[i] *= inwards
        _part(x, y, radii, gap)
    return parted(list(zip(x, y, strict=True)), radii, gap)


def parted(middles: Sequence[Position], radii: Sequence[float], gap: float) -> list[Position]:
    """Middles of circles that keep ``gap`` apart, moved no further than that takes."""
    x, y = [place[0] for place in middles], [place[1] for place in middles]
    for _ in range(_LAST_ROUNDS):
        if not _part(x, y, radii, gap):
            break
    return list(zip(x, y, strict=True))


def _part(x: list[float], y: list[float], radii: Sequence[float], gap: float) -> bool:
    """Move circles that overlap apart, the smaller one further. False if none did."""
    moved = False
    for a in range(len(radii)):
        for b in range(a + 1, len(radii)):
            across, down = x[b] - x[a], y[b] - y[a]
            least = radii[a] + radii[b] + gap
            square = across * across + down * down
            if square >= least * least * 0.9999:
                continue
            moved = True
            distance = math.sqrt(square)
            if not distance:
                across, down, distance = (
                    sunflower(b, 1.0)[0],
                    sunflower(b, 1.0)[1],
                    math.hypot(*sunflower(b, 1.0)),
                )
            push = (least - distance) / distance
            share = radii[b] ** 2 / (radii[a] ** 2 + radii[b] ** 2)
            x[a] -= across * push * share
            y[a] -= down * push * share
            x[b] += across * push * (1 - share)
            y[b] += down * push * (1 - share)
    return moved
