"""Ties candidates of one sentence together: light verbs, event subjects, casualties."""

from __future__ import annotations

from tawthiq.extract.annotate import Match
from tawthiq.extract.candidates import Candidate
from tawthiq.extract.casualties import Counter
from tawthiq.extract.frames import FrameReader
from tawthiq.extract.phrases import Phrase
from tawthiq.extract.predicates import SUBJECT, Predicate
from tawthiq.extract.tolls import Tolls
from tawthiq.extract.trace import Trace
from tawthiq.fold import fold
from tawthiq.knowledge import Knowledge

WITHIN = "في"
ANNOUNCED = frozenset({"ForcePosture", "Coercion", "TerritorialChange", "Aid", "Diplomacy"})


class Linker:
    """Works on the candidates of one sentence."""

    def __init__(
        self, frames: FrameReader, counter: Counter, knowledge: Knowledge, trace: Trace | None = None
    ) -> None:
        self.frames, self.schema, self.trace = frames, knowledge.schema, trace
        self.tolls = Tolls(frames, counter, knowledge.schema, trace)

    def run(self, candidates: list[Candidate], predicates: list[Predicate]) -> list[Candidate]:
        for predicate in predicates:
            self._light(predicate, candidates)
            self._announced(predicate, candidates)
            self._intended(predicate, candidates)
        self._owners(candidates, predicates)
        self._accused(candidates)
        merged = self._event_subjects(self._pronouns(self._foiled(self._nested(candidates), predicates)))
        return self.tolls.settle(merged, predicates)

    def _nested(self, candidates: list[Candidate]) -> list[Candidate]:
        """«استقدام تعزيزات», «خرجوا في مسيرة»: an event noun of the same kind is no event of its own."""
        kept: list[Candidate] = []
        for candidate in candidates:
            host = next((k for k in kept if self._inside(candidate, k)), None)
            if host is None:
                kept.append(candidate)
            else:
                self.merge(candidate, host, "it belongs to an event of its kind")
        return kept

    def _foiled(self, candidates: list[Candidate], predicates: list[Predicate]) -> list[Candidate]:
        """«تصدى لمجموعة حاولت الاعتداء على …»: what those who are repelled attempted is that event."""
        kept: list[Candidate] = []
        for candidate in candidates:
            host = next((k for k in kept if self._repelled(candidate, k, predicates)), None)
            if host is None:
                kept.append(candidate)
            else:
                self.merge(candidate, host, "those who attempted it were repelled")
        return kept

    def _repelled(self, candidate: Candidate, host: Candidate, predicates: list[Predicate]) -> bool:
        if candidate.status != "averted" or not self._foils(host) or host.predicate.kind != "verb":
            return False
        tries = [p for p in predicates if p.senses("modality") and p.antecedent is not None]
        repelled = host.predicate.all_phrases()
        return any(
            modal.antecedent in repelled
            and any(self._headed_by(p, candidate) for p in modal.slots.get("obj", []))
            for modal in tries
        )

    def _inside(self, candidate: Candidate, host: Candidate) -> bool:
        if candidate.predicate.kind != "noun" or self.schema.root_of(candidate.type) != self.schema.root_of(
            host.type
        ):
            return False
        related = self.schema.is_a(candidate.type, host.type) or self.schema.is_a(host.type, candidate.type)
        slots = ("gen", "obj", WITHIN) if candidate.type == host.type else ("gen", "obj")
        phrases = [p for slot in slots for p in host.predicate.slots.get(slot, [])]
        return related and any(self._headed_by(p, candidate) for p in phrases)

    def _pronouns(self, candidates: list[Candidate]) -> list[Candidate]:
        """«… أنها دمرت …»: the subject is the actor of the event before it."""
        kept: list[Candidate] = []
        for candidate in candidates:
            if candidate.predicate.pronoun_subject and not candidate.phrases("actor"):
                before = next((k for k in reversed(kept) if k.phrases("actor")), None)
                if before is not None:
                    if candidate.type == "Attack" and self.schema.root_of(before.type) == "Attack":
                        self.merge(candidate, before, "a pronoun is its subject, an attack comes before it")
                        continue
                    candidate.add("actor", *before.phrases("actor"))
                    if self.trace is not None:
                        self.trace.note(
                            candidate.predicate, "link", "actor", "a pronoun is its subject; who acts in",
                            phrases=before.phrases("actor"), others=(before.predicate,),
                        )  # fmt: skip
            kept.append(candidate)
        return kept

    # -- light verbs

    def _light(self, predicate: Predicate, candidates: list[Candidate]) -> None:
        """«شن الجيش غارات على …»: what the verb takes belongs to the event noun that it carries."""
        for match in predicate.senses("light_verbs"):
            slot = fold(match.get("event_slot"))
            carried = [
                c for c in candidates
                if c.predicate is not predicate and c.predicate.kind == "noun"
                and any(
                    self._headed_by(p, c) or self._described(predicate, p, c)
                    for p in self._slot(predicate, slot)
                )
            ]  # fmt: skip
            for candidate in carried:
                self._pass_on(predicate, match, candidate)
            if carried:
                return

    def _slot(self, predicate: Predicate, slot: str) -> list[Phrase]:
        found = list(predicate.slots.get(slot, []))
        if slot == "obj" and (predicate.passive or not found):
            found.extend(predicate.slots.get(SUBJECT, []))
        if slot == "gen" and predicate.phrase is not None:
            found.append(predicate.phrase)
        return found

    def _headed_by(self, phrase: Phrase, candidate: Candidate) -> bool:
        """Whether the event noun is the phrase's head, or the first noun after a light noun or a number."""
        first = candidate.predicate.first_token
        if not phrase.first <= first <= phrase.last:
            return False
        if phrase.head is candidate.predicate.unit:
            return True
        before = [u for u in phrase.units if u.last < first]
        return all(
            u.kind == "number" or u.match("light_verbs", "modality") or u.kind == "other" for u in before
        )

    def _described(self, predicate: Predicate, phrase: Phrase, candidate: Candidate) -> bool:
        """«قتلى الهجوم الذي وقع …»: the relative clause is about the last noun."""
        unit = candidate.predicate.unit
        if predicate.antecedent is not phrase or unit is None or unit not in phrase.units:
            return False
        return all(u.kind == "adjective" for u in phrase.units[phrase.units.index(unit) + 1 :])

    def _pass_on(self, predicate: Predicate, match: Match, candidate: Candidate) -> None:
        event_slots = {p.first for p in self._carried(predicate, candidate)}
        roles = self.frames.roles(match, predicate, candidate.type)
        carried = set(self.frames.lexicon.frame(match.form.entry))
        own = self.frames.roles(candidate.sense, _without(predicate, event_slots, carried), candidate.type)
        for role in ("actor", "target", "place"):
            phrases = [p for p in roles.get(role, []) if p.first not in event_slots]
            if not phrases:
                phrases = [p for p in own.get(role, []) if p.first not in event_slots]
            if phrases and not (role != "place" and self._same(candidate, role, phrases)):
                candidate.add(role, *phrases)
                if self.trace is not None:
                    self.trace.note(
                        candidate.predicate, "link", role, "carried by",
                        (match.form.entry,), phrases, (predicate,),
                    )  # fmt: skip
        candidate.cover(predicate.first_token, predicate.last_token)
        for phrase in predicate.all_phrases():
            if phrase.first in event_slots or any(phrase in ps for ps in candidate.roles.values()):
                candidate.cover(phrase.first, phrase.last)
        candidate.predicate.times.extend(t for t in predicate.times if t not in candidate.predicate.times)
        candidate.extra.append(predicate)

    def _carried(self, predicate: Predicate, candidate: Candidate) -> list[Phrase]:
        first = candidate.predicate.first_token
        return [p for p in predicate.all_phrases() if p.first <= first <= p.last]

    def _same(self, candidate: Candidate, role: str, phrases: list[Phrase]) -> bool:
        other = "target" if role == "actor" else "actor"
        return any(p in candidate.phrases(other) for p in phrases)

    def _accused(self, candidates: list[Candidate]) -> None:
        """«اتهم … الانفصاليين بقصف …»: the accused is the actor of the act that is put down to him."""
        for accusation in candidates:
            if accusation.type != "Accusation" or not accusation.phrases("target"):
                continue
            slots = accusation.predicate.slots
            frame = self.frames.lexicon.frame(accusation.sense.form.entry)
            acts = [p for slot, ps in slots.items() if "detail" in frame.get(slot, ()) for p in ps]
            for candidate in candidates:
                open_act = candidate is not accusation and not candidate.phrases("actor")
                if open_act and any(self._headed_by(p, candidate) for p in acts):
                    candidate.add("actor", *accusation.phrases("target"))
                    if self.trace is not None:
                        self.trace.note(
                            candidate.predicate, "link", "actor", "accused of it in",
                            phrases=accusation.phrases("target"), others=(accusation.predicate,),
                        )  # fmt: skip

    def _owners(self, candidates: list[Candidate], predicates: list[Predicate]) -> None:
        """«تم اعتقالهم», «لقي … مصرعهم»: the pronoun on an event noun is the carrying verb's subject."""
        for noun in predicates:
            if "enclitic" not in noun.markers or noun.slots.get("gen"):
                continue
            for verb in predicates:
                if verb.senses("modality"):
                    continue  # «حاولوا اقتحامه»
                subjects = [
                    p for p in verb.slots.get(SUBJECT, []) if not p.first <= noun.first_token <= p.last
                ]
                carried = any(p.first <= noun.first_token <= p.last for p in verb.all_phrases())
                if verb.kind == "verb" and carried and subjects:
                    noun.slots["gen"] = subjects
                    break
        for candidate in candidates:
            noun = candidate.predicate
            if "enclitic" in noun.markers and noun.slots.get("gen"):
                for role, phrases in self.frames.roles(candidate.sense, noun, candidate.type).items():
                    if not candidate.phrases(role):
                        candidate.add(role, *phrases)
                        if self.trace is not None:
                            why = "its pronoun stands for the subject of the verb that carries it"
                            self.trace.note(noun, "link", role, why, phrases=phrases)

    def _announced(self, predicate: Predicate, candidates: list[Candidate]) -> None:
        """«أعلنت الوزارة عن إرسال جنود»: who announces an act of power without an agent is its actor."""
        if not predicate.senses("reporting"):
            return
        phrases = [p for slot in ("obj", "عن", "ب") for p in predicate.slots.get(slot, [])]
        subjects = [p for p in predicate.slots.get(SUBJECT, []) if p.type is not None]
        for candidate in candidates:
            if candidate.predicate.kind != "noun" or self.schema.root_of(candidate.type) not in ANNOUNCED:
                continue
            if not any(self._headed_by(p, candidate) for p in phrases):
                continue
            moved = [p for p in candidate.phrases("actor") if p.count is not None and p.type == "People"]
            if len(moved) == len(candidate.phrases("actor")):
                agents = [
                    s
                    for s in subjects
                    if self.frames.fits(s, "actor", candidate.type) and s.type != "UnnamedSource"
                ]
                if agents:
                    candidate.roles["actor"] = agents
                    if self.trace is not None:
                        self.trace.note(
                            candidate.predicate, "link", "actor", "it is announced, without an agent, by",
                            phrases=agents, others=(predicate,),
                        )  # fmt: skip

    def _intended(self, predicate: Predicate, candidates: list[Candidate]) -> None:
        """«حاول مسلحون اغتيال قاض», «نفى الجيش قصف القرية»: who attempts or denies the act is its actor."""
        senses = [m for m in predicate.senses("modality") if m.get("scope") == "obj"]
        foils = any(m.get("status") == "averted" for m in senses) and not predicate.senses("light_verbs")
        if predicate.kind != "verb" or not senses or foils or predicate.passive:
            return
        phrases = [p for slot in ("obj", "ب", "على", "ل") for p in predicate.slots.get(slot, [])]
        for candidate in candidates:
            if candidate.predicate.kind != "noun" or candidate.phrases("actor"):
                continue
            if any(self._headed_by(p, candidate) for p in phrases):
                subjects = predicate.slots.get(SUBJECT, [])
                agents = [s for s in subjects if self.frames.fits(s, "actor", candidate.type)]
                candidate.add("actor", *[s for s in agents if s not in candidate.phrases("target")])

    # -- an event as the subject of a verb

    def _event_subjects(self, candidates: list[Candidate]) -> list[Candidate]:
        """«غارة جوية استهدفت حياً»: the verb's arguments are those of the event noun."""
        gone: set[int] = set()
        for candidate in candidates:
            subjects = self._agents(candidate.predicate)
            others = [c for c in candidates if c is not candidate and id(c) not in gone]
            host = next(
                (c for c in others if self._same_family(c, candidate)
                 and any(self._headed_by(p, c) for p in subjects)),
                None,
            )  # fmt: skip
            if host is not None:
                self.merge(candidate, host, "that event is its subject")
                gone.add(id(candidate))
        return [c for c in candidates if id(c) not in gone]

    def _agents(self, predicate: Predicate) -> list[Phrase]:
        """What acts: the subject, the agent of a passive, the genitive before an object."""
        if predicate.kind == "noun":
            return predicate.slots.get("gen", []) if predicate.slots.get("obj") else []
        return predicate.slots.get("by" if predicate.voiced and predicate.passive else SUBJECT, [])

    def _same_family(self, host: Candidate, verb: Candidate) -> bool:
        return self.schema.root_of(host.type) in ("Attack", "Harm") and self.schema.root_of(verb.type) in (
            "Attack",
            "Harm",
        )

    def merge(self, source: Candidate, host: Candidate, why: str) -> None:
        """Move what ``source`` has to ``host``, an event that it tells again for the reason ``why``."""
        self._tell_merged(source, host, why)
        if source.status == "averted" and self._foils(host):
            host.status = "averted"
        for role in ("actor", "target", "place"):
            phrases = [
                p for p in source.phrases(role) if not host.predicate.phrase or p is not host.predicate.phrase
            ]
            phrases = [p for p in phrases if not p.first <= host.predicate.first_token <= p.last]
            if role == "target" and source.casualty and source.predicate.voiced:
                phrases = [
                    p for p in phrases if p.type not in ("Person", "People") or self.tolls.victim(p, host)
                ]
            if role == "actor" and host.phrases("actor"):
                continue
            host.add(role, *phrases)
        for weapon in source.weapons:
            if weapon not in host.weapons:
                host.weapons.append(weapon)
        for quantity, value in source.quantities.items():
            host.quantities.setdefault(quantity, value)
        if self.schema.is_a(source.type, host.type):
            host.type = source.type
        host.predicate.times.extend(t for t in source.predicate.times if t not in host.predicate.times)
        host.cover(source.first, source.last)

    def _foils(self, host: Candidate) -> bool:
        """«تصدى لمحاولة اقتحام الحي»: the word that tells the event says that it was foiled."""
        return any(m.get("status") == "averted" for m in host.predicate.senses("modality"))

    def _tell_merged(self, source: Candidate, host: Candidate, why: str) -> None:
        if self.trace is not None:
            self.trace.note(source.predicate, "end", "merged", why, others=(host.predicate,))


def _without(predicate: Predicate, firsts: set[int], slots_: set[str]) -> Predicate:
    """The predicate's prepositional slots but ``slots_``, without phrases that begin at one of ``firsts``."""
    slots = {
        slot: kept
        for slot, phrases in predicate.slots.items()
        if slot not in (SUBJECT, "obj", "gen", "adj", *slots_)
        and (kept := [p for p in phrases if p.first not in firsts])
    }
    return Predicate(
        "noun", predicate.chunk, predicate.first_token, predicate.last_token, predicate.matches, slots
    )
