"""How well a build agrees with facts that people wrote down: ``docs/evaluation.md`` says what counts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tawthiq.errors import InputError
from tawthiq.evaluate.figures import Confusion, Figures, confusion, figures
from tawthiq.evaluate.gold import GoldArticle, gold_files, read_gold
from tawthiq.evaluate.matching import Compared, pair_events, pair_relations
from tawthiq.evaluate.tables import BuildTables, read_build

__all__ = ["Compared", "Confusion", "Evaluation", "Figures", "evaluate"]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The outcome over all gold articles.

    ``absent`` are articles that the build lacks: all their facts count as missed. ``unquoted`` are
    (file, quote) of gold quotes that do not stand in their article.
    """

    articles: tuple[Compared, ...]
    figures: dict[str, Figures]
    types: list[Confusion]
    absent: tuple[str, ...]
    unquoted: tuple[tuple[Path, str], ...]


def evaluate(gold: Path, build: Path) -> Evaluation:
    """Compare the tables of ``build`` with the gold files in the folder ``gold``.

    Articles of the build without a gold file do not count. Raises :class:`InputError`.
    """
    files = gold_files(gold)
    tables = read_build(build)
    read = [read_gold(path, tables.texts) for path in files]
    _check_ids(read)
    articles = tuple(_compare(article, tables) for article in read)
    return Evaluation(
        articles,
        figures(articles),
        confusion(articles),
        tuple(a.id for a in articles if not a.known),
        tuple((a.path, quote) for a in read for quote in a.unquoted),
    )


def _compare(gold: GoldArticle, tables: BuildTables) -> Compared:
    known = tables.knows(gold.id)
    if known and gold.text is None and gold.events:
        raise InputError(
            f"{gold.path}: the text of the article «{gold.id}» is not known, so its quotes mean nothing.",
            remedy="You can fix this with a field «text» that holds it, or a .txt file beside the gold file.",
        )
    return Compared(
        gold.id,
        gold.text,
        gold.language,
        known,
        pair_events(tables.events.get(gold.id, ()), gold.events),
        pair_relations(tables.relations.get(gold.id, ()), gold.relations),
    )


def _check_ids(read: list[GoldArticle]) -> None:
    paths: dict[str, Path] = {}
    for article in read:
        if (first := paths.setdefault(article.id, article.path)) != article.path:
            raise InputError(
                f"{article.path}: this is the article «{article.id}», which {first} has already.",
                remedy="You can fix this by leaving one of them out, or with a field «document» of its own.",
            )
