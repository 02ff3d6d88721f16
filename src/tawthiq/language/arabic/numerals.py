"""Arabic numerals in words and digits."""

from __future__ import annotations

from collections.abc import Sequence

from tawthiq.language.digits import read_digits, whole
from tawthiq.language.tables import NumberWords
from tawthiq.model import Token

AND = ("و",)


def numeral(tokens: Sequence[Token], start: int, words: NumberWords) -> tuple[int, int] | None:
    """The number that begins at ``start``: (its last token, its value)."""
    stem = tokens[start].stem
    if tokens[start].kind != "number" and not (
        stem in words.units or stem in words.teens or stem in words.scales or stem in words.duals
    ):
        return None
    if start and stem in words.units and tokens[start - 1].stem in words.ordinals:
        return None
    part = _part(tokens, start, words)
    if part is None:
        return None
    last, total, ceiling = part
    while ceiling > 100 and last + 1 < len(tokens) and tokens[last + 1].proclitics == AND:
        part = _part(tokens, last + 1, words)
        if part is None or part[1] >= ceiling:
            break
        last, ceiling = part[0], part[2]
        total += part[1]
    return last, total


def _part(tokens: Sequence[Token], start: int, words: NumberWords) -> tuple[int, int, int] | None:
    """A number up to its multiplier: (last token, value, what a following part must stay below)."""
    token = tokens[start]
    if token.stem in words.duals and not token.definite:
        return start, words.duals[token.stem], words.duals[token.stem] // 2
    if token.stem in words.scales and not token.definite:
        if token.stem in words.plurals:
            return None
        return start, words.scales[token.stem], words.scales[token.stem]
    if token.kind == "number":
        below: tuple[int, float] | None = (start, read_digits(token.stem) or 0.0)
    else:
        below = _below_thousand(tokens, start, words)
    if below is None:
        return None
    last, value = below
    scale = _scale(tokens, last + 1, words)
    if scale:
        return last + 1, round(value * scale), scale
    exact = whole(token.stem) if token.kind == "number" else int(value)
    return None if exact is None else (last, exact, 0)


def _scale(tokens: Sequence[Token], at: int, words: NumberWords) -> int:
    if at >= len(tokens) or tokens[at].proclitics or tokens[at].definite:
        return 0
    stem = tokens[at].stem
    return words.scales.get(stem, 0) or words.duals.get(stem, 0) // 2


def _below_thousand(tokens: Sequence[Token], start: int, words: NumberWords) -> tuple[int, int] | None:
    """Hundreds, units and tens, in this order, joined by «و»."""
    total, last, done = 0, start - 1, 0
    definite = tokens[start].definite
    while last + 1 < len(tokens) and (last < start or tokens[last + 1].proclitics == AND):
        term = _term(tokens, last + 1, words, after_definite=bool(done and definite))
        if term is None:
            break
        end, value = term
        rank = 1 if value >= 100 else 2 if value < 10 else 3
        if rank <= done or (done == 2 and value < 20) or (done and tokens[last + 1].definite != definite):
            break
        total, last, done = total + value, end, rank
    return (last, total) if done else None


def _term(
    tokens: Sequence[Token], at: int, words: NumberWords, *, after_definite: bool
) -> tuple[int, int] | None:
    """One word, teen or hundred: (last token, value). «The twenty» alone is a date, «the four» a count."""
    token = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    joined = words.units.get(following.stem) if following and not following.proclitics else None
    value = words.units.get(token.stem)
    if joined == 10 and (value or words.teens.get(token.stem, 10)) < 10:
        return at + 1, 10 + (value or words.teens[token.stem])
    if value is None or token.enclitic or (token.definite and not (3 <= value <= 10 or after_definite)):
        return None
    if joined == 100 and 3 <= value < 10:
        return at + 1, 100 * value
    return at, value
