"""The namespaces of the graph: vocabularies, the data's own IRIs and the names of the graphs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pyoxigraph import NamedNode, Store

from tawthiq.errors import InputError

BASE = "https://w3id.org/tawthiq/id/"
TWQ = "https://w3id.org/tawthiq/ontology#"
GRAPHS = "https://w3id.org/tawthiq/graph/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
OWL = "http://www.w3.org/2002/07/owl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SEM = "http://semanticweb.cs.vu.nl/2009/11/sem/"
PROV = "http://www.w3.org/ns/prov#"
OA = "http://www.w3.org/ns/oa#"
GEO = "http://www.opengis.net/ont/geosparql#"
SCHEMA = "https://schema.org/"
WD = "http://www.wikidata.org/entity/"

VOCABULARIES = {
    "twq": TWQ, "rdf": RDF, "rdfs": RDFS, "xsd": XSD, "owl": OWL, "skos": SKOS, "sem": SEM, "prov": PROV,
    "oa": OA, "geo": GEO, "schema": SCHEMA, "wd": WD,
}  # fmt: skip

_BASE_PATTERN = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]*[/#]", re.IGNORECASE)
_DOCUMENT_PATTERN = re.compile(r"(.*[/#])document-[A-Za-z0-9-]+")


@cache
def term(iri: str) -> NamedNode:
    """A vocabulary term; made once, for there are few of them and they are used all the time."""
    return NamedNode(iri)


def twq(name: str) -> NamedNode:
    """The ontology's term with this local name."""
    return term(TWQ + name)


def graph(name: str) -> NamedNode:
    """The named graph with this local name."""
    return NamedNode(GRAPHS + name)


TYPE = term(RDF + "type")
LABEL = term(RDFS + "label")
ALT_LABEL = term(SKOS + "altLabel")

RESOLVED = graph("resolved")
EVENTS = graph("events")
DERIVED = graph("derived")
RUNS = graph("runs")
ONTOLOGY = graph("ontology")


@dataclass(frozen=True, slots=True)
class Namespace:
    """The namespace of the data: local names under one base IRI.

    Raises :class:`InputError` for a base that is no absolute IRI ending in ``/`` or ``#``.
    """

    base: str = BASE

    def __post_init__(self) -> None:
        if not _BASE_PATTERN.fullmatch(self.base):
            raise InputError(
                f"«{self.base}» cannot be the base of IRIs.",
                remedy="You can fix this by giving an absolute IRI that ends in / or #, "
                "such as https://example.org/id/.",
            )

    def iri(self, local: str) -> NamedNode:
        return NamedNode(self.base + local)

    def local(self, iri: str) -> str:
        """Local name of one of the data's IRIs; another IRI as it is."""
        return iri.removeprefix(self.base)

    @property
    def prefixes(self) -> dict[str, str]:
        """Prefix → namespace: the data's ``id:``, then the vocabularies."""
        return {"id": self.base, **VOCABULARIES}

    @classmethod
    def of(cls, store: Store) -> Namespace:
        """The namespace that the documents in ``store`` stand in; the default for an empty store."""
        for quad in store.quads_for_pattern(None, TYPE, twq("Document"), None):
            match = _DOCUMENT_PATTERN.fullmatch(str(getattr(quad.subject, "value", "")))
            if match:
                return cls(match[1])
        return cls()


def shorten(iri: str, prefixes: dict[str, str]) -> str | None:
    """``iri`` as a prefixed name that every Turtle parser reads, or ``None``."""
    for prefix, namespace in prefixes.items():
        if iri.startswith(namespace) and re.fullmatch(
            r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?", iri[len(namespace) :]
        ):
            return f"{prefix}:{iri[len(namespace) :]}"
    return None
