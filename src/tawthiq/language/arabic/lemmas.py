"""The general Arabic dictionary (simplemma's), under folded keys: news text is careless with hamzas."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache
from importlib.metadata import version

from tawthiq.fold import fold
from tawthiq.knowledge.compiled import compiled

_PREFIX = 3
_VERBS = "verbs"
SHORTEST_VERB = 3
Drawers = Mapping[str, bytes]


class Dictionary:
    """Which folded words are Arabic, and their dictionary forms.

    The words lie in drawers by their first letters, as lines «word, lemma, mark»; a drawer is opened
    when a word in it is first asked for, for an article needs few of them.
    """

    def __init__(self, drawers: Drawers) -> None:
        self._drawers = drawers
        self._open: dict[str, dict[str, tuple[str, bool]]] = {}

    @classmethod
    def of(cls, lemmas: Mapping[str, str]) -> Dictionary:
        """The dictionary of words in full spelling with their lemmas."""
        return cls(in_drawers(lemmas))

    def __contains__(self, word: str) -> bool:
        return word in self._drawer(word)

    @cached_property
    def verbs(self) -> frozenset[str]:
        """The folded lemmas of verbs: those of which the dictionary has an imperfect."""
        return frozenset(self._drawers.get(_VERBS, b"").decode().split("\n"))

    def may_end_in_ha(self, word: str) -> bool:
        """Whether the final «ه» of a folded word can be a «ه» in full spelling, not only an «ة»."""
        return self._drawer(word).get(word, ("", False))[1]

    def lemma(self, word: str) -> str | None:
        """Folded dictionary form of a folded word, None if it is unknown."""
        found = self._drawer(word).get(word)
        return None if found is None else found[0]

    def _drawer(self, word: str) -> Mapping[str, tuple[str, bool]]:
        prefix = word[:_PREFIX]
        found = self._open.get(prefix)
        if found is None:
            lines = self._drawers.get(prefix, b"").decode().split("\n")
            rows = (line.split("\t") for line in lines if line)
            found = self._open[prefix] = {row[0]: (row[1], row[2] == "1") for row in rows}
        return found


def in_drawers(lemmas: Mapping[str, str]) -> dict[str, bytes]:
    """Words with their lemmas as a :class:`Dictionary` holds them; of those that fold alike the first."""
    keys = [key for key in lemmas if key and "ء" <= key[0] <= "ي"]
    words = fold("\n".join(keys)).split("\n")
    folded = fold("\n".join(lemmas[key] for key in keys)).split("\n")
    in_ha = {word for word, key in zip(words, keys, strict=True) if key[-1] == "ه"}
    drawers: dict[str, list[str]] = {}
    for word, lemma in dict(zip(reversed(words), reversed(folded), strict=True)).items():
        drawers.setdefault(word[:_PREFIX], []).append(f"{word}\t{lemma}\t{word in in_ha:d}")
    verbs = {
        lemma
        for word, lemma in zip(words, folded, strict=True)
        if word[0] == "ي" and lemma[:1] != "ي" and len(lemma) >= SHORTEST_VERB
    }
    return {prefix: "\n".join(lines).encode() for prefix, lines in drawers.items()} | {
        _VERBS: "\n".join(sorted(verbs)).encode()
    }


@lru_cache(maxsize=1)
def dictionary() -> Dictionary:
    key = [version("simplemma")]
    return Dictionary(compiled("arabic", key, ["fold.py", "language/arabic/lemmas.py"], _read))


def _read() -> dict[str, bytes]:
    # Only here, for importing it takes its time.
    from simplemma.strategies import DefaultDictionaryFactory

    return in_drawers(DefaultDictionaryFactory().get_dictionary("ar"))
