"""A store read by columns: one scan for each predicate instead of one look-up for each node."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyoxigraph import Literal, NamedNode, Quad, Store

from tawthiq.graph.data import Row, row, rows
from tawthiq.graph.namespaces import LABEL, TWQ, TYPE, term

Value = NamedNode | Literal


class Columns:
    """Values by subject for each predicate of a store, over all its graphs.

    A column is read when it is first asked for; :meth:`whole` reads all of them at once, which is much
    faster than one after the other. Values come without repetition, in an order of their own that
    depends on nothing but them.
    """

    def __init__(self, store: Store) -> None:
        self._store: Store | None = store
        self._columns: dict[str, dict[str, tuple[Value, ...]]] = {}
        self._added: dict[str, dict[str, list[Value]]] = {}
        self._names: dict[str, str] = {}
        self._nodes: dict[NamedNode, NamedNode] = {}

    @classmethod
    def whole(cls, store: Store) -> Columns:
        """All data of a store, without the articles' text and the ontology."""
        made = cls(store)
        made._store = None
        made.add(rows(store))
        for predicate in tuple(made._added):
            made._column(predicate)
        return made

    def add(self, rows: Iterable[Row]) -> None:
        """Add statements to what is read already. IRIs, which come again and again, are held once."""
        names, nodes = self._names, self._nodes
        for subject, predicate, value in rows:
            column = self._added.get(predicate)
            if column is None:
                column = self._added[predicate] = {}
            if isinstance(value, NamedNode):
                value = nodes.setdefault(value, value)
            values = column.get(subject)
            if values is None:
                column[names.setdefault(subject, subject)] = [value]
            else:
                values.append(value)

    def column(self, predicate: NamedNode) -> Mapping[str, tuple[Value, ...]]:
        """Subject IRI → values of ``predicate``."""
        return self._column(predicate.value)

    def _column(self, predicate: str) -> Mapping[str, tuple[Value, ...]]:
        found = self._columns.get(predicate)
        if found is not None and (not self._added or predicate not in self._added):
            return found
        if found is None and self._store is not None:
            quads = self._store.quads_for_pattern(None, term(predicate), None, None)
            self.add(row(q) for q in quads if _has_iris(q))
        if added := self._added.pop(predicate, None):
            column = self._columns.setdefault(predicate, {})
            for subject, values in added.items():
                known = column.get(subject, ())
                column[subject] = tuple(values) if len(values) == 1 and not known else _ordered(known, values)
        return self._columns.setdefault(predicate, {})

    def predicates(self) -> list[str]:
        """The IRIs of the predicates read so far, sorted."""
        return sorted(self._columns.keys() | self._added.keys())

    def subjects(self) -> list[str]:
        """The IRIs of the subjects read so far, sorted."""
        return sorted(self._names)

    def values(self, subject: str, predicate: NamedNode) -> tuple[Value, ...]:
        return self._column(predicate.value).get(subject, ())

    def iris(self, subject: str, name: str) -> tuple[str, ...]:
        """The IRIs that one of the ontology's properties leads to."""
        values = self._column(TWQ + name).get(subject, ())
        return tuple([v.value for v in values if isinstance(v, NamedNode)])

    def types(self, subject: str) -> tuple[str, ...]:
        """The IRIs of the subject's classes."""
        return tuple(value.value for value in self.values(subject, TYPE))

    def text(self, subject: str, predicate: str) -> str | None:
        """The first value of a predicate, given by its IRI, as text."""
        values = self._column(predicate).get(subject)
        return values[0].value if values else None

    def number(self, subject: str, predicate: str) -> int | None:
        """The first value of a predicate as a whole number; ``None`` if it is none."""
        text = self.text(subject, predicate)
        try:
            return None if text is None else int(text)
        except ValueError:
            return None

    def labels(self, subject: str) -> dict[str, str]:
        """One label for each language; ``""`` stands for a label without language."""
        found: dict[str, str] = {}
        for value in self.values(subject, LABEL):
            if isinstance(value, Literal):
                found.setdefault(value.language or "", value.value)
        return found

    def label(self, subject: str, language: str | None) -> str:
        """The label in ``language``, else in another, else the end of the IRI."""
        labels = self.labels(subject)
        if language in labels:
            return labels[language]
        for other in ("ar", "en", ""):
            if other in labels:
                return labels[other]
        return next(iter(labels.values()), subject.rstrip("/#").rpartition("/")[2].rpartition("#")[2])


def _has_iris(quad: Quad) -> bool:
    return isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal)


def _ordered(known: Iterable[Value], more: Iterable[Value]) -> tuple[Value, ...]:
    return tuple(sorted({*known, *more}, key=str))
