"""A document → reports: sentences in order, with the speaker and the time that go on from one to the next."""

from __future__ import annotations

from tawthiq.extract.attribution import sources_at
from tawthiq.extract.candidates import Candidate, mention_of
from tawthiq.extract.phrases import Phrase, span_of
from tawthiq.extract.relations import Relation
from tawthiq.extract.sentences import SentenceReader
from tawthiq.knowledge import Knowledge
from tawthiq.language.times import find_times
from tawthiq.model import Document, EventReport, Extraction, Mention, RelationReport, Sentence

CONFIDENCE = {"verb": 0.8, "noun": 0.7}


class DocumentReader:
    """Reads the sentences of one document."""

    def __init__(self, document: Document, knowledge: Knowledge, language: str) -> None:
        self.document, self.knowledge, self.language = document, knowledge, language
        self.speakers: list[Mention] = []
        self.reports: list[EventReport] = []
        self.relations: list[RelationReport] = []
        self.mentions: list[Mention] = []

    def run(self, sentences: tuple[Sentence, ...]) -> Extraction:
        for sentence in sentences:
            self._sentence(sentence)
        return Extraction(self.document, tuple(self.reports), tuple(self.relations), tuple(self.mentions))

    def _sentence(self, sentence: Sentence) -> None:
        times = find_times(sentence, self.document, self.knowledge)
        reader = SentenceReader(sentence, times, self.knowledge, self.language)
        self._collect_mentions(reader)
        speakers = list(self.speakers)
        for candidate in reader.candidates:
            self._report(candidate, reader, speakers)
        for relation in reader.relations:
            self._relation(relation, reader)
        named = [a for a in reader.attributions if a.sources]
        if named:
            self.speakers = [self._mention(p, reader, "source") for p in named[-1].sources]

    def _collect_mentions(self, reader: SentenceReader) -> None:
        for chunk in reader.chunks:
            if chunk.phrase is not None and chunk.phrase.type is not None:
                self.mentions.append(self._mention(chunk.phrase, reader, "target"))

    def _mention(self, phrase: Phrase, reader: SentenceReader, role: str) -> Mention:
        return mention_of(phrase, reader.words, self.document.text, role)

    def _report(self, candidate: Candidate, reader: SentenceReader, speakers: list[Mention]) -> None:
        roles = {
            role: tuple(self._mention(p, reader, role) for p in candidate.phrases(role))
            for role in ("actor", "target", "place")
        }
        phrases, continues = sources_at(reader.attributions, candidate.predicate.chunk, [])
        sources = [self._mention(p, reader, "source") for p in phrases]
        if not sources and continues:
            sources = list(speakers)
        if self.knowledge.schema.root_of(candidate.type) == "Rhetoric":
            sources = [s for s in sources if all(s.span != a.span for a in roles["actor"])]
            if not roles["actor"] and sources:
                roles["actor"], sources = tuple(sources[:1]), []
        trigger = span_of(reader.words, candidate.predicate.first_token, candidate.predicate.last_token)
        evidence = span_of(reader.words, candidate.first, candidate.last)
        for claimant in sources or [None]:  # type: ignore[list-item]
            self.reports.append(
                EventReport(
                    candidate.type, trigger, (evidence,), candidate.status, candidate.aggregate, claimant,
                    roles["actor"], roles["target"], roles["place"], tuple(candidate.weapons),
                    dict(candidate.quantities), candidate.time, CONFIDENCE[candidate.predicate.kind],
                )
            )  # fmt: skip

    def _relation(self, relation: Relation, reader: SentenceReader) -> None:
        subject, object_ = self._mention(relation.subject, reader, "target"), self._mention(relation.object, reader, "target")
        first = min(relation.subject.first, relation.object.first)
        last = max(relation.subject.last, relation.object.last)
        evidence = span_of(reader.words, first, last)
        self.relations.append(RelationReport(subject, relation.predicate, object_, (evidence,), confidence=0.7))
