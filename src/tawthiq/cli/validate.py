"""``tawthiq validate``."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tawthiq.cli.options import graph_argument, language_option

if TYPE_CHECKING:
    from tawthiq.validate import Violation

WORDS = {
    "ar": {"valid": "البيانات سليمة.", "all": "عدد المخالفات: {n}", "article": "المقال"},
    "en": {"valid": "The graph is valid.", "all": "{n} {noun}", "article": "Article"},
}


@click.command()
@graph_argument
@click.option(
    "-f", "--format", "format_", type=click.Choice(["text", "json", "ttl"]), default="text",
    show_default=True, help="Output format; ttl is a SHACL validation report.",
)  # fmt: skip
@click.option(
    "--shapes", "shapes_file", type=click.Path(path_type=Path), metavar="FILE",
    help="Turtle file with SHACL shapes of your own, in the place of the ontology's.",
)  # fmt: skip
@language_option
@click.pass_context
def validate(ctx: click.Context, graph: Path, format_: str, shapes_file: Path | None, language: str) -> None:
    """Check a graph against the shapes of the ontology.

    GRAPH is the folder of a build, its store, or an RDF file. Each violation comes with the words of
    the article that it goes back to, and the article. Ends with 1 if there is any.

    \b
    Example:
        tawthiq validate output/mine
        tawthiq validate output/mine --format ttl > report.ttl
    """
    from tawthiq.graph.namespaces import Namespace
    from tawthiq.knowledge.paths import ontology_dir
    from tawthiq.store import open_graph
    from tawthiq.validate import Shapes
    from tawthiq.validate import validate as check
    from tawthiq.validate.turtle import write_report

    shapes = Shapes.load(shapes_file or ontology_dir() / "shapes.ttl")
    store = open_graph(graph)
    violations = check(store, shapes)
    if format_ == "json":
        click.echo(json.dumps([_record(v) for v in violations], ensure_ascii=False, indent=2))
    elif format_ == "ttl":
        write_report(violations, shapes, Namespace.of(store), sys.stdout)
    else:
        click.echo("\n".join(_text(violations, language)))
    if violations:
        ctx.exit(1)


def _record(violation: Violation) -> dict[str, object]:
    record = asdict(violation)
    del record["result"]
    return record


def _text(violations: Sequence[Violation], language: str) -> Iterator[str]:
    from tawthiq.text_table import table

    words = WORDS[language]
    if not violations:
        yield words["valid"]
        return
    for violation in violations:
        yield from _lines(violation, language)
        yield ""
    number = len(violations)
    noun = "violation" if number == 1 else "violations"
    yield words["all"].format(n=number, noun=noun)
    counts = Counter(v.shape for v in violations)
    if len(counts) > 1:
        rows = [(shape, str(n)) for shape, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
        yield "\n" + table(("shape", "n"), rows, right=(1,))


def _lines(violation: Violation, language: str) -> Iterator[str]:
    message = violation.messages.get(language) or " ".join(violation.messages.values())
    severity = "" if violation.severity == "Violation" else f" ({violation.severity})"
    yield f"{violation.label} <{violation.focus}>"
    yield f"  {violation.shape}{severity}: {message}"
    if violation.value:
        yield f"  {violation.path or ''} {violation.value}".rstrip()
    if quote := violation.quote:
        yield f"  «{' '.join(quote.text.split())}»"
    if article := violation.article:
        source = ", ".join(filter(None, (article.source, article.published, article.url)))
        place = f", {violation.quote.start}–{violation.quote.end}" if violation.quote else ""
        title = f"{article.title} [{article.id}{place}]"
        yield f"  {WORDS[language]['article']}: {title}" + (f" ({source})" if source else "")
