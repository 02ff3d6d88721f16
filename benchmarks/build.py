"""How fast `tawthiq build` is, against a bare pass of lemmatisation over the same text.

    python benchmarks/build.py PATH... [--documents N] [--workers 1 2]

Seconds depend on the machine and on what else it does; the ratio to the lemmatisation, which is measured
in the same run, much less.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

from simplemma import lemmatize

from tawthiq import pipeline
from tawthiq.language import detect_language
from tawthiq.model import Document
from tawthiq.read import read_documents
from tawthiq.text_table import table

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Measured:
    """What was done, the articles read in it, and how long each stage took."""

    name: str
    seconds: float
    stages: dict[str, float]


class Stopwatch:
    """A progress that measures the stages."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._name = ""
        self._since = 0.0

    def stage(self, name: str) -> None:
        now = time.perf_counter()
        if self._name:
            self.seconds[self._name] = now - self._since
        self._name, self._since = name, now

    def expect(self, documents: int | None) -> None: ...

    def document(self, read: int, skipped: int) -> None: ...

    def error(self, error: Exception) -> None:
        print(f"Error: {error}", file=sys.stderr)


def lemmatised(documents: Sequence[Document]) -> Measured:
    """The peer: each word of each article looked up in simplemma's dictionary, nothing else."""
    for language in {detect_language(d.text) for d in documents}:
        lemmatize("a", lang=language)  # loading the dictionary is not what is measured
    started = time.perf_counter()
    for document in documents:
        language = detect_language(document.text)
        for word in _WORD.findall(document.text):
            lemmatize(word, lang=language)
    return Measured("lemmatisation", time.perf_counter() - started, {})


def built(path: Path, workers: int) -> Measured:
    """One build into a new folder, all stages and files, start-up of the processes included."""
    watch = Stopwatch()
    with tempfile.TemporaryDirectory() as out:
        started = time.perf_counter()
        pipeline.build([str(path)], Path(out) / "out", pipeline.Options(workers=workers), watch)
        watch.stage("end")
        return Measured(f"build, workers: {workers}", time.perf_counter() - started, watch.seconds)


def report(documents: Sequence[Document], runs: Sequence[Measured]) -> str:
    megabytes = sum(len(d.text.encode()) for d in documents) / 1e6
    peer = runs[0].seconds
    rows = [
        (
            run.name,
            f"{len(documents) / run.seconds:.1f}",
            f"{megabytes / run.seconds:.3f}",
            f"{run.seconds / peer:.1f}",
            ", ".join(f"{name} {seconds:.1f}" for name, seconds in run.stages.items()),
        )
        for run in runs
    ]
    head = ("what", "articles/s", "MB/s", "time, lemmatisation = 1", "seconds by stage")
    return f"{len(documents)} articles, {megabytes:.2f} MB\n\n{table(head, rows, right=(1, 2, 3))}"


def _as_json(document: Document) -> str:
    row = asdict(document) | {"published": document.published and document.published.isoformat()}
    return json.dumps({name: value for name, value in row.items() if value is not None}, ensure_ascii=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("paths", nargs="+", metavar="PATH", help="articles, as `tawthiq build` takes them")
    parser.add_argument("--documents", type=int, default=200, metavar="N", help="only the first N articles")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2], metavar="N", help="numbers to try")
    options = parser.parse_args()
    documents = list(islice(read_documents(options.paths), options.documents))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.jsonl"
        path.write_text("".join(_as_json(d) + "\n" for d in documents), "utf-8")
        runs = [lemmatised(documents), *(built(path, workers) for workers in options.workers)]
    print(report(documents, runs))


if __name__ == "__main__":
    main()
