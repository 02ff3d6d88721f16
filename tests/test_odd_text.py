"""Arabic as the web writes it: the same events as the plain text tells, and offsets that are right."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tawthiq.fold import fold, fold_phrase
from tawthiq.knowledge import Knowledge
from tawthiq.language import detect_language
from tawthiq.language.noise import cleaned
from tawthiq.model import Argument, Document, ResolvedDocument
from tawthiq.pipeline import read_document

ROOT = Path(__file__).parent.parent
CASES: list[dict[str, str]] = yaml.safe_load((ROOT / "tests" / "cases" / "odd_text.yaml").read_text("utf-8"))
PARAGRAPHS = [
    paragraph
    for row in map(json.loads, (ROOT / "examples" / "articles.jsonl").read_text("utf-8").splitlines())
    for paragraph in row["text"].split("\n")
    if row["language"] == "ar"
]
LETTERS = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي"
# A damma may make a passive, and a tanwin an adverb: both are no mere decoration.
VOWELS = ["\u064e", "\u0650", "\u0652", "\u0651", "\u0651\u064e"]
CONTROLS = [
    "\u200e",
    "\u200f",
    "\u202a",
    "\u202b",
    "\u202c",
    "\u2066",
    "\u2069",
    "\u061c",
    "\ufeff",
    "\u200d",
]


@cache
def knowledge() -> Knowledge:
    return Knowledge.load()


@cache
def read(text: str) -> ResolvedDocument:
    language = detect_language(text)
    document = Document("d", text, published=date(2024, 3, 8), language=language)
    return read_document(document, knowledge())


def names(found: ResolvedDocument, arguments: Iterable[Argument]) -> list[object]:
    """What arguments name: ids of the gazetteer, else classes and folded labels."""
    entities = [found.entities[argument.entity] for argument in arguments]
    return [e.id if e.curated else (e.type, *map(fold_phrase, e.labels.values())) for e in entities]


def events(found: ResolvedDocument) -> list[Any]:
    """What is told of each event."""
    told = []
    for item in found.reports:
        report = item.report
        time = report.time and (report.time.start, report.time.end, report.time.precision)
        roles = [names(found, role) for role in (item.actors, item.targets, item.places)]
        claimant = names(found, [item.claimant] if item.claimant else [])
        told.append(
            (report.type, report.status, report.aggregate, *roles, report.weapons, dict(report.quantities),
             time, claimant)
        )  # fmt: skip
    return told


def quotes(found: ResolvedDocument) -> list[str]:
    text = found.document.text
    return [text[span.start : span.end] for r in found.reports for span in r.report.evidence]


def types(found: ResolvedDocument) -> list[str]:
    return [event.type for event in found.events]


def relations(found: ResolvedDocument) -> list[object]:
    return [(r.report.predicate, names(found, [r.subject, r.object])) for r in found.relations]


def check_offsets(found: ResolvedDocument) -> None:
    text = found.document.text
    for item in found.reports:
        arguments = [*item.actors, *item.targets, *item.places]
        arguments += [item.claimant] if item.claimant else []
        for mention in (argument.mention for argument in arguments):
            assert text[mention.span.start : mention.span.end] == mention.text
            assert fold(mention.text[0]), "a mention begins with a letter, not with a mark"
        for span in item.report.evidence:
            assert 0 <= span.start < span.end <= len(text)
            assert fold(text[span.start]).strip()
        if item.report.time:
            span = item.report.time.span
            assert text[span.start : span.end] == item.report.time.text


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_odd_text_tells_what_the_plain_text_tells(case: dict[str, Any]) -> None:
    odd, plain = read(case["text"]), read(case["like"])
    check_offsets(odd)
    assert odd.document.language == "ar"
    assert events(plain), "the plain text tells an event"
    if not case.get("arguments", True):
        assert types(odd) == types(plain)
        return
    assert events(odd) == events(plain)
    assert relations(odd) == relations(plain)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_labels_are_readable(case: dict[str, str]) -> None:
    for entity in read(case["text"]).entities.values():
        for label in entity.labels.values():
            assert not set(label) & {*"#＃_<>\n\r", *CONTROLS, "\u0640", "\u200b"}, label


# ---- any marks, anywhere


def marked(text: str, marks: list[str], places: list[int], after: str) -> str:
    """``text`` with marks behind some of its characters that stand in ``after`` (any if empty)."""
    chosen = [at % len(text) for at in places]
    inserted = {at: marks[k % len(marks)] for k, at in enumerate(chosen) if not after or text[at] in after}
    return "".join(c + inserted.get(i, "") for i, c in enumerate(text))


PROFILE = settings(
    max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
PLACES = st.lists(st.integers(0, 10_000), min_size=20, max_size=400)


@pytest.mark.parametrize(("marks", "after"), [(VOWELS, LETTERS), (CONTROLS, "")], ids=["vowels", "controls"])
@given(text=st.sampled_from(PARAGRAPHS), places=PLACES)
@PROFILE
def test_marks_change_no_fact(marks: list[str], after: str, text: str, places: list[int]) -> None:
    plain, odd = read(text), read(marked(text, marks, places, after))
    check_offsets(odd)
    assert events(odd) == events(plain)
    assert list(map(fold_phrase, quotes(odd))) == list(map(fold_phrase, quotes(plain)))
    assert relations(odd) == relations(plain)


@given(text=st.sampled_from(PARAGRAPHS), places=PLACES)
@PROFILE
def test_tatweel_between_letters_changes_no_fact(text: str, places: list[int]) -> None:
    between = [at for at in places if text[(at + 1) % len(text)] in LETTERS]
    plain, odd = read(text), read(marked(text, ["\u0640", "\u0640\u0640\u0640"], between or [0], LETTERS))
    check_offsets(odd)
    assert events(odd) == events(plain)


@given(text=st.sampled_from(PARAGRAPHS), places=PLACES)
@PROFILE
def test_letters_of_other_scripts_change_no_fact(text: str, places: list[int]) -> None:
    chosen = {at % len(text) for at in places}
    other = {"ي": "ی", "ك": "ک", **{str(d): chr(0x660 + d) for d in range(10)}, "ا": "ﺎ", "ب": "ﺑ", "ق": "ﻗ"}
    odd = read("".join(other.get(c, c) if i in chosen else c for i, c in enumerate(text)))
    check_offsets(odd)
    assert events(odd) == events(read(text))


@given(st.text("<>&#_/!-a:;=\"'@.w https\n\rقصف الجيش_دمشق🔴🇸🇾\u2028", max_size=80))
@settings(max_examples=300, deadline=None)
def test_cleaning_keeps_every_offset(text: str) -> None:
    left = cleaned(text, knowledge().lexicon("ar"))
    assert len(left) == len(text)
    assert all(a == b for a, b in zip(text, left, strict=True) if b.isalpha() and "&" not in text)


POST = ["#عاجل", "#دير_الزور", "@x", "<b>", "</p>", "&amp;", "🔴", "قصف الجيش", "https://a.b/c", "|", "\n",
        "على", "حلب", "."]  # fmt: skip


@given(st.lists(st.sampled_from(POST), max_size=12).map(" ".join))
@settings(max_examples=60, deadline=None)
def test_any_post_is_read(text: str) -> None:
    check_offsets(read(text))
