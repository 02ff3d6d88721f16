"""When an event happened: options among the times that the text gives, and features."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice

from tawthiq.extract.choice.context import Context, bucket, lemma
from tawthiq.extract.discourse import Told
from tawthiq.knowledge.models import Group
from tawthiq.model import TimeInterval

AHEAD = 3
WHERE = ("rule", "own", "event", "sentence", "later", "lead")
Value = tuple[str | None, str | None]
DATED_SENTENCES = 2


@dataclass(slots=True, eq=False)
class TimeOption:
    """A time that the event may have; ``origin`` is the sentence or the event that it is taken from."""

    time: TimeInterval
    where: str
    chunk: int = -1
    back: int = 0
    other: Told | None = None


def time_options(item: Told, context: Context) -> list[TimeOption]:
    """Times of the sentence in the order of the text, then those of the events and sentences around."""
    own = context.scene(item.reader)
    found = [TimeOption(time, "own", i) for i, time in zip(own.timed, own.times, strict=True)]
    ruled = item.candidate.time
    if ruled is not None and all(o.time is not ruled for o in found):
        found.append(TimeOption(ruled, "rule"))
    for other in context.told_before(item).dated:
        assert other.candidate.time is not None
        found.append(
            TimeOption(other.candidate.time, "event", back=item.sentence - other.sentence, other=other)
        )
    for reader in islice(context.dated_before(item), DATED_SENTENCES):
        back = item.sentence - reader.sentence.index
        found += [TimeOption(time, "sentence", back=back) for time in context.scene(reader).times[:2]]
    for reader in context.readers_after(item, AHEAD):
        times = context.scene(reader).times
        back = item.sentence - reader.sentence.index
        found += [TimeOption(time, "later", back=back) for time in times[:2]]
        if times:
            break
    lead = chain.from_iterable(context.scene(reader).times for reader in context.readers[:2])
    first = next(lead, None)
    if first is not None and item.sentence > 0:
        found.append(TimeOption(first, "lead", back=item.sentence))
    return found


def _values(options: Sequence[TimeOption]) -> dict[Value, str]:
    """Start and end → all places that offer such a time, in short."""
    found: dict[Value, set[str]] = {}
    for option in options:
        found.setdefault((option.time.start, option.time.end), set()).add(option.where)
    return {value: "+".join(w for w in WHERE if w in places) for value, places in found.items()}


class TimeFeatures:
    """Features of the options of one event; what all of them share is read once."""

    def __init__(self, item: Told, context: Context, options: Sequence[TimeOption]) -> None:
        self.item, self.context = item, context
        self.offered = _values(options)
        c = item.candidate
        self.scene = context.scene(item.reader)
        self.root, self.lemma = context.schema.root_of(c.type), lemma(c)
        own_times = len(self.scene.times)
        self.own_times = bucket(own_times)
        self.have = "rule" if c.time is not None else "sentence" if own_times else "none"
        self.tense = c.predicate.matches[0].form.word.tense
        phrase = c.predicate.phrase
        self.prep = None if phrase is None else phrase.prep

    @cached_property
    def nearest(self) -> int:
        """The chunk of the time of the sentence that stands nearest, of equals the one before."""
        at = self.item.candidate.predicate.chunk
        return min(self.scene.timed, key=lambda i: abs(i - at))

    def of(self, option: TimeOption) -> list[Group]:
        """Features of «the event happened at this time»."""
        item, context, have, root = self.item, self.context, self.have, self.root
        c, p = item.candidate, item.candidate.predicate
        where, time = option.where, option.time
        rule = f"{where}|{c.time is time}"
        same = c.time is not None and (c.time.start, c.time.end) == (time.start, time.end)
        span = (
            "open"
            if time.start is None or time.end is None
            else "point"
            if time.start == time.end
            else "span"
        )
        often = context.times[time.start, time.end]
        share = 4 * often // max(context.time_count, 1)
        found: list[Group] = [
            (_given, (where, rule, same, time.precision, span, root, have)),
            (_event, (where, rule, root, c.type, have, p.kind, item.definite, self.tense)),
            (_words, (rule, self.lemma, self.prep, p.markers)),
            (_rules, (rule, bool(p.times), self.own_times, c.status)),
            (_age, (where, context.age(time), have, root, p.kind, item.definite)),
            (_offered, (where, self.offered[time.start, time.end], len(self.offered), have, root, span)),
            (_count, (where, share, bucket(often), have, item.sentence == 0, c.aggregate, span)),
        ]
        found += self._inside(option, rule) if option.chunk >= 0 else self._around(option)
        return found

    def _inside(self, option: TimeOption, rule: str) -> list[Group]:
        chunks, p, scene = self.scene.chunks, self.item.candidate.predicate, self.scene
        first, last = sorted((option.chunk, p.chunk))
        verbs = scene.between(scene.verbs, first + 1, last)
        marks = scene.between(scene.punctuation, first + 1, last)
        side = "after" if option.chunk > p.chunk else "before"
        times = scene.timed
        nearest = self.nearest == option.chunk
        word = self.item.reader.words[chunks[option.chunk].first].token
        found: list[Group] = [
            (_near, (bucket(option.chunk - p.chunk), side, verbs, marks, nearest, len(times) > 1)),
            (_place, (rule, option.chunk == times[0], len(times) > 1, verbs, side, option.chunk == 0)),
            (_time_word, (word.stem, word.proclitics)),
        ]
        if option.chunk > 0:
            before = chunks[option.chunk - 1]
            found.append((_left, (before.kind, before.text)))
        for a in self.item.reader.attributions:
            if a.verb is not None and option.time in a.verb.times:
                found.append((_said_then, (side, verbs)))
        for other in self.item.reader.predicates:
            if other is not p and other.times and option.time in other.times:
                held = "event" if other.senses("triggers") else "verb"
                found.append((_of_other, (held, option.time in p.times)))
        return found

    def _around(self, option: TimeOption) -> list[Group]:
        item, where, have, back = self.item, option.where, self.have, bucket(option.back)
        found: list[Group] = [
            (_back, (where, back, have, item.definite, bucket(item.sentence))),
            (_sentence, (where, item.reader.words[0].token.stem, item.additive, have)),
        ]
        if option.other is not None:
            o = option.other.candidate
            root, type_ = self.context.schema.root_of(o.type), item.candidate.type
            same = "same" if o.type == type_ else "kin" if root == self.root else "other"
            distance = bucket(self.context.place[id(item)] - self.context.place[id(option.other)])
            actor = option.other.actor == item.actor and item.actor != ""
            found.append((_other, (same, back, have, distance, actor, o.status, item.candidate.status)))
            place, target = (self._shared(option.other, role) for role in ("place", "target"))
            found.append(
                (_alike, (same, place, target, have, bucket(option.other.sentence), option.back == 0))
            )
        return found

    def _shared(self, other: Told, role: str) -> str:
        """Whether the event and another name the same thing in a role."""
        own, theirs = self.heads[role], self._heads(other, role)
        if not own or not theirs:
            return "-" if not own and not theirs else "mine" if own else "theirs"
        return "same" if own & theirs else "other"

    @cached_property
    def heads(self) -> dict[str, set[str]]:
        return {role: self._heads(self.item, role) for role in ("place", "target")}

    @staticmethod
    def _heads(item: Told, role: str) -> set[str]:
        words = item.reader.words
        return {words[p.last].token.stem for p in item.candidate.phrases(role)}


# ---- The features as text, in groups that are made of the same values


def _given(
    where: str, rule: str, same: bool, precision: str, span: str, root: str, have: str
) -> Sequence[str]:
    return (
        where,
        rule,
        f"{where}|same={same}",
        f"{rule}|precision={precision}",
        f"{rule}|{span}",
        f"{where}|{precision}|{root}",
        f"{where}|have={have}",
    )


def _event(
    where: str,
    rule: str,
    root: str,
    type_: str,
    have: str,
    kind: str,
    definite: bool,
    tense: str,
) -> Sequence[str]:
    return (
        f"{rule}|{root}",
        f"{rule}|{type_}",
        f"{where}|have={have}|{root}",
        f"{rule}|kind={kind}|{definite}",
        f"{where}|have={have}|{kind}|{definite}",
        f"{where}|have={have}|tense={tense}",
    )


def _words(rule: str, word: str, prep: str | None, markers: Sequence[str]) -> Sequence[str]:
    found = [f"{rule}|lemma={word}", *(f"{rule}|marker={m}" for m in markers)]
    return found if prep is None else [*found, f"{rule}|prep={prep}"]


def _rules(rule: str, own: bool, times: str, status: str) -> Sequence[str]:
    return (f"{rule}|own={own}", f"{rule}|times={times}", f"{rule}|status={status}")


def _offered(where: str, places: str, values: int, have: str, root: str, span: str) -> Sequence[str]:
    """Where else the same time is offered, and how many there are to choose from."""
    return (
        f"offered={places}",
        f"{where}|offered={places}",
        f"{where}|offered={places}|{have}",
        f"{where}|offered={places}|{root}",
        f"{where}|values={min(values, 5)}|{have}",
        f"offered={places}|{span}",
    )


def _age(where: str, age: str, have: str, root: str, kind: str, definite: bool) -> Sequence[str]:
    return (
        f"age={age}",
        f"{where}|age={age}|{have}",
        f"{where}|age={age}|{root}",
        f"{where}|age={age}|{kind}|{definite}",
    )


def _count(
    where: str, share: int, often: str, have: str, lead: bool, aggregate: bool, span: str
) -> Sequence[str]:
    return (
        f"{where}|share={share}|{have}",
        f"{where}|often={often}|{have}",
        f"{where}|lead={lead}|{have}",
        f"{where}|aggregate={aggregate}|{span}",
    )


def _near(gap: str, side: str, verbs: int, marks: int, nearest: bool, several: bool) -> Sequence[str]:
    return (
        f"gap={gap}",
        f"{side}|verbs={verbs}",
        f"{side}|verbs={verbs}|nearest={nearest}",
        f"nearest={nearest}|{several}",
        f"{side}|punct={marks}",
    )


def _place(rule: str, first: bool, several: bool, verbs: int, side: str, ahead: bool) -> Sequence[str]:
    return (f"{rule}|first={first}|{several}", f"{rule}|verbs={verbs}|{side}", f"ahead={ahead}")


def _time_word(word: str, clitics: Sequence[str]) -> Sequence[str]:
    return (f"time-word={word}", f"time-clitic={'+'.join(clitics)}")


def _left(kind: str, text: str) -> Sequence[str]:
    return (f"time-left={kind}:{text}",)


def _said_then(side: str, verbs: int) -> Sequence[str]:
    return ("said-then", f"said-then|{side}", f"said-then|verbs={verbs}")


def _of_other(held: str, shared: bool) -> Sequence[str]:
    return (f"of-other={held}|{shared}",)


def _back(where: str, back: str, have: str, definite: bool, sentence: str) -> Sequence[str]:
    return (
        f"{where}|back={back}",
        f"{where}|back={back}|{have}",
        f"{where}|back={back}|{have}|{definite}",
        f"{where}|sentence={sentence}|{have}",
    )


def _sentence(where: str, word: str, additive: bool, have: str) -> Sequence[str]:
    return (f"{where}|first-word={word}", f"{where}|additive={additive}|{have}")


def _other(
    same: str, back: str, have: str, distance: str, actor: bool, other: str, status: str
) -> Sequence[str]:
    return (
        f"event|{same}|{back}|{have}",
        f"event|{same}|{distance}|{have}",
        f"event|actor={actor}|{have}|{same}",
        f"event|status={other}|{status}|{have}",
    )


def _alike(same: str, place: str, target: str, have: str, sentence: str, beside: bool) -> Sequence[str]:
    """Whether the event that the time is taken from may be the same happening."""
    return (
        f"event|place={place}|{have}",
        f"event|place={place}|{same}|{have}",
        f"event|target={target}|{same}|{have}",
        f"event|alike={place}|{target}|{have}",
        f"event|of={sentence}|{have}",
        f"event|beside={beside}|{place}|{have}",
    )
