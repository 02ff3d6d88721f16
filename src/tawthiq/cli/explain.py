"""``tawthiq explain``."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tawthiq.cli.options import article_options

if TYPE_CHECKING:
    from tawthiq.errors import TawthiqError
    from tawthiq.explain.records import DocumentRecord
    from tawthiq.extract.sentences import SentenceReader
    from tawthiq.knowledge import Knowledge
    from tawthiq.model import Document, Sentence

SOME_FAILED = 3
PARTS = ("words", "phrases", "speakers", "triggers", "relations", "events")


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--article", "articles", multiple=True, metavar="ID", help="Only the article of this id.")
@click.option(
    "--sentence", "numbers", multiple=True, type=click.IntRange(1), metavar="N",
    help="Only the sentence of this number, from 1; may be given several times.",
)  # fmt: skip
@click.option("--grep", metavar="WORD", help="Only sentences with this word, in any spelling or form.")
@click.option(
    "--part", "parts", multiple=True, type=click.Choice(PARTS),
    help="Only this part of each sentence; may be given several times. JSON has all of them.",
)  # fmt: skip
@article_options
@click.option(
    "-f", "--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="Output format.",
)  # fmt: skip
@click.pass_context
def explain(
    ctx: click.Context,
    paths: tuple[str, ...],
    articles: tuple[str, ...],
    numbers: tuple[int, ...],
    grep: str | None,
    parts: tuple[str, ...],
    published: datetime | None,
    language: str | None,
    knowledge: tuple[Path, ...],
    format_: str,
) -> None:
    """Show why facts are found in an article, or missed: each decision with the line that made it.

    A PATH is what `tawthiq build` reads. For each sentence: its words with their lines in the tables of
    ontology/lexicon, its phrases, who speaks, each word that may tell of an event with the lines that
    were tried and why they failed or held, its roles, what the models made of it, the relations and the
    events. Nothing is written. Ends with 1 if no sentence matches.

    \b
    Example:
        tawthiq explain article.txt --published 2023-11-01 --sentence 2 --part triggers
    """
    from tawthiq.knowledge import Knowledge
    from tawthiq.read import read_documents

    failed: list[TawthiqError] = []

    def report(error: TawthiqError) -> None:
        failed.append(error)
        click.echo(f"Error: {error}", err=True)

    documents = read_documents(
        paths, published=published.date() if published else None, language=language, on_error=report
    )
    meant = (d for d in documents if not articles or d.id in articles)
    known = Knowledge.load(knowledge)
    records = _records(meant, known, _wanted(numbers, grep, known))
    shown = _print_json(records) if format_ == "json" else _print_text(records, parts or PARTS)
    if failed:
        ctx.exit(SOME_FAILED)
    if not shown:
        click.echo("No sentence of these articles matches.", err=True)
        ctx.exit(1)


def _records(
    documents: Iterator[Document], knowledge: Knowledge, wanted: Callable[[SentenceReader], bool]
) -> Iterator[DocumentRecord]:
    """The articles that have a sentence which is wanted."""
    from tawthiq.explain import Explainer

    explainer = Explainer(knowledge)
    for document in documents:
        record = explainer.explain(document, wanted)
        if record.sentences:
            yield record


def _wanted(
    numbers: tuple[int, ...], grep: str | None, knowledge: Knowledge
) -> Callable[[SentenceReader], bool]:
    """Whether a sentence has one of the numbers, and the words as they stand or in the dictionary's form."""
    from tawthiq.fold import fold_phrase
    from tawthiq.language import analyse
    from tawthiq.model import Document

    def lemmas(sentences: Iterable[Sentence]) -> str:
        return "".join(f" {t.lemma}" for s in sentences for t in s.tokens) + " "

    words = fold_phrase(grep or "")
    wanted_lemmas = lemmas(analyse(Document("", grep), knowledge)) if grep and words else " "

    def wanted(reader: SentenceReader) -> bool:
        if numbers and reader.sentence.index + 1 not in numbers:
            return False
        text = " ".join(token.norm for token in reader.sentence.tokens)
        return words in text or wanted_lemmas in lemmas([reader.sentence])

    return wanted


def _print_text(records: Iterator[DocumentRecord], parts: tuple[str, ...]) -> int:
    from tawthiq.explain.text import document_lines

    shown = 0
    for record in records:
        if shown:
            click.echo("")
        for line in document_lines(record, parts):
            click.echo(line)
        shown += 1
    return shown


def _print_json(records: Iterator[DocumentRecord]) -> int:
    """A list with one object an article."""
    shown = 0
    for record in records:
        click.echo("[" if not shown else ",")
        click.echo(json.dumps(asdict(record), ensure_ascii=False, indent=2), nl=False)
        shown += 1
    click.echo("\n]" if shown else "[]")
    return shown
