"""Cutting a text's tokens into sentences."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tawthiq.model import Sentence, Token

STOPS = frozenset(".!?؟۔")
CLOSERS = frozenset("\"')]}")
OPENERS = frozenset("«“„")
CONTINUERS = STOPS | {",", "،"}
LINE = 200
"""A quotation up to this length, in characters, stays in one sentence."""
LONGEST = 200
"""Tokens of a sentence; what goes on longer without a stop is cut where it seems to go on best."""
_BREATHS = (frozenset(";؛:|…"), frozenset(",،-–—"))


@dataclass(frozen=True, slots=True)
class Rules:
    """What the splitter has to know of a language."""

    abbreviations: frozenset[str]
    openers: frozenset[str]
    """Folded words that, capitalised, open a sentence after an abbreviation such as «U.S.»."""


def sentences(text: str, tokens: Sequence[Token], rules: Rules) -> tuple[Sentence, ...]:
    """Group all ``tokens`` of ``text`` into sentences; none is left out."""
    ends = _sentence_ends(text, tokens, rules)
    made: list[Sentence] = []
    first = 0
    for end in ends:
        while first <= end:
            last = end if end - first < LONGEST else _breath(tokens, first)
            group = tuple(tokens[first : last + 1])
            made.append(Sentence(len(made), group[0].start, group[-1].end, group))
            first = last + 1
    return tuple(made)


def _breath(tokens: Sequence[Token], first: int) -> int:
    """The token at which to cut a sentence that is too long, in the second half of what may stay whole.

    Behind a mark, the last of the strongest kind; else before a word that a clitic joins to what stands
    before it; else anywhere.
    """
    window = range(first + LONGEST - 1, first + LONGEST // 2, -1)
    for marks in _BREATHS:
        for i in window:
            if tokens[i].norm in marks and not tokens[i + 1].glued:
                return i
    return next((i for i in window if tokens[i + 1].proclitics[:1] == ("و",)), window[0])


def _sentence_ends(text: str, tokens: Sequence[Token], rules: Rules) -> Iterator[int]:
    """Indices of the tokens that end a sentence, the last token among them."""
    line = 0
    for i, token in enumerate(tokens):
        last = i + 1 == len(tokens)
        if last or "\n" in (gap := text[token.end : tokens[i + 1].start]) or "\r" in gap:
            yield from _ends_in_line(tokens[line : i + 1], line, rules)
            yield i
            line = i + 1


def _ends_in_line(tokens: Sequence[Token], base: int, rules: Rules) -> Iterator[int]:
    inside: list[tuple[int, int]] | None = None
    closes: set[int] = set()
    for i in range(len(tokens) - 1):
        if not _may_stop(tokens[i]):
            continue
        if inside is None:
            inside = _quotations(tokens)
            closes = {closed for _, closed in inside}
        end = i
        while _closes(tokens, end + 1) and (tokens[end + 1].norm != '"' or end + 1 in closes):
            end += 1
        if end + 1 == len(tokens) or _quoted(end, inside):
            continue
        if _stops(tokens, i, end, rules):
            yield base + end


def _quoted(at: int, quotations: Sequence[tuple[int, int]]) -> bool:
    """Whether a token stands inside one of the quotations, which are in order and do not overlap."""
    before = bisect_left(quotations, (at, 0)) - 1
    return before >= 0 and at < quotations[before][1]


def _may_stop(token: Token) -> bool:
    return token.norm[-1] in STOPS and (token.kind == "punctuation" or len(token.norm) > 2)


def _closes(tokens: Sequence[Token], at: int) -> bool:
    """Whether a closing quotation mark or bracket follows the token before it without a space."""
    return at < len(tokens) and tokens[at].norm in CLOSERS and tokens[at].glued


def _stops(tokens: Sequence[Token], i: int, end: int, rules: Rules) -> bool:
    """Whether the stop at ``i`` ends a sentence, whose closing marks go up to ``end``."""
    stop, following = tokens[i], tokens[end + 1]
    first = following.text[0]
    if stop.kind == "word":
        return first.isupper() and following.norm in rules.openers
    if first.islower() or (following.kind == "punctuation" and following.norm in CONTINUERS):
        return False
    if stop.norm[0] != ".":
        return True
    if len(stop.norm) > 1:
        return first.isupper()
    if following.glued and not ("ء" <= following.norm[0] <= "ي" or first in OPENERS):
        return False
    return not _is_abbreviation(tokens, i, rules)


def _is_abbreviation(tokens: Sequence[Token], i: int, rules: Rules) -> bool:
    """Whether the full stop ``i`` belongs to an abbreviation, an initial or the number of an item."""
    if i == 0 or not tokens[i].glued:
        return False
    before = tokens[i - 1]
    if before.kind == "number":
        return i == 1
    return before.kind == "word" and (len(before.norm) == 1 or before.stem in rules.abbreviations)


def _quotations(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """(opening, closing) tokens of the quotations in one line that are short enough to stay whole."""
    pairs: list[tuple[int, int]] = []
    opened: int | None = None
    for i, token in enumerate(tokens):
        if token.norm != '"':
            continue
        if opened is None or token.text in OPENERS:
            opened = i
        else:
            if token.end - tokens[opened].start <= LINE:
                pairs.append((opened, i))
            opened = None
    return pairs
