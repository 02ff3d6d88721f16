"""Which reports of one article tell the same event, as a learned choice of pairs sees it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from tawthiq.extract.trace import Judgement
from tawthiq.knowledge.models import Model
from tawthiq.resolve.events import Told
from tawthiq.resolve.tellings import Tellings

REACH = 24
"""Reports of a kind that stand between two which are still compared: a long article takes linear time."""


@dataclass(frozen=True, slots=True)
class Tie:
    """Why a report joins an event: the report told before that it is likest to, by their positions.

    ``probability`` is from 0 to 1, ``needed`` what pairs have to exceed on average, ``reasons`` the heaviest
    features with their weights in hundredths of a logit.
    """

    report: int
    likest: int
    probability: float
    needed: float
    reasons: tuple[tuple[str, int], ...]

    def judgement(self, told: Sequence[Told]) -> Judgement:
        """The tie as explanations have it; its option is the other report."""
        option = told[self.likest].report
        return Judgement("same", option, True, self.probability, self.needed, self.reasons)


class Joiner:
    """Joins the reports of one article to events.

    Two events become one if their reports, each compared with each, are on average likely enough the
    same; the likest come first (average linkage).
    """

    def __init__(self, tellings: Tellings, model: Model) -> None:
        self._tellings, self._model = tellings, model
        self._scores = {
            (i, j): model.score(tellings.features(i, j))
            for i, j in self._pairs()
            if not tellings.contradict(i, j)
        }

    def _pairs(self) -> Iterator[tuple[int, int]]:
        before: dict[tuple[str, bool], list[int]] = {}
        for j, kind in enumerate(self._tellings.kinds):
            seen = before.setdefault(kind, [])
            for i in seen[-REACH:]:
                yield i, j
            seen.append(j)

    def events(self) -> list[list[int]]:
        """Positions of the reports of each event, in the order of the text."""
        members = {i: [i] for i in range(len(self._tellings.kinds))}
        near: dict[int, dict[int, int]] = {i: {} for i in members}
        for (i, j), score in self._scores.items():
            near[i][j] = near[j][i] = score
        queue: list[tuple[float, int, int]] = [
            (-score, i, j) for (i, j), score in self._scores.items() if score > 0
        ]
        heapify(queue)
        while queue:
            average, i, j = heappop(queue)
            if j not in near.get(i, ()):
                continue
            size = len(members[i]) * len(members[j])
            if -near[i][j] / size != average:
                continue  # one of the two has grown since
            self._merge(i, j, members, near, queue)
        return sorted(sorted(event) for event in members.values())

    def _merge(
        self,
        i: int,
        j: int,
        members: dict[int, list[int]],
        near: dict[int, dict[int, int]],
        queue: list[tuple[float, int, int]],
    ) -> None:
        """Add event ``j`` to event ``i``; what either of them is too far from stays apart."""
        members[i] += members.pop(j)
        others = near.pop(j)
        old = near[i]
        near[i] = {k: old[k] + others[k] for k in old.keys() & others.keys()}
        for k in (old.keys() | others.keys()) - {i, j}:
            near[k].pop(j, None)
            if k in near[i]:
                near[k][i] = near[i][k]
                average = near[i][k] / (len(members[i]) * len(members[k]))
                if average > 0:
                    low, high = sorted((i, k))
                    heappush(queue, (-average, low, high))
            else:
                near[k].pop(i, None)

    def ties(self, event: Sequence[int]) -> Iterator[Tie]:
        """For each report of an event but the first, why it belongs there."""
        for at, j in enumerate(event[1:], 1):
            known: Mapping[int, int] = {i: self._scores[i, j] for i in event[:at] if (i, j) in self._scores}
            if known:
                likest = max(known, key=lambda i: (known[i], -i))
                features, model = self._tellings.features(likest, j), self._model
                yield Tie(j, likest, model.probability(features), model.needed, model.reasons(features))
