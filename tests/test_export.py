"""Exports: every format says the same, writes the same bytes, and survives hostile text."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import runpy
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store, Triple, parse
from rdflib.compare import isomorphic

import factories as f
from tawthiq.errors import InputError, OutputError
from tawthiq.export import FORMATS, export, jsonld, reified
from tawthiq.export.data import data_quads, rows
from tawthiq.export.xml import clean
from tawthiq.graph.namespaces import Namespace
from tawthiq.store import open_graph

SNAPSHOT = Path(__file__).parent / "snapshots" / "attack.ttl"
ID = Namespace()
RDFLIB = {
    "ttl": "turtle", "rdf": "xml", "jsonld": "json-ld", "nt": "nt", "nq": "nquads", "trig": "trig",
}  # fmt: skip
RAPPER = {"ttl": "turtle", "rdf": "rdfxml", "nt": "ntriples", "trig": "trig", "nq": "nquads"}
RDF = ("ttl", "trig", "nq", "nt", "jsonld", "rdf")
HOSTILE = [
    "<script>alert(1)</script>",
    'a "quoted" \\ back\\slash',
    "line\nbreak\r\nreturn\rtab\t",
    "nul \x00 bell \x07 del \x7f nel \x85",
    "\u202eright to left\u202c \u2028 \u2029 \ufeff",  # not U+FFFE and U+FFFF: rapper refuses them
    "]]> --> & &amp; %s {0} $this '''",
    "=HYPERLINK(1)",
    "@prefix x: <y> . # no comment",
    "قُصِفَ «الحقل» ١٢ 😀",
    "",
]
rdflib_uses_what_it_deprecates = pytest.mark.filterwarnings("ignore:.*deprecated, use:DeprecationWarning")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return f.built(tmp_path_factory.mktemp("store"), f.attack("a"), f.attack("b", killed=5))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Store:
    documents = []
    for number, text in enumerate(HOSTILE):
        militia = replace(f.MILITIA, labels={"ar": text, "en": text})
        document = f.attack(str(number), key=str(number), militia=militia)
        about = replace(document.document, title=text, source=text, url=f"https://e.org/ a<b>{text}")
        documents.append(replace(document, document=about))
    return f.built(tmp_path_factory.mktemp("hostile"), *documents)


def triples(store: Store) -> set[Triple]:
    return {Triple(NamedNode(s), NamedNode(p), o) for s, p, o in rows(store)}


def written(store: Store, name: str, folder: Path, **options: Any) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"x{FORMATS[name].ending}"
    export(store, ID, name, path, **options)
    return path


# ---- The same triples for every reader

both = pytest.mark.parametrize("kind", ["store", "hostile"])


@both
@pytest.mark.parametrize("name", RDF)
def test_pyoxigraph_reads_the_same_triples(
    name: str, kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    data: Store = request.getfixturevalue(kind)
    read = open_graph(written(data, name, tmp_path))
    expected = triples(data)
    if name == "rdf":  # XML cannot hold some characters
        expected = {cleaned(t) for t in expected}
    assert {Triple(q.subject, q.predicate, q.object) for q in read} == expected


def cleaned(triple: Triple) -> Triple:
    value = triple.object
    if not isinstance(value, Literal):
        return triple
    text = clean(value.value)
    kept = (
        Literal(text, language=value.language) if value.language else Literal(text, datatype=value.datatype)
    )
    return Triple(triple.subject, triple.predicate, kept)


@both
@pytest.mark.parametrize("name", list(RDFLIB))
@rdflib_uses_what_it_deprecates
def test_rdflib_reads_as_many_triples(
    name: str, kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    data: Store = request.getfixturevalue(kind)
    graph = rdflib.Dataset(default_union=True) if name in ("nq", "trig") else rdflib.Graph()
    graph.parse(data=written(data, name, tmp_path).read_bytes(), format=RDFLIB[name])
    assert len(set(graph.triples((None, None, None)))) == len(triples(data))


@both
@pytest.mark.parametrize("name", list(RAPPER))
@pytest.mark.skipif(shutil.which("rapper") is None, reason="rapper (raptor2-utils) is not installed")
def test_rapper_reads_as_many_triples(
    name: str, kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    data: Store = request.getfixturevalue(kind)
    path = written(data, name, tmp_path)
    command = ["rapper", "-c", "-i", RAPPER[name], str(path)]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    expected = len(triples(data)) if name in ("ttl", "rdf", "nt") else len(list(parse(path=str(path))))
    assert f"Parsing returned {expected} triples" in told.stderr
    assert "rror" not in told.stderr


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return f.built(tmp_path_factory.mktemp("again"), f.attack("b", killed=5), f.attack("a"))


@pytest.mark.parametrize("name", list(FORMATS))
def test_the_same_graph_gives_the_same_bytes(name: str, tmp_path: Path, store: Store, again: Store) -> None:
    one, two = written(store, name, tmp_path / "1"), written(again, name, tmp_path / "2")
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize("name", list(FORMATS))
def test_hostile_text_breaks_no_format(name: str, tmp_path: Path, hostile: Store) -> None:
    assert written(hostile, name, tmp_path).stat().st_size > 1000


# ---- The graph of the examples, there and back

ask_examples = pytest.mark.xdist_group("examples")


@pytest.fixture(scope="module")
def examples(examples_build: Path) -> Store:
    return open_graph(examples_build)


@ask_examples
@pytest.mark.parametrize("name", RDF)
@rdflib_uses_what_it_deprecates
def test_the_examples_are_the_same_graph_in_each_format_for_each_reader(
    name: str, examples: Store, examples_build: Path, tmp_path: Path
) -> None:
    path = written(examples, name, tmp_path)
    expected = triples(examples)
    assert {Triple(q.subject, q.predicate, q.object) for q in open_graph(path)} == expected
    read = rdflib.Dataset(default_union=True) if name in ("nq", "trig") else rdflib.Graph()
    read.parse(data=path.read_bytes(), format=RDFLIB[name])
    one = rdflib.Graph()
    for triple in read.triples((None, None, None)):
        one.add(triple)
    assert len(one) == len(expected)
    assert isomorphic(one, rdflib.Graph().parse(examples_build / "graph.ttl"))
    if name in RAPPER and shutil.which("rapper"):
        command = ["rapper", "-q", "-i", RAPPER[name], "-o", "ntriples", str(path)]
        told = subprocess.run(command, capture_output=True, check=True)
        assert told.stderr == b""
        lines = parse(input=told.stdout, format=RdfFormat.N_TRIPLES)
        assert {Triple(q.subject, q.predicate, q.object) for q in lines} == expected


@ask_examples
@pytest.mark.parametrize("name", ["nq", "trig"])
def test_named_graphs_come_along(name: str, examples: Store, tmp_path: Path) -> None:
    read = set(open_graph(written(examples, name, tmp_path)))
    assert read == set(data_quads(examples))
    assert len({quad.graph_name for quad in read}) > 10


@ask_examples
def test_turtle_needs_no_escapes_in_names(examples: Store, tmp_path: Path) -> None:
    """Some parsers corrupt names with an escape, such as ``id:event\\/1``, and say nothing."""
    text = re.sub(r'"(?:[^"\\]|\\.)*"|<[^>]*>', "", written(examples, "ttl", tmp_path).read_text("utf-8"))
    assert "\\" not in text
    assert "%" not in text
    prefixes = re.findall(r"^@prefix (\w+): ", text, re.MULTILINE)
    assert len(prefixes) == len(set(prefixes)) > 8


@pytest.mark.parametrize("name", list(FORMATS))
def test_a_name_that_ends_in_gz_is_compressed(name: str, tmp_path: Path, store: Store) -> None:
    plain = written(store, name, tmp_path).read_bytes()
    for folder in (tmp_path / "1", tmp_path / "2"):
        folder.mkdir()
        export(store, ID, name, folder / f"x.{name}.gz")
    packed = (tmp_path / "1" / f"x.{name}.gz").read_bytes()
    assert gzip.decompress(packed) == plain
    assert packed == (tmp_path / "2" / f"x.{name}.gz").read_bytes()
    assert [p.name for p in (tmp_path / "1").iterdir()] == [f"x.{name}.gz"]
    if name in RDF:
        assert len(open_graph(tmp_path / "1" / f"x.{name}.gz")) > 100


def test_a_broken_gz_is_told(tmp_path: Path) -> None:
    for data in (b"no gzip", gzip.compress(b"<http://e/a> <http://e/b> 1 ." * 100)[:-20]):
        (tmp_path / "x.ttl.gz").write_bytes(data)
        with pytest.raises(InputError, match=r"x.ttl.gz.*You can fix this by"):
            open_graph(tmp_path / "x.ttl.gz")


# ---- RDF 1.2


@pytest.mark.parametrize("name", sorted(reified.FORMATS))
def test_an_edge_comes_with_the_reports_that_say_so(name: str, tmp_path: Path, store: Store) -> None:
    read = open_graph(written(reified.with_reified(store), name, tmp_path))
    answer = read.query(
        "PREFIX twq: <https://w3id.org/tawthiq/ontology#> SELECT * { ?report rdf:reifies "
        "<<( ?who twq:attacked ?whom )>> ; twq:evidence/<http://www.w3.org/ns/oa#exact> ?quote . "
        "?who twq:attacked ?whom }",
        prefixes={"rdf": str(rdflib.RDF)},
        use_default_graph_as_union=True,
    )
    assert isinstance(answer, QuerySolutions)
    rows = [(row["who"], row["whom"], row["quote"].value) for row in answer]
    quote = "كتائب النخيل قصفت قاعدة السد بصاروخين يوم الثلاثاء"
    assert rows == [(ID.iri(f.MILITIA.id), ID.iri(f.BASE.id), quote)] * 2
    plain = {t for t in triples_of(read) if not isinstance(t.object, Triple)}
    assert plain == triples(store)


@pytest.mark.parametrize("name", sorted(set(RDF) - reified.FORMATS))
def test_formats_that_cannot_hold_triple_terms_say_so(name: str, tmp_path: Path, store: Store) -> None:
    with pytest.raises(InputError, match=r"triple terms \(RDF 1.2\).*exporting to Turtle"):
        written(reified.with_reified(store), name, tmp_path)


def triples_of(store: Store) -> set[Triple]:
    return {Triple(q.subject, q.predicate, q.object) for q in store}


# ---- One format after the other


def test_the_turtle_is_the_snapshot(tmp_path: Path) -> None:
    path = written(f.built(tmp_path / "build", f.attack("a")), "ttl", tmp_path)
    assert isomorphic(rdflib.Graph().parse(path), rdflib.Graph().parse(SNAPSHOT))
    assert path.read_text("utf-8") == SNAPSHOT.read_text("utf-8")


def test_turtle_leaves_the_article_out_unless_asked(tmp_path: Path, store: Store) -> None:
    assert f.TEXT not in written(store, "ttl", tmp_path).read_text("utf-8")
    assert f.TEXT in written(store, "ttl", tmp_path, with_text=True).read_text("utf-8")


def test_turtle_has_no_blank_nodes_no_ontology_and_no_times_of_runs(tmp_path: Path, store: Store) -> None:
    text = written(store, "ttl", tmp_path).read_text("utf-8")
    assert not [word for word in ("_:", "[", "owl:Class", "startedAtTime") if word in text]


@rdflib_uses_what_it_deprecates
def test_jsonld_is_compact_and_does_not_mistake_addresses_for_prefixes(tmp_path: Path) -> None:
    data = Store()
    same_as = NamedNode("http://www.w3.org/2002/07/owl#sameAs")
    data.add(Quad(ID.iri("place-x"), same_as, NamedNode("geo:33.5,36.3")))
    path = written(data, "jsonld", tmp_path)
    document = json.loads(path.read_text("utf-8"))
    assert "geo" not in document["@context"]
    assert document["@graph"] == [{"@id": "id:place-x", "sameAs": ["geo:33.5,36.3"]}]
    graph = rdflib.Graph().parse(data=path.read_bytes(), format="json-ld")
    assert list(graph.objects(None, rdflib.OWL.sameAs)) == [rdflib.URIRef("geo:33.5,36.3")]


def test_jsonld_uses_the_names_of_the_published_context(tmp_path: Path, store: Store) -> None:
    document = json.loads(written(store, "jsonld", tmp_path).read_text("utf-8"))
    assert document["@context"] == jsonld.context()
    (event,) = [n for n in document["@graph"] if n["@id"] == f"id:{f.event('Shelling', 'dam base').id}"]
    assert event["@type"] == ["Attack", "Event", "Shelling"]
    assert event["status"] == ["actual"]
    assert event["weapon"] == ["rocket"]
    assert event["label"] == {"ar": ["قصف: dam base"], "en": ["shelling: dam base"]}
    (report, *_) = [n for n in document["@graph"] if "killed" in n and "report_of" in n]
    assert report["killed"] in ([3], [5])
    assert report["confidence"] == ["0.9"]


def test_the_published_context_is_made_from_the_ontology() -> None:
    made = runpy.run_path(str(Path(__file__).parent.parent / "tools" / "write_context.py"))
    assert made["TARGET"].read_text("utf-8") == made["text"](), "run tools/write_context.py"


def test_networks_open_in_networkx_with_labels_and_quotes(tmp_path: Path, store: Store) -> None:
    graphml = nx.read_graphml(written(store, "graphml", tmp_path), force_multigraph=True)
    gexf = nx.read_gexf(written(store, "gexf", tmp_path))
    for graph in (graphml, gexf):
        assert set(graph) >= {f.MILITIA.id, f.BASE.id, f.event("Shelling", "dam base").id}
        assert len(graph.edges) == 7
        assert graph.nodes[f.SYRIA.id]["latitude"] == 35.0
        attacked = [d for _, _, d in graph.edges(data=True) if d["predicate"] == "attacked"]
        assert len(attacked) == 1
        assert "كتائب النخيل قصفت" in attacked[0]["quotes"]
        assert attacked[0]["claims"] == 2


def test_gexf_has_no_timeline_that_partial_dates_would_break(tmp_path: Path, store: Store) -> None:
    text = written(store, "gexf", tmp_path).read_text("utf-8")
    assert 'mode="static"' in text
    assert "start=" not in text


def test_csv_is_a_table_of_events_for_a_spreadsheet(tmp_path: Path, store: Store, hostile: Store) -> None:
    path = written(store, "csv", tmp_path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
    assert (row["type"], row["type_ar"], row["actors"]) == ("Shelling", "قصف", "كتائب النخيل")
    assert (row["latitude"], row["longitude"], row["start"]) == ("35.1", "40.4", "2024-03-05")
    assert (row["documents"], row["sources"], row["killed"]) == ("a | b", "وزارة الدفاع", "3 | 5")
    table = io.StringIO(written(hostile, "csv", tmp_path).read_text("utf-8-sig"), newline="")
    assert not [
        c for row in csv.DictReader(table) for c in row.values() if c.startswith(("=", "+", "-", "@"))
    ]


def test_geojson_has_events_where_their_places_are(tmp_path: Path, store: Store) -> None:
    collection = json.loads(written(store, "geojson", tmp_path).read_text("utf-8"))
    (feature,) = collection["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [40.4, 35.1]}
    assert feature["properties"]["quantities"] == {"killed": [3, 5]}
    assert feature["properties"]["point_exact"] is True


@pytest.mark.parametrize(("parent", "points"), [(f.PROVINCE.id, [([40.5, 35.0], False)]), (f.SYRIA.id, [])])
def test_an_event_without_a_point_stands_where_its_place_lies_but_never_at_a_state(
    parent: str, points: list[Any], tmp_path: Path
) -> None:
    somewhere = replace(f.BASE, point=None, parents=(("located_in", parent),))
    document = f.attack("a")
    moved = replace(document, entities={**document.entities, f.BASE.id: somewhere}, relations=())
    path = written(f.built(tmp_path / "build", moved), "geojson", tmp_path)
    features = json.loads(path.read_text("utf-8"))["features"]
    assert [(x["geometry"]["coordinates"], x["properties"]["point_exact"]) for x in features] == points


@pytest.mark.parametrize("name", list(FORMATS))
def test_an_empty_graph_is_a_file_of_its_format(name: str, tmp_path: Path) -> None:
    path = written(Store(), name, tmp_path)
    if name in RDF:
        assert len(open_graph(path)) == 0


# ---- What goes wrong


def test_an_unknown_format_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no format «docx».*ttl, trig, nq, nt"):
        export(Store(), ID, "docx", tmp_path / "x")


def test_a_path_that_cannot_be_written(tmp_path: Path, store: Store) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        export(store, ID, "ttl", tmp_path / "none" / "x.ttl")


def test_a_graph_of_another_tool_with_blank_nodes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.ttl").write_text("[] <http://e/b> 1 .")
    with pytest.raises(InputError, match="blank nodes"):
        export(open_graph(tmp_path / "x.ttl"), ID, "ttl", tmp_path / "y.ttl")
