"""The real server in a process of its own, and HTTP to it as written, without a client's kindness."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

GRAPH = "https://w3id.org/tawthiq/graph/"
ID = "https://w3id.org/tawthiq/id/"
JSON = "application/sparql-results+json"
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&{{7*7}}"
CHAIN = 3000


def write_graph(path: Path) -> Path:
    """A TriG file: two graphs with one triple in common, hostile labels, and a long chain of nodes."""
    chain = "\n".join(f"id:thing-{i} twq:part_of id:thing-{i + 1} ." for i in range(CHAIN))
    label = HOSTILE.replace('"', '\\"')
    path.write_text(
        f"""@prefix id: <{ID}> . @prefix twq: <https://w3id.org/tawthiq/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix oa: <http://www.w3.org/ns/oa#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix schema: <https://schema.org/> .
<{GRAPH}one> {{
  id:actor-a a twq:Actor , twq:Entity ; rdfs:label "لواء الفجر"@ar , "Dawn Brigade"@en ;
    twq:attacked id:place-b .
  id:document-d a twq:Document ; rdfs:label "{label}" ; schema:articleBody "SECRETBODY" .
}}
<{GRAPH}two> {{
  id:actor-a twq:attacked id:place-b .
  id:place-b a twq:Place , twq:Entity ; rdfs:label "{label}"@en ; owl:sameAs <javascript:alert%283%29> .
}}
<{GRAPH}three> {{ {chain} }}
""",
        "utf-8",
    )
    return path


@dataclass
class Answer:
    """A response, its headers by their names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def media(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]


@dataclass
class Server:
    """A server that runs; ``port`` is one of this machine's own."""

    port: int
    process: subprocess.Popen[str]

    def ask(
        self,
        path: str,
        method: str = "GET",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request(method, path, body, dict(headers or {}))
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, found, response.read())
        finally:
            connection.close()

    def query(self, text: str, accept: str = JSON) -> Answer:
        body = urlencode({"query": text}).encode()
        headers = {"Accept": accept, "Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("/sparql", "POST", body, headers)


@contextmanager
def running(graph: Path, *options: str) -> Iterator[Server]:
    """``tawthiq serve`` on a free port. What it writes to standard error has to be empty at the end."""
    command = [
        sys.executable,
        "-c",
        "from tawthiq.cli import main; main()",
        "serve",
        str(graph),
        "--port",
        "0",
    ]
    process = subprocess.Popen(
        [*command, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )
    assert process.stdout
    assert process.stderr
    line = process.stdout.readline()
    if not line:
        raise AssertionError(process.stderr.read())
    try:
        yield Server(int(line.split()[0].rstrip("/").rpartition(":")[2]), process)
    finally:
        process.terminate()
        _, errors = process.communicate(timeout=60)
        assert (process.returncode, errors) == (0, ""), f"{process.returncode}: {errors}"


@dataclass
class Listener:
    """A server of another program, which wants to be left alone; ``calls`` are those that were not."""

    address: str
    calls: list[bytes] = field(default_factory=list)


@contextmanager
def listening() -> Iterator[Listener]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        listener = Listener(f"http://127.0.0.1:{server.getsockname()[1]}/data.ttl")
        thread = threading.Thread(target=_note, args=(server, listener), daemon=True)
        thread.start()
        yield listener
        server.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def _note(server: socket.socket, listener: Listener) -> None:
    while True:
        try:
            caller, _ = server.accept()
        except OSError:
            return
        with caller:
            caller.settimeout(2)
            try:
                listener.calls.append(caller.recv(1000))
            except OSError:
                listener.calls.append(b"")


def descendants(process: int) -> list[int]:
    """The processes below one, from /proc."""
    parents: dict[int, list[int]] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                stat = Path("/proc", entry, "stat").read_text()
            except OSError:
                continue
            parents.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(int(entry))
    found, waiting = [], [process]
    while waiting:
        below = parents.get(waiting.pop(), [])
        found += below
        waiting += below
    return found
