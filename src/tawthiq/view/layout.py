"""Where the nodes of the page stand: computed here, so that every build and every browser shows the same.

The best connected nodes (the core) are laid out by forces; the others stand around the neighbours that
they belong to. Pure Python: the time grows with the core, not with the graph.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Mapping

import networkx as nx

Position = tuple[float, float]

CORE = 300
SPACING = 95.0
_STEPS = 90
_GOLDEN = math.pi * (3 - math.sqrt(5))


def layout(graph: nx.Graph[str], core: int = CORE, spacing: float = SPACING) -> dict[str, Position]:
    """Positions in the page's units for every node; directions and parallel edges do not matter.

    The result depends on the nodes' names and edges alone, not on the order in which they were added.
    """
    ranked = sorted(graph.nodes, key=lambda node: (-graph.degree(node), node))
    neighbours = {node: sorted(set(nx.all_neighbors(graph, node)) - {node}) for node in ranked}
    inner = ranked[:core]
    positions = _forces(inner, neighbours, spacing)
    _place_around(ranked[core:], neighbours, positions, spacing)
    return {node: (round(x, 1), round(y, 1)) for node, (x, y) in positions.items()}


def _forces(nodes: list[str], neighbours: Mapping[str, list[str]], spacing: float) -> dict[str, Position]:
    """Springs along edges, repulsion between near nodes, a pull to the middle; a step that cools down."""
    chosen = set(nodes)
    order = _breadth_first(nodes, neighbours)
    index = {node: i for i, node in enumerate(order)}
    links = [(index[a], index[b]) for a in order for b in neighbours[a] if b in chosen and a < b]
    xs, ys = zip(*(_sunflower(i, spacing) for i in range(len(order))), strict=True) if order else ((), ())
    x, y = list(xs), list(ys)
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
            move_x, move_y = dx[i] - x[i] * 0.08, dy[i] - y[i] * 0.1
            length = math.hypot(move_x, move_y)
            factor = min(limit, length) / length if length else 0.0
            x[i] += move_x * factor
            y[i] += move_y * factor
    return dict(zip(order, _lying(x, y), strict=True))


def _lying(x: list[float], y: list[float]) -> list[Position]:
    """The picture turned so that it is broader than high, like screens, and widened, for names are broad."""
    middle_x, middle_y = sum(x) / max(len(x), 1), sum(y) / max(len(y), 1)
    across, down = [a - middle_x for a in x], [b - middle_y for b in y]
    mixed = sum(a * b for a, b in zip(across, down, strict=True))
    turn = 0.5 * math.atan2(2 * mixed, sum(a * a for a in across) - sum(b * b for b in down))
    cos, sin = math.cos(turn), math.sin(turn)
    return [((a * cos + b * sin) * 1.5, b * cos - a * sin) for a, b in zip(across, down, strict=True)]


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
                    across *= strength / square
                    down *= strength / square
                    push_x += across
                    push_y += down
                    dx[j] -= across
                    dy[j] -= down
            dx[i] += push_x
            dy[i] += push_y
    return dx, dy


def _breadth_first(nodes: list[str], neighbours: Mapping[str, list[str]]) -> list[str]:
    """``nodes`` so that connected ones come one after the other, the best connected first."""
    waiting = dict.fromkeys(nodes)
    order: list[str] = []
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


def _place_around(
    nodes: list[str], neighbours: Mapping[str, list[str]], positions: dict[str, Position], spacing: float
) -> None:
    """Put each node beside the middle of the neighbours that have a place; lone ones into a strip below."""
    taken: dict[Hashable, int] = defaultdict(int)
    pending = nodes
    while pending:
        left = []
        for node in pending:
            placed = [positions[n] for n in neighbours[node] if n in positions]
            if not placed:
                left.append(node)
                continue
            x = sum(p[0] for p in placed) / len(placed)
            y = sum(p[1] for p in placed) / len(placed)
            cell = (round(x / spacing), round(y / spacing))
            taken[cell] += 1
            across, down = _sunflower(taken[cell], spacing * 0.5)
            positions[node] = (x + across, y + down)
        if len(left) == len(pending):
            break
        pending = left
    lone = [n for n in pending if n not in positions]
    bottom = max((y for _, y in positions.values()), default=0.0) + 2 * spacing
    columns = max(1, math.isqrt(len(lone) * 3))
    for i, node in enumerate(lone):
        positions[node] = ((i % columns - columns / 2) * spacing, bottom + (i // columns) * spacing)


def _sunflower(i: int, spacing: float) -> Position:
    radius = spacing * 0.75 * math.sqrt(i)
    return radius * math.cos(i * _GOLDEN), radius * math.sin(i * _GOLDEN)
