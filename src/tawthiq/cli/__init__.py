"""The command line: one module a command. What a command needs is imported when it runs."""

from __future__ import annotations

import sys
from typing import Any

import click

from tawthiq import __version__
from tawthiq.cli.build import build
from tawthiq.cli.evaluate import evaluate
from tawthiq.cli.explain import explain
from tawthiq.cli.export import export
from tawthiq.cli.load import load
from tawthiq.cli.query import query
from tawthiq.cli.schema import schema
from tawthiq.cli.serve import serve
from tawthiq.cli.validate import validate
from tawthiq.cli.view import view
from tawthiq.cli.why import why
from tawthiq.errors import TawthiqError

INTERRUPTED = 130


class _Commands(click.Group):
    """Commands in the order in which one needs them; errors in plain words with documented exit codes."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except TawthiqError as error:
            click.echo(f"Error: {error}", err=True)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo("\nStopped.", err=True)
            ctx.exit(INTERRUPTED)


_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(cls=_Commands, context_settings=_SETTINGS)
@click.version_option(__version__, "--version", message="tawthiq %(version)s")
def main() -> None:
    """Read conflict news in Arabic and English into a knowledge graph, and ask it who did what to whom.

    \b
    Example:
        tawthiq build articles/ -o output/mine
        tawthiq query output/mine who-attacked-whom

    Commands end with 0 if all went well, 1 for a negative answer, 2 for wrong usage and 3 for input or output
    that cannot be used.
    """
    for stream in (sys.stdout, sys.stderr):
        # Arabic is written as Arabic wherever the output goes, and odd file names do not end a command.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


for _command in (build, view, query, why, explain, evaluate, validate, export, load, serve, schema):
    main.add_command(_command)
