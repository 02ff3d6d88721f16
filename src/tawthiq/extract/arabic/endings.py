"""Where an Arabic noun phrase ends: what can follow its last word, and what cannot."""

from __future__ import annotations

from tawthiq.extract.annotate import Word
from tawthiq.extract.arabic.adjectives import CONCRETE
from tawthiq.extract.phrases import Unit


class Endings:
    """Answers questions about the words of one sentence."""

    def __init__(self, words: list[Word]) -> None:
        self.words = words

    def closed(self, unit: Unit) -> bool:
        """Whether nothing in the genitive can follow the unit."""
        token = self.words[unit.last].token
        if unit.kind in ("adjective", "name") or token.definite or token.enclitic:
            return True
        if unit.kind == "other" and unit.demonym:
            return True  # «أنها إسرائيلية»
        if unit.kind == "number":
            return False
        ends = any(m.form.entry.lemma.endswith(("ا", "ى", "اء")) for m in unit.matches)
        if unit.kind == "noun" and token.norm.endswith("ا") and not ends:
            return True
        if unit.matches and all(not m.form.word.construct for m in unit.matches):
            return True
        if unit.kind == "noun" and unit.last > unit.first and self._described(unit):
            return True
        numbers = {m.form.word.number for m in unit.matches}
        if token.stem.endswith("ان"):
            return "dual" in numbers  # «سكان» is a broken plural
        if unit.match("actor_nouns", "people") and token.stem.endswith("ون"):
            return True  # «مسلحون مجهولون»
        return token.stem.endswith(("ون", "ين")) and bool(numbers - {"singular"})

    def _described(self, unit: Unit) -> bool:
        """Whether a term of several words is a weapon («سيارة مفخخة») or ends in its adjective."""
        if unit.match("weapons") is not None:
            return True
        word = self.words[unit.last]
        if word.function is not None:
            return False
        if word.noun("adjectives") is not None and unit.match("actor_nouns") is not None:
            return True  # «جماعة مسلحة»
        return word.token.norm.endswith(("يه", "ي")) and not any(m.kind in CONCRETE for m in word.nouns)

    def continues(self, i: int, *, counted: bool = False) -> bool:
        """Whether the word at ``i`` can belong to the noun phrase before it; a number before it counts it."""
        if i >= len(self.words):
            return False
        word = self.words[i]
        if word.time is not None or word.token.kind == "punctuation":
            return False
        if word.token.proclitics:
            return False
        if not counted and any(m.kind == "reporting" and m.form.entry.pos == "fixed" for m in word.nouns):
            return False
        return (
            word.function is None
            or word.function[0] == "quantifier"
            or bool(word.name and not word.weak_name)
        )

    def leaves_open(self, unit: Unit) -> bool:
        """«السيطرة على»: what follows is an argument, no part of the noun phrase."""
        function = self.words[unit.last].function
        return (
            unit.kind == "noun"
            and unit.last > unit.first
            and function is not None
            and function[0] == "preposition"
        )
