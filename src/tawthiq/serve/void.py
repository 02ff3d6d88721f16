"""What the server says about itself and its data: VoID and the SPARQL service description."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from tawthiq.graph.namespaces import RDF, RDFS, TWQ, VOCABULARIES, XSD
from tawthiq.serve.jobs import Counts
from tawthiq.serve.negotiation import TRIPLES

VOID = "http://rdfs.org/ns/void#"
SD = "http://www.w3.org/ns/sparql-service-description#"
DCT = "http://purl.org/dc/terms/"
FOAF = "http://xmlns.com/foaf/0.1/"
_FORMATS = "http://www.w3.org/ns/formats/"
_INPUT_OUTPUT = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle",
    "N-Triples", "RDF_XML", "JSON-LD",
)  # fmt: skip
_PREFIXES = {
    "void": VOID, "sd": SD, "dcterms": DCT, "foaf": FOAF, "rdf": RDF, "rdfs": RDFS, "twq": TWQ, "xsd": XSD,
}  # fmt: skip
Term = ox.NamedNode | ox.Literal


def void(counts: Counts, server: str, title: str, dump: str | None, media: str) -> bytes:
    """The description of the data; ``server`` is the address of its root, ``dump`` that of a file with it."""
    about = f"{server}.well-known/void"
    rows = _void(counts, server, f"{about}#data", title, dump)
    topic = _triple(about, FOAF + "primaryTopic", f"{about}#data")
    return _written([_triple(about, RDF + "type", VOID + "DatasetDescription"), topic, *rows], media)


def _void(counts: Counts, server: str, data: str, title: str, dump: str | None) -> Iterator[ox.Triple]:
    yield _triple(data, RDF + "type", VOID + "Dataset")
    yield _triple(data, DCT + "title", ox.Literal(title))
    yield _triple(data, VOID + "sparqlEndpoint", f"{server}sparql")
    yield _triple(data, VOID + "uriSpace", ox.Literal(counts.base))
    if dump:
        yield _triple(data, VOID + "dataDump", dump)
    for feature in ("Turtle", "N-Triples", "RDF_XML", "JSON-LD"):
        yield _triple(data, VOID + "feature", _FORMATS + feature)
    for iri in sorted(VOCABULARIES.values()):
        yield _triple(data, VOID + "vocabulary", iri)
    for name, number in (
        ("triples", counts.triples), ("distinctSubjects", counts.subjects),
        ("distinctObjects", counts.objects),
        ("classes", len(counts.classes)), ("properties", len(counts.properties)),
    ):  # fmt: skip
        yield _triple(data, VOID + name, _number(number))
    for kind, numbers, key in (
        ("class", counts.classes, "entities"), ("property", counts.properties, "triples"),
    ):  # fmt: skip
        for i, (iri, number) in enumerate(numbers.items(), 1):
            part = f"{data}-{kind}-{i}"
            yield _triple(data, f"{VOID}{kind}Partition", part)
            yield _triple(part, VOID + kind, iri)
            yield _triple(part, VOID + key, _number(number))


def service(server: str, media: str) -> bytes:
    """The description of the endpoint, which a GET without a query gets."""
    about = f"{server}sparql"
    rows = [
        _triple(about, RDF + "type", SD + "Service"),
        _triple(about, SD + "endpoint", about),
        _triple(about, SD + "supportedLanguage", SD + "SPARQL11Query"),
        _triple(about, SD + "feature", SD + "UnionDefaultGraph"),
        *(_triple(about, SD + "resultFormat", _FORMATS + name) for name in _INPUT_OUTPUT),
    ]
    return _written(rows, media)


def _triple(subject: str, predicate: str, value: str | ox.Literal) -> ox.Triple:
    return ox.Triple(
        ox.NamedNode(subject),
        ox.NamedNode(predicate),
        ox.NamedNode(value) if isinstance(value, str) else value,
    )


def _number(number: int) -> ox.Literal:
    return ox.Literal(str(number), datatype=ox.NamedNode(XSD + "integer"))


def _written(rows: list[ox.Triple], media: str) -> bytes:
    return ox.serialize(rows, format=TRIPLES[media], prefixes=_PREFIXES) or b""
