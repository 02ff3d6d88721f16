"""Apache Jena 4.5, as Debian packages it (``libapache-jena-java`` and a Java runtime).

Debian's jars come without a launcher that finds them all, and Xerces inside ``jena-core`` looks for its
messages under another name than the jar has them. So the class path is put together here, with the messages
where they are looked for.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from engines.processes import REQUEST

JARS = Path("/usr/share/java")
_OWN = (
    *("arq", "base", "cmds", "core", "dboe-base", "dboe-index", "dboe-storage", "dboe-trans-data"),
    *("dboe-transaction", "iri", "rdfconnection", "shacl", "shex", "tdb", "tdb2"),
)
_OTHERS = (
    *("commons-cli", "commons-codec", "commons-compress", "commons-csv", "commons-io", "commons-lang3"),
    *("dexx.collection", "gson", "guava", "httpclient", "httpclient-cache", "httpcore"),
    *("jackson-annotations", "jackson-core", "jackson-databind", "jakarta.json-api", "jcl-over-slf4j"),
    *("jsonld-java", "protobuf", "slf4j-api", "slf4j-nop", "thrift", "titanium-json-ld"),
)
_MESSAGES, _WANTED = "org/apache/jena/ext/xerces/", "xerces/"
# Titanium, which reads JSON-LD 1.1 for Jena, lacks its JSON parser in Debian.
_SYNTAX = {".jsonld": "jsonld10"}


def available() -> bool:
    return bool(shutil.which("java") and (JARS / "jena-cmds.jar").is_file())


@dataclass(frozen=True, slots=True)
class Jena:
    """The commands of Jena, and a TDB2 database in :attr:`folder`."""

    folder: Path
    class_path: str

    def count(self, path: Path) -> int:
        """The number of statements that ``riot`` reads from a file, with all its checks."""
        syntax = [f"--syntax={_SYNTAX[path.suffix]}"] if path.suffix in _SYNTAX else []
        told = self._run("riotcmd.riot", *syntax, "--count", path).stderr
        return int(told.rpartition("=")[2].replace(",", ""))

    def load(self, *paths: Path) -> None:
        """Load files into the database."""
        self._run("tdb2.tdbloader", "--loc", self.folder / "tdb2", *paths)

    def select(self, query: str, *, union: bool = False) -> bytes:
        """The answer of the database over its default graph, or over all its named graphs as one."""
        path = self.folder / "query.rq"
        path.write_text(query, "utf-8")
        over = ["--set", "tdb2:unionDefaultGraph=true"] if union else []
        where: tuple[str | Path, ...] = ("--loc", self.folder / "tdb2", *over)
        return self._run("tdb2.tdbquery", *where, "--results", "JSON", "--query", path).stdout.encode()

    def validate(self, shapes: Path, data: Path) -> str:
        """The report of the shapes' validation, in Turtle."""
        return self._run("shacl.shacl_validate", "--shapes", shapes, "--data", data).stdout

    def _run(self, class_: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run one of Jena's commands. Raises ``RuntimeError`` for an error."""
        java = ("java", "-Xmx3g", "-XX:TieredStopAtLevel=1", "-Dfile.encoding=UTF-8", "-cp", self.class_path)
        command = [*java, class_, *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=REQUEST)
        if done.returncode or "ERROR" in done.stderr:
            raise RuntimeError(done.stdout[-2000:] + done.stderr[-2000:])
        return done


@contextmanager
def jena() -> Iterator[Jena]:
    """Jena with an empty database in a temporary folder."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        jars = [str(JARS / f"{jar}.jar") for jar in (*(f"jena-{name}" for name in _OWN), *_OTHERS)]
        yield Jena(folder, ":".join([*jars, str(_messages(folder / "messages.jar"))]))


def _messages(path: Path) -> Path:
    with zipfile.ZipFile(JARS / "jena-core.jar") as jar, zipfile.ZipFile(path, "w") as out:
        for name in jar.namelist():
            if name.startswith(_MESSAGES) and name.endswith(".properties"):
                out.writestr(_WANTED + name.removeprefix(_MESSAGES), jar.read(name))
    return path
