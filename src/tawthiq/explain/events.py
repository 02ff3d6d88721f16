"""The relations that a sentence states and the events that it tells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from tawthiq.explain.lines import line_of
from tawthiq.explain.records import ArgumentRecord, EventRecord, Line, RelationRecord, ReportRecord, Verdict
from tawthiq.explain.triggers import verdict
from tawthiq.explain.words import Texts, time_record
from tawthiq.extract.relations import Relation
from tawthiq.extract.sentences import SentenceReader
from tawthiq.extract.trace import Trace
from tawthiq.fold import fold
from tawthiq.model import Argument, Event, ResolvedDocument, ResolvedReport, Sentence


def relation_records(reader: SentenceReader, trace: Trace, texts: Texts) -> tuple[RelationRecord, ...]:
    """The relations of the rules and of the model, those that were kept first."""
    judgements = trace.relations.get(reader.sentence.index, [])
    records = [
        _relation(j.option.relation, j.kept, reader, texts, verdict(j, texts)) for j in judgements
    ] or [_relation(relation, True, reader, texts) for relation in reader.relations]
    return tuple(
        sorted(records, key=lambda r: (not r.kept, not r.rule, -(r.verdict.probability if r.verdict else 1)))
    )


def _relation(
    relation: Relation, kept: bool, reader: SentenceReader, texts: Texts, judged: Verdict | None = None
) -> RelationRecord:
    return RelationRecord(
        texts.phrase(reader, relation.subject),
        relation.predicate,
        texts.phrase(reader, relation.object),
        kept,
        relation.rule,
        tuple(_lines(relation, reader)) if relation.rule else (),
        judged,
    )


def _lines(relation: Relation, reader: SentenceReader) -> Iterator[Line]:
    """The line that ties the two, else those of the preposition between them and of a title."""
    if relation.entry is not None:
        yield line_of(relation.entry)
        return
    for entry in reader.knowledge.lexicon(reader.language).entries_of("prepositions"):
        if relation.object.prep and fold(entry.lemma) == relation.object.prep:
            yield line_of(entry)
    for phrase in (relation.subject, relation.object):
        if match := phrase.head.match("roles"):
            yield line_of(match.form.entry)


class EventTeller:
    """The events of one document, by the sentences that tell them."""

    def __init__(
        self, resolved: ResolvedDocument, sentences: Sequence[Sentence], texts: Texts, trace: Trace
    ) -> None:
        self.resolved, self.texts, self.ties = resolved, texts, trace.ties
        self.starts = [s.start for s in sentences]
        self.reports: dict[str, list[ResolvedReport]] = {}
        for report in resolved.reports:
            self.reports.setdefault(report.event, []).append(report)

    def of(self, index: int) -> tuple[EventRecord, ...]:
        """The events that sentence ``index`` (from 0) tells."""
        return tuple(e for event in self.resolved.events if index + 1 in (e := self._event(event)).sentences)

    def _event(self, event: Event) -> EventRecord:
        reports = self.reports.get(event.id, [])
        starts = [span.start for r in reports for span in r.report.evidence]
        sentences = tuple(sorted({max(bisect_right(self.starts, start), 1) for start in starts}))
        return EventRecord(
            event.id, event.type, event.status, event.aggregate, sentences, tuple(map(self._report, reports))
        )

    def _report(self, resolved: ResolvedReport) -> ReportRecord:
        report = resolved.report
        roles = (("actor", resolved.actors), ("target", resolved.targets), ("place", resolved.places))
        quotes = (" ".join(self.texts.text[s.start : s.end].split()) for s in report.evidence)
        tie = self.ties.get(id(report))
        return ReportRecord(
            report.type,
            report.status,
            _argument("source", resolved.claimant) if resolved.claimant else None,
            tuple(_argument(role, argument) for role, arguments in roles for argument in arguments),
            report.weapons,
            dict(report.quantities),
            time_record(report.time),
            tuple(quotes),
            verdict(tie, self.texts) if tie else None,
        )


def _argument(role: str, argument: Argument) -> ArgumentRecord:
    return ArgumentRecord(role, " ".join(argument.mention.text.split()), argument.entity)
