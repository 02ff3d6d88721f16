"""Numbers in a sentence, in digits and words, with what the text makes of them («at least», «about»)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Literal

from tawthiq.knowledge import Knowledge
from tawthiq.language.arabic.numerals import numeral as arabic_numeral
from tawthiq.language.english.numerals import numeral as english_numeral
from tawthiq.language.tables import NumberWords, number_words
from tawthiq.model import Number, Sentence, Token

Kind = Literal["exact", "at_least", "about", "range"]
_GLUE = frozenset("-–—/:.·")
_DASHES = frozenset("-–—")
_PERCENT = frozenset("%٪")
REACH = 4
"""Tokens after a number within which «on the fewest» still speaks of it: «five soldiers at least»."""


def find_numbers(sentence: Sentence, knowledge: Knowledge) -> tuple[Number, ...]:
    """The whole numbers of ``sentence``, in order.

    Left out are ordinals, duals of nouns, vague words («dozens»), percentages, and digits that are
    part of a date, a time of day or a name («SAM-7»).
    """
    del knowledge  # the number words are tables of their own; the argument keeps the stages alike
    tokens = sentence.tokens
    arabic = any("ء" <= token.norm[0] <= "ي" for token in tokens)
    words = number_words("ar" if arabic else "en")
    found = _numerals(tokens, words, arabic_numeral if arabic else english_numeral)
    return tuple(_qualified(tokens, number, words) for number in _with_ranges(tokens, found, words))


def _numerals(
    tokens: Sequence[Token],
    words: NumberWords,
    numeral: Callable[[Sequence[Token], int, NumberWords], tuple[int, int] | None],
) -> list[Number]:
    found: list[Number] = []
    at = 0
    while at < len(tokens):
        read = numeral(tokens, at, words)
        if read is None:
            at += 1
            continue
        last, value = read
        if not (_is_part_of_something(tokens, at, last) or _is_vague(tokens, at, last, words)):
            found.append(Number(at, last, value))
        at = last + 1
    return found


def _is_part_of_something(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether digits belong to a date, a time, a percentage or a name."""
    if tokens[first].kind != "number":
        return False
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    if after is not None and after.norm in _PERCENT:
        return True
    if _glued(tokens, first):
        before = tokens[first - 1]
        if before.kind == "word" and before.norm[0].isalpha():
            return True
        if before.norm in _GLUE and _glued(tokens, first - 1):
            return not _is_range_of_digits(tokens, first - 2)
    if after is not None and after.norm in _GLUE and _glued(tokens, last + 1) and _glued(tokens, last + 2):
        return tokens[last + 2].kind == "number" and not _is_range_of_digits(tokens, last)
    return False


def _glued(tokens: Sequence[Token], at: int) -> bool:
    """Whether a token stands right after another, without a space."""
    return 0 < at < len(tokens) and tokens[at].glued


def _is_range_of_digits(tokens: Sequence[Token], first: int) -> bool:
    """Whether «10-15» stands at ``first``, and not a part of «7-10-2023» or a span of years."""
    if tokens[first].kind != "number" or tokens[first + 1].norm not in _DASHES:
        return False
    low, high = tokens[first].stem, tokens[first + 2].stem
    if len(low) == len(high) == 4 or not (low.isdigit() and high.isdigit()) or int(low) >= int(high):
        return False
    around = [tokens[i].norm for i in (first - 1, first + 3) if 0 <= i < len(tokens)]
    return not any(norm in _GLUE - {"."} for norm in around)


def _is_vague(tokens: Sequence[Token], first: int, last: int, words: NumberWords) -> bool:
    """Whether the words about a number make it no count: «several hundred», «ten percent», «two thirds»."""
    if any(role == "vague" and _ends_at(tokens, first, phrase) for phrase, role in words.placed("before")):
        return True
    return any(
        role == "vague" and _starts_at(tokens, last + 1, phrase) for phrase, role in words.placed("after")
    )


def _with_ranges(tokens: Sequence[Token], found: Sequence[Number], words: NumberWords) -> list[Number]:
    merged: list[Number] = []
    for number in found:
        low = merged[-1] if merged else None
        if low and low.kind == "exact" and low.value < number.value and _joins(tokens, low, number, words):
            merged[-1] = replace(low, last=number.last, kind="range")
        else:
            merged.append(number)
    return merged


def _joins(tokens: Sequence[Token], low: Number, high: Number, words: NumberWords) -> bool:
    """Whether the text puts two numbers as the ends of a range."""
    if all(len(tokens[n.first].stem) == 4 and tokens[n.first].kind == "number" for n in (low, high)):
        return False
    between = tuple(token.norm for token in tokens[low.last + 1 : high.first])
    if len(between) == 1 and between[0] in _DASHES:
        return True
    if words.phrases.get(between) == ("range", "between"):
        return not tokens[high.first].proclitics
    opened = any(_ends_at(tokens, low.first, phrase) for phrase, _ in words.placed("opens"))
    joined = tokens[high.first].proclitics == ("و",) and not between
    return opened and (joined or between in {("و",), *((joiner,) for joiner in words.joiners)})


def _qualified(tokens: Sequence[Token], number: Number, words: NumberWords) -> Number:
    if number.kind != "exact":
        return number
    kind = _kind_before(tokens, number, words) or _kind_after(tokens, number, words)
    return replace(number, kind=kind) if kind else number


def _kind_before(tokens: Sequence[Token], number: Number, words: NumberWords) -> Kind | None:
    for phrase, role in words.placed("before"):
        if _ends_at(tokens, number.first, phrase):
            return _as_kind(role)
    return None


def _kind_after(tokens: Sequence[Token], number: Number, words: NumberWords) -> Kind | None:
    for at in range(number.last + 1, min(number.last + 1 + REACH, len(tokens))):
        for phrase, role in words.placed("after"):
            if role != "vague" and _starts_at(tokens, at, phrase):
                return _as_kind(role)
        if tokens[at].kind != "word":
            break
    return None


def _as_kind(role: str) -> Kind | None:
    return "at_least" if role == "at_least" else "about" if role == "about" else None


def _starts_at(tokens: Sequence[Token], start: int, phrase: tuple[str, ...]) -> bool:
    return tuple(token.norm for token in tokens[start : start + len(phrase)]) == phrase


def _ends_at(tokens: Sequence[Token], end: int, phrase: tuple[str, ...]) -> bool:
    """Whether ``phrase`` stands right before token ``end``; its first word may have proclitics."""
    start = end - len(phrase)
    if start < 0 or phrase[0] not in (tokens[start].norm, tokens[start].bare):
        return False
    return tuple(token.norm for token in tokens[start + 1 : end]) == phrase[1:]
