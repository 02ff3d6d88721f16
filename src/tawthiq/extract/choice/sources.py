"""Who says that an event happened: options among those who speak in the text, and features."""

from __future__ import annotations

from dataclasses import dataclass

from tawthiq.extract.attribution import Attribution, sources_at
from tawthiq.extract.choice.context import Context, bucket, head_word
from tawthiq.extract.discourse import Told
from tawthiq.extract.phrases import Phrase
from tawthiq.extract.predicates import SUBJECT
from tawthiq.extract.sentences import SentenceReader

BACK = 4


@dataclass(frozen=True, slots=True, eq=False)
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
    for other in reversed([r for r in context.readers if r.sentence.index < item.sentence]):
        named = [a for a in other.attributions if a.sources]
        if named:
            steps += 1
            back = item.sentence - other.sentence.index
            for n, p in enumerate(named[-1].sources):
                found.append(SourceOption(p, other, f"before{steps}" + ("+" if n else ""), named[-1], back))
        if steps == 2 or item.sentence - other.sentence.index > BACK:
            break
    return found


def source_features(option: SourceOption, item: Told, context: Context, text: str) -> list[str]:
    """Features of «this is who says so»."""
    c, reader, p = item.candidate, item.reader, option.phrase
    where = option.where
    root, kind = context.schema.root_of(c.type), context.kind_of(p)
    own = [a for a in reader.attributions if a.first <= c.predicate.chunk <= a.last]
    said = (
        "named"
        if any(a.sources for a in own)
        else "goes"
        if any(a.goes_on for a in own)
        else "bare"
        if own
        else "no"
    )
    started = text[max(0, reader.sentence.start - 2) : reader.sentence.start]
    paragraph = "\n" in started
    word = head_word(option.reader, p)
    role = next(
        (
            r
            for r in ("actor", "target", "place")
            for q in c.phrases(r)
            if q.first == p.first and option.reader is reader
        ),
        "-",
    )
    found = [
        where,
        f"{where}|{root}",
        f"{where}|{c.type}",
        f"{where}|{kind}",
        f"{where}|type={p.type}",
        f"{where}|word={word}",
        f"word={word}",
        f"{where}|named={p.named}",
        f"{where}|said={said}",
        f"{where}|said={said}|{root}",
        f"{where}|role={role}|{root}",
        f"{where}|kind={c.predicate.kind}|{item.definite}",
        f"{where}|status={c.status}",
        f"{where}|said={said}|paragraph={paragraph}",
        f"{where}|prep={p.prep}",
        f"{where}|joined={p.joined}",
    ]
    a = option.attribution
    if a is not None:
        verb = a.verb
        say = option.reader.words[verb.first_token].token.lemma if verb is not None else "phrase"
        found += [f"{where}|say={say}", f"{where}|scope={a.goes_on}", f"say={say}", f"say={say}|{root}"]
        if not option.back:
            gap = bucket(c.predicate.chunk - (verb.chunk if verb is not None else 0))
            after = verb is not None and verb.first_token > c.predicate.first_token
            found += [
                f"{where}|gap={gap}",
                f"{where}|after={after}",
                f"{where}|after={after}|kind={c.predicate.kind}",
            ]
    elif not option.back:
        verb_ = next((v for v in reader.predicates if p in v.all_phrases()), None)
        if verb_ is not None:
            found.append(f"{where}|say={reader.words[verb_.first_token].token.lemma}")
            found.append(
                f"{where}|complement={verb_.complement >= 0}|{verb_.first_token < c.predicate.first_token}"
            )
    if option.back:
        back = bucket(option.back)
        quoted = any(w.token.norm in ('"', "«", "“") for w in reader.words)
        found += [
            f"{where}|back={back}",
            f"{where}|back={back}|{said}|{paragraph}",
            f"{where}|quoted={quoted}|{said}",
        ]
        found.append(f"{where}|first-word={reader.words[0].token.stem}")
        before = next((b for b in context.before(item)), None)
        follows = before is not None and before.sentence == option.reader.sentence.index
        found.append(f"{where}|follows={follows}|{back}")
    return found
