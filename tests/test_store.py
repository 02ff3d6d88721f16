"""The embedded store: documents come, change and go; builds may be killed; errors say what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, Store

import factories as f
from tawthiq.errors import InputError, StoreError
from tawthiq.export.data import data_quads
from tawthiq.graph.namespaces import ONTOLOGY, RESOLVED, Namespace, graph, twq
from tawthiq.graph.quads import document_name, document_quads
from tawthiq.graph.runs import Run
from tawthiq.model import ResolvedDocument
from tawthiq.store import GraphStore, open_graph
from tawthiq.store.places import store_error

NEWER = Run("0.0-test", "knowledge-2")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[GraphStore]:
    with GraphStore.open(tmp_path / "build") as opened:
        yield opened


def put(store: GraphStore, *documents: ResolvedDocument, run: Run = f.RUN) -> None:
    for document in documents:
        store.put(document, f.schema(), run)


def content(store: GraphStore) -> list[str]:
    store.finish()
    return sorted(map(str, data_quads(store.store, with_text=True)))


def fresh(path: Path, *documents: ResolvedDocument, run: Run = f.RUN) -> list[str]:
    with GraphStore.open(path) as opened:
        put(opened, *documents, run=run)
        return content(opened)


def test_a_document_is_current_until_its_text_or_the_run_changes(store: GraphStore) -> None:
    article = f.attack("a").document
    assert not store.is_current(article, f.RUN)
    put(store, f.attack("a"))
    assert store.is_current(article, f.RUN)
    assert not store.is_current(article, NEWER)
    assert not store.is_current(replace(article, text=article.text + " "), f.RUN)
    assert not store.is_current(replace(article, published=None), f.RUN)


def test_putting_twice_is_putting_once(store: GraphStore, tmp_path: Path) -> None:
    put(store, f.attack("a"), f.attack("a"))
    assert content(store) == fresh(tmp_path / "other", f.attack("a"))


def test_order_and_sessions_do_not_matter(tmp_path: Path) -> None:
    a, b = f.attack("a"), f.attack("b", killed=5)
    fresh(tmp_path / "1", b)
    assert fresh(tmp_path / "1", a) == fresh(tmp_path / "2", a, b) == fresh(tmp_path / "3", b, a)


def test_a_changed_document_leaves_nothing_of_the_old_one(store: GraphStore, tmp_path: Path) -> None:
    new = f.attack("a", status="planned", key="another", text=f.TEXT + " ثم انتهى.")
    put(store, f.attack("a"), f.attack("b"))
    store.finish()
    put(store, new)
    assert content(store) == fresh(tmp_path / "other", new, f.attack("b"))


def test_a_removed_document_takes_along_what_only_it_named(store: GraphStore) -> None:
    put(store, f.attack("a"))
    store.finish()
    store.remove("a")
    store.remove("never there")
    store.finish()
    assert content(store) == []
    assert store.store.contains_named_graph(ONTOLOGY)


def test_entities_of_the_gazetteer_stay_as_long_as_something_leads_to_them(store: GraphStore) -> None:
    put(store, f.attack("a"))
    orphan = Quad(NamedNode("https://w3id.org/tawthiq/id/place-nowhere"), twq("latitude"), twq("x"), RESOLVED)
    store.store.add(orphan)
    store.finish()
    described = store.store.quads_for_pattern(None, None, None, RESOLVED)
    kept = {q.subject.value.rpartition("/")[2] for q in described if isinstance(q.subject, NamedNode)}
    assert {"country-syria", "point-country-syria", f.PROVINCE.id} <= kept
    assert "place-nowhere" not in kept


def test_a_corrected_gazetteer_replaces_what_it_said_before(tmp_path: Path) -> None:
    document = f.attack("a")
    corrected = replace(f.SYRIA, labels={"ar": "سورية", "en": "Syria"}, point=(34.5, 38.5))
    newer = replace(document, entities={**document.entities, f.SYRIA.id: corrected})
    fresh(tmp_path / "1", document)
    assert fresh(tmp_path / "1", newer, run=NEWER) == fresh(tmp_path / "2", newer, run=NEWER)


def test_what_a_killed_build_left_is_read_again_or_swept(store: GraphStore, tmp_path: Path) -> None:
    put(store, f.attack("b"))
    half = document_quads(f.attack("document-5"), f.schema(), Namespace(), f.RUN)
    store.store.extend(half[: len(half) // 2])
    assert not store.is_current(f.attack("document-5").document, f.RUN)
    assert content(store) == fresh(tmp_path / "other", f.attack("b"))
    put(store, f.attack("document-5"))
    store.save()
    assert store.store.contains_named_graph(graph(document_name("document-5")))


def test_a_killed_save_never_leaves_the_mark(store: GraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store, f.attack("a"))
    store.save()
    changed = f.attack("a", killed=9)
    load = GraphStore._load

    def killed(self: GraphStore, parts: Iterable[bytes]) -> None:
        data = b"".join(parts)
        if b"sha256" in data:
            raise KeyboardInterrupt
        load(self, [data])

    put(store, changed)
    with monkeypatch.context() as patched:
        patched.setattr(GraphStore, "_load", killed)
        with pytest.raises(KeyboardInterrupt):
            store.save()
    store._waiting = {}
    assert not store.is_current(f.attack("a").document, f.RUN)
    assert not store.is_current(changed.document, f.RUN)


def test_what_waits_is_there_for_all_questions_and_written_when_the_store_is_closed(tmp_path: Path) -> None:
    with GraphStore.open(tmp_path / "build") as store:
        put(store, f.attack("a"))
        assert store.is_current(f.attack("a").document, f.RUN)
        assert not store.is_current(f.attack("a").document, NEWER)
        put(store, f.attack("b"))
        store.remove("b")
    with GraphStore.open(tmp_path / "build", read_only=True) as again:
        assert again.is_current(f.attack("a").document, f.RUN)
        assert not again.is_current(f.attack("b").document, f.RUN)


def test_many_statements_go_in_as_few_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few = fresh(tmp_path / "few", f.attack("a"), f.attack("b"))
    monkeypatch.setattr("tawthiq.store.embedded.BULK", 0)
    assert fresh(tmp_path / "many", f.attack("a"), f.attack("b")) == few


def test_two_processes_do_not_write_at_once(store: GraphStore, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"another process has the store open.*You can fix this by"):
        GraphStore.open(tmp_path / "build")
    store.close()
    GraphStore.open(tmp_path / "build").close()


def test_readers_see_a_finished_graph_and_cannot_write(store: GraphStore, tmp_path: Path) -> None:
    put(store, f.attack("a"))
    store.finish()
    for path in (tmp_path / "build", tmp_path / "build" / "store"):
        reader = open_graph(path)
        assert len(reader) == len(store.store)
    with GraphStore.open(tmp_path / "build", read_only=True) as again:
        assert again.is_current(f.attack("a").document, f.RUN)
        with pytest.raises(StoreError):
            again.remove("a")


def test_a_store_keeps_its_namespace(tmp_path: Path) -> None:
    mine = Namespace("https://example.org/id/")
    with GraphStore.open(tmp_path, namespace=mine) as store:
        put(store, f.attack("a"))
    with GraphStore.open(tmp_path) as store:
        assert store.namespace == mine
    with pytest.raises(StoreError, match=r"--base https://example.org/id/"):
        GraphStore.open(tmp_path, namespace=Namespace())


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (OSError("IO error: No space left on device: x/000012.log"), "the disk is full"),
        (OSError("While lock file: x/LOCK: Resource temporarily unavailable"), "another process"),
        (PermissionError(13, "Permission denied"), "may not write"),
        (OSError("`x' exists but is not a directory"), "not a folder"),
        (OSError("Corruption: bad block"), "Corruption.*--fresh"),
    ],
)
def test_troubles_of_the_disk_in_plain_words(error: OSError, message: str) -> None:
    assert store_error(Path("out/store"), error).args[0].startswith("out/store: ")
    with pytest.raises(StoreError, match=message):
        raise store_error(Path("out/store"), error)


def test_a_file_where_the_store_should_be(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("mine")
    with pytest.raises(StoreError, match="not a folder"):
        GraphStore.open(tmp_path)


def test_reading_makes_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store"):
        GraphStore.open(tmp_path, read_only=True)
    assert list(tmp_path.iterdir()) == []


# ---- Opening a graph to ask


def test_graph_files_are_asked_as_one_graph(tmp_path: Path) -> None:
    (tmp_path / "x.trig").write_text("<http://e/g> { <http://e/a> <http://e/b> <http://e/c> }")
    (tmp_path / "x.ttl").write_text("<http://e/a> <http://e/b> <http://e/c> .")
    for name in ("x.trig", "x.ttl"):
        answer = open_graph(tmp_path / name).query("ASK { ?a ?b ?c }", use_default_graph_as_union=True)
        assert bool(answer), name


def test_a_build_that_lost_its_store_still_answers_from_its_turtle(tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_text("<http://e/a> <http://e/b> 1 .")
    assert len(open_graph(tmp_path)) == 1


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("x.ttl", b"<a> <b>\n\n <c> ; ; oops .", r"x.ttl, line \d+: this is not valid Turtle"),
        ("x.ttl", b'<http://e/a> <http://e/b> "\xff" .', "x.ttl.*(cannot be read|not valid)"),
        ("x.docx", b"", "ending does not say"),
        ("x", b"", "ending does not say"),
    ],
)
def test_files_that_are_no_graph(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=message) as caught:
        open_graph(tmp_path / name)
    assert caught.value.exit_code == 3


def test_paths_that_hold_no_graph(tmp_path: Path) -> None:
    for path, message in ((tmp_path, "no graph in this folder"), (tmp_path / "none", "no such file")):
        with pytest.raises(InputError, match=message):
            open_graph(path)


def test_the_ontology_is_renewed_and_never_counted_as_data(store: GraphStore) -> None:
    put(store, f.attack("a"))
    store.finish()
    store.store.add(Quad(twq("Old"), twq("x"), twq("y"), ONTOLOGY))
    store.finish()
    assert not list(store.store.quads_for_pattern(twq("Old"), None, None, None))
    memory = Store()
    memory.extend(data_quads(store.store))
    assert not memory.contains_named_graph(ONTOLOGY)
