"""Inference: what follows from the examples by the ontology and its alignments, with the real reasoner."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import NamedNode, Quad, Store

import factories as f
from tawthiq.cli import main
from tawthiq.errors import InputError
from tawthiq.graph.infer import INFERRED, with_inferred
from tawthiq.graph.namespaces import OWL, SEM, TYPE, Namespace, term
from tawthiq.store import open_graph

pytestmark = pytest.mark.xdist_group("examples")

SEM_EVENTS = "SELECT (COUNT(DISTINCT ?e) AS ?n) { ?e a sem:Event ; sem:hasActor ?actor }"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return f.built(tmp_path_factory.mktemp("infer"), f.attack("a"))


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments], prog_name="tawthiq")


def test_what_is_told_stays_and_what_follows_has_a_graph_of_its_own(store: Store) -> None:
    more = with_inferred(store)
    told = {quad for quad in more if quad.graph_name != INFERRED}
    assert told == set(store)
    event = Namespace().iri(f.event("Shelling", "dam base").id)
    assert Quad(event, TYPE, term(SEM + "Event"), INFERRED) in more
    base, syria = Namespace().iri(f.BASE.id), Namespace().iri(f.SYRIA.id)
    located_in = NamedNode("https://w3id.org/tawthiq/ontology#located_in")
    assert Quad(base, located_in, syria, INFERRED) in more, "places in places in places"


def test_nothing_is_inferred_of_the_ontology_and_no_thing_gets_a_second_name(store: Store) -> None:
    inferred = list(with_inferred(store).quads_for_pattern(None, None, None, INFERRED))
    subjects = {quad.subject.value for quad in inferred if isinstance(quad.subject, NamedNode)}
    assert subjects
    assert all(subject.startswith(Namespace().base) for subject in subjects)
    assert not [q for q in inferred if q.predicate == term(OWL + "sameAs") or q.object == term(OWL + "Thing")]


def test_a_file_without_named_graphs_has_none_afterwards(examples_build: Path) -> None:
    more = with_inferred(open_graph(examples_build / "graph.ttl"))
    assert list(more.named_graphs()) == []
    assert len(more) > 15_000


def test_queries_infer_if_asked(examples_build: Path) -> None:
    assert run("query", examples_build, SEM_EVENTS, "-f", "csv").stdout == "n\n0\n"
    told = run("query", examples_build, SEM_EVENTS, "-f", "csv", "--infer")
    assert told.exit_code == 0
    assert int(told.stdout.splitlines()[1]) > 50


def test_stored_queries_count_the_same_with_inference(examples_build: Path) -> None:
    for name in ("casualties-by-event", "arrests", "events-timeline"):
        plain, more = (run("query", examples_build, name, "-f", "csv", *x).stdout for x in ((), ("--infer",)))
        assert sorted(plain.splitlines()) == sorted(more.splitlines()), name


def test_exports_infer_if_asked(examples_build: Path, tmp_path: Path) -> None:
    assert run("export", examples_build, "-o", tmp_path / "x.nq", "--infer").exit_code == 0
    read = open_graph(tmp_path / "x.nq")
    assert set(
        with_inferred(open_graph(examples_build)).quads_for_pattern(None, None, None, INFERRED)
    ) == set(read.quads_for_pattern(None, None, None, INFERRED))


def test_without_the_package_the_message_says_how_to_get_it(
    examples_build: Path, monkeypatch: pytest.MonkeyPatch, store: Store
) -> None:
    monkeypatch.setitem(sys.modules, "reasonable", None)
    with pytest.raises(InputError, match=r"«reasonable».*pip install 'tawthiq\[infer\]'"):
        with_inferred(store)
    told = run("query", examples_build, SEM_EVENTS, "--infer")
    assert told.exit_code == 3
    assert "tawthiq[infer]" in told.stderr
