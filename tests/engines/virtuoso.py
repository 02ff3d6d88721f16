"""Virtuoso 7, as Debian packages it (``virtuoso-opensource-7``)."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from engines.processes import REQUEST, free_port, listens, opened, running, select

SERVER, CLIENT = "virtuoso-t", "isql-vt"
MOST = 10_000_000
"""Bytes that one request may carry; of a larger one it breaks off the connection."""
_SETTINGS = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
ServerThreads = 10
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
DirsAllowed = {allowed}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = 10000000
"""
# Bulk loading writes without a log, so what is loaded is lost unless a checkpoint follows.
_BULK = "ld_dir('{folder}', '{files}', '{graph}'); rdf_loader_run(); checkpoint;"
_FAILED = "SELECT ll_file, ll_error FROM DB.DBA.load_list WHERE ll_error IS NOT NULL OR ll_state <> 2;"


def available() -> bool:
    return bool(shutil.which(SERVER) and shutil.which(CLIENT))


@dataclass(frozen=True, slots=True)
class Virtuoso:
    """A server that runs. ``graphs_url`` takes the Graph Store Protocol with digest authentication."""

    folder: Path
    url: str
    sql_port: int
    user: str = "dba"
    password: str = "dba"

    @property
    def sparql_url(self) -> str:
        return f"{self.url}/sparql"

    @property
    def graphs_url(self) -> str:
        return f"{self.url}/sparql-graph-crud-auth"

    def select(self, query: str, graph: str | None = None) -> bytes:
        """The answer over one graph, or over all graphs of the server."""
        return select(self.sparql_url, query, **({"default-graph-uri": graph} if graph else {}))

    def put(self, data: bytes, graph: str, type_: str = "text/turtle") -> None:
        """Replace a graph by the Graph Store Protocol."""
        passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        passwords.add_password(None, self.url, self.user, self.password)
        opener = urllib.request.build_opener(urllib.request.HTTPDigestAuthHandler(passwords))
        url = f"{self.graphs_url}?{urllib.parse.urlencode({'graph': graph})}"
        opened(opener, urllib.request.Request(url, data, {"Content-Type": type_}, method="PUT"))

    def bulk_load(self, path: Path, graph: str) -> None:
        """Load a file from a folder below :attr:`folder` with ``ld_dir``; quads keep their graphs."""
        self.sql(_BULK.format(folder=path.parent, files=path.name, graph=graph))
        failed = self.sql(_FAILED)
        if "\n0 Rows." not in failed:
            raise RuntimeError(failed)

    def sql(self, statements: str) -> str:
        """Run statements with ``isql-vt`` and return what it prints."""
        command = [CLIENT, f"127.0.0.1:{self.sql_port}", self.user, self.password, f"exec={statements}"]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=REQUEST)
        if done.returncode or "*** Error" in done.stdout + done.stderr:
            raise RuntimeError(done.stdout + done.stderr)
        return done.stdout


@contextmanager
def virtuoso(megabytes: int = 256) -> Iterator[Virtuoso]:
    """A new server in a temporary folder, with so many megabytes of buffers of 8 KB."""
    buffers = megabytes * 128
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sql, http = free_port(), free_port()
        settings = _SETTINGS.format(
            sql=sql, http=http, buffers=buffers, dirty=buffers * 3 // 4, allowed=folder
        )
        (folder / "virtuoso.ini").write_text(settings, "utf-8")

        def ready() -> None:
            listens(sql)
            listens(http)

        with running([SERVER, "-f", "-c", "virtuoso.ini"], folder, ready):
            yield Virtuoso(folder, f"http://127.0.0.1:{http}", sql)
