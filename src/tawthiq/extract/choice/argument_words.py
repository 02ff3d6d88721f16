"""The features of arguments as text: one function for each group that is made of the same values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tawthiq.extract.choice.context import Traits

INITIALS = ("a", "t", "p")
"""Of actor, target and place, in the order in which they are counted."""

# ---- The phrase itself


def placed(own: str, rule: str, kind: str, root: str, type_: str) -> Sequence[str]:
    """Where the rules put it, what it is, and for which kind of event."""
    return (
        rule,
        f"{rule}|{kind}",
        f"{rule}|{root}",
        f"{rule}|{type_}",
        f"{own}|{kind}|{root}",
        f"{own}|{kind}|{type_}",
        f"{rule}|{root}|{kind}",
    )


def traits(own: str, rule: str, kind: str, traits: Traits) -> Sequence[str]:
    return (
        f"{own}|type={traits.type}",
        f"{rule}|{traits.type}",
        f"{rule}|named={traits.named}|{traits.known}",
        f"{rule}|{traits.counted}",
        f"{own}|{traits.counted}|{kind}",
        f"{rule}|units={traits.units}",
        f"{own}|head={traits.head}",
        f"{rule}|def={traits.definite}|{kind}",
        f"{own}|state={traits.state}",
    )


def head(own: str, word: str, root: str, tables: Iterable[str]) -> Sequence[str]:
    return (
        f"{own}|word={word}",
        f"{own}|word={word}|{root}",
        *(f"{own}|match={table}" for table in tables),
    )


def beside_roles(rule: str, kind: str, filled: str, status: str) -> Sequence[str]:
    """Which roles the event has filled."""
    return (f"{rule}|filled={filled}", f"{rule}|filled={filled}|{kind}", f"{rule}|{status}")


# ---- Where it stands in the event's own sentence


def slot(slot: str, kind: str, role: str, root: str, type_: str, lemma: str, shape: str) -> Sequence[str]:
    return (
        f"slot={slot}",
        f"slot={slot}|{kind}",
        f"slot={slot}|{type_}",
        f"slot={slot}|{lemma}",
        f"slot={slot}|{shape}|{kind}",
        f"slot={slot}|{root}|{kind}",
        f"slot={slot}|{role}",
    )


def distance(gap: str, kind: str, prep: str, verbs: int, commas: int, order: str) -> Sequence[str]:
    return (
        f"gap={gap}",
        f"gap={gap}|{kind}",
        f"gap={gap}|{prep}",
        f"verbs={verbs}|{kind}",
        f"verbs={verbs}|{order}",
        f"commas={commas}|{kind}",
        f"order={order}|{kind}|verbs={verbs}",
    )


def order(order: str, kind: str, root: str, type_: str, shape: str) -> Sequence[str]:
    return (
        f"order={order}|{kind}",
        f"order={order}|{kind}|{root}",
        f"order={order}|{kind}|{type_}",
        f"{shape}|{order}|{kind}",
    )


def order_and_roles(order: str, kind: str, filled: str, role: str, prep: str) -> Sequence[str]:
    return (f"order={order}|{kind}|{filled}", f"order={order}|{role}", f"order={order}|{kind}|{prep}")


def preposition(prep: str, kind: str, root: str, type_: str, lemma: str) -> Sequence[str]:
    return (
        f"prep={prep}|{kind}",
        f"prep={prep}|{root}",
        f"prep={prep}|{type_}|{kind}",
        f"prep={prep}|{lemma}",
    )


def manner(joined: bool, said: bool, first: bool, role: str, kind: str, prep: str) -> Sequence[str]:
    return (f"joined={joined}|{role}", f"said={said}", f"said={said}|{role}", f"first={first}|{kind}|{prep}")


def governed(where: str, slot: str, kind: str, word: str, role: str) -> Sequence[str]:
    """Its slot at the verb that has the trigger in ``slot``."""
    return (f"gov={where}", f"gov={where}|{slot}|{kind}", f"gov={where}|{word}", f"gov={where}|{role}")


def held(kind: str, where: str, role: str, slot: str) -> Sequence[str]:
    """Another predicate that has it."""
    return (f"other={kind}|{where}", f"other={kind}|{where}|{role}", f"other={kind}|{slot}")


def taken(others: Sequence[str], role: str) -> Sequence[str]:
    """Its roles in other events."""
    return [f"taken={o}" for o in others] + [f"taken={o}|{role}" for o in others]


def path(side: str, path: str, kind: str, prep: str, role: str) -> Sequence[str]:
    return (f"path={side}:{path}|{kind}", f"path={side}:{path}|{kind}|{prep}", f"path={side}:{path}|{role}")


def neighbour(name: str, word: str, side: str, kind: str, root: str) -> Sequence[str]:
    return (f"{name}={word}|{side}", f"{name}={word}|{kind}|{root}")


def rivals(nearer: int, kind: str, order: str, role: str) -> Sequence[str]:
    return (f"nearer={nearer}|{kind}", f"nearer={nearer}|{order}|{kind}", f"nearer={nearer}|{role}")


def fills(counts: Sequence[int], kind: str, role: str, root: str) -> Sequence[str]:
    """How often its head fills each role in the article."""
    each = [f"{initial}{count}" for initial, count in zip(INITIALS, counts, strict=True)]
    together = "".join(each)
    return (f"fills={together}|{kind}", f"fills={together}|{role}", *(f"fills={one}|{root}" for one in each))


def chunk_before(kind: str, text: str) -> Sequence[str]:
    return (f"left={kind}:{text}",)


# ---- What is inherited from an earlier event


def inherited(base: str, back: int, events: str, same: str, kind: str, definite: bool) -> Sequence[str]:
    return (
        f"back={back}|{base}",
        f"back={back}|{base}|{same}",
        f"events={events}|{base}",
        f"old={same}|{base}|{kind}",
        f"old-def={definite}|{base}|{same}",
    )


def inherited_beside(base: str, back: int, places: bool, actors: bool, kind: str) -> Sequence[str]:
    """Whether the event's own sentence has places and actors."""
    return (
        f"old-places={places}|{base}",
        f"old-actors={actors}|{base}",
        f"old-places={places}|{base}|{back}|{kind}",
    )


def inherited_as(base: str, shape: str, pronoun: bool) -> Sequence[str]:
    return (f"old-shape={shape}|{base}", f"old-pronoun={pronoun}|{base}")


def inherited_by(role: str, type_: str, lemma: str, same: str, other: str) -> Sequence[str]:
    return (
        f"old-type={type_}|{role}|{same}",
        f"old-lemma={lemma}|{role}",
        f"old-types={other}|{type_}|{role}",
    )


def inherited_marks(markers: Iterable[str], role: str) -> Sequence[str]:
    return (f"old-marks={'+'.join(markers)}|{role}",)
