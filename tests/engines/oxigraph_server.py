"""The Oxigraph server, from PyPI (``oxigraph``)."""

from __future__ import annotations

import tempfile
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from engines.processes import free_port, listens, opened, program, running, select

__all__ = ["PROGRAM", "OxigraphServer", "available", "oxigraph_server", "program"]

PROGRAM = "oxigraph"


def available() -> bool:
    return program(PROGRAM) is not None


@dataclass(frozen=True, slots=True)
class OxigraphServer:
    """A server that runs; it asks for no password. ``graphs_url`` takes the Graph Store Protocol."""

    url: str
    user: str = ""
    password: str = ""

    @property
    def sparql_url(self) -> str:
        return f"{self.url}/query"

    @property
    def graphs_url(self) -> str:
        return f"{self.url}/store"

    def select(self, query: str, graph: str | None = None) -> bytes:
        """The answer over one graph, or over all graphs of the server."""
        over = {"default-graph-uri": graph} if graph else {"union-default-graph": ""}
        return select(self.sparql_url, query, **over)

    def put(self, data: bytes, graph: str | None, type_: str = "text/turtle") -> None:
        """Replace a graph by the Graph Store Protocol; without ``graph``, everything, by quads."""
        url = f"{self.graphs_url}?{urllib.parse.urlencode({'graph': graph})}" if graph else self.graphs_url
        request = urllib.request.Request(url, data, {"Content-Type": type_}, method="PUT")
        opened(urllib.request.build_opener(), request)


@contextmanager
def oxigraph_server() -> Iterator[OxigraphServer]:
    """A new server with its store in a temporary folder."""
    with tempfile.TemporaryDirectory() as name:
        port, folder = free_port(), Path(name)
        bind = f"127.0.0.1:{port}"
        command = [program(PROGRAM) or PROGRAM, "serve", "--location", str(folder / "data"), "--bind", bind]
        with running(command, folder, lambda: listens(port)):
            yield OxigraphServer(f"http://{bind}")
