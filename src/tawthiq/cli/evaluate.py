"""``tawthiq evaluate``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tawthiq.evaluate import Confusion, Evaluation, Figures
    from tawthiq.evaluate.facts import Comparison
    from tawthiq.evaluate.sentences import Finding, WrongSentence

LABELS = {
    "events": "events (root type)",
    "status": "status where not actual",
    "all": "all facts",
}
SHOWN = 5
"""Articles and quotes that a warning names."""


@click.command()
@click.argument("gold", type=click.Path(path_type=Path), metavar="GOLD")
@click.argument("build", type=click.Path(path_type=Path), metavar="BUILD")
@click.option(
    "--worst", type=click.IntRange(0), default=10, show_default=True, metavar="N",
    help="Number of sentences to show, those with the most wrong facts first.",
)  # fmt: skip
@click.option(
    "-f", "--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="Output format.",
)  # fmt: skip
def evaluate(gold: Path, build: Path, worst: int, format_: str) -> None:
    """Measure how well a build agrees with facts that people wrote down.

    GOLD is a folder with a file NAME.gold.json for each article (docs/evaluation.md says how to write
    one), or one such file. BUILD is the folder of a build that read these articles. Shown are precision,
    recall and F1 of each kind of fact, which types were taken for which, and the sentences that went
    most wrong; `tawthiq explain` tells why.

    \b
    Example:
        tawthiq build examples/articles.jsonl -o output/mine
        tawthiq evaluate examples/gold output/mine
    """
    from tawthiq.evaluate import evaluate as measure
    from tawthiq.evaluate.sentences import worst_sentences
    from tawthiq.knowledge import Knowledge

    outcome = measure(gold, build)
    _warn(outcome, build)
    sentences = worst_sentences(outcome.articles, Knowledge.load(), worst) if worst else []
    if format_ == "json":
        click.echo(json.dumps(_record(outcome, sentences), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_text(outcome, sentences)))


def _warn(outcome: Evaluation, build: Path) -> None:
    if outcome.absent:
        click.echo(
            f"Warning: {build} lacks {len(outcome.absent)} of {len(outcome.articles)} articles "
            f"({_some(outcome.absent)}); all their facts count as missed.",
            err=True,
        )
    for path, quote in outcome.unquoted[:SHOWN]:
        click.echo(f"Warning: {path}: «{quote}» does not stand in the article.", err=True)
    if len(outcome.unquoted) > SHOWN:
        click.echo(f"Warning: … and {len(outcome.unquoted) - SHOWN} more quotes.", err=True)


def _some(names: Sequence[str]) -> str:
    return ", ".join([*names[:SHOWN], *(["…"] if len(names) > SHOWN else [])])


# ---- Text


def _text(outcome: Evaluation, sentences: Sequence[WrongSentence]) -> Iterator[str]:
    from tawthiq.text_table import table

    number = len(outcome.articles)
    yield f"{number} article{'s' if number != 1 else ''}\n"
    rows = [_figures_row(name, figures) for name, figures in outcome.figures.items()]
    yield table(("", "precision", "recall", "F1", "agree", "build", "gold"), rows, right=range(1, 7))
    yield "\nTypes of events\n"
    types = [_type_row(record) for record in outcome.types]
    yield table(("type", "gold", "right", "missed", "extra", "taken for"), types, right=range(1, 5))
    if sentences:
        yield "\nSentences with the most wrong facts"
    for sentence in sentences:
        yield from _sentence(sentence)


def _figures_row(name: str, figures: Figures) -> tuple[str, ...]:
    shares = (figures.precision, figures.recall, figures.f1)
    counts = (figures.hits, figures.found, figures.gold)
    return (LABELS.get(name, name), *(f"{share:.3f}" for share in shares), *map(str, counts))


def _type_row(record: Confusion) -> tuple[str, ...]:
    others = ", ".join(f"{name} {n}" for name, n in record.found_as.items() if name != record.type)
    right = record.found_as.get(record.type, 0)
    return (record.type, *map(str, (record.gold, right, record.missed, record.extra)), others)


def _sentence(sentence: WrongSentence) -> Iterator[str]:
    number = f" sentence {sentence.number}" if sentence.number else ""
    yield f"\n[{sentence.article}]{number}: {_count(sentence.facts)} wrong"
    if sentence.text:
        yield f"  «{sentence.text}»"
    for finding in sentence.findings:
        yield from _finding(finding)


def _finding(finding: Finding) -> Iterator[str]:
    from tawthiq.bidi import isolate

    if finding.relation:
        subject, predicate, object_ = finding.relation
        yield f"    {finding.kind:7} {isolate(subject)} {predicate} {isolate(object_)}"
        return
    type_ = finding.type or finding.found
    other = f", found as {finding.found}" if finding.kind == "wrong" and finding.found != finding.type else ""
    yield f"    {finding.kind:7} {type_}{other}"
    for name, field in finding.fields.items():
        if name == "type":
            continue
        parts = []
        if field.missed:
            parts.append(f"missed {', '.join(map(isolate, field.missed))}")
        if field.extra:
            parts.append(f"extra {', '.join(map(isolate, field.extra))}")
        yield f"            {name}: {'; '.join(parts)}"


def _count(facts: int) -> str:
    return f"{facts} fact{'s' if facts != 1 else ''}"


# ---- JSON


def _record(outcome: Evaluation, sentences: Sequence[WrongSentence]) -> dict[str, Any]:
    return {
        "articles": len(outcome.articles),
        "absent": list(outcome.absent),
        "figures": {name: _figures_record(figures) for name, figures in outcome.figures.items()},
        "types": [asdict(record) for record in outcome.types],
        "worst": [
            {
                "article": s.article, "sentence": s.number, "text": s.text, "wrong": s.facts,
                "findings": [_finding_record(f) for f in s.findings],
            }
            for s in sentences
        ],
    }  # fmt: skip


def _figures_record(figures: Figures) -> dict[str, float]:
    return {
        "precision": round(figures.precision, 4),
        "recall": round(figures.recall, 4),
        "f1": round(figures.f1, 4),
        "agree": figures.hits,
        "build": figures.found,
        "gold": figures.gold,
    }


def _finding_record(finding: Finding) -> dict[str, Any]:
    what = (
        {"relation": list(finding.relation)}
        if finding.relation
        else {"type": finding.type, "found": finding.found}
    )
    return {"kind": finding.kind, **what, "fields": _fields_record(finding.fields), "wrong": finding.facts}


def _fields_record(fields: Mapping[str, Comparison]) -> dict[str, Any]:
    return {name: {"missed": list(f.missed), "extra": list(f.extra)} for name, f in fields.items()}
