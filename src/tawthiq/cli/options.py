"""What the commands that ask a graph have in common."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


def graph_argument(command: Command) -> Command:
    """The graph that a command asks, its first argument."""
    return click.argument("graph", type=click.Path(path_type=Path), metavar="GRAPH")(command)


def language_option(command: Command) -> Command:
    """The language in which things are named, where there is a choice."""
    return click.option(
        "--language", type=click.Choice(["ar", "en"]), default="ar", show_default=True,
        help="Language in which things are named where the graph has their names in both.",
    )(command)  # fmt: skip
