"""Starting an engine and ending it, ports that are free, and questions over HTTP."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

START, REQUEST = 180, 600
"""Seconds that an engine may take to start, and to answer one request."""
JSON = "application/sparql-results+json"


def program(name: str) -> str | None:
    """Where a program is: in the environment of this interpreter, or else on the path."""
    return shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)


def cache() -> Path:
    """The folder in which engines from npm are kept; ``TAWTHIQ_ENGINES`` gives another one."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(os.environ.get("TAWTHIQ_ENGINES") or Path(home) / "tawthiq-engines")


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


@contextmanager
def running(command: Sequence[str | Path], folder: Path, ready: Callable[[], object]) -> Iterator[None]:
    """Run a server in ``folder`` until the block ends. ``ready`` raises ``OSError`` while it is not up."""
    log = folder / "server.log"
    with log.open("wb") as out:
        server = subprocess.Popen(list(map(str, command)), cwd=folder, stdout=out, stderr=out)
    try:
        _wait(server, ready, log)
        yield
    finally:
        server.terminate()
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait(server: subprocess.Popen[bytes], ready: Callable[[], object], log: Path) -> None:
    until = time.monotonic() + START
    while True:
        try:
            ready()
            return
        except OSError as error:
            if server.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"{server.args!r}: {log.read_text('utf-8', 'replace')[-2000:]}") from error
            time.sleep(0.2)


def listens(port: int) -> None:
    """Raise ``OSError`` if nobody listens on this port of the loopback."""
    socket.create_connection(("127.0.0.1", port), 1).close()


def select(url: str, query: str, **parameters: str) -> bytes:
    """The answer of a SPARQL endpoint to a query, in the SPARQL JSON format."""
    form = urllib.parse.urlencode({"query": query, **parameters}).encode()
    request = urllib.request.Request(url, form, {"Accept": JSON})
    return opened(urllib.request.build_opener(), request)


def opened(opener: urllib.request.OpenerDirector, request: urllib.request.Request) -> bytes:
    """The body of a response. Raises ``RuntimeError`` with what the server says of a failure."""
    try:
        with opener.open(request, timeout=REQUEST) as response:
            body: bytes = response.read()
            return body
    except urllib.error.HTTPError as error:
        raise RuntimeError(f"{error.code}: {error.read()[:2000].decode(errors='replace')}") from error
