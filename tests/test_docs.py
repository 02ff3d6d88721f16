"""The documentation says what is so: paths exist, commands run, what they print is what stands there."""

from __future__ import annotations

import json
import re
import runpy
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tawthiq.cli import main
from tawthiq.knowledge.lexicon import read_table
from tawthiq.query import stored_queries

pytestmark = pytest.mark.xdist_group("examples")

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
EXAMPLES = ROOT / "examples" / "README.md"
PAGES = [
    README,
    EXAMPLES,
    ROOT / "output" / "README.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").glob("*.md")),
]
TOP = {path.name for path in ROOT.iterdir() if path.is_dir()} - {"output", ".venv"}
DOCS: dict[str, Any] = runpy.run_path(str(ROOT / "tools" / "write_docs.py"))

_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_SHELL = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def work(tmp_path: Path, examples_build: Path) -> Path:
    """A folder like a checkout in which ``make demo`` has run, with articles as the README names them."""
    DOCS["work_folder"](tmp_path, examples_build)
    text = (ROOT / "examples" / "own_article.txt").read_text("utf-8")
    (tmp_path / "articles").mkdir()
    for path in (tmp_path / "article.txt", tmp_path / "articles" / "one.txt"):
        path.write_text(text, "utf-8")
    (tmp_path / "more.jsonl").write_text(json.dumps({"id": "more", "text": text}) + "\n", "utf-8")
    return tmp_path


def named_paths(page: Path) -> Iterator[str]:
    """Paths that a page names in code, such as ``src/tawthiq/read``."""
    for code in _CODE.findall(page.read_text("utf-8")):
        if code.split("/")[0] in TOP and "/" in code and not re.search(r"[\s…*]|LANG|NAME", code):
            yield code


def shell_commands(page: Path) -> list[str]:
    """The tawthiq commands of a page's ``sh`` blocks, without comments."""
    blocks = "".join(_SHELL.findall(page.read_text("utf-8")))
    lines = (shlex.join(shlex.split(line, comments=True)) for line in blocks.splitlines())
    return [line for line in lines if line.startswith("tawthiq ")]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_paths_and_links_lead_somewhere(page: Path) -> None:
    missing = [path for path in named_paths(page) if not (ROOT / path).exists()]
    links = [link for link in _LINK.findall(page.read_text("utf-8")) if "://" not in link]
    missing += [link for link in links if not (page.parent / link.partition("#")[0]).exists()]
    assert missing == []


def test_the_readme_names_every_stage_of_the_source() -> None:
    named = set(named_paths(README))
    source = ROOT / "src" / "tawthiq"
    rooms = [p for p in source.iterdir() if p.is_dir() and (p / "__init__.py").exists()]
    assert [p.name for p in rooms if f"src/tawthiq/{p.name}" not in named] == []


def test_every_command_and_stored_query_is_documented() -> None:
    reference = (ROOT / "docs" / "cli.md").read_text("utf-8")
    readme, changelog = README.read_text("utf-8"), (ROOT / "CHANGELOG.md").read_text("utf-8")
    for name in main.commands:
        assert f"## tawthiq {name}\n" in reference
        assert f"tawthiq {name}" in readme
        assert f"`tawthiq {name}`" in changelog
    assert len(stored_queries()) == 12, "the README and the changelog say that there are twelve"


def test_the_guide_to_extraction_names_every_table_and_every_column_of_the_triggers() -> None:
    guide = (ROOT / "docs" / "extraction.md").read_text("utf-8")
    tables = sorted((ROOT / "ontology" / "lexicon" / "ar").glob("*.tsv"))
    assert [path.name for path in tables if f"`{path.name}`" not in guide] == []
    _, row = next(read_table(ROOT / "ontology" / "lexicon" / "ar" / "triggers.tsv"))
    assert [column for column in row if f"`{column}`" not in guide] == []


@pytest.mark.parametrize("page", DOCS["pages"](), ids=lambda p: str(p.relative_to(ROOT)))
def test_what_is_taken_from_elsewhere_is_not_stale(page: Path, work: Path) -> None:
    written = page.read_text("utf-8")
    assert written == DOCS["with_outputs"](DOCS["pages"]()[page](), work), "run `make docs`"


@pytest.mark.parametrize("page", [README, EXAMPLES], ids=lambda p: str(p.relative_to(ROOT)))
def test_the_shell_examples_run(page: Path, work: Path) -> None:
    commands = shell_commands(page)
    assert commands
    for command in commands:
        if " build " in command and page != README:
            continue  # the README builds the same: the examples, and the article with actors of one's own
        done = subprocess.run(
            command,
            shell=True,
            cwd=work,
            env=DOCS["environment"](),
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )
        assert (done.returncode, done.stderr) == (0, ""), command
        assert "no results" not in done.stdout, command


def test_a_users_own_actors_give_the_full_names_and_the_place() -> None:
    """The answers in the README are real: another test runs the commands."""
    without, with_ = re.findall(
        r"(?s)\$ tawthiq query output/(?:before|after).*?(?=```)", README.read_text("utf-8")
    )
    full = re.compile("لواء صقور البادية +قاعدة الآبار الثلاثة +تدمر")
    assert (bool(full.search(without)), bool(full.search(with_))) == (False, True)


def test_the_picture_is_a_small_png() -> None:
    picture = (ROOT / "docs" / "images" / "demo.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) < 200_000


def test_commands_are_found_in_console_blocks() -> None:
    block = '$ one "two\n  three"\noutput\n$ four \\\n    five\nmore output\n'
    assert DOCS["commands"](block) == ['one "two\n  three"', "four \\\n    five"]
