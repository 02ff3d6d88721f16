"""Weights of the learned choices, read from ``ontology/models``.

A file holds, for each decision, features with their weights in hundredths of a logit: sums of whole
numbers are the same on each machine.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tawthiq.errors import KnowledgeError

SURE_ENOUGH, SURE = 0.05, 0.98


@dataclass(frozen=True, slots=True)
class Model:
    """One logistic model: all numbers in hundredths of a logit.

    ``threshold`` is what the first choice has to exceed, ``further`` the second and later ones.
    """

    threshold: int
    bias: int
    weights: Mapping[str, int]
    further: int = 0

    def score(self, features: Iterable[str]) -> int:
        """Sum of the weights of the features, more than 0 if the model says yes."""
        # Most features have no weight; «filter» leaves them out without a step in Python.
        return self.bias - self.threshold + sum(filter(None, map(self.weights.get, features)))

    def more(self, given: float) -> int:
        """What a score has to exceed beside 0 if what it rests on holds only with probability ``given``.

        A fact is kept if it is likely enough together with the event that it belongs to.
        """
        wanted = min(1 / (1 + math.exp(-self.threshold / 100)) / max(given, SURE_ENOUGH), SURE)
        return round(100 * math.log(wanted / (1 - wanted))) - self.threshold

    def pick(self, scores: Sequence[int]) -> list[int]:
        """Positions of the options to keep, best first; of equals the one that stands first."""
        order = sorted(range(len(scores)), key=lambda i: (-scores[i], i))
        more = max(self.further - self.threshold, 0)
        return [i for rank, i in enumerate(order) if scores[i] > (more if rank else 0)]

    def probability(self, features: Iterable[str]) -> float:
        """How likely, from 0 to 1, rounded to two places."""
        return _probability(self.score(features) + self.threshold)

    @property
    def needed(self) -> float:
        """The probability that a first choice has to exceed, rounded to two places."""
        return _probability(self.threshold)

    def reasons(self, features: Iterable[str], count: int = 5) -> tuple[tuple[str, int], ...]:
        """The features that weigh most, with their weights, the heaviest first."""
        found = [(f, self.weights[f]) for f in dict.fromkeys(features) if f in self.weights]
        return tuple(sorted(found, key=lambda pair: (-abs(pair[1]), pair[0]))[:count])


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
