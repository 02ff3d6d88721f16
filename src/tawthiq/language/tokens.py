"""Cutting a folded text into words, numbers and punctuation, the same for every language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from tawthiq.fold import Shadow
from tawthiq.model import Token, TokenKind

_LETTER = r"[^\W\d_]"
_PATTERN = re.compile(
    rf"""
      (?P<number>   (?P<clitics>[وف]?[بلك]?(?:ال|لل)?) \d++(?:[.,]\d++)*+ (?!(?:st|nd|rd|th|s)\b) )
    | (?P<word>     \d+(?:st|nd|rd|th|s)\b
                  | (?:{_LETTER}\.){{2,}}(?!{_LETTER}) | {_LETTER}(?:\.{_LETTER})+(?!{_LETTER})
                  | '(?:s|re|ve|ll|d|m)\b
                  | [a-z{chr(0xDF)}-\u024f]{_LETTER}*\d*(?:-[a-z0-9]\w*|'(?!s\b){_LETTER}+)*
                  | {_LETTER}+ )
    | (?P<punctuation> \.{{2,}} | -{{2,}} | \S )
    """,
    re.VERBOSE,
)

Make = Callable[[Shadow, int, int, TokenKind, int], Token]
"""(shadow, start, end, kind, length of clitics before digits) → token; start and end in the shadow."""


def pieces(shadow: Shadow) -> Iterator[tuple[int, int, TokenKind, int]]:
    """Stretches of the folded text with their kind, and the length of clitics written before digits.

    Where one original character folds to several («½», «…»), its pieces are one.
    """
    offsets = shadow.offsets
    held: tuple[int, int, TokenKind, int] | None = None
    for match in _PATTERN.finditer(shadow.text):
        start, end = match.span()
        kind: TokenKind = match.lastgroup  # type: ignore[assignment]
        clitics = match.end("clitics") - start if kind == "number" else 0
        if held is not None:
            if offsets[start] == offsets[held[1] - 1]:
                held = (held[0], end, held[2], held[3])
                continue
            yield held
        held = (start, end, kind, clitics)
    if held is not None:
        yield held
