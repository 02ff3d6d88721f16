"""Arabic words → noun phrases, verbs and function words.

A noun phrase is built from left to right: quantifier or number, head, then genitives (idafa),
adjectives and appositions, as long as no clitic, verb, function word or mark stands between.
Whether a form that may be verb or noun («قصف», «قتل») is a verb is decided by what stands before it.
"""

from __future__ import annotations

from functools import lru_cache

from tawthiq.extract.annotate import Word
from tawthiq.extract.arabic.nouns import PhraseBuilder
from tawthiq.extract.arabic.partitives import join_partitives
from tawthiq.extract.arabic.verbs import MARKS, FiniteVerbs
from tawthiq.extract.phrases import Chunk, Phrase
from tawthiq.fold import spelling
from tawthiq.knowledge import Knowledge
from tawthiq.knowledge.lexicon import Lexicon

PARTICIPLE = "participle"
CONJUNCTIONS = ("و", "ف")
WHO, UNTIL = "من", "حتي"
PREFIX_PREPOSITIONS = ("ب", "ل", "ك")


@lru_cache(maxsize=4)
def _openers(lexicon: Lexicon) -> dict[str, list[tuple[str, ...]]]:
    """Reporting phrases of several words by their first one, the longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    phrases = (o for o in lexicon.phrases("reporting", "scope", "phrase") if len(o) > 1)
    for opener in sorted(phrases, key=lambda o: (-len(o), o)):
        found.setdefault(opener[0], []).append(opener)
    return found


class Chunker:
    """Chunks of one sentence."""

    def __init__(self, words: list[Word], knowledge: Knowledge) -> None:
        self.words = words
        self.builder = PhraseBuilder(words, knowledge)
        self.chunks: list[Chunk] = []
        self.verbs = FiniteVerbs(words, self.chunks, knowledge, self.builder.is_closed)
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
        elif self._until(i):
            self._emit(Chunk("function", i - 1, i - 1, f"conjunction:{UNTIL}", self.prep_joined))
        if not self.prep and self.verbs.is_verb(i, self.chunks[-1] if self.chunks else None):
            last = max((m.last for m in word.verbs), default=i)
            return self._emit(Chunk("verb", i, last, token.stem, joined, verbs=list(word.verbs)))
        return self._noun_phrase(i, joined)

    def _whoever(self, i: int) -> bool:
        """«من اعتقدوا»: before a verb that can be nothing else it is no preposition."""
        word = self.words[i]
        others = word.nouns or word.name or word.function or word.number or word.token.definite
        return self.prep == WHO and self.prep_first == i - 1 and bool(word.verbs) and not others

    def _until(self, i: int) -> bool:
        """«حتى تحقق أهدافها»: before an imperfect it is no preposition."""
        word = self.words[i]
        imperfect = bool(word.verbs) and all(m.form.word.tense == "imperfect" for m in word.verbs)
        return self.prep == UNTIL and self.prep_first == i - 1 and imperfect and not word.nouns

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
        if class_ == "preposition" and self.verbs.leaves(i):
            return self._emit(Chunk("verb", i, i, word.token.stem, joined, verbs=list(word.verbs)))
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
        if class_ == "demonstrative" and self.prep and self._before_noun(last):
            return last  # «عن هذه الهجمات»
        return self._emit(Chunk("function", i, last, f"{class_}:{text}", joined))

    def _before_noun(self, i: int) -> bool:
        """Whether a noun with the article follows."""
        return i + 1 < len(self.words) and self.words[i + 1].token.definite

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
        phrase = self.builder.build(i, self.verbs.is_verb, governed=bool(prep))
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


def chunk(words: list[Word], knowledge: Knowledge) -> list[Chunk]:
    """Chunks of an Arabic sentence, in order; prepositions are part of what they govern."""
    return join_partitives(Chunker(words, knowledge).run(), knowledge)
