"""Whether an Arabic word is a finite verb: «قصف», «قتل» and their like are nouns as well."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from tawthiq.extract.annotate import Word
from tawthiq.extract.phrases import Chunk, Phrase
from tawthiq.knowledge import Knowledge
from tawthiq.language.arabic.lemmas import dictionary
from tawthiq.model import Token

VERBAL = re.compile("ي.{2,}|تست.{2,3}|تت.{3,4}|ت.ت..|.{3,}وا")
OF_VERBS_ALONE = re.compile(r"است.{2,}|ان.{3}|ا.ت..|ت.{3,}|.(.)\1")
"""Shapes of a perfect that its verbal noun and participles do not have."""
JOINED = (("و",), ("ف",))
ABOUT_A_NOUN = ("pronoun", "demonstrative")
EMPHATIC = ("pronoun:نفس", "pronoun:انفس", "pronoun:أنفس", "pronoun:ذات", "pronoun:عين")
"""Pronouns that end a noun phrase («الليلة نفسها»): nothing is said of them."""
TANWIN = "\u064b"
SHORT = 3
MARKS = frozenset("،,.؛;:")
TRANSPARENT = ("adverb", "quantifier")
BEFORE_VERBS = frozenset({"قد", "لقد", "فقد", "وقد", "لم", "ولم", "فلم", "لن", "ولن", "فلن", "سوف", "وسوف"})
CLAUSE_OPENERS = frozenset(
    {"conjunction", "complementizer", "relative", "negation", "particle", "future", "pronoun"}
)


def _verbal(token: Token) -> bool:
    """Whether a word that the lexicon lacks is a verb by its shape, or by what the dictionary says of it."""
    stem, lemma = token.stem, token.lemma
    if VERBAL.fullmatch(stem) or ("س" in token.proclitics and stem[0] in "يت"):
        return True
    if len(lemma) > SHORT and stem == lemma + "ت":
        return True  # «أبرزت»
    if lemma not in dictionary().verbs or stem == lemma + "ات":
        return False  # «تطورات»
    if stem == lemma:
        return OF_VERBS_ALONE.fullmatch(stem) is not None
    return stem[0] in "يت" or stem.endswith(("ت", "وا", "تا"))


class FiniteVerbs:
    """Tells verbs from nouns by what stands before them; ``chunks`` holds all that was read so far.

    ``closed`` says whether nothing in the genitive can follow a noun phrase.
    """

    def __init__(
        self,
        words: Sequence[Word],
        chunks: Sequence[Chunk],
        knowledge: Knowledge,
        closed: Callable[[Phrase], bool],
    ) -> None:
        self.words, self.chunks, self.closed = words, chunks, closed
        self.calendar = knowledge.calendars["ar"]

    def is_verb(self, i: int, before: Chunk | None) -> bool:
        """Whether the word at ``i`` is a finite verb, ``before`` being what stands directly before it."""
        word = self.words[i]
        token = word.token
        if token.definite or any(c in ("ب", "ك") for c in token.proclitics):
            return False
        if TANWIN in token.text:
            return False
        if self._due(i, before):
            return True
        if not word.verbs:
            return self._verb_by_shape(i)
        if max((m.last for m in word.nouns), default=i) > max(m.last for m in word.verbs):
            return False  # «حظر التجول»
        if before is not None and before.text == "reporting:phrase":
            return False
        if i + 1 < len(self.words) and self.words[i + 1].time is not None and self._of_time(token):
            return False
        named = word.given and i + 1 < len(self.words) and self.words[i + 1].given
        if named and before is not None and before.phrase is not None and not token.proclitics:
            return False  # «محاكمة أكرم حسين», but «وطالب عبد المجيد …»
        tenses = {m.form.word.tense for m in word.verbs}
        auxiliary = before is not None and self._auxiliary(before)
        joined = token.proclitics[:1] in JOINED
        if before is not None and before.kind == "verb" and not auxiliary and not joined:
            return False
        if (
            word.name is not None
            and not word.weak_name
            and (self._ends(i) or (joined and self._place(before)))
        ):
            return False  # «في صنعاء وتعز،», «بلدات دوما وحرستا»
        if self._after_title() and all(m.kind == "verbs" for m in word.verbs) and "perfect" in tenses:
            return False
        if "س" in token.proclitics:
            return True
        if "ل" in token.proclitics:
            return "imperfect" in tenses
        if (
            "imperfect" in tenses
            and before is not None
            and before.text.startswith(("negation", "complementizer"))
        ):
            return True
        if all(m.form.word.number == "dual" for m in word.verbs) and not self._dual(before, bool(word.nouns)):
            return False  # «أن شابا يبلغ»
        if before is not None and self._about_a_noun(before) and self._also_noun(word):
            return False  # «وهو أمر نفته إيران»
        one = all(m.form.word.number == "singular" and not m.form.word.feminine for m in word.verbs)
        if one and tenses == {"perfect"} and self._after_attempt(before):
            return False  # «محاولة عناصر التنظيم شن هجوم»
        if one and self._rather_noun(word):
            return False  # «علقت السفارة عملها»
        if not word.nouns and (word.name is None or word.weak_name):
            return True
        generic = all(m.kind == "verbs" for m in word.verbs)
        if generic and any(m.kind == "place_nouns" for m in word.nouns):
            return False
        return self._verb_by_context(i, before)

    def _due(self, i: int, before: Chunk | None) -> bool:
        """After «قد», «لم» or «سوف» comes a verb, even one that nobody knows."""
        if before is None or before.kind != "function" or before.last != i - 1:
            return False
        word, particle = self.words[i], before.text.partition(":")[2]
        named = word.function or word.number or word.time or (word.name and not word.weak_name)
        plain = word.token.kind == "word" and not word.token.proclitics
        return particle in BEFORE_VERBS and plain and not named

    def leaves(self, i: int) -> bool:
        """«وخلف الهجوم ثلاثة قتلى»: at the head of a clause, before an event and those whom it befell."""
        word = self.words[i]
        light = any(m.kind == "light_verbs" for m in word.verbs)
        opens = not self.chunks or self.chunks[-1].kind in ("punctuation", "time")
        if not light or not opens or i + 2 >= len(self.words):
            return False
        event, after = self.words[i + 1], self.words[i + 2]
        many = after.number is not None or (after.function is not None and after.function[0] == "quantifier")
        return (
            event.token.definite
            and event.noun("triggers") is not None
            and (many or after.noun("quantities") is not None)
        )

    def _rather_noun(self, word: Word) -> bool:
        """Whether a short perfect stands after verb and subject, where an object is due."""
        short = len(word.token.stem) <= SHORT and word.token.proclitics[:1] not in JOINED
        generic = all(m.kind == "verbs" and m.form.word.tense == "perfect" for m in word.verbs)
        return short and generic and not word.nouns and bool(word.token.enclitic) and self._after_subject()

    def _after_attempt(self, before: Chunk | None) -> bool:
        """Whether «محاولة» with its agent stands right before: its verbal noun is due."""
        phrase = before.phrase if before is not None else None
        if phrase is None or not self.closed(phrase):
            return False
        modal = phrase.head.match("modality")
        return modal is not None and modal.form.entry.pos == "noun" and len(phrase.units) > 1

    def _place(self, before: Chunk | None) -> bool:
        """Whether what stands before is a place."""
        unit = before.phrase.units[-1] if before is not None and before.phrase is not None else None
        return unit is not None and (bool(unit.entities) or unit.match("place_nouns") is not None)

    def _befalls(self, i: int, before: Phrase) -> bool:
        """«في انفجار وقتل آخران»: of whom it happened to stands in the nominative after a joined verb."""
        word = self.words[i]
        if i + 1 >= len(self.words) or not before.prep or any(m.kind == "verbs" for m in word.verbs):
            return False
        victim = self.words[i + 1]
        token = victim.token
        people = victim.noun("people", "actor_nouns") is not None and not token.proclitics
        if people and token.stem.endswith(("ان", "ون")) and not token.enclitic:
            return {m.form.word.number for m in victim.nouns} & {"dual", "plural"} != set()
        return victim.number is not None and not token.proclitics and self.closed(before)

    def _befell(self, i: int, before: Phrase) -> bool:
        """«إن ضابط شرطة قتل في هجوم»: after people, and before what is no genitive."""
        casualty = any(m.kind == "quantities" for m in self.words[i].verbs)
        if not casualty or before.prep or before.head.match("people") is None or i + 1 >= len(self.words):
            return False
        after = self.words[i + 1]
        preposition = after.function is not None and after.function[0] == "preposition"
        return preposition or after.time is not None or after.token.norm in MARKS

    def _about_a_noun(self, before: Chunk) -> bool:
        return before.text.startswith(ABOUT_A_NOUN) and not before.text.startswith(EMPHATIC)

    def _also_noun(self, word: Word) -> bool:
        perfect = all(
            m.form.word.tense == "perfect" and m.form.word.text == word.token.stem for m in word.verbs
        )
        return perfect and any("noun" in m.get("also") for m in word.verbs)

    def _of_time(self, token: Token) -> bool:
        """Whether the calendar has the word for something else than the verb of a clause («أعلنت أمس»)."""
        found = self.calendar.match([token.stem], 0)
        return found is not None and found.sense.kind != "clause"

    def _after_title(self) -> bool:
        """After a title and a comma a name is due: «المتحدث باسم …، حسن …»."""
        if len(self.chunks) < 2 or self.chunks[-1].text not in ("،", ","):
            return False
        phrase = self.chunks[-2].phrase
        return phrase is not None and phrase.head.match("roles") is not None

    def _dual(self, before: Chunk | None, noun: bool) -> bool:
        """Whether two of a kind stand before the verb; a word that is a ``noun``, too, needs them."""
        if before is None or before.phrase is None:
            return not noun
        if before.phrase.count == 2 or before.phrase.joined:
            return True
        for chunk in reversed(self.chunks):
            if chunk.kind not in ("phrase", "time"):
                return False
            if chunk.phrase is not None and chunk.phrase.count == 2 and not chunk.phrase.prep:
                return True  # «وقع انفجاران في المدينة استهدفا …»
        return False

    def _verb_by_shape(self, i: int) -> bool:
        """An unknown word is a verb by its shape («ي…», «…وا») or its lemma, unless a name can stand here."""
        word = self.words[i]
        known = word.nouns or word.name or word.function or word.demonym or word.number or word.time
        token = word.token
        if known or word.given or token.kind != "word" or not _verbal(token):
            return False
        before = self.words[i - 1] if i else None
        if before is None:
            return True
        awaited = any(m.kind in ("roles", "place_nouns") for m in before.nouns) and not before.token.definite
        return not (before.given or awaited)

    def _carried(self) -> bool:
        """Whether the verb of this clause is one that takes an event noun («واصلت القوات تقدمها»)."""
        for chunk in reversed(self.chunks):
            if chunk.kind == "verb":
                return any(m.kind == "light_verbs" for m in chunk.verbs)
            if chunk.kind == "function" or chunk.text in (".", ";", ":"):
                return False
        return False

    def _auxiliary(self, chunk: Chunk) -> bool:
        """«كان», «عاد», «ظل»: another verb may follow."""
        return any("auxiliary" in m.get("also") for m in chunk.verbs)

    def _after_subject(self) -> bool:
        """A finite verb stands before in the clause, and nothing but noun phrases since."""
        for chunk in reversed(self.chunks):
            if chunk.kind == "verb":
                return not self._auxiliary(chunk)
            if chunk.phrase is None or chunk.phrase.prep:
                return False
        return False

    def _verb_by_context(self, i: int, before: Chunk | None) -> bool:
        word = self.words[i]
        if word.token.enclitic and any(m.kind == "triggers" for m in word.nouns) and self._carried():
            return False
        carrier = any(m.kind == "light_verbs" for m in word.verbs)
        if carrier and word.token.enclitic and before is not None and before.phrase is not None:
            return True
        joined = word.token.proclitics[:1] in JOINED
        if joined and before is not None and before.phrase is not None and self._befalls(i, before.phrase):
            return True
        if i + 1 < len(self.words):
            following = self.words[i + 1]
            adjective = following.noun("weapons")
            if (
                adjective is not None
                and adjective.get("kind") == "adjective"
                and not following.token.definite
            ):
                return False
            if (
                following.demonym
                and not following.token.definite
                and not following.token.norm.endswith(("ين", "ون"))
            ):
                return False
        if before is not None and before.text.startswith(TRANSPARENT) and len(self.chunks) > 1:
            before = self.chunks[-2]
        if before is None or before.kind in ("punctuation", "time"):
            return True
        opener = self.words[before.last].token.text if before.kind == "function" else ""
        if opener.startswith("إن") and word.nouns:
            return False  # «إن طالب الصيدلة …»
        if before.kind == "function":
            return joined or before.text.partition(":")[0] in CLAUSE_OPENERS
        if before.kind == "verb":
            return joined or self._auxiliary(before)
        if before.phrase is not None:
            if joined:
                concrete = (
                    before.phrase.units[-1].match("actor_nouns", "place_nouns", "people")
                    or before.phrase.units[-1].entities
                )
                return bool(concrete) or (not before.phrase.prep and not before.phrase.head.match("triggers"))
            if self._befell(i, before.phrase):
                return True
            return self.closed(before.phrase) and (bool(before.phrase.prep) or not self._after_subject())
        return False

    def _ends(self, i: int) -> bool:
        """Whether a mark follows."""
        return i + 1 < len(self.words) and self.words[i + 1].token.norm in MARKS
