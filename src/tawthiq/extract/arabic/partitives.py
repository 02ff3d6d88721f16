"""«سبعة من رجال الشرطة», «عشرات من المدنيين»: a number and what it is taken from are one phrase."""

from __future__ import annotations

from tawthiq.extract.phrases import Chunk, Phrase
from tawthiq.knowledge import Knowledge

TAKEN_FROM = frozenset({"people", "actor_nouns", "roles", "weapons", "quantities"})


def join_partitives(chunks: list[Chunk], knowledge: Knowledge) -> list[Chunk]:
    """The chunks, a number joined with the phrase after it that «من» says it is a part of."""
    of = knowledge.lexicon("ar").words("prepositions", "sense", "origin")
    found: list[Chunk] = []
    for chunk in chunks:
        before = found[-1].phrase if found else None
        phrase = chunk.phrase
        if before is not None and phrase is not None and _part_of(before, phrase, of, knowledge):
            whole = Phrase(
                before.first, phrase.last, [*before.units, *phrase.units], before.prep, before.prep_first,
                before.joined, count=before.count,
            )  # fmt: skip
            found[-1] = Chunk("phrase", before.first, phrase.last, found[-1].text, before.joined, whole)
        else:
            found.append(chunk)
    return found


def _part_of(number: Phrase, whole: Phrase, of: frozenset[str], knowledge: Knowledge) -> bool:
    if any(unit.kind != "number" for unit in number.units) or whole.prep not in of or whole.joined:
        return False
    if whole.prep_first != number.last + 1:
        return False
    head = whole.head
    if head.kind == "name" and head.entities:
        known = knowledge.gazetteer.entities.get(head.entities[0])
        return known is not None and not knowledge.schema.is_a(known.type, "Place")
    return head.match(*TAKEN_FROM) is not None and head.match("place_nouns") is None
