"""A real HTTP server with a store behind it that answers as SPARQL endpoints do, and misbehaves when told.

Faults are taken from ``faults`` one for each request that writes; ``None`` is a request that goes well.
"""

from __future__ import annotations

import base64
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox


@dataclass
class Request:
    method: str
    path: str
    authorization: str
    size: int


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def log_message(self, *_: Any) -> None:
        pass

    def _serve(self) -> None:
        url = urlsplit(self.path)
        writes = url.path == "/store" or self.headers.get("Content-Type") == "application/sparql-update"
        fault = self.server.faults.popleft() if writes and self.server.faults else None
        length = int(self.headers.get("Content-Length", 0))
        if fault is cut_while_reading:
            self.rfile.read(length // 2)
            self._cut()
            return
        body = self.rfile.read(length)
        authorization = self.headers.get("Authorization", "")
        self.server.requests.append(Request(self.command, url.path, authorization, length))
        if self.server.user and writes and authorization != self.server.expected():
            self.answer(401, b"who are you?", **{"WWW-Authenticate": 'Basic realm="x"'})
        elif self.server.limit and writes and length > self.server.limit:
            self.answer(413, b"too large")
        elif fault is not None:
            fault(self, lambda: self._work(url.path, url.query, body))
        else:
            self._work(url.path, url.query, body)

    do_GET = do_PUT = do_POST = do_DELETE = _serve

    def _work(self, path: str, query: str, body: bytes) -> None:
        store = self.server.store
        if path == "/store":
            graph = ox.NamedNode(parse_qs(query)["graph"][0])
            if self.command in ("PUT", "DELETE"):
                store.remove_graph(graph)
            if self.command in ("PUT", "POST"):
                store.load(input=body, format=ox.RdfFormat.N_TRIPLES, to_graph=graph)
            self.answer(204)
        elif self.headers.get("Content-Type") == "application/sparql-update":
            store.update(body.decode())
            self.answer(204)
        elif path in ("/query", "/sparql") and self.command == "POST":
            text = parse_qs(body.decode())["query"][0]
            if self.server.slow_query and self.server.slow_query in text:
                self.server.slow_queries += 1
                time.sleep(1)
            found = store.query(text, use_default_graph_as_union="union-default-graph" in query)
            assert isinstance(found, ox.QuerySolutions)
            self.answer(200, found.serialize(format=ox.QueryResultsFormat.JSON) or b"")
        else:
            self.answer(200, b"hello")

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in {**self.server.headers, **headers}.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if status != 204:
            self.wfile.write(body)

    def _cut(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)


Work = Callable[[], None]
Fault = Callable[[Handler, Work], None]


def cut_while_reading(_handler: Handler, _work: Work) -> None:
    """The connection breaks in the middle of the body; the handler knows this one."""


def cut_after_work(handler: Handler, work: Work) -> None:
    """What was sent is stored, and the connection breaks before the answer."""
    handler.answer = lambda *_, **__: None  # type: ignore[method-assign]
    work()
    handler._cut()


def says(status: int, body: bytes = b"", **headers: str) -> Fault:
    return lambda handler, _: handler.answer(
        status, body, **{k.replace("_", "-"): v for k, v in headers.items()}
    )


def slow(seconds: float) -> Fault:
    def fault(handler: Handler, work: Work) -> None:
        handler.server.stuck.set()
        time.sleep(seconds)
        work()

    return fault


def echoes(handler: Handler, _: Work) -> None:
    """Repeat what it was sent, secrets too."""
    sent = handler.headers.get("Authorization", "")
    plain = base64.b64decode(sent.rpartition(" ")[2] + "==", validate=False)
    handler.answer(400, f"<p>no: {sent}</p> ".encode() + plain + b"\x1b[31m")


@dataclass
class State:
    store: ox.Store = field(default_factory=ox.Store)
    faults: deque[Fault | None] = field(default_factory=deque)
    requests: list[Request] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    user: str = ""
    password: str = ""
    limit: int = 0
    slow_query: str = ""
    slow_queries: int = 0
    stuck: threading.Event = field(default_factory=threading.Event)


class Server(ThreadingHTTPServer, State):
    daemon_threads = True

    def __init__(self) -> None:
        State.__init__(self)
        ThreadingHTTPServer.__init__(self, ("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def expected(self) -> str:
        return "Basic " + base64.b64encode(f"{self.user}:{self.password}".encode()).decode()

    def writes(self) -> list[str]:
        return [r.method for r in self.requests if r.path == "/store"]

    def handle_error(self, *_: Any) -> None:
        """A client that went away is what some tests want."""


@contextmanager
def faulty_endpoint() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
