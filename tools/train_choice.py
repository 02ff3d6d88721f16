"""Train the models that choose among what the rules propose, and measure them by cross-validation.

usage: train_choice.py GOLD ARTICLES --score SCORE [--language ar] [-o FILE] [--folds 5] [--each]

GOLD holds NAME.gold.json files, ARTICLES is the JSON Lines file of the articles, SCORE the script
that compares an event table with gold facts: it says which event is which and what counts as one
name. Needs numpy, scipy and scikit-learn; what it writes needs none of them.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from tawthiq.extract.choice.arguments import ROLES, ArgumentFeatures, ArgumentOption, argument_options
from tawthiq.extract.choice.context import Context
from tawthiq.extract.choice.events import TypeFeatures, event_features
from tawthiq.extract.choice.quantities import quantity_features, quantity_options
from tawthiq.extract.choice.relations import relation_features, relation_options
from tawthiq.extract.choice.same import REACH, SameFeatures
from tawthiq.extract.choice.sources import source_features, source_options
from tawthiq.extract.choice.times import time_features, time_options
from tawthiq.extract.discourse import Told
from tawthiq.extract.phrases import span_of
from tawthiq.extract.reader import DocumentReader
from tawthiq.knowledge import Knowledge
from tawthiq.knowledge.models import Model
from tawthiq.language import analyse
from tawthiq.model import Argument, Document, ResolvedDocument, Sentence
from tawthiq.resolve import resolve

Row = dict[str, Any]
Example = tuple[list[str], bool]
RARE = 3
SMALLEST = 6
NAMES = (
    "type",
    "status",
    "actors",
    "targets",
    "places",
    "sources",
    "weapons",
    "quantities",
    "dates",
    "relations",
)
# Decision → (inverse strength of the penalty, probability that the first choice must exceed, further ones).
SETTINGS: Mapping[str, tuple[float, float, float]] = {
    "event": (0.05, 0.35, 0.35),
    "same": (0.1, 0.5, 0.5),
    "type": (0.1, 0.5, 0.5),
    "quantity": (0.1, 0.35, 0.35),
    "relation": (0.3, 0.39, 0.39),
    "time": (0.1, 0.47, 1.0),
    "source": (0.1, 0.5, 0.78),
    "actor": (0.1, 0.55, 0.69),
    "target": (0.1, 0.42, 0.65),
    "place": (0.1, 0.5, 0.74),
}


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
        return resolve(self.reader.choose(), self.sentences, knowledge)


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


def pair(text: str, gold: Row, rows: Sequence[Row], score: ModuleType) -> dict[str, Row]:
    """Event id → gold event, one to one, so that the most facts agree."""
    events = gold["events"]
    spans = [score.spans(text, e["evidence"]) for e in events]
    weights = [[0.0] * len(events) for _ in rows]
    for i, row in enumerate(rows):
        told = {k for s in row["evidence"] for k in range(s["start"], s["end"])}
        for j, event in enumerate(events):
            if score.ROOT.get(row["type"]) != score.ROOT.get(event["type"]):
                continue
            hits = {name: counts[0] for name, counts in score.facts(row, event).items()}
            shared = sum(hits[k] for k in (*score.ROLES, "weapons", "quantities"))
            overlap = len(told & spans[j])
            if overlap or shared >= 2:
                weights[i][j] = 1 + sum(hits.values()) + overlap / (1 + len(told | spans[j]))
    found = score.assign(weights) if rows and events else []
    return {rows[i]["event"]: events[j] for i, j in found}


def total(
    readings: Iterable[tuple[Reading, Mapping[str, Model]]], knowledge: Knowledge, score: ModuleType
) -> dict[str, list[int]]:
    """Hits, predicted and gold of each kind of fact."""
    tally: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for reading, models in readings:
        events, relations = tables(reading.resolved(models, knowledge))
        score.score_document(reading.document.text, reading.gold, events, relations, tally, False)
    tally["ALL"] = [sum(tally[name][i] for name in NAMES) for i in range(3)]
    return tally


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
        reader.models, reader.wide = {}, True
        reader.read(sentences)
        reading = Reading(document, sentences, reader, json.loads(path.read_text("utf-8")))
        _align(reading, score)
        found.append(reading)
    return found


def _align(reading: Reading, score: ModuleType) -> None:
    """Which gold event each candidate tells: the one whose quote holds its trigger, else overlaps it.

    A gold event that no candidate of its kind tells is told by those of another kind, or doubted ones,
    whose trigger its quote holds.
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
            if not kin or not (near or (over and not item.candidate.doubt)):
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
    senses = {m.get("type") for m in item.candidate.predicate.senses("triggers")}
    types = {item.candidate.type} | (senses if item.candidate.doubt else set())
    roots = {_family(t, score) for t in types}
    return 2 if type_ in types else int(_family(type_, score) in roots)


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
        yield event_features(item, context), id(item) in reading.pairs


def type_examples(reading: Reading, context: Context, _: ModuleType) -> Iterator[Example]:
    for item in context.told:
        gold = reading.pairs.get(id(item))
        if gold is not None:
            features = TypeFeatures(item, context)
            for option in dict.fromkeys([*features.options(), gold["type"]]):
                yield features.of(option), option == gold["type"]


def same_examples(reading: Reading, context: Context, _: ModuleType) -> Iterator[Example]:
    features = SameFeatures(context)
    told = [item for item in context.told if id(item) in reading.pairs]
    for i, item in enumerate(told):
        for other in told[max(0, i - REACH) : i]:
            yield features.of(other, item), reading.pairs[id(item)] is reading.pairs[id(other)]


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
            yield relation_features(option, context), yes


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
        reading.options[id(item)] = [(o, reader.of(o)) for o in argument_options(item, context)]
    return reading.options[id(item)]


def time_examples(reading: Reading, context: Context, score: ModuleType) -> Iterator[Example]:
    for item in context.told:
        gold = reading.pairs.get(id(item))
        if gold is None:
            continue
        told = tuple(score.norm_date(gold.get(k)) for k in ("start", "end"))
        for option in time_options(item, context):
            yes = tuple(score.norm_date(d) for d in (option.time.start, option.time.end)) == told
            yield time_features(option, item, context), yes


def source_examples(reading: Reading, context: Context, score: ModuleType) -> Iterator[Example]:
    text = reading.document.text
    for item in context.told:
        gold = reading.pairs.get(id(item))
        if gold is None:
            continue
        for option in source_options(item, context):
            name = text_of(option.phrase, option.reader, text)
            yield (
                source_features(option, item, context, text),
                any(score.same_name([name], g) for g in gold["sources"]),
            )


def quantity_examples(reading: Reading, context: Context, _: ModuleType) -> Iterator[Example]:
    for item in context.told:
        gold = reading.pairs.get(id(item))
        if gold is not None:
            for option in quantity_options(item, context):
                yes = gold["quantities"].get(option.quantity) == option.value
                yield quantity_features(option, item, context), yes


def text_of(phrase: Any, reader: Any, text: str) -> str:
    span = span_of(reader.words, phrase.first, max(phrase.last, phrase.reach))
    return text[span.start : span.end]


EXAMPLES: Mapping[str, Examples] = {
    "event": event_examples,
    "same": same_examples,
    "type": type_examples,
    "relation": relation_examples,
    "time": time_examples,
    "source": source_examples,
    "quantity": quantity_examples,
    **{role: argument_examples(role) for role in ROLES},
}


# ---- Fitting


def fit(examples: Sequence[Example], strength: float, threshold: float, further: float) -> Model:
    """A logistic model with weights in hundredths of a logit."""
    counts = Counter(f for features, _ in examples for f in set(features))
    names = sorted(f for f, n in counts.items() if n >= RARE)
    column = {name: i for i, name in enumerate(names)}
    rows, columns = [], []
    for i, (features, _) in enumerate(examples):
        for j in {column[f] for f in features if f in column}:
            rows.append(i)
            columns.append(j)
    matrix = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(examples), len(names)))
    labels = np.array([yes for _, yes in examples])
    logistic = LogisticRegression(C=strength, solver="liblinear", max_iter=500, tol=0.003, random_state=0)
    logistic.fit(matrix, labels)
    weights = {n: round(100 * w) for n, w in zip(names, logistic.coef_[0], strict=True)}
    return Model(
        _logit(threshold),
        round(100 * float(logistic.intercept_[0])),
        {n: w for n, w in weights.items() if abs(w) >= SMALLEST},
        _logit(further),
    )


def _logit(probability: float) -> int:
    """In hundredths; no probability exceeds one of 1."""
    return round(100 * float(np.log(probability / (1 - probability)))) if probability < 1 else 100_000


class Trainer:
    """Keeps the examples of each article, so that a fold is only a fit."""

    def __init__(
        self,
        readings: Sequence[Reading],
        also: Sequence[Reading],
        score: ModuleType,
        decisions: Sequence[str],
    ) -> None:
        self.examples: dict[str, list[list[Example]]] = {}
        self.also = {
            name: [e for r in also for e in EXAMPLES[name](r, r.context, score)] for name in decisions
        }
        for name in decisions:
            self.examples[name] = [list(EXAMPLES[name](r, r.context, score)) for r in readings]

    def train(self, name: str, members: Iterable[int]) -> Model:
        examples = [e for i in members for e in self.examples[name][i]] + self.also[name]
        return fit(examples, *SETTINGS[name])


def cross_validate(
    trainer: Trainer, readings: Sequence[Reading], folds: int, names: Sequence[str]
) -> list[dict[str, Model]]:
    """For each article, models that were trained without it."""
    by_fold = []
    for fold in range(folds):
        members = [i for i in range(len(readings)) if i % folds != fold]
        by_fold.append({name: trainer.train(name, members) for name in names})
    return [by_fold[i % folds] for i in range(len(readings))]


def show(title: str, tally: Mapping[str, Sequence[int]]) -> None:
    print(f"\n{title}")
    for name in ("events (root)", *NAMES, "ALL"):
        hits, predicted, gold = tally[name]
        f1 = 2 * hits / (predicted + gold) if predicted + gold else 0.0
        print(
            f"{name:14} {hits / max(predicted, 1):.3f} {hits / max(gold, 1):.3f} {f1:.3f}",
            f"{hits:6} {predicted:6} {gold:6}",
        )


def write(models: Mapping[str, Model], language: str, path: Path) -> None:
    decisions = {
        name: {
            "bias": m.bias,
            "further": m.further,
            "threshold": m.threshold,
            "weights": dict(sorted(m.weights.items())),
        }
        for name, m in sorted(models.items())
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        json.dumps({"decisions": decisions, "language": language}, ensure_ascii=False, indent=0) + "\n",
        "utf-8",
    )


def load_score(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", path)
    if spec is None or spec.loader is None:
        sys.exit(f"train_choice: cannot load {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--score", type=Path, required=True)
    parser.add_argument("--language", default="ar")
    parser.add_argument("--also", nargs=2, type=Path, help="gold and language of more articles to learn from")
    parser.add_argument("--folds", type=int, default=5, help="parts of the cross-validation; 0 for none")
    parser.add_argument("--decisions", default=",".join(EXAMPLES))
    parser.add_argument("--each", action="store_true", help="measure each decision alone, too")
    parser.add_argument("-o", "--output", type=Path)
    args = parser.parse_args()
    knowledge, score = Knowledge.load(), load_score(args.score)
    readings = read(args.gold, args.articles, args.language, knowledge, score)
    names = args.decisions.split(",")
    also = read(args.also[0], args.articles, str(args.also[1]), knowledge, score) if args.also else []
    trainer = Trainer(readings, also, score, names)
    if args.folds > 1:
        measure(trainer, readings, args.folds, names, args.each, knowledge, score)
    if args.output:
        write({name: trainer.train(name, range(len(readings))) for name in names}, args.language, args.output)


def measure(
    trainer: Trainer,
    readings: Sequence[Reading],
    folds: int,
    names: Sequence[str],
    each: bool,
    knowledge: Knowledge,
    score: ModuleType,
) -> None:
    """Print the figures of the rules and, by cross-validation over articles, of the models."""
    show("rules alone", total(((r, {}) for r in readings), knowledge, score))
    models = cross_validate(trainer, readings, folds, names)
    for name in names if each else []:
        only = ({name: m[name]} for m in models)
        show(f"with {name}", total(zip(readings, only, strict=True), knowledge, score))
    show("with all", total(zip(readings, models, strict=True), knowledge, score))


if __name__ == "__main__":
    main()
