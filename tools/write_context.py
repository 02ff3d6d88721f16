"""Write ``ontology/context.jsonld``, the JSON-LD context that exports embed.

Terms are the local names of the ontology and of what the graph uses of other vocabularies. They stand for
absolute IRIs, so that a document may leave out a prefix that one of its addresses begins with.
"""

from __future__ import annotations

import json
from typing import Any

import pyoxigraph as ox

from tawthiq.graph.namespaces import (
    BASE,
    GEO,
    OA,
    OWL,
    PROV,
    RDFS,
    SCHEMA,
    SEM,
    SKOS,
    TWQ,
    TYPE,
    VOCABULARIES,
    XSD,
)
from tawthiq.knowledge.paths import ontology_dir

TARGET = ontology_dir() / "context.jsonld"

NAMES = ("reported_type", "status", "weapon", "time_precision", "predicate", "mention_role")
"""Properties whose values are terms of the ontology, and so names without a prefix."""
TEXTS = {
    RDFS: ("label",), SKOS: ("altLabel",), OA: ("exact",), SCHEMA: ("headline", "articleBody"),
    TWQ: ("time_text", "role_title", "demonym"),
}  # fmt: skip
NODES = {
    OWL: ("sameAs",), PROV: ("used", "wasGeneratedBy"), OA: ("hasSource",), GEO: ("hasDefaultGeometry",),
    TWQ: ("trigger",),
}  # fmt: skip
VALUES = {
    OA + "start": XSD + "integer",
    OA + "end": XSD + "integer",
    SEM + "hasEarliestBeginTimeStamp": XSD + "dateTime",
    SEM + "hasLatestEndTimeStamp": XSD + "dateTime",
    PROV + "startedAtTime": XSD + "dateTime",
    PROV + "endedAtTime": XSD + "dateTime",
    SCHEMA + "datePublished": XSD + "date",
    SCHEMA + "url": XSD + "anyURI",
    GEO + "asWKT": GEO + "wktLiteral",
    TWQ + "time_start": None,
    TWQ + "time_end": None,
    TWQ + "extractor": None,
} | dict.fromkeys(
    SCHEMA + name for name in ("identifier", "inLanguage", "publisher", "sha256", "softwareVersion")
)


def text() -> str:
    """The context as it stands in the file."""
    terms = {**_ontology_terms(), **_listed_terms()}
    document = {"@context": {"id": BASE, **VOCABULARIES, **dict(sorted(terms.items()))}}
    lines = json.dumps(document, ensure_ascii=False, indent=1)
    return lines + "\n"


def _ontology_terms() -> dict[str, Any]:
    """Classes and individuals by their names, properties with the kind of their values."""
    store = ox.Store()
    store.load(path=str(ontology_dir() / "tawthiq.ttl"), format=ox.RdfFormat.TURTLE)
    found: dict[str, Any] = {}
    for quad in store.quads_for_pattern(None, TYPE, None, None):
        if not isinstance(quad.subject, ox.NamedNode) or not quad.subject.value.startswith(TWQ):
            continue
        name = quad.subject.value.removeprefix(TWQ)
        known = found.setdefault(name, {"@id": TWQ + name})
        if str(quad.object) == f"<{OWL}ObjectProperty>":
            known["@type"] = "@vocab" if name in NAMES else "@id"
        elif str(quad.object) == f"<{OWL}DatatypeProperty>":
            known["@type"] = _range(store, quad.subject)
    return {name: known if len(known) > 1 else known["@id"] for name, known in found.items()}


def _range(store: ox.Store, property_: ox.NamedNode) -> str:
    """The datatype of a property, its own or that of the property above it; whole numbers by default."""
    for quad in store.quads_for_pattern(property_, ox.NamedNode(RDFS + "range"), None, None):
        return str(getattr(quad.object, "value", ""))
    return XSD + "integer"


def _listed_terms() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for listed, more in ((TEXTS, {"@container": "@language"}), (NODES, {"@type": "@id"})):
        for namespace, names in listed.items():
            found |= {name: {"@id": namespace + name, **more} for name in names}
    for iri, datatype in VALUES.items():
        name = iri.rpartition("/")[2].rpartition("#")[2]
        found[name] = {"@id": iri, "@type": datatype} if datatype else {"@id": iri}
    return found


if __name__ == "__main__":
    TARGET.write_text(text(), "utf-8")
