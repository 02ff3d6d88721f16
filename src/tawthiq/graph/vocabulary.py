"""The ontology as the graph's readers need it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from pyoxigraph import NamedNode, RdfFormat, parse

from tawthiq.graph.namespaces import OWL, TWQ, TYPE, term
from tawthiq.knowledge.paths import ontology_dir
from tawthiq.knowledge.schema import Schema

_SYMMETRIC = term(OWL + "SymmetricProperty")


@lru_cache(maxsize=1)
def schema() -> Schema:
    """The schema of ``ontology/tawthiq.ttl``, read once.

    Raises :class:`tawthiq.errors.KnowledgeError` if it cannot be read.
    """
    return Schema.load(ontology_dir() / "tawthiq.ttl")


def symmetric(predicate: str) -> bool:
    """Whether a property, given by its local name, holds both ways.

    >>> symmetric("met"), symmetric("attacked")
    (True, False)
    """
    return predicate in _symmetric_properties()


def most_specific(types: Iterable[str]) -> list[str]:
    """The types, by local name, that no other of ``types`` is a kind of; unknown names are left out.

    >>> most_specific(["Event", "Attack", "Shelling"])
    ['Shelling']
    """
    return list(_most_specific(tuple(types)))


@lru_cache(maxsize=4096)
def _most_specific(types: tuple[str, ...]) -> tuple[str, ...]:
    known = [t for t in dict.fromkeys(types) if t in schema().event_types or t in schema().entity_types]
    return tuple(t for t in known if not any(o != t and schema().is_a(o, t) for o in known))


@lru_cache(maxsize=1)
def _symmetric_properties() -> frozenset[str]:
    return frozenset(
        triple.subject.value.removeprefix(TWQ)
        for triple in parse(path=str(ontology_dir() / "tawthiq.ttl"), format=RdfFormat.TURTLE)
        if triple.predicate == TYPE and triple.object == _SYMMETRIC and isinstance(triple.subject, NamedNode)
    )
