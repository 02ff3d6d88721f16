"""A part of a graph: `tawthiq view`, `part(…)` in a notebook, and the pyvis network."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest
from click.testing import CliRunner, Result

import tawthiq
from page_graphs import Graph, big_graph, hostile_graph, link, small_graph
from tawthiq.cli import main
from tawthiq.errors import QueryError, TawthiqError
from tawthiq.notebook import Graph as Opened
from tawthiq.view import around, to_pyvis, with_events

pytestmark = pytest.mark.xdist_group("examples")

BASE = "قاعدة حقل العمر"


@pytest.fixture(scope="module")
def graph(examples_build: Path) -> Iterator[Opened]:
    with tawthiq.open(examples_build, frames="rows") as opened:
        yield opened


def view(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["view", *map(str, arguments)], prog_name="tawthiq")


# ---- What belongs to a part


def test_chosen_events_bring_their_parties_and_where_these_lie() -> None:
    part = with_events(small_graph(), {"event-0"})
    assert set(part) == {"event-0", "falcons", "olive-base", "olive-field", "plateau", "wadia"}
    assert part.has_edge("plateau", "wadia", key="located_in")
    assert part.has_edge("event-0", "olive-base", key="target")


def test_an_edge_keeps_what_was_told_of_the_chosen_events_only() -> None:
    graph = small_graph()
    for event, report in (("event-0", "one"), ("event-9", "two")):
        graph.nodes[event]["evidence"] = [{"report": report, "quote": report}]
    told = [{"report": "one", "quote": "one"}, {"report": "two", "quote": "two"}]
    link(graph, "falcons", "attacked", "olive-base", event=["event-0", "event-9"], evidence=told)
    edge = with_events(graph, {"event-9"}).edges["falcons", "olive-base", "attacked"]
    assert edge["event"] == ["event-9"]
    assert [claim["quote"] for claim in edge["evidence"]] == ["two"]
    # Nothing that was chosen says that the one attacked the other.
    other = with_events(graph, {"event-1"})
    assert not other.has_edge("falcons", "olive-base")
    assert graph.edges["falcons", "olive-base", "attacked"]["event"] == ["event-0", "event-9"]


def test_a_step_leads_over_an_edge_or_over_an_event() -> None:
    graph = small_graph()
    assert set(around(graph, ["officer"], 0)) == {"officer"}
    one = set(around(graph, ["officer"], 1))
    assert one == {"officer", "event-6", "coast-guard", "harbour"}
    two = set(around(graph, ["officer"], 2))
    assert {"event-4", "envoy", "alliance", "delta"} <= two
    assert "marj" not in two


def test_what_lies_in_a_place_comes_along_only_with_the_place_itself() -> None:
    graph: Graph = nx.MultiDiGraph()
    for town in ("a", "b", "c"):
        link(graph, town, "located_in", "state", direct=True)
    assert set(around(graph, ["a"], 3)) == {"a", "state"}
    assert set(around(graph, ["state"], 1)) == {"a", "b", "c", "state"}


# ---- The command


def test_view_writes_what_lies_around_a_name(examples_build: Path, tmp_path: Path) -> None:
    page = tmp_path / "base.html"
    done = view(examples_build, "--focus", "قاعده حقل العُمر", "--hops", "1", "-o", page)
    assert (done.exit_code, done.stderr) == (0, "")
    shown, whole = map(int, re.findall(r"(\d+) of (\d+) nodes", done.stdout)[0])
    assert 3 < shown < whole / 5
    html = page.read_text("utf-8")
    assert f"<title>{BASE} · " in html
    assert 'lang="ar"' in html


def test_view_passes_its_filters_on(examples_build: Path, tmp_path: Path, graph: Opened) -> None:
    done = view(
        examples_build, "--type", "Attack", "--type", "Arrest", "--since", "2023-10", "--until", "2023-11",
        "--place", "سوريا", "--lang", "en", "--title", "Two months", "-o", tmp_path / "view.html",
    )  # fmt: skip
    wanted = graph.events(type=["Attack", "Arrest"], since="2023-10", until="2023-11", place="سوريا")
    assert wanted
    assert f"{len(wanted)} of them events" in done.stdout
    html = (tmp_path / "view.html").read_text("utf-8")
    assert "<title>Two months</title>" in html
    assert 'lang="en"' in html


def test_view_without_choices_writes_the_whole_page(examples_build: Path, tmp_path: Path) -> None:
    done = view(examples_build, "-o", tmp_path / "view.html")
    assert done.exit_code == 0
    assert (tmp_path / "view.html").read_bytes() == (examples_build / "graph.html").read_bytes()


def test_a_name_that_several_bear_stands_for_all_and_view_says_so(
    examples_build: Path, tmp_path: Path
) -> None:
    done = view(examples_build, "--focus", "القاعدة الأميركية", "-o", tmp_path / "view.html")
    assert done.exit_code == 0
    assert re.match(r"«القاعدة الأميركية» stands for \d+:\n  id:", done.stderr)
    assert f"id:place-al-omar-base  {BASE}" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--focus", "قاعدة حقل العمرر"], 2, rf"Nothing .* is called «.*spelt much like it:\n.*{BASE}\n"),
        (["--focus", "بحيرة الملح الزرقاء"], 2, "Nothing in the graph is called .*You can fix this"),
        (["--type", "Atack"], 2, "no event type or weapon «Atack».*much like it: Attack"),
        (["--since", "2030"], 1, r"No event .*passes: since 2030\. Its events are from 2\d{3}-.* to 2\d{3}-"),
        (["--until", "last year"], 2, "until=last year: this is no date.*2023-10"),
        (["--focus", BASE, "--type", "Arrest"], 1, f"«{BASE}» has no part in the events that pass"),
        (["--focus", BASE, "--hops", "-1"], 2, "hops"),
    ],
)
def test_view_says_what_is_wrong(
    examples_build: Path, tmp_path: Path, arguments: list[str], code: int, message: str
) -> None:
    page = tmp_path / "view.html"
    done = view(examples_build, *arguments, "-o", page)
    assert done.exit_code == code, done.stderr
    assert re.search(message, done.stderr, re.DOTALL), done.stderr
    assert not page.exists()


def test_view_takes_a_base_map_of_ones_own(examples_build: Path, tmp_path: Path) -> None:
    geojson = tmp_path / "map.geojson"
    ring = [[40.0, 34.0], [41.0, 34.0], [41.0, 36.0], [40.0, 34.0]]
    feature = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    collection = {"type": "FeatureCollection", "source": "A map of mine", "features": [feature]}
    geojson.write_text(json.dumps(collection), "utf-8")
    done = view(examples_build, "--focus", BASE, "--base-map", geojson, "-o", tmp_path / "view.html")
    assert done.exit_code == 0, done.stderr
    whole = view(examples_build, "--focus", BASE, "-o", tmp_path / "natural_earth.html")
    assert whole.exit_code == 0
    assert (tmp_path / "view.html").stat().st_size < (tmp_path / "natural_earth.html").stat().st_size
    geojson.write_text("[]", "utf-8")
    done = view(examples_build, "--base-map", geojson, "-o", tmp_path / "view.html")
    assert done.exit_code == 3
    assert "map.geojson: " in done.stderr


def test_view_says_when_the_file_cannot_be_written(examples_build: Path, tmp_path: Path) -> None:
    done = view(examples_build, "-o", tmp_path / "no" / "view.html")
    assert done.exit_code == 3
    assert "cannot be written" in done.stderr


# ---- In a notebook


def test_a_part_in_a_notebook(graph: Opened) -> None:
    part = graph.part(focus=BASE, hops=1, type="Attack")
    assert part.title.startswith(f"{BASE} · هجوم · ")
    assert set(part.network) < set(graph.network())
    assert part.events == len(graph.events(type="Attack", target=BASE))
    assert part.page(height=200)._repr_html_().startswith("<iframe")
    assert "network" not in repr(part)
    with pytest.raises(QueryError, match="spelt much like it"):
        graph.part(focus="قاعدة حقل العمرر")
    with pytest.raises(TawthiqError, match=r"No event of the graph passes: actor .*, since 2031-01-01"):
        graph.part(actor="الميليشيات الإيرانية", since="2031-01-01")


def test_the_dates_of_a_title_run_from_the_left(graph: Opened) -> None:
    assert "\u20662023-10–…\u2069 · " in graph.part(since="2023-10").title


def test_pyvis_shows_direct_edges_or_events(graph: Opened) -> None:
    network, direct = graph.network(), graph.to_pyvis()
    entities = [n for n, data in network.nodes(data=True) if data["kind"] != "event"]
    between = [edge for *edge, data in network.edges(data=True) if data["direct"]]
    assert sorted(direct.get_nodes()) == sorted(entities)
    assert len(direct.edges) == len(between)
    events = graph.to_pyvis(events=True)
    assert len(events.nodes) == len(network)
    assert {e["label"] for e in events.edges} >= {"\u2068الفاعل\u2069"}
    base = direct.get_node("place-al-omar-base")
    assert base["label"] == f"\u2068{BASE}\u2069"
    attack = next(e for e in direct.edges if e["to"] == "place-al-omar-base" and "هاجم" in e["label"])
    assert re.search(r"«.+» \(.+2023-", attack["title"])


def test_a_pyvis_network_can_be_added_to_and_is_drawn_as_it_is_laid_out(graph: Opened) -> None:
    network = graph.to_pyvis()
    network.add_node("mine", label="Mine")
    network.add_edge("mine", network.nodes[0]["id"])
    assert network.options.physics.enabled is False
    assert all("x" in node and "y" in node for node in network.nodes[:-1])


def test_pyvis_keeps_the_best_connected_and_says_so() -> None:
    graph = big_graph(60, 80)
    with pytest.warns(UserWarning, match=r"20 of 60 nodes are shown.*max_nodes="):
        network = to_pyvis(graph, max_nodes=20)
    assert len(network.nodes) == 20
    assert "entity-0" in network.get_nodes()
    kept = set(network.get_nodes())
    assert all({edge["from"], edge["to"]} <= kept for edge in network.edges)


def test_parallel_edges_of_pyvis_do_not_hide_each_other() -> None:
    graph = small_graph()
    link(graph, "falcons", "accused", "olive-base", direct=True)
    between = [e for e in to_pyvis(graph).edges if (e["from"], e["to"]) == ("falcons", "olive-base")]
    assert len({str(edge["smooth"]) for edge in between}) == len(between) == 2


def test_titles_of_pyvis_stay_text() -> None:
    graph = hostile_graph()
    graph.add_node("link", kind="actor", label_en='<a href="javascript:window.hacked=1">x</a>')
    network = to_pyvis(graph, language="en")
    assert network.nodes
    assert not [node for node in network.nodes if "href" in node["title"]]
