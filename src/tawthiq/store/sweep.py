"""Sweeping out what no document names any more."""

from __future__ import annotations

import re
from collections import defaultdict

from pyoxigraph import NamedNode, Quad, Store

from tawthiq.graph.namespaces import DERIVED, EVENTS, GRAPHS, ONTOLOGY, RESOLVED, RUNS
from tawthiq.graph.quads import SHA256, USED

_NOT_DOCUMENTS = frozenset({RESOLVED, EVENTS, DERIVED, ONTOLOGY})


def sweep_unfinished(store: Store) -> None:
    """Remove the graphs of documents that a killed build left without the mark that they are complete."""
    complete = {
        f"{GRAPHS}{re.split('[/#]', quad.subject.value)[-1]}"
        for quad in store.quads_for_pattern(None, SHA256, None, RUNS)
        if isinstance(quad.subject, NamedNode)
    }
    for name in list(store.named_graphs()):
        if not isinstance(name, NamedNode) or not name.value.startswith(f"{GRAPHS}document-"):
            continue
        if name.value.removesuffix("-resolved") not in complete:
            store.remove_graph(name)


def sweep_entities(store: Store) -> None:
    """Remove curated entities that neither a document names nor an entity that one names leads to."""
    described: dict[NamedNode, list[Quad]] = defaultdict(list)
    for quad in store.quads_for_pattern(None, None, None, RESOLVED):
        if isinstance(quad.subject, NamedNode):
            described[quad.subject].append(quad)
    kept: set[NamedNode] = set()
    waiting = [node for node in described if _is_named(store, node)]
    while waiting:
        node = waiting.pop()
        if node not in kept and node in described:
            kept.add(node)
            waiting.extend(q.object for q in described[node] if isinstance(q.object, NamedNode))
    for node, quads in described.items():
        if node not in kept:
            for quad in quads:
                store.remove(quad)


def sweep_runs(store: Store) -> None:
    """Remove runs whose documents have all been read again by another run."""
    runs: dict[NamedNode, list[Quad]] = defaultdict(list)
    used: set[NamedNode] = set()
    for quad in store.quads_for_pattern(None, None, None, RUNS):
        if isinstance(quad.subject, NamedNode):
            runs[quad.subject].append(quad)
            if quad.predicate == USED:
                used.add(quad.subject)
    marked = {q.subject for quads in runs.values() for q in quads if q.predicate == SHA256}
    for node, quads in runs.items():
        if node not in used and node not in marked:
            for quad in quads:
                store.remove(quad)


def _is_named(store: Store, node: NamedNode) -> bool:
    return any(
        quad.graph_name not in _NOT_DOCUMENTS for quad in store.quads_for_pattern(None, None, node, None)
    )
