"""Columns of numbers and texts in one block of bytes, which the page's script reads without a parser.

A block is the length of its head (four bytes, little endian), the head (JSON: where each column stands, texts
and what else is small) and the columns of numbers, each at a multiple of eight bytes.
"""

from __future__ import annotations

import base64
import gzip
import json
import sys
from array import array
from collections.abc import Iterable, Sequence
from typing import Any

_TYPES = (
    ("B", "Uint8Array", 0, 2**8 - 1),
    ("h", "Int16Array", -(2**15), 2**15 - 1),
    ("H", "Uint16Array", 0, 2**16 - 1),
    ("i", "Int32Array", -(2**31), 2**31 - 1),
)
_ALIGNMENT = 8


class Pack:
    """Columns under their names; :meth:`encoded` gives them as text for the page."""

    def __init__(self) -> None:
        self._head: dict[str, Any] = {"numbers": {}, "texts": {}, "words": {}, "values": {}}
        self._body = bytearray()

    def numbers(self, name: str, values: Sequence[int]) -> None:
        """A column of whole numbers (32 bits), kept in as few bytes as the greatest of them needs."""
        least, most = min(values, default=0), max(values, default=0)
        code, type_ = next((c, t) for c, t, low, high in _TYPES if low <= least and most <= high)
        column = array(code, values)
        if sys.byteorder == "big":
            column.byteswap()
        self._head["numbers"][name] = [type_, len(self._body), len(column)]
        self._body += column.tobytes()
        self._body += bytes(-len(self._body) % _ALIGNMENT)

    def lists(self, name: str, rows: Iterable[Sequence[int]]) -> None:
        """A list of whole numbers for each row: a column of their lengths, and one of all numbers."""
        lengths: list[int] = []
        flat: list[int] = []
        for row in rows:
            lengths.append(len(row))
            flat.extend(row)
        self.numbers(f"{name}.lengths", lengths)
        self.numbers(f"{name}.all", flat)

    def texts(self, name: str, values: Sequence[str | None]) -> None:
        """A column of texts that differ."""
        self._head["texts"][name] = values

    def words(self, name: str, values: Iterable[str | None]) -> None:
        """A column of texts of which few differ: a list of these, and a column of places in it."""
        places: dict[str | None, int] = {None: 0}
        self.numbers(name, [places.setdefault(value, len(places)) for value in values])
        self._head["words"][name] = list(places)

    def value(self, name: str, value: Any) -> None:
        """Anything else that is small and can be JSON."""
        self._head["values"][name] = value

    def encoded(self) -> str:
        """The block, gzipped, in base64."""
        head = _json(self._head)
        head += b" " * (-(len(head) + 4) % _ALIGNMENT)
        return zipped(len(head).to_bytes(4, "little") + head + self._body)


def unpacked(text: str) -> tuple[dict[str, Any], dict[str, Sequence[int]]]:
    """The head of a block that :meth:`Pack.encoded` gave, and its columns of numbers by name.

    Raises ``ValueError``, ``KeyError``, ``OSError`` or ``zlib.error`` for a text that is none.
    """
    data = gzip.decompress(base64.b64decode(text))
    begin = 4 + int.from_bytes(data[:4], "little")
    head: dict[str, Any] = json.loads(data[4:begin])
    codes = {type_: code for code, type_, _, _ in _TYPES}
    columns: dict[str, Sequence[int]] = {}
    for name, (type_, at, count) in head["numbers"].items():
        column = array(codes[type_])
        column.frombytes(data[begin + at : begin + at + count * column.itemsize])
        if sys.byteorder == "big":
            column.byteswap()
        columns[name] = column
    return head, columns


def zipped(data: bytes) -> str:
    """Bytes, gzipped, in base64; the same for the same bytes."""
    return base64.b64encode(gzip.compress(data, 6, mtime=0)).decode("ascii")


def zipped_json(value: Any) -> str:
    """A value as gzipped JSON in base64."""
    return zipped(_json(value))


def _json(value: Any) -> bytes:
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:  # half characters, which UTF-8 does not have and JSON can escape
        return json.dumps(value, separators=(",", ":")).encode("ascii")
