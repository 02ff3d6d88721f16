"""Real engines read the exports as we mean them, and give our answers to the stored queries.

What the others are compared with is what ``tawthiq query`` gives. ``make test-stores`` installs the engines
first; one that is not installed is skipped here, and ``tools/say_untested.sh`` says so loudly.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib

from engines import jena, node, oxigraph_server, virtuoso
from engines.processes import REQUEST
from engines.results import Row, difference, rows
from tawthiq.export import FORMATS, export
from tawthiq.graph.data import data_quads
from tawthiq.graph.namespaces import GRAPHS, Namespace
from tawthiq.knowledge.paths import ontology_dir
from tawthiq.query import Names, ask, stored_queries
from tawthiq.query.settings import values
from tawthiq.query.sparql import bind
from tawthiq.store import open_graph

QUERIES = stored_queries()
QUADS = ("nq", "trig")
TRIPLES = tuple(name for name in ("ttl", "nt", "rdf", "jsonld") if name in FORMATS)
SYNTHESISE = Path(__file__).parent.parent / "benchmarks" / "synthesise.py"
GRAPH = "https://example.org/graph"
SETTINGS: Mapping[str, Mapping[str, str]] = {
    "arrests": {"place": "سوريا"},
    "attacks-on-bases": {"place": "سوريا", "since": "2023-10", "until": "2023-11"},
    "attacks-by-province-and-month": {"province": "دير الزور", "since": "2023-11-01"},
    "casualties-by-event": {"place": "سوريا"},
    "events-timeline": {"type": "Attack", "actor": "الميليشيات الإيرانية"},
    "weapons-by-actor": {"weapon": "drone"},
}
"""Queries that are asked with values for their parameters too; of the rest, the tests of the queries tell."""
NEVER_ENDS_IN_COMUNICA = ("attacks-on-bases+", "casualties-by-event+")
"""With a place and several OPTIONALs, its joins wait for each other, and it stops without an answer."""
TOO_MANY_FOR_JSONLD = 200_000
"""Triples; 100,000 take it a minute and a half, and a million were not read after forty minutes."""
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
COUNT_QUADS = f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s ?p ?o }} FILTER STRSTARTS(STR(?g), '{GRAPHS}') }}"
VARIABLE = re.compile(r"\?\w+")
SHACL = rdflib.Namespace("http://www.w3.org/ns/shacl#")
Engine = Callable[[str], "bytes | str"]


def skip_without(module: Any, name: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not module.available(), reason=f"{name} is not installed")


def skip_without_program(name: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(name) is None, reason=f"{name} is not installed")


NEEDS = {
    "virtuoso": skip_without(virtuoso, "Virtuoso"),
    "jena": skip_without(jena, "Jena"),
    "oxigraph": skip_without(oxigraph_server, "the Oxigraph server"),
    "node": skip_without(node, "Comunica"),
}


@pytest.fixture(scope="session")
def build(examples_build: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The build of the examples; where ``TAWTHIQ_STORES_TRIPLES`` is set, repeated to so many triples."""
    triples = int(os.environ.get("TAWTHIQ_STORES_TRIPLES", 0))
    if not triples:
        return examples_build
    out = tmp_path_factory.mktemp("large") / "out"
    command = [sys.executable, str(SYNTHESISE), str(examples_build), str(out), "--triples", str(triples)]
    subprocess.run(command, check=True)
    return out


@pytest.fixture(scope="session")
def exports(build: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the example graph in every RDF format."""
    folder = tmp_path_factory.mktemp("exports")
    store = open_graph(build)
    for name in (*QUADS, *TRIPLES):
        export(store, Namespace.of(store), name, folder / f"graph.{name}")
    return folder


@pytest.fixture(scope="session")
def statements(build: Path) -> tuple[int, int]:
    """The number of triples of the example graph, and that of its quads."""
    quads = list(data_quads(open_graph(build)))
    return len({(q.subject, q.predicate, q.object) for q in quads}), len(quads)


@pytest.fixture(scope="session")
def expected(build: Path) -> Mapping[str, list[Row]]:
    """Our own answers, by the name of the query; with settings, the name ends in ``+``."""
    store = open_graph(build)
    found = {name: _answer(store, name, {}) for name in QUERIES}
    assert all(found.values()), "a query without an answer compares nothing"
    return found | {f"{name}+": _answer(store, name, settings) for name, settings in SETTINGS.items()}


def _answer(store: ox.Store, name: str, settings: Mapping[str, str]) -> list[Row]:
    results = ask(store, QUERIES[name], settings).results
    assert isinstance(results, ox.QuerySolutions)
    return rows(results.serialize(format=ox.QueryResultsFormat.JSON) or b"")


def _asked(store: ox.Store) -> Mapping[str, str]:
    """The queries as plain SPARQL, with the values of their settings in them."""
    texts = {name: query.text for name, query in QUERIES.items()}
    for name, settings in SETTINGS.items():
        query = QUERIES[name]
        texts[f"{name}+"] = bind(query.text, values(query, settings, Names(store)))
    return texts


@pytest.fixture(scope="session")
def asked(build: Path) -> Mapping[str, str]:
    return _asked(open_graph(build))


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print how long something took on the clock, for those who run the large graph (``-s`` shows it)."""
    start = time.perf_counter()
    yield
    print(f"{what}: {time.perf_counter() - start:.1f} s", flush=True)


def compare(
    expected: Mapping[str, list[Row]], asked: Mapping[str, str], ask: Engine, *, ordered: bool = True
) -> None:
    """Let an engine answer all queries; the rows are to be ours and, if ``ordered``, come as ours do."""
    wrong = []
    for name, query in asked.items():
        with timed(f"{name}, {len(expected[name])} rows"):
            answer = ask(query)
        found = rows(answer)
        told = difference(expected[name], found)
        if not told and ordered and found != expected[name]:
            told = "the order is another"
        if told:
            wrong.append(f"{name}: {len(expected[name])} rows expected, {len(found)} found\n{told}")
    assert not wrong, "\n".join(wrong)


def counted(answer: bytes) -> int:
    ((found,),) = rows(answer)
    assert found is not None
    return int(Decimal(str(found[1])))  # 12240 is written as 1.224E+4 there


RAPPER = {"ttl": "turtle", "nt": "ntriples", "nq": "nquads", "rdf": "rdfxml"}
RDFLIB = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml", "nq": "nquads"}


def by_rapper(path: Path) -> int:
    told = _run("rapper", "-c", "-i", RAPPER[path.suffix[1:]], str(path)).stderr
    return int(told.rpartition("returned ")[2].split()[0])


def by_serdi(path: Path) -> int:
    return len(_run("serdi", str(path)).stdout.splitlines())


def by_oxigraph(path: Path) -> int:
    kind = ox.RdfFormat.from_extension(path.suffix[1:])
    return sum(1 for _ in ox.parse(path=str(path), format=kind))


def by_rdflib(path: Path) -> int:
    found = rdflib.Dataset(default_union=True) if path.suffix in (".nq", ".trig") else rdflib.Graph()
    found.parse(data=path.read_bytes(), format=RDFLIB.get(path.suffix[1:], path.suffix[1:]))
    return sum(1 for _ in found.quads()) if isinstance(found, rdflib.Dataset) else len(found)


def by_jena(path: Path) -> int:
    with jena.jena() as engine:
        return engine.count(path)


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True, timeout=REQUEST)


SERDI = ("ttl", "nt", "nq", "trig")
PARSERS: Mapping[str, tuple[Callable[[Path], int], tuple[str, ...], pytest.MarkDecorator | None]] = {
    "oxigraph": (by_oxigraph, (*TRIPLES, *QUADS), None),
    "rdflib": (by_rdflib, (*TRIPLES, *QUADS), None),
    "rapper": (by_rapper, tuple(RAPPER), skip_without_program("rapper")),
    "serdi": (by_serdi, SERDI, skip_without_program("serdi")),
    "jena": (by_jena, (*TRIPLES, *QUADS), NEEDS["jena"]),
    "javascript": (node.count, (*TRIPLES, *QUADS), NEEDS["node"]),
}


@pytest.mark.parametrize(
    ("name", "format_"),
    [
        pytest.param(name, format_, marks=[mark] if mark else [])
        for name, (_, formats, mark) in PARSERS.items()
        for format_ in formats
        if format_ in FORMATS
    ],
)
@pytest.mark.filterwarnings("ignore:.*deprecated, use:DeprecationWarning")  # rdflib uses what it deprecates
def test_every_parser_reads_every_statement(
    exports: Path, statements: tuple[int, int], name: str, format_: str
) -> None:
    triples, quads = statements
    if (name, format_) == ("javascript", "jsonld") and triples > TOO_MANY_FOR_JSONLD:
        pytest.skip("Comunica's parser of JSON-LD would take hours")
    with timed(f"{name} reads {format_}"):
        found = PARSERS[name][0](exports / f"graph.{format_}")
    assert found == (quads if format_ in QUADS else triples)


def test_rdflib_answers_as_we_do(
    exports: Path, expected: Mapping[str, list[Row]], asked: Mapping[str, str]
) -> None:
    with timed("RDFLib, Turtle"):
        graph = rdflib.Graph().parse(exports / "graph.ttl")
    compare(expected, asked, lambda query: graph.query(query).serialize(format="json") or b"")


@NEEDS["virtuoso"]
@pytest.mark.xdist_group("virtuoso")
def test_virtuoso_answers_as_we_do(
    exports: Path, statements: tuple[int, int], expected: Mapping[str, list[Row]], asked: Mapping[str, str]
) -> None:
    """After a load by the Graph Store Protocol, where one request can be so large, and after a bulk load."""
    triples, quads = statements
    with virtuoso.virtuoso() as server:
        turtle = exports / "graph.ttl"
        with timed("Virtuoso, Turtle"):
            if turtle.stat().st_size <= virtuoso.MOST:
                server.put(turtle.read_bytes(), GRAPH)
            else:
                shutil.copy(turtle, server.folder)
                server.bulk_load(server.folder / turtle.name, GRAPH)
        assert counted(server.select(COUNT, GRAPH)) == triples
        compare(expected, asked, lambda query: server.select(query, GRAPH))
        server.sql(f"SPARQL CLEAR GRAPH <{GRAPH}>;")
        folder = server.folder / "bulk"
        folder.mkdir()
        shutil.copy(exports / "graph.nq", folder)
        with timed("Virtuoso, N-Quads"):
            server.bulk_load(folder / "graph.nq", GRAPH)
        assert counted(server.select(COUNT_QUADS)) == quads
        compare(expected, asked, server.select)


@NEEDS["oxigraph"]
@pytest.mark.xdist_group("oxigraph")
def test_the_oxigraph_server_answers_as_we_do(
    exports: Path, statements: tuple[int, int], expected: Mapping[str, list[Row]], asked: Mapping[str, str]
) -> None:
    triples, quads = statements
    with oxigraph_server.oxigraph_server() as server:
        with timed("Oxigraph server, Turtle"):
            server.put((exports / "graph.ttl").read_bytes(), GRAPH)
        assert counted(server.select(COUNT, GRAPH)) == triples
        compare(expected, asked, lambda query: server.select(query, GRAPH))
        with timed("Oxigraph server, N-Quads"):
            server.put((exports / "graph.nq").read_bytes(), None, "application/n-quads")
        assert counted(server.select(COUNT_QUADS)) == quads
        compare(expected, asked, server.select)


@NEEDS["jena"]
@pytest.mark.xdist_group("jena")
@pytest.mark.parametrize(("name", "union"), [("ttl", False), ("nq", True)])
def test_jena_answers_as_we_do(
    exports: Path, expected: Mapping[str, list[Row]], asked: Mapping[str, str], name: str, union: bool
) -> None:
    with jena.jena() as engine:
        with timed(f"Jena, graph.{name}"):
            engine.load(exports / f"graph.{name}")
        compare(expected, asked, lambda query: engine.select(query, union=union))


@NEEDS["jena"]
@pytest.mark.xdist_group("jena")
def test_jena_finds_that_the_graph_keeps_to_the_shapes(exports: Path, tmp_path: Path) -> None:
    """Jena 4.5 takes one message for each shape, not one for each language, so it gets the English ones."""
    shapes = rdflib.Graph().parse(ontology_dir() / "shapes.ttl")
    for shape, message in list(shapes.subject_objects(SHACL.message)):
        if isinstance(message, rdflib.Literal) and message.language != "en":
            shapes.remove((shape, SHACL.message, message))
    shapes.serialize(tmp_path / "shapes.ttl")
    data = [ontology_dir() / "tawthiq.ttl", exports / "graph.ttl"]
    (tmp_path / "data.ttl").write_bytes(b"\n".join(path.read_bytes() for path in data))
    with jena.jena() as engine:
        report = engine.validate(tmp_path / "shapes.ttl", tmp_path / "data.ttl")
    found = rdflib.Graph().parse(data=report, format="turtle").objects(None, SHACL.conforms)
    assert list(found) == [rdflib.Literal(True)], report


@NEEDS["node"]
@pytest.mark.xdist_group("node")
def test_comunica_answers_as_we_do(
    exports: Path, expected: Mapping[str, list[Row]], asked: Mapping[str, str]
) -> None:
    """It orders strings by the rules of a language, not by their characters, so the order is left out."""
    queries = {name: text for name, text in asked.items() if name not in NEVER_ENDS_IN_COMUNICA}
    with timed(f"Comunica, all of {len(queries)} queries"):
        answers = node.select(exports / "graph.ttl", list(queries.values()))
    found = dict(zip(queries.values(), answers, strict=True))
    compare(expected, queries, found.__getitem__, ordered=False)


@pytest.mark.parametrize("name", QUERIES)
def test_stored_queries_order_their_rows_by_all_that_tells_them_apart(name: str) -> None:
    """So that every engine, and every run, gives them in one order."""
    head, _, order = QUERIES[name].text.rpartition("ORDER BY")
    told_apart = head.rpartition("GROUP BY")[2] if "GROUP BY" in head else head.partition("WHERE")[0]
    if "COALESCE" in told_apart:  # the columns show by what the rows are grouped
        columns = head.partition("SELECT")[2].partition("WHERE")[0]
        told_apart = re.sub(r"\(\w+\(\?\w+\) AS (\?\w+)\)", r"\1", columns)
    assert set(VARIABLE.findall(told_apart)) <= set(VARIABLE.findall(order))
