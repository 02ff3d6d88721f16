"""With what weapons an event was done: options among those that the text names near it, and features."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tawthiq.extract.choice.context import Context, bucket, lemma
from tawthiq.extract.choice.scene import count_between
from tawthiq.extract.discourse import Told
from tawthiq.extract.phrases import Phrase
from tawthiq.extract.sentences import SentenceReader
from tawthiq.knowledge.models import Group

AHEAD = 2


@dataclass(slots=True, eq=False)
class WeaponOption:
    """The code of a weapon, and the token that names it.

    ``origin``: ``rule`` if the rules give it to the event, ``own`` if the sentence names it, ``retold`` if
    one that tells of the event again does, ``after`` if one of the next two does.
    """

    weapon: str
    at: int
    reader: SentenceReader
    origin: str


def weapon_options(item: Told, context: Context) -> list[WeaponOption]:
    """Each weapon once, as the best of its origins."""
    reader = item.reader
    named = [WeaponOption(w, at, reader, "own") for w, at in context.once(_named, reader)]
    ruled = [
        next((WeaponOption(w, o.at, reader, "rule") for o in named if o.weapon == w), None)
        or WeaponOption(w, item.candidate.predicate.first_token, reader, "rule")
        for w in item.candidate.weapons
    ]
    retold = [
        WeaponOption(w, at, other.reader, "retold")
        for other in item.candidate.retold
        if other.reader is not reader
        for w, at in context.once(_named, other.reader)
    ]
    after = [
        WeaponOption(w, at, other, "after")
        for other in context.readers_after(item, AHEAD)
        for w, at in context.once(_named, other)
    ]
    best: dict[str, WeaponOption] = {}
    for option in (*ruled, *sorted(named, key=lambda o: _gap(o, item)), *retold, *after):
        best.setdefault(option.weapon, option)
    return list(best.values())


def _named(reader: SentenceReader, _: Context) -> list[tuple[str, int]]:
    """Codes of the weapons that a sentence names, with their tokens."""
    return [
        (code, i)
        for i, word in enumerate(reader.words)
        for match in word.nouns
        if match.kind == "weapons" and (code := match.get("weapon"))
    ]


def _gap(option: WeaponOption, item: Told) -> int:
    return abs(option.at - item.candidate.predicate.first_token)


def weapon_features(option: WeaponOption, item: Told, context: Context) -> list[Group]:
    """Features of «it was done with this»."""
    c, reader = item.candidate, option.reader
    root = context.schema.root_of(c.type)
    weapon, origin = option.weapon, option.origin
    rivals = [f for f in context.told_in(reader.sentence.index) if f is not item]
    taken = any(weapon in f.candidate.weapons for f in rivals)
    kin = min(sum(context.schema.root_of(f.candidate.type) == root for f in rivals), 2)
    back = reader.sentence.index - item.sentence
    found: list[Group] = [
        (_event, (origin, weapon, root, c.type, lemma(c), c.status, c.predicate.kind)),
        (_company, (origin, taken, kin, min(len(c.weapons), 2), back)),
        (_word, (origin, reader.words[option.at].token.lemma, root)),
    ]
    phrase = _phrase_at(option, context)
    if phrase is not None:
        head = phrase.head.first == option.at
        found.append(
            (_phrase, (origin, weapon, root, phrase.prep, head, phrase.type, phrase.count is not None))
        )
    if reader is item.reader:
        if phrase is not None:
            found.append((_role, (origin, weapon, _role_of(phrase, item))))
        found.append((_place, (origin, *_beside(option, item, rivals, context), kin)))
    return found


def _role_of(phrase: Phrase, item: Told) -> str:
    roles = item.candidate.roles.items()
    return next((r for r, phrases in roles if any(p.first == phrase.first for p in phrases)), "-")


def _beside(
    option: WeaponOption, item: Told, rivals: Sequence[Told], context: Context
) -> tuple[str, str, int, int]:
    """Words and chunks from the trigger, triggers that stand nearer, and verbs between."""
    scene, trigger = context.scene(option.reader), item.candidate.predicate.first_token
    steps = scene.chunk_at.get(option.at, -1) - scene.chunk_at.get(trigger, -1)
    gap = abs(trigger - option.at)
    nearer = sum(abs(f.candidate.predicate.first_token - option.at) < gap for f in rivals)
    verbs = count_between(scene.verb_starts, option.at, trigger, 2)
    return bucket(option.at - trigger), bucket(steps), min(nearer, 2), verbs


def _phrase_at(option: WeaponOption, context: Context) -> Phrase | None:
    scene = context.scene(option.reader)
    at = scene.chunk_at.get(option.at)
    return None if at is None else scene.chunks[at].phrase


# ---- The features as text, in groups that are made of the same values


def _event(
    origin: str, weapon: str, root: str, type_: str, word: str, status: str, kind: str
) -> Sequence[str]:
    return (
        origin,
        f"{origin}|{root}",
        f"{origin}|{type_}",
        f"{origin}|{weapon}",
        f"{weapon}|{type_}",
        f"{origin}|{weapon}|{type_}",
        f"{weapon}|lemma={word}",
        f"{origin}|lemma={word}",
        f"{origin}|status={status}",
        f"{origin}|kind={kind}",
    )


def _company(origin: str, taken: bool, kin: int, rules: int, back: int) -> Sequence[str]:
    return (
        f"{origin}|taken={taken}",
        f"{origin}|kin={kin}",
        f"{origin}|rules={rules}",
        f"{origin}|back={back}",
    )


def _word(origin: str, word: str, root: str) -> Sequence[str]:
    return (f"word={word}", f"{origin}|word={word}", f"word={word}|{root}")


def _phrase(
    origin: str, weapon: str, root: str, prep: str, head: bool, type_: str | None, counted: bool
) -> Sequence[str]:
    return (
        f"{origin}|prep={prep}",
        f"{weapon}|prep={prep}",
        f"{origin}|prep={prep}|{root}",
        f"{origin}|head={head}|{type_}",
        f"{origin}|counted={counted}",
    )


def _role(origin: str, weapon: str, role: str) -> Sequence[str]:
    return (f"{origin}|role={role}", f"{weapon}|role={role}")


def _place(origin: str, gap: str, steps: str, nearer: int, verbs: int, kin: int) -> Sequence[str]:
    return (
        f"{origin}|gap={gap}",
        f"{origin}|steps={steps}",
        f"{origin}|nearer={nearer}",
        f"{origin}|nearer={nearer}|kin={kin}",
        f"{origin}|verbs={verbs}",
    )
