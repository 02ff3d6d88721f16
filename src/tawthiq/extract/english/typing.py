"""Classes of English noun phrases and their parts."""

from __future__ import annotations

from tawthiq.extract.annotate import Word
from tawthiq.extract.english.nouns import EnglishPhrase
from tawthiq.extract.phrases import Phrase, Unit
from tawthiq.extract.typing import type_phrase
from tawthiq.knowledge import Knowledge


def settle(phrase: Phrase, words: list[Word], knowledge: Knowledge) -> None:
    """Type a phrase and the phrases in it."""
    if not isinstance(phrase, EnglishPhrase):
        return
    for part in phrase.parts():
        type_phrase(part, words, knowledge, "en")
        _person(part)
    where = knowledge.lexicon("en").words("prepositions", "sense", "where")
    if phrase.prep in where and phrase.type is None and phrase.head.kind == "name":
        phrase.type = "Place"


def _person(phrase: EnglishPhrase) -> None:
    """«journalist John Smith» is a person, "three officers" are people."""
    head = phrase.head
    if (
        head.kind == "name"
        and not head.entities
        and any(u.match("people", "roles") for u in phrase.modifiers)
    ):
        phrase.type, phrase.named = "Person", True
    if phrase.type == "Person" and not phrase.named:
        match = head.match("roles", "people")
        if match is not None and match.form.word.number == "plural":
            phrase.type = "People"


def sub_phrase(units: list[Unit], words: list[Word], knowledge: Knowledge) -> Phrase:
    """A phrase made of some units of another, the head first."""
    phrase = Phrase(min(u.first for u in units), max(u.last for u in units), list(units))
    for unit in units:
        if unit.demonym:
            phrase.state = unit.demonym
    type_phrase(phrase, words, knowledge, "en")
    return phrase


def state_phrase(unit: Unit, knowledge: Knowledge) -> Phrase:
    """The state or people that an adjective stands for."""
    entity = knowledge.gazetteer.entities.get(unit.demonym or "")
    type_ = entity.type if entity is not None else "State"
    return Phrase(unit.first, unit.last, [unit], type=type_, known=unit.demonym, named=True)
