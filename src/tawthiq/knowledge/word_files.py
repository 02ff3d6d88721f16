"""A user's own words for events, speech and weapons: Turtle read into lines of the lexicon's tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from tawthiq.errors import KnowledgeError
from tawthiq.fold import fold_phrase
from tawthiq.knowledge.lexicon import Entry, Tables
from tawthiq.knowledge.schema import Schema
from tawthiq.knowledge.turtle import TWQ, read_triples, wrong
from tawthiq.knowledge.turtle_lines import line_of
from tawthiq.knowledge.word_rules import WordRules

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_SCRIPTS = {"ar": re.compile(r"[\u0621-\u064a\u0671-\u06d3]"), "en": re.compile(r"[A-Za-z]")}
_NAMES = {"ar": "Arabic", "en": "English"}


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a class of words takes: its table, and property → column; ``needed`` are to be given."""

    table: str
    columns: Mapping[str, str]
    needed: tuple[str, ...]
    given: Mapping[str, str] = field(default_factory=dict)


_KINDS = {
    "Trigger": _Kind(
        "triggers",
        {"pos": "pos", "event_type": "type", "frame": "frame", "when": "when", "status": "status",
         "weapon": "weapon"},
        ("pos", "event_type", "frame"),
    ),
    "Idiom": _Kind("triggers", {"pos": "pos", "when": "when"}, ("pos",), {"type": "-"}),
    "ReportingWord": _Kind("reporting", {"pos": "pos", "scope": "scope"}, ("pos",), {"scope": "clause"}),
    "WeaponWord": _Kind("weapons", {"weapon": "weapon", "weapon_kind": "kind"}, ("weapon", "weapon_kind"),
                        {"pos": "noun"}),
}  # fmt: skip
_TEXTS = ("lemma", "form")
PROPERTIES = frozenset({*_TEXTS, *(name for kind in _KINDS.values() for name in kind.columns)})
_SHARED = frozenset({"weapon", "status"})
"""Properties that reports and events have too."""


def read_words(paths: Sequence[Path], schema: Schema, tables: Sequence[Tables]) -> dict[str, list[Entry]]:
    """The words of users' files by language, in the order of the files.

    Raises :class:`KnowledgeError` with file, line and remedy for the first that cannot be used.
    """
    rules = {each.language: WordRules(each, schema) for each in tables}
    found: dict[str, list[Entry]] = {each.language: [] for each in tables}
    for path in paths:
        for word in _words(path):
            for language, entry in _Reader(word, schema, rules).entries():
                found[language].append(entry)
    return found


@dataclass(slots=True)
class _Word:
    """What one file says of one subject; objects by local name of the property."""

    path: Path
    iri: str
    types: list[str] = field(default_factory=list)
    values: dict[str, list[ox.NamedNode | ox.Literal]] = field(default_factory=dict)

    def wrong(self, what: str, remedy: str, name: str = "", value: str = "") -> KnowledgeError:
        predicate = _TYPE if name == "a" else TWQ + name if name else ""
        return wrong(self.path, self.iri, what, remedy, predicate, value)


def _words(path: Path) -> Iterator[_Word]:
    found: dict[str, _Word] = {}
    for triple in read_triples(path):
        if not isinstance(triple.subject, ox.NamedNode):
            continue
        word = found.setdefault(triple.subject.value, _Word(path, triple.subject.value))
        predicate, value = triple.predicate.value, triple.object
        if predicate == _TYPE and isinstance(value, ox.NamedNode):
            word.types.append(value.value.removeprefix(TWQ))
        elif predicate.startswith(TWQ) and isinstance(value, (ox.NamedNode, ox.Literal)):
            word.values.setdefault(predicate.removeprefix(TWQ), []).append(value)
    for word in found.values():
        if _KINDS.keys() & set(word.types) or (PROPERTIES - _SHARED) & word.values.keys():
            yield word


class _Reader:
    """Reads one word into an entry for each language in which it has a lemma."""

    def __init__(self, word: _Word, schema: Schema, rules: Mapping[str, WordRules]) -> None:
        self.word, self.schema, self.rules = word, schema, rules
        self.type = self._type()
        self.kind = _KINDS[self.type]

    def entries(self) -> Iterator[tuple[str, Entry]]:
        lemmas = self._texts("lemma", "")
        if not lemmas:
            raise self.word.wrong("has no lemma", 'adding one, such as twq:lemma "قصف"@ar')
        self._check_properties()
        if len({lang for _, lang in lemmas}) < len(lemmas):
            raise self.word.wrong(
                "has two lemmas in one language", "writing a node of its own for each", "lemma"
            )
        forms = self._texts("form", lemmas[0][1] if len(lemmas) == 1 else "")
        for lemma, language in lemmas:
            fields = {**self.kind.given, **self._fields(self.rules[language])}
            fields["forms"] = ", ".join(form for form, own in forms if own == language)
            line = line_of(self.word.path, self.word.iri)
            where = f"{self.word.path.name}:{line}"
            yield language, Entry(self.kind.table, lemma, fields.pop("pos"), fields, where, own=True)

    def _type(self) -> str:
        types = [t for t in self.word.types if t in _KINDS]
        others = [t for t in self.word.types if t in self.schema.entity_types]
        if not types:
            named = f"has the class twq:{others[0]}, which is no word" if others else "has no class"
            choices = ", ".join(f"twq:{name}" for name in _KINDS)
            raise self.word.wrong(named, f"giving it one of the classes {choices}", "a" if others else "")
        if others or len(set(types)) > 1:
            raise self.word.wrong(
                f"is {' and '.join(f'twq:{t}' for t in (*types, *others))} at once",
                "writing a node of its own for each", "a",
            )  # fmt: skip
        return types[0]

    def _check_properties(self) -> None:
        for name in self.word.values:
            if name not in (*_TEXTS, *self.kind.columns):
                allowed = ", ".join(f"twq:{n}" for n in (*_TEXTS, *self.kind.columns))
                raise self.word.wrong(
                    f"has twq:{name}, which says nothing of a twq:{self.type}",
                    f"removing it; it takes {allowed}", name,
                )  # fmt: skip
        for name in self.kind.needed:
            if name not in self.word.values and name != "frame":
                raise self.word.wrong(f"has no twq:{name}", f"adding {self._example(name)}")

    def _example(self, name: str) -> str:
        if name == "event_type":
            return "the type of the event, such as twq:event_type twq:Shelling; `tawthiq schema` lists them"
        if name == "weapon":
            return "one of the weapons of docs/ontology.md, such as twq:weapon twq:rocket"
        codes = self.rules["ar"].codes(self.kind.table, self.kind.columns[name])
        return f'one of {", ".join(codes)}, such as twq:{name} "{codes[0]}"'

    def _texts(self, name: str, default: str) -> list[tuple[str, str]]:
        """The values of a property with their languages; without a tag the script or ``default`` tells."""
        found = []
        for value in self.word.values.get(name, ()):
            text = " ".join(value.value.split())
            if not isinstance(value, ox.Literal) or not fold_phrase(text):
                raise self.word.wrong(
                    f"has an empty {name}", f'writing a text, such as twq:{name} "قصف"@ar', name
                )
            script = next((lang for lang, letters in _SCRIPTS.items() if letters.search(text)), "")
            language = (value.language or "").partition("-")[0].lower() or default or script
            if language not in self.rules:
                known = " or ".join(f"@{lang}" for lang in self.rules)
                raise self.word.wrong(
                    f"has the {name} «{text}» in a language that Tawthiq does not read",
                    f"tagging it with {known}", name,
                )  # fmt: skip
            if language != script:
                raise self.word.wrong(
                    f"has the {name} «{text}», which is not written in {_NAMES[language]} letters",
                    "correcting the text or its language tag", name,
                )  # fmt: skip
            found.append((text, language))
        return found

    def _fields(self, rules: WordRules) -> dict[str, str]:
        """Column → value, checked."""
        fields = {}
        for name, column in self.kind.columns.items():
            values = self.word.values.get(name, [])
            if len(values) > 1 and name != "weapon":
                raise self.word.wrong(f"has more than one twq:{name}", "leaving one of them", name)
            fields[column] = ", ".join(self._value(name, value, rules) for value in values)
        if "frame" in self.kind.needed and not fields["frame"]:
            usual = rules.usual_frame(fields["type"], fields["pos"])
            raise self.word.wrong("has no twq:frame", f'adding one, such as twq:frame "{usual}"')
        return {column: value for column, value in fields.items() if value}

    def _value(self, name: str, value: ox.NamedNode | ox.Literal, rules: WordRules) -> str:
        if name in ("event_type", "status", "weapon"):
            return self._term(name, value)
        text = " ".join(value.value.split())
        if name == "frame":
            problems = rules.frame_problems(text)
        elif name == "when":
            problems = rules.condition_problems(text)
        else:
            codes = rules.codes(self.kind.table, self.kind.columns[name])
            known = text in codes
            problems = iter(
                [] if known else [(f"has the {name} «{text}»", f"taking one of {', '.join(codes)}")]
            )
        for what, remedy in problems:
            raise self.word.wrong(what, remedy, name)
        return text

    def _term(self, name: str, value: ox.NamedNode | ox.Literal) -> str:
        known, what = {
            "event_type": (self.schema.event_types, "event type"),
            "status": (self.schema.statuses, "status"),
            "weapon": (self.schema.weapons, "weapon"),
        }[name]
        term = value.value.removeprefix(TWQ)
        if isinstance(value, ox.NamedNode) and term in known and term != value.value:
            return term
        remedy = "`tawthiq schema` lists them" if name == "event_type" else f"they are {', '.join(known)}"
        raise self.word.wrong(
            f"has twq:{name} {_written(value)}, which is no {what}",
            f"taking one, such as twq:{name} twq:{known[0]}; {remedy}",
            name, value.value if isinstance(value, ox.NamedNode) else "",
        )  # fmt: skip


def _written(value: ox.NamedNode | ox.Literal) -> str:
    if isinstance(value, ox.Literal):
        return f'"{value.value}"'
    name = value.value.removeprefix(TWQ)
    return f"<{name}>" if name == value.value else f"twq:{name}"
