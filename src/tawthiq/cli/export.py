"""``tawthiq export``."""

from __future__ import annotations

from pathlib import Path

import click

from tawthiq.cli.options import graph_argument, infer_option

FORMATS = ("ttl", "trig", "nq", "nt", "jsonld", "rdf", "graphml", "gexf", "csv", "geojson")


@click.command()
@graph_argument
@click.option(
    "-f", "--format", "format_", type=click.Choice(FORMATS),
    help="Format of the file; by default the one that its ending says.",
)  # fmt: skip
@click.option(
    "-o", "--output", "path", type=click.Path(path_type=Path), metavar="FILE",
    help="File to write, gzipped if its name ends in .gz; what it held before is replaced.",
)  # fmt: skip
@click.option(
    "--to", "bulk_folder", type=click.Path(path_type=Path), metavar="FOLDER/ENGINE",
    help="Folder to write for the bulk loader of a triple store, such as bulk/virtuoso.",
)  # fmt: skip
@click.option("--with-text", is_flag=True, help="Take along the articles' text, which is their outlets'.")
@click.option(
    "--rdf12", is_flag=True,
    help="Add to each direct edge the reports behind it, as triple terms of RDF 1.2 (ttl, trig, nt, nq).",
)  # fmt: skip
@infer_option
def export(
    graph: Path,
    format_: str | None,
    path: Path | None,
    bulk_folder: Path | None,
    with_text: bool,
    rdf12: bool,
    infer: bool,
) -> None:
    """Write a graph in another format, or for a bulk loader.

    GRAPH is the folder of a build, its store, or an RDF file. N-Quads and TriG keep the named graphs, the
    others take all together. docs/formats.md tells what reads what. The last part of --to names the
    engine: virtuoso, fuseki, graphdb, rdf4j, oxigraph, qlever, neptune, blazegraph or stardog. Its folder
    gets the named graphs as N-Quads and a README with the commands that load them.

    \b
    Example:
        tawthiq export output/mine -o mine.graphml
        tawthiq export output/mine -o mine.nq.gz
        tawthiq export output/mine --to bulk/virtuoso
    """
    if bulk_folder is not None:
        if format_ or path or rdf12 or infer:
            raise click.UsageError("--to writes a folder as it is: give it alone, or with --with-text.")
        _export_folder(graph, bulk_folder, with_text)
    elif path is not None:
        _export_file(graph, path, format_ or _format_of(path), with_text, rdf12, infer)
    else:
        raise click.UsageError(
            "--output or --to is needed. You can fix this with, for example: --output mine.nq"
        )


def _export_file(graph: Path, path: Path, format_: str, with_text: bool, rdf12: bool, infer: bool) -> None:
    from tawthiq import folder
    from tawthiq.export import export as write
    from tawthiq.export import reified
    from tawthiq.graph.namespaces import Namespace
    from tawthiq.store import open_graph

    if rdf12 and format_ not in reified.FORMATS:
        raise click.UsageError(
            f"{format_} cannot hold triple terms. You can fix this with one of: "
            f"{', '.join(name for name in FORMATS if name in reified.FORMATS)}."
        )
    store = open_graph(graph)
    namespace = Namespace.of(store)
    if infer:
        from tawthiq.graph.infer import with_inferred

        store = with_inferred(store)
    if rdf12:
        store = reified.with_reified(store)
    folder.write_whole(path, lambda part: write(store, namespace, format_, part, with_text=with_text))


def _format_of(path: Path) -> str:
    ending = (path.with_suffix("") if path.suffix == ".gz" else path).suffix.lstrip(".")
    if ending in FORMATS:
        return ending
    raise click.UsageError(
        f"{path}: the ending does not say which format this is to be. You can fix this with --format, "
        f"or with one of these endings: {', '.join(FORMATS)}."
    )


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
