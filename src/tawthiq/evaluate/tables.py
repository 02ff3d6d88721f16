"""What a build says: its event and relation tables, and the articles that its store holds."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pyoxigraph import Literal, Store

from tawthiq.errors import InputError
from tawthiq.evaluate.facts import DEFAULT_STATUS, ROLES, ToldEvent, ToldRelation
from tawthiq.evaluate.names import Names
from tawthiq.folder import EVENTS, RELATIONS, STORE
from tawthiq.graph.namespaces import SCHEMA, term
from tawthiq.graph.vocabulary import schema
from tawthiq.model import Span
from tawthiq.store import snapshot
from tawthiq.store.places import is_store

IDENTIFIER, BODY = term(SCHEMA + "identifier"), term(SCHEMA + "articleBody")
_DAY = 10  # characters of an ISO date
Row = Mapping[str, Any]
Told = TypeVar("Told", ToldEvent, ToldRelation)


@dataclass(frozen=True)
class BuildTables:
    """A build's facts by article id. ``texts`` are the articles as read, by id; empty without a store."""

    events: Mapping[str, list[ToldEvent]]
    relations: Mapping[str, list[ToldRelation]]
    texts: Mapping[str, str]

    def knows(self, id_: str) -> bool:
        return id_ in self.texts or id_ in self.events or id_ in self.relations


def read_build(path: Path) -> BuildTables:
    """Read the tables of the build in the folder ``path``.

    Raises :class:`InputError` for a folder without them, and with file and line for a broken one.
    """
    for name in (EVENTS, RELATIONS):
        if not (path / name).is_file():
            raise InputError(
                f"{path}: there is no table {name} here.",
                remedy="You can fix this by giving the folder that `tawthiq build` wrote.",
            )
    texts: dict[str, str] = {}
    if is_store(path / STORE):
        with snapshot(path / STORE) as store:
            texts = dict(_texts(store))
    return BuildTables(_read(path / EVENTS, _event), _read(path / RELATIONS, _relation), texts)


def _texts(store: Store) -> Iterator[tuple[str, str]]:
    for quad in store.quads_for_pattern(None, IDENTIFIER, None, None):
        body = next(store.quads_for_pattern(quad.subject, BODY, None, None), None)
        if isinstance(quad.object, Literal) and body is not None and isinstance(body.object, Literal):
            yield quad.object.value, body.object.value


def _read(path: Path, told: Callable[[Row], Told]) -> dict[str, list[Told]]:
    """The rows of a table by article, each as ``told`` makes it."""
    found: dict[str, list[Told]] = defaultdict(list)
    number = 0
    try:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                number += 1
                if line.strip():
                    row = json.loads(line)
                    found[row["document"]].append(told(row))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"{path}, line {number}: this is no line of a table of `tawthiq build` ({error}).",
            remedy="You can fix this by building again.",
        ) from error
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read ({error.strerror or error}).",
            remedy="You can fix this by giving yourself the right to read it.",
        ) from error
    return dict(found)


def _event(row: Row) -> ToldEvent:
    known = schema()
    type_ = row["type"]
    evidence = row.get("evidence") or ()
    return ToldEvent(
        type_,
        known.root_of(type_) if type_ in known.event_types else type_,
        row.get("status") or DEFAULT_STATUS,
        {role: tuple(map(_names, row.get(role) or ())) for role in ROLES},
        tuple(dict.fromkeys(row.get("weapons") or ())),
        {name: n for name, n in (row.get("quantities") or {}).items() if n is not None},
        {name: str(row[name])[:_DAY] for name in ("start", "end") if row.get(name)},
        tuple(quote.get("text", "") for quote in evidence),
        tuple(Span(quote["start"], quote["end"]) for quote in evidence),
    )


def _relation(row: Row) -> ToldRelation:
    spans = tuple(Span(quote["start"], quote["end"]) for quote in row.get("evidence") or ())
    return ToldRelation(_names(row["subject"]), row["predicate"], _names(row["object"]), spans)


def _names(entity: Row) -> Names:
    """The words that name a thing in the article, then its label; without either it agrees with nothing."""
    found = (entity.get("text"), entity.get("label"), *entity.get("mentions", ()))
    return tuple(dict.fromkeys(filter(None, found))) or ("",)
