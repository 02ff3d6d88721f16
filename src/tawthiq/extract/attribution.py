"""Who says so: reporting verbs and phrases, and how far each reaches."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from tawthiq.extract.annotate import Match, Word
from tawthiq.extract.phrases import Chunk, Phrase
from tawthiq.extract.predicates import SUBJECT, Predicate
from tawthiq.fold import fold
from tawthiq.knowledge import Knowledge
from tawthiq.knowledge.lexicon import Lexicon

SHORTENING = frozenset({"لم", "لا", "ل"})


@dataclass(slots=True)
class Attribution:
    """``sources`` say what stands in chunks ``first`` to ``last``.

    ``continues``: they are not named, the speaker of before goes on; ``goes_on``: the verb says so («أضاف»).
    ``opener`` are the words of a phrase that names them («وفقاً ل»), folded.
    """

    first: int
    last: int
    sources: list[Phrase]
    continues: bool = False
    goes_on: bool = False
    verb: Predicate | None = None
    opener: tuple[str, ...] = ()


@lru_cache(maxsize=4)
def _openers(lexicon: Lexicon) -> tuple[frozenset[tuple[str, ...]], frozenset[str], int]:
    """«بحسب», «وفقاً ل» and the like, their last words, and how long the longest is."""
    openers = lexicon.phrases("reporting", "scope", "phrase")
    return openers, frozenset(o[-1] for o in openers), max((len(o) for o in openers), default=0)


class AttributionFinder:
    """Finds the attributions of one sentence."""

    def __init__(self, words: list[Word], chunks: list[Chunk], knowledge: Knowledge, language: str) -> None:
        self.words, self.chunks, self.schema = words, chunks, knowledge.schema
        self.seats = knowledge.gazetteer.ruled_from
        lexicon = self.lexicon = knowledge.lexicon(language)
        self.openers, self.endings, self.longest = _openers(lexicon)

    def run(self, predicates: list[Predicate]) -> list[Attribution]:
        found = [a for p in predicates if p.kind == "verb" for a in self._verb(p)]
        found.extend(self._phrases())
        return found

    def _verb(self, predicate: Predicate) -> list[Attribution]:
        senses = [m for m in predicate.senses("reporting") if not _of_another_verb(m, predicate)]
        if not senses:
            return []
        scope = senses[0].get("scope")
        if scope == "about" and "عن" not in predicate.slots and predicate.complement < 0:
            return []
        if predicate.complement < 0 and self._carries(predicate, scope):
            return []
        subjects = predicate.slots.get(SUBJECT, [])
        subjects = [p for p in subjects if self._speaks(p) or self._governs(p, predicate)]
        first, last = predicate.chunk, len(self.chunks) - 1
        if self._trailing(predicate):
            first, last = 0, predicate.chunk
        if scope == "from":
            sources = [p for p in predicate.slots.get("عن", []) if self._speaks(p)]
            return [Attribution(first, last, [*sources, *subjects], verb=predicate)]
        if scope in ("clause", "after", "about"):
            return [Attribution(first, last, subjects, not subjects, scope == "after", predicate)]
        if scope == "participle":
            return [Attribution(first, last, [], continues=True, verb=predicate)]
        return []

    def _carries(self, predicate: Predicate, scope: str) -> bool:
        """Whether the verb carries an event here and reports nothing («شهدت المدينة اشتباكات»)."""
        for match in predicate.senses("light_verbs"):
            frame = self.lexicon.frame(match.form.entry)
            if (scope == "after" or "actor" not in frame.get(SUBJECT, ())) and self._event_after(predicate):
                return True
        return False

    def _trailing(self, predicate: Predicate) -> bool:
        """A reporting verb after what it reports: «…، حسبما أفادت مصادر», "…, officials said"."""
        if predicate.trailing:
            return True
        if predicate.chunk == 0 or predicate.complement >= 0:
            return False
        rest = self.chunks[predicate.last + 1 :] if predicate.last >= 0 else []
        first = predicate.left if predicate.left >= 0 else predicate.chunk
        after_comma = first > 0 and self.chunks[first - 1].kind in ("function", "punctuation")
        return after_comma and not any(c.kind == "verb" for c in rest) and not self._event_after(predicate)

    def _event_after(self, predicate: Predicate) -> bool:
        return any(
            u.match("triggers")
            for p in predicate.all_phrases()
            if p not in predicate.slots.get(SUBJECT, [])
            for u in p.units
        )

    def _phrases(self) -> list[Attribution]:
        found = []
        for i, chunk in enumerate(self.chunks):
            phrase = chunk.phrase
            opener = () if phrase is None else self._opener(phrase)
            if phrase is None or not opener:
                continue
            sources = [phrase]
            for following in self.chunks[i + 1 :]:
                if following.phrase is None or not following.phrase.joined or following.phrase.prep:
                    break
                sources.append(following.phrase)
            sources = [p for p in sources if self._speaks(p)]
            if sources:
                found.append(Attribution(0, len(self.chunks) - 1, sources, opener=opener))
        return found

    def _opener(self, phrase: Phrase) -> tuple[str, ...]:
        """«بحسب», «وفقاً ل» or the like, where they stand right before the phrase; else nothing."""
        if (prep := tuple(phrase.prep.split())) in self.openers:
            return prep
        before: list[str] = []
        if phrase.prep and phrase.prep_first == phrase.first:
            before.append(phrase.prep)
        elif phrase.first == 0:
            return ()
        last = before[0] if before else self.words[phrase.first - 1].token.norm
        if last not in self.endings and last[1:] not in self.endings:
            return ()
        for j in range(phrase.first - 1, max(-1, phrase.first - 1 - self.longest), -1):
            token = self.words[j].token
            before.insert(0, token.norm)
            for k in range(len(before)):
                words = tuple(before[k:])
                if words in self.openers:
                    return words
            words = (token.norm[1:], *before[1:])
            if token.proclitics[:1] in (("و",), ("ف",)) and words in self.openers:
                return words
        return ()

    def _governs(self, phrase: Phrase, verb: Predicate) -> bool:
        """«قالت موسكو …»: a capital is its government, unless it stands before as a dateline."""
        seat = self.seats.get(phrase.known or "")
        if seat is None or len(phrase.units) > 1 or phrase.first < verb.first_token:
            return False
        phrase.state = seat
        return True

    def _speaks(self, phrase: Phrase) -> bool:
        """Whether somebody who can say something: an actor, or a name of unknown kind."""
        if all(u.kind == "number" for u in phrase.units):
            return False
        if phrase.type is None:
            return not any(u.match("triggers", "weapons", "quantities") for u in phrase.units)
        return self.schema.is_a(phrase.type, "Actor") or phrase.head.match("actor_nouns") is not None


def _of_another_verb(match: Match, predicate: Predicate) -> bool:
    """«قارب يقل مهاجرين»: a shortened imperfect without what shortens it is no form of «قال»."""
    imperfect, word = fold(match.get("forms").partition(",")[0]), match.form.word
    shortened = word.tense == "imperfect" and len(word.text) < len(imperfect)
    return shortened and not SHORTENING & set(predicate.markers)


def sources_at(attributions: list[Attribution], chunk: int) -> tuple[list[Phrase], Attribution | None]:
    """Sources of what stands in ``chunk``, by the innermost verb and all phrases; and who goes on."""
    verbs = [a for a in attributions if a.verb is not None and a.first <= chunk <= a.last]
    found: list[Phrase] = []
    continued = None
    if verbs:
        inner = max(verbs, key=lambda a: a.first)
        found.extend(inner.sources)
        if inner.continues:
            outer = [a for a in verbs if a.sources and a.first <= inner.first]
            continued = None if outer else inner
            found.extend(max(outer, key=lambda a: a.first).sources if outer else [])
    for attribution in attributions:
        if attribution.verb is None and attribution.first <= chunk <= attribution.last:
            found.extend(p for p in attribution.sources if p not in found)
    return found, continued
