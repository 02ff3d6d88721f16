"""The package as others get it: a wheel with its data that runs without the development tools; ``make``."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import venv
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
pytestmark = pytest.mark.xdist_group("package")

ARTICLE = "قصفت قوات النظام مدينة إدلب بالمدفعية يوم الإثنين."


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", folder, ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ``bin`` of an environment that has the wheel and what it depends on, and nothing else.

    The dependencies are lent by this environment, so that no network is needed.
    """
    folder = tmp_path_factory.mktemp("clean") / "venv"
    venv.create(folder, symlinks=True)
    (site,) = folder.glob("lib/python*/site-packages")
    for name in run_dependencies("tawthiq"):
        lend(name, site)
    run(sys.executable, "-m", "pip", "--python", folder, "install", "-q", "--no-deps", "--no-index", wheel)
    return folder / "bin"


def run_dependencies(name: str) -> set[str]:
    """The distributions that ``name`` needs to run, itself left out."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        for text in distribution(waiting.pop()).requires or ():
            requirement = Requirement(text)
            key = canonicalize_name(requirement.name)
            if key not in found and (
                requirement.marker is None or requirement.marker.evaluate({"extra": ""})
            ):
                found.add(key)
                waiting.append(key)
    return found


def lend(name: str, site: Path) -> None:
    """Link the files of an installed distribution into another environment."""
    owner = distribution(name)
    for top in {file.parts[0] for file in owner.files or () if file.parts[0] != ".."}:
        if top != "__pycache__" and not (site / top).exists():
            (site / top).symlink_to(Path(str(owner.locate_file(top))))


def run(
    *command: str | Path, cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, encoding="utf-8", timeout=120,
        env={k: v for k, v in os.environ.items() if not k.startswith("PYTHON")} | environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.mark.slow
def test_the_wheel_carries_the_ontology_the_page_and_the_types(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    data = [p.relative_to(ROOT) for p in (ROOT / "ontology").rglob("*") if p.is_file()]
    assert [path for path in data if f"tawthiq/{path}" not in names] == []
    folders = [ROOT / "src/tawthiq" / name for name in ("view/static", "serve/static", "serve/templates")]
    static = [p.relative_to(ROOT / "src") for f in folders for p in f.rglob("*") if p.is_file()]
    assert [path for path in static if str(path) not in names] == []
    assert "tawthiq/py.typed" in names
    assert {name.split("/")[0].split("-")[0] for name in names} == {"tawthiq"}


@pytest.mark.slow
def test_the_installed_package_works_without_checkout_and_development_tools(
    installed: Path, tmp_path: Path
) -> None:
    (tmp_path / "article.txt").write_text(ARTICLE, "utf-8")
    tawthiq = installed / "tawthiq"
    where = run(installed / "python", "-c", "import tawthiq; print(tawthiq.__file__)", cwd=tmp_path)
    assert Path(where.stdout.strip()).is_relative_to(installed.parent)
    absent = "import importlib.util as u; print([n for n in ('pytest', 'mypy', 'yaml') if u.find_spec(n)])"
    assert run(installed / "python", "-c", absent, cwd=tmp_path).stdout == "[]\n"
    run(tawthiq, "build", "article.txt", "--published", "2024-03-05", "-o", "out", cwd=tmp_path)
    assert "إدلب" in run(tawthiq, "query", "out", "who-attacked-whom", cwd=tmp_path).stdout
    assert run(tawthiq, "validate", "out", "--language", "en", cwd=tmp_path).stdout == "The graph is valid.\n"
    assert "Shelling" in run(tawthiq, "schema", cwd=tmp_path).stdout
    assert (tmp_path / "out" / "graph.html").stat().st_size > 100_000


def locked(name: str) -> set[str]:
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    return {canonicalize_name(found) for found in re.findall(r"^([A-Za-z0-9._-]+)==", text, re.MULTILINE)}


def test_every_dependency_is_locked() -> None:
    wanted = {canonicalize_name(Requirement(r).name) for r in PROJECT["project"]["dependencies"]}
    tools = {canonicalize_name(Requirement(r).name) for r in PROJECT["dependency-groups"]["dev"]}
    assert wanted <= locked("run")
    assert locked("run") | tools <= locked("dev"), "run `make lock`"
    assert run_dependencies("tawthiq") <= locked("run")


# ---- make


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for name in ("Makefile", "pyproject.toml", "requirements", "tools"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


def python(folder: Path, body: str) -> Path:
    """A stand-in for a Python interpreter."""
    path = folder / "python"
    path.write_text(f"#!/bin/sh\n{body}\n", "utf-8")
    path.chmod(0o755)
    return path


MACHINES = {
    "no python": (None, "There is no"),
    "old python": ("exit 1", "Tawthiq needs Python 3.11 or newer"),
    "no venv": (
        'case "$*" in *-m*) echo "ensurepip is not available"; exit 1;; esac',
        "ensurepip is not available\nNo virtual environment could be made. You can fix this with: apt inst",
    ),
}


@pytest.mark.parametrize("machine", MACHINES)
def test_make_says_what_a_machine_lacks(checkout: Path, machine: str) -> None:
    body, message = MACHINES[machine]
    interpreter = python(checkout, body) if body else checkout / "nowhere"
    done = subprocess.run(
        ["make", f"PYTHON={interpreter}", "demo"],
        cwd=checkout,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.returncode != 0
    assert message in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


NEEDED = {"the graph page": "chromium", "the Turtle files": "rapper"}
ENGINES = {
    "the graph page in Firefox": "firefox",
    "loads and queries in Virtuoso": "virtuoso-t",
    "exports, queries and shapes in Apache Jena": "java",
    "exports in Serd": "serdi",
    "loads and queries in the Oxigraph server": "oxigraph_server",
    "exports and queries in Comunica and N3.js": "engines.node",
}


@pytest.mark.parametrize("what", [*NEEDED, *ENGINES])
@pytest.mark.parametrize("ci", ["", "true"])
def test_what_could_not_be_tested_is_said_loudly(tmp_path: Path, what: str, ci: str) -> None:
    missing = (NEEDED | ENGINES)[what]
    for name in {*NEEDED.values(), "firefox", "virtuoso-t", "isql-vt", "java", "serdi"} - {missing}:
        (tmp_path / name).symlink_to("/bin/sh")
    (tmp_path / "jena-cmds.jar").touch()
    interpreter = python(tmp_path, f'case "$*" in *{missing}*) exit 1;; esac')
    shell = shutil.which("sh")
    assert shell is not None
    done = subprocess.run(
        [shell, str(ROOT / "tools" / "say_untested.sh"), str(interpreter)],
        env={"PATH": str(tmp_path), "CI": ci, "JARS": str(tmp_path)},
        capture_output=True, encoding="utf-8", timeout=60,
    )  # fmt: skip
    (said,) = re.findall("NOT TESTED: (.*?)[.] ", done.stdout)
    assert said.startswith(what)
    assert (done.returncode != 0) == (bool(ci) and what in NEEDED)


def test_every_target_of_make_has_help() -> None:
    text = (ROOT / "Makefile").read_text("utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.+)$", text, re.MULTILINE)
    helped = set(re.findall(r"^([a-z-]+):.*##", text, re.MULTILINE))
    assert helped == set(phony.split())
    assert subprocess.run(["make"], cwd=ROOT, capture_output=True, timeout=60).returncode == 0
