"""Reports become quads, events are settled from them, edges are derived and can say why they stand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

import factories as f
from tawthiq.errors import InputError, KnowledgeError
from tawthiq.graph.claims import Claims
from tawthiq.graph.derive import derive
from tawthiq.graph.grounds import Grounds
from tawthiq.graph.namespaces import (
    DERIVED,
    EVENTS,
    GRAPHS,
    OA,
    RESOLVED,
    SCHEMA,
    Namespace,
    shorten,
    term,
    twq,
)
from tawthiq.graph.network import to_networkx
from tawthiq.graph.quads import document_name, document_quads
from tawthiq.model import Status
from tawthiq.store import GraphStore

ID = Namespace()


def values(store: Store, subject: str, predicate: str) -> set[str]:
    return {str(q.object.value) for q in store.quads_for_pattern(ID.iri(subject), twq(predicate), None, None)}  # type: ignore[union-attr]


def edges(store: Store, predicate: str) -> set[tuple[str, str]]:
    quads = store.quads_for_pattern(None, twq(predicate), None, DERIVED)
    return {(ID.local(q.subject.value), ID.local(q.object.value)) for q in quads}  # type: ignore[union-attr]


def iri(local: str) -> str:
    return ID.iri(local).value


# ---- Quads


def test_every_quote_is_a_slice_of_the_text_and_no_node_is_blank() -> None:
    document = f.attack("a")
    quads = document_quads(document, f.schema(), ID, f.RUN)
    assert all(isinstance(q.subject, NamedNode) and isinstance(q.object, NamedNode | Literal) for q in quads)
    found: dict[str, dict[str, str]] = {}
    for quad in quads:
        if quad.predicate.value.startswith(OA):
            found.setdefault(quad.subject.value, {})[quad.predicate.value[len(OA) :]] = quad.object.value  # type: ignore[union-attr]
    assert len(found) > 5
    for span in found.values():
        assert document.document.text[int(span["start"]) : int(span["end"])] == span["exact"]


def test_what_a_document_says_stands_in_its_own_graphs_and_the_gazetteer_in_another() -> None:
    quads = document_quads(f.attack("a"), f.schema(), ID, f.RUN)
    name = document_name("a")
    assert {q.graph_name.value for q in quads} == {GRAPHS + name, f"{GRAPHS}{name}-resolved", RESOLVED.value}  # type: ignore[union-attr]
    assert {q.subject for q in quads if q.graph_name == RESOLVED} == {
        ID.iri(x) for x in ("country-syria", f.PROVINCE.id, "point-country-syria", f"point-{f.PROVINCE.id}")
    }


def test_every_node_has_a_label() -> None:
    quads = document_quads(f.attack("a"), f.schema(), ID, f.RUN)
    labelled = {q.subject for q in quads if q.predicate.value.endswith("#label")}
    assert {q.subject for q in quads} == labelled


def test_an_article_without_events_is_a_graph_of_its_document_alone() -> None:
    quiet = f.resolved(replace(f.attack("a").document, text="لا شيء."), [])
    assert len({q.subject for q in document_quads(quiet, f.schema(), ID, f.RUN)}) == 1


def test_a_type_that_the_ontology_does_not_have_is_an_error() -> None:
    wrong = replace(f.attack("a"), events=(replace(f.event("Shelling", "x"), type="Picnic"),))
    with pytest.raises(KeyError):
        document_quads(wrong, f.schema(), ID, f.RUN)


@pytest.mark.parametrize("base", ["example.org/", "https://example.org/id", "https://exa mple.org/", ""])
def test_a_base_that_makes_no_iris_is_refused_with_a_remedy(base: str) -> None:
    with pytest.raises(InputError, match="You can fix this by"):
        Namespace(base)


def test_only_flat_names_are_shortened() -> None:
    prefixes = ID.prefixes
    assert shorten(iri("event-1-a"), prefixes) == "id:event-1-a"
    assert [shorten(iri(x), prefixes) for x in ("a/b", "a.", "a,b", "-a", "a-", "حقل", "")] == [None] * 7


# ---- Settling


def test_an_event_takes_status_roles_time_and_agreed_numbers_from_its_reports(tmp_path: Path) -> None:
    store = f.built(tmp_path, f.attack("a", killed=3), f.attack("b", killed=3))
    event = f.event("Shelling", "dam base").id
    assert values(store, event, "status") == {twq("actual").value}
    assert values(store, event, "actor") == {iri(f.MILITIA.id)}
    assert values(store, event, "target") == values(store, event, "place") == {iri(f.BASE.id)}
    assert values(store, event, "weapon") == {twq("rocket").value}
    assert values(store, event, "killed") == {"3"}
    assert values(store, event, "time_start") == {"2024-03-05"}


def test_contradicting_numbers_stay_with_their_reports(tmp_path: Path) -> None:
    store = f.built(tmp_path, f.attack("a", killed=3), f.attack("b", killed=5))
    assert values(store, f.event("Shelling", "dam base").id, "killed") == set()
    told = [q.object.value for q in store.quads_for_pattern(None, twq("killed"), None, None)]  # type: ignore[union-attr]
    assert sorted(told) == ["3", "5"]


def test_who_only_denies_an_attack_adds_no_attacker(tmp_path: Path) -> None:
    other = f.entity("actor-river-guard-9", "Militia", "حرس النهر")
    store = f.built(tmp_path, f.attack("a"), f.attack("b", status="denied", militia=other))
    event = f.event("Shelling", "dam base").id
    assert values(store, event, "status") == {twq("actual").value}
    assert values(store, event, "actor") == {iri(f.MILITIA.id)}
    assert edges(store, "attacked") == {(f.MILITIA.id, f.BASE.id)}


@pytest.mark.parametrize("status", ["planned", "averted", "denied"])
def test_what_did_not_happen_feeds_no_edge(tmp_path: Path, status: Status) -> None:
    store = f.built(tmp_path, f.attack("a", status=status))
    assert edges(store, "attacked") == set()
    assert values(store, f.event("Shelling", "dam base").id, "status") == {twq(status).value}


def test_taking_a_document_away_leaves_what_the_other_one_tells(tmp_path: Path) -> None:
    alone = f.built(tmp_path / "1", f.attack("b", killed=5))
    with GraphStore.open(tmp_path / "2" / "build") as store:
        store.put(f.attack("a", killed=3), f.schema(), f.RUN)
        store.put(f.attack("b", killed=5), f.schema(), f.RUN)
        store.finish()
        store.remove("a")
        store.finish()
        assert {str(q) for q in store.store.quads_for_pattern(None, None, None, EVENTS)} == {
            str(q) for q in alone.quads_for_pattern(None, None, None, EVENTS)
        }


# ---- Derivation


def test_the_edge_of_the_most_specific_type_is_drawn_and_no_other(tmp_path: Path) -> None:
    store = f.built(tmp_path, f.attack("a", type="Arrest"))
    assert edges(store, "arrested") == {(f.MILITIA.id, f.BASE.id)}
    assert edges(store, "coerced") == set()


def test_parties_of_a_clash_are_tied_both_ways(tmp_path: Path) -> None:
    document = f.attack("a").document
    happening = f.event("ArmedClash", "clash")
    sides = (
        f.argument(document, f.MILITIA, "كتائب النخيل"),
        f.argument(document, f.MINISTRY, "وزارة الدفاع"),
    )
    report = f.report(document, happening, "كتائب النخيل قصفت", actors=sides)
    store = f.built(tmp_path, f.resolved(document, [f.MILITIA, f.MINISTRY, f.SYRIA], [happening], [report]))
    both = {(f.MILITIA.id, f.MINISTRY.id), (f.MINISTRY.id, f.MILITIA.id)}
    assert edges(store, "clashed_with") == both


def test_a_deployment_without_target_goes_to_its_place_and_an_attack_does_not(tmp_path: Path) -> None:
    document = f.attack("a").document
    where = (f.argument(document, f.BASE, "قاعدة السد"),)
    who = (f.argument(document, f.MILITIA, "كتائب النخيل"),)
    happenings = [f.event("Deployment", "d"), f.event("Airstrike", "s")]
    reports = [f.report(document, h, "كتائب النخيل قصفت", actors=who, places=where) for h in happenings]
    entities = [f.MILITIA, f.BASE, f.PROVINCE, f.SYRIA]
    store = f.built(tmp_path, f.resolved(document, entities, happenings, reports))
    assert edges(store, "deployed_to") == {(f.MILITIA.id, f.BASE.id)}
    assert edges(store, "attacked") == set()


def test_places_lie_in_places_without_the_ontology(tmp_path: Path) -> None:
    store = f.built(tmp_path, f.attack("a"))
    answer = store.query(
        "ASK { ?militia twq:attacked ?base . ?base twq:located_in+ id:country-syria }",
        prefixes=ID.prefixes,
        use_default_graph_as_union=True,
    )
    assert bool(answer)


def test_articles_that_put_two_places_into_each_other_make_no_circle(tmp_path: Path) -> None:
    document = f.attack("a").document
    one, two = f.entity("place-one", "Town", "أ"), f.entity("place-two", "Town", "ب")
    first, second = f.argument(document, one, "قاعدة السد"), f.argument(document, two, "ريف دير الزور")
    evidence = "وتقع القاعدة في ريف دير الزور"
    relations = [
        f.relation(document, first, "located_in", second, evidence),
        f.relation(document, second, "located_in", first, evidence),
    ]
    store = f.built(tmp_path, f.resolved(document, [one, two], relations=relations))
    assert len(edges(store, "located_in")) == 1


def test_alliances_of_the_gazetteer_hold_both_ways(tmp_path: Path) -> None:
    friend = replace(f.MILITIA, parents=(("allied_with", f.MINISTRY.id),))
    store = f.built(tmp_path, f.attack("a", militia=friend))
    assert (f.MINISTRY.id, f.MILITIA.id) in edges(store, "allied_with")


@pytest.mark.parametrize(
    ("query", "problem"), [("SELECT * {", "no valid SPARQL"), ("ASK {}", "no CONSTRUCT")]
)
def test_a_bad_rule_is_named(tmp_path: Path, query: str, problem: str) -> None:
    (tmp_path / "10-bad.rq").write_text(query)
    with pytest.raises(KnowledgeError, match=f"10-bad.rq.*{problem}"):
        derive(Store(), tmp_path)


# ---- Why, and the projection


def test_each_edge_leads_to_its_reports_and_each_report_to_its_words(tmp_path: Path) -> None:
    claims = Claims(f.built(tmp_path, f.attack("a"), f.attack("b", status="denied"), f.attack("c")))
    edge = (iri(f.MILITIA.id), "attacked", iri(f.BASE.id))
    grounds = Grounds(claims)
    assert grounds.events(edge) == [iri(f.event("Shelling", "dam base").id)]
    assert [claims.article(c.document).id for c in grounds.reports(edge)] == ["a", "b", "c"]
    assert [q.text[:12] for q in claims.quotes(grounds.reports(edge)[0].evidence)] == ["كتائب النخيل"]
    where = (iri(f.BASE.id), "located_in", iri(f.PROVINCE.id))
    assert len(grounds.reports(where)) == 3


def test_every_derived_edge_has_grounds(tmp_path: Path) -> None:
    arrest, talks = f.attack("b", type="Arrest", key="x"), f.attack("c", type="Talks", key="y")
    store = f.built(tmp_path, f.attack("a"), arrest, talks)
    grounds = Grounds(Claims(store))
    derived = list(store.quads_for_pattern(None, None, None, DERIVED))
    assert len(derived) >= 4
    for quad in derived:
        assert isinstance(quad.subject, NamedNode)
        assert isinstance(quad.object, NamedNode)
        edge = (quad.subject.value, quad.predicate.value.rpartition("#")[2], quad.object.value)
        assert grounds.reports(edge), edge


def test_the_projection_has_entities_events_edges_and_their_quotes(tmp_path: Path) -> None:
    store = f.built(tmp_path, f.attack("a"))
    graph = to_networkx(store, ID)
    event = f.event("Shelling", "dam base").id
    assert set(graph) == {event, f.MILITIA.id, f.MINISTRY.id, f.BASE.id, f.PROVINCE.id, f.SYRIA.id}
    assert graph.nodes[f.SYRIA.id]["point"] == (35.0, 38.0)
    assert graph.nodes[f.PROVINCE.id]["names"] == ["ريف دير الزور"]
    assert {k: graph.nodes[event][k] for k in ("kind", "types", "status", "start", "aggregate")} == {
        "kind": "event", "types": ["Shelling"], "status": "actual", "start": "2024-03-05", "aggregate": False,
    }  # fmt: skip
    edge = graph.edges[f.MILITIA.id, f.BASE.id, "attacked"]
    assert (edge["direct"], edge["event"], edge["label_ar"]) == (True, [event], "هاجم")
    claim = edge["evidence"][0]
    assert f.TEXT[claim["start"] : claim["end"]] == claim["quote"]
    assert (claim["document"], claim["claimant"], claim["date"]) == ("a", "وزارة الدفاع", "2024-03-06")
    assert [claim["quote"][start:end] for start, end in claim["trigger"]] == ["كتائب"]
    assert not graph.edges[event, f.BASE.id, "target"]["direct"]
    assert graph.edges[f.PROVINCE.id, f.SYRIA.id, "located_in"]["evidence"] == []


def test_the_projection_needs_no_ontology_in_the_store(tmp_path: Path) -> None:
    store = f.built(tmp_path, f.attack("a"))
    bare = Store()
    bare.extend(Quad(q.subject, q.predicate, q.object) for q in store if "ontology" not in str(q.graph_name))
    one, other = to_networkx(store, ID), to_networkx(bare, ID)
    assert {n: one.nodes[n] for n in one} == {n: other.nodes[n] for n in other}
    assert sorted(one.edges(keys=True)) == sorted(other.edges(keys=True))


def test_the_body_of_the_article_is_in_the_store_with_every_character(tmp_path: Path) -> None:
    text = f.TEXT + "\r\n\u202bنهاية\u202c \u0000 \u2028"
    store = f.built(tmp_path, f.attack("a", text=text))
    bodies = [q.object.value for q in store.quads_for_pattern(None, term(SCHEMA + "articleBody"), None, None)]  # type: ignore[union-attr]
    assert bodies == [text]
