"""What was loaded into which endpoint: a journal in the output folder, one for each endpoint.

The state is a function of the lines of the journal: a graph is what its last line says, ``begun`` (what
the endpoint holds of it is not known), loaded (with the digest of what was sent) or ``gone``.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import urlsplit

from tawthiq.errors import InputError, OutputError

FOLDER = "loads"


class LoadState:
    """The journal of one endpoint. ``loaded`` gives digests by graph, ``unfinished`` graphs that were begun.

    Each method that changes it writes a line at once. Raises :class:`OutputError` where that fails.
    """

    def __init__(self, path: Path, endpoint: str) -> None:
        self.path = path
        self.loaded: dict[str, str] = {}
        self.unfinished: set[str] = set()
        self._endpoint = endpoint
        self._out: TextIO | None = None

    @classmethod
    def open(cls, out: Path, endpoint: str) -> LoadState:
        """The state of the address ``endpoint``, kept in the folder of a build.

        Raises :class:`InputError` for a journal that cannot be read.
        """
        state = cls(out / FOLDER / f"{_file_name(endpoint)}.jsonl", endpoint)
        state._read()
        return state

    def __bool__(self) -> bool:
        return bool(self.loaded or self.unfinished)

    def doubt(self) -> None:
        """What the endpoint holds of all graphs that were loaded is no longer known."""
        self.unfinished |= self.loaded.keys()
        self.loaded = {}
        self._tidy()

    def begin(self, graph: str) -> None:
        """What the endpoint holds of a graph is about to change."""
        self.loaded.pop(graph, None)
        self.unfinished.add(graph)
        self._write({"graph": graph, "is": "begun"})

    def done(self, graph: str, digest: str) -> None:
        """The endpoint holds all of a graph."""
        self.unfinished.discard(graph)
        self.loaded[graph] = digest
        self._write({"graph": graph, "is": "loaded", "digest": digest})

    def gone(self, graph: str) -> None:
        """The endpoint holds nothing of a graph any more."""
        self.unfinished.discard(graph)
        self.loaded.pop(graph, None)
        self._write({"graph": graph, "is": "gone"})

    def close(self) -> None:
        if self._out:
            self._out.close()
            self._out = None

    def _read(self) -> None:
        try:
            lines = self.path.read_text("utf-8").splitlines()
        except FileNotFoundError:
            return
        except (OSError, UnicodeDecodeError) as error:
            raise self._unreadable(str(error)) from error
        for number, line in enumerate(lines, 1):
            try:
                self._take(json.loads(line))
            except (ValueError, KeyError, TypeError) as error:
                if number == len(lines):
                    break  # the line was being written when the program was killed; what it said is redone
                raise self._unreadable(f"line {number}") from error

    def _take(self, entry: dict[str, Any]) -> None:
        if "graph" not in entry:
            return
        graph, kind = entry["graph"], entry["is"]
        self.loaded.pop(graph, None)
        self.unfinished.discard(graph)
        if kind == "loaded":
            self.loaded[graph] = entry["digest"]
        elif kind == "begun":
            self.unfinished.add(graph)

    def _write(self, entry: dict[str, str]) -> None:
        try:
            if self._out is None:
                self._tidy()
                self._out = self.path.open("a", encoding="utf-8", newline="\n")
            self._out.write(json.dumps(entry, ensure_ascii=False) + "\n")
            self._out.flush()
        except OSError as error:
            raise self._unwritable(error) from error

    def _tidy(self) -> None:
        """Write the journal anew with a line for each graph, under another name and then in its place."""
        self.close()
        entries: list[dict[str, str]] = [{"endpoint": self._endpoint}]
        entries += [{"graph": g, "is": "loaded", "digest": d} for g, d in sorted(self.loaded.items())]
        entries += [{"graph": g, "is": "begun"} for g in sorted(self.unfinished)]
        part = self.path.with_name(f".part-{self.path.name}")
        try:
            self.path.parent.mkdir(exist_ok=True)
            part.write_text("".join(json.dumps(e, ensure_ascii=False) + "\n" for e in entries), "utf-8")
            os.replace(part, self.path)
        except OSError as error:
            raise self._unwritable(error) from error

    def _unreadable(self, why: str) -> InputError:
        return InputError(
            f"{self.path}: the list of what was loaded cannot be read ({why}).",
            remedy="You can fix this by removing the file and loading with --replace.",
        )

    def _unwritable(self, error: OSError) -> OutputError:
        return OutputError(
            f"{self.path}: cannot be written ({error.strerror or error}).",
            remedy="You can fix this by making room or by giving yourself the right to write there; "
            "the same command then goes on where it stopped.",
        )


def _file_name(endpoint: str) -> str:
    """
    >>> _file_name("http://localhost:3030/news/query")
    'localhost-3030-news-query-694f3943'
    """
    parts = urlsplit(endpoint)
    slug = re.sub(r"[^A-Za-z0-9.]+", "-", parts.netloc + parts.path).strip("-.")[:60]
    return f"{slug}-{hashlib.sha256(endpoint.encode()).hexdigest()[:8]}"
