"""A network that swallows: it takes every connection, writes down what is asked, and never answers.

A browser that is given it as its proxy asks it for everything, whatever the host. A page that only has its
requests refused could still have sent something out; here whatever leaves the browser is on record.
"""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

#: Browsers call their makers, whatever they are told; what a page asks there, its requests show.
_MAKERS = (
    *(".google.com", ".googleapis.com", ".gvt1.com"),
    *(".mozilla.com", ".mozilla.org", ".mozilla.net", ".firefox.com"),
)  # fmt: skip
_HOST = re.compile(r"[A-Z]+ (?:https?://)?([^/: ]*)")


@dataclass
class Sink:
    port: int
    asked: list[str] = field(default_factory=list)

    @property
    def proxy(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def swallowing() -> Iterator[Sink]:
    server = socket.create_server(("127.0.0.1", 0))
    found = Sink(server.getsockname()[1])
    held: list[socket.socket] = []

    def take(connection: socket.socket) -> None:
        with suppress(OSError):
            line = connection.recv(4096).split(b"\r\n")[0].decode("latin-1")
            host = _HOST.match(line)
            if host is None or not host[1].endswith(_MAKERS):
                found.asked.append(line)

    def listen() -> None:
        with suppress(OSError):
            while True:
                connection, _ = server.accept()
                held.append(connection)
                threading.Thread(target=take, args=(connection,), daemon=True).start()

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    try:
        yield found
    finally:
        # Closing alone does not wake a thread that waits in accept().
        with suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)
        server.close()
        for connection in held:
            connection.close()
        listener.join(5)
