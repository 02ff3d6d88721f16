"""Answers of different engines, compared as values: 0.650 is 0.65, and Z is +00:00."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

XSD = "http://www.w3.org/2001/XMLSchema#"
_WHOLE = (
    "integer int long short byte nonNegativeInteger positiveInteger nonPositiveInteger negativeInteger "
    "unsignedLong unsignedInt unsignedShort unsignedByte"
)
_NUMBERS = {XSD + name for name in f"{_WHOLE} decimal double float".split()}

Value = tuple[str, object] | tuple[str, object, str] | None
Row = tuple[Value, ...]


def rows(answer: str | bytes) -> list[Row]:
    """The rows of an answer in the SPARQL JSON format, in its order and with its columns by name."""
    told = json.loads(answer)
    names = sorted(told["head"]["vars"])
    return [tuple(value(row.get(name)) for name in names) for row in told["results"]["bindings"]]


def value(term: Mapping[str, Any] | None) -> Value:
    """A term of the SPARQL JSON format as what it means.

    >>> number = {"type": "literal", "datatype": XSD + "decimal"}
    >>> value(number | {"value": "0.650"}) == value(number | {"value": "0.65"})
    True
    >>> value({"type": "literal", "xml:lang": "AR", "value": "ا"})
    ('text', 'ا', 'ar')
    """
    if term is None:
        return None
    text, kind = term["value"], term.get("datatype", XSD + "string")
    if term["type"] in ("uri", "bnode"):
        return term["type"], text
    if language := term.get("xml:lang"):
        return "text", text, language.lower()
    if kind in _NUMBERS:
        return "number", _number(text)
    if kind == XSD + "dateTime":
        return "time", _instant(text)
    if kind == XSD + "boolean":
        return "truth", text in ("true", "1")
    return ("text", text, "") if kind == XSD + "string" else (kind, text)


def difference(expected: Iterable[Row], found: Iterable[Row], *, limit: int = 3) -> str:
    """What two answers do not share, for people; empty if they hold the same rows as often."""
    one, other = Counter(expected), Counter(found)
    lines = [f"missing: {row}" for row in list((one - other).elements())[:limit]]
    lines += [f"too many: {row}" for row in list((other - one).elements())[:limit]]
    return "\n".join(lines)


def _number(text: str) -> Decimal | str:
    try:
        return Decimal(text).normalize()
    except InvalidOperation:
        return text


def _instant(text: str) -> datetime | str:
    """Without a zone, a time is one of its own: nobody knows how it compares with another."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return text
    return found.astimezone(UTC) if found.tzinfo else found
