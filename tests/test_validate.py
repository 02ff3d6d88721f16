"""Each shape rejects the graph that breaks it, says so in two languages, and pySHACL agrees."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyshacl
import pytest
import rdflib
import yaml
from pyoxigraph import Store

import factories as f
from tawthiq.errors import KnowledgeError
from tawthiq.export import export
from tawthiq.graph.namespaces import OA, SCHEMA, VOCABULARIES, Namespace
from tawthiq.knowledge.paths import ontology_dir
from tawthiq.store import open_graph
from tawthiq.validate import Violation, validate
from tawthiq.validate.constraints import _to_rdflib, core_results, pyshacl_results, sparql_results
from tawthiq.validate.core import check, split
from tawthiq.validate.shapes import SH, Shapes
from tawthiq.validate.turtle import SHAPES as SHAPES_IRI
from tawthiq.validate.turtle import write_report

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "shapes.yaml").read_text("utf-8"))
SHAPES = Shapes.load(ontology_dir() / "shapes.ttl")
WHOLE = rdflib.Graph().parse(ontology_dir() / "shapes.ttl")
EVENT = f.event("Shelling", "dam base").id
ID = Namespace()


@pytest.fixture(scope="module")
def valid(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return f.built(
        tmp_path_factory.mktemp("valid"), f.attack("a"), f.attack("b", status="planned", key="other")
    )


@pytest.fixture
def broken(valid: Store) -> Callable[[str], Store]:
    """A copy of the valid graph after a SPARQL update, in which ``EVENT``, ``REPORT`` … stand for nodes."""

    def change(update: str) -> Store:
        store = Store()
        store.extend(valid)
        names = {"EVENT": EVENT, "MILITIA": f.MILITIA.id, "BASE": f.BASE.id, "PROVINCE": f.PROVINCE.id}
        for name, local in names.items():
            update = update.replace(name, f"<{ID.iri(local).value}>")
        prefixes = "".join(f"PREFIX {p}: <{n}>\n" for p, n in {**VOCABULARIES, "id": ID.base}.items())
        before = {str(quad) for quad in store}
        store.update(prefixes + update)
        assert {str(quad) for quad in store} != before, "the update changes nothing"
        return store

    return change


def test_a_built_graph_is_valid(valid: Store) -> None:
    assert validate(valid) == []


def test_the_turtle_of_a_build_is_valid_by_itself(valid: Store, tmp_path: Path) -> None:
    for with_text in (True, False):
        export(valid, ID, "ttl", tmp_path / "graph.ttl", with_text=with_text)
        assert validate(open_graph(tmp_path / "graph.ttl")) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["shape"]))
def test_a_shape_rejects_what_breaks_it(case: dict[str, Any], broken: Callable[[str], Store]) -> None:
    found = {violation.shape: violation for violation in validate(broken(case["update"]))}
    assert case["shape"] in found
    assert set(found) <= {case["shape"], *case.get("also", [])}
    violation = found[case["shape"]]
    assert set(violation.messages) == {"ar", "en"}
    assert not [text for text in violation.messages.values() if "{" in text]
    assert violation.label


def test_every_shape_has_a_case() -> None:
    shapes = {str(s).rpartition("#")[2] for s in SHAPES.messages}
    assert shapes - {case["shape"] for case in CASES} == set()


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["shape"]))
def test_pyshacl_finds_the_same(case: dict[str, Any], broken: Callable[[str], Store]) -> None:
    store = broken(case["update"])
    ours, rest = split(SHAPES.core)
    assert (None, SH.property, None) not in rest
    found = {(r.shape, r.focus) for r in check(store, ours)}
    assert found == {(r.shape, r.focus) for r in pyshacl_results(store, SHAPES.core)}


def test_pyshacl_finds_the_same_with_constraints_in_sparql(broken: Callable[[str], Store]) -> None:
    store = broken(" ;\n".join(case["update"] for case in CASES if case.get("sparql")))
    whole = rdflib.Graph().parse(ontology_dir() / "shapes.ttl")
    found = {r.focus for r in sparql_results(store, SHAPES)} | {r.focus for r in core_results(store, SHAPES)}
    assert len(found) > 8
    assert found == {r.focus for r in pyshacl_results(store, whole)}


def test_a_violation_leads_to_the_words_behind_it(broken: Callable[[str], Store]) -> None:
    (violation,) = [v for v in validate(broken(CASE["report-confidence"])) if v.shape == "report-confidence"]
    assert violation.article is not None
    assert violation.quote is not None
    assert violation.article.id == "a"
    assert f.TEXT[violation.quote.start : violation.quote.end] == violation.quote.text
    assert (violation.path, violation.value) == ("twq:confidence", "1.5")


def test_messages_name_the_values_shortly(broken: Callable[[str], Store]) -> None:
    (violation,) = by_shape(validate(broken(CASE["event-report-known-type"])), "event-report-known-type")
    assert violation.messages["en"] == "The reported type twq:Picnic is no event type of the ontology."


def test_shapes_of_ones_own_may_use_all_of_shacl(valid: Store, tmp_path: Path) -> None:
    (tmp_path / "mine.ttl").write_text(
        """
        @prefix sh: <http://www.w3.org/ns/shacl#> .
        @prefix twq: <https://w3id.org/tawthiq/ontology#> .
        @prefix e: <https://example.org/#> .
        e:Militia a sh:NodeShape ; sh:targetClass twq:Militia ; sh:property e:who , e:count .
        e:who a sh:PropertyShape ; sh:path [ sh:inversePath twq:actor ] ; sh:maxCount 0 ;
            sh:message "no deeds"@en .
        e:count a sh:PropertyShape ; sh:path twq:latitude ; sh:minCount 1 ; sh:message "no point"@en .
        """
    )
    found = validate(valid, tmp_path / "mine.ttl")
    assert [(v.shape, v.messages) for v in found] == [
        ("count", {"en": "no point"}), ("who", {"en": "no deeds"}),
    ]  # fmt: skip


def test_constraints_in_sparql_on_single_nodes_are_left_to_pyshacl(valid: Store, tmp_path: Path) -> None:
    (tmp_path / "mine.ttl").write_text(
        f"""
        @prefix sh: <http://www.w3.org/ns/shacl#> .
        @prefix e: <https://example.org/#> .
        e:One a sh:NodeShape ; sh:targetNode <{ID.iri(f.BASE.id).value}> ; sh:sparql e:never .
        e:never a sh:SPARQLConstraint ; sh:message "never"@en ;
            sh:select "SELECT $this WHERE {{ $this ?p ?o }}" .
        """
    )
    (violation, *_) = validate(valid, tmp_path / "mine.ttl")
    assert (violation.focus, violation.messages) == (ID.iri(f.BASE.id).value, {"en": "never"})


def report(store: Store) -> str:
    out = io.StringIO()
    write_report(validate(store, SHAPES), SHAPES, ID, out)
    return out.getvalue()


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["shape"]))
def test_the_report_in_turtle_says_what_pyshacls_says(
    case: dict[str, Any], broken: Callable[[str], Store]
) -> None:
    store = broken(case["update"])
    ours = rdflib.Graph().parse(data=report(store), format="turtle")
    assert (None, SH.conforms, rdflib.Literal(True)) not in ours
    _, theirs, _ = pyshacl.validate(_to_rdflib(store), shacl_graph=WHOLE, inplace=True)
    keys: tuple[rdflib.URIRef, ...] = (
        SH.focusNode,
        SH.sourceShape,
        SH.sourceConstraintComponent,
        SH.resultSeverity,
    )
    if not case.get("sparql"):
        keys = (*keys, SH.resultPath)
    told = [
        {
            tuple(graph.value(r, key) for key in keys)
            for r in graph.subjects(rdflib.RDF.type, SH.ValidationResult)
        }
        for graph in (ours, theirs)
    ]
    assert told[0] == told[1]
    assert report(store) == report(store)


def test_the_report_in_turtle_has_the_quote_and_the_article(broken: Callable[[str], Store]) -> None:
    graph = rdflib.Graph().parse(data=report(broken(CASE["report-confidence"])), format="turtle")
    (result,) = graph.subjects(SH.sourceShape, rdflib.URIRef(f"{SHAPES_IRI}report-confidence"))
    assert f.TEXT.count(str(graph.value(result, rdflib.URIRef(OA + "exact")))) == 1
    assert str(graph.value(result, rdflib.URIRef(SCHEMA + "identifier"))) == "a"
    assert graph.value(result, SH.value) == rdflib.Literal("1.5", datatype=rdflib.XSD.decimal)
    assert not [node for triple in graph for node in triple if isinstance(node, rdflib.BNode)]


def test_a_valid_graph_conforms(valid: Store) -> None:
    graph = rdflib.Graph().parse(data=report(valid), format="turtle")
    assert list(graph.objects(None, SH.conforms)) == [rdflib.Literal(True)]


def test_a_report_without_evidence_leads_to_its_article(broken: Callable[[str], Store]) -> None:
    (violation,) = by_shape(validate(broken(CASE["report-evidence"])), "report-evidence")
    assert violation.article is not None
    assert (violation.article.id, violation.quote) == ("a", None)


def test_shapes_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text("a b")
    for name in ("bad.ttl", "none.ttl"):
        with pytest.raises(KnowledgeError, match=f"(?s){name}.*You can fix this by"):
            Shapes.load(tmp_path / name)


CASE = {case["shape"]: case["update"] for case in CASES}


def by_shape(violations: list[Violation], shape: str) -> list[Violation]:
    return [v for v in violations if v.shape == shape]
