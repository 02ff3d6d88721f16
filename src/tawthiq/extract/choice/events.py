"""Is a candidate an event: features of the choice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tawthiq.extract.choice.context import Context, bucket, lemma, predicate_word
from tawthiq.extract.discourse import Told
from tawthiq.knowledge.models import Group

WINDOW = 3
ROLES = ("actor", "target", "place")


def event_features(item: Told, context: Context) -> list[Group]:
    """Features of «this candidate is an event of its type»."""
    c = item.candidate
    root = context.schema.root_of(c.type)
    return [
        (_type, (c.type, root, lemma(c))),
        *_form(item),
        *_arguments(item, context, root),
        _position(item, context),
        *_governed(item, context, root),
        *_around(item),
        _history(item, context),
    ]


def _type(type_: str, root: str, word: str) -> Sequence[str]:
    return (f"type={type_}", f"root={root}", f"lemma={word}", f"lemma+type={word}|{type_}")


def _form(item: Told) -> Iterator[Group]:
    c = item.candidate
    p = c.predicate
    word = p.matches[0].form.word
    noun = "def" if item.definite else "indef"
    shape = f"noun:{noun}:{word.number}" if p.kind == "noun" else f"verb:{word.tense}"
    yield _shape, (shape, c.type, lemma(c))
    yield _marks, (p.markers, p.passive, p.pronoun_subject, p.pronoun_object, p.joined)
    if p.phrase is not None:
        yield _within, (p.phrase.prep, c.type, p.phrase.head is p.unit, p.phrase.type)


def _shape(shape: str, type_: str, word: str) -> Sequence[str]:
    return (f"shape={shape}", f"shape+type={shape}|{type_}", f"shape+lemma={shape}|{word}")


def _marks(
    markers: Sequence[str], passive: bool, pronoun_subject: bool, pronoun_object: bool, joined: bool
) -> Sequence[str]:
    names = {
        "passive": passive,
        "pronoun_subject": pronoun_subject,
        "pronoun_object": pronoun_object,
        "joined": joined,
    }
    return [f"marker={m}" for m in markers] + [name for name, holds in names.items() if holds]


def _within(prep: str, type_: str, heads: bool, phrase_type: str | None) -> Sequence[str]:
    """The phrase that the trigger heads or stands in."""
    where = "head" if heads else "inside"
    return (f"prep={prep}", f"prep+type={prep}|{type_}", f"in-phrase={where}:{phrase_type}")


def _arguments(item: Told, context: Context, root: str) -> Iterator[Group]:
    c = item.candidate
    filled = 0
    for role in ROLES:
        phrases = c.phrases(role)
        filled += bool(phrases)
        kind = context.kind_of(phrases[0]) if phrases else "none"
        yield _role, (role, kind, root, c.type, phrases[0].named if phrases else None)
    timed = "own" if c.predicate.times else "near" if c.time is not None else "none"
    yield _filled, (filled, c.type, item.definite, c.predicate.kind)
    yield _told, (c.status, root, bool(c.weapons), timed, c.aggregate, c.casualty)
    yield _counted, (tuple(c.quantities), root)
    yield _slots, (tuple(sorted(c.predicate.slots)), len(c.extra) > 0, len(c.retold) > 0)


def _role(role: str, kind: str, root: str, type_: str, named: bool | None) -> Sequence[str]:
    """What stands in a role; ``named`` is ``None`` where nothing does."""
    filled = named is not None
    found = [f"{role}={kind}", f"{role}+root={kind}|{root}", f"{role}+type={filled}|{type_}"]
    return [*found, f"{role}-named={named}"] if filled else found


def _filled(filled: int, type_: str, definite: bool, kind: str) -> Sequence[str]:
    return (
        f"filled={filled}",
        f"filled+type={filled}|{type_}",
        f"filled+shape={filled}|{definite}|{kind}",
    )


def _told(
    status: str, root: str, weapons: bool, timed: str, aggregate: bool, casualty: bool
) -> Sequence[str]:
    found = [
        f"status={status}|{root}",
        f"weapon={weapons}|{root}",
        f"time={timed}",
        f"time+root={timed}|{root}",
        f"aggregate={aggregate}",
    ]
    return [*found, "casualty"] if casualty else found


def _counted(quantities: Sequence[str], root: str) -> Sequence[str]:
    return [*(f"quantity={q}" for q in quantities), f"quantities={bool(quantities)}|{root}"]


def _slots(slots: Sequence[str], light: bool, retold: bool) -> Sequence[str]:
    return [*(f"slot={slot}" for slot in slots), f"light={light}", f"retold={retold}"]


def _position(item: Told, context: Context) -> Group:
    fellows = context.fellows(item)
    trigger = item.candidate.predicate.first_token
    at = sum(f.candidate.predicate.first_token < trigger for f in fellows)
    last = context.readers[-1].sentence.index
    part = 4 * item.sentence // (last + 1)
    numbers = (item.sentence, len(fellows), at, trigger, len(context.told) // 4)
    return (_place, (part, *map(bucket, numbers)))


def _place(part: int, sentence: str, fellows: str, rank: str, token: str, told: str) -> Sequence[str]:
    return (
        f"sentence={sentence}",
        f"part={part}",
        f"fellows={fellows}",
        f"rank={rank}",
        f"token={token}",
        f"told={told}",
    )


def _governed(item: Told, context: Context, root: str) -> Iterator[Group]:
    reader, p = item.reader, item.candidate.predicate
    governor = context.governor(item)
    if governor is not None:
        predicate, slot = governor
        kinds = tuple(sorted({m.kind for m in predicate.matches}))
        yield _governor, (predicate_word(reader, predicate), slot, root, kinds)
    else:
        yield _alone, ()
    spoken = [a for a in reader.attributions if a.first <= p.chunk <= a.last]
    yield _said, ("named" if any(a.sources for a in spoken) else "bare" if spoken else "no", root)


def _governor(word: str, slot: str, root: str, kinds: Sequence[str]) -> Sequence[str]:
    return (
        f"gov={word}",
        f"gov+slot={word}|{slot}",
        f"gov-slot={slot}|{root}",
        *(f"gov-kind={kind}|{slot}" for kind in kinds),
    )


def _alone() -> Sequence[str]:
    return ("gov=none",)


def _said(how: str, root: str) -> Sequence[str]:
    return (f"said={how}|{root}",)


def _around(item: Told) -> Iterator[Group]:
    words, p = item.reader.words, item.candidate.predicate
    for step in range(1, WINDOW + 1):
        before, after = p.first_token - step, p.last_token + step
        yield _beside, ("left", words[before].token.stem if before >= 0 else "^", step == 1)
        yield _beside, ("right", words[after].token.stem if after < len(words) else "$", step == 1)
    yield _clitics, (words[p.first_token].token.proclitics,)


def _beside(side: str, word: str, adjacent: bool) -> Sequence[str]:
    return (f"{side}={word}", f"{side}1={word}") if adjacent else (f"{side}={word}",)


def _clitics(proclitics: Sequence[str]) -> Sequence[str]:
    return (f"proclitic={'+'.join(proclitics)}",)


def _history(item: Told, context: Context) -> Group:
    earlier = context.told_before(item)
    same, kin = earlier.of_type, earlier.of_root
    gap = bucket(item.sentence - same.sentence) if same else "none"
    return (
        _again,
        (
            gap,
            bucket(item.sentence - kin.sentence) if kin else "none",
            item.definite,
            bool(same and same.verb == item.verb),
        ),
    )


def _again(gap: str, kin: str, definite: bool, same_verb: bool) -> Sequence[str]:
    return (f"again={gap}", f"again+def={gap}|{definite}", f"kin={kin}", f"again+verb={gap}|{same_verb}")
