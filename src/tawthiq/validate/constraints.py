"""Running the constraints: those in SPARQL on Oxigraph, the others over columns or by pySHACL."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
import pyshacl
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.term import Node

from tawthiq.errors import KnowledgeError
from tawthiq.graph.namespaces import RDFS, TYPE, term
from tawthiq.validate import core
from tawthiq.validate.core import Result
from tawthiq.validate.shapes import SH, Shapes, SparqlConstraint

_SUBCLASS = term(RDFS + "subClassOf")


def sparql_results(store: ox.Store, shapes: Shapes) -> Iterator[Result]:
    """Violations of the constraints in SPARQL."""
    for constraint in shapes.sparql:
        classes = {sub for name in constraint.classes for sub in _subclasses(store, ox.NamedNode(name))}
        for row in _answers(store, constraint):
            focus = row.get("this")
            if isinstance(focus, ox.NamedNode) and _is_one_of(store, focus, classes):
                values = {name: _text(value) for name, value in row.items() if value is not None}
                yield Result(
                    constraint.shape,
                    focus.value,
                    values.get("path", ""),
                    values.get("value", ""),
                    tuple(sorted(values.items())),
                    str(SH.SPARQLConstraintComponent),
                    str(row["value"]) if row.get("value") is not None else "",
                )


def core_results(store: ox.Store, shapes: Shapes) -> Iterator[Result]:
    """Violations of all other constraints; pySHACL is asked only about those that need it."""
    ours, rest = core.split(shapes.core)
    yield from core.check(store, ours)
    if core.asks(rest):
        yield from pyshacl_results(store, rest)


def pyshacl_results(store: ox.Store, shapes: Graph) -> Iterator[Result]:
    """Violations that pySHACL finds, in a copy of the data in memory."""
    _, found, _ = pyshacl.validate(_to_rdflib(store), shacl_graph=shapes, inplace=True)
    for result in found.subjects(RDF.type, SH.ValidationResult):
        term = found.value(result, SH.value)
        value = str(term or "")
        shape = found.value(result, SH.sourceConstraint) or found.value(result, SH.sourceShape)
        yield Result(
            str(shape),
            str(found.value(result, SH.focusNode)),
            str(found.value(result, SH.resultPath) or ""),
            value,
            (("value", value),),
            str(found.value(result, SH.sourceConstraintComponent) or ""),
            term.n3() if isinstance(term, URIRef | Literal) else "",
        )


def _answers(store: ox.Store, constraint: SparqlConstraint) -> Iterator[dict[str, object]]:
    try:
        found = store.query(constraint.query, use_default_graph_as_union=True)
    except SyntaxError as error:
        raise KnowledgeError(
            f"The query of the shape {constraint.shape} is no valid SPARQL ({error}).",
            remedy="You can fix this by correcting it in the file of shapes.",
        ) from error
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    for solution in found:
        yield {name: solution[name] for name in names}


def _subclasses(store: ox.Store, class_: ox.NamedNode) -> set[ox.NamedNode]:
    found = {class_}
    waiting = [class_]
    while waiting:
        for quad in store.quads_for_pattern(None, _SUBCLASS, waiting.pop(), None):
            if isinstance(quad.subject, ox.NamedNode) and quad.subject not in found:
                found.add(quad.subject)
                waiting.append(quad.subject)
    return found


def _is_one_of(store: ox.Store, node: ox.NamedNode, classes: set[ox.NamedNode]) -> bool:
    return any(quad.object in classes for quad in store.quads_for_pattern(node, TYPE, None, None))


def _text(value: object) -> str:
    return str(getattr(value, "value", value))


def _to_rdflib(store: ox.Store) -> Graph:
    graph = Graph()
    for quad in store:
        graph.add((_node(quad.subject), URIRef(quad.predicate.value), _node(quad.object)))
    return graph


def _node(value: object) -> Node:
    if isinstance(value, ox.Literal):
        if value.language:
            return Literal(value.value, lang=value.language)
        return Literal(value.value, datatype=URIRef(value.datatype.value))
    return URIRef(_text(value))
