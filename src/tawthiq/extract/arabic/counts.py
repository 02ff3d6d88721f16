"""Numbers and quantifiers in Arabic noun phrases, before what they count and after it."""

from __future__ import annotations

from tawthiq.extract.annotate import Word
from tawthiq.extract.arabic.endings import Endings
from tawthiq.extract.phrases import Phrase, Unit

PARTITIVE = "من"


class Counts:
    """Answers questions about the numbers in the words of one sentence."""

    def __init__(self, words: list[Word], endings: Endings) -> None:
        self.words, self.endings = words, endings

    def acts(self, i: int) -> bool:
        """«49 أصيبوا»: a verb and no noun that is counted."""
        word = self.words[i]
        return bool(word.verbs) and not (word.nouns or word.name or word.token.definite or word.number)

    def after_number(self, i: int) -> int:
        """Skip «من» between a number and what is counted («اثنين من الجنود»)."""
        if i + 1 < len(self.words):
            function = self.words[i].function
            if (
                function is not None
                and function[:2] == ("preposition", "من")
                and self.words[i + 1].token.definite
            ):
                return i + 1
        return i

    def quantifies(self, unit: Unit, i: int) -> bool:
        """A quantifier in the genitive: «شوارع عدد من المدن», «رصاص أحد الجنود»."""
        if i >= len(self.words) or self.words[i].token.proclitics:
            return False
        function = self.words[i].function
        if function is None or function[0] != "quantifier":
            return False
        if self.words[i].token.stem.endswith("ا"):
            return False  # «شن الجيش عددا من الغارات»
        following = self.words[function[2] + 1] if function[2] + 1 < len(self.words) else None
        if following is None or following.number is not None:
            return False
        return function[2] > i or (
            self._of_thing(unit) and following.token.definite and not following.token.proclitics
        )

    def _of_thing(self, unit: Unit) -> bool:
        """«رصاص أحد الجنود», but «أصاب جندي أحد المارة»."""
        if self.endings.closed(unit) or self.endings.leaves_open(unit):
            return False
        return unit.match("people", "actor_nouns", "roles") is None

    def several(self, unit: Unit, i: int) -> bool:
        """«هجمات عدة في الموصل»: a quantifier after what it counts, and before nothing to count."""
        function = self.words[i].function
        if function is None or function[0] != "quantifier" or function[2] > i or self.endings.closed(unit):
            return False
        several = any(m.form.word.number == "plural" for m in unit.matches)
        return several and (i + 1 == len(self.words) or not self.endings.continues(i + 1))

    def counts_before(self, units: list[Unit], i: int) -> bool:
        """«شخص واحد», «جنديين اثنين», «الشبان السبعة»: a number after what it counts."""
        word, head = self.words[i], units[-1]
        if word.number is None or head.kind != "noun" or word.token.kind == "number" or word.token.proclitics:
            return False
        numbers = {m.form.word.number for m in head.matches}
        if self.words[head.last].token.definite:
            return word.token.definite and "plural" in numbers
        value = word.number.value
        after = self.words[word.number.last + 1].token if word.number.last + 1 < len(self.words) else None
        part = after is not None and after.norm == PARTITIVE
        return not (word.token.definite or part) and (value == 1 or (value == 2 and "dual" in numbers))

    def names(self, units: list[Unit], i: int) -> bool:
        """A number that belongs to a name («اللواء 47»), not to what is counted after it."""
        head, number = units[-1], self.words[i].number
        after = (number.last if number else i) + 1
        if after < len(self.words) and self.words[after].token.norm == PARTITIVE:
            return False  # «سلمت القوات 150 من عناصر التنظيم»
        counts = self.endings.closed(head) and self.endings.continues(after)
        if counts and not self.words[after].token.definite:
            return False
        return (
            bool(head.match("actor_nouns", "place_nouns", "weapons")) and self.words[i].token.kind == "number"
        )

    def told_after(self, phrase: Phrase) -> int | None:
        """The number that follows the head as an adjective does."""
        at = phrase.units.index(phrase.head) + 1
        number = self.words[phrase.units[at].first].number if at < len(phrase.units) else None
        return number.value if number is not None and phrase.units[at].kind == "adjective" else None

    def dual(self, phrase: Phrase) -> int | None:
        head = phrase.head
        if head.kind == "noun" and head.matches and all(m.form.word.number == "dual" for m in head.matches):
            stem = self.words[head.first].token.stem
            return 2 if stem.endswith(("ان", "ين", "تا", "تي", "ا", "ي")) else None
        return None
