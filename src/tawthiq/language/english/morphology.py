"""English dictionary forms."""

from __future__ import annotations

from tawthiq.fold import fold
from tawthiq.knowledge.lexicon import Lexicon
from tawthiq.language.english.dictionary import dictionary_form


class Morphology:
    """Lemmas of words; what was seen before is remembered, since news repeats itself."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self.function_words = frozenset(fold(e.lemma) for e in lexicon.entries if e.kind == "function_words")
        self._seen: dict[str, str] = {}

    def lemma(self, norm: str) -> str:
        """The lexicon's headword if it has just one for ``norm``, else the dictionary's."""
        found = self._seen.get(norm)
        if found is None:
            heads = {fold(form.entry.lemma.split()[0]) for form in self._lexicon.forms(norm)}
            found = self._seen[norm] = heads.pop() if len(heads) == 1 else fold(dictionary_form(norm))
        return found
