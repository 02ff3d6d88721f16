"""The shapes: what pySHACL reads, and the constraints that are SPARQL queries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.exceptions import ParserError
from rdflib.plugins.parsers.notation3 import BadSyntax

from tawthiq.errors import KnowledgeError

SH = Namespace("http://www.w3.org/ns/shacl#")


@dataclass(frozen=True, slots=True)
class SparqlConstraint:
    """A query whose answers are violations, for instances of ``classes`` (IRIs).

    ``shape`` is the IRI of the constraint, ``owner`` of the shape that has it.
    """

    shape: str
    owner: str
    classes: frozenset[str]
    query: str


@dataclass(frozen=True)
class Shapes:
    """SHACL shapes. ``core`` has all of them without the constraints in ``sparql``."""

    core: Graph
    sparql: tuple[SparqlConstraint, ...]
    messages: dict[str, dict[str, str]]

    @classmethod
    def load(cls, path: Path) -> Shapes:
        """Read shapes from a Turtle file. Raises :class:`KnowledgeError`."""
        try:
            graph = Graph().parse(str(path), format="turtle")
        except (OSError, BadSyntax, ParserError) as error:
            raise KnowledgeError(
                f"{path}: the shapes cannot be read ({error}).",
                remedy="You can fix this by giving a Turtle file with SHACL shapes.",
            ) from error
        sparql = tuple(sorted(_constraints(graph), key=lambda c: c.shape))
        messages: dict[str, dict[str, str]] = {}
        for shape, text in graph.subject_objects(SH.message):
            if isinstance(text, Literal):
                messages.setdefault(str(shape), {})[text.language or "en"] = str(text)
        for constraint in sparql:
            graph.remove((None, SH.sparql, URIRef(constraint.shape)))
        return cls(graph, sparql, messages)

    def owner(self, shape: str) -> str:
        """The shape that has a constraint in SPARQL; of another shape itself."""
        return next((c.owner for c in self.sparql if c.shape == shape), shape)

    def severity(self, shape: str) -> str:
        """The local name of a shape's severity, ``Violation`` by default."""
        for name in (shape, self.owner(shape)):
            if severity := self.core.value(URIRef(name), SH.severity):
                return str(severity).removeprefix(str(SH))
        return "Violation"


def _constraints(graph: Graph) -> Iterator[SparqlConstraint]:
    for shape, constraint in graph.subject_objects(SH.sparql):
        prefixes = "".join(
            f"PREFIX {graph.value(declared, SH.prefix)}: <{graph.value(declared, SH.namespace)}>\n"
            for owner in graph.objects(constraint, SH.prefixes)
            for declared in sorted(graph.objects(owner, SH.declare), key=str)
        )
        classes = frozenset(str(c) for c in graph.objects(shape, SH.targetClass) if isinstance(c, URIRef))
        if classes and isinstance(constraint, URIRef):  # others are left to pySHACL
            query = f"{prefixes}{graph.value(constraint, SH.select)}"
            yield SparqlConstraint(str(constraint), str(shape), classes, query)
