"""Where places lie: candidates of ambiguous names, and parents of places that no gazetteer lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from tawthiq.knowledge import Gazetteer, Knowledge
from tawthiq.model import Mention, RelationReport, Sentence
from tawthiq.resolve.coreference import Cluster


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
    words = {
        t.start if t.stem_start < 0 else t.stem_start: (s, i)
        for s in sentences
        for i, t in enumerate(s.tokens)
    }
    candidates = {m: _candidates(m, words, language, gazetteer) for m in mentions if m.known}
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
    mention: Mention, words: Mapping[int, tuple[Sentence, int]], language: str, gazetteer: Gazetteer
) -> list[str]:
    known = mention.known or ""
    if known not in gazetteer.entities:
        return []
    if mention.span.start not in words or gazetteer.entities[known].type == "State":
        return [known]
    sentence, at = words[mention.span.start]
    found = gazetteer.match([(t.norm, t.bare) for t in sentence.tokens], at, language)
    # Only the name itself is ambiguous, not a noun phrase around it.
    if not found or known not in found[1]:
        return [known]
    return list(found[1])


def home_state(clusters: Iterable[Cluster], gazetteer: Gazetteer) -> str | None:
    """The state in which more than half of the article's known places lie, by mentions."""
    places: Counter[str] = Counter()
    states: Counter[str] = Counter()
    for cluster in clusters:
        if cluster.known is None or cluster.kind not in ("Place", "State"):
            continue
        if found := states_of(gazetteer, cluster.known):
            (states if cluster.kind == "State" else places)[found[0]] += len(cluster.mentions)
    for votes in (places, states):
        if votes:
            state, count = votes.most_common(1)[0]
            return state if 2 * count > votes.total() else None
    return None


def told_parents(
    relations: Iterable[RelationReport], cluster_of: Mapping[Mention, Cluster]
) -> dict[int, Cluster]:
    """For each cluster (by ``id``) the place that the text first says it lies in; never in a circle."""
    parents: dict[int, Cluster] = {}
    for relation in relations:
        child, parent = cluster_of[relation.subject], cluster_of[relation.object]
        if relation.predicate != "located_in" or child.known or id(child) in parents:
            continue
        if (
            {child.kind, parent.kind} <= {"Place", "State"}
            and child.kind == "Place"
            and not _above(parent, child, parents)
        ):
            parents[id(child)] = parent
    return parents


def _above(start: Cluster, wanted: Cluster, parents: Mapping[int, Cluster]) -> bool:
    at: Cluster | None = start
    while at is not None and at is not wanted:
        at = parents.get(id(at))
    return at is wanted
