"""English: tokens with lemma."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from tawthiq.fold import Shadow
from tawthiq.knowledge import Knowledge
from tawthiq.knowledge.lexicon import Lexicon
from tawthiq.language.english.morphology import Morphology
from tawthiq.language.tokens import pieces
from tawthiq.model import Token

_MORPHOLOGIES: WeakKeyDictionary[Lexicon, Morphology] = WeakKeyDictionary()


def morphology(knowledge: Knowledge) -> Morphology:
    """The lemmatiser that goes with ``knowledge``, made once."""
    lexicon = knowledge.lexicon("en")
    found = _MORPHOLOGIES.get(lexicon)
    if found is None:
        found = _MORPHOLOGIES[lexicon] = Morphology(lexicon)
    return found


def function_words(knowledge: Knowledge) -> frozenset[str]:
    """Folded words of the closed classes."""
    return morphology(knowledge).function_words


def tokens(shadow: Shadow, knowledge: Knowledge) -> list[Token]:
    """All tokens of a text, in order."""
    lemma = morphology(knowledge).lemma
    original = shadow.original
    made: list[Token] = []
    before = -1
    for start, end, kind, _ in pieces(shadow):
        glued, before = start == before, end
        norm = shadow.text[start:end]
        span = shadow.span(start, end)
        text = original[span.start : span.end]
        head = lemma(norm) if kind == "word" else norm
        made.append(
            Token(span.start, span.end, text, norm, norm, head, kind, stem_start=span.start, glued=glued)
        )
    return made
