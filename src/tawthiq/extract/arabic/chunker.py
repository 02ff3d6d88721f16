"""Arabic words → noun phrases, verbs and function words.

A noun phrase is built from left to right: quantifier or number, head, then genitives (idafa),
adjectives and appositions, as long as no clitic, verb, function word or mark stands between.
Whether a form that may be verb or noun («قصف», «قتل») is a verb is decided by what stands before it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from tawthiq.extract.annotate import Word
from tawthiq.extract.arabic.nouns import PhraseBuilder
from tawthiq.extract.arabic.partitives import join_partitives
from tawthiq.extract.phrases import Chunk, Phrase
from tawthiq.fold import spelling
from tawthiq.knowledge import Knowledge
from tawthiq.knowledge.lexicon import Lexicon
from tawthiq.language.arabic.lemmas import dictionary
from tawthiq.model import Token

PARTICIPLE = "participle"
VERBAL = re.compile("ي.{2,}|تست.{2,3}|تت.{3,4}|ت.ت..|.{3,}وا")
OF_VERBS_ALONE = re.compile(r"است.{2,}|ان.{3}|ا.ت..|ت.{3,}|.(.)\1")
"""Shapes of a perfect that its verbal noun and participles do not have."""
CONJUNCTIONS = ("و", "ف")
ABOUT_A_NOUN = ("pronoun", "demonstrative")
TANWIN = "\u064b"
WHO = "من"
SHORT = 3
MARKS = frozenset("،,.؛;:")
PREFIX_PREPOSITIONS = ("ب", "ل", "ك")
TRANSPARENT = ("adverb", "quantifier")
CLAUSE_OPENERS = frozenset(
    {"conjunction", "complementizer", "relative", "negation", "particle", "future", "pronoun"}
)


@lru_cache(maxsize=4)
def _openers(lexicon: Lexicon) -> dict[str, list[tuple[str, ...]]]:
    """Reporting phrases of several words by their first one, the longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    phrases = (o for o in lexicon.phrases("reporting", "scope", "phrase") if len(o) > 1)
    for opener in sorted(phrases, key=lambda o: (-len(o), o)):
        found.setdefault(opener[0], []).append(opener)
    return found


def _verbal(token: Token) -> bool:
    """Whether a word that the lexicon lacks is a verb by its shape, or by what the dictionary says of it."""
    stem, lemma = token.stem, token.lemma
    if VERBAL.fullmatch(stem) or ("س" in token.proclitics and stem[0] in "يت"):
        return True
    if len(lemma) > SHORT and stem == lemma + "ت":
        return True  # «أبرزت»
    if lemma not in dictionary().verbs:
        return False
    if stem == lemma:
        return OF_VERBS_ALONE.fullmatch(stem) is not None
    return stem[0] in "يت" or stem.endswith(("ت", "وا", "تا"))


class Chunker:
    """Chunks of one sentence."""

    def __init__(self, words: list[Word], knowledge: Knowledge) -> None:
        self.words = words
        self.builder = PhraseBuilder(words, knowledge)
        self.chunks: list[Chunk] = []
        self.prep = ""
        self.prep_first = -1
        self.prep_joined = False
        self.openers = _openers(knowledge.lexicon("ar"))
        self.about = knowledge.lexicon("ar").words("prepositions", "sense", "about")
        self.manner = knowledge.lexicon("ar").words("discourse", "sense", "manner")
        self.calendar = knowledge.calendars["ar"]

    def run(self) -> list[Chunk]:
        i = 0
        while i < len(self.words):
            i = self._step(i) + 1
        return self.chunks

    def _step(self, i: int) -> int:
        """Emit the chunk that starts at ``i``; returns its last token."""
        word = self.words[i]
        token = word.token
        joined = bool(token.proclitics) and token.proclitics[0] in CONJUNCTIONS
        if word.time is not None:
            last = i
            while last + 1 < len(self.words) and self.words[last + 1].time is word.time:
                last += 1
            return self._emit(Chunk("time", i, last, self.prep, joined, time=word.time))
        if token.kind == "punctuation":
            if not (self._quote(i) and i + 1 < len(self.words) and self.prep):
                self.chunks.append(Chunk("punctuation", i, i, token.norm))
            return i
        opener = self._opener(i)
        if opener is not None and not self.prep:
            return self._emit(Chunk("function", i, opener, "reporting:phrase", joined))
        if word.function is not None and not self._is_content(i):
            return self._function(i, joined)
        reporting = word.noun("reporting")
        if (
            reporting is not None
            and reporting.form.entry.pos == "fixed"
            and not token.definite
            and not self.prep
        ):
            spoken = [m for m in word.nouns if m.kind == "triggers"]
            if spoken:
                return self._emit(Chunk("verb", i, i, PARTICIPLE, joined, verbs=spoken))
            return self._emit(
                Chunk("function", i, reporting.last, f"reporting:{reporting.get('scope')}", joined)
            )
        if self._whoever(i):
            self._emit(Chunk("function", i - 1, i - 1, f"relative:{WHO}", self.prep_joined))
        if not self.prep and self.is_verb(i, self.chunks[-1] if self.chunks else None):
            last = max((m.last for m in word.verbs), default=i)
            return self._emit(Chunk("verb", i, last, token.stem, joined, verbs=list(word.verbs)))
        return self._noun_phrase(i, joined)

    def _whoever(self, i: int) -> bool:
        """«من اعتقدوا»: before a verb that can be nothing else it is no preposition."""
        word = self.words[i]
        others = word.nouns or word.name or word.function or word.number or word.token.definite
        return self.prep == WHO and self.prep_first == i - 1 and bool(word.verbs) and not others

    def _opener(self, i: int) -> int | None:
        """Last token of «وفقاً لـ», «على حد قول» and the like, the clitic of the next word not counted."""
        token = self.words[i].token
        start = token.norm[1:] if token.proclitics[:1] in (("و",), ("ف",)) else token.norm
        for opener in self.openers.get(start, ()):
            last = i + len(opener) - 1
            if last >= len(self.words):
                continue
            tokens = [word.token for word in self.words[i : last + 1]]
            if any(t.norm != w for t, w in zip(tokens[1:-1], opener[1:-1], strict=True)):
                continue
            if tokens[-1].norm == opener[-1]:
                return last
            if opener[-1] in PREFIX_PREPOSITIONS and tokens[-1].proclitics[:1] == (opener[-1],):
                return last - 1
        return None

    def _emit(self, chunk: Chunk) -> int:
        self.prep, self.prep_first, self.prep_joined = "", -1, False
        self.chunks.append(chunk)
        return chunk.last

    def _quote(self, i: int) -> bool:
        return self.words[i].token.norm == '"'

    def _is_content(self, i: int) -> bool:
        """Whether a function word is the start of a name or of a number that reaches further."""
        word = self.words[i]
        assert word.function is not None
        last = word.function[2]
        if word.function[0] == "quantifier":
            return True
        if word.name is not None and not word.weak_name and word.name[0] > last:
            return True
        nouns = [m for m in (*word.nouns, *word.verbs) if m.last > last]
        return word.number is not None or bool(nouns)

    def _function(self, i: int, joined: bool) -> int:
        word = self.words[i]
        assert word.function is not None
        class_, text, last = word.function
        if class_ == "preposition" and self._is_given_name(i):
            return self._noun_phrase(i, joined)
        if class_ == "preposition" and word.given and self._ends(last):
            return self._emit(Chunk("other", i, last, text, joined))
        following = self.words[last + 1].number if last + 1 < len(self.words) else None
        if (
            class_ == "preposition"
            and following is not None
            and following.kind == "about"
            and text in self.about
        ):
            return last
        if class_ == "preposition":
            self.prep, self.prep_first, self.prep_joined = text, i, joined
            return last
        return self._emit(Chunk("function", i, last, f"{class_}:{text}", joined))

    def _ends(self, i: int) -> bool:
        """Whether a mark follows that no preposition stands before («أحمد محمد علي،»)."""
        return i + 1 < len(self.words) and self.words[i + 1].token.norm in MARKS

    def _is_given_name(self, i: int) -> bool:
        """«علي» the name, where the text writes the preposition «على»: an unknown word follows."""
        token = self.words[i].token
        if i + 1 < len(self.words) and self.words[i].given and not spelling(token.text).endswith("علي"):
            following = self.words[i + 1]
            nisba = following.token.definite and following.token.stem.endswith("ي") and not following.nouns
            return bool(following.given) or nisba
        if not spelling(token.text).endswith("علي") or i + 1 >= len(self.words):
            return False
        following = self.words[i + 1]
        known = following.nouns or following.function or following.name or following.number or following.time
        return not known and following.token.kind == "word" and not following.token.definite

    def _noun_phrase(self, i: int, joined: bool) -> int:
        token = self.words[i].token
        prep, prep_first, prep_joined = self.prep, self.prep_first, self.prep_joined
        inner = [c for c in token.proclitics if c in PREFIX_PREPOSITIONS]
        if inner and not prep:
            prep, prep_first = inner[-1], i
        if self._of_manner(i, prep):
            return self._emit(Chunk("other", i, i + 1, self.words[i].token.norm, joined))
        phrase = self.builder.build(i, self.is_verb, governed=bool(prep))
        if not prep and self._measure(phrase):
            return self._emit(Chunk("other", i, phrase.last, self.words[i].token.norm, joined))
        phrase.prep, phrase.prep_first = prep, prep_first
        phrase.joined = joined if prep_first in (-1, i) else prep_joined
        return self._emit(Chunk("phrase", i, phrase.last, prep, phrase.joined, phrase))

    def _measure(self, phrase: Phrase) -> bool:
        """«يبلغ من العمر 17 عاما»: so much time, and nobody who does something."""
        *numbers, unit = phrase.units
        if unit.last > unit.first or not numbers or any(u.kind != "number" for u in numbers):
            return False
        found = self.calendar.match([self.words[unit.first].token.stem], 0)
        return found is not None and found.sense.kind in ("unit", "units")

    def _of_manner(self, i: int, prep: str) -> bool:
        """«بشكل كثيف», «على نحو خطير»: says how, and names nothing."""
        if (
            prep not in ("ب", "علي")
            or self.words[i].token.stem not in self.manner
            or i + 1 >= len(self.words)
        ):
            return False
        following = self.words[i + 1].token
        return following.kind == "word" and not following.definite and not following.proclitics

    def is_verb(self, i: int, before: Chunk | None) -> bool:
        """Whether the word at ``i`` is a finite verb, ``before`` being what stands directly before it."""
        word = self.words[i]
        token = word.token
        if token.definite or any(c in ("ب", "ك") for c in token.proclitics):
            return False
        if TANWIN in token.text:
            return False
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
        joined = token.proclitics[:1] in (("و",), ("ف",))
        if before is not None and before.kind == "verb" and not auxiliary and not joined:
            return False
        if word.name is not None and not word.weak_name and self._ends(i):
            return False  # «في صنعاء وتعز،»
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
        if before is not None and before.text.startswith(ABOUT_A_NOUN) and self._also_noun(word):
            return False  # «وهو أمر نفته إيران»
        one = all(m.form.word.number == "singular" and not m.form.word.feminine for m in word.verbs)
        if one and tenses == {"perfect"} and self._after_attempt(before):
            return False  # «محاولة عناصر التنظيم شن هجوم»
        if not word.nouns and (word.name is None or word.weak_name):
            return True
        generic = all(m.kind == "verbs" for m in word.verbs)
        if generic and any(m.kind == "place_nouns" for m in word.nouns):
            return False
        return self._verb_by_context(i, before)

    def _after_attempt(self, before: Chunk | None) -> bool:
        """Whether «محاولة» with its agent stands right before: its verbal noun is due."""
        phrase = before.phrase if before is not None else None
        if phrase is None or not self.builder.is_closed(phrase):
            return False
        modal = phrase.head.match("modality")
        return modal is not None and modal.form.entry.pos == "noun" and len(phrase.units) > 1

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
        return before.phrase.count == 2 or before.phrase.joined

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
        joined = bool(word.token.proclitics) and word.token.proclitics[0] in CONJUNCTIONS
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
            return before.text.partition(":")[0] in CLAUSE_OPENERS
        if before.kind == "verb":
            return joined or self._auxiliary(before)
        if before.phrase is not None:
            if joined:
                concrete = (
                    before.phrase.units[-1].match("actor_nouns", "place_nouns", "people")
                    or before.phrase.units[-1].entities
                )
                return bool(concrete) or (not before.phrase.prep and not before.phrase.head.match("triggers"))
            return self.builder.is_closed(before.phrase) and not self._after_subject()
        return False


def chunk(words: list[Word], knowledge: Knowledge) -> list[Chunk]:
    """Chunks of an Arabic sentence, in order; prepositions are part of what they govern."""
    return join_partitives(Chunker(words, knowledge).run(), knowledge)
