"""Events and entities as quads.

An event gets its types and labels here; what it carries besides is settled from the reports of all
documents together (:mod:`tawthiq.graph.settle`). All superclasses are written out, so that a query
for ``twq:Attack`` or ``twq:Place`` needs no reasoner.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad

from tawthiq.graph import literals
from tawthiq.graph.namespaces import (
    ALT_LABEL,
    GEO,
    LABEL,
    OWL,
    RESOLVED,
    TYPE,
    Namespace,
    term,
    twq,
)  # fmt: skip
from tawthiq.knowledge.schema import Schema
from tawthiq.model import Entity, Event, ResolvedDocument

SAME_AS = term(OWL + "sameAs")
GEOMETRY, HAS_GEOMETRY, AS_WKT = (
    term(GEO + "Geometry"),
    term(GEO + "hasDefaultGeometry"),
    term(GEO + "asWKT"),
)

Statement = tuple[NamedNode, NamedNode, NamedNode | Literal]


def resolved_quads(
    resolved: ResolvedDocument, schema: Schema, namespace: Namespace, share: NamedNode
) -> Iterator[Quad]:
    """The document's events and entities: the gazetteer's in ``graph/resolved``, all others in ``share``."""
    for event in resolved.events:
        for statement in _event_statements(event, schema, namespace):
            yield Quad(*statement, share)
    for entity in resolved.entities.values():
        home = RESOLVED if entity.curated else share
        for statement in _entity_statements(entity, schema, namespace):
            yield Quad(*statement, home)


def _event_statements(event: Event, schema: Schema, namespace: Namespace) -> Iterator[Statement]:
    node = namespace.iri(event.id)
    yield from _types(node, event.type, schema)
    if event.aggregate:
        yield node, TYPE, twq("AggregateEvent")
    for language, label in event.labels.items():
        yield node, LABEL, literals.text(label, language)


def _entity_statements(entity: Entity, schema: Schema, namespace: Namespace) -> Iterator[Statement]:
    node = namespace.iri(entity.id)
    yield from _types(node, entity.type, schema)
    for language, label in entity.labels.items():
        yield node, LABEL, literals.text(label, language)
    for alias, language in entity.aliases:
        yield node, ALT_LABEL, literals.text(alias, language)
    for iri in entity.same_as:
        yield node, SAME_AS, NamedNode(iri)
    for predicate, parent in entity.parents:
        yield node, twq(predicate), namespace.iri(parent)
    if entity.point:
        yield from _point(entity, node, namespace)


def _point(entity: Entity, node: NamedNode, namespace: Namespace) -> Iterator[Statement]:
    """Plain coordinates for people, and a geometry for GeoSPARQL, which holds it apart from the place."""
    assert entity.point
    latitude, longitude = entity.point
    wkt = literals.point(latitude, longitude)
    geometry = namespace.iri(f"point-{entity.id}")
    yield node, twq("latitude"), literals.decimal(latitude, 5)
    yield node, twq("longitude"), literals.decimal(longitude, 5)
    yield node, HAS_GEOMETRY, geometry
    yield geometry, TYPE, GEOMETRY
    yield geometry, LABEL, Literal(wkt.value)
    yield geometry, AS_WKT, wkt


def _types(node: NamedNode, type_: str, schema: Schema) -> Iterator[Statement]:
    for name in (type_, *schema.ancestors(type_)):
        yield node, TYPE, twq(name)
