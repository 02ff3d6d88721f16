"""Why an edge stands: the events that it was derived from, the reports behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from itertools import chain

from tawthiq.graph.claims import ROLES, Claims, EventClaim, RelationClaim
from tawthiq.graph.namespaces import TWQ
from tawthiq.graph.vocabulary import most_specific, schema, symmetric

Edge = tuple[str, str, str]


def says_so(claim: EventClaim | RelationClaim, edge: Edge) -> bool:
    """Whether a report behind an edge says that these two did this, not only something of the same event."""
    if isinstance(claim, RelationClaim):
        return True
    return claim.status == "actual" and {edge[0], edge[2]} <= set(chain.from_iterable(claim.roles.values()))


class Grounds:
    """What edges between entities rest on.

    An edge is (subject IRI, local name of the predicate, object IRI).
    """

    def __init__(self, claims: Claims) -> None:
        self._claims = claims

    def events(self, edge: Edge) -> list[str]:
        """The actual events that give rise to a direct edge, by IRI."""
        return sorted(self._events.get(edge, ()))

    def reports(self, edge: Edge) -> list[EventClaim | RelationClaim]:
        """All reports behind an edge: of its events, or of the relation itself."""
        told: list[EventClaim | RelationClaim] = []
        for event in self.events(edge):
            told.extend(self.reports_of.get(event, ()))
        told.extend(self._relations.get(edge, ()))
        return told

    def role_reports(self, event: str, role: str, entity: str) -> list[EventClaim]:
        """The reports that put ``entity`` into a role of the event."""
        return [c for c in self.reports_of.get(event, ()) if entity in c.roles[role]]

    @cached_property
    def reports_of(self) -> dict[str, list[EventClaim]]:
        """Event → its reports, by document and in the order of the text."""
        found: dict[str, list[EventClaim]] = defaultdict(list)
        for claim in self._claims.events:
            found[claim.event].append(claim)
        return found

    @cached_property
    def _events(self) -> dict[Edge, set[str]]:
        found: dict[Edge, set[str]] = defaultdict(set)
        for event in self.reports_of:
            for edge in self._edges_of(event):
                found[edge].add(event)
        return found

    @cached_property
    def _relations(self) -> dict[Edge, list[RelationClaim]]:
        found: dict[Edge, list[RelationClaim]] = defaultdict(list)
        for claim in self._claims.relations:
            found[claim.subject, claim.predicate, claim.object].append(claim)
            if symmetric(claim.predicate):
                found[claim.object, claim.predicate, claim.subject].append(claim)
        return found

    def _edges_of(self, event: str) -> Iterator[Edge]:
        """All edges that the rules may draw from an event; which of them stand, the graph knows."""
        names = self._claims.columns
        if "actual" not in (iri.removeprefix(TWQ) for iri in names.iris(event, "status")):
            return
        actors, *others = (names.iris(event, role) for role in ROLES)
        for predicate in self._edge_names(event):
            for actor in actors:
                for other in {*actors, *others[0], *others[1]} - {actor}:
                    yield actor, predicate, other
                    if symmetric(predicate):
                        yield other, predicate, actor

    def _edge_names(self, event: str) -> set[str]:
        types = (name.removeprefix(TWQ) for name in self._claims.columns.types(event))
        finest = most_specific(t for t in types if t in schema().event_types)
        return {edge for t in finest if (edge := schema().edge(t))}
