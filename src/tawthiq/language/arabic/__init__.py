"""Arabic: tokens with clitics, article and lemma."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from tawthiq.fold import Shadow
from tawthiq.knowledge import Knowledge
from tawthiq.knowledge.lexicon import Lexicon
from tawthiq.language.arabic.morphology import Morphology
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
    original = shadow.original
    made: list[Token] = []
    for start, end, kind, clitics in pieces(shadow):
        norm = shadow.text[start:end]
        span = shadow.span(start, end)
        text = original[span.start : span.end]
        if kind == "word" and norm[0] > "\u0600":
            parts = segment(norm, text)
            made.append(
                Token(
                    span.start,
                    span.end,
                    text,
                    norm,
                    parts.stem,
                    parts.lemma,
                    kind,
                    parts.proclitics,
                    parts.definite,
                    parts.enclitic,
                    shadow.offsets[start + parts.prefix_length],
                )  # fmt: skip
            )
        elif clitics:
            made.append(_number(shadow, span.start, span.end, norm, clitics, start))
        else:
            made.append(Token(span.start, span.end, text, norm, norm, norm, kind, stem_start=span.start))
    return made


def _number(shadow: Shadow, start: int, end: int, norm: str, clitics: int, at: int) -> Token:
    """Digits with clitics in front: «ب4», «الـ12», «ولل20»."""
    prefix, digits = norm[:clitics], norm[clitics:]
    definite = prefix.endswith(("ال", "لل"))
    letters = prefix.removesuffix("ال") if not prefix.endswith("لل") else prefix[:-1]
    return Token(
        start, end, shadow.original[start:end], norm, digits, digits, "number",
        tuple(letters), definite, "", shadow.offsets[at + len(letters)],
    )  # fmt: skip
