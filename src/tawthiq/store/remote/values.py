"""Terms as values: how an engine writes a number, an instant or a language makes no difference."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

from tawthiq.graph.namespaces import XSD

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Value = tuple[str, ...]
"""A kind and what tells terms of this kind apart; ``()`` is a variable without a value."""

_NUMBERS = frozenset(
    XSD + name
    for name in (
        "integer", "decimal", "double", "float", "int", "long", "short", "byte", "nonNegativeInteger",
        "positiveInteger", "nonPositiveInteger", "negativeInteger", "unsignedInt", "unsignedLong",
        "unsignedShort", "unsignedByte",
    )
)  # fmt: skip
_GEOMETRIES = frozenset(
    {"http://www.opengis.net/ont/geosparql#wktLiteral", "http://www.openlinksw.com/schemas/virtrdf#Geometry"}
)
_TRUTH = {"true": "true", "1": "true", "false": "false", "0": "false"}


def value(term: Term | None) -> Value:
    """The value of a term: ``0.650`` is ``0.65``, ``Z`` is ``+00:00``, ``@AR`` is ``@ar``.

    >>> value(ox.Literal("0.650", datatype=ox.NamedNode(XSD + "decimal")))
    ('number', '0.65')
    """
    if term is None:
        return ()
    if isinstance(term, ox.NamedNode):
        return ("iri", term.value)
    if not isinstance(term, ox.Literal):
        return ("other", str(term) if isinstance(term, ox.Triple) else "")
    if term.language:
        return ("text", term.value, term.language.lower())
    return _typed(term.value, term.datatype.value)


def _typed(text: str, kind: str) -> Value:
    if kind == XSD + "string":
        return ("text", text)
    if kind in _NUMBERS:
        return ("number", _number(text))
    if kind == XSD + "boolean":
        return ("boolean", _TRUTH.get(text.strip(), text))
    if kind == XSD + "dateTime":
        return ("instant", _instant(text))
    if kind == XSD + "date":
        return ("day", text.replace("+00:00", "Z").replace("-00:00", "Z"))
    if kind in _GEOMETRIES:
        return ("geometry", " ".join(text.replace("(", " ( ").replace(")", " ) ").split()))
    return ("literal", text, kind)


def _number(text: str) -> str:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return text
    if not number.is_finite():
        return text
    plain = format(number.normalize(), "f")
    return "0" if plain == "-0" else plain


def _instant(text: str) -> str:
    """A dateTime in UTC if it tells its zone, and as it is, without empty fractions, if it does not."""
    try:
        when = datetime.fromisoformat(text.strip())
    except ValueError:
        return text
    return (when.astimezone(UTC) if when.tzinfo else when).isoformat()
