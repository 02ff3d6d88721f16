"""A projection of any size for the benchmark of the page, made of the graph of the example articles.

The graph is repeated until there are enough nodes, with names and quotes of their own in each copy: a name
is one of the graph's with an invented one beside it, a quote a walk along the pairs of words of the example
articles with leaps, so that it packs about as well as news does. What many events have a part in is shared by
neighbouring copies, and a tenth of the added edges lead to anywhere, so that there are hubs and communities
as in a real graph.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import networkx as nx

Projection = nx.MultiDiGraph
Speaker = Callable[[dict[str, Any], dict[str, Any]], dict[str, Any]]

EXAMPLES = Path(__file__).parent.parent / "examples" / "articles.jsonl"
GROUP, SHARED, ARTICLE, JUMP = 12, 5, 40, 0.7
"""Copies that share their hubs; edges that make a node a hub; quotes of one article; share of a quote's words
that are drawn at random. With it quotes pack to a quarter or a fifth, as news does; walks to an eighth."""
_PLACES = tuple(
    (f"{first_ar} {last_ar}", f"{first_en} {last_en}")
    for first_ar, first_en in (
        ("تل", "Tell"), ("وادي", "Wadi"), ("عين", "Ayn"), ("دير", "Deir"), ("كفر", "Kafr"),
        ("رأس", "Ras"), ("خربة", "Khirbet"), ("جسر", "Jisr"), ("مرج", "Marj"), ("بئر", "Bir"),
    )
    for last_ar, last_en in (
        ("الزعتر", "al-Zaatar"), ("السنديان", "al-Sindyan"), ("الغزلان", "al-Ghizlan"),
        ("الفخار", "al-Fakhar"), ("القصب", "al-Qasab"), ("الحمام", "al-Hamam"),
        ("اللوز", "al-Lawz"), ("الطيور", "al-Tuyur"),
        ("الصوان", "al-Sawan"), ("العسل", "al-Asal"), ("الرمان", "al-Rumman"), ("النسيم", "al-Nasim"),
    )
)  # fmt: skip


def repeated(base: Projection, nodes: int, seed: int = 1) -> Projection:
    """A graph of ``nodes`` nodes and twice as many edges, each with a quote; the same for the same seed."""
    chance = random.Random(seed)
    say = _speaker(chance)
    graph: Projection = nx.MultiDiGraph()
    number = 0
    while len(graph) < nodes:
        _add_copy(graph, base, number, nodes, chance, say)
        number += 1
    _fill(graph, 2 * nodes, chance, say)
    return graph


def _add_copy(
    graph: Projection, base: Projection, number: int, nodes: int, chance: random.Random, say: Speaker
) -> None:
    names = {}
    for name, data in base.nodes(data=True):
        shared = base.degree(name) >= SHARED and data["kind"] != "event"
        names[name] = f"{name}-g{number // GROUP}" if shared else f"{name}-c{number}"
        if names[name] not in graph and len(graph) < nodes:
            graph.add_node(names[name], **_varied(data, chance))
    for source, target, key, data in base.edges(keys=True, data=True):
        if names[source] in graph and names[target] in graph:
            more = (
                {"event": [names[e] for e in data["event"] if names[e] in graph]} if "event" in data else {}
            )
            _link(graph, names[source], names[target], key, data | more, say)
    for name, data in base.nodes(data=True):
        if data["kind"] == "event" and names[name] in graph:
            told = [e for *_, d in graph.out_edges(names[name], data=True) for e in d["evidence"]]
            graph.nodes[names[name]]["evidence"] = told[:1]


def _varied(data: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    arabic, english = chance.choice(_PLACES)
    varied = dict(data)
    for language, more in (("ar", arabic), ("en", english)):
        if label := data.get(f"label_{language}"):
            varied[f"label_{language}"] = (
                f"{label} – {more}" if data["kind"] == "event" else f"{label} {more}"
            )
    if point := data.get("point"):
        varied["point"] = (point[0] + chance.gauss(0, 0.6), point[1] + chance.gauss(0, 0.6))
    if start := data.get("start"):
        day = date(2015, 1, 1) + timedelta(chance.randrange(3650))
        varied["start"] = varied["end"] = day.isoformat()[: len(start)]
    return varied


def _link(graph: Projection, source: str, target: str, key: str, data: dict[str, Any], say: Speaker) -> None:
    quote = say(graph.nodes[source], graph.nodes[target])
    graph.add_edge(source, target, key=key, **(data | {"evidence": [quote]}))


def _fill(graph: Projection, edges: int, chance: random.Random, say: Speaker) -> None:
    """Add edges between entities, or take away the last ones, until there are ``edges``."""
    entities = [name for name, data in graph.nodes(data=True) if data["kind"] != "event"]
    kinds = [
        {key: data[key] for key in ("predicate", "label_ar", "label_en", "direct")} | {"key": key}
        for *_, key, data in list(graph.edges(keys=True, data=True))[:2000]
        if data["direct"]
    ]
    # networkx counts the edges of a multigraph anew each time that it is asked.
    number = graph.number_of_edges()
    while number < edges:
        at = chance.randrange(len(entities))
        near = min(len(entities) - 1, int(chance.expovariate(1 / 60)) + max(0, at - 60))
        source, target = entities[at], entities[near] if chance.random() > 0.1 else chance.choice(entities)
        kind = dict(chance.choice(kinds))
        if source != target and not graph.has_edge(source, target, key=kind["key"]):
            _link(graph, source, target, kind.pop("key"), kind, say)
            number += 1
    graph.remove_edges_from(list(graph.edges(keys=True))[edges:])


def _speaker(chance: random.Random) -> Speaker:
    """Makes claims: what the two ends are called, and a walk along the example articles' pairs of words."""
    articles = [json.loads(line) for line in EXAMPLES.read_text("utf-8").splitlines()]
    after = defaultdict(list)
    for article in articles:
        words = article["text"].split()
        for one, two in pairwise(words):
            after[one].append(two)
    words, said = sorted(after), [0]

    def say(source: dict[str, Any], target: dict[str, Any]) -> dict[str, Any]:
        at = chance.choice(words)
        walk = [at]
        for _ in range(chance.randrange(10, 24)):
            at = chance.choice(after[at] if after.get(at) and chance.random() > JUMP else words)
            walk.append(at)
        names = [data.get("label_ar") or data.get("label_en") or "" for data in (source, target)]
        quote = f"{names[0]} {' '.join(walk[:4])} {names[1]} {' '.join(walk[4:])}"
        number, said[0] = said[0] // ARTICLE, said[0] + 1
        day = date(2015, 1, 1) + timedelta(number * 7919 % 3650)
        return {
            "report": f"report-{said[0]}", "quote": quote, "start": said[0] * 7 % 4000,
            "end": said[0] * 7 % 4000 + len(quote), "document": f"article-{number}",
            "title": f"{articles[number % len(articles)]['title']} ({number})", "date": day.isoformat(),
            "source": articles[number % len(articles)]["source"], "url": f"https://example.org/article-{number}",
            "claimant": names[0], "status": "actual",
        }  # fmt: skip

    return say
