"""Which mentions of one article name the same thing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from tawthiq.fold import fold_phrase
from tawthiq.knowledge import Knowledge
from tawthiq.model import Document, Mention
from tawthiq.resolve.bodies import body_key, known_bodies
from tawthiq.resolve.candidates import FOLLOWS, Candidates, in_order
from tawthiq.resolve.likeness import begins_or_ends, same_word, same_words, within
from tawthiq.resolve.names import Name, NameReader

# How surely a mention names what a cluster names; of equally sure clusters, the last mentioned one wins.
EXACT, ALIAS, SHORTER, LONGER, NONE = 4, 3, 2, 1, 0
# Kinds that one thing may be given: a spokesman is a person or a source that is not named.
ALIKE = ({"Person", "UnnamedSource", "Actor"}, {"Organization", "Actor"}, {"State", "Place"})
LOOSE = frozenset((a, b) for group in ALIKE for a in group for b in group)
# What a group's noun may be left out of («the movement X», «X»), unlike «the army of X».
GROUPS = (
    "ArmedGroup", "Militia", "MilitaryUnit", "PoliticalParty", "Coalition", "Media", "Ngo", "Organization",
    "InternationalOrganization",
)  # fmt: skip
GENERIC = frozenset({"Place", "Facility", "Region", "Organization", "Actor", "People", "Thing", "Entity"})


@dataclass
class Cluster:
    """Mentions that name one thing. ``names`` holds the full ones, not those that lean on an earlier name.

    ``number`` counts the clusters of an article.
    """

    number: int
    type: str
    kind: str
    named: bool
    described: bool
    known: str | None = None
    names: list[Name] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    aliases: set[str] = field(default_factory=set)
    located: list[Mention] = field(default_factory=list)
    last: int = -1

    @property
    def fullest(self) -> Name:
        """The name with the most words, for a person those of the name proper; the first of equals."""
        return max(self.names, key=lambda name: (len(name.personal), len(name.words)))


class Grouper:
    """Groups the mentions of one article, in the order of the text."""

    def __init__(self, document: Document, reader: NameReader, knowledge: Knowledge) -> None:
        self._text = document.text
        self._reader = reader
        self._knowledge = knowledge
        self._schema = knowledge.schema
        self._gazetteer = knowledge.gazetteer
        self._language = document.language or "ar"
        self.clusters: list[Cluster] = []
        self._candidates = Candidates(knowledge.schema)
        self._of_known: dict[str, Cluster] = {}
        self._written_out: set[str] = set()
        self._known: Mapping[Mention, str | None] = {}
        self._located: Mapping[Mention, Mention] = {}

    def group(
        self,
        mentions: Iterable[Mention],
        known: Mapping[Mention, str | None],
        located: Mapping[Mention, Mention] = MappingProxyType({}),
    ) -> dict[Mention, Cluster]:
        """Put each mention into a cluster.

        ``known`` is the gazetteer's entity of each, where it has one; ``located`` the place in which
        the text says that a mention lies.
        """
        self._known, self._located = known, located
        found: dict[Mention, Cluster] = {}
        self._written_out = {entity for m, entity in known.items() if entity and len(m.text.split()) > 1}
        for mention in mentions:
            name = self._reader.read(mention)
            entity = known.get(mention) or self._meant(mention, name)
            cluster, sure = self._find(mention, name, entity)
            if cluster is None:
                cluster = self._open(mention, name, entity)
            elif sure in (EXACT, LONGER) or (sure == SHORTER and not cluster.names):
                self._name(cluster, name)
            elif sure == ALIAS:
                self._alias(cluster, (fold_phrase(name.text),))
                if name.kind == "Person":
                    self._name(cluster, name)
            cluster.mentions.append(mention)
            self._candidates.add_mention(cluster, mention)
            if mention in located:
                cluster.located.append(located[mention])
            cluster.last = mention.span.start
            self._alias(cluster, name.aliases)
            if sure != SHORTER and cluster.known is None and self._schema.is_a(mention.type, cluster.type):
                cluster.type = mention.type
                self._candidates.add_type(cluster)
            found[mention] = cluster
        return found

    def _name(self, cluster: Cluster, name: Name) -> None:
        cluster.names.append(name)
        self._candidates.add_name(cluster, name)

    def _alias(self, cluster: Cluster, aliases: Iterable[str]) -> None:
        cluster.aliases.update(aliases)
        self._candidates.add_aliases(cluster, aliases)

    def _meant(self, mention: Mention, name: Name) -> str | None:
        """The state of a nationality adjective that stands alone, the known place in «the city of X»."""
        if not mention.named:
            return None
        if len(name.words) == 1:
            return name.words[0].state
        if body := known_bodies(self._knowledge, self._language).get(body_key(name)):
            return body
        if name.essence == name.words or name.kind != "Place":
            return None
        words = [(w.norm, w.norm) for w in name.proper]
        found = self._gazetteer.match(words, 0, self._language)
        if not found or found[0] != len(words):
            return None
        return next(
            (i for i in found[1] if self._alike(mention.type, self._gazetteer.entities[i].type)), None
        )

    def _open(self, mention: Mention, name: Name, known: str | None) -> Cluster:
        existing = self._of_known.get(known) if known else None
        if existing:
            self._name(existing, name)
            return existing
        entity = self._gazetteer.entities.get(known) if known else None
        type_ = entity.type if entity else mention.type
        named = mention.named or entity is not None
        described = _describes(mention, name) and entity is None
        cluster = Cluster(len(self.clusters), type_, self._reader.kind(type_), named, described, known)
        self.clusters.append(cluster)
        self._name(cluster, name)
        if known:
            self._of_known[known] = cluster
        for full in self._reader.names_of(entity, cluster.kind) if entity else ():
            self._name(cluster, full)
        return cluster

    def _find(self, mention: Mention, name: Name, known: str | None) -> tuple[Cluster | None, int]:
        leans = name.bare and name.definite
        if known and (homonym := self._homonym(mention, name, known)):
            return homonym, SHORTER
        if known and (not leans or known in self._of_known):
            return self._known_cluster(mention, name, known), EXACT
        best, most = None, NONE
        for cluster in self._candidates.of(mention, name):
            sure = self._sureness(mention, name, cluster)
            if sure > most:
                best, most = cluster, sure
            if best is not None and (leans or most == EXACT):
                break  # none that was mentioned before it is any surer
        return best, SHORTER if leans and best is not None else most

    def _homonym(self, mention: Mention, name: Name, known: str) -> Cluster | None:
        """What «the base» takes up, where it is a group's name too, which the article never writes out."""
        if len(name.words) != 1 or not name.definite or known in self._written_out:
            return None
        nouns: dict[str, Name] = {}
        for cluster in in_order(self._candidates.of_type("Place").values()):
            kind = self._reader.kind(cluster.type)
            if kind not in nouns:
                nouns[kind] = self._reader.read(replace(mention, type=cluster.type))
            if cluster.kind == "Place" and nouns[kind].bare and self._is_head_of(nouns[kind], cluster):
                return cluster
        return None

    def _known_cluster(self, mention: Mention, name: Name, known: str) -> Cluster | None:
        """The cluster of a known entity; one of the same name that was not recognised becomes it."""
        found = self._of_known.get(known)
        if found is None:
            candidates = [c for c in self._candidates.of(mention, name) if c.known is None]
            named = [c for c in candidates if self._sureness(mention, name, c) == EXACT]
            found = max(named, key=lambda c: c.number, default=None)
            if found:
                found.known, found.type = known, self._gazetteer.entities[known].type
                found.kind = self._reader.kind(found.type)
                self._of_known[known] = found
                self._candidates.add_type(found)
        return found

    def _sureness(self, mention: Mention, name: Name, cluster: Cluster) -> int:
        if self._follows_as_name(mention, name, cluster):
            return ALIAS
        if not self._compatible(mention, cluster) or self._lies_elsewhere(mention, cluster):
            return NONE
        if self._begins_together(mention, name, cluster):
            return EXACT
        if _surname(name, cluster):
            return SHORTER
        if _describes(mention, name):
            return self._description(name, cluster)
        if cluster.described:
            leans = name.bare and name.definite
            return SHORTER if leans and self._is_head_of(name, cluster) else NONE
        if any(self._equals(name, n) for n in cluster.names):
            return EXACT
        if self._is_alias(name, cluster):
            return ALIAS
        if name.bare and name.kind != "Person":
            return SHORTER if name.definite and self._is_head_of(name, cluster) else NONE
        if not name.indefinite and any(self._shortens(name, n) for n in cluster.names):
            return SHORTER
        enough = any if name.kind == "Person" else all
        longer = enough(not n.bare and self._shortens(n, name) for n in cluster.names)
        return LONGER if longer else NONE

    def _description(self, name: Name, cluster: Cluster) -> int:
        if any(same_words(n.words, name.words) for n in cluster.names):
            return EXACT
        if not name.definite:
            return NONE
        if name.bare:
            return SHORTER if self._is_head_of(name, cluster) else NONE
        same = any(within(name.words, n.words) and _heads_agree(name, n) for n in cluster.names)
        return SHORTER if same and cluster.described else NONE

    def _compatible(self, mention: Mention, cluster: Cluster) -> bool:
        kind = self._reader.kind(mention.type)
        if kind != cluster.kind:
            return (kind, cluster.kind) in LOOSE
        if kind != "Place":
            return True
        return self._alike(mention.type, cluster.type)

    def _lies_elsewhere(self, mention: Mention, cluster: Cluster) -> bool:
        """Whether the text puts the mention and the cluster in places that have nothing in common."""
        here = self._located.get(mention)
        if here is None or not cluster.located or cluster.known:
            return False
        return not any(self._overlap(here, there) for there in cluster.located)

    def _overlap(self, a: Mention, b: Mention) -> bool:
        x, y = self._known.get(a), self._known.get(b)
        if x and y:
            return x in (y, *self._gazetteer.ancestors(y)) or y in self._gazetteer.ancestors(x)
        first, second = self._reader.read(a).words, self._reader.read(b).words
        return within(first, second) or within(second, first)

    def _alike(self, a: str, b: str) -> bool:
        """Whether two types of places may be one place's."""
        settled = all(self._schema.is_a(t, "Settlement") and t not in ("Camp", "Quarter") for t in (a, b))
        return settled or self._schema.is_a(a, b) or self._schema.is_a(b, a)

    def _equals(self, a: Name, b: Name) -> bool:
        if same_words(a.words, b.words):
            return True
        if a.kind == "Person" and not (a.personal and b.personal):
            return False
        return same_words(a.essence, b.essence)

    def _shortens(self, short: Name, long: Name) -> bool:
        """Whether ``short`` is ``long`` with words left out, and says the same of what is left."""
        if len(short.words) > len(long.words):
            return False
        if short.kind == "Person":
            return begins_or_ends(short.words, long.words) or begins_or_ends(short.personal, long.words)
        if short.head and long.head:
            return _heads_agree(short, long) and within(short.essence, long.essence)
        if long.head and long.head.first == 0 and not short.head:
            identity = long.kind in ("Place", "Thing") or long.head.type in GROUPS
            return identity and long.head.number == "singular" and same_words(short.words, long.proper)
        return not long.head and not short.head and len(short.words) > 1 and within(short.words, long.words)

    def _is_head_of(self, name: Name, cluster: Cluster) -> bool:
        head = name.head
        assert head is not None
        heads = [n for n in cluster.names if n.head]
        if any(_heads_agree(name, n) and within(name.words, n.words) for n in heads):
            return True
        # A town may be called «the town» though its name does not say so; with bodies the name does.
        if (heads and cluster.known is None) or head.number != "singular" or cluster.kind != "Place":
            return False
        return (
            len(name.words) == 1 and head.type not in GENERIC and self._schema.is_a(cluster.type, head.type)
        )

    def _is_alias(self, name: Name, cluster: Cluster) -> bool:
        if not cluster.aliases.isdisjoint(name.as_alias):
            return True
        return bool(name.acronym) and any(n.initials == name.acronym for n in cluster.names)

    def _begins_together(self, mention: Mention, name: Name, cluster: Cluster) -> bool:
        """A noun phrase and its beginning («the base of X», «the base»), where the noun stands first."""
        if self._language != "ar" or not name.head:
            return False
        if all(m.span.start != mention.span.start for m in cluster.mentions):
            return False
        length = len(name.words)
        return any(
            same_words(name.words, n.words[:length]) and not any(w.joined for w in n.words[length:])
            for n in cluster.names
        )

    def _follows_as_name(self, mention: Mention, name: Name, cluster: Cluster) -> bool:
        """«… (acronym)» and «the spokesman NAME»: the mention stands right behind one of the cluster."""
        if not cluster.mentions or not mention.named:
            return False
        before = cluster.mentions[-1]
        if not 0 <= mention.span.start - before.span.end <= FOLLOWS:
            return False
        between = self._text[before.span.end : mention.span.start]
        kinds = {cluster.kind, self._reader.kind(mention.type)}
        if between.strip() == "(" and len(kinds) == 1:
            return self._text[mention.span.end : mention.span.end + 2].strip().startswith(")")
        title = cluster.names[-1].head is not None and name.head is None
        return not between.strip() and title and kinds <= {"Person", "UnnamedSource"} and "Person" in kinds


def _describes(mention: Mention, name: Name) -> bool:
    """Whether it is a description («three soldiers»); a definite one of several words serves as a name."""
    return not mention.named and (name.kind == "People" or not name.definite or len(name.words) == 1)


def _surname(name: Name, cluster: Cluster) -> bool:
    """Whether a word of which nothing is known is the last name of the cluster's person."""
    if cluster.kind != "Person" or name.kind != "Actor" or name.head or len(name.words) != 1:
        return False
    return any(len(n.personal) > 1 and same_word(name.words[0], n.personal[-1]) for n in cluster.names)


def _heads_agree(a: Name, b: Name) -> bool:
    if a.head is None or b.head is None:
        return False
    return same_word(a.words[a.head.first], b.words[b.head.first])


def in_text_order(mentions: Iterable[Mention]) -> list[Mention]:
    """Mentions without repetitions, in the order of the text, the longer before those inside it."""
    return sorted(set(mentions), key=lambda m: (m.span.start, -m.span.end, m.type, m.text, m.known or ""))
