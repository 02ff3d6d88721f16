"""A part of the projection: the events that were chosen, or what lies around some nodes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any, TypeAlias

import networkx as nx

Projection: TypeAlias = "nx.MultiDiGraph[str]"

_CONTAINMENT = "located_in"


def with_events(graph: Projection, chosen: Collection[str]) -> Projection:
    """The chosen events, who and what takes part in them, where these lie, and the edges that stand on them.

    Of an edge that rests on other events too, only what was told of the chosen ones stays.
    """
    kept_events = {node for node in chosen if node in graph}
    entities = {end for event in kept_events for end in graph.successors(event)}
    entities |= set(_containers(graph, entities))
    part: Projection = graph.subgraph(kept_events | entities).copy()
    silent = {
        claim.get("report")
        for node, data in graph.nodes(data=True)
        if data.get("kind") == "event" and node not in kept_events
        for claim in data.get("evidence", ())
    }
    for source, target, key, data in list(part.edges(keys=True, data=True)):
        if not data.get("event"):
            continue
        events = [event for event in data["event"] if event in kept_events]
        evidence = [claim for claim in data.get("evidence", ()) if claim.get("report") not in silent]
        if events or evidence:
            part.edges[source, target, key].update(event=events, evidence=evidence)
        else:
            part.remove_edge(source, target, key)
    return part


def around(graph: Projection, focus: Iterable[str], hops: int) -> Projection:
    """What lies within ``hops`` steps of the nodes in ``focus``.

    A step leads from an entity to another, over an edge or over an event in which both have a part. What
    lies in a place belongs to it only if the place is in ``focus``: a country does not draw in all its towns.
    """
    frontier = {node for node in focus if node in graph}
    reached = set(frontier)
    for step in range(hops):
        found = set()
        for node in frontier:
            for other in _neighbours(graph, node, downwards=step == 0):
                found.add(other)
                if _is_event(graph, other):
                    found.update(graph.successors(other))
        frontier = {node for node in found - reached if not _is_event(graph, node)}
        reached |= found
    part: Projection = graph.subgraph(reached).copy()
    return part


def _neighbours(graph: Projection, node: str, *, downwards: bool) -> Iterator[str]:
    yield from graph.successors(node)
    for other, _, key in graph.in_edges(node, keys=True):
        if downwards or key != _CONTAINMENT:
            yield other


def _containers(graph: Projection, places: Iterable[str]) -> Iterator[str]:
    """All that the places lie in, near and far."""
    waiting, seen = list(places), set(places)
    while waiting:
        for _, outer, key in graph.out_edges(waiting.pop(), keys=True):
            if key == _CONTAINMENT and outer not in seen:
                seen.add(outer)
                waiting.append(outer)
                yield outer


def _is_event(graph: Projection, node: str) -> bool:
    data: dict[str, Any] = graph.nodes[node]
    return data.get("kind") == "event"
