"""The command line: help, exit codes, messages without tracebacks, and builds that are stopped."""

from __future__ import annotations

import json
import os
import re
import runpy
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tawthiq import folder
from tawthiq.cli import main
from tawthiq.cli.export import FORMATS
from tawthiq.export import FORMATS as EXPORTERS

pytestmark = pytest.mark.xdist_group("examples")

ROOT = Path(__file__).parent.parent
ARABIC = "قصفت قوات النظام مدينة إدلب بالمدفعية يوم الإثنين."


def run(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments], input=stdin, prog_name="tawthiq")


def process(*arguments: str | Path, **environment: str) -> subprocess.Popen[str]:
    """The command in a process of its own, as from a shell."""
    code = "from tawthiq.cli import main; main(prog_name='tawthiq')"
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        env=os.environ | environment,
    )  # fmt: skip


def articles(path: Path, number: int) -> Path:
    rows = ({"id": f"a{i}", "text": f"{ARABIC} وقتل {i} جنود."} for i in range(3, number + 3))
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


def test_every_command_has_one_sentence_of_help_and_an_example() -> None:
    for name, command in main.commands.items():
        first, *_ = (command.help or "").split("\n\n")
        assert first.endswith("."), name
        assert first.count(".") == 1, name
        assert "Example:" in (command.help or ""), name
        assert all(getattr(p, "help", None) for p in command.params if p.param_type_name == "option"), name


def test_the_reference_is_what_the_commands_print() -> None:
    written = runpy.run_path(str(ROOT / "tools" / "write_cli_docs.py"))["text"]()
    assert (ROOT / "docs" / "cli.md").read_text("utf-8") == written, "run tools/write_cli_docs.py"


def test_help_comes_without_loading_what_commands_need() -> None:
    code = (
        "import sys; from tawthiq.cli import main; main(['--help'], standalone_mode=False); "
        "print(sorted({'pyoxigraph', 'networkx', 'rdflib', 'simplemma'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_the_version_is_the_packages() -> None:
    assert run("--version").output == f"tawthiq {__import__('tawthiq').__version__}\n"


def test_export_knows_every_format() -> None:
    assert tuple(EXPORTERS) == FORMATS


Case = tuple[str, Mapping[str, bytes], Sequence[str], int, str]

BUILDS: list[Case] = [
    ("no path", {}, ["-o", "out"], 2, "Missing argument"),
    ("no output", {"a.txt": b"x"}, ["a.txt"], 2, "Missing option"),
    ("wrong date", {"a.txt": b"x"}, ["a.txt", "-o", "out", "--published", "1/2/2023"], 2, "does not match"),
    ("missing", {}, ["nowhere.txt", "-o", "out"], 3, "nowhere.txt: there is no such file or folder"),
    ("empty", {"a.txt": b""}, ["a.txt", "-o", "out"], 3, "a.txt: there is no text in it"),
    ("binary", {"a.txt": bytes(range(256))}, ["a.txt", "-o", "out"], 3, "a.txt: this is a binary file"),
    ("latin", {"a.txt": b"caf\xe9"}, ["a.txt", "-o", "out"], 3, "a.txt, line 1: byte 3 (0xe9)"),
    ("ending", {"a.docx": b"x"}, ["a.docx", "-o", "out"], 3, "does not read files with the ending «.docx»"),
    ("no rows", {"a.jsonl": b"{"}, ["a.jsonl", "-o", "out"], 3, "a.jsonl, line 1: this is not valid JSON"),
    ("foreign", {"a.txt": b"x", "out/b": b""}, ["a.txt", "-o", "out"], 3, "out: the folder holds files"),
    ("file", {"a.txt": b"x"}, ["a.txt", "-o", "a.txt"], 3, "a.txt: this is a file"),
    ("base", {"a.txt": b"x"}, ["a.txt", "-o", "out", "--base", "x y"], 3, "«x y» cannot be the base"),
    ("knowledge", {"a.txt": b"x"}, ["a.txt", "-o", "out", "--knowledge", "no.ttl"], 3, "no.ttl"),
]  # fmt: skip


@pytest.mark.parametrize("case", BUILDS, ids=lambda case: case[0])
def test_a_build_that_cannot_be_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: Case) -> None:
    _, files, arguments, code, message = case
    monkeypatch.chdir(tmp_path)
    for name, content in files.items():
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_bytes(content)
    result = run("build", *arguments)
    assert result.exit_code == code
    assert message in result.stderr
    assert result.stderr.count("Error: ") == 1
    assert isinstance(result.exception, SystemExit)
    assert not Path("out/graph.ttl").exists()


@pytest.mark.usefixtures("knowledge_loaded_once")
def test_a_build_that_leaves_something_out_ends_with_3_and_writes_the_rest(tmp_path: Path) -> None:
    articles(tmp_path / "a.jsonl", 2)
    (tmp_path / "b.txt").write_bytes(b"caf\xe9")
    result = run("build", tmp_path, "-o", tmp_path / "out")
    assert result.exit_code == 3
    assert "b.txt, line 1" in result.stderr
    assert "Read 2 documents" in result.stdout
    assert "1 failed" in result.stdout
    assert {p.name for p in (tmp_path / "out").iterdir()} == {*folder.FILES, folder.STORE, ".tawthiq"}


@pytest.mark.usefixtures("knowledge_loaded_once")
def test_a_build_from_standard_input_is_quiet_if_asked(tmp_path: Path) -> None:
    result = run("build", "-", "-q", "-o", tmp_path / "out", "--published", "2020-02-04", stdin=ARABIC)
    assert (result.exit_code, result.output) == (0, "")
    (event,) = (tmp_path / "out" / folder.EVENTS).read_text("utf-8").splitlines()
    assert json.loads(event)["document"] == "stdin"
    assert json.loads(event)["start"] == "2020-02-03"


def test_a_killed_build_goes_on_and_ends_like_one_that_was_not(tmp_path: Path) -> None:
    path, out = articles(tmp_path / "a.jsonl", 400), tmp_path / "killed"
    killed = process("build", path, "-o", out)
    _wait_for_documents(killed, out)
    killed.kill()
    killed.communicate()
    again, whole = run("build", path, "-o", out), run("build", path, "-o", tmp_path / "whole")
    assert (again.exit_code, whole.exit_code) == (0, 0)
    assert "Read 400 documents" in whole.stdout
    assert "Read 60 documents" not in again.stdout
    for name in folder.FILES:
        assert (out / name).read_bytes() == (tmp_path / "whole" / name).read_bytes(), name


def test_ctrl_c_ends_with_130_and_says_how_to_go_on(tmp_path: Path) -> None:
    path, out = articles(tmp_path / "a.jsonl", 400), tmp_path / "out"
    stopped = process("build", path, "-o", out)
    _wait_for_documents(stopped, out)
    stopped.send_signal(signal.SIGINT)
    _, stderr = stopped.communicate(timeout=60)
    assert stopped.returncode == 130
    assert "the same command goes on from there" in stderr
    assert "Traceback" not in stderr
    again = process("query", out, "SELECT ?x { ?x a twq:Document }")
    assert again.communicate(timeout=60)[1] == ""


def _wait_for_documents(build: subprocess.Popen[str], out: Path) -> None:
    """Until the build has begun to put documents into its store."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and build.poll() is None:
        if any(log.stat().st_size > 20_000 for log in (out / folder.STORE).glob("*.log")):
            return
        time.sleep(0.01)
    pytest.fail(f"the build wrote nothing: {build.communicate()}")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a shell with pipes")
def test_a_reader_that_goes_away_is_no_error(examples_build: Path) -> None:
    asked = process("query", examples_build, "SELECT * { ?s ?p ?o }", "-f", "tsv")
    assert asked.stdout
    assert asked.stderr
    asked.stdout.readline()
    asked.stdout.close()
    assert asked.stderr.read() == ""
    asked.wait(timeout=60)
    asked.stderr.close()


def test_arabic_is_printed_as_arabic_whatever_the_locale(examples_build: Path) -> None:
    asked = process("schema", LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    stdout, stderr = asked.communicate(timeout=60)
    assert (asked.returncode, stderr) == (0, "")
    assert "غارة جوية" in stdout
    assert "الميليشيات الإيرانية" in run("query", examples_build, "who-attacked-whom").stdout


def test_the_schema_as_json_has_each_type_with_its_frame() -> None:
    types = {record["type"]: record for record in json.loads(run("schema", "-f", "json").stdout)}
    assert types["Shelling"]["root"] == "Attack"
    assert types["Shelling"]["edge"] == "attacked"
    assert "Actor" in types["Shelling"]["roles"]["actor"]
    assert types["Shelling"]["labels"]["ar"] == "قصف"
    assert [line for line in run("schema").stdout.splitlines() if line.startswith("  Shelling")]


def test_validate_says_whether_a_graph_is_valid(examples_build: Path, tmp_path: Path) -> None:
    result = run("validate", examples_build, "--language", "en")
    assert (result.exit_code, result.output) == (0, "The graph is valid.\n")
    turtle = (examples_build / folder.TURTLE).read_text("utf-8")
    broken = tmp_path / "broken.ttl"
    broken.write_text(turtle.replace("twq:confidence 0.", "twq:confidence 7.", 1), "utf-8")
    result = run("validate", broken, "--language", "en")
    assert result.exit_code == 1
    assert "A report has one confidence between 0 and 1." in result.stdout
    assert "Article: " in result.stdout
    assert re.search(r"«.+»", result.stdout)
    assert result.stdout.endswith("\n1 violation\n")
    (violation,) = json.loads(run("validate", broken, "-f", "json").stdout)
    assert violation["shape"] == "report-confidence"
    assert violation["quote"]["text"]
    assert violation["article"]["id"]
    result = run("validate", broken, "-f", "ttl")
    assert result.exit_code == 1
    assert "sh:conforms false" in result.stdout
    result = run("validate", examples_build, "-f", "ttl")
    assert (result.exit_code, result.stdout.count("sh:conforms true")) == (0, 1)
    assert run("validate", examples_build, "-f", "xml").exit_code == 2
    assert run("validate", examples_build, "--shapes", tmp_path / "none.ttl").exit_code == 3


def test_validate_counts_by_shape_and_takes_shapes_of_ones_own(examples_build: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.ttl").write_text(
        """
        @prefix sh: <http://www.w3.org/ns/shacl#> .
        @prefix twq: <https://w3id.org/tawthiq/ontology#> .
        @prefix e: <https://example.org/#> .
        e:Base a sh:NodeShape ; sh:targetClass twq:MilitaryBase ; sh:property e:point , e:named .
        e:point a sh:PropertyShape ; sh:path twq:latitude ; sh:minCount 1 ; sh:severity sh:Warning ;
            sh:message "A base has a point."@en .
        e:named a sh:PropertyShape ; sh:path twq:capital ; sh:minCount 1 ; sh:message "No capital."@en .
        """
    )
    result = run("validate", examples_build, "--shapes", tmp_path / "mine.ttl", "--language", "en")
    assert result.exit_code == 1
    assert "point (Warning): A base has a point." in result.stdout
    assert re.search(r"violations\n\nshape +n\n-+ +-+\nnamed +\d+\npoint +\d+\n$", result.stdout)


def test_export_writes_any_format_and_leaves_no_half_file(examples_build: Path, tmp_path: Path) -> None:
    for format_ in FORMATS:
        assert run("export", examples_build, "-f", format_, "-o", tmp_path / format_).exit_code == 0
        assert (tmp_path / format_).stat().st_size > 1000
    assert (tmp_path / "ttl").read_bytes() == (examples_build / folder.TURTLE).read_bytes()
    assert "articleBody" not in (tmp_path / "nq").read_text("utf-8")
    run("export", examples_build, "-f", "nq", "-o", tmp_path / "nq", "--with-text")
    assert "articleBody" in (tmp_path / "nq").read_text("utf-8")
    result = run("export", examples_build, "-f", "ttl", "-o", tmp_path / "no" / "where.ttl")
    assert result.exit_code == 3
    assert "where.ttl: cannot be written" in result.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(FORMATS)


def test_export_takes_the_format_from_the_files_name(examples_build: Path, tmp_path: Path) -> None:
    for name in ("x.nt", "x.nq.gz"):
        result = run("export", examples_build, "-o", tmp_path / name)
        assert (result.exit_code, result.output) == (0, "")
    assert (tmp_path / "x.nq.gz").read_bytes().startswith(b"\x1f\x8b")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["x.nq.gz", "x.nt"]
    for name, options, message in (
        ("x.docx", [], "the ending does not say which format"),
        ("x", [], "with one of these endings: ttl, trig"),
        ("x.jsonld", ["--rdf12"], "jsonld cannot hold triple terms. You can fix this with one of: ttl, trig"),
    ):
        result = run("export", examples_build, "-o", tmp_path / name, *options)
        assert result.exit_code == 2, name
        assert message in result.stderr
    result = run("export", examples_build, "-o", tmp_path / "x.ttl", "--rdf12")
    assert "rdf:reifies <<( id:" in (tmp_path / "x.ttl").read_text("utf-8")


@pytest.mark.parametrize("command", ["query", "why", "validate", "export"])
def test_a_graph_that_is_none_is_an_input_error(tmp_path: Path, command: str) -> None:
    more = {
        "query": ["ASK {}"],
        "why": ["a", "attacked", "b"],
        "export": ["-f", "ttl", "-o", str(tmp_path / "x")],
    }
    (tmp_path / "bad.ttl").write_text("<a> <b> ")
    (tmp_path / "dir").mkdir()
    for name in ("missing", "bad.ttl", "dir"):
        result = run(command, tmp_path / name, *more.get(command, []))
        assert result.exit_code == 3, name
        assert result.stderr.startswith("Error: "), name
        assert name in result.stderr
