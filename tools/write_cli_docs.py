"""Write ``docs/cli.md`` from what the commands print as their help."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from click.testing import CliRunner

from tawthiq.cli import main
from tawthiq.query import stored_queries

TARGET = Path(__file__).parent.parent / "docs" / "cli.md"
WIDTH = 90


def sections() -> Iterator[str]:
    yield "# The command line"
    yield "This page is written by `tools/write_cli_docs.py` from the commands' own help."
    yield _help()
    for name in main.commands:
        yield f"## tawthiq {name}"
        yield _help(name)
    yield "## Exit codes"
    yield (
        "| code | means |\n| --- | --- |\n"
        "| 0 | all went well |\n"
        "| 1 | the answer is negative: an edge does not stand, a graph violates a shape, an ASK is false, "
        "no sentence matches, no event passes (`view`), `load --check` found a difference |\n"
        "| 2 | the command was used in a wrong way, or a query cannot be understood |\n"
        "| 3 | input cannot be read or output not be written, a triple store cannot be reached or refuses; "
        "a build that left some documents out "
        "has written the graph of the others |\n"
        "| 130 | stopped by Ctrl-C |"
    )
    yield "## Stored queries"
    yield "`tawthiq query GRAPH NAME`; they stand in `ontology/queries`, and a parameter is set by `--set`."
    rows = [
        f"| `{name}` | {query.titles['en']} | {query.titles['ar']} | "
        f"{', '.join(f'`{p.name}`' for p in query.parameters)} |"
        for name, query in stored_queries().items()
    ]
    yield "\n".join(["| name | answers | | parameters |", "| --- | --- | --- | --- |", *rows])


def _help(*arguments: str) -> str:
    result = CliRunner().invoke(
        main, [*arguments, "--help"], prog_name="tawthiq", terminal_width=WIDTH, catch_exceptions=False
    )
    return f"```text\n{result.output.rstrip()}\n```"


def text() -> str:
    return "\n\n".join(sections()) + "\n"


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(text(), "utf-8")
