"""Annotated articles as the rules read them, and the examples that the models learn from."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

from tawthiq.extract.choice.arguments import ROLES, ArgumentFeatures, ArgumentOption, argument_options
from tawthiq.extract.choice.context import Context
from tawthiq.extract.choice.events import event_features
from tawthiq.extract.choice.quantities import QuantityFeatures, quantity_options
from tawthiq.extract.choice.relations import relation_features, relation_options
from tawthiq.extract.choice.sources import SourceFeatures, source_options
from tawthiq.extract.choice.times import TimeFeatures, time_options
from tawthiq.extract.choice.weapons import weapon_features, weapon_options
from tawthiq.extract.discourse import Told
from tawthiq.extract.phrases import span_of
from tawthiq.extract.reader import DocumentReader
from tawthiq.knowledge import Knowledge
from tawthiq.knowledge.models import Model, written
from tawthiq.language import analyse
from tawthiq.model import Argument, Document, ResolvedDocument, Sentence
from tawthiq.resolve import read_tellings, resolve

Row = dict[str, Any]
Example = tuple[list[str], bool]
Examples = Callable[["Reading", Context, ModuleType], Iterator[Example]]


@dataclass
class Reading:
    """An article as the rules read it, its gold, and which candidate tells which gold event."""

    document: Document
    sentences: tuple[Sentence, ...]
    reader: DocumentReader
    gold: Row
    pairs: dict[int, Row] = field(default_factory=dict)
    options: dict[int, list[tuple[ArgumentOption, list[str]]]] = field(default_factory=dict)

    @property
    def context(self) -> Context:
        reader = self.reader
        return Context(reader.told, reader.readers, reader.knowledge.schema, self.document.published)

    def resolved(self, models: Mapping[str, Model], knowledge: Knowledge) -> ResolvedDocument:
        self.reader.models = dict(models)
        return resolve(self.reader.choose(), self.sentences, knowledge, models=models)


# ---- Tables, as a build writes them


def tables(resolved: ResolvedDocument) -> tuple[list[Row], list[Row]]:
    """Rows of the event and of the relation table."""
    language = resolved.document.language or "ar"

    def thing(argument: Argument) -> Row:
        labels = resolved.entities[argument.entity].labels
        label = labels.get(language) or next(iter(labels.values()), "")
        return {"id": argument.entity, "label": label, "text": argument.mention.text}

    by_event = defaultdict(list)
    for report in resolved.reports:
        by_event[report.event].append(report)
    events = []
    for event in resolved.events:
        row: Row = {
            "event": event.id,
            "type": event.type,
            "status": event.status,
            "weapons": [],
            "quantities": {},
            "evidence": [],
        }
        claimants = []
        for report in by_event[event.id]:
            told = report.report
            claimants += [report.claimant] if report.claimant else []
            row["weapons"] += [w for w in told.weapons if w not in row["weapons"]]
            row["quantities"] = {**told.quantities, **row["quantities"]}
            if told.time and not (row.get("start") or row.get("end")):
                row["start"], row["end"] = told.time.start, told.time.end
            row["evidence"] += [{"start": s.start, "end": s.end} for s in told.evidence]
        for role in ("actors", "targets", "places"):
            arguments = [a for report in by_event[event.id] for a in getattr(report, role)]
            row[role] = list({a.entity: thing(a) for a in arguments}.values())
        row["sources"] = list({a.entity: thing(a) for a in claimants}.values())
        events.append(row)
    relations = {
        (r.subject.entity, r.report.predicate, r.object.entity): {
            "subject": thing(r.subject),
            "predicate": r.report.predicate,
            "object": thing(r.object),
        }
        for r in reversed(resolved.relations)
    }
    return events, list(relations.values())[::-1]


# ---- Reading


def read(gold: Path, articles: Path, language: str, knowledge: Knowledge, score: ModuleType) -> list[Reading]:
    """All articles that have gold, read by the rules, in the order of their names."""
    rows = {row["id"]: row for row in map(json.loads, articles.read_text("utf-8").splitlines())}
    found = []
    for path in sorted(gold.glob("*.gold.json")):
        row = rows[path.name.removesuffix(".gold.json")]
        published = date.fromisoformat(row["published"]) if row.get("published") else None
        document = Document(
            row["id"], row["text"], row.get("title"), published, row.get("source"), None, language
        )
        sentences = analyse(document, knowledge)
        reader = DocumentReader(document, knowledge, language)
        reader.models = {}
        reader.read(sentences)
        reading = Reading(document, sentences, reader, json.loads(path.read_text("utf-8")))
        _align(reading, score)
        found.append(reading)
    return found


def _align(reading: Reading, score: ModuleType) -> None:
    """Which gold event each candidate tells: the one whose quote holds its trigger, else overlaps it.

    A gold event that no candidate of its kind tells is told by those of another kind whose trigger its quote
    holds.
    """
    text, events = reading.document.text, reading.gold["events"]
    quotes = [[q for q in _place(text, e, score) if q] for e in events]
    open_: list[tuple[Told, set[int]]] = []
    for item in reading.reader.told:
        predicate = item.candidate.predicate
        trigger = span_of(item.reader.words, predicate.first_token, predicate.last_token)
        told = span_of(item.reader.words, item.candidate.first, item.candidate.last)
        best: tuple[float, int] | None = None
        for j, event in enumerate(events):
            kin = _kin(item, event["type"], score)
            near = [q for q in quotes[j] if q & set(range(trigger.start, trigger.end))]
            over = [q for q in quotes[j] if q & set(range(told.start, told.end))]
            if not kin or not (near or over):
                continue
            size = min(len(q) for q in near or over)
            fit = 4 * bool(near) + kin + _agreement(item, event, text, score) - size / 1000
            if best is None or fit > best[0]:
                best = (fit, j)
        if best is not None:
            reading.pairs[id(item)] = events[best[1]]
        else:
            open_.append((item, set(range(trigger.start, trigger.end))))
    told_ = {id(event) for event in reading.pairs.values()}
    for item, trigger_ in open_:
        for j, event in enumerate(events):
            if id(event) not in told_ and any(q & trigger_ for q in quotes[j]):
                reading.pairs[id(item)] = event
                break


def _place(text: str, event: Row, score: ModuleType) -> list[set[int]]:
    return [score.spans(text, [quote]) for quote in event["evidence"]]


def _kin(item: Told, type_: str, score: ModuleType) -> int:
    """2 for the same type, 1 for the same root, harm and attack being one; else 0."""
    own = item.candidate.type
    return 2 if type_ == own else int(_family(type_, score) == _family(own, score))


def _family(type_: str, score: ModuleType) -> str | None:
    root = score.ROOT.get(type_)
    return "Attack" if root == "Harm" else root


def _agreement(item: Told, event: Row, text: str, score: ModuleType) -> int:
    """How many phrases in the roles of a candidate are the gold event's."""
    return sum(
        any(score.same_name([text_of(p, item.reader, text)], g) for g in event[f"{role}s"])
        for role in ROLES
        for p in item.candidate.phrases(role)
    )


# ---- Examples


def event_examples(reading: Reading, context: Context, _: ModuleType) -> Iterator[Example]:
    for item in context.told:
        yield written(event_features(item, context)), id(item) in reading.pairs


def relation_examples(reading: Reading, context: Context, score: ModuleType) -> Iterator[Example]:
    gold = reading.gold.get("relations", [])
    text = reading.document.text
    for reader in context.readers:
        for option in relation_options(reader, context):
            r = option.relation
            one, other = (text_of(p, reader, text) for p in (r.subject, r.object))
            if score.implied([one], r.predicate, [other]):
                continue
            yes = any(
                r.predicate == g[1] and score.same_name([one], g[0]) and score.same_name([other], g[2])
                for g in gold
            )
            yield written(relation_features(option, context)), yes


def argument_examples(role: str) -> Examples:
    def examples(reading: Reading, context: Context, score: ModuleType) -> Iterator[Example]:
        for item in context.told:
            gold = reading.pairs.get(id(item))
            if gold is None:
                continue
            for option, features in _options(reading, item, context):
                name = text_of(option.phrase, option.reader, reading.document.text)
                yield features, any(score.same_name([name], g) for g in gold[f"{role}s"])

    return examples


def _options(reading: Reading, item: Told, context: Context) -> list[tuple[ArgumentOption, list[str]]]:
    if id(item) not in reading.options:
        reader = ArgumentFeatures(item, context)
        reading.options[id(item)] = [(o, written(reader.of(o))) for o in argument_options(item, context)]
    return reading.options[id(item)]


def time_examples(reading: Reading, context: Context, score: ModuleType) -> Iterator[Example]:
    for item in context.told:
        gold = reading.pairs.get(id(item))
        if gold is None:
            continue
        told = tuple(score.norm_date(gold.get(k)) for k in ("start", "end"))
        options = time_options(item, context)
        reader = TimeFeatures(item, context, options)
        for option in options:
            yes = tuple(score.norm_date(d) for d in (option.time.start, option.time.end)) == told
            yield written(reader.of(option)), yes


def source_examples(reading: Reading, context: Context, score: ModuleType) -> Iterator[Example]:
    text = reading.document.text
    for item in context.told:
        gold = reading.pairs.get(id(item))
        if gold is None:
            continue
        reader = SourceFeatures(item, context, text)
        for option in source_options(item, context):
            name = text_of(option.phrase, option.reader, text)
            yield (
                written(reader.of(option)),
                any(score.same_name([name], g) for g in gold["sources"]),
            )


def quantity_examples(reading: Reading, context: Context, _: ModuleType) -> Iterator[Example]:
    for item in context.told:
        gold = reading.pairs.get(id(item))
        if gold is not None:
            reader = QuantityFeatures(item, context)
            for option in quantity_options(item, context):
                yes = gold["quantities"].get(option.quantity) == option.value
                yield written(reader.of(option)), yes


def weapon_examples(reading: Reading, context: Context, _: ModuleType) -> Iterator[Example]:
    for item in context.told:
        gold = reading.pairs.get(id(item))
        if gold is not None:
            for option in weapon_options(item, context):
                yield written(weapon_features(option, item, context)), option.weapon in gold["weapons"]


def same_examples(reading: Reading, _: Context, score: ModuleType) -> Iterator[Example]:
    """Pairs of what the models at hand keep, both of which tell an annotated event."""
    knowledge = reading.reader.knowledge
    reading.reader.models = knowledge.models[reading.reader.language]
    told = read_tellings(reading.reader.choose(), reading.sentences, knowledge)
    places = [set().union(*_place(reading.document.text, e, score)) for e in reading.gold["events"]]
    roots = [score.ROOT.get(e["type"]) for e in reading.gold["events"]]
    tells = [
        {j for j, place in enumerate(places) if roots[j] == kind[0] and t.report.trigger.start in place}
        for t, kind in zip(told.told, told.kinds, strict=True)
    ]
    for j, kind in enumerate(told.kinds):
        for i in (i for i in range(j) if told.kinds[i] == kind and tells[i] and tells[j]):
            yield written(told.features(i, j)), bool(tells[i] & tells[j])


def text_of(phrase: Any, reader: Any, text: str) -> str:
    span = span_of(reader.words, phrase.first, max(phrase.last, phrase.reach))
    return text[span.start : span.end]


EXAMPLES: Mapping[str, Examples] = {
    "event": event_examples,
    "relation": relation_examples,
    "time": time_examples,
    "source": source_examples,
    "quantity": quantity_examples,
    "weapon": weapon_examples,
    "same": same_examples,
    **{role: argument_examples(role) for role in ROLES},
}
