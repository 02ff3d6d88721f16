"""The ontology is complete, labelled in both languages, in OWL 2 RL, and aligned to terms that exist."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef

import factories as f
from tawthiq.knowledge.paths import ontology_dir

FOLDER = ontology_dir()
FILES = [FOLDER / name for name in ("tawthiq.ttl", "alignments.ttl", "shapes.ttl")]
TWQ = Namespace("https://w3id.org/tawthiq/ontology#")
ONTOLOGY = URIRef("https://w3id.org/tawthiq/ontology")
TYPES = {
    "Attack": "Airstrike DroneStrike Shelling Bombing ArmedClash ArmedAssault Assassination Execution "
    "SexualViolence CyberAttack",
    "Coercion": "Arrest Abduction Siege Demolition Displacement Sanction Seizure Ban Torture",
    "TerritorialChange": "Capture Loss",
    "ForcePosture": "Deployment Withdrawal MilitaryExercise Mobilization ArmsTransfer Alert",
    "Protest": "Demonstration Riot Strike",
    "Diplomacy": "Talks Agreement Ceasefire Mediation PrisonerExchange DiplomaticBreak",
    "Aid": "HumanitarianAid MilitaryAid EconomicAid",
    "Politics": "Election Appointment Resignation Legislation Trial",
    "Rhetoric": "Accusation Threat Demand Refusal Denial ResponsibilityClaim Condemnation Support",
    "Harm": "MassCasualty Explosion Crash Disaster",
}
WEAPONS = (
    "rocket missile drone aircraft artillery mortar ied car-bomb suicide-vest mine small-arms sniper tank "
    "barrel-bomb chemical blade vehicle grenade ship other"
)
QUANTITIES = (
    "killed wounded detained abducted displaced missing personnel munitions strikes vehicles aircraft"
)
# OWL 2 RL lets these stand in a class axiom only in ways that we do not need, so we do without any.
BEYOND = [
    OWL.unionOf, OWL.intersectionOf, OWL.complementOf, OWL.oneOf, OWL.someValuesFrom, OWL.allValuesFrom,
    OWL.hasValue, OWL.cardinality, OWL.minCardinality, OWL.maxCardinality, OWL.qualifiedCardinality,
    OWL.onProperty, OWL.disjointUnionOf, OWL.hasSelf, OWL.topObjectProperty, OWL.bottomObjectProperty,
    OWL.imports,
]  # fmt: skip
TERM_TYPES = {
    OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.NamedIndividual,
    OWL.SymmetricProperty, OWL.TransitiveProperty, TWQ.Weapon, TWQ.Status, TWQ.Precision,
}  # fmt: skip


@pytest.fixture(scope="module")
def graph() -> Graph:
    return Graph().parse(FOLDER / "tawthiq.ttl")


@pytest.fixture(scope="module")
def alignments() -> Graph:
    return Graph().parse(FOLDER / "alignments.ttl")


def terms(graph: Graph) -> set[URIRef]:
    return {s for s in graph.subjects() if isinstance(s, URIRef) and s.startswith(TWQ)}


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_every_parser_reads_as_many_triples(path: Path) -> None:
    count = len(Graph().parse(path))
    assert len(set(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))) == count
    if shutil.which("rapper"):
        command = ["rapper", "-c", "-i", "turtle", str(path)]
        told = subprocess.run(command, capture_output=True, text=True, check=True)
        assert f"Parsing returned {count} triples" in told.stderr


def test_every_term_has_labels_and_definitions_in_both_languages(graph: Graph) -> None:
    for term in sorted(terms(graph)):
        for predicate in (RDFS.label, SKOS.definition):
            texts = [t for t in graph.objects(term, predicate) if isinstance(t, Literal)]
            assert sorted(str(t.language) for t in texts) == ["ar", "en"], (term, predicate)
            for text in texts:
                arabic = bool(re.search("[\u0621-\u064a]", text))
                assert arabic == (text.language == "ar"), (term, text)
                assert str(text) == str(text).strip(), (term, text)
                assert predicate == RDFS.label or str(text).endswith("."), (term, text)


def test_every_term_has_a_known_kind_and_says_where_it_is_defined(graph: Graph) -> None:
    for term in sorted(terms(graph)):
        types = set(graph.objects(term, RDF.type))
        assert types, term
        assert types <= TERM_TYPES, term
        assert list(graph.objects(term, RDFS.isDefinedBy)) == [URIRef("https://w3id.org/tawthiq/ontology")], (
            term
        )


def test_names_follow_the_convention(graph: Graph) -> None:
    for term in terms(graph):
        types, name = set(graph.objects(term, RDF.type)), str(term).removeprefix(TWQ)
        pattern = "[A-Z][A-Za-z]+" if OWL.Class in types else "[a-z]+([_-][a-z]+)*"
        assert re.fullmatch(pattern, name), term


def test_no_label_stands_for_two_classes_or_two_properties(graph: Graph) -> None:
    for kind in (OWL.Class, OWL.ObjectProperty):
        labels = [label for t in graph.subjects(RDF.type, kind) for label in graph.objects(t, RDFS.label)]
        assert [x for x in set(labels) if labels.count(x) > 1] == []


def test_every_term_that_is_used_is_defined(graph: Graph) -> None:
    used = {t for s, p, o in graph for t in (s, p, o) if isinstance(t, URIRef) and t.startswith(TWQ)}
    assert used - terms(graph) == set()


def test_the_event_types_are_those_of_the_guide() -> None:
    schema = f.schema()
    assert set(schema.event_roots) == set(TYPES)
    for root, leaves in TYPES.items():
        assert set(schema.leaves(root)) == set(leaves.split()), root


def test_weapons_quantities_relations_and_statuses_are_those_of_the_guide() -> None:
    schema = f.schema()
    assert set(schema.weapons) == set(WEAPONS.split())
    assert set(schema.quantities) == set(QUANTITIES.split())
    assert set(schema.predicates) == {"located_in", "part_of", "has_role", "allied_with"}
    assert set(schema.statuses) == {"actual", "planned", "averted", "denied"}


def test_each_event_type_names_its_edge_or_says_that_it_has_none(graph: Graph) -> None:
    for name in f.schema().event_types:
        edges = list(graph.objects(TWQ[name], TWQ.direct_edge))
        without = list(graph.objects(TWQ[name], TWQ.feeds_no_edge)) == [Literal(True)]
        assert len(edges) == (0 if without else 1), name
        for edge in edges:
            assert (edge, RDFS.subPropertyOf, TWQ.direct_relation) in graph, name


def test_each_direct_edge_is_drawn_by_some_event_type_and_reads_backwards(graph: Graph) -> None:
    for edge in graph.subjects(RDFS.subPropertyOf, TWQ.direct_relation):
        assert (None, TWQ.direct_edge, edge) in graph, edge
        assert {x.language for x in graph.objects(edge, TWQ.inverse_label) if isinstance(x, Literal)} == {
            "ar",
            "en",
        }


def test_the_edge_of_a_leaf_is_the_one_of_its_root_or_below_it(graph: Graph) -> None:
    schema = f.schema()
    for name in schema.event_types:
        edge, above = schema.edge(name), schema.edge(schema.root_of(name))
        if edge and above and edge != above:
            assert TWQ[above] in set(graph.transitive_objects(TWQ[edge], RDFS.subPropertyOf)), name


@pytest.mark.parametrize("path", FILES[:2], ids=lambda p: p.name)
def test_the_axioms_stay_in_owl_2_rl(path: Path) -> None:
    graph = Graph().parse(path)
    used = set(graph.predicates()) | set(graph.objects(None, RDF.type))
    assert used & {*BEYOND, OWL.Restriction, OWL.ReflexiveProperty, OWL.AllDisjointClasses} == set()
    assert not [s for s in graph.subjects() if isinstance(s, BNode)]
    for property_ in graph.subjects(RDF.type, OWL.DatatypeProperty):
        for range_ in graph.objects(property_, RDFS.range):
            assert range_ in {XSD.integer, XSD.decimal, XSD.string}, property_


def test_no_property_links_both_to_things_and_to_values(graph: Graph) -> None:
    both = set(graph.subjects(RDF.type, OWL.ObjectProperty)) & set(
        graph.subjects(RDF.type, OWL.DatatypeProperty)
    )
    assert both == set()


def test_domains_and_ranges_are_classes_of_the_ontology(graph: Graph) -> None:
    for property_ in graph.subjects(RDF.type, OWL.ObjectProperty):
        for predicate in (RDFS.domain, RDFS.range):
            for class_ in graph.objects(property_, predicate):
                assert (class_, RDF.type, OWL.Class) in graph, property_


def test_no_class_is_its_own_ancestor(graph: Graph) -> None:
    for class_ in graph.subjects(RDF.type, OWL.Class):
        for parent in graph.objects(class_, RDFS.subClassOf):
            assert class_ not in set(graph.transitive_objects(parent, RDFS.subClassOf)), class_


# ---- Alignments

SCHEMES = {
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/", "prov": "http://www.w3.org/ns/prov#",
    "geo": "http://www.opengis.net/ont/geosparql#", "schema": "https://schema.org/",
    "oa": "http://www.w3.org/ns/oa#", "ontolex": "http://www.w3.org/ns/lemon/ontolex#", "rdf": str(RDF),
}  # fmt: skip
MAPPED = {
    "plover": "https://w3id.org/tawthiq/scheme/plover/", "acled": "https://w3id.org/tawthiq/scheme/acled/",
    "cameo": "https://w3id.org/tawthiq/scheme/cameo/", "wikidata": "http://www.wikidata.org/",
    "ftm": "https://schema.followthemoney.tech/#",
}  # fmt: skip
MATCHES = {SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch}


def test_alignments_speak_of_terms_that_exist(graph: Graph, alignments: Graph) -> None:
    used = {t for s, p, o in alignments for t in (s, p, o) if isinstance(t, URIRef) and t.startswith(TWQ)}
    assert used - terms(graph) == set()


@pytest.mark.parametrize("name", list(SCHEMES))
def test_semantic_vocabularies_are_joined_by_subclass_and_subproperty(name: str, alignments: Graph) -> None:
    joined = [
        (s, o) for p in (RDFS.subClassOf, RDFS.subPropertyOf) for s, o in alignments.subject_objects(p)
        if str(o).startswith(SCHEMES[name])
    ]  # fmt: skip
    assert joined
    assert not [p for _, p, o in alignments if p in MATCHES and str(o).startswith(SCHEMES[name])]


@pytest.mark.parametrize("name", list(MAPPED))
def test_code_lists_are_joined_by_skos_mappings_alone(name: str, alignments: Graph) -> None:
    mapped = [(s, p, o) for s, p, o in alignments if p in MATCHES and str(o).startswith(MAPPED[name])]
    assert mapped
    for p in (RDFS.subClassOf, RDFS.subPropertyOf, OWL.equivalentClass, OWL.sameAs):
        assert not [o for o in alignments.objects(None, p) if str(o).startswith(MAPPED[name])]


def test_codes_that_have_no_iris_of_their_own_are_defined_here_and_used(alignments: Graph) -> None:
    for name in ("plover", "acled", "cameo"):
        defined = {s for s in alignments.subjects(SKOS.inScheme, None) if str(s).startswith(MAPPED[name])}
        used = {o for _, p, o in alignments if p in MATCHES and str(o).startswith(MAPPED[name])}
        assert defined == used
        for code in defined:
            assert alignments.value(code, SKOS.notation)
            assert alignments.value(code, SKOS.prefLabel)


def test_the_scheme_of_event_types_mirrors_the_classes(graph: Graph, alignments: Graph) -> None:
    schema = f.schema()
    for name in schema.event_types:
        assert (TWQ[name], RDF.type, SKOS.Concept) in alignments, name
        broader = list(alignments.objects(TWQ[name], SKOS.broader))
        assert broader == [] if name in schema.event_roots else [TWQ[schema.root_of(name)]], name
        labels = set(alignments.objects(TWQ[name], SKOS.prefLabel))
        assert labels == set(graph.objects(TWQ[name], RDFS.label)), name


def test_no_exact_match_is_claimed_by_two_terms(alignments: Graph) -> None:
    matched = list(alignments.objects(None, SKOS.exactMatch))
    assert [o for o in set(matched) if matched.count(o) > 1] == []


def test_matches_of_one_term_do_not_contradict_each_other(alignments: Graph) -> None:
    for term in set(alignments.subjects()):
        matched = [o for p in MATCHES for o in alignments.objects(term, p)]
        assert len(matched) == len(set(matched)), term


# ---- Shapes and rules


def test_shapes_and_rules_speak_of_terms_that_exist(graph: Graph) -> None:
    names = {str(t).removeprefix(TWQ) for t in terms(graph)}
    for path in [FOLDER / "shapes.ttl", *sorted((FOLDER / "rules").glob("*.rq"))]:
        text = re.sub(r'"@?[a-z]* *;|#.*', "", path.read_text("utf-8"))
        assert set(re.findall(r"\btwq:([A-Za-z_]+(?:-[a-z]+)?)", text)) <= names, path.name


def test_every_shape_has_a_message_in_both_languages() -> None:
    shapes = Graph().parse(FOLDER / "shapes.ttl")
    sh = Namespace("http://www.w3.org/ns/shacl#")
    for kind in (sh.PropertyShape, sh.SPARQLConstraint):
        for shape in shapes.subjects(RDF.type, kind):
            languages = {t.language for t in shapes.objects(shape, sh.message) if isinstance(t, Literal)}
            assert languages == {"ar", "en"}, shape


def test_every_rule_is_a_construct_query_that_says_what_it_does() -> None:
    rules = sorted((FOLDER / "rules").glob("*.rq"))
    assert len(rules) >= 4
    for path in rules:
        text = path.read_text("utf-8")
        assert text.startswith("# "), path.name
        assert isinstance(ox.Store().query(text), ox.QueryTriples), path.name
