"""Arabic inside a line of other text, so that a terminal shows each in its own direction."""

from __future__ import annotations

import re
import unicodedata

_FIRST_STRONG_ISOLATE, _END = "\u2068", "\u2069"
_RIGHT = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
_RUN = re.compile(f"{_RIGHT}(?:[^A-Za-z]*{_RIGHT})?")
_CONTROLS = dict.fromkeys((0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))


def isolate(text: str) -> str:
    """``text`` on one line, set apart from what stands around it if it has letters that run from the right.

    Marks of direction in the text itself are left out, for they would reach beyond it.

    >>> isolate("the  army"), isolate("الجيش") == "\\u2068الجيش\\u2069"
    ('the army', True)
    """
    plain = _plain(text)
    if any(unicodedata.bidirectional(c) in ("R", "AL", "AN") for c in plain):
        return f"{_FIRST_STRONG_ISOLATE}{plain}{_END}"
    return plain


def set_apart(text: str) -> str:
    """``text`` in an isolate, whatever its letters: a canvas runs from the left by itself.

    >>> set_apart("4 صواريخ") == "\\u20684 صواريخ\\u2069"
    True
    """
    return f"{_FIRST_STRONG_ISOLATE}{_plain(text)}{_END}"


def isolate_runs(text: str) -> str:
    """A line that runs from the left, with each stretch of other letters in it set apart.

    >>> isolate_runs("obj:صاروخ|قذيفة fails") == "obj:\\u2068صاروخ|قذيفة\\u2069 fails"
    True
    """
    return _RUN.sub(lambda run: f"{_FIRST_STRONG_ISOLATE}{run[0]}{_END}", _plain(text))


def _plain(text: str) -> str:
    return " ".join(text.translate(_CONTROLS).split())
