"""The graph as people see it: a networkx multigraph of entities, events and what lies between them."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import networkx as nx
from pyoxigraph import NamedNode, Store

from tawthiq.graph.claims import ROLES, Claims, EventClaim, Quote, RelationClaim
from tawthiq.graph.columns import Columns
from tawthiq.graph.grounds import Grounds
from tawthiq.graph.namespaces import ALT_LABEL, TWQ, TYPE, Namespace, twq
from tawthiq.graph.vocabulary import most_specific, schema

Attributes = dict[str, Any]
_STATUS, _START, _END, _LATITUDE, _LONGITUDE = (
    TWQ + name for name in ("status", "time_start", "time_end", "latitude", "longitude")
)
_AGGREGATE = twq("AggregateEvent")


def to_networkx(data: Store | Claims, namespace: Namespace) -> nx.MultiDiGraph[str]:
    """Entities and events of a store (or its claims) as nodes, direct edges, relations and roles as edges.

    Nodes are named by the local names of their IRIs. An attribute that is not known is missing.

    nodes
        ``iri``, ``kind`` (actor, person, place, thing or event), ``types`` (local names, the most specific
        ones), ``type_ar``, ``type_en``, ``label_ar``, ``label_en``, ``names`` (other names), ``point``
        (latitude, longitude in degrees); events also ``status``, ``aggregate``, ``start``, ``end``
        and ``evidence``.
    edges
        The key is the predicate's local name. ``predicate``, ``label_ar``, ``label_en``, ``direct`` (false
        for a role of an event), ``event`` (events that a direct edge stands on, by name), ``evidence``.
    evidence
        A list of claims, which all nodes and edges that rest on them share: ``report``, ``quote``, ``start``,
        ``end``, ``document`` (the article's id), ``title``, ``date``, ``source`` (who published it), ``url``,
        ``claimant`` (who says so), ``status``, ``marks`` (start and end, counted within the quote, of the
        words that name the participants and places), ``trigger`` (the same of the words that tell the
        event); of an event also what this report tells of it:
        ``type``, ``type_ar``, ``type_en``, ``time`` (ISO dates or prefixes of start and end),
        ``quantities`` (numbers by the names of the ontology).
    """
    claims = data if isinstance(data, Claims) else Claims(Columns.whole(data))
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    with _uncollected():
        projection = _Projection(claims, Grounds(claims), namespace)
        for node, attributes in projection.nodes():
            graph.add_node(node, **attributes)
        for subject, object_, predicate, attributes in projection.edges():
            graph.add_edge(subject, object_, key=predicate, **attributes)
    return graph


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for garbage: where everything is kept it finds none, and takes a third of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class _Projection:
    def __init__(self, claims: Claims, grounds: Grounds, namespace: Namespace) -> None:
        self._claims = claims
        self._columns = claims.columns
        self._grounds = grounds
        self._local = namespace.local
        self._told: dict[str, list[Attributes]] = {}
        self._types = dict(self._typed())
        self._names = {iri: namespace.local(iri) for iri in sorted(self._types)}

    def _typed(self) -> Iterator[tuple[str, list[str]]]:
        """The IRIs of the nodes with the local names of their types; most of what has a type is none."""
        known: dict[object, str] = {
            twq(name): name for name in (*schema().entity_types, *schema().event_types)
        }
        for iri, values in self._columns.column(TYPE).items():
            if types := [name for value in values if (name := known.get(value))]:
                yield iri, types

    def nodes(self) -> Iterator[tuple[str, Attributes]]:
        """Nodes by the local names of their IRIs, in the order of these."""
        events = schema().event_types
        for iri, local in self._names.items():
            types = self._types[iri]
            told = self._event(iri) if any(name in events for name in types) else {}
            yield local, self._node(iri, types) | told

    def edges(self) -> Iterator[tuple[str, str, str, Attributes]]:
        """Edges whose both ends are nodes, in a fixed order."""
        for role in ROLES:
            for event, entity in self._pairs(role):
                told = self._grounds.role_reports(event, role, entity)
                yield self._edge(event, role, entity, {"direct": False}, told)
        for predicate in dict.fromkeys((*schema().edges, *schema().predicates)):
            for subject, object_ in self._pairs(predicate):
                edge = (subject, predicate, object_)
                events = [self._local(event) for event in self._grounds.events(edge)]
                more = {"direct": True} | ({"event": events} if events else {})
                yield self._edge(*edge, more, self._grounds.reports(edge))

    def _pairs(self, predicate: str) -> Iterator[tuple[str, str]]:
        """The IRIs of two nodes that the predicate joins."""
        column = self._columns.column(twq(predicate))
        for subject in sorted(column.keys() & self._names.keys()):  # reports have roles too, more than events
            for value in column[subject]:
                if isinstance(value, NamedNode) and value.value in self._names:
                    yield subject, value.value

    def _edge(
        self,
        subject: str,
        predicate: str,
        object_: str,
        more: Attributes,
        told: Iterable[EventClaim | RelationClaim],
    ) -> tuple[str, str, str, Attributes]:
        data = {"predicate": predicate, **_labels_of(predicate, "label"), **more}
        data["evidence"] = self._evidence(told)
        return self._names[subject], self._names[object_], predicate, data

    def _node(self, iri: str, types: list[str]) -> Attributes:
        finest = most_specific(types)
        data: Attributes = {"iri": iri, "kind": _kind(tuple(finest)), "types": finest}
        data |= _labels_of(finest[0], "type")
        data |= _labels(self._columns.labels(iri), "label")
        if names := self._columns.values(iri, ALT_LABEL):
            data["names"] = [name.value for name in names]
        if point := point_of(self._columns, iri):
            data["point"] = point
        return data

    def _event(self, iri: str) -> Attributes:
        text = self._columns.text
        data = {
            "status": (text(iri, _STATUS) or "").removeprefix(TWQ),
            "aggregate": _AGGREGATE in self._columns.values(iri, TYPE),
            "start": text(iri, _START),
            "end": text(iri, _END),
            "evidence": self._evidence(self._grounds.reports_of.get(iri, ())),
        }
        return {key: value for key, value in data.items() if value not in (None, "")}

    def _evidence(self, told: Iterable[EventClaim | RelationClaim]) -> list[Attributes]:
        found: list[Attributes] = []
        for claim in told:
            quoted = self._told.get(claim.report)
            if quoted is None:
                quoted = self._told[claim.report] = list(self._quoted(claim))
            found += quoted
        return found

    def _quoted(self, claim: EventClaim | RelationClaim) -> Iterator[Attributes]:
        article = self._claims.article(claim.document)
        claimant = claim.claimant and self._columns.label(claim.claimant, article.language)
        told = _told(claim) if isinstance(claim, EventClaim) else {}
        mentions, triggers = self._claims.mentions(claim.report), self._claims.triggers(claim.report)
        for quote in self._claims.quotes(claim.evidence):
            data = {
                "report": self._local(claim.report),
                "quote": quote.text,
                "start": quote.start,
                "end": quote.end,
                "document": article.id,
                "title": article.title,
                "date": article.published,
                "source": article.source,
                "url": article.url,
                "claimant": claimant,
                "marks": _within(quote, mentions) or None,
                "trigger": _within(quote, triggers) or None,
                **told,
            }
            yield {key: value for key, value in data.items() if value is not None}


def _told(claim: EventClaim) -> Attributes:
    """What a report tells of its event, which other reports may tell otherwise."""
    time = claim.time and [claim.time.start or claim.time.end, claim.time.end or claim.time.start]
    return {
        "status": claim.status,
        "type": claim.type,
        **_labels_of(claim.type, "type"),
        "time": time if time and time[0] else None,
        "quantities": dict(claim.quantities) or None,
    }


def _within(quote: Quote, mentions: Iterable[Quote]) -> list[tuple[int, int]]:
    """Where mentions stand in a quote; those that touch or overlap are one."""
    found: list[tuple[int, int]] = []
    for mention in mentions:
        start, end = max(mention.start, quote.start) - quote.start, min(mention.end, quote.end) - quote.start
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def point_of(columns: Columns, iri: str) -> tuple[float, float] | None:
    """Latitude and longitude of a place in degrees, if the graph has them."""
    latitude, longitude = columns.text(iri, _LATITUDE), columns.text(iri, _LONGITUDE)
    return (float(latitude), float(longitude)) if latitude and longitude else None


def _labels(labels: dict[str, str], name: str) -> Attributes:
    return {f"{name}_{language or 'und'}": label for language, label in labels.items()}


@cache
def _labels_of(term: str, name: str) -> Attributes:
    return _labels(schema().labels(term), name)


@cache
def _kind(types: tuple[str, ...]) -> str:
    """A state, actor and place at once, counts as actor: that is what it is in most sentences."""
    for kind, class_ in (("person", "Person"), ("actor", "Actor"), ("place", "Place"), ("thing", "Entity")):
        if any(schema().is_a(t, class_) for t in types):
            return kind
    return "event"
