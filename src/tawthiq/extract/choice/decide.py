"""Applies the models: which candidates are events, with what arguments, and which relations hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tawthiq.extract.choice.context import Context
from tawthiq.extract.choice.events import event_features
from tawthiq.extract.choice.relations import relation_features, relation_options
from tawthiq.extract.discourse import Told
from tawthiq.extract.relations import Relation
from tawthiq.extract.sentences import SentenceReader
from tawthiq.knowledge import Schema
from tawthiq.knowledge.models import Model

Reasons = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a model says of one thing: ``score`` above 0 is yes; ``reasons`` are its heaviest features."""

    score: int
    probability: float
    reasons: Reasons


def judge(model: Model, features: Sequence[str]) -> Verdict:
    """The verdict of one model over features."""
    return Verdict(model.score(features), model.probability(features), model.reasons(features))


class Chooser:
    """Decides on the candidates and relations of one document; without a model the rules stand."""

    def __init__(
        self,
        models: Mapping[str, Model],
        told: Sequence[Told],
        readers: Sequence[SentenceReader],
        schema: Schema,
    ) -> None:
        self.models = models
        self.context = Context(told, readers, schema)
        self.verdicts: dict[int, Verdict] = {}

    def events(self) -> list[Told]:
        """The candidates that are events."""
        model = self.models.get("event")
        if model is None:
            return self.context.told
        kept = []
        for item in self.context.told:
            verdict = judge(model, event_features(item, self.context))
            self.verdicts[id(item)] = verdict
            if verdict.score > 0:
                kept.append(item)
        return kept

    def relations(self, reader: SentenceReader) -> list[Relation]:
        """The relations of one sentence that hold."""
        model = self.models.get("relation")
        if model is None:
            return list(reader.relations)
        return [
            option.relation
            for option in relation_options(reader, self.context)
            if model.score(relation_features(option, self.context)) > 0
        ]
