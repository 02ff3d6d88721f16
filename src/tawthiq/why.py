"""Why an edge stands: the claims behind it, who makes them, and the words that they rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, product

from pyoxigraph import NamedNode, Store

from tawthiq.errors import QueryError
from tawthiq.fold import fold_phrase
from tawthiq.graph.claims import Article, Claims, EventClaim, Quote, RelationClaim, Time
from tawthiq.graph.grounds import Edge, Grounds, says_so
from tawthiq.graph.namespaces import TWQ, twq
from tawthiq.graph.vocabulary import schema
from tawthiq.query.names import Names

#: An edge of these may stand through several steps.
TRANSITIVE = frozenset({"located_in"})


@dataclass(frozen=True, slots=True)
class Claim:
    """One report behind an edge. Nodes are IRIs.

    ``says_so`` is false where the report tells of the same event but not that these two did this.
    """

    report: str
    event: str | None
    status: str
    says_so: bool
    claimant: str | None
    quantities: Mapping[str, int]
    time: Time | None
    article: Article
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """An edge, its predicate by local name, and its claims; one without is known from the gazetteer."""

    subject: str
    predicate: str
    object: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an edge stands, in one step or, where places lie in places, in several.

    Without steps the edge does not stand, and ``others`` are the predicates by which it has the two.
    """

    steps: tuple[Step, ...] = ()
    others: tuple[str, ...] = ()


def why(store: Store, subject: str, predicate: str, object_: str, language: str = "ar") -> Explanation:
    """Explain the edge between two names.

    ``subject`` and ``object_`` are labels in any spelling, prefixed names, ids or IRIs; ``predicate`` is a
    property's name, label or IRI, or the label of its inverse («attacked by»). Of names that may mean
    several things those count between which the edge stands. ``language`` is for messages.
    Raises :class:`QueryError` for a name that means nothing or remains ambiguous.
    """
    names = Names(store)
    property_, inverse = find_property(predicate)
    one, other = (object_, subject) if inverse else (subject, object_)
    subjects, objects = _candidates(names, one), _candidates(names, other)
    paths = [p for s, o in product(subjects, objects) if (p := _path(store, s, property_, o))]
    if not paths:
        return Explanation(others=tuple(_others(store, subjects, objects)))
    for text, nodes in ((one, {p[0][0] for p in paths}), (other, {p[-1][2] for p in paths})):
        if len(nodes) > 1:
            raise names.ambiguous(text, [NamedNode(node) for node in sorted(nodes)], language)
    claims = Claims(store)
    grounds = Grounds(claims)
    return Explanation(tuple(Step(*edge, tuple(_told(claims, grounds, edge))) for edge in paths[0]))


def find_property(text: str) -> tuple[str, bool]:
    """The property (local name) that ``text`` names, and whether it names the inverse.

    Raises :class:`QueryError` for a text that names none.
    """
    name = text.strip("<>").removeprefix(TWQ).removeprefix("twq:")
    properties = (*schema().edges, *schema().predicates)
    if name in properties:
        return name, False
    wanted = fold_phrase(text.replace("_", " "))
    for labels, inverse in ((schema().labels, False), (schema().inverse_labels, True)):
        for property_ in properties:
            if wanted in map(fold_phrase, labels(property_).values()):
                return property_, inverse
    raise QueryError(
        f"There is no edge called «{text}».",
        remedy=f"You can fix this by giving one of: {', '.join(properties)}.",
    )


def _candidates(names: Names, text: str) -> list[NamedNode]:
    found = names.entities(text)
    if not found:
        names.entity(text)  # says that nothing is called so
    return found


def _path(store: Store, subject: NamedNode, property_: str, object_: NamedNode) -> list[Edge]:
    """The shortest way along the property, empty if there is none; one step but for transitive ones."""
    paths: list[list[Edge]] = [[]]
    seen = {subject}
    while paths:
        longer: list[list[Edge]] = []
        for path in paths:
            at = NamedNode(path[-1][2]) if path else subject
            for node in _objects(store, at, property_):
                step = [*path, (at.value, property_, node.value)]
                if node == object_:
                    return step
                if node not in seen:
                    seen.add(node)
                    longer.append(step)
        paths = longer if property_ in TRANSITIVE else []
    return []


def _objects(store: Store, subject: NamedNode, property_: str) -> list[NamedNode]:
    quads = store.quads_for_pattern(subject, twq(property_), None, None)
    return sorted({q.object for q in quads if isinstance(q.object, NamedNode)}, key=lambda n: n.value)


def _others(store: Store, subjects: Sequence[NamedNode], objects: Sequence[NamedNode]) -> list[str]:
    found = chain.from_iterable(
        store.quads_for_pattern(s, None, o, None) for s, o in product(subjects, objects)
    )
    return sorted({q.predicate.value.removeprefix(TWQ) for q in found if q.predicate.value.startswith(TWQ)})


def _told(claims: Claims, grounds: Grounds, edge: Edge) -> list[Claim]:
    """The claims behind an edge, those that say so first."""
    told = [_claim(claims, report, edge) for report in grounds.reports(edge)]
    return sorted(told, key=lambda claim: not claim.says_so)


def _claim(claims: Claims, report: EventClaim | RelationClaim, edge: Edge) -> Claim:
    article, quotes = claims.article(report.document), tuple(claims.quotes(report.evidence))
    if isinstance(report, RelationClaim):
        return Claim(report.report, None, "actual", True, report.claimant, {}, None, article, quotes)
    return Claim(
        report.report,
        report.event,
        report.status,
        says_so(report, edge),
        report.claimant,
        report.quantities,
        report.time,
        article,
        quotes,
    )
