"""Chunks of a sentence: noun phrases, verbs and the small words between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from tawthiq.extract.annotate import Match, Word
from tawthiq.fold import fold
from tawthiq.model import Span, TimeInterval

HEADS = frozenset({"noun", "name", "other"})
UnitKind = Literal["noun", "name", "adjective", "number", "other"]
ChunkKind = Literal["phrase", "verb", "function", "punctuation", "time", "other"]


@dataclass(slots=True)
class Unit:
    """One building block of a noun phrase: a lexicon noun, a name, an adjective, a number.

    ``person`` says that a name that nobody knows is a person's, for it begins with a given name.
    """

    kind: UnitKind
    first: int
    last: int
    matches: tuple[Match, ...] = ()
    entities: tuple[str, ...] = ()
    demonym: str | None = None
    weak: bool = False
    person: bool = False

    def match(self, *kinds: str) -> Match | None:
        best: Match | None = None
        for match in self.matches:
            if match.kind in kinds and (best is None or match.last > best.last):
                best = match
        return best


@dataclass(slots=True)
class Phrase:
    """A noun phrase: tokens ``first`` to ``last``, both included, and the words it is built of.

    ``type`` is the class of what it names, ``None`` if that is not known. ``prep`` is the folded
    preposition that governs it, ``joined`` says that «و» or the like stands before it. ``reach`` is the
    last token of what belongs to a description but is a phrase of its own («مصدر في الشرطة»), or -1.
    """

    first: int
    last: int
    units: list[Unit]
    prep: str = ""
    prep_first: int = -1
    joined: bool = False
    type: str | None = None
    known: str | None = None
    named: bool = False
    count: int | None = None
    state: str | None = None
    reach: int = -1

    @property
    def head(self) -> Unit:
        for unit in self.units:
            if unit.kind in HEADS:
                return unit
        return self.units[0]


@dataclass(slots=True)
class Chunk:
    """One element of a sentence, in the order of the text."""

    kind: ChunkKind
    first: int
    last: int
    text: str = ""
    joined: bool = False
    phrase: Phrase | None = None
    verbs: list[Match] = field(default_factory=list)
    time: TimeInterval | None = None


def span_of(words: list[Word], first: int, last: int) -> Span:
    """Offsets of tokens ``first`` to ``last``, without the proclitics of the first.

    Where the article has lost its alef to «ل» («للقوات»), both stay: no slice of the text is the bare word.
    """
    token = words[first].token
    start = token.start if token.stem_start < 0 else token.stem_start
    if token.definite and start > token.start and fold(token.text[start - token.start]) != "ا":
        start -= 1
        while start > token.start and not fold(token.text[start - token.start]):
            start -= 1  # marks of the letter
    return Span(start, words[last].token.end)
