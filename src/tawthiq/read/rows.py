"""JSON Lines → documents, one object a line."""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from tawthiq.errors import InputError
from tawthiq.model import Document
from tawthiq.read.files import Source
from tawthiq.read.text import check_size, decode, is_utf_16

LANGUAGES = ("ar", "en")
_EXAMPLE = '{"id": "a1", "text": "…", "published": "2023-11-01"}'


def looks_like_rows(first: bytes) -> bool:
    """Whether the first line of a stream is a JSON object."""
    try:
        return isinstance(json.loads(decode(first, "-")), dict)
    except (InputError, ValueError, RecursionError):
        return False


def read_rows(
    lines: Iterable[bytes], source: Source, report: Callable[[InputError], None]
) -> Iterator[tuple[Document, str]]:
    """Documents of a JSON Lines file with the places they come from; a bad row is reported, the others read.

    Raises :class:`InputError` for a file without any row.
    """
    rows = 0
    for number, line in enumerate(_utf_8_lines(lines, source.path), 1):
        if not line.strip():
            continue
        rows += 1
        where = f"{source.path}, line {number}"
        try:
            check_size(len(line), where)
            document = _document(_parse(line, source.path, number), f"{source.key}-{number}", where)
        except InputError as error:
            report(error)
        else:
            yield document, where
    if not rows:
        raise InputError(
            f"{source.path}: there are no articles in it.",
            remedy=f"You can fix this by giving one JSON object a line, such as {_EXAMPLE}.",
        )


def _utf_8_lines(lines: Iterable[bytes], path: str) -> Iterator[bytes]:
    """The lines as they are, those of a UTF-16 file in UTF-8."""
    iterator = iter(lines)
    first = next(iterator, b"")
    if is_utf_16(first):
        content = first + b"".join(iterator)
        yield from (line.encode("utf-8", "surrogatepass") for line in decode(content, path).split("\n"))
        return
    yield first.removeprefix(codecs.BOM_UTF8)
    yield from iterator


def _parse(line: bytes, path: str, number: int) -> dict[str, Any]:
    where = f"{path}, line {number}"
    try:
        row = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise InputError(
            f"{where}: byte {error.start} of the line (0x{line[error.start]:02x}) is not UTF-8.",
            remedy="You can fix this by writing the file in UTF-8.",
        ) from error
    except (ValueError, RecursionError) as error:
        reason = f"{error.msg}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else error
        raise InputError(
            f"{where}: this is not valid JSON ({reason}).",
            remedy=f"You can fix this by writing one complete object on the line, such as {_EXAMPLE}.",
        ) from error
    if not isinstance(row, dict):
        raise InputError(
            f"{where}: this is no JSON object.",
            remedy=f"You can fix this by writing one object a line, such as {_EXAMPLE}.",
        )
    return row


def _document(row: dict[str, Any], fallback: str, where: str) -> Document:
    text = _string(row, "text", where)
    if text is None or not text.strip():
        raise InputError(
            f"{where}: the field «text» is missing or empty.",
            remedy="You can fix this by putting the article's text into it.",
        )
    return Document(
        id=_string(row, "id", where) or fallback,
        text=text,
        title=_string(row, "title", where),
        published=_date(row, where),
        source=_string(row, "source", where),
        url=_string(row, "url", where),
        language=_language(row, where),
    )


def _string(row: dict[str, Any], field: str, where: str) -> str | None:
    """The field's text, ``None`` where it is missing or empty; numbers serve as ids."""
    value = row.get(field)
    if isinstance(value, int) and not isinstance(value, bool) and field == "id":
        value = str(value)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise InputError(
            f"{where}: the field «{field}» is no text.",
            remedy="You can fix this by putting its value between quotation marks.",
        )
    if "\0" in value or any("\ud800" <= c <= "\udfff" for c in value):
        raise InputError(
            f"{where}: the field «{field}» holds a character that is no text (NUL or half a surrogate pair).",
            remedy="You can fix this by taking it out.",
        )
    return value


def _date(row: dict[str, Any], where: str) -> date | None:
    value = _string(row, "published", where)
    if value is None:
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        raise InputError(
            f"{where}: «{value}» in the field «published» is no ISO date.",
            remedy="You can fix this by writing year, month and day, such as 2023-11-01.",
        ) from None


def _language(row: dict[str, Any], where: str) -> str | None:
    value = _string(row, "language", where)
    if value is None:
        return None
    language = value.lower().replace("_", "-").partition("-")[0]
    if language not in LANGUAGES:
        raise InputError(
            f"{where}: Tawthiq does not read the language «{value}».",
            remedy=f"You can fix this by leaving the article out; the languages are {', '.join(LANGUAGES)}.",
        )
    return language
