"""The normalised shadow of a text, on which all matching runs, with the way back to the original."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tawthiq.model import Span

_LETTERS = {
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي",
    "ی": "ي", "ے": "ي", "ک": "ك", "ڪ": "ك", "ھ": "ه", "ہ": "ه", "ە": "ه", "ۀ": "ه", "ۃ": "ه",
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "″": '"', "‘": "'", "’": "'", "‚": "'", "`": "'",
    "٫": ".", "٬": ",",
}  # fmt: skip
INVISIBLE = frozenset("ـ\u200b\u200c\u200d\u2060\ufeff\u00ad") | frozenset(
    chr(c)
    for r in ((0x200E, 0x200F), (0x202A, 0x202E), (0x2066, 0x2069), (0x061C, 0x061C))
    for c in range(r[0], r[1] + 1)
)
"""Tatweel, soft hyphens and controls, which folding drops."""


_SHORT = 60
"""Characters of a text whose folded form is remembered: words and names come again and again."""


@lru_cache(maxsize=8192)
def _fold_character(character: str) -> str:
    out = []
    for c in unicodedata.normalize("NFKC", character):
        c = _LETTERS.get(c, c)
        if c in INVISIBLE or unicodedata.category(c) == "Mn":
            continue
        digit = unicodedata.decimal(c, None)
        out.append(str(digit) if digit is not None else c.casefold())
    return "".join(_LETTERS.get(c, c) for c in "".join(out))


def fold(text: str) -> str:
    """Fold ``text`` for comparison.

    NFKC, no diacritics, tatweel or invisible controls; alef, hamza, ya and ta marbuta unified;
    quotation marks and digits unified; case folded. Folding is done code point by code point, so
    that it agrees with :class:`Shadow`.

    >>> fold("أُسْرة «الإيرانيّة»")
    'اسره "الايرانيه"'
    """
    return _fold_short(text) if len(text) <= _SHORT else "".join(map(_fold_character, text))


@lru_cache(maxsize=65536)
def _fold_short(text: str) -> str:
    return "".join(map(_fold_character, text))


def fold_phrase(text: str) -> str:
    """Fold a name or lexicon phrase: quotation marks out, white space to single spaces."""
    return " ".join(fold(text).replace('"', " ").split())


_SPELT = {"ی": "ي", "ے": "ي", "ک": "ك", "ڪ": "ك", "ھ": "ه", "ہ": "ه", "ە": "ه", "ۀ": "ه", "ۃ": "ة"}
_PLAIN = re.compile("[\u0621-\u063a\u0641-\u064a]+")


@lru_cache(maxsize=65536)
def spelling(word: str) -> str:
    """A word as it is spelt in Arabic letters, kinds of alef, hamza and ta marbuta kept.

    Without diacritics, tatweel and invisible controls; presentation forms and letters of other
    Arabic scripts are those that they stand for.

    >>> spelling("مَدِيـنَةٍ"), spelling("ﺳﻮﺭﻳﺔ"), spelling("إلی")
    ('مدينة', 'سورية', 'إلي')
    """
    if _PLAIN.fullmatch(word):
        return word
    letters = unicodedata.normalize("NFKC", word)
    return "".join(
        _SPELT.get(c, c) for c in letters if c not in INVISIBLE and unicodedata.category(c) != "Mn"
    )


def vowels(word: str) -> list[str]:
    """The marks on each letter of a word, tatweel and invisible controls left out.

    >>> vowels("قـُتل")
    ['ُ', '', '']
    """
    marks: list[str] = []
    for c in word:
        if unicodedata.category(c) == "Mn":
            if marks:
                marks[-1] += c
        elif c not in INVISIBLE:
            marks.append("")
    return marks or [""]


_SPACES = " \n"


@dataclass(frozen=True, slots=True)
class Shadow:
    """A folded text and, for each of its characters, the offset in the original text."""

    text: str
    offsets: Sequence[int]
    original: str

    @classmethod
    def of(cls, original: str) -> Shadow:
        parts = [*map(_fold_character, original)]
        text = "".join(parts)
        if len(text) == len(original) and all(parts):  # each character became one
            return cls(text, range(len(text)), original)
        # Unrolled, for nearly every character becomes one or none.
        offsets: list[int] = []
        add = offsets.append
        for i, folded in enumerate(parts):
            if len(folded) == 1:
                add(i)
            elif folded:
                offsets.extend([i] * len(folded))
        return cls(text, tuple(offsets), original)

    def span(self, start: int, end: int) -> Span:
        """Original span of ``self.text[start:end]``, with the marks that belong to its last letter."""
        if start >= end:
            at = self.offsets[start] if start < len(self.offsets) else len(self.original)
            return Span(at, at)
        return Span(self.offsets[start], self.stop(end))

    def stop(self, end: int) -> int:
        """Where what ends before ``end`` in the folded text ends in the original, with its marks."""
        original = self.original
        stop = at = self.offsets[end - 1] + 1
        while at < len(original):
            c = original[at]
            if c in _SPACES:  # most words end at one
                break
            if unicodedata.category(c) == "Mn":
                stop = at + 1
            elif c not in INVISIBLE:
                break
            at += 1
        return stop

    def position(self, offset: int) -> int:
        """Position in the folded text of the original ``offset`` (of the last letter at or before it)."""
        return max(bisect_right(self.offsets, offset) - 1, 0)
