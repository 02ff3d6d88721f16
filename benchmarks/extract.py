"""How fast articles become reports on one core, against a naive spaCy pipeline with the same words.

    python benchmarks/extract.py FILE.jsonl [--documents N]

Measured are the sentences that go through language, extract and resolve in a second of processor time,
start-up apart; the start-up itself, with what is kept from an earlier start; and the peak memory. The
peer, if spaCy is installed (`pip install spacy`; it is no part of Tawthiq), cuts sentences and looks up the
forms of all triggers and the names of all actors and places: no grammar, no roles, no facts. Each runs in a
process of its own, on the same articles. Seconds depend on the machine, the ratio much less.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import islice
from multiprocessing import get_context
from typing import Any

from tawthiq.extract import extract
from tawthiq.fold import fold
from tawthiq.knowledge import Knowledge
from tawthiq.language import analyse, detect_language
from tawthiq.model import Document
from tawthiq.read import read_documents
from tawthiq.reading import few_collections
from tawthiq.resolve import resolve
from tawthiq.text_table import table

WARM = 20
"""Articles that are read before the clock starts, for imports and tables that are opened on first use."""
STARTS = 3
_START = """
from tawthiq.knowledge import Knowledge
from tawthiq.model import Document
from tawthiq.reading import read_document
read_document(Document("d", "قصف الجيش قاعدة قرب دمشق.", language="ar"), Knowledge.load())
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of processor time for some articles, their sentences, and the peak memory in bytes."""

    name: str
    seconds: float
    articles: int
    sentences: int
    megabytes: float
    memory: int
    facts: int = 0
    stages: dict[str, float] = field(default_factory=dict)


def tawthiq(documents: Sequence[Document]) -> Measured:
    """Text → sentences → reports → resolved reports."""
    knowledge = Knowledge.load()
    with few_collections():  # as a build reads
        return _tawthiq(documents, knowledge)


def _tawthiq(documents: Sequence[Document], knowledge: Knowledge) -> Measured:
    seconds = dict.fromkeys(("language", "extract", "resolve"), 0.0)
    sentences = facts = 0
    for at, document in enumerate([*documents[:WARM], *documents]):
        clock = [time.process_time()]
        found = analyse(document, knowledge)
        clock.append(time.process_time())
        extraction = extract(document, found, knowledge)
        clock.append(time.process_time())
        resolved = resolve(extraction, found, knowledge)
        clock.append(time.process_time())
        if at >= min(WARM, len(documents)):
            for name, begin, end in zip(seconds, clock, clock[1:], strict=False):
                seconds[name] += end - begin
            sentences += len(found)
            facts += len(resolved.reports) + len(resolved.relations)
    return _measured("tawthiq", sum(seconds.values()), documents, sentences, facts, seconds)


def spacy_ruler(documents: Sequence[Document]) -> Measured:
    """Sentences, with the triggers and names in them, by spaCy's sentencizer and entity ruler."""
    knowledge = Knowledge.load()
    languages = {d.language for d in documents if d.language}
    pipelines = {language: _pipeline(knowledge, language) for language in sorted(languages)}
    texts = [(fold(d.text), d.language or "ar") for d in documents]
    for text, language in texts[:WARM]:
        pipelines[language](text)
    sentences = facts = 0
    started = time.process_time()
    for text, language in texts:
        read = pipelines[language](text)
        sentences += sum(1 for _ in read.sents)
        facts += len(read.ents)
    return _measured(
        "spaCy, sentencizer and entity ruler", time.process_time() - started, documents, sentences, facts
    )


def _pipeline(knowledge: Knowledge, language: str) -> Callable[[str], Any]:
    import spacy

    pipeline = spacy.blank(language)
    pipeline.max_length = 10_000_000
    pipeline.add_pipe("sentencizer")
    ruler = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": label, "pattern": text} for text, label in _words(knowledge, language)])
    return pipeline


def _words(knowledge: Knowledge, language: str) -> Iterator[tuple[str, str]]:
    """Folded texts of the triggers' forms and of the names, each with its type."""
    lexicon = knowledge.lexicon(language)
    found: dict[str, str] = {}
    for word in lexicon.state()[-1]:
        for form in lexicon.forms(word):
            if form.entry.kind == "triggers":
                found.setdefault(" ".join((word, *form.tail)), form.entry.get("type"))
    for entity in knowledge.gazetteer.entities.values():
        names = [*entity.labels.items(), *((code, text) for text, code in entity.aliases)]
        found.update((fold(text), entity.type) for code, text in names if code == language)
    return iter(found.items())


def _measured(
    name: str,
    seconds: float,
    documents: Sequence[Document],
    sentences: int,
    facts: int,
    stages: dict[str, float] | None = None,
) -> Measured:
    unit = 1 if sys.platform == "darwin" else 1024
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    megabytes = sum(len(d.text.encode()) for d in documents) / 1e6
    return Measured(name, seconds, len(documents), sentences, megabytes, memory, facts, stages or {})


def alone(measure: Callable[[Sequence[Document]], Measured], documents: Sequence[Document]) -> Measured:
    """The measurement in a process of its own, on one core where the system can be told so."""
    with ProcessPoolExecutor(1, get_context("spawn"), initializer=_on_one_core) as pool:
        return pool.submit(measure, documents).result()


def _on_one_core() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def start_up() -> float:
    """The least seconds from a new process to the first sentence read; the first start fills the cache."""
    seconds = []
    for _ in range(STARTS + 1):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", _START], check=True)
        seconds.append(time.perf_counter() - started)
    return min(seconds[1:])


def report(runs: Sequence[Measured], started: float) -> str:
    ours, *peers = runs
    rows = [
        (
            run.name,
            f"{run.sentences / run.seconds:.0f}",
            f"{run.articles / run.seconds:.1f}",
            f"{run.megabytes / run.seconds:.3f}",
            f"{run.seconds:.1f}",
            f"{run.memory / 1e6:.0f}",
            f"{run.facts:,}",
        )
        for run in runs
    ]
    head = ("what", "sentences/s", "articles/s", "MB/s", "CPU seconds", "peak MB", "facts or words found")
    stages = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in ours.stages.items())
    lines = [
        f"{ours.articles} articles, {ours.sentences:,} sentences, {ours.megabytes:.2f} MB\n",
        table(head, rows, right=tuple(range(1, len(head)))),
        f"\nTawthiq's stages: {stages}",
        f"Start-up with a warm cache: {started:.2f} s",
    ]
    lines += [f"Time, {peer.name} = 1: {ours.seconds / peer.seconds:.1f}" for peer in peers]
    if not peers:
        lines.append("spaCy is not installed; `pip install spacy` adds it to the comparison.")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("file", metavar="FILE", help="articles, one JSON object a line")
    parser.add_argument("--documents", type=int, metavar="N", help="only the first N articles")
    options = parser.parse_args()
    read = islice(read_documents([options.file]), options.documents)
    documents = [replace(d, language=d.language or detect_language(d.text)) for d in read]
    measures = [tawthiq]
    if importlib.util.find_spec("spacy"):
        measures.append(spacy_ruler)
    started = start_up()
    print(report([alone(measure, documents) for measure in measures], started))


if __name__ == "__main__":
    main()
