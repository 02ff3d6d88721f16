"""How does the endpoint hold: many clients at once for a while, each asking one question after another.

.venv/bin/python benchmarks/serve.py output/demo --clients 100 --seconds 60
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

from tawthiq.query import stored_queries

QUERIES = (
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT ?who ?whom { ?who twq:attacked ?whom }",
    "SELECT ?place ?province { ?place twq:located_in* ?province . ?province a twq:Province } LIMIT 100",
    "SELECT ?type (COUNT(*) AS ?n) { ?event a ?type ; twq:status twq:actual } GROUP BY ?type ORDER BY ?n",
    "CONSTRUCT { ?who twq:attacked ?whom } WHERE { ?who twq:attacked ?whom }",
)
Requests = list[tuple[str, str, bytes | None]]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Client(threading.Thread):
    """Asks until ``end``; keeps how long each answer took and what went wrong."""

    def __init__(
        self, port: int, number: int, end: float, requests: list[tuple[str, str, bytes | None]]
    ) -> None:
        super().__init__()
        self.took: list[float] = []
        self.wrong: Counter[str] = Counter()
        self._port, self._number, self._end, self._requests = port, number, end, requests

    def run(self) -> None:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=120)
        i = self._number
        while time.monotonic() < self._end:
            method, path, body = self._requests[i % len(self._requests)]
            i += 1
            began = time.monotonic()
            try:
                connection.request(method, path, body, FORM if body else {})
                response = connection.getresponse()
                response.read()
                if response.status != 200:
                    self.wrong[f"{method} {path}: {response.status}"] += 1
            except (OSError, HTTPException) as error:
                self.wrong[f"{type(error).__name__}"] += 1
                connection.close()
            self.took.append(time.monotonic() - began)
        connection.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("graph", type=Path, help="folder of a build")
    parser.add_argument("--clients", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    command = [sys.executable, "-c", "from tawthiq.cli import main; main()", "serve", str(options.graph)]
    began = time.monotonic()
    server = subprocess.Popen(
        [*command, "--port", "0", "--processes", str(options.processes)], stdout=subprocess.PIPE, text=True
    )
    assert server.stdout
    line = server.stdout.readline()
    found = re.search(r":(\d+)/", line)
    assert found, "the server did not start"
    print(f"{line.strip()} Started in {time.monotonic() - began:.1f} s.", flush=True)
    try:
        measure(int(found[1]), server.pid, options.clients, options.seconds)
    finally:
        server.terminate()
        server.wait(30)


def measure(port: int, process: int, number: int, seconds: float) -> None:
    requests: Requests = [
        *(("POST", "/sparql", urlencode({"query": query}).encode()) for query in QUERIES),
        *(("GET", f"/queries/{name}", None) for name in stored_queries()),
        ("GET", "/", None),
        ("GET", "/health", None),
    ]
    end = time.monotonic() + seconds
    clients = [Client(port, i, end, requests) for i in range(number)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    took = sorted(t for client in clients for t in client.took)
    wrong = sum((client.wrong for client in clients), Counter[str]())
    rate = len(took) / seconds
    print(f"{number} clients, {seconds:g} s: {len(took):,} answers, {rate:.0f} a second")
    print(
        "seconds: "
        + ", ".join(f"{p} % in {took[int(len(took) * p / 100) - 1]:.2f}" for p in (50, 95, 99, 100))
    )
    print(f"errors: {sum(wrong.values())} {json.dumps(dict(wrong.most_common(5))) if wrong else ''}")
    status = Path("/proc", str(process), "status")
    if status.exists():
        kilobytes = int(status.read_text().partition("VmHWM:")[2].split()[0])
        print(f"most memory of the server: {kilobytes // 1024} MB, without its query processes")


if __name__ == "__main__":
    main()
