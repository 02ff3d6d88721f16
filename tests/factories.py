"""Builders of resolved documents, so that tests of the graph need no reading of text.

>>> document = attack("a", killed=3)
>>> document.reports[0].report.quantities
{'killed': 3}
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from pyoxigraph import Store

from tawthiq.graph.runs import Run
from tawthiq.ids import local_name, short_hash
from tawthiq.knowledge.paths import ontology_dir
from tawthiq.knowledge.schema import Schema
from tawthiq.model import (
    Argument,
    Document,
    Entity,
    Event,
    EventReport,
    Mention,
    Predicate,
    RelationReport,
    ResolvedDocument,
    ResolvedRelation,
    ResolvedReport,
    Span,
    Status,
    TimeInterval,
)
from tawthiq.store import GraphStore

RUN = Run("0.0-test", "knowledge-1")
TEXT = (
    "قالت وزارة الدفاع إن كتائب النخيل قصفت قاعدة السد بصاروخين يوم الثلاثاء، "
    "وقتل ثلاثة جنود. وتقع القاعدة في ريف دير الزور."
)


@lru_cache(maxsize=1)
def schema() -> Schema:
    return Schema.load(ontology_dir() / "tawthiq.ttl")


def entity(
    id: str,
    type: str,
    ar: str,
    en: str = "",
    *,
    parents: Iterable[tuple[str, str]] = (),
    point: tuple[float, float] | None = None,
    curated: bool = False,
    aliases: Iterable[tuple[str, str]] = (),
    same_as: Iterable[str] = (),
) -> Entity:
    labels = {"ar": ar} | ({"en": en} if en else {})
    return Entity(id, type, labels, tuple(aliases), tuple(same_as), tuple(parents), point, curated)


SYRIA = entity(
    "country-syria",
    "State",
    "سوريا",
    "Syria",
    point=(35.0, 38.0),
    curated=True,
    same_as=("http://www.wikidata.org/entity/Q858",),
)
PROVINCE = entity(
    "place-deir-ez-zor-governorate",
    "Province",
    "محافظة دير الزور",
    "Deir ez-Zor Governorate",
    parents=(("located_in", "country-syria"),),
    point=(35.0, 40.5),
    curated=True,
    aliases=(("ريف دير الزور", "ar"),),
)
BASE = entity(
    "place-dam-base-11aa",
    "MilitaryBase",
    "قاعدة السد",
    parents=(("located_in", PROVINCE.id),),
    point=(35.1, 40.4),
)
MILITIA = entity("actor-palm-brigades-22bb", "Militia", "كتائب النخيل", "Palm Brigades")
MINISTRY = entity(
    "actor-defence-ministry-33cc",
    "GovernmentBody",
    "وزارة الدفاع",
    parents=(("part_of", "country-syria"),),
)


def span(text: str, quote: str) -> Span:
    """Where ``quote`` first stands in ``text``."""
    start = text.index(quote)
    return Span(start, start + len(quote))


def argument(document: Document, entity: Entity, quote: str) -> Argument:
    """``entity`` as ``quote`` names it."""
    mention = Mention(span(document.text, quote), quote, entity.type, entity.id if entity.curated else None)
    return Argument(entity.id, mention)


def day(document: Document, quote: str, iso: str) -> TimeInterval:
    first = datetime.fromisoformat(iso)
    last = first.replace(hour=23, minute=59, second=59)
    return TimeInterval(span(document.text, quote), quote, iso, iso, "day", first, last)


def event(type: str, key: str, status: Status = "actual", *, aggregate: bool = False) -> Event:
    labels = {"ar": f"{schema().labels(type)['ar']}: {key}", "en": f"{schema().labels(type)['en']}: {key}"}
    return Event(local_name("event", f"{type} {key}"), type, status, aggregate, labels)


def report(
    document: Document,
    event: Event,
    evidence: str,
    *,
    claimant: Argument | None = None,
    actors: tuple[Argument, ...] = (),
    targets: tuple[Argument, ...] = (),
    places: tuple[Argument, ...] = (),
    **fields: Any,
) -> ResolvedReport:
    """A report of ``event``; ``fields`` are those of :class:`EventReport`, such as weapons or quantities."""
    told = EventReport(
        fields.pop("type", event.type),
        span(document.text, evidence.split()[0]),
        (span(document.text, evidence),),
        fields.pop("status", event.status),
        event.aggregate,
        claimant.mention if claimant else None,
        tuple(a.mention for a in actors),
        tuple(a.mention for a in targets),
        tuple(a.mention for a in places),
        **{"confidence": 0.9, **fields},
    )
    name = claimant.entity if claimant else ""
    id = f"report-{short_hash(document.id, event.id, name, evidence, told.status)}"
    return ResolvedReport(id, event.id, told, claimant, actors, targets, places)


def relation(
    document: Document, subject: Argument, predicate: Predicate, object: Argument, evidence: str
) -> ResolvedRelation:
    told = RelationReport(
        subject.mention, predicate, object.mention, (span(document.text, evidence),), None, 0.8
    )
    id = f"relation-{short_hash(document.id, subject.entity, predicate, object.entity)}"
    return ResolvedRelation(id, subject, object, told)


def resolved(
    document: Document,
    entities: Iterable[Entity],
    events: Iterable[Event] = (),
    reports: Iterable[ResolvedReport] = (),
    relations: Iterable[ResolvedRelation] = (),
) -> ResolvedDocument:
    by_id: Mapping[str, Entity] = {e.id: e for e in entities}
    return ResolvedDocument(document, by_id, tuple(events), tuple(reports), tuple(relations))


def attack(
    id: str = "a",
    *,
    text: str = TEXT,
    status: Status = "actual",
    killed: int | None = 3,
    key: str = "dam base",
    type: str = "Shelling",
    militia: Entity = MILITIA,
    published: date | None = date(2024, 3, 6),
) -> ResolvedDocument:
    """An article in which a ministry says that a militia shelled a base, and where the base is."""
    document = Document(id, text, f"خبر {id}", published, "وكالة الاختبار", f"https://example.org/{id}", "ar")
    happening = event(type, key, status)
    base = argument(document, BASE, "قاعدة السد")
    told = report(
        document,
        happening,
        "كتائب النخيل قصفت قاعدة السد بصاروخين يوم الثلاثاء",
        claimant=argument(document, MINISTRY, "وزارة الدفاع"),
        actors=(argument(document, militia, "كتائب النخيل"),),
        targets=(base,),
        places=(base,),
        weapons=("rocket",),
        quantities={} if killed is None else {"killed": killed},
        time=day(document, "يوم الثلاثاء", "2024-03-05"),
    )
    where = relation(
        document,
        argument(document, BASE, "القاعدة"),
        "located_in",
        argument(document, PROVINCE, "ريف دير الزور"),
        "وتقع القاعدة في ريف دير الزور",
    )
    return resolved(document, [SYRIA, PROVINCE, BASE, militia, MINISTRY], [happening], [told], [where])


def built(folder: Path, *documents: ResolvedDocument) -> Store:
    """A finished graph of the documents, in memory."""
    with GraphStore.open(folder) as opened:
        for document in documents:
            opened.put(document, schema(), RUN)
        opened.finish()
        kept = Store()
        kept.extend(opened.store)
    return kept
