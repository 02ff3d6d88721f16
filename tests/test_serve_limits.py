"""What no query may do: take all memory or time, read a file, reach another host, end the server."""

from __future__ import annotations

import asyncio
import json
import multiprocessing as mp
import os
import platform
import signal
import socket
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest

from served import CHAIN, GRAPH, ID, JSON, Server, descendants, listening
from tawthiq.errors import QueryError
from tawthiq.graph.namespaces import Namespace
from tawthiq.serve.jobs import Ask
from tawthiq.serve.limits import Limits, close_network
from tawthiq.serve.pool import Pool
from tawthiq.serve.refusals import Dataset, examine
from tawthiq.serve.worker import INLINE, Reply

pytestmark = pytest.mark.xdist_group("serve")

PREFIXES = Namespace().prefixes
LINUX = sys.platform == "linux"
_NUMBERS = count()


def well(server: Server) -> bool:
    """Whether the server answers a plain question, one that it has not answered yet."""
    answer = server.query(f"ASK {{ <{ID}actor-a> twq:attacked ?o }} # {next(_NUMBERS)}")
    return answer.status == 200 and bool(json.loads(answer.body)["boolean"])


HARD = {
    "a cross product": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "a sorted cross product": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?a",
    "a cross product without its rows": "SELECT (COUNT(DISTINCT *) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "all paths": "SELECT * { ?a (twq:part_of|!twq:part_of)* ?b }",
    "a constructed cross product": "CONSTRUCT { ?a ?b ?f } { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "deep brackets": "SELECT * {" + "{" * 100_000 + "}" * 100_000 + "}",
    "deep negation": "SELECT * { FILTER(" + "!" * 300_000 + "true) }",
}


@pytest.mark.parametrize("case", HARD)
def test_a_query_past_its_limit_gets_503_and_the_server_lives(server: Server, case: str) -> None:
    answer = server.query(HARD[case], "*/*")
    assert answer.status == 503
    assert "You can fix this" in answer.text
    assert well(server)
    if LINUX:
        assert peak(server.process.pid) < 300e6


def settle(server: Server) -> None:
    """Wait until both query processes are there again."""
    while json.loads(server.ask("/health").body)["processes"] < 2:
        time.sleep(0.05)


def peak(process: int) -> int:
    """The most bytes of memory that a process has had."""
    status = Path("/proc", str(process), "status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


@pytest.mark.skipif(not LINUX, reason="reads /proc")
def test_query_processes_have_a_bound_on_their_memory(server: Server) -> None:
    settle(server)
    bounds = []
    for process in descendants(server.process.pid):
        limits = Path("/proc", str(process), "limits").read_text()
        line = next(line for line in limits.splitlines() if line.startswith("Max address space"))
        bounds.append(line.split()[3])
    bounded = [int(bound) for bound in bounds if bound != "unlimited"]
    assert len(bounded) == 2
    assert max(bounded) < 2_000_000_000


def test_a_query_text_of_50_megabytes_is_refused_without_being_kept(server: Server) -> None:
    headers = {"Content-Type": "application/sparql-query"}
    answer = server.ask("/sparql", "POST", b"x" * 50_000_000, headers)
    assert answer.status == 413
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert server.ask("/sparql", "POST", b"query=" + b"x" * 2_000_000, form).status == 413
    with suppress(ConnectionError):  # the server may hang up while the address is still being sent
        assert server.ask("/sparql?query=" + "x" * 1_000_000).status == 400
    assert well(server)
    if LINUX:
        assert peak(server.process.pid) < 300e6


@pytest.mark.skipif(not LINUX, reason="reads /proc")
def test_query_processes_that_die_are_replaced(server: Server) -> None:
    settle(server)
    forkserver = next(p for p in descendants(server.process.pid) if len(descendants(p)) == 2)
    for process in descendants(forkserver):
        os.kill(process, signal.SIGKILL)
    # Both idle processes are dead: each is found out by a question, which gets 503.
    answers = [server.query("ASK {}").status for _ in range(3)]
    assert answers == [503, 503, 200]
    health = json.loads(server.ask("/health").body)
    assert health["status"] == "ok"


def test_a_hundred_clients_at_once(server: Server) -> None:
    queries = (
        "SELECT (COUNT(*) AS ?n) { ?s twq:part_of ?o }",
        f"SELECT * {{ <{ID}thing-7> twq:part_of* ?o }} LIMIT 50",
        "SELECT ?s ?label { ?s rdfs:label ?label } ORDER BY ?label",
    )

    def client(number: int) -> list[int]:
        asked = (f"{queries[(number + i) % len(queries)]} # {number} {i}" for i in range(4))
        return [server.query(query).status for query in asked]

    with ThreadPoolExecutor(100) as pool:
        statuses = [status for found in pool.map(client, range(100)) for status in found]
    assert statuses == [200] * 400


SERVICE = (
    "SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "ASK {{ SERVICE SILENT <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ service<{0}>{{ ?s ?p ?o }} }}",
    "SELECT * {{ BIND(<{0}> AS ?x) SERVICE ?x {{ ?s ?p ?o }} }}",
    "SELECT * {{ VALUES ?x {{ <{0}> }} FILTER(1<?b)SERVICE?x#>\n{{ ?s ?p ?o }} }}",
    "ASK {{ VALUES (?x ?b) {{ (<{0}> 2) }} FILTER(1<?b)SERVICE?x#>\n{{ ?s ?p ?o }} }}",
    "SELECT * {{ FILTER EXISTS {{ SERVICE <{0}> {{ ?s ?p ?o }} }} }}",
    "SELECT * {{ ?s ?p ?o . {{ SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} }} }} }}",
    "PREFIX SERVICE: <a:> PREFIX : <{0}#> SELECT * {{ ?s ?p ?o ; SERVICE:x {{ ?a ?b ?c }} }}",
    "SELECT * {{ # '\nSERVICE <{0}> {{ ?s ?p ?o }} # '\n }}",
)
ELSEWHERE = (
    "SELECT * FROM <{0}> {{ ?s ?p ?o }}",
    "SELECT * FROM NAMED <{0}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "CONSTRUCT {{ ?s ?p ?o }} FROM <{0}> WHERE {{ ?s ?p ?o }}",
    "LOAD <{0}>",
    "LOAD <{0}> INTO GRAPH <a:b>",
)


@pytest.mark.parametrize("text", [*SERVICE, *ELSEWHERE])
def test_no_query_reaches_another_host(server: Server, text: str) -> None:
    with listening() as listener:
        answer = server.query(text.format(listener.address))
        assert answer.status == 400
        assert listener.calls == []


def test_no_parameter_reaches_another_host(server: Server) -> None:
    with listening() as listener:
        for name in ("default-graph-uri", "named-graph-uri", "using-graph-uri"):
            fields = urlencode({"query": "SELECT * { ?s ?p ?o } LIMIT 1", name: listener.address})
            assert server.ask(f"/sparql?{fields}").status in (200, 400)
        for path in ("/id/", "/graph/", "/search?q=", "/queries/"):
            server.ask(path + quote(listener.address, safe=""))
        server.ask("/queries/who-attacked-whom?" + urlencode({"attacker": listener.address}))
        assert listener.calls == []


def test_no_query_reaches_a_file(server: Server, tmp_path: Path) -> None:
    secret = tmp_path / "secret.ttl"
    secret.write_text("<a:secret> <a:b> <a:c> .", "utf-8")
    for text in ELSEWHERE:
        answer = server.query(text.format(secret.as_uri()))
        assert answer.status == 400
        assert "a:secret" not in answer.text
    fields = urlencode({"query": "SELECT * { ?s ?p ?o }", "default-graph-uri": secret.as_uri()})
    assert server.ask(f"/sparql?{fields}").status == 400


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2f..%2fpyproject.toml",
        "/static//etc/passwd",
        "/static/yasqe/../../app.py",
        "/id/../../etc/passwd",
        "/queries/..%2f..%2fx",
        "/queries/%2fetc%2fpasswd",
        "/graph.ttl",
        "/graph.html",
        "/graph/../../x",
        "//etc/passwd",
        "/.tawthiq",
    ],
)
def test_no_address_reaches_a_file(server: Server, path: str) -> None:
    answer = server.ask(path)
    assert answer.status == 404
    assert "root:" not in answer.text


def test_the_text_of_articles_is_served_only_on_demand(server: Server) -> None:
    assert "SECRETBODY" not in server.query("SELECT * { ?s ?p ?o FILTER isLiteral(?o) }").text


def _asks(pipe: Any, address: str) -> None:
    closed = close_network()
    try:
        list(ox.Store().query(f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}"))  # type: ignore[arg-type]
        pipe.send((closed, ""))
    except Exception as error:
        pipe.send((closed, type(error).__name__))


@pytest.mark.skipif(
    not LINUX or platform.machine() not in ("x86_64", "aarch64"), reason="the second lock is for Linux"
)
def test_a_query_process_cannot_connect_even_if_a_query_asks_it_to() -> None:
    with listening() as listener:
        here, there = mp.get_context("spawn").Pipe()
        process = mp.get_context("spawn").Process(target=_asks, args=(there, listener.address))
        process.start()
        assert here.recv() == (True, "PermissionError")
        process.join()
        assert listener.calls == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("SELECT ?service ?from { ?service <http://service/from> 'from service' } # FROM <a:b>", None),
        ("PREFIX from: <a:> PREFIX service: <b:> ASK { from:service service:from ?o }", None),
        ("SELECT * { ?s ?p ?o } # \\u0053ERVICE", None),
        (
            "SELECT * FROM twq:a FROM NAMED <a:b> { ?s ?p 'service' }",
            Dataset((PREFIXES["twq"] + "a",), ("a:b",)),
        ),
        ("BASE <http://x/> SELECT * FROM <y> { ?s ?p ?o }", Dataset(("http://x/y",))),
    ],
)
def test_words_are_keywords_only_where_the_parser_says_so(text: str, found: Dataset | None) -> None:
    assert examine(text, PREFIXES) == found


@pytest.mark.parametrize("text", SERVICE)
def test_service_is_found_wherever_it_hides(text: str) -> None:
    with pytest.raises(QueryError):
        examine(text.format("http://127.0.0.1:9/"), PREFIXES)


def test_a_client_that_goes_away_frees_its_process(server: Server) -> None:
    query = quote(HARD["a cross product without its rows"])
    for _ in range(4):
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            connection.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            time.sleep(0.2)
    assert well(server)


def test_the_chain_of_the_test_graph_is_long_enough_to_be_hard(server: Server) -> None:
    fields = {"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "default-graph-uri": GRAPH + "three"}
    answer = server.ask(f"/sparql?{urlencode(fields)}", headers={"Accept": JSON})
    assert str(CHAIN) in answer.text


def test_answers_are_kept_but_not_those_that_are_others_each_time(tmp_path: Path) -> None:
    """Once the processes are ended, only what is kept can be answered."""

    async def answers(folder: Path) -> list[bytes]:
        pool = Pool(folder, tmp_path, 1, Limits(wait=0.01))
        await pool.start()
        kept = Ask("ASK { ?s ?p ?o }", "text/csv", None)
        each = Ask("SELECT (UUID() AS ?id) { }", "text/csv", None)
        found = [(await pool.run(job)).body for job in (kept, each, each)]
        await pool.close()
        found.append((await pool.run(kept)).body)
        return found

    ox.Store(str(tmp_path / "graph")).flush()
    # In a thread of its own: a browser of other tests may keep an event loop in this one.
    with ThreadPoolExecutor(1) as alone:
        asked, one, other, again = alone.submit(asyncio.run, answers(tmp_path / "graph")).result()
    assert asked == again == b"false"
    assert one != other


def test_what_many_ask_at_once_is_worked_out_once_and_long_answers_are_kept(tmp_path: Path) -> None:
    """One process and no patience: a second one of them at work would find the only process busy."""
    numbers = " ".join(map(str, range(60_000)))
    job = Ask(f"SELECT ?n {{ VALUES ?n {{ {numbers} }} }} ORDER BY ?n", "text/csv", None)

    async def answers(folder: Path) -> list[Reply]:
        pool = Pool(folder, tmp_path, 1, Limits(wait=0.01))
        await pool.start()
        found = await asyncio.gather(*(pool.run(job) for _ in range(20)))
        await pool.close()
        return [*found, await pool.run(job)]

    ox.Store(str(tmp_path / "graph")).flush()
    with ThreadPoolExecutor(1) as alone:
        found = alone.submit(asyncio.run, answers(tmp_path / "graph")).result()
    assert all(reply.file is None and len(reply.body) > INLINE for reply in found)
    assert len({reply.body for reply in found}) == 1
