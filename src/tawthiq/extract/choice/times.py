"""When an event happened: options among the times that the text gives, and features."""

from __future__ import annotations

from dataclasses import dataclass

from tawthiq.extract.choice.context import Context, bucket, lemma
from tawthiq.extract.discourse import Told
from tawthiq.model import TimeInterval

EARLIER = 4
AHEAD = 3


@dataclass(frozen=True, slots=True, eq=False)
class TimeOption:
    """A time that the event may have; ``origin`` is the sentence or the event that it is taken from."""

    time: TimeInterval
    where: str
    chunk: int = -1
    back: int = 0
    other: Told | None = None


def time_options(item: Told, context: Context) -> list[TimeOption]:
    """Times of the sentence in the order of the text, then those of the events and sentences around."""
    found = [TimeOption(c.time, "own", i) for i, c in enumerate(item.reader.chunks) if c.time is not None]
    ruled = item.candidate.time
    if ruled is not None and all(o.time is not ruled for o in found):
        found.append(TimeOption(ruled, "rule"))
    dated = [b for b in context.before(item) if b.candidate.time is not None][:EARLIER]
    for other in dated:
        assert other.candidate.time is not None
        found.append(
            TimeOption(other.candidate.time, "event", back=item.sentence - other.sentence, other=other)
        )
    seen = 0
    for reader in reversed([r for r in context.readers if r.sentence.index < item.sentence]):
        times = [c.time for c in reader.chunks if c.time is not None]
        for time in times[:2]:
            found.append(TimeOption(time, "sentence", back=item.sentence - reader.sentence.index))
        seen += bool(times)
        if seen == 2:
            break
    for reader in [r for r in context.readers if 0 < r.sentence.index - item.sentence <= AHEAD]:
        times = [c.time for c in reader.chunks if c.time is not None]
        found += [TimeOption(t, "later", back=item.sentence - reader.sentence.index) for t in times[:2]]
        if times:
            break
    first = next((c.time for r in context.readers[:2] for c in r.chunks if c.time is not None), None)
    if first is not None and item.sentence > 0:
        found.append(TimeOption(first, "lead", back=item.sentence))
    return found


def time_features(option: TimeOption, item: Told, context: Context) -> list[str]:
    """Features of «the event happened at this time»."""
    c, reader = item.candidate, item.reader
    where, time = option.where, option.time
    root = context.schema.root_of(c.type)
    ruled = c.time is time
    same = c.time is not None and (c.time.start, c.time.end) == (time.start, time.end)
    rule = f"{where}|{ruled}"
    own_times = sum(ch.time is not None for ch in reader.chunks)
    have = "rule" if c.time is not None else "sentence" if own_times else "none"
    span = "open" if time.start is None or time.end is None else "point" if time.start == time.end else "span"
    found = [
        where,
        rule,
        f"{where}|same={same}",
        f"{rule}|{root}",
        f"{rule}|{c.type}",
        f"{rule}|precision={time.precision}",
        f"{rule}|own={c.predicate.times != []}",
        f"{where}|have={have}",
        f"{where}|have={have}|{root}",
        f"{rule}|times={bucket(own_times)}",
        f"{rule}|{span}",
        f"{where}|{time.precision}|{root}",
        f"{rule}|status={c.status}",
        f"{rule}|kind={c.predicate.kind}|{item.definite}",
        f"{rule}|lemma={lemma(c)}",
        f"{where}|have={have}|{c.predicate.kind}|{item.definite}",
    ]
    age, often = context.age(time), context.times[(time.start, time.end)]
    share = 4 * often // max(sum(context.times.values()), 1)
    found += [
        f"age={age}",
        f"{where}|age={age}|{have}",
        f"{where}|age={age}|{root}",
        f"{where}|age={age}|{c.predicate.kind}|{item.definite}",
        f"{where}|share={share}|{have}",
        f"{where}|often={bucket(often)}|{have}",
        f"{where}|lead={item.sentence == 0}|{have}",
        f"{where}|aggregate={c.aggregate}|{span}",
    ]
    shape = c.predicate.matches[0].form.word
    found.append(f"{where}|have={have}|tense={shape.tense}")
    if c.predicate.phrase is not None:
        found.append(f"{rule}|prep={c.predicate.phrase.prep}")
    found += [f"{rule}|marker={m}" for m in c.predicate.markers]
    if option.chunk >= 0:
        found += _inside(option, item, rule)
    else:
        found += _before(option, item, context, have)
    return found


def _inside(option: TimeOption, item: Told, rule: str) -> list[str]:
    chunks, p = item.reader.chunks, item.candidate.predicate
    first, last = sorted((option.chunk, p.chunk))
    between = chunks[first + 1 : last]
    verbs = min(sum(c.kind == "verb" for c in between), 2)
    side = "after" if option.chunk > p.chunk else "before"
    times = [i for i, c in enumerate(chunks) if c.time is not None]
    nearest = min(times, key=lambda i: abs(i - p.chunk)) == option.chunk
    first_word = item.reader.words[chunks[option.chunk].first].token
    found = [
        f"gap={bucket(option.chunk - p.chunk)}",
        f"{side}|verbs={verbs}",
        f"{side}|verbs={verbs}|nearest={nearest}",
        f"nearest={nearest}|{len(times) > 1}",
        f"time-word={first_word.stem}",
        f"time-clitic={'+'.join(first_word.proclitics)}",
        f"{rule}|first={option.chunk == times[0]}|{len(times) > 1}",
        f"{side}|punct={min(sum(c.kind == 'punctuation' for c in between), 2)}",
        f"{rule}|verbs={verbs}|{side}",
        f"ahead={option.chunk == 0}",
    ]
    if option.chunk > 0:
        found.append(f"time-left={chunks[option.chunk - 1].kind}:{chunks[option.chunk - 1].text}")
    for a in item.reader.attributions:
        if a.verb is not None and option.time in a.verb.times:
            found += ["said-then", f"said-then|{side}", f"said-then|verbs={verbs}"]
    for other in item.reader.predicates:
        if other is not p and option.time in other.times:
            found.append(
                f"of-other={'event' if other.senses('triggers') else 'verb'}|{option.time in p.times}"
            )
    return found


def _before(option: TimeOption, item: Told, context: Context, have: str) -> list[str]:
    where, back = option.where, bucket(option.back)
    found = [
        f"{where}|back={back}",
        f"{where}|back={back}|{have}",
        f"{where}|back={back}|{have}|{item.definite}",
    ]
    words = item.reader.words
    broken = item.reader.sentence.index
    found.append(f"{where}|sentence={bucket(broken)}|{have}")
    found.append(f"{where}|first-word={words[0].token.stem}")
    found.append(f"{where}|additive={item.additive}|{have}")
    if option.other is not None:
        o = option.other.candidate
        root, own = context.schema.root_of(o.type), context.schema.root_of(item.candidate.type)
        same = "same" if o.type == item.candidate.type else "kin" if root == own else "other"
        distance = bucket(context.place[id(item)] - context.place[id(option.other)])
        found += [
            f"event|{same}|{back}|{have}",
            f"event|{same}|{distance}|{have}",
            f"event|actor={option.other.actor == item.actor and item.actor != ''}|{have}|{same}",
        ]
        found.append(f"event|status={o.status}|{item.candidate.status}|{have}")
    return found
