"""The general Arabic dictionary (simplemma's), under folded keys: news text is careless with hamzas."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from simplemma.strategies import DefaultDictionaryFactory

from tawthiq.fold import fold


class Dictionary:
    """Which folded words are Arabic, and their dictionary forms."""

    def __init__(self, lemmas: Mapping[str, str]) -> None:
        self._lemmas = lemmas
        keys = [key for key in lemmas if key and "ء" <= key[0] <= "ي"]
        folded = fold("\n".join(keys)).split("\n")
        self._in_ha = frozenset(f for f, key in zip(folded, keys, strict=True) if key[-1] == "ه")
        self._keys = dict(zip(reversed(folded), reversed(keys), strict=True))

    def __contains__(self, word: str) -> bool:
        return word in self._keys

    def may_end_in_ha(self, word: str) -> bool:
        """Whether the final «ه» of a folded word can be a «ه» in full spelling, not only an «ة»."""
        return word in self._in_ha

    def lemma(self, word: str) -> str | None:
        """Folded dictionary form of a folded word, None if it is unknown."""
        key = self._keys.get(word)
        return None if key is None else fold(self._lemmas[key])


@lru_cache(maxsize=1)
def dictionary() -> Dictionary:
    return Dictionary(DefaultDictionaryFactory().get_dictionary("ar"))
