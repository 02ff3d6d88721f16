"""Where knowledge stands: the lines of the lexicon, of its frames and of the gazetteer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path

from tawthiq.explain.records import Line
from tawthiq.fold import fold
from tawthiq.knowledge import Knowledge
from tawthiq.knowledge.lexicon import Entry, read_table
from tawthiq.knowledge.paths import ontology_dir

LEXICON = "ontology/lexicon"
_SHOWN_ELSEWHERE = frozenset({"lemma", "form", "forms"})
_SUBJECT = re.compile(r"^\S*?([A-Za-z0-9-]+)>?[ \t]")


def line_of(entry: Entry) -> Line:
    """The line that an entry of the lexicon was read from."""
    return Line(f"{LEXICON}/{entry.line}", entry.lemma, _says(entry.fields))


@lru_cache(maxsize=4)
def _frames(language: str) -> dict[str, Line]:
    """Name of a frame → its line."""
    path = ontology_dir() / "lexicon" / language / "frames.tsv"
    if not path.exists():
        return {}
    return {
        row["name"]: Line(f"{LEXICON}/{language}/{path.name}:{number}", row["name"], {"slots": row["slots"]})
        for number, row in read_table(path)
    }


def frame_line(entry: Entry, slot: str, language: str) -> Line | None:
    """The line of ``frames.tsv`` that says what stands in a slot; ``None`` if the entry says it itself."""
    return _defining(entry.get("frame"), slot, _frames(language), None)


def _defining(frame: str, slot: str, named: Mapping[str, Line], own: Line | None) -> Line | None:
    """The last part of a frame that has the slot counts, as when it is read."""
    for part in reversed(frame.split()):
        slots, equals, _ = part.partition("=")
        if equals and slot in {fold(name.replace("_", " ")) for name in slots.split("|")}:
            return own
        if not equals and part in named:
            found = _defining(named[part].says["slots"], slot, named, named[part])
            if found is not None:
                return found
    return None


def _says(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if value and name not in _SHOWN_ELSEWHERE}


class GazetteerLines:
    """Finds where the gazetteer, or a user's own file, describes an entity."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._files = [path for path in knowledge.files if self._describes(path)]
        self._entities = knowledge.gazetteer.entities

    def _describes(self, path: Path) -> bool:
        folder = ontology_dir()
        return path.parent.name == "gazetteer" or folder not in path.parents

    @cached_property
    def _lines(self) -> dict[str, str]:
        """Local name of each subject → file and line, the last one that describes it."""
        found: dict[str, str] = {}
        for path in self._files:
            shown = self._shown(path)
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
                if match := _SUBJECT.match(line):
                    found[match[1]] = f"{shown}:{number}"
        return found

    def _shown(self, path: Path) -> str:
        folder = ontology_dir()
        return f"ontology/{path.relative_to(folder).as_posix()}" if folder in path.parents else str(path)

    def at(self, id_: str | None) -> str | None:
        """File and line of the entity's description; one of the user's own may have an IRI of its own."""
        if id_ is None:
            return None
        entity = self._entities.get(id_)
        names = [id_, *(re.split("[/#]", iri)[-1] for iri in (entity.same_as if entity else ()))]
        return next((self._lines[name] for name in names if name in self._lines), None)
