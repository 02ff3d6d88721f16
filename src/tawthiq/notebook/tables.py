"""Events, entities, documents and claims of a graph as rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from pyoxigraph import NamedNode

from tawthiq.errors import QueryError
from tawthiq.export.happenings import Happening, happenings, label
from tawthiq.fold import fold_phrase
from tawthiq.graph.claims import ROLES, Claims
from tawthiq.graph.columns import Columns
from tawthiq.graph.namespaces import ALT_LABEL, OWL, TWQ, TYPE, term, twq
from tawthiq.graph.network import point_of
from tawthiq.graph.vocabulary import most_specific, schema
from tawthiq.notebook.frames import Row
from tawthiq.query.stored import Parameter, StoredQuery
from tawthiq.why import Explanation

EVENTS = (
    "event", "type", "type_label", "status", "aggregate", "start", "end", "actors", "targets", "places",
    "latitude", "longitude", "weapons", "quantities", "claimants", "documents", "published", "confidence",
    "quotes",
)  # fmt: skip
ENTITIES = (
    "entity", "type", "type_label", "label", "label_ar", "label_en", "names", "located_in", "part_of",
    "latitude", "longitude", "same_as", "events", "documents",
)  # fmt: skip
DOCUMENTS = (
    "document", "id", "title", "published", "source", "url", "language", "events", "relations",
)  # fmt: skip
CLAIMS = (
    "subject", "predicate", "object", "quote", "start", "end", "claimant", "status", "says_so", "event",
    "quantities", "document", "title", "published", "source", "url",
)  # fmt: skip

#: What events can be chosen by, with the kind of each value, as in a stored query.
FILTERS = StoredQuery("", {}, tuple(
    Parameter(name, kind, "") for name, kind in (
        ("type", "term"), ("status", "term"), ("weapon", "term"), ("actor", "entity"), ("target", "entity"),
        ("place", "entity"), ("claimant", "entity"), ("since", "date-from"), ("until", "date-to"),
    )
), "")  # fmt: skip
Wanted = Mapping[str, frozenset[str]]
"""For each filter that is set the values that pass: IRIs, or one ISO instant."""


def event_columns() -> list[str]:
    """The columns of the table of events: each quantity of the ontology has one."""
    at = EVENTS.index("quantities")
    return [*EVENTS[:at], *schema().quantities, *EVENTS[at + 1 :]]


def chosen(claims: Claims, wanted: Wanted) -> list[Happening]:
    """The events that pass all filters, the earliest first, those without a date last."""
    return [event for event in happenings(claims) if _passes(event, claims.columns, wanted)]


def event_rows(claims: Claims, wanted: Wanted, language: str) -> list[Row]:
    """The events that pass all filters, a row each."""
    return [_event(event, claims, language) for event in chosen(claims, wanted)]


def entity_rows(claims: Claims, type_: str | None, language: str) -> list[Row]:
    """Actors, places and things, of one class (a local name) if one is given, by their IRIs."""
    columns = claims.columns
    events, documents = _named(claims)
    rows = []
    for iri, values in sorted(columns.column(TYPE).items()):
        types = [t for v in values if (t := v.value.removeprefix(TWQ)) in schema().entity_types]
        if types and (type_ is None or any(schema().is_a(t, type_) for t in types)):
            finest = most_specific(types)[0]
            latitude, longitude = point_of(columns, iri) or (None, None)
            rows.append({
                "entity": iri,
                "type": finest,
                "type_label": schema().labels(finest).get(language, finest),
                "label": columns.label(iri, language),
                "label_ar": columns.labels(iri).get("ar"),
                "label_en": columns.labels(iri).get("en"),
                "names": [v.value for v in columns.values(iri, ALT_LABEL)],
                "located_in": _labels(columns, columns.iris(iri, "located_in"), language),
                "part_of": _labels(columns, columns.iris(iri, "part_of"), language),
                "latitude": latitude,
                "longitude": longitude,
                "same_as": [v.value for v in columns.values(iri, term(OWL + "sameAs"))],
                "events": events[iri],
                "documents": documents[iri],
            })  # fmt: skip
    return rows


def document_rows(claims: Claims) -> list[Row]:
    """The articles, by their ids."""
    events = Counter(document for document, _ in {(c.document, c.event) for c in claims.events})
    relations = Counter(c.document for c in claims.relations)
    documents = [
        claims.article(iri) for iri, types in claims.columns.column(TYPE).items() if twq("Document") in types
    ]
    return [
        {
            "document": article.iri,
            "id": article.id,
            "title": article.title,
            "published": article.published,
            "source": article.source,
            "url": article.url,
            "language": article.language,
            "events": events[article.iri],
            "relations": relations[article.iri],
        }
        for article in sorted(documents, key=lambda a: (a.id, a.iri))
    ]


def claim_rows(explanation: Explanation, columns: Columns, language: str) -> list[Row]:
    """What an edge rests on: a row for each quote; a step that only the gazetteer knows has one without."""
    return [
        {
            "subject": columns.label(step.subject, language),
            "predicate": step.predicate,
            "object": columns.label(step.object, language),
            **dict.fromkeys(CLAIMS[3:]),
            **told,
        }
        for step in explanation.steps
        for told in [
            {
                "quote": quote.text,
                "start": quote.start,
                "end": quote.end,
                "claimant": columns.label(claim.claimant, language) if claim.claimant else None,
                "status": claim.status,
                "says_so": claim.says_so,
                "event": claim.event,
                "quantities": ", ".join(f"{name}: {n}" for name, n in claim.quantities.items()) or None,
                "document": claim.article.id,
                "title": claim.article.title,
                "published": claim.article.published,
                "source": claim.article.source,
                "url": claim.article.url,
            }
            for claim in step.claims
            for quote in claim.quotes
        ]
        or [{}]
    ]


def class_named(text: str) -> str:
    """The class of entities, by local name, that ``text`` is the name or the label of.

    Raises :class:`QueryError` if there is none.
    """
    wanted = fold_phrase(text)
    for name in schema().entity_types:
        if wanted in map(fold_phrase, (name, *schema().labels(name).values())):
            return name
    raise QueryError(
        f"The ontology has no class of entities «{text}».",
        remedy="You can fix this by giving one of docs/ontology.md, such as Actor, Place or MilitaryBase.",
    )


def _passes(event: Happening, columns: Columns, wanted: Wanted) -> bool:
    return all(_passes_one(event, columns, name, values) for name, values in wanted.items())


def _passes_one(event: Happening, columns: Columns, name: str, values: frozenset[str]) -> bool:
    settled, time = event.settled, event.settled.time
    match name:
        case "type":
            return not values.isdisjoint(columns.types(event.iri))
        case "status":
            return TWQ + settled.status in values
        case "weapon":
            return any(TWQ + weapon in values for weapon in settled.weapons)
        case "claimant":
            return any(report.claimant in values for report in event.reports)
        case "place":
            return not values.isdisjoint(_around(columns, settled.roles["place"]))
        case "since":
            return bool(time and time.latest and time.latest > min(values))
        case "until":
            return bool(time and time.earliest and time.earliest < min(values))
        case role:
            return not values.isdisjoint(settled.roles[role])


def _around(columns: Columns, places: Iterable[str]) -> set[str]:
    """The places, and all that they lie in."""
    seen: set[str] = set()
    waiting = list(places)
    while waiting:
        place = waiting.pop()
        if place not in seen:
            seen.add(place)
            waiting.extend(columns.iris(place, "located_in"))
    return seen


def _event(event: Happening, claims: Claims, language: str) -> Row:
    settled, time, columns = event.settled, event.settled.time, claims.columns
    articles = [claims.article(iri) for iri in dict.fromkeys(r.document for r in event.reports)]
    latitude, longitude = event.point or (None, None)
    return {
        "event": event.iri,
        "type": event.type,
        "type_label": label(event.type, language),
        "status": settled.status,
        "aggregate": event.aggregate,
        "start": time.start if time else None,
        "end": time.end if time else None,
        "actors": _labels(columns, settled.roles["actor"], language),
        "targets": _labels(columns, settled.roles["target"], language),
        "places": _labels(columns, settled.roles["place"], language),
        "latitude": latitude,
        "longitude": longitude,
        "weapons": list(settled.weapons),
        **{name: _agreed(settled.quantities.get(name, ())) for name in schema().quantities},
        "claimants": _labels(columns, (r.claimant for r in event.reports if r.claimant), language),
        "documents": [a.id for a in articles],
        "published": min((a.published for a in articles if a.published), default=None),
        "confidence": max(r.confidence for r in event.reports),
        "quotes": list(dict.fromkeys(q.text for r in event.reports for q in claims.quotes(r.evidence))),
    }


def _agreed(values: tuple[int, ...]) -> int | None:
    return values[0] if len(values) == 1 else None


def _labels(columns: Columns, iris: Iterable[str], language: str) -> list[str]:
    return [columns.label(iri, language) for iri in dict.fromkeys(iris)]


def _named(claims: Claims) -> tuple[Counter[str], Counter[str]]:
    """In how many events each entity has a role, and in how many articles one names it."""
    roles = {
        (node, claim.event)
        for claim in claims.events
        for node in chain.from_iterable(claim.roles[role] for role in ROLES)
    }
    return Counter(node for node, _ in roles), Counter(node for node, _ in set(_mentions(claims)))


def _mentions(claims: Claims) -> Iterator[tuple[str, str]]:
    for told in (claims.events, claims.relations):
        for claim in told:
            for mention in claims.columns.iris(claim.report, "mention"):
                for node in claims.columns.values(mention, twq("refers_to")):
                    if isinstance(node, NamedNode):
                        yield node.value, claim.document
