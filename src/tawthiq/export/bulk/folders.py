"""A folder for a bulk loader: files of N-Quads, settings of the engine, and a README with its commands.

What each engine needs stands in ``engines`` beside this module, a folder for each.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pyoxigraph import Store

from tawthiq.errors import InputError, OutputError
from tawthiq.graph.namespaces import GRAPHS
from tawthiq.graph.statements import graph_names, statements

DATA, MANIFEST = "data", "manifest.json"
SIZE = 64_000_000
"""Bytes of N-Quads in a file, about: several files are loaded side by side."""

_ENGINES = Path(__file__).parent / "engines"
_TEMPLATE = ".j2"
_FILES = "tawthiq-*.nq.gz"


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    statements: int
    sha256: str


@cache
def bulk_engines() -> tuple[str, ...]:
    """The engines that a folder can be written for, sorted."""
    return tuple(sorted(path.name for path in _ENGINES.iterdir() if path.is_dir()))


def write(store: Store, engine: str, folder: Path, *, with_text: bool = False, size: int = SIZE) -> int:
    """Write the graphs of ``store`` into ``folder`` for the loader of ``engine``; returns the statements.

    The same graph gives the same bytes. What an earlier export wrote there is replaced, and a folder with
    anything else is left alone. Raises :class:`InputError` for an engine that there is none of and
    :class:`OutputError` for a folder that cannot be written.
    """
    if engine not in bulk_engines():
        raise InputError(
            f"«{engine}» is no engine with a bulk loader.",
            remedy=f"You can fix this by giving one of: {', '.join(bulk_engines())}.",
        )
    try:
        _claim(folder, engine)
        graphs = ["", *graph_names(store)]
        files = [
            _write_file(folder / DATA / f"tawthiq-{number:04}.nq.gz", data)
            for number, data in enumerate(_files(store, graphs, with_text, size), 1)
        ]
        _write_settings(folder, engine, files)
        _write_manifest(folder, engine, files, complete=True)
    except OSError as error:
        raise OutputError(
            f"{folder}: cannot be written ({error.strerror or error}).",
            remedy="You can fix this by giving a folder that you may write to.",
        ) from error
    return sum(file.statements for file in files)


def _claim(folder: Path, engine: str) -> None:
    """Make the folder, or take the files of an earlier export out of it."""
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MANIFEST).is_file():
        raise OutputError(
            f"{folder}: the folder holds files that are not Tawthiq's; nothing was written.",
            remedy="You can fix this by giving a new or empty folder.",
        )
    (folder / DATA).mkdir(parents=True, exist_ok=True)
    _write_manifest(folder, engine, [], complete=False)
    for path in (folder / DATA).glob(_FILES):
        path.unlink()


def _files(store: Store, graphs: list[str], with_text: bool, size: int) -> Iterator[list[bytes]]:
    """Lines of N-Quads for one file after the other."""
    lines: list[bytes] = []
    room = size
    for graph in graphs:
        end = b" <%b> .\n" % graph.encode() if graph else b" .\n"
        for statement in statements(store, graph, with_text=with_text):
            line = statement.removesuffix(b" .\n") + end
            if lines and room < len(line):
                yield lines
                lines, room = [], size
            lines.append(line)
            room -= len(line)
    if lines:
        yield lines


def _write_file(path: Path, lines: list[bytes]) -> _File:
    packed = gzip.compress(b"".join(lines), compresslevel=6, mtime=0)
    path.write_bytes(packed)
    return _File(f"{DATA}/{path.name}", len(lines), hashlib.sha256(packed).hexdigest())


def _write_settings(folder: Path, engine: str, files: list[_File]) -> None:
    environment = Environment(
        loader=FileSystemLoader(_ENGINES / engine),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,
    )
    for path in sorted((_ENGINES / engine).iterdir()):
        text = environment.get_template(path.name).render(
            files=files, statements=sum(file.statements for file in files), graphs=GRAPHS
        )
        (folder / path.name.removesuffix(_TEMPLATE)).write_text(text, "utf-8", newline="\n")


def _write_manifest(folder: Path, engine: str, files: list[_File], *, complete: bool) -> None:
    manifest = {"engine": engine, "complete": complete, "files": [asdict(file) for file in files]}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", "utf-8", newline="\n")
