"""The words of one language for dates and times, read from ``ontology/lexicon/LANGUAGE/calendar.tsv``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tawthiq.errors import KnowledgeError
from tawthiq.fold import fold_phrase
from tawthiq.knowledge.lexicon import read_table

FILE = "calendar.tsv"
PIECE = re.compile(r"[^\W\d_]+|\d+|\S")
_AND, _PREPOSITIONS, _ARTICLE = "وف", "بلك", "ال"


@dataclass(frozen=True, slots=True)
class Sense:
    """What a calendar word means: its kind (column ``pos``) and its value."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase of ``length`` words, after the clitics ``prefix``; ``definite`` if its article was cut."""

    length: int
    sense: Sense
    prefix: str = ""
    definite: bool = False


class Calendar:
    """The calendar words of one language, found by their folded forms."""

    def __init__(self, phrases: Iterable[tuple[str, Sense]], *, clitics: bool) -> None:
        self.clitics = clitics
        self._phrases: dict[str, list[tuple[tuple[str, ...], Sense]]] = {}
        for form, sense in phrases:
            first, *rest = PIECE.findall(fold_phrase(form))
            self._phrases.setdefault(first, []).append((tuple(rest), sense))
        for entries in self._phrases.values():
            entries.sort(key=lambda entry: -len(entry[0]))
        self._openings = lru_cache(maxsize=20_000)(self._find_openings)

    @classmethod
    def load(cls, folder: Path, language: str) -> Calendar:
        """Read the calendar of a language.

        Raises :class:`KnowledgeError` for a line without a kind.
        """
        path = folder / language / FILE
        phrases = []
        for number, row in read_table(path):
            if not row["pos"]:
                raise KnowledgeError(
                    f"{path}:{number}: «{row['form']}» has no kind",
                    remedy="You can fix this by filling the column «pos».",
                )
            phrases.append((row["form"], Sense(row["pos"], row["value"])))
        return cls(phrases, clitics=language == "ar")

    def opens(self, word: str) -> bool:
        """Whether a phrase may begin with ``word``."""
        return bool(self._openings(word))

    def match(self, words: Sequence[str], start: int) -> Match | None:
        """The longest phrase that begins at ``words[start]``, the first word with or without clitics."""
        best: Match | None = None
        for prefix, word, definite in self._openings(words[start]):
            for rest, sense in self._phrases[word]:
                length = 1 + len(rest)
                if best and length <= best.length:
                    break
                if tuple(words[start + 1 : start + length]) == rest:
                    best = Match(length, sense, prefix, definite)
        return best

    def _find_openings(self, word: str) -> tuple[tuple[str, str, bool], ...]:
        return tuple((p, w, d) for p, w, d in self._readings(word) if w in self._phrases)

    def _readings(self, word: str) -> Iterator[tuple[str, str, bool]]:
        """``word`` whole, without its article, without clitics, in the order of trust."""
        for prefix, rest in self._cuts(word):
            yield prefix, rest, False
            if self.clitics and rest.startswith(_ARTICLE):
                yield prefix, rest[len(_ARTICLE) :], True

    def _cuts(self, word: str) -> Iterator[tuple[str, str]]:
        yield "", word
        if not self.clitics:
            return
        stems = [("", word)]
        if word[0] in _AND and len(word) > 2:
            stems.append((word[0], word[1:]))
            yield stems[-1]
        for prefix, rest in stems:
            if rest[0] in _PREPOSITIONS and len(rest) > 3:
                bare = rest[1:]
                yield prefix + rest[0], bare
                if rest.startswith("لل"):
                    yield prefix + rest[0], "ا" + bare
