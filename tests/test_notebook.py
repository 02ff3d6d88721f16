"""The graph in a notebook: tables of the real example graph in pandas, polars and plain lists."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import networkx as nx
import pandas
import polars
import pytest
import rdflib

import factories as f
import tawthiq
import tawthiq.graph
from tawthiq.errors import InputError, QueryError, StoreError, TawthiqError
from tawthiq.notebook import Graph
from tawthiq.query import stored_queries
from tawthiq.store import GraphStore, open_graph
from tawthiq.store.snapshots import place

pytestmark = pytest.mark.xdist_group("examples")
rdflib_uses_what_it_deprecates = pytest.mark.filterwarnings("ignore:.*deprecated, use:DeprecationWarning")

EDGE = ("الميليشيات الإيرانية", "attacked", "قاعدة كونيكو")


@pytest.fixture
def graph(examples_build: Path) -> Iterator[Graph]:
    with tawthiq.open(examples_build, frames="rows") as opened:
        yield opened


# ---- Opening and closing


def test_import_is_light_and_does_not_shadow_the_builtin() -> None:
    code = (
        "import sys, tawthiq, tawthiq.graph; "
        "heavy = {'pyoxigraph', 'networkx', 'rdflib', 'pandas', 'polars', 'jinja2'}; "
        "print(sorted(heavy & set(sys.modules)), callable(tawthiq.open), 'open' in vars(tawthiq.graph))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[] True False\n"
    with pytest.raises(AttributeError, match="no attribute 'close'"):
        getattr(tawthiq, "close")  # noqa: B009


def test_the_snapshot_goes_when_the_graph_is_closed_or_forgotten(tmp_path: Path) -> None:
    f.built(tmp_path, f.attack("a"))
    around = place(tmp_path / "store")
    opened = tawthiq.open(tmp_path)
    assert list(around.iterdir())
    with GraphStore.open(tmp_path) as store:
        store.put(f.attack("b"), f.schema(), f.RUN)
        store.finish()
    assert len(opened.documents()) == 1
    opened.close()
    opened.close()
    assert not around.exists()
    with pytest.raises(StoreError, match=r"this graph is closed.*tawthiq.open"):
        opened.events()
    assert repr(opened).endswith("(closed)")
    forgotten = tawthiq.open(tmp_path)
    assert len(forgotten.documents()) == 2
    del forgotten
    assert not around.exists()


def test_files_can_be_opened_too(examples_build: Path, graph: Graph) -> None:
    from_file = tawthiq.open(os.fspath(examples_build / "graph.ttl"), frames="rows")
    assert from_file.events() == graph.events()


@pytest.mark.parametrize("path", ["nowhere", "."])
def test_what_is_no_graph_is_told(path: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="You can fix this by"):
        tawthiq.open(tmp_path / path)


# ---- Tables


@pytest.mark.parametrize("name", stored_queries())
def test_every_stored_query_gives_the_same_table_in_each_kind(name: str, examples_build: Path) -> None:
    rows = tawthiq.open(examples_build, frames="rows").query(name)
    pd, pl = (tawthiq.open(examples_build, frames=kind).query(name) for kind in ("pandas", "polars"))
    assert isinstance(pd, pandas.DataFrame)
    assert isinstance(pl, polars.DataFrame)
    assert pl.to_dicts() == rows
    assert records(pd) == rows
    assert list(pd.columns) == pl.columns


def records(frame: pandas.DataFrame) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return found


def test_pandas_comes_first_and_whole_numbers_stay_whole(examples_build: Path) -> None:
    frame = tawthiq.open(examples_build).query("casualties-by-event")
    assert isinstance(frame, pandas.DataFrame)
    assert str(frame["killed"].dtype) == "Int64"
    assert frame["killed"].isna().any()


def test_parameters_are_given_by_name(graph: Graph) -> None:
    found = graph.rows("who-attacked-whom", attacker="الميليشيات الإيرانية", since=date(2023, 10, 1))
    assert {row["attacker"] for row in found} == {"الميليشيات الإيرانية"}
    assert len(found) < len(graph.rows("who-attacked-whom"))
    talks = graph.rows("ceasefires-and-talks", with_="قوات الدعم السريع")
    assert "قوات الدعم السريع" in {row["party"] for row in talks}
    assert len(talks) < len(graph.rows("ceasefires-and-talks"))
    with pytest.raises(QueryError, match="no parameter «attaker»"):
        graph.rows("who-attacked-whom", attaker="x")


def test_answers_of_each_kind(graph: Graph) -> None:
    assert graph.rows("ASK { ?x twq:attacked ?y }") == [{"answer": True}]
    (row,) = graph.rows(
        'SELECT (1 AS ?i) (1.5 AS ?d) (true AS ?b) ("2024-01-02"^^xsd:date AS ?day) ("x"@ar AS ?t) ?none {}'
    )
    assert row == {"i": 1, "d": 1.5, "b": True, "day": date(2024, 1, 2), "t": "x", "none": None}
    edges = graph.rows("CONSTRUCT { ?a twq:attacked ?b } WHERE { ?a twq:attacked ?b }")
    assert edges[0].keys() == {"subject", "predicate", "object"}
    graphs = graph.rows("SELECT DISTINCT ?g { GRAPH ?g { ?a twq:attacked ?b } }", iris=True)
    assert graphs == [{"g": "https://w3id.org/tawthiq/graph/derived", "g_label": None}]
    (first, *_) = graph.rows("who-attacked-whom", attacker="الميليشيات الإيرانية", iris=True)
    assert first["attacker"].startswith("https://w3id.org/tawthiq/id/")
    assert first["attacker_label"] == "الميليشيات الإيرانية"


def test_events_can_be_chosen(graph: Graph) -> None:
    everything = graph.events()
    assert len(everything) == graph.rows("SELECT (COUNT(DISTINCT ?e) AS ?n) { ?e a twq:Event }")[0]["n"]
    attacks = graph.events(type="Attack")
    assert 0 < len(attacks) < len(everything)
    assert {row["type"] for row in attacks} > {"Attack", "Shelling"}
    assert attacks == graph.events(type="هجوم")
    by = graph.events(actor="الميليشيات الإيرانية", type="Attack", status="actual")
    assert by
    assert all("الميليشيات الإيرانية" in row["actors"] for row in by)
    assert graph.events(target="قاعدة كونيكو")[0]["targets"] == ["قاعدة كونيكو"]
    in_province = graph.events(place="محافظة دير الزور")
    assert 0 < len(in_province) <= len(graph.events(place="سوريا"))
    assert all(row["weapons"].count("drone") for row in graph.events(weapon="drone"))
    assert graph.events(claimant="المرصد السوري لحقوق الإنسان")
    dated = graph.events(since="2023-10", until="2023-11")
    assert dated
    assert all((row["end"] or row["start"]) >= "2023-10" and row["start"] < "2023-12" for row in dated)
    with pytest.raises(QueryError, match="no event type or weapon «Picnic»"):
        graph.events(type="Picnic")


def test_numbers_that_sources_contradict_are_missing(tmp_path: Path) -> None:
    f.built(tmp_path, f.attack("a", killed=3), f.attack("b", killed=5), f.attack("c", key="x", killed=2))
    rows = tawthiq.open(tmp_path, frames="rows").events()
    assert sorted((row["documents"], row["killed"]) for row in rows) == [(["a", "b"], None), (["c"], 2)]


def test_entities_and_documents(graph: Graph) -> None:
    bases = graph.entities("MilitaryBase")
    assert bases == graph.entities("قاعدة عسكرية")
    (conoco,) = [row for row in bases if row["label_ar"] == "قاعدة كونيكو"]
    assert conoco["events"] >= 1
    assert conoco["documents"] == 1
    assert {row["type"] for row in graph.entities("Place")} > {"MilitaryBase", "Province"}
    assert len(graph.entities()) > len(graph.entities("Actor")) > len(bases)
    with pytest.raises(QueryError, match="no class of entities «Picnic»"):
        graph.entities("Picnic")
    documents = graph.documents()
    assert len(documents) == 8
    assert sum(row["events"] for row in documents) == len(graph.events())


def test_why_gives_the_quotes_behind_an_edge(graph: Graph) -> None:
    (row,) = graph.why(*EDGE)
    assert row["quote"] == "الميليشيات الإيرانية قصفت قاعدة كونيكو بخمسة صواريخ"
    assert (row["claimant"], row["quantities"]) == ("المرصد السوري لحقوق الإنسان", "munitions: 5")
    assert (row["document"], row["says_so"]) == ("syria-iraq-bases", True)
    assert graph.why("قاعدة كونيكو", "attacked", "الميليشيات الإيرانية") == []
    steps = graph.why("قاعدة حقل العمر", "located_in", "سوريا")
    assert [step["object"] for step in steps][-1] == "سوريا"
    with pytest.raises(QueryError, match="Nothing in the graph is called"):
        graph.why("لا أحد", "attacked", "قاعدة كونيكو")


@pytest.mark.parametrize("kind", ["pandas", "polars"])
def test_all_tables_come_as_frames_even_when_they_are_empty(kind: Any, tmp_path: Path) -> None:
    for documents in ([], [f.attack("a")]):
        f.built(tmp_path, *documents)
        with tawthiq.open(tmp_path, frames=kind) as opened:
            tables = [
                opened.events(),
                opened.entities(),
                opened.documents(),
                opened.query("arrests"),
            ]
            if documents:
                tables.append(opened.why("كتائب النخيل", "attacked", "قاعدة السد"))
        for table in tables:
            assert type(table).__module__.startswith(kind)
            assert len(table.columns) > 2


def test_without_pandas_and_polars_the_message_says_what_to_do(
    examples_build: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tawthiq.notebook.frames.find_spec", lambda _: None)
    opened = tawthiq.open(examples_build)
    with pytest.raises(InputError, match=r"pip install 'tawthiq\[pandas\]'.*\.rows\(\)"):
        opened.query("arrests")
    assert opened.rows("arrests")
    assert tawthiq.open(examples_build, frames="rows").events()
    with pytest.raises(InputError, match=r"needs polars.*tawthiq\[polars\]"):
        tawthiq.open(examples_build, frames="polars").events()
    with pytest.raises(TawthiqError, match=r"no frames of the kind «excel».*pandas, polars, rows"):
        tawthiq.open(examples_build, frames="excel")  # type: ignore[arg-type]


# ---- Network, page, rdflib


def test_the_network_is_a_networkx_graph(graph: Graph) -> None:
    network = graph.network()
    assert isinstance(network, nx.MultiDiGraph)
    attacked = [key for *_, key in network.edges(keys=True) if key == "attacked"]
    assert len(attacked) == len(graph.rows("SELECT DISTINCT * { ?a twq:attacked ?b }"))


def test_the_page_stands_in_a_frame_of_its_own(graph: Graph, examples_build: Path) -> None:
    page = graph.page(height=300)
    shown = page._repr_html_()
    assert shown.startswith('<iframe srcdoc="')
    assert 'height="300"' in shown
    assert unescape(shown.split('srcdoc="')[1].split('"')[0]) == page.html
    assert page.html == (examples_build / "graph.html").read_text("utf-8")
    assert len(repr(page)) < 100


@rdflib_uses_what_it_deprecates
def test_rdflib_has_all_named_graphs(examples_build: Path) -> None:
    store = open_graph(examples_build)
    dataset = tawthiq.graph.open(examples_build)
    assert isinstance(dataset, rdflib.Dataset)
    assert len(list(dataset.quads((None, None, None, None)))) == len(store)
    named = {str(graph.identifier) for graph in dataset.graphs() if len(graph)}
    assert named == {name.value for name in store.named_graphs()}
    found = dataset.query("SELECT DISTINCT ?a ?b { ?a twq:attacked ?b }")
    assert len(found) == len(
        tawthiq.open(examples_build).rows("SELECT DISTINCT ?a ?b { ?a twq:attacked ?b }")
    )


@rdflib_uses_what_it_deprecates
def test_rdflib_reads_the_same_from_a_file(examples_build: Path) -> None:
    one = set(tawthiq.graph.open(examples_build / "graph.ttl"))
    two = set(rdflib.Graph().parse(examples_build / "graph.ttl"))
    assert {quad[:3] for quad in one} == two


def test_inference_can_be_had(examples_build: Path) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?x a sem:Event }"
    assert tawthiq.open(examples_build).rows(count) == [{"n": 0}]
    assert tawthiq.open(examples_build, infer=True).rows(count)[0]["n"] > 100
