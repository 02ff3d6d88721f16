"""Which phrases stand in which role of an event: options and features.

Options are all phrases of the sentence, and those in the roles of the events told before it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from tawthiq.extract.choice import argument_words as words_of
from tawthiq.extract.choice.context import Context, Look, bucket, lemma, predicate_word
from tawthiq.extract.choice.scene import Key, slots_of
from tawthiq.extract.discourse import Told
from tawthiq.extract.phrases import Phrase
from tawthiq.extract.sentences import SentenceReader
from tawthiq.knowledge.models import Group

ROLES = ("actor", "target", "place")
EARLIER = 3
BACK = 3
LONG = 4


@dataclass(slots=True, eq=False)
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
    phrases = _phrases(item, context)
    elsewhere = _dating(item, context)
    found = [
        ArgumentOption(item, p, reader, ruled.get(key, "-"))
        for key, p in phrases.items()
        if key in ruled or not (p.first <= trigger <= p.last or key in elsewhere)
    ]
    seen: set[tuple[int, int, int]] = set()
    for other in islice(context.before(item), EARLIER):
        if item.sentence - other.sentence > BACK:
            break
        for role in ROLES:
            for p in other.candidate.phrases(role):
                key = (other.sentence, p.first, p.last)
                own = other.sentence == item.sentence and (p.first, p.last) in phrases
                if not own and key not in seen:
                    seen.add(key)
                    found.append(ArgumentOption(item, p, other.reader, role, other))
    return found


def _phrases(item: Told, context: Context) -> Mapping[Key, Phrase]:
    """All phrases of the sentence, and those that only the rules make of it for this event."""
    phrases = context.scene(item.reader).phrases
    more = {
        (p.first, p.last): p
        for role in reversed(ROLES)
        for p in reversed(item.candidate.phrases(role))
        if (p.first, p.last) not in phrases
    }
    return dict(sorted({**phrases, **more}.items())) if more else phrases


def _dating(item: Told, context: Context) -> set[Key]:
    """Arguments of events that only date others: of «منذ بدء العدوان على …» all that belongs to it."""
    trigger = item.candidate.predicate.first_token
    found: set[Key] = set()
    for time, arguments in context.scene(item.reader).dating:
        if not time.first <= trigger <= time.last:
            found |= arguments
    return found


class ArgumentFeatures:
    """Features of the options of one event; what all of them share is read once."""

    def __init__(self, item: Told, context: Context) -> None:
        self.item, self.context = item, context
        c = item.candidate
        self.root, self.type, self.lemma = context.schema.root_of(c.type), c.type, lemma(c)
        self.scene = context.scene(item.reader)
        self.chunks = item.reader.chunks
        self.filled = "".join(role[0] for role in ROLES if c.phrases(role)) or "-"
        self.governor = context.governor(item)
        self.governing = {} if self.governor is None else slots_of(self.governor[0])
        self.shape = c.predicate.kind + (":passive" if c.predicate.passive else "")
        self.trigger = c.predicate.first_token
        self.at = self.scene.chunk_at.get(self.trigger, -1)
        self.slots = self._slots()
        self.others = sorted(
            f.candidate.predicate.first_token for f in context.fellows(item) if f is not item
        )
        self.classes_before = {
            class_: (bisect_left(chunks, self.at), bisect_right(chunks, self.at))
            for class_, chunks in self.scene.by_class.items()
        }

    def _slots(self) -> dict[Key, str]:
        """Phrase → its slot at the trigger, else at a verb that carries it."""
        c = self.item.candidate
        found = slots_of(c.predicate)
        for predicate in c.extra:
            for key, slot in slots_of(predicate).items():
                found.setdefault(key, f"light:{slot}")
        return found

    @cached_property
    def taken(self) -> dict[Key, tuple[str, ...]]:
        """Phrase → the roles that it has in the other events of the sentence."""
        found: dict[Key, set[str]] = {}
        for fellow in self.context.fellows(self.item):
            if fellow is not self.item:
                same = fellow.candidate.type == self.type
                for role in ROLES:
                    for q in fellow.candidate.phrases(role):
                        found.setdefault((q.first, q.last), set()).add(f"{same}:{role}")
        return {key: tuple(sorted(roles)) for key, roles in found.items()}

    def _order(self, key: Key) -> str:
        """A phrase's place among those of its class, counted from the trigger, before or after it."""
        place = self.scene.place_of.get(key)
        if place is None or place[0] == self.at:
            return "inside"
        i, class_ = place
        before, upto = self.classes_before[class_]
        rank = self.scene.rank[i]
        return f"after{min(rank - upto + 1, 3)}" if i > self.at else f"before{min(before - rank, 3)}"

    def of(self, option: ArgumentOption) -> list[Group]:
        """All features of one option, the same for each role's model."""
        look = self.context.look(option.phrase, option.reader)
        found = self._phrase(option, look)
        found += self._inherited(option, look) if option.origin is not None else self._own(option, look)
        return found

    def _phrase(self, option: ArgumentOption, look: Look) -> list[Group]:
        own = "own" if option.origin is None else "old"
        rule, kind = f"{own}:{option.role}", look.kind
        return [
            (words_of.placed, (own, rule, kind, self.root, self.type)),
            (words_of.traits, (own, rule, kind, look.traits)),
            (words_of.head, (own, look.word, self.root, look.tables)),
            (words_of.beside_roles, (rule, kind, self.filled, self.item.candidate.status)),
        ]

    def _own(self, option: ArgumentOption, look: Look) -> list[Group]:
        p, role, scene = option.phrase, option.role, self.scene
        key = (p.first, p.last)
        kind, prep = look.coarse, p.prep
        slot = self.slots.get(key, "-")
        at = scene.chunk_at.get(p.first, -1)
        first, last = (at, self.at) if at <= self.at else (self.at, at)
        verbs = scene.between(scene.verbs, first + 1, last)
        commas = scene.between(scene.punctuation, first + 1, last)
        order = self._order(key)
        found: list[Group] = [
            (words_of.slot, (slot, kind, role, self.root, self.type, self.lemma, self.shape)),
            (words_of.distance, (bucket(at - self.at), kind, prep, verbs, commas, order)),
            (words_of.order, (order, kind, self.root, self.type, self.shape)),
            (words_of.order_and_roles, (order, kind, self.filled, role, prep)),
            (words_of.preposition, (prep, kind, self.root, self.type, self.lemma)),
            (words_of.manner, (p.joined, key in scene.speakers, at == 0, role, kind, prep)),
        ]
        if self.governor is not None:
            where = self.governing.get(key, "-")
            word = predicate_word(self.item.reader, self.governor[0])
            found.append((words_of.governed, (where, self.governor[1], kind, word, role)))
        for held in scene.held.get(key, ()):
            if held.predicate is not self.item.candidate.predicate:
                found.append((words_of.held, (held.kind, held.slot, role, slot)))
        if key in self.taken:
            found.append((words_of.taken, (self.taken[key], role)))
        found += self._path(at, look, role)
        found += self._rivals(look, order, role)
        if at > 0:
            before = self.chunks[at - 1]
            found.append((words_of.chunk_before, (before.kind, before.text)))
        return found

    def _path(self, at: int, look: Look, role: str) -> list[Group]:
        """What stands between the trigger and the phrase, and right beside the phrase."""
        phrase, kind = look.phrase, look.coarse
        first, last = (at, self.at) if at <= self.at else (self.at, at)
        steps = self.scene.steps[first + 1 : last]
        side = "after" if at > self.at else "before"
        path = ">".join(steps) if len(steps) <= LONG else f"{steps[0]}>..>{steps[-1]}"
        words = self.item.reader.words
        left = words[phrase.first - 1].token.stem if phrase.first else "^"
        end = max(phrase.last, phrase.reach) + 1
        right = words[end].token.stem if end < len(words) else "$"
        return [
            (words_of.path, (side, path, kind, phrase.prep, role)),
            (words_of.neighbour, ("beside", left, side, kind, self.root)),
            (words_of.neighbour, ("then", right, side, kind, self.root)),
        ]

    def _rivals(self, look: Look, order: str, role: str) -> list[Group]:
        """Whether other candidates stand nearer to the phrase, and what its head does elsewhere."""
        first, kind = look.phrase.first, look.coarse
        own = abs(self.trigger - first)
        nearer = bisect_left(self.others, first + own) - bisect_right(self.others, first - own)
        counts = self.context.fills(look.stem, role)
        return [
            (words_of.rivals, (min(max(nearer, 0), 2), kind, order, role)),
            (words_of.fills, (counts, kind, role, self.root)),
        ]

    def _inherited(self, option: ArgumentOption, look: Look) -> list[Group]:
        other, item = option.origin, self.item
        assert other is not None
        same = (
            "same"
            if other.candidate.type == self.type
            else "kin"
            if self.context.schema.root_of(other.candidate.type) == self.root
            else "other"
        )
        back = item.sentence - other.sentence
        events = bucket(self.context.place[id(item)] - self.context.place[id(other)])
        base = f"{option.role}|open={not item.candidate.phrases(option.role)}"
        predicate = item.candidate.predicate
        places, actors = (bool(self.scene.by_class[class_]) for class_ in ("place", "actor"))
        return [
            (words_of.inherited, (base, back, events, same, look.kind, item.definite)),
            (words_of.inherited_beside, (base, back, places, actors, look.kind)),
            (words_of.inherited_as, (base, self.shape, predicate.pronoun_subject)),
            (words_of.inherited_by, (option.role, self.type, self.lemma, same, other.candidate.type)),
            (words_of.inherited_marks, (predicate.markers, option.role)),
        ]
