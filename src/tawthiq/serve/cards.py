"""What the page of a node shows: its names and types, what it says, what leads to it, the words behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

import pyoxigraph as ox

from tawthiq.graph.namespaces import LABEL, OA, TWQ, TYPE, term, twq
from tawthiq.graph.vocabulary import schema
from tawthiq.query.names import Names

MANY = 60
"""Values of one property that a page shows."""
_SCANNED = 20_000
_QUOTES = 40
_SPAN_SOURCE, _EXACT = term(OA + "hasSource"), term(OA + "exact")


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as people read it; ``iri`` is empty for a literal, ``language`` that of its text."""

    text: str
    iri: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Property:
    """The values of a property, the first of them; ``number`` counts all."""

    name: Cell
    values: tuple[Cell, ...]
    number: int


@dataclass(frozen=True, slots=True)
class Quoted:
    """The words of an article on which something rests."""

    words: Cell
    article: Cell


@dataclass(frozen=True, slots=True)
class Card:
    """A node with what it says (``about``), what leads to it (``to``) and the words behind it."""

    name: Cell
    names: tuple[Cell, ...]
    types: tuple[Cell, ...]
    about: tuple[Property, ...]
    to: tuple[Property, ...]
    quotes: tuple[Quoted, ...]


def cell(value: object, names: Names, language: str) -> Cell:
    """A term of the graph as people read it."""
    if isinstance(value, ox.NamedNode):
        return Cell(names.name(value, language), value.value)
    if isinstance(value, ox.Literal):
        return Cell(value.value, language=value.language or "")
    return Cell(str(value))


def card(store: ox.Store, names: Names, node: ox.NamedNode, language: str) -> Card | None:
    """What the page of ``node`` shows; ``None`` if the graph says nothing of it."""
    default = ox.DefaultGraph()
    about = list(islice(store.quads_for_pattern(node, None, None, default), _SCANNED))
    to = list(islice(store.quads_for_pattern(None, None, node, default), _SCANNED))
    if not about and not to:
        return None
    own = [quad for quad in about if quad.predicate not in (TYPE, LABEL)]
    return Card(
        cell(node, names, language),
        _sorted(cell(quad.object, names, language) for quad in about if quad.predicate == LABEL),
        _sorted(cell(quad.object, names, language) for quad in about if quad.predicate == TYPE),
        _properties(((q.predicate, q.object) for q in own), names, language),
        _properties(((q.predicate, q.subject) for q in to), names, language, inverse=True),
        _quotes(store, names, node, language),
    )


def _sorted(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    return tuple(sorted(set(cells), key=lambda c: (c.language, c.text, c.iri)))


def _properties(
    pairs: Iterable[tuple[ox.NamedNode, object]], names: Names, language: str, *, inverse: bool = False
) -> tuple[Property, ...]:
    found: defaultdict[ox.NamedNode, list[object]] = defaultdict(list)
    for predicate, value in pairs:
        found[predicate].append(value)
    properties = []
    for predicate, objects in found.items():
        first = sorted(objects, key=str)[:MANY]
        values = tuple(sorted((cell(o, names, language) for o in first), key=lambda c: (c.text, c.iri)))
        name = _property_name(predicate, names, language, inverse=inverse)
        properties.append(Property(name, values, len(objects)))
    return tuple(sorted(properties, key=lambda p: (p.name.text, p.name.iri)))


def _property_name(predicate: ox.NamedNode, names: Names, language: str, *, inverse: bool) -> Cell:
    name = cell(predicate, names, language)
    if not inverse:
        return name
    local = predicate.value.removeprefix(TWQ)
    reverse = schema().inverse_labels(local).get(language)
    return Cell(reverse or f"{'→' if language == 'ar' else '←'} {name.text}", name.iri)


def _quotes(store: ox.Store, names: Names, node: ox.NamedNode, language: str) -> tuple[Quoted, ...]:
    """The words behind a report, or behind the reports of an event."""
    default = ox.DefaultGraph()
    reports = [
        q.subject for q in islice(store.quads_for_pattern(None, twq("report_of"), node, default), _QUOTES)
    ]
    found: dict[Quoted, None] = {}
    for report in sorted([node, *reports], key=str):
        for evidence in store.quads_for_pattern(report, twq("evidence"), None, default):
            if not isinstance(evidence.object, ox.NamedNode):
                continue
            words = next(store.quads_for_pattern(evidence.object, _EXACT, None, default), None)
            article = next(store.quads_for_pattern(evidence.object, _SPAN_SOURCE, None, default), None)
            if words and article:
                found[Quoted(cell(words.object, names, language), cell(article.object, names, language))] = (
                    None
                )
    return tuple(found)[:_QUOTES]
