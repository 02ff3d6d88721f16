"""Where a report is sent from: the place before its first sentence."""

from __future__ import annotations

from dataclasses import replace

from tawthiq.extract.annotate import Word
from tawthiq.extract.phrases import Chunk
from tawthiq.knowledge.schema import Schema

DASHES = frozenset({"-", "–", "—", "--", "ـ", "_"})
REACH = 12
"""Words in which a dateline ends, after its place."""


def without_dateline(words: list[Word], chunks: list[Chunk], schema: Schema) -> list[Chunk]:
    """«بيروت (رويترز) - دعا الرئيس …»: the chunks of the clause, without the place that it is sent from."""
    place = chunks[0].phrase if chunks else None
    if place is None or place.prep or place.type is None or not schema.is_a(place.type, "Place"):
        return chunks
    following = [word.token.norm for word in words[place.last + 1 : place.last + 1 + REACH]]
    length = next((i for i, norm in enumerate(following) if norm in DASHES), -1)
    if length < 0:
        return chunks
    last, between = place.last + 1 + length, following[:length]
    after = next((c for c in chunks if c.first > last), None)
    sent = "(" in between and between[-1] == ")"
    if not sent and (between or after is None or after.kind != "verb"):
        return chunks
    return [
        replace(c, kind="other", phrase=None) if c.last < last and c.kind == "phrase" else c for c in chunks
    ]
