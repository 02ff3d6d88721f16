"""Arabic noun phrases: head, idafa chain, adjectives, appositions and names."""

from __future__ import annotations

from tawthiq.extract.annotate import Match, Word
from tawthiq.extract.arabic.adjectives import Adjectives
from tawthiq.extract.arabic.counts import PARTITIVE, Counts
from tawthiq.extract.arabic.endings import Endings
from tawthiq.extract.arabic.persons import IsVerb, PersonNames
from tawthiq.extract.phrases import Chunk, Phrase, Unit
from tawthiq.knowledge import Knowledge
from tawthiq.language.arabic.lemmas import dictionary

QUOTED_NAME_LENGTH = 6
FIRE = frozenset({"رصاص", "نيران", "نار"})
OTHER_THAN = "غير"
LONG = 3
"""Letters that a word has at least of which the last is an accusative's."""
CLOSING = ("»", "”")
QUOTES = {'"': '"', "'": "'", "(": ")"}


class PhraseBuilder:
    """Builds noun phrases in the words of one sentence."""

    def __init__(self, words: list[Word], knowledge: Knowledge) -> None:
        self.words = words
        self.knowledge = knowledge
        self.adjectives = Adjectives(words, knowledge.lexicon("ar"))
        self.endings = Endings(words)
        self.counts = Counts(words, self.endings)
        self.persons = PersonNames(words, knowledge, self.endings.closed)

    def build(self, start: int, is_verb: IsVerb, *, governed: bool = False) -> Phrase:
        """The noun phrase that starts at ``start``; it holds at least that word.

        ``governed`` says that a preposition stands before it.
        """
        units: list[Unit] = []
        count = None
        i = start
        while i < len(self.words):
            number = self.words[i].number
            function = self.words[i].function
            if number is not None:
                count = number.value if count is None else count
                units.append(Unit("number", i, number.last))
                i = self.counts.after_number(number.last + 1)
            elif function is not None and function[0] == "quantifier" and self._opens(units):
                units.append(Unit("number", i, function[2]))
                i = function[2] + 1
            else:
                break
            if not self.endings.continues(i, counted=True) or self.counts.acts(i):
                phrase = Phrase(start, units[-1].last, units, count=count)
                return self._finish(phrase)
        units.append(
            self.persons.given(i, is_verb) or self._counted(units, i) or self._unit(i, governed=governed)
        )
        self._extend(units, is_verb, governed=governed)
        return self._finish(Phrase(start, units[-1].last, units, count=count))

    def _opens(self, units: list[Unit]) -> bool:
        return not units or units[-1].kind == "number"

    def is_closed(self, phrase: Phrase) -> bool:
        """Whether nothing in the genitive can follow the phrase."""
        return self.endings.closed(phrase.units[-1])

    def _unit(self, i: int, *, governed: bool = False) -> Unit:
        word = self.words[i]
        weak = word.weak_name and not (governed and self._state(word))
        noun_last = max((m.last for m in word.nouns), default=i)
        if word.weak_name and word.verbs and self._opens_genitive(i):
            return Unit("other", i, i, demonym=word.demonym)
        titled = word.noun("roles") is not None and self._names(word) == "Person"
        if word.name is not None and not titled and word.name[0] >= noun_last and not (weak and word.nouns):
            return Unit("name", i, word.name[0], tuple(word.nouns), word.name[1], word.demonym, weak)
        longest = tuple(m for m in word.nouns if m.last == noun_last)
        if longest:
            return Unit("noun", i, noun_last, longest, demonym=word.demonym)
        return Unit("other", i, i, demonym=word.demonym)

    def _counted(self, units: list[Unit], i: int) -> Unit | None:
        """«620 ألف جنيه»: after a number an indefinite word is what is counted, and no place of that name."""
        word = self.words[i]
        number = bool(units) and self.words[units[-1].first].number is not None
        place = word.name is not None and word.name[0] == i and self._place_name(word.name[1])
        if not (number and place) or word.nouns or word.token.definite:
            return None
        return Unit("other", i, i, demonym=word.demonym)

    def _opens_genitive(self, i: int) -> bool:
        """«عن فتح أبواب المقر»: a verbal noun that is a name, too, before what it acts on."""
        following = self.words[i + 1] if i + 1 < len(self.words) else None
        if following is None or following.token.definite:
            return False
        return any(m.kind in ("place_nouns", "weapons") for m in following.nouns)

    def _state(self, word: Word) -> bool:
        """«من مالي»: after a preposition it is the state and no adjective."""
        return not word.token.definite and self._names(word) == "State"

    def _names(self, word: Word) -> str:
        """The class of what the word names, "" if it is no name."""
        return "" if word.name is None else self.persons.type_of(word.name[1][0])

    def _extend(self, units: list[Unit], is_verb: IsVerb, *, governed: bool) -> None:
        while True:
            i = units[-1].last + 1
            quoted = self._quoted_name(units, i)
            if quoted is not None:
                units.append(quoted)
                continue
            if self.counts.quantifies(units[-1], i):
                quantifier = self.words[i].function
                units.append(Unit("number", i, quantifier[2] if quantifier else i))
                continue
            if self._cut_name(units[-1], i):
                units.append(Unit("other", i, i))
                continue
            if self.persons.called_ali(units, i):
                units.append(self.persons.given(i, is_verb) or Unit("name", i, i, person=True))
                continue
            if self._negated(i):
                units.append(Unit("adjective", i, i + 1, tuple(self.words[i + 1].nouns)))
                continue
            if not self.endings.continues(i) or self.endings.leaves_open(units[-1]):
                return
            word = self.words[i]
            if self.counts.several(units[-1], i):
                units.append(Unit("adjective", i, i))
                continue
            if word.function is not None and word.function[0] == "quantifier" and units[-1].kind != "number":
                return
            if word.number is not None:
                if self.counts.counts_before(units, i):
                    units.append(Unit("adjective", i, word.number.last))
                    continue
                if not self.counts.names(units, i):
                    return
                units.append(Unit("name", i, word.number.last))
                continue
            if self.adjectives.has(i, units):
                units.append(Unit("adjective", i, i, tuple(word.nouns), demonym=word.demonym))
                continue
            if self.persons.may_follow(units) and self.persons.append(units, i):
                continue
            named = (
                self.persons.given(i, is_verb, after_person=True)
                if self.persons.after_person(units)
                else None
            )
            if named is not None:
                units.append(named)
                continue
            so_far = Phrase(units[0].first, i - 1, units, PARTITIVE if governed else "")
            if not self._bears_name(units[-1], i) and is_verb(
                i, Chunk("phrase", i - 1, i - 1, phrase=so_far)
            ):
                return
            unit = (
                self.persons.given(i, is_verb) if self.persons.in_genitive(units[-1]) else None
            ) or self._unit(i)
            if self._names_then_role(units, unit):
                return
            if self._part_of_place(unit) and not self._light(units[-1]):
                return
            if self.endings.closed(units[-1]):
                if not self._apposition(units, unit):
                    return
            elif self._new_object(units[-1], unit):
                return
            units.append(unit)

    def _negated(self, i: int) -> bool:
        """«جماعات غير مشروعة», «ألغام غير منفجرة»."""
        if i + 1 >= len(self.words) or self.words[i].token.norm != OTHER_THAN:
            return False
        function, word = self.words[i].function, self.words[i + 1]
        if (function is not None and function[2] > i) or word.token.proclitics or word.token.kind != "word":
            return False
        taken = word.function or word.name or word.number or word.time or self.counts.acts(i + 1)
        return not taken and all(m.kind == "adjectives" for m in word.nouns)

    def _names_then_role(self, units: list[Unit], unit: Unit) -> bool:
        """«أحمد جران القيادي في …»: after a name of unknown words, a title is a phrase of its own."""
        unknown = all(u.kind == "other" for u in units) and not self.words[units[0].first].token.definite
        return (
            unknown
            and unit.match("roles") is not None
            and (self.words[unit.first].token.definite or len(units) > 1)
        )

    def _bears_name(self, unit: Unit, i: int) -> bool:
        """After «منطقة», «بلدة» or the like, a word that might be a verb is a name («منطقة خان العسل»)."""
        match = unit.match("place_nouns")
        if match is None or match.get("named") != "yes" or self.endings.closed(unit) or unit.first == 0:
            return False
        word, verbs = self.words[i], self.words[i].verbs
        if word.given == "sure" or (word.name is not None and self._place_name(word.name[1])):
            return True
        return all(
            m.form.word.tense == "perfect" and not m.form.word.feminine and m.form.word.number == "singular"
            for m in verbs
        )

    def _cut_name(self, unit: Unit, i: int) -> bool:
        """«منطقة بيبور»: after a bare «منطقة» the unknown word is a name, its first letter no preposition."""
        match = unit.match("place_nouns")
        if match is None or match.get("named") != "yes" or self.endings.closed(unit) or i >= len(self.words):
            return False
        word = self.words[i]
        token = word.token
        known = bool(word.nouns or word.verbs or word.name or word.function or word.demonym or word.number)
        known = known or token.stem in dictionary()
        return token.proclitics in (("ب",), ("ك",)) and not (known or word.time or token.definite)

    def _part_of_place(self, unit: Unit) -> bool:
        match = unit.match("place_nouns")
        return match is not None and match.get("flag") == "part" and not self.words[unit.first].token.definite

    def _light(self, unit: Unit) -> bool:
        carries = unit.first == unit.last and unit.match("triggers", "light_verbs") is not None
        return unit.kind == "number" or (carries and unit.match("weapons") is None)

    def _quoted_name(self, units: list[Unit], i: int) -> Unit | None:
        """A name in quotation marks or brackets directly after its noun («حركة "حماس"»)."""
        closing = QUOTES.get(self.words[i].token.norm) if i + 2 < len(self.words) else None
        if closing is not None and self._closes_quote(i, closing):
            return None
        if closing is None or (closing == ")" and self.words[units[-1].last].token.definite):
            return None
        if (
            not units[-1].match("actor_nouns", "place_nouns", "weapons", "roles")
            and units[-1].kind != "adjective"
        ):
            return None
        for j in range(i + 2, min(i + 2 + QUOTED_NAME_LENGTH, len(self.words))):
            if self.words[j].token.norm == closing:
                inner = self._unit(i + 1)
                entities = inner.entities if inner.last == j - 1 else ()
                if self._said(units[-1], i + 1, j):
                    return None
                return Unit("name", i, j, (), entities)
        return None

    def _closes_quote(self, i: int, mark: str) -> bool:
        """Whether a mark ends a quotation and begins none: another one is open, or it is a closing one."""
        token = self.words[i].token
        open_ones = sum(word.token.norm == mark for word in self.words[:i]) % 2 == 1
        return token.text in CLOSING or (mark != ")" and open_ones)

    def _said(self, unit: Unit, first: int, closing: int) -> bool:
        """«اعتبرته الشرطة "إرهابيا"», «قال الوزير "نطالب …"»: what somebody says is no name."""
        token = self.words[first].token
        if any(m.form.word.speaker for word in self.words[first : first + 2] for m in word.verbs):
            return True
        definite = self.words[unit.last].token.definite
        return definite and closing == first + 1 and not token.definite and token.stem.endswith("ا")

    def _apposition(self, units: list[Unit], unit: Unit) -> bool:
        """Whether a closed phrase goes on with ``unit``: «العاصمة دمشق», «بلدة صور الحدودية»."""
        before = units[-1]
        if unit.match("roles") and any(u.match("roles") for u in units):
            bodies = all(u.kind != "name" or (u.entities and not self.persons.is_person(u)) for u in units)
            return bodies and (before.kind != "name" or self.persons.name_word(unit.last + 1, unit.last + 1))
        if (
            unit.entities
            and before.entities
            and (self._place(unit) != self._place(before) or self._state_bodies(before, unit))
        ):
            return False
        match = before.match("place_nouns", "actor_nouns", "roles")
        if unit.kind == "name" and not unit.weak and match is not None:
            # «العاصمة دمشق», «اللواء قنديل», but «قصف الجيش حلب»
            group = before.match("place_nouns", "roles") is None and self.words[before.last].token.definite
            return not (group and unit.entities and self._place(unit))
        return before.kind == "other" and unit.kind == "other" and self.words[unit.first].token.definite

    def _state_bodies(self, before: Unit, unit: Unit) -> bool:
        """«طالبت منظمة العفو الدولية السلطات المصرية»: two bodies that both are known are no one body."""
        kinds = (self.persons.type_of(u.entities[0]) for u in (before, unit))
        organizations = all(self.knowledge.schema.is_a(k, "Organization") for k in kinds)
        return organizations and self.words[unit.first].token.definite

    def _place_name(self, entities: tuple[str, ...]) -> bool:
        return self.knowledge.schema.is_a(self.persons.type_of(entities[0]), "Place")

    def _place(self, unit: Unit) -> bool:
        return self._place_name(unit.entities)

    def _new_object(self, before: Unit, unit: Unit) -> bool:
        """Whether an indefinite noun after an indefinite one is the verb's next argument, no genitive."""
        token = self.words[unit.first].token
        if unit.kind == "other" and self._adverb(unit, before):
            return True
        if token.definite or unit.kind != "noun":
            return False
        if token.enclitic and before.match("people", "actor_nouns") and unit.match("triggers", "quantities"):
            return True  # «لقي شخص مصرعه»
        accusative = token.stem.endswith("ا") and any(not m.form.word.construct for m in unit.matches)
        if accusative and before.kind == "noun" and not self.words[before.last].token.stem.endswith("ا"):
            return True
        first, second = _concrete(before), _concrete(unit)
        if first is None or second is None:
            return False
        if token.stem.endswith("ا") and not second.form.word.construct:
            return True
        if self.words[before.last].token.stem in FIRE and second.kind in ("people", "actor_nouns"):
            return False  # «برصاص جندي»
        if first.kind == second.kind == "weapons":
            return first.get("kind") == "platform" != second.get("kind")  # «ألقت مروحية براميل»
        return first.kind == "weapons" and second.kind in ("place_nouns", "people", "actor_nouns")

    def _adverb(self, unit: Unit, before: Unit) -> bool:
        """«ثلاثة شبان رميا بالرصاص»: an accusative that nobody knows is no genitive."""
        word = self.words[unit.first]
        stem = word.token.stem
        accusative = stem.endswith("ا") and not stem.endswith(("ها", "نا", "يا")) and len(stem) > LONG
        known = word.given or word.name or word.token.definite or word.token.enclitic
        return before.kind == "noun" and accusative and not known and stem[:-1] in dictionary()

    def _finish(self, phrase: Phrase) -> Phrase:
        for unit in phrase.units:
            if unit.kind == "adjective" and unit.demonym:
                phrase.state = unit.demonym
        if phrase.count is None:
            phrase.count = self.counts.told_after(phrase) or self.counts.dual(phrase)
        return phrase


def _concrete(unit: Unit) -> Match | None:
    return unit.match("weapons", "place_nouns", "people", "actor_nouns")
