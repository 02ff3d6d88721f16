"""Relations that the text states: place in place, person in body, unit of a larger one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from tawthiq.extract.annotate import Word
from tawthiq.extract.phrases import Chunk, Phrase, Unit
from tawthiq.extract.typing import type_phrase
from tawthiq.fold import fold
from tawthiq.knowledge import Knowledge
from tawthiq.knowledge.lexicon import Entry, Lexicon
from tawthiq.language import is_word
from tawthiq.model import Predicate


@dataclass(frozen=True, slots=True)
class Relation:
    """Two phrases of one sentence and what holds between them.

    ``rule`` says in plain words why, ``entry`` is the line of the lexicon that ties them, if one does.
    """

    subject: Phrase
    predicate: Predicate
    object: Phrase
    rule: str = field(default="", compare=False)
    entry: Entry | None = field(default=None, compare=False)


def by_rule(rule: str, relations: Iterable[Relation]) -> list[Relation]:
    """The relations with the rule that found them."""
    return [replace(relation, rule=rule) for relation in relations]


@lru_cache(maxsize=4)
def _links(lexicon: Lexicon) -> list[tuple[Entry, frozenset[str], str, frozenset[str]]]:
    """Words that tie two phrases, folded: the entry, its prepositions (none: any), its lemma, its forms."""
    return [
        (
            entry,
            frozenset(fold(p) for p in entry.get("prep").split("|") if entry.get("prep")),
            fold(entry.lemma),
            frozenset(fold(f.strip()) for f in entry.get("forms").split(",") if f.strip()),
        )
        for entry in lexicon.entries_of("relation_words")
    ]


class RelationFinder:
    """Finds the relations of one sentence."""

    def __init__(self, words: list[Word], chunks: list[Chunk], knowledge: Knowledge, language: str) -> None:
        self.words, self.chunks, self.knowledge, self.language = words, chunks, knowledge, language
        self.schema = knowledge.schema
        lexicon = knowledge.lexicon(language)
        self.place_prepositions = lexicon.words("prepositions", "sense", "place")
        self.links = _links(lexicon)

    def run(self) -> list[Relation]:
        found: list[Relation] = []
        for i, chunk in enumerate(self.chunks):
            if chunk.phrase is None:
                continue
            found.extend(by_rule("within one phrase", self._inside(chunk.phrase)))
            following = self._next(i)
            if following is not None:
                linked = by_rule("the words between tie them", self._linked(chunk.phrase, following))
                found.extend(linked)
                for phrase in [] if linked else self._list_before(i):
                    found.extend(by_rule("a place follows", self._located(phrase, following)))
            found.extend(by_rule("a title beside a name", self._apposition(i)))
        return found

    def _next(self, i: int) -> Phrase | None:
        """The phrase right after chunk ``i``, over at most one comma or quotation mark."""
        for j in range(i + 1, min(i + 3, len(self.chunks))):
            chunk = self.chunks[j]
            if chunk.phrase is not None:
                return chunk.phrase
            if chunk.text not in ("،", ",", '"'):
                return None
        return None

    def _list_before(self, i: int) -> list[Phrase]:
        """The phrase of chunk ``i`` and those that it is joined to."""
        found: list[Phrase] = []
        for j in range(i, -1, -1):
            phrase = self.chunks[j].phrase
            if phrase is None:
                break
            found.insert(0, phrase)
            if not phrase.joined or phrase.prep:
                break
        return found

    def _is(self, phrase: Phrase, class_: str) -> bool:
        return phrase.type is not None and self.schema.is_a(phrase.type, class_)

    def _part(self, phrase: Phrase) -> bool:
        match = phrase.head.match("place_nouns")
        return match is not None and match.get("flag") == "part"

    def _located(self, phrase: Phrase, following: Phrase) -> Iterator[Relation]:
        if not self._is(following, "Place") or following.joined:
            return
        if not following.prep and self._contained(phrase, following):
            yield Relation(phrase, "located_in", following)
            return
        by_preposition = following.prep in self.place_prepositions and following.prep not in ("علي", "لدي")
        by_part = not following.prep and self._part(following)
        if not (by_preposition or by_part) or self._known_apart(phrase, following):
            return
        if (self._is(phrase, "Place") and phrase.type != "State") or (
            self._is(phrase, "GovernmentBody") and by_preposition and phrase.named
        ):
            yield Relation(phrase, "located_in", following)

    def _contained(self, phrase: Phrase, following: Phrase) -> bool:
        """«صنعاء، اليمن»: the gazetteer knows the one to lie in the other."""
        if phrase.known is None or following.known is None:
            return False
        return following.known in self.knowledge.gazetteer.ancestors(phrase.known, ("located_in",))

    def _known_apart(self, phrase: Phrase, following: Phrase) -> bool:
        """Two places that the gazetteer knows, of which neither lies in the other."""
        if phrase.known is None or following.known is None or phrase.known == following.known:
            return phrase.known is not None and phrase.known == following.known
        ancestors = self.knowledge.gazetteer.ancestors
        return following.known not in ancestors(phrase.known, ("located_in",)) and self._is(
            following, "Settlement"
        )

    def _linked(self, phrase: Phrase, following: Phrase) -> Iterator[Relation]:
        """«… التابعة ل…», «… المدعومة من …», «مسلحون من …», «مصدر في الشرطة»."""
        if phrase.reach >= 0 and phrase.type in ("UnnamedSource", "Person"):
            yield Relation(phrase, "has_role", following)
            return
        places = self._is(phrase, "Place") and self._is(following, "Place")
        if not self._is(following, "Actor") and not places:
            return
        if (
            phrase.type == "Person"
            and phrase.named
            and following.prep == "من"
            and self._is(following, "Organization")
        ):
            yield Relation(self._person_of(phrase), "has_role", following)
            return
        token = self.words[phrase.last].token
        for entry, preps, lemma, forms in self.links:
            if preps and following.prep not in preps:
                continue
            if lemma in (token.stem, token.lemma) or token.stem in forms:
                subject = phrase if phrase.reach == following.last else self._without_last(phrase) or phrase
                predicate = "located_in" if places else entry.get("predicate")
                yield Relation(subject, predicate, following, entry=entry)  # type: ignore[arg-type]
                return
        member = self._is(phrase, "Actor") and phrase.head.kind != "number"
        if (
            following.prep == "من"
            and member
            and self._is(following, "Organization")
            and self._owner(following)
        ):
            yield Relation(phrase, "part_of", following)

    def _owner(self, phrase: Phrase) -> bool:
        """A body with a name of its own, not «الجيش» alone."""
        return phrase.named and (phrase.known is not None or len(phrase.units) > 1)

    def _person_of(self, phrase: Phrase) -> Phrase:
        """The person's name alone, without title and rank."""
        names = [u for u in phrase.units if u.kind == "name"]
        if not names or names[-1] is phrase.head:
            return phrase
        person = self._sub([names[-1]])
        person.type, person.named, person.known = "Person", True, phrase.known
        return person

    def _without_last(self, phrase: Phrase) -> Phrase | None:
        units = phrase.units[:-1]
        return self._sub(units) if units else None

    def _sub(self, units: list[Unit]) -> Phrase:
        sub = Phrase(units[0].first, units[-1].last, list(units))
        for unit in units:
            if unit.kind == "adjective" and unit.demonym:
                sub.state = unit.demonym
        type_phrase(sub, self.words, self.knowledge, self.language)
        return sub

    def _inside(self, phrase: Phrase) -> Iterator[Relation]:
        if phrase.type == "Person" and phrase.head.match("roles"):
            yield from self._role(phrase)
            return
        units = [u for u in phrase.units if u.kind != "number"]
        rest = units[1:]
        while rest and rest[0].kind == "adjective":
            rest = rest[1:]
        if not rest or not units[0].match("actor_nouns", "people"):
            return
        owner = self._sub(rest)
        if (
            self._is(owner, "Actor")
            and self._owner(owner)
            and phrase.known is None
            and self._is(phrase, "Actor")
        ):
            yield Relation(phrase, "part_of", owner)

    def _role(self, phrase: Phrase) -> Iterator[Relation]:
        """«رئيس الوزراء الإسرائيلي بنيامين نتنياهو»: the person has a role in Israel."""
        names = [u for u in phrase.units if u.kind == "name" and u is not phrase.head]
        if not names or names[-1] is not phrase.units[-1] or not phrase.named:
            return
        person = self._person_of(phrase)
        body = self._body(phrase, phrase.units[:-1])
        if body is not None:
            yield Relation(person, "has_role", body)

    def _body(self, phrase: Phrase, units: list[Unit]) -> Phrase | None:
        """The body in which a title is held: what follows the title noun, or the state of its adjective."""
        head = phrase.head
        rest = [u for u in units if u.first > head.last]
        while rest and rest[0].kind == "adjective":
            if rest[0].demonym:
                return self._state(rest[0])
            rest = rest[1:]
        named = self._before_rank(rest)
        construct = not named or not self.words[head.last].token.definite
        rest = [*(self._tail(head) if construct else []), *named]
        if rest:
            body = self._sub(rest)
            return body if self._is(body, "Actor") or self._is(body, "Place") else None
        return None

    def _before_rank(self, units: list[Unit]) -> list[Unit]:
        """What stands before the rank of the person: «المتحدث باسم الجيش | العميد …»."""
        rank = next((k for k, u in enumerate(units) if u.match("roles")), len(units))
        return [u for u in units[:rank] if u.kind != "name" or u.entities]

    def _tail(self, head: Unit) -> list[Unit]:
        """The body that a title of several words names itself («مدير المرصد»)."""
        word = self.words[head.last]
        body = any(m.kind in ("actor_nouns", "place_nouns") for m in word.nouns)
        if head.last == head.first or not body:
            return []
        return [Unit("noun", head.last, head.last, tuple(word.nouns))]

    def _state(self, unit: Unit) -> Phrase:
        entity = self.knowledge.gazetteer.entities.get(unit.demonym or "")
        return Phrase(
            unit.first,
            unit.last,
            [unit],
            type=entity.type if entity else "State",
            known=unit.demonym,
            named=True,
        )

    def _apposition(self, i: int) -> Iterator[Relation]:
        """«فلان، المتحدث باسم …» and «القيادي في … فلان»."""
        phrase = self.chunks[i].phrase
        assert phrase is not None
        if not phrase.head.match("roles") or phrase.named:
            return
        following = self._next(i)
        body = self._body(phrase, phrase.units)
        if (
            body is None
            and following is not None
            and following.prep
            and not following.joined
            and self._is(following, "Actor")
        ):
            body = following
        person = self._person_before(i) or self._person_after(i, following)
        if person is not None and body is not None:
            yield Relation(person, "has_role", body)

    def _person_before(self, i: int) -> Phrase | None:
        adjacent = self.chunks[i - 1].phrase if i else None
        if self.chunks[i].joined or (self.chunks[i].phrase or Phrase(0, 0, [])).prep:
            return None
        if adjacent is not None and adjacent.type == "Person" and adjacent.named:
            return self._person_of(adjacent)
        if (
            adjacent is not None
            and not adjacent.prep
            and not self._common(adjacent)
            and adjacent.type is None
            and all(u.kind == "other" for u in adjacent.units)
        ):
            adjacent.type, adjacent.named = "Person", True
            return adjacent
        if i < 2 or self.chunks[i - 1].text not in ("،", ","):
            return None
        before = self.chunks[i - 2].phrase
        if (
            before is not None
            and before.type in ("Person", None)
            and before.named
            and not self.chunks[i].joined
        ):
            return before
        return None

    def _common(self, phrase: Phrase) -> bool:
        """Whether all its words are in the dictionary and no given names: «إقناع القادة» names nobody."""
        words = self.words[phrase.first : phrase.last + 1]
        return all(is_word(w.token, self.language) and not w.given for w in words)

    def _person_after(self, i: int, following: Phrase | None) -> Phrase | None:
        if following is None:
            return None
        if (
            i + 1 < len(self.chunks)
            and self.chunks[i + 1].text in ("،", ",")
            and not following.prep
            and not following.joined
        ):
            unknown = following.type is None and all(
                u.kind in ("other", "adjective") for u in following.units
            )
            if unknown and len(following.units) > 1:
                following.type, following.named = "Person", True
            return following if following.type == "Person" and following.named else None
        units = following.units
        if len(units) > 1 and units[-1].kind == "name" and units[-1].entities:
            person = self._sub([units[-1]])
            return person if person.type == "Person" else None
        return None
