"""Reading digits with their separators."""

from __future__ import annotations

import re

_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3}){2,}")
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d{3}")


def read_digits(text: str) -> float | None:
    """Value of folded digits, None where the separators make no number.

    >>> read_digits("1,234"), read_digits("12.5"), read_digits("1.234.567"), read_digits("1,2")
    (1234.0, 12.5, 1234567.0, None)
    """
    if _GROUPED.fullmatch(text):
        return float(text.replace(",", "") if "," in text else text.replace(".", ""))
    return float(text) if _PLAIN.fullmatch(text) else None


def whole(text: str) -> int | None:
    """Whole number that folded digits write where no multiplier follows: «1.500» people are 1500.

    >>> whole("300"), whole("1.500"), whole("12.5")
    (300, 1500, None)
    """
    if _THOUSANDS.fullmatch(text):
        return int(text.replace(".", ""))
    value = read_digits(text)
    return int(value) if value is not None and value.is_integer() else None
