"""Applies the models: which candidates are events, with what arguments, and which relations hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from tawthiq.extract.choice.arguments import ROLES, ArgumentFeatures, ArgumentOption, argument_options
from tawthiq.extract.choice.context import Context
from tawthiq.extract.choice.events import event_features
from tawthiq.extract.choice.network import ArticleNetwork, of_phrase, of_relation
from tawthiq.extract.choice.quantities import QuantityFeatures, quantity_options
from tawthiq.extract.choice.relations import relation_features, relation_options
from tawthiq.extract.choice.sources import SourceFeatures, SourceOption, source_options
from tawthiq.extract.choice.times import TimeFeatures, time_options
from tawthiq.extract.choice.weapons import weapon_features, weapon_options
from tawthiq.extract.discourse import Told
from tawthiq.extract.phrases import Phrase, span_of
from tawthiq.extract.relations import Relation
from tawthiq.extract.sentences import SentenceReader
from tawthiq.extract.trace import Judgement, Trace
from tawthiq.knowledge.models import Features, Model, Scorer
from tawthiq.knowledge.network import Network
from tawthiq.model import TimeInterval

Placed = tuple[Phrase, SentenceReader]
NETWORK = "network"
"""Names the network's answer among the reasons."""


@dataclass(slots=True)
class Verdict:
    """What a model made of one thing: worked out when it is asked for, which a build never does.

    ``read`` is what the network makes of it, in hundredths of a logit.
    """

    decision: str
    model: Model
    features: Features
    read: int = 0

    @property
    def probability(self) -> float:
        """How likely it is."""
        return self.model.probability(self.features, self.read)

    @property
    def reasons(self) -> tuple[tuple[str, int], ...]:
        """The heaviest features, the network's answer before them."""
        found = self.model.reasons(self.features)
        return ((NETWORK, self.read), *found) if self.read else found


@dataclass(slots=True)
class Choice:
    """An event as chosen. What is ``None`` was not decided: the rules stand.

    ``probability`` says how likely it is an event at all.
    """

    item: Told
    type: str
    roles: dict[str, list[Placed]] = field(default_factory=dict)
    time: TimeInterval | None = None
    sources: list[Placed] | None = None
    quantities: dict[str, int] | None = None
    weapons: list[str] | None = None
    probability: float = 1.0
    verdicts: list[Verdict] = field(default_factory=list)


class Chooser:
    """Decides on the candidates and relations of one document; without a model the rules stand."""

    def __init__(
        self,
        models: Mapping[str, Model],
        context: Context,
        text: str,
        trace: Trace | None = None,
        network: Network | None = None,
    ) -> None:
        self.models, self.context, self.text, self.trace = models, context, text, trace
        self.roles = {role: models[role] for role in ROLES if role in models}
        self.scorer = _together(*self.roles.values())
        self.network = ArticleNetwork(network, context)

    def events(self) -> list[Choice]:
        """The candidates that are events, in the order of the text."""
        kept = [c for item in self.context.told if (c := self._event(item))]
        for choice in kept:
            self._arguments(choice)
            self._time(choice)
            self._sources(choice)
            self._quantities(choice)
            self._weapons(choice)
        return kept

    def _event(self, item: Told) -> Choice | None:
        choice = Choice(item, item.candidate.type, time=item.candidate.time)
        model = self.models.get("event")
        if model is None or item.candidate.sense.form.entry.own:
            return choice
        features = event_features(item, self.context)
        kept = model.score(features) > 0
        verdict = Verdict("event", model, features)
        self._judged(item, verdict, item, kept)
        if not kept:
            return None
        choice.probability = verdict.probability
        choice.verdicts.append(verdict)
        return choice

    def _arguments(self, choice: Choice) -> None:
        if not self.roles:
            return
        reader = ArgumentFeatures(choice.item, self.context)
        options = argument_options(choice.item, self.context)
        features = [reader.of(option) for option in options]
        scores = [self.scorer.scores(f) for f in features]
        read = self.network.logits(
            "argument", len(options), len(ROLES), lambda tokens: of_phrase(choice.item, options, tokens)
        )
        for n, (role, model) in enumerate(self.roles.items()):
            answers = [row[ROLES.index(role)] for row in read]
            choice.roles[role] = self._pick(
                choice, role, model, features, [row[n] for row in scores], options, answers
            )

    def _pick(
        self,
        choice: Choice,
        decision: str,
        model: Model,
        features: Sequence[Features],
        scores: Sequence[int],
        options: Sequence[ArgumentOption] | Sequence[SourceOption],
        read: Sequence[int],
    ) -> list[Placed]:
        """The options that the model keeps, each text only once, in the order of the options."""
        kept: dict[str, int] = {}
        more = model.more(choice.probability)
        for i in model.pick([score + deep - more for score, deep in zip(scores, read, strict=True)]):
            phrase, reader = options[i].phrase, options[i].reader
            span = span_of(reader.words, phrase.first, max(phrase.last, phrase.reach))
            if kept.setdefault(self.text[span.start : span.end], i) == i:
                choice.verdicts.append(Verdict(decision, model, features[i], read[i]))
        for i, option in enumerate(options if self.trace is not None else ()):
            verdict = Verdict(decision, model, features[i], read[i])
            self._judged(choice.item, verdict, option, i in kept.values())
        return [(options[i].phrase, options[i].reader) for i in sorted(kept.values())]

    def _time(self, choice: Choice) -> None:
        model = self.models.get("time")
        if model is None:
            return
        options = time_options(choice.item, self.context)
        reader = TimeFeatures(choice.item, self.context, options)
        features = [reader.of(option) for option in options]
        scores = [model.score(f) for f in features]
        best = scores.index(max(scores)) if scores else None
        if best is not None and scores[best] <= model.more(choice.probability):
            best = None
        choice.time = None if best is None else options[best].time
        self._settled(choice, "time", model, features, options, [] if best is None else [best])

    def _sources(self, choice: Choice) -> None:
        model = self.models.get("source")
        if model is None:
            return
        options = source_options(choice.item, self.context)
        reader = SourceFeatures(choice.item, self.context, self.text)
        features = [reader.of(option) for option in options]
        scores = [model.score(f) for f in features]
        read = self.network.logits(
            "source", len(options), 1, lambda tokens: of_phrase(choice.item, options, tokens)
        )
        answers = [row[0] for row in read]
        choice.sources = self._pick(choice, "source", model, features, scores, options, answers)

    def _quantities(self, choice: Choice) -> None:
        """The likeliest number of each kind, if it is likely enough."""
        model = self.models.get("quantity")
        if model is None:
            return
        item, more = choice.item, model.more(choice.probability)
        options = quantity_options(item, self.context)
        reader = QuantityFeatures(item, self.context)
        features = [reader.of(option) for option in options]
        scores = [model.score(f) - more for f in features]
        kept: dict[str, int] = {}
        for i in sorted(range(len(options)), key=lambda i: (-scores[i], i)):
            if scores[i] > 0:
                kept.setdefault(options[i].quantity, i)
        choice.quantities = {options[i].quantity: options[i].value for i in sorted(kept.values())}
        self._settled(choice, "quantity", model, features, options, sorted(kept.values()))

    def _weapons(self, choice: Choice) -> None:
        model = self.models.get("weapon")
        if model is None:
            return
        item, more = choice.item, model.more(choice.probability)
        options = weapon_options(item, self.context)
        features = [weapon_features(option, item, self.context) for option in options]
        kept = sorted(model.pick([model.score(f) - more for f in features]))
        choice.weapons = [options[i].weapon for i in kept]
        self._settled(choice, "weapon", model, features, options, kept)

    def _settled(
        self,
        choice: Choice,
        decision: str,
        model: Model,
        features: Sequence[Features],
        options: Sequence[object],
        kept: Sequence[int],
    ) -> None:
        """Keep the verdicts on the options that were taken, and for an explanation those on all."""
        choice.verdicts += [Verdict(decision, model, features[i]) for i in kept]
        for i, option in enumerate(options if self.trace is not None else ()):
            self._judged(choice.item, Verdict(decision, model, features[i]), option, i in kept)

    def relations(self, reader: SentenceReader) -> list[Relation]:
        """The relations of one sentence that hold."""
        model = self.models.get("relation")
        if model is None:
            return list(reader.relations)
        options = relation_options(reader, self.context)
        features = [relation_features(option, self.context) for option in options]
        pairs = [option.relation for option in options]
        read = self.network.logits(
            "relation", len(options), 1, lambda tokens: of_relation(pairs, reader, tokens)
        )
        scores = [model.score(f) + deep for f, (deep,) in zip(features, read, strict=True)]
        scored = zip(options, scores, strict=True)
        likely = [(not o.ruled, -score, k) for k, (o, score) in enumerate(scored) if score > 0]
        kept: list[int] = []
        for _, _, k in sorted(likely):
            relation = options[k].relation
            if not any(_same(relation, options[other].relation) for other in kept):
                kept.append(k)
        if self.trace is not None:
            for k, option in enumerate(options):
                verdict = Verdict("relation", model, features[k], read[k][0])
                judgement = _judgement(verdict, option, k in kept)
                self.trace.judge_relation(reader.sentence.index, judgement)
        return [options[k].relation for k in sorted(kept)]

    def _judged(self, item: Told, verdict: Verdict, option: object, kept: bool) -> None:
        if self.trace is not None:
            self.trace.judge(item.candidate.predicate, _judgement(verdict, option, kept))


@lru_cache(maxsize=4)
def _together(*models: Model) -> Scorer:
    """The models scored at one go; what it remembers goes on from one document to the next."""
    return Scorer(*models)


def _same(one: Relation, other: Relation) -> bool:
    """Whether two relations say the same of phrases that overlap: «ريف حلب» and «حلب» in it."""
    if one.predicate != other.predicate:
        return False
    pairs = ((one.subject, other.subject), (one.object, other.object))
    return all(a.first <= b.last and b.first <= a.last for a, b in pairs)


def _judgement(verdict: Verdict, option: object, kept: bool) -> Judgement:
    """What a model made of an option, for an explanation."""
    needed = verdict.model.needed
    return Judgement(verdict.decision, option, kept, verdict.probability, needed, verdict.reasons)
