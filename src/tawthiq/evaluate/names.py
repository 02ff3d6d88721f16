"""Whether two wordings name the same thing, by the words that they share."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

Names = tuple[str, ...]
"""The wordings of one thing, any of which counts."""

ENOUGH = 0.6
"""Part of the words that two wordings have to share (Dice coefficient)."""
_STEM = 4
# Folding and small words are part of the measure: figures must not change when the program learns more.
_LETTERS = str.maketrans("أإآٱةؤئ", "ااااهوي", "ـ")
_LITTLE = frozenset({"في", "من", "علي", "على", "الي", "و", "the", "of", "in", "a", "an", "and", "at", "on"})
_PROCLITICS = re.compile(r"^[وف]?(?:[بك]?ال|لل)(?=\w{3})")
_WORD = re.compile(r"\w+")


def plain(text: str) -> str:
    """Without marks on letters, kinds of alef and hamza, and case.

    >>> plain("القاعدةُ الأميركيّة")
    'القاعده الاميركيه'
    """
    composed = unicodedata.normalize("NFKC", text)
    return "".join(c for c in composed if unicodedata.category(c) != "Mn").translate(_LETTERS).casefold()


@lru_cache(maxsize=65536)
def words(text: str) -> frozenset[str]:
    """The words that count, folded, without the Arabic article and the letters written before it.

    >>> sorted(words("بالقاعدة في حقل العمر"))
    ['حقل', 'عمر', 'قاعده']
    """
    found = (_PROCLITICS.sub("", word) for word in _WORD.findall(plain(text)))
    return frozenset(word for word in found if word not in _LITTLE)


def same_name(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether any of the wordings shares most of its words with any of the others.

    >>> same_name(["قاعدة حقل العمر"], ["القاعدة في حقل العمر"]), same_name(["the army"], ["the police"])
    (True, False)
    """
    others = [words(text) for text in other]
    for mine in map(words, one):
        for theirs in others:
            if mine and theirs and 2 * len(mine & theirs) / (len(mine) + len(theirs)) >= ENOUGH:
                return True
    return False


def shows_in_adjective(subject: Iterable[str], object_: Iterable[str]) -> bool:
    """Whether a body's name has its state in an adjective: «الجيش الإسرائيلي» and «إسرائيل»."""
    stems = {word[:_STEM] for text in object_ for word in words(text) if len(word) >= _STEM}
    return any(stem in plain(text) for stem in stems for text in subject)
