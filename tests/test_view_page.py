"""The page's file: what it holds, that it asks for nothing, that it is the same from build to build."""

from __future__ import annotations

import base64
import hashlib
import json
import math
import re
import statistics
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from page_graphs import HOSTILE, Graph, big_graph, claim, hostile_graph, link, small_graph
from tawthiq.errors import OutputError
from tawthiq.view import page_html, with_events, write_page
from tawthiq.view.earlier import read_earlier
from tawthiq.view.layout import CORE, SPACING, layout
from tawthiq.view.page import embedded_json
from tawthiq.view.payload import payload


def test_page_is_the_same_bytes_whatever_the_order_of_the_graph() -> None:
    graph = small_graph()
    turned: Graph = nx.MultiDiGraph()
    turned.add_nodes_from(reversed(list(graph.nodes(data=True))))
    for source, target, key, data in reversed(list(graph.edges(keys=True, data=True))):
        turned.add_edge(source, target, key=key, **data)
    assert page_html(graph, "x", "ar") == page_html(turned, "x", "ar")


@pytest.mark.parametrize(
    "graph", [small_graph(), hostile_graph(), nx.MultiDiGraph()], ids=["small", "hostile", "empty"]
)
def test_policy_names_each_script_and_style_by_its_hash(graph: Graph) -> None:
    html = page_html(graph, HOSTILE[0], "ar")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    assert policy is not None
    rules = policy[1].replace("&#39;", "'")
    assert rules.startswith("default-src 'none'; ")
    scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    styles = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    assert len(scripts) > 5
    for text in (*scripts, *styles):
        assert base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() in rules
    assert "unsafe" not in rules
    assert "http" not in rules


def test_page_loads_nothing() -> None:
    html = page_html(small_graph(), "x", "en")
    assert not re.findall(
        r"<(?:script|img|iframe)[^>]*\ssrc=|@import|url\(|<link(?![^>]*href=\"data:,\")", html
    )


def test_write_page_names_the_remedy_when_the_folder_is_missing(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="You can fix this by"):
        write_page(small_graph(), tmp_path / "missing" / "graph.html", "x", "ar")


def test_page_speaks_two_languages() -> None:
    assert '<html lang="en" dir="ltr">' in page_html(small_graph(), "x", "en")
    with pytest.raises(ValueError, match="fr"):
        page_html(small_graph(), "x", "fr")


@given(
    st.recursive(st.text() | st.integers() | st.none(), lambda x: st.lists(x) | st.dictionaries(st.text(), x))
)
def test_embedded_json_reads_back_and_cannot_end_its_element(value: Any) -> None:
    text = str(embedded_json(value))
    assert json.loads(text) == value
    assert not set(text) & set("<>&\u2028\u2029")
    text.encode()


def test_interface_has_every_text_in_both_languages() -> None:
    static = Path(__file__).parent.parent / "src" / "tawthiq" / "view" / "static"
    interface = json.loads((static / "interface.json").read_text(encoding="utf-8"))
    for key, texts in interface.items():
        assert set(texts) == {"ar", "en"}, key
        assert all(texts.values()), key
        assert set(re.findall(r"{\w+}", texts["ar"])) == set(re.findall(r"{\w+}", texts["en"])), key
    used = set(
        re.findall(r'data-word(?:-label|-placeholder)?="(\w+)"', (static / "page.html.j2").read_text())
    )
    for script in static.glob("*.js"):
        used |= set(
            re.findall(r'\b(?:word|heading|row|button)\("(\w+)"[,)]', script.read_text(encoding="utf-8"))
        )
    assert used <= set(interface)


def test_payload_keeps_parallel_edges_and_each_claim_once() -> None:
    graph = small_graph()
    data = payload(graph)
    assert len(data["nodes"]) == len(graph)
    assert len(data["edges"]) == graph.number_of_edges()
    between = [
        e
        for e in data["edges"]
        if {data["nodes"][e[k]]["name"] for k in ("from", "to")} == {"envoy", "alliance"}
    ]
    assert [data["predicates"][e["predicate"]]["name"] for e in between] == ["has_role", "met"]
    quotes = [claim["quote"] for claim in data["claims"]]
    assert len(quotes) == len(set(quotes))


def test_payload_keeps_zero_and_leaves_out_what_is_unknown() -> None:
    graph: Graph = nx.MultiDiGraph()
    graph.add_node("a", kind="event", label_und="اسم", evidence=[claim("نص", date="2031-03-10T10:00:00")])
    graph.add_node("b", kind="spaceship", point=(0.0, 12.5))
    link(graph, "a", "target", "b", direct=False)
    data = payload(graph)
    event, thing = data["nodes"]
    assert event["id"] == 0
    assert event["ar"] == "\u2068اسم\u2069"
    assert "en" not in event
    assert data["claims"][0]["start"] == 0
    assert data["claims"][0]["date"] == "2031-03-10"
    assert thing["kind"] == "thing"
    assert thing["point"] == [0.0, 12.5]
    assert data["edges"][0]["role"] is True


def test_layout_gives_each_node_a_place_of_its_own() -> None:
    graph = big_graph(CORE + 150, 200)
    graph.add_nodes_from(["lone-1", "lone-2"])
    positions = layout(graph)
    assert set(positions) == set(graph)
    assert len(set(positions.values())) == len(graph)
    assert all(abs(x) < 1e5 and abs(y) < 1e5 for x, y in positions.values())


def test_layout_puts_neighbours_nearer_than_strangers() -> None:
    graph: Graph = nx.relabel_nodes(nx.MultiDiGraph(nx.barbell_graph(8, 4)), str)
    positions = layout(graph)

    def distance(a: str, b: str) -> float:
        return math.dist(positions[a], positions[b])

    assert max(distance("0", str(i)) for i in range(1, 8)) < distance("0", "19")


def test_nodes_stay_where_an_earlier_page_had_them(tmp_path: Path) -> None:
    whole = big_graph(500, 700)
    gone = {f"event-{i}" for i in range(0, 700, 7)}
    part = with_events(whole, {n for n in whole if n.startswith("event-")} - gone)
    whole.add_edge("new-1", "new-2", key="part_of")
    first, second, third = (tmp_path / f"{name}.html" for name in ("first", "second", "third"))
    write_page(part, first, "x", "ar", earlier=first)
    write_page(whole, second, "x", "ar", earlier=first)
    before, after = read_earlier(first), read_earlier(second)
    assert before is not None
    assert after is not None
    assert len(before.places) < len(after.places) == len(whole)
    moves = [math.dist(place, after.places[name]) for name, place in before.places.items()]
    assert statistics.median(moves) < SPACING / 2
    assert max(moves) < 2 * SPACING
    assert len(set(after.places.values())) == len(whole)
    circles = [after.circles[after.groups[name]] for name in after.places]
    outside = [
        name for name, (x, y, r) in zip(after.places, circles, strict=True)
        if math.dist(after.places[name], (x, y)) > r + 1
    ]  # fmt: skip
    assert outside == []
    # What is laid out alone stands elsewhere: without this, staying would be no merit.
    alone = layout(whole)
    assert statistics.median(math.dist(place, alone[n]) for n, place in before.places.items()) > SPACING
    write_page(whole, third, "x", "ar", earlier=second)
    assert third.read_bytes() == second.read_bytes()


def test_a_graph_that_is_mostly_new_is_laid_out_anew(tmp_path: Path) -> None:
    part, whole = big_graph(100, 100), big_graph(200, 200)
    first, second, anew = (tmp_path / f"{name}.html" for name in ("first", "second", "anew"))
    write_page(part, first, "x", "ar")
    write_page(whole, second, "x", "ar", earlier=first)
    write_page(whole, anew, "x", "ar")
    assert second.read_bytes() == anew.read_bytes()


@pytest.mark.parametrize(
    "text", ["", "<html>", '<script type="application/json" id="data-overview">{}</script>']
)
def test_a_file_that_is_no_page_has_no_layout(tmp_path: Path, text: str) -> None:
    path = tmp_path / "graph.html"
    path.write_text(text)
    assert read_earlier(path) is None
    assert read_earlier(tmp_path / "none.html") is None


def test_a_page_whose_data_is_cut_off_has_no_layout(tmp_path: Path) -> None:
    path = tmp_path / "graph.html"
    write_page(small_graph(), path, "x", "ar")
    assert read_earlier(path) is not None
    html = path.read_text("utf-8")
    start = html.index('id="data-graph">') + len('id="data-graph">')
    path.write_text(html[: start + 400] + html[html.index("</script>", start) :], "utf-8")
    assert read_earlier(path) is None


def test_layout_is_broader_than_high() -> None:
    xs, ys = zip(*layout(small_graph()).values(), strict=True)
    assert max(xs) - min(xs) > max(ys) - min(ys)


def test_layout_of_nothing_and_of_one() -> None:
    assert layout(nx.MultiDiGraph()) == {}
    graph: Graph = nx.MultiDiGraph()
    graph.add_edge("a", "a")
    assert list(layout(graph)) == ["a"]
