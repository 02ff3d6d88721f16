"""Relations that an English sentence states between the things that it names."""

from __future__ import annotations

from collections.abc import Iterator

from tawthiq.extract.annotate import Word
from tawthiq.extract.english.nouns import EnglishPhrase
from tawthiq.extract.english.typing import settle, state_phrase, sub_phrase
from tawthiq.extract.phrases import Chunk, Phrase, Unit
from tawthiq.extract.relations import Relation, by_rule
from tawthiq.knowledge import Knowledge


class EnglishRelations:
    """Finds the relations of one sentence."""

    def __init__(self, words: list[Word], chunks: list[Chunk], knowledge: Knowledge) -> None:
        self.words, self.chunks, self.knowledge, self.schema = words, chunks, knowledge, knowledge.schema
        entries = knowledge.lexicon("en").entries_of("relation_words")
        self.links = {
            (e.lemma, prep.strip()): e
            for e in entries
            if e.pos == "fixed"
            for prep in e.get("prep").split(",")
        }
        self.suffixes = {e.lemma: e for e in entries if e.pos == "suffix"}
        self.inside = frozenset(e.get("prep") for e in entries if e.pos == "preposition")

    def run(self) -> list[Relation]:
        """All relations, in the order of the text."""
        found: list[Relation] = []
        for i, chunk in enumerate(self.chunks):
            if not isinstance(chunk.phrase, EnglishPhrase):
                continue
            settle(chunk.phrase, self.words, self.knowledge)
            for part in chunk.phrase.parts():
                found.extend(by_rule("within one phrase", self._within(part)))
            found.extend(by_rule("what follows the phrase", self._after(i, chunk.phrase)))
        return [r for r in found if r.subject is not r.object]

    def _is(self, phrase: Phrase | None, class_: str) -> bool:
        return phrase is not None and phrase.type is not None and self.schema.is_a(phrase.type, class_)

    def _within(self, phrase: EnglishPhrase) -> Iterator[Relation]:
        if phrase.head.match("roles") and phrase.named:
            body = self._body(phrase)
            if body is not None:
                yield Relation(self._person(phrase), "has_role", body)
            return
        owner = phrase.possessor
        if (
            owner is not None
            and self._is(phrase, "Place")
            and self._is(owner, "Place")
            and self._named_place(phrase)
        ):
            yield Relation(self._without_owner(phrase), "located_in", owner)
        if (
            (
                self._is(phrase, "Place")
                and self._is(phrase.of, "Place")
                and phrase.modifiers
                and phrase.known is None
            )
            and any(u.kind == "name" for u in phrase.modifiers)
            and phrase.of is not None
        ):
            yield Relation(
                sub_phrase([phrase.head, *phrase.modifiers], self.words, self.knowledge),
                "located_in",
                phrase.of,
            )
        for part in (phrase.of, phrase.possessor):
            if (
                part is not None
                and self._is(phrase, "GovernmentBody")
                and part.head.match("roles")
                and part.named
            ):
                yield Relation(self._person(part), "has_role", phrase)
        if (
            self._is(phrase, "Organization")
            and phrase.of is not None
            and self._is(phrase.of, "Organization")
            and phrase.known is None
        ):
            yield Relation(phrase, "part_of", phrase.of)
        if (
            owner is not None
            and owner.named
            and self._is(phrase, "Organization")
            and self._is(owner, "Organization")
        ):
            yield Relation(self._without_owner(phrase), "part_of", owner)
        yield from self._in_state(phrase)
        for unit in phrase.modifiers:
            yield from self._suffixed(phrase, unit)

    def _in_state(self, phrase: EnglishPhrase) -> Iterator[Relation]:
        """«the Libyan town of Derna»: a named place, and the state of its adjective."""
        if not self._is(phrase, "Place") or phrase.type == "State":
            return
        states = [
            u for u in phrase.modifiers if u.demonym or (u.kind == "name" and u.entities and self._state(u))
        ]
        named = [u for u in phrase.units if u.kind == "name" and u not in states]
        if not named or not states or phrase.possessor is not None:
            return
        other = (
            state_phrase(states[0], self.knowledge)
            if states[0].demonym
            else sub_phrase(states[:1], self.words, self.knowledge)
        )
        if other.type == "State":
            rest = [u for u in phrase.units if u not in states and u.kind != "number"]
            yield Relation(sub_phrase(rest, self.words, self.knowledge), "located_in", other)

    def _state(self, unit: Unit) -> bool:
        return self.knowledge.gazetteer.entities[unit.entities[0]].type == "State"

    def _named_place(self, phrase: EnglishPhrase) -> bool:
        return phrase.head.kind == "name" or any(u.kind == "name" for u in phrase.modifiers)

    def _without_owner(self, phrase: EnglishPhrase) -> Phrase:
        return sub_phrase([phrase.head, *phrase.modifiers], self.words, self.knowledge)

    def _person(self, phrase: EnglishPhrase) -> Phrase:
        name = (
            phrase.units[-1]
            if phrase.units[-1].kind == "name"
            else next(u for u in phrase.units if u.kind == "name" and u is not phrase.head)
        )
        return Phrase(name.first, name.last, [name], type="Person", known=phrase.known, named=True)

    def _body(self, phrase: EnglishPhrase) -> Phrase | None:
        """The body in which a title is held."""
        for part in (phrase.of, phrase.possessor):
            if part is not None and (self._is(part, "Organization") or self._is(part, "State")):
                return part
        units = sorted((u for u in phrase.modifiers if u.first < phrase.head.first), key=lambda u: u.first)
        bodies = [u for u in units if u.kind == "name" or self._corporate(u)]
        if bodies:
            body = sub_phrase(
                [bodies[-1], *[u for u in units if u is not bodies[-1] and (u.demonym or u.kind == "name")]],
                self.words,
                self.knowledge,
            )
            if self._is(body, "Organization") or self._is(body, "State"):
                return body
            if self._is(body, "Place") and body.named:
                return body
        state = next((u for u in units if u.demonym), None)
        return state_phrase(state, self.knowledge) if state is not None else None

    def _corporate(self, unit: Unit) -> bool:
        match = unit.match("actor_nouns")
        return match is not None and match.get("class") not in ("People", "ArmedGroup", "UnnamedSource")

    def _suffixed(self, phrase: EnglishPhrase, unit: Unit) -> Iterator[Relation]:
        """«Iran-backed militias»."""
        norm = self.words[unit.first].token.norm
        stem, dash, suffix = norm.rpartition("-")
        entry = self.suffixes.get(suffix)
        if not dash or entry is None or unit.first != unit.last or not self._is(phrase, "Actor"):
            return
        gazetteer = self.knowledge.gazetteer
        matched = gazetteer.match([(w, w) for w in stem.split("-")], 0, "en")
        known = matched[1][0] if matched else gazetteer.demonym(stem, "en")
        entity = gazetteer.entities.get(known or "")
        predicate = entry.get("predicate")
        wanted = "Place" if predicate == "located_in" else "Actor"
        if (
            entity is not None
            and self.schema.is_a(entity.type, wanted)
            and (phrase.named or wanted == "Actor")
        ):
            other = Phrase(unit.first, unit.last, [unit], type=entity.type, known=entity.id, named=True)
            rest = [u for u in (phrase.head, *phrase.modifiers) if u is not unit]
            subject = sub_phrase(rest, self.words, self.knowledge)
            yield Relation(subject, predicate, other, entry=entry)  # type: ignore[arg-type]

    def _after(self, i: int, phrase: EnglishPhrase) -> Iterator[Relation]:
        if i + 1 >= len(self.chunks):
            return
        following = self.chunks[i + 1]
        other = following.phrase
        if other is not None and not other.joined:
            yield from self._placed(phrase, other)
        if following.text == "," and i + 2 < len(self.chunks):
            yield from self._apposed(phrase, i + 2)
        if phrase.head.match("roles") and other is not None and other.prep == "for":
            yield from self._office(phrase, other, i + 2)
        if following.kind == "verb" and i + 2 < len(self.chunks):
            third = self.chunks[i + 2].phrase
            entry = self.links.get((self.words[following.last].token.norm, third.prep if third else ""))
            if third is not None and entry and self._is(phrase, "Actor") and self._is(third, "Actor"):
                yield Relation(phrase, entry.get("predicate"), third, entry=entry)  # type: ignore[arg-type]

    def _placed(self, phrase: EnglishPhrase, other: Phrase) -> Iterator[Relation]:
        if other.prep not in self.inside or not self._is(other, "Place"):
            return
        match = phrase.head.match("place_nouns")
        if (
            self._is(phrase, "Place")
            and phrase.type != "State"
            and not (match and match.get("flag") == "part")
        ):
            yield Relation(phrase, "located_in", other)

    def _office(self, phrase: EnglishPhrase, body: Phrase, i: int) -> Iterator[Relation]:
        """«a spokesman for the army, Colonel X»: the name follows, or stands before the title."""
        if not self._is(body, "Organization") and not self._is(body, "State"):
            return
        if phrase.named:
            yield Relation(self._person(phrase), "has_role", body)
        elif i + 1 < len(self.chunks) and self.chunks[i].text == ",":
            other = self.chunks[i + 1].phrase
            if (
                isinstance(other, EnglishPhrase)
                and other.named
                and other.type in ("Person", None)
                and not other.prep
            ):
                yield Relation(self._person(other) if other.head.match("roles") else other, "has_role", body)

    def _core(self, place: EnglishPhrase) -> Phrase:
        """«the south of Tyre»: Tyre."""
        match = place.head.match("place_nouns")
        return (
            place.of
            if match is not None and match.get("flag") == "part" and self._is(place.of, "Place") and place.of
            else place
        )

    def _around(self, place: EnglishPhrase, i: int) -> Phrase | None:
        """Where a place lies of which the text says «…, X» or "…, a village in X"."""
        if (
            place.known is not None
            or place.head.kind == "name"
            or (place.possessor is not None and not place.head.match("place_nouns"))
        ):
            return place
        if place.of is not None and self._is(place.of, "Place"):
            return place.of
        if place.possessor is not None and self._is(place.possessor, "Place"):
            return place.possessor
        beyond = self.chunks[i + 1].phrase if i + 1 < len(self.chunks) else None
        if beyond is not None and beyond.prep in self.inside and self._is(beyond, "Place"):
            return beyond
        return place if any(u.kind == "name" for u in place.modifiers) else None

    def _apposed(self, phrase: EnglishPhrase, i: int) -> Iterator[Relation]:
        other = self.chunks[i].phrase
        if not isinstance(other, EnglishPhrase) or not other.apposition:
            return
        settle(other, self.words, self.knowledge)
        if self._is(phrase, "Place") and self._is(other, "Place"):
            around = self._around(other, i)
            if around is not None:
                yield Relation(self._core(phrase), "located_in", around)
        elif other.head.match("roles") and phrase.named:
            body = self._body(other)
            beyond = self.chunks[i + 1].phrase if i + 1 < len(self.chunks) else None
            if body is None and beyond is not None and beyond.prep == "for" and self._is(beyond, "Actor"):
                body = beyond
            if body is not None:
                person = self._person(phrase) if phrase.head.match("roles") else phrase
                yield Relation(person, "has_role", body)


def relations(words: list[Word], chunks: list[Chunk], knowledge: Knowledge) -> list[Relation]:
    """The relations of an English sentence."""
    return EnglishRelations(words, chunks, knowledge).run()
