"""Which clusters of an article a mention may belong to, without a look at all of them.

A cluster comes up if it shares anything by which :class:`tawthiq.resolve.coreference.Grouper` may bring
a mention to it; what comes up is only then compared in earnest. So an article that is twice as long takes
about twice as long.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from tawthiq.knowledge import Schema
from tawthiq.model import Mention
from tawthiq.resolve.names import Name, Word

if TYPE_CHECKING:
    from tawthiq.resolve.coreference import Cluster

FOLLOWS = 3
"""Characters that may stand between a mention and a name right behind it."""


class Candidates:
    """The clusters of an article by what they share with mentions to come."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._all: dict[int, Cluster] = {}
        self._nameless: dict[int, Cluster] = {}
        self._worded: dict[str, dict[int, Cluster]] = defaultdict(dict)
        self._within: dict[str, dict[int, Cluster]] = defaultdict(dict)
        self._types: dict[str, dict[int, Cluster]] = defaultdict(dict)
        self._other: dict[object, dict[int, Cluster]] = defaultdict(dict)

    def add_name(self, cluster: Cluster, name: Name) -> None:
        number = cluster.number
        self._all[number] = cluster
        if not name.words:
            self._nameless[number] = cluster
        for word in name.words:
            for key in word.spellings:
                self._worded[key][number] = cluster
        for key in name.telling if not name.bare else ():
            self._within[key][number] = cluster
        self._add(cluster, name.offered)
        self.add_type(cluster)

    def add_type(self, cluster: Cluster) -> None:
        self._types[cluster.type][cluster.number] = cluster

    def add_mention(self, cluster: Cluster, mention: Mention) -> None:
        self._add(cluster, [("start", mention.span.start), ("end", mention.span.end)])

    def add_aliases(self, cluster: Cluster, aliases: Iterable[str]) -> None:
        self._add(cluster, [("alias", alias) for alias in aliases])

    def of(self, mention: Mention, name: Name) -> list[Cluster]:
        """The clusters that the mention may belong to, the last mentioned first."""
        if not name.words:
            return in_order(self._all.values())
        found = dict(self._nameless)
        for words in name.parts:
            for clusters in self._with_all(words):
                found |= clusters
        for key in name.spellings & self._within.keys():
            found |= self._within[key]
        for asked in (*name.asked, *_beside(mention)):
            if asked in self._other:
                found |= self._other[asked]
        if name.bare and name.definite and len(name.words) == 1:
            found |= self.of_type(name.head.type if name.head else "")
        return in_order(found.values())

    def of_type(self, type_: str) -> dict[int, Cluster]:
        """Clusters that have, or had once, the type or one below it."""
        found: dict[int, Cluster] = {}
        for own, clusters in self._types.items():
            if type_ and self._schema.is_a(own, type_):
                found |= clusters
        return found

    def _with_all(self, words: Iterable[Word]) -> list[dict[int, Cluster]]:
        """Clusters among which are all that have spellings of all the words: those with the rarest one."""
        having = [[self._worded[k] for k in word.spellings if k in self._worded] for word in words]
        return min(having, key=lambda lists: sum(map(len, lists)))

    def _add(self, cluster: Cluster, keys: Iterable[object]) -> None:
        for key in keys:
            self._other[key][cluster.number] = cluster


def _beside(mention: Mention) -> list[object]:
    """Where a mention would begin, or end, that begins with it or that it follows."""
    start = mention.span.start
    return [("start", start), *(("end", start - back) for back in range(FOLLOWS + 1))]


def in_order(clusters: Iterable[Cluster]) -> list[Cluster]:
    """The last mentioned first, of those mentioned together the one that was opened first."""
    return sorted(clusters, key=lambda cluster: (-cluster.last, cluster.number))
