"""Is a candidate an event: features of the choice."""

from __future__ import annotations

from tawthiq.extract.choice.context import Context, bucket, lemma, predicate_word
from tawthiq.extract.discourse import Told

WINDOW = 3
ROLES = ("actor", "target", "place")


def event_features(item: Told, context: Context) -> list[str]:
    """Features of «this candidate is an event of its type»."""
    c = item.candidate
    root = context.schema.root_of(c.type)
    word = lemma(c)
    found = [f"type={c.type}", f"root={root}", f"lemma={word}", f"lemma+type={word}|{c.type}"]
    found += _form(item)
    found += _arguments(item, context, root)
    found += _position(item, context)
    found += _governed(item, context, root)
    found += _around(item)
    found += _history(item, context, root)
    return found


def _form(item: Told) -> list[str]:
    c = item.candidate
    p = c.predicate
    word = p.matches[0].form.word
    noun = "def" if item.definite else "indef"
    shape = f"noun:{noun}:{word.number}" if p.kind == "noun" else f"verb:{word.tense}"
    found = [f"shape={shape}", f"shape+type={shape}|{c.type}", f"shape+lemma={shape}|{lemma(c)}"]
    found += [f"marker={m}" for m in p.markers]
    for name in ("passive", "pronoun_subject", "pronoun_object", "joined"):
        if getattr(p, name):
            found.append(name)
    if p.phrase is not None:
        found += [f"prep={p.phrase.prep}", f"prep+type={p.phrase.prep}|{c.type}"]
        found.append(f"in-phrase={'head' if p.phrase.head is p.unit else 'inside'}:{p.phrase.type}")
    return found


def _arguments(item: Told, context: Context, root: str) -> list[str]:
    c = item.candidate
    found = []
    filled = 0
    for role in ROLES:
        phrases = c.phrases(role)
        filled += bool(phrases)
        kind = context.kind_of(phrases[0]) if phrases else "none"
        found += [f"{role}={kind}", f"{role}+root={kind}|{root}", f"{role}+type={bool(phrases)}|{c.type}"]
        if phrases:
            found.append(f"{role}-named={phrases[0].named}")
    found += [
        f"filled={filled}",
        f"filled+type={filled}|{c.type}",
        f"filled+shape={filled}|{item.definite}|{c.predicate.kind}",
    ]
    found.append(f"status={c.status}|{root}")
    found += [f"quantity={q}" for q in c.quantities]
    found += [f"weapon={bool(c.weapons)}|{root}", f"quantities={bool(c.quantities)}|{root}"]
    timed = "own" if c.predicate.times else "near" if c.time is not None else "none"
    found += [f"time={timed}", f"time+root={timed}|{root}"]
    for slot in sorted(c.predicate.slots):
        found.append(f"slot={slot}")
    found += [f"light={len(c.extra) > 0}", f"retold={len(c.retold) > 0}", f"aggregate={c.aggregate}"]
    if c.casualty:
        found.append("casualty")
    return found


def _position(item: Told, context: Context) -> list[str]:
    fellows = context.fellows(item)
    trigger = item.candidate.predicate.first_token
    at = sum(f.candidate.predicate.first_token < trigger for f in fellows)
    last = context.readers[-1].sentence.index
    part = 4 * item.sentence // (last + 1)
    return [
        f"sentence={bucket(item.sentence)}",
        f"part={part}",
        f"fellows={bucket(len(fellows))}",
        f"rank={bucket(at)}",
        f"token={bucket(trigger)}",
        f"told={bucket(len(context.told) // 4)}",
    ]


def _governed(item: Told, context: Context, root: str) -> list[str]:
    reader, p = item.reader, item.candidate.predicate
    found = []
    governor = context.governor(item)
    if governor is not None:
        predicate, slot = governor
        word = predicate_word(reader, predicate)
        kinds = sorted({m.kind for m in predicate.matches})
        found += [f"gov={word}", f"gov+slot={word}|{slot}", f"gov-slot={slot}|{root}"]
        found += [f"gov-kind={k}|{slot}" for k in kinds]
    else:
        found.append("gov=none")
    spoken = [a for a in reader.attributions if a.first <= p.chunk <= a.last]
    found.append(f"said={'named' if any(a.sources for a in spoken) else 'bare' if spoken else 'no'}|{root}")
    return found


def _around(item: Told) -> list[str]:
    words, p = item.reader.words, item.candidate.predicate
    found = []
    for step in range(1, WINDOW + 1):
        before, after = p.first_token - step, p.last_token + step
        left = words[before].token.stem if before >= 0 else "^"
        right = words[after].token.stem if after < len(words) else "$"
        found += [f"left={left}", f"right={right}"]
        if step == 1:
            found += [f"left1={left}", f"right1={right}"]
    token = words[p.first_token].token
    found.append(f"proclitic={'+'.join(token.proclitics)}")
    return found


def _history(item: Told, context: Context, root: str) -> list[str]:
    before = context.before(item)
    same = next((b for b in before if b.candidate.type == item.candidate.type), None)
    kin = next((b for b in before if context.schema.root_of(b.candidate.type) == root), None)
    gap = bucket(item.sentence - same.sentence) if same else "none"
    return [
        f"again={gap}",
        f"again+def={gap}|{item.definite}",
        f"kin={bucket(item.sentence - kin.sentence) if kin else 'none'}",
        f"again+verb={gap}|{bool(same and same.verb == item.verb)}",
    ]
