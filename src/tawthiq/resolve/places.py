"""Where places lie: candidates of ambiguous names, and parents of places that no gazetteer lists."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate, pairwise

from tawthiq.knowledge import Gazetteer, Knowledge
from tawthiq.knowledge.gazetteer import LONGEST_NAME
from tawthiq.model import Mention, RelationReport, Sentence
from tawthiq.resolve.coreference import Cluster
from tawthiq.resolve.names import Name


def states_of(gazetteer: Gazetteer, entity: str) -> tuple[str, ...]:
    """The states that a known entity is or lies in."""
    line = (entity, *gazetteer.ancestors(entity, ("located_in",)))
    return tuple(e for e in line if gazetteer.entities[e].type == "State")


def choose_known(
    mentions: Sequence[Mention], sentences: Sequence[Sentence], language: str, knowledge: Knowledge
) -> dict[Mention, str | None]:
    """The known entity of each mention; of several of one name, the one that fits the article's other places.

    A name that is not ambiguous votes for its state. Without votes the gazetteer's order decides.
    """
    gazetteer, schema = knowledge.gazetteer, knowledge.schema
    tokens = [t for s in sentences for t in s.tokens]
    starts = [t.start if t.stem_start < 0 else t.stem_start for t in tokens]
    ends = list(accumulate(len(s.tokens) for s in sentences))

    def words_from(offset: int) -> list[tuple[str, str]]:
        """The words of a sentence from ``offset`` on, as many as a name may have."""
        at = bisect_left(starts, offset)
        if at == len(starts) or starts[at] != offset:
            return []
        end = min(ends[bisect_right(ends, at)], at + 2 * LONGEST_NAME)
        return [(t.norm, t.bare) for t in tokens[at:end]]

    candidates = {m: _candidates(m, words_from, language, gazetteer) for m in mentions if m.known}
    votes: Counter[str] = Counter()
    for options in candidates.values():
        if len(options) == 1:
            votes.update(states_of(gazetteer, options[0])[:1])
    chosen: dict[Mention, str | None] = {m: m.known for m in mentions}
    for mention, options in candidates.items():
        if len(options) < 2:
            continue
        typed = [o for o in options if schema.is_a(gazetteer.entities[o].type, mention.type)] or options
        best = max(typed, key=lambda o: max((votes[s] for s in states_of(gazetteer, o)), default=0))
        if mention.known in typed and _votes(mention.known, votes, gazetteer) >= _votes(
            best, votes, gazetteer
        ):
            continue
        chosen[mention] = best
    return chosen


def _votes(entity: str, votes: Counter[str], gazetteer: Gazetteer) -> int:
    return max((votes[s] for s in states_of(gazetteer, entity)), default=0)


def _candidates(
    mention: Mention,
    words_from: Callable[[int], Sequence[tuple[str, str]]],
    language: str,
    gazetteer: Gazetteer,
) -> list[str]:
    known = mention.known or ""
    if known not in gazetteer.entities:
        return []
    if gazetteer.entities[known].type == "State":
        return [known]
    words = words_from(mention.span.start)
    found = gazetteer.match(words, 0, language) if words else None
    # Only the name itself is ambiguous, not a noun phrase around it.
    if not found or known not in found[1]:
        return [known]
    return list(found[1])


class Parents:
    """Where the article's places lie: in a place that their name holds, or that the text tells, or at home.

    Home is the state in which more than half of the mentions of places lie.
    """

    def __init__(
        self, clusters: Sequence[Cluster], told: Mapping[int, Cluster], knowledge: Knowledge
    ) -> None:
        self._told = told
        self._schema, self._gazetteer = knowledge.schema, knowledge.gazetteer
        self.home: str | None = None
        self.home = self._home(clusters)

    def of(self, cluster: Cluster) -> str | Cluster | None:
        """The place around a cluster: a known one by its id, or another cluster."""
        name = cluster.fullest
        return self._inner(name) or self._told.get(id(cluster)) or self._territory(cluster, name) or self.home

    def tells_apart(self, cluster: Cluster) -> bool:
        """Whether only where it lies tells it from others of its name («the base in X»)."""
        facility = self._schema.is_a(cluster.type, "Facility") and cluster.fullest.common
        return facility and id(cluster) in self._told

    def _home(self, clusters: Sequence[Cluster]) -> str | None:
        votes: Counter[str] = Counter()
        for cluster in clusters:
            if cluster.kind == "Place" and (state := self._state(cluster)):
                votes[state] += len(cluster.mentions)
        if not votes:
            for cluster in clusters:
                if cluster.kind == "State" and cluster.known:
                    votes[cluster.known] += len(cluster.mentions)
        state, count = votes.most_common(1)[0] if votes else ("", 0)
        return state if 2 * count > votes.total() else None

    def _state(self, cluster: Cluster) -> str | None:
        above: str | Cluster | None = cluster.known or self.of(cluster)
        while isinstance(above, Cluster):
            above = above.known or self.of(above)
        return next(iter(states_of(self._gazetteer, above)), None) if above else None

    def _inner(self, name: Name) -> str | None:
        """«The countryside of X»: X, if the gazetteer has it."""
        if name.head is None or not name.head.part or not name.proper or name.language != "ar":
            return None
        rest = [(w.norm, w.norm) for w in name.words[name.head.last :]]
        found = self._gazetteer.match(rest, 0, name.language) if rest else None
        if found and self._gazetteer.weak(rest[: found[0]]):
            return None
        return next((i for i in (found[1] if found else ()) if self._is_place(i)), None)

    def _territory(self, cluster: Cluster, name: Name) -> str | None:
        """«The Syrian coast» lies in Syria; «the American base» may be anywhere."""
        if len(name.states) != 1 or self._schema.is_a(cluster.type, "Facility"):
            return None
        return name.states[0] if self._is_place(name.states[0]) else None

    def _is_place(self, entity: str) -> bool:
        return self._schema.is_a(self._gazetteer.entities[entity].type, "Place")


def told_parents(
    relations: Iterable[RelationReport], cluster_of: Mapping[Mention, Cluster]
) -> dict[int, Cluster]:
    """For each cluster (by ``id``) the place that the text first says it lies in; never in a circle.

    Where nothing says so, a place whose name ends in that of another one lies in it.
    """
    parents: dict[int, Cluster] = {}
    told = [(r.subject, r.object) for r in relations if r.predicate == "located_in"]
    for inner, outer in (*told, *_nested(cluster_of)):
        child, parent = cluster_of[inner], cluster_of[outer]
        if child.kind != "Place" or child.known or id(child) in parents:
            continue
        if parent.kind in ("Place", "State") and not _above(parent, child, parents):
            parents[id(child)] = parent
    return parents


def _nested(cluster_of: Mapping[Mention, Cluster]) -> list[tuple[Mention, Mention]]:
    """(«the surroundings of X», «X»): not «the embassy of STATE», which may be anywhere."""
    places = [m for m, c in cluster_of.items() if c.kind in ("Place", "State")]
    by_end: dict[int, list[Mention]] = {}
    for mention in places:
        by_end.setdefault(mention.span.end, []).append(mention)
    pairs = []
    for group in by_end.values():
        group.sort(key=lambda m: m.span.start)
        for outer, inner in pairwise(group):
            head = cluster_of[outer].fullest.head
            if outer.span != inner.span and (cluster_of[inner].kind == "Place" or (head and head.part)):
                pairs.append((outer, inner))
    return sorted(pairs, key=lambda p: p[0].span)


def _above(start: Cluster, wanted: Cluster, parents: Mapping[int, Cluster]) -> bool:
    at: Cluster | None = start
    while at is not None and at is not wanted:
        at = parents.get(id(at))
    return at is wanted
