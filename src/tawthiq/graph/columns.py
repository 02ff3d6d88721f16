"""A store read by columns: one scan for each predicate instead of one look-up for each node."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from pyoxigraph import Literal, NamedNode, Store

from tawthiq.graph.namespaces import LABEL, TYPE, term, twq

Value = NamedNode | Literal


class Columns:
    """Values by subject for each predicate of a store, over all its graphs; read when first asked for.

    Values come without repetition, in an order of their own that depends on nothing but them.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._columns: dict[str, Mapping[str, tuple[Value, ...]]] = {}

    def column(self, predicate: NamedNode) -> Mapping[str, tuple[Value, ...]]:
        """Subject IRI → values of ``predicate``."""
        if predicate.value not in self._columns:
            found: dict[str, dict[Value, None]] = defaultdict(dict)
            for quad in self._store.quads_for_pattern(None, predicate, None, None):
                if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                    found[quad.subject.value][quad.object] = None
            self._columns[predicate.value] = {
                subject: tuple(values) if len(values) == 1 else tuple(sorted(values, key=str))
                for subject, values in found.items()
            }
        return self._columns[predicate.value]

    def values(self, subject: str, predicate: NamedNode) -> tuple[Value, ...]:
        return self.column(predicate).get(subject, ())

    def iris(self, subject: str, name: str) -> tuple[str, ...]:
        """The IRIs that one of the ontology's properties leads to."""
        return tuple(v.value for v in self.values(subject, twq(name)) if isinstance(v, NamedNode))

    def types(self, subject: str) -> tuple[str, ...]:
        """The IRIs of the subject's classes."""
        return tuple(value.value for value in self.values(subject, TYPE))

    def text(self, subject: str, predicate: str) -> str | None:
        """The first value of a predicate, given by its IRI, as text."""
        values = self.values(subject, term(predicate))
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
