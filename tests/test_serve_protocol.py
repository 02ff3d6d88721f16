"""The SPARQL 1.1 Protocol, as far as it concerns a service that only reads; cases after the specification."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from urllib.parse import urlencode
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

from served import GRAPH, ID, JSON, Answer, Server

pytestmark = pytest.mark.xdist_group("serve")

Send = Callable[..., Answer]
ONE, TWO = GRAPH + "one", GRAPH + "two"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
COUNT = "SELECT (COUNT(*) AS ?n) { ?s twq:attacked ?o }"
IN_GRAPHS = "SELECT ?g { GRAPH ?g { ?s twq:attacked ?o } } ORDER BY ?g"


def values(answer: Answer) -> list[str]:
    assert answer.status == 200, answer.text
    return [
        value["value"] for row in json.loads(answer.body)["results"]["bindings"] for value in row.values()
    ]


def post(server: Server, *fields: tuple[str, str]) -> Answer:
    return server.ask("/sparql", "POST", urlencode(fields).encode(), FORM)


def get(server: Server, *fields: tuple[str, str], accept: str = JSON) -> Answer:
    return server.ask(f"/sparql?{urlencode(fields)}", headers={"Accept": accept})


def test_query_by_get(server: Server) -> None:
    assert values(get(server, ("query", COUNT))) == ["1"]


def test_query_by_posted_form(server: Server) -> None:
    assert values(post(server, ("query", COUNT))) == ["1"]


def test_query_posted_directly(server: Server) -> None:
    headers = {"Content-Type": "application/sparql-query; charset=UTF-8"}
    assert values(server.ask("/sparql", "POST", COUNT.encode(), headers)) == ["1"]


def test_arabic_in_a_query(server: Server) -> None:
    query = 'SELECT ?s { ?s rdfs:label "لواء الفجر"@ar }'
    for answer in (get(server, ("query", query)), post(server, ("query", query))):
        assert values(answer) == [ID + "actor-a"]
    assert values(server.ask("/sparql", "POST", query.encode(), DIRECT)) == [ID + "actor-a"]


def test_the_default_graph_holds_each_triple_once_and_all_named_graphs_are_there(server: Server) -> None:
    assert values(get(server, ("query", IN_GRAPHS))) == [ONE, TWO]
    assert values(get(server, ("query", "SELECT (COUNT(*) AS ?n) { ?s twq:part_of ?o }"))) == ["3000"]


@pytest.mark.parametrize("send", [get, post])
def test_default_graphs_of_the_request_are_merged(server: Server, send: Send) -> None:
    labels = "SELECT (COUNT(*) AS ?n) { ?s rdfs:label ?o }"
    two = (("default-graph-uri", ONE), ("default-graph-uri", TWO))
    assert values(send(server, ("query", COUNT), *two)) == ["1"]
    assert values(send(server, ("query", labels), two[0])) == ["3"]
    assert values(send(server, ("query", labels), *two)) == ["4"]
    assert values(send(server, ("query", IN_GRAPHS), *two)) == []


@pytest.mark.parametrize("send", [get, post])
def test_named_graphs_of_the_request(server: Server, send: Send) -> None:
    named = ("named-graph-uri", TWO)
    assert values(send(server, ("query", IN_GRAPHS), named)) == [TWO]
    assert values(send(server, ("query", COUNT), named)) == ["0"]


def test_full_dataset_with_a_query_posted_directly(server: Server) -> None:
    fields = urlencode([("default-graph-uri", ONE), ("default-graph-uri", TWO), ("named-graph-uri", TWO)])
    answer = server.ask(f"/sparql?{fields}", "POST", IN_GRAPHS.encode(), DIRECT)
    assert values(answer) == [TWO]
    assert values(server.ask(f"/sparql?{fields}", "POST", COUNT.encode(), DIRECT)) == ["1"]


def test_from_chooses_graphs_and_the_request_goes_before_it(server: Server) -> None:
    query = f"SELECT (COUNT(*) AS ?n) FROM <{TWO}> {{ ?s rdfs:label ?o }}"
    assert values(get(server, ("query", query))) == ["1"]
    assert values(get(server, ("query", query), ("default-graph-uri", ONE))) == ["3"]
    both = query.replace("FROM", f"FROM <{ONE}> FROM")
    assert values(get(server, ("query", both))) == ["4"]
    prefixed = f"PREFIX g: <{GRAPH}> SELECT ?g FROM NAMED g:one {{ GRAPH ?g {{ ?s twq:attacked ?o }} }}"
    assert values(get(server, ("query", prefixed))) == [ONE]


ASK, SELECT = "ASK { ?s twq:attacked ?o }", "SELECT ?s ?o { ?s twq:attacked ?o }"
CONSTRUCT, DESCRIBE = "CONSTRUCT WHERE { ?s twq:attacked ?o }", f"DESCRIBE <{ID}actor-a>"


@pytest.mark.parametrize("query", [SELECT, ASK])
@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("*/*", JSON),
        (JSON, JSON),
        ("application/json", "application/json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("text/csv;q=0.1, application/xml;q=0.9", "application/xml"),
        ("text/turtle, application/rdf+xml, */*;q=0.1", JSON),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/xml"),
    ],
)
def test_rows_and_booleans_in_the_format_asked_for(
    server: Server, query: str, accept: str, media: str
) -> None:
    answer = server.query(query, accept)
    assert (answer.status, answer.media) == (200, media)
    assert answer.headers["vary"].startswith("Accept")
    if "json" in media:
        content = json.loads(answer.body)
        assert content["boolean"] if query == ASK else len(content["results"]["bindings"]) == 1
    elif "xml" in media:
        assert ElementTree.fromstring(answer.body).tag == "{http://www.w3.org/2005/sparql-results#}sparql"
    elif query == ASK:
        assert answer.text.strip() == "true"
    else:
        assert len(list(csv.reader(io.StringIO(answer.text)))) == 2


@pytest.mark.parametrize(("query", "triples"), [(CONSTRUCT, 1), (DESCRIBE, 5)])
@pytest.mark.parametrize(
    ("accept", "media", "format_"),
    [
        ("*/*", "text/turtle", ox.RdfFormat.TURTLE),
        ("text/turtle", "text/turtle", ox.RdfFormat.TURTLE),
        ("application/n-triples", "application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/rdf+xml", "application/rdf+xml", ox.RdfFormat.RDF_XML),
        ("application/ld+json", "application/ld+json", ox.RdfFormat.JSON_LD),
        (f"{JSON}, application/rdf+xml;q=0.5", "application/rdf+xml", ox.RdfFormat.RDF_XML),
    ],
)
def test_triples_in_the_format_asked_for(
    server: Server, query: str, triples: int, accept: str, media: str, format_: ox.RdfFormat
) -> None:
    answer = server.query(query, accept)
    assert (answer.status, answer.media) == (200, media)
    assert len(set(ox.parse(answer.body, format=format_))) == triples


@pytest.mark.parametrize(
    ("query", "accept"), [(SELECT, "text/turtle"), (CONSTRUCT, JSON), (ASK, "image/png")]
)
def test_no_format_that_the_client_takes(server: Server, query: str, accept: str) -> None:
    assert server.query(query, accept).status == 406


def test_head_is_get_without_the_body(server: Server) -> None:
    answer = server.ask(f"/sparql?{urlencode({'query': COUNT})}", "HEAD")
    assert (answer.status, answer.body) == (200, b"")
    assert int(answer.headers["content-length"]) > 0


def test_options_and_cross_origin_requests(server: Server) -> None:
    assert server.ask("/sparql", "OPTIONS").headers["allow"] == "GET, HEAD, POST, OPTIONS"
    origin = {"Origin": "https://example.org"}
    simple = server.ask(f"/sparql?{urlencode({'query': ASK})}", headers=origin)
    assert simple.headers["access-control-allow-origin"] == "*"
    asking = {
        **origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    before = server.ask("/sparql", "OPTIONS", headers=asking)
    assert before.status == 200
    assert "POST" in before.headers["access-control-allow-methods"]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_methods_that_are_no_queries(server: Server, method: str) -> None:
    answer = server.ask("/sparql", method, ASK.encode(), DIRECT)
    assert answer.status == 405
    assert "POST" in answer.headers["allow"]


UPDATE = "INSERT DATA { <a:a> <a:b> <a:c> }"
ASKED = urlencode({"query": ASK})
UTF_16 = {"Content-Type": "application/sparql-query; charset=UTF-16"}
UPDATING = {"Content-Type": "application/sparql-update"}
BAD: dict[str, tuple[int, str, bytes, dict[str, str]]] = {
    "two queries in one form": (400, "", urlencode([("query", ASK), ("query", ASK)]).encode(), FORM),
    "a query in the address and one in the body": (400, f"?{ASKED}", ASK.encode(), DIRECT),
    "a media type that is no query": (415, "", ASK.encode(), {"Content-Type": "text/plain"}),
    "a form without its media type": (415, "", urlencode({"query": ASK}).encode(), {}),
    "a query without its media type": (415, "", ASK.encode(), {}),
    "another encoding": (415, "", ASK.encode("utf-16"), UTF_16),
    "bytes that are not UTF-8": (400, "", b"ASK { ?s ?p 'caf\xe9' }", DIRECT),
    "a form that is not UTF-8": (400, "", b"query=ASK+%7B+%3Fs+%3Fp+%27caf%E9%27+%7D", FORM),
    "a form without a query": (400, "", b"", FORM),
    "no SPARQL": (400, "", b"SELECT * { ?s ?p", DIRECT),
    "an undeclared prefix": (400, "", b"ASK { ?s no:such ?o }", DIRECT),
    "an update as a query": (400, "", UPDATE.encode(), DIRECT),
    "an update, posted directly": (403, "", UPDATE.encode(), UPDATING),
    "an update as a form": (403, "", urlencode({"update": UPDATE}).encode(), FORM),
    "an unknown default graph": (400, "?default-graph-uri=http%3A%2F%2Fx%2Fg", ASK.encode(), DIRECT),
    "a default graph that is no IRI": (400, "?default-graph-uri=no+iri", ASK.encode(), DIRECT),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_bad_requests_are_refused_in_plain_words(server: Server, case: str) -> None:
    status, address, body, headers = BAD[case]
    answer = server.ask(f"/sparql{address}", "POST", body, headers)
    assert (answer.status, answer.media) == (status, "text/plain")
    assert "Traceback" not in answer.text
    assert answer.text.strip().endswith((".", "graph."))


def test_updates_in_the_address_and_bad_addresses(server: Server) -> None:
    assert get(server, ("update", UPDATE)).status == 403
    assert get(server, ("query", ASK), ("query", ASK)).status == 400
    assert server.ask("/sparql?query=ASK%7B%3Fs%3Fp%27%E9%27%7D").status == 400
    assert values(get(server, ("query", "SELECT (COUNT(*) AS ?n) { <a:a> ?p ?o }"))) == ["0"]


def test_without_a_query_the_service_describes_itself(server: Server) -> None:
    answer = server.ask("/sparql", headers={"Accept": "text/turtle"})
    assert (answer.status, answer.media) == (200, "text/turtle")
    described = {quad.predicate.value for quad in ox.parse(answer.body, format=ox.RdfFormat.TURTLE)}
    assert "http://www.w3.org/ns/sparql-service-description#endpoint" in described
    assert server.ask("/sparql", headers={"Accept": "text/html"}).headers["location"] == "/query"
