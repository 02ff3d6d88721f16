"""Tables of plain text, with columns that line up for Arabic too."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_LINE_BREAKS = re.compile(r"[\r\n\t\v\f]+")


def width(text: str) -> int:
    """Columns that a terminal needs for ``text``.

    >>> width("قُصِفَ"), width("strike"), width("攻")
    (3, 6, 2)
    """
    return sum(_width(character) for character in text)


def _width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def table(header: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> str:
    """Rows below a header, the columns in ``right`` flush right.

    >>> print(table(("name", "n"), [("a", "10"), ("b", "9")], right=(1,)))
    name   n
    ----  --
    a     10
    b      9
    """
    lines = [[_LINE_BREAKS.sub(" ", cell) for cell in row] for row in (header, *rows)]
    widths = [max(width(line[i]) for line in lines) for i in range(len(header))]
    lines.insert(1, ["-" * columns for columns in widths])
    return "\n".join(_line(line, widths, right) for line in lines)


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[int]) -> str:
    parts = []
    for i, cell in enumerate(cells):
        space = " " * (widths[i] - width(cell))
        parts.append(space + cell if i in right else cell + space)
    return "  ".join(parts).rstrip()
