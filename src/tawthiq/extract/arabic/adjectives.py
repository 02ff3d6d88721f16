"""Whether a word after an Arabic noun is its adjective."""

from __future__ import annotations

from functools import lru_cache

from tawthiq.extract.annotate import Word
from tawthiq.extract.phrases import Unit
from tawthiq.fold import fold
from tawthiq.knowledge.lexicon import Lexicon
from tawthiq.model import Token

CONCRETE = ("actor_nouns", "place_nouns", "people", "weapons", "roles", "quantities", "triggers")


@lru_cache(maxsize=4)
def _things(lexicon: Lexicon) -> frozenset[str]:
    """Folded words that triggers have as their subject or object («النار»): nouns, no adjectives."""
    conditions = (c for e in lexicon.entries_of("triggers") for c in e.get("when").split())
    lists = (words for c in conditions for slot, _, words in [c.partition(":")] if slot in ("obj", "subj"))
    found = {fold(w) for words in lists for w in words.split("|") if w[:1].isalpha() and not w.isascii()}
    return frozenset(w for w in found if not w.endswith("يه"))


class Adjectives:
    """The adjectives among the words of one sentence."""

    def __init__(self, words: list[Word], lexicon: Lexicon) -> None:
        self.words, self.things = words, _things(lexicon)

    def has(self, i: int, units: list[Unit]) -> bool:
        """Whether the word at ``i`` is an adjective of the noun phrase of ``units``."""
        word, before = self.words[i], units[-1]
        token = word.token
        if (
            before.kind == "number"
            or token.enclitic
            or word.given == "before"
            or (word.demonym is None and self._named(i))
            or (word.name is not None and word.name[0] > i)
        ):
            return False
        anchor = self.words[before.last].token
        definite = (
            anchor.definite
            or bool(anchor.enclitic)
            or before.kind == "name"
            or (before.kind == "adjective" and self.words[before.last].token.definite)
        )
        if token.definite != definite and not (token.definite and before.kind in ("other", "name")):
            return False
        if token.stem.endswith(("ين", "ون")) and token.definite and self._singular(units):
            return False  # «اعتقلت الشرطة المسلحين»
        if word.demonym is not None:
            return True
        if any(
            (m.kind == "weapons" and m.get("kind") == "adjective") or m.kind == "adjectives"
            for m in word.nouns
        ):
            return True
        if any(m.kind in CONCRETE for m in word.nouns):
            return before.kind == "name" and self._quoted(before) and token.stem.endswith(("ي", "يه"))
        if (
            word.name is not None
            and not word.weak_name
            and not (before.kind == "adjective" and token.definite)
        ):
            return False
        if word.verbs and not token.definite:
            return False
        if token.stem.endswith("يات") and self._singular(units):
            return False  # «محكمة جنايات القاهرة»
        if token.stem.endswith(("ي", "يه", "يين", "يون", "يات")) and len(token.stem) > 3:
            return True
        if before.match("roles") and any(m.kind == "place_nouns" for m in self.words[before.last].nouns):
            return False  # «حاكم إقليم باداخشان»: the place's name
        if token.stem in self.things or self._disagrees(token, units):
            return False
        return token.definite or (
            before.kind in ("noun", "adjective") and not token.stem.endswith("ا") and self._agrees(i, before)
        )

    def _named(self, i: int) -> bool:
        """«مقتل محمد علي»: a given name, if it is no common word or another given name follows."""
        following = self.words[i + 1].given if i + 1 < len(self.words) else ""
        return self.words[i].given == "sure" or bool(self.words[i].given and following)

    def _disagrees(self, token: Token, units: list[Unit]) -> bool:
        """«قدرت السلطات اليمنية الربح»: no adjective of a single noun whose other adjective is feminine."""
        nouns = [u for u in units if u.kind in ("noun", "name", "other")]
        if len(nouns) != 1 or not token.definite:
            return False
        before = self.words[units[-1].last].token
        if units[-1].kind == "noun":  # «حظرت السلطات التجول»
            feminine = before.stem.endswith("ات") or (before.stem.endswith("ه") and self._singular(units))
        else:
            feminine = units[-1].kind == "adjective" and before.stem.endswith("ه")
        return feminine and not token.stem.endswith(("ه", "ات", "ي", "ا", "ء"))

    def _quoted(self, unit: Unit) -> bool:
        return self.words[unit.first].token.kind == "punctuation"

    def _singular(self, units: list[Unit]) -> bool:
        matches = [m for u in units for m in u.matches if u.kind in ("noun", "name")]
        return bool(matches) and all(m.form.word.number == "singular" for m in matches)

    def _agrees(self, i: int, before: Unit) -> bool:
        """An indefinite word after an indefinite noun: an adjective if its ending fits that of the noun."""
        noun, word = self.words[before.last].token.stem, self.words[i].token.stem
        if before.kind != "noun":  # «مصريين غاضبين»
            return word.endswith(("ين", "ون")) and word[-2:] == noun[-2:]
        if word.endswith("ه"):
            return noun.endswith("ه") or any(m.form.word.number == "plural" for m in before.matches)
        return word[-2:] == noun[-2:] if word.endswith(("ين", "ون")) else not noun.endswith("ه")
