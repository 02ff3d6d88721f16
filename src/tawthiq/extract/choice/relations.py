"""Which relations to keep of those that the rules see and of those that might be: options and features."""

from __future__ import annotations

from dataclasses import dataclass

from tawthiq.extract.choice.context import Context, bucket, chunk_of, head_word
from tawthiq.extract.phrases import Phrase, Unit
from tawthiq.extract.relations import Relation
from tawthiq.extract.sentences import SentenceReader
from tawthiq.extract.typing import type_phrase

REACH = 4


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
        for other in chunks[i + 1 : i + 1 + REACH]:
            if other.kind == "verb":
                break
            if other.phrase is not None:
                for object_ in (other.phrase, *tails[id(other.phrase)][:1]):
                    found += [(r, False) for r in _between(chunk.phrase, object_, context)]
                found += [
                    (r, False)
                    for r in _between(other.phrase, chunk.phrase, context)
                    if r.predicate == "has_role"
                ]
    return found


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
    if is_a(other, "Actor") and other not in ("Person", "People"):
        if one in ("Person", None):
            found.append(Relation(subject, "has_role", object_))
        if one is not None and is_a(one, "Actor") and one not in ("Person", "State"):
            found.append(Relation(subject, "part_of", object_))
    return found


def relation_features(option: RelationOption, context: Context) -> list[str]:
    """Features of «this relation is stated»."""
    relation, reader = option.relation, option.reader
    subject, object_ = relation.subject, relation.object
    name = relation.predicate
    one, other = context.kind_of(subject), context.kind_of(object_)
    rule = f"{name}:{'rule' if option.ruled else 'in' if option.inside else 'pair'}"
    found = [rule, f"{rule}|{one}|{other}", f"{rule}|sub:{subject.type}", f"{rule}|obj:{object_.type}"]
    for side, phrase in (("sub", subject), ("obj", object_)):
        word = head_word(reader, phrase)
        found += [
            f"{name}|{side}-word={word}",
            f"{rule}|{side}-named={phrase.named}|{phrase.known is not None}",
        ]
        found += [f"{rule}|{side}-units={bucket(len(phrase.units))}", f"{rule}|{side}-joined={phrase.joined}"]
        found += [f"{rule}|{side}-kind={phrase.head.kind}", f"{name}|{side}-adj={phrase.state is not None}"]
        found.append(f"{name}|{side}-def={reader.words[phrase.head.first].token.definite}")
    found += [
        f"{rule}|prep={object_.prep}",
        f"{rule}|prep={object_.prep}|{one}|{other}",
        f"{rule}|sub-prep={subject.prep}",
    ]
    between = reader.words[subject.last + 1 : object_.first]
    gap = "in" if option.inside else bucket(object_.first - subject.last)
    found += [f"{rule}|gap={gap}", f"{rule}|between={' '.join(w.token.stem for w in between[:3])}"]
    chunks = reader.chunks
    steps = chunk_of(chunks, object_.first) - chunk_of(chunks, subject.first)
    found += [f"{rule}|steps={bucket(steps)}", f"{rule}|steps={bucket(steps)}|{object_.prep}"]
    left = reader.words[subject.first - 1].token.stem if subject.first else "^"
    right = reader.words[object_.last + 1].token.stem if object_.last + 1 < len(reader.words) else "$"
    found += [
        f"{rule}|left={left}",
        f"{rule}|right={right}",
        f"{name}|last-word={reader.words[subject.last].token.stem}",
    ]
    found.append(f"{name}|sentence={bucket(reader.sentence.index)}")
    known = subject.known is not None and object_.known is not None
    if known:
        above = reader.knowledge.gazetteer.ancestors(subject.known or "", ("located_in", "part_of"))
        found.append(f"{rule}|gazetteer={object_.known in above}")
        found.append(f"{name}|same={subject.known == object_.known}")
    return found
