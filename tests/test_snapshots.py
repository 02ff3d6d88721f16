"""Reading while a build writes: readers see the last finished graph, and leave nothing behind."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Store

import factories as f
from tawthiq.errors import StoreError
from tawthiq.graph.namespaces import ONTOLOGY, TYPE, twq
from tawthiq.query import ask, find_query
from tawthiq.store import GraphStore, open_graph, open_merged, snapshot, snapshot_folder
from tawthiq.store.merged import merged_folder
from tawthiq.store.snapshots import place

pytestmark = pytest.mark.xdist_group("examples")

HOLD = """
import sys
from pathlib import Path
from tawthiq.store import snapshot
with snapshot(Path(sys.argv[1])) as store:
    print(len(store), flush=True)
    sys.stdin.read()
    print(len(store), flush=True)
"""
MAIN = "from tawthiq.cli import main; main(prog_name='tawthiq')"


def python(code: str, *arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip


def finished(out: Path, *names: str) -> int:
    """Build a graph of these documents; returns the number of its statements."""
    with GraphStore.open(out) as store:
        for name in names:
            store.put(f.attack(name), f.schema(), f.RUN)
        store.finish()
        return len(store.store)


def documents(store: Store) -> int:
    return len({q.subject for q in store.quads_for_pattern(None, TYPE, twq("Document"), None)})


def left(out: Path) -> list[str]:
    return sorted(p.name for p in place(out / "store").iterdir()) if place(out / "store").exists() else []


def test_everything_stands_in_a_named_graph(examples_build: Path) -> None:
    with snapshot(examples_build) as store:
        assert list(store.quads_for_pattern(None, None, None, DefaultGraph())) == []
        assert store.contains_named_graph(ONTOLOGY)
        assert len(store) > 10_000


def test_readers_of_a_real_build_see_the_old_graph_or_the_new_one(tmp_path: Path) -> None:
    rows = [{"id": f"a{i}", "text": f"قصفت قوات النظام مدينة إدلب. وقتل {i} جنود."} for i in range(3, 103)]
    path, out = tmp_path / "a.jsonl", tmp_path / "out"
    path.write_text(json.dumps(rows[0]) + "\n", "utf-8")
    python(MAIN, "build", path, "-o", out).communicate()
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    build = python(MAIN, "build", path, "-o", out)
    seen, writing = [], 0
    while build.poll() is None:
        with snapshot(out) as store:
            seen.append(documents(store))
        writing += any(name.startswith("finished") for name in left(out))
        asked = python(MAIN, "query", out, "SELECT ?d { ?d a twq:Document }", "-f", "tsv")
        stdout, stderr = asked.communicate()
        assert (asked.returncode, stderr) == (0, "")
        assert len(stdout.splitlines()) - 1 in (1, 100)
    assert build.communicate()[1] == ""
    assert writing, "no reader came while the build had the store"
    assert set(seen) <= {1, 100}
    assert seen[0] == 1
    with snapshot(out) as store:
        assert documents(store) == 100
    assert [name for name in left(out) if not name.startswith("merged")] == []


def test_what_a_reader_has_stays_while_builds_come_and_go(tmp_path: Path) -> None:
    before = finished(tmp_path, "a")
    with snapshot(tmp_path) as store:
        assert finished(tmp_path, "b") > before
        assert len(store) == before
        with GraphStore.open(tmp_path) as writer:
            writer.remove("a")
            writer.finish()
        assert len(store) == before
    assert left(tmp_path) == []


def test_during_a_build_readers_see_what_was_last_finished(tmp_path: Path) -> None:
    finished(tmp_path, "a")
    with GraphStore.open(tmp_path) as writer:
        writer.put(f.attack("b"), f.schema(), f.RUN)
        writer.save()
        with snapshot(tmp_path) as store:
            assert documents(store) == 1
        writer.finish()
        assert documents(open_graph(tmp_path)) == 2
        writer.remove("a")
        with snapshot(tmp_path) as store:
            assert documents(store) == 2


def test_readers_do_not_end_the_writers_lock(tmp_path: Path) -> None:
    finished(tmp_path, "a")
    with GraphStore.open(tmp_path):
        with snapshot(tmp_path):
            pass
        code = "import sys, pathlib, tawthiq.store as s; s.GraphStore.open(pathlib.Path(sys.argv[1]))"
        assert "another process has the store open" in python(code, tmp_path).communicate()[1]


def test_the_first_build_has_nothing_to_show_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tawthiq.store.snapshots._ATTEMPTS", 1)
    with GraphStore.open(tmp_path) as writer:
        writer.put(f.attack("a"), f.schema(), f.RUN)
        with pytest.raises(StoreError, match=r"writing the first graph here.*You can fix this by waiting"):
            open_graph(tmp_path)
    assert documents(open_graph(tmp_path)) == 1


def test_a_killed_build_leaves_the_finished_graph_for_readers_of_the_next(tmp_path: Path) -> None:
    finished(tmp_path, "a")
    kill = (
        "import os, sys; sys.path.insert(0, sys.argv[2]); import factories as f; from pathlib import Path\n"
        "from tawthiq.store import GraphStore\n"
        "store = GraphStore.open(Path(sys.argv[1])); store.put(f.attack('b'), f.schema(), f.RUN)\n"
        "store.save(); os.kill(os.getpid(), 9)"
    )
    killed = python(kill, tmp_path, Path(__file__).parent)
    assert killed.communicate()[1] == ""
    assert [name.split("-")[0] for name in left(tmp_path)] == ["finished"]
    with GraphStore.open(tmp_path) as writer:
        with snapshot(tmp_path) as store:
            assert documents(store) == 1
        writer.finish()
    assert left(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize("next_", [snapshot, GraphStore.open])
def test_what_a_killed_reader_left_goes_when_the_next_one_comes(
    tmp_path: Path, next_: Callable[[Path], AbstractContextManager[object]]
) -> None:
    size = finished(tmp_path, "a")
    reader = python(HOLD, tmp_path)
    assert reader.stdout
    assert reader.stdout.readline() == f"{size}\n"
    copies = left(tmp_path)
    assert len(copies) == 2  # the copy, and the file that says that its reader is alive
    with next_(tmp_path):
        assert set(copies) < set(left(tmp_path))
    assert left(tmp_path) == copies
    reader.kill()
    reader.communicate()
    with next_(tmp_path):
        assert not set(copies) & set(left(tmp_path))
    assert left(tmp_path) == []


def test_a_snapshot_can_be_opened_by_several_processes(tmp_path: Path) -> None:
    size = finished(tmp_path, "a")
    with snapshot_folder(tmp_path / "store") as copy:
        code = "import sys; from pyoxigraph import Store; print(len(Store.read_only(sys.argv[1])))"
        readers = [python(code, copy) for _ in range(2)]
        assert [reader.communicate()[0] for reader in readers] == [f"{size}\n"] * 2
    assert not copy.exists()


def test_what_stands_in_the_log_alone_is_read_too(tmp_path: Path) -> None:
    with GraphStore.open(tmp_path) as writer:
        writer.put(f.attack("a"), f.schema(), f.RUN)
    assert list((tmp_path / "store").glob("*.log"))
    with snapshot(tmp_path) as store:
        assert documents(store) == 1


def test_where_one_may_not_write_snapshots_stand_among_temporary_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finished(tmp_path / "out", "a")
    place(tmp_path / "out" / "store").write_text("in the way")
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    with snapshot(tmp_path / "out") as store:
        assert documents(store) == 1
        assert list((tmp_path / "temporary").glob("*/reader-*"))
    assert list((tmp_path / "temporary").iterdir()) == []


def test_the_merged_copy_has_each_triple_once_and_is_made_once(tmp_path: Path) -> None:
    out = tmp_path / "out"
    finished(out, "a", "b")
    with snapshot(out) as store:
        quads = set(store)
    triples = {quad.triple for quad in quads}
    assert len(triples) < len(quads), "without a repetition this shows nothing"
    made = []
    for _ in range(2):
        with merged_folder(out / "store") as folder:
            merged = set(Store.read_only(str(folder)))
        assert {quad for quad in merged if quad.graph_name != DefaultGraph()} == quads
        assert {quad.triple for quad in merged if quad.graph_name == DefaultGraph()} == triples
        made.append(left(out))
    assert made[0] == made[1]
    assert [name.partition("-")[0] for name in made[0]] == ["merged"]


def test_the_merged_copy_goes_when_a_build_writes(tmp_path: Path) -> None:
    out = tmp_path / "out"
    counting = find_query("SELECT (COUNT(*) AS ?n) { ?document a twq:Document }")

    def count() -> str:
        answer = ask(open_graph(out), counting, whole=lambda: open_merged(out)).results
        return next(answer)[0].value  # type: ignore[arg-type, no-any-return]

    finished(out, "a")
    assert count() == "1"
    finished(out, "b")
    assert count() == "2"
    finished(out, "c")
    assert not [name for name in left(out) if name.startswith("merged")]


def test_who_writes_to_a_merged_copy_changes_no_other(tmp_path: Path) -> None:
    out = tmp_path / "out"
    finished(out, "a")
    with merged_folder(out / "store") as folder:
        store = Store(str(folder))
        store.clear()
        store.flush()
        del store
    with merged_folder(out / "store") as folder:
        assert len(Store.read_only(str(folder))) > 0
