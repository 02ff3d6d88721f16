"""Cutting an Arabic word into proclitics, article, stem and pronoun suffix.

Every reading of a word that the script allows gets a cost: little for a stem that the lexicon or
the gazetteer knows, more for one that only the general dictionary has, much for an unknown one, and
something for each clitic that the reading assumes. The cheapest reading wins.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, Protocol

from tawthiq.fold import fold, spelling
from tawthiq.knowledge.lexicon import Lexicon
from tawthiq.language.arabic.lemmas import Dictionary, dictionary
from tawthiq.language.tables import number_words

ENCLITICS = ("هما", "كما", "هم", "هن", "ها", "كم", "كن", "نا", "ني", "ه")
ARTICLE = "ال"

# What a stem costs by who knows it.
LEXICON, NAME, GENERAL, UNKNOWN = 0.0, 0.3, 0.7, 3.0
SHORT_LEXICON, SHORT_STEM = 0.3, 1.2
OTHER_SPELLING = 1.3
SHORT_AFTER_LIKE = 0.5
LOOKS_JOINED = 1.2
# What each clitic costs.
CONJUNCTION = {"و": 0.5, "ف": 0.9}
PREPOSITION = {"ب": 0.6, "ل": 0.6, "ك": 1.9}
BEFORE_ARTICLE = 0.1
FUTURE = 0.5
SUFFIX, RARE_SUFFIX = 0.9, 0.3
# A word known with «ال» in front is still better read as article and stem, if the stem is known.
WITH_ARTICLE = 0.9
# A clitic before a closed-class word: «و» more often than not, others if no known word looks the same.
CERTAIN, LIKELY = -0.1, 0.05
OPEN_CLASSES = frozenset({"adverb", "quantifier"})
AFTER_AND = frozenset(
    {"preposition", "complementizer", "negation", "relative", "pronoun", "demonstrative", "quantifier"}
)
PRONOUNLESS = frozenset({"negation", "conjunction", "complementizer", "particle", "pronoun"})
AFTER_PREPOSITION = frozenset({"demonstrative", "relative", "pronoun", "complementizer", "negation"})
_JOINED_ARTICLE = {"و": ARTICLE, "ف": ARTICLE, "ب": ARTICLE, "ك": ARTICLE, "ل": "ل"}
REMEMBERED = 50_000
"""Stems of which the cost is remembered."""


class NameWords(Protocol):
    """What the segmenter asks of a gazetteer."""

    def is_name_word(self, word: str) -> bool: ...

    def demonym(self, stem: str, language: str) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Segmentation:
    """The parts of a word, folded; ``prefix_length`` counts the letters of its proclitics."""

    proclitics: tuple[str, ...]
    definite: bool
    stem: str
    enclitic: str
    lemma: str
    prefix_length: int


class _Reading(NamedTuple):
    cost: float
    proclitics: tuple[str, ...]
    definite: bool
    stem: str
    enclitic: str
    prefix_length: int


@dataclass(frozen=True, slots=True)
class _FunctionWord:
    """Class and last letter as spelled: folded, «إلى» and «والي» end alike."""

    kind: str
    last_letter: str


class Morphology:
    """Segments words; what was seen before is remembered, since news repeats itself."""

    def __init__(self, lexicon: Lexicon, names: NameWords, general: Dictionary | None = None) -> None:
        self.names = names
        self._lexicon = lexicon
        self._general = general or dictionary()
        self._function_words = {
            fold(entry.lemma): _FunctionWord(entry.get("class"), entry.lemma[-1])
            for entry in lexicon.entries
            if entry.kind == "function_words" and " " not in entry.lemma
        }
        self._numbers = number_words("ar").words
        self._seen: dict[tuple[str, str], Segmentation] = {}
        self._cost_of_word = lru_cache(maxsize=REMEMBERED)(self._find_cost)

    def segment(self, norm: str, original: str) -> Segmentation:
        """Parts of the folded word ``norm``, written ``original``.

        The original letters tell what folding hides: an «أ» is no article, an «ة» no pronoun.
        """
        key = (norm, original)
        found = self._seen.get(key)
        if found is None:
            found = self._seen[key] = self._segment(norm, spelling(original))
        return found

    def _segment(self, norm: str, original: str) -> Segmentation:
        best = min(self._readings(norm, original), key=lambda reading: reading.cost)
        return Segmentation(
            best.proclitics,
            best.definite,
            best.stem,
            best.enclitic,
            self.lemma(best.stem),
            best.prefix_length,
        )

    def lemma(self, stem: str) -> str:
        """The lexicon's headword if it has just one for ``stem``, else the dictionary's, else the stem."""
        if len(stem) == 1:
            return stem
        heads = {_head(form.entry.lemma) for form in self._lexicon.forms(stem)}
        if len(heads) > 1 and stem.endswith("ات"):
            heads = {head for head in heads if head.endswith("ه")} or heads
        if len(heads) == 1:
            return heads.pop()
        return self._general_lemma(stem) or stem

    def _readings(self, norm: str, original: str) -> Iterator[_Reading]:
        if norm in self._function_words:
            yield self._function_word(norm)
            return
        yield from self._stems(norm, original, (), 0, 0.0)
        for proclitics, length, cost in _prefixes(norm):
            rest = norm[length:]
            if self._takes(proclitics[-1], rest):
                word = self._function_word(rest)
                yield _Reading(
                    self._closed_class_cost(norm, rest, original), (*proclitics, *word.proclitics), False,
                    word.stem, word.enclitic, length + word.prefix_length,
                )  # fmt: skip
            yield from self._stems(rest, original, proclitics, length, cost)

    def _takes(self, proclitic: str, rest: str) -> bool:
        """Whether ``rest`` is a closed-class word that may follow the proclitic."""
        word = self._function_words.get(rest)
        if word is None:
            return False
        if proclitic in CONJUNCTION:
            return word.kind != "adverb" and (proclitic == "و" or word.kind not in OPEN_CLASSES)
        return proclitic in ("ب", "ل") and word.kind in AFTER_PREPOSITION

    def _closed_class_cost(self, norm: str, rest: str, original: str) -> float:
        word = self._function_words[rest]
        same_spelling = original[-1] == word.last_letter or original[-1] not in "يى"
        if norm == "و" + rest and word.kind in AFTER_AND and same_spelling and norm not in self._numbers:
            return CERTAIN
        return LIKELY

    def _function_word(self, norm: str) -> _Reading:
        """Closed-class words stay whole, but for a conjunction in front and a pronoun at the end."""
        if norm[0] in CONJUNCTION and self._takes(norm[0], norm[1:]):
            rest = self._function_word(norm[1:])
            return _Reading(0.0, (norm[0], *rest.proclitics), False, rest.stem, rest.enclitic, 1)
        for suffix in ENCLITICS:
            stem = norm.removesuffix(suffix)
            if stem == norm or (len(stem) < 2 and self._function_words[norm].kind != "prep_pronoun"):
                continue
            for restored in _restored(stem):
                if restored in self._function_words:
                    return _Reading(0.0, (), False, restored, suffix, 0)
        return _Reading(0.0, (), False, norm, "", 0)

    def _stems(
        self, rest: str, original: str, proclitics: tuple[str, ...], length: int, cost: float
    ) -> Iterator[_Reading]:
        last = proclitics[-1] if proclitics else ""
        if last == "س":
            yield from self._future(rest, proclitics, length, cost)
            return
        before = cost - PREPOSITION.get(last, 0.0) + BEFORE_ARTICLE
        if last == "ل" and rest.startswith("ل") and len(rest) > 2:
            yield _Reading(before + self._noun_cost(rest[1:]), proclitics, True, rest[1:], "", length)
        article = rest.startswith(ARTICLE) and len(rest) > 3 and _starts_bare(rest, original)
        if article:
            yield _Reading(before + self._noun_cost(rest[2:]), proclitics, True, rest[2:], "", length)
        if len(rest) > 1 or not proclitics:
            known = self._whole_cost(rest, original, article)
            if last in ("ب", "ك") and self._only_verb(rest):
                known += UNKNOWN
            if rest[0] in CONJUNCTION and _hamza_second(rest, original):
                known += LOOKS_JOINED
            if last == "ك" and len(rest) < 4:
                known += SHORT_AFTER_LIKE
            yield _Reading(cost + known, proclitics, False, rest, "", length)
        if not (article and rest[2:] in self._general):
            yield from self._suffixed(rest, original, proclitics, length, cost)

    def _future(self, rest: str, proclitics: tuple[str, ...], length: int, cost: float) -> Iterator[_Reading]:
        for suffix in ("", *ENCLITICS):
            base = rest.removesuffix(suffix)
            if suffix and (base == rest or len(base) < 3):
                continue
            for verb in (base, base + "ا") if suffix and base.endswith("و") else (base,):
                if any(form.word.tense == "imperfect" for form in self._lexicon.forms(verb)):
                    known = LEXICON
                else:
                    known = GENERAL if verb in self._general else UNKNOWN
                if known < UNKNOWN or (not suffix and verb[0] in "يت"):
                    yield _Reading(
                        cost + known + (SUFFIX if suffix else 0.0), proclitics, False, verb, suffix, length
                    )

    def _suffixed(
        self, rest: str, original: str, proclitics: tuple[str, ...], length: int, cost: float
    ) -> Iterator[_Reading]:
        if original.endswith("ة") or not rest.endswith(ENCLITICS):
            return
        nominal = proclitics[-1:] in (("ب",), ("ل",), ("ك",)) or "إ" in original[:3]
        for suffix in ENCLITICS:
            base = rest.removesuffix(suffix)
            if base == rest or len(base) < 2 or self._takes_no_pronoun(base):
                continue
            if proclitics[-1:] in (("ب",), ("ك",)) and self._only_verb(base):
                continue  # «بيتهم»
            extra = SUFFIX + (RARE_SUFFIX if suffix not in ("ها", "هم", "هما") else 0.0)
            for stem in _restored(base):
                if suffix == "ني" and not self._is_verb(stem):
                    continue
                known = self._cost_of_word(stem)
                if stem == base and base[-1] == "ت" and (nominal or known == GENERAL):
                    known += 0.05
                if known < UNKNOWN:
                    yield _Reading(cost + extra + known, proclitics, False, stem, suffix, length)

    def _takes_no_pronoun(self, base: str) -> bool:
        word = self._function_words.get(base)
        return word is not None and (len(base) < 3 or word.kind in PRONOUNLESS)

    def _whole_cost(self, rest: str, original: str, article: bool) -> float:
        known = self._cost(rest)
        if rest in self._lexicon:
            return known
        if known >= UNKNOWN:
            joined = article or rest[1:].startswith(_JOINED_ARTICLE.get(rest[0], "-"))
            return known + (LOOKS_JOINED if joined or _looks_like_and(rest) else 0.0)
        if article and known == GENERAL:
            return known if (self._general.lemma(rest) or "").startswith(ARTICLE) else WITH_ARTICLE
        if article:
            return UNKNOWN + LOOKS_JOINED
        if known == GENERAL and rest[-1] == "ه" == original[-1] and not self._general.may_end_in_ha(rest):
            return known + OTHER_SPELLING
        return known

    def _noun_cost(self, stem: str) -> float:
        if stem in self._function_words and self._function_words[stem].kind not in OPEN_CLASSES:
            return UNKNOWN
        return self._cost(stem)

    def _cost(self, stem: str) -> float:
        known = self._cost_of_word(stem)
        if known > NAME and (self.names.is_name_word(stem) or self.names.demonym(stem, "ar") is not None):
            return NAME
        return known

    def _find_cost(self, stem: str) -> float:
        """Cost of a stem that is no name: names take no pronouns."""
        short = len(stem) < 3
        if stem in self._lexicon or stem in self._numbers:
            return SHORT_LEXICON if short else LEXICON
        if stem.isascii() and not short:
            return NAME
        return (GENERAL if self._general_lemma(stem) else UNKNOWN) + (SHORT_STEM if short else 0.0)

    def _general_lemma(self, stem: str) -> str | None:
        """The dictionary's lemma, also of an accusative, which it does not list: «وضوحا»."""
        lemma = self._general.lemma(stem)
        if lemma is None and len(stem) > 4 and stem[-1] == "ا" and not stem.endswith(ENCLITICS):
            return self._general.lemma(stem[:-1])
        return lemma

    def _only_verb(self, stem: str) -> bool:
        """Whether the lexicon knows a stem as a finite verb and as nothing else: it takes no preposition."""
        forms = self._lexicon.forms(stem)
        return bool(forms) and all(form.word.tense for form in forms)

    def _is_verb(self, stem: str) -> bool:
        return any(form.word.tense for form in self._lexicon.forms(stem))


@lru_cache(maxsize=REMEMBERED)
def _head(lemma: str) -> str:
    first = fold(lemma.split()[0])
    return first[2:] if first.startswith(ARTICLE) and len(first) > 4 else first


def _prefixes(norm: str) -> Iterator[tuple[tuple[str, ...], int, float]]:
    """Proclitics that ``norm`` may begin with, their length and cost."""
    starts: list[tuple[tuple[str, ...], int, float]] = [((), 0, 0.0)]
    if norm[0] in CONJUNCTION and len(norm) > 2:
        starts.append(((norm[0],), 1, CONJUNCTION[norm[0]]))
    for proclitics, length, cost in starts:
        if proclitics:
            yield proclitics, length, cost
        rest = norm[length:]
        if rest[0] in PREPOSITION and len(rest) > 2:
            yield (*proclitics, rest[0]), length + 1, cost + PREPOSITION[rest[0]]
        elif rest[0] == "س" and rest[1:2] in ("ي", "ت", "ن", "ا") and len(rest) > 3:
            yield (*proclitics, "س"), length + 1, cost + FUTURE


def _restored(base: str) -> Iterator[str]:
    """What a word may look like without the pronoun before which its last letter changed."""
    yield base
    if base.endswith("ت"):
        yield base[:-1] + "ه"
    elif base.endswith("و"):
        yield base + "ا"
        yield base[:-1] + "اء" if base.endswith("او") else base
    elif base.endswith("اي"):
        yield base[:-1] + "ء"
    elif base.endswith("ا"):
        yield base[:-1] + "ي"


def _looks_like_and(word: str) -> bool:
    """Whether the «و» of an unknown word is rather «and»: foreign names begin with «وو» and «وي»."""
    return len(word) > 4 and word[0] == "و" and word[1] not in "وي"


def _hamza_second(rest: str, original: str) -> bool:
    """«وأدى», «فإن»: no Arabic word but a few begins so without «and»."""
    letters = [c for c in original if fold(c)]
    at = len(letters) - len(rest) + 1
    return len(rest) > 3 and 0 < at < len(letters) and letters[at] in "أإ"


def _starts_bare(rest: str, original: str) -> bool:
    """Whether the alef with which ``rest`` begins is written without hamza or madda."""
    letters = [c for c in original if fold(c)]
    at = len(letters) - len(rest)
    return not 0 <= at < len(letters) or letters[at] in "اٱ"
