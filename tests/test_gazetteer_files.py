"""The data of ontology/gazetteer: complete labels, existing parents, known classes, sane points."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from tawthiq.fold import fold_phrase
from tawthiq.knowledge.entity_files import BASE, Description, read_places, read_turtle
from tawthiq.knowledge.gazetteer import AMBIGUOUS, Gazetteer
from tawthiq.knowledge.lexicon import read_table
from tawthiq.knowledge.schema import TWQ, Schema

ONTOLOGY = Path(__file__).parent.parent / "ontology"
FOLDER = ONTOLOGY / "gazetteer"
TURTLE = sorted(FOLDER.glob("*.ttl"))
LEAST = {"states.ttl": 190, "divisions.ttl": 450, "sites.ttl": 200, "towns.ttl": 150}


@pytest.fixture(scope="module")
def schema() -> Schema:
    return Schema.load(ONTOLOGY / "tawthiq.ttl")


@pytest.fixture(scope="module")
def gazetteer(schema: Schema) -> Gazetteer:
    return Gazetteer.load(FOLDER, types=schema.entity_types)


@pytest.fixture(scope="module")
def descriptions() -> list[Description]:
    return [d for path in TURTLE for d in read_turtle(path)]


def test_the_gazetteer_is_as_large_as_it_should_be(descriptions: list[Description]) -> None:
    counts = Counter(d.file.name for d in descriptions)
    for name, least in LEAST.items():
        assert counts[name] >= least, name
    assert sum(n for name, n in counts.items() if name.startswith("actors_")) >= 800


def test_no_id_is_described_twice(descriptions: list[Description]) -> None:
    twice = [iri for iri, n in Counter(d.iri for d in descriptions).items() if n > 1]
    assert twice == []


def test_a_hand_written_place_shares_its_id_only_with_one_of_its_name(
    descriptions: list[Description],
) -> None:
    by_hand = {d.iri: {fold_phrase(t) for t, _ in d.labels + d.aliases} for d in descriptions}
    for place in read_places(FOLDER / "places.tsv"):
        if place.iri in by_hand:
            names = {fold_phrase(t) for t, _ in place.labels + place.aliases}
            assert names & by_hand[place.iri], place.iri


def test_every_entity_has_a_label_in_both_languages(descriptions: list[Description]) -> None:
    for d in [*descriptions, *read_places(FOLDER / "places.tsv")]:
        languages = [language for text, language in d.labels if text]
        assert sorted(languages) == ["ar", "en"], d.iri
        assert re.search(r"[\u0620-\u064a]", next(t for t, language in d.labels if language == "ar")), d.iri


def test_ids_are_flat_and_classes_are_known(descriptions: list[Description], schema: Schema) -> None:
    for d in descriptions:
        assert re.fullmatch(r"(actor|people|place|country)-[a-z0-9-]+", d.iri.removeprefix(BASE)), d.iri
        assert [t.removeprefix(TWQ) for t in d.types if t.removeprefix(TWQ) not in schema.entity_types] == []


def test_parents_exist_and_fit(gazetteer: Gazetteer, schema: Schema) -> None:
    for entity in gazetteer.entities.values():
        for predicate, parent in entity.parents:
            above = gazetteer.entities[parent].type
            assert parent not in (entity.id,)
            if predicate == "located_in":
                assert schema.is_a(above, "Place"), (entity.id, parent)
            if predicate in ("allied_with", "has_role"):
                assert schema.is_a(above, "Actor"), (entity.id, parent)
        assert entity.id not in gazetteer.ancestors(entity.id)


def test_no_alias_says_what_a_label_says(descriptions: list[Description]) -> None:
    for d in descriptions:
        texts = d.labels + d.aliases
        assert len(set(texts)) == len(texts), d.iri


def test_wikidata_items_are_given_to_one_entity(gazetteer: Gazetteer) -> None:
    items = Counter(i for e in gazetteer.entities.values() for i in e.same_as if "wikidata.org" in i)
    assert [item for item, n in items.items() if n > 1] == []


def test_ambiguous_names_are_listed_once() -> None:
    names = Counter(fold_phrase(row["name"]) for _, row in read_table(FOLDER / AMBIGUOUS))
    assert [name for name, n in names.items() if n > 1] == []
