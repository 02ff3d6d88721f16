"""Folders for bulk loaders: all statements, the same bytes, nobody else's files touched."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

import factories as f
from tawthiq.cli import main
from tawthiq.errors import InputError
from tawthiq.export import bulk
from tawthiq.graph.statements import graph_names, statements


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("build") / "out"
    f.built(out, f.attack("a"), f.attack("b", killed=5))
    return out


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    return f.built(tmp_path_factory.mktemp("store"), f.attack("a"), f.attack("b", killed=5))


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)), prog_name="tawthiq")


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def loaded(folder: Path) -> ox.Store:
    found = ox.Store()
    for path in sorted((folder / "data").iterdir()):
        found.load(input=gzip.decompress(path.read_bytes()), format=ox.RdfFormat.N_QUADS)
    return found


@pytest.mark.parametrize("engine", bulk.bulk_engines())
def test_each_engine_gets_all_statements_and_a_readme_with_commands(
    store: ox.Store, engine: str, tmp_path: Path
) -> None:
    folder = tmp_path / engine
    written = bulk.write(store, engine, folder, size=100_000)
    found = loaded(folder)
    assert graph_names(found) == graph_names(store)
    assert all(statements(found, name) == statements(store, name) for name in graph_names(store))
    assert written == len(found)
    readme = (folder / "README.md").read_text("utf-8")
    assert f"{written} statements" in readme
    assert "```sh\n" in readme
    for named in re.findall(r"`?([\w-]+\.(?:json|ttl|properties))", readme):
        assert (folder / named).is_file(), named


def test_the_manifest_knows_the_files(store: ox.Store, tmp_path: Path) -> None:
    bulk.write(store, "neptune", tmp_path / "neptune", size=100_000)
    manifest = json.loads((tmp_path / "neptune" / "manifest.json").read_text("utf-8"))
    assert manifest["complete"] is True
    assert len(manifest["files"]) > 1
    for file in manifest["files"]:
        data = (tmp_path / "neptune" / file["name"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == file["sha256"]
        assert gzip.decompress(data).count(b"\n") == file["statements"]


def test_the_same_graph_gives_the_same_bytes_and_an_old_export_is_replaced(
    store: ox.Store, tmp_path: Path
) -> None:
    one, other = tmp_path / "1" / "qlever", tmp_path / "2" / "qlever"
    bulk.write(store, "qlever", one)
    bulk.write(store, "qlever", other, size=50_000)
    assert len(list((other / "data").iterdir())) > 1
    bulk.write(store, "qlever", other)
    assert files(one) == files(other)


def test_the_command_takes_the_engine_from_the_folder(build: Path, tmp_path: Path) -> None:
    result = run("export", build, "--to", tmp_path / "bulk" / "graphdb")
    assert result.exit_code == 0, result.output
    assert "tells how to load them" in result.output
    assert (tmp_path / "bulk" / "graphdb" / "repo-config.ttl").is_file()


def test_the_text_of_articles_comes_only_when_asked_for(build: Path, tmp_path: Path) -> None:
    folder = tmp_path / "rdf4j"
    for options, there in (([], False), (["--with-text"], True)):
        assert run("export", build, "--to", folder, *options).exit_code == 0
        held = {q.object.value for q in loaded(folder) if isinstance(q.object, ox.Literal)}
        assert (f.TEXT in held) is there


def test_a_turtle_file_becomes_a_folder_too(tmp_path: Path) -> None:
    (tmp_path / "g.ttl").write_text("<https://e.org/a> <https://e.org/b> 'c' .")
    assert run("export", tmp_path / "g.ttl", "--to", tmp_path / "oxigraph").exit_code == 0
    assert [str(q) for q in loaded(tmp_path / "oxigraph")] == ['<https://e.org/a> <https://e.org/b> "c"']


def test_what_is_asked_wrongly_is_said(build: Path, tmp_path: Path) -> None:
    for arguments in (
        ["--to", tmp_path / "elsewhere"],
        [],
        ["--format", "nq"],
        ["--to", tmp_path / "qlever", "--format", "nq"],
    ):
        result = run("export", build, *arguments)
        assert result.exit_code == 2
        assert "Traceback" not in result.output
    assert "virtuoso" in run("export", build, "--to", tmp_path / "elsewhere").output


def test_a_folder_with_other_files_is_left_alone(build: Path, store: ox.Store, tmp_path: Path) -> None:
    folder = tmp_path / "stardog"
    folder.mkdir()
    (folder / "mine").write_text("x")
    result = run("export", build, "--to", folder)
    assert result.exit_code == 3
    assert "holds files that are not Tawthiq's" in result.output
    assert [p.name for p in folder.iterdir()] == ["mine"]
    with pytest.raises(InputError, match="no engine"):
        bulk.write(store, "nothing", tmp_path / "nothing")


def test_a_path_that_is_a_file_is_said_to_be(build: Path, tmp_path: Path) -> None:
    (tmp_path / "fuseki").write_text("x")
    result = run("export", build, "--to", tmp_path / "fuseki")
    assert result.exit_code == 3
    assert "cannot be written" in result.output
