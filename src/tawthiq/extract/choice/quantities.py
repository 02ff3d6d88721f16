"""What the text counts of an event: options among the numbers of its sentence, and features."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tawthiq.extract.choice.context import Context, bucket, lemma
from tawthiq.extract.discourse import Told
from tawthiq.extract.phrases import Phrase
from tawthiq.extract.sentences import SentenceReader
from tawthiq.knowledge.models import Group

PEOPLE = ("killed", "wounded", "detained", "abducted", "displaced", "missing")
OF_TYPE = {"Arrest": "detained", "Abduction": "abducted", "Displacement": "displaced"}
ROLES = ("actor", "target", "place")


@dataclass(frozen=True, slots=True, eq=False)
class QuantityOption:
    """``value`` of ``quantity``, counted at token ``at``; ``word`` is the token of what says of which kind.

    ``origin``: ``rule`` if the rules give it to the event, ``word`` if a casualty word has it as its number,
    ``head`` if the thing counted says the kind itself, ``near`` if only a word nearby does, ``one`` for one
    or two who are told without a number («جندي», «شرطيين»), ``sum`` for two numbers of a kind added up,
    ``arms`` for weapons that are counted.
    """

    quantity: str
    value: int
    at: int
    word: int
    origin: str


def quantity_options(item: Told, context: Context) -> list[QuantityOption]:
    """All (quantity, number) pairs that the sentence may count of the event, the rules' own first."""
    c, reader = item.candidate, item.reader
    trigger = c.predicate.first_token
    found = [QuantityOption(q, v, trigger, trigger, "rule") for q, v in c.quantities.items()]
    found += _of_words(reader)
    found += _of_phrases(item, reader, context)
    best: dict[tuple[str, int, int], QuantityOption] = {}
    for option in found:
        best.setdefault((option.quantity, option.value, option.at), option)
    return list(best.values())


def _of_words(reader: SentenceReader) -> list[QuantityOption]:
    found = []
    for predicate in reader.predicates:
        counted = reader.counter.human(predicate)
        first = predicate.first_token
        if counted is not None and counted[1] is not None:
            at = counted[2][0].first if counted[2] else first
            found.append(QuantityOption(counted[0], counted[1], at, first, "word"))
        if predicate.count is not None:
            found += [
                QuantityOption(m.get("quantity"), predicate.count, first, first, "word")
                for m in predicate.senses("quantities")
            ]
    return found


def _of_phrases(item: Told, reader: SentenceReader, context: Context) -> list[QuantityOption]:
    words = {
        m.get("quantity"): i
        for i, w in enumerate(reader.words)
        for m in (*w.nouns, *w.verbs)
        if m.kind == "quantities" and m.get("quantity") in PEOPLE
    }
    root = context.schema.root_of(item.candidate.type)
    found: list[QuantityOption] = []
    for chunk in reader.chunks:
        p = chunk.phrase
        if p is None:
            continue
        value = reader.counter.number(p)
        if value is None:
            found += _few(p, reader, words, context)
            continue
        found += _arms(p, value)
        heads = {m.get("quantity") for u in p.units for m in u.matches if m.kind == "quantities"}
        found += [QuantityOption(q, value, p.first, p.first, "head") for q in sorted(heads)]
        if context.kind_of(p) in ("Place", "Thing"):
            continue
        for quantity in PEOPLE:
            if quantity in words:
                nearest = _nearest(reader, p, quantity)
                found.append(QuantityOption(quantity, value, p.first, nearest, "near"))
        own = "personnel" if root == "ForcePosture" else OF_TYPE.get(item.candidate.type)
        if own:
            found.append(QuantityOption(own, value, p.first, item.candidate.predicate.first_token, "near"))
    return [*found, *_sums(found)]


def _few(
    phrase: Phrase, reader: SentenceReader, words: Mapping[str, int], context: Context
) -> Iterator[QuantityOption]:
    """One or two people whom no number counts."""
    value = _grammatical(phrase, reader)
    if value is not None and context.kind_of(phrase) not in ("Place", "Thing", "State"):
        for quantity in PEOPLE:
            if quantity in words:
                yield QuantityOption(quantity, value, phrase.first, _nearest(reader, phrase, quantity), "one")


def _grammatical(phrase: Phrase, reader: SentenceReader) -> int | None:
    """1 for a singular, 2 for a dual of people who are described, not named; else ``None``."""
    head = phrase.head
    token = reader.words[head.first].token
    matches = [m for m in head.matches if m.kind in ("people", "roles", "actor_nouns", "quantities")]
    if phrase.known is not None or head.kind == "name" or not (matches or head.demonym):
        return None
    numbers = {m.form.word.number for m in matches}
    if numbers == {"dual"} or (not matches and token.stem.endswith(("يين", "يان"))):
        return 2
    single = numbers == {"singular"} or (not matches and not token.stem.endswith(("ين", "ون")))
    return 1 if single and not token.definite else None


def _arms(phrase: Phrase, value: int) -> Iterator[QuantityOption]:
    """Rockets, drones and the like that are counted."""
    if any(u.match("weapons") for u in phrase.units):
        for quantity in ("munitions", "vehicles", "aircraft", "strikes"):
            yield QuantityOption(quantity, value, phrase.first, phrase.first, "arms")


def _sums(found: Sequence[QuantityOption]) -> Iterator[QuantityOption]:
    """Two numbers of a kind that follow each other, added up («37 مسلحاً و16 من القوات»)."""
    for quantity in PEOPLE:
        counts = {o.at: o for o in found if o.quantity == quantity and o.origin in ("near", "one")}
        for one, other in pairwise(counts[at] for at in sorted(counts)):
            yield QuantityOption(quantity, one.value + other.value, other.at, one.word, "sum")


def _nearest(reader: SentenceReader, phrase: Phrase, quantity: str) -> int:
    """The word of a kind that stands nearest, of equals the one before."""
    places = [
        i
        for i, w in enumerate(reader.words)
        if any(m.kind == "quantities" and m.get("quantity") == quantity for m in (*w.nouns, *w.verbs))
    ]
    return min(places, key=lambda i: (abs(i - phrase.first), i))


def quantity_features(option: QuantityOption, item: Told, context: Context) -> list[Group]:
    """Features of «the event's count of this kind is this number»."""
    c, words = item.candidate, item.reader.words
    root = context.schema.root_of(c.type)
    q, trigger = option.quantity, c.predicate.first_token
    kind = f"{q}|{option.origin}"
    rivals = [f for f in context.fellows(item) if f is not item]
    nearer = sum(
        abs(f.candidate.predicate.first_token - option.at) < abs(trigger - option.at) for f in rivals
    )
    side = "before" if option.at < trigger else "after" if option.at > trigger else "at"
    ruled = c.quantities.get(q)
    rule = "none" if ruled is None else "it" if ruled == option.value else "other"
    others = sum(q in f.candidate.quantities for f in rivals)
    value = "1" if option.value == 1 else "2" if option.value == 2 else "few" if option.value < 10 else "many"
    between = words[min(option.at, option.word) + 1 : max(option.at, option.word)]
    verbs = sum(bool(w.verbs) for w in between)
    taken = any(p.first <= option.at <= p.last for f in rivals for r in ROLES for p in f.candidate.phrases(r))
    stem = words[option.word].token.lemma
    return [
        (_event, (q, kind, root, c.type, lemma(c), rule)),
        (_number, (kind, value, min(nearer, 2), min(others, 2), min(len(rivals), 3), rule, taken)),
        (_place, (kind, side, bucket(abs(option.at - trigger)), option.word == trigger)),
        (_word, (q, kind, stem, bucket(option.at - option.word), min(verbs, 2))),
        (_told, (kind, c.casualty, c.status, c.aggregate)),
        *((_via, (q, w.token.stem)) for w in between[:4]),
        *((_beside, (kind, "left", w.token.stem)) for w in words[max(0, option.at - 2) : option.at]),
        *((_beside, (kind, "right", w.token.stem)) for w in words[option.at + 1 : option.at + 4]),
        (_roles, (kind, tuple(r for r in ROLES for p in c.phrases(r) if p.first <= option.at <= p.last))),
    ]


# ---- The features as text, in groups that are made of the same values


def _event(q: str, kind: str, root: str, type_: str, word: str, rule: str) -> Sequence[str]:
    return (
        kind,
        f"{kind}|{root}",
        f"{kind}|{type_}",
        f"{q}|{type_}",
        f"{kind}|lemma={word}",
        f"{q}|rule={rule}",
        f"{kind}|rule={rule}",
        f"{kind}|rule={rule}|{root}",
    )


def _number(
    kind: str, value: str, nearer: int, others: int, rivals: int, rule: str, taken: bool
) -> Sequence[str]:
    return (
        f"{kind}|value={value}",
        f"{kind}|nearer={nearer}",
        f"{kind}|nearer={nearer}|rule={rule}",
        f"{kind}|others={others}|rule={rule}",
        f"{kind}|rivals={rivals}",
        f"{kind}|taken={taken}",
    )


def _place(kind: str, side: str, gap: str, own: bool) -> Sequence[str]:
    return (f"{kind}|{side}", f"{kind}|{side}|gap={gap}", f"{kind}|self={own}")


def _word(q: str, kind: str, word: str, apart: str, verbs: int) -> Sequence[str]:
    """The word that says what is counted."""
    return (f"{kind}|word={word}", f"{kind}|apart={apart}", f"{q}|apart={apart}|verbs={verbs}")


def _told(kind: str, casualty: bool, status: str, aggregate: bool) -> Sequence[str]:
    return (f"{kind}|casualty={casualty}", f"{kind}|status={status}", f"{kind}|aggregate={aggregate}")


def _via(q: str, word: str) -> Sequence[str]:
    return (f"{q}|via={word}",)


def _beside(kind: str, side: str, word: str) -> Sequence[str]:
    return (f"{kind}|{side}={word}",)


def _roles(kind: str, roles: Sequence[str]) -> Sequence[str]:
    """The roles of the event in which the number stands."""
    return [f"{kind}|role={role}" for role in roles or ("-",)]
