"""The report as SHACL has it, in Turtle, with the words of the article beside each result.

The nodes have IRIs of their own, made of what they say: the same graph gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from tawthiq.export.data import Node, Row
from tawthiq.export.turtle import write_turtle
from tawthiq.graph.literals import integer
from tawthiq.graph.namespaces import OA, SCHEMA, TYPE, XSD, Namespace
from tawthiq.ids import short_hash
from tawthiq.validate.report import Violation
from tawthiq.validate.shapes import SH, Shapes

SHAPES = "https://w3id.org/tawthiq/shapes#"


def write_report(violations: Sequence[Violation], shapes: Shapes, namespace: Namespace, out: TextIO) -> None:
    """Write a ``sh:ValidationReport``. A result's quote is ``oa:exact``, its article ``oa:hasSource``."""
    prefixes = {**namespace.prefixes, "sh": str(SH), "twqs": SHAPES}
    write_turtle(_rows(violations, shapes, namespace), prefixes, out)


def _rows(violations: Iterable[Violation], shapes: Shapes, namespace: Namespace) -> Iterator[Row]:
    found = [(_node(violation, namespace), violation) for violation in violations]
    report = namespace.base + "validation-" + short_hash(*(node for node, _ in found))
    yield report, TYPE.value, _sh("ValidationReport")
    yield report, f"{SH}conforms", Literal("false" if found else "true", datatype=NamedNode(XSD + "boolean"))
    for node, violation in found:
        yield report, f"{SH}result", NamedNode(node)
        for predicate, value in _result(violation, shapes):
            yield node, predicate, value


def _result(violation: Violation, shapes: Shapes) -> Iterator[tuple[str, Node]]:
    result = violation.result
    yield TYPE.value, _sh("ValidationResult")
    yield f"{SH}focusNode", NamedNode(result.focus)
    yield f"{SH}resultSeverity", _sh(violation.severity)
    yield f"{SH}sourceShape", NamedNode(shapes.owner(result.shape))
    if shapes.owner(result.shape) != result.shape:
        yield f"{SH}sourceConstraint", NamedNode(result.shape)
    if result.component:
        yield f"{SH}sourceConstraintComponent", NamedNode(result.component)
    if result.path:
        yield f"{SH}resultPath", NamedNode(result.path)
    if result.term:
        yield f"{SH}value", _term(result.term)
    for language, message in violation.messages.items():
        yield f"{SH}resultMessage", Literal(message, language=language)
    if violation.quote:
        yield OA + "exact", Literal(violation.quote.text)
        yield OA + "start", integer(violation.quote.start)
        yield OA + "end", integer(violation.quote.end)
    if violation.article:
        yield OA + "hasSource", NamedNode(violation.article.iri)
        yield SCHEMA + "identifier", Literal(violation.article.id)


def _node(violation: Violation, namespace: Namespace) -> str:
    result = violation.result
    told = (result.shape, result.focus, result.path, result.term, result.component)
    return f"{namespace.base}violation-{short_hash(*told)}"


def _sh(name: str) -> NamedNode:
    return NamedNode(f"{SH}{name}")


def _term(text: str) -> Node:
    (triple,) = parse(f"<urn:s> <urn:p> {text} .", format=RdfFormat.N_TRIPLES)
    assert isinstance(triple.object, NamedNode | Literal)
    return triple.object
