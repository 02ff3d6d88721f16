"""``tawthiq serve``."""

from __future__ import annotations

from pathlib import Path

import click

from tawthiq.cli.options import graph_argument, language_option


@click.command()
@graph_argument
@click.option(
    "-p", "--port", type=click.IntRange(0, 65535), default=8000, show_default=True,
    help="Port to listen at; 0 takes any that is free.",
)  # fmt: skip
@click.option(
    "--host", metavar="ADDRESS",
    help="Address to listen at; by default this machine alone reaches the server.",
)  # fmt: skip
@click.option(
    "--public", is_flag=True,
    help="Let other machines reach the server: at all addresses, or at --host.",
)  # fmt: skip
@click.option(
    "--timeout", "seconds", type=click.FloatRange(0, min_open=True), default=30.0, show_default=True,
    metavar="SECONDS", help="Time of a query, after which it is ended.",
)  # fmt: skip
@click.option(
    "--memory", type=click.IntRange(64), default=1024, show_default=True, metavar="MB",
    help="Memory that a query may take.",
)  # fmt: skip
@click.option(
    "--processes", type=click.IntRange(1), metavar="N",
    help="Number of queries that run at once; by default one a processor, from 2 to 8.",
)  # fmt: skip
@click.option(
    "--origin", "origins", multiple=True, metavar="ORIGIN",
    help="Web page (https://example.org) whose scripts may read answers; may be given several times. By "
    "default any may.",
)  # fmt: skip
@click.option("--with-text", is_flag=True, help="Serve the text of the articles too, not only the quotes.")
@language_option
def serve(
    graph: Path,
    port: int,
    host: str | None,
    public: bool,
    seconds: float,
    memory: int,
    processes: int | None,
    origins: tuple[str, ...],
    with_text: bool,
    language: str,
) -> None:
    """Serve a graph over HTTP: a SPARQL endpoint that only reads, and pages for people.

    GRAPH is the folder of a build, its store, or an RDF file. What is served is a copy, so builds may go on;
    start anew to serve what they added. SPARQL is answered at /sparql, an editor stands at /query, each
    node's page at /id/NAME (HTML, Turtle, JSON-LD), the data's description at /.well-known/void.

    Queries run in processes of their own and are ended when they take too long or too much memory. No query
    reaches a file or another server. Whoever reaches the server can read all of the graph, for there are no
    passwords. End it with Ctrl-C.

    \b
    Example:
        tawthiq serve output/mine --port 8000
    """
    from tawthiq.serve.limits import MEGABYTE, Limits
    from tawthiq.serve.run import ANY, LOOPBACK, Settings, is_loopback, usual_processes
    from tawthiq.serve.run import serve as run

    host = host or (ANY if public else LOOPBACK)
    if not public and not is_loopback(host):
        raise click.UsageError(
            f"At {host} other machines would reach the server, and it asks for no password. "
            "You can fix this by saying --public, if that is meant."
        )
    limits = Limits(seconds=seconds, memory=memory * MEGABYTE)
    count = processes or usual_processes()
    run(graph, Settings(host, port, language, count, limits, origins or ("*",), with_text), _tell)


def _tell(address: str, triples: int) -> None:
    click.echo(f"{address} serves {triples:,} triples. Ctrl-C ends it.")
