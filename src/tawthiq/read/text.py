"""Bytes → text, without changing a character."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from tawthiq.errors import InputError

MEGABYTE = 1_000_000
#: Longest article in bytes. The longest news features have some 0.2 MB.
MAX_ARTICLE = 8 * MEGABYTE

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def check_size(size: int, where: str) -> None:
    """Raises :class:`InputError` for more bytes than an article can have."""
    if size > MAX_ARTICLE:
        raise InputError(
            f"{where}: more than {MAX_ARTICLE // MEGABYTE} MB are too much for one article.",
            remedy="You can fix this by splitting it: one article a file, or one a line of a .jsonl file.",
        )


def read_bytes(path: Path) -> bytes:
    """Contents of a file that holds one article; the size is looked at first."""
    check_size(path.stat().st_size, str(path))
    return path.read_bytes()


def bounded_lines(stream: BinaryIO) -> Iterator[bytes]:
    """Lines of a stream; of one that is longer than an article, only as much as tells so."""
    while line := stream.readline(MAX_ARTICLE + 1):
        yield line
        while len(line) > MAX_ARTICLE and not line.endswith(b"\n"):
            line = stream.readline(MAX_ARTICLE + 1)


def is_utf_16(content: bytes) -> bool:
    return content.startswith(_UTF_16)


def decode(content: bytes, where: str) -> str:
    """UTF-8 with or without byte order mark, or UTF-16 with one; line ends stay as they are.

    Raises :class:`InputError` naming the line and the byte that are no text.
    """
    encoding = "utf-16" if is_utf_16(content) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        if b"\0" in content:
            raise _binary(where) from error
        # utf-8-sig counts from behind the mark.
        mark = len(codecs.BOM_UTF8) if content.startswith(codecs.BOM_UTF8) else 0
        at = error.start + mark
        line = content.count(b"\n", 0, at) + 1
        raise InputError(
            f"{where}, line {line}: byte {at} (0x{content[at]:02x}) is not UTF-8.",
            remedy="You can fix this by converting the file, for example with "
            "`iconv -f WINDOWS-1256 -t UTF-8` (Arabic) or `iconv -f WINDOWS-1252 -t UTF-8` (English).",
        ) from error
    if "\0" in text:
        raise _binary(where)
    return text


def _binary(where: str) -> InputError:
    return InputError(
        f"{where}: this is a binary file, not text.",
        remedy="You can fix this by saving the article as plain text (.txt) in UTF-8.",
    )
