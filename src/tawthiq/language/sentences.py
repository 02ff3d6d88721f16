"""Cutting a text's tokens into sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tawthiq.model import Sentence, Token

STOPS = frozenset(".!?؟۔")
CLOSERS = frozenset("\"')]}")
OPENERS = frozenset("«“„")
LINE = 200
"""A quotation up to this length, in characters, stays in one sentence."""


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
        group = tuple(tokens[first : end + 1])
        made.append(Sentence(len(made), group[0].start, group[-1].end, group))
        first = end + 1
    return tuple(made)


def _sentence_ends(text: str, tokens: Sequence[Token], rules: Rules) -> Iterator[int]:
    """Indices of the tokens that end a sentence, the last token among them."""
    line = 0
    for i, token in enumerate(tokens):
        last = i + 1 == len(tokens)
        if last or "\n" in (gap := text[token.end : tokens[i + 1].start]) or "\r" in gap:
            yield from _ends_in_line(text, tokens[line : i + 1], line, rules)
            yield i
            line = i + 1


def _ends_in_line(text: str, tokens: Sequence[Token], base: int, rules: Rules) -> Iterator[int]:
    inside: list[tuple[int, int]] | None = None
    for i in range(len(tokens) - 1):
        if not _is_stop(text, tokens, i, rules):
            continue
        if inside is None:
            inside = _quotations(tokens)
        end = i
        while (
            end + 1 < len(tokens)
            and tokens[end + 1].norm in CLOSERS
            and tokens[end + 1].start == tokens[end].end
        ):
            if tokens[end + 1].norm == '"' and not any(end + 1 == close for _, close in inside):
                break
            end += 1
        if end + 1 < len(tokens) and not any(opened < end < closed for opened, closed in inside):
            yield base + end


def _is_stop(text: str, tokens: Sequence[Token], i: int, rules: Rules) -> bool:
    token, following = tokens[i], tokens[i + 1]
    if token.kind == "word":
        return (
            token.norm.endswith(".")
            and len(token.norm) > 2
            and following.text[0].isupper()
            and following.norm in rules.openers
        )
    if token.kind != "punctuation" or token.norm[0] not in STOPS:
        return False
    j = i + 1
    while j < len(tokens) - 1 and tokens[j].norm in CLOSERS and tokens[j].start == tokens[j - 1].end:
        j += 1
    following = tokens[j]
    if following.text[0].islower() or (
        following.kind == "punctuation" and following.norm in STOPS | {",", "،"}
    ):
        return False
    if token.norm[0] != ".":
        return True
    if len(token.norm) > 1:
        return following.text[0].isupper()
    if following.start == tokens[j - 1].end and not "ء" <= following.norm[0] <= "ي":
        return following.norm in CLOSERS or following.text[0] in OPENERS
    return not _is_abbreviation(tokens, i, rules)


def _is_abbreviation(tokens: Sequence[Token], i: int, rules: Rules) -> bool:
    """Whether the full stop ``i`` belongs to an abbreviation, an initial or the number of an item."""
    if i == 0 or tokens[i - 1].end != tokens[i].start:
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
