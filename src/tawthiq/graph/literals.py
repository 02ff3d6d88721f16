"""Literals of the graph, made in one way only."""

from __future__ import annotations

import re
from datetime import date, datetime

from pyoxigraph import Literal

from tawthiq.graph.namespaces import GEO, XSD, term

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_INTEGER, _DECIMAL = term(XSD + "integer"), term(XSD + "decimal")
_DATE, _DATE_TIME, _ANY_URI = term(XSD + "date"), term(XSD + "dateTime"), term(XSD + "anyURI")
_WKT = term(GEO + "wktLiteral")


def text(value: str, language: str | None = None) -> Literal:
    """A string, language-tagged if ``language`` is a well-formed tag."""
    if language and _LANGUAGE.fullmatch(language):
        return Literal(value, language=language.lower())
    return Literal(value)


def integer(value: int) -> Literal:
    return Literal(str(value), datatype=_INTEGER)


def decimal(value: float, digits: int) -> Literal:
    """``value`` with up to ``digits`` places, always with a point, so that Turtle can write it bare."""
    plain = f"{value:.{digits}f}".rstrip("0")
    return Literal(plain + "0" if plain.endswith(".") else plain, datatype=_DECIMAL)


def day(value: date) -> Literal:
    return Literal(value.isoformat(), datatype=_DATE)


def moment(value: datetime) -> Literal:
    return Literal(value.isoformat(timespec="seconds"), datatype=_DATE_TIME)


def uri(value: str) -> Literal:
    """An address as read: not all that articles give as one is a valid IRI."""
    return Literal(value, datatype=_ANY_URI)


def point(latitude: float, longitude: float) -> Literal:
    """A WGS 84 point; WKT puts the longitude first."""
    return Literal(f"POINT({longitude:.5f} {latitude:.5f})", datatype=_WKT)


def shortened(value: str, limit: int = 60) -> str:
    """One line of at most ``limit`` characters, for the label of a long quote."""
    line = " ".join(value.split())
    if len(line) <= limit:
        return line
    head = line[:limit].rpartition(" ")[0] or line[:limit]
    return head + " …"
