"""A SPARQL query over a graph, with the prefixes bound and the parameters set."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from tawthiq.errors import QueryError
from tawthiq.query.names import Names
from tawthiq.query.settings import Value, values
from tawthiq.query.stored import StoredQuery
from tawthiq.query.syntax import check, code, has_word, repetitions_show

Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query found; ``names`` knows how the nodes are called. ``results`` can be read once.

    ``ambiguous`` gives, for each parameter whose name means several entities, all of these.
    """

    results: Results
    names: Names
    ambiguous: Mapping[str, Sequence[ox.NamedNode]] = field(default_factory=dict)


def ask(
    store: ox.Store,
    query: StoredQuery,
    settings: Mapping[str, str] | None = None,
    *,
    whole: Callable[[], ox.Store | None] | None = None,
) -> Answer:
    """Run a query over all graphs of ``store`` taken together.

    Where an answer may change if a triple is found in several graphs, the query is asked of ``whole()``, a
    store with each triple once in its default graph, as :func:`tawthiq.store.open_merged` gives it; without
    one, of a copy in memory.

    The prefixes of the ontology and the vocabularies, and ``id:`` for the data, need no declaration.
    ``settings`` gives values to the query's parameters, as :func:`tawthiq.query.settings.values` reads them.
    Raises :class:`QueryError` for wrong SPARQL, for a query that looks beyond the graph, for a parameter that
    the query does not have and for a value that means nothing.
    """
    names = Names(store)
    check(query.text, names.prefixes)
    bound = values(query, settings or {}, names)
    text = bind(query.text, bound)
    once = repetitions_show(text)
    asked = (whole and whole()) or merged(store, text) if once else store
    results = asked.query(text, prefixes=names.prefixes, use_default_graph_as_union=not once)
    several = {
        name: [node for node in found if isinstance(node, ox.NamedNode)]
        for name, found in bound.items()
        if len(found) > 1
    }
    return Answer(results, names, several)


def merged(store: ox.Store, query: str) -> ox.Store:
    """The graphs of ``store`` as one default graph in memory, with named graphs if the query asks for them.

    Oxigraph's own union gives a triple once for each graph that holds it, so that counts come out wrong.
    It is for queries in which repetitions show, of graphs in memory: a million triples take half a minute.
    """
    if next(iter(store.named_graphs()), None) is None:
        return store
    memory = ox.Store()
    memory.bulk_extend(
        ox.Quad(q.subject, q.predicate, q.object) for q in store.quads_for_pattern(None, None, None, None)
    )
    if has_word(query, "graph"):
        memory.bulk_extend(q for q in store if q.graph_name != ox.DefaultGraph())
    return memory


def bind(text: str, bound: Mapping[str, Sequence[Value]]) -> str:
    """The query with values for its parameters, which are to hold wherever the variables stand.

    What comes out is plain SPARQL, which any engine answers. Raises :class:`QueryError` if there is no WHERE.
    """
    if not bound:
        return text
    tables = " ".join(f"VALUES ?{name} {{ {' '.join(map(str, terms))} }}" for name, terms in bound.items())
    where = re.search(r"\bWHERE\s*\{", code(text), flags=re.IGNORECASE)
    if not where:
        raise QueryError(
            "The query has parameters but no WHERE.",
            remedy="You can fix this by writing WHERE before its first brace.",
        )
    return f"{text[: where.end()]} {tables} {text[where.end() :]}"
