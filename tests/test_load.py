"""Loading into other stores: nothing is lost, nothing is told, and what broke off goes on."""

from __future__ import annotations

import functools
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

import factories as f
from faulty_endpoint import (
    Server,
    cut_after_work,
    cut_while_reading,
    echoes,
    faulty_endpoint,
    says,
    slow,
)  # fmt: skip
from tawthiq.cli import main
from tawthiq.cli.load import ENGINES as OFFERED
from tawthiq.errors import EndpointError, InputError
from tawthiq.graph.namespaces import DERIVED, GRAPHS, RUNS
from tawthiq.graph.statements import graph_names, statements
from tawthiq.store import open_graph
from tawthiq.store.embedded import GraphStore
from tawthiq.store.remote import ENGINES, Credentials, LoadState
from tawthiq.store.remote.client import Client, Patience
from tawthiq.store.remote.detect import detect
from tawthiq.store.remote.engines import addresses, clean_address
from tawthiq.store.remote.values import value

USER, PASSWORD, TOKEN = (f"TAWTHIQ_ENDPOINT_{name}" for name in ("USER", "PASSWORD", "TOKEN"))
SECRET = "s3cret p@ss/word"
DOCUMENT_A = f"{GRAPHS}document-a-"


@pytest.fixture
def server() -> Iterator[Server]:
    with faulty_endpoint() as running:
        yield running


@pytest.fixture
def build(tmp_path: Path) -> Path:
    f.built(tmp_path / "out", f.attack("a"), f.attack("b", killed=5))
    return tmp_path / "out"


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = functools.partial(Patience, attempts=3, first=0.001)
    monkeypatch.setattr("tawthiq.store.remote.client.Patience", quick)
    for name in (USER, PASSWORD, TOKEN):
        monkeypatch.delenv(name, raising=False)


def load(build: Path, server: Server, *options: str, engine: str = "oxigraph") -> Result:
    command = ["load", str(build), "--to", server.url, "--engine", engine, *options]
    return CliRunner().invoke(main, command, prog_name="tawthiq")


def said(result: Result) -> str:
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.output


def same(build: Path, server: Server) -> bool:
    """Whether the endpoint holds each graph of the build, and nothing else."""
    here, there = open_graph(build), server.store
    names = graph_names(here)
    return graph_names(there) == names and all(statements(here, n) == statements(there, n) for n in names)


def other(graph: ox.NamedNode) -> ox.Quad:
    """A statement that is not of the build."""
    node = ox.NamedNode("https://example.org/x")
    return ox.Quad(node, node, node, graph)


# ---- What is sent


def test_each_graph_is_sent_once_and_again_only_when_its_content_changes(build: Path, server: Server) -> None:
    graphs = len(graph_names(open_graph(build)))
    first = load(build, server)
    assert first.exit_code == 0, said(first)
    assert same(build, server)
    assert server.writes() == ["PUT"] * graphs
    server.requests.clear()
    again = load(build, server)
    assert (again.exit_code, server.writes()) == (0, [])
    assert f"0 graphs with 0 statements sent, {graphs} were there already, 0 removed" in again.output

    f.built(build, f.attack("b", killed=6))
    changed = load(build, server)
    assert changed.exit_code == 0, said(changed)
    assert same(build, server)
    assert 0 < len(server.writes()) < graphs


def test_a_document_that_is_gone_is_removed_there_and_other_graphs_are_left_alone(
    build: Path, server: Server
) -> None:
    foreign = other(ox.NamedNode(f"{GRAPHS}document-of-others"))
    server.store.add(foreign)
    assert load(build, server).exit_code == 0
    with GraphStore.open(build) as store:
        store.remove("a")
        store.finish()
    result = load(build, server)
    assert "2 removed" in said(result)
    names = graph_names(server.store)
    assert not any(name.startswith(DOCUMENT_A) for name in names)
    assert f"{GRAPHS}document-of-others" in names


def test_the_times_of_runs_and_the_text_stay_here_unless_the_text_is_asked_for(
    build: Path, server: Server
) -> None:
    load(build, server)
    assert not [q for q in server.store if "Time" in q.predicate.value and q.graph_name == RUNS]
    assert f.TEXT not in {q.object.value for q in server.store if isinstance(q.object, ox.Literal)}
    load(build, server, "--with-text")
    assert f.TEXT in {q.object.value for q in server.store if isinstance(q.object, ox.Literal)}


def test_large_graphs_go_in_parts(build: Path, server: Server) -> None:
    server.limit = 20_000
    result = load(build, server, "--check")
    assert result.exit_code == 0, said(result)
    assert same(build, server)
    assert "POST" in server.writes()
    assert "The endpoint wants smaller requests" in result.output
    refused = [r for r in server.requests if r.size > server.limit]
    assert len(refused) < 12, "how much it takes is remembered"


def test_a_statement_that_is_too_large_alone_is_said_to_be(build: Path, server: Server) -> None:
    server.limit = 50
    result = load(build, server)
    assert result.exit_code == 3
    assert "too large for the endpoint, though it held one statement (413)" in said(result)
    server.limit = 0
    assert load(build, server).exit_code == 0
    assert same(build, server)


@pytest.mark.parametrize("engine", ["blazegraph"])
def test_engines_without_graph_store_are_written_by_update(build: Path, server: Server, engine: str) -> None:
    assert load(build, server, engine=engine).exit_code == 0
    assert same(build, server)
    with GraphStore.open(build) as store:
        store.remove("a")
        store.finish()
    assert load(build, server, engine=engine).exit_code == 0
    assert same(build, server)


# ---- What goes wrong


@pytest.mark.parametrize(
    "fault",
    [
        says(500), says(503), says(429), says(408), says(502), says(503, Retry_After="0"),
        cut_while_reading, cut_after_work,
    ],
)  # fmt: skip
def test_what_passes_is_tried_again(build: Path, server: Server, fault: object) -> None:
    server.faults.extend([fault, fault, None, None, fault])  # type: ignore[list-item]
    result = load(build, server, "--check")
    assert result.exit_code == 0, said(result)
    assert same(build, server)


@pytest.mark.parametrize("fault", [says(500, b"out of order"), cut_while_reading, cut_after_work, says(400)])
@pytest.mark.parametrize("before", [0, 3])
def test_a_load_that_breaks_off_says_so_and_the_next_completes_it(
    build: Path, server: Server, fault: object, before: int
) -> None:
    server.faults.extend([None] * before + [fault] * 3)  # type: ignore[list-item]
    broken = load(build, server)
    assert broken.exit_code == 3
    graphs = len(graph_names(open_graph(build)))
    assert f"The load is not complete: {before} of {graphs} graphs are there." in said(broken)
    unfinished = graph_names(open_graph(build))[before].removeprefix(GRAPHS)
    assert f"Not known to be whole: {unfinished}\n" in broken.output
    server.faults.clear()
    server.requests.clear()
    assert load(build, server, "--check").exit_code == 0
    assert same(build, server)
    assert len(server.writes()) <= graphs - before + 3


def test_a_broken_part_leaves_a_graph_that_counts_as_unfinished(
    build: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert load(build, server).exit_code == 0
    monkeypatch.setattr("tawthiq.store.remote.loading.PART", 2_000)
    f.built(build, f.attack("b", killed=7))
    server.faults.extend([None, says(400)])
    broken = load(build, server)
    assert broken.exit_code == 3
    assert "Not known to be whole: document-b-" in said(broken)
    assert server.writes()[-2:] == ["PUT", "POST"]
    f.built(build, f.attack("b", killed=5))  # what was loaded before the broken load
    assert load(build, server).exit_code == 0
    assert same(build, server)


def test_nobody_answers(build: Path) -> None:
    with faulty_endpoint() as ended:
        url = ended.url
    for engine in ("auto", "oxigraph"):
        command = ["load", str(build), "--to", url, "--engine", engine]
        result = CliRunner().invoke(main, command, prog_name="tawthiq")
        assert result.exit_code == 3
        assert "nobody answers there" in said(result)
        assert "checking the address and that the server runs" in result.output


def test_a_slow_endpoint_is_given_up_with_the_option_that_helps(build: Path, server: Server) -> None:
    server.faults.extend([slow(1)] * 3)
    result = load(build, server, "--timeout", "0.1")
    assert result.exit_code == 3
    assert "did not answer within 0.1 seconds. You can fix this with a longer --timeout" in said(result)


def test_a_query_that_takes_too_long_is_asked_once_and_told(build: Path, server: Server) -> None:
    assert load(build, server).exit_code == 0
    server.slow_query = "allied_with"
    result = load(build, server, "--check", "--timeout", "0.5")
    assert result.exit_code == 1
    assert "Answers: 1 of 12 stored queries differ." in said(result)
    assert "did not answer within 0.5 seconds" in result.output
    assert server.slow_queries == 1


def test_who_is_not_known_is_told_the_variables(build: Path, server: Server) -> None:
    server.user, server.password = "writer", SECRET
    result = load(build, server)
    assert result.exit_code == 3
    assert "wants to know who you are (401)" in said(result)
    assert all(name in result.output for name in (USER, PASSWORD, TOKEN))


def test_a_user_is_accepted_and_a_wrong_password_is_not(
    build: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.user, server.password = "writer", SECRET
    monkeypatch.setenv(USER, "writer")
    monkeypatch.setenv(PASSWORD, "wrong-one")
    refused = load(build, server)
    assert refused.exit_code == 3
    assert "does not accept the password that was given (401)" in said(refused)
    assert "wrong-one" not in refused.output
    monkeypatch.setenv(PASSWORD, SECRET)
    assert load(build, server, "--check").exit_code == 0
    assert same(build, server)


def test_a_redirect_to_another_server_is_not_followed(
    build: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(TOKEN, SECRET.replace(" ", ""))
    with faulty_endpoint() as other:
        for elsewhere in (other.url, other.url.replace("127.0.0.1", "localhost")):
            server.faults.extend([says(307, Location=f"{elsewhere}/store")])
            result = load(build, server)
            assert result.exit_code == 3
            assert f"redirects to {elsewhere}" in said(result)
        assert other.requests == []


def test_a_redirect_on_the_same_server_is_followed(build: Path, server: Server) -> None:
    here = f"{server.url}/store?graph={graph_names(open_graph(build))[0].replace('#', '%23')}"
    server.faults.extend([says(308, Location=here)])
    assert load(build, server).exit_code == 0
    assert same(build, server)


def test_a_server_that_asks_to_wait_is_obeyed_within_reason(server: Server) -> None:
    waited: list[float] = []
    client = Client(Credentials(), patience=Patience(attempts=2, first=0.001), sleep=waited.append)
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    for asked, most, least in (("7", 7, 7), (later, 90, 80)):
        server.faults.extend([says(503, Retry_After=asked), says(204)])
        client.send("PUT", f"{server.url}/store")
        assert least <= waited.pop() <= most
    server.faults.append(says(503, Retry_After="86400"))
    with pytest.raises(EndpointError, match="asks to wait 86400 seconds"):
        client.send("PUT", f"{server.url}/store")
    client.close()


def test_pauses_grow_and_are_never_the_same() -> None:
    patience = Patience(first=1.0, longest=30.0)
    for attempt, most in ((1, 1), (2, 2), (4, 8), (9, 30)):
        pauses = {patience.pause(attempt) for _ in range(50)}
        assert len(pauses) > 1
        assert all(most / 2 <= pause <= most for pause in pauses)


# ---- Other builds


def test_another_build_is_replaced_only_when_told(build: Path, server: Server, tmp_path: Path) -> None:
    assert load(build, server).exit_code == 0
    f.built(tmp_path / "other", f.attack("c", killed=9))
    refused = load(tmp_path / "other", server)
    assert refused.exit_code == 3
    assert "holds another build of Tawthiq" in said(refused)
    assert "--replace" in refused.output
    assert same(build, server)
    assert load(tmp_path / "other", server, "--replace", "--check").exit_code == 0
    assert same(tmp_path / "other", server)


def test_an_endpoint_that_was_emptied_gets_all_again(build: Path, server: Server) -> None:
    assert load(build, server).exit_code == 0
    server.store.clear()
    result = load(build, server)
    assert "holds no longer what was loaded" in said(result)
    assert same(build, server)


def test_check_tells_what_differs(build: Path, server: Server) -> None:
    assert load(build, server, "--check").exit_code == 0
    server.store.remove_graph(DERIVED)
    server.store.add(other(DERIVED))
    server.store.add(other(ox.NamedNode(f"{GRAPHS}document-of-others")))
    result = load(build, server, "--check")
    assert result.exit_code == 1
    here = len(statements(open_graph(build), DERIVED.value))
    assert f"derived: {here} here, 1 there" in said(result)
    assert "who-attacked-whom: 1 rows here, 0 there" in result.output
    assert "only here:" in result.output
    assert "graphs of other builds there too: document-of-others" in result.output


# ---- Secrets


def test_an_address_with_a_user_or_parameters_is_refused_and_not_repeated(build: Path) -> None:
    for address in (
        "http://admin:hunter2@localhost/x", "http://hunter2@localhost/x", "http://localhost/x?token=hunter2",
        "http://localhost/x#hunter2", "hunter2", "ftp://hunter2/", "http://localhost:hunter2/",
        "http://a b/hunter2",
    ):  # fmt: skip
        command = ["load", str(build), "--to", address]
        result = CliRunner().invoke(main, command, prog_name="tawthiq")
        assert result.exit_code == 3
        assert "hunter2" not in said(result)
        assert "You can fix this" in result.output


@pytest.mark.parametrize("with_token", [True, False])
def test_no_secret_is_told_even_by_a_server_that_repeats_it(
    build: Path,
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    with_token: bool,
) -> None:
    secret = "tok3n-of-mine" if with_token else SECRET
    if with_token:
        monkeypatch.setenv(TOKEN, secret)
    else:
        server.user, server.password = "writer", secret
        monkeypatch.setenv(USER, "writer")
        monkeypatch.setenv(PASSWORD, secret)
    sent = f"Bearer {secret}" if with_token else server.expected()
    server.faults.extend([*[None] * (0 if with_token else 1), echoes])
    with caplog.at_level(logging.DEBUG):
        result = load(build, server)
    assert result.exit_code == 3
    assert sent in {request.authorization for request in server.requests}
    journal = "".join(p.read_text("utf-8") for p in build.rglob("*.jsonl"))
    told = said(result) + caplog.text + journal
    assert "no:" in told, "the server's words were shown"
    for form in (secret, sent.split()[-1], "\x1b"):
        assert form not in told
    assert secret not in repr(Credentials("writer", secret)) + repr(Credentials(token=secret))


def test_a_load_in_a_process_of_its_own_tells_nothing_and_can_be_stopped(build: Path, server: Server) -> None:
    server.user, server.password = "writer", SECRET
    server.faults.extend([None, None, None, slow(20)])
    code = "from tawthiq.cli import main; main(prog_name='tawthiq')"
    started = subprocess.Popen(
        [sys.executable, "-c", code, "load", str(build), "--to", server.url, "--engine", "oxigraph"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        env=os.environ | {USER: "writer", PASSWORD: SECRET},
    )  # fmt: skip
    with started:
        assert server.stuck.wait(30)
        arguments = Path(f"/proc/{started.pid}/cmdline")
        assert not arguments.exists() or SECRET not in arguments.read_text("utf-8")
        started.send_signal(signal.SIGINT)
        out, err = started.communicate(timeout=30)
    assert started.returncode == 130
    assert "The load is not complete: 2 of" in err
    assert "Traceback" not in err
    assert SECRET not in out + err
    server.user = ""
    assert load(build, server, "--check").exit_code == 0
    assert same(build, server)


def test_credentials_come_whole_or_not_at_all() -> None:
    assert not Credentials.from_environment({})
    assert Credentials.from_environment({USER: "u", PASSWORD: "p"}).kind == "password"
    assert Credentials.from_environment({TOKEN: "t"}).kind == "token"
    for wrong in ({USER: "u"}, {PASSWORD: "p"}, {USER: "u", PASSWORD: "p", TOKEN: "t"}, {TOKEN: "a\x7fb"}):
        with pytest.raises(InputError, match="You can fix this"):
            Credentials.from_environment(wrong)


@pytest.mark.parametrize(("token", "header"), [("abc", "Bearer abc"), ("GDB abc", "GDB abc")])
def test_a_token_may_bring_its_scheme(token: str, header: str) -> None:
    auth = Credentials(token=token).auth()
    assert auth is not None
    request = next(auth.auth_flow(httpx.Request("GET", "http://localhost")))
    assert request.headers["Authorization"] == header


# ---- Engines


def test_the_command_offers_the_engines_that_there_are() -> None:
    assert list(OFFERED) == list(ENGINES)


@pytest.mark.parametrize(
    ("engine", "given", "expected"),
    [
        ("virtuoso", "http://h:8890/sparql/", "/sparql /sparql-auth /sparql-graph-crud-auth"),
        ("virtuoso", "http://h:8890/sparql-graph-crud-auth", "/sparql /sparql-auth /sparql-graph-crud-auth"),
        ("fuseki", "http://h:3030/ds/sparql", "/ds/query /ds/update /ds/data"),
        ("graphdb", "http://h/repositories/r/statements",
         "/repositories/r /repositories/r/statements /repositories/r/rdf-graphs/service"),
        ("oxigraph", "http://h:7878", "/query /update /store"),
        ("qlever", "http://h:7001", "/ / /"),
        ("neptune", "https://h:8182/sparql", "/sparql /sparql /sparql/gsp/"),
        ("blazegraph", "http://h/blazegraph/sparql", " ".join(["/blazegraph/sparql"] * 3)),
        ("stardog", "http://h:5820/db/query", "/db/query /db/update /db"),
    ],
)  # fmt: skip
def test_addresses_are_found_from_any_of_them(engine: str, given: str, expected: str) -> None:
    found = addresses(ENGINES[engine], given, secured=True)
    paths = [httpx.URL(url).path for url in (found.query, found.update, found.graphs)]
    assert paths == expected.split()


def test_every_engine_s_example_is_right() -> None:
    for engine in ENGINES.values():
        assert addresses(engine, engine.example, secured=False).query.startswith(engine.example)


def test_an_address_without_dataset_or_repository_is_refused() -> None:
    for name in ("fuseki", "graphdb", "rdf4j", "stardog"):
        with pytest.raises(InputError, match=f"names no .*{ENGINES[name].example}"):
            addresses(ENGINES[name], "http://localhost:1234", secured=False)


def test_ipv6_addresses_stay_whole() -> None:
    assert clean_address("http://[::1]:3030/ds/") == "http://[::1]:3030/ds"


@pytest.mark.parametrize(
    ("address", "headers", "text", "engine"),
    [
        ("http://h/ds", {"Server": "Virtuoso/07.20.3229 (Linux)"}, "", "virtuoso"),
        ("http://h/ds", {"Server": "Oxigraph/0.5.1"}, "", "oxigraph"),
        ("http://h/ds", {"Fuseki-Request-Id": "5"}, "", "fuseki"),
        ("http://h/ds", {"Server": "GraphDB/10.6 RDF4J/4.3"}, "", "graphdb"),
        ("http://h/x", {"Content-Type": "text/turtle"},
         "<http://www.w3.org/ns/sparql-service-description#x> <http://www.bigdata.com/rdf#/features/KB>",
         "blazegraph"),
        ("https://c.x.eu-west-1.neptune.amazonaws.com:8182", {}, "", "neptune"),
        ("http://h/rdf4j-server/repositories/r", {}, "", "rdf4j"),
        ("http://h/repositories/r", {}, "", "graphdb"),
        ("http://h:5820/db", {"Content-Type": "text/turtle"}, "data that speaks of oxigraph", "stardog"),
    ],
)  # fmt: skip
def test_engines_are_told_by_address_and_answers(
    address: str, headers: dict[str, str], text: str, engine: str
) -> None:
    assert detect(address, lambda _: (httpx.Headers(headers), text)).name == engine


def test_an_engine_that_nothing_tells_is_asked_for(build: Path, server: Server) -> None:
    result = load(build, server, engine="auto")
    assert result.exit_code == 3
    assert "You can fix this with --engine and one of: virtuoso," in said(result)
    server.headers["Server"] = "Oxigraph/0.5"
    assert load(build, server, engine="auto").exit_code == 0


# ---- The journal, and values


def test_the_journal_survives_being_cut_anywhere(tmp_path: Path) -> None:
    state = LoadState.open(tmp_path, "http://localhost/query")
    state.begin("g1")
    state.done("g1", "d1")
    state.begin("g2")
    state.done("g2", "d2")
    state.gone("g1")
    state.begin("g3")
    state.close()
    whole = state.path.read_bytes()
    for length in range(len(whole) + 1):
        state.path.write_bytes(whole[:length])
        found = LoadState.open(tmp_path, "http://localhost/query")
        assert found.loaded.get("g1") in (None, "d1")
        assert not found.loaded.keys() & found.unfinished
    assert (found.loaded, found.unfinished) == ({"g2": "d2"}, {"g3"})


def test_a_spoilt_journal_is_said_to_be(build: Path, server: Server) -> None:
    assert load(build, server).exit_code == 0
    journal = next((build / "loads").iterdir())
    journal.write_text("nonsense\n" + journal.read_text("utf-8"), "utf-8")
    result = load(build, server)
    assert result.exit_code == 3
    assert f"{journal}: the list of what was loaded cannot be read (line 1)" in said(result)
    journal.unlink()
    assert load(build, server, "--replace").exit_code == 0


XSD = "http://www.w3.org/2001/XMLSchema#"


def typed(text: str, kind: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + kind))


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (typed("0.650", "decimal"), typed("0.65", "decimal"), True),
        (typed("5", "integer"), typed("5.0", "double"), True),
        (typed("-0", "integer"), typed("0", "integer"), True),
        (typed("1E3", "double"), typed("1000", "integer"), True),
        (typed("0.65", "decimal"), typed("0.66", "decimal"), False),
        (typed("2023-10-26T00:00:00Z", "dateTime"), typed("2023-10-26T03:00:00+03:00", "dateTime"), True),
        (typed("2023-10-26T00:00:00", "dateTime"), typed("2023-10-26T00:00:00Z", "dateTime"), False),
        (typed("2023-10-26T00:00:00.000", "dateTime"), typed("2023-10-26T00:00:00", "dateTime"), True),
        (typed("1", "boolean"), typed("true", "boolean"), True),
        (ox.Literal("نص", language="AR"), ox.Literal("نص", language="ar"), True),
        (ox.Literal("نص", language="en"), ox.Literal("نص", language="ar"), False),
        (ox.Literal("a"), typed("a", "string"), True),
        (ox.Literal("5"), typed("5", "integer"), False),
        (ox.NamedNode("https://e/a"), ox.Literal("https://e/a"), False),
        (None, ox.Literal(""), False),
    ],
)
def test_terms_are_compared_as_values(one: ox.Literal, other: ox.Literal, equal: bool) -> None:
    assert (value(one) == value(other)) is equal
