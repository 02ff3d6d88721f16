"""Where on the server an IRI of the graph is shown."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from tawthiq.graph.namespaces import GRAPHS, TWQ

ONTOLOGY = TWQ.rstrip("#")
_WEB = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of the data under one base IRI.

    >>> Addresses("https://w3id.org/tawthiq/id/").of("https://w3id.org/tawthiq/id/actor-x-1")
    '/id/actor-x-1'
    >>> Addresses("https://w3id.org/tawthiq/id/").of("javascript:alert(1)")
    ''
    """

    base: str

    def of(self, iri: str) -> str:
        """The address that shows ``iri``: our own page of it, the IRI itself, or nothing to go to."""
        if iri.startswith(self.base):
            return f"/id/{quote(iri.removeprefix(self.base), safe='')}"
        if iri.startswith(TWQ):
            return f"/ontology#{quote(iri.removeprefix(TWQ), safe='')}"
        if iri.startswith(GRAPHS):
            return f"/graph/{quote(iri.removeprefix(GRAPHS), safe='')}"
        return iri if iri.startswith(_WEB) else ""
