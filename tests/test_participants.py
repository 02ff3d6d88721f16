"""Who takes part in one event, told under several names."""

from __future__ import annotations

from tawthiq.knowledge import Knowledge
from tawthiq.model import Argument, Entity, EventReport, Mention, Span
from tawthiq.resolve.events import Told
from tawthiq.resolve.participants import placed, united

ENTITIES = {
    entity.id: entity
    for entity in (
        Entity("members", "People", {"ar": "عناصر الجيش"}),
        Entity("army", "StateForce", {"ar": "الجيش"}, parents=(("part_of", "country"),)),
        Entity("soldiers", "StateForce", {"ar": "جنود الجيش"}),
        Entity("other army", "StateForce", {"ar": "الجيش"}, parents=(("part_of", "other country"),)),
        Entity("country", "State", {"ar": "البلد"}),
        Entity("other country", "State", {"ar": "بلد آخر"}),
        Entity("field", "OilField", {"ar": "حقل الورد"}, parents=(("located_in", "country"),)),
        Entity("around", "Region", {"ar": "محيط حقل الورد"}, parents=(("located_in", "field"),)),
        Entity("town", "Settlement", {"ar": "بلدة الورد"}, parents=(("located_in", "country"),)),
        Entity("street", "Road", {"ar": "شارع قصر الورد"}),
        Entity("bridge", "Road", {"ar": "جسر قصر الورد"}),
        Entity("stadium", "Facility", {"ar": "ملعب الورد"}),
        Entity("city", "Settlement", {"ar": "الورد"}),
        Entity("known", "ArmedGroup", {"ar": "جيش الورد"}, curated=True),
        Entity("known, too", "ArmedGroup", {"ar": "جيش الورد الجديد"}, curated=True),
        Entity("group", "ArmedGroup", {"ar": "الجيش الورد"}),
    )
}


def argument(entity: str) -> Argument:
    text = ENTITIES[entity].labels["ar"]
    return Argument(entity, Mention(Span(0, len(text)), text, ENTITIES[entity].type))


def told(targets: str = "", places: str = "", claimant: str = "") -> Told:
    report = EventReport("Attack", Span(0, 5), (Span(0, 9),))
    roles = [tuple(argument(e) for e in names.split("|") if e) for names in ("", targets, places)]
    return Told(report, roles[0], roles[1], roles[2], argument(claimant) if claimant else None, 0, "", False)


def targets_of(*names: str) -> list[list[str]]:
    found = united([told(targets=n) for n in names], ENTITIES, Knowledge.load().schema)
    return [[a.entity for a in t.targets] for t in found]


def places_of(*tellings: Told) -> list[list[str]]:
    return [[a.entity for a in t.places] for t in placed(tellings, ENTITIES)]


def test_names_that_are_much_alike_mean_the_one_that_says_most() -> None:
    assert targets_of("army", "soldiers") == [["soldiers"], ["soldiers"]]
    assert targets_of("army|soldiers") == [["soldiers"]]


def test_what_is_known_stands_for_what_is_not() -> None:
    assert targets_of("group|known") == [["known"]]
    assert targets_of("known", "known, too") == [["known"], ["known, too"]]


def test_armies_of_two_states_a_part_of_a_place_and_things_of_two_kinds_stay_apart() -> None:
    assert targets_of("army|other army") == [["army", "other army"]]
    assert targets_of("around|field") == [["around", "field"]]
    assert targets_of("members|army") == [["members", "army"]]
    assert targets_of("street|bridge") == [["street", "bridge"]]
    assert targets_of("city|stadium") == [["city", "stadium"]]
    assert targets_of("city|town") == [["town"]]


def test_a_place_around_another_is_left_out_if_one_claimant_names_both() -> None:
    assert places_of(told(places="country|field")) == [["field"]]
    assert places_of(told(places="country"), told(places="around")) == [[], ["around"]]
    assert places_of(told(places="country|town|field")) == [["town", "field"]]


def test_another_claimants_place_stands() -> None:
    assert places_of(told(places="country", claimant="army"), told(places="field")) == [
        ["country"],
        ["field"],
    ]
