"""SHACL's core constraints on property shapes, checked over columns: one scan of the store a property.

pySHACL asks a graph in Python about each node by itself, which takes a hundred times longer; the tests
hold the two against each other. Shapes that use more than what stands here are left to pySHACL.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Store
from rdflib import RDF, Graph, URIRef
from rdflib import RDFS as RDF_LABELS
from rdflib.term import Node

from tawthiq.graph.columns import Columns, Value
from tawthiq.graph.namespaces import RDFS, TYPE, XSD, term
from tawthiq.validate.shapes import SH

Check = Callable[["_Checker", str, tuple[Value, ...], Node], Iterable[Value | None]]
_NUMBERS = frozenset(XSD + name for name in ("integer", "decimal", "double", "float"))


@dataclass(frozen=True, slots=True, order=True)
class Result:
    """A node that violates a shape, all as texts. ``values`` are the variables of the message.

    ``component`` is the IRI of SHACL's constraint component, ``term`` the value as N-Triples write it.
    """

    shape: str
    focus: str
    path: str = ""
    value: str = ""
    values: tuple[tuple[str, str], ...] = ()
    component: str = ""
    term: str = ""


def split(shapes: Graph) -> tuple[Graph, Graph]:
    """The shapes that can be checked here, and the rest for pySHACL."""
    ours, rest = Graph(), Graph()
    rest += shapes
    for shape, property_ in list(shapes.subject_objects(SH.property)):
        statements = list(shapes.triples((property_, None, None)))
        known = all(p in _CHECKS or p in _DESCRIBING for _, p, _ in statements)
        plain = isinstance(shapes.value(property_, SH.path), URIRef) and _targets_classes(shapes, shape)
        if known and plain:
            ours.add((shape, SH.property, property_))
            for class_ in shapes.objects(shape, SH.targetClass):
                ours.add((shape, SH.targetClass, class_))
            for statement in statements:
                ours.add(statement)
            rest.remove((shape, SH.property, property_))
    for property_ in ours.objects(None, SH.property):
        if (None, SH.property, property_) not in rest:
            rest.remove((property_, None, None))
    return ours, rest


def asks(rest: Graph) -> bool:
    """Whether shapes that :func:`split` left over ask anything of a node."""
    targets = {shape for target in _TARGETS for shape in rest.subjects(target)}
    silent = (_TARGETING | _TARGETS) - {SH.property}
    return any(p not in silent for shape in targets for p in rest.predicates(shape))


def check(store: Store, shapes: Graph) -> Iterator[Result]:
    """Violations of shapes that :func:`split` found to be checkable here."""
    checker = _Checker(store)
    for shape, property_ in shapes.subject_objects(SH.property):
        path = term(str(shapes.value(property_, SH.path)))
        classes = [str(c) for c in shapes.objects(shape, SH.targetClass)]
        column = checker.columns.column(path)
        for component, limit in shapes.predicate_objects(property_):
            if component not in _CHECKS:
                continue
            for focus in checker.instances(classes):
                for value in _CHECKS[component](checker, focus, column.get(focus, ()), limit):
                    text, nt = (value.value, str(value)) if value is not None else ("", "")
                    values = (("value", text),)
                    yield Result(str(property_), focus, path.value, text, values, _name(component), nt)


def _name(component: Node) -> str:
    """``sh:minCount`` → the IRI of ``sh:MinCountConstraintComponent``."""
    local = str(component).removeprefix(str(SH))
    return f"{SH}{local[0].upper()}{local[1:]}ConstraintComponent"


class _Checker:
    def __init__(self, store: Store) -> None:
        self.columns = Columns(store)
        self._below: dict[str, frozenset[str]] = {}
        self._instances: dict[frozenset[str], list[str]] = {}

    def instances(self, classes: Iterable[str]) -> list[str]:
        key = frozenset(classes)
        if key not in self._instances:
            wanted = frozenset().union(*(self.below(c) for c in key))
            types = self.columns.column(TYPE)
            self._instances[key] = [
                n for n, values in types.items() if any(v.value in wanted for v in values)
            ]
        return self._instances[key]

    def is_a(self, node: str, class_: str) -> bool:
        wanted = self.below(class_)
        return any(value.value in wanted for value in self.columns.values(node, TYPE))

    def below(self, class_: str) -> frozenset[str]:
        """The class and all its subclasses."""
        if class_ not in self._below:
            found = {class_}
            parents: Mapping[str, tuple[Value, ...]] = self.columns.column(term(RDFS + "subClassOf"))
            while more := {
                c for c, up in parents.items() if c not in found and any(v.value in found for v in up)
            }:
                found |= more
            self._below[class_] = frozenset(found)
        return self._below[class_]


def _min_count(_: _Checker, focus: str, values: tuple[Value, ...], limit: Node) -> Iterator[None]:  # noqa: ARG001
    if len(values) < int(str(limit)):
        yield None


def _max_count(_: _Checker, focus: str, values: tuple[Value, ...], limit: Node) -> Iterator[None]:  # noqa: ARG001
    if len(values) > int(str(limit)):
        yield None


def _class(checker: _Checker, focus: str, values: tuple[Value, ...], limit: Node) -> Iterator[Value]:  # noqa: ARG001
    for value in values:
        if isinstance(value, Literal) or not checker.is_a(value.value, str(limit)):
            yield value


def _datatype(_: _Checker, focus: str, values: tuple[Value, ...], limit: Node) -> Iterator[Value]:  # noqa: ARG001
    for value in values:
        if isinstance(value, NamedNode) or value.datatype.value != str(limit) or not _is_valid(value):
            yield value


def _each(test: Callable[[Value, Node], bool]) -> Check:
    def run(_: _Checker, focus: str, values: tuple[Value, ...], limit: Node) -> Iterator[Value]:  # noqa: ARG001
        return (value for value in values if not test(value, limit))

    return run


def _beside(test: Callable[[Value, Value], bool]) -> Check:
    """A constraint that compares each value with each one of another property of the same node."""

    def run(checker: _Checker, focus: str, values: tuple[Value, ...], limit: Node) -> Iterator[Value]:
        others = checker.columns.values(focus, term(str(limit)))
        return (value for value in values for other in others if not test(value, other))

    return run


def _number(value: Value) -> float | None:
    if isinstance(value, Literal) and value.datatype.value in _NUMBERS and _is_valid(value):
        return float(value.value)
    return None


def _is_valid(value: Literal) -> bool:
    pattern = {"integer": r"[+-]?\d+", "decimal": r"[+-]?(\d+(\.\d*)?|\.\d+)"}.get(
        value.datatype.value.removeprefix(XSD), ".*"
    )
    return re.fullmatch(pattern, value.value, re.DOTALL) is not None


def _at_least(value: Value, limit: Node) -> bool:
    number = _number(value)
    return number is not None and number >= float(str(limit))


def _at_most(value: Value, limit: Node) -> bool:
    number = _number(value)
    return number is not None and number <= float(str(limit))


def _before(value: Value, other: Value) -> bool:
    compared = _compare(value, other)
    return compared is not None and compared < 0


def _not_after(value: Value, other: Value) -> bool:
    compared = _compare(value, other)
    return compared is not None and compared <= 0


def _compare(value: Value, other: Value) -> int | None:
    """-1, 0 or 1; ``None`` for values between which there is no order."""
    if isinstance(value, NamedNode) or isinstance(other, NamedNode):
        return None
    one, two = _number(value), _number(other)
    if one is not None and two is not None:
        return (one > two) - (one < two)
    if value.datatype != other.datatype or one is not None or two is not None:
        return None
    return (value.value > other.value) - (value.value < other.value)


def _targets_classes(shapes: Graph, shape: Node) -> bool:
    """Whether the shape says nothing but which classes and properties it is about."""
    return all(p in _TARGETING for _, p, _ in shapes.triples((shape, None, None)))


_CHECKS: dict[Node, Check] = {
    SH.minCount: _min_count,
    SH.maxCount: _max_count,
    SH["class"]: _class,
    SH.datatype: _datatype,
    SH.minInclusive: _each(_at_least),
    SH.maxInclusive: _each(_at_most),
    SH.minLength: _each(lambda value, limit: len(value.value) >= int(str(limit))),
    SH.pattern: _each(lambda value, limit: re.search(str(limit), value.value) is not None),
    SH.lessThan: _beside(_before),
    SH.lessThanOrEquals: _beside(_not_after),
    SH.disjoint: _beside(lambda value, other: value != other),
}
_TARGETS = frozenset({SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf, SH.target})
_TARGETING = frozenset({RDF.type, SH.targetClass, SH.property, RDF_LABELS.label, SH.name, SH.description})
_DESCRIBING = frozenset({RDF.type, SH.path, SH.message, SH.severity, SH.name, SH.description})
