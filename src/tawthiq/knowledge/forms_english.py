"""All written forms of an English verb or noun, from its dictionary form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tawthiq.fold import fold
from tawthiq.knowledge.forms_arabic import WordForm

_VOWELS = "aeiou"


def _past(lemma: str) -> str:
    if lemma.endswith("e"):
        return lemma + "d"
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return lemma[:-1] + "ied"
    return lemma + "ed"


def plural_of(noun: str) -> str:
    """Regular plural (and third person) of a word.

    >>> plural_of("city"), plural_of("clash"), plural_of("raid")
    ('cities', 'clashes', 'raids')
    """
    if noun.endswith("y") and noun[-2:-1] not in _VOWELS:
        return noun[:-1] + "ies"
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return noun + "es"
    return noun + "s"


def verb_forms(lemma: str, others: Iterable[str] = ()) -> Iterator[WordForm]:
    """Forms of a verb. ``others``: past and participle where irregular, and a doubled -ing form."""
    word = fold(lemma)
    given = [fold(o.strip()) for o in others if o.strip()]
    yield WordForm(word, "imperfect", "plural")
    yield WordForm(plural_of(word), "imperfect")
    gerunds = [g for g in given if g.endswith("ing")]
    pasts = [g for g in given if not g.endswith("ing")]
    stem = word[:-1] if word.endswith("e") and not word.endswith("ee") else word
    for gerund in gerunds or [stem + "ing"]:
        yield WordForm(gerund, "")
    for past in pasts or [_past(word)]:
        yield WordForm(past, "perfect")


def noun_forms(lemma: str, others: Iterable[str] = ()) -> Iterator[WordForm]:
    """Forms of a noun: singular and plural; ``others`` are irregular plurals."""
    word = fold(lemma)
    yield WordForm(word)
    given = [fold(o.strip()) for o in others if o.strip()]
    for plural in given or [plural_of(word)]:
        yield WordForm(plural, number="plural")
