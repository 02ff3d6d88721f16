"""The words of a sentence that may tell of an event: what the rules and the models decided on each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tawthiq.explain.lines import frame_line, line_of
from tawthiq.explain.records import Decision, Line, TriggerRecord, Verdict
from tawthiq.explain.words import Texts
from tawthiq.extract.frames import PASSIVE
from tawthiq.extract.predicates import Predicate
from tawthiq.extract.reader import DocumentReader
from tawthiq.extract.sentences import SentenceReader
from tawthiq.extract.trace import Judgement, Note, Trace
from tawthiq.model import EventReport, ResolvedDocument, ResolvedReport

TABLE = "triggers"


class TriggerExplainer:
    """Explains the triggers of one document."""

    def __init__(
        self, reader: DocumentReader, trace: Trace, resolved: ResolvedDocument, texts: Texts
    ) -> None:
        self.trace, self.texts = trace, texts
        self.home = {p: sentence for sentence in reader.readers for p in sentence.predicates}
        self.resolved = {id(r.report): r for r in resolved.reports}

    def of(self, reader: SentenceReader) -> tuple[TriggerRecord, ...]:
        """The triggers of a sentence in the order of the text."""
        found = [(p.first_token, self._read(p, reader)) for p in reader.predicates if p.senses(TABLE)]
        found += [(i, self._unread(i, reader)) for i in _unread_words(reader)]
        return tuple(record for _, record in sorted(found, key=lambda pair: pair[0]))

    def _read(self, predicate: Predicate, reader: SentenceReader) -> TriggerRecord:
        notes = self.trace.notes.get(predicate, [])
        tried = {entry for note in notes if note.step == "line" for entry in note.entries}
        untried = dict.fromkeys(m.form.entry for m in predicate.senses(TABLE) if m.form.entry not in tried)
        judgements = self.trace.judgements.get(predicate, [])
        reports = self.trace.reports.get(predicate, [])
        stands = [(r, self.resolved[id(r)]) for r in reports if id(r) in self.resolved]
        events = tuple(dict.fromkeys(resolved.event for _, resolved in stands))
        result, why, host = self._result(notes, judgements, reports, events)
        return TriggerRecord(
            self.texts.predicate(reader, predicate),
            predicate.kind,
            {
                slot: tuple(self.texts.phrase(reader, p) for p in ps)
                for slot, ps in predicate.slots.items()
                if ps
            },
            result,
            why,
            host,
            (
                *(self._decision(note, reader) for note in notes if _of_trigger(note)),
                *(d for report, resolved in stands for d in _left_out(report, resolved)),
            ),
            tuple(map(line_of, untried)),
            tuple(verdict(j, self.texts) for j in judgements),
            events,
        )

    def _result(
        self,
        notes: Sequence[Note],
        judgements: Sequence[Judgement],
        reports: Sequence[EventReport],
        events: Sequence[str],
    ) -> tuple[str, str, str | None]:
        """What became of a trigger: ``event``, ``merged`` or ``dropped``; why; into which one."""
        if events:
            return "event", "", None
        if reports:
            return "dropped", "none of its arguments may stand in its role", None
        if any(j.decision == "event" and not j.kept for j in judgements):
            return "dropped", "the model holds it for none", None
        end = next((note for note in reversed(notes) if note.step == "end"), None)
        if end is None:
            return "dropped", "no rule makes one of it", None
        return end.outcome, end.why, next(self._others(end), None)

    def _decision(self, note: Note, reader: SentenceReader) -> Decision:
        return Decision(
            note.step,
            note.outcome,
            _why(note),
            tuple(_lines(note, reader.language)),
            tuple(self.texts.phrase(reader, p) for p in note.phrases),
            tuple(self._others(note)),
        )

    def _others(self, note: Note) -> Iterator[str]:
        for other in note.others:
            if other in self.home:
                yield self.texts.predicate(self.home[other], other)

    def _unread(self, i: int, reader: SentenceReader) -> TriggerRecord:
        word = reader.words[i]
        matches = [m for m in (*word.verbs, *word.nouns) if m.kind == TABLE]
        last = max(m.last for m in matches)
        inside = next((c for c in reader.chunks if c.first <= i <= c.last), None)
        why = "it is read as neither verb nor event noun here"
        if word.time is not None:
            why = "it is read as part of a time"
        elif inside is not None and inside.phrase is not None:
            why = f"it is read as part of «{self.texts.phrase(reader, inside.phrase)}»"
        lines = tuple(map(line_of, dict.fromkeys(m.form.entry for m in matches)))
        return TriggerRecord(
            self.texts.stretch(reader, i, last), "", {}, "unread", why, None, (), lines, (), ()
        )


def _unread_words(reader: SentenceReader) -> Iterator[int]:
    """Words with a line of ``triggers.tsv`` that no predicate came of."""
    read = {i for p in reader.predicates for i in range(p.first_token, p.last_token + 1)}
    for i, word in enumerate(reader.words):
        if i not in read and any(m.kind == TABLE for m in (*word.verbs, *word.nouns)):
            yield i


def _of_trigger(note: Note) -> bool:
    """Without the end, which is told apart, and what phrases are to an event that the verb only carries."""
    return note.step != "end" and not (note.step == "role" and any(e.kind != TABLE for e in note.entries))


def _left_out(report: EventReport, resolved: ResolvedReport) -> Iterator[Decision]:
    """The arguments that a report had and lost when its mentions became entities."""
    told = {*report.actors, *report.targets, *report.places}
    kept = {a.mention for a in (*resolved.actors, *resolved.targets, *resolved.places)}
    texts = [" ".join(m.text.split()) for m in sorted(told - kept, key=lambda m: m.span)]
    if texts:
        why = "may not stand in its role, or is the same as another"
        yield Decision("resolved", "left out", why, (), tuple(texts), ())


def _why(note: Note) -> str:
    if note.step != "line" or not note.why:
        return note.why
    if note.why == PASSIVE:
        return "there is an object beside the subject, and the verb only suffers"
    return f"{note.why} does not hold"


def _lines(note: Note, language: str) -> Iterator[Line]:
    for entry in note.entries:
        frame = frame_line(entry, note.slot, language) if note.slot else None
        yield frame or line_of(entry)


def verdict(judgement: Judgement, texts: Texts) -> Verdict:
    """A judgement in plain words."""
    option, where = _option(judgement, texts)
    reasons = tuple((feature, weight / 100) for feature, weight in judgement.reasons)
    return Verdict(
        judgement.decision, option, where, judgement.kept, judgement.probability, judgement.needed, reasons
    )


def _option(judgement: Judgement, texts: Texts) -> tuple[str, str]:
    """What a model judged, and where it came from."""
    option: Any = judgement.option
    if judgement.decision == "event":
        return option.candidate.type, "rules"
    if judgement.decision == "time":
        return option.time.text, option.where
    if judgement.decision == "weapon":
        return option.weapon, option.origin
    if judgement.decision == "quantity":
        return f"{option.quantity} {option.value}", option.origin
    if judgement.decision == "same":
        quote = option.evidence[0]
        return f"«{' '.join(texts.text[quote.start : quote.end].split())}»", "earlier report"
    if judgement.decision == "relation":
        return option.relation.predicate, "rules" if option.ruled else "pair"
    text = texts.phrase(option.reader, option.phrase)
    if judgement.decision == "source":
        return text, option.where
    role = "" if option.role == "-" else f"{option.role} "
    return (
        text,
        f"{role}of an event before" if option.origin else f"{role}by the rules" if role else "sentence",
    )
