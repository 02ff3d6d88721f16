"""``tawthiq view``."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from tawthiq.cli.options import graph_argument

_MANY = 8


@click.command()
@graph_argument
@click.option(
    "--focus", multiple=True, metavar="NAME",
    help="Only what lies around this actor, place, thing or event; may be given several times.",
)  # fmt: skip
@click.option(
    "--hops", type=click.IntRange(0), default=2, show_default=True, metavar="N",
    help="So many steps around --focus.",
)  # fmt: skip
@click.option("--since", metavar="DATE", help="Only events since this year, month or day (2023, 2023-10).")
@click.option("--until", metavar="DATE", help="Only events until this year, month or day, it included.")
@click.option(
    "--type", "types", multiple=True, metavar="TYPE",
    help="Only events of this type and its kinds (Attack, «هجوم»); `tawthiq schema` lists them.",
)  # fmt: skip
@click.option("--actor", "actors", multiple=True, metavar="NAME", help="Only events that this actor did.")
@click.option("--target", "targets", multiple=True, metavar="NAME", help="Only events done to this one.")
@click.option("--place", "places", multiple=True, metavar="NAME", help="Only events in this place.")
@click.option(
    "--status", multiple=True, metavar="STATUS",
    help="Only events of this status: actual, planned, averted or denied.",
)  # fmt: skip
@click.option(
    "--claimant", "claimants", multiple=True, metavar="NAME", help="Only events of which this one tells."
)
@click.option(
    "--language", "--lang", "language", type=click.Choice(["ar", "en"]),
    help="Language in which the page opens; by default that of most articles.",
)  # fmt: skip
@click.option("--title", metavar="TEXT", help="Title of the page; by default it says what was chosen.")
@click.option(
    "--base-map", type=click.Path(path_type=Path), metavar="FILE",
    help="GeoJSON to draw behind the events in place of Natural Earth (docs/page.md).",
)  # fmt: skip
@click.option(
    "-o", "--output", "path", type=click.Path(path_type=Path), default=Path("view.html"), show_default=True,
    metavar="FILE", help="File to write; what it held before is replaced.",
)  # fmt: skip
def view(
    graph: Path,
    focus: tuple[str, ...],
    hops: int,
    since: str | None,
    until: str | None,
    types: tuple[str, ...],
    actors: tuple[str, ...],
    targets: tuple[str, ...],
    places: tuple[str, ...],
    status: tuple[str, ...],
    claimants: tuple[str, ...],
    language: str | None,
    title: str | None,
    base_map: Path | None,
    path: Path,
) -> None:
    """Write the page of a graph, or of a part of it, into one HTML file that needs nothing else.

    GRAPH is the folder of a build, its store, or an RDF file. A step of --hops leads from one actor, place or
    thing to another, over an edge or over an event in which both have a part. What lies in a place
    comes along only if the place itself is the focus.

    An option that is given several times lets pass what has one of the values; different options have to
    be met together. Names may be in any spelling, and one that several things bear stands for all of
    them, which is told on standard error. With --since or --until, events without a date are left out.
    Ends with 1 if nothing is left.

    \b
    Example:
        tawthiq view output/mine --focus "قاعدة كونيكو" -o conoco.html
        tawthiq view output/mine --type Attack --since 2023-10 --place "دير الزور"
    """
    from tawthiq import folder
    from tawthiq.notebook import open_build
    from tawthiq.view import read_base_map

    base = read_base_map(base_map) if base_map else None
    with open_build(graph, frames="rows", language=language or "ar") as opened:
        opened.language = language or opened.written_in
        part = opened.part(
            focus=focus, hops=hops, title=title, type=types, status=status, actor=actors,
            target=targets, place=places, claimant=claimants, since=since, until=until,
        )  # fmt: skip
        whole = len(opened.network())
        html = part.page(base_map=base).html
    for name, meant in part.meant.items():
        _tell_meant(name, meant)
    folder.write_whole(path, partial(_write, html))
    click.echo(
        f"The page is {path}; open it in a browser. It has {len(part.network):,} of {whole:,} nodes, "
        f"{part.events:,} of them events."
    )


def _tell_meant(name: str, meant: list[str]) -> None:
    more = [f"and {len(meant) - _MANY} more"] if len(meant) > _MANY else []
    lines = "".join(f"\n  {line}" for line in (*meant[:_MANY], *more))
    click.echo(f"«{name}» stands for {len(meant)}:{lines}", err=True)


def _write(html: str, path: Path) -> None:
    path.write_text(html, "utf-8", newline="\n")
