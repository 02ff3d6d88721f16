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
    for relation, inside in _pairs(reader, context):
        if _key(relation) not in seen:
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
        if chunk.phrase is None:
            continue
        found += [(r, True) for r in _inside(chunk.phrase, tails[id(chunk.phrase)], reader, context)]
        named = _bare(chunk.phrase, tails[id(chunk.phrase)])
        for other, verbs in _following(reader, i):
            between = [
                r
                for object_ in (other, *tails[id(other)][:2])
                for subject in named
                for r in _between(subject, object_, context)
            ]
            backwards = [
                r for r in _between(other, chunk.phrase, context) if verbs or r.predicate == "has_role"
            ]
            found += [(r, False) for r in between + backwards if not verbs or r.predicate == "located_in"]
            found += [(r, False) for r in _allied(chunk.phrase, other, reader, context) if not verbs]
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


def _allied(phrase: Phrase, other: Phrase, reader: SentenceReader, context: Context) -> Iterator[Relation]:
    """Two actors with a word such as «موالية», «بدعم من» or «حليف» at the first, between them or before."""
    is_a = context.schema.is_a
    if any(p.type is None or not is_a(p.type, "Actor") for p in (phrase, other)):
        return
    words = reader.words[max(0, phrase.first - 1) : other.first + 1]
    ties = _allies(reader.knowledge.lexicon(reader.language))
    if any(ties & {w.token.stem, w.token.lemma} for w in words):
        yield Relation(phrase, "allied_with", other)
        yield Relation(other, "allied_with", phrase)


@lru_cache(maxsize=4)
def _allies(lexicon: Lexicon) -> frozenset[str]:
    """Folded words that make allies of two actors."""
    entries = [e for e in lexicon.entries_of("relation_words") if e.get("predicate") == "allied_with"]
    forms = [f for e in entries for f in (e.lemma, *e.get("forms").split(","))]
    return frozenset(fold(f.strip()) for f in forms if f.strip())


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
    return [
        _sub(phrase.units[i:], reader)
        for i in range(1, len(phrase.units))
        if phrase.units[i].kind != "number"
    ]


def _sub(units: list[Unit], reader: SentenceReader) -> Phrase:
    sub = Phrase(units[0].first, units[-1].last, list(units))
    type_phrase(sub, reader.words, reader.knowledge, reader.language)
    return sub


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
    ]
    if subject.known is not None and object_.known is not None:
        above = reader.knowledge.gazetteer.ancestors(subject.known, ("located_in", "part_of"))
        found.append((_known, (name, rule, object_.known in above, subject.known == object_.known)))
    return found


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


def _known(name: str, rule: str, above: bool, same: bool) -> Sequence[str]:
    """Whether the gazetteer has the one above the other."""
    return (f"{rule}|gazetteer={above}", f"{name}|same={same}")
