"""Content negotiation: which of the formats that can be written a client wants most."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import QueryResultsFormat, RdfFormat

_ROWS, _RDF = QueryResultsFormat, RdfFormat
#: Media types of rows and booleans, the preferred one first, the general names of each after its own.
ROWS = {
    "application/sparql-results+json": _ROWS.JSON,
    "application/sparql-results+xml": _ROWS.XML,
    "text/csv": _ROWS.CSV,
    "text/tab-separated-values": _ROWS.TSV,
    "application/json": _ROWS.JSON,
    "application/xml": _ROWS.XML,
    "text/xml": _ROWS.XML,
}
#: Media types of triples.
TRIPLES = {
    "text/turtle": _RDF.TURTLE,
    "application/n-triples": _RDF.N_TRIPLES,
    "application/rdf+xml": _RDF.RDF_XML,
    "application/ld+json": _RDF.JSON_LD,
    "text/plain": _RDF.N_TRIPLES,
    "application/xml": _RDF.RDF_XML,
    "application/json": _RDF.JSON_LD,
}
HTML = "text/html"
#: Endings of addresses, for links to one format.
ENDINGS = {
    "html": HTML, "ttl": "text/turtle", "nt": "application/n-triples", "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
}  # fmt: skip


def chosen(accept: str | None, offered: Iterable[str]) -> str | None:
    """The media type of ``offered`` that the Accept header likes best, of several the first; else ``None``.

    >>> chosen("text/csv;q=0.5, application/*", ["text/csv", "application/json", "application/xml"])
    'application/json'
    >>> chosen("image/png", ["text/csv"]), chosen(None, ["text/csv"])
    (None, 'text/csv')
    """
    wanted = _ranges(accept or "*/*")
    best, found = 0.0, None
    for media in offered:
        liked = _liking(media, wanted)
        if liked > best:
            best, found = liked, media
    return found


def _ranges(accept: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for part in accept.split(","):
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = next((p[2:] for p in parameters if p.startswith("q=")), "1")
        try:
            found[media] = max(found.get(media, 0.0), min(float(quality), 1.0))
        except ValueError:
            continue
    return found


def _liking(media: str, wanted: dict[str, float]) -> float:
    """The quality of the narrowest range that holds the media type."""
    for range_ in (media, f"{media.partition('/')[0]}/*", "*/*"):
        if range_ in wanted:
            return wanted[range_]
    return 0.0


def described(media: str) -> str:
    """The media type as a header gives it, with its charset where it is text."""
    return f"{media}; charset=utf-8" if media.startswith("text/") else media
