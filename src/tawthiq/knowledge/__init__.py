"""What Tawthiq knows about the world: ``ontology/`` compiled into fast look-ups."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tawthiq.knowledge.calendar import Calendar
from tawthiq.knowledge.compiled import compiled
from tawthiq.knowledge.gazetteer import Gazetteer
from tawthiq.knowledge.lexicon import Lexicon, Tables
from tawthiq.knowledge.models import Model, load_models
from tawthiq.knowledge.network import Network, load_network
from tawthiq.knowledge.paths import ontology_dir
from tawthiq.knowledge.schema import Schema, read_ontology
from tawthiq.knowledge.turtle import check_terms
from tawthiq.knowledge.word_files import read_words

__all__ = ["Gazetteer", "Knowledge", "Lexicon", "Schema"]

LANGUAGES = ("ar", "en")
_CODE = ("knowledge", "fold.py", "ids.py", "model.py")


@dataclass(frozen=True)
class Knowledge:
    """The ontology's schema, the gazetteer and the lexicons, with the files that they came from."""

    schema: Schema
    gazetteer: Gazetteer
    lexicons: dict[str, Lexicon]
    files: tuple[Path, ...]

    @classmethod
    def load(cls, extra: Sequence[Path] = ()) -> Knowledge:
        """Read ``ontology/`` and the user's own Turtle files, with actors, places and words.

        Raises :class:`tawthiq.errors.KnowledgeError` with file, line and remedy for one that cannot be used.
        """
        folder = ontology_dir()
        files = sorted(p for p in folder.rglob("*") if p.suffix in (".ttl", ".tsv", ".rq", ".npz", ".json"))
        files += extra
        try:
            key = [_hash(files), *map(str, extra)]
        except OSError:  # reading says what is the matter
            ontology, gazetteer, lexicons = _read(folder, extra)
        else:
            ontology, gazetteer, lexicons = compiled("knowledge", key, _CODE, lambda: _read(folder, extra))
        return cls(
            Schema(ontology),
            Gazetteer.from_state(gazetteer),
            {language: Lexicon.from_state(state) for language, state in lexicons.items()},
            tuple(files),
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
    def networks(self) -> dict[str, Network | None]:
        """The network beside the learned choices, by language."""
        return {language: load_network(ontology_dir() / "models", language) for language in LANGUAGES}

    @cached_property
    def fingerprint(self) -> str:
        """Hash over the contents of all knowledge files: a build with another one reads again."""
        return _hash(self.files)


def _read(folder: Path, extra: Sequence[Path]) -> tuple[Any, ...]:
    """The ontology's statements and what gazetteer and lexicons hold, as plain data."""
    ontology = read_ontology(folder / "tawthiq.ttl")
    schema = Schema(ontology)
    for path in extra:
        check_terms(path, schema.terms)
    tables = [Tables.read(folder / "lexicon", language) for language in LANGUAGES]
    words = read_words(extra, schema, tables)
    gazetteer = Gazetteer.load(folder / "gazetteer", extra, schema.entity_types, schema.word_types)
    lexicons = {each.language: Lexicon.of(each, words[each.language]).state() for each in tables}
    return ontology, gazetteer.state(), lexicons


def _hash(files: Sequence[Path]) -> str:
    digest = hashlib.blake2b(digest_size=8)
    for path in files:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
