"""What the page carries: a small overview for the first picture, then columns, then evidence in blocks."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tawthiq.view.packing import Pack, zipped_json
from tawthiq.view.payload import KINDS
from tawthiq.view.spots import Spot

BLOCK = 1000
"""Claims in a block: what the page unpacks at once when a card is opened."""

LEADING = 3
"""Names that stand for a community."""
MOST_LINKS = 150
"""Links between communities that the overview draws."""

_DOCUMENT = ("document", "title", "source", "date", "url")
_UNIT = 10
"""Positions are kept in tenths."""
_DEGREE = 10_000
"""Degrees are kept in this many parts: some ten metres."""


@dataclass(frozen=True, slots=True)
class Packed:
    """``overview`` is plain JSON; the rest is gzipped and in base64."""

    overview: dict[str, Any]
    graph: str
    documents: str
    claims: tuple[str, ...]


def packed(data: Mapping[str, Any]) -> Packed:
    """Pack what :func:`tawthiq.view.payload.payload` gives."""
    nodes, edges, claims = data["nodes"], data["edges"], data["claims"]
    documents: dict[tuple[str | None, ...], int] = {}
    sources = [documents.setdefault(_document(claim), len(documents)) for claim in claims]
    kinds = Counter(node["kind"] for node in nodes)
    groups = data["communities"]
    of = {node: number for number, group in enumerate(groups) for node in group["members"]}
    pack = Pack()
    _pack_nodes(pack, nodes)
    _pack_edges(pack, edges)
    pack.numbers("node.community", [of[node] for node in range(len(nodes))])
    pack.value("predicates", data["predicates"])
    for name in ("quantities", "broader"):
        pack.value(name, data[name])
    _pack_spots(pack, data["spots"])
    pack.numbers("claim.document", sources)
    pack.words("document.source", [row[_DOCUMENT.index("source")] for row in documents])
    return Packed(
        {
            "counts": {"nodes": len(nodes), "edges": len(edges), "claims": len(claims)},
            "kinds": {kind: kinds[kind] for kind in KINDS if kinds[kind]},
            "block": BLOCK,
            "laid": data["laid"],
            "options": data["options"],
            **_overview(groups, of, nodes, edges),
        },
        pack.encoded(),
        zipped_json([dict(zip(_DOCUMENT, row, strict=True)) for row in documents]),
        tuple(zipped_json([_said(c) for c in claims[i : i + BLOCK]]) for i in range(0, len(claims), BLOCK)),
    )


def _overview(
    groups: Sequence[Mapping[str, Any]],
    of: Mapping[int, int],
    nodes: Sequence[Mapping[str, Any]],
    edges: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """Communities with their leading names, how many of their nodes show at first, and their links."""
    degree = Counter(end for edge in edges for end in {edge["from"], edge["to"]})
    events = {node["id"] for node in nodes if node["kind"] == "event"}
    direct = [e for e in edges if not e.get("role") and not events & {e["from"], e["to"]}]
    shown = {end for edge in direct for end in (edge["from"], edge["to"])} or of.keys() - (
        events if any(not e.get("role") for e in edges) else set()
    )
    links = Counter(
        (min(pair), max(pair))
        for pair in ((of[e["from"]], of[e["to"]]) for e in direct or edges)
        if pair[0] != pair[1]
    )

    def row(group: Mapping[str, Any]) -> dict[str, Any]:
        ranked = sorted(group["members"], key=lambda i: (i in events, -degree[i], i))[:LEADING]
        names = [{k: nodes[i][k] for k in ("name", "ar", "en", "kind") if k in nodes[i]} for i in ranked]
        count = sum(node in shown for node in group["members"])
        return {**{k: group[k] for k in "xyr"}, "n": count, "names": names}

    strongest = sorted(links.items(), key=lambda link: (-link[1], link[0]))[:MOST_LINKS]
    return {
        "communities": [row(group) for group in groups],
        "links": [[*pair, number] for pair, number in strongest],
        "total": len(shown),
    }


def _document(claim: Mapping[str, Any]) -> tuple[str | None, ...]:
    return tuple(claim.get(field) for field in _DOCUMENT)


def _said(claim: Mapping[str, Any]) -> dict[str, Any]:
    """A claim without what its document tells."""
    return {key: value for key, value in claim.items() if key not in _DOCUMENT}


def _pack_nodes(pack: Pack, nodes: Sequence[Mapping[str, Any]]) -> None:
    def each(field: str) -> list[Any]:
        return [node.get(field) for node in nodes]

    pack.numbers("node.kind", [KINDS.index(kind) for kind in each("kind")])
    for axis in ("x", "y"):
        pack.numbers(f"node.{axis}", [round(value * _UNIT) for value in each(axis)])
    pack.numbers("node.flags", [2 * bool(n.get("aggregate")) for n in nodes])
    for field in ("name", "ar", "en"):
        pack.texts(f"node.{field}", each(field))
    for field in ("type", "type_ar", "type_en", "status", "start", "end"):
        pack.words(f"node.{field}", each(field))
    pack.value("names", {number: names for number, names in enumerate(each("names")) if names})
    pack.value("points", {number: point for number, point in enumerate(each("point")) if point})
    pack.numbers("node.reports", [reports or 0 for reports in each("reports")])
    pack.lists("node.claims", [claims or () for claims in each("claims")])


def _pack_spots(pack: Pack, spots: Sequence[tuple[int, Spot, int]]) -> None:
    pack.numbers("spot.node", [node for node, _, _ in spots])
    pack.numbers("spot.within", [within for _, _, within in spots])
    for axis in ("latitude", "longitude"):
        pack.numbers(f"spot.{axis}", [round(getattr(spot, axis) * _DEGREE) for _, spot, _ in spots])
    pack.numbers("spot.km", [math.ceil(spot.radius) for _, spot, _ in spots])


def _pack_edges(pack: Pack, edges: Sequence[Mapping[str, Any]]) -> None:
    for field in ("from", "to", "predicate"):
        pack.numbers(f"edge.{field}", [edge.get(field, 0) for edge in edges])
    pack.numbers("edge.reports", [edge.get("reports", 0) for edge in edges])
    pack.numbers("edge.role", [bool(edge.get("role")) for edge in edges])
    for field in ("events", "claims"):
        pack.lists(f"edge.{field}", [edge.get(field) or () for edge in edges])
