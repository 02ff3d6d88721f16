"""Which nodes of the page belong together: Louvain communities, few enough for one picture."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import networkx as nx

MOST = 60
"""Communities of an overview."""

_SEED = 1
Link = tuple[int, int]


def communities(events: Sequence[bool], links: Iterable[Link], most: int = MOST) -> list[list[int]]:
    """Communities of nodes, numbers in each in ascending order, the biggest community first.

    ``events[i]`` says whether node ``i`` is an event. Events go with those who take part in them, and
    things with one neighbour go with it: Louvain then has a third of the nodes to do with. Beyond ``most``
    communities, the smaller ones are added to those that they have most links with; what has none with any
    is the last community.
    """
    weights, parts = _entity_links(events, links)
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(i for i, event in enumerate(events) if not event)
    graph.add_weighted_edges_from((a, b, weight) for (a, b), weight in sorted(weights.items()))
    hosts = _take_leaves(graph)
    found = _louvain(graph)
    of: dict[int, int] = {}
    for number, members in enumerate(found):
        of.update(dict.fromkeys(members, number))
    for leaf, host in reversed(hosts):
        of[leaf] = of[host]
    of = dict(sorted(of.items()))
    for event, people in sorted(parts.items()):
        of[event] = Counter(of[i] for i in people).most_common(1)[0][0]
    for i in range(len(events)):
        of.setdefault(i, len(found) + i)
    return _few(of, weights, most)


def _louvain(graph: nx.Graph[int]) -> list[list[int]]:
    """Communities of modularity: by scikit-network where it is installed, else by networkx.

    Both give the same for the same graph each time; their communities are of one quality, not the same ones.
    """
    try:
        from scipy.sparse import csr_matrix
        from sknetwork.clustering import Louvain
    except ImportError:
        return [sorted(members) for members in nx.community.louvain_communities(graph, seed=_SEED)]
    if not graph.number_of_edges():
        return [[node] for node in graph]
    nodes = sorted(graph)
    links = csr_matrix(nx.to_scipy_sparse_array(graph, nodes))
    labels = Louvain(random_state=_SEED).fit_predict(links)
    found: dict[int, list[int]] = defaultdict(list)
    for node, label in zip(nodes, labels.tolist(), strict=True):
        found[label].append(node)
    return list(found.values())


def _entity_links(
    events: Sequence[bool], links: Iterable[Link]
) -> tuple[Counter[Link], dict[int, list[int]]]:
    """How strongly entities are linked, and who takes part in each event."""
    weights: Counter[Link] = Counter()
    parts: dict[int, set[int]] = defaultdict(set)
    for a, b in links:
        if a == b:
            continue
        if events[a] != events[b]:
            event, entity = (a, b) if events[a] else (b, a)
            parts[event].add(entity)
        elif not events[a]:
            weights[min(a, b), max(a, b)] += 1
    people = {event: sorted(found) for event, found in parts.items()}
    for found in people.values():
        for i, a in enumerate(found):
            for b in found[i + 1 :]:
                weights[a, b] += 1
    return weights, people


def _take_leaves(graph: nx.Graph[int]) -> list[Link]:
    """Take nodes with one neighbour out of the graph: each with this neighbour, the first taken first."""
    hosts = []
    for node in sorted(graph):
        if graph.degree(node) == 1:
            hosts.append((node, next(iter(graph[node]))))
            graph.remove_node(node)
    return hosts


def _few(of: dict[int, int], weights: Counter[Link], most: int) -> list[list[int]]:
    groups: dict[int, list[int]] = defaultdict(list)
    for node in sorted(of):
        groups[of[node]].append(node)
    ranked = sorted(groups.values(), key=lambda members: (-len(members), members[0]))
    if len(ranked) <= most:
        return ranked
    kept = ranked[: most - 1]
    home = {node: number for number, members in enumerate(kept) for node in members}
    towards: dict[int, Counter[int]] = defaultdict(Counter)
    for (a, b), weight in sorted(weights.items()):
        for here, there in ((a, b), (b, a)):
            if here not in home and there in home:
                towards[of[here]][home[there]] += weight
    rest: list[int] = []
    for members in ranked[most - 1 :]:
        found = towards.get(of[members[0]])
        (kept[found.most_common(1)[0][0]] if found else rest).extend(members)
    return [sorted(members) for members in (*kept, rest) if members]
