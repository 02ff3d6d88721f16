"""A SPARQL query over a graph, with the prefixes bound and the parameters set."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from tawthiq.errors import QueryError
from tawthiq.query.names import Names
from tawthiq.query.stored import StoredQuery

Value = ox.NamedNode | ox.Literal
Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query found; ``names`` knows how the nodes are called. ``results`` can be read once."""

    results: Results
    names: Names


def ask(store: ox.Store, query: StoredQuery, settings: Mapping[str, str] | None = None) -> Answer:
    """Run a query over all graphs of ``store`` taken together.

    The prefixes of the ontology and the vocabularies, and ``id:`` for the data, need no declaration.
    ``settings`` gives values to the query's parameters: text, or the IRI, prefixed name or name of an
    entity; a name stands for all that bear it.
    Raises :class:`QueryError` for wrong SPARQL, and for a parameter that the query does not have or a name
    that means nothing or several things.
    """
    names = Names(store)
    values = {name: _value(query, name, value, names) for name, value in (settings or {}).items()}
    try:
        results = merged(store, query.text).query(_bind(query.text, values), prefixes=names.prefixes)
    except SyntaxError as error:
        raise QueryError(
            f"This is not valid SPARQL: {error.msg or error}.",
            remedy="You can fix this by correcting the query; it can only read, not change the graph.",
        ) from error
    except OSError as error:
        raise QueryError(f"The query failed: {error}.") from error
    return Answer(results, names)


def merged(store: ox.Store, query: str) -> ox.Store:
    """The graphs of ``store`` as one default graph in memory, with named graphs if the query asks for them.

    Oxigraph's own union gives a triple once for each graph that holds it, so that counts come out wrong.
    """
    if next(iter(store.named_graphs()), None) is None:
        return store
    memory = ox.Store()
    memory.bulk_extend(
        ox.Quad(q.subject, q.predicate, q.object) for q in store.quads_for_pattern(None, None, None, None)
    )
    if re.search(r"\bgraph\b", query, flags=re.IGNORECASE):
        memory.bulk_extend(q for q in store if q.graph_name != ox.DefaultGraph())
    return memory


def _value(query: StoredQuery, name: str, value: str, names: Names) -> Sequence[Value]:
    for parameter in query.parameters:
        if parameter.name == name:
            if parameter.kind == "text":
                return [ox.Literal(value)]
            return names.named(value) or [names.entity(value)]
    known = ", ".join(parameter.name for parameter in query.parameters)
    raise QueryError(
        f"The query has no parameter «{name}».",
        remedy=f"It has: {known}." if known else "It has no parameters; a query declares them in its head.",
    )


def _bind(text: str, values: Mapping[str, Sequence[Value]]) -> str:
    """The query with values for its parameters, which are to hold wherever the variables stand."""
    if not values:
        return text
    bound = " ".join(f"VALUES ?{name} {{ {' '.join(map(str, terms))} }}" for name, terms in values.items())
    code = re.sub(r"^\s*#.*$", lambda comment: " " * len(comment[0]), text, flags=re.MULTILINE)
    where = re.search(r"\bWHERE\s*\{", code, flags=re.IGNORECASE)
    if not where:
        raise QueryError(
            "The query has parameters but no WHERE.",
            remedy="You can fix this by writing WHERE before its first brace.",
        )
    return f"{text[: where.end()]} {bound} {text[where.end() :]}"
