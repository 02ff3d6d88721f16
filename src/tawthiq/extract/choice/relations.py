"""Which relations to keep of those that the rules see and of those that might be: options and features."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tawthiq.extract.choice.context import Context, Traits, bucket
from tawthiq.extract.choice.pairs import Pairs, ally_words
from tawthiq.extract.choice.scene import count_between
from tawthiq.extract.phrases import Phrase
from tawthiq.extract.relations import Relation
from tawthiq.extract.sentences import SentenceReader
from tawthiq.knowledge.models import Group

BETWEEN = 3
"""Words between two phrases that are looked at."""


@dataclass(slots=True, eq=False)
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
    for relation, inside in Pairs(reader, context.schema).run():
        tied = relation.predicate == "part_of" and relation.object.first in allies
        if _key(relation) not in seen and not tied:
            seen.add(_key(relation))
            found.append(RelationOption(relation, reader, False, inside))
    return found


def _key(relation: Relation) -> tuple[int, int, str, int, int]:
    subject, object_ = relation.subject, relation.object
    return (subject.first, subject.last, relation.predicate, object_.first, object_.last)


def relation_features(option: RelationOption, context: Context) -> list[Group]:
    """Features of «this relation is stated»."""
    relation, reader = option.relation, option.reader
    subject, object_ = relation.subject, relation.object
    name, prep = relation.predicate, object_.prep
    one, other = context.look(subject, reader), context.look(object_, reader)
    rule = f"{name}:{'rule' if option.ruled else 'in' if option.inside else 'pair'}"
    words, scene = reader.words, context.scene(reader)
    behind = subject.last + 1
    between = words[behind : min(object_.first, behind + BETWEEN)]
    gap = "in" if option.inside else bucket(object_.first - subject.last)
    steps = scene.chunk_at.get(object_.first, -1) - scene.chunk_at.get(subject.first, -1)
    left = words[subject.first - 1].token.stem if subject.first else "^"
    right = words[object_.last + 1].token.stem if object_.last + 1 < len(words) else "$"
    verbs = count_between(scene.verb_starts, subject.last, object_.first, 2)
    rivals = count_between(scene.starts[other.coarse], subject.first, object_.first, 3)
    turned = object_.first < subject.first
    found: list[Group] = [
        (_kinds, (rule, one.kind, other.kind, subject.type, object_.type)),
        (_preps, (rule, turned, one.kind, other.kind, prep, subject.prep)),
        (_word, (name, "sub-word", one.word)),
        (_word, (name, "obj-word", other.word)),
        (_side, (name, rule, "sub", subject.joined, one.traits)),
        (_side, (name, rule, "obj", object_.joined, other.traits)),
        (_apart, (rule, gap, bucket(steps), prep)),
        (_word, (rule, "between", " ".join([w.token.stem for w in between]))),
        (_word, (rule, "left", left)),
        (_word, (rule, "right", right)),
        (_word, (name, "last-word", words[subject.last].token.stem)),
        (_sentence, (name, bucket(reader.sentence.index))),
        (_amid, (name, rule, verbs, rivals, one.kind, other.kind)),
    ]
    if name == "allied_with":
        found.append((_tie, (rule, _tie_of(subject, object_, reader))))
    if subject.known is not None and object_.known is not None:
        above = reader.knowledge.gazetteer.ancestors(subject.known, ("located_in", "part_of"))
        found.append((_known, (name, rule, object_.known in above, subject.known == object_.known)))
    return found


def _tie_of(subject: Phrase, object_: Phrase, reader: SentenceReader) -> tuple[str, int, bool]:
    """The word that makes allies of two: which, how far from the first, and whether it stands in it."""
    low, high = sorted((subject, object_), key=lambda p: p.first)
    ties = ally_words(reader.knowledge.lexicon(reader.language))
    for i in range(high.first, max(-1, low.first - 3), -1):
        token = reader.words[i].token
        if ties & {token.stem, token.lemma}:
            return token.lemma, min(high.first - i, 4), i <= low.last
    return "-", 0, False


# ---- The features as text, in groups that are made of the same values


def _kinds(rule: str, one: str, other: str, subject: str | None, object_: str | None) -> Sequence[str]:
    return (rule, f"{rule}|{one}|{other}", f"{rule}|sub:{subject}", f"{rule}|obj:{object_}")


def _preps(rule: str, turned: bool, one: str, other: str, prep: str, subject_prep: str) -> Sequence[str]:
    """Prepositions; ``turned`` says that the object stands before the subject."""
    found = (
        f"{rule}|prep={prep}",
        f"{rule}|prep={prep}|{one}|{other}",
        f"{rule}|sub-prep={subject_prep}",
    )
    if not turned:
        return found
    return (
        *found,
        f"{rule}|back",
        f"{rule}|back|{one}|{other}",
        f"{rule}|back|prep={prep}",
        f"{rule}|back|sub-prep={subject_prep}",
        f"{rule}|back|{prep}|{subject_prep}",
    )


def _word(rule: str, where: str, word: str) -> Sequence[str]:
    return (f"{rule}|{where}={word}",)


def _side(name: str, rule: str, side: str, joined: bool, traits: Traits) -> Sequence[str]:
    return (
        f"{rule}|{side}-named={traits.named}|{traits.known}",
        f"{rule}|{side}-units={traits.units}",
        f"{rule}|{side}-joined={joined}",
        f"{rule}|{side}-kind={traits.head}",
        f"{name}|{side}-adj={traits.state}",
        f"{name}|{side}-def={traits.definite}",
    )


def _apart(rule: str, gap: str, steps: str, prep: str) -> Sequence[str]:
    return (f"{rule}|gap={gap}", f"{rule}|steps={steps}", f"{rule}|steps={steps}|{prep}")


def _sentence(name: str, index: str) -> Sequence[str]:
    return (f"{name}|sentence={index}",)


def _amid(name: str, rule: str, verbs: int, rivals: int, one: str, other: str) -> Sequence[str]:
    """What stands between the two: verbs, and phrases of the object's class."""
    return (
        f"{rule}|verbs={verbs}",
        f"{name}|verbs={verbs}|{one}|{other}",
        f"{rule}|rivals={rivals}",
        f"{name}|rivals={rivals}|{one}|{other}",
    )


def _tie(rule: str, tie: tuple[str, int, bool]) -> Sequence[str]:
    word, apart, inside = tie
    return (f"{rule}|tie={word}", f"{rule}|tied={apart}|{inside}", f"{rule}|tie={word}|{apart}|{inside}")


def _known(name: str, rule: str, above: bool, same: bool) -> Sequence[str]:
    """Whether the gazetteer has the one above the other."""
    return (f"{rule}|gazetteer={above}", f"{name}|same={same}")
