"""What Tawthiq knows about the world: ``ontology/`` compiled into fast look-ups."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tawthiq.knowledge.calendar import Calendar
from tawthiq.knowledge.gazetteer import Gazetteer
from tawthiq.knowledge.lexicon import Lexicon
from tawthiq.knowledge.models import Model, load_models
from tawthiq.knowledge.paths import ontology_dir
from tawthiq.knowledge.schema import Schema

__all__ = ["Gazetteer", "Knowledge", "Lexicon", "Schema"]

LANGUAGES = ("ar", "en")


@dataclass(frozen=True)
class Knowledge:
    """The ontology's schema, the gazetteer and the lexicons, with the files that they came from."""

    schema: Schema
    gazetteer: Gazetteer
    lexicons: dict[str, Lexicon]
    files: tuple[Path, ...]

    @classmethod
    def load(cls, extra: Sequence[Path] = ()) -> Knowledge:
        """Read ``ontology/`` and the user's own Turtle files.

        Raises :class:`tawthiq.errors.KnowledgeError` for a file that cannot be read.
        """
        folder = ontology_dir()
        files = sorted(p for p in folder.rglob("*") if p.suffix in (".ttl", ".tsv", ".rq", ".npz", ".json"))
        schema = Schema.load(folder / "tawthiq.ttl")
        return cls(
            schema,
            Gazetteer.load(folder / "gazetteer", extra, schema.entity_types),
            {language: Lexicon.load(folder / "lexicon", language) for language in LANGUAGES},
            (*files, *extra),
        )

    def lexicon(self, language: str) -> Lexicon:
        return self.lexicons[language]

    @cached_property
    def calendars(self) -> dict[str, Calendar]:
        """The words for dates and times, language → calendar."""
        return {language: Calendar.load(ontology_dir() / "lexicon", language) for language in LANGUAGES}

    @cached_property
    def models(self) -> dict[str, dict[str, Model]]:
        """The learned choices, language → decision → model; empty where there are none."""
        return {language: load_models(ontology_dir() / "models", language) for language in LANGUAGES}

    @cached_property
    def fingerprint(self) -> str:
        """Hash over the contents of all knowledge files: a build with another one reads again."""
        digest = hashlib.blake2b(digest_size=8)
        for path in self.files:
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
        return digest.hexdigest()
