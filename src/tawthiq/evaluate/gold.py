"""Gold files: what people hold an article to say."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tawthiq.errors import InputError
from tawthiq.evaluate.facts import DEFAULT_STATUS, ROLES, ToldEvent, ToldRelation
from tawthiq.evaluate.fields import NOTE, Fields
from tawthiq.graph.vocabulary import schema
from tawthiq.model import Span

ENDING = ".gold.json"
ARTICLE_FIELDS = (
    "document",
    "language",
    "published",
    "title",
    "source",
    "url",
    "text",
    "events",
    "relations",
)
EVENT_FIELDS = ("type", "status", *ROLES, "start", "end", "weapons", "quantities", "evidence")


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """One gold file. ``unquoted`` are quotes that do not stand in the text."""

    id: str
    path: Path
    text: str | None
    language: str | None
    events: tuple[ToldEvent, ...]
    relations: tuple[ToldRelation, ...]
    unquoted: tuple[str, ...]


def gold_files(path: Path) -> list[Path]:
    """The gold files in a folder and below it, or the one file that is given.

    Raises :class:`InputError` if there is none.
    """
    if not path.exists():
        raise InputError(
            f"{path}: there is no such file or folder.", remedy="You can fix this by checking the spelling."
        )
    if path.is_file() and not path.name.endswith(ENDING):
        raise InputError(
            f"{path}: this is no gold file.",
            remedy=f"You can fix this by giving a folder with files NAME{ENDING}, or one of them.",
        )
    found = sorted(path.rglob(f"*{ENDING}")) if path.is_dir() else [path]
    if not found:
        raise InputError(
            f"{path}: there is no gold file (NAME{ENDING}) in this folder.",
            remedy="You can fix this by giving the folder of your gold files; see docs/evaluation.md.",
        )
    return found


def read_gold(path: Path, texts: Mapping[str, str]) -> GoldArticle:
    """Read one gold file. ``texts`` are the articles as the build read them, by id.

    Where the build does not have the article, its text is the field ``text`` or NAME.txt beside the file.
    Raises :class:`InputError` with file and place for what cannot be used.
    """
    article = Fields(path).record(_parse(path), "the file", (*ARTICLE_FIELDS, NOTE))
    name = path.name.removesuffix(ENDING)
    id_ = article.text("document") or name
    text = texts.get(id_)
    if text is None:
        text = article.text("text") or _beside(path.with_name(f"{name}.txt"))
    events = tuple(_event(row, text) for row in article.records("events", "event", EVENT_FIELDS))
    unquoted = () if text is None else tuple(q for e in events for q in e.quotes if not _located(q, text))
    return GoldArticle(
        id_, path, text, article.text("language"), events, tuple(_relations(article)), unquoted
    )


def _parse(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8-sig"))
    except json.JSONDecodeError as error:
        raise InputError(
            f"{path}, line {error.lineno}: this is not valid JSON ({error.msg}, column {error.colno}).",
            remedy="You can fix this by correcting the line.",
        ) from error
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise InputError(
            f"{path}, line {line}: this is not UTF-8.", remedy="You can fix this by writing it in UTF-8."
        ) from error
    except (OSError, RecursionError) as error:
        raise InputError(
            f"{path}: cannot be read ({getattr(error, 'strerror', None) or error}).",
            remedy="You can fix this by giving a gold file that you may read.",
        ) from error


def _beside(path: Path) -> str | None:
    try:
        return path.read_text("utf-8") if path.is_file() else None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"{path}: cannot be read ({error}).", remedy="You can fix this by writing it in UTF-8."
        ) from error


def _event(row: Fields, text: str | None) -> ToldEvent:
    known = schema()
    type_ = row.one_of("type", known.event_types)
    quotes = row.strings("evidence")
    return ToldEvent(
        type_,
        known.root_of(type_),
        row.one_of("status", known.statuses, DEFAULT_STATUS),
        {role: row.names(role) for role in ROLES},
        tuple(dict.fromkeys(row.strings("weapons", known.weapons))),
        row.numbers("quantities", known.quantities),
        {name: value for name in ("start", "end") if (value := row.date(name))},
        quotes,
        tuple(span for quote in quotes if text is not None and (span := _located(quote, text))),
    )


def _located(quote: str, text: str) -> Span | None:
    """Where a quote stands; white space counts as one blank."""
    match = re.search(r"\s+".join(map(re.escape, quote.split())), text)
    return Span(match.start(), match.end()) if match else None


def _relations(article: Fields) -> Iterator[ToldRelation]:
    for number, row in enumerate(article.list_of("relations"), 1):
        where = f"relation {number}"
        if not isinstance(row, list) or len(row) != 3:
            article.fail(where, "this is no relation", 'write [["subject"], "predicate", ["object"]]')
        subject, predicate, object_ = row
        if predicate not in schema().predicates:
            article.fail(
                where, f"there is no relation «{predicate}»", f"use one of {', '.join(schema().predicates)}"
            )
        yield ToldRelation(article.wordings(subject, where), predicate, article.wordings(object_, where))
