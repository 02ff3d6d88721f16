"""A store that runs elsewhere: its graphs are written and removed, and it answers queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyoxigraph as ox

from tawthiq.errors import EndpointError
from tawthiq.store.remote.client import Client
from tawthiq.store.remote.detect import detect
from tawthiq.store.remote.engines import ENGINES, Addresses, Engine, addresses
from tawthiq.store.remote.values import Term

_GONE = frozenset({404})
_JSON = "application/sparql-results+json"
_FEW = 2  # attempts while we do not know yet whether anybody is there


class Endpoint:
    """An engine at its addresses. All methods raise :class:`EndpointError`."""

    def __init__(self, client: Client, engine: Engine, where: Addresses) -> None:
        self.engine = engine
        self.where = where
        self._client = client

    def write(self, graph: str, statements: Sequence[bytes], *, replace: bool) -> None:
        """Write lines of N-Triples into a graph: in the place of what it holds, or added to it."""
        data = b"".join(statements)
        if self.engine.graph_store:
            self._client.send(
                "PUT" if replace else "POST",
                self.where.graphs,
                params={"graph": graph},
                content=data,
                headers={"Content-Type": self.engine.media},
            )
        else:
            insert = b"INSERT DATA { GRAPH <%b> {\n%b} }" % (graph.encode(), data)
            self._update((b"DROP SILENT GRAPH <%b> ;\n" % graph.encode() if replace else b"") + insert)

    def remove(self, graph: str) -> None:
        """Remove a graph; nothing happens if there is none."""
        if self.engine.graph_store:
            self._client.send("DELETE", self.where.graphs, params={"graph": graph}, allowed=_GONE)
        else:
            self._update(b"DROP SILENT GRAPH <%b>" % graph.encode())

    def holds(self, graph: str, *, first: bool = False) -> bool:
        """Whether there are statements in a graph; the ``first`` question gives up soon."""
        # Virtuoso answers an ASK with a table.
        query = f"SELECT ?s WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} LIMIT 1"
        return bool(self._rows(query, {}, attempts=_FEW if first else None)[1])

    def graphs(self, beginning: str) -> set[str]:
        """The graphs whose IRIs begin so; of very many, perhaps only some."""
        where = f'GRAPH ?g {{ ?s ?p ?o }} FILTER (STRSTARTS(STR(?g), "{beginning}"))'
        rows = self._rows(f"SELECT DISTINCT ?g WHERE {{ {where} }}", {})[1]
        return {graph.value for (graph,) in rows if isinstance(graph, ox.NamedNode)}

    def counts(self, graphs: Sequence[str]) -> dict[str, int]:
        """How many statements each of these graphs holds; empty ones are left out."""
        values = " ".join(f"<{graph}>" for graph in graphs)
        where = f"VALUES ?g {{ {values} }} GRAPH ?g {{ ?s ?p ?o }}"
        query = f"SELECT ?g (COUNT(*) AS ?n) WHERE {{ {where} }} GROUP BY ?g"
        found: dict[str, int] = {}
        for graph, number in self._rows(query, {})[1]:
            if isinstance(graph, ox.NamedNode) and isinstance(number, ox.Literal) and int(number.value):
                found[graph.value] = int(number.value)
        return found

    def rows(self, query: str) -> tuple[list[str], list[list[Term | None]]]:
        """Variables and rows of a SELECT over all graphs taken together."""
        return self._rows(query, self.engine.union)

    def _rows(
        self, query: str, parameters: Mapping[str, str], attempts: int | None = None
    ) -> tuple[list[str], list[list[Term | None]]]:
        response = self._client.send(
            "POST",
            self.where.query,
            params=parameters,
            form={"query": query},
            headers={"Accept": _JSON},
            attempts=attempts,
            again_if_slow=False,  # what a query needs once it needs again
        )
        try:
            answer = ox.parse_query_results(response.content, format=ox.QueryResultsFormat.JSON)
            if isinstance(answer, ox.QuerySolutions):
                return [variable.value for variable in answer.variables], [list(row) for row in answer]
        except (SyntaxError, ValueError):
            pass
        raise EndpointError(
            f"{self.where.query}: what answers there does not speak SPARQL.",
            remedy="You can fix this by checking the address and --engine.",
        )

    def _update(self, update: bytes) -> None:
        self._client.send(
            "POST", self.where.update, content=update, headers={"Content-Type": "application/sparql-update"}
        )


def connect(client: Client, address: str, engine: str, *, secured: bool) -> Endpoint:
    """The store at ``address``; ``engine`` is one of :data:`ENGINES`, or ``auto`` to find out.

    ``secured`` tells whether there are credentials. Raises :class:`InputError` for a wrong address.
    """
    found = detect(address, client.look) if engine == "auto" else ENGINES[engine]
    return Endpoint(client, found, addresses(found, address, secured=secured))
