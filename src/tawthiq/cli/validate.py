"""``tawthiq validate``."""

from __future__ import annotations

from pathlib import Path

import click

from tawthiq.cli.options import graph_argument, language_option


@click.command()
@graph_argument
@language_option
@click.pass_context
def validate(ctx: click.Context, graph: Path, language: str) -> None:
    """Check a graph against the shapes of the ontology.

    GRAPH is the folder of a build, its store, or an RDF file. Ends with 1 if a shape is violated.

    \b
    Example:
        tawthiq validate output/mine
    """
    from tawthiq.store import open_graph
    from tawthiq.validate import validate as check

    report = check(open_graph(graph))
