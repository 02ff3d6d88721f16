"""Reading what the gazetteer and a user's own files say of actors and places: Turtle and tables."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from tawthiq import ids
from tawthiq.errors import KnowledgeError
from tawthiq.knowledge.lexicon import read_table
from tawthiq.knowledge.turtle import TWQ, read_triples, suggestion, wrong
from tawthiq.model import Entity

BASE = "https://w3id.org/tawthiq/id/"
MINOR_BELOW = 100_000
GEONAMES = "https://sws.geonames.org/"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_ALT_LABEL = "http://www.w3.org/2004/02/skos/core#altLabel"
_CAPITAL = TWQ + "capital"
_SAME_AS = "http://www.w3.org/2002/07/owl#sameAs"
_PARENTS = {TWQ + name: name for name in ("located_in", "part_of", "has_role", "allied_with")}
_NUMBERS = {TWQ + name: name for name in ("latitude", "longitude", "population")}
_ARABIC = re.compile(r"[\u0620-\u064a\u066e-\u06d3]")
_LOCAL = re.compile(r"[A-Za-z0-9-]+")

Text = tuple[str, str]


@dataclass(slots=True, eq=False)
class Description:
    """What one file says of one entity: texts are (text, language), parents (predicate, IRI)."""

    iri: str
    file: Path
    types: list[str] = field(default_factory=list)
    labels: list[Text] = field(default_factory=list)
    aliases: list[Text] = field(default_factory=list)
    demonyms: list[Text] = field(default_factory=list)
    parents: list[tuple[str, str]] = field(default_factory=list)
    same_as: list[str] = field(default_factory=list)
    numbers: dict[str, float] = field(default_factory=dict)
    capital: str = ""
    minor: bool = False

    @property
    def says_something(self) -> bool:
        named = self.types or self.labels or self.aliases or self.demonyms
        return bool(named or self.parents or self.numbers or self.capital)

    def wrong(self, what: str, remedy: str, predicate: str = "", value: str = "") -> KnowledgeError:
        return wrong(self.file, self.iri, what, remedy, predicate, value)


def read_turtle(path: Path, *, without: Collection[str] = ()) -> Iterator[Description]:
    """Descriptions in a Turtle file, in its order; subjects that no entity could be are left out.

    So are those of the classes ``without``, given as local names: words, which are no entities.
    Raises :class:`KnowledgeError` for a file that cannot be read or is no Turtle, with the line.
    """
    found: dict[str, Description] = {}
    for triple in read_triples(path):
        if isinstance(triple.subject, ox.NamedNode):
            iri = triple.subject.value
            description = found.get(iri) or found.setdefault(iri, Description(iri, path))
            _add(description, triple.predicate.value, triple.object)
    left_out = {TWQ + name for name in without}
    for description in found.values():
        if description.says_something and left_out.isdisjoint(description.types):
            yield description


def _add(
    description: Description, predicate: str, value: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
) -> None:
    if isinstance(value, ox.NamedNode):
        if predicate == _TYPE:
            description.types.append(value.value)
        elif predicate in _PARENTS:
            description.parents.append((_PARENTS[predicate], value.value))
        elif predicate == _SAME_AS:
            description.same_as.append(value.value)
        elif predicate == _CAPITAL:
            description.capital = value.value
    elif isinstance(value, ox.Literal):
        if predicate == _LABEL:
            description.labels.append(_text(value))
        elif predicate == _ALT_LABEL:
            description.aliases.append(_text(value))
        elif predicate == TWQ + "demonym":
            description.demonyms.append(_text(value))
        elif predicate in _NUMBERS:
            name = _NUMBERS[predicate]
            try:
                description.numbers[name] = float(value.value)
            except ValueError:
                raise description.wrong(
                    f"has a {name} that is no number", "writing a number", predicate
                ) from None


def _text(literal: ox.Literal) -> Text:
    text = " ".join(literal.value.split())
    return text, (literal.language or ("ar" if _ARABIC.search(text) else "en")).partition("-")[0].lower()


def read_places(path: Path) -> Iterator[Description]:
    """Rows of a table of places (header: id, type, ar, en, other_ar, other_en, latitude, …)."""
    for number, row in read_table(path):
        description = Description(BASE + row["id"], path, [TWQ + row["type"]])
        for language in ("ar", "en"):
            description.labels.append((row[language], language))
            others = row["other_" + language]
            description.aliases.extend((other, language) for other in others.split("|") if other)
        if row["located_in"]:
            description.parents.append(("located_in", BASE + row["located_in"]))
        if row["geonames"]:
            description.same_as.append(f"{GEONAMES}{row['geonames']}/")
        try:
            description.numbers = {n: float(row[n]) for n in _NUMBERS.values() if row[n]}
        except ValueError as error:
            raise KnowledgeError(
                f"{path}:{number}: {error}", "You can fix this by writing numbers there."
            ) from error
        description.minor = not row["famous"] and description.numbers.get("population", 0) < MINOR_BELOW
        yield description


@dataclass(frozen=True, slots=True)
class Known:
    """An entity with what only the gazetteer needs: demonyms as (text, language), and its population.

    ``capital`` is the id of a state's capital; ``minor`` is true of a small place that only the table of
    places knows.
    """

    entity: Entity
    demonyms: tuple[Text, ...]
    population: float | None
    capital: str = ""
    minor: bool = False


def merge(descriptions: Iterable[Description], types: Collection[str] | None) -> dict[str, Known]:
    """Entities by id. What several files say of one entity is put together, the first label wins.

    ``types`` are the names of the entity classes; ``None`` leaves them unchecked. Raises
    :class:`KnowledgeError` for an entity without a class, a label or a described parent, with a
    class that is unknown, or with coordinates that are none.
    """
    groups: dict[str, list[Description]] = {}
    id_of: dict[str, str] = {}
    for description in descriptions:
        id_ = id_of.get(description.iri) or _id(description)
        groups.setdefault(id_, []).append(description)
        for iri in (description.iri, *description.same_as):
            id_of.setdefault(iri, id_)
    return {
        id_: _known(id_, group, id_of, types)
        for id_, group in groups.items()
        if any(_own_types(d) for d in group) or _is_meant(group)
    }


def _id(description: Description) -> str:
    local = description.iri.removeprefix(BASE)
    if local != description.iri and _LOCAL.fullmatch(local):
        return local
    label = next((text for text, _ in description.labels), "")
    return ids.local_name("entity", label, description.iri)


def _own_types(description: Description) -> list[str]:
    return [t.removeprefix(TWQ) for t in description.types if t.startswith(TWQ)]


def _is_meant(group: list[Description]) -> bool:
    """Whether an untyped subject is an entity whose class was forgotten, not an ontology or a concept."""
    return not any(d.types for d in group)


def _known(
    id_: str, group: list[Description], id_of: Mapping[str, str], types: Collection[str] | None
) -> Known:
    last = group[-1]
    own = [t for d in group for t in _own_types(d)]
    if not own:
        raise last.wrong("has no class", "adding its class, such as «a twq:Militia»")
    for description, type_ in ((d, t) for d in group for t in _own_types(d)):
        if types is not None and type_ not in types:
            raise description.wrong(
                f"has the class twq:{type_}, which is none",
                f"taking a class of docs/ontology.md{suggestion(type_, types)}", _TYPE, TWQ + type_,
            )  # fmt: skip
    labels: dict[str, str] = {}
    others: dict[Text, None] = {}
    for text, language in [t for d in group for t in d.labels] + [t for d in group for t in d.aliases]:
        if text and labels.setdefault(language, text) != text:
            others[text, language] = None
    if not labels:
        raise last.wrong("has no label", "adding an rdfs:label")
    parents = dict.fromkeys((p, _parent(d, p, iri, id_of)) for d in group for p, iri in d.parents)
    foreign = [d.iri for d in group if not (d.iri.startswith(BASE) and d.iri.removeprefix(BASE) == id_)]
    entity = Entity(
        id_, own[0], labels, tuple(others),
        tuple(dict.fromkeys([iri for d in group for iri in d.same_as] + foreign)),
        tuple(parent for parent in parents if parent[1] != id_),
        _point(group), curated=True,
    )  # fmt: skip
    demonyms = tuple(dict.fromkeys(t for d in group for t in d.demonyms))
    population = next((d.numbers["population"] for d in group if "population" in d.numbers), None)
    capital = next((id_of[d.capital] for d in group if d.capital in id_of), "")
    return Known(entity, demonyms, population, capital, all(d.minor for d in group))


def _parent(description: Description, predicate: str, iri: str, id_of: Mapping[str, str]) -> str:
    if iri not in id_of:
        raise description.wrong(
            f"points to <{iri}>, which no file describes",
            f"describing it, with a class and a label{suggestion(iri, id_of, '<{}>')}",
            TWQ + predicate, iri,
        )  # fmt: skip
    return id_of[iri]


def _point(group: list[Description]) -> tuple[float, float] | None:
    for description in reversed(group):
        numbers = description.numbers
        if "latitude" in numbers or "longitude" in numbers:
            latitude, longitude = numbers.get("latitude", 999.0), numbers.get("longitude", 999.0)
            if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
                raise description.wrong(
                    "has no valid point",
                    "giving a latitude from -90 to 90 and a longitude from -180 to 180",
                    TWQ + ("latitude" if not -90 <= latitude <= 90 else "longitude"),
                )
            return latitude, longitude
    return None
