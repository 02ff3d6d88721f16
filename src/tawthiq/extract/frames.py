"""Which sense a trigger has here, and which of its arguments stands in which role."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from tawthiq.extract.annotate import Match, Word
from tawthiq.extract.phrases import Phrase
from tawthiq.extract.predicates import ADJECTIVE, GENITIVE, OBJECT, SUBJECT, Predicate
from tawthiq.extract.trace import Trace
from tawthiq.fold import fold
from tawthiq.knowledge import Knowledge
from tawthiq.knowledge.lexicon import Frame
from tawthiq.knowledge.schema import Schema

CASUALTIES = frozenset({"killed", "wounded", "missing"})
MATERIAL = frozenset({"Attack", "Coercion", "TerritorialChange", "Harm"})
OF_EVENTS = frozenset({"Condemnation", "Support", "Refusal", "Denial", "ResponsibilityClaim"})
OF_STATES = frozenset({"Rhetoric", "Diplomacy", "Aid", "Politics"})
ROLE_OF = {"recipient": "target"}
OF_GOVERNMENTS = frozenset({SUBJECT, "مع", "بين", "وبين", "من قبل", "من جانب", "من طرف"})
DETAIL = "detail"
PASSIVE = "passive"
"""What is not met by a verb that only suffers where the text has an object beside the subject."""
# Whom things are done to where no agent is told.
BYSTANDERS = ("People", "Person", "UnnamedSource", None)
CLASS_GROUPS = {"@place": "Place", "@person": None, "@actor": "Actor"}


class FrameReader:
    """Reads predicates by the frames of the lexicon."""

    def __init__(
        self, words: list[Word], knowledge: Knowledge, language: str, trace: Trace | None = None
    ) -> None:
        self.words, self.knowledge, self.trace = words, knowledge, trace
        self.lexicon = knowledge.lexicon(language)
        self.schema = knowledge.schema

    def sense(self, predicate: Predicate, kind: str = "triggers") -> Match | None:
        """The first entry of the predicate whose condition holds; ``None`` if there is none."""
        both = bool(predicate.slots.get(OBJECT) and predicate.slots.get(SUBJECT))
        for match in predicate.senses(kind):
            unmet = PASSIVE if both and self._acts(match, predicate) else self._unmet(match, predicate)
            if self.trace is not None:
                self._tell_line(self.trace, match, predicate, unmet)
            if unmet is None:
                return match
        return None

    def _acts(self, match: Match, predicate: Predicate) -> bool:
        """Whether the verb of a passive entry is active here: its subject can act, and it has an object."""
        if match.form.entry.pos != "passive":
            return False
        types = {p.type for p in predicate.slots[SUBJECT]}
        body = all(t is not None and self.schema.is_a(t, "Organization") for t in types)
        return match.form.word.tense == "imperfect" or body

    def _unmet(self, match: Match, predicate: Predicate) -> str | None:
        """The first «slot:value|value» of an entry's condition that does not hold; ``None`` if all do."""
        for text, slot, wanted, negated in _parts(match.get("when")):
            if not self._part(slot, wanted, negated, predicate):
                return text
        return None

    def _tell_line(self, trace: Trace, match: Match, predicate: Predicate, unmet: str | None) -> None:
        slot = _slot_of(unmet or match.get("when").partition(" ")[0])
        trace.note(
            predicate,
            "line",
            "taken" if unmet is None else "passed over",
            unmet or "",
            (match.form.entry,),
            self._filler(slot, predicate),
        )

    def _part(self, slot: str, wanted: tuple[str, ...], negated: bool, predicate: Predicate) -> bool:
        if slot in ("has", "no"):
            filled = any(predicate.slots.get(_folded(value)) for value in wanted)
            return filled == (slot == "has")
        if slot == "tense":
            found = any(m.form.word.tense in wanted for m in predicate.matches)
        elif slot == "near":
            around = self._around(predicate)
            found = any(_folded(value) in around for value in wanted)
        else:
            found = any(self._is(value, p) for p in self._filler(slot, predicate) for value in wanted)
        return found != negated

    def _filler(self, slot: str, predicate: Predicate) -> list[Phrase]:
        """What fills a slot; the object of a passive stands as its subject."""
        found = predicate.slots.get(slot, [])
        if predicate.voiced:
            swapped = {OBJECT: SUBJECT, SUBJECT: "by"} if predicate.passive else {}
            return predicate.slots.get(swapped.get(slot, slot), [])
        if slot == OBJECT and not found and predicate.kind == "verb":
            return predicate.slots.get(SUBJECT, [])
        return found

    def _around(self, predicate: Predicate) -> set[str]:
        """The words that stand near the predicate, in all their forms."""
        last = max([p.last for p in predicate.all_phrases()] + [predicate.last_token])
        found: set[str] = set()
        for i in range(max(0, predicate.first_token - 6), min(len(self.words), last + 2)):
            if not predicate.first_token <= i <= predicate.last_token:
                token = self.words[i].token
                found.update((token.norm, token.stem, token.lemma, token.bare))
        return found

    def _is(self, value: str, phrase: Phrase) -> bool:
        head = phrase.head
        if value == "@weapon":
            return any(u.match("weapons") for u in phrase.units)
        if value == "@munition":
            return any(
                (m := u.match("weapons")) and m.get("kind") in ("munition", "explosive") for u in phrase.units
            )
        if value == "@number":
            return phrase.count is not None
        if value == "@event":
            return any(u.match("triggers") for u in phrase.units if u.kind != "adjective")
        if value == "@person":
            return phrase.type in ("Person", "People")
        if value in CLASS_GROUPS:
            return phrase.type is not None and self.schema.is_a(phrase.type, CLASS_GROUPS[value] or "")
        if self.schema.is_entity_type(value):
            return phrase.type is not None and self.schema.is_a(phrase.type, value)
        word = _folded(value)
        if " " in word:
            tokens = [self.words[i].token for i in range(head.first, head.last + 1)]
            norms, stems = " ".join(t.norm for t in tokens), " ".join(t.stem for t in tokens)
            if norms.startswith(word) or stems == word:
                return True
        first = self.words[head.first].token
        return word in (first.lemma, first.stem, first.norm, first.bare) or any(
            fold(m.form.entry.lemma) == word for m in head.matches
        )

    def roles(self, match: Match, predicate: Predicate, type_: str) -> dict[str, list[Phrase]]:
        """Role → phrases, by the frame of the entry; a phrase goes to the first role that it fits."""
        frame = self.lexicon.frame(match.form.entry)
        slots = self._oriented(frame, predicate, match, type_)
        found: dict[str, list[Phrase]] = {}
        for slot in sorted(slots, key=_rank):
            agent = bool(found.get("actor")) and slot in (OBJECT, GENITIVE) and frame.get(slot) != ("actor",)
            for phrase in slots[slot]:
                self._stand_for_state(phrase, slot)
                role = self._role(phrase, frame.get(slot, ()), match, type_, agent)
                if role and role != DETAIL and phrase not in found.setdefault(role, []):
                    found[role].append(phrase)
                if self.trace is not None:
                    self._tell_role(self.trace, predicate, match, slot, phrase, role)
        return found

    def _stand_for_state(self, phrase: Phrase, slot: str) -> None:
        """«اتهمت واشنطن …», «اتفاق مع طهران»: where somebody acts, a capital is its government."""
        seat = self.knowledge.gazetteer.ruled_from.get(phrase.known or "")
        if seat is not None and slot in OF_GOVERNMENTS and len(phrase.units) == 1:
            phrase.state = seat

    def _role(self, phrase: Phrase, roles: Sequence[str], match: Match, type_: str, agent: bool) -> str:
        """The first of ``roles`` that a phrase fits, if any; ``agent``: an actor is there already."""
        if self._idiomatic(phrase, match):
            return DETAIL
        of_noun = match.form.entry.pos == "noun" and phrase.known in self.knowledge.gazetteer.ruled_from
        if of_noun and self.schema.is_a(type_, "Talks"):
            return ""  # «محادثات الدوحة»
        for role in roles:
            name = ROLE_OF.get(role, role)
            if name == DETAIL:
                return name
            if not (name == "actor" and agent) and self.fits(phrase, name, type_):
                return name
        return ""

    def _tell_role(
        self, trace: Trace, predicate: Predicate, match: Match, slot: str, phrase: Phrase, role: str
    ) -> None:
        offered = "|".join(self.lexicon.frame(match.form.entry).get(slot, ()))
        if not offered:
            why = f"{slot}: the frame says nothing of it"
        elif not role:
            why = f"{slot}={offered}: a {phrase.type or 'thing of unknown class'} does not fit"
        else:
            why = f"{slot}={offered}"
        trace.note(predicate, "role", role or "no role", why, (match.form.entry,), (phrase,), slot=slot)

    def _idiomatic(self, phrase: Phrase, match: Match) -> bool:
        """Whether a phrase only completes the trigger: «النار» in «أطلق النار»."""
        for part in match.get("when").split():
            slot, _, values = part.partition(":")
            if slot == "near" and any(
                self._is(v, phrase) for v in values.split("|") if not v.startswith("@")
            ):
                return not phrase.head.match("actor_nouns", "people", "place_nouns")
        return False

    def _oriented(
        self, frame: Frame, predicate: Predicate, match: Match, type_: str
    ) -> dict[str, list[Phrase]]:
        """Slots as in the active voice: a passive's subject is the object."""
        slots = dict(predicate.slots)
        if (
            predicate.kind == "noun"
            and slots.get(GENITIVE)
            and slots.get(OBJECT)
            and self._agent(frame, slots, type_)
        ):
            slots[SUBJECT] = slots.pop(GENITIVE)
            self._tell_voice(predicate, "active", "with an object after it, the genitive acts")
        if (
            predicate.kind == "verb"
            and match.form.entry.pos == "verb"
            and self.is_passive(predicate, match, type_)
        ):
            slots[OBJECT] = [*slots.get(SUBJECT, []), *slots.get(OBJECT, [])]
            slots[SUBJECT] = []
            self._tell_voice(predicate, "passive", "its subject stands as the object")
        elif (
            predicate.kind == "verb" and not predicate.voiced and self._object_first(predicate, slots, type_)
        ):
            slots[SUBJECT], slots[OBJECT] = slots[OBJECT], slots[SUBJECT]
            self._tell_voice(predicate, "active", "what stands first cannot act, what follows can")
        return slots

    def _tell_voice(self, predicate: Predicate, voice: str, why: str) -> None:
        if self.trace is not None:
            self.trace.note(predicate, "voice", voice, why)

    def _object_first(self, predicate: Predicate, slots: dict[str, list[Phrase]], type_: str) -> bool:
        """«أدان الهجوم عدد من الفصائل»: what stands first cannot act, what follows can."""
        subjects, objects = slots.get(SUBJECT), slots.get(OBJECT)
        if not subjects or not objects:
            return False
        if subjects[0].first < objects[0].first and subjects[0].first < predicate.first_token:
            return False
        acts = all(p.type is not None and self.fits(p, "actor", type_) for p in objects)
        return acts and not any(self.fits(p, "actor", type_) for p in subjects)

    def _agent(self, frame: Frame, slots: dict[str, list[Phrase]], type_: str) -> bool:
        """«قصف الجيش المدينة»: with an object after it, the genitive is who acts."""
        if "actor" not in frame.get(GENITIVE, ()) or "target" not in frame.get(OBJECT, ()):
            return False
        return all(self.fits(p, "actor", type_) and p.type is not None for p in slots[GENITIVE])

    def is_passive(self, predicate: Predicate, match: Match, type_: str) -> bool:
        """Whether an unvowelled verb is passive: its only argument can be nothing but its object."""
        frame = self.lexicon.frame(match.form.entry)
        if predicate.passive:
            return True
        if self.schema.root_of(type_) == "Rhetoric":
            return False
        if predicate.voiced or OBJECT not in frame or predicate.pronoun_object or predicate.slots.get(OBJECT):
            return False
        if "target" not in frame[OBJECT]:
            return False
        subjects = predicate.slots.get(SUBJECT, [])
        if any(
            slot in predicate.slots and "actor" in frame.get(slot, ()) for slot in frame if slot != SUBJECT
        ):
            return True
        if not subjects:
            return False
        return all(self._patient_like(p) for p in subjects)

    def _patient_like(self, phrase: Phrase) -> bool:
        if phrase.count is not None and (phrase.units[0].kind == "number" or phrase.type in BYSTANDERS):
            return True
        if phrase.type is None or any(u.match("weapons") for u in phrase.units):
            return False
        if phrase.type in BYSTANDERS:
            return True
        return self.schema.is_a(phrase.type, "Place") and phrase.type != "State"

    def fits(self, phrase: Phrase, role: str, type_: str) -> bool:
        """Whether a phrase can stand in a role of an event of this type."""
        if role == "weapon":
            return any(u.match("weapons") for u in phrase.units)
        if role == "event":
            return any(u.match("triggers") for u in phrase.units)
        if role == "place":
            return phrase.type is not None and self.schema.is_a(phrase.type, "Place")
        if self._governs(phrase, role, type_):
            return True
        if role in ("actor", "source"):
            if phrase.type is None:
                return not any(u.match("triggers", "quantities") for u in phrase.units)
            weapon = phrase.head.match("weapons")
            if weapon is not None and not (weapon.get("kind") == "adjective" and phrase.head.match("people")):
                return weapon.get("kind") == "platform"
            return self.schema.is_a(phrase.type, "Actor") or (
                phrase.state is not None and phrase.type != "Thing"
            )
        counted = phrase.head.match("quantities")
        if (
            counted is not None
            and counted.get("quantity") in CASUALTIES
            and not phrase.head.match("people", "actor_nouns")
        ):
            return False
        if type_ == "-":
            return True
        if phrase.type is None:
            return self.schema.root_of(type_) in MATERIAL or type_ in OF_EVENTS
        expected = self.schema.frame(type_).roles.get("target", ("Entity",))
        kind = "People" if phrase.type == "UnnamedSource" else phrase.type
        return any(self.schema.is_a(kind, e) for e in expected) or phrase.type == "Thing"

    def _governs(self, phrase: Phrase, role: str, type_: str) -> bool:
        """«دعت واشنطن طهران إلى …»: in politics a capital stands for its government."""
        capital = phrase.known in self.knowledge.gazetteer.ruled_from and len(phrase.units) == 1
        return (
            capital
            and role in ("actor", "source", "target")
            and not phrase.prep
            and of_states(type_, self.schema)
        )


def of_states(type_: str, schema: Schema) -> bool:
    """Whether events of a type are what states do to each other, so that a capital stands for one."""
    return type_ not in ("", "-") and schema.root_of(type_) in OF_STATES


def _slot_of(part: str) -> str:
    """The slot, or the test, that a part of a condition begins with."""
    return _folded(part.partition(":")[0])


@lru_cache(maxsize=4096)
def _parts(condition: str) -> tuple[tuple[str, str, tuple[str, ...], bool], ...]:
    """The parts of a condition: as written, slot, values, and whether they are negated."""
    parts = ((part, *part.partition(":")) for part in condition.split())
    return tuple(
        (part, _folded(slot), tuple(values.lstrip("!").split("|")), values.startswith("!"))
        for part, slot, _, values in parts
    )


@lru_cache(maxsize=4096)
def _folded(name: str) -> str:
    return fold(name.replace("_", " "))


def _rank(slot: str) -> int:
    """Subjects and nationalities are read first: who acts decides what the other slots can be."""
    return 0 if slot == SUBJECT else 1 if slot == ADJECTIVE else 2
