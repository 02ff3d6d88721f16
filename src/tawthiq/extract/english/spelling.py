"""Which words of an English sentence are written as names."""

from __future__ import annotations

from tawthiq.extract.annotate import Word
from tawthiq.knowledge import Knowledge


def prepare(words: list[Word], knowledge: Knowledge) -> None:
    """Keep only those names and nationalities that are written as such."""
    gazetteer = knowledge.gazetteer
    stems = [w.token.stem for w in words]
    for i, word in enumerate(words):
        if word.name is not None:
            texts = [w.token.text for w in words[i : word.name[0] + 1]]
            if not gazetteer.cased(texts) or (len(texts) == 1 and word.token.kind == "number"):
                word.name = None
            elif word.function is not None and word.token.text.isupper() and len(word.token.text) > 1:
                word.function, word.weak_name = None, False
        if not word.token.text[:1].isupper():
            word.demonym = None
            continue
        if word.name is None and word.token.norm.endswith("s") and word.demonym is None:
            _bare_genitive(word, i, knowledge)
        found = gazetteer.demonym_at(stems, i, "en")
        if found is not None and found[0] > 1:
            word.demonym = found[1]


def _bare_genitive(word: Word, i: int, knowledge: Knowledge) -> None:
    """«Syrias north»: a state's name in the genitive, its apostrophe lost."""
    gazetteer, norm = knowledge.gazetteer, word.token.norm[:-1]
    found = gazetteer.match([(norm, norm)], 0, "en")
    if (
        found is not None
        and gazetteer.entities[found[1][0]].type == "State"
        and not word.nouns
        and not word.verbs
    ):
        word.name = (i, found[1])
