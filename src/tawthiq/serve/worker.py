"""A query process: it opens the copy of the graph, and does one job after another until it is ended."""

from __future__ import annotations

import os
import signal
import traceback
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Protocol

from pyoxigraph import Store

from tawthiq.errors import TawthiqError
from tawthiq.query.names import Names
from tawthiq.serve.limits import Limits, address_space, close_network, limit_memory, limit_processor

INLINE = 1 << 18
"""Bytes of an answer that go through the pipe; a longer one goes into a file."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of a job: a body of a media type, short (``body``) or in a file; ``value`` for pages.

    ``retire`` tells that the process has grown, and that another one should take its place. ``fault`` is the
    traceback of an error that should not be.
    """

    status: int = 200
    media: str = "text/plain; charset=utf-8"
    body: bytes = b""
    file: Path | None = None
    value: Any = None
    retire: bool = False
    fault: str = ""


class TooLong(Exception):
    """An answer passes its bound."""


class Sink:
    """Where the bytes of an answer go: into memory, and from ``INLINE`` bytes on into a file."""

    def __init__(self, file: Path, most: int) -> None:
        self.file = file
        self.size = 0
        self.passed = False
        self.most = most
        self._parts: list[bytes] = []
        self._out: Any = None

    def write(self, data: bytes) -> int:
        self.size += len(data)
        if self.size > self.most:
            self.passed = True  # Oxigraph may wrap the exception
            raise TooLong
        if self._out is None and self.size > INLINE:
            self._out = self.file.open("wb")
            self._out.write(b"".join(self._parts))
            self._parts = []
        if self._out is not None:
            self._out.write(data)
        else:
            self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        if self._out is not None:
            self._out.flush()

    def reply(self, media: str) -> Reply:
        """The whole answer."""
        if self._out is None:
            return Reply(media=media, body=b"".join(self._parts))
        self._out.close()
        return Reply(media=media, file=self.file)


@dataclass(slots=True)
class Desk:
    """What a job works with. ``sink`` takes the bytes of a long answer."""

    store: Store
    names: Names
    sink: Sink


class Job(Protocol):
    """Something to be done in a query process; it is pickled on its way there.

    One that is ``lasting`` gives the same whenever it is done, for the copy that is served does not change.
    """

    @property
    def lasting(self) -> bool: ...

    def run(self, desk: Desk) -> Reply:
        """Do it. :class:`TawthiqError` becomes a 400 with its text."""


def work(pipe: Connection, folder: Path, limits: Limits) -> None:
    """The life of a query process: jobs come through ``pipe`` with the file for a long answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends its processes
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 2)  # that memory ran out is told by the server, in its own words
    store = Store.read_only(str(folder))
    closed = close_network()
    start = address_space()
    bound = limit_memory(limits.memory)
    names = Names(store)
    pipe.send(closed)
    while True:
        try:
            job, file = pipe.recv()
        except (EOFError, OSError):
            return
        limit_processor(limits.seconds)
        reply = _done(job, Desk(store, names, Sink(file, limits.answer)))
        grown = bool(bound) and address_space() - start > (bound - start) // 2
        pipe.send(_retiring(reply) if grown or reply.status == 503 else reply)


def _done(job: Job, desk: Desk) -> Reply:
    try:
        return job.run(desk)
    except TawthiqError as error:
        return Reply(400, body=str(error).encode())
    except PermissionError:
        return Reply(400, body=b"The query asks another server, and Tawthiq works offline.")
    except MemoryError:
        return Reply(503, body=b"The query needs more memory than a query may take.")
    except Exception:
        if desk.sink.passed:
            most = f"The answer is longer than {desk.sink.most:,} bytes, which an answer may not be."
            return Reply(503, body=f"{most} You can fix this by asking for less, with LIMIT.".encode())
        return Reply(500, body=b"The server has a fault; it wrote down which.", fault=traceback.format_exc())


def _retiring(reply: Reply) -> Reply:
    return Reply(reply.status, reply.media, reply.body, reply.file, reply.value, True, reply.fault)
