"""Events and entities, what we hold, as quads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

from pyoxigraph import Literal, NamedNode, Quad

from tawthiq.graph import literals
from tawthiq.graph.namespaces import (
    ALT_LABEL, GEO, LABEL, OWL, RESOLVED, SEM, TYPE, Namespace, term, twq,
)  # fmt: skip
from tawthiq.knowledge.schema import Schema
from tawthiq.model import Entity, Event, ResolvedDocument, ResolvedReport, TimeInterval


def resolved_quads(
    resolved: ResolvedDocument, schema: Schema, namespace: Namespace, share: NamedNode
) -> Iterator[Quad]:
    """The document's events and entities: the gazetteer's in ``graph/resolved``, all others in ``share``."""
    reports: dict[str, list[ResolvedReport]] = {}
    for report in resolved.reports:
        reports.setdefault(report.event, []).append(report)
    for event in resolved.events:
        node = namespace.iri(event.id)
        for predicate, value in _event_values(event, reports.get(event.id, []), schema, namespace):
            yield Quad(node, predicate, value, share)
    for entity in resolved.entities.values():
        node = namespace.iri(entity.id)
        home = RESOLVED if entity.curated else share
        for predicate, value in _entity_values(entity, schema, namespace):
            yield Quad(node, predicate, value, home)
