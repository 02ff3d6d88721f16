"""What XML formats share: text that every XML parser takes."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPECIAL = re.compile("[^ !#-%'-;=?-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}


def clean(text: str) -> str:
    """``text`` with U+FFFD in the place of characters that XML cannot hold, such as U+0000."""
    return _FORBIDDEN.sub("\ufffd", text)


def escape(text: str) -> str:
    """``text`` for an element or an attribute; white space survives the parser."""
    return _SPECIAL.sub(lambda match: _ESCAPES.get(match[0], "\ufffd"), text)
