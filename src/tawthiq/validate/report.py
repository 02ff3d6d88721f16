"""Violations in plain words, with the quote and the article that they come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode, Store

from tawthiq.graph.claims import Article, Claims, Quote
from tawthiq.graph.namespaces import OA, TYPE, Namespace, shorten, term, twq
from tawthiq.validate.core import Result
from tawthiq.validate.shapes import Shapes


@dataclass(frozen=True, slots=True)
class Violation:
    """A node (``focus``, an IRI, with its label) that violates a shape (its local name).

    ``path`` is the property and ``value`` the value at fault, if one is; ``messages`` say what is
    wrong by language; ``article`` and ``quote`` are the words behind the node, if there are any;
    ``severity`` is ``Violation``, ``Warning`` or ``Info``. ``result`` is what the validator found.
    """

    shape: str
    focus: str
    label: str
    path: str | None
    value: str | None
    messages: Mapping[str, str]
    article: Article | None
    quote: Quote | None
    severity: str
    result: Result


def describe(results: Sequence[Result], store: Store, shapes: Shapes) -> list[Violation]:
    """What the results mean to somebody who has to put the graph right."""
    if not results:
        return []
    claims = Claims(store)
    prefixes = Namespace.of(store).prefixes
    return [_violation(result, store, shapes, claims, prefixes) for result in results]


def _violation(
    result: Result, store: Store, shapes: Shapes, claims: Claims, prefixes: dict[str, str]
) -> Violation:
    span = _span(store, NamedNode(result.focus))
    article = _article(span, result.focus, claims)
    messages = {
        language: _filled(text, result.values, prefixes)
        for language, text in sorted(shapes.messages.get(result.shape, {}).items())
    }
    return Violation(
        result.shape.rpartition("#")[2],
        result.focus,
        claims.columns.label(result.focus, article.language if article else None),
        (shorten(result.path, prefixes) or result.path) or None,
        result.value or None,
        messages,
        article,
        claims.quote(span) if span else None,
        shapes.severity(result.shape),
        result,
    )


def _article(span: str | None, focus: str, claims: Claims) -> Article | None:
    """The article of the words behind a node, or else the one that the node itself names or is."""
    columns = claims.columns
    source = columns.values(span, term(OA + "hasSource")) if span else ()
    source = source or columns.values(focus, twq("reported_in"))
    if source:
        return claims.article(source[0].value)
    return claims.article(focus) if twq("Document") in columns.values(focus, TYPE) else None


def _filled(text: str, values: Sequence[tuple[str, str]], prefixes: dict[str, str]) -> str:
    for name, value in values:
        short = shorten(value, prefixes) or value
        text = text.replace("{?" + name + "}", short).replace("{$" + name + "}", short)
    return text


def _span(store: Store, node: NamedNode) -> str | None:
    """The span behind a node: itself, its evidence, that of a report of it, or a mention of it."""
    if _next(store, node, OA + "start"):
        return node.value
    if evidence := _next(store, node, twq("evidence").value):
        return evidence
    for name in ("report_of", "refers_to"):
        for quad in store.quads_for_pattern(None, twq(name), node, None):
            if isinstance(quad.subject, NamedNode):
                return _span(store, quad.subject)
    return None


def _next(store: Store, node: NamedNode, predicate: str) -> str | None:
    """The first value of a predicate, in the order of their names."""
    values = (
        str(getattr(q.object, "value", ""))
        for q in store.quads_for_pattern(node, term(predicate), None, None)
    )
    return min(values, default=None)
