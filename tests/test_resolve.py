"""Mentions → entities, reports → events."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tawthiq.knowledge import Gazetteer, Knowledge, Lexicon, Schema
from tawthiq.knowledge.paths import ontology_dir
from tawthiq.language import analyse
from tawthiq.model import (
    Document,
    EventReport,
    Extraction,
    Mention,
    RelationReport,
    ResolvedDocument,
    Span,
    TimeInterval,
)  # fmt: skip
from tawthiq.resolve import resolve
from tawthiq.resolve.likeness import near

CASES = Path(__file__).parent / "cases"
MENTIONS: list[dict[str, Any]] = yaml.safe_load((CASES / "resolve_mentions.yaml").read_text("utf-8"))
EVENTS: list[dict[str, Any]] = yaml.safe_load((CASES / "resolve_events.yaml").read_text("utf-8"))
MARK = re.compile(r"\[([^\]|]+)\|([^\]|]+)\|([^\]|]+)\]")


@cache
def knowledge() -> Knowledge:
    """The project's schema and lexicons, with a gazetteer of a few names."""
    folder = ontology_dir()
    lexicons = {language: Lexicon.load(folder / "lexicon", language) for language in ("ar", "en")}
    gazetteer = Gazetteer.load(CASES / "none", [CASES / "resolve_gazetteer.ttl"])
    return Knowledge(Schema.load(folder / "tawthiq.ttl"), gazetteer, lexicons, ())


def mention(text: str, start: int, what: str) -> Mention:
    type_, _, known = what.partition("=")
    named = not type_.endswith("?")
    return Mention(Span(start, start + len(text)), text, type_.rstrip("?"), known or None, named)


def read(marked: str) -> tuple[str, list[tuple[Mention, str]]]:
    """The text without its marks, and the mentions with their groups."""
    text, mentions, at = "", [], 0
    for mark in MARK.finditer(marked):
        text += marked[at : mark.start()]
        mentions.append((mention(mark[1], len(text), mark[2]), mark[3]))
        text += mark[1]
        at = mark.end()
    return text + marked[at:], mentions


def told(mentions: list[Mention]) -> tuple[EventReport, ...]:
    return tuple(EventReport("Accusation", m.span, (m.span,), targets=(m,)) for m in mentions)


def resolved(marked: str, id: str = "doc", language: str = "ar", **given: Any) -> ResolvedDocument:
    text, mentions = read(marked)
    document = Document(id, text, language=language)
    reports = given.pop("reports", told([m for m, _ in mentions]))
    return resolve(
        Extraction(document, reports, **given), analyse(document, knowledge()), knowledge(), models={}
    )


def entities(document: ResolvedDocument) -> dict[Mention, str]:
    return {a.mention: a.entity for r in document.reports for a in r.targets}


def ids(marked: str, **given: Any) -> list[str]:
    """Entity of each mention, in the order of the text."""
    found = entities(resolved(marked, **given))
    return [found[m] for m in sorted(found, key=lambda m: m.span)]


@pytest.mark.parametrize("case", MENTIONS, ids=[c["name"] for c in MENTIONS])
def test_mentions_of_one_thing_become_one_entity(case: dict[str, Any]) -> None:
    _, mentions = read(case["text"])
    found = entities(resolved(case["text"], language=case.get("language", "ar")))
    groups: dict[str, set[str]] = {}
    for m, group in mentions:
        groups.setdefault(group, set()).add(found[m])
    assert {g: len(e) for g, e in groups.items()} == dict.fromkeys(groups, 1), found
    assert len(set.union(*groups.values())) == len(groups), found


def reports_of(case: dict[str, Any], text: str) -> Iterator[EventReport]:
    at = 0
    for row in case["reports"]:
        start = text.index(row["trigger"], at)
        at = start + 1
        begin = text.rfind(".", 0, start) + 1
        end = text.index(".", start)
        roles: dict[str, Any] = {}
        for role in ("actors", "targets", "places"):
            wordings = [m.split("|") for m in row.get(role, ())]
            roles[role] = tuple(mention(w, text.index(w, begin), what) for w, what in wordings)
        day = str(row["day"]) if "day" in row else None
        yield EventReport(
            row["type"],
            Span(start, start + len(row["trigger"])),
            (Span(begin, end),),
            status=row.get("status", "actual"),
            aggregate=row.get("aggregate", False),
            quantities=row.get("quantities", {}),
            time=TimeInterval(Span(begin, end), "", day, day, "day") if day else None,
            **roles,
        )


@pytest.mark.parametrize("case", EVENTS, ids=[c["name"] for c in EVENTS])
def test_reports_of_one_happening_become_one_event(case: dict[str, Any]) -> None:
    text = " ".join(case["text"].split())
    document = resolved(text, reports=tuple(reports_of(case, text)))
    groups: dict[str, list[int]] = {}
    for i, report in enumerate(document.reports):
        groups.setdefault(report.event, []).append(i)
    assert sorted(groups.values()) == case["events"]
    if "types" in case:
        assert [event.type for event in document.events] == case["types"]


# ---- Ids, labels, parents


def test_a_body_of_a_state_has_one_id_in_all_articles_and_spellings() -> None:
    (a,) = ids("قالت [وزارة الدفاع الأميركية|GovernmentBody|a] ذلك.", id="one")
    (b,) = ids("ونفت [وزارة الدفاع الأمريكية|GovernmentBody|a] ذلك.", id="two")
    (c,) = ids("قالت [وزارة الدفاع العراقية|GovernmentBody|a] ذلك.", id="one")
    (d,) = ids("قالت [وزارة الخارجية الأميركية|GovernmentBody|a] ذلك.", id="one")
    assert a == b
    assert len({a, c, d}) == 3
    (e,) = ids("هاجمت [الميلشيات الإيرانية|Militia|a] القرية.", id="one")
    (f,) = ids("هاجمت [الميليشيات الإيرانية|Militia|a] القرية.", id="two")
    assert e == f


def test_a_body_belongs_to_its_state_and_a_militia_sides_with_it() -> None:
    document = resolved("تقدم [الجيش السوري|StateForce|a] نحو [الميليشيات الإيرانية|Militia|b].")
    army, militia = entities(document).values()
    assert document.entities[army].parents == (("part_of", "country-syria"),)
    assert document.entities[militia].parents == (("allied_with", "country-iran"),)
    assert document.entities["country-syria"].curated
    assert not document.entities[army].curated


def test_the_label_is_the_fullest_name_with_the_article_written_out() -> None:
    document = resolved("تابع ل[لقوات الخاصة|StateForce|a] السورية.")
    assert [e.labels for e in document.entities.values()] == [{"ar": "القوات الخاصة"}]
    document = resolved("قال [المرصد|Ngo|a] ثم [مرصد الفرات لحقوق الإنسان|Ngo|b] ثم [مرصد الفرات|Ngo|b].")
    assert "مرصد الفرات لحقوق الإنسان" in {e.labels["ar"] for e in document.entities.values()}


def test_all_ancestors_are_there() -> None:
    document = resolved("قصفوا [الزهراء|City=place-zahra-city|a].")
    assert set(document.entities) == {"place-zahra-city", "place-nahr-province", "country-syria"}
    assert all(e.curated for e in document.entities.values())


def test_descriptions_belong_to_their_document() -> None:
    text = "أصيب [ثلاثة جنود|People?|a]."
    assert ids(text, id="one") != ids(text, id="two")
    assert ids(text, id="one") == ids(text, id="one")


def test_villages_of_one_name_in_two_states_are_two() -> None:
    village = "[قرية أم الخير|Village|a]"
    (syria, _) = ids(f"قصفوا {village} قرب [الزهراء|City=place-zahra-city|b].", id="one")
    (iraq, _) = ids(f"قصفوا {village} قرب [البصيرة|City=place-basra-test|b].", id="two")
    (again, _) = ids(f"دخلوا {village} قرب [الزهراء|City=place-zahra-city|b].", id="three")
    assert syria != iraq
    assert syria == again


def test_an_unlisted_place_lies_where_the_text_says() -> None:
    marked = "قصفوا [حقل الورد|OilField|a] في [قرية أم الخير|Village|b] في [البصيرة|City=place-basra-test|c]."
    _, mentions = read(marked)
    field, village, city = (m for m, _ in mentions)
    relations = (
        RelationReport(field, "located_in", village, (field.span,)),
        RelationReport(village, "located_in", city, (village.span,)),
    )
    document = resolved(marked, relations=relations)
    a, b, c = entities(document).values()
    assert document.entities[a].parents == (("located_in", b),)
    assert document.entities[b].parents == (("located_in", c),)
    assert len(document.relations) == 2


def test_the_countryside_of_a_known_place_lies_in_it() -> None:
    document = resolved("قصفوا [ريف الزهراء|Region|a].")
    (entity,) = entities(document).values()
    assert document.entities[entity].parents == (("located_in", "place-zahra-city"),)


def test_a_place_whose_name_ends_in_another_place_lies_in_it() -> None:
    text = "قصفوا محيط حقل الورد."
    around = mention("محيط حقل الورد", 6, "Region")
    field = mention("حقل الورد", 11, "OilField")
    document = resolved(text, reports=told([around, field]))
    found = entities(document)
    assert document.entities[found[around]].parents == (("located_in", found[field]),)
    document = resolved("دخلوا [الأراضي السورية|Region|a].")
    assert [e.parents for e in document.entities.values() if e.type == "Region"] == [
        (("located_in", "country-syria"),)
    ]


@pytest.mark.parametrize(
    ("near_place", "expected"),
    [("الزهراء|City=place-zahra-city", "syria"), ("البصيرة|City=place-basra-test", "iraq")],
)
def test_the_other_places_decide_where_a_name_is_ambiguous(near_place: str, expected: str) -> None:
    found = ids(f"دخلوا [تل رماح|Town=place-tal-rimah-syria|a] من [{near_place}|b].")
    assert f"place-tal-rimah-{expected}" in found


def test_event_id_and_labels() -> None:
    text = "قصف الفيلق الثالث الزهراء."
    target = mention("الزهراء", text.index("الزهراء"), "City=place-zahra-city")
    span = Span(0, len(text))
    time = TimeInterval(span, "", "2023-10-31", "2023-10-31", "day")
    report = EventReport("DroneStrike", Span(0, 3), (span,), targets=(target,), time=time)
    (event,) = resolved(text, reports=(report,)).events
    assert re.fullmatch(r"event-2023-10-31-drone-strike-zahra-[0-9a-f]{8}", event.id)
    types = knowledge().schema.labels("DroneStrike")
    assert event.labels == {"ar": f"{types['ar']}: الزهراء", "en": f"{types['en']}: Zahra"}


# ---- What is dropped


def test_what_breaks_the_schema_is_dropped_and_counted() -> None:
    marked = "[منصة صواريخ|Thing|a] في [البصيرة|City=place-basra-test|b] من [العراق|State=country-iraq|c]"
    _, mentions = read(marked)
    launcher, city, state = (m for m, _ in mentions)
    span = (launcher.span,)
    reports = (
        EventReport("Attack", launcher.span, span, actors=(launcher,), targets=(city,)),
        EventReport("Attack", launcher.span, span, actors=(launcher,)),
        EventReport("Attack", launcher.span, (), targets=(city,)),
        EventReport("Attack", launcher.span, (Span(3, 3),), targets=(city,)),
    )
    relations = (
        RelationReport(city, "located_in", state, span),
        RelationReport(city, "located_in", city, span),
        RelationReport(state, "located_in", city, span),
        RelationReport(city, "allied_with", state, span),
        RelationReport(city, "located_in", state, ()),
    )
    document = resolved(marked, reports=reports, relations=relations)
    assert [(r.actors, r.targets[0].entity) for r in document.reports] == [((), "place-basra-test")]
    assert [(r.subject.entity, r.object.entity) for r in document.relations] == [
        ("place-basra-test", "country-iraq")
    ]
    assert document.dropped == 8


def test_nothing_told_gives_nothing() -> None:
    document = resolved("لا شيء هنا.", reports=())
    assert (document.entities, document.events, document.reports, document.dropped) == ({}, (), (), 0)


# ---- Properties

WORDS = [
    "القاعدة",
    "قاعدة",
    "الجيش",
    "السوري",
    "العراقي",
    "الزهراء",
    "قرية",
    "أم",
    "الخير",
    "حقل",
    "ثلاثة",
    "في",
]
TYPES = ["MilitaryBase", "StateForce", "Village", "Person", "Thing", "People?", "Region", "Militia"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4), st.sampled_from(TYPES)),
        min_size=1,
        max_size=6,
    ),
    st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["located_in", "part_of"]), st.integers(0, 5))),
)
def test_any_mentions_resolve_without_circles_and_alike_each_time(
    parts: list[tuple[list[str], str]], links: list[tuple[int, Any, int]]
) -> None:
    marked = " ثم ".join(f"[{' '.join(words)}|{type_}|x]" for words, type_ in parts) + "."
    mentions = [m for m, _ in read(marked)[1]]
    relations = tuple(
        RelationReport(mentions[a % len(mentions)], p, mentions[b % len(mentions)], (mentions[0].span,))
        for a, p, b in links
    )
    document = resolved(marked, relations=relations)
    assert document == resolved(marked, relations=relations)
    up: dict[str, set[str]] = {id_: {p for _, p in e.parents} for id_, e in document.entities.items()}
    for relation in document.relations:
        if relation.report.predicate == "located_in":
            up[relation.subject.entity].add(relation.object.entity)
    for start in up:
        above, queue = set(), list(up[start])
        while queue:
            at = queue.pop()
            if at not in above:
                above.add(at)
                queue += up[at]
        assert start not in above
    assert all(re.fullmatch(r"[A-Za-z0-9-]+", id_) for id_ in document.entities)
    assert len({r.id for r in document.reports}) == len(document.reports)


@given(st.text("ابتيو", max_size=6), st.text("ابتيو", max_size=6))
def test_near_is_symmetric(a: str, b: str) -> None:
    assert near(a, b) == near(b, a)
    assert near(a, a)


def test_bases_of_one_name_are_told_apart_by_where_they_lie() -> None:
    marked = (
        "قصفوا [قاعدة القوات الأميركية|MilitaryBase|a] في [حقل الورد|OilField|b]. ثم قصفوا "
        "[قاعدة القوات الأميركية|MilitaryBase|c] في [حقل الياسمين|OilField|d] "
        "وأخليت [القاعدة|MilitaryBase|c]."
    )
    first, field, second, other, last = (m for m, _ in read(marked)[1])
    relations = (
        RelationReport(first, "located_in", field, (field.span,)),
        RelationReport(second, "located_in", other, (other.span,)),
    )
    document = resolved(marked, relations=relations)
    found = entities(document)
    assert found[first] != found[second] == found[last]
    assert document.entities[found[first]].labels == {"ar": "قاعدة القوات الأميركية في حقل الورد"}
