"""Weights of the learned choices, read from ``ontology/models``.

A file holds, for each decision, features with their weights in hundredths of a logit: sums of whole
numbers are the same on each machine.

Features are text, and there are a hundred for each option. So they come in groups that are made of the
same few values, and a model remembers what a group weighs: with the same values, no text is made again.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from tawthiq.errors import KnowledgeError

SURE_ENOUGH, SURE = 0.05, 0.98
REMEMBERED = 20_000
"""Groups of one kind of features of which a scorer remembers what they weigh."""
LANE = 32
HALF = 1 << (LANE - 1)
"""Bits of one number among several that are packed into one, and what it is less than."""

Make = Callable[..., Sequence[str]]
"""Makes some features of a few values."""
Group = tuple[Make, tuple[Any, ...]]
"""Features that are made of the same values, not made yet. A value has the same class each time."""
Features = Sequence[Group]
"""All that a model looks at when it judges one option."""


def written(features: Features) -> list[str]:
    """The features one by one, as the files of weights name them."""
    return [feature for make, values in features for feature in make(*values)]


@dataclass(frozen=True, slots=True)
class Model:
    """One logistic model: all numbers in hundredths of a logit.

    ``threshold`` is what the first choice has to exceed, ``further`` the second and later ones.
    """

    threshold: int
    bias: int
    weights: Mapping[str, int] = field(hash=False)
    further: int = 0
    _scorer: list[Scorer] = field(default_factory=list, init=False, repr=False, compare=False)

    def score(self, features: Features) -> int:
        """Sum of the weights of the features, more than 0 if the model says yes."""
        if not self._scorer:
            self._scorer.append(Scorer(self))
        return self._scorer[0].score(features)

    def more(self, given: float) -> int:
        """What a score has to exceed beside 0 if what it rests on holds only with probability ``given``.

        A fact is kept if it is likely enough together with the event that it belongs to.
        """
        return _more(self.threshold, given)

    def pick(self, scores: Sequence[int]) -> list[int]:
        """Positions of the options to keep, best first; of equals the one that stands first."""
        order = sorted((i for i, score in enumerate(scores) if score > 0), key=lambda i: -scores[i])
        more = max(self.further - self.threshold, 0)
        return [i for rank, i in enumerate(order) if scores[i] > (more if rank else 0)]

    def probability(self, features: Features, beside: int = 0) -> float:
        """How likely, from 0 to 1, rounded to two places.

        ``beside`` is what else speaks for it, in hundredths of a logit.
        """
        return _probability(self.score(features) + beside + self.threshold)

    @property
    def needed(self) -> float:
        """The probability that a first choice has to exceed, rounded to two places."""
        return _probability(self.threshold)

    def reasons(self, features: Features, count: int = 5) -> tuple[tuple[str, int], ...]:
        """The features that weigh most, with their weights, the heaviest first."""
        found = [(f, self.weights[f]) for f in dict.fromkeys(written(features)) if f in self.weights]
        return tuple(sorted(found, key=lambda pair: (-abs(pair[1]), pair[0]))[:count])


class Scorer:
    """Scores options by several models that look at the same features."""

    def __init__(self, *models: Model) -> None:
        self._count = len(models)
        self._start = _packed([model.bias - model.threshold for model in models])
        self._sums = _Makers(_together(models))

    def score(self, features: Features) -> int:
        """The sum of the weights of the features by the only model, more than 0 if it says yes."""
        sums = self._sums
        return sum([sums[make][values] for make, values in features], self._start)

    def scores(self, features: Features) -> list[int]:
        """The same for each of the models."""
        return _unpacked(self.score(features), self._count)


class _Sums(dict[tuple[Any, ...], int]):
    """Values → weight of the features that are made of them, worked out when first asked for."""

    def __init__(self, make: Make, weights: Mapping[str, int]) -> None:
        super().__init__()
        self._make, self._weights = make, weights

    def __missing__(self, values: tuple[Any, ...]) -> int:
        if len(self) >= REMEMBERED:
            self.clear()
        weights = self._weights
        found = self[values] = sum([weights[f] for f in self._make(*values) if f in weights])
        return found


class _Makers(dict[Make, _Sums]):
    """What is remembered of each function that makes features."""

    def __init__(self, weights: Mapping[str, int]) -> None:
        super().__init__()
        self._weights = weights

    def __missing__(self, make: Make) -> _Sums:
        found = self[make] = _Sums(make, self._weights)
        return found


# ---- Numbers of several models in one, so that they are added up at one go


def _together(models: Sequence[Model]) -> Mapping[str, int]:
    """Feature → its weights."""
    if len(models) == 1:
        return models[0].weights
    found: dict[str, int] = {}
    for i, model in enumerate(models):
        for name, weight in model.weights.items():
            found[name] = found.get(name, 0) + (weight << (LANE * i))
    return found


def _packed(numbers: Sequence[int]) -> int:
    return sum(number << (LANE * i) for i, number in enumerate(numbers))


def _unpacked(packed: int, count: int) -> list[int]:
    numbers = []
    for _ in range(count):
        number = (packed + HALF) % (2 * HALF) - HALF
        numbers.append(number)
        packed = (packed - number) >> LANE
    return numbers


@lru_cache(maxsize=4096)
def _more(threshold: int, given: float) -> int:
    wanted = min(1 / (1 + math.exp(-threshold / 100)) / max(given, SURE_ENOUGH), SURE)
    return round(100 * math.log(wanted / (1 - wanted))) - threshold


@lru_cache(maxsize=4096)
def _probability(logit: float) -> float:
    return round(1 / (1 + math.exp(-logit / 100)), 2)


def load_models(folder: Path, language: str) -> dict[str, Model]:
    """Decision → model; empty if there is no file for the language.

    Raises :class:`KnowledgeError` for a file that is no such table.
    """
    path = folder / f"{language}.json"
    if not path.is_file():
        return {}
    try:
        decisions = json.loads(path.read_text("utf-8"))["decisions"]
        return {
            name: Model(
                int(d["threshold"]),
                int(d["bias"]),
                {k: int(w) for k, w in d["weights"].items()},
                int(d["further"]),
            )
            for name, d in decisions.items()
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise KnowledgeError(
            f"{path}: not a file of weights ({error}).",
            remedy="You can fix this by training it again with tools/train_choice.py.",
        ) from error
