"""``events.csv``: one row for each event, for a spreadsheet.

The file begins with a byte order mark, without which Excel garbles Arabic. Several values in one cell
are separated by `` | ``. A cell that a spreadsheet would take for a formula begins with an apostrophe.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import Store

from tawthiq.export.happenings import Happening, happenings, label
from tawthiq.graph.claims import Claims
from tawthiq.graph.namespaces import Namespace
from tawthiq.graph.vocabulary import schema

Cell = str | int | float | None

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(store: Store, namespace: Namespace, path: Path, *, with_text: bool = False) -> None:  # noqa: ARG001
    write_claims(Claims(store), path)


def write_claims(claims: Claims, path: Path) -> None:
    """Write the table of what the claims tell."""
    rows = [_row(event, claims) for event in happenings(claims)]
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.DictWriter(out, columns(), lineterminator="\r\n")
        writer.writeheader()
        writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)


def columns() -> list[str]:
    """The names of the columns, in their order."""
    return [
        "event", "type", "type_ar", "type_en", "status", "aggregate", "start", "end", "actors", "targets",
        "places", "latitude", "longitude", "weapons", *schema().quantities, "sources", "documents",
        "outlets", "published", "confidence", "quotes",
    ]  # fmt: skip


def _row(event: Happening, claims: Claims) -> dict[str, Cell]:
    articles = [claims.article(iri) for iri in dict.fromkeys(r.document for r in event.reports)]
    language = articles[0].language
    time, roles = event.settled.time, event.settled.roles
    latitude, longitude = event.point or (None, None)

    def names(iris: Iterable[str]) -> str:
        return _joined(claims.columns.label(iri, language) for iri in iris)

    return {
        "event": event.iri,
        "type": event.type,
        "type_ar": label(event.type, "ar"),
        "type_en": label(event.type, "en"),
        "status": event.settled.status,
        "aggregate": "true" if event.aggregate else "false",
        "start": time.start if time else None,
        "end": time.end if time else None,
        "actors": names(roles["actor"]),
        "targets": names(roles["target"]),
        "places": names(roles["place"]),
        "latitude": latitude,
        "longitude": longitude,
        "weapons": _joined(event.settled.weapons),
        **{name: _joined(map(str, values)) for name, values in event.settled.quantities.items()},
        "sources": names(r.claimant for r in event.reports if r.claimant),
        "documents": _joined(a.id for a in articles),
        "outlets": _joined(a.source for a in articles if a.source),
        "published": _joined(a.published for a in articles if a.published),
        "confidence": max(r.confidence for r in event.reports),
        "quotes": _joined(" ".join(q.text.split()) for r in event.reports for q in claims.quotes(r.evidence)),
    }


def _joined(parts: Iterable[str]) -> str:
    return " | ".join(dict.fromkeys(parts))


def _cell(value: Cell) -> Cell:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
