"""The pages and the linked data of ``tawthiq serve``, and its command line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

import factories as f
from served import GRAPH, HOSTILE, ID, Server, running
from tawthiq.cli import main
from tawthiq.graph.quads import BODY
from tawthiq.query import stored_queries
from tawthiq.serve.pages import static_files
from tawthiq.serve.snapshot import served_copy
from tawthiq.store import GraphStore, open_graph

pytestmark = pytest.mark.xdist_group("examples")

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture(scope="module")
def examples(examples_build: Path) -> Iterator[Server]:
    """The example articles, served with the options of everyday."""
    with running(examples_build, "--processes", "2") as found:
        yield found


class Links(HTMLParser):
    """The links of a page, its text, and the elements that should not be there."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.elements: list[str] = []
        self.texts: list[str] = []
        self.attributes: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes.update(name for name, _ in attrs)
        self.links += [value for name, value in attrs if name in ("href", "action", "src") and value]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def page(server: Server, path: str) -> Links:
    answer = server.ask(path, headers=HTML)
    assert (answer.status, answer.media) == (200, "text/html"), answer.text
    return Links(answer.text)


def test_every_link_of_the_pages_leads_somewhere(examples: Server) -> None:
    waiting, seen = ["/", "/?lang=en"], set[str]()
    while waiting and len(seen) < 120:
        path = waiting.pop(0)
        if path.partition("#")[0] in seen or not path.startswith("/"):
            continue
        seen.add(path.partition("#")[0])
        answer = examples.ask(path.partition("#")[0], headers=HTML)
        assert answer.status in (200, 303), (path, answer.text)
        if answer.media == "text/html" and not path.startswith("/graph.html"):
            links = Links(answer.text).links
            waiting += [link for link in links if not link.startswith("/id/") or len(seen) < 60]
    assert len(seen) > 60


def test_stored_queries_are_one_click_away_in_both_languages(examples: Server) -> None:
    home = page(examples, "/")
    english = page(examples, "/?lang=en")
    for name, query in stored_queries().items():
        assert f"/queries/{name}" in home.links
        assert query.titles["ar"] in home.texts
        assert f"/queries/{name}?lang=en" in english.links
        assert query.titles["en"] in english.texts
        assert "td" in page(examples, f"/queries/{name}").elements


def test_a_stored_query_takes_names_and_gives_the_answer_of_the_command(
    examples: Server, examples_build: Path
) -> None:
    fields = urlencode({"attacker": "الميليشيات الإيرانية", "format": "csv"})
    answer = examples.ask(f"/queries/who-attacked-whom?{fields}")
    assert answer.media == "text/csv"
    command = ["query", str(examples_build), "who-attacked-whom", "--format", "csv"]
    shown = CliRunner().invoke(main, [*command, "--set", "attacker=الميليشيات الإيرانية"])
    assert answer.text == shown.stdout
    assert "قاعدة كونيكو" in answer.text
    assert "قاعدة كونيكو" in page(examples, "/queries/who-attacked-whom").texts


def test_a_wrong_value_of_a_stored_query_is_told(examples: Server) -> None:
    answer = examples.ask("/queries/arrests?since=yesterday", headers=HTML)
    assert answer.status == 400
    assert "You can fix this" in answer.text
    assert examples.ask("/queries/no-such-query", headers=HTML).status == 404


@pytest.mark.parametrize(
    ("accept", "ending", "format_"),
    [
        ("text/turtle", ".ttl", ox.RdfFormat.TURTLE),
        ("application/ld+json", ".jsonld", ox.RdfFormat.JSON_LD),
        ("application/rdf+xml", ".rdf", ox.RdfFormat.RDF_XML),
        ("application/n-triples", ".nt", ox.RdfFormat.N_TRIPLES),
    ],
)
def test_a_node_is_described_at_its_iri(
    server: Server, accept: str, ending: str, format_: ox.RdfFormat
) -> None:
    node = ox.NamedNode(ID + "actor-a")
    attacked = ox.NamedNode("https://w3id.org/tawthiq/ontology#attacked")
    for answer in (server.ask("/id/actor-a", headers={"Accept": accept}), server.ask(f"/id/actor-a{ending}")):
        assert (answer.status, answer.media) == (200, accept)
        triples = {quad.triple for quad in ox.parse(answer.body, format=format_)}
        assert ox.Triple(node, attacked, ox.NamedNode(ID + "place-b")) in triples
    base = server.ask("/id/place-b", headers={"Accept": accept})
    assert ox.Triple(node, attacked, ox.NamedNode(ID + "place-b")) in {
        quad.triple for quad in ox.parse(base.body, format=format_)
    }
    assert server.ask("/id/nothing-1", headers={"Accept": accept}).status == 404


def test_the_page_of_a_node_names_it_in_the_language_asked_for(server: Server) -> None:
    assert "لواء الفجر" in page(server, "/id/actor-a").texts
    assert "Dawn Brigade" in page(server, "/id/actor-a?lang=en").texts
    browser = server.ask("/id/actor-a", headers={**HTML, "Accept-Language": "en-GB,ar;q=0.5"})
    assert '<html lang="en" dir="ltr">' in browser.text
    assert server.ask("/id/nothing-1", headers=HTML).status == 404


def test_an_event_page_shows_the_words_it_rests_on(examples: Server) -> None:
    query = "SELECT ?e ?q { ?r twq:report_of ?e ; twq:evidence/oa:exact ?q } LIMIT 1"
    row = json.loads(examples.query(query).body)["results"]["bindings"][0]
    shown = "".join(page(examples, f"/id/{row['e']['value'].removeprefix(ID)}").texts)
    assert f"«{row['q']['value']}»" in shown


HOSTILE_PATHS = (
    "/id/place-b", "/id/document-d", "/id/actor-a", f"/search?{urlencode({'q': HOSTILE})}",
    f"/queries/who-attacked-whom?{urlencode({'attacker': HOSTILE})}", f"/id/{quote(HOSTILE, safe='')}",
    f"/query?{urlencode({'query': HOSTILE})}", f"/?{urlencode({HOSTILE: HOSTILE})}",
    f"/queries/who-attacked-whom?lang=en&{urlencode({HOSTILE: 'x'})}",
)  # fmt: skip


@pytest.mark.parametrize("path", HOSTILE_PATHS)
def test_hostile_names_stay_text(server: Server, path: str) -> None:
    answer = server.ask(path, headers=HTML)
    found = Links(answer.text)
    assert "img" not in found.elements
    assert not any(name.startswith("on") for name in found.attributes)
    assert not any(link.startswith("javascript") for link in found.links)
    assert found.elements.count("script") == (3 if path.startswith("/query?") else 0)
    if path.startswith("/id/place-b"):
        assert HOSTILE in found.texts


def test_every_answer_tells_browsers_to_trust_nothing(server: Server) -> None:
    for path in ("/", "/query", "/id/actor-a", "/sparql?query=ASK%7B%7D", "/static/query.js", "/no/such"):
        headers = server.ask(path, headers=HTML).headers
        assert headers["x-content-type-options"] == "nosniff"
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_no_page_asks_for_anything_elsewhere(server: Server) -> None:
    for path in ("/", "/query", "/ontology", "/id/actor-a", "/queries/arrests"):
        html = server.ask(path, headers=HTML).text
        loaded = [link for link in Links(html).links if link.startswith(("http:", "https:", "//"))]
        assert all(link.startswith(("https://", "http://")) for link in loaded)
        for loading in ('<script src="http', '<link rel="stylesheet" href="http', "<img"):
            assert loading not in html


def test_the_build_s_page_and_turtle_are_served(examples: Server, examples_build: Path) -> None:
    shown = examples.ask("/graph.html", headers=HTML)
    assert shown.body == (examples_build / "graph.html").read_bytes()
    assert "content-security-policy" not in shown.headers
    assert examples.ask("/graph.ttl").body == (examples_build / "graph.ttl").read_bytes()


def test_void_counts_what_is_there(examples: Server) -> None:
    answer = examples.ask("/.well-known/void")
    assert answer.media == "text/turtle"
    store = ox.Store()
    store.load(answer.body, format=ox.RdfFormat.TURTLE)
    query = """PREFIX void: <http://rdfs.org/ns/void#>
    SELECT ?n ?endpoint ?dump {
      ?d a void:Dataset ; void:triples ?n ; void:sparqlEndpoint ?endpoint ; void:dataDump ?dump }"""
    rows = list(store.query(query))  # type: ignore[arg-type]
    assert len(rows) == 1
    counted = json.loads(examples.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").body)
    assert rows[0]["n"].value == counted["results"]["bindings"][0]["n"]["value"]
    assert rows[0]["endpoint"].value == f"http://127.0.0.1:{examples.port}/sparql"
    assert rows[0]["dump"].value.endswith("/graph.ttl")


def test_named_graphs_and_the_ontology_stand_at_their_iris(server: Server) -> None:
    graph = server.ask("/graph/two", headers={"Accept": "application/n-triples"})
    assert len(list(ox.parse(graph.body, format=ox.RdfFormat.N_TRIPLES))) == 5
    assert server.ask("/graph/nine").status == 404
    terms = {quad.subject for quad in ox.parse(server.ask("/ontology.ttl").body, format=ox.RdfFormat.TURTLE)}
    assert ox.NamedNode("https://w3id.org/tawthiq/ontology#attacked") in terms
    assert "twq:attacked" in page(server, "/ontology").texts
    assert GRAPH.endswith("/graph/")


def test_health(server: Server) -> None:
    found = json.loads(server.ask("/health").body)
    assert found["status"] == "ok"
    assert found["triples"] == 3011
    assert found["outdated"] is False


def test_what_is_served_says_when_the_graph_was_built_anew(tmp_path: Path) -> None:
    built(tmp_path / "out", "a")
    with running(tmp_path / "out") as server:
        assert json.loads(server.ask("/health").body)["outdated"] is False
        assert "built anew" not in server.ask("/?lang=en", headers=HTML).text
        built(tmp_path / "out", "b")
        assert json.loads(server.ask("/health").body)["outdated"] is True
        assert "built anew" in server.ask("/?lang=en", headers=HTML).text


def built(out: Path, document: str) -> None:
    with GraphStore.open(out) as store:
        store.put(f.attack(document), f.schema(), f.RUN)
        store.finish()


def test_the_editor_is_the_one_that_was_released() -> None:
    hashes = {
        "yasqe/yasqe.min.js": "288202e5f1c0195a71d1190b35c052ad5e5103e73d61455da029ffcacb7f9347",
        "yasr/yasr.min.js": "a6196c11d6f5fbd2e5ee17f1d6060987464ef4683bca443d6bc1dffc2fcfaf84",
        "yasr/yasr.min.css": "9a10866de01aae904747bdb60b11bda35f5251447d846fc5ac68efac8790f53a",
        "yasqe/yasqe.min.css": "f82256c2a56f83a5356abef88c760cff67da21e38873e744db73afaf08f285a2",
    }
    for name, expected in hashes.items():
        data = static_files()[name][0]
        assert hashlib.sha256(data).hexdigest() == expected
    for name in ("yasqe", "yasr"):
        assert b"MIT" in static_files()[f"{name}/LICENSE.txt"][0]


def test_the_interface_speaks_both_languages() -> None:
    words = json.loads((files("tawthiq.serve") / "static" / "interface.json").read_text("utf-8"))
    assert all(set(word) == {"ar", "en"} and all(word.values()) for word in words.values())


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (["--host", "0.0.0.0"], 2, "--public"),
        (["--host", "192.0.2.1"], 2, "--public"),
        (["--port", "70000"], 2, "70000"),
        (["--public", "--host", "192.0.2.1", "--port", "0"], 3, "cannot be listened at"),
    ],
)
def test_wrong_use_of_the_command(tmp_path: Path, options: list[str], code: int, told: str) -> None:
    result = CliRunner().invoke(main, ["serve", str(tmp_path), *options])
    assert result.exit_code == code
    assert told in result.stderr
    assert "Traceback" not in result.stderr


def test_a_folder_without_a_graph(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["serve", str(tmp_path), "--port", "0"])
    assert result.exit_code == 3
    assert "there is no graph in this folder" in result.stderr


def test_other_origins_may_be_kept_out(tmp_path: Path) -> None:
    graph = tmp_path / "small.ttl"
    graph.write_text("<a:a> <a:b> <a:c> .", "utf-8")
    with running(graph, "--origin", "https://example.org") as server:
        for origin, allowed in (("https://example.org", True), ("https://example.net", False)):
            answer = server.ask("/sparql?query=ASK%7B%7D", headers={"Origin": origin})
            assert (answer.headers.get("access-control-allow-origin") == origin) == allowed


@pytest.mark.parametrize("with_text", [False, True])
def test_the_copy_holds_what_the_build_holds(examples_build: Path, tmp_path: Path, with_text: bool) -> None:
    source = open_graph(examples_build)
    expected = {quad for quad in source if with_text or quad.predicate != BODY}
    with served_copy(examples_build, tmp_path, with_text=with_text) as (folder, number):
        copy = set(ox.Store.read_only(str(folder)))
    assert {quad for quad in copy if quad.graph_name != ox.DefaultGraph()} == expected
    triples = {quad.triple for quad in expected}
    assert {quad.triple for quad in copy if quad.graph_name == ox.DefaultGraph()} == triples
    assert number == len(triples)
    assert list(tmp_path.iterdir()) == []
    assert set(open_graph(examples_build)) == set(source)
