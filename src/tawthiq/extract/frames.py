"""Which sense a trigger has here, and which of its arguments stands in which role."""

from __future__ import annotations

from tawthiq.extract.annotate import Match, Word
from tawthiq.extract.phrases import Phrase
from tawthiq.extract.predicates import ADJECTIVE, GENITIVE, OBJECT, SUBJECT, Predicate
from tawthiq.fold import fold
from tawthiq.knowledge import Knowledge

ROLE_OF = {"recipient": "target"}
CLASS_GROUPS = {"@place": "Place", "@person": None, "@actor": "Actor"}


class FrameReader:
    """Reads predicates by the frames of the lexicon."""

    def __init__(self, words: list[Word], knowledge: Knowledge, language: str) -> None:
        self.words, self.knowledge = words, knowledge
        self.lexicon = knowledge.lexicon(language)
        self.schema = knowledge.schema

    def sense(self, predicate: Predicate, kind: str = "triggers") -> Match | None:
        """The first entry of the predicate whose condition holds; ``None`` if there is none."""
        for match in predicate.senses(kind):
            if self.holds(match.get("when"), predicate):
                return match
        return None

    def holds(self, condition: str, predicate: Predicate) -> bool:
        """Whether every «slot:value|value» of a condition holds for the predicate."""
        return all(self._part(part, predicate) for part in condition.split())

    def _part(self, part: str, predicate: Predicate) -> bool:
        slot, _, values = part.partition(":")
        slot = fold(slot.replace("_", " "))
        if slot in ("has", "no"):
            filled = any(predicate.slots.get(fold(v.replace("_", " "))) for v in values.split("|"))
            return filled == (slot == "has")
        wanted = values.lstrip("!").split("|")
        if slot == "near":
            found = any(self._near(fold(value.replace("_", " ")), predicate) for value in wanted)
        else:
            found = any(self._is(value, p) for p in predicate.slots.get(slot, ()) for value in wanted)
        return found != values.startswith("!")

    def _near(self, value: str, predicate: Predicate) -> bool:
        last = max([p.last for p in predicate.all_phrases()] + [predicate.last_token])
        for i in range(max(0, predicate.first_token - 6), min(len(self.words), last + 2)):
            token = self.words[i].token
            if value in (token.norm, token.stem, token.lemma, token.bare) and not (
                predicate.first_token <= i <= predicate.last_token
            ):
                return True
        return False

    def _is(self, value: str, phrase: Phrase) -> bool:
        head = phrase.head
        if value == "@weapon":
            return any(u.match("weapons") for u in phrase.units)
        if value == "@munition":
            return any((m := u.match("weapons")) and m.get("kind") in ("munition", "explosive") for u in phrase.units)
        if value == "@number":
            return phrase.count is not None
        if value == "@event":
            return any(u.match("triggers") for u in phrase.units if u.kind != "adjective")
        if value == "@person":
            return phrase.type in ("Person", "People")
        if value in CLASS_GROUPS:
            return phrase.type is not None and self.schema.is_a(phrase.type, CLASS_GROUPS[value] or "")
        if value in self.schema.entity_types:
            return phrase.type is not None and self.schema.is_a(phrase.type, value)
        word = fold(value.replace("_", " "))
        tokens = [self.words[i].token for i in range(head.first, head.last + 1)]
        if " " in word:
            return " ".join(t.norm for t in tokens).startswith(word) or word == " ".join(t.stem for t in tokens)
        lemmas = {m.form.entry.lemma for m in head.matches}
        first = tokens[0]
        return word in (first.lemma, first.stem, first.norm, first.bare) or any(fold(lemma) == word for lemma in lemmas)

    def roles(self, match: Match, predicate: Predicate, type_: str) -> dict[str, list[Phrase]]:
        """Role → phrases, by the frame of the entry; a phrase goes to the first role that it fits."""
        frame = self.lexicon.frame(match.form.entry)
        slots = self._oriented(frame, predicate, match, type_)
        found: dict[str, list[Phrase]] = {}
        for slot in sorted(slots, key=_rank):
            agent = bool(found.get("actor")) and slot in (OBJECT, GENITIVE)
            for phrase in slots[slot]:
                for role in frame.get(slot, ()):
                    name = ROLE_OF.get(role, role)
                    if name == "detail":
                        break
                    if name == "actor" and agent:
                        continue
                    if self.fits(phrase, name, type_):
                        if phrase not in found.setdefault(name, []):
                            found[name].append(phrase)
                        break
        return found

    def _oriented(
        self, frame: object, predicate: Predicate, match: Match, type_: str
    ) -> dict[str, list[Phrase]]:
        """Slots as in the active voice: a passive's subject is the object."""
        slots = dict(predicate.slots)
        if predicate.kind == "verb" and match.form.entry.pos == "verb" and self.is_passive(predicate, match, type_):
            slots[OBJECT] = [*slots.get(SUBJECT, []), *slots.get(OBJECT, [])]
            slots[SUBJECT] = []
        return slots

    def is_passive(self, predicate: Predicate, match: Match, type_: str) -> bool:
        """Whether an unvowelled verb is passive: it takes an object, and its only argument can be nothing else."""
        frame = self.lexicon.frame(match.form.entry)
        if predicate.passive:
            return True
        if OBJECT not in frame or predicate.pronoun_object or predicate.slots.get(OBJECT):
            return False
        if "target" not in frame[OBJECT]:
            return False
        subjects = predicate.slots.get(SUBJECT, [])
        if any(slot in predicate.slots and "actor" in frame.get(slot, ()) for slot in frame if slot != SUBJECT):
            return True
        if not subjects:
            return False
        return all(self._patient_like(p) for p in subjects)

    def _patient_like(self, phrase: Phrase) -> bool:
        if phrase.count is not None and phrase.type in ("People", "Person", None):
            return True
        if phrase.type is None or any(u.match("weapons") for u in phrase.units):
            return False
        if phrase.type in ("People", "Person"):
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
        if role in ("actor", "source"):
            if phrase.type is None:
                return not any(u.match("triggers", "quantities") for u in phrase.units)
            weapon = phrase.head.match("weapons")
            if weapon is not None:
                return weapon.get("kind") == "platform"
            return self.schema.is_a(phrase.type, "Actor") or (phrase.state is not None and phrase.type != "Thing")
        if phrase.type is None or type_ == "-":
            return True
        expected = self.schema.frame(type_).roles.get("target", ("Entity",))
        return any(self.schema.is_a(phrase.type, e) for e in expected) or phrase.type == "Thing"


def _rank(slot: str) -> int:
    """Subjects and nationalities are read first: who acts decides what the other slots can be."""
    return 0 if slot == SUBJECT else 1 if slot == ADJECTIVE else 2
