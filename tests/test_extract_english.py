"""English sentences → facts: cases in ``cases/extract_en.yaml``, one phenomenon each.

``events`` have to be told each by an event of its own; of an event only the fields that are given count,
and of a list only the names that are given. A name is found if one wording contains the other.
``absent`` are types that no event has, ``relations`` are subject, predicate and object.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from tawthiq.extract import extract
from tawthiq.fold import fold_phrase
from tawthiq.knowledge import Knowledge
from tawthiq.language import analyse
from tawthiq.model import Document, EventReport, Extraction, Mention

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "extract_en.yaml").read_text("utf-8")
)
ROLES = ("actors", "targets", "places")


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge.load()


def read(case: dict[str, Any], knowledge: Knowledge) -> Extraction:
    published: date | None = case.get("published")
    document = Document("case", case["text"], published=published, language="en")
    return extract(document, analyse(document, knowledge), knowledge)


def named(wanted: str, mentions: Iterable[Mention]) -> bool:
    name = fold_phrase(wanted)
    return any(name in fold_phrase(m.text) or fold_phrase(m.text) in name for m in mentions)


def tells(wanted: dict[str, Any], report: EventReport, reports: Iterable[EventReport]) -> bool:
    sources = [r.claimant for r in reports if r.trigger == report.trigger and r.claimant is not None]
    return (
        report.type == wanted["type"]
        and report.status == wanted.get("status", "actual")
        and all(named(n, getattr(report, role)) for role in ROLES for n in wanted.get(role, ()))
        and all(named(n, sources) for n in wanted.get("sources", ()))
        and set(wanted.get("weapons", ())) <= set(report.weapons)
        and wanted.get("quantities", {}).items() <= report.quantities.items()
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_sentence_tells_its_facts(case: dict[str, Any], knowledge: Knowledge) -> None:
    found = read(case, knowledge)
    shown = "\n".join(
        f"{r.type} {r.status} {[[m.text for m in getattr(r, role)] for role in ROLES]} "
        f"{r.claimant.text if r.claimant else ''} {r.weapons} {dict(r.quantities)}"
        for r in found.reports
    )
    for wanted in case.get("events", ()):
        assert any(tells(wanted, r, found.reports) for r in found.reports), f"{wanted}\nnot in\n{shown}"
    assert not {r.type for r in found.reports} & set(case.get("absent", ())), shown
    told = [(r.subject, r.predicate, r.object) for r in found.relations]
    for subject, predicate, object_ in case.get("relations", ()):
        assert any(named(subject, [s]) and predicate == p and named(object_, [o]) for s, p, o in told), (
            f"{[(s.text, p, o.text) for s, p, o in told]}"
        )


def test_every_mention_is_a_stretch_of_the_text(knowledge: Knowledge) -> None:
    for case in CASES:
        for report in read(case, knowledge).reports:
            for role in ROLES:
                for mention in getattr(report, role):
                    assert case["text"][mention.span.start : mention.span.end] == mention.text
