"""A part of a graph: chosen by names and filters, shown as a network, as a page, in pyvis."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

import networkx as nx
from pyoxigraph import NamedNode

from tawthiq.errors import TawthiqError
from tawthiq.fold import fold_phrase
from tawthiq.graph.claims import Claims
from tawthiq.graph.vocabulary import schema
from tawthiq.notebook import tables
from tawthiq.notebook.page import Page
from tawthiq.query import Names
from tawthiq.query.settings import values
from tawthiq.view import BaseMap, around, page_html, to_pyvis, with_events

Several: TypeAlias = str | Iterable[str] | None
Given: TypeAlias = Mapping[str, Several | date]


def several(value: Several | date) -> tuple[str, ...]:
    """The values of a filter as texts, whether it was given none, one or several."""
    if value is None:
        return ()
    return (str(value),) if isinstance(value, str | date) else tuple(value)


def choice(names: Names, given: Given) -> tables.Wanted:
    """The filters that are set, each with all IRIs that pass.

    Raises :class:`tawthiq.errors.QueryError` for a value that means nothing.
    """
    wanted = {}
    for name, value in given.items():
        if texts := several(value):
            found = (values(tables.FILTERS, {name: text}, names)[name] for text in texts)
            wanted[name] = frozenset(node.value for nodes in found for node in nodes)
    return wanted


@dataclass(frozen=True, slots=True)
class Part:
    """What :meth:`tawthiq.notebook.Graph.part` chose.

    ``title`` and ``language`` (``ar`` or ``en``) are those of its page. ``meant`` has, for each name that
    stands for several things, the names of these.
    """

    title: str
    language: str
    network: nx.MultiDiGraph[str] = field(repr=False)
    meant: dict[str, list[str]] = field(default_factory=dict, repr=False)

    @property
    def events(self) -> int:
        """How many events it has."""
        return sum(data.get("kind") == "event" for _, data in self.network.nodes(data=True))

    def page(self, *, height: int = 640, base_map: BaseMap | None = None) -> Page:
        """The page, which a notebook shows in a frame ``height`` pixels high.

        ``base_map`` (:func:`tawthiq.view.read_base_map`) stands in for Natural Earth's.
        """
        return Page(page_html(self.network, self.title, self.language, base_map), height)

    def to_pyvis(self, *, max_nodes: int = 500, events: bool = False) -> Any:
        """A ``pyvis.network.Network``: :func:`tawthiq.view.to_pyvis`."""
        return to_pyvis(self.network, max_nodes=max_nodes, events=events, language=self.language)


class Chooser:
    """Finds in a graph what was asked for."""

    def __init__(self, claims: Claims, names: Names, network: nx.MultiDiGraph[str], language: str) -> None:
        self._claims = claims
        self._names = names
        self._network = network
        self._language = language

    def part(
        self, given: Given, focus: Sequence[str], hops: int
    ) -> tuple[nx.MultiDiGraph[str], dict[str, list[str]]]:
        """The part of the network, and what names with several meanings stand for."""
        network, meant = self._network, {}
        if wanted := choice(self._names, given):
            events = tables.chosen(self._claims, wanted)
            if not events:
                raise self._no_event(given)
            network = with_events(network, {self._names.namespace.local(event.iri) for event in events})
        nodes: list[str] = []
        for name in focus:
            found = self._names.entities(name)
            if not found:
                raise self._names.unknown(name, self._language)
            if len(found) > 1:
                meant[name] = [self._told(node) for node in found]
            nodes.extend(self._names.namespace.local(node.value) for node in found)
        if not focus:
            return network, meant
        if not any(node in network for node in nodes):
            raise self._apart(focus, bool(wanted))
        return around(network, nodes, hops), meant

    def title(self, given: Given, focus: Sequence[str], whole: str) -> str:
        """What was asked for, and the title of the whole graph."""
        told = [self._named(name) for name in focus]
        for name, value in given.items():
            if name in ("type", "status", "weapon"):
                told += [_term(text, self._language) for text in several(value)]
            elif name not in ("since", "until"):
                told += [self._named(text) for text in several(value)]
        since, until = several(given.get("since")), several(given.get("until"))
        if since or until:
            told.append(f"\u2066{'–'.join((*(since or ('…',)), *(until or ('…',))))}\u2069")
        return " · ".join((*told, whole))

    def _told(self, node: NamedNode) -> str:
        return f"{self._names.short(node)}  {self._names.name(node, self._language)}"

    def _named(self, text: str) -> str:
        found = self._names.entities(text)
        return self._names.name(found[0], self._language) if len(found) == 1 else text

    def _no_event(self, given: Given) -> TawthiqError:
        asked = ", ".join(f"{name} {text}" for name, value in given.items() for text in several(value))
        days = sorted(
            day
            for event in tables.chosen(self._claims, {})
            if (time := event.settled.time)
            for day in (time.start, time.end)
            if day
        )
        dated = (
            f"Its events are from {days[0][:10]} to {days[-1][:10]}." if days else "It has no dated events."
        )
        return TawthiqError(
            f"No event of the graph passes: {asked}. {dated}", remedy="You can fix this by asking for less."
        )

    def _apart(self, focus: Sequence[str], filtered: bool) -> TawthiqError:
        asked = ", ".join(f"«{name}»" for name in focus)
        if filtered:
            return TawthiqError(
                f"{asked} has no part in the events that pass.",
                remedy="You can fix this by leaving out the name, or a filter.",
            )
        return TawthiqError(
            f"{asked} is no actor, place, thing or event of the graph.",
            remedy="You can fix this by giving a name as an article writes it.",
        )


def _term(text: str, language: str) -> str:
    """The label of a term of the ontology that is given by its name or its label."""
    terms = (*schema().event_types, *schema().weapons, *schema().statuses)
    wanted = fold_phrase(text)
    for term in terms:
        labels = schema().labels(term)
        if text == term or wanted in map(fold_phrase, (term, *labels.values())):
            return labels.get(language, term)
    return text
