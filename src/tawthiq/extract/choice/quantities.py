"""What the text counts of an event: options among the numbers of its sentence, and features."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from tawthiq.extract.choice.context import Context, bucket, lemma
from tawthiq.extract.discourse import Told
from tawthiq.extract.phrases import Phrase
from tawthiq.extract.sentences import SentenceReader
from tawthiq.knowledge.models import Group

PEOPLE = ("killed", "wounded", "detained", "abducted", "displaced", "missing")
ARMS = ("munitions", "vehicles", "aircraft", "strikes")
OF_TYPE = {"Arrest": "detained", "Abduction": "abducted", "Displacement": "displaced"}
ROLES = ("actor", "target", "place")


@dataclass(slots=True, eq=False)
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
    c, counts = item.candidate, context.once(_Counts, item.reader)
    trigger = c.predicate.first_token
    found = [QuantityOption(q, v, trigger, trigger, "rule") for q, v in c.quantities.items()]
    root = context.schema.root_of(c.type)
    own = "personnel" if root == "ForcePosture" else OF_TYPE.get(c.type)
    found += counts.all if own is None else counts.with_own(own, trigger)
    best: dict[tuple[str, int, int], QuantityOption] = {}
    for option in found:
        best.setdefault((option.quantity, option.value, option.at), option)
    return list(best.values())


class _Counts:
    """What one sentence counts, whatever the event: worked out once for all events that it tells."""

    def __init__(self, reader: SentenceReader, context: Context) -> None:
        self.reader = reader
        self._around: dict[tuple[str, str, int, int], list[Group]] = {}
        self.words = _people_words(reader)
        self.of_words = _of_words(reader)
        self.of_phrases = [
            self._of_phrase(chunk.phrase, context) for chunk in reader.chunks if chunk.phrase is not None
        ]

    @cached_property
    def all(self) -> list[QuantityOption]:
        """The options of an event that has no kind of its own."""
        found = [option for options, _ in self.of_phrases for option in options]
        return [*self.of_words, *found, *_sums(found)]

    def with_own(self, quantity: str, trigger: int) -> list[QuantityOption]:
        """Those of an event whose own kind each number may count."""
        found: list[QuantityOption] = []
        for options, number in self.of_phrases:
            found += options
            if number is not None:
                at, value = number
                found.append(QuantityOption(quantity, value, at, trigger, "near"))
        return [*self.of_words, *found, *_sums(found)]

    def around(self, option: QuantityOption) -> list[Group]:
        """Features of the words at a number, and of those between it and what says of which kind it is."""
        key = (option.quantity, option.origin, option.at, option.word)
        if key not in self._around:
            self._around[key] = list(self._words_around(*key))
        return self._around[key]

    def _words_around(self, q: str, origin: str, at: int, word: int) -> Iterator[Group]:
        words, kind = self.reader.words, f"{q}|{origin}"
        between = words[min(at, word) + 1 : max(at, word)]
        verbs = min(sum([bool(w.verbs) for w in between]), 2)
        yield _word, (q, kind, words[word].token.lemma, bucket(at - word), verbs)
        for w in between[:4]:
            yield _via, (q, w.token.stem)
        for w in words[max(0, at - 2) : at]:
            yield _beside, (kind, "left", w.token.stem)
        for w in words[at + 1 : at + 4]:
            yield _beside, (kind, "right", w.token.stem)

    def _of_phrase(
        self, phrase: Phrase, context: Context
    ) -> tuple[list[QuantityOption], tuple[int, int] | None]:
        """The options, and the place and value of what may be a number of the event's own kind."""
        value, kind = self.reader.counter.number(phrase), context.kind_of(phrase)
        if value is None:
            few = _grammatical(phrase, self.reader) if kind not in ("Place", "Thing", "State") else None
            return [] if few is None else self._of_people(phrase, few, "one"), None
        heads = {m.get("quantity") for u in phrase.units for m in u.matches if m.kind == "quantities"}
        found = _arms(phrase, value)
        found += [QuantityOption(q, value, phrase.first, phrase.first, "head") for q in sorted(heads)]
        if kind in ("Place", "Thing"):
            return found, None
        return found + self._of_people(phrase, value, "near"), (phrase.first, value)

    def _of_people(self, phrase: Phrase, value: int, origin: str) -> list[QuantityOption]:
        """For each word of a kind in the sentence, of equally near ones the one before."""
        at = phrase.first
        return [
            QuantityOption(quantity, value, at, min(places, key=lambda i: (abs(i - at), i)), origin)
            for quantity, places in self.words.items()
        ]


def _people_words(reader: SentenceReader) -> dict[str, list[int]]:
    """Kind of people → the tokens that are a word of it, for those kinds that the sentence has."""
    places: dict[str, list[int]] = {}
    for i, word in enumerate(reader.words):
        for match in (*word.nouns, *word.verbs):
            if match.kind == "quantities":
                places.setdefault(match.get("quantity"), []).append(i)
    return {quantity: places[quantity] for quantity in PEOPLE if quantity in places}


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


def _arms(phrase: Phrase, value: int) -> list[QuantityOption]:
    """Rockets, drones and the like that are counted."""
    if all(u.match("weapons") is None for u in phrase.units):
        return []
    first = phrase.first
    return [QuantityOption(quantity, value, first, first, "arms") for quantity in ARMS]


def _sums(found: Sequence[QuantityOption]) -> Iterator[QuantityOption]:
    """Two numbers of a kind that follow each other, added up («37 مسلحاً و16 من القوات»)."""
    for quantity in PEOPLE:
        counts = {o.at: o for o in found if o.quantity == quantity and o.origin in ("near", "one")}
        for one, other in pairwise(counts[at] for at in sorted(counts)):
            yield QuantityOption(quantity, one.value + other.value, other.at, one.word, "sum")


class QuantityFeatures:
    """Features of the options of one event; what all of them share is read once."""

    def __init__(self, item: Told, context: Context) -> None:
        c = self.candidate = item.candidate
        self.counts = context.once(_Counts, item.reader)
        self.root, self.lemma, self.trigger = (
            context.schema.root_of(c.type),
            lemma(c),
            c.predicate.first_token,
        )
        self.rivals = [f.candidate for f in context.fellows(item) if f is not item]
        self.triggers = [rival.predicate.first_token for rival in self.rivals]
        self.taken = [(p.first, p.last) for rival in self.rivals for r in ROLES for p in rival.phrases(r)]
        self.own = [(r, p.first, p.last) for r in ROLES for p in c.phrases(r)]

    def of(self, option: QuantityOption) -> list[Group]:
        """Features of «the event's count of this kind is this number»."""
        c, at, trigger, q = self.candidate, option.at, self.trigger, option.quantity
        kind, gap = f"{q}|{option.origin}", abs(trigger - at)
        nearer = sum([abs(other - at) < gap for other in self.triggers])
        side = "before" if at < trigger else "after" if at > trigger else "at"
        ruled = c.quantities.get(q)
        rule = "none" if ruled is None else "it" if ruled == option.value else "other"
        others = sum([q in rival.quantities for rival in self.rivals])
        few = str(option.value) if option.value in (1, 2) else "few" if option.value < 10 else "many"
        taken = any(first <= at <= last for first, last in self.taken)
        return [
            (_event, (q, kind, self.root, c.type, self.lemma, rule)),
            (_number, (kind, few, min(nearer, 2), min(others, 2), min(len(self.rivals), 3), rule, taken)),
            (_place, (kind, side, bucket(gap), option.word == trigger)),
            (_told, (kind, c.casualty, c.status, c.aggregate)),
            (_roles, (kind, tuple([role for role, first, last in self.own if first <= at <= last]))),
            *self.counts.around(option),
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
