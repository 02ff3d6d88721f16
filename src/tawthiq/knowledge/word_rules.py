"""What a line of the lexicon may say: parts of speech, frames and conditions that the engine understands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from tawthiq.fold import fold
from tawthiq.knowledge.lexicon import Entry, Tables
from tawthiq.knowledge.schema import Schema
from tawthiq.knowledge.turtle import suggestion

ROLES = ("actor", "target", "place", "weapon", "source", "event", "detail", "recipient")
GROUPS = ("@weapon", "@munition", "@place", "@person", "@actor", "@event", "@number")
TENSES = ("perfect", "imperfect")
_TESTS = ("near", "has", "no", "tense")
_OF_VERBS = frozenset({"verb", "passive"})

Problem = tuple[str, str]
"""What is wrong, as the end of a sentence about the word, and what puts it right."""


class WordRules:
    """The codes that the columns of one language take, learnt from its own tables and the ontology."""

    def __init__(self, tables: Tables, schema: Schema) -> None:
        self.language, self.frames, self._schema = tables.language, tables.frames, schema
        self._entries = tables.entries
        frames = (frame for frame in tables.frames.values())
        given = (part for e in tables.entries for part in e.get("frame").split() if "=" in part)
        names = {name for part in given for name in part.partition("=")[0].split("|")}
        self.slots = frozenset({slot for frame in frames for slot in frame} | {_slot(n) for n in names})
        self.slots |= {fold(e.lemma) for e in tables.entries if e.get("class") == "preposition"}

    def codes(self, kind: str, column: str) -> list[str]:
        """The values of a column of a table, the commonest first."""
        found = Counter(e.pos if column == "pos" else e.get(column) for e in self._of(kind))
        return [code for code, _ in found.most_common() if code]

    def usual_frame(self, event_type: str, pos: str) -> str:
        """The frame that most triggers of an event type have, for an example."""
        line = {event_type, *self._schema.ancestors(event_type)} & set(self._schema.event_types)
        verbal = pos in _OF_VERBS
        found = Counter(
            (e.get("type") == event_type, e.get("frame"))
            for e in self._of("triggers")
            if e.get("type") in line and e.get("frame") and (e.pos in _OF_VERBS) == verbal
        )
        own = [frame for (same, frame), _ in found.most_common() if same]
        return next(iter(own or [frame for (_, frame), _ in found.most_common()]), "attack")

    def frame_problems(self, text: str) -> Iterator[Problem]:
        for part in text.split():
            slot, equals, roles = part.partition("=")
            if not equals and part not in self.frames:
                yield (
                    f"has the frame «{part}», which {self.language}/frames.tsv does not have",
                    f"taking one of its names or writing slot=role{suggestion(part, self.frames, '{}')}",
                )
            if not equals:
                continue
            yield from self._slot_problems(slot.split("|"), part)
            for role in roles.split("|"):
                if role not in ROLES:
                    yield (
                        f"has a frame with «{part}», where «{role}» is no role",
                        f"taking one of {_all(ROLES)}",
                    )

    def condition_problems(self, text: str) -> Iterator[Problem]:
        for part in text.split():
            slot, colon, values = part.partition(":")
            wanted = values.lstrip("!").split("|")
            if not colon or not all(wanted):
                yield f"has the condition «{part}»", "writing slot:word, such as obj:@munition"
            elif slot == "tense":
                yield from (
                    (f"has the condition «{part}»", f"taking one of {_all(TENSES)}")
                    for value in wanted
                    if value not in TENSES
                )
            else:
                yield from self._slot_problems(wanted if slot in ("has", "no") else [slot], part)
                yield from (
                    p for v in wanted if slot not in ("has", "no") for p in self._value_problems(v, part)
                )

    def _slot_problems(self, names: Collection[str], part: str) -> Iterator[Problem]:
        for name in names:
            if _slot(name) not in self.slots and name not in _TESTS:
                yield (
                    f"has «{part}», where «{name}» is no slot",
                    "taking subj, obj, gen or a preposition as the dictionary writes it, with _ for blanks",
                )

    def _value_problems(self, value: str, part: str) -> Iterator[Problem]:
        if value.startswith("@") and value not in GROUPS:
            yield f"has the condition «{part}»", f"taking one of {_all(GROUPS)}"
        types = self._schema.entity_types
        if value.isascii() and value[:1].isupper() and self.language != "en" and value not in types:
            yield (
                f"has the condition «{part}», where «{value}» is no class",
                f"taking a class of docs/ontology.md{suggestion(value, types, '{}')}",
            )

    def _of(self, kind: str) -> Iterator[Entry]:
        return (e for e in self._entries if e.kind == kind)


def _slot(name: str) -> str:
    return fold(name.replace("_", " "))


def _all(codes: Collection[str]) -> str:
    return ", ".join(codes)
