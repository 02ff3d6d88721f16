"""``tawthiq query``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from tawthiq.cli.options import infer_option, language_option

FORMATS = ("table", "csv", "json", "tsv", "ttl")


@click.command()
@click.argument("graph", required=False, type=click.Path(path_type=Path), metavar="GRAPH")
@click.argument("query", required=False, metavar="QUERY")
@click.option(
    "--set", "settings", multiple=True, metavar="NAME=VALUE",
    help="Value of a parameter of the query: a name in any spelling, an IRI, a date or text.",
)  # fmt: skip
@click.option(
    "-f", "--format", "format_", type=click.Choice(FORMATS),
    help="Output format; by default a table, or Turtle for CONSTRUCT and DESCRIBE.",
)  # fmt: skip
@language_option
@infer_option
@click.option("-l", "--list", "list_", is_flag=True, help="List the stored queries with their parameters.")
@click.pass_context
def query(
    ctx: click.Context,
    graph: Path | None,
    query: str | None,
    settings: tuple[str, ...],
    format_: str | None,
    language: str,
    infer: bool,
    list_: bool,
) -> None:
    """Ask a graph with SPARQL or with a stored query.

    GRAPH is the folder of a build, its store, or an RDF file. QUERY is the name of a stored query, a
    file with SPARQL, SPARQL itself, or - for standard input. The prefixes twq:, id:, rdfs: and the
    like need no declaration. ASK ends with 1 if the answer is no.

    A name given with --set stands for all that bear it, and a city's name for the province named after
    it too; what it stood for is told on standard error. An id:… means one thing alone. With since or until,
    events without a date are left out.

    Tables name things by their labels. CSV gives each IRI and, in a column of its own, its label; JSON
    and TSV are the standard SPARQL result formats.

    Everyday questions need no --infer: types and direct edges are written out. With it, the terms of SEM,
    PROV-O, GeoSPARQL and schema.org can be asked for too; owl:sameAs is not followed.

    \b
    Example:
        tawthiq query output/mine attacks-on-bases --set "place=دير الزور" --set since=2023-10
        tawthiq query output/mine "SELECT * { ?who twq:attacked ?whom }" --format csv
    """
    if list_:
        _list(language)
        return
    if graph is None or query is None:
        raise click.UsageError(
            "GRAPH and QUERY are needed. You can fix this by giving the folder of a build and a query; "
            "`tawthiq query --list` lists the stored queries."
        )
    from tawthiq.query import ask, find_query
    from tawthiq.query.results import write_answer
    from tawthiq.store import open_graph, open_merged

    found = find_query(query)
    store = open_graph(graph)
    if infer:
        from tawthiq.graph.infer import with_inferred

        answer = ask(with_inferred(store), found, _settings(settings))
    else:
        answer = ask(store, found, _settings(settings), whole=lambda: open_merged(graph))
    if not write_answer(answer, sys.stdout, sys.stderr, format_, language):
        ctx.exit(1)


def _settings(texts: Sequence[str]) -> dict[str, str]:
    settings: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not (equals and value.strip()):
            raise click.UsageError(
                f"--set {text}: there is no value. You can fix this by writing NAME=VALUE."
            )
        if name in settings:
            raise click.UsageError(f"--set {name} comes twice. You can fix this by giving one value.")
        settings[name] = value
    return settings


def _list(language: str) -> None:
    from tawthiq.query import stored_queries

    for name, stored in stored_queries().items():
        click.echo(f"{name}: {stored.titles[language]}")
        for parameter in stored.parameters:
            click.echo(f"    --set {parameter.name}=…  {parameter.description}")
