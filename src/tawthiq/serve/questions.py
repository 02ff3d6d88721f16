"""The pages that ask: the first page, the search, the stored queries, the editor."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from tawthiq.graph.namespaces import GRAPHS
from tawthiq.graph.vocabulary import schema
from tawthiq.query.stored import stored_queries
from tawthiq.serve.jobs import Find, Stored
from tawthiq.serve.negotiation import chosen
from tawthiq.serve.pages import Pages
from tawthiq.serve.pool import Pool
from tawthiq.serve.protocol import answered, done

_MEDIA = {
    "text/html": None, "text/csv": "csv", "text/tab-separated-values": "tsv",
    "application/sparql-results+json": "json", "application/json": "json",
}  # fmt: skip
_RESERVED = frozenset({"lang", "format"})


class Questions:
    """Handlers of the pages that ask the graph."""

    def __init__(self, pool: Pool, pages: Pages, triples: int) -> None:
        self._pool = pool
        self._pages = pages
        self._triples = triples

    async def home(self, request: Request) -> Response:
        return self._pages.render(request, "home.html.j2", queries=stored_queries(), triples=self._triples)

    async def search(self, request: Request) -> Response:
        text = request.query_params.get("q", "")
        reply = await done(request, self._pool, Find(text, self._pages.language(request)))
        return self._pages.render(request, "search.html.j2", text=text, found=reply.value or ())

    async def stored(self, request: Request) -> Response:
        name = request.path_params["name"]
        query = stored_queries().get(name)
        if query is None:
            raise HTTPException(
                404, f"There is no stored query «{name}». You can fix this by choosing one at / ."
            )
        given = {k: v for k, v in request.query_params.items() if k not in _RESERVED and v.strip()}
        format_ = self._format(request)
        language = self._pages.language(request)
        reply = await done(request, self._pool, Stored(name, given, language, format_))
        if format_:
            return answered(reply)
        files = {
            format_: f"/queries/{name}?{urlencode({**given, 'lang': language, 'format': format_})}"
            for format_ in ("csv", "tsv", "json")
        }
        return self._pages.render(
            request, "stored.html.j2", reply.status, query=query, given=given, table=reply.value,
            error=reply.body.decode() if reply.status != 200 else "", files=files,
        )  # fmt: skip

    def _format(self, request: Request) -> str | None:
        asked = request.query_params.get("format")
        if asked:
            if asked not in _MEDIA.values():
                raise HTTPException(400, "The formats are csv, tsv and json.")
            return asked
        media = chosen(request.headers.get("accept"), _MEDIA)
        if media is None:
            raise HTTPException(406, f"This can be had as {', '.join(_MEDIA)}.")
        return _MEDIA[media]

    async def editor(self, request: Request) -> Response:
        names = schema()
        language = self._pages.language(request)
        terms = [[name, names.labels(name).get(language, name)] for name in names.terms]
        stored = stored_queries()
        return self._pages.render(
            request, "query.html.j2", queries=stored, terms=terms, graphs=GRAPHS,
            prefixes=self._pages.prefixes,
            stored_texts={name: query.text for name, query in stored.items()},
        )  # fmt: skip
