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
    ("who-attacked-whom", (), "attacker_label attacked_label attacks",
     [("الجماعة الحمراء", "قاعدة الوادي", "2")]),
    ("who-attacked-whom", ("attacker=الجيش",), "attacker", []),
    ("who-attacked-whom", ("attacked=قاعدة الوادي",), "attacks", [("2",)]),
    ("attacks-by-province-and-month", (), "province_label month attacks",
     [("محافظة الشمال", "2023-10", "1")]),
    ("attacks-by-province-and-month", ("province=الدولة",), "month", []),
    ("attacks-on-bases", (), "base_label attacker_label status_label source_label quote", [
        ("قاعدة الوادي", "", "واقع", "الجيش", "سقط خمسة"),
        ("قاعدة الوادي", "الجماعة الحمراء", "منفي", "الجماعة الحمراء", "لم نقصف"),
        ("قاعدة الوادي", "الجماعة الحمراء", "واقع", "الوكالة", "قصفوا القاعدة"),
    ]),
    ("attacks-on-bases", ("place=الدوله",), "quote", [("سقط خمسة",), ("لم نقصف",), ("قصفوا القاعدة",)]),
    ("attacks-on-bases", ("place=قاعدة التل",), "quote", []),
    ("claims-by-source", (), "source_label events articles",
     [("الجيش", "2", "1"), ("الوكالة", "1", "1"), ("الجماعة الحمراء", "1", "1")]),
    ("claims-by-source", ("source=الحمر",), "events", [("1",)]),
    ("contradicted-casualties", (), "event_label quantity_label number source_label document_label",
     [("قصف قاعدة الوادي", "القتلى", "2", "الوكالة", "خبر أول"),
      ("قصف قاعدة الوادي", "القتلى", "5", "الجيش", "خبر ثان")]),
    ("casualties-by-event", (), "event_label start killed wounded source_label",
     [("قصف قاعدة الوادي", "2023-10-31", "5", "", "الجيش"),
      ("قصف قاعدة الوادي", "2023-10-31", "2", "9", "الوكالة")]),
    ("casualties-by-event", ("place=North",), "killed", [("5",), ("2",)]),
    ("casualties-by-event", ("place=قاعدة التل",), "killed", []),
    ("weapons-by-actor", (), "actor_label weapon_label events", [("الجماعة الحمراء", "صاروخ غير موجه", "1")]),
    ("weapons-by-actor", ("weapon=twq:drone",), "events", []),
    ("weapons-by-actor", ("actor=الحمر", "weapon=twq:rocket"), "events", [("1",)]),
    ("planned-deployments", (), "actor_label place_label personnel source_label",
     [("الجيش", "محافظة الشمال", "300", "الجيش")]),
    ("arrests", (), "by_label arrested_label number at_label",
     [("الجماعة الزرقاء", "ستة رجال", "6", "محافظة الشمال")]),
    ("arrests", ("place=الدولة", "actor=Blue Group"), "number", [("6",)]),
    ("arrests", ("actor=الجيش",), "number", []),
    ("events-timeline", (), "start event_label",
     [("2023-10", "27 هجوماً"), ("2023-10-31", "قصف قاعدة الوادي"), ("2023-11-02", "محادثات")]),
    ("events-timeline", ("type=twq:Attack", "actor=عناصرها"), "start", [("2023-10",), ("2023-10-31",)]),
    ("events-timeline", ("actor=الجماعة الزرقاء",), "start", [("2023-11-02",)]),
    ("alliances", (), "one_label other_label source_label quote",
     [("الجماعة الزرقاء", "الجماعة الحمراء", "الوكالة", "قصفوا القاعدة")]),
    ("alliances", ("actor=الجيش",), "one", []),
    ("alliances", ("actor=الحمر",), "one_label", [("الجماعة الزرقاء",)]),
    ("ceasefires-and-talks", (), "event_label party_label",
     [("محادثات", "الجماعة الزرقاء"), ("محادثات", "الجماعة الحمراء")]),
    ("ceasefires-and-talks", ("with=الجيش",), "party", []),
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


def test_list_names_every_query_in_either_language() -> None:
    english, arabic = run("query", "--list", "--language", "en"), run("query", "--list")
    assert english.exit_code == 0
    assert [line.partition(":")[0] for line in arabic.stdout.splitlines() if line[0] != " "] == NAMES
    assert "attacks-on-bases: Attacks on military bases, and who says so\n    --set place=…" in english.stdout


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
    (["{graph}", "who-attaked-whom"], "Did you mean who-attacked-whom?"),
    (["{graph}", "nonsense"], "`tawthiq query --list` lists"),
    (["{graph}"], "GRAPH and QUERY are needed"),
    (["{graph}", "arrests", "--set", "place"], "You can fix this by writing NAME=VALUE"),
    (["{graph}", "arrests", "--set", "planet=x"], "no parameter «planet». It has: actor, place."),
    (["{graph}", "arrests", "--set", "place=المريخ"], "Nothing in the graph is called «المريخ»"),
    (["{graph}", "arrests", "--set", "place=قاعدة"], "«قاعدة» may be any of 2:\n  id:place-base  "),
    (["{graph}", "arrests", "-f", "ttl"], "Turtle holds triples, and this query gives rows"),
    (["{graph}", "DESCRIBE id:actor-red", "-f", "csv"], "The format csv holds rows"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "message"), WRONG)
def test_a_query_that_cannot_be_answered_says_why(graph: Path, arguments: list[str], message: str) -> None:
    result = run("query", *(a.format(graph=graph) if a == "{graph}" else a for a in arguments))
    assert result.exit_code == 2
    assert message in result.stderr
    assert isinstance(result.exception, SystemExit)


def why(graph: Path, *names: str, language: str = "ar") -> Result:
    return run("why", graph, *names, "--language", language)


def test_why_gives_claims_sources_documents_and_quotes(graph: Path) -> None:
    result = why(graph, "الجَماعةُ الحمراء", "attacked", "قاعده الوادي")
    assert result.exit_code == 0
    blocks = result.stdout.strip().split("\n\n")
    assert blocks[0] == "الجماعة الحمراء – هاجم – قاعدة الوادي"
    assert blocks[1].splitlines() == [
        "  «قصفوا القاعدة»", "    واقع; وفق: الوكالة; 2023-10-31; القتلى: 2; الجرحى: 9",
        "    المقال: خبر أول [a] (صحيفة)",
    ]  # fmt: skip
    assert "«سقط خمسة»" in blocks[2]
    assert "يروي الحدث نفسه" in blocks[2]
    assert "«لم نقصف»" in blocks[3]
    assert "منفي; وفق: الجماعة الحمراء" in blocks[3]


SAME = [
    ("id:actor-red", "twq:attacked", "id:place-base"),
    ("<https://w3id.org/tawthiq/id/actor-red>", "https://w3id.org/tawthiq/ontology#attacked", "place-base"),
    ("الحمر", "هاجم", "قاعدة الوادي"),
    ("عناصرها", "attacked", "الوادي"),
    ("قاعدة الوادي", "attacked by", "الجماعة الحمراء"),
    ("قاعدة", "هاجمه", "الجماعة"),
]


@pytest.mark.parametrize("names", SAME)
def test_why_understands_names_in_many_forms(graph: Path, names: tuple[str, str, str]) -> None:
    expected = why(graph, "الجماعة الحمراء", "attacked", "قاعدة الوادي").stdout
    assert why(graph, *names).stdout == expected


def test_why_follows_places_in_places_and_names_the_gazetteer(graph: Path) -> None:
    result = why(graph, "قاعدة الوادي", "located_in", "الدولة", language="en")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "قاعدة الوادي – located in – North", "  known from the gazetteer",
        "North – located in – الدولة", "  known from the gazetteer",
    ]  # fmt: skip


def test_why_of_a_relation_that_holds_both_ways(graph: Path) -> None:
    for names in (("الجماعة الحمراء", "Blue Group"), ("Blue Group", "الجماعة الحمراء")):
        result = why(graph, names[0], "allied_with", names[1])
        assert result.exit_code == 0
        assert "وفق: الوكالة" in result.stdout


def test_why_of_an_edge_that_does_not_stand_ends_with_1(graph: Path) -> None:
    result = why(graph, "الجماعة الزرقاء", "attacked", "الجماعة الحمراء", language="en")
    assert result.exit_code == 1
    assert "The graph does not say that" in result.stdout
    assert "It has between these two: allied with, met." in result.stdout


def test_why_asks_back_where_names_are_ambiguous(graph: Path) -> None:
    with (graph.parent / "both.ttl").open("w", encoding="utf-8") as out:
        out.write(GRAPH + ":actor-blue twq:attacked :place-base .")
    result = why(graph.parent / "both.ttl", "الجماعة", "attacked", "قاعدة الوادي", language="en")
    assert result.exit_code == 2
    assert "«الجماعة» may be any of 2:\n  id:actor-blue  Blue Group\n  id:actor-red" in result.stderr


@pytest.mark.parametrize(("names", "message"), [
    (("المريخ", "attacked", "الدولة"), "Nothing in the graph is called «المريخ»"),
    (("الدولة", "liked", "الدولة"), "There is no edge called «liked». You can fix this by giving"),
])  # fmt: skip
def test_why_says_what_it_does_not_understand(graph: Path, names: tuple[str, str, str], message: str) -> None:
    result = why(graph, *names)
    assert result.exit_code == 2
    assert message in result.stderr
