"""Whether an endpoint holds what a build holds: statements counted, the answers of queries compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tawthiq.errors import EndpointError
from tawthiq.store.remote.endpoint import Endpoint
from tawthiq.store.remote.values import Term, Value, value

_AT_ONCE = 200  # graphs that are counted by one query

Row = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class CountDifference:
    """A graph, by its IRI, with the number of statements that it has here and there."""

    graph: str
    here: int
    there: int


@dataclass(frozen=True, slots=True)
class Compared:
    """A query's answers: how many rows here and there, and rows, as values, of which one side has more.

    ``failed`` is why the endpoint gave no answer, or nothing.
    """

    query: str
    here: int
    there: int
    missing: Sequence[Row] = ()
    excess: Sequence[Row] = ()
    failed: str = ""

    @property
    def same(self) -> bool:
        return not (self.missing or self.excess or self.failed)


def count_differences(endpoint: Endpoint, here: Mapping[str, int]) -> Iterator[CountDifference]:
    """The graphs of which the endpoint holds another number of statements than ``here``."""
    names = list(here)
    for start in range(0, len(names), _AT_ONCE):
        there = endpoint.counts(names[start : start + _AT_ONCE])
        for name in names[start : start + _AT_ONCE]:
            if there.get(name, 0) != here[name]:
                yield CountDifference(name, here[name], there.get(name, 0))


def compare_answers(
    endpoint: Endpoint, name: str, text: str, variables: Sequence[str], rows: Sequence[Sequence[Term | None]]
) -> Compared:
    """Compare the endpoint's answer to a SELECT with the ``rows`` found here, as values, in any order."""
    here = Counter(tuple(map(value, row)) for row in rows)
    try:
        order, found = endpoint.rows(text)
    except EndpointError as error:
        return Compared(name, len(rows), 0, failed=error.message)
    if sorted(order) != sorted(variables):
        return Compared(name, len(rows), len(found), failed=f"other columns: {', '.join(order)}")
    places = [order.index(variable) for variable in variables]
    there = Counter(tuple(value(row[place]) for place in places) for row in found)
    return Compared(
        name, len(rows), len(found), sorted((here - there).elements()), sorted((there - here).elements())
    )
