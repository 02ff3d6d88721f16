"""A document's statements as N-Quads: what goes from the processes that read to the one that stores."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from tawthiq.graph.namespaces import RESOLVED, Namespace
from tawthiq.graph.quads import document_quads, marker_quads
from tawthiq.graph.runs import Run
from tawthiq.knowledge.schema import Schema
from tawthiq.model import Document, ResolvedDocument


@dataclass(frozen=True, slots=True)
class Parcel:
    """All about one document: ``statements`` and, apart, the mark that it is complete.

    ``described`` maps the IRI of a known entity to its description, which the document shares with
    others. ``size`` counts the statements.
    """

    document: str
    statements: bytes
    described: Mapping[str, bytes]
    mark: bytes
    size: int
    dropped: int


def pack(resolved: ResolvedDocument, schema: Schema, namespace: Namespace, run: Run) -> Parcel:
    """The types in ``resolved`` have to be names of the ontology (else ``KeyError``)."""
    own: list[Quad] = []
    described: dict[str, list[Quad]] = {}
    for quad in document_quads(resolved, schema, namespace, run):
        if quad.graph_name == RESOLVED and isinstance(quad.subject, NamedNode):
            described.setdefault(quad.subject.value, []).append(quad)
        else:
            own.append(quad)
    return Parcel(
        resolved.document.id,
        n_quads(own),
        {subject: n_quads(quads) for subject, quads in described.items()},
        mark(resolved.document, run, namespace),
        len(own),
        resolved.dropped,
    )


def mark(document: Document, run: Run, namespace: Namespace) -> bytes:
    return n_quads(marker_quads(document, run, namespace))


def n_quads(quads: Iterable[Quad]) -> bytes:
    return "".join([f"{quad} .\n" for quad in quads]).encode()
