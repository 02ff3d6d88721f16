"""Names, demonyms and parents: what the gazetteer finds, and what it refuses in a user's file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.errors import KnowledgeError
from tawthiq.fold import fold
from tawthiq.knowledge.gazetteer import Gazetteer

ONTOLOGY = Path(__file__).parent.parent / "ontology"
PREFIXES = """\
@prefix my: <https://example.org/things#> .
@prefix id: <https://w3id.org/tawthiq/id/> .
@prefix twq: <https://w3id.org/tawthiq/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix wd: <http://www.wikidata.org/entity/> .
"""


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load(ONTOLOGY / "gazetteer")


def words(text: str) -> list[tuple[str, str]]:
    return [(fold(word), fold(word)) for word in text.split()]


def user_file(tmp_path: Path, body: str) -> Path:
    path = tmp_path / "mine.ttl"
    path.write_text(PREFIXES + body, "utf-8")
    return path


def load(tmp_path: Path, body: str) -> Gazetteer:
    folder = tmp_path / "gazetteer"
    folder.mkdir()
    shutil.copy(ONTOLOGY / "gazetteer" / "states.ttl", folder)
    return Gazetteer.load(folder, [user_file(tmp_path, body)], {"Militia", "State", "Town"})


@pytest.mark.parametrize(
    ("text", "language", "length", "best"),
    [
        ("حزب الله اللبناني أعلن", "ar", 3, "actor-hezbollah"),
        ("حزب الله أعلن", "ar", 2, "actor-hezbollah"),
        ("الولايات المتحدة", "ar", 2, "country-united-states"),
        ("الولايات المتحدة الأميركية", "ar", 3, "country-united-states"),
        ('حركة " حماس "', "ar", 3, "actor-hamas"),
        ("قطاع غزة", "ar", 2, "place-gaza-strip"),
        ("محافظة دير الزور", "ar", 3, "place-deir-ez-zor-governorate"),
        ("دير الزور", "ar", 2, "place-deir-ez-zor"),
        ("طرابلس", "ar", 1, "place-tripoli"),
        ("عمان", "ar", 1, "country-oman"),
        ("Deir ez-Zor", "en", 2, "place-deir-ez-zor"),
        ("Deir ez - Zor", "en", 4, "place-deir-ez-zor"),
        ("U.S. forces", "en", 2, "actor-us-army"),
        ("Syria's army", "en", 1, "country-syria"),
    ],
)
def test_the_longest_name_is_found(
    gazetteer: Gazetteer, text: str, language: str, length: int, best: str
) -> None:
    found = gazetteer.match(words(text), 0, language)
    assert found is not None
    assert (found[0], found[1][0]) == (length, best)


def test_a_name_never_reaches_over_a_comma(gazetteer: Gazetteer) -> None:
    assert gazetteer.match(words("دير ، الزور"), 0, "ar") is None


def test_the_first_word_may_have_a_proclitic_but_no_later_one(gazetteer: Gazetteer) -> None:
    first, rest = ("بالولايات", "الولايات"), ("المتحده", "المتحده")
    assert gazetteer.match([first, rest], 0, "ar") == (2, ("country-united-states",))
    later = gazetteer.match([("الولايات", "الولايات"), ("والمتحده", "المتحده")], 0, "ar")
    assert later is None


def test_every_bearer_of_an_ambiguous_name_is_a_candidate(gazetteer: Gazetteer) -> None:
    found = gazetteer.match(words("طرابلس"), 0, "ar")
    assert found is not None
    assert {"place-tripoli", "place-tripoli-lebanon"} <= set(found[1])


@pytest.mark.parametrize(
    ("name", "weak"), [("الباب", True), ("صور", True), ("دمشق", False), ("حلب", False), ("حزب الله", False)]
)
def test_names_that_are_ordinary_words_are_weak(gazetteer: Gazetteer, name: str, weak: bool) -> None:
    assert gazetteer.weak(words(name)) is weak


def test_a_weak_name_is_known_behind_its_proclitic(gazetteer: Gazetteer) -> None:
    assert gazetteer.weak([("بالباب", "الباب")])


@pytest.mark.parametrize(("text", "cased"), [("US", True), ("us", False), ("Us", False), ("Syria", True)])
def test_capital_letters_tell_names_from_words(gazetteer: Gazetteer, text: str, cased: bool) -> None:
    assert gazetteer.cased([text]) is cased


@pytest.mark.parametrize(
    ("stem", "language", "id_"),
    [
        ("إيراني", "ar", "country-iran"),
        ("إيرانية", "ar", "country-iran"),
        ("ايرانيين", "ar", "country-iran"),
        ("إيرانيون", "ar", "country-iran"),
        ("إيرانيتين", "ar", "country-iran"),
        ("إيرانيات", "ar", "country-iran"),
        ("أميركية", "ar", "country-united-states"),
        ("امريكيه", "ar", "country-united-states"),
        ("أتراك", "ar", "country-turkey"),
        ("روس", "ar", "country-russia"),
        ("حوثية", "ar", "actor-houthis"),
        ("عسكرية", "ar", None),
        ("مالية", "ar", "country-mali"),
        ("سليماني", "ar", "country-solomon-islands"),
        ("Israelis", "en", "country-israel"),
        ("French", "en", "country-france"),
        ("Frenchs", "en", None),
    ],
)
def test_demonyms_in_all_forms(gazetteer: Gazetteer, stem: str, language: str, id_: str | None) -> None:
    assert gazetteer.demonym(fold(stem), language, weak=True) == id_


def test_a_demonym_that_is_an_ordinary_adjective_counts_only_when_asked(gazetteer: Gazetteer) -> None:
    assert gazetteer.demonym("مالي", "ar") is None
    assert gazetteer.demonym("ماليه", "ar") is None
    assert gazetteer.demonym("مالي", "ar", weak=True) == "country-mali"


def test_a_demonym_of_two_words(gazetteer: Gazetteer) -> None:
    assert gazetteer.demonym_at(["كوريه", "الجنوبيه"], 0, "ar") == (2, "country-south-korea")
    assert gazetteer.demonym_at(["south", "korean", "army"], 0, "en") == (2, "country-south-korea")


def test_ancestors_come_nearest_first_and_can_be_narrowed(gazetteer: Gazetteer) -> None:
    above = gazetteer.ancestors("place-al-omar-field")
    assert above[:2] == ("place-deir-ez-zor-governorate", "country-syria")
    assert "country-iran" in gazetteer.ancestors("actor-hezbollah")
    assert "country-iran" not in gazetteer.ancestors("actor-hezbollah", ("part_of", "located_in"))


def test_the_segmenter_is_told_of_names(gazetteer: Gazetteer) -> None:
    assert gazetteer.is_name_word("بيروت")
    assert not gazetteer.is_name_word("يروت")


def test_a_user_adds_an_entity_with_its_own_iri(tmp_path: Path) -> None:
    g = load(
        tmp_path,
        'my:falcons a twq:Militia ; rdfs:label "لواء صقور الوادي"@ar, "Valley Falcons Brigade"@en ;'
        ' twq:demonym "صقوري"@ar ; twq:part_of id:country-syria .',
    )
    found = g.match(words("لواء صقور الوادي"), 0, "ar")
    assert found is not None
    entity = g.entities[found[1][0]]
    assert entity.same_as == ("https://example.org/things#falcons",)
    assert entity.parents == (("part_of", "country-syria"),)
    assert g.demonym("صقوريه", "ar") == entity.id


def test_a_user_adds_a_name_to_what_is_known(tmp_path: Path) -> None:
    g = load(
        tmp_path, 'id:country-syria skos:altLabel "بلاد الياسمين"@ar . wd:Q858 skos:altLabel "Aram"@en .'
    )
    assert g.match(words("بلاد الياسمين"), 0, "ar") == (2, ("country-syria",))
    assert g.match(words("Aram"), 0, "en") == (1, ("country-syria",))
    assert g.entities["country-syria"].labels["ar"] == "سوريا"


def test_hostile_labels_do_no_harm(tmp_path: Path) -> None:
    labels = [
        '" "',
        '"…!؟"',
        '"\\u202eلواء\\n\\tالليل"@ar',
        '"<script>alert(1)</script>"',
        f'"{"كلمة " * 500}"',
    ]
    body = "\n".join(
        f"my:x{i} a twq:Militia ; rdfs:label {label}, 'اسم {i}'." for i, label in enumerate(labels)
    )
    g = load(tmp_path, body)
    found = g.match(words("لواء الليل"), 0, "ar")
    assert found is not None
    assert "\n" not in g.entities[found[1][0]].labels["ar"]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("my:x a twq:Militia ; rdfs:label 'a' \n my:y", "line"),
        ("my:x a twq:Dragon ; rdfs:label 'a' .", "twq:Dragon"),
        ("my:x rdfs:label 'a' .", "no class"),
        ("my:x a twq:Militia .", "no label"),
        ("my:x a twq:Militia ; rdfs:label 'a' ; twq:part_of my:nobody .", "no file describes"),
        ("my:x a twq:Town ; rdfs:label 'a' ; twq:latitude 95 ; twq:longitude 1 .", "point"),
        ("my:x a twq:Town ; rdfs:label 'a' ; twq:latitude 5 .", "point"),
        ("my:x a twq:Town ; rdfs:label 'a' ; twq:latitude 'north' .", "no number"),
    ],
)
def test_a_wrong_file_is_refused_with_its_name_and_a_remedy(tmp_path: Path, body: str, says: str) -> None:
    with pytest.raises(KnowledgeError, match=says) as caught:
        load(tmp_path, body)
    assert "mine.ttl" in str(caught.value)
    assert "You can fix this by" in str(caught.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"nowhere\.ttl"):
        Gazetteer.load(ONTOLOGY / "gazetteer", [tmp_path / "nowhere.ttl"])


def test_a_circle_of_parents_ends(tmp_path: Path) -> None:
    g = load(
        tmp_path,
        "my:a a twq:Town ; rdfs:label 'Aaa' ; twq:located_in my:b ."
        "my:b a twq:Town ; rdfs:label 'Bbb' ; twq:located_in my:a .",
    )
    found = g.match(words("Aaa"), 0, "en")
    assert found is not None
    assert len(g.ancestors(found[1][0])) == 1


@given(st.lists(st.text(max_size=8), min_size=1, max_size=6))
def test_any_words_can_be_asked_for(texts: list[str]) -> None:
    small = Gazetteer({})
    pairs = [(fold(t), fold(t)) for t in texts]
    assert small.match(pairs, 0, "ar") is None
    assert not small.weak(pairs)
