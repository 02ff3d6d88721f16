"""Exports of a graph: one small module a format behind one registry."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from gzip import GzipFile
from pathlib import Path
from typing import Protocol

from pyoxigraph import Store

from tawthiq.errors import InputError, OutputError
from tawthiq.export import geojson, jsonld, networks, nquads, rdfxml, spreadsheet, turtle
from tawthiq.graph.namespaces import Namespace

__all__ = ["FORMATS", "Exporter", "export"]


class Write(Protocol):
    """Writes the data of a store to a file."""

    def __call__(
        self, store: Store, namespace: Namespace, path: Path, *, with_text: bool = False
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format: what it is called, the ending of its files, the function that writes it."""

    name: str
    title: str
    ending: str
    write: Write


_EXPORTERS = (
    Exporter("ttl", "Turtle", ".ttl", turtle.write),
    Exporter("trig", "TriG", ".trig", turtle.write_named_graphs),
    Exporter("nq", "N-Quads", ".nq", nquads.write),
    Exporter("nt", "N-Triples", ".nt", nquads.write_triples),
    Exporter("jsonld", "JSON-LD", ".jsonld", jsonld.write),
    Exporter("rdf", "RDF/XML", ".rdf", rdfxml.write),
    Exporter("graphml", "GraphML", ".graphml", networks.write_graphml),
    Exporter("gexf", "GEXF", ".gexf", networks.write_gexf),
    Exporter("csv", "CSV table of events", ".csv", spreadsheet.write),
    Exporter("geojson", "GeoJSON of events", ".geojson", geojson.write),
)

FORMATS: Mapping[str, Exporter] = {exporter.name: exporter for exporter in _EXPORTERS}


def export(store: Store, namespace: Namespace, format: str, path: Path, *, with_text: bool = False) -> None:
    """Write the data of ``store`` to ``path`` in one of :data:`FORMATS`; gzipped if its name ends in ``.gz``.

    The articles' text is left out unless ``with_text`` is true. Raises :class:`InputError` for a format
    that there is none of and :class:`OutputError` for a file that cannot be written.
    """
    if format not in FORMATS:
        raise InputError(
            f"There is no format «{format}».",
            remedy=f"You can fix this by giving one of: {', '.join(FORMATS)}.",
        )
    write = FORMATS[format].write
    try:
        if path.suffix == ".gz":
            _write_gzipped(path, lambda plain: write(store, namespace, plain, with_text=with_text))
        else:
            write(store, namespace, path, with_text=with_text)
    except OSError as error:
        raise OutputError(
            f"{path}: cannot be written ({error.strerror or error}).",
            remedy="You can fix this by giving a path in a folder that you may write to.",
        ) from error


def _write_gzipped(path: Path, write: Callable[[Path], None]) -> None:
    """Compress what ``write`` writes; without a name and a time in it, so that it is always the same."""
    plain = path.with_name(f"{path.name}.plain")
    try:
        write(plain)
        with (
            plain.open("rb") as data,
            path.open("wb") as out,
            GzipFile("", "wb", fileobj=out, mtime=0) as packed,
        ):
            shutil.copyfileobj(data, packed)
    finally:
        plain.unlink(missing_ok=True)
