"""The engines: where each takes queries, updates and graphs, and what is peculiar to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

from tawthiq.errors import InputError

N_TRIPLES, TURTLE = "application/n-triples", "text/turtle"


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine, its addresses as what is appended to that of the server, dataset or repository.

    ``endings`` may stand at the end of the address that a user gives and are taken off. ``open_graphs``
    and ``open_update`` are those without a password where they differ. ``needs`` is a pattern for the path
    of the address, and ``example`` one that is right. ``union`` is sent with queries, so that the default
    graph is the union of the named ones. Without ``graph_store`` graphs are written by SPARQL Update.
    """

    name: str
    title: str
    example: str
    endings: tuple[str, ...]
    query: str
    update: str
    graphs: str
    port: int
    open_update: str | None = None
    open_graphs: str | None = None
    needs: str = ""
    lacks: str = ""
    union: Mapping[str, str] = field(default_factory=dict)
    media: str = N_TRIPLES
    graph_store: bool = True


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where an engine takes queries, updates and, by the Graph Store Protocol, graphs."""

    query: str
    update: str
    graphs: str


_REPOSITORY = r"/repositories/[^/]+$"
_NO_REPOSITORY = "names no repository"

_ENGINES = (
    Engine(
        "virtuoso", "Virtuoso", "http://localhost:8890",
        ("/sparql-graph-crud-auth", "/sparql-graph-crud", "/sparql-auth", "/sparql"),
        "/sparql", "/sparql-auth", "/sparql-graph-crud-auth", 8890,
        open_update="/sparql", open_graphs="/sparql-graph-crud",
    ),
    Engine(
        "fuseki", "Apache Jena Fuseki", "http://localhost:3030/news",
        ("/sparql", "/query", "/update", "/data", "/get", "/upload"), "/query", "/update", "/data", 3030,
        needs=r"/[^/]+$", lacks="names no dataset", union={"default-graph-uri": "urn:x-arq:UnionGraph"},
    ),
    Engine(
        "graphdb", "GraphDB", "http://localhost:7200/repositories/news",
        ("/statements", "/rdf-graphs/service", "/rdf-graphs"), "", "/statements", "/rdf-graphs/service", 7200,
        needs=_REPOSITORY, lacks=_NO_REPOSITORY,
    ),
    Engine(
        "rdf4j", "RDF4J", "http://localhost:8080/rdf4j-server/repositories/news",
        ("/statements", "/rdf-graphs/service", "/rdf-graphs"), "", "/statements", "/rdf-graphs/service", 8080,
        needs=_REPOSITORY, lacks=_NO_REPOSITORY,
    ),
    Engine(
        "oxigraph", "Oxigraph", "http://localhost:7878", ("/query", "/update", "/store", "/sparql"),
        "/query", "/update", "/store", 7878, union={"union-default-graph": ""},
    ),
    Engine("qlever", "QLever", "http://localhost:7001", (), "", "", "", 7001),
    Engine(
        "neptune", "Amazon Neptune", "https://mine.neptune.amazonaws.com:8182", ("/sparql/gsp", "/sparql"),
        "/sparql", "/sparql", "/sparql/gsp/", 8182,
    ),
    Engine(
        "blazegraph", "Blazegraph", "http://localhost:9999/blazegraph/namespace/kb/sparql", ("/sparql",),
        "/sparql", "/sparql", "/sparql", 9999, graph_store=False,
    ),
    Engine(
        "stardog", "Stardog", "http://localhost:5820/news", ("/query", "/update"), "/query", "/update", "",
        5820, needs=r"/[^/]+$", lacks="names no database",
        union={"default-graph-uri": "tag:stardog:api:context:all"},
    ),
)  # fmt: skip

ENGINES: Mapping[str, Engine] = {engine.name: engine for engine in _ENGINES}


def clean_address(address: str) -> str:
    """An address without a slash at its end.

    Raises :class:`InputError` for one that is no HTTP address, and for one that holds a user, a password
    or parameters, where secrets may stand: they would end up in logs and lists of processes. The message
    does not repeat them.
    """
    try:
        parts = urlsplit("" if re.search(r"[\s\x00-\x1f]", address) else address)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InputError(
            "The address given with --to is not one of HTTP.",
            remedy="You can fix this by giving one such as http://localhost:3030/news.",
        )
    if "@" in parts.netloc:
        raise InputError(
            "The address given with --to holds a user or a password, which others could read there.",
            remedy="You can fix this by leaving out what stands before the @ and setting the environment "
            "variables TAWTHIQ_ENDPOINT_USER and TAWTHIQ_ENDPOINT_PASSWORD.",
        )
    if parts.query or parts.fragment:
        raise InputError(
            "The address given with --to has parameters after a ? or a #.",
            remedy="You can fix this by leaving them out; a token goes into the environment variable "
            "TAWTHIQ_ENDPOINT_TOKEN.",
        )
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return urlunsplit((parts.scheme, f"{host}:{port}" if port else host, parts.path.rstrip("/"), "", ""))


def addresses(engine: Engine, address: str, *, secured: bool) -> Addresses:
    """The addresses of ``engine`` from that of its server, dataset or repository, or of a service of it.

    ``secured`` tells whether there is a user or a token. Raises :class:`InputError` as
    :func:`clean_address` does, and for an address that does not name what the engine needs.
    """
    base = clean_address(address)
    ending = next((ending for ending in engine.endings if base.endswith(ending)), "")
    base = base.removesuffix(ending)
    if engine.needs and not re.search(engine.needs, urlsplit(base).path):
        raise InputError(
            f"{base}: the address {engine.lacks}, which {engine.title} needs.",
            remedy=f"You can fix this by giving one such as {engine.example}.",
        )
    if not urlsplit(base + engine.query).path:
        base += "/"
    update, graphs = engine.update, engine.graphs
    if not secured:
        update = engine.update if engine.open_update is None else engine.open_update
        graphs = engine.graphs if engine.open_graphs is None else engine.open_graphs
    return Addresses(base + engine.query, base + update, base + graphs)


def is_overheard(address: str) -> bool:
    """Whether what is sent to ``address`` passes others unencrypted."""
    parts = urlsplit(address)
    return parts.scheme == "http" and parts.hostname not in ("localhost", "127.0.0.1", "::1")
