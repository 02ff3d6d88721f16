"""The SPARQL 1.1 Protocol: requests → queries, and what becomes of them → responses."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse

from tawthiq.serve.limits import MEGABYTE, Limits
from tawthiq.serve.negotiation import ROWS, TRIPLES, chosen
from tawthiq.serve.pool import Busy, Ended, Overdue, Pool
from tawthiq.serve.refusals import Dataset
from tawthiq.serve.worker import Job, Reply

_FORM, _QUERY, _UPDATE = (
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
)
_READ = 30.0  # seconds for which a request's body is waited for
_DRAINED = 100 * MEGABYTE  # bytes of a body too long that are read, so that the client hears the answer
_CHUNK = 1 << 16
_FIELDS = 1000
_NOT_UTF_8 = "The request is not in UTF-8, or no form. You can fix this by encoding it so."
_READ_ONLY = (
    "This endpoint only reads: it takes no updates. "
    "You can fix this by building the graph anew, or by loading it into a triple store of your own."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as a request puts it."""

    text: str
    dataset: Dataset | None


async def asked(request: Request, limits: Limits) -> Asked | None:
    """The query of a request, ``None`` if a GET has none. Raises :class:`HTTPException`."""
    in_address = _fields(request.url.query)
    if request.method != "POST":
        return _asked(in_address, needed=False)
    media, charset = _content_type(request)
    if media == _UPDATE:
        raise HTTPException(403, _READ_ONLY)
    if media not in (_FORM, _QUERY):
        raise HTTPException(
            415,
            f"A query is posted as {_QUERY} or {_FORM}, not as «{media}». "
            "You can fix this with one of these as Content-Type.",
        )
    if charset not in ("", "utf-8", "utf8"):
        raise HTTPException(415, "A query is posted in UTF-8. You can fix this by encoding it so.")
    try:
        text = (await _body(request, limits.text)).decode()
    except ValueError as error:
        raise HTTPException(400, _NOT_UTF_8) from error
    if media == _FORM:
        return _asked(_fields(text), needed=True)
    if any(name == "query" for name, _ in in_address):
        raise HTTPException(400, "There are two queries: one in the address, one in the body.")
    return Asked(text, _dataset(in_address))


def _fields(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
    except ValueError as error:
        raise HTTPException(400, _NOT_UTF_8) from error


def _asked(fields: list[tuple[str, str]], *, needed: bool) -> Asked | None:
    names = [name for name, _ in fields]
    if "update" in names:
        raise HTTPException(403, _READ_ONLY)
    if names.count("query") > 1:
        raise HTTPException(400, "There are several queries. You can fix this by asking them one by one.")
    if "query" not in names:
        if needed:
            raise HTTPException(
                400, "There is no query. You can fix this by giving it as the parameter «query»."
            )
        return None
    return Asked(dict(fields)["query"], _dataset(fields))


def _dataset(fields: list[tuple[str, str]]) -> Dataset | None:
    default = tuple(value for name, value in fields if name == "default-graph-uri")
    named = tuple(value for name, value in fields if name == "named-graph-uri")
    return Dataset(default, named) if default or named else None


def _content_type(request: Request) -> tuple[str, str]:
    media, *parameters = (part.strip().lower() for part in request.headers.get("content-type", "").split(";"))
    charset = next((p.removeprefix("charset=") for p in parameters if p.startswith("charset=")), "")
    return media, charset.strip('"')


async def _body(request: Request, most: int) -> bytes:
    """The body, if it is not longer than ``most`` bytes; of a longer one nothing is kept."""
    parts: list[bytes] = []
    size = 0
    declared = request.headers.get("content-length", "")
    too_long = declared.isdigit() and int(declared) > most
    try:
        async with asyncio.timeout(_READ):
            async for part in request.stream():
                size += len(part)
                too_long = too_long or size > most
                if too_long:
                    parts.clear()
                else:
                    parts.append(part)
                if size > _DRAINED:
                    break
    except (TimeoutError, ClientDisconnect) as error:
        raise HTTPException(408, "The request did not come to its end in time.") from error
    if too_long:
        raise HTTPException(
            413,
            f"A query may have {most:,} bytes, and this one is longer. "
            "You can fix this by asking for less at once.",
        )
    return b"".join(parts)


def acceptable(request: Request) -> tuple[str | None, str | None]:
    """The media types for rows and for triples that the client likes best; ``None`` if it takes none."""
    accept = ", ".join(request.headers.getlist("accept")) or None
    return chosen(accept, ROWS), chosen(accept, TRIPLES)


async def done(request: Request, pool: Pool, job: Job) -> Reply:
    """What comes of a job; it is given up when the client goes away. Raises :class:`HTTPException`."""
    work = asyncio.ensure_future(pool.run(job))
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait((work, gone), return_when=asyncio.FIRST_COMPLETED)
        if not work.done():
            raise HTTPException(499, "The client went away.")
        return work.result()
    except Busy as error:
        message = "The server has too much to do. You can fix this by asking again in a while."
        raise HTTPException(503, message, {"Retry-After": "10"}) from error
    except Overdue as error:
        raise HTTPException(503, _overdue(pool.limits)) from error
    except Ended as error:
        raise HTTPException(503, _ended(error.code, pool.limits)) from error
    finally:
        work.cancel()
        gone.cancel()


async def _gone(request: Request) -> None:
    while not await request.is_disconnected():
        await asyncio.sleep(0.5)


def _overdue(limits: Limits) -> str:
    return (
        f"The query was ended after {limits.seconds:g} seconds. "
        "You can fix this by asking for less, or by a higher --timeout of the server."
    )


def _ended(code: int | None, limits: Limits) -> str:
    if code == -getattr(signal, "SIGXCPU", 0):
        return _overdue(limits)
    if code == -getattr(signal, "SIGSEGV", 0):
        return "The query is nested too deeply. You can fix this by asking in a simpler way."
    return (
        f"The query was ended, for it needed more than {limits.memory // MEGABYTE} MB of memory. "
        "You can fix this by asking for less, or by a higher --memory of the server."
    )


def answered(reply: Reply, headers: Mapping[str, str] | None = None) -> Response:
    """The response that carries a reply; its file is removed when it is sent."""
    common = {"Vary": "Accept", **(headers or {})}
    if reply.file is None:
        return Response(reply.body, reply.status, common, reply.media)
    source = reply.file.open("rb")
    common["Content-Length"] = str(reply.file.stat().st_size)
    reply.file.unlink()  # the open file keeps what it holds
    return StreamingResponse(_sent(source), reply.status, common, reply.media)


async def _sent(source: BinaryIO) -> AsyncIterator[bytes]:
    with source:
        while data := source.read(_CHUNK):
            yield data
