"""What several commands have in common: the graph that they ask, the articles that they read."""

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


def infer_option(command: Command) -> Command:
    """Whether what follows from the graph by the ontology's axioms belongs to it."""
    return click.option(
        "--infer", is_flag=True,
        help="Add what follows by RDFS and OWL 2 RL from the ontology and its alignments "
        "(needs tawthiq[infer]).",
    )(command)  # fmt: skip


def article_options(command: Command) -> Command:
    """What articles do not tell themselves: their day, their language, the user's own actors and places."""
    for option in (
        click.option(
            "--knowledge", multiple=True, type=click.Path(path_type=Path), metavar="FILE",
            help="Turtle file with actors, places and words of your own; may be given several times.",
        ),
        click.option(
            "--language", type=click.Choice(["ar", "en"]),
            help="Language of articles that do not tell theirs; found out by default.",
        ),
        click.option(
            "--published", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE",
            help="Publication date (2023-11-01) of articles that do not tell theirs; relative dates need it.",
        ),
    ):  # fmt: skip
        command = option(command)
    return command
