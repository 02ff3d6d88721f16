"""The ontology's classes, properties and frames as fast look-ups by local name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from tawthiq.errors import KnowledgeError

TWQ = "https://w3id.org/tawthiq/ontology#"
_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"
Statement = tuple[str, str, str, str]
_DEFINITION = "http://www.w3.org/2004/02/skos/core#definition"


@dataclass(frozen=True, slots=True)
class Frame:
    """What an event of one type takes.

    ``roles`` maps a role (``actor``, ``target``, ``place``, ``weapon``, ``quantity``) to the names
    of the classes, weapons or quantities that are expected there. ``edge`` is the direct edge that
    actual events of the type give rise to; ``None`` if there is none.
    """

    type: str
    roles: Mapping[str, tuple[str, ...]]
    edge: str | None


class Schema:
    """Types, properties and individuals of ``tawthiq.ttl``; all names are local names.

    Sequences are in the order of the file. Names that the ontology does not have raise ``KeyError``.
    """

    def __init__(self, triples: Sequence[Statement]) -> None:
        self._objects: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._texts: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        order: dict[str, None] = {}
        for subject, predicate, value, language in triples:
            order[subject] = None
            if language:
                self._texts[subject, predicate][language] = value
            else:
                self._objects[subject, predicate].append(value)
        self.terms: tuple[str, ...] = tuple(order)
        classes = self._instances(_OWL + "Class")
        self._ancestors = {name: self._walk_up(name) for name in classes}
        self._lines = {name: frozenset((name, *up)) for name, up in self._ancestors.items()}
        events = [name for name in classes if "Event" in self._ancestors[name]]
        self.event_roots: tuple[str, ...] = tuple(
            name
            for name in events
            if self._ancestors[name] == ("Event",)
            and ((name, "direct_edge") in self._objects or (name, "feeds_no_edge") in self._objects)
        )
        self.event_types: tuple[str, ...] = tuple(n for n in events if self._lines[n] & set(self.event_roots))
        self._roots = {
            name: next(n for n in (name, *self._ancestors[name]) if n in self.event_roots)
            for name in self.event_types
        }
        self.entity_types: tuple[str, ...] = tuple(n for n in classes if "Entity" in self._lines[n])
        self.word_types: tuple[str, ...] = tuple(n for n in classes if "Word" in self._lines[n])
        self.weapons = self._instances("Weapon")
        self.statuses = self._instances("Status")
        self.precisions = self._instances("Precision")
        self.predicates = self._below("relation")
        self.quantities = self._below("quantity")
        self.edges = self._below("direct_relation")
        self._frames = {name: self._frame(name) for name in self.event_types}

    @classmethod
    def load(cls, path: Path) -> Schema:
        """Read the ontology from a Turtle file.

        Raises :class:`tawthiq.errors.KnowledgeError` with file, line and remedy for a file that is
        missing or no Turtle.
        """
        return cls(read_ontology(path))

    def ancestors(self, type_: str) -> tuple[str, ...]:
        """Superclasses of a class, the nearest first, up to ``Event`` or ``Entity``."""
        return self._ancestors[type_]

    def is_a(self, type_: str, ancestor: str) -> bool:
        """Whether the class is ``ancestor`` or one of its subclasses."""
        return ancestor in self._lines[type_]

    def is_entity_type(self, name: str) -> bool:
        return "Entity" in self._lines.get(name, ())

    def root_of(self, event_type: str) -> str:
        """The root of an event type; a root is its own."""
        root = self._roots.get(event_type)
        if root is None:
            raise KeyError(f"{event_type} is no event type")
        return root

    def leaves(self, root: str) -> tuple[str, ...]:
        """The event types below a root."""
        return tuple(name for name in self.event_types if root in self._ancestors[name])

    def labels(self, term: str) -> dict[str, str]:
        """Labels of a term by language, ``ar`` and ``en``."""
        return dict(self._texts_of(term, _RDFS + "label"))

    def inverse_labels(self, term: str) -> dict[str, str]:
        """How a property reads from its object to its subject, by language; empty if it does not say."""
        return dict(self._texts.get((term, "inverse_label"), {}))

    def definition(self, term: str) -> dict[str, str]:
        """Definition of a term by language."""
        return dict(self._texts_of(term, _DEFINITION))

    def edge(self, event_type: str) -> str | None:
        """The direct edge of an event type, ``None`` if it gives rise to none."""
        return self._frames[event_type].edge

    def frame(self, event_type: str) -> Frame:
        """Roles, expected fillers and edge of an event type."""
        return self._frames[event_type]

    def _texts_of(self, term: str, predicate: str) -> dict[str, str]:
        if (term, predicate) not in self._texts:
            raise KeyError(f"the ontology has no term {term}")
        return self._texts[term, predicate]

    def _instances(self, class_: str) -> tuple[str, ...]:
        return tuple(name for name in self.terms if class_ in self._objects.get((name, _RDF_TYPE), ()))

    def _below(self, property_: str) -> tuple[str, ...]:
        key = _RDFS + "subPropertyOf"
        return tuple(name for name in self.terms if property_ in self._objects.get((name, key), ()))

    def _walk_up(self, name: str) -> tuple[str, ...]:
        found: dict[str, None] = {}
        level = [name]
        while level:
            parents = [p for n in level for p in self._objects.get((n, _RDFS + "subClassOf"), ())]
            level = [p for p in parents if p not in found and p != name]
            found.update(dict.fromkeys(level))
        return tuple(found)

    def _frame(self, event_type: str) -> Frame:
        line = (event_type, *self._ancestors[event_type])
        roles: dict[str, tuple[str, ...]] = {}
        for expectation in self.terms:
            for role in self._objects.get((expectation, "for_role"), ()):
                for name in line:
                    if expected := self._objects.get((name, expectation)):
                        roles[role] = tuple(expected)
                        break
        edges = self._objects.get((event_type, "direct_edge"), [])
        return Frame(event_type, roles, edges[0] if edges else None)


def read_ontology(path: Path) -> list[Statement]:
    """The statements of an ontology file as (subject, predicate, object, language), local names.

    Raises :class:`tawthiq.errors.KnowledgeError` as :meth:`Schema.load` does.
    """
    try:
        return [
            (_local(t.subject.value), _local(t.predicate.value), _local(t.object.value), _language(t.object))
            for t in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
            if isinstance(t.subject, ox.NamedNode) and not isinstance(t.object, (ox.BlankNode, ox.Triple))
        ]
    except SyntaxError as error:
        raise KnowledgeError(
            f"{path}, line {error.lineno}: this is not valid Turtle ({error.msg}). "
            "You can fix this by correcting the line; `rapper -c -i turtle FILE` checks the file."
        ) from error
    except OSError as error:
        raise KnowledgeError(
            f"{path}: the ontology cannot be read ({error.strerror or error}). "
            "You can fix this by installing Tawthiq again."
        ) from error


def _local(iri: str) -> str:
    return iri.removeprefix(TWQ)


def _language(term: ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple) -> str:
    return (term.language or "") if isinstance(term, ox.Literal) else ""
