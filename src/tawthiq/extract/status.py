"""What did not happen, or not yet: negation, future, attempts, plans, conditions."""

from __future__ import annotations

from tawthiq.extract.annotate import Match, Word
from tawthiq.extract.phrases import Chunk
from tawthiq.extract.predicates import GENITIVE, OBJECT, SUBJECT, Predicate
from tawthiq.extract.trace import Trace
from tawthiq.fold import fold
from tawthiq.knowledge import Knowledge
from tawthiq.knowledge.lexicon import Entry
from tawthiq.model import Status

STRENGTH = ("none", "denied", "averted", "planned")
"""What is told of an event beside that it took place, the strongest first."""
HARD_STOPS = frozenset(".;:؟?!؛…")
REACH = 4
ANY = frozenset({"اي", "ايه"})
NEGATIONS = frozenset({"لم", "لن", "لا", "ليس", "ليست"})
FAR = 10
"""Words between a negation and the «any» that it reaches."""
SCOPES = ("obj", "in")
IN = "في"
"""A slot that governs an event only after words of the scope «in»: «فشل في …»."""

Ground = tuple[str, Match | str]
"""A status, and the entry or the folded word that says so."""


class StatusFinder:
    """Status of the predicates of one sentence; ``None`` for what the text says did not happen at all."""

    def __init__(
        self,
        words: list[Word],
        chunks: list[Chunk],
        knowledge: Knowledge,
        language: str,
        trace: Trace | None = None,
    ) -> None:
        self.words, self.chunks, self.trace = words, chunks, trace
        lexicon = self.lexicon = knowledge.lexicon(language)
        self.aims = lexicon.words("prepositions", "sense", "aim")
        self.circumstances = lexicon.words("prepositions", "sense", "after", "cause", "during")
        self.prefixes = {
            status: lexicon.words("modality", "scope", "prefix") & lexicon.words("modality", "status", status)
            for status in ("none", "planned")
        }

    def status(self, predicate: Predicate, predicates: list[Predicate]) -> Status | None:
        """Status of an event predicate, by the words before it and the verbs that govern it."""
        grounds = [
            *self._prefix(predicate),
            *self._governed(predicate, predicates),
            *self._clause(predicate),
            *self._aimed_at(predicate),
            *self._not_any(predicate),
        ]
        found = {status for status, _ in grounds}
        strongest = next((s for s in STRENGTH if s in found), "actual")
        if self.trace is not None:
            entries = [e for status, by in grounds if status == strongest for e in self._entries(by)]
            self.trace.note(predicate, "status", strongest, "", entries)
        return None if strongest == "none" else strongest  # type: ignore[return-value]

    def _entries(self, by: Match | str) -> list[Entry]:
        """The lines that a ground goes back to."""
        if isinstance(by, Match):
            return [by.form.entry]
        wanted = (("modality", "scope", "prefix"), ("prepositions", "sense", "aim"))
        return [
            entry
            for table, column, value in wanted
            for entry in self.lexicon.entries_of(table)
            if fold(entry.lemma) == by and value in entry.get(column).split(",")
        ]

    def _aimed_at(self, predicate: Predicate) -> list[Ground]:
        """«بهدف لقاء …», "in order to": the aim of another act has yet to come."""
        phrase = predicate.phrase
        if predicate.kind != "noun" or phrase is None or phrase.prep not in self.aims:
            return []
        return [("planned", phrase.prep)] if phrase.head is predicate.unit else []

    def _not_any(self, predicate: Predicate) -> list[Ground]:
        """«لم يذكر أية هجمات»: of what is negated with «any», nothing took place."""
        first = predicate.first_token
        if predicate.kind != "noun" or first == 0 or self.words[first - 1].token.stem not in ANY:
            return []
        for i in range(first - 2, max(-1, first - 2 - FAR), -1):
            token = self.words[i].token
            if token.norm in HARD_STOPS:
                break
            if token.norm in NEGATIONS or token.stem in NEGATIONS:
                return [("none", token.norm)]
        return []

    def _prefix(self, predicate: Predicate) -> list[Ground]:
        if predicate.kind != "verb":
            return []
        imperfect = any(m.form.word.tense == "imperfect" for m in predicate.matches)
        found: list[Ground] = []
        for marker in predicate.markers:
            status = next((s for s, words in self.prefixes.items() if marker in words), "")
            if (
                status
                and (imperfect or marker != "قد")
                and not (status == "none" and marker == "ما" and imperfect)
            ):
                found.append((status, marker))
        return found

    def _governed(self, predicate: Predicate, predicates: list[Predicate]) -> list[Ground]:
        found: list[Ground] = []
        for other in predicates:
            if other is predicate:
                continue
            if other.kind == "noun":
                found.extend(self._attempted(other, predicate))
                continue
            senses = [m for m in other.senses("modality") if m.get("scope") in SCOPES]
            if senses and self._governs(other, predicate, senses[0]):
                found.append((senses[0].get("status"), senses[0]))
        found.extend(self._modal_nouns(predicate))
        return found

    def _attempted(self, modal: Predicate, predicate: Predicate) -> list[Ground]:
        """«محاولة القوات اقتحام الحي»: the modal noun has its agent before the event noun."""
        match = modal.unit.match("modality") if modal.unit is not None else None
        if match is None or match.get("scope") != "obj" or predicate.first_token <= modal.last_token:
            return []
        phrases = [p for slot in (GENITIVE, OBJECT) for p in modal.slots.get(slot, ())]
        if any(p.first <= predicate.first_token <= p.last for p in phrases):
            return [(match.get("status"), match)]
        return []

    def _governs(self, modal: Predicate, predicate: Predicate, sense: Match) -> bool:
        before = predicate.first_token <= modal.last_token
        if before and not (modal.voiced and predicate.kind == "noun"):
            return False
        if predicate.kind == "verb":
            if self._launched(predicate) and predicate.antecedent in modal.slots.get(OBJECT, ()):
                return True
            return modal.complement >= 0 and modal.complement < predicate.chunk <= modal.complement + 5
        if predicate.chunk > modal.last:
            return False
        for slot, phrases in modal.slots.items():
            if (slot == SUBJECT and not modal.passive) or slot in self.circumstances:
                continue
            if slot == IN and sense.get("scope") != "in":
                continue
            if any(p.first <= predicate.first_token <= p.last for p in phrases):
                return True
        return False

    def _launched(self, predicate: Predicate) -> bool:
        """«اعترضت … صاروخا أطلقه …»: a relative clause about a weapon."""
        thing = predicate.antecedent
        return thing is not None and any(u.match("weapons") for u in thing.units)

    def _modal_nouns(self, predicate: Predicate) -> list[Ground]:
        """«محاولة اغتيال», «مخطط لاستهداف»: a modal noun at most a few words before the trigger."""
        found: list[Ground] = []
        for i in range(max(0, predicate.first_token - REACH), predicate.first_token):
            for match in self.words[i].nouns:
                if match.kind != "modality" or match.get("scope") != "obj":
                    continue
                if self._unbroken(match, predicate):
                    found.append((match.get("status"), match))
        return found

    def _unbroken(self, match: Match, predicate: Predicate) -> bool:
        """Only prepositions, articles and adjectives stand between a modal noun and the trigger."""
        between = range(match.last + 1, predicate.first_token)
        for i in between:
            word = self.words[i]
            if word.token.kind == "punctuation" or (word.verbs and not word.nouns) or word.time is not None:
                return False
            if word.nouns and not any(m.kind == "adjectives" for m in word.nouns):
                return False
            if word.function is not None and word.function[0] not in ("preposition", "complementizer"):
                return False
        token = self.words[predicate.first_token].token
        return not token.proclitics or token.proclitics[0] not in ("و", "ف")

    def _clause(self, predicate: Predicate) -> list[Ground]:
        found: list[Ground] = []
        for i in range(predicate.first_token - 1, -1, -1):
            word = self.words[i]
            if word.token.norm in HARD_STOPS:
                break
            if predicate.first_token - i > 8:
                break
            for match in (*word.nouns, *word.verbs):
                if match.kind == "modality" and match.get("scope") == "clause":
                    found.append((match.get("status"), match))
        return found
