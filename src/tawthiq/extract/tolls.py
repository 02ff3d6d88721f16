"""Which event of a sentence its dead, wounded and missing belong to."""

from __future__ import annotations

from tawthiq.extract.annotate import Match
from tawthiq.extract.candidates import Candidate
from tawthiq.extract.casualties import Counter
from tawthiq.extract.frames import FrameReader
from tawthiq.extract.phrases import Phrase
from tawthiq.extract.predicates import Predicate
from tawthiq.extract.trace import Trace
from tawthiq.fold import fold
from tawthiq.knowledge.schema import Schema

HOSTS = frozenset({"Attack", "Protest", "Harm", "Coercion", "TerritorialChange"})
HARMFUL = frozenset({"Attack", "Harm"})
ACCIDENTS = frozenset({"Crash", "Explosion", "Disaster"})
REACH = 3
"""Words between a death and the one that makes it a matter of its own."""


class Tolls:
    """Gives what is counted of people who suffer to an event of the same sentence."""

    def __init__(
        self, frames: FrameReader, counter: Counter, schema: Schema, trace: Trace | None = None
    ) -> None:
        self.frames, self.counter, self.schema, self.trace = frames, counter, schema, trace
        prepositions = frames.lexicon.words("prepositions", "sense", "during", "cause")
        self.during = prepositions | frames.lexicon.words("prepositions", "sense", "inside")
        self.results = frames.lexicon.words("discourse", "sense", "result")
        self.matters = frames.lexicon.words("discourse", "sense", "matter")

    def settle(self, candidates: list[Candidate], predicates: list[Predicate]) -> list[Candidate]:
        """Casualties of the sentence's attack are its quantities; alone they stay an event."""
        hosts = [c for c in candidates if not self._only_casualty(c) and self.schema.root_of(c.type) in HOSTS]
        gone: set[int] = set()
        for predicate in predicates:
            counted = self.counter.human(predicate)
            if counted is None:
                continue
            quantity, number, victims = counted
            own = next((c for c in candidates if c.predicate is predicate), None)
            host = self._host(predicate, predicates, own, hosts, [c for c in candidates if id(c) not in gone])
            if host is None:
                continue
            if number is not None and not (host is own and _unharmed(host, victims)):
                self._count(host, quantity, number, victims, predicate)
            if host is not own:
                host.add("target", *[v for v in victims if self.victim(v, host)])
                host.cover(predicate.first_token, max([predicate.last_token, *(v.last for v in victims)]))
                if own is not None:
                    self._absorb(own, host)
                    gone.add(id(own))
        return [c for c in candidates if id(c) not in gone]

    def _host(
        self,
        predicate: Predicate,
        predicates: list[Predicate],
        own: Candidate | None,
        hosts: list[Candidate],
        left: list[Candidate],
    ) -> Candidate | None:
        """The event that a casualty word counts for: itself, one beside it, or none."""
        if self._apart(predicate):
            return own
        if own is not None and own in hosts:
            return own
        near = hosts if self._follows(predicate, predicates) else []
        near = near or [c for c in hosts if self._harms(c) or self._within(predicate, c)]
        dead = [c for c in left if c.type == "MassCasualty" and _listed(predicate, c)]
        return _nearest(predicate, near) or own or _nearest(predicate, dead)

    def _harms(self, candidate: Candidate) -> bool:
        return candidate.type == "Riot" or self.schema.root_of(candidate.type) in HARMFUL

    def _follows(self, predicate: Predicate, predicates: list[Predicate]) -> bool:
        """«ما أدى إلى مقتل …», «… قتل فيها ثلاثة»: the toll is that of something told before."""
        for verb in predicates:
            if verb.kind == "verb" and any(self._is_result(m) for m in verb.matches):
                phrases = verb.all_phrases()
                if verb is predicate or any(p.first <= predicate.first_token <= p.last for p in phrases):
                    return True
        after = self.frames.words[predicate.last_token + 1 : predicate.last_token + 1 + REACH]
        return any(w.token.enclitic and w.token.stem in self.during for w in after)

    def _is_result(self, match: Match) -> bool:
        return match.form.entry.pos == "verb" and fold(match.form.entry.lemma) in self.results

    def _within(self, predicate: Predicate, host: Candidate) -> bool:
        """«قتل ثلاثة خلال المظاهرة», «أسفر فض الاعتصام عن مقتل …»: the text ties the toll to the event."""
        event = host.predicate
        tied = (p for slot in self.during for p in predicate.slots.get(slot, ()))
        if any(p.first <= event.first_token <= p.last for p in tied):
            return True
        carriers = (p for carrier in host.extra for p in carrier.all_phrases())
        return any(p.first <= predicate.first_token <= p.last for p in carriers)

    def _apart(self, predicate: Predicate) -> bool:
        """«احتجاجا على مقتل …», «بتهمة قتل …»: a death that is talked of, no toll of what is told here."""
        words = self.frames.words
        for i in range(predicate.first_token - 1, max(-1, predicate.first_token - 1 - REACH), -1):
            token = words[i].token
            if token.kind == "punctuation" or (words[i].verbs and not words[i].nouns):
                return False
            if self.matters & {token.norm, token.stem, token.lemma}:
                return True
        return False

    def _count(
        self, host: Candidate, quantity: str, number: int, victims: list[Phrase], predicate: Predicate
    ) -> None:
        if self.trace is not None and quantity not in host.quantities:
            entries = (predicate.senses("quantities")[0].form.entry,)
            told = f"{quantity} {number}"
            self.trace.note(host.predicate, "quantity", told, "", entries, victims, (predicate,))
        host.quantities.setdefault(quantity, number)

    def _absorb(self, casualty: Candidate, host: Candidate) -> None:
        if self.trace is not None:
            why = "its casualties are counted as that event's"
            self.trace.note(casualty.predicate, "end", "merged", why, others=(host.predicate,))
        for place in casualty.phrases("place"):
            if not host.phrases("place"):
                host.add("place", place)
        host.predicate.times.extend(t for t in casualty.predicate.times if t not in host.predicate.times)
        host.cover(casualty.first, casualty.last)

    def _only_casualty(self, candidate: Candidate) -> bool:
        told = candidate.casualty and candidate.type not in ACCIDENTS
        harmed = told and self.schema.root_of(candidate.type) in HARMFUL
        return candidate.type == "MassCasualty" or (harmed and not candidate.phrases("actor"))

    def victim(self, phrase: Phrase, host: Candidate) -> bool:
        """People who are described are targets; a bare count is not."""
        if (
            host.type == "ArmedClash"
            or phrase.type not in ("Person", "People")
            or any(phrase is p for p in host.phrases("actor"))
        ):
            return False
        head = phrase.head.match("people")
        return (
            phrase.named
            or phrase.head.match("roles") is not None
            or len(phrase.units) > 1 + (phrase.count is not None)
            or (
                head is not None
                and (head.get("quantity") != "" or head.get("described") == "yes" or head.length > 1)
            )
        )


def _unharmed(host: Candidate, victims: list[Phrase]) -> bool:
    """An attempt on somebody's life that failed: whom it was meant for is not counted."""
    return host.status == "averted" and all(v.count is None for v in victims)


def _listed(predicate: Predicate, candidate: Candidate) -> bool:
    """«مقتل ثلاثة وإصابة خمسة»: the second word stands among the arguments of the first."""
    phrases = candidate.predicate.all_phrases()
    return any(p.first <= predicate.first_token <= p.last for p in phrases)


def _nearest(predicate: Predicate, hosts: list[Candidate]) -> Candidate | None:
    others = [c for c in hosts if c.predicate is not predicate]
    return min(others, key=lambda c: abs(c.predicate.first_token - predicate.first_token), default=None)
