"""Serving a graph: the copy, the socket, the server, and tidying up."""

from __future__ import annotations

import ipaddress
import os
import signal
import socket
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import uvicorn
from pyoxigraph import Store

from tawthiq.errors import OutputError
from tawthiq.graph.namespaces import Namespace
from tawthiq.serve.app import Served, application
from tawthiq.serve.limits import Limits
from tawthiq.serve.pool import Pool
from tawthiq.serve.snapshot import Original, served_copy

LOOPBACK, ANY = "127.0.0.1", "0.0.0.0"
_LINE = 1 << 16  # bytes of a request's head, its address among them
_CONNECTIONS = 2000
_BACKLOG = 2000


def usual_processes() -> int:
    """One query process a processor, from 2 to 8."""
    return min(max(os.cpu_count() or 1, 2), 8)


@dataclass(frozen=True, slots=True)
class Settings:
    """How a graph is served. ``processes`` is the number of queries that run at once."""

    host: str = LOOPBACK
    port: int = 8000
    language: str = "ar"
    processes: int = field(default_factory=usual_processes)
    limits: Limits = field(default_factory=Limits)
    origins: tuple[str, ...] = ("*",)
    with_text: bool = False


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a server at ``host``.

    >>> is_loopback("localhost"), is_loopback("::1"), is_loopback("0.0.0.0"), is_loopback("example.org")
    (True, True, False, False)
    """
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def serve(graph: Path, settings: Settings, started: Callable[[str, int], None]) -> None:
    """Serve ``graph`` until the process is told to stop.

    ``started`` is called with the address and the number of triples when requests are taken.
    Raises :class:`InputError` for a path without a graph, :class:`StoreError` for a store that cannot be
    read, :class:`OutputError` if the port or the folder for temporary files cannot be used.
    """
    signal.signal(signal.SIGTERM, _end)
    with ExitStack() as stack:
        listener = stack.enter_context(_socket(settings.host, settings.port))
        folder = Path(stack.enter_context(_folder()))
        original = Original(graph)
        copy, triples = stack.enter_context(served_copy(graph, folder, with_text=settings.with_text))
        base = Namespace.of(Store.read_only(str(copy))).base
        served = Served(graph, base, triples, settings.language, settings.origins, original)
        answers = folder / "answers"
        answers.mkdir()
        pool = Pool(copy, answers, settings.processes, settings.limits)
        app = application(served, pool, lambda: started(_address(listener), triples))
        config = uvicorn.Config(
            app, http="h11", ws="none", log_level="error", access_log=False, server_header=False,
            date_header=True, h11_max_incomplete_event_size=_LINE, limit_concurrency=_CONNECTIONS,
            backlog=_BACKLOG,
            timeout_graceful_shutdown=3,
        )  # fmt: skip
        uvicorn.Server(config).run([listener])


def _end(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
    """End in order: uvicorn lets itself be stopped and then raises the signal anew."""
    raise SystemExit(0)


def _folder() -> tempfile.TemporaryDirectory[str]:
    try:
        return tempfile.TemporaryDirectory(prefix="tawthiq-serve-", ignore_cleanup_errors=True)
    except OSError as error:
        raise OutputError(
            f"{tempfile.gettempdir()}: no copy of the graph can be kept here ({error.strerror or error}).",
            remedy="You can fix this by making room, or by naming another folder in TMPDIR.",
        ) from error


def _socket(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(_BACKLOG)  # who comes before the server is ready waits instead of being turned away
    except OSError as error:
        listener.close()
        raise OutputError(
            f"{host}:{port} cannot be listened at ({error.strerror or error}).",
            remedy="You can fix this by giving another --port, or 0 for any that is free.",
        ) from error
    return listener


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"
