"""Checking a graph against the SHACL shapes of the ontology."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store

from tawthiq.graph.namespaces import ONTOLOGY
from tawthiq.graph.runs import VOLATILE
from tawthiq.knowledge.paths import ontology_dir
from tawthiq.validate.constraints import core_results, sparql_results
from tawthiq.validate.report import Violation, describe
from tawthiq.validate.shapes import Shapes

__all__ = ["Shapes", "Violation", "validate"]


def validate(store: Store, shapes: Path | Shapes | None = None) -> list[Violation]:
    """What in ``store`` violates a shape, in a fixed order; an empty list is a valid graph.

    ``shapes`` are SHACL shapes or a file of them, the ontology's own by default. The ontology is read from
    the program's files unless the store holds it. Constraints in SPARQL run on Oxigraph, once for all nodes;
    pySHACL checks all others.
    Raises :class:`tawthiq.errors.KnowledgeError` for a file of shapes that cannot be read.
    """
    known = shapes if isinstance(shapes, Shapes) else Shapes.load(shapes or ontology_dir() / "shapes.ttl")
    store = _with_ontology(store)
    results = {*core_results(store, known), *sparql_results(store, known)}
    return describe(sorted(results), store, known)


def _with_ontology(store: Store) -> Store:
    if store.contains_named_graph(ONTOLOGY):
        return store
    copy = Store()
    copy.bulk_extend(
        Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in store if q.predicate not in VOLATILE
    )
    copy.load(path=str(ontology_dir() / "tawthiq.ttl"), format=RdfFormat.TURTLE, to_graph=ONTOLOGY)
    return copy
