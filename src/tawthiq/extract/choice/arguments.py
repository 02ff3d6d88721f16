"""Which phrases stand in which role of an event: options and features.

Options are all phrases of the sentence, and those in the roles of the events told before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from tawthiq.extract.choice.context import Context, bucket, head_word, lemma, predicate_word
from tawthiq.extract.discourse import Told
from tawthiq.extract.phrases import Chunk, Phrase
from tawthiq.extract.sentences import SentenceReader

ROLES = ("actor", "target", "place")
EARLIER = 3
BACK = 3
LONG = 4


@dataclass(frozen=True, slots=True, eq=False)
class ArgumentOption:
    """A phrase that may stand in a role of ``item``.

    ``role`` is where the rules put it, ``-`` if nowhere. ``origin`` is the earlier event that it
    would be inherited from, with ``role`` there.
    """

    item: Told
    phrase: Phrase
    reader: SentenceReader
    role: str
    origin: Told | None = None


def argument_options(item: Told, context: Context) -> list[ArgumentOption]:
    """Own phrases in the order of the text, then inherited ones, the nearest event's first."""
    c, reader = item.candidate, item.reader
    trigger = c.predicate.first_token
    ruled = {(p.first, p.last): role for role in reversed(ROLES) for p in c.phrases(role)}
    phrases = {(p.first, p.last): p for chunk in reader.chunks if (p := chunk.phrase) is not None}
    for predicate in reader.predicates:
        for p in predicate.all_phrases():
            phrases.setdefault((p.first, p.last), p)
    for role in ROLES:
        for p in c.phrases(role):
            phrases.setdefault((p.first, p.last), p)
    elsewhere = _dating(reader, trigger)
    found = [
        ArgumentOption(item, p, reader, ruled.get(key, "-"))
        for key, p in sorted(phrases.items())
        if key in ruled or not (p.first <= trigger <= p.last or key in elsewhere)
    ]
    seen: set[tuple[int, int, int]] = {(item.sentence, *key) for key in phrases}
    for other in context.before(item)[:EARLIER]:
        if item.sentence - other.sentence > BACK:
            break
        for role in ROLES:
            for p in other.candidate.phrases(role):
                key = (other.sentence, p.first, p.last)
                if key not in seen:
                    seen.add(key)
                    found.append(ArgumentOption(item, p, other.reader, role, other))
    return found


def _dating(reader: SentenceReader, trigger: int) -> set[tuple[int, int]]:
    """Arguments of events that only date others: of «منذ بدء العدوان على …» all that belongs to it."""
    return {
        (p.first, p.last)
        for predicate in reader.predicates
        if (time := predicate.phrase) is not None
        and time.prep in reader.since
        and not time.first <= trigger <= time.last
        for p in predicate.all_phrases()
    }


class ArgumentFeatures:
    """Features of the options of one event; what all of them share is read once."""

    def __init__(self, item: Told, context: Context) -> None:
        self.item, self.context = item, context
        c = item.candidate
        self.root, self.type, self.lemma = context.schema.root_of(c.type), c.type, lemma(c)
        self.chunks = item.reader.chunks
        self.filled = "".join(role[0] for role in ROLES if c.phrases(role)) or "-"
        self.governor = context.governor(item)
        self.shape = c.predicate.kind + (":passive" if c.predicate.passive else "")
        self.trigger = c.predicate.first_token
        self.chunk_at: dict[int, int] = {}
        for i, chunk in enumerate(self.chunks):
            for token in range(chunk.first, chunk.last + 1):
                self.chunk_at.setdefault(token, i)
        self.at = self.chunk_at.get(self.trigger, -1)
        self.before = {kind: self._counted(kind) for kind in ("verb", "punctuation")}
        self.said = {(p.first, p.last) for a in item.reader.attributions for p in a.sources}
        self.order = self._order()
        self.held = self._held()
        self.taken = self._taken()

    def _counted(self, kind: str) -> list[int]:
        """How many chunks of a kind stand before each chunk."""
        return list(accumulate((chunk.kind == kind for chunk in self.chunks), initial=0))

    def _held(self) -> dict[tuple[int, int], list[tuple[str, str]]]:
        """Phrase → the other predicates that have it, as what they are, and its slot there."""
        found: dict[tuple[int, int], list[tuple[str, str]]] = {}
        for predicate in self.item.reader.predicates:
            if predicate is self.item.candidate.predicate:
                continue
            kinds = {m.kind for m in predicate.matches}
            held = "said" if "reporting" in kinds else "event" if "triggers" in kinds else "verb"
            slots: dict[tuple[int, int], str] = {}
            for slot, phrases in predicate.slots.items():
                for p in phrases:
                    slots.setdefault((p.first, p.last), slot)
            for key, where in slots.items():
                found.setdefault(key, []).append((held, where))
        return found

    def _taken(self) -> dict[tuple[int, int], list[str]]:
        """Phrase → the roles that it has in the other events of the sentence."""
        found: dict[tuple[int, int], set[str]] = {}
        for fellow in self.context.fellows(self.item):
            if fellow is not self.item:
                same = fellow.candidate.type == self.type
                for role in ROLES:
                    for q in fellow.candidate.phrases(role):
                        found.setdefault((q.first, q.last), set()).add(f"{same}:{role}")
        return {key: sorted(roles) for key, roles in found.items()}

    def _order(self) -> dict[tuple[int, int], str]:
        """Each phrase's place among those of its class, counted from the trigger, before or after it."""
        found: dict[tuple[int, int], str] = {}
        for step, side in ((1, "after"), (-1, "before")):
            seen: dict[str, int] = {}
            for chunk in self.chunks[self.at + step :: step] if self.at + step >= 0 else ():
                p = chunk.phrase
                if p is None:
                    continue
                kind = self._coarse(p)
                seen[kind] = seen.get(kind, 0) + 1
                found[(p.first, p.last)] = f"{side}{min(seen[kind], 3)}"
        return found

    def _coarse(self, phrase: Phrase) -> str:
        is_a = self.context.schema.is_a
        if phrase.type is None:
            return "?"
        return (
            "place"
            if is_a(phrase.type, "Place") and phrase.type != "State"
            else "actor"
            if is_a(phrase.type, "Actor")
            else "thing"
        )

    def of(self, option: ArgumentOption) -> list[str]:
        """All features of one option, the same for each role's model."""
        shared = self._phrase(option)
        return shared + (self._inherited(option) if option.origin is not None else self._own(option))

    def _phrase(self, option: ArgumentOption) -> list[str]:
        p, reader = option.phrase, option.reader
        kind, own = self.context.kind_of(p), "own" if option.origin is None else "old"
        rule = f"{own}:{option.role}"
        word = head_word(reader, p)
        counted = "count" if p.count is not None else "no"
        found = [
            rule,
            f"{rule}|{kind}",
            f"{rule}|{self.root}",
            f"{rule}|{self.type}",
            f"{own}|{kind}|{self.root}",
            f"{own}|{kind}|{self.type}",
            f"{own}|type={p.type}",
            f"{rule}|{p.type}",
            f"{own}|word={word}",
            f"{own}|word={word}|{self.root}",
            f"{rule}|named={p.named}|{p.known is not None}",
            f"{rule}|{counted}",
            f"{own}|{counted}|{kind}",
            f"{rule}|units={bucket(len(p.units))}",
            f"{own}|head={p.head.kind}",
            f"{rule}|def={reader.words[p.head.first].token.definite}|{kind}",
            f"{rule}|filled={self.filled}",
            f"{rule}|filled={self.filled}|{kind}",
            f"{own}|state={p.state is not None}",
            f"{rule}|{self.root}|{kind}",
            f"{rule}|{self.item.candidate.status}",
        ]
        found += [f"{own}|match={k}" for k in sorted({m.kind for m in p.head.matches})]
        return found

    def _own(self, option: ArgumentOption) -> list[str]:
        p, item = option.phrase, self.item
        key = (p.first, p.last)
        kind = self._coarse(p)
        slot = self._slot(key)
        at = self.chunk_at.get(p.first, -1)
        first, last = (at, self.at) if at <= self.at else (self.at, at)
        verbs = min(self._between("verb", first + 1, last), 2)
        commas = min(self._between("punctuation", first + 1, last), 2)
        gap = bucket(at - self.at)
        order = self.order.get(key, "inside")
        found = [
            f"slot={slot}",
            f"slot={slot}|{kind}",
            f"slot={slot}|{self.type}",
            f"slot={slot}|{self.lemma}",
            f"slot={slot}|{self.shape}|{kind}",
            f"slot={slot}|{self.root}|{kind}",
            f"slot={slot}|{option.role}",
            f"gap={gap}",
            f"gap={gap}|{kind}",
            f"gap={gap}|{p.prep}",
            f"verbs={verbs}|{kind}",
            f"verbs={verbs}|{order}",
            f"commas={commas}|{kind}",
            f"order={order}|{kind}",
            f"order={order}|{kind}|{self.root}",
            f"order={order}|{kind}|{self.filled}",
            f"order={order}|{option.role}",
            f"order={order}|{kind}|{p.prep}",
            f"order={order}|{kind}|verbs={verbs}",
            f"order={order}|{kind}|{self.type}",
            f"prep={p.prep}|{kind}",
            f"prep={p.prep}|{self.root}",
            f"prep={p.prep}|{self.type}|{kind}",
            f"prep={p.prep}|{self.lemma}",
            f"joined={p.joined}|{option.role}",
            f"said={key in self.said}",
            f"said={key in self.said}|{option.role}",
            f"first={at == 0}|{kind}|{p.prep}",
            f"{self.shape}|{order}|{kind}",
        ]
        if self.governor is not None:
            where = self._in(self.governor[0].slots, key)
            word = predicate_word(item.reader, self.governor[0])
            found += [
                f"gov={where}",
                f"gov={where}|{self.governor[1]}|{kind}",
                f"gov={where}|{word}",
                f"gov={where}|{option.role}",
            ]
        for held, where in self.held.get(key, ()):
            found += [
                f"other={held}|{where}",
                f"other={held}|{where}|{option.role}",
                f"other={held}|{slot}",
            ]
        others = self.taken.get(key, ())
        found += [f"taken={o}" for o in others] + [f"taken={o}|{option.role}" for o in others]
        found += self._path(at, kind, p, option.role)
        found += self._rivals(p, kind, order, option.role)
        if at > 0:
            found.append(f"left={self.chunks[at - 1].kind}:{self.chunks[at - 1].text}")
        return found

    def _path(self, at: int, kind: str, phrase: Phrase, role: str) -> list[str]:
        """What stands between the trigger and the phrase, and right beside the phrase."""
        first, last = sorted((at, self.at))
        steps = [self._step(chunk) for chunk in self.chunks[first + 1 : last]]
        side = "after" if at > self.at else "before"
        path = f"{side}:{'>'.join(steps) if len(steps) <= LONG else f'{steps[0]}>..>{steps[-1]}'}"
        words = self.item.reader.words
        left = words[phrase.first - 1].token.stem if phrase.first else "^"
        end = max(phrase.last, phrase.reach) + 1
        right = words[end].token.stem if end < len(words) else "$"
        return [
            f"path={path}|{kind}",
            f"path={path}|{kind}|{phrase.prep}",
            f"path={path}|{role}",
            f"beside={left}|{side}",
            f"beside={left}|{kind}|{self.root}",
            f"then={right}|{side}",
            f"then={right}|{kind}|{self.root}",
        ]

    def _step(self, chunk: Chunk) -> str:
        if chunk.phrase is not None:
            return f"{self._coarse(chunk.phrase)[0]}{'/' + chunk.phrase.prep if chunk.phrase.prep else ''}"
        if chunk.kind == "verb":
            kinds = {m.kind for m in chunk.verbs}
            return "say" if "reporting" in kinds else "do" if "triggers" in kinds else "verb"
        return chunk.text if chunk.kind == "function" else chunk.kind[:4]

    def _rivals(self, phrase: Phrase, kind: str, order: str, role: str) -> list[str]:
        """Whether other candidates stand nearer to the phrase, and what its head does elsewhere."""
        own = abs(self.trigger - phrase.first)
        others = [f.candidate.predicate.first_token for f in self.context.fellows(self.item)]
        nearer = min(sum(abs(t - phrase.first) < own for t in others), 2)
        stem = self.item.reader.words[phrase.head.first].token.stem
        own_roles = {r for r in ROLES if role == r}
        fills = [f"{r[0]}{min(self.context.fills[(r, stem)] - (r in own_roles), 2)}" for r in ROLES]
        return [
            f"nearer={nearer}|{kind}",
            f"nearer={nearer}|{order}|{kind}",
            f"nearer={nearer}|{role}",
            f"fills={''.join(fills)}|{kind}",
            f"fills={''.join(fills)}|{role}",
            *(f"fills={f}|{self.root}" for f in fills),
        ]

    def _between(self, kind: str, first: int, last: int) -> int:
        """How many of the chunks ``first`` to ``last``, exclusive, are of a kind."""
        before = self.before[kind]
        return before[last] - before[first] if first < last else 0

    def _slot(self, key: tuple[int, int]) -> str:
        c = self.item.candidate
        slot = self._in(c.predicate.slots, key)
        if slot == "-":
            for predicate in c.extra:
                slot = self._in(predicate.slots, key)
                if slot != "-":
                    return f"light:{slot}"
        return slot

    def _in(self, slots: dict[str, list[Phrase]], key: tuple[int, int]) -> str:
        first, last = key
        for slot, phrases in slots.items():
            for p in phrases:
                if p.first == first and p.last == last:
                    return slot
        return "-"

    def _inherited(self, option: ArgumentOption) -> list[str]:
        other, item = option.origin, self.item
        assert other is not None
        kind = self.context.kind_of(option.phrase)
        same = (
            "same"
            if other.candidate.type == self.type
            else "kin"
            if self.context.schema.root_of(other.candidate.type) == self.root
            else "other"
        )
        back = item.sentence - other.sentence
        events = bucket(self.context.place[id(item)] - self.context.place[id(other)])
        open_ = not item.candidate.phrases(option.role)
        places = any(self._coarse(c.phrase) == "place" for c in self.chunks if c.phrase is not None)
        actors = any(self._coarse(c.phrase) == "actor" for c in self.chunks if c.phrase is not None)
        base = f"{option.role}|open={open_}"
        return [
            f"back={back}|{base}",
            f"back={back}|{base}|{same}",
            f"events={events}|{base}",
            f"old={same}|{base}|{kind}",
            f"old-def={item.definite}|{base}|{same}",
            f"old-type={self.type}|{option.role}|{same}",
            f"old-places={places}|{base}",
            f"old-actors={actors}|{base}",
            f"old-places={places}|{base}|{back}|{kind}",
            f"old-shape={self.shape}|{base}",
            f"old-pronoun={item.candidate.predicate.pronoun_subject}|{base}",
            f"old-lemma={self.lemma}|{option.role}",
            f"old-types={other.candidate.type}|{self.type}|{option.role}",
            f"old-marks={'+'.join(item.candidate.predicate.markers)}|{option.role}",
        ]
