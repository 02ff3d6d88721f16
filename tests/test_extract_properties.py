"""What holds for any Arabic text, however strange: no error, true offsets, the same facts each time."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules import rules_only
from tawthiq.extract import extract
from tawthiq.knowledge import Knowledge
from tawthiq.language import analyse
from tawthiq.model import Document, EventReport, Extraction, Mention, RelationReport, ResolvedDocument, Span
from tawthiq.resolve import resolve

LETTERS = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيـ"
MARKS = [
    "،", ".", "؛", ":", "؟", "!", "…", "«", "»", '"', "'", "(", ")", "[", "]", "-", "–", "/", "\n",
    "\u200f", "ـ",
]  # fmt: skip
CLITICS = ["", "", "", "و", "ف", "ب", "ل", "ك", "س", "ال", "وال", "بال", "لل", "ول"]
PRONOUNS = ["", "", "", "ه", "ها", "هم", "هما"]
GRAMMAR = [
    "أن", "إن", "أنه", "إنها", "التي", "الذي", "الذين", "من", "عن", "على", "إلى", "في", "بعد", "منذ",
    "حتى", "قبل", "بين", "مع", "ثم", "فيما", "بينما", "لم", "لن", "سوف", "قد", "أي", "بينهم", "بينها",
    "قال", "أعلن", "وأضاف", "بحسب", "وفقا", "نقلت", "حسبما", "أفادت", "موضحا", "نحو", "أكثر", "عشرات",
    "ما لا يقل عن",
]  # fmt: skip
NUMBERS = [
    "3", "14", "٧", "1,200", "4.5", "2024", "ثلاثة", "عشرين", "غارتين", "صاروخين", "مئة", "ألفي",
    "7/10/2023",
]  # fmt: skip

settings.register_profile(
    "extract", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
PROFILE = settings.get_profile("extract")


@cache
def knowledge() -> Knowledge:
    return rules_only()


@cache
def vocabulary() -> dict[str, list[str]]:
    """The words and phrases of the lexicon by table, and the Arabic names of the gazetteer."""
    lexicon = knowledge().lexicon("ar")
    tables = [
        *("triggers", "light_verbs", "verbs", "quantities", "modality", "reporting", "adjectives"),
        *("actor_nouns", "place_nouns", "people", "roles", "weapons", "relation_words"),
    ]
    words = {table: sorted({e.lemma for e in lexicon.entries_of(table)}) for table in tables}
    words["names"] = sorted(
        {
            name
            for entity in knowledge().gazetteer.entities.values()
            for name in (entity.labels.get("ar", ""), *(a for a, lang in entity.aliases if lang == "ar"))
            if name
        }
    )
    return words


def words() -> st.SearchStrategy[str]:
    """A word of the lexicon with what may be joined to it, a name, a number, a mark, or nonsense."""
    known = st.sampled_from(sorted(vocabulary())).flatmap(lambda table: st.sampled_from(vocabulary()[table]))
    return st.one_of(
        known,
        st.builds("".join, st.tuples(st.sampled_from(CLITICS), known, st.sampled_from(PRONOUNS))),
        st.sampled_from(GRAMMAR),
        st.sampled_from(NUMBERS),
        st.sampled_from(MARKS),
        st.text(LETTERS + "\u064e\u064f\u0651", min_size=1, max_size=8),
    )


def texts() -> st.SearchStrategy[str]:
    parts = st.lists(st.tuples(words(), st.sampled_from([" ", " ", " ", " ", "", "  "])), max_size=40)
    return parts.map(lambda pairs: "".join(word + gap for word, gap in pairs))


def read(text: str, published: date | None = date(2024, 5, 14)) -> tuple[Extraction, ResolvedDocument]:
    document = Document("any", text, published=published, language="ar")
    sentences = analyse(document, knowledge())
    extraction = extract(document, sentences, knowledge())
    return extraction, resolve(extraction, sentences, knowledge())


def mentions(extraction: Extraction) -> list[Mention]:
    found = list(extraction.mentions)
    for report in extraction.reports:
        found.extend([*report.actors, *report.targets, *report.places])
    for relation in extraction.relations:
        found.extend([relation.subject, relation.object])
    claimants = [told.claimant for told in told_by(extraction)]
    return [*found, *(claimant for claimant in claimants if claimant is not None)]


def told_by(extraction: Extraction) -> list[EventReport | RelationReport]:
    return [*extraction.reports, *extraction.relations]


def within(span: Span, text: str) -> bool:
    return 0 <= span.start < span.end <= len(text)


@given(text=texts())
@settings(PROFILE)
def test_offsets_are_true(text: str) -> None:
    extraction, _ = read(text)
    for mention in mentions(extraction):
        assert within(mention.span, text)
        assert text[mention.span.start : mention.span.end] == mention.text
    for report in extraction.reports:
        assert within(report.trigger, text)
        assert report.evidence
        assert any(span.covers(report.trigger) for span in report.evidence)
        if report.time is not None:
            assert text[report.time.span.start : report.time.span.end] == report.time.text
    for told in told_by(extraction):
        assert all(within(span, text) for span in told.evidence)
        assert all(a.end <= b.start for a, b in zip(told.evidence, told.evidence[1:], strict=False))


@given(text=texts())
@settings(PROFILE)
def test_facts_obey_the_schema(text: str) -> None:
    schema = knowledge().schema
    _, document = read(text)
    ids = {event.id for event in document.events}
    for resolved in document.reports:
        report = resolved.report
        assert resolved.event in ids
        assert report.type in schema.event_types
        assert 0 < report.confidence <= 1
        assert all(count > 0 for count in report.quantities.values())
        assert len(set(report.weapons)) == len(report.weapons)
        for role in (resolved.actors, resolved.targets, resolved.places):
            named = [argument.entity for argument in role]
            assert len(set(named)) == len(named)
            assert set(named) <= set(document.entities)
    for relation in document.relations:
        assert {relation.subject.entity, relation.object.entity} <= set(document.entities)
        assert relation.subject.entity != relation.object.entity
    for entity in document.entities.values():
        assert entity.type in schema.entity_types
        assert {parent for _, parent in entity.parents} <= set(document.entities)


@given(text=texts())
@settings(PROFILE, max_examples=25)
def test_the_same_text_gives_the_same_facts(text: str) -> None:
    assert read(text) == read(text)


@given(text=texts(), day=st.dates(date(1990, 1, 1), date(2030, 1, 1)))
@settings(PROFILE, max_examples=25)
def test_the_day_of_publication_changes_only_times(text: str, day: date) -> None:
    dated, undated = read(text, day)[0], read(text, None)[0]
    assert [(r.type, r.trigger, r.actors) for r in dated.reports] == [
        (r.type, r.trigger, r.actors) for r in undated.reports
    ]


@given(text=texts(), lead=st.sampled_from(["قال مسؤول إن الوضع هادئ.\n", "\u200f\n\n", "«»\n", "12.\n"]))
@settings(PROFILE, max_examples=25)
def test_what_stands_before_moves_the_offsets(text: str, lead: str) -> None:
    alone, after = read(text)[0], read(lead + text)[0]
    moved = [(r.type, r.trigger.start - len(lead)) for r in after.reports if r.trigger.start >= len(lead)]
    assert sorted(moved) == sorted((r.type, r.trigger.start) for r in alone.reports)


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "،", "«", "و", "ال", "\u064f", "3", "قتل", "في", "بينهم", "(" * 50]
)
def test_next_to_nothing_is_read(text: str) -> None:
    read(text)
