"""English numerals in words and digits."""

from __future__ import annotations

from collections.abc import Sequence

from tawthiq.language.digits import read_digits, whole
from tawthiq.language.tables import NumberWords
from tawthiq.model import Token


def numeral(tokens: Sequence[Token], start: int, words: NumberWords) -> tuple[int, int] | None:
    """The number that begins at ``start``: (its last token, its value)."""
    token = tokens[start]
    if token.norm in words.articles:
        return numeral(tokens, start + 1, words) if _is_scale(tokens, start + 1, words) else None
    if token.kind == "number" and not _is_scale(tokens, start + 1, words):
        exact = whole(token.stem)
        return None if exact is None else (start, exact)
    total, current, last, unit = 0.0, 0.0, start - 1, 0
    at = start
    while at < len(tokens):
        value = read_digits(tokens[at].stem) if tokens[at].kind == "number" else _unit(tokens[at].norm, words)
        scale = words.scales.get(tokens[at].norm)
        if value is not None and (last < start or (value < 100 and _fits(unit, value))):
            current, unit = current + value, int(value)
        elif scale and (last < start or current or total == 0):
            current = (current or 1) * scale
            unit = scale
            if scale >= 1000:
                total, current = total + current, 0.0
        elif tokens[at].norm in words.joiners and unit >= 100 and _continues(tokens, at + 1, words):
            at += 1
            continue
        else:
            break
        last = at
        at += 1
    return None if last < start else (last, round(total + current))


def _fits(before: int, value: float) -> bool:
    """Whether a value may follow another in one number: «twenty five», «hundred five», not «five six»."""
    return before >= 100 or (before >= 20 and 0 < value < 10)


def _unit(norm: str, words: NumberWords) -> int | None:
    """Value of a word below hundred, «twenty-five» included."""
    if norm in words.units:
        return words.units[norm]
    tens, _, unit = norm.partition("-")
    if unit in words.units and words.units.get(tens, 0) >= 20 and 0 < words.units[unit] < 10:
        return words.units[tens] + words.units[unit]
    return None


def _is_scale(tokens: Sequence[Token], at: int, words: NumberWords) -> bool:
    return at < len(tokens) and tokens[at].norm in words.scales


def _continues(tokens: Sequence[Token], at: int, words: NumberWords) -> bool:
    """Whether an «and» joins parts of one number: the words after it go on with it and count nothing new."""
    return at < len(tokens) and _unit(tokens[at].norm, words) is not None
