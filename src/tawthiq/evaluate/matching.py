"""Which event of the build tells which gold event of an article, and which relations agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import networkx as nx

from tawthiq.evaluate.facts import ARGUMENTS, Comparison, ToldEvent, ToldRelation, compare
from tawthiq.evaluate.names import shows_in_adjective
from tawthiq.model import Span

COMMON = 2
"""Arguments in common that make two events one where their quotes do not overlap."""
_SCALE = 10**9  # weights as whole numbers: the matching is then exact


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold event and what the build has of it; one of the two is ``None`` where the other stands alone."""

    gold: ToldEvent | None
    found: ToldEvent | None
    fields: dict[str, Comparison]

    @property
    def wrong(self) -> int:
        """Facts that are missing or too many."""
        return sum(comparison.wrong for comparison in self.fields.values())


@dataclass(frozen=True, slots=True)
class Relations:
    """The relations of an article that agree, by number, and the others."""

    hits: int = 0
    missed: tuple[ToldRelation, ...] = ()
    extra: tuple[ToldRelation, ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """One article. ``text`` is ``None`` if nobody has it, ``known`` whether the build has it."""

    id: str
    text: str | None
    language: str | None
    known: bool
    pairs: tuple[Pair, ...]
    relations: Relations = field(default_factory=Relations)


def pair_events(found: Sequence[ToldEvent], gold: Sequence[ToldEvent]) -> tuple[Pair, ...]:
    """Pair events one to one so that the most facts agree, gold events in their order, then what is too much.

    Two events may be one if they have the same root type and either quotes that overlap or two
    arguments in common.
    """
    graph: nx.Graph[int] = nx.Graph()
    compared: dict[tuple[int, int], dict[str, Comparison]] = {}
    covered, wanted = [_characters(e.spans) for e in found], [_characters(e.spans) for e in gold]
    for i, mine in enumerate(found):
        for j, other in enumerate(gold):
            if mine.root != other.root:
                continue
            fields = compare(mine, other)
            overlap = len(covered[i] & wanted[j])
            if overlap or sum(fields[name].hits for name in ARGUMENTS) >= COMMON:
                compared[i, j] = fields
                agreed = 1 + sum(comparison.hits for comparison in fields.values())
                weight = agreed + overlap / (1 + len(covered[i] | wanted[j]))
                graph.add_edge(i, len(found) + j, weight=round(weight * _SCALE))
    found_of = {max(edge) - len(found): min(edge) for edge in nx.max_weight_matching(graph)}
    pairs = [
        Pair(event, found[found_of[j]], compared[found_of[j], j])
        if j in found_of
        else Pair(event, None, compare(None, event))
        for j, event in enumerate(gold)
    ]
    used = set(found_of.values())
    pairs += [Pair(None, e, compare(e, None)) for i, e in enumerate(found) if i not in used]
    return tuple(pairs)


def pair_relations(found: Iterable[ToldRelation], gold: Iterable[ToldRelation]) -> Relations:
    """Match relations one to one. A body's state that shows in its adjective is not counted."""
    left = [r for r in gold if not _optional(r)]
    hits, extra = 0, []
    for relation in (r for r in found if not _optional(r)):
        match = next((k for k, other in enumerate(left) if relation.agrees(other)), None)
        if match is None:
            extra.append(relation)
        else:
            del left[match]
            hits += 1
    return Relations(hits, tuple(left), tuple(extra))


def _optional(relation: ToldRelation) -> bool:
    return relation.predicate == "part_of" and shows_in_adjective(relation.subject, relation.object)


def _characters(spans: Iterable[Span]) -> set[int]:
    return {at for span in spans for at in range(span.start, span.end)}
