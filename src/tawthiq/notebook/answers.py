"""Answers to queries as rows of Python's own values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pyoxigraph as ox

from tawthiq.graph.namespaces import XSD
from tawthiq.notebook.frames import Row
from tawthiq.query import Answer

_VALUES: dict[str, Callable[[str], Any]] = {
    XSD + "integer": int,
    XSD + "decimal": float,
    XSD + "double": float,
    XSD + "float": float,
    XSD + "boolean": lambda text: text in ("true", "1"),
    XSD + "date": date.fromisoformat,
    XSD + "dateTime": datetime.fromisoformat,
}


def answer_rows(answer: Answer, language: str, *, iris: bool) -> tuple[list[str], list[Row]]:
    """Columns and rows of an answer; of an ASK one row with ``answer``, of triples three columns.

    Things are named by their labels; with ``iris`` a column has IRIs, and one beside it the labels.
    """
    results = answer.results
    if isinstance(results, ox.QueryBoolean):
        return ["answer"], [{"answer": bool(results)}]
    if isinstance(results, ox.QueryTriples):
        names = ["subject", "predicate", "object"]
        found = [[t.subject, t.predicate, t.object] for t in sorted(set(results), key=str)]
    else:
        names = [variable.value for variable in results.variables]
        found = [list(solution) for solution in results]
    labelled = {
        name: iris and any(isinstance(row[i], ox.NamedNode) for row in found) for i, name in enumerate(names)
    }
    columns = [c for name in names for c in ((name, f"{name}_label") if labelled[name] else (name,))]

    def cells(row: list[object]) -> Iterator[tuple[str, Any]]:
        for name, term in zip(names, row, strict=True):
            if not isinstance(term, ox.NamedNode):
                yield name, value(term)
            elif labelled[name]:
                yield name, term.value
                yield f"{name}_label", answer.names.label(term, language)
            else:
                yield name, answer.names.name(term, language)

    return columns, [dict.fromkeys(columns) | dict(cells(row)) for row in found]


def value(term: object) -> Any:
    """A literal as Python has it: numbers, truth values, dates; else its text. ``None`` where there is none.

    >>> value(ox.Literal("7", datatype=ox.NamedNode(XSD + "integer"))), value(ox.Literal("x", language="ar"))
    (7, 'x')
    """
    if term is None:
        return None
    if isinstance(term, ox.Literal):
        try:
            return _VALUES.get(term.datatype.value, str)(term.value)
        except ValueError:
            return term.value
    return getattr(term, "value", None) or str(term)
