"""Dates and times: cases in ``cases/times_*.yaml``, and what holds for any text."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tawthiq.fold import fold
from tawthiq.knowledge import Knowledge
from tawthiq.knowledge.calendar import Calendar, Sense
from tawthiq.language import analyse
from tawthiq.language.times import find_times, publication_date
from tawthiq.model import Document, TimeInterval

CASES = Path(__file__).parent / "cases"
TODAY = date(2023, 11, 1)


def cases(language: str) -> list[dict[str, Any]]:
    return list(yaml.safe_load((CASES / f"times_{language}.yaml").read_text("utf-8")))


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge.load()


def times(text: str, published: date | None, knowledge: Knowledge) -> list[TimeInterval]:
    document = Document("case", text, published=published)
    return [t for s in analyse(document, knowledge) for t in find_times(s, document, knowledge)]


def line(time: TimeInterval) -> str:
    return f"{time.text} | {time.start or '-'} | {time.end or '-'} | {time.precision}"


@pytest.mark.parametrize("case", cases("ar") + cases("en"), ids=lambda case: case["say"][:50])
def test_case(case: dict[str, Any], knowledge: Knowledge) -> None:
    found = times(case["say"], case.get("published", TODAY), knowledge)
    assert [line(t) for t in found] == case["times"]
    if "hours" in case:
        assert [f"{t.earliest:%Y-%m-%dT%H:%M} {t.latest:%Y-%m-%dT%H:%M}" for t in found] == case["hours"]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("KABUL, March 6 2013 A blast killed four.", date(2013, 3, 6)),
        ("Blast kills four\nAFP Thursday 6 Mar 2014 A blast killed four.", date(2014, 3, 6)),
        ("Blast kills four\nPublished July 4 2015 A blast killed four.", date(2015, 7, 4)),
        ("21.05.2017 A blast killed four.", date(2017, 5, 21)),
        ("بيروت 6 آذار 2013 (وكالة) قتل أربعة.", date(2013, 3, 6)),
        ("قتل أربعة في 6 آذار 2013 بانفجار.", None),
        ("في 6 آذار 2013 قتل أربعة بانفجار.", None),
        ("A blast killed four on March 6, 2013 in the capital.", None),
        ("", None),
    ],
)
def test_printed_date(text: str, printed: date | None, knowledge: Knowledge) -> None:
    assert publication_date(Document("case", text), knowledge) == printed


def test_given_date_stands_before_the_printed_one(knowledge: Knowledge) -> None:
    found = times("KABUL, March 6 2013 A blast killed four on Tuesday.", TODAY, knowledge)
    assert [t.start for t in found] == ["2013-03-06", "2023-10-31"]


def test_span_leaves_out_the_conjunction(knowledge: Knowledge) -> None:
    assert [t.text for t in times("قتل أربعة فجر اليوم وبالأمس قتل ثلاثة.", TODAY, knowledge)] == [
        "فجر اليوم",
        "الأمس",
    ]


def test_longest_phrase_wins() -> None:
    calendar = Calendar(
        [("أمس", Sense("day_word", "-1")), ("أمس الأول", Sense("day_word", "-2"))], clitics=True
    )
    words = fold("وأمس الأول").split()
    match = calendar.match(words, 0)
    assert match is not None
    assert (match.length, match.sense.value, match.prefix) == (2, "-2", "و")


VOCABULARY = """
منذ حتى بين و و5 من إلى قبل بعد يوم أيام الأيام الماضي المقبل ليل الثلاثاء أمس اليوم 31 30 2023 1445 0 9999
99999999999 شباط رمضان هـ مطلع نهاية عام شهر الشهر ثلاثة ال15 / - ( ) صيف قرن عقود عامي يومي هذا
since until last next 24 hours days ago March Tuesday night the of 15th overnight weekend Feb. years 1/13/2020
between and this month year end
"""
WORDS = st.sampled_from(VOCABULARY.split())


@settings(deadline=None, max_examples=150)
@given(
    st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=14).map(" ".join)),
    st.one_of(st.none(), st.dates()),
)
def test_any_text(knowledge: Knowledge, text: str, published: date | None) -> None:
    end = 0
    for time in times(text, published, knowledge):
        assert time.text == text[time.span.start : time.span.end]
        assert end <= time.span.start < time.span.end
        end = time.span.end
        for bound in (time.start, time.end):
            assert bound is None or len(bound) in (4, 7, 10)
        if time.earliest and time.latest:
            assert time.earliest <= time.latest
