"""Who and what takes part in one event: one thing under two names, a place and what lies around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tawthiq.fold import fold
from tawthiq.knowledge import Schema
from tawthiq.model import Argument, Entity
from tawthiq.resolve.entities import line_of
from tawthiq.resolve.events import ROLES, Told

SHARED = 0.6
"""How much of two names has to be the same words (twice the shared by all) for one thing to have both."""
KINDS = ("Place", "Organization", "Person")
ARTICLE = "ال"
SHORTEST = 3


def united(told: Sequence[Told], entities: Mapping[str, Entity], schema: Schema) -> list[Told]:
    """The reports of one event, in each role of which names that are much alike mean one entity.

    «جنود الجيش» may be told again as «الجيش». The entity is the one that the gazetteer knows, else the one
    of most words. Two that it knows are two, and so are a place and somebody who is named after it, or a town
    and the stadium of its name.
    """
    one_of: dict[tuple[str, str], str] = {}
    for role in ROLES:
        arguments = [a for t in told for a in getattr(t, role)]
        one_of |= {(role, e): one for e, one in _one_of(arguments, entities, schema).items()}
    if all(entity == one for (_, entity), one in one_of.items()):
        return list(told)
    return [
        replace(
            t,
            actors=_once(t.actors, "actors", one_of),
            targets=_once(t.targets, "targets", one_of),
            places=_once(t.places, "places", one_of),
        )
        for t in told
    ]


def placed(told: Sequence[Told], entities: Mapping[str, Entity]) -> list[Told]:
    """The reports of one event without the places around others that the same claimant names.

    «في سوريا» says no more than «في حقل العمر» that the event took place there: the field lies in it.
    """
    by_claimant: dict[str | None, set[str]] = {}
    for telling in told:
        by_claimant.setdefault(_claimant(telling), set()).update(telling.ids("places"))
    around = {
        who: {above for place in places for above in line_of(place, entities)[1:]}
        for who, places in by_claimant.items()
    }
    return [
        replace(t, places=tuple(a for a in t.places if a.entity not in around[_claimant(t)])) for t in told
    ]


def _claimant(told: Told) -> str | None:
    return None if told.claimant is None else told.claimant.entity


def _one_of(arguments: Sequence[Argument], entities: Mapping[str, Entity], schema: Schema) -> dict[str, str]:
    """Each entity of a role → the one that it is."""
    names: dict[str, set[frozenset[str]]] = {}
    for argument in arguments:
        texts = (argument.mention.text, *entities[argument.entity].labels.values())
        names.setdefault(argument.entity, set()).update(map(_words, texts))
    found: dict[str, str] = {}
    fullest_first = sorted(names, key=lambda e: (not entities[e].curated, -max(map(len, names[e]))))
    for entity in fullest_first:
        found[entity] = next(
            (
                one
                for one in dict.fromkeys(found.values())
                if not _apart(one, entity, entities, schema)
                and any(
                    _alike(x, y, within=schema.is_a(entities[one].type, "Place"))
                    for x in names[one]
                    for y in names[entity]
                )
            ),
            entity,
        )
    return found


def _apart(one: str, other: str, entities: Mapping[str, Entity], schema: Schema) -> bool:
    """Whether two entities are two whatever they are called: one is above the other, or others above them."""
    x, y = entities[one], entities[other]
    if (x.curated and y.curated) or _kind(x, schema) != _kind(y, schema):
        return True
    if schema.is_a(x.type, "Place") and not (schema.is_a(x.type, y.type) or schema.is_a(y.type, x.type)):
        return True
    above_x, above_y = line_of(one, entities)[1:], line_of(other, entities)[1:]
    if one in above_y or other in above_x:
        return True
    return bool(above_x and above_y) and not set(above_x) & set(above_y)


def _once(
    arguments: Sequence[Argument], role: str, one_of: Mapping[tuple[str, str], str]
) -> tuple[Argument, ...]:
    kept: dict[str, Argument] = {}
    for argument in arguments:
        one = one_of[role, argument.entity]
        kept.setdefault(one, replace(argument, entity=one))
    return tuple(kept.values())


def _kind(entity: Entity, schema: Schema) -> str | None:
    return next((kind for kind in KINDS if schema.is_a(entity.type, kind)), None)


def _words(name: str) -> frozenset[str]:
    words = fold(name).split()
    return frozenset(w.removeprefix(ARTICLE) if len(w) >= SHORTEST + len(ARTICLE) else w for w in words)


def _alike(x: frozenset[str], y: frozenset[str], within: bool) -> bool:
    """Whether most words are the same; ``within``: and all of one name («شارع النيل» is no «جسر النيل»)."""
    same = len(x & y)
    return same > 0 and 2 * same >= SHARED * (len(x) + len(y)) and (not within or same == min(len(x), len(y)))
