"""Clusters of mentions → canonical entities with stable ids, labels and parents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tawthiq.fold import fold
from tawthiq.ids import local_name
from tawthiq.knowledge import Knowledge
from tawthiq.language.noise import readable
from tawthiq.model import Document, Entity, Mention
from tawthiq.resolve.coreference import Cluster
from tawthiq.resolve.names import Name, skeleton
from tawthiq.resolve.places import Parents

# Bodies of a state: a nationality adjective beside their noun says whose they are.
BODIES = ("StateForce", "GovernmentBody", "MilitaryUnit")
# How many characters may stand between a place and the one that it lies in («base | in field») in a label.
NEAR = 4
PREFIXES = {"Place": "place", "State": "place", "Thing": "thing"}


@dataclass(slots=True)
class EntityBuilder:
    """Builds the entities of one document. ``entities`` grows in the order in which they are asked for."""

    document: Document
    knowledge: Knowledge
    parents: Parents
    located: Mapping[Mention, Mention]
    entities: dict[str, Entity] = field(default_factory=dict)
    _ids: dict[int, str] = field(default_factory=dict)

    def entity_of(self, cluster: Cluster) -> str:
        """Id of the cluster's entity, which is added to ``entities`` with all that stands above it."""
        if id(cluster) not in self._ids:
            if cluster.known in self.knowledge.gazetteer.entities:
                assert cluster.known is not None
                self._add_known(cluster.known)
                self._ids[id(cluster)] = cluster.known
            else:
                self._ids[id(cluster)] = self._build(cluster)
        return self._ids[id(cluster)]

    def _add_known(self, entity: str) -> None:
        gazetteer = self.knowledge.gazetteer
        for name in (entity, *gazetteer.ancestors(entity)):
            self.entities.setdefault(name, replace(gazetteer.entities[name], curated=True))

    def _build(self, cluster: Cluster) -> str:
        name = cluster.fullest
        if cluster.kind in ("Place", "State"):
            id_, parents = self._place(cluster, name)
        elif self._shared(cluster, name):
            if parents := self._owner(cluster, name):
                name = _core(name)
            elif cluster.kind == "Person":
                name = _untitled(name)
            id_ = local_name(_prefix(cluster), self._slug(name), cluster.kind, *_identity(name))
        else:
            id_ = local_name(_prefix(cluster), name.text, self.document.id, cluster.kind, name.text)
            parents = ()
        if id_ not in self.entities:
            language = self.document.language or "ar"
            for _, parent in parents:
                if parent in self.knowledge.gazetteer.entities:
                    self._add_known(parent)
            self.entities[id_] = Entity(
                id_, cluster.type, {language: self._label(cluster, name)}, parents=parents
            )
        return id_

    def _shared(self, cluster: Cluster, name: Name) -> bool:
        """Whether the name says enough to mean the same in another article."""
        if not cluster.named or cluster.kind not in ("Person", "Organization"):
            return False
        if cluster.kind == "Person":
            return len(name.personal) > 1
        return not name.bare and bool(name.proper)

    def _slug(self, name: Name) -> str:
        """Words of an id; for «noun + nationality» such that all spellings share it."""
        if name.states and name.head and name.head.type:
            state = self.knowledge.gazetteer.entities[name.states[0]]
            return f"{state.labels.get('en', state.id)} {self.knowledge.schema.labels(name.head.type)['en']}"
        return " ".join(key.removeprefix("@") for key in name.keys)

    def _owner(self, cluster: Cluster, name: Name) -> tuple[tuple[str, str], ...]:
        if cluster.kind != "Organization" or not name.states:
            return ()
        schema = self.knowledge.schema
        if schema.is_a(cluster.type, "Militia"):
            return (("allied_with", name.states[0]),)
        if any(schema.is_a(cluster.type, body) for body in BODIES):
            return (("part_of", name.states[0]),)
        return ()

    def _place(self, cluster: Cluster, name: Name) -> tuple[str, tuple[tuple[str, str], ...]]:
        """A place of its own under its parent."""
        around = self.parents.of(cluster)
        parent = self.entity_of(around) if isinstance(around, Cluster) else around
        parents = (("located_in", parent),) if parent else ()
        if parent is None or not cluster.named or not name.proper:
            parts = (self.document.id, cluster.kind, name.text, parent or "")
            return local_name("place", name.text, *parts), parents
        anchor = parent if self.parents.tells_apart(cluster) else self._anchor(parent)
        return local_name("place", " ".join(name.keys), *name.keys, anchor), parents

    def _label(self, cluster: Cluster, name: Name) -> str:
        """The name, with the words that say where it lies if those tell it apart."""
        if not self.parents.tells_apart(cluster):
            return name.text
        text = self.document.text
        for mention in cluster.mentions:
            place = self.located.get(mention)
            between = text[mention.span.end : place.span.start] if place else ""
            # Vowel signs make nothing far.
            if place and between and len(fold(between)) <= NEAR and readable(mention.text) == name.text:
                return readable(text[mention.span.start : place.span.end])
        return name.text

    def _anchor(self, parent: str) -> str:
        """What tells places of one name apart: the state, or the nearest known place above."""
        seen: list[str] = []
        queue = [parent]
        while queue:
            at = queue.pop(0)
            entity = self.entities.get(at) or self.knowledge.gazetteer.entities[at]
            if entity.type == "State":
                return at
            if at not in seen:
                seen.append(at)
                queue += [p for predicate, p in entity.parents if predicate == "located_in"]
        return seen[-1]


def _prefix(cluster: Cluster) -> str:
    return PREFIXES.get(cluster.kind, "actor")


def _core(name: Name) -> Name:
    """The name up to a phrase of place behind it, which tells where the body is, not which it is."""
    words = tuple(w for w in name.words if not w.after_preposition)
    if len(words) == len(name.words):
        return name
    text = " ".join(name.text.split()[: len(words)])
    return replace(name, text=text, words=words)


def _untitled(name: Name) -> Name:
    text = " ".join(name.text.split()[-len(name.personal) :])
    return replace(name, text=text, words=name.personal, head=None)


def _identity(name: Name) -> tuple[str, ...]:
    """What stays the same over the spellings of a name; for «noun + nationality» over foreign words too."""
    if name.states and name.head:
        return (name.head.type, *map(skeleton, name.keys))
    return name.keys


def by_mention(
    builder: EntityBuilder, mentions: Iterable[Mention], cluster_of: Mapping[Mention, Cluster]
) -> dict[Mention, str]:
    return {mention: builder.entity_of(cluster_of[mention]) for mention in mentions}


def line_of(entity: str, entities: Mapping[str, Entity], predicates: Sequence[str] = ()) -> tuple[str, ...]:
    """The entity and all above it, the nearest first; only by ``predicates`` if any are given."""
    found: dict[str, None] = {entity: None}
    queue = [entity]
    while queue:
        for predicate, parent in entities[queue.pop(0)].parents:
            if parent not in found and parent in entities and (not predicates or predicate in predicates):
                found[parent] = None
                queue.append(parent)
    return tuple(found)
