"""The web application: which address gives what."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tawthiq.folder import PAGE, TURTLE
from tawthiq.graph.namespaces import GRAPHS
from tawthiq.serve.addresses import Addresses
from tawthiq.serve.jobs import Ask, Count, Counts
from tawthiq.serve.linked import Linked
from tawthiq.serve.negotiation import ENDINGS, TRIPLES, chosen, described
from tawthiq.serve.pages import Pages, static_files
from tawthiq.serve.pool import Pool
from tawthiq.serve.protocol import acceptable, answered, asked, done
from tawthiq.serve.questions import Questions
from tawthiq.serve.refusals import Dataset
from tawthiq.serve.snapshot import Original
from tawthiq.serve.void import service, void

_POLICY = (
    # The hash is that of a style sheet that Yasr puts into the page.
    "default-src 'none'; script-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; "
    "style-src 'self' 'sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk='; "
    "form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
)


@dataclass(frozen=True, slots=True)
class Served:
    """What is served: the graph's folder or file, its namespace and size; the language of its pages.

    ``origins`` are the web pages' origins that may read answers in a browser; ``*`` is any. ``original``
    knows whether the graph has changed since it was copied.
    """

    graph: Path
    base: str
    triples: int
    language: str = "ar"
    origins: tuple[str, ...] = ("*",)
    original: Original | None = None

    @property
    def outdated(self) -> bool:
        return self.original is not None and self.original.has_changed()

    @property
    def title(self) -> str:
        return self.graph.resolve().name

    def file(self, name: str) -> Path | None:
        """A file that the build wrote, if it did."""
        found = self.graph / name
        return found if found.is_file() else None


class Site:
    """The handlers that need nothing but the pool."""

    def __init__(self, served: Served, pool: Pool) -> None:
        self.served = served
        self.pool = pool
        self._counts: Counts | None = None

    async def sparql(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": "GET, HEAD, POST, OPTIONS"})
        query = await asked(request, self.pool.limits)
        if query is None:
            return self._service(request)
        rows, triples = acceptable(request)
        return answered(await done(request, self.pool, Ask(query.text, rows, triples, query.dataset)))

    def _service(self, request: Request) -> Response:
        media = chosen(request.headers.get("accept"), (*TRIPLES, "text/html"))
        if media == "text/html":
            return RedirectResponse("/query", 303)
        if media is None:
            raise HTTPException(406, f"This can be had as {', '.join(TRIPLES)}.")
        return Response(service(_root(request), media), media_type=described(media))

    async def void(self, request: Request) -> Response:
        media = chosen(request.headers.get("accept"), TRIPLES) or "text/turtle"
        if self._counts is None:
            self._counts = (await done(request, self.pool, Count())).value
        assert self._counts is not None
        root = _root(request)
        dump = f"{root}{TURTLE}" if self.served.file(TURTLE) else None
        return Response(void(self._counts, root, self.served.title, dump, media), media_type=described(media))

    async def graph(self, request: Request) -> Response:
        """A named graph, as triples."""
        iri = GRAPHS + request.path_params["name"]
        media = chosen(request.headers.get("accept"), TRIPLES) or "text/turtle"
        ask = Ask("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", None, media, Dataset((iri,)))
        reply = await done(request, self.pool, ask)
        if reply.status == 400:
            raise HTTPException(404, f"There is no graph <{iri}>.")
        return answered(reply)

    async def health(self, request: Request) -> Response:  # noqa: ARG002
        alive = self.pool.alive
        state = {
            "status": "ok" if alive else "no query process lives",
            "graph": self.served.title, "triples": self.served.triples,
            "outdated": self.served.outdated, "processes": alive, "network_closed": self.pool.offline,
        }  # fmt: skip
        return JSONResponse(state, 200 if alive else 503, {"Cache-Control": "no-store"})

    async def build_file(self, request: Request) -> Response:
        found = self.served.file(request.url.path.lstrip("/"))
        if found is None:
            raise HTTPException(404, "The build did not write this file.")
        media = "text/html" if found.name == PAGE else "text/turtle; charset=utf-8"
        return FileResponse(found, media_type=media)

    async def static(self, request: Request) -> Response:
        found = static_files().get(request.path_params["name"])
        if found is None:
            raise HTTPException(404, "There is no such file.")
        return Response(found[0], media_type=found[1], headers={"Cache-Control": "max-age=86400"})


def _root(request: Request) -> str:
    return str(request.base_url)


def application(served: Served, pool: Pool, started: Callable[[], None] = lambda: None) -> Starlette:
    """The application; ``started`` is called when the query processes are there."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:  # noqa: ARG001
        await pool.start()
        started()
        try:
            yield
        finally:
            await pool.close()

    files = {name: f"/{name}" for name in (PAGE, TURTLE) if served.file(name)}
    pages = Pages(served.title, served.language, Addresses(served.base), files, lambda: served.outdated)
    site = Site(served, pool)
    linked, questions = Linked(served.base, pool, pages), Questions(pool, pages, served.triples)
    return Starlette(
        routes=[
            Route("/", questions.home),
            Route("/sparql", site.sparql, methods=["GET", "POST", "OPTIONS"]),
            Route("/query", questions.editor),
            Route("/queries/{name}", questions.stored),
            Route("/search", questions.search),
            Route("/id/{name:path}", linked.node),
            *(Route(f"/ontology{ending}", linked.ontology) for ending in ("", *(f".{e}" for e in ENDINGS))),
            Route("/graph/{name}", site.graph),
            Route("/.well-known/void", site.void),
            Route("/health", site.health),
            Route("/static/{name:path}", site.static),
            *(Route(address, site.build_file) for address in files.values()),
        ],
        middleware=[
            Middleware(_Headers),
            Middleware(
                CORSMiddleware, allow_origins=served.origins, allow_methods=["GET", "HEAD", "POST"],
                allow_headers=["*"], max_age=86400,
            ),
        ],
        exception_handlers={HTTPException: _told},  # type: ignore[dict-item]
        lifespan=lifespan,
    )  # fmt: skip


async def _told(request: Request, error: HTTPException) -> Response:  # noqa: ARG001
    message = error.detail if error.detail.endswith(".") else f"{error.detail}."
    headers = {"Cache-Control": "no-store", **(error.headers or {})}
    return PlainTextResponse(message + "\n", error.status_code, headers)


class _Headers:
    """Puts the headers on each response that keep a browser from doing more than our pages need."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_HEADERS]
                # The page of the build brings a policy of its own, with the hashes of its scripts.
                if scope["path"] != f"/{PAGE}":
                    message["headers"].append((b"content-security-policy", _POLICY.encode()))
            await send(message)

        await self._app(scope, receive, sending if scope["type"] == "http" else send)
