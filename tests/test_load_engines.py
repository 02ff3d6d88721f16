"""Loading into engines that run: what is there afterwards is what is here."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engines import oxigraph_server as oxigraph
from engines import virtuoso as virtuoso_server
from engines.processes import free_port, listens, running, select
from tawthiq.cli import main
from tawthiq.export import bulk
from tawthiq.graph.namespaces import GRAPHS
from tawthiq.graph.statements import graph_names, statements
from tawthiq.store import open_graph
from tawthiq.store.embedded import GraphStore

pytestmark = [pytest.mark.xdist_group("examples"), pytest.mark.slow]
needs_virtuoso = pytest.mark.skipif(not virtuoso_server.available(), reason="there is no virtuoso-t")
needs_oxigraph = pytest.mark.skipif(not oxigraph.available(), reason="there is no oxigraph")

_SHELL = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def virtuoso() -> Iterator[virtuoso_server.Virtuoso]:
    with virtuoso_server.virtuoso() as server:
        yield server


@pytest.fixture
def build(examples_build: Path, tmp_path: Path) -> Path:
    shutil.copytree(examples_build, tmp_path / "out")
    return tmp_path / "out"


def load(build: Path, url: str, *options: str) -> Result:
    return CliRunner().invoke(main, ["load", str(build), "--to", url, *options], prog_name="tawthiq")


def loads_changes_and_removals(build: Path, url: str) -> None:
    first = load(build, url, "--check", "--replace")
    assert first.exit_code == 0, first.output
    assert "12 stored queries" in first.output
    with GraphStore.open(build) as store:
        gone = next(name for name in graph_names(store.store) if "document-" in name).removeprefix(GRAPHS)
        store.remove("mali-gao-road")
        store.finish()
    again = load(build, url, "--check")
    assert again.exit_code == 0, again.output
    assert "2 removed" in again.output
    assert "12 stored queries" in again.output
    assert gone


@needs_oxigraph
def test_oxigraph_holds_what_is_here(build: Path) -> None:
    with oxigraph.oxigraph_server() as server:
        loads_changes_and_removals(build, server.url)


@needs_virtuoso
def test_virtuoso_holds_what_is_here(
    build: Path, virtuoso: virtuoso_server.Virtuoso, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = load(build, virtuoso.url)
    assert refused.exit_code == 3
    assert "wants to know who you are (403)" in refused.output
    monkeypatch.setenv("TAWTHIQ_ENDPOINT_USER", virtuoso.user)
    monkeypatch.setenv("TAWTHIQ_ENDPOINT_PASSWORD", "wrong")
    wrong = load(build, virtuoso.url)
    assert wrong.exit_code == 3
    assert "does not accept the password that was given (401)" in wrong.output
    monkeypatch.setenv("TAWTHIQ_ENDPOINT_PASSWORD", virtuoso.password)
    loads_changes_and_removals(build, virtuoso.url)


# ---- The commands of the READMEs in folders for bulk loaders


def commands(folder: Path) -> list[str]:
    return _SHELL.findall((folder / "README.md").read_text("utf-8"))


def shell(command: str, folder: Path, programs: Path | None = None) -> str:
    path = f"{programs}{os.pathsep}{os.environ['PATH']}" if programs else os.environ["PATH"]
    done = subprocess.run(
        command, shell=True, cwd=folder, env=os.environ | {"PATH": path}, capture_output=True,
        encoding="utf-8", timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "*** Error" not in done.stdout + done.stderr
    return done.stdout


def counted(url: str, **parameters: str) -> int:
    query = f'SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s ?p ?o }} FILTER (STRSTARTS(STR(?g), "{GRAPHS}")) }}'
    found = re.search(r'"value": ?"(\d+)"', select(url, query, **parameters).decode())
    assert found
    return int(found[1])


def expected(build: Path) -> int:
    store = open_graph(build)
    return sum(len(statements(store, name)) for name in graph_names(store))


@needs_virtuoso
def test_virtuoso_s_loader_loads_and_empties_as_the_readme_says(
    examples_build: Path, virtuoso: virtuoso_server.Virtuoso, tmp_path: Path
) -> None:
    folder = virtuoso.folder / "bulk" / "virtuoso"
    bulk.write(open_graph(examples_build), "virtuoso", folder, size=500_000)
    programs = tmp_path / "programs"
    programs.mkdir()
    client = programs / "isql"
    client.write_text(f'#!/bin/sh\nshift\nexec isql-vt {virtuoso.sql_port} "$@"\n')
    client.chmod(0o755)
    filling, emptying = commands(folder)
    shell(emptying, folder, programs)
    assert counted(virtuoso.sparql_url) == 0
    for _ in range(2):
        shell(filling, folder, programs)
        assert counted(virtuoso.sparql_url) == expected(examples_build)


@needs_oxigraph
def test_oxigraph_s_loader_loads_as_the_readme_says(examples_build: Path, tmp_path: Path) -> None:
    folder = tmp_path / "oxigraph"
    bulk.write(open_graph(examples_build), "oxigraph", folder, size=500_000)
    programs = Path(oxigraph.program(oxigraph.PROGRAM) or "").parent
    filling, serving = commands(folder)[0].splitlines()
    shell(filling, folder, programs)
    port = free_port()
    program, *arguments = serving.replace("7878", str(port)).split()
    with running([programs / program, *arguments], folder, lambda: listens(port)):
        assert counted(f"http://localhost:{port}/query") == expected(examples_build)
