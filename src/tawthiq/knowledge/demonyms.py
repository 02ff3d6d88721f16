"""Adjectives of nationality and affiliation in all their forms."""

from __future__ import annotations

from collections.abc import Iterator

from tawthiq.fold import fold_phrase
from tawthiq.knowledge.forms_english import plural_of

_NISBA_ENDINGS = ("", "ه", "ا", "ون", "ين", "ان", "تان", "تين", "ات")


def demonym_forms(text: str, language: str) -> Iterator[str]:
    """Folded forms of a demonym: all genders and numbers of an Arabic nisba, the English plural.

    An Arabic word that does not end in ya is a collective noun or a broken plural and stands as it is.

    >>> list(demonym_forms("أتراك", "ar"))
    ['اتراك']
    >>> "كوريين جنوبيين" in demonym_forms("كوري جنوبي", "ar")
    True
    """
    words = fold_phrase(text).split()
    if not words:
        return
    if language == "ar":
        if not words[-1].endswith("ي"):
            yield " ".join(words)
            return
        for ending in _NISBA_ENDINGS:
            yield " ".join(word + ending if word.endswith("ي") else word for word in words)
        return
    yield " ".join(words)
    if not words[-1].endswith(("s", "ese", "ish", "ch", ".")):
        yield " ".join((*words[:-1], plural_of(words[-1]) if not words[-1].endswith("y") else words[-1]))
