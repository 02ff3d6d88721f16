"""The map behind the events: Natural Earth as tools/build_base_map.py packs it, or a GeoJSON of one's own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from tawthiq.errors import InputError
from tawthiq.view.spots import Area

_QUANTUM = 1000
_DISPUTED = ("disputed", "indefinite", "line of control", "indeterminant", "breakaway")
_REMEDY = "You can fix this with a GeoJSON FeatureCollection of polygons and lines in degrees (WGS 84)."


@dataclass(frozen=True, slots=True)
class BaseMap:
    """``data`` is what the page draws, ``areas`` the extents of states, provinces and such by their id."""

    data: dict[str, Any]
    areas: dict[str, Area]


@cache
def natural_earth() -> BaseMap:
    """The base map that comes with Tawthiq."""
    data = json.loads((files("tawthiq.view") / "base_map.json").read_text(encoding="utf-8"))
    areas = {id_: (lat, lon, km) for id_, (lat, lon, km) in data.pop("areas").items()}
    return BaseMap(data, areas)


def read_base_map(path: Path) -> BaseMap:
    """A base map from a GeoJSON file in place of the one that comes with Tawthiq.

    Polygons are land, lines are borders; a line is disputed if its property ``disputed`` is true or its
    ``featurecla`` (as Natural Earth has it) says so. Polygons may have ``id`` (of a node: the area of that
    place), ``name``, ``name_ar`` and ``name_en``. The collection's ``source`` and ``licence`` are shown.
    Raises :class:`InputError` for a file that is no such GeoJSON.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read ({error.strerror or error}).",
            remedy="You can fix this by checking the path.",
        ) from error
    except ValueError as error:
        raise InputError(f"{path}: not JSON ({error}).", remedy=_REMEDY) from error
    try:
        data = _from_geojson(content, path.stem)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise InputError(f"{path}: not GeoJSON that a map can be drawn from.", remedy=_REMEDY) from error
    if not data["arcs"]:
        raise InputError(f"{path}: has no polygon and no line.", remedy=_REMEDY)
    return BaseMap(data, natural_earth().areas)


def _from_geojson(content: Any, name: str) -> dict[str, Any]:
    arcs: list[list[int]] = []
    lines: dict[str, list[int]] = {"coast": [], "border": [], "disputed": [], "river": []}
    countries = []
    features = content["features"] if content["type"] == "FeatureCollection" else [content]
    for feature in features:
        about = feature.get("properties") or {}
        kind = _kind(about)
        rings = []
        for polygon in _polygons(feature["geometry"]):
            numbers = [[_add(arcs, ring)] for ring in polygon]
            lines["disputed" if kind == "disputed" else "coast"].extend(n for ring in numbers for n in ring)
            rings.append(numbers)
        if rings:
            countries.append(_named(about, feature, rings))
        lines[kind].extend(_add(arcs, line) for line in _lines(feature["geometry"]))
    source = {
        "name": str(content.get("source") or name),
        "licence": content.get("licence") or content.get("license"),
    }
    return {
        "source": source,
        "quantum": _QUANTUM,
        "countries": countries,
        "provinces": [],
        "lines": lines,
        "arcs": arcs,
    }


def _kind(about: dict[str, Any]) -> str:
    if about.get("disputed") or str(about.get("featurecla", "")).lower().startswith(_DISPUTED):
        return "disputed"
    return "river" if str(about.get("featurecla", "")).lower().startswith("river") else "border"


def _named(about: dict[str, Any], feature: dict[str, Any], rings: list[list[list[int]]]) -> dict[str, Any]:
    name = about.get("name") or about.get("NAME")
    row = {
        "id": feature.get("id") if isinstance(feature.get("id"), str) else about.get("id"),
        "ar": about.get("name_ar") or about.get("NAME_AR") or name,
        "en": about.get("name_en") or about.get("NAME_EN") or name,
    }
    return {key: str(value) for key, value in row.items() if value} | {"rings": rings}


def _polygons(geometry: dict[str, Any] | None) -> list[Any]:
    kind = (geometry or {}).get("type")
    if geometry is None or kind not in ("Polygon", "MultiPolygon"):
        return []
    return [geometry["coordinates"]] if kind == "Polygon" else list(geometry["coordinates"])


def _lines(geometry: dict[str, Any] | None) -> Iterator[Any]:
    kind = (geometry or {}).get("type")
    if geometry is not None and kind in ("LineString", "MultiLineString"):
        yield from [geometry["coordinates"]] if kind == "LineString" else geometry["coordinates"]


def _add(arcs: list[list[int]], line: Iterable[Iterable[float]]) -> int:
    """The number of a new arc: differences in whole units."""
    flat: list[int] = []
    x = y = 0
    for lon, lat, *_ in line:
        if not (-360 <= lon <= 360 and -90 <= lat <= 90):
            raise ValueError("not in degrees")
        units = round(lon * _QUANTUM), round(lat * _QUANTUM)
        flat += [units[0] - x, units[1] - y]
        x, y = units
    arcs.append(flat)
    return len(arcs) - 1
