"""The graph as a pyvis network, for those who work on with pyvis in a notebook."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Mapping
from typing import Any

import networkx as nx

from tawthiq.bidi import set_apart
from tawthiq.view.layout import layout
from tawthiq.view.payload import SHAPES, shown_label

_QUOTES = 3


def to_pyvis(
    graph: nx.MultiDiGraph[str], *, max_nodes: int = 500, events: bool = False, language: str = "ar",
    height: str = "640px",
) -> Any:  # fmt: skip
    """The projection as a ``pyvis.network.Network`` with fixed positions and quotes as titles.

    Shown are entities and the direct edges between them or, if ``events`` is true, events with their roles
    in the place of the edges that stand on them. Of a graph with more than ``max_nodes`` nodes those with the
    most edges are kept, and a warning says so. The HTML that pyvis writes of it asks other hosts for scripts:
    :func:`tawthiq.view.write_page` writes one that does not.
    """
    # pyvis draws IPython in, which takes half a second; only who wants a network pays for it.
    from pyvis.network import Network

    shown = _shown(graph, max_nodes, events)
    network = Network(height, "100%", directed=True, cdn_resources="in_line")
    network.toggle_physics(False)
    positions = layout(shown)
    for name in sorted(shown.nodes):
        network.nodes.append(_node(name, shown.nodes[name], positions[name], language))
        # What add_node keeps beside the list, so that nodes and edges can be added later on.
        network.node_ids.append(name)
        network.node_map[name] = network.nodes[-1]
    drawn: Counter[frozenset[str]] = Counter()
    for source, target, key in sorted(shown.edges(keys=True)):
        number = drawn[frozenset((source, target))]
        drawn[frozenset((source, target))] += 1
        network.edges.append(
            {"from": source, "to": target, **_edge(shown.edges[source, target, key], key, number, language)}
        )
    return network


def _shown(graph: nx.MultiDiGraph[str], max_nodes: int, events: bool) -> nx.MultiDiGraph[str]:
    if events:
        drawn = graph.copy()
        drawn.remove_edges_from([edge for edge in graph.edges(keys=True) if graph.edges[edge].get("event")])
    else:
        drawn = graph.subgraph(n for n, data in graph.nodes(data=True) if data.get("kind") != "event")
    degree = dict(drawn.degree())
    ranked = sorted(degree, key=lambda node: (-degree[node], node))
    if len(ranked) > max_nodes:
        warnings.warn(
            f"{max_nodes:,} of {len(ranked):,} nodes are shown, those with the most edges; "
            "max_nodes=… shows more, and part(focus=…) what lies around one of them.",
            stacklevel=3,
        )
    return drawn.subgraph(ranked[:max_nodes])


def _node(name: str, data: Mapping[str, Any], position: tuple[float, float], language: str) -> dict[str, Any]:
    kind = data.get("kind", "thing")
    label = shown_label(data, language) or _label(data, "label", language) or name
    dates = "–".join(dict.fromkeys(filter(None, (data.get("start"), data.get("end")))))
    lines = [_label(data, "type", language), _label(data, "label", "en" if language == "ar" else "ar"), dates]
    return {
        "id": name,
        "label": set_apart(label),
        "title": _title([label, *(line for line in lines if line and line != label)], data),
        "group": kind,
        "shape": SHAPES.get(kind, SHAPES["thing"]),
        "x": position[0],
        "y": position[1],
    }


def _edge(data: Mapping[str, Any], key: str, number: int, language: str) -> dict[str, Any]:
    label = _label(data, "label", language) or key
    # Edges between the same two nodes are bent, each more than the one before, or they would hide each other.
    smooth = {"type": "curvedCW", "roundness": round(0.15 * number, 2)} if number else False
    return {"label": set_apart(label), "title": _title([label], data), "arrows": "to", "smooth": smooth}


def _title(lines: list[str], data: Mapping[str, Any]) -> str:
    """Plain text. pyvis reads the titles as HTML, scripts and all, once one contains «href»."""
    for claim in (data.get("evidence") or ())[:_QUOTES]:
        source = ", ".join(filter(None, (claim.get("claimant"), claim.get("source"), claim.get("date"))))
        lines.append(f"«{' '.join(claim['quote'].split())}»" + (f" ({source})" if source else ""))
    return "\n".join(lines).replace("href", "h\u2060ref")


def _label(data: Mapping[str, Any], name: str, language: str) -> str | None:
    order = dict.fromkeys((language, "ar", "en", "und"))
    return next((text for other in order if (text := data.get(f"{name}_{other}"))), None)
