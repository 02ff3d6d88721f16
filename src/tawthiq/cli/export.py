"""``tawthiq export``."""

from __future__ import annotations

from pathlib import Path

import click

from tawthiq.cli.options import graph_argument

FORMATS = ("ttl", "trig", "nq", "jsonld", "rdf", "graphml", "gexf", "csv", "geojson")


@click.command()
@graph_argument
@click.option(
    "-f", "--format", "format_", required=True, type=click.Choice(FORMATS), help="Format of the file.",
)  # fmt: skip
@click.option(
    "-o", "--output", "path", required=True, type=click.Path(path_type=Path), metavar="FILE",
    help="File to write; what it held before is replaced.",
)  # fmt: skip
@click.option("--with-text", is_flag=True, help="Take along the articles' text, which is their outlets'.")
def export(graph: Path, format_: str, path: Path, with_text: bool) -> None:
    """Write a graph in another format.

    GRAPH is the folder of a build, its store, or an RDF file.

    \b
    Example:
        tawthiq export output/mine -f graphml -o mine.graphml
    """
    from tawthiq import folder
    from tawthiq.export import export as write
    from tawthiq.graph.namespaces import Namespace
    from tawthiq.store import open_graph

    store = open_graph(graph)
    folder.write_whole(
        path, lambda part: write(store, Namespace.of(store), format_, part, with_text=with_text)
    )
