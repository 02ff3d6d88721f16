"""Stored queries and SPARQL give the right answers on a folder, its store and its Turtle file alike."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
import rdflib
from click.testing import CliRunner, Result

from tawthiq import folder
from tawthiq.cli import main
from tawthiq.query import stored_queries
from tawthiq.query.syntax import repetitions_show

pytestmark = pytest.mark.xdist_group("examples")

ONTOLOGY = Path(__file__).parent.parent / "ontology"
NAMES = sorted(path.stem for path in (ONTOLOGY / "queries").glob("*.rq"))


def run(*arguments: str | Path, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments], input=stdin, prog_name="tawthiq")


def rows(graph: Path, query: str, *more: str) -> list[dict[str, str]]:
    """The rows of a query as CSV gives them."""
    result = run("query", graph, query, "-f", "csv", *more)
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


GRAPH = (Path(__file__).parent / "cases" / "small_graph.ttl").read_text("utf-8")


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("queries") / "small.ttl"
    path.write_text(GRAPH, "utf-8")
    return path


ANSWERS: list[tuple[str, tuple[str, ...], str, list[tuple[str, ...]]]] = [
    ("who-attacked-whom", (), "attacker_label attacked_label events",
     [("الجماعة الحمراء", "قاعدة الوادي", "2")]),
    ("who-attacked-whom", ("attacker=الجيش",), "attacker", []),
    ("who-attacked-whom", ("attacked=قاعدة الوادي",), "events", [("2",)]),
    ("who-attacked-whom", ("since=2023-10-28", "until=2023-11"), "attacked_label events",
     [("قاعدة الوادي", "1")]),
    ("attacks-by-province-and-month", (), "province_label month attacks",
     [("محافظة الشمال", "2023-10", "1")]),
    ("attacks-by-province-and-month", ("province=الدولة",), "month", []),
    ("attacks-by-province-and-month", ("province=الشمال",), "month", [("2023-10",)]),
    ("attacks-by-province-and-month", ("since=2023-11",), "month", []),
    ("attacks-by-province-and-month", ("until=2023-10-30",), "month", []),
    ("attacks-on-bases", (), "base_label start by_label status_label source_label claimed_by_label quote", [
        ("قاعدة الوادي", "2023-10-31", "", "واقع", "الجيش", "", "سقط خمسة"),
        ("قاعدة الوادي", "2023-10-31", "الجماعة الحمراء", "واقع", "الوكالة", "", "قصفوا القاعدة"),
        ("قاعدة الوادي", "2023-10-31", "الجماعة الحمراء", "منفي", "الجماعة الحمراء", "", "لم نقصف"),
        ("قاعدة التل", "2023-12-01", "الجماعة الحمراء", "واقع", "", "الجماعة الحمراء", "تبنى قصفاً"),
    ]),
    ("attacks-on-bases", ("place=محافظة الشمال",), "quote",
     [("سقط خمسة",), ("قصفوا القاعدة",), ("لم نقصف",)]),
    ("attacks-on-bases", ("place=الدوله", "since=2023-11"), "quote", [("تبنى قصفاً",)]),
    ("attacks-on-bases", ("until=2023-10-30",), "quote", []),
    ("attacks-on-bases", ("attacker=الحمر", "until=2023"), "quote",
     [("قصفوا القاعدة",), ("لم نقصف",), ("تبنى قصفاً",)]),
    ("claims-by-source", (), "source_label events articles",
     [("الجيش", "2", "1"), ("الوكالة", "1", "1"), ("الجماعة الحمراء", "1", "1")]),
    ("claims-by-source", ("source=الحمر",), "events", [("1",)]),
    ("claims-by-source", ("since=2023-10-31", "until=2023-10-31"), "source_label",
     [("الجيش",), ("الوكالة",), ("الجماعة الحمراء",)]),
    ("contradicted-casualties", (), "event_label quantity_label number source_label document_label",
     [("قصف قاعدة الوادي", "القتلى", "2", "الوكالة", "خبر أول"),
      ("قصف قاعدة الوادي", "القتلى", "5", "الجيش", "خبر ثان")]),
    ("contradicted-casualties", ("place=North", "since=2023-10-31", "until=2023-10"), "number",
     [("2",), ("5",)]),
    ("contradicted-casualties", ("since=2023-11",), "number", []),
    ("casualties-by-event", (), "event_label start killed wounded source_label",
     [("قصف قاعدة الوادي", "2023-10-31", "5", "", "الجيش"),
      ("قصف قاعدة الوادي", "2023-10-31", "2", "9", "الوكالة")]),
    ("casualties-by-event", ("place=North",), "killed", [("5",), ("2",)]),
    ("casualties-by-event", ("place=قاعدة التل",), "killed", []),
    ("casualties-by-event", ("since=2023-10-01", "until=2023-10-31"), "killed", [("5",), ("2",)]),
    ("casualties-by-event", ("until=2022",), "killed", []),
    ("weapons-by-actor", (), "actor_label weapon_label events",
     [("الجماعة الحمراء", "صاروخ موجه", "1"), ("الجماعة الحمراء", "صاروخ غير موجه", "1")]),
    ("weapons-by-actor", ("since=2023-12-01", "until=2023-12-01"), "weapon_label", [("صاروخ موجه",)]),
    ("weapons-by-actor", ("weapon=صاروخ غير موجه",), "events", [("1",)]),
    ("weapons-by-actor", ("weapon=twq:drone",), "events", []),
    ("weapons-by-actor", ("actor=الحمر", "weapon=twq:rocket"), "events", [("1",)]),
    ("planned-deployments", (), "actor_label to_label personnel source_label",
     [("الجيش", "محافظة الشمال", "300", "الجيش")]),
    ("planned-deployments", ("place=الدولة", "actor=الجيش"), "personnel", [("300",)]),
    ("planned-deployments", ("place=قاعدة التل",), "personnel", []),
    ("arrests", (), "by_label arrested_label number at_label",
     [("الجماعة الزرقاء", "ستة رجال", "6", "محافظة الشمال")]),
    ("arrests", ("place=الدولة", "actor=Blue Group"), "number", [("6",)]),
    ("arrests", ("actor=الجيش",), "number", []),
    ("arrests", ("since=2023-11-05", "until=2023-11-05"), "number", [("6",)]),
    ("arrests", ("since=2023-11-06",), "number", []),
    ("events-timeline", (), "start event_label",
     [("2023-10", "27 هجوماً"), ("2023-10-31", "قصف قاعدة الوادي"), ("2023-11-02", "محادثات"),
      ("2023-12-01", "قصف قاعدة التل")]),
    ("events-timeline", ("type=twq:Attack", "actor=عناصرها"), "start",
     [("2023-10",), ("2023-10-31",), ("2023-12-01",)]),
    ("events-timeline", ("type=Shelling", "until=2023-11"), "start", [("2023-10-31",)]),
    ("events-timeline", ("type=محادثات",), "start", [("2023-11-02",)]),
    ("events-timeline", ("since=2023-10-28", "until=2023-11-02"), "start",
     [("2023-10-31",), ("2023-11-02",)]),
    ("events-timeline", ("actor=الجماعة الزرقاء",), "start", [("2023-11-02",)]),
    ("alliances", (), "one_label other_label source_label quote",
     [("الجماعة الزرقاء", "الجماعة الحمراء", "الوكالة", "قصفوا القاعدة")]),
    ("alliances", ("actor=الجيش",), "one", []),
    ("alliances", ("actor=الحمر",), "one_label", [("الجماعة الزرقاء",)]),
    ("ceasefires-and-talks", (), "event_label party_label",
     [("محادثات", "الجماعة الزرقاء"), ("محادثات", "الجماعة الحمراء")]),
    ("ceasefires-and-talks", ("with=الجيش",), "party", []),
    ("ceasefires-and-talks", ("with=الحمر", "since=2023-11", "until=2023-11"), "status_label",
     [("واقع",), ("واقع",)]),
    ("ceasefires-and-talks", ("until=2023-11-01",), "party", []),
]  # fmt: skip


@pytest.mark.parametrize(("name", "settings", "columns", "expected"), ANSWERS)
def test_stored_queries_answer(
    graph: Path, name: str, settings: tuple[str, ...], columns: str, expected: list[tuple[str, ...]]
) -> None:
    more = [argument for setting in settings for argument in ("--set", setting)]
    found = rows(graph, name, *more)
    assert [tuple(row[c] for c in columns.split()) for row in found] == expected


def test_every_stored_query_has_a_tested_answer() -> None:
    assert {name for name, *_ in ANSWERS} == set(NAMES)
    parameters = {(name, p.name) for name, query in stored_queries().items() for p in query.parameters}
    tested = {(name, setting.partition("=")[0]) for name, settings, *_ in ANSWERS for setting in settings}
    assert parameters == tested


@pytest.mark.parametrize("name", NAMES)
def test_stored_queries_give_the_same_rows_from_folder_store_and_file(
    examples_build: Path, name: str
) -> None:
    places = (examples_build, examples_build / folder.STORE, examples_build / folder.TURTLE)
    one, two, three = (rows(place, name) for place in places)
    assert one == two == three


@pytest.mark.parametrize("name", NAMES)
def test_stored_queries_are_standard_sparql_with_titles(graph: Path, name: str) -> None:
    query = stored_queries()[name]
    assert query.titles.keys() == {"ar", "en"}
    result = rdflib.Graph().parse(graph).query(query.text)
    assert len(list(result)) == len(rows(graph, name))


def test_a_triple_in_several_graphs_counts_once(tmp_path: Path) -> None:
    path = tmp_path / "a.nq"
    type_, attack = (
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
        "https://w3id.org/tawthiq/ontology#Attack",
    )
    triple = f"<http://x/e> <{type_}> <{attack}>"
    path.write_text(f"{triple} <http://x/g1> .\n{triple} <http://x/g2> .\n")
    assert rows(path, "SELECT (COUNT(?e) AS ?n) { ?e a twq:Attack }") == [{"n": "1"}]
    assert rows(path, "SELECT (COUNT(?g) AS ?n) { GRAPH ?g { ?e a twq:Attack } }") == [{"n": "2"}]


@pytest.mark.parametrize("name", NAMES)
def test_stored_queries_are_answered_without_a_copy_of_the_graph(name: str) -> None:
    assert not repetitions_show(stored_queries()[name].text)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (COUNT(?e) AS ?n) { ?e a twq:Attack }",
        "SELECT ?e { ?e a twq:Attack }",
        "SELECT DISTINCT ?n { { SELECT (COUNT(?e) AS ?n) { ?e a twq:Attack } } }",
        "SELECT DISTINCT ?e { { SELECT ?e { ?e a twq:Attack } LIMIT 2 } }",
        "SELECT (COUNT(DISTINCT ?e) AS ?n) (COUNT(*) AS ?m) { ?e a twq:Attack }",
        "ASK { { SELECT (SUM(1) AS ?n) { ?e a twq:Attack } } FILTER (?n = 1) }",
        "SELECT ?distinct { ?distinct a twq:Attack } # DISTINCT",
    ],
)
def test_a_query_in_which_repetitions_would_show_has_a_graph_without_them(query: str) -> None:
    assert repetitions_show(query)


def test_list_names_every_query_in_either_language() -> None:
    english, arabic = run("query", "--list", "--language", "en"), run("query", "--list")
    assert english.exit_code == 0
    assert [line.partition(":")[0] for line in arabic.stdout.splitlines() if line[0] != " "] == NAMES
    start = "\n    --set place=…  only bases in this place"
    assert f"says so, who claims it{start}" in english.stdout


SELECT = "SELECT ?who ?whom { ?who twq:attacked ?whom }"


def test_a_query_comes_from_text_file_or_standard_input(graph: Path, tmp_path: Path) -> None:
    path = tmp_path / "q.rq"
    path.write_text("# parameter whom entity: on this place\n" + SELECT.replace("{", "WHERE {"))
    expected = rows(graph, SELECT)
    assert [row["whom_label"] for row in expected] == ["قاعدة الوادي"]
    assert rows(graph, str(path)) == rows(graph, str(path), "--set", "whom=قاعدة الوادي") == expected
    assert rows(graph, str(path), "--set", "whom=قاعدة التل") == []
    piped = run("query", graph, "-", "-f", "csv", stdin=SELECT).stdout
    assert list(csv.DictReader(io.StringIO(piped))) == expected


def test_formats(graph: Path) -> None:
    assert run("query", graph, SELECT, "--language", "en").stdout == (
        "who              whom\n---------------  ------------\nالجماعة الحمراء  قاعدة الوادي\n"
    )
    data = json.loads(run("query", graph, SELECT, "-f", "json").stdout)
    assert data["results"]["bindings"][0]["who"]["value"].endswith("/actor-red")
    assert run("query", graph, SELECT, "-f", "tsv").stdout == (
        "?who\t?whom\n<https://w3id.org/tawthiq/id/actor-red>\t<https://w3id.org/tawthiq/id/place-base>\n"
    )
    turtle = run("query", graph, "CONSTRUCT { ?a twq:met ?b } WHERE { ?a twq:met ?b }").stdout
    assert "id:actor-blue twq:met id:actor-red ." in turtle
    assert len(rdflib.Graph().parse(data=turtle, format="turtle")) == 2
    described = run("query", graph, "DESCRIBE id:actor-red", "-f", "ttl").stdout
    assert "الجماعة الحمراء" in described


def test_an_ask_answers_by_its_exit_code_too(graph: Path) -> None:
    yes, no = (run("query", graph, f"ASK {{ ?x twq:{edge} ?y }}") for edge in ("attacked", "besieged"))
    assert (yes.exit_code, yes.stdout) == (0, "نعم\n")
    assert (no.exit_code, no.stdout) == (1, "لا\n")


WRONG = [
    (["{graph}", "SELECT ?x { ?x"], "This is not valid SPARQL: error at 1:15"),
    (["{graph}", "INSERT DATA { <a:a> <a:b> <a:c> }"], "This is not valid SPARQL"),
    (["{graph}", "SELECT ?x\nWHERE {\n  ?x a ]\n}"], "error at 3:8, this ] cannot close the { at 2:7."),
    (["{graph}", "SELECT ?x\nWHERE {\n  ?x a (1\n}"], "error at 4:1, this } cannot close the ( at 3:8."),
    (["{graph}", "SELECT ?x { ?x a ?y }\n}"], "error at 2:1, this } closes nothing."),
    (["{graph}", "SELECT ?x\nWHERE {\n  ?x ?y\n}"], "error at 4:2, something is missing"),
    (["{graph}", "SELECT ?x {\n?x a ')' ; FILTER }"], "\n  ?x a ')' ; FILTER }\n                     ^\n"),
    (["{graph}", "SELECT ?x { ?x ex:y ?z }"], "The prefix ex: is not declared"),
    (["{graph}", "SELECT * { SERVICE <http://127.0.0.1/> { ?x ?y ?z } }"], "Tawthiq works offline"),
    (["{graph}", "select * { service\nsilent ?s { ?x ?y ?z } }"], "Tawthiq works offline"),
    (["{graph}", "SELECT * FROM <file:///etc/passwd> { ?x ?y ?z }"], "You can fix this by leaving FROM out"),
    (["{graph}", "SELECT * FROM NAMED id:a { ?x ?y ?z }"], "You can fix this by leaving FROM out"),
    (["{graph}", "who-attaked-whom"], "Did you mean who-attacked-whom?"),
    (["{graph}", "attacks"], "Did you mean attacks-on-bases or attacks-by-province-and-month?"),
    (["{graph}", "nonsense"], "`tawthiq query --list` lists"),
    (["{graph}"], "GRAPH and QUERY are needed"),
    (["{graph}", "arrests", "--set", "place"], "You can fix this by writing NAME=VALUE"),
    (["{graph}", "arrests", "--set", "place="], "You can fix this by writing NAME=VALUE"),
    (["{graph}", "arrests", "--set", "place=a", "--set", "place=b"], "--set place comes twice"),
    (["{graph}", "arrests", "--set", "planet=x"], "no parameter «planet». It has: actor, place, since"),
    (["{graph}", "arrests", "--set", "since=أمس"], "since=أمس: this is no date"),
    (["{graph}", "arrests", "--set", "until=2023-02-30"], "You can fix this by writing a year, a month"),
    (["{graph}", "events-timeline", "--set", "type=نزهة"], "The ontology has no event type or weapon «نزهة»"),
    (["{graph}", "arrests", "--set", "place=المريخ"], "Nothing in the graph is called «المريخ»"),
    (["{graph}", "arrests", "-f", "ttl"], "Turtle holds triples, and this query gives rows"),
    (["{graph}", "DESCRIBE id:actor-red", "-f", "csv"], "The format csv holds rows"),
]  # fmt: skip


def test_words_of_the_language_may_stand_in_names_strings_and_comments(graph: Path) -> None:
    query = """SELECT ?from { ?from a ?service # SERVICE <x:y> { FROM
        FILTER (STR(?service) = "FROM SERVICE {" || ?from = <a:from>) }"""
    result = run("query", graph, query, "-f", "csv")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "from\n", "لا نتائج\n")


@pytest.mark.parametrize("format_", ["table", "csv", "json", "tsv"])
def test_an_empty_answer_is_told_on_standard_error_alone(graph: Path, format_: str) -> None:
    nothing = run("query", graph, "SELECT ?x { ?x twq:besieged ?y }", "-f", format_, "--language", "en")
    assert (nothing.exit_code, nothing.stderr) == (0, "no results\n")
    assert "no results" not in nothing.stdout
    assert run("query", graph, SELECT, "-f", format_).stderr == ""
    assert run("query", graph, "CONSTRUCT WHERE { ?x twq:besieged ?y }").stderr == "لا نتائج\n"


def test_a_name_stands_for_all_that_it_may_mean_and_says_so(graph: Path) -> None:
    every = run("query", graph, "attacks-on-bases", "--set", "place=قاعدة", "-f", "csv", "--language", "en")
    assert every.stderr == "place covers 2:\n  id:place-base  قاعدة الوادي\n  id:place-base-2  قاعدة التل\n"
    assert len(every.stdout.splitlines()) == 1 + 4
    city = run("query", graph, "arrests", "--set", "place=الشمال")
    assert city.stderr == "place يشمل 2:\n  id:place-town  الشمال\n  id:place-north  محافظة الشمال\n"
    assert "ستة رجال" in city.stdout
    assert run("query", graph, "arrests", "--set", "place=id:place-town").stderr == "لا نتائج\n"


def test_rows_are_written_while_they_are_read(graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tawthiq.query.results.AHEAD", 2)
    digits = " ".join(map(str, range(100)))
    query = f"SELECT ?n {{ VALUES ?a {{ {digits} }} VALUES ?b {{ {digits} }} BIND (100 * ?a + ?b AS ?n) }}"
    for format_ in ("csv", "tsv"):
        lines = run("query", graph, query, "-f", format_).stdout.splitlines()
        assert sorted(lines[1:]) == sorted(map(str, range(10_000)))
    found = json.loads(run("query", graph, query, "-f", "json").stdout)["results"]["bindings"]
    assert {row["n"]["value"] for row in found} == set(map(str, range(10_000)))


@pytest.mark.parametrize(("arguments", "message"), WRONG)
def test_a_query_that_cannot_be_answered_says_why(graph: Path, arguments: list[str], message: str) -> None:
    result = run("query", *(a.format(graph=graph) if a == "{graph}" else a for a in arguments))
    assert result.exit_code == 2
    assert message in result.stderr
    assert isinstance(result.exception, SystemExit)
