"""Names of persons in Arabic: after a title or a noun for a person, or known by a given name."""

from __future__ import annotations

from collections.abc import Callable

from tawthiq.extract.annotate import Word
from tawthiq.extract.arabic.adjectives import CONCRETE
from tawthiq.extract.phrases import Chunk, Phrase, Unit
from tawthiq.fold import spelling
from tawthiq.knowledge import Knowledge
from tawthiq.language.arabic.lemmas import dictionary

PERSON_NAME_LENGTH = 4
SHORT = 3
"""Letters of a verb that may be a name, too («حسن», «سعد»)."""
PERSONS = ("Person", "People")
OF_EVENTS = ("triggers", "light_verbs", "reporting")
SERVANT = "عبد"
OF_GOD = frozenset({"الله", "الدين", "الرحمن", "الرحيم", "العزيز", "الكريم", "القادر", "الناصر", "السلام"})

IsVerb = Callable[[int, Chunk | None], bool]
"""Whether a word is a finite verb, and what stands directly before it."""


class PersonNames:
    """The names of persons among the words of one sentence.

    ``closed`` says whether nothing in the genitive can follow a unit of a noun phrase.
    """

    def __init__(self, words: list[Word], knowledge: Knowledge, closed: Callable[[Unit], bool]) -> None:
        self.words, self.closed = words, closed
        self.entities = knowledge.gazetteer.entities

    def type_of(self, entity: str) -> str:
        found = self.entities.get(entity)
        return found.type if found else ""

    def may_follow(self, units: list[Unit]) -> bool:
        """Whether a person's name may follow: the phrase is a title, a rank or a person's role."""
        titles = [m for u in units if (m := u.match("roles")) is not None]
        several = bool(titles) and all(m.form.word.number == "plural" for m in titles)
        return bool(titles) and not several and not any(self.is_person(u) for u in units)

    def in_genitive(self, unit: Unit) -> bool:
        """«مقتل عبد الحميد …»: what a person's name may follow in the genitive."""
        if self.closed(unit):
            return False
        return (
            unit.kind == "other" or unit.match("triggers", "quantities", "people", "light_verbs") is not None
        )

    def after_person(self, units: list[Unit]) -> bool:
        """«الطفل», «الشابة الكردية»: a person of whom the name may follow."""
        nouns = [u for u in units if u.kind != "adjective"]
        people = nouns[-1].match("people") if nouns else None
        one = people is not None and people.form.word.number == "singular" and people.get("class") in PERSONS
        return one and self.closed(units[-1])

    def is_person(self, unit: Unit) -> bool:
        return any(self.type_of(e) == "Person" for e in unit.entities)

    def append(self, units: list[Unit], i: int) -> bool:
        """Append the person's name that starts at ``i``, if one does."""
        word = self.words[i]
        if not self.closed(units[-1]) and not self._rank(units[-1]):
            return False
        known = word.name is not None and any(self.type_of(e) == "Person" for e in word.name[1])
        longer = known and word.name is not None and word.name[0] == i and self._continues_name(i)
        if word.name is not None and known and not longer:
            units.append(Unit("name", i, word.name[0], (), word.name[1]))
            return True
        last = i - 1
        while (
            last + 1 < len(self.words) and last - i + 1 < PERSON_NAME_LENGTH and self.name_word(last + 1, i)
        ):
            last += 1
        if last < i:
            return False
        units.append(Unit("name", i, last))
        return True

    def called_ali(self, units: list[Unit], i: int) -> bool:
        """«الرئيس علي صالح»: after a title and before a further name it is no preposition."""
        if i + 1 >= len(self.words) or not (self.may_follow(units) and self.closed(units[-1])):
            return False
        word = self.words[i]
        return bool(word.given and word.function) and not word.token.proclitics and self._given_goes_on(i)

    def given(self, i: int, is_verb: IsVerb, *, after_person: bool = False) -> Unit | None:
        """The name of a person of whom no title tells: it begins with a given name («محمد العلي»).

        ``after_person`` says that a noun for a person stands before it: «الشاب معتصم …» is his name.
        """
        word = self.words[i]
        if not word.given or word.time or word.number is not None:
            return None
        if word.function and not self._given_goes_on(i):
            return None
        known = any(m.kind in CONCRETE for m in word.nouns) or any(m.kind in OF_EVENTS for m in word.verbs)
        if known and not (after_person and not word.token.definite and self._follows(i)):
            return None
        last = i
        while last - i < PERSON_NAME_LENGTH and self._goes_on(i, last, is_verb):
            last += 1
        if word.name is not None and (word.name[0] >= last or not self._given_goes_on(i)):
            return None
        if word.given != "sure" and not self._given_goes_on(i) and not (after_person and self._follows(i)):
            return None
        return Unit("name", i, last, person=True)

    def _goes_on(self, first: int, last: int, is_verb: IsVerb) -> bool:
        """Whether the word after ``last`` belongs to the name that begins at ``first``."""
        if last + 1 >= len(self.words):
            return False
        word = self.words[last + 1]
        if (
            word.token.definite
            and not word.token.proclitics
            and word.noun("people")
            and not word.noun("triggers")
        ):
            return True  # «محمد الجندي»
        if not self.name_word(last + 1, first):
            return False
        if word.given:
            return True
        before = Chunk("phrase", first, last, phrase=Phrase(first, last, [Unit("name", first, last)]))
        return not any(m.kind in CONCRETE for m in word.nouns) and not is_verb(last + 1, before)

    def _follows(self, i: int) -> bool:
        """Whether an unknown or a given name comes next."""
        if i + 1 >= len(self.words) or not self.name_word(i + 1, i):
            return False
        following = self.words[i + 1]
        return bool(following.given) or not (following.nouns or following.verbs)

    def _goes_with_noun(self, i: int) -> bool:
        """Whether an indefinite title has a noun in the genitive after it: it is no name then."""
        word, after = self.words[i], self.words[i + 1] if i + 1 < len(self.words) else None
        if word.token.definite or word.noun("roles") is None or after is None or after.token.proclitics:
            return False
        return any(m.kind in CONCRETE for m in after.nouns) or after.token.definite

    def _closes_name(self, i: int) -> bool:
        """«أحمد محمد علي،», «محمد علي حسن»: «علي» before a mark or a given name is no preposition."""
        word, after = self.words[i], self.words[i + 1] if i + 1 < len(self.words) else None
        if not word.given or after is None or after.token.kind == "punctuation":
            return bool(word.given)
        nisba = after.token.definite and after.token.stem.endswith("ي") and not after.nouns
        goes_on = bool(after.given) or nisba
        return goes_on and not after.token.proclitics and spelling(word.token.text).endswith("ي")

    def _given_goes_on(self, i: int) -> bool:
        """Whether after «أبو» or a given name that may be a common word a further name or a nisba comes."""
        if i + 1 >= len(self.words) or not self.name_word(i + 1, i):
            return False
        following = self.words[i + 1]
        nisba = following.token.definite and following.token.stem.endswith("ي")
        if self.words[i].given == "before":
            return not (following.nouns or following.verbs) or bool(following.given)
        return bool(following.given) or nisba or following.token.norm in OF_GOD

    def _continues_name(self, i: int) -> bool:
        """Whether a name that is known by one word goes on («أيوب سالانجي» is not the known Ayoub)."""
        return i + 1 < len(self.words) and self.name_word(i + 1, i)

    def _rank(self, unit: Unit) -> bool:
        """A title that stands bare before a name («الجنرال فلان», «قائد الجيش فلان»)."""
        return bool(unit.match("roles"))

    def name_word(self, i: int, first: int) -> bool:
        """Whether a word can be part of a person's name: the lexicon takes it for nothing else."""
        word = self.words[i]
        token = word.token
        if i > first and token.definite and self.words[i - 1].token.norm == SERVANT and not token.proclitics:
            return True  # «عبد الجليل»
        if (
            token.kind != "word"
            or token.proclitics
            or (word.function and not self._closes_name(i))
            or word.time
            or word.number
            or word.demonym
        ):
            return False
        if token.definite and i == first:
            return False
        if word.name is not None and not word.weak_name and self.type_of(word.name[1][0]) != "Person":
            return False
        if any(m.kind in OF_EVENTS for m in (*word.nouns, *word.verbs)):
            return False
        if word.given:
            return True
        if word.verbs and (
            len(token.stem) > SHORT or all(m.form.word.tense == "imperfect" for m in word.verbs)
        ):
            return False
        if i > first and self._goes_with_noun(i):
            return False  # «أحمد عبد الله رئيس مباحث فايد»
        if i > first + 1 and spelling(token.text).endswith("ة") and token.stem in dictionary():
            return False  # «طلعت عفيفي خطبة الجمعة»
        adverb = token.stem[:-1] in dictionary() and not word.given
        if i > first and token.stem.endswith("ا") and (word.noun("roles") or adverb):
            return False  # «عين فلانا قائدا», «محاكمة فلان جنائيا»
        return not any(m.kind in CONCRETE for m in word.nouns) or not (token.definite or i == first)
