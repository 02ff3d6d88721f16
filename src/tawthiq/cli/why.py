"""``tawthiq why``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tawthiq.cli.options import graph_argument, language_option

if TYPE_CHECKING:
    from tawthiq.query import Names
    from tawthiq.why import Claim, Step

WORDS = {
    "ar": {
        "unfounded": "لا تقول الشبكة هذا: {edge}",
        "others": "ما يقوله عنهما: {others}",
        "gazetteer": "معروف من قاموس الأماكن والجهات، أو مستفاد من باقي المقال",
        "claimant": "وفق",
        "besides": "يروي الحدث نفسه ولا يذكر الطرفين معاً",
        "article": "المقال",
    },
    "en": {
        "unfounded": "The graph does not say that {edge}.",
        "others": "It has between these two: {others}.",
        "gazetteer": "known from the gazetteer, or gathered from the rest of the article",
        "claimant": "according to",
        "besides": "tells of the same event, but not that these two did this",
        "article": "article",
    },
}


@click.command()
@graph_argument
@click.argument("subject")
@click.argument("predicate")
@click.argument("object_", metavar="OBJECT")
@language_option
@click.pass_context
def why(ctx: click.Context, graph: Path, subject: str, predicate: str, object_: str, language: str) -> None:
    """Show why an edge of the graph stands: who says so, in which article, in which words.

    GRAPH is the folder of a build, its store, or an RDF file. SUBJECT and OBJECT are names in any
    spelling, ids or IRIs, PREDICATE is an edge's name (attacked, located_in) or label. Ends with 1 if
    the edge does not stand.

    \b
    Example:
        tawthiq why output/mine "الميليشيات الإيرانية" attacked "قاعدة كونيكو"
    """
    from tawthiq.graph.vocabulary import schema
    from tawthiq.query import Names
    from tawthiq.store import open_graph
    from tawthiq.why import why as explain

    store = open_graph(graph)
    explanation = explain(store, subject, predicate, object_, language)
    if not explanation.steps:
        words = WORDS[language]
        click.echo(words["unfounded"].format(edge=f"{subject} – {predicate} – {object_}"))
        if explanation.others:
            others = (schema().labels(name)[language] for name in explanation.others)
            click.echo(words["others"].format(others=", ".join(others)))
        ctx.exit(1)
    names = Names(store)
    for step in explanation.steps:
        click.echo("\n".join(_step(step, names, language)))


def _step(step: Step, names: Names, language: str) -> Iterator[str]:
    from tawthiq.graph.vocabulary import schema

    label = schema().labels(step.predicate)[language]
    yield f"{_name(step.subject, names, language)} – {label} – {_name(step.object, names, language)}"
    if not step.claims:
        yield f"  {WORDS[language]['gazetteer']}"
    for claim in step.claims:
        yield from _claim(claim, names, language)


def _claim(claim: Claim, names: Names, language: str) -> Iterator[str]:
    from tawthiq.graph.vocabulary import schema

    words, article = WORDS[language], claim.article
    yield ""
    for quote in claim.quotes:
        yield f"  «{' '.join(quote.text.split())}»"
    details = [schema().labels(claim.status)[language]] if claim.event else []
    if claim.claimant:
        details.append(f"{words['claimant']}: {_name(claim.claimant, names, language)}")
    if claim.time and claim.time.start:
        details.append(" – ".join(dict.fromkeys((claim.time.start, claim.time.end or "…"))))
    details += [f"{schema().labels(name)[language]}: {value}" for name, value in claim.quantities.items()]
    if details:
        yield f"    {'; '.join(details)}"
    source = ", ".join(filter(None, (article.source, article.published, article.url)))
    yield f"    {words['article']}: {article.title} [{article.id}]" + (f" ({source})" if source else "")
    if not claim.says_so:
        yield f"    {words['besides']}"


def _name(iri: str, names: Names, language: str) -> str:
    from pyoxigraph import NamedNode

    return names.name(NamedNode(iri), language)
