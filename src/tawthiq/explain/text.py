"""An explanation as lines of text."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from tawthiq.bidi import isolate, isolate_runs
from tawthiq.explain.records import (
    Decision,
    DocumentRecord,
    EventRecord,
    Line,
    PhraseRecord,
    RelationRecord,
    ReportRecord,
    SentenceRecord,
    SpeakerRecord,
    TimeRecord,
    TriggerRecord,
    Verdict,
    WordRecord,
)
from tawthiq.text_table import table

PARTS = ("words", "phrases", "speakers", "triggers", "relations", "events")
REASONS = 3
"""Features of a model that are shown for each option."""
REJECTED = 2
"""Options of a model that are shown for each decision beside those that were kept."""
NAMES = 3
"""Entities that are shown for a name."""
_WIDTH = 9
_UNLIKELY = 0.02


def document_lines(record: DocumentRecord, parts: Collection[str] = PARTS) -> Iterator[str]:
    """The sentences of one article with those ``parts`` that are wanted."""
    published = f", published {record.published}" if record.published else ""
    title = f" {isolate(record.title)}" if record.title else ""
    yield f"[{record.id}]{title} ({record.language}{published})"
    for sentence in record.sentences:
        yield f"\nSentence {sentence.number}, characters {sentence.start} to {sentence.end}"
        yield f"  {sentence.text}"
        for part in PARTS:
            if part in parts:
                yield from _part(part, sentence, record.language)


def _part(part: str, sentence: SentenceRecord, language: str) -> Iterator[str]:
    writers: Mapping[str, Callable[[], Iterable[str]]] = {
        "words": lambda: _words(sentence.words, language),
        "phrases": lambda: _phrases(sentence.phrases),
        "speakers": lambda: [_speaker(s) for s in sentence.speakers],
        "triggers": lambda: (line for t in sentence.triggers for line in _trigger(t)),
        "relations": lambda: _relations(sentence.relations),
        "events": lambda: (line for e in sentence.events for line in _event(e)),
    }
    lines = list(writers[part]())
    yield f"\n  {part.capitalize()}" + ("" if lines else ": none")
    for line in lines:
        yield f"    {line}"


# ---- Words and phrases


def _words(words: Iterable[WordRecord], language: str) -> Iterator[str]:
    rows = [
        (isolate(w.text), isolate(w.lemma), _clitics(w, language), _meaning(w, language))
        for w in words
        if w.kind != "punctuation" or w.lines
    ]
    yield from table(
        ("word", "lemma", "clitics", f"lines of ontology/lexicon/{language}, names"), rows
    ).splitlines()


def _clitics(word: WordRecord, language: str) -> str:
    """What is written together with a word; English writes nothing so."""
    if language == "en":
        return ""
    parts = [f"{isolate(c)}+" for c in (*word.proclitics, *(["ال"] if word.article else []))]
    if word.pronoun:
        parts.append(f"+{isolate(word.pronoun)}")
    return " ".join(parts)


def _meaning(word: WordRecord, language: str) -> str:
    parts = []
    for name, numbers in _by_table(word.lines, language).items():
        parts.append(f"{name}:{','.join(numbers)}")
    if word.function:
        parts.append(word.function)
    parts += word.names[:NAMES]
    if word.state:
        parts.append(f"of {word.state}")
    if word.number is not None:
        parts.append(f"= {word.number}")
    if word.time:
        parts.append(f"time {isolate(word.time)}")
    return "  ".join(parts)


def _by_table(lines: Iterable[Line], language: str) -> dict[str, list[str]]:
    """Table → numbers of its lines; the folder is that of the language."""
    found: dict[str, list[str]] = {}
    for line in lines:
        file, _, number = line.at.rpartition(":")
        found.setdefault(file.rpartition(f"/{language}/")[2], []).append(number)
    return found


def _phrases(phrases: Iterable[PhraseRecord]) -> Iterator[str]:
    rows = [
        (p.kind, isolate(p.text), isolate(p.preposition), _class(p), _places(p))
        for p in phrases
        if p.kind != "function"
    ]
    yield from table(("kind", "text", "after", "class", "by"), rows).splitlines()


def _class(phrase: PhraseRecord) -> str:
    if phrase.time is not None:
        return _when(phrase.time)
    if phrase.kind != "phrase":
        return ""
    marks = [
        *(["named"] if phrase.named else []),
        *([f"= {phrase.count}"] if phrase.count is not None else []),
    ]
    return ", ".join([phrase.type or "unknown", *marks])


def _places(phrase: PhraseRecord) -> str:
    known = f"{phrase.entity} {phrase.entity_at or ''}".rstrip() if phrase.entity else ""
    return "  ".join(filter(None, (*(line.at for line in phrase.lines), known)))


def _speaker(speaker: SpeakerRecord) -> str:
    who = ", ".join(map(isolate, speaker.sources)) or (
        "the speaker of before" if speaker.goes_on else "nobody"
    )
    return f"{who}, by {isolate(speaker.by)}{_at(speaker.lines)}: {isolate(_short(speaker.reach))}"


# ---- Triggers


def _trigger(trigger: TriggerRecord) -> Iterator[str]:
    kind = f" ({trigger.kind})" if trigger.kind else ""
    yield f"{isolate(trigger.text)}{kind}: {_result(trigger)}"
    if trigger.slots:
        slots = (f"{isolate(slot)} {', '.join(map(isolate, texts))}" for slot, texts in trigger.slots.items())
        yield _labelled("slots", "; ".join(slots))
    for decision in trigger.decisions:
        yield _labelled(decision.step, _decision(decision))
    for line in trigger.untried:
        why = "not asked" if trigger.result == "unread" else "not reached"
        yield _labelled("line", f"{_line(line, condition=True)}: {why}")
    for verdict in _shown(trigger.verdicts):
        yield _labelled("model", _verdict(verdict))


def _result(trigger: TriggerRecord) -> str:
    if trigger.events:
        return ", ".join(trigger.events)
    return {
        "merged": f"part of the event of {isolate(trigger.host or '')}: {trigger.why}",
        "dropped": f"no event: {trigger.why}",
        "unread": f"no event: {isolate_runs(trigger.why)}",
    }[trigger.result]


def _decision(decision: Decision) -> str:
    texts = ", ".join(map(isolate, decision.texts))
    if decision.step == "line":
        taken = decision.outcome == "taken"
        lines = " ".join(_line(line, condition=taken) for line in decision.lines)
        if taken:
            return f"{lines}: taken"
        seen = f" ({texts})" if texts else ""
        return f"{lines}: passed over, {isolate_runs(_short(decision.why))}{seen}"
    outcome = "" if decision.outcome == decision.step else isolate(decision.outcome)
    what = " ".join(filter(None, (outcome, texts)))
    why = " ".join((isolate_runs(decision.why), *map(isolate, decision.others))).strip()
    return ": ".join(filter(None, (what, why))) + _at(decision.lines)


def _line(line: Line, condition: bool) -> str:
    columns = ("type", "status", *(["when"] if condition else []))
    says = " ".join(f"{name}={line.says[name]}" for name in columns if name in line.says)
    return f"{line.at} {isolate(line.lemma)} {isolate_runs(_short(says))}".rstrip()


def _shown(verdicts: Iterable[Verdict]) -> Iterator[Verdict]:
    """What was kept, and for each decision the likeliest of the rest."""
    by_decision: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        by_decision.setdefault(verdict.decision, []).append(verdict)
    for group in by_decision.values():
        ranked = sorted(group, key=lambda v: (not v.kept, -v.probability))
        kept = sum(v.kept for v in ranked)
        yield from ranked[:kept]
        yield from (v for v in ranked[kept : kept + REJECTED] if v.probability > _UNLIKELY)


def _verdict(verdict: Verdict) -> str:
    result = "kept" if verdict.kept else "left out"
    if not verdict.kept and verdict.probability > verdict.needed:
        result = "left out beside a better one"
    reasons = ", ".join(f"{isolate_runs(name)} {weight:+.2f}" for name, weight in verdict.reasons[:REASONS])
    return (
        f"{verdict.decision} {isolate(verdict.option)} ({verdict.where}): {result}, "
        f"{verdict.probability:.2f}, needs {verdict.needed:.2f}; {reasons}"
    )


# ---- Relations and events


def _relations(relations: Iterable[RelationRecord]) -> Iterator[str]:
    """The relations that were kept, those of the rules that were not, and the likeliest of the rest."""
    left = REJECTED
    for relation in relations:
        if not relation.kept and not relation.rule:
            if not left or relation.verdict is None or relation.verdict.probability <= _UNLIKELY:
                continue
            left -= 1
        yield _relation(relation)


def _relation(relation: RelationRecord) -> str:
    told = f"{isolate(relation.subject)} {relation.predicate} {isolate(relation.object)}"
    rule = f"by rule, {relation.rule}" if relation.rule else "proposed by the model"
    verdict = relation.verdict
    if verdict is None:
        return f"{told}: kept; {rule}{_at(relation.lines)}"
    return f"{told}: {_verdict(verdict).partition(': ')[2]}; {rule}{_at(relation.lines)}"


def _event(event: EventRecord) -> Iterator[str]:
    total = ", several told as one" if event.aggregate else ""
    told = f", told in sentences {', '.join(map(str, event.sentences))}" if len(event.sentences) > 1 else ""
    yield f"{event.type}, {event.status}{total}: {event.id}{told}"
    for report in event.reports:
        yield from (f"  {line}" for line in _report(report))


def _report(report: ReportRecord) -> Iterator[str]:
    claimant = (
        f"{isolate(report.claimant.text)} → {report.claimant.entity}" if report.claimant else "the article"
    )
    yield _labelled("source", claimant)
    for argument in report.arguments:
        yield _labelled(argument.role, f"{isolate(argument.text)} → {argument.entity}")
    if report.time:
        yield _labelled("time", f"{isolate(report.time.text)} → {_when(report.time)}")
    if report.weapons:
        yield _labelled("weapons", ", ".join(report.weapons))
    if report.quantities:
        yield _labelled("counts", ", ".join(f"{name} {n}" for name, n in report.quantities.items()))
    for quote in report.quotes:
        yield _labelled("quote", isolate(f"«{quote}»"))
    if report.tie:
        yield _labelled("model", _verdict(report.tie))


def _when(time: TimeRecord) -> str:
    ends = " to ".join(dict.fromkeys(filter(None, (time.start, time.end)))) or "not resolved"
    return f"{ends} ({time.precision})"


# ---- Small things


def _labelled(label: str, text: str) -> str:
    return f"  {label:{_WIDTH}} {text}"


def _at(lines: Iterable[Line]) -> str:
    places = ", ".join(line.at for line in lines)
    return f" [{places}]" if places else ""


def _short(text: str, most: int = 100) -> str:
    return text if len(text) <= most else f"{text[:most]}…"
