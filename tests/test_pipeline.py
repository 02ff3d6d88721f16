"""A build goes on where it stopped, loses nothing silently, and writes whole files into its own folder."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest
from pyoxigraph import Literal, QuerySolutions

import tawthiq.extract
from tawthiq import __version__, folder, pipeline, reading
from tawthiq.errors import InputError, OutputError, StoreError, TawthiqError
from tawthiq.graph.namespaces import Namespace
from tawthiq.graph.parcels import Parcel
from tawthiq.graph.runs import Run
from tawthiq.knowledge import Knowledge
from tawthiq.model import Document, Extraction, Sentence
from tawthiq.query import StoredQuery, ask
from tawthiq.store import open_graph

pytestmark = [pytest.mark.usefixtures("knowledge_loaded_once"), pytest.mark.xdist_group("examples")]

ARTICLES = [
    {"id": "one", "text": "قصفت قوات النظام مدينة إدلب بالمدفعية يوم الإثنين.", "published": "2020-02-04"},
    {"id": "two", "text": "أطلق مسلحون صواريخ على مطار حلب، ما أدى إلى مقتل ثلاثة جنود.", "language": "ar"},
    {"id": "three", "text": "لا حدث هنا غير الطقس الجميل."},
]


def article_file(path: Path, articles: Sequence[dict[str, str]] = ARTICLES) -> str:
    path.write_text("".join(json.dumps(a, ensure_ascii=False) + "\n" for a in articles), "utf-8")
    return str(path)


def contents(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in folder.FILES}


def count(out: Path, pattern: str) -> int:
    query = StoredQuery("", {}, (), f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ {pattern} }}")
    results = ask(open_graph(out), query).results
    assert isinstance(results, QuerySolutions)
    (row,) = results
    number = row["n"]
    assert isinstance(number, Literal)
    return int(number.value)


def told_by(out: Path) -> set[str]:
    """The documents that tell of an event."""
    return {json.loads(line)["document"] for line in (out / folder.EVENTS).read_text("utf-8").splitlines()}


class Heard:
    """A progress that remembers."""

    def __init__(self) -> None:
        self.stages: list[str] = []
        self.expected: int | None = None
        self.documents: list[tuple[int, int]] = []
        self.errors: list[str] = []

    def stage(self, name: str) -> None:
        self.stages.append(name)

    def expect(self, documents: int | None) -> None:
        self.expected = documents

    def document(self, read: int, skipped: int) -> None:
        self.documents.append((read, skipped))

    def error(self, error: TawthiqError) -> None:
        self.errors.append(str(error))


def failing_on(document_id: str, error: BaseException) -> Callable[..., Extraction]:
    """The extractor, with a document that it fails on."""
    real = tawthiq.extract.extract

    def extract(document: Document, sentences: tuple[Sentence, ...], knowledge: Knowledge) -> Extraction:
        if document.id == document_id:
            raise error
        return real(document, sentences, knowledge)

    return extract


def test_a_build_writes_its_files_and_says_what_they_hold(tmp_path: Path) -> None:
    heard = Heard()
    summary = pipeline.build([article_file(tmp_path / "a.jsonl")], tmp_path / "out", progress=heard)
    assert heard.stages == ["knowledge", "documents", "graph", "files"]
    assert heard.expected == 3
    assert heard.documents == [(1, 0), (2, 0), (3, 0)]
    assert (summary.read, summary.skipped, summary.failed) == (3, 0, 0)
    assert sum(summary.events.values()) == count(summary.out, "?x a twq:Event") >= 2
    assert summary.actors == count(summary.out, "?x a twq:Actor")
    assert summary.places == count(summary.out, "?x a twq:Place")
    assert summary.triples == len(open_graph(summary.out / "graph.ttl"))
    assert summary.page.read_text("utf-8").startswith("<!")


def test_documents_that_are_there_are_skipped_and_the_files_stay_the_same(tmp_path: Path) -> None:
    path = article_file(tmp_path / "a.jsonl")
    pipeline.build([path], tmp_path / "out")
    before = contents(tmp_path / "out")
    summary = pipeline.build([path], tmp_path / "out")
    assert (summary.read, summary.skipped) == (0, 3)
    assert contents(tmp_path / "out") == before
    again = pipeline.build([path], tmp_path / "out", pipeline.Options(fresh=True))
    assert (again.read, again.skipped) == (3, 0)
    assert contents(tmp_path / "out") == before


def test_a_changed_document_is_read_again_and_a_new_one_added(tmp_path: Path) -> None:
    out = tmp_path / "out"
    pipeline.build([article_file(tmp_path / "a.jsonl", ARTICLES[:2])], out)
    assert {"one", "two"} == told_by(out)
    changed = [ARTICLES[0], {"id": "two", "text": "كان الطقس في حلب جميلاً."}, ARTICLES[2]]
    summary = pipeline.build([article_file(tmp_path / "a.jsonl", changed)], out)
    assert (summary.read, summary.skipped) == (2, 1)
    assert {"one"} == told_by(out)


def test_a_stopped_build_goes_on_and_ends_as_if_it_had_not_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = article_file(tmp_path / "a.jsonl")
    pipeline.build([path], tmp_path / "whole")
    with monkeypatch.context() as patched:
        patched.setattr(reading, "extract", failing_on("two", KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            pipeline.build([path], tmp_path / "stopped")
    summary = pipeline.build([path], tmp_path / "stopped")
    assert (summary.read, summary.skipped) == (2, 1)
    assert contents(tmp_path / "stopped") == contents(tmp_path / "whole")


def test_an_article_that_makes_a_stage_fail_costs_only_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "extract", failing_on("two", IndexError("boom")))
    heard = Heard()
    path = article_file(tmp_path / "a.jsonl")
    summary = pipeline.build([path], tmp_path / "out", progress=heard)
    assert (summary.read, summary.failed) == (2, 1)
    assert "«two»" in heard.errors[0]
    assert "IndexError: boom" in heard.errors[0]
    assert count(tmp_path / "out", "?x a twq:Document") == 2


def test_what_is_written_does_not_hang_on_the_number_of_workers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "FEW", 1)
    path = article_file(tmp_path / "a.jsonl")
    heard = Heard()
    pipeline.build([path], tmp_path / "one")
    summary = pipeline.build([path], tmp_path / "two", pipeline.Options(workers=2), heard)
    assert heard.documents == [(1, 0), (2, 0), (3, 0)]
    assert (summary.read, summary.failed) == (3, 0)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_a_killed_worker_costs_nothing_that_was_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(_: Callable[..., object], document: Document) -> Future[Parcel | TawthiqError]:
        future: Future[Parcel | TawthiqError] = Future()
        if document.id == "three":
            future.set_exception(BrokenProcessPool())
        else:
            future.set_result(reading._packed(document, Knowledge.load(), setting))
        return future

    path, out = article_file(tmp_path / "a.jsonl"), tmp_path / "out"
    setting = reading.Setting(Run(__version__, Knowledge.load().fingerprint), Namespace())
    pipeline.build([path], tmp_path / "whole")
    with monkeypatch.context() as patched:
        patched.setattr(reading, "FEW", 1)
        patched.setattr(ProcessPoolExecutor, "submit", lambda _, *given: killed(*given))
        with pytest.raises(TawthiqError, match=r"was killed.*You can fix this with the same command"):
            pipeline.build([path], out, pipeline.Options(workers=2))
    summary = pipeline.build([path], out)
    assert (summary.read, summary.skipped) == (1, 2)
    assert contents(out) == contents(tmp_path / "whole")


def test_what_cannot_be_read_is_reported_and_the_rest_built(tmp_path: Path) -> None:
    article_file(tmp_path / "a.jsonl")
    (tmp_path / "b.txt").write_bytes(b"caf\xe9")
    summary = pipeline.build([str(tmp_path)], tmp_path / "out")
    assert (summary.read, summary.failed) == (3, 1)
    assert "b.txt" in str(summary.errors[0])


def test_an_article_without_events_is_a_correct_graph(tmp_path: Path) -> None:
    summary = pipeline.build([article_file(tmp_path / "a.jsonl", ARTICLES[2:])], tmp_path / "out")
    assert sum(summary.events.values()) == 0
    assert (tmp_path / "out" / folder.EVENTS).read_text() == ""
    assert count(tmp_path / "out", "?x a twq:Document") == 1


def test_nothing_to_read_is_an_error_and_leaves_no_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    (tmp_path / "b.txt").touch()
    with pytest.raises(InputError, match=r"a\.txt: there is no text"):
        pipeline.build([str(tmp_path / "a.txt")], tmp_path / "out")
    with pytest.raises(InputError, match="None of the 2 documents"):
        pipeline.build([str(tmp_path)], tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("fresh", [False, True])
def test_a_folder_of_another_tool_is_refused_and_left_alone(tmp_path: Path, fresh: bool) -> None:
    out = tmp_path / "out"
    (out / "store").mkdir(parents=True)
    (out / "graph.ttl").write_text("mine")
    with pytest.raises(OutputError, match="not Tawthiq's; nothing was written"):
        pipeline.build([article_file(tmp_path / "a.jsonl")], out, pipeline.Options(fresh=fresh))
    assert (out / "graph.ttl").read_text() == "mine"
    assert sorted(p.name for p in out.iterdir()) == ["graph.ttl", "store"]


def test_fresh_removes_only_what_builds_write(tmp_path: Path) -> None:
    out, path = tmp_path / "out", article_file(tmp_path / "a.jsonl")
    pipeline.build([path], out)
    (out / "notes.txt").write_text("mine")
    summary = pipeline.build(
        [article_file(tmp_path / "a.jsonl", ARTICLES[:1])], out, pipeline.Options(fresh=True)
    )
    assert (summary.read, summary.skipped) == (1, 0)
    assert count(out, "?x a twq:Document") == 1
    assert (out / "notes.txt").read_text() == "mine"


def test_a_file_is_no_output_folder(tmp_path: Path) -> None:
    path = article_file(tmp_path / "a.jsonl")
    with pytest.raises(OutputError, match="needs a folder"):
        pipeline.build([path], Path(path))


def test_another_base_needs_a_fresh_store(tmp_path: Path) -> None:
    path, options = article_file(tmp_path / "a.jsonl"), pipeline.Options(base="https://example.org/id/")
    pipeline.build([path], tmp_path / "out", options)
    assert "<https://example.org/id/> ." in (tmp_path / "out" / "graph.ttl").read_text("utf-8")
    with pytest.raises(StoreError, match="--fresh"):
        pipeline.build([path], tmp_path / "out")


def test_a_full_disk_leaves_the_old_file_and_no_half_one(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text("old")

    def full(part: Path) -> None:
        part.write_text("half")
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OutputError, match=r"graph\.ttl: cannot be written \(No space left on device\)"):
        folder.write_whole(path, full)
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("graph.ttl", "old")]
