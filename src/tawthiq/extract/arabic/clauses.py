"""Which phrases are the arguments of which Arabic verb or event noun.

Arabic news puts the verb first (verb, subject, object, prepositional phrases), or the subject after
«أن»; a relative clause follows what it describes, with or without a relative pronoun.
"""

from __future__ import annotations

from tawthiq.extract.annotate import Match, Word
from tawthiq.extract.arabic.attachments import BETWEEN, LOCATIVE, Attachments
from tawthiq.extract.arabic.chunker import PARTICIPLE
from tawthiq.extract.arabic.subjects import COMMAS, SubjectFinder, by_speaker, definite, plural, stops
from tawthiq.extract.phrases import Chunk, Phrase, Unit
from tawthiq.extract.predicates import ADJECTIVE, GENITIVE, OBJECT, SUBJECT, Predicate
from tawthiq.extract.typing import type_phrase
from tawthiq.fold import vowels
from tawthiq.knowledge import Knowledge

DAMMA, KASRA = "\u064f", "\u0650"
DASHES = frozenset("-–—")
ASIDE = 10
"""Chunks that an aside between two dashes may be long."""
STOP_CLASSES = frozenset({"conjunction", "complementizer", "relative"})
TRIGGER_TABLES = frozenset({"triggers", "quantities", "light_verbs"})


class ClauseParser:
    """Finds the predicates of one sentence and their arguments."""

    def __init__(self, words: list[Word], chunks: list[Chunk], knowledge: Knowledge) -> None:
        self.words, self.chunks, self.knowledge = words, chunks, knowledge
        self.lexicon = knowledge.lexicon("ar")
        self.among = self.lexicon.words("prepositions", "sense", "among")
        self.skip = self._parentheses()
        self.attach = Attachments(words, chunks, knowledge)
        self.subjects = SubjectFinder(words, chunks, self.skip, knowledge.schema)

    def run(self) -> list[Predicate]:
        predicates: list[Predicate] = []
        previous: Predicate | None = None
        for i, chunk in enumerate(self.chunks):
            if chunk.kind == "verb":
                previous = self._verb(i, previous)
                predicates.append(previous)
            elif chunk.phrase is not None:
                predicates.extend(self._nouns(i, chunk.phrase))
        return predicates

    def _parentheses(self) -> set[int]:
        """Chunks inside round brackets or between two dashes: they are no arguments."""
        return self._bracketed() | self._dashed()

    def _dashed(self) -> set[int]:
        """«مسلحون - بينهم أجانب - ثلاثة»; more than two dashes in a sentence may be a list."""
        dashes = [i for i, chunk in enumerate(self.chunks) if chunk.text in DASHES]
        if len(dashes) != 2 or dashes[0] == 0 or dashes[1] - dashes[0] > ASIDE:
            return set()
        return set(range(dashes[0], dashes[1] + 1))

    def _bracketed(self) -> set[int]:
        inside, found = False, set()
        for i, chunk in enumerate(self.chunks):
            if chunk.text == "(":
                inside = True
            if inside:
                found.add(i)
            if chunk.text == ")":
                inside = False
        return set() if inside else found

    # -- verbs

    def _verb(self, i: int, previous: Predicate | None) -> Predicate:
        chunk = self.chunks[i]
        token = self.words[chunk.first].token
        predicate = Predicate(
            "verb", i, chunk.first, chunk.last, list(chunk.verbs), joined=chunk.joined,
            markers=self._markers(i), pronoun_object=bool(token.enclitic),
        )  # fmt: skip
        bare = self._right(i, predicate)
        left, relative = self.subjects.before(i)
        if relative:
            predicate.antecedent = left
        self._assign(predicate, bare, left, relative, previous)
        if left is not None and left in predicate.slots.get(SUBJECT, []):
            predicate.slots[SUBJECT] = self.subjects.coordinated(left)
        predicate.passive = predicate.passive or self._vowelled_passive(i)
        return predicate

    def _vowelled_passive(self, i: int) -> bool:
        """Whether the text vowels the verb as a passive: «قُتل», «يُقتل», but not «يُهاجِم»."""
        token = self.words[self.chunks[i].first].token
        if DAMMA not in token.text:
            return False
        offset = token.stem_start - token.start if token.stem_start >= 0 else 0
        first, *others = vowels(token.text[offset:])
        imperfect = any(m.form.word.tense == "imperfect" for m in self.chunks[i].verbs)
        return DAMMA in first and not (imperfect and any(KASRA in marks for marks in others))

    def _markers(self, i: int) -> tuple[str, ...]:
        """Function words and auxiliaries right before the verb («لم», «قد», «سوف»)."""
        chunk = self.chunks[i]
        found = [c for c in self.words[chunk.first].token.proclitics if c not in ("و", "ف")]
        j = i - 1
        while j >= 0 and self.chunks[j].kind == "function" and len(found) < 4:
            found.append(self.chunks[j].text.partition(":")[2])
            if self.chunks[j].text.startswith(("relative", "complementizer", "conjunction")):
                break
            j -= 1
        return tuple(found)

    def _right(self, i: int, predicate: Predicate, slot: str = "") -> list[Phrase]:
        """Collect what follows the predicate in its clause; returns the bare noun phrases."""
        bare: list[Phrase] = []
        comma = among = other = False
        claimed: frozenset[str] = frozenset()
        related = -1
        j = i + 1
        while j < len(self.chunks):
            chunk = self.chunks[j]
            if (j in self.skip and i not in self.skip) or chunk.text in ('"', "'"):
                j += 1
                continue
            if chunk.text in COMMAS and self._time_aside(j):
                j += 1
                continue
            if chunk.text in COMMAS and (beyond := self.attach.beyond_relation(j)) > 0:
                j = beyond
                continue
            if chunk.kind == "punctuation":
                if stops(chunk.text) or (comma and chunk.text in COMMAS and slot == ""):
                    break
                if predicate.kind == "noun" and len(predicate.slots) > 1:
                    break
                comma = comma or chunk.text in COMMAS
                j += 1
                continue
            if chunk.kind == "verb" or (comma and chunk.text.startswith("relative")):
                beyond = self.attach.beyond(j, predicate, bare)
                if beyond < 0:
                    break
                j, comma = beyond, False
                continue
            if chunk.kind == "function":
                class_ = chunk.text.partition(":")[0]
                among = among or chunk.text.partition(":")[2] in self.among
                if class_ == "complementizer" and predicate.complement < 0 and not comma:
                    predicate.complement = j
                if class_ in STOP_CLASSES:
                    break
            elif chunk.time is not None:
                predicate.times.append(chunk.time)
            elif chunk.phrase is not None:
                phrase = chunk.phrase
                if phrase.prep and self.attach.of_relation(j, phrase):
                    related = predicate.last = j
                    j += 1
                    continue
                among = among and not (phrase.joined is False and self.chunks[j - 1].text in COMMAS)
                if (among and not phrase.prep) or (phrase.prep and phrase.prep in claimed):
                    predicate.last = j
                    j += 1
                    continue
                claimed = claimed | self.attach.claims(phrase, predicate)
                if phrase.joined and slot == GENITIVE and self.attach.other_deed(phrase):
                    other = True
                if other and not phrase.prep:
                    j += 1
                    continue
                if phrase.joined and not phrase.prep and slot:
                    if self._starts_clause(j):
                        break
                    if self.attach.other_side(predicate, phrase):
                        slot = BETWEEN
                    elif slot not in ("bare", GENITIVE):
                        slot = self._resumed(j, predicate, bare) or slot
                    self._append(predicate, slot, phrase, bare)
                elif phrase.prep:
                    slot = phrase.prep
                    predicate.add(slot, phrase)
                elif self.attach.locative(phrase):
                    predicate.add(LOCATIVE, phrase)
                elif self._aside(j, phrase, bare, related):
                    pass
                else:
                    late = comma and ((bare and slot != "bare") or len(bare) > 1)
                    if (late and not self._awaited(predicate, phrase, bare)) or self._starts_clause(j):
                        break
                    if phrase.joined:
                        break
                    slot = "bare"
                    bare.append(phrase)
            predicate.last = j
            j += 1
        return bare

    def _time_aside(self, j: int) -> bool:
        """Whether a comma opens or closes a time in the middle of a clause: «خطفوا، أمس، رجلاً»."""
        before, after = self.chunks[max(j - 2, 0) : j], self.chunks[j + 1 : j + 3]
        opens = len(after) == 2 and after[0].kind == "time" and after[1].text in COMMAS
        return opens or (len(before) == 2 and before[1].kind == "time" and before[0].text in COMMAS)

    def _aside(self, j: int, phrase: Phrase, bare: list[Phrase], related: int) -> bool:
        """Whether a bare phrase is no argument, but says again who or what, or how."""
        if self.attach.names(j, phrase, bare) or self.attach.adverbial(phrase):
            return True
        return related != j - 1 and self.attach.appositive(j, phrase, bare)

    def _awaited(self, predicate: Predicate, phrase: Phrase, bare: list[Phrase]) -> bool:
        """The event noun that a light verb still lacks: «واصلت القوات، أمس، تقدمها»."""
        carries = any(m.kind in ("light_verbs", "modality") for m in predicate.matches)
        return carries and len(bare) == 1 and phrase.head.match("triggers") is not None

    def _resumed(self, j: int, predicate: Predicate, bare: list[Phrase]) -> str:
        """The slot that a joined phrase goes on with, over what stands between."""
        if bare:
            return "bare" if self.attach.resumes(bare[-1], j) else ""
        genitives = predicate.slots.get(GENITIVE, [])
        return GENITIVE if genitives and self.attach.resumes(genitives[-1], j) else ""

    def _append(self, predicate: Predicate, slot: str, phrase: Phrase, bare: list[Phrase]) -> None:
        if slot == "bare":
            bare.append(phrase)
        else:
            predicate.add(slot, phrase)

    def _starts_clause(self, j: int) -> bool:
        """A bare phrase that is itself the subject of the verb after it."""
        if j + 1 >= len(self.chunks):
            return False
        following, phrase = self.chunks[j + 1], self.chunks[j].phrase
        if following.kind != "verb" or following.joined or phrase is None:
            return False
        return definite(phrase, self.words) and phrase.joined

    def _assign(
        self,
        predicate: Predicate,
        bare: list[Phrase],
        left: Phrase | None,
        relative: bool,
        previous: Predicate | None,
    ) -> None:
        """Subject and object of a verb among the bare phrases after it and the phrase before it."""
        groups = _groups(bare)
        if self.chunks[predicate.chunk].text == PARTICIPLE:
            if previous is not None:
                predicate.slots[SUBJECT] = list(previous.slots.get(SUBJECT, []))
            if groups:
                predicate.slots[OBJECT] = groups[0]
            return
        resumed = self._resumptive(predicate) if left is not None and relative else ""
        if resumed and left is not None:
            predicate.add(resumed, left)
            left = None
        if by_speaker(predicate) or (left is None and self.subjects.pronoun(predicate.chunk)):
            predicate.pronoun_subject = True
            if groups:
                predicate.slots[OBJECT] = groups[0]
            return
        did = relative and plural(predicate) and left is not None and self.subjects.many(left)
        if (
            left is not None
            and (relative or groups)
            and predicate.pronoun_object
            and not (predicate.joined or did)
        ):
            predicate.add(OBJECT, left)
            left = None
        many = plural(predicate)
        if left is not None and (many or not (relative and len(groups) > 1)):
            predicate.add(SUBJECT, left)
            if groups:
                predicate.slots[OBJECT] = groups[0]
            return
        if left is None and many and previous is not None and self.subjects.goes_on(previous):
            predicate.slots[SUBJECT] = list(previous.slots[SUBJECT])
            if groups:
                predicate.slots[OBJECT] = groups[0]
            return
        if (
            predicate.joined
            and len(groups) == 1
            and previous is not None
            and self.subjects.inherits(predicate, groups[0], previous)
        ):
            predicate.slots[SUBJECT] = list(previous.slots[SUBJECT])
            predicate.slots[OBJECT] = groups[0]
            return
        if predicate.joined and not groups and previous is not None and previous.slots.get(SUBJECT):
            predicate.slots[SUBJECT] = list(previous.slots[SUBJECT])
            return
        if len(groups) == 1 and self._accusative(groups[0][0]):
            predicate.slots[OBJECT] = groups[0]
            return
        if groups:
            predicate.slots[SUBJECT] = groups[0]
        if len(groups) > 1 and not predicate.pronoun_object:
            predicate.slots.setdefault(OBJECT, []).extend(groups[1])

    def _accusative(self, phrase: Phrase) -> bool:
        """Whether its case says that it is no subject: «قتل تسعة وستين شخصا», «اعتقل مسلحين»."""
        unit = phrase.units[0]
        if unit.kind == "number":
            return self.words[unit.last].token.stem.endswith("ين")
        number = {m.form.word.number for m in unit.matches if m.kind not in TRIGGER_TABLES}
        return (
            bool(number) and number <= {"dual", "plural"} and self.words[unit.last].token.stem.endswith("ين")
        )

    def _resumptive(self, predicate: Predicate) -> str:
        """The preposition that takes up the antecedent: «الهجمات التي تتعرض لها …»."""
        j = predicate.chunk + 1
        if j < len(self.chunks) and self.chunks[j].text.startswith("prep_pronoun"):
            return self.words[self.chunks[j].first].token.stem
        return ""

    # -- nouns

    def _nouns(self, i: int, phrase: Phrase) -> list[Predicate]:
        found = []
        for k, unit in enumerate(phrase.units):
            matches = [
                m for m in unit.matches if m.kind in TRIGGER_TABLES and m.form.entry.pos in ("noun", "fixed")
            ]
            if unit.kind == "adjective" or not matches:
                continue
            found.append(self._noun(i, phrase, k, matches))
        return found

    def _noun(self, i: int, phrase: Phrase, k: int, matches: list[Match]) -> Predicate:
        unit = phrase.units[k]
        predicate = Predicate(
            "noun", i, unit.first, unit.last, matches, phrase=phrase, unit=unit, last=i, joined=phrase.joined
        )
        predicate.count = self._count(phrase, k)
        rest = phrase.units[k + 1 :]
        adjectives = []
        while rest and rest[0].kind == "adjective":
            adjectives.append(rest.pop(0))
        if rest:
            predicate.add(GENITIVE, self._sub_phrase(rest))
        elif self.words[unit.last].token.enclitic:
            predicate.markers = ("enclitic",)
        for adjective in (*adjectives, *(u for u in rest if u.kind == "adjective" and not predicate.slots)):
            if adjective.demonym:
                predicate.add(ADJECTIVE, self._state(adjective))
        token = self.words[unit.last].token
        bare = self._right(i, predicate, GENITIVE if predicate.slots.get(GENITIVE) else "")
        for group in _groups(bare)[:1]:
            if self._adjacent(i, group[0]) and not token.definite:
                counted = group[0].units[0].kind == "number" and GENITIVE not in predicate.slots
                predicate.slots[GENITIVE if counted else OBJECT] = group
        return predicate

    def _adjacent(self, i: int, phrase: Phrase) -> bool:
        """Whether nothing but a time stands between chunk ``i`` and the phrase."""
        for chunk in self.chunks[i + 1 :]:
            if chunk.time is None:
                return chunk.phrase is phrase
        return False

    def _count(self, phrase: Phrase, k: int) -> int | None:
        """How many: the number before the noun, or its dual."""
        if phrase.units[k] is phrase.head:
            return phrase.count
        return None

    def _sub_phrase(self, units: list[Unit]) -> Phrase:
        sub = Phrase(units[0].first, units[-1].last, list(units))
        for unit in units:
            if unit.kind == "number" and self.words[unit.first].number is not None:
                number = self.words[unit.first].number
                sub.count = number.value if number else None
            if unit.kind == "adjective" and unit.demonym:
                sub.state = unit.demonym
        type_phrase(sub, self.words, self.knowledge, "ar")
        return sub

    def _state(self, unit: Unit) -> Phrase:
        phrase = Phrase(unit.first, unit.last, [unit], type="State", known=unit.demonym, named=True)
        entity = self.knowledge.gazetteer.entities.get(unit.demonym or "")
        if entity is not None:
            phrase.type = entity.type
        return phrase


def _groups(bare: list[Phrase]) -> list[list[Phrase]]:
    """Bare phrases with those that are joined to them by «و»."""
    groups: list[list[Phrase]] = []
    for phrase in bare:
        if phrase.joined and groups:
            groups[-1].append(phrase)
        else:
            groups.append([phrase])
    return groups


def predicates(words: list[Word], chunks: list[Chunk], knowledge: Knowledge) -> list[Predicate]:
    """The verbs and event nouns of an Arabic sentence, in order, with their arguments."""
    return ClauseParser(words, chunks, knowledge).run()
