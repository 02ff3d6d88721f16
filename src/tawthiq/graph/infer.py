"""What follows from a graph by RDFS and OWL 2 RL, through ``reasonable`` (``tawthiq[infer]``)."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, Triple

from tawthiq.errors import InputError
from tawthiq.graph.namespaces import ONTOLOGY, OWL, graph, term
from tawthiq.graph.quads import BODY
from tawthiq.knowledge.paths import ontology_dir

INFERRED = graph("inferred")
ALIGNED = ("tawthiq.ttl", "alignments.ttl")
_SAME_AS, _THING = term(OWL + "sameAs"), term(OWL + "Thing")


def with_inferred(store: Store) -> Store:
    """A copy of ``store`` in memory, with what follows from it and the ontology in ``graph/inferred``.

    Links to other data sets by ``owl:sameAs`` are not followed: each thing keeps one name, and counts stay
    right. What follows of the ontology alone, and that all are things, is left out. Raises
    :class:`InputError` if ``reasonable`` is not installed.
    """
    reason = _reasoner()
    copy = Store()
    copy.bulk_extend(store)
    default = next(iter(store.named_graphs()), None) is None
    copy.bulk_extend(_consequences(copy, reason, DefaultGraph() if default else INFERRED))
    return copy


def _reasoner() -> Any:
    try:
        return import_module("reasonable").PyReasoner()
    except ImportError as error:
        raise InputError(
            "Inference needs the package «reasonable», which is not installed.",
            remedy="You can fix this with: pip install 'tawthiq[infer]'",
        ) from error


def _consequences(store: Store, reasoner: Any, name: NamedNode | DefaultGraph) -> Iterable[Quad]:
    known = {Triple(q.subject, q.predicate, q.object) for q in store if _counts(q)}
    told = {node for t in known for node in (t.subject, t.object)}
    about = _ontology()
    told -= {node for t in about for node in (t.subject, t.object)}
    known |= about
    with TemporaryDirectory(prefix="tawthiq-infer-") as folder:
        path = Path(folder) / "data.ttl"
        path.write_text("".join(sorted(f"{triple} .\n" for triple in known)), "utf-8")
        reasoner.load_file(str(path))
    for triple in reasoner.reason():
        subject, predicate, value = map(_term, triple)
        if not isinstance(subject, NamedNode) or not isinstance(predicate, NamedNode):
            continue
        if isinstance(value, BlankNode) or subject not in told:
            continue
        found = Triple(subject, predicate, value)
        if found not in known and predicate != _SAME_AS and value != _THING:
            yield Quad(subject, predicate, value, name)


def _counts(quad: Quad) -> bool:
    if quad.graph_name == ONTOLOGY or quad.predicate in (_SAME_AS, BODY):
        return False
    return isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal)


def _ontology() -> set[Triple]:
    store = Store()
    for name in ALIGNED:
        store.load(path=str(ontology_dir() / name), format=RdfFormat.TURTLE)
    return {Triple(q.subject, q.predicate, q.object) for q in store}


def _term(term: Any) -> NamedNode | Literal | BlankNode:
    """A term as rdflib has it in pyoxigraph's own."""
    kind = type(term).__name__
    if kind == "URIRef":
        return NamedNode(str(term))
    if kind == "BNode":
        return BlankNode(str(term))
    if term.language:
        return Literal(str(term), language=term.language)
    return Literal(str(term), datatype=NamedNode(str(term.datatype))) if term.datatype else Literal(str(term))
