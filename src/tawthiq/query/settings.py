"""The values of a query's parameters: entities by name, terms of the ontology, days and text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import MAXYEAR, date, timedelta
from difflib import get_close_matches

import pyoxigraph as ox

from tawthiq.errors import QueryError
from tawthiq.fold import fold_phrase
from tawthiq.graph.namespaces import TWQ, XSD, twq
from tawthiq.graph.vocabulary import schema
from tawthiq.query.names import Names
from tawthiq.query.stored import Parameter, StoredQuery

Value = ox.NamedNode | ox.Literal

_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_DATE_TIME = ox.NamedNode(XSD + "dateTime")


def values(query: StoredQuery, settings: Mapping[str, str], names: Names) -> dict[str, list[Value]]:
    """The values of the parameters that are set; of an entity's name, all that it may mean.

    Raises :class:`QueryError` for a parameter that the query does not have, and for a value that means
    nothing.
    """
    return {name: _values(_parameter(query, name), text, names) for name, text in settings.items()}


def _parameter(query: StoredQuery, name: str) -> Parameter:
    for parameter in query.parameters:
        if parameter.name == name:
            return parameter
    known = ", ".join(parameter.name for parameter in query.parameters)
    raise QueryError(
        f"The query has no parameter «{name}».",
        remedy=f"It has: {known}." if known else "It has no parameters; a query declares them in its head.",
    )


def _values(parameter: Parameter, text: str, names: Names) -> list[Value]:
    match parameter.kind:
        case "entity":
            return [*names.meant(text)]
        case "term":
            return [_term(text)]
        case "date-from":
            return [_instant(_days(parameter.name, text)[0])]
        case "date-to":
            return [_instant(_days(parameter.name, text)[1])]
        case _:
            return [ox.Literal(text)]


def _term(text: str) -> ox.NamedNode:
    """The event type, weapon or status that ``text`` is the name or the label of."""
    terms = (*schema().event_types, *schema().weapons, *schema().statuses)
    name = text.strip("<>").removeprefix(TWQ).removeprefix("twq:")
    wanted = fold_phrase(name)
    for term in terms:
        if name == term or wanted in map(fold_phrase, (term, *schema().labels(term).values())):
            return twq(term)
    names = {fold_phrase(label): term for term in terms for label in (term, *schema().labels(term).values())}
    near = dict.fromkeys(names[label] for label in get_close_matches(wanted, names))
    raise QueryError(
        f"The ontology has no event type or weapon «{text}»."
        + (f" Spelt much like it: {', '.join(near)}." if near else ""),
        remedy="You can fix this by giving one that `tawthiq schema` lists.",
    )


def _days(name: str, text: str) -> tuple[date, date]:
    """The first day of an ISO date or a prefix of it, and the day after its last."""
    found = _DAY.fullmatch(text.strip())
    try:
        if found:
            year, month, day = (int(part) if part else None for part in found.groups())
            first = date(year or 0, month or 1, day or 1)
            if day:
                return first, first + timedelta(days=1)
            years, months = divmod((month or 12), 12)
            return first, date(first.year + years, months + 1, 1)
    except (ValueError, OverflowError):
        pass
    raise QueryError(
        f"{name}={text}: this is no date before the year {MAXYEAR}.",
        remedy="You can fix this by writing a year, a month or a day: 2023, 2023-10 or 2023-10-07.",
    )


def _instant(day: date) -> ox.Literal:
    return ox.Literal(f"{day.isoformat()}T00:00:00", datatype=_DATE_TIME)
