"""Where things stand on the map of the page, and what is drawn behind them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from tawthiq.errors import InputError
from tawthiq.knowledge import Knowledge
from tawthiq.view import read_base_map
from tawthiq.view.base_map import natural_earth
from tawthiq.view.spots import Spot, spots

SQUARE = [[40.0, 34.0], [41.0, 34.0], [41.0, 35.0], [40.0, 35.0], [40.0, 34.0]]


def places(*rows: tuple[str, str, tuple[float, float] | None, str]) -> nx.MultiDiGraph[str]:
    """A graph of places: name, class, point, name of the place around it."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for name, type_, point, _ in rows:
        graph.add_node(name, kind="place", types=[type_], **({"point": point} if point else {}))
    for name, _, _, around in rows:
        if around:
            graph.add_edge(name, around, key="located_in")
    return graph


def test_a_place_with_a_point_is_there_and_one_without_is_somewhere_in_what_is_around_it() -> None:
    graph = places(
        ("town", "Town", (35.3, 40.1), "province"),
        ("quarter", "Quarter", None, "town"),
        ("village", "Village", None, "province"),
        ("province", "Province", None, "state"),
        ("nowhere", "Village", None, ""),
    )
    found = spots(graph, {"province": (35.0, 40.0, 70.0)})
    assert found["town"] == Spot(35.3, 40.1, 0.0, "town")
    assert found["quarter"].within == "town"
    assert 0 < found["quarter"].radius < 70
    assert found["village"] == found["province"] == Spot(35.0, 40.0, 70.0, "province")
    assert "nowhere" not in found


def test_an_area_is_never_a_point_even_if_it_has_one() -> None:
    found = spots(places(("state", "State", (34.6, 40.2), "")), {})
    assert found["state"].radius > 0


def test_the_extent_of_an_unknown_province_is_that_of_its_places_if_there_are_enough() -> None:
    rows = [(f"town-{i}", "Town", (35.0 + i / 2, 40.0), "province") for i in range(4)]
    graph = places(*rows, ("province", "Province", None, "state"), ("state", "State", (33.0, 41.0), ""))
    spot = spots(graph, {})["province"]
    assert spot.within == "province"
    assert spot.latitude == 35.75
    assert spot.radius >= 83
    fewer = graph.copy()
    fewer.remove_nodes_from(["town-0", "town-1"])
    assert spots(fewer, {})["province"].within == "state"


def test_places_that_lie_in_each_other_do_no_harm() -> None:
    graph = places(("a", "Village", None, "b"), ("b", "Village", None, "a"), ("c", "Town", (1.0, 2.0), "a"))
    assert set(spots(graph, {})) == {"c"}


def test_the_base_map_names_its_source_and_knows_the_gazetteers_areas() -> None:
    base = natural_earth()
    assert base.data["source"]["name"] == "Natural Earth"
    assert base.data["source"]["licence"] == "public domain"
    assert base.data["lines"]["disputed"]
    gazetteer = Knowledge.load().gazetteer
    ids = {f["id"] for layer in ("countries", "provinces") for f in base.data[layer] if "id" in f}
    assert ids <= set(gazetteer.entities)
    assert set(base.areas) <= set(gazetteer.entities)
    latitude, longitude, km = base.areas["place-deir-ez-zor-governorate"]
    assert (round(latitude), round(longitude)) == (35, 40)
    assert 50 < km < 150


def test_every_arc_of_the_base_map_exists_and_lies_on_earth() -> None:
    data = natural_earth().data
    used = [n for numbers in data["lines"].values() for n in numbers]
    for layer in ("countries", "provinces"):
        used += [n for f in data[layer] for polygon in f["rings"] for ring in polygon for n in ring]
    assert {n if n >= 0 else ~n for n in used} == set(range(len(data["arcs"])))
    for arc in data["arcs"]:
        x = y = 0
        for dx, dy in zip(arc[::2], arc[1::2], strict=True):
            x, y = x + dx, y + dy
            assert abs(x) <= 180.1 * data["quantum"]
            assert abs(y) <= 90 * data["quantum"]


def geojson(tmp_path: Path, content: Any) -> Path:
    path = tmp_path / "map.geojson"
    path.write_text(json.dumps(content), "utf-8")
    return path


def test_a_base_map_of_ones_own(tmp_path: Path) -> None:
    content = {
        "type": "FeatureCollection", "source": "Survey of Wadia", "licence": "CC0",
        "features": [
            {"type": "Feature", "id": "wadia", "properties": {"name_ar": "واديا", "name_en": "Wadia"},
             "geometry": {"type": "Polygon", "coordinates": [SQUARE]}},
            {"type": "Feature", "properties": {},
             "geometry": {"type": "LineString", "coordinates": SQUARE[:2]}},
            {"type": "Feature", "properties": {"disputed": True},
             "geometry": {"type": "MultiLineString", "coordinates": [SQUARE[2:4]]}},
            {"type": "Feature", "properties": None, "geometry": {"type": "Point", "coordinates": [40, 34]}},
            {"type": "Feature", "properties": {"featurecla": "Line of control (please verify)"},
             "geometry": {"type": "LineString", "coordinates": SQUARE[3:]}},
        ],
    }  # fmt: skip
    data = read_base_map(geojson(tmp_path, content)).data
    assert data["source"] == {"name": "Survey of Wadia", "licence": "CC0"}
    assert data["countries"] == [{"id": "wadia", "ar": "واديا", "en": "Wadia", "rings": [[[0]]]}]
    assert [len(data["lines"][kind]) for kind in ("coast", "border", "disputed")] == [1, 1, 2]
    assert data["arcs"][0] == [40000, 34000, 1000, 0, 0, 1000, -1000, 0, 0, -1000]


@pytest.mark.parametrize(
    "content",
    [
        [], {"type": "FeatureCollection"}, {"type": "FeatureCollection", "features": []},
        {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [[1, 2]]}},
        {"type": "Feature", "geometry": {"type": "LineString", "coordinates": [[4e6, 3e6]]}},
    ],
)  # fmt: skip
def test_a_base_map_that_is_none_is_refused_with_a_remedy(tmp_path: Path, content: Any) -> None:
    with pytest.raises(InputError) as refused:
        read_base_map(geojson(tmp_path, content))
    assert "map.geojson" in str(refused.value)
    assert "GeoJSON" in str(refused.value.remedy)


def test_a_base_map_that_is_not_there_or_no_json(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.geojson"):
        read_base_map(tmp_path / "none.geojson")
    path = tmp_path / "text.geojson"
    path.write_text("no map", "utf-8")
    with pytest.raises(InputError, match="not JSON"):
        read_base_map(path)
