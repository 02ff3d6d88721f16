"""What each English word is in its sentence: part of a noun phrase, a verb, or a word between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tawthiq.extract.annotate import Match, Word
from tawthiq.language.english.dictionary import dictionary_form

Tag = Literal[
    "noun", "verb", "time", "punctuation", "determiner", "quantifier", "number", "pronoun", "preposition",
    "conjunction", "complementizer", "relative", "negation", "auxiliary", "modal", "adverb", "genitive",
]  # fmt: skip
Form = Literal["base", "s", "past", "ing"]

CLASS_TAGS: dict[str, Tag] = {
    "determiner": "determiner", "demonstrative": "determiner",
    "quantifier": "quantifier", "pronoun": "pronoun", "preposition": "preposition",
    "conjunction": "conjunction",
    "complementizer": "complementizer", "relative": "relative", "negation": "negation",
    "auxiliary": "auxiliary", "modal": "modal", "adverb": "adverb", "particle": "adverb",
}  # fmt: skip
NOMINAL = frozenset({"noun", "number", "quantifier", "determiner", "genitive"})
OPENING = frozenset({"determiner", "quantifier", "number", "pronoun", "complementizer"})
TITLE_SHARE = 0.7
NOMINAL_TABLES = frozenset({
    "triggers", "light_verbs", "place_nouns", "actor_nouns", "people", "roles", "weapons", "quantities",
    "modality", "reporting",
})  # fmt: skip
SENTENCE_MARKS = frozenset({'"', ":", "“", "-", "–", "—"})
NOUN_ENDINGS = (
    "tion",
    "sion",
    "ment",
    "ity",
    "ness",
    "ance",
    "ence",
    "ism",
    "ship",
    "ists",
    "ors",
    "ers",
    "ies",
)


@dataclass(slots=True)
class Reading:
    """Tag of a token; for a verb its form, for a word of several tokens the last one."""

    tag: Tag
    last: int
    text: str = ""
    form: Form | None = None


class Tagger:
    """Reads one sentence from left to right."""

    def __init__(self, words: list[Word]) -> None:
        self.words = words
        self.readings: list[Reading] = []
        texts = [w.token.text for w in words if w.token.kind == "word" and len(w.token.text) > 3]
        self.title = len(texts) > 3 and sum(t[0].isupper() for t in texts) > TITLE_SHARE * len(texts)

    def run(self) -> list[Reading]:
        """One reading for each token."""
        i = 0
        while i < len(self.words):
            reading = self._read(i)
            for _ in range(i, reading.last + 1):
                self.readings.append(reading)
            i = reading.last + 1
        return self.readings

    def _read(self, i: int) -> Reading:
        word = self.words[i]
        token = word.token
        if word.time is not None:
            last = i
            while last + 1 < len(self.words) and self.words[last + 1].time is word.time:
                last += 1
            return Reading("time", last)
        if token.kind == "punctuation":
            if token.norm == "'" and self._before() == "noun" and self.words[i - 1].token.norm.endswith("s"):
                follows = i + 1 < len(self.words) and self.words[i + 1].token.start > token.end
                if follows and token.start == self.words[i - 1].token.end:
                    return Reading("genitive", i)
            return Reading("punctuation", i, token.norm)
        if token.norm == "'s":
            return Reading(
                "genitive" if self._before() in ("noun", "time", "number") else "auxiliary", i, "be"
            )
        if word.function is not None and not self._is_content(i):
            return self._function(i)
        if word.number is not None:
            return Reading("number", word.number.last)
        if self._is_adverb(i):
            return Reading("adverb", i, token.norm)
        form = self._verb_form(i)
        if form is not None:
            last = max((m.last for m in word.verbs), default=i)
            return Reading("verb", last, token.lemma, form)
        return Reading("noun", self._noun_last(i))

    def _is_adverb(self, i: int) -> bool:
        word = self.words[i]
        plain = word.token.text[:1].islower() and not word.nouns and not word.verbs and word.name is None
        return plain and word.token.norm.endswith("ly") and len(word.token.norm) > 4

    def _noun_last(self, i: int) -> int:
        word = self.words[i]
        lasts = [m.last for m in word.nouns]
        if word.name is not None:
            lasts.append(word.name[0])
        return max(lasts, default=i)

    def _is_content(self, i: int) -> bool:
        """Whether a function word begins a longer name, noun or number («up to 300», "Out of Africa")."""
        word = self.words[i]
        assert word.function is not None
        last = word.function[2]
        if word.name is not None and word.name[0] > last:
            return True
        if word.number is not None:
            return word.function[0] != "determiner" or word.number.last > i
        longer = any(
            m.last > last and m.kind in ("triggers", "light_verbs") for m in (*word.nouns, *word.verbs)
        )
        return longer and word.function[0] not in ("auxiliary", "modal")

    def _function(self, i: int) -> Reading:
        word = self.words[i]
        assert word.function is not None
        class_, text, last = word.function
        tag = CLASS_TAGS.get(class_, "adverb")
        if tag == "auxiliary":
            return Reading(tag, last, dictionary_form(word.token.norm))
        if class_ in ("determiner", "demonstrative") and not self._noun_follows(last + 1):
            tag = "pronoun"
        return Reading(tag, last, text)

    def _noun_follows(self, i: int) -> bool:
        if i >= len(self.words):
            return False
        word = self.words[i]
        if word.token.kind == "punctuation" or word.time is not None:
            return word.token.norm == '"'
        return word.function is None or word.function[0] in ("quantifier", "determiner")

    def _before(self, skip: tuple[str, ...] = ()) -> str:
        for reading in reversed(self.readings):
            if reading.tag not in skip:
                return reading.tag
        return "start"

    def _last_reading(self, skip: tuple[str, ...] = ()) -> Reading | None:
        return next((r for r in reversed(self.readings) if r.tag not in skip), None)

    # -- verbs

    def forms(self, i: int) -> set[Form]:
        """The verb forms that the word at ``i`` can be."""
        word = self.words[i]
        found: set[Form] = {_form(m) for m in word.verbs}
        if found or not word.token.text[:1].islower():
            return found
        norm = word.token.norm
        if (
            len(norm) > 4
            and norm.endswith(("ed", "ing"))
            and not word.nouns
            and dictionary_form(norm) != norm
        ):
            return {"past"} if norm.endswith("ed") else {"ing"}
        return found

    def _verb_form(self, i: int) -> Form | None:
        """The form in which the word at ``i`` is a verb here, ``None`` if it is none."""
        word = self.words[i]
        forms = self.forms(i)
        last = self._last_reading(("adverb", "negation"))
        before = last.tag if last is not None else "start"
        if (
            last is not None
            and last.tag == "preposition"
            and last.text == "to"
            and self._infinitive(i, forms)
        ):
            return "base"
        longest = max((m.last for m in word.verbs), default=i)
        if not forms or self._is_name(i, before) or any(m.last > longest for m in word.nouns):
            return None
        if last is not None and last.tag == "modal":
            return "base" if "base" in forms else None
        if last is not None and last.tag == "auxiliary":
            return self._after_auxiliary(last.text, forms)
        noun = _can_be_noun(word)
        if "past" in forms:
            past = self._past(i, before, noun)
            if past or forms == {"past"}:
                return "past" if past else None
        if "ing" in forms:
            return "ing" if self._ing(i, before, noun) else None
        return self._present(i, before, noun, forms)

    def _infinitive(self, i: int, forms: set[Form]) -> bool:
        if "base" in forms:
            return True
        word = self.words[i]
        norm = word.token.norm
        plain = word.token.text[:1].islower() and not word.nouns and word.name is None and not forms
        return plain and not norm.endswith(("s", "ed", "ing", *NOUN_ENDINGS)) and self._opens_phrase(i + 1)

    def _is_name(self, i: int, before: str) -> bool:
        word = self.words[i]
        if word.demonym is not None or (word.name is not None and not word.weak_name):
            return True
        if not word.token.text[:1].isupper() or self.title:
            return False
        start = before == "start" or (
            self.readings[-1].tag == "punctuation" and self.words[i - 1].token.norm in SENTENCE_MARKS
        )
        return not start

    def _after_auxiliary(self, auxiliary: str, forms: set[Form]) -> Form | None:
        if auxiliary == "do":
            return "base" if "base" in forms else None
        if "past" in forms:
            return "past"
        return "ing" if "ing" in forms and auxiliary == "be" else None

    def _past(self, i: int, before: str, noun: bool) -> bool:
        if before == "determiner" or before == "genitive":
            return False
        adjective = any(m.kind == "adjectives" for m in self.words[i].nouns)
        if adjective and before != "pronoun" and self._noun_at(i + 1):
            return False
        if before == "number":
            human = any(m.kind == "quantities" for m in self.words[i].verbs)
            return not self._noun_at(i + 1) or (human and self._opens_phrase(i + 1))
        if before == "quantifier":
            return not self._noun_at(i + 1)
        if before == "preposition":
            return False
        if before in ("verb", "conjunction", "punctuation", "start") and not noun:
            return before == "conjunction" or not self._noun_at(i + 1)
        if before == "verb":
            return not self._noun_at(i + 1)
        if before == "noun":
            return True
        return not noun or before in ("pronoun", "relative", "complementizer")

    def _ing(self, i: int, before: str, noun: bool) -> bool:
        opens = self._opens_phrase(i + 1)
        if before == "preposition" and i + 1 < len(self.words) and self.words[i + 1].token.norm == "with":
            return True
        if before == "noun" and noun and self._plural_before() and self._actor_before():
            return True
        if before in ("determiner", "genitive", "number", "quantifier"):
            return False
        if before == "preposition":
            return opens or not noun
        if before == "noun":
            adjectival = not noun and not opens and self._noun_at(i + 1)
            return (opens or not noun) and not (adjectival and self._noun_closed_by(i))
        if before in ("start", "conjunction", "verb", "punctuation"):
            return opens or not noun
        return not noun

    def _noun_closed_by(self, i: int) -> bool:
        return i > 0 and any(m.kind == "adjectives" for m in self.words[i - 1].nouns)

    def _present(self, i: int, before: str, noun: bool, forms: set[Form]) -> Form | None:
        form: Form = "base" if "base" in forms else "s"
        if before in ("determiner", "genitive", "number", "quantifier", "preposition", "time"):
            return None
        if before in ("pronoun", "relative"):
            return form
        if before == "complementizer":
            return None if noun and not self._opens_phrase(i + 1) else form
        if before == "noun":
            plural = self._plural_before()
            if (form == "base") != plural and plural is not None:
                return None
            if not noun:
                return form
            return form if self._opens_phrase(i + 1) or not self._finite_around(i) else None
        if before in ("verb", "start", "punctuation"):
            return form if not noun and before != "verb" else None
        if before == "conjunction":
            return form if not noun or (self._opens_phrase(i + 1) and self._earlier_form(form)) else None
        return None if noun else form

    def _actor_before(self) -> bool:
        word = self.words[len(self.readings) - 1]
        return any(m.kind in ("people", "actor_nouns") for m in word.nouns)

    def _plural_before(self) -> bool | None:
        """Number of the noun before; ``None`` if it is not known (a name)."""
        i = len(self.readings) - 1
        while i >= 0 and self.readings[i].tag in ("adverb", "negation"):
            i -= 1
        word = self.words[i]
        if word.name is not None or word.token.text[:1].isupper():
            return None
        concrete = {m.form.word.number for m in word.nouns if m.kind != "adjectives"}
        if len(concrete) == 1:
            return concrete == {"plural"} or word.token.norm in ("police", "people") or None
        return word.token.norm.endswith("s") and not word.token.norm.endswith("ss")

    def _earlier_form(self, form: Form) -> bool:
        return any(r.tag == "verb" and r.form == form for r in self.readings)

    def _opens_phrase(self, i: int) -> bool:
        """Whether a noun phrase visibly begins at ``i``: a determiner, a number, a capital letter."""
        if i >= len(self.words):
            return False
        word = self.words[i]
        if word.time is not None or word.token.kind == "punctuation":
            return False
        if word.number is not None or word.name is not None or word.demonym:
            return True
        if word.function is not None:
            return CLASS_TAGS.get(word.function[0], "adverb") in OPENING or word.function[1] in (
                "at least",
                "more than",
                "up to",
            )
        if word.token.text[:1].isupper() and not self.title:
            return True
        if any(m.kind == "adjectives" for m in word.nouns):
            return self._noun_at(i + 1)
        return any(
            m.form.word.number == "plural"
            for m in word.nouns
            if m.kind in ("people", "actor_nouns", "weapons", "place_nouns")
        )

    def _noun_at(self, i: int) -> bool:
        """Whether the word at ``i`` can only go on with a noun phrase."""
        if i >= len(self.words):
            return False
        word = self.words[i]
        if word.token.kind != "word" or word.time is not None or word.function is not None or word.number:
            return False
        if word.nouns or word.name is not None or word.demonym:
            return True
        return not self.forms(i) and not word.token.norm.endswith("ly")

    def _finite_around(self, i: int) -> bool:
        """Whether another word of the clause is surely its finite verb."""
        for j in range(i - 1, -1, -1):
            reading = self.readings[j]
            if reading.tag in ("conjunction", "complementizer", "relative"):
                break
            if (
                reading.tag == "auxiliary"
                or reading.tag == "modal"
                or (reading.tag == "verb" and reading.form != "ing")
            ):
                return True
        for j in range(i + 1, len(self.words)):
            word = self.words[j]
            if word.function is not None and word.function[0] in (
                "conjunction",
                "complementizer",
                "relative",
            ):
                return False
            if word.function is not None and word.function[0] in ("auxiliary", "modal"):
                return True
            forms = self.forms(j)
            infinitive = self.words[j - 1].token.norm == "to"
            if (
                forms
                and "ing" not in forms
                and not word.nouns
                and word.token.text[:1].islower()
                and not infinitive
            ):
                return True
        return False


def _can_be_noun(word: Word) -> bool:
    return any(m.kind in NOMINAL_TABLES and m.form.entry.pos == "noun" for m in word.nouns)


def _form(match: Match) -> Form:
    word = match.form.word
    if word.tense == "imperfect":
        return "base" if word.number == "plural" else "s"
    return "past" if word.tense == "perfect" else "ing"
