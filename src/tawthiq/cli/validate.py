"""``tawthiq validate``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tawthiq.cli.options import graph_argument, language_option

if TYPE_CHECKING:
    from tawthiq.validate import Violation


@click.command()
@graph_argument
@click.option(
    "-f", "--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="Output format.",
)  # fmt: skip
@language_option
@click.pass_context
def validate(ctx: click.Context, graph: Path, format_: str, language: str) -> None:
    """Check a graph against the shapes of the ontology.

    GRAPH is the folder of a build, its store, or an RDF file. Each violation comes with the words of
    the article that it goes back to. Ends with 1 if there is any.

    \b
    Example:
        tawthiq validate output/mine
    """
    from tawthiq.store import open_graph
    from tawthiq.validate import validate as check

    violations = check(open_graph(graph))
    if format_ == "json":
        click.echo(json.dumps([asdict(v) for v in violations], ensure_ascii=False, indent=2))
    elif not violations:
        click.echo("البيانات سليمة." if language == "ar" else "The graph is valid.")
    else:
        for violation in violations:
            click.echo("\n".join(_lines(violation, language)))
        click.echo(
            f"عدد المخالفات: {len(violations)}" if language == "ar" else f"{len(violations)} violations"
        )
    if violations:
        ctx.exit(1)


def _lines(violation: Violation, language: str) -> Iterator[str]:
    message = violation.messages.get(language) or " ".join(violation.messages.values())
    yield f"{violation.label} <{violation.focus}>"
    yield f"  {violation.shape}: {message}"
    if violation.value:
        yield f"  {violation.path or ''} {violation.value}".rstrip()
    if violation.quote and violation.article:
        yield f"  «{' '.join(violation.quote.text.split())}» [{violation.article.id}]"
