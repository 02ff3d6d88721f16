"""What one sentence says about the events of the sentences before it.

«الهجوم» without more takes up the attack told last; casualties and explosions that stand alone
belong to it; an event without a time of its own took place when the one before it did.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from tawthiq.extract.attribution import sources_at
from tawthiq.extract.candidates import Candidate
from tawthiq.extract.sentences import SentenceReader
from tawthiq.extract.trace import Step, Trace
from tawthiq.knowledge import Knowledge

TOLLS = frozenset({"killed", "wounded", "missing"})
CASUALTY_REACH = 2
RETELLING_REACH = 3
PROTESTS, PROTESTERS = 2, 2
"""How often an article must tell of protests and name protesters for its clashes to be theirs."""
BURSTS = frozenset({"Bombing", "Shelling", "Airstrike", "DroneStrike", "Attack"})


@dataclass(slots=True, eq=False)
class Told:
    """A candidate and the reader of the sentence that tells it."""

    candidate: Candidate
    reader: SentenceReader

    @property
    def sentence(self) -> int:
        return self.reader.sentence.index

    @property
    def verb(self) -> str:
        return self.candidate.sense.form.entry.lemma

    @property
    def actor(self) -> str:
        """Stem of the head of the first actor."""
        phrases = self.candidate.phrases("actor")
        return self.reader.words[phrases[0].head.first].token.stem if phrases else ""

    @property
    def additive(self) -> bool:
        """Whether «كذلك», «أيضاً» or the like stands right after the trigger."""
        last = self.candidate.predicate.last_token
        return any(w.token.norm in self.reader.additive for w in self.reader.words[last + 1 : last + 4])

    @property
    def definite(self) -> bool:
        predicate = self.candidate.predicate
        return predicate.kind == "noun" and self.reader.words[predicate.first_token].token.definite


class Discourse:
    """Settles the candidates of a document, in the order of the text."""

    def __init__(self, knowledge: Knowledge, trace: Trace | None = None) -> None:
        self.schema, self.trace = knowledge.schema, trace

    def settle(self, told: list[Told]) -> list[Told]:
        """The events that stay; what was said of them later is now theirs."""
        kept: list[Told] = []
        for i, item in enumerate(told):
            host = self._host(item, kept, islice(told, i + 1, None))
            if host is not None and self._disputes(item, host):
                kept.append(self._other_toll(item, host))
            elif host is not None:
                self._tell(item, "end", "merged", "told again", host)
                self._absorb(item, host)
            elif not self._empty(item):
                kept.append(item)
            else:
                self._tell(item, "end", "dropped", "it is definite, says nothing more, and takes up nothing")
        for before, item in pairwise(kept):
            self._go_on(before, item)
        return kept

    def of_protesters(self, told: Sequence[Told], readers: Iterable[SentenceReader]) -> None:
        """Clashes in an article on protests that names no armed group as a side are riots."""
        protests = sum(self.schema.root_of(t.candidate.type) == "Protest" for t in told)
        clashes = [t for t in told if t.candidate.type == "ArmedClash"]
        if protests < PROTESTS or not clashes:
            return
        words = (w.token for reader in readers for w in reader.words if w.token.lemma in reader.protesters)
        if len(list(islice(words, PROTESTERS))) < PROTESTERS:
            return
        for item in clashes:
            sides = [p.type for p in item.candidate.phrases("actor") if p.type is not None]
            if not item.candidate.weapons and not any(self.schema.is_a(s, "ArmedGroup") for s in sides):
                item.candidate.type = "Riot"
                self._tell(item, "type", "Riot", "the article tells of protesters")

    def _go_on(self, before: Told, item: Told) -> None:
        """An attack told as one more of the kind («استهدفت كذلك …») is of that kind, and of that time."""
        one, other = before.candidate, item.candidate
        if (
            item.sentence - before.sentence > 1
            or self.schema.root_of(other.type) != "Attack"
            or other.status != one.status
        ):
            return
        again = (
            item.additive
            and one.predicate.kind == other.predicate.kind == "verb"
            and before.verb == item.verb
        )
        if again and other.type == "Attack" and self.schema.is_a(one.type, "Attack"):
            other.type, other.weapons = one.type, list(one.weapons)
            self._tell(item, "type", one.type, "told as one more of the kind of", before)
        if other.time is None and (
            again or (one.type == other.type and before.actor and before.actor == item.actor)
        ):
            other.time = one.time
            if one.time is not None:
                self._tell(item, "time", one.time.text, "that of", before)

    def _tell(self, item: Told, step: Step, outcome: str, why: str, other: Told | None = None) -> None:
        if self.trace is not None:
            others = () if other is None else (other.candidate.predicate,)
            self.trace.note(item.candidate.predicate, step, outcome, why, others=others)

    def _host(self, item: Told, kept: list[Told], after: Iterable[Told]) -> Told | None:
        candidate = item.candidate
        if candidate.type == "MassCasualty":
            attack = next(self._attacks(item, reversed(kept), CASUALTY_REACH), None)
            if attack is None and not kept:
                return next(self._attacks(item, after, CASUALTY_REACH), None)
            return attack
        if candidate.type == "Explosion" and (item.definite or not candidate.quantities):
            attacks = self._attacks(item, reversed(kept), CASUALTY_REACH)
            return next((a for a in attacks if a.candidate.type in BURSTS), None)
        if item.definite and self._bare(candidate) and self.schema.root_of(candidate.type) == "Attack":
            attacks = self._attacks(item, reversed(kept), RETELLING_REACH)
            if candidate.type == "Attack":
                return next(attacks, None)
            return next((a for a in attacks if self._kin(candidate.type, a.candidate.type)), None)
        return None

    def _kin(self, one: str, other: str) -> bool:
        return self.schema.is_a(one, other) or self.schema.is_a(other, one)

    def _empty(self, item: Told) -> bool:
        """A bare «الهجوم» with nothing said of it, and nothing before it that it could mean."""
        candidate = item.candidate
        told = (
            candidate.quantities
            or candidate.time
            or any(candidate.phrases(r) for r in ("actor", "target", "place"))
        )
        return item.definite and not told and self.schema.root_of(candidate.type) in ("Attack", "Harm")

    def _attacks(self, item: Told, others: Iterable[Told], reach: int) -> Iterator[Told]:
        """Actual attacks among ``others``, the nearest first, up to ``reach`` sentences away."""
        for other in others:
            if abs(other.sentence - item.sentence) > reach:
                return
            if self.schema.root_of(other.candidate.type) == "Attack" and other.candidate.status == "actual":
                yield other

    def _bare(self, candidate: Candidate) -> bool:
        return not any(candidate.phrases(role) for role in ("actor", "target"))

    def _disputes(self, item: Told, host: Told) -> bool:
        """Whether another source gives another toll of the host."""
        one, other = item.candidate.quantities, host.candidate.quantities
        differs = any(one[q] != other[q] for q in one.keys() & other.keys() if q in TOLLS)
        return differs and bool(sources_at(item.reader.attributions, item.candidate.predicate.chunk)[0])

    def _other_toll(self, item: Told, host: Told) -> Told:
        """The host's event once more, with the toll that this source gives."""
        candidate = item.candidate
        candidate.type, candidate.time = host.candidate.type, candidate.time or host.candidate.time
        candidate.shared = host
        self._tell(item, "type", candidate.type, "another source's toll of", host)
        return item

    def _absorb(self, item: Told, host: Told) -> None:
        for quantity, value in item.candidate.quantities.items():
            if quantity != "strikes":
                host.candidate.quantities.setdefault(quantity, value)
        for weapon in item.candidate.weapons:
            if weapon not in host.candidate.weapons and not host.candidate.weapons:
                host.candidate.weapons.append(weapon)
        if host.candidate.time is None:
            host.candidate.time = item.candidate.time
        host.candidate.retold.append(item)
