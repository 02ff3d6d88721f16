"""The tables of a build: what an article tells of an event, in one row, with the words for it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import factories as f
from tawthiq.export.tables import write_tables
from tawthiq.graph.namespaces import Namespace
from tawthiq.model import ResolvedDocument

ID = Namespace()
FIELDS = [
    "document", "event", "type", "status", "aggregate", "actors", "targets", "places", "start", "end",
    "weapons", "quantities", "sources", "evidence", "confidence", "published",
]  # fmt: skip


def tables(tmp_path: Path, *documents: ResolvedDocument) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    write_tables(f.built(tmp_path / "build", *documents), tmp_path)
    events, relations = (
        [json.loads(line) for line in (tmp_path / name).read_text("utf-8").splitlines()]
        for name in ("events.jsonl", "relations.jsonl")
    )
    return events, relations


def test_a_row_has_what_the_article_tells(tmp_path: Path) -> None:
    ((row,), _) = tables(tmp_path, f.attack("a"))
    assert list(row) == FIELDS
    assert row["document"] == "a"
    assert row["event"] == ID.iri(f.event("Shelling", "dam base").id).value
    assert (row["type"], row["status"], row["aggregate"]) == ("Shelling", "actual", False)
    assert (row["start"], row["end"], row["published"]) == ("2024-03-05", "2024-03-05", "2024-03-06")
    assert (row["weapons"], row["quantities"], row["confidence"]) == (["rocket"], {"killed": 3}, 0.9)
    base = {"id": ID.iri(f.BASE.id).value, "label": "قاعدة السد", "text": "قاعدة السد"}
    assert row["targets"] == row["places"] == [base]
    assert [x["text"] for x in row["sources"]] == ["وزارة الدفاع"]


def test_every_quote_is_a_slice_of_the_article(tmp_path: Path) -> None:
    events, relations = tables(tmp_path, f.attack("a"), f.attack("b"))
    quotes = [quote for row in events + relations for quote in row["evidence"]]
    assert len(quotes) == 4
    assert all(f.TEXT[q["start"] : q["end"]] == q["text"] for q in quotes)


def test_an_event_in_two_articles_is_two_rows(tmp_path: Path) -> None:
    events, _ = tables(tmp_path, f.attack("b", killed=5), f.attack("a", killed=3))
    assert [(row["document"], row["quantities"]["killed"]) for row in events] == [("a", 3), ("b", 5)]
    assert events[0]["event"] == events[1]["event"]


def two_reports(*fields: dict[str, Any]) -> ResolvedDocument:
    """One article with an event told once for each of ``fields``, on different words of it."""
    document = f.attack("a").document
    happening = f.event("Shelling", "told twice")
    quotes = ("وقتل ثلاثة جنود", "كتائب النخيل قصفت قاعدة السد", "قالت وزارة الدفاع")
    reports = [f.report(document, happening, q, **told) for q, told in zip(quotes, fields, strict=False)]
    return f.resolved(document, [f.MILITIA, f.MINISTRY, f.SYRIA], [happening], reports)


def test_reports_of_one_event_are_one_row_with_all_quotes_in_the_order_of_the_text(tmp_path: Path) -> None:
    ((row,), _) = tables(tmp_path, two_reports({"confidence": 0.5}, {"confidence": 0.7}))
    assert [q["text"] for q in row["evidence"]] == ["كتائب النخيل قصفت قاعدة السد", "وقتل ثلاثة جنود"]
    assert row["confidence"] == 0.7


@pytest.mark.parametrize(
    ("told", "field", "expected"),
    [
        ([{"type": "Attack"}, {"type": "Shelling"}], "type", "Shelling"),
        ([{"type": "Attack"}, {"type": "Attack"}], "type", "Attack"),
        ([{"type": "Airstrike"}, {"type": "Shelling"}, {"type": "Airstrike"}], "type", "Airstrike"),
        ([{"status": "planned"}, {"status": "actual"}], "status", "actual"),
        ([{"status": "denied"}, {"status": "averted"}], "status", "averted"),
        ([{"quantities": {"killed": 9}}, {"quantities": {"killed": 4}}], "quantities", {"killed": 4}),
        ([{"weapons": ("drone",)}, {"weapons": ("rocket", "drone")}], "weapons", ["drone", "rocket"]),
    ],
)
def test_what_several_reports_come_to(
    told: list[dict[str, Any]], field: str, expected: object, tmp_path: Path
) -> None:
    ((row,), _) = tables(tmp_path, two_reports(*told))
    assert row[field] == expected


def test_labels_are_in_the_language_of_the_article(tmp_path: Path) -> None:
    arabic, english = f.attack("a"), f.attack("b")
    english = replace(english, document=replace(english.document, language="en"))
    events, _ = tables(tmp_path, arabic, english)
    assert [row["actors"][0]["label"] for row in events] == ["كتائب النخيل", "Palm Brigades"]


def test_relations_are_those_of_the_text_and_not_those_of_the_gazetteer(tmp_path: Path) -> None:
    _, relations = tables(tmp_path, f.attack("a"))
    assert [(r["subject"]["text"], r["predicate"], r["object"]["text"]) for r in relations] == [
        ("القاعدة", "located_in", "ريف دير الزور")
    ]
    assert relations[0]["object"]["label"] == "محافظة دير الزور"
    assert relations[0]["document"] == "a"


def test_a_total_is_marked(tmp_path: Path) -> None:
    document = f.attack("a").document
    total = f.event("Attack", "27 since October", aggregate=True)
    report = f.report(document, total, "وقتل ثلاثة جنود", quantities={"strikes": 27})
    ((row,), _) = tables(tmp_path, f.resolved(document, [], [total], [report]))
    assert (row["aggregate"], row["type"], row["quantities"]) == (True, "Attack", {"strikes": 27})


def test_without_events_the_tables_are_empty(tmp_path: Path) -> None:
    assert tables(tmp_path, f.resolved(f.attack("a").document, [])) == ([], [])
