"""What a noun phrase names: its class in the ontology and, where the gazetteer knows it, which entity."""

from __future__ import annotations

import re

from tawthiq.extract.annotate import Match, Word
from tawthiq.extract.phrases import Phrase, Unit
from tawthiq.fold import fold
from tawthiq.knowledge import Knowledge

NAME_BEARING = frozenset({
    "Organization", "ArmedGroup", "Militia", "Coalition", "InternationalOrganization", "Media", "Ngo",
    "PoliticalParty", "GovernmentBody",
})  # fmt: skip
OTHERS = frozenset({"آخر", "ثان", "ثاني", "ثالث", "رابع", "خامس", "سادس", "سابع"})
VERBAL_NOUN = re.compile("ت..ي.")
PEOPLE = frozenset({"Person", "People"})
CLASSES = ("actor_nouns", "place_nouns", "people")


def type_phrase(phrase: Phrase, words: list[Word], knowledge: Knowledge, language: str) -> None:
    """Set ``type``, ``known`` and ``named`` of a phrase."""
    _Typer(phrase, words, knowledge, language).run()


class _Typer:
    def __init__(self, phrase: Phrase, words: list[Word], knowledge: Knowledge, language: str) -> None:
        self.phrase, self.words, self.knowledge, self.language = phrase, words, knowledge, language
        self.entities = knowledge.gazetteer.entities
        self.units = [u for u in phrase.units if u.kind != "number"]

    def run(self) -> None:
        phrase = self.phrase
        if not self.units:
            phrase.type = "People" if phrase.count is not None else None
            return
        head, rest = self.units[0], self.units[1:]
        if self._is_title(head, rest):
            self._person_with_role(rest)
        elif head.kind == "name":
            self._name(head, rest)
        elif head.kind == "adjective" or (
            head.kind == "other" and (head.demonym or head.match("adjectives"))
        ):
            self._adjective(head)
        else:
            self._noun(head, rest)

    def _is_title(self, head: Unit, rest: list[Unit]) -> bool:
        """Whether the head is a person's role: «محافظات» and «مؤسسات» are no governors and founders."""
        if head.match("roles") is None:
            return False
        other = head.match("actor_nouns", "place_nouns")
        return other is None or any(u.kind == "name" and self._personal(u) for u in rest)

    def _befalls_places(self, match: Match) -> bool:
        """«قصفت حجة», «شهدت الحوطة»: verbs of which the next noun is often a place."""
        if match.kind == "light_verbs":
            return "subj=place" in match.get("frame")
        type_ = match.get("type") if match.kind == "triggers" else "-"
        return type_ != "-" and self.knowledge.schema.root_of(type_) in ("Attack", "TerritorialChange")

    def _person_with_role(self, rest: list[Unit]) -> None:
        person = next((u for u in reversed(rest) if u.kind == "name" and self._personal(u)), None)
        self.phrase.type = "Person"
        self.phrase.named = person is not None
        if person is not None:
            self.phrase.known = self._first(person, PEOPLE)

    def _personal(self, unit: Unit) -> bool:
        return not unit.entities or any(self.entities[e].type in PEOPLE for e in unit.entities)

    def _name(self, head: Unit, rest: list[Unit]) -> None:
        phrase = self.phrase
        if not head.entities:
            phrase.type, phrase.named = ("Person" if head.person else None), True
            return
        if head.weak and self._only_a_word(head):
            return  # «صور», «مشهد», «رصد»
        phrase.named = True
        phrase.type = self.entities[head.entities[0]].type
        if not any(u.kind in ("noun", "other") for u in rest):
            phrase.known = head.entities[0]

    def _only_a_word(self, head: Unit) -> bool:
        """Whether an ordinary word that a place is called by too stands where no place can be meant."""
        type_ = self.entities[head.entities[0]].type
        if self.language != "ar" or type_ == "State" or not self.knowledge.schema.is_a(type_, "Place"):
            return False
        before = self.words[head.first - 1] if head.first else None
        token = self.words[head.first].token
        if before is not None and (before.noun("place_nouns") or (self.phrase.joined and before.name)):
            return False
        if before is not None and any(map(self._befalls_places, before.verbs)):
            return False
        inside = self.knowledge.lexicon("ar").words("prepositions", "sense", "inside", "to")
        if self.phrase.prep not in inside and (self.phrase.prep != "ب" or token.definite):
            return True
        after = self.words[head.last + 1] if head.last + 1 < len(self.words) else None
        if after is None or after.token.kind == "punctuation" or after.token.proclitics or after.time:
            return False
        part = after.noun("place_nouns")
        small = after.function is not None and after.function[0] in ("preposition", "adverb", "conjunction")
        return not (small or after.name or (part is not None and part.get("flag") == "part"))

    def _adjective(self, head: Unit) -> None:
        """A nationality that stands for people («الفلسطينيين») or for the state («إيران» in «الإيرانية»)."""
        entity = self.entities.get(head.demonym or "")
        if entity is None:
            self._others(head)
            return
        token = self.words[head.first].token
        dual = token.stem.endswith("ان") and not token.definite
        plural = dual or token.stem.endswith(("ين", "ون", "s"))
        self.phrase.type = "People" if plural or self.phrase.count is not None else entity.type
        if self.phrase.type != "People":
            self.phrase.known, self.phrase.named = entity.id, True

    def _others(self, head: Unit) -> None:
        """«آخرون», «رابع» that stand alone: people who are counted, or one more of them."""
        token = self.words[head.first].token
        if self.language != "ar" or len(self.phrase.units) > 1 or token.definite:
            return
        match = head.match("adjectives")
        if match is None or match.form.entry.lemma not in OTHERS:
            return
        self.phrase.type = "People"
        if (
            self.phrase.count is None
            and match.form.word.number == "singular"
            and not token.stem.endswith("ه")
        ):
            self.phrase.type, self.phrase.count = "Person", 1

    def _noun(self, head: Unit, rest: list[Unit]) -> None:
        phrase = self.phrase
        match = self._class_match(head)
        name = next((u for u in rest if u.kind == "name"), None)
        if match is None:
            if head.match("weapons") is not None:
                phrase.type = "Thing"
            else:
                self._others(head)
            return
        if (
            match.get("flag") == "part"
            and rest
            and rest[0].match("triggers")
            and not rest[0].match("place_nouns")
        ):
            return
        if self._forming(head, rest):
            return  # «تشكيل حكومة»
        if head.match("light_verbs") and rest and rest[0].match("triggers") and not self._definite(rest[0]):
            return  # «تنظيم وقفة احتجاجية»
        phrase.type = match.get("class") or "People"
        if match.kind == "people":
            if any(unit.person for unit in rest):
                phrase.type, phrase.named = "Person", True
                return
            phrase.named = False
            person = phrase.count is None and match.form.word.number == "singular"
            phrase.type = "People" if phrase.count != 1 or not person else "Person"
            return
        phrase.named = match.get("named") == "yes" and (bool(rest) or self._definite(head))
        if name is not None and name is rest[0]:
            self._named_by(match, name, rest)

    def _class_match(self, head: Unit) -> Match | None:
        """The entry that says what the head is; the longest of them. «الأطراف» are no outskirts."""
        known = (m for m in head.matches if m.kind in CLASSES and self._holds(m))
        match = max(known, key=lambda m: m.last, default=None)
        if match is not None and match.kind == "place_nouns" and self._of_men(head, match):
            return head.match("actor_nouns", "people")
        several = match is not None and match.form.word.number != "dual" and len(self.units) == 1
        if match is not None and several and match.get("flag") == "part" and self._definite(head):
            return head.match("actor_nouns", "people") or match
        return match

    def _holds(self, match: Match) -> bool:
        """Whether a noun is what its line says where it stands here («كمين» is a place with the article)."""
        at = next((i for i, u in enumerate(self.units) if u.first <= match.first <= u.last), 0)
        after = self.units[at + 1] if at + 1 < len(self.units) else None
        name = after is not None and after.kind == "name"
        if match.get("flag") == "definite":
            called = after is not None and after.kind == "other" and self._definite(after)
            return name or called or self._definite(self.units[at])
        if match.get("flag") == "name":
            return name
        if match.get("flag") == "town":
            return name and after is not None and self._is_settlement(after)
        return True

    def _is_settlement(self, unit: Unit) -> bool:
        return any(self.knowledge.schema.is_a(self.entities[e].type, "Settlement") for e in unit.entities)

    def _forming(self, head: Unit, rest: list[Unit]) -> bool:
        token = self.words[head.first].token
        forms = head.match("triggers") is not None and VERBAL_NOUN.fullmatch(token.stem) is not None
        return forms and not token.definite and bool(rest) and rest[0].match("actor_nouns") is not None

    def _of_men(self, unit: Unit, place: Match) -> bool:
        """«المعتقلون» are no prisons: a sound masculine plural names people; «السجون» is listed."""
        if self.words[unit.last].token.stem in map(fold, place.get("forms").split(", ")):
            return False
        ending = ("ون", "ين", "ي") if unit.match("people") else ("ون",)
        several = any(m.form.word.number in ("plural", "dual") for m in unit.matches)
        return self.language == "ar" and several and self.words[unit.last].token.stem.endswith(ending)

    def _definite(self, unit: Unit) -> bool:
        return any(self.words[i].token.definite for i in range(unit.first, unit.last + 1))

    def _named_by(self, match: Match, name: Unit, rest: list[Unit]) -> None:
        """«مدينة حلب» is Aleppo, «حركة حماس» is Hamas; «ريف حلب» and «قاعدة حماس» are neither."""
        phrase, schema = self.phrase, self.knowledge.schema
        if any(u.kind in ("noun", "other") for u in rest[1:]):
            return
        wanted = phrase.type or ""
        for entity in name.entities:
            type_ = self.entities[entity].type
            place = (
                schema.is_a(type_, "Place") and schema.is_a(wanted, "Place") and match.get("flag") != "part"
            )
            same_kind = place and (
                schema.is_a(type_, wanted) or schema.is_a(wanted, type_) or self._both_settled(type_, wanted)
            )
            group = (
                wanted in NAME_BEARING
                and schema.is_a(type_, "Organization")
                and match.form.word.number == "singular"
            )
            if same_kind or group:
                phrase.known = entity
                phrase.type = type_ if schema.is_a(type_, wanted) else wanted
                return

    def _both_settled(self, type_: str, wanted: str) -> bool:
        """Towns, cities and villages are told apart by nobody in the same way."""
        schema = self.knowledge.schema
        return schema.is_a(type_, "Settlement") and schema.is_a(wanted, "Settlement")

    def _first(self, unit: Unit, types: frozenset[str]) -> str | None:
        return next((e for e in unit.entities if self.entities[e].type in types), None)
