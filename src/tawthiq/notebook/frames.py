"""Rows as data frames of pandas or polars, whichever is there."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Literal

from tawthiq.errors import InputError

Row = dict[str, Any]
Frames = Literal["pandas", "polars", "rows"]
Table = Any
"""A ``pandas.DataFrame``, a ``polars.DataFrame`` or a list of dictionaries."""

KINDS = ("pandas", "polars", "rows")


def table(rows: list[Row], columns: Sequence[str], kind: Frames | None) -> Table:
    """The rows as a data frame, or as they are if ``kind`` is ``rows``.

    ``None`` stands for pandas, else polars. Raises :class:`InputError` if what is asked for is not installed.
    """
    check(kind)
    match _found(kind):
        case "rows":
            return rows
        case "pandas":
            # Whole numbers stay whole where a cell is empty.
            return import_module("pandas").DataFrame(rows, columns=list(columns)).convert_dtypes()
        case _:
            return import_module("polars").DataFrame(rows, schema=list(columns), strict=False)


def check(kind: Frames | None) -> None:
    """Raise :class:`InputError` for a kind of frames that there is none of."""
    if kind is not None and kind not in KINDS:
        raise InputError(
            f"There are no frames of the kind «{kind}».",
            remedy=f"You can fix this by giving one of: {', '.join(KINDS)}.",
        )


def _found(kind: Frames | None) -> str:
    if kind == "rows":
        return kind
    for name in [kind] if kind else ("pandas", "polars"):
        if find_spec(name) is not None:
            return name
    raise InputError(
        f"A table needs {kind or 'pandas or polars'}, which is not installed.",
        remedy=f"You can fix this with: pip install 'tawthiq[{kind or 'pandas'}]'. "
        'Without, .rows() answers queries, and tawthiq.open(…, frames="rows") gives all tables as lists.',
    )
