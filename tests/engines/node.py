"""Comunica and N3.js under Node.js, from npm; ``node/package-lock.json`` pins them."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from engines.processes import REQUEST, cache, program

_SOURCE = Path(__file__).parent / "node"
_PINNED = ("package.json", "package-lock.json")


def folder() -> Path:
    """Where the packages of this very ``package-lock.json`` are kept."""
    pinned = hashlib.sha256(b"".join((_SOURCE / name).read_bytes() for name in _PINNED))
    return cache() / f"node-{pinned.hexdigest()[:12]}"


def available() -> bool:
    return program("node") is not None and folder().is_dir()


def install() -> None:
    """Fetch the pinned packages from npm, unless they are there. Raises ``OSError`` if that fails."""
    if folder().is_dir():
        return
    npm = program("npm")
    if npm is None:
        raise OSError("there is no npm")
    folder().parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder().parent) as name:
        for file in _PINNED:
            shutil.copy(_SOURCE / file, name)
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        path = os.pathsep.join([str(Path(npm).parent), os.environ.get("PATH", "")])
        done = subprocess.run(command, cwd=name, env=os.environ | {"PATH": path}, timeout=REQUEST)
        if done.returncode:
            raise OSError(f"npm ended with {done.returncode}")
        os.rename(name, folder())
        Path(name).mkdir()  # for the temporary folder to remove


def count(path: Path) -> int:
    """The number of statements that N3.js reads, or Comunica's parsers of RDF/XML and JSON-LD."""
    return int(_run("count.js", [path]))


def select(path: Path, queries: Sequence[str]) -> list[bytes]:
    """Comunica's answers over a Turtle or N-Quads file, in the SPARQL JSON format."""
    with tempfile.TemporaryDirectory() as name:
        files = [Path(name) / f"{number}.rq" for number in range(len(queries))]
        for file, query in zip(files, queries, strict=True):
            file.write_text(query, "utf-8")
        return [line.encode() for line in _run("query.js", [path, *files]).splitlines()]


def _run(script: str, arguments: Sequence[Path]) -> str:
    for file in ("count.js", "query.js"):
        shutil.copy(_SOURCE / file, folder())  # modules are looked for beside the script
    command = [program("node") or "node", "--max-old-space-size=4096", folder() / script, *arguments]
    # Of a group of its own, for what PyPI has as node starts another one, which would go on alone.
    process = subprocess.Popen(
        list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        start_new_session=True,
    )  # fmt: skip
    try:
        told, problem = process.communicate(timeout=REQUEST)
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise
    if process.returncode:
        raise RuntimeError(problem[-2000:])
    return told


if __name__ == "__main__":
    try:
        install()
    except OSError as problem:
        sys.exit(f"Comunica and N3.js could not be installed: {problem}")
