"""Names → nodes: labels in any spelling, prefixed names, ids and IRIs."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import cached_property

from pyoxigraph import Literal, NamedNode, Store

from tawthiq.errors import QueryError
from tawthiq.fold import fold_phrase
from tawthiq.graph.namespaces import ALT_LABEL, LABEL, OA, TWQ, TYPE, Namespace, shorten, term, twq
from tawthiq.graph.vocabulary import schema

_ABSOLUTE = re.compile(r"<?([a-z][a-z0-9+.-]*:/?/?[^\s<>\"{}|\\^`]+)>?", re.IGNORECASE)
_MANY, _NEAR = 8, 4


class Names:
    """Finds the nodes of a graph by name, and the names of nodes."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.namespace = Namespace.of(store)
        self._known: dict[NamedNode, Mapping[str, str]] = {}

    @cached_property
    def prefixes(self) -> dict[str, str]:
        return self.namespace.prefixes

    def label(self, node: NamedNode, language: str) -> str | None:
        """Label of a node in ``language``, else in another one, else ``None``."""
        labels = self._known.get(node)
        if labels is None:
            labels = self._known[node] = self._labels(node)
        if language in labels:
            return labels[language]
        return labels[min(labels)] if labels else None

    def name(self, node: NamedNode, language: str) -> str:
        """Label of a node, or its prefixed name, or its IRI."""
        return self.label(node, language) or self.short(node)

    def short(self, node: NamedNode) -> str:
        """The node as a prefixed name where it can be one, else its IRI."""
        return shorten(node.value, self.prefixes) or node.value

    def named(self, text: str) -> list[NamedNode]:
        """The nodes that ``text`` names: an IRI, prefixed name or id names itself.

        Other text names the entities that have it as a label; if none has, those that an article calls so.
        """
        node = self._node(text)
        if node is not None:
            return [node]
        wanted = fold_phrase(text)
        found = self._by_label.get(wanted) or self._by_mention.get(wanted) or ()
        return sorted(found, key=lambda n: n.value)

    def entities(self, text: str) -> list[NamedNode]:
        """The nodes that ``text`` names, or else the entities whose names contain all of its words."""
        found = self._containing(fold_phrase(text))
        return self.named(text) or sorted(found, key=lambda n: n.value)

    def meant(self, text: str) -> list[NamedNode]:
        """All that ``text`` may mean; a city's name stands for the province named after it too.

        Raises :class:`QueryError` if there is nothing.
        """
        found = self.entities(text)
        if not found:
            raise self.unknown(text)
        if self._node(text) is None:
            named_after = self._containing(fold_phrase(text))
            found = [*found, *(area for area in self._around(found) if area in named_after)]
        return list(dict.fromkeys(found))

    def entity(self, text: str, language: str = "ar") -> NamedNode:
        """The one entity that ``text`` means. Raises :class:`QueryError` if there is none, or several."""
        found = self.entities(text)
        if len(found) == 1:
            return found[0]
        if not found:
            raise self.unknown(text)
        raise self.ambiguous(text, found, language)

    def unknown(self, text: str, language: str = "ar") -> QueryError:
        near = [f"\n  {self.short(node)}  {self.name(node, language)}" for node in self.near(text)]
        return QueryError(
            f"Nothing in the graph is called «{text}»."
            + (f" Names that are spelt much like it:{''.join(near)}\n" if near else ""),
            remedy="You can fix this by giving a name as an article writes it, or an IRI.",
        )

    def near(self, text: str) -> list[NamedNode]:
        """Entities with a name that has words spelt much like those of ``text``, the nearest first."""
        wanted = [word.removeprefix("ال") for word in fold_phrase(text).split()]
        words: defaultdict[str, set[str]] = defaultdict(set)
        for label in self._by_label:
            for word in label.split():
                words[word.removeprefix("ال")].add(label)
        shared: Counter[str] = Counter()
        for word in wanted:
            close = get_close_matches(word, words, _NEAR, 0.7)
            shared.update({label for known in close for label in words[known]})
        best = max(shared.values(), default=0)
        # The fewer other words a name has, the nearer it is.
        labels = sorted((label for label, n in shared.items() if n == best), key=lambda n: (n.count(" "), n))
        found = (node for label in labels for node in sorted(self._by_label[label], key=lambda n: n.value))
        return list(dict.fromkeys(found))[:_NEAR]

    def ambiguous(self, text: str, found: list[NamedNode], language: str) -> QueryError:
        lines = [f"\n  {self.short(node)}  {self.name(node, language)}" for node in found[:_MANY]]
        more = f"\n  and {len(found) - _MANY} more" if len(found) > _MANY else ""
        return QueryError(
            f"«{text}» may be any of {len(found)}:{''.join(lines)}{more}\n",
            remedy="You can fix this by giving one of these names in full, or its id:… .",
        )

    def _node(self, text: str) -> NamedNode | None:
        """The node that an IRI, prefixed name or id names; ``None`` for other text."""
        prefix, colon, local = text.partition(":")
        if colon and prefix in self.prefixes and not local.startswith("//"):
            return NamedNode(self.prefixes[prefix] + local)
        if match := _ABSOLUTE.fullmatch(text.strip()):
            return NamedNode(match[1])
        if re.fullmatch(r"[A-Za-z]+-[A-Za-z0-9-]+", text):
            node = self.namespace.iri(text)
            return node if next(self.store.quads_for_pattern(node, TYPE, None, None), None) else None
        return None

    def _labels(self, node: NamedNode) -> Mapping[str, str]:
        labels: dict[str, str] = {}
        for quad in self.store.quads_for_pattern(node, LABEL, None, None):
            if isinstance(quad.object, Literal):
                language = quad.object.language or ""
                labels[language] = min(labels.get(language, quad.object.value), quad.object.value)
        if not labels and node.value.startswith(TWQ):
            try:
                return schema().labels(node.value.removeprefix(TWQ))
            except KeyError:
                return {}
        return labels

    @cached_property
    def _by_label(self) -> Mapping[str, set[NamedNode]]:
        found: defaultdict[str, set[NamedNode]] = defaultdict(set)
        entities = {quad.subject for quad in self.store.quads_for_pattern(None, TYPE, twq("Entity"), None)}
        for property_ in (LABEL, ALT_LABEL):
            for quad in self.store.quads_for_pattern(None, property_, None, None):
                if quad.subject in entities and isinstance(quad.subject, NamedNode):
                    found[fold_phrase(str(getattr(quad.object, "value", "")))].add(quad.subject)
        return found

    @cached_property
    def _by_mention(self) -> Mapping[str, set[NamedNode]]:
        found: defaultdict[str, set[NamedNode]] = defaultdict(set)
        for quad in self.store.quads_for_pattern(None, twq("refers_to"), None, None):
            if not isinstance(quad.subject, NamedNode) or not isinstance(quad.object, NamedNode):
                continue
            for quote in self.store.quads_for_pattern(quad.subject, term(OA + "exact"), None, None):
                found[fold_phrase(str(getattr(quote.object, "value", "")))].add(quad.object)
        return found

    def _around(self, places: Sequence[NamedNode]) -> list[NamedNode]:
        """What the places lie in, near and far."""
        seen: dict[NamedNode, None] = {}
        waiting = list(places)
        while waiting:
            for quad in self.store.quads_for_pattern(waiting.pop(), twq("located_in"), None, None):
                if isinstance(quad.object, NamedNode) and quad.object not in seen:
                    seen[quad.object] = None
                    waiting.append(quad.object)
        return sorted(seen, key=lambda n: n.value)

    def _containing(self, wanted: str) -> set[NamedNode]:
        words = wanted.split()
        if not words:
            return set()
        return {n for label, nodes in self._by_label.items() if all(w in label for w in words) for n in nodes}
