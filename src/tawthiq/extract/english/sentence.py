"""The chunks of an English sentence with what the readers of its clauses share."""

from __future__ import annotations

from tawthiq.extract.annotate import Match, Word
from tawthiq.extract.english.chunker import VerbGroup
from tawthiq.extract.english.nouns import EnglishPhrase
from tawthiq.extract.english.typing import settle
from tawthiq.extract.phrases import Chunk, Phrase
from tawthiq.extract.predicates import Predicate
from tawthiq.knowledge import Knowledge

DASHES = frozenset({"--", "–", "—"})
LONGEST_ASIDE = 12


class SentenceChunks:
    """Chunks of one sentence, typed; appositions and asides are known and stand outside the clauses."""

    def __init__(self, words: list[Word], chunks: list[Chunk], knowledge: Knowledge) -> None:
        self.words, self.chunks, self.knowledge = words, chunks, knowledge
        self.schema, self.lexicon = knowledge.schema, knowledge.lexicon("en")
        self.verbs: dict[int, Predicate] = {}
        links = self.lexicon.entries_of("relation_words")
        self.inside = frozenset(e.get("prep") for e in links if e.pos == "preposition")
        for chunk in chunks:
            if chunk.phrase is not None:
                settle(chunk.phrase, words, knowledge)
        self.skip = self._parentheses()
        self._appositions()

    def _parentheses(self) -> set[int]:
        inside, found = False, set()
        for i, chunk in enumerate(self.chunks):
            inside = inside or chunk.text == "("
            if inside:
                found.add(i)
            if chunk.text == ")":
                inside = False
        found = set() if inside else found
        dashes = [i for i, c in enumerate(self.chunks) if c.text in DASHES]
        for first, last in zip(dashes[::2], dashes[1::2], strict=False):
            if last - first <= LONGEST_ASIDE and not any(self._finite(i) for i in range(first, last)):
                found.update(range(first, last + 1))
        return found

    def _finite(self, i: int) -> bool:
        chunk = self.chunks[i]
        return (
            isinstance(chunk, VerbGroup) and (chunk.auxiliary or chunk.form == "s") and not chunk.infinitive
        )

    def _is(self, phrase: Phrase, *classes: str) -> bool:
        return phrase.type is not None and any(self.schema.is_a(phrase.type, c) for c in classes)

    def _appositions(self) -> None:
        """«Name, the leader of …,» and "town, country,": the second phrase says more of the first."""
        for i in range(2, len(self.chunks)):
            phrase, before = self.chunks[i].phrase, self.chunks[i - 2].phrase
            if (
                not isinstance(phrase, EnglishPhrase)
                or before is None
                or self.chunks[i - 1].text != ","
                or phrase.prep
            ):
                continue
            after = self.chunks[i + 1].text if i + 1 < len(self.chunks) else "."
            closed = (
                after in (",", ".", ";", "")
                or self.chunks[min(i + 1, len(self.chunks) - 1)].phrase is not None
            )
            place = self._is(phrase, "Place") and self._is(before, "Place") and before.type != "State"
            title = phrase.head.match("roles", "actor_nouns", "people") and not phrase.joined and before.named
            title = title and (not phrase.named or phrase.known is None) and phrase.count is None
            age = after == "," and all(u.kind == "number" for u in phrase.units)
            phrase.apposition = bool(place or age or (title and closed))

    def _event(self, phrase: Phrase) -> bool:
        match = phrase.head.match("triggers")
        return match is not None and match.get("type") != "-"

    def _senses(self, predicate: Predicate) -> list[Match]:
        return [m for m in predicate.senses("triggers") if m.get("type") != "-"]

    def _coordinated(self, j: int) -> list[Phrase]:
        """The phrase with those that it is joined to, before it."""
        last = self.chunks[j].phrase
        assert last is not None
        found = [last]
        while j > 0 and found[0].joined:
            before = self.chunks[j - 1].phrase
            if before is None:
                break
            found.insert(0, before)
            j -= 1
        return found

    def _index(self, phrase: Phrase) -> int:
        return next(k for k, c in enumerate(self.chunks) if c.phrase is phrase)

    def _claims(self, phrase: Phrase, predicate: Predicate) -> frozenset[str]:
        """Prepositions that an event noun among the arguments keeps for itself."""
        if any(m.kind == "light_verbs" for m in predicate.matches) and not phrase.prep:
            return frozenset()
        match = phrase.head.match("triggers")
        if match is None or match.get("type") == "-":
            return frozenset()
        return frozenset(self.lexicon.frame(match.form.entry))

    def _neighbour(self, i: int) -> int:
        """The chunk before ``i``, adverbs and times left out."""
        j = i - 1
        while j >= 0 and (self.chunks[j].kind in ("other", "time") or self.chunks[j].text in ('"', "'")):
            j -= 1
        return j

    def _tells_where(self, j: int) -> bool:
        """«the town in the north»: where the place before is, not where it happened."""
        phrase, before = self.chunks[j].phrase, self.chunks[j - 1].phrase
        if phrase is None or before is None or phrase.prep not in self.inside:
            return False
        return self._is(phrase, "Place") and self._is(before, "Place") and before.type != "State"
