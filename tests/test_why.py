"""``why`` leads from an edge to the claims, their sources and the words of the articles."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tawthiq.cli import main

pytestmark = pytest.mark.xdist_group("examples")

GRAPH = (Path(__file__).parent / "cases" / "small_graph.ttl").read_text("utf-8")


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("why") / "small.ttl"
    path.write_text(GRAPH, "utf-8")
    return path


GAZETTEER = "  known from the gazetteer, or gathered from the rest of the article"


def why(graph: Path, *names: str, language: str = "ar") -> Result:
    arguments = ["why", str(graph), *names, "--language", language]
    return CliRunner().invoke(main, arguments, prog_name="tawthiq")


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
        "قاعدة الوادي – located in – North", GAZETTEER,
        "North – located in – الدولة", GAZETTEER,
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
