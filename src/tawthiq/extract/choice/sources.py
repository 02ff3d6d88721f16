"""Who says that an event happened: options among those who speak in the text, and features."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from tawthiq.extract.attribution import Attribution, sources_at
from tawthiq.extract.choice.context import Context, bucket
from tawthiq.extract.discourse import Told
from tawthiq.extract.phrases import Phrase
from tawthiq.extract.predicates import SUBJECT
from tawthiq.extract.sentences import SentenceReader
from tawthiq.knowledge.models import Group

BACK = 4
AHEAD = 7
SPEAKERS_AHEAD = 4
ROLES = ("actor", "target", "place")
SHORT = 2
QUOTES = frozenset('"«“')


@dataclass(slots=True, eq=False)
class SourceOption:
    """A phrase that may name the source; ``where`` says how it came up."""

    phrase: Phrase
    reader: SentenceReader
    where: str
    attribution: Attribution | None = None
    back: int = 0


def source_options(item: Told, context: Context) -> list[SourceOption]:
    """The sentence's own speakers, those of its verbs of saying at large, then the speakers before."""
    reader, chunk = item.reader, item.candidate.predicate.chunk
    ruled = {(p.first, p.last) for p in sources_at(reader.attributions, chunk)[0]}
    found: list[SourceOption] = []
    seen: set[tuple[int, int]] = set()
    for attribution in reader.attributions:
        inside = attribution.first <= chunk <= attribution.last
        for p in attribution.sources:
            key = (p.first, p.last)
            if key not in seen:
                seen.add(key)
                where = "rule" if key in ruled else "covers" if inside else "aside"
                found.append(SourceOption(p, reader, where, attribution))
    for predicate in reader.predicates:
        if predicate.kind != "verb" or predicate.senses("triggers"):
            continue
        for p in predicate.slots.get(SUBJECT, []):
            key = (p.first, p.last)
            if key not in seen:
                seen.add(key)
                found.append(SourceOption(p, reader, "subject"))
    steps = 0
    for other in context.readers_before(item):
        named = context.once(_speaking, other)
        if named:
            steps += 1
            back = item.sentence - other.sentence.index
            for n, p in enumerate(named[-1].sources):
                found.append(SourceOption(p, other, f"before{steps}" + ("+" if n else ""), named[-1], back))
        if steps == 2 or item.sentence - other.sentence.index > BACK:
            break
    return found if ruled else found + _ahead(item, context)


def _speaking(reader: SentenceReader, _: Context) -> list[Attribution]:
    """The attributions of a sentence that name who speaks."""
    return [a for a in reader.attributions if a.sources]


def _ahead(item: Told, context: Context) -> list[SourceOption]:
    """Who speaks after an event of which nobody was said to tell, where the words may take it up again."""
    retold = {r.sentence for r in item.candidate.retold}
    found: list[SourceOption] = []
    for other in context.readers_after(item, AHEAD):
        told = "retold" if other.sentence.index in retold else "after"
        for attribution in other.attributions:
            for p in attribution.sources:
                back = item.sentence - other.sentence.index
                found.append(SourceOption(p, other, told, attribution, back))
        if len(found) >= SPEAKERS_AHEAD and not retold:
            break
    return found


class SourceFeatures:
    """Features of the options of one event; what all of them share is read once."""

    def __init__(self, item: Told, context: Context, text: str) -> None:
        self.item, self.context, c = item, context, item.candidate
        self.root, self.predicate = context.schema.root_of(c.type), c.predicate
        self.said = _how_said(item)
        start = item.reader.sentence.start
        self.paragraph = "\n" in text[max(0, start - 2) : start]
        self.places = [(r, p.first) for r in ROLES for p in c.phrases(r)]

    @cached_property
    def names(self) -> set[str]:
        """The words of its arguments."""
        words, phrases = self.item.reader.words, self.item.candidate.all_phrases()
        return {w.token.stem for p in phrases for w in words[p.first : p.last + 1]}

    def of(self, option: SourceOption) -> list[Group]:
        """Features of «this is who says so»."""
        item, c, p, where, root = self.item, self.item.candidate, option.phrase, option.where, self.root
        look = self.context.look(p, option.reader)
        found: list[Group] = [
            (_speaker, (where, look.kind, p.type, look.word, p.named, p.prep, p.joined)),
            (_event, (where, root, c.type, c.status, self.predicate.kind, item.definite)),
            (_said, (where, self.said, root, self.paragraph)),
            (_in_role, (where, self._role(option), root)),
        ]
        if option.attribution is not None:
            found += self._verb(option, option.attribution)
        elif not option.back:
            found += self._subject(option)
        if option.back < 0:
            found.append(self._taken_up(option))
        elif option.back:
            found.append(self._before(option))
        return found

    def _role(self, option: SourceOption) -> str:
        """The role that the source has in the event, by where it begins."""
        if option.reader is self.item.reader:
            for role, first in self.places:
                if first == option.phrase.first:
                    return role
        return "-"

    def _verb(self, option: SourceOption, attribution: Attribution) -> Iterator[Group]:
        """The verb of saying, and where it stands if it is in the event's sentence."""
        where, verb, predicate = option.where, attribution.verb, self.predicate
        say = option.reader.words[verb.first_token].token.lemma if verb is not None else "phrase"
        yield _say, (where, say, self.root, attribution.goes_on)
        if not option.back:
            gap = bucket(predicate.chunk - (verb.chunk if verb is not None else 0))
            after = verb is not None and verb.first_token > predicate.first_token
            yield _beside, (where, gap, after, predicate.kind)

    def _subject(self, option: SourceOption) -> Iterator[Group]:
        """The verb of the event's sentence that has the speaker."""
        reader = self.item.reader
        verb = next((v for v in reader.predicates if option.phrase in v.all_phrases()), None)
        if verb is not None:
            word = reader.words[verb.first_token].token.lemma
            before = verb.first_token < self.predicate.first_token
            yield _subject_of, (option.where, word, verb.complement >= 0, before)

    def _before(self, option: SourceOption) -> Group:
        reader = self.item.reader
        quoted = self.context.once(_quotes, reader)
        last = next(self.context.before(self.item), None)
        follows = last is not None and last.sentence == option.reader.sentence.index
        word, back = reader.words[0].token.stem, bucket(option.back)
        return _before, (option.where, back, self.said, self.paragraph, quoted, word, follows)

    def _taken_up(self, option: SourceOption) -> Group:
        """What a later sentence has to do with the event of which it may tell more."""
        other, root, item, context = option.reader, self.root, self.item, self.context
        roots = context.once(_roots, other)
        fresh = "none" if not roots else "kin" if root in roots else "other"
        rivals = sum(
            context.schema.root_of(t.candidate.type) == root
            for i in range(item.sentence + 1, other.sentence.index)
            for t in context.told_in(i)
        )
        shared = sum([stem in self.names for stem in context.once(_long_stems, other)])
        again = context.once(_taking_up, other)
        lead = (item is context.told[0], item.sentence == 0)
        numbers = (min(rivals, 2), min(shared, 3))
        return _after, (option.where, root, bucket(option.back), fresh, *numbers, again, *lead)


def _roots(reader: SentenceReader, context: Context) -> set[str]:
    """Roots of the types of the events that a sentence tells."""
    return {context.schema.root_of(t.candidate.type) for t in context.told_in(reader.sentence.index)}


def _long_stems(reader: SentenceReader, _: Context) -> list[str]:
    return [stem for w in reader.words if len(stem := w.token.stem) > SHORT]


def _taking_up(reader: SentenceReader, _: Context) -> bool:
    """Whether a sentence has a definite noun for an event, such as «الهجوم»."""
    return any(w.token.definite and any(m.kind == "triggers" for m in w.nouns) for w in reader.words)


def _quotes(reader: SentenceReader, _: Context) -> bool:
    return any(w.token.norm in QUOTES for w in reader.words)


def _how_said(item: Told) -> str:
    """Whether the sentence has somebody say it."""
    chunk = item.candidate.predicate.chunk
    own = [a for a in item.reader.attributions if a.first <= chunk <= a.last]
    if any(a.sources for a in own):
        return "named"
    return "goes" if any(a.goes_on for a in own) else "bare" if own else "no"


# ---- The features as text, in groups that are made of the same values


def _speaker(
    where: str, kind: str, type_: str | None, word: str, named: bool, prep: str, joined: bool
) -> Sequence[str]:
    return (
        where,
        f"{where}|{kind}",
        f"{where}|type={type_}",
        f"{where}|word={word}",
        f"word={word}",
        f"{where}|named={named}",
        f"{where}|prep={prep}",
        f"{where}|joined={joined}",
    )


def _event(where: str, root: str, type_: str, status: str, kind: str, definite: bool) -> Sequence[str]:
    return (
        f"{where}|{root}",
        f"{where}|{type_}",
        f"{where}|status={status}",
        f"{where}|kind={kind}|{definite}",
    )


def _said(where: str, said: str, root: str, paragraph: bool) -> Sequence[str]:
    return (
        f"{where}|said={said}",
        f"{where}|said={said}|{root}",
        f"{where}|said={said}|paragraph={paragraph}",
    )


def _in_role(where: str, role: str, root: str) -> Sequence[str]:
    return (f"{where}|role={role}|{root}",)


def _say(where: str, say: str, root: str, goes_on: bool) -> Sequence[str]:
    return (f"{where}|say={say}", f"{where}|scope={goes_on}", f"say={say}", f"say={say}|{root}")


def _beside(where: str, gap: str, after: bool, kind: str) -> Sequence[str]:
    return (f"{where}|gap={gap}", f"{where}|after={after}", f"{where}|after={after}|kind={kind}")


def _subject_of(where: str, say: str, complement: bool, before: bool) -> Sequence[str]:
    return (f"{where}|say={say}", f"{where}|complement={complement}|{before}")


def _before(
    where: str, back: str, said: str, paragraph: bool, quoted: bool, word: str, follows: bool
) -> Sequence[str]:
    """The speaker of an earlier sentence."""
    return (
        f"{where}|back={back}",
        f"{where}|back={back}|{said}|{paragraph}",
        f"{where}|quoted={quoted}|{said}",
        f"{where}|first-word={word}",
        f"{where}|follows={follows}|{back}",
    )


def _after(
    where: str,
    root: str,
    back: str,
    fresh: str,
    rivals: int,
    shared: int,
    again: bool,
    lead: bool,
    first: bool,
) -> Sequence[str]:
    """The speaker of a later sentence."""
    return (
        f"{where}|back={back}",
        f"{where}|{root}|back={back}",
        f"{where}|fresh={fresh}",
        f"{where}|fresh={fresh}|{root}",
        f"{where}|fresh={fresh}|back={back}",
        f"{where}|rivals={rivals}|fresh={fresh}",
        f"{where}|shared={shared}",
        f"{where}|shared={shared}|fresh={fresh}",
        f"{where}|again={again}|fresh={fresh}",
        f"{where}|lead={lead}",
        f"{where}|lead={lead}|fresh={fresh}|back={back}",
        f"{where}|lead={first}|rivals={rivals}",
    )
