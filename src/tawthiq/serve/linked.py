"""Linked data: what stands at the IRIs of the graph's nodes and of the ontology's terms."""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from tawthiq.graph.namespaces import VOCABULARIES
from tawthiq.graph.vocabulary import schema
from tawthiq.knowledge.paths import ontology_dir
from tawthiq.serve.jobs import Description, Page
from tawthiq.serve.negotiation import ENDINGS, HTML, TRIPLES, chosen, described
from tawthiq.serve.pages import Pages
from tawthiq.serve.pool import Pool
from tawthiq.serve.protocol import answered, done

_OFFERED = (HTML, *TRIPLES)


class Linked:
    """The pages and triples of nodes and terms; an ending (``.ttl``) chooses the format, else Accept."""

    def __init__(self, base: str, pool: Pool, pages: Pages) -> None:
        self._base = base
        self._pool = pool
        self._pages = pages

    async def node(self, request: Request) -> Response:
        name, media = _wanted(request, request.path_params["name"])
        iri = self._base + name
        language = self._pages.language(request)
        job = Page(iri, language) if media == HTML else Description(iri, media)
        reply = await done(request, self._pool, job)
        if reply.status != 200:
            return self._missing(request, iri, media)
        if media == HTML:
            return self._pages.render(request, "node.html.j2", card=reply.value, iri=iri, name=name)
        return answered(reply, {"Link": f'</id/{name}>; rel="canonical"'} if name.isascii() else None)

    def _missing(self, request: Request, iri: str, media: str) -> Response:
        if media == HTML:
            return self._pages.render(request, "missing.html.j2", 404, iri=iri)
        raise HTTPException(404, f"The graph says nothing of <{iri}>.")

    async def ontology(self, request: Request) -> Response:
        _, media = _wanted(request, request.url.path)
        if media != HTML:
            return Response(_ontology(media), media_type=described(media), headers={"Vary": "Accept"})
        language = self._pages.language(request)
        known = schema()
        terms = [
            (name, known.labels(name).get(language, name), known.definition(name).get(language, ""))
            for name in sorted(known.terms, key=str.lower)
        ]
        return self._pages.render(request, "ontology.html.j2", terms=terms)


def _wanted(request: Request, name: str) -> tuple[str, str]:
    """The name without its ending, and the media type to give."""
    stem, dot, ending = name.rpartition(".")
    if dot and ending in ENDINGS:
        return stem, ENDINGS[ending]
    media = chosen(request.headers.get("accept"), _OFFERED)
    if media is None:
        raise HTTPException(406, f"This can be had as {', '.join(_OFFERED)}.")
    return name, media


@cache
def _ontology(media: str) -> bytes:
    triples = ox.parse(path=str(ontology_dir() / "tawthiq.ttl"), format=ox.RdfFormat.TURTLE)
    rows = (quad.triple for quad in triples)
    return ox.serialize(rows, format=TRIPLES[media], prefixes=VOCABULARIES) or b""
