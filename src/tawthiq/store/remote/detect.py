"""Which engine stands behind an address: what the address, the answers and at last the port tell."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import httpx

from tawthiq.errors import EndpointError, InputError
from tawthiq.store.remote.engines import ENGINES, Engine, clean_address

_BY_ADDRESS = (
    (r"\.neptune\.amazonaws\.com(\.cn)?(:\d+)?(/|$)", "neptune"),
    (r"/sparql-(auth|graph-crud(-auth)?)$", "virtuoso"),
    (r"/(rdf4j-server|openrdf-sesame)/", "rdf4j"),
    (r"/(blazegraph|bigdata)/", "blazegraph"),
    (r"/(data|upload)$", "fuseki"),
    (r"/store$", "oxigraph"),
)
_BY_ANSWER = (
    (r"\bvirtuoso\b", "virtuoso"),
    (r"\boxigraph\b", "oxigraph"),
    (r"\bgraphdb\b", "graphdb"),
    (r"\bqlever\b", "qlever"),
    (r"\bstardog\b", "stardog"),
    (r"\b(bigdata|blazegraph)\b", "blazegraph"),
    (r"\b(fuseki|fuseki-request-id)\b", "fuseki"),
    (r"\b(rdf4j|sesame)\b", "rdf4j"),
)
_SERVICES = ("", "/query", "/sparql")

Look = Callable[[str], tuple[httpx.Headers, str]]


def detect(address: str, look: Look) -> Engine:
    """The engine behind ``address``; ``look`` gives the headers and the text of what answers at an address.

    Raises :class:`InputError` for a wrong address and where nothing tells, and what ``look`` raises.
    """
    base = clean_address(address)
    for pattern, name in _BY_ADDRESS:
        if re.search(pattern, base):
            return ENGINES[name]
    for service in _SERVICES:
        try:
            name = _by_answer(*look(base + service))
        except EndpointError:
            if not service:
                raise
            continue
        if name:
            return ENGINES[name]
    if "/repositories/" in base:
        return ENGINES["graphdb"]  # RDF4J has the same addresses
    for engine in ENGINES.values():
        if urlsplit(base).port == engine.port:
            return engine
    raise InputError(
        f"{base}: neither the address nor what answers there tells which engine this is.",
        remedy=f"You can fix this with --engine and one of: {', '.join(ENGINES)}; "
        "and by checking that the server runs.",
    )


def _by_answer(headers: httpx.Headers, said: str) -> str:
    """What the headers and, where RDF is answered, a description of the service tell; else nothing."""
    told = [f"{name} {value}" for name, value in headers.items() if name.lower() != "location"]
    if re.search("turtle|n-triples|rdf", headers.get("content-type", "")) and "sparql-service-desc" in said:
        told.append(said)
    text = "\n".join(told).lower()
    return next((name for pattern, name in _BY_ANSWER if re.search(pattern, text)), "")
