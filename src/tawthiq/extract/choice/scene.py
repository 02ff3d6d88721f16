"""One sentence as the choices see it: what they ask of it for each of its events, worked out once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate

from tawthiq.extract.phrases import Chunk, ChunkKind, Phrase
from tawthiq.extract.predicates import Predicate
from tawthiq.extract.sentences import SentenceReader
from tawthiq.knowledge import Schema

Key = tuple[int, int]
"""First and last token of a phrase."""
COARSE = ("place", "actor", "thing", "?")


@dataclass(frozen=True, slots=True)
class Held:
    """A predicate that has a phrase among its arguments: what it is, and its slot for the phrase."""

    predicate: Predicate
    kind: str
    slot: str


class Scene:
    """What stands where in one sentence, and which predicate has which phrase."""

    def __init__(self, reader: SentenceReader, schema: Schema) -> None:
        self.reader, self.schema = reader, schema
        self.chunks = reader.chunks
        self.chunk_at: dict[int, int] = {}
        for i, chunk in enumerate(self.chunks):
            for token in range(chunk.first, chunk.last + 1):
                self.chunk_at.setdefault(token, i)
        self.verbs = self._counted("verb")
        self.punctuation = self._counted("punctuation")
        self.timed = [i for i, chunk in enumerate(self.chunks) if chunk.time is not None]
        self.times = [time for i in self.timed if (time := self.chunks[i].time) is not None]

    def _counted(self, kind: ChunkKind) -> list[int]:
        """How many chunks of a kind stand before each chunk."""
        return list(accumulate([chunk.kind == kind for chunk in self.chunks], initial=0))

    @staticmethod
    def between(before: list[int], first: int, last: int) -> int:
        """How many of the chunks ``first`` to ``last``, exclusive, are of the kind that ``before`` counts.

        At most two: more make no difference.
        """
        return min(before[last] - before[first], 2) if first < last else 0

    # ---- Phrases

    @cached_property
    def phrases(self) -> dict[Key, Phrase]:
        """The phrases of the chunks, and those that are arguments, in the order of the text."""
        found = {(p.first, p.last): p for chunk in self.chunks if (p := chunk.phrase) is not None}
        for predicate in self.reader.predicates:
            for phrases in predicate.slots.values():
                for p in phrases:
                    found.setdefault((p.first, p.last), p)
        return {key: found[key] for key in sorted(found)}

    @cached_property
    def place_of(self) -> dict[Key, tuple[int, str]]:
        """Phrase of a chunk → its chunk and coarse class."""
        return {
            (p.first, p.last): (i, coarse(p, self.schema))
            for i, chunk in enumerate(self.chunks)
            if (p := chunk.phrase) is not None
        }

    @cached_property
    def by_class(self) -> dict[str, list[int]]:
        """Coarse class → chunks of its phrases."""
        found: dict[str, list[int]] = {class_: [] for class_ in COARSE}
        for i, class_ in self.place_of.values():
            found[class_].append(i)
        return found

    @cached_property
    def starts(self) -> dict[str, list[int]]:
        """Coarse class → first tokens of the chunks of its phrases."""
        return {class_: [self.chunks[i].first for i in chunks] for class_, chunks in self.by_class.items()}

    @cached_property
    def verb_starts(self) -> list[int]:
        return [chunk.first for chunk in self.chunks if chunk.kind == "verb"]

    @cached_property
    def rank(self) -> dict[int, int]:
        """Chunk of a phrase → how many phrases of its class stand before it."""
        return {i: n for chunks in self.by_class.values() for n, i in enumerate(chunks)}

    @cached_property
    def steps(self) -> list[str]:
        """What each chunk is on the way from a trigger to a phrase."""
        return [self._step(chunk) for chunk in self.chunks]

    def _step(self, chunk: Chunk) -> str:
        if chunk.phrase is not None:
            prep = f"/{chunk.phrase.prep}" if chunk.phrase.prep else ""
            return coarse(chunk.phrase, self.schema)[0] + prep
        if chunk.kind == "verb":
            kinds = {m.kind for m in chunk.verbs}
            return "say" if "reporting" in kinds else "do" if "triggers" in kinds else "verb"
        return chunk.text if chunk.kind == "function" else chunk.kind[:4]

    # ---- Predicates

    @cached_property
    def speakers(self) -> set[Key]:
        """Phrases that the sentence gives as sources."""
        return {(p.first, p.last) for a in self.reader.attributions for p in a.sources}

    @cached_property
    def held(self) -> dict[Key, list[Held]]:
        """Phrase → the predicates that have it."""
        found: dict[Key, list[Held]] = {}
        for predicate in self.reader.predicates:
            kinds = {m.kind for m in predicate.matches}
            kind = "said" if "reporting" in kinds else "event" if "triggers" in kinds else "verb"
            for key, slot in slots_of(predicate).items():
                found.setdefault(key, []).append(Held(predicate, kind, slot))
        return found

    @cached_property
    def dating(self) -> list[tuple[Phrase, set[Key]]]:
        """Phrases that only date («منذ بدء العدوان على …»), and the arguments of what stands in them."""
        return [
            (time, {(p.first, p.last) for p in predicate.all_phrases()})
            for predicate in self.reader.predicates
            if (time := predicate.phrase) is not None and time.prep in self.reader.since
        ]


def count_between(starts: Sequence[int], one: int, other: int, most: int) -> int:
    """How many of the places, which are in order, lie between two tokens, at most ``most``."""
    if not starts:
        return 0
    low, high = (one, other) if one < other else (other, one)
    return min(max(bisect_left(starts, high) - bisect_right(starts, low), 0), most)


def slots_of(predicate: Predicate) -> dict[Key, str]:
    """Phrase → the first slot of the predicate that has it."""
    found: dict[Key, str] = {}
    for slot, phrases in predicate.slots.items():
        for p in phrases:
            found.setdefault((p.first, p.last), slot)
    return found


def coarse(phrase: Phrase, schema: Schema) -> str:
    """Place, actor or thing, ``?`` if its class is not known."""
    return "?" if phrase.type is None else _coarse(phrase.type, schema)


@lru_cache(maxsize=1024)
def _coarse(type_: str, schema: Schema) -> str:
    if schema.is_a(type_, "Place") and type_ != "State":
        return "place"
    return "actor" if schema.is_a(type_, "Actor") else "thing"
