"""GeoJSON: events at their places, for any map."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pyoxigraph import Store

from tawthiq.export.happenings import Happening, happenings, label
from tawthiq.graph.claims import Claims
from tawthiq.graph.namespaces import Namespace


def write(store: Store, namespace: Namespace, path: Path, *, with_text: bool = False) -> None:  # noqa: ARG001
    """Events whose place, or the place around it, has coordinates. Events without are left out."""
    claims = Claims(store)
    features = [_feature(event, claims) for event in happenings(claims) if event.point]
    collection = {"type": "FeatureCollection", "features": features}
    with path.open("w", encoding="utf-8", newline="\n") as out:
        json.dump(collection, out, ensure_ascii=False, indent=1)
        out.write("\n")


def _feature(event: Happening, claims: Claims) -> dict[str, Any]:
    assert event.point
    latitude, longitude = event.point
    return {
        "type": "Feature",
        "id": event.iri,
        "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
        "properties": _properties(event, claims),
    }


def _properties(event: Happening, claims: Claims) -> dict[str, Any]:
    articles = [claims.article(iri) for iri in dict.fromkeys(r.document for r in event.reports)]
    language, roles, time = articles[0].language, event.settled.roles, event.settled.time
    names = claims.columns.label
    quotes = [
        {"text": q.text, "document": claims.article(r.document).id, "start": q.start, "end": q.end}
        for r in event.reports
        for q in claims.quotes(r.evidence)
    ]
    return {
        "label": names(event.iri, language),
        "type": event.type,
        "type_ar": label(event.type, "ar"),
        "type_en": label(event.type, "en"),
        "status": event.settled.status,
        "aggregate": event.aggregate,
        "start": time.start if time else None,
        "end": time.end if time else None,
        "actors": [names(iri, language) for iri in roles["actor"]],
        "targets": [names(iri, language) for iri in roles["target"]],
        "places": [names(iri, language) for iri in roles["place"]],
        "point_of": names(event.place, language) if event.place else None,
        "point_exact": event.exact,
        "weapons": list(event.settled.weapons),
        "quantities": {name: list(values) for name, values in event.settled.quantities.items()},
        "sources": list(dict.fromkeys(names(r.claimant, language) for r in event.reports if r.claimant)),
        "quotes": quotes,
    }
