"""The fields of a gold file, checked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn

from tawthiq.errors import InputError
from tawthiq.evaluate.names import Names

NOTE = "note"
"""A field that any object may have: what the annotator wanted to say."""
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T.*)?)?)?")
_DAY = 10  # characters of an ISO date


class Fields:
    """One object of a gold file: its fields in the form that is wanted, or what is wrong with them and where.

    ``where`` names the object within the file. All methods raise :class:`InputError`.
    """

    def __init__(self, path: Path, row: Mapping[str, Any] | None = None, where: str = "") -> None:
        self.path, self.row, self.where = path, row or {}, where

    def fail(self, where: str, what: str, remedy: str) -> NoReturn:
        raise InputError(f"{self.path}, {where}: {what}.", remedy=f"You can fix this: {remedy}.")

    def record(self, row: Any, where: str, fields: tuple[str, ...]) -> Fields:
        if not isinstance(row, dict):
            self.fail(where, "this is no JSON object", 'write {"field": value, …}')
        for name in row:
            if name not in fields:
                self.fail(where, f"there is no field «{name}»", f"use {', '.join(fields)}")
        return Fields(self.path, row, where)

    def records(self, name: str, kind: str, fields: tuple[str, ...]) -> Iterator[Fields]:
        for number, row in enumerate(self.list_of(name), 1):
            yield self.record(row, f"{kind} {number}", (*fields, NOTE))

    def list_of(self, name: str) -> list[Any]:
        value = self.row.get(name)
        if value is not None and not isinstance(value, list):
            self.fail(self.where, f"the field «{name}» is no list", "write it between [ and ]")
        return value or []

    def text(self, name: str) -> str | None:
        value = self.row.get(name)
        if value is not None and not isinstance(value, str):
            self.fail(self.where, f"the field «{name}» is no text", "write it between quotation marks")
        return value or None

    def one_of(self, name: str, known: tuple[str, ...], default: str = "") -> str:
        value = self.text(name) or default
        if value not in known:
            self.fail(self.where, f"«{value}» is no {name}", f"use one of {', '.join(known)}")
        return value

    def strings(self, name: str, known: tuple[str, ...] | None = None) -> tuple[str, ...]:
        values = self.list_of(name)
        for value in values:
            if not isinstance(value, str) or (known is not None and value not in known):
                self.fail(
                    self.where,
                    f"«{value}» in the field «{name}» is not known" if known else f"«{value}» is no text",
                    f"use {', '.join(known)}" if known else "write it between quotation marks",
                )
        return tuple(values)

    def wordings(self, value: Any, where: str) -> Names:
        """The wordings by which the article names one thing; there is at least one."""
        if not isinstance(value, list) or not value or not all(isinstance(v, str) for v in value):
            self.fail(where, f"«{value}» is no list of wordings", 'write ["name", "shorter name"]')
        return tuple(value)

    def names(self, name: str) -> tuple[Names, ...]:
        return tuple(self.wordings(value, f"{self.where}, {name}") for value in self.list_of(name))

    def numbers(self, name: str, known: tuple[str, ...]) -> dict[str, int]:
        value = self.row.get(name)
        if value is not None and not isinstance(value, dict):
            self.fail(self.where, f"the field «{name}» is no object", 'write {"killed": 3}')
        for key, number in (value or {}).items():
            if key not in known:
                self.fail(
                    self.where, f"«{key}» in the field «{name}» is not known", f"use {', '.join(known)}"
                )
            if number is not None and (not isinstance(number, int) or isinstance(number, bool)):
                self.fail(
                    self.where, f"«{key}» is no whole number", "write it in digits, without quotation marks"
                )
        return {key: number for key, number in (value or {}).items() if number is not None}

    def date(self, name: str) -> str | None:
        value = self.text(name)
        if value is not None and not _DATE.fullmatch(value):
            self.fail(
                self.where,
                f"«{value}» in the field «{name}» is no ISO date",
                "write 2023-11-01, 2023-11 or 2023",
            )
        return value[:_DAY] if value else None
