"""The tables of a build: events and relations as each article tells them, and events for a spreadsheet.

The tables are a pure function of the store. One row of ``events.jsonl`` is an event as one article
tells it: all its reports in the article together, settled as :mod:`tawthiq.graph.settle` settles an
event. Where they give several numbers for one thing, the row has the first one told.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from pyoxigraph import Store

from tawthiq.graph.claims import Article, Claims, EventClaim, Quote, RelationClaim
from tawthiq.graph.namespaces import TWQ
from tawthiq.graph.settle import Settled, settled
from tawthiq.graph.vocabulary import most_specific

Record = dict[str, Any]
EVENTS, RELATIONS = "events.jsonl", "relations.jsonl"


def write_tables(store: Store, folder: Path) -> None:
    """Write ``events.jsonl`` and ``relations.jsonl`` into ``folder``."""
    claims = Claims(store)
    write_events(claims, folder / EVENTS)
    write_relations(claims, folder / RELATIONS)


def write_events(claims: Claims, path: Path) -> None:
    write_lines(event_rows(claims), path)


def write_relations(claims: Claims, path: Path) -> None:
    write_lines(relation_rows(claims), path)


def write_lines(records: Iterable[Record], path: Path) -> None:
    """One JSON object a line, Arabic as Arabic."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for record in records:
            out.write(json.dumps(record, ensure_ascii=False) + "\n")


def event_rows(claims: Claims) -> list[Record]:
    """One record for each event in each article, by article and then in the order of the text."""
    told = sorted(claims.events, key=lambda c: (c.document, c.event))
    rows = [
        _event_row(claims, list(group)) for _, group in groupby(told, key=lambda c: (c.document, c.event))
    ]
    return sorted(rows, key=_event_order)


def relation_rows(claims: Claims) -> list[Record]:
    """One record for each relation that an article states, by article and in the order of the text."""
    told = sorted(claims.relations, key=lambda c: (c.document, c.subject, c.predicate, c.object))
    rows = [
        _relation_row(claims, list(group))
        for _, group in groupby(told, key=lambda c: (c.document, c.subject, c.predicate, c.object))
    ]
    return sorted(rows, key=_relation_order)


def _event_row(claims: Claims, told: list[EventClaim]) -> Record:
    told.sort(key=lambda c: [(q.start, q.end) for q in claims.quotes(c.evidence)[:1]])
    event, article = settled(told), claims.article(told[0].document)
    return {
        "document": article.id,
        "event": told[0].event,
        "type": _type([c.type for c in told if c.status == event.status]),
        "status": event.status,
        "aggregate": f"{TWQ}AggregateEvent" in claims.columns.types(told[0].event),
        "actors": _named(claims, told, event, "actor", article),
        "targets": _named(claims, told, event, "target", article),
        "places": _named(claims, told, event, "place", article),
        "start": event.time.start if event.time else None,
        "end": event.time.end if event.time else None,
        "weapons": list(event.weapons),
        "quantities": {name: values[0] for name, values in event.quantities.items()},
        "sources": list(_sources(claims, told, article)),
        "evidence": [_quote(q) for q in claims.quotes(tuple(s for c in told for s in c.evidence))],
        "confidence": max(c.confidence for c in told),
        "published": article.published,
    }


def _type(types: list[str]) -> str:
    """The most specific of the types told; of several, the one told most often, then the first."""
    finest = most_specific(types) or types
    return max(finest, key=types.count)


def _relation_row(claims: Claims, told: list[RelationClaim]) -> Record:
    first, article = told[0], claims.article(told[0].document)
    return {
        "document": article.id,
        "subject": _entity(claims, first.subject, [first.report], "subject", article),
        "predicate": first.predicate,
        "object": _entity(claims, first.object, [first.report], "object", article),
        "evidence": [_quote(q) for q in claims.quotes(tuple(s for c in told for s in c.evidence))],
        "confidence": max(c.confidence for c in told),
        "published": article.published,
    }


def _named(
    claims: Claims, told: list[EventClaim], event: Settled, role: str, article: Article
) -> list[Record]:
    reports = [c.report for c in told]
    return [_entity(claims, iri, reports, role, article) for iri in event.roles[role]]


def _sources(claims: Claims, told: list[EventClaim], article: Article) -> Iterator[Record]:
    for iri in dict.fromkeys(c.claimant for c in told if c.claimant):
        yield _entity(claims, iri, [c.report for c in told], "claimant", article)


def _entity(claims: Claims, iri: str, reports: list[str], role: str, article: Article) -> Record:
    """The entity with its label in the article's language and the first words that name it there."""
    found = (claims.mention(report, role, iri) for report in reports)
    mention = min((q for q in found if q), key=lambda q: (q.start, q.end), default=None)
    label = claims.columns.label(iri, article.language)
    return {"id": iri, "label": label, "text": mention.text if mention else label}


def _quote(quote: Quote) -> Record:
    return {"start": quote.start, "end": quote.end, "text": quote.text}


def _event_order(row: Mapping[str, Any]) -> tuple[str, list[int], str]:
    return row["document"], [q["start"] for q in row["evidence"][:1]], row["event"]


def _relation_order(row: Mapping[str, Any]) -> tuple[str, list[int], str, str, str]:
    starts = [q["start"] for q in row["evidence"][:1]]
    return row["document"], starts, row["subject"]["id"], row["predicate"], row["object"]["id"]
