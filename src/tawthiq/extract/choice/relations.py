"""Which relations to keep of those that the rules see and of those that might be: options and features."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tawthiq.extract.choice.context import Context, Traits, bucket
from tawthiq.extract.phrases import Phrase, Unit
from tawthiq.extract.relations import Relation
from tawthiq.extract.sentences import SentenceReader
from tawthiq.extract.typing import type_phrase
from tawthiq.fold import fold
from tawthiq.knowledge.lexicon import Lexicon
from tawthiq.knowledge.models import Group

REACH = 7
VERBS = 1


@dataclass(frozen=True, slots=True, eq=False)
class RelationOption:
    """A relation that may hold, and whether a rule says so."""

    relation: Relation
    reader: SentenceReader
    ruled: bool
    inside: bool = False


def relation_options(reader: SentenceReader, context: Context) -> list[RelationOption]:
    """The relations of the rules, and pairs of phrases that stand close to each other."""
    found = [RelationOption(r, reader, True) for r in reader.relations]
    seen = {_key(r) for r in reader.relations}
    allies = {r.object.first for r in reader.relations if r.predicate == "allied_with"}
    for relation, inside in _pairs(reader, context):
        tied = relation.predicate == "part_of" and relation.object.first in allies
        if _key(relation) not in seen and not tied:
            seen.add(_key(relation))
            found.append(RelationOption(relation, reader, False, inside))
    return found


def _key(relation: Relation) -> tuple[int, int, str, int, int]:
    subject, object_ = relation.subject, relation.object
    return (subject.first, subject.last, relation.predicate, object_.first, object_.last)


def _pairs(reader: SentenceReader, context: Context) -> list[tuple[Relation, bool]]:
    found: list[tuple[Relation, bool]] = []
    chunks = reader.chunks
    tails = {id(c.phrase): _tails(c.phrase, reader) for c in chunks if c.phrase is not None}
    for i, chunk in enumerate(chunks):
        phrase = chunk.phrase
        if phrase is None:
            continue
        own = tails[id(phrase)]
        found += [(r, True) for r in _inside(phrase, own, reader, context)]
        named = _bare(phrase, own)
        title = _title(phrase)
        for other, verbs in _following(reader, i):
            theirs = tails[id(other)]
            near = [
                r
                for object_ in (other, *theirs[:2])
                for subject in named
                for r in _between(subject, object_, context)
            ]
            near += [r for object_ in (phrase, *own[-2:]) for r in _located(other, object_, context)]
            near += [r for subject in own[-2:] for r in _located(subject, other, context)]
            near += [r for r in _between(other, phrase, context) if r.predicate == "has_role"]
            title = title or _title(other)
            if title:
                near += [r for body in (other, *theirs) for r in _titled(phrase, body, context)]
                near += [r for body in (phrase, *own) for r in _titled(other, body, context)]
            found += [(r, False) for r in near if not verbs or r.predicate == "located_in"]
            found += [(r, False) for r in _allied(phrase, (other, *theirs[:2]), reader, context)]
            found += [(r, False) for r in _member(phrase, other, reader, context)]
    return found


def _following(reader: SentenceReader, i: int) -> Iterator[tuple[Phrase, int]]:
    """The phrases near after chunk ``i``, with the number of verbs between."""
    verbs = 0
    for other in reader.chunks[i + 1 : i + 1 + REACH]:
        verbs += other.kind == "verb"
        if verbs > VERBS:
            return
        if other.phrase is not None:
            yield other.phrase, verbs


def _bare(phrase: Phrase, tails: list[Phrase]) -> list[Phrase]:
    """The phrase; what it acts on, where it starts with the name of a deed («استهداف مواقع …»)."""
    if phrase.head.match("triggers") and tails:
        return [phrase, tails[0]]
    return [phrase]


def _allied(
    phrase: Phrase, others: Sequence[Phrase], reader: SentenceReader, context: Context
) -> Iterator[Relation]:
    """Two actors with a word such as «موالية», «بدعم من» or «حليف» at the first, between them or before.

    One of them may be named by a place («المدعومة من طهران»).
    """
    words = reader.words[max(0, phrase.first - 2) : others[0].first + 1]
    ties = _allies(reader.knowledge.lexicon(reader.language))
    if not any(ties & {w.token.stem, w.token.lemma} for w in words):
        return
    is_a = context.schema.is_a
    for other in others:
        types = [p.type for p in (phrase, other)]
        actors = [t for t in types if t is not None and is_a(t, "Actor")]
        if actors and all(t is None or is_a(t, "Place") or is_a(t, "Actor") for t in types):
            yield Relation(phrase, "allied_with", other)
            yield Relation(other, "allied_with", phrase)


def _member(phrase: Phrase, other: Phrase, reader: SentenceReader, context: Context) -> Iterator[Relation]:
    """What a word such as «تضم», «تقوده» or «من بينها» between them says to belong to the first."""
    words = reader.words[phrase.last + 1 : other.first]
    ties = reader.knowledge.lexicon(reader.language).words("discourse", "sense", "membership")
    actors = all(p.type is not None and context.schema.is_a(p.type, "Actor") for p in (phrase, other))
    if actors and any(ties & {w.token.stem, w.token.lemma} for w in words):
        yield Relation(other, "part_of", phrase)


def _title(phrase: Phrase) -> bool:
    return phrase.head.match("roles") is not None


def _titled(person: Phrase, body: Phrase, context: Context) -> Iterator[Relation]:
    """A person in a body, where a title stands at one of them or between them."""
    is_a = context.schema.is_a
    name = person.type == "Person" or (person.type is None and person.head.kind in ("name", "other"))
    held = body.type is None or is_a(body.type, "Place") or is_a(body.type, "Actor")
    if name and held and body.type not in ("Person", "People", "UnnamedSource"):
        yield Relation(person, "has_role", body)


@lru_cache(maxsize=4)
def _allies(lexicon: Lexicon) -> frozenset[str]:
    """Folded words that make allies of two actors."""
    entries = [e for e in lexicon.entries_of("relation_words") if e.get("predicate") == "allied_with"]
    forms = [f for e in entries for f in (e.lemma, *e.get("forms").split(","))]
    return frozenset(fold(f.strip()) for f in forms if f.strip()) | lexicon.words(
        "discourse", "sense", "alliance"
    )


def _inside(phrase: Phrase, tails: list[Phrase], reader: SentenceReader, context: Context) -> list[Relation]:
    """The whole phrase or its last name with each of its parts."""
    found: list[Relation] = []
    for tail in tails:
        found += _between(phrase, tail, context)
    if len(phrase.units) > 1 and tails:
        title = _sub(phrase.units[:-1], reader)
        found += [
            r
            for t in _tails(title, reader)
            for r in _between(tails[-1], t, context)
            if r.predicate == "has_role"
        ]
    return found


def _tails(phrase: Phrase, reader: SentenceReader) -> list[Phrase]:
    """What a phrase ends with, from each of its units on, and the states of its adjectives."""
    units = phrase.units
    found = [_sub(units[i:], reader) for i in range(1, len(units)) if units[i].kind != "number"]
    found += [_sub([u], reader) for u in units[1:-1] if u.kind == "adjective" and u.demonym]
    last = units[-1]
    if last.kind == "name" and last.first < last.last and (name := reader.words[last.last].name):
        found.append(_sub([Unit("name", last.last, name[0], (), name[1])], reader))
    return found


def _sub(units: list[Unit], reader: SentenceReader) -> Phrase:
    sub = Phrase(units[0].first, units[-1].last, list(units))
    type_phrase(sub, reader.words, reader.knowledge, reader.language)
    return sub


def _located(subject: Phrase, object_: Phrase, context: Context) -> Iterator[Relation]:
    """A place in another that is named before it or beside what it belongs to."""
    is_a = context.schema.is_a
    if (
        all(p.type is not None and is_a(p.type, "Place") for p in (subject, object_))
        and subject.type != "State"
    ):
        yield Relation(subject, "located_in", object_)


def _between(subject: Phrase, object_: Phrase, context: Context) -> list[Relation]:
    """What may hold between two phrases of these classes."""
    is_a = context.schema.is_a
    one, other = subject.type, object_.type
    if other is None:
        return []
    found = []
    if is_a(other, "Place") and one is not None and one not in ("Person", "People", "State"):
        found.append(Relation(subject, "located_in", object_))
    held = subject.head.match("roles", "people") is not None
    if one in ("Person", "People", None) and is_a(other, "Place") and other != "State" and held:
        found.append(Relation(subject, "has_role", object_))
    if is_a(other, "Actor") and other not in ("Person", "People"):
        if one in ("Person", None) or held:
            found.append(Relation(subject, "has_role", object_))
        if one is not None and is_a(one, "Actor") and one not in ("Person", "State"):
            found.append(Relation(subject, "part_of", object_))
    return found


def relation_features(option: RelationOption, context: Context) -> list[Group]:
    """Features of «this relation is stated»."""
    relation, reader = option.relation, option.reader
    subject, object_ = relation.subject, relation.object
    name = relation.predicate
    one, other = context.look(subject, reader), context.look(object_, reader)
    rule = f"{name}:{'rule' if option.ruled else 'in' if option.inside else 'pair'}"
    words, chunk_at = reader.words, context.scene(reader).chunk_at
    between = words[subject.last + 1 : object_.first]
    gap = "in" if option.inside else bucket(object_.first - subject.last)
    steps = chunk_at.get(object_.first, -1) - chunk_at.get(subject.first, -1)
    left = words[subject.first - 1].token.stem if subject.first else "^"
    right = words[object_.last + 1].token.stem if object_.last + 1 < len(words) else "$"
    found: list[Group] = [
        (_kinds, (rule, one.kind, other.kind, subject.type, object_.type, object_.prep, subject.prep)),
        (_side, (name, rule, "sub", one.word, subject.joined, *one.traits)),
        (_side, (name, rule, "obj", other.word, object_.joined, *other.traits)),
        (_apart, (rule, gap, bucket(steps), object_.prep, " ".join(w.token.stem for w in between[:3]))),
        (_around, (name, rule, left, right, words[subject.last].token.stem)),
        (_sentence, (name, bucket(reader.sentence.index))),
        (_verbs, (name, rule, _verbs_between(subject, object_, reader), one.kind, other.kind)),
        (_turned, (rule, object_.first < subject.first, one.kind, other.kind, object_.prep, subject.prep)),
        (_rivals, (name, rule, _rivals_between(subject, object_, context, reader), one.kind, other.kind)),
    ]
    if name == "allied_with":
        found.append((_tie, (rule, _tie_of(subject, object_, reader))))
    if subject.known is not None and object_.known is not None:
        above = reader.knowledge.gazetteer.ancestors(subject.known, ("located_in", "part_of"))
        found.append((_known, (name, rule, object_.known in above, subject.known == object_.known)))
    return found


def _rivals_between(subject: Phrase, object_: Phrase, context: Context, reader: SentenceReader) -> int:
    """Phrases of the object's class that stand between, at most 3."""
    low, high = sorted((subject.first, object_.first))
    kind = context.look(object_, reader).coarse
    between = (c.phrase for c in reader.chunks if low < c.first < high and c.phrase is not None)
    return min(sum(context.look(p, reader).coarse == kind for p in between), 3)


def _tie_of(subject: Phrase, object_: Phrase, reader: SentenceReader) -> tuple[str, int, bool]:
    """The word that makes allies of two: which, how far from the first, and whether it stands in it."""
    low, high = sorted((subject, object_), key=lambda p: p.first)
    ties = _allies(reader.knowledge.lexicon(reader.language))
    for i in range(high.first, max(-1, low.first - 3), -1):
        token = reader.words[i].token
        if ties & {token.stem, token.lemma}:
            return token.lemma, min(high.first - i, 4), i <= low.last
    return "-", 0, False


def _verbs_between(subject: Phrase, object_: Phrase, reader: SentenceReader) -> int:
    """Verbs between two phrases, at most 2."""
    low, high = sorted((subject.last, object_.first))
    return min(sum(c.kind == "verb" for c in reader.chunks if low < c.first < high), 2)


# ---- The features as text, in groups that are made of the same values


def _kinds(
    rule: str, one: str, other: str, subject: str | None, object_: str | None, prep: str, subject_prep: str
) -> Sequence[str]:
    return (
        rule,
        f"{rule}|{one}|{other}",
        f"{rule}|sub:{subject}",
        f"{rule}|obj:{object_}",
        f"{rule}|prep={prep}",
        f"{rule}|prep={prep}|{one}|{other}",
        f"{rule}|sub-prep={subject_prep}",
    )


def _side(name: str, rule: str, side: str, word: str, joined: bool, *values: Any) -> Sequence[str]:
    traits = Traits(*values)
    return (
        f"{name}|{side}-word={word}",
        f"{rule}|{side}-named={traits.named}|{traits.known}",
        f"{rule}|{side}-units={traits.units}",
        f"{rule}|{side}-joined={joined}",
        f"{rule}|{side}-kind={traits.head}",
        f"{name}|{side}-adj={traits.state}",
        f"{name}|{side}-def={traits.definite}",
    )


def _apart(rule: str, gap: str, steps: str, prep: str, between: str) -> Sequence[str]:
    return (
        f"{rule}|gap={gap}",
        f"{rule}|between={between}",
        f"{rule}|steps={steps}",
        f"{rule}|steps={steps}|{prep}",
    )


def _around(name: str, rule: str, left: str, right: str, last: str) -> Sequence[str]:
    return (f"{rule}|left={left}", f"{rule}|right={right}", f"{name}|last-word={last}")


def _sentence(name: str, index: str) -> Sequence[str]:
    return (f"{name}|sentence={index}",)


def _verbs(name: str, rule: str, verbs: int, one: str, other: str) -> Sequence[str]:
    return (f"{rule}|verbs={verbs}", f"{name}|verbs={verbs}|{one}|{other}")


def _turned(rule: str, back: bool, one: str, other: str, prep: str, subject_prep: str) -> Sequence[str]:
    """The object before the subject."""
    if not back:
        return ()
    return (
        f"{rule}|back",
        f"{rule}|back|{one}|{other}",
        f"{rule}|back|prep={prep}",
        f"{rule}|back|sub-prep={subject_prep}",
        f"{rule}|back|{prep}|{subject_prep}",
    )


def _rivals(name: str, rule: str, rivals: int, one: str, other: str) -> Sequence[str]:
    return (f"{rule}|rivals={rivals}", f"{name}|rivals={rivals}|{one}|{other}")


def _tie(rule: str, tie: tuple[str, int, bool]) -> Sequence[str]:
    word, apart, inside = tie
    return (f"{rule}|tie={word}", f"{rule}|tied={apart}|{inside}", f"{rule}|tie={word}|{apart}|{inside}")


def _known(name: str, rule: str, above: bool, same: bool) -> Sequence[str]:
    """Whether the gazetteer has the one above the other."""
    return (f"{rule}|gazetteer={above}", f"{name}|same={same}")
