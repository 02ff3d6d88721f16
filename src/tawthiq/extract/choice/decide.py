"""Applies the models: which candidates are events, with what arguments, and which relations hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tawthiq.extract.choice.arguments import ROLES, ArgumentFeatures, argument_options
from tawthiq.extract.choice.context import Context
from tawthiq.extract.choice.events import event_features
from tawthiq.extract.choice.relations import relation_features, relation_options
from tawthiq.extract.choice.sources import source_features, source_options
from tawthiq.extract.choice.times import time_features, time_options
from tawthiq.extract.discourse import Told
from tawthiq.extract.phrases import Phrase, span_of
from tawthiq.extract.relations import Relation
from tawthiq.extract.sentences import SentenceReader
from tawthiq.knowledge.models import Model
from tawthiq.model import TimeInterval

Placed = tuple[Phrase, SentenceReader]


@dataclass(slots=True)
class Verdict:
    """What a model made of one thing: worked out when it is asked for, which a build never does."""

    decision: str
    model: Model
    features: Sequence[str]

    @property
    def probability(self) -> float:
        """How likely it is."""
        return self.model.probability(self.features)

    @property
    def reasons(self) -> tuple[tuple[str, int], ...]:
        """The heaviest features."""
        return self.model.reasons(self.features)


@dataclass(slots=True)
class Choice:
    """An event as chosen. What is ``None`` was not decided: the rules stand."""

    item: Told
    type: str
    roles: dict[str, list[Placed]] = field(default_factory=dict)
    time: TimeInterval | None = None
    sources: list[Placed] | None = None
    verdicts: list[Verdict] = field(default_factory=list)


class Chooser:
    """Decides on the candidates and relations of one document; without a model the rules stand."""

    def __init__(self, models: Mapping[str, Model], context: Context, text: str) -> None:
        self.models, self.context, self.text = models, context, text

    def events(self) -> list[Choice]:
        """The candidates that are events, in the order of the text."""
        kept = [c for item in self.context.told if (c := self._event(item))]
        for choice in kept:
            self._arguments(choice)
            self._time(choice)
            self._sources(choice)
        return kept

    def _event(self, item: Told) -> Choice | None:
        choice = Choice(item, item.candidate.type, time=item.candidate.time)
        model = self.models.get("event")
        if model is not None and not item.candidate.sense.form.entry.own:
            features = event_features(item, self.context)
            if model.score(features) <= 0:
                return None
            choice.verdicts.append(_verdict("event", model, features))
        return choice

    def _arguments(self, choice: Choice) -> None:
        models = {role: self.models[role] for role in ROLES if role in self.models}
        if not models:
            return
        reader = ArgumentFeatures(choice.item, self.context)
        options = argument_options(choice.item, self.context)
        features = [reader.of(option) for option in options]
        for role, model in models.items():
            picked = self._pick(choice, role, model, features, [(o.phrase, o.reader) for o in options])
            choice.roles[role] = picked

    def _pick(
        self,
        choice: Choice,
        decision: str,
        model: Model,
        features: Sequence[Sequence[str]],
        options: Sequence[Placed],
    ) -> list[Placed]:
        """The options that the model keeps, each text only once, in the order of the options."""
        kept: dict[str, int] = {}
        for i in model.pick([model.score(f) for f in features]):
            phrase, reader = options[i]
            span = span_of(reader.words, phrase.first, max(phrase.last, phrase.reach))
            if kept.setdefault(self.text[span.start : span.end], i) == i:
                choice.verdicts.append(_verdict(decision, model, features[i]))
        return [options[i] for i in sorted(kept.values())]

    def _time(self, choice: Choice) -> None:
        model = self.models.get("time")
        if model is None:
            return
        choice.time = None
        best = 0
        for option in time_options(choice.item, self.context):
            features = time_features(option, choice.item, self.context)
            score = model.score(features)
            if score > best:
                best, choice.time = score, option.time
                verdict = _verdict("time", model, features)
        if choice.time is not None:
            choice.verdicts.append(verdict)

    def _sources(self, choice: Choice) -> None:
        model = self.models.get("source")
        if model is None:
            return
        options = source_options(choice.item, self.context)
        features = [source_features(o, choice.item, self.context, self.text) for o in options]
        choice.sources = self._pick(
            choice, "source", model, features, [(o.phrase, o.reader) for o in options]
        )

    def relations(self, reader: SentenceReader) -> list[Relation]:
        """The relations of one sentence that hold."""
        model = self.models.get("relation")
        if model is None:
            return list(reader.relations)
        options = relation_options(reader, self.context)
        scored = [(o, model.score(relation_features(o, self.context))) for o in options]
        likely = [(not o.ruled, -score, k) for k, (o, score) in enumerate(scored) if score > 0]
        kept: list[int] = []
        for _, _, k in sorted(likely):
            relation = options[k].relation
            if not any(_same(relation, options[other].relation) for other in kept):
                kept.append(k)
        return [options[k].relation for k in sorted(kept)]


def _same(one: Relation, other: Relation) -> bool:
    """Whether two relations say the same of phrases that overlap: «ريف حلب» and «حلب» in it."""
    if one.predicate != other.predicate:
        return False
    pairs = ((one.subject, other.subject), (one.object, other.object))
    return all(a.first <= b.last and b.first <= a.last for a, b in pairs)


def _verdict(decision: str, model: Model, features: Sequence[str]) -> Verdict:
    return Verdict(decision, model, features)
