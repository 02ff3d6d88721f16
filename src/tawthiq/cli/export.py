"""``tawthiq export``."""

from __future__ import annotations

from pathlib import Path

import click

from tawthiq.cli.options import graph_argument

FORMATS = ("ttl", "trig", "nq", "jsonld", "rdf", "graphml", "gexf", "csv", "geojson")


@click.command()
@graph_argument
@click.option("-f", "--format", "format_", type=click.Choice(FORMATS), help="Format of the file.")
@click.option(
    "-o", "--output", "path", type=click.Path(path_type=Path), metavar="FILE",
    help="File to write; what it held before is replaced.",
)  # fmt: skip
@click.option(
    "--to", "folder", type=click.Path(path_type=Path), metavar="FOLDER/ENGINE",
    help="Folder to write for the bulk loader of a triple store, such as bulk/virtuoso.",
)  # fmt: skip
@click.option("--with-text", is_flag=True, help="Take along the articles' text, which is their outlets'.")
def export(graph: Path, format_: str | None, path: Path | None, folder: Path | None, with_text: bool) -> None:
    """Write a graph in another format, or as a folder for the bulk loader of a triple store.

    GRAPH is the folder of a build, its store, or an RDF file. The last part of --to names the engine:
    virtuoso, fuseki, graphdb, rdf4j, oxigraph, qlever, neptune, blazegraph or stardog. The folder gets
    the named graphs as N-Quads and a README with the commands that load them.

    \b
    Example:
        tawthiq export output/mine -f graphml -o mine.graphml
        tawthiq export output/mine --to bulk/virtuoso
    """
    from tawthiq.store import open_graph

    if folder is not None:
        if format_ or path:
            raise click.UsageError("--to writes a folder, --format with --output a file: give one of them.")
        _export_folder(graph, folder, with_text)
        return
    if not (format_ and path):
        raise click.UsageError(
            "--format and --output are needed, or --to. "
            "You can fix this with, for example: --format nq --output mine.nq"
        )
    from tawthiq import folder as files
    from tawthiq.export import export as write
    from tawthiq.graph.namespaces import Namespace

    store, name = open_graph(graph), format_
    files.write_whole(path, lambda part: write(store, Namespace.of(store), name, part, with_text=with_text))


def _export_folder(graph: Path, folder: Path, with_text: bool) -> None:
    from tawthiq.export import bulk
    from tawthiq.store import open_graph

    engine = folder.resolve().name
    if engine not in bulk.bulk_engines():
        raise click.UsageError(
            f"--to {folder}: its last part names no engine. You can fix this by giving one of "
            f"{', '.join(str(folder / name) for name in bulk.bulk_engines())}."
        )
    written = bulk.write(open_graph(graph), engine, folder, with_text=with_text)
    click.echo(f"{written:,} statements written; {folder / 'README.md'} tells how to load them.")
