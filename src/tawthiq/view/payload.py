"""The graph as the page's script reads it: pyvis's nodes and edges, and the claims that they rest on.

What is read of the projection (a missing attribute is an unknown value):

nodes
    ``kind`` (actor, person, place, event, thing), ``types`` (names of classes), ``type_ar``, ``type_en``,
    ``label_ar``, ``label_en`` (``label_und`` where the language is unknown), ``names`` (other names),
    ``point`` (latitude, longitude), ``start``, ``end`` (ISO date or a prefix), ``status``, ``aggregate``,
    ``evidence`` (claims).
edges
    the key is the predicate; ``label_ar``, ``label_en``, ``direct`` (false: a role of an event),
    ``event`` (the events that a derived edge stands on), ``evidence`` (claims).
claims
    ``report``, ``quote``, ``marks`` and ``trigger`` (start and end within the quote), ``before`` and
    ``after`` (the rest of its sentence), ``title``, ``document``, ``date``, ``source``, ``claimant``,
    ``status``, ``start``, ``end``, ``url``; of an event also ``type``, ``type_ar``, ``type_en``, ``time``
    (start and end), ``quantities`` (numbers by name).
"""

from __future__ import annotations

import json
import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import networkx as nx

from tawthiq.bidi import set_apart
from tawthiq.graph.vocabulary import schema
from tawthiq.view.earlier import Earlier, grown
from tawthiq.view.forces import Position
from tawthiq.view.layout import Circle, arranged, numbered
from tawthiq.view.spots import Area, Spot, spots

KINDS = ("actor", "person", "place", "event", "thing")
SHAPES = {"actor": "dot", "person": "triangle", "place": "square", "event": "diamond", "thing": "hexagon"}
_CLAIM = (
    "report", "quote", "marks", "trigger", "title", "document", "source", "claimant", "status", "start",
    "end", "url", "type", "type_ar", "type_en", "time", "quantities", "before", "after",
)  # fmt: skip
_OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "multiselect": False, "dragNodes": True, "selectConnectedEdges": True},
    "nodes": {"borderWidth": 1, "borderWidthSelected": 3, "shapeProperties": {"useBorderWithImage": False}},
    "edges": {"arrows": {"to": {"enabled": True, "scaleFactor": 0.45}}, "smooth": False, "width": 1.2},
}


def payload(
    graph: nx.MultiDiGraph[str], areas: Mapping[str, Area] | None = None, earlier: Earlier | None = None
) -> dict[str, Any]:
    """Nodes, edges, communities, predicates, claims and options; nodes are named by their index.

    ``areas`` are extents of provinces and the like, by node: places without a point lie somewhere in them.
    Nodes of an ``earlier`` page stay where they stood.
    """
    claims = _Claims()
    predicates = _Table()
    order, events, links = numbered(graph)
    index = {node: number for number, node in enumerate(order)}
    places = (grown(earlier, order, links) if earlier else None) or arranged(events, links)
    network = _network(graph, index, places.positions, claims, predicates)
    nodes, edges, _, _, _, options = network.get_network_data()
    return {
        "communities": [_community(circle) for circle in places.circles],
        "laid": places.laid,
        "kinds": [kind for kind in KINDS if any(node["kind"] == kind for node in nodes)],
        "nodes": nodes,
        "edges": edges,
        "predicates": predicates.rows,
        "claims": claims.rows,
        "options": json.loads(options),
        "spots": _spots(graph, areas or {}),
        "quantities": {name: _quantity(name) for name in schema().quantities},
        "broader": _broader({claim["type"] for claim in claims.rows if "type" in claim}),
    }


def _broader(types: Iterable[str]) -> dict[str, list[str]]:
    """Type of event → the others of ``types`` that it is a kind of."""
    known = sorted(t for t in types if t in schema().event_types)
    return {t: above for t in known if (above := [o for o in known if o != t and schema().is_a(t, o)])}


def _spots(graph: nx.MultiDiGraph[str], areas: Mapping[str, Area]) -> list[tuple[int, Spot, int]]:
    """Number of a node, where it stands on the map, and number of the node that the spot is of."""
    index = {node: i for i, node in enumerate(sorted(graph.nodes))}
    return [(index[node], spot, index[spot.within]) for node, spot in sorted(spots(graph, areas).items())]


def _quantity(name: str) -> dict[str, str]:
    return {language: label for language, label in schema().labels(name).items() if language in ("ar", "en")}


class _Table:
    """Rows that are kept once, however often they are used."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []
        self._index: dict[str, int] = {}

    def add(self, row: Mapping[str, Any]) -> int:
        """Index of the row."""
        kept = _known(row)
        key = repr(kept)
        if key not in self._index:
            self._index[key] = len(self.rows)
            self.rows.append(kept)
        return self._index[key]


class _Claims(_Table):
    """The claims of all evidence; the projection's nodes and edges share the dictionaries of theirs."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[int, tuple[Mapping[str, Any], int]] = {}

    def numbers(self, evidence: Iterable[Mapping[str, Any]] | None) -> list[int]:
        """Indices of the claims of some evidence, each once."""
        return list(dict.fromkeys(self._number(claim) for claim in evidence or ()))

    def _number(self, claim: Mapping[str, Any]) -> int:
        if id(claim) not in self._seen:
            row = {**{field: claim.get(field) for field in _CLAIM}, "date": _day(claim.get("date"))}
            self._seen[id(claim)] = claim, self.add(row)
        return self._seen[id(claim)][1]


def _community(circle: Circle) -> dict[str, Any]:
    place = {"x": round(circle.x), "y": round(circle.y), "r": math.ceil(circle.radius)}
    return {**place, "members": circle.members}


def _network(
    graph: nx.MultiDiGraph[str],
    index: Mapping[str, int],
    positions: list[Position],
    claims: _Claims,
    predicates: _Table,
) -> Any:
    """The pyvis network, filled directly: its own reading of a networkx graph takes quadratic time."""
    # pyvis draws IPython in, which takes half a second; only who writes a page pays for it.
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    network.options = _OPTIONS
    degrees = Counter(index[end] for edge in graph.edges() for end in edge)
    for node, number in index.items():
        data = _node(number, graph.nodes[node], degrees[number], positions[number], claims)
        network.nodes.append({**data, "name": node})
    rows = sorted(graph.edges(keys=True, data=True), key=lambda row: (row[0], row[1], str(row[2])))
    for number, (source, target, key, data) in enumerate(rows):
        edge = _edge(key, data, index, claims, predicates)
        network.edges.append({"id": number, "from": index[source], "to": index[target], **edge})
    return network


def _node(
    number: int, data: Mapping[str, Any], degree: int, position: Position, claims: _Claims
) -> dict[str, Any]:
    kind = data.get("kind")
    kind = kind if kind in SHAPES else "thing"
    point = data.get("point")
    return _known({
        "id": number,
        "x": round(position[0], 1),
        "y": round(position[1], 1),
        "size": round(min(6 + 2.1 * math.sqrt(degree), 22), 1),
        "shape": SHAPES[kind],
        "kind": kind,
        "ar": shown_label(data, "ar") or _named(data.get("label_und")),
        "en": shown_label(data, "en"),
        "type": next(iter(data.get("types") or ()), None),
        "type_ar": data.get("type_ar"),
        "type_en": data.get("type_en"),
        "names": list(data.get("names") or ()),
        "point": [round(float(c), 5) for c in point] if point else None,
        "start": _day(data.get("start")),
        "end": _day(data.get("end")),
        "status": data.get("status"),
        "aggregate": data.get("aggregate"),
        "reports": _reports(data.get("evidence")),
        "claims": claims.numbers(data.get("evidence")),
    })  # fmt: skip


def shown_label(data: Mapping[str, Any], language: str) -> str | None:
    """The label of a node, in an isolate; of an event's, a name that runs the other way has its own.

    «اعتداء مسلح: 50 Wagner fighters» reads «Wagner 50 fighters» without.
    """
    label, type_ = data.get(f"label_{language}"), data.get(f"type_{language}")
    if data.get("kind") == "event" and label and type_ and label.startswith(f"{type_}: "):
        name = label.removeprefix(f"{type_}: ")
        if _directions(name) - _directions(type_):
            return f"\u2068{type_}: {set_apart(name)}\u2069"
    return _named(label)


def _named(label: str | None) -> str | None:
    return set_apart(label) if label else None


def _directions(text: str) -> set[bool]:
    """Whether letters of the text run from the right."""
    kinds = {unicodedata.bidirectional(character) for character in text}
    return {kind != "L" for kind in kinds & {"L", "R", "AL"}}


def _edge(
    key: object, data: Mapping[str, Any], index: Mapping[str, int], claims: _Claims, predicates: _Table
) -> dict[str, Any]:
    name = str(data.get("predicate") or key)
    label = {"name": name, "ar": data.get("label_ar"), "en": data.get("label_en")}
    events = data.get("event") or ()
    events = (events,) if isinstance(events, str) else events
    return _known({
        "predicate": predicates.add(label),
        "role": not data.get("direct", True),
        "events": [index[event] for event in events if event in index],
        "reports": _reports(data.get("evidence")),
        "claims": claims.numbers(data.get("evidence")),
    })  # fmt: skip


def _reports(evidence: Iterable[Mapping[str, Any]] | None) -> int:
    """How many reports claims come from: what one claimant says in one document is one report."""
    told = list(evidence or ())
    if len(told) < 2:
        return len(told)
    return len({(claim.get("document"), claim.get("claimant"), claim.get("status")) for claim in told})


def _day(value: object) -> str | None:
    """A date as text without its time of day: ``2023-10-31`` or a prefix of it."""
    return str(value)[:10] if value else None


def _known(row: Mapping[str, Any]) -> dict[str, Any]:
    """``row`` without unknown and empty values: the page is half as big without them."""
    return {key: value for key, value in row.items() if value or (value == 0 and value is not False)}
