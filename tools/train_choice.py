"""Train the models that choose among what the rules propose, and measure them by cross-validation.

usage: train_choice.py GOLD ARTICLES --score SCORE [--also GOLD ARTICLES] [--earlier FOLDER] [-o FILE]

GOLD holds NAME.gold.json files, ARTICLES is the JSON Lines file of the articles, SCORE the script
that compares an event table with gold facts: it says what counts as one name. Articles given with
``--also`` are learned from, but not measured. Needs numpy, scipy and scikit-learn; what it writes needs
none of them.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import numpy as np
from choice_examples import EXAMPLES, Example, Reading, read, tables
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from tawthiq.knowledge import Knowledge
from tawthiq.knowledge.models import Model, load_models

RARE = 3
SMALLEST = 4
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


@dataclass(frozen=True)
class Setting:
    """How a decision is learned.

    ``strength`` is the inverse one of the penalty, ``threshold`` the probability that the first choice must
    exceed, ``further`` the one of further choices. An article of GOLD counts ``times`` as much as one of
    ``--also``, 0: these are left out. ``share`` is the part that the model of ``--earlier`` keeps.
    """

    strength: float
    threshold: float
    further: float
    times: int
    share: float = 0.0


SETTINGS: Mapping[str, Setting] = {
    "event": Setting(0.1, 0.45, 0.45, 2, 0.85),
    "quantity": Setting(0.1, 0.35, 0.35, 3),
    "relation": Setting(0.3, 0.33, 0.33, 1, 0.5),
    "time": Setting(0.1, 0.33, 1.0, 3, 0.7),
    "source": Setting(0.1, 0.35, 0.65, 6, 0.75),
    "weapon": Setting(0.1, 0.5, 0.6, 3),
    "same": Setting(0.03, 0.46, 0.46, 1, 0.5),
    "actor": Setting(0.1, 0.42, 0.66, 0, 0.75),
    "target": Setting(0.1, 0.36, 0.66, 3, 0.7),
    "place": Setting(0.1, 0.37, 0.64, 3, 0.7),
}


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


# ---- Fitting


def fit(examples: Sequence[Example], setting: Setting) -> Model:
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
    logistic = LogisticRegression(
        C=setting.strength, solver="liblinear", max_iter=500, tol=0.003, random_state=0
    )
    logistic.fit(matrix, labels)
    return Model(
        _logit(setting.threshold),
        round(100 * float(logistic.intercept_[0])),
        {n: round(100 * w) for n, w in zip(names, logistic.coef_[0], strict=True)},
        _logit(setting.further),
    )


def averaged(model: Model, earlier: Model | None, share: float) -> Model:
    """The model, of which an earlier one keeps ``share``; small weights are left out."""
    kept, bias = dict(model.weights), model.bias
    if earlier is not None and share:
        names = {*kept, *earlier.weights}
        kept = {n: round(share * earlier.weights.get(n, 0) + (1 - share) * kept.get(n, 0)) for n in names}
        bias = round(share * earlier.bias + (1 - share) * bias)
    kept = {n: w for n, w in kept.items() if abs(w) >= SMALLEST}
    return Model(model.threshold, bias, kept, model.further)


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
        earlier: Mapping[str, Model],
    ) -> None:
        self.earlier = earlier
        self.examples: dict[str, list[list[Example]]] = {}
        self.also = {
            name: [e for r in also for e in EXAMPLES[name](r, r.context, score)]
            if SETTINGS[name].times
            else []
            for name in decisions
        }
        for name in decisions:
            self.examples[name] = [list(EXAMPLES[name](r, r.context, score)) for r in readings]

    def train(self, name: str, members: Iterable[int]) -> Model:
        setting = SETTINGS[name]
        own = [e for i in members for e in self.examples[name][i]]
        model = fit(own * max(setting.times if self.also[name] else 1, 1) + self.also[name], setting)
        return averaged(model, self.earlier.get(name), setting.share)


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
    parser.add_argument(
        "--also", nargs=2, type=Path, metavar=("GOLD", "ARTICLES"), help="more articles to learn from"
    )
    parser.add_argument(
        "--earlier",
        type=Path,
        metavar="FOLDER",
        help="models of which the new ones keep a share; others stay",
    )
    parser.add_argument("--folds", type=int, default=5, help="parts of the cross-validation; 0 for none")
    parser.add_argument("--decisions", default=",".join(EXAMPLES))
    parser.add_argument("--each", action="store_true", help="measure each decision alone, too")
    parser.add_argument("-o", "--output", type=Path)
    args = parser.parse_args()
    knowledge, score = Knowledge.load(), load_score(args.score)
    readings = read(args.gold, args.articles, args.language, knowledge, score)
    names = args.decisions.split(",")
    also = read(*args.also, args.language, knowledge, score) if args.also else []
    earlier = load_models(args.earlier, args.language) if args.earlier else {}
    trainer = Trainer(readings, also, score, names, earlier)
    if args.folds > 1:
        measure(trainer, readings, args.folds, names, args.each, knowledge, score)
    if args.output:
        learned = {name: trainer.train(name, range(len(readings))) for name in names}
        write({**earlier, **learned}, args.language, args.output)


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
