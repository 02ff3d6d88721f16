"""Loading a build into another store: what changed is sent, graph by graph, and what is gone is removed.

Whether a graph changed is told by its content. A graph that is too large for one request goes in parts:
the first replaces what is there, the others are added. A graph that was begun and not finished counts as
changed, so a load that broke off is completed by the next.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Protocol

from pyoxigraph import Store

from tawthiq.errors import EndpointError, TooLargeError
from tawthiq.graph.namespaces import DERIVED, EVENTS, GRAPHS, RESOLVED, RUNS
from tawthiq.graph.statements import digest, graph_names, local_name, statements
from tawthiq.store.remote.endpoint import Endpoint
from tawthiq.store.remote.state import LoadState

PART = 4_000_000
"""Bytes of N-Triples that are sent at once, at most, unless the endpoint takes only less."""
_OF_A_BUILD = (RUNS.value, DERIVED.value, EVENTS.value, RESOLVED.value)


@dataclass(slots=True)
class Loaded:
    """What a load did: graphs sent, kept because they had not changed, and removed; statements sent."""

    graphs: int = 0
    sent: int = 0
    kept: int = 0
    removed: int = 0
    triples: int = 0


class Progress(Protocol):
    """Hears how a load gets on."""

    def graph(self, loaded: Loaded) -> None: ...

    def note(self, text: str) -> None: ...


class Loading:
    """One load of a build's store into an endpoint; ``loaded`` tells what it did so far.

    ``with_text`` takes along the articles' text, ``replace`` sends all graphs and removes those of other
    builds. ``part`` is how many bytes go into one request, :data:`PART` by default.
    """

    def __init__(
        self,
        store: Store,
        endpoint: Endpoint,
        state: LoadState,
        progress: Progress,
        *,
        with_text: bool = False,
        replace: bool = False,
        part: int | None = None,
    ) -> None:
        self.loaded = Loaded()
        self._store = store
        self._endpoint = endpoint
        self._state = state
        self._progress = progress
        self._with_text = with_text
        self._replace = replace
        self._part = part or PART

    def run(self) -> Loaded:
        """Load. Raises :class:`EndpointError`; what was loaded until then stays, and the state knows it."""
        self._begin()
        names = graph_names(self._store)
        self.loaded.graphs = len(names)
        present = set()
        for name in names:
            lines = statements(self._store, name, with_text=self._with_text)
            if lines:
                present.add(name)
                self._bring(name, lines)
            else:
                self.loaded.graphs -= 1
            self._progress.graph(self.loaded)
        self._remove((self._state.loaded.keys() | self._state.unfinished) - present)
        while self._replace and (others := self._endpoint.graphs(GRAPHS) - present):
            self._remove(others)  # an endpoint may name only the first of many
        return self.loaded

    def _remove(self, names: Set[str]) -> None:
        for name in sorted(names):
            self._state.begin(name)
            self._endpoint.remove(name)
            self._state.gone(name)
            self.loaded.removed += 1
            self._progress.graph(self.loaded)

    def _begin(self) -> None:
        """See that the endpoint answers, and that what it holds is what we know."""
        there = {
            name: self._endpoint.holds(name, first=number == 0) for number, name in enumerate(_OF_A_BUILD)
        }
        if self._replace:
            self._state.doubt()
            return
        lost = [name for name in _OF_A_BUILD if name in self._state.loaded and not there[name]]
        if lost:
            self._progress.note(
                f"The endpoint holds no longer what was loaded ({', '.join(map(local_name, lost))}); "
                "all is sent again."
            )
            self._state.doubt()
        known = self._state.loaded.keys() | self._state.unfinished
        foreign = [name for name in _OF_A_BUILD if there[name] and name not in known]
        if foreign and not lost:
            raise EndpointError(
                f"{self._endpoint.where.query}: the endpoint holds another build of Tawthiq, or one of which "
                f"nothing is known here ({', '.join(map(local_name, foreign))}); nothing was loaded.",
                remedy="You can fix this by loading into another dataset, or with --replace, which puts this "
                "build in the place of that one.",
            )

    def _bring(self, name: str, lines: Sequence[bytes]) -> None:
        found = digest(lines)
        if self._state.loaded.get(name) == found:
            self.loaded.kept += 1
            return
        self._state.begin(name)
        self._send(name, lines)
        self._state.done(name, found)
        self.loaded.sent += 1
        self.loaded.triples += len(lines)

    def _send(self, name: str, lines: Sequence[bytes]) -> None:
        """Send a graph in as many parts as are needed, in smaller ones from where they are too large."""
        at = 0
        while at < len(lines):
            end, size = _until(lines, at, self._part)
            try:
                self._endpoint.write(name, lines[at:end], replace=at == 0)
            except TooLargeError:
                if end - at == 1:
                    raise
                self._part = size // 2
                self._progress.note(f"The endpoint wants smaller requests: trying {self._part:,} bytes.")
            else:
                at = end


def _until(lines: Sequence[bytes], start: int, limit: int) -> tuple[int, int]:
    """Where a part that begins at ``start`` ends, and its bytes; it holds at least one line.

    >>> _until([b"aa", b"bb", b"c"], 0, 4), _until([b"aa", b"bb"], 0, 1)
    ((2, 4), (1, 2))
    """
    size = len(lines[start])
    end = start + 1
    while end < len(lines) and size + len(lines[end]) <= limit:
        size += len(lines[end])
        end += 1
    return end, size
