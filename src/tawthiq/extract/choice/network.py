"""What the network of a language makes of the options of the choices, beside the logistic models."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

from tawthiq.extract.choice.arguments import ArgumentOption
from tawthiq.extract.choice.context import Context
from tawthiq.extract.choice.sources import SourceOption
from tawthiq.extract.choice.tokens import ArticleTokens, article_tokens
from tawthiq.extract.discourse import Told
from tawthiq.extract.relations import Relation
from tawthiq.extract.sentences import SentenceReader
from tawthiq.knowledge.network import Floats, Network

Option = tuple[int, int, int, int]
"""Four tokens of an article."""


def of_phrase(
    item: Told, options: Sequence[ArgumentOption] | Sequence[SourceOption], tokens: ArticleTokens
) -> list[Option]:
    """The trigger of an event, with the head, the beginning and the end of each phrase."""
    trigger = tokens.at(item.candidate.predicate.first_token, item.reader)
    return [(trigger, *tokens.of(option.phrase, option.reader)) for option in options]


def of_relation(relations: Sequence[Relation], reader: SentenceReader, tokens: ArticleTokens) -> list[Option]:
    """The heads of both sides, the end of the subject and the beginning of the object."""
    found = []
    for relation in relations:
        head, _, end = tokens.of(relation.subject, reader)
        other, begin, _ = tokens.of(relation.object, reader)
        found.append((head, other, end, begin))
    return found


class ArticleNetwork:
    """One article as the network reads it, when it is first asked for an option."""

    def __init__(self, network: Network | None, context: Context) -> None:
        self._network, self._context = network, context
        self._offered: dict[str, Floats] = {}

    @cached_property
    def _tokens(self) -> ArticleTokens:
        return article_tokens(self._context)

    def logits(
        self, decision: str, count: int, answers: int, options: Callable[[ArticleTokens], Sequence[Option]]
    ) -> Sequence[tuple[int, ...]]:
        """For each of ``count`` options its logits in hundredths, one for each answer of the decision.

        All are 0 if there is no network, or none for this decision.
        """
        network = self._network
        if network is None or not count or decision not in network.heads:
            return [(0,) * answers] * count
        if decision not in self._offered:
            self._offered[decision] = network.offered(decision, self._states)
        return network.logits(decision, self._offered[decision], options(self._tokens))

    @cached_property
    def _states(self) -> Floats:
        network = self._network
        assert network is not None
        tokens = self._tokens
        return network.states(tokens.words, [network.rows(values) for values in tokens.columns])
