"""Arabic: tokens with clitics, article and lemma."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from tawthiq.fold import Shadow
from tawthiq.knowledge import Knowledge
from tawthiq.knowledge.lexicon import Lexicon
from tawthiq.language.arabic.morphology import Morphology, Segmentation
from tawthiq.language.tokens import pieces
from tawthiq.model import Token

_MORPHOLOGIES: WeakKeyDictionary[Lexicon, Morphology] = WeakKeyDictionary()


def morphology(knowledge: Knowledge) -> Morphology:
    """The segmenter that goes with ``knowledge``, made once."""
    lexicon = knowledge.lexicon("ar")
    found = _MORPHOLOGIES.get(lexicon)
    if found is None or found.names is not knowledge.gazetteer:
        found = _MORPHOLOGIES[lexicon] = Morphology(lexicon, knowledge.gazetteer)
    return found


def tokens(shadow: Shadow, knowledge: Knowledge) -> list[Token]:
    """All tokens of a text, in order."""
    segment = morphology(knowledge).segment
    original, folded, offsets = shadow.original, shadow.text, shadow.offsets
    made: list[Token] = []
    before = -1
    for start, end, kind, clitics in pieces(shadow):
        glued, before = start == before, end
        first, stop = offsets[start], shadow.stop(end)
        norm, text = folded[start:end], original[first:stop]
        if kind == "word" and norm[0] > "\u0600":
            parts = segment(norm, text)
        elif clitics:
            parts = _digits(norm, clitics)
        else:
            made.append(Token(first, stop, text, norm, norm, norm, kind, stem_start=first, glued=glued))
            continue
        stem_start = offsets[start + parts.prefix_length]
        made.append(
            Token(
                first, stop, text, norm, parts.stem, parts.lemma, kind,
                parts.proclitics, parts.definite, parts.enclitic, stem_start, glued,
            )
        )  # fmt: skip
    return made


def _digits(norm: str, clitics: int) -> Segmentation:
    """Digits with clitics in front: «ب4», «الـ12», «ولل20»."""
    prefix, digits = norm[:clitics], norm[clitics:]
    letters = prefix[:-1] if prefix.endswith("لل") else prefix.removesuffix("ال")
    return Segmentation(tuple(letters), letters != prefix, digits, "", digits, len(letters))
