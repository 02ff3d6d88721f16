"""Arabic inside a line of other text, so that a terminal shows each in its own direction."""

from __future__ import annotations

import unicodedata

_FIRST_STRONG_ISOLATE, _END = "\u2068", "\u2069"
_CONTROLS = dict.fromkeys((0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))


def isolate(text: str) -> str:
    """``text`` on one line, set apart from what stands around it if it has letters that run from the right.

    Marks of direction in the text itself are left out, for they would reach beyond it.

    >>> isolate("the  army"), isolate("الجيش") == "\\u2068الجيش\\u2069"
    ('the army', True)
    """
    plain = " ".join(text.translate(_CONTROLS).split())
    if any(unicodedata.bidirectional(c) in ("R", "AL", "AN") for c in plain):
        return f"{_FIRST_STRONG_ISOLATE}{plain}{_END}"
    return plain
