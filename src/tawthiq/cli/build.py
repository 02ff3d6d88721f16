"""``tawthiq build``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tawthiq.cli.progress import ShownProgress
from tawthiq.text_table import table

if TYPE_CHECKING:
    from tawthiq.pipeline import Summary

SOME_FAILED = 3


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "-o", "--output", "out", required=True, type=click.Path(path_type=Path), metavar="DIR",
    help="Folder for the graph; a folder that holds a graph of Tawthiq is added to.",
)  # fmt: skip
@click.option(
    "--published", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE",
    help="Publication date (2023-11-01) of articles that do not tell theirs; relative dates need it.",
)  # fmt: skip
@click.option(
    "--language", type=click.Choice(["ar", "en"]),
    help="Language of articles that do not tell theirs; found out by default.",
)  # fmt: skip
@click.option("--base", metavar="IRI", help="Base of the IRIs of the data; ends in / or #.")
@click.option(
    "--knowledge", multiple=True, type=click.Path(path_type=Path), metavar="FILE",
    help="Turtle file with actors, places and words of your own; may be given several times.",
)  # fmt: skip
@click.option("--fresh", is_flag=True, help="Start anew: remove what earlier builds wrote into DIR.")
@click.option(
    "--workers", type=click.IntRange(1), metavar="N",
    help="Number of processes that read articles; by default one a processor, or one for few articles.",
)  # fmt: skip
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
@click.pass_context
def build(
    ctx: click.Context,
    paths: tuple[str, ...],
    out: Path,
    published: datetime | None,
    language: str | None,
    base: str | None,
    knowledge: tuple[Path, ...],
    fresh: bool,
    workers: int | None,
    quiet: bool,
) -> None:
    """Read articles into a knowledge graph with its page and tables.

    A PATH is a text file (.txt), a JSON Lines file (.jsonl) with the fields text, id, title,
    published, source, url and language, a folder of these, or - for standard input. Articles that the
    graph holds already are skipped, so the same command goes on with a build that was stopped. What
    cannot be read is named and left out; the command then ends with 3.

    \b
    Example:
        tawthiq build article.txt --published 2023-11-01 -o output/article
    """
    from tawthiq import pipeline
    from tawthiq.graph.namespaces import BASE

    progress = ShownProgress(quiet=quiet)
    options = pipeline.Options(
        published=published.date() if published else None,
        language=language,
        base=base or BASE,
        knowledge=knowledge,
        fresh=fresh,
        workers=workers or 0,
    )
    try:
        summary = pipeline.build(paths, out, options, progress)
    except KeyboardInterrupt:
        click.echo(
            "\nStopped. What has been read is kept; the same command goes on from there "
            "(without --fresh, which would start anew).",
            err=True,
        )
        ctx.exit(130)
    finally:
        progress.end()
    if not quiet:
        _print(summary)
    if summary.failed:
        ctx.exit(SOME_FAILED)


def _print(summary: Summary) -> None:
    from tawthiq.graph.vocabulary import schema

    click.echo(
        f"Read {summary.read} documents in {summary.seconds:.1f} s; "
        f"{summary.skipped} were there already, {summary.failed} failed. "
        f"{summary.dropped} facts were dropped.\n"
    )
    kinds = sorted(summary.events.items(), key=lambda kind: (-kind[1], kind[0]))
    rows = [(name, schema().labels(name).get("ar", ""), f"{count:,}") for name, count in kinds]
    rows.append(("all events", "الأحداث", f"{sum(summary.events.values()):,}"))
    for name, arabic, count in (
        ("actors", "الفاعلون", summary.actors),
        ("places", "الأماكن", summary.places),
        ("triples", "العبارات", summary.triples),
    ):
        rows.append((name, arabic, f"{count:,}"))
    click.echo(table(("events", "الأحداث", "number"), rows, right=(2,)))
    click.echo(f"\nThe page is {summary.page}; open it in a browser.")
