"""A document → reports: sentences in order, with the speaker and the time that go on from one to the next."""

from __future__ import annotations

from dataclasses import replace

from tawthiq.extract.attribution import sources_at
from tawthiq.extract.candidates import Candidate, mention_of
from tawthiq.extract.choice.context import Context
from tawthiq.extract.choice.decide import Choice, Chooser
from tawthiq.extract.discourse import Discourse, Told
from tawthiq.extract.frames import of_states
from tawthiq.extract.phrases import Phrase, span_of
from tawthiq.extract.relations import Relation
from tawthiq.extract.sentences import SentenceReader
from tawthiq.extract.trace import Trace
from tawthiq.knowledge import Knowledge
from tawthiq.language.times import find_times
from tawthiq.model import Document, EventReport, Extraction, Mention, RelationReport, Sentence, Span

CONFIDENCE = {"verb": 0.8, "noun": 0.7}


class DocumentReader:
    """Reads the sentences of one document."""

    def __init__(
        self, document: Document, knowledge: Knowledge, language: str, trace: Trace | None = None
    ) -> None:
        self.document, self.knowledge, self.language, self.trace = document, knowledge, language, trace
        self.models = knowledge.models.get(language, {})
        self.network = knowledge.networks.get(language)
        self.speakers: list[Mention] = []
        self.told: list[Told] = []
        self.readers: list[SentenceReader] = []
        self.sources: dict[int, list[Mention]] = {}
        self.relations: list[RelationReport] = []
        self.mentions: list[Mention] = []

    def run(self, sentences: tuple[Sentence, ...]) -> Extraction:
        self.read(sentences)
        return self.choose()

    def read(self, sentences: tuple[Sentence, ...]) -> None:
        """Let the rules propose."""
        for sentence in sentences:
            self._sentence(sentence)
        discourse = Discourse(self.knowledge, self.trace)
        self.told = discourse.settle(self.told)
        discourse.of_protesters(self.told, self.readers)

    def choose(self) -> Extraction:
        """Reports of what the models keep of the rules' proposals."""
        context = Context(self.told, self.readers, self.knowledge.schema, self.document.published)
        chooser = Chooser(self.models, context, self.document.text, self.trace, self.network)
        reports = [report for choice in chooser.events() for report in self._reports(choice)]
        self.relations = []
        for reader in self.readers:
            for relation in chooser.relations(reader):
                self._relation(relation, reader)
        return Extraction(self.document, tuple(reports), tuple(self.relations), tuple(self.mentions))

    def _sentence(self, sentence: Sentence) -> None:
        times = find_times(sentence, self.document, self.knowledge)
        reader = SentenceReader(sentence, times, self.knowledge, self.language, self.trace)
        for chunk in reader.chunks:
            if chunk.phrase is not None and chunk.phrase.type is not None:
                self.mentions.append(self._mention(chunk.phrase, reader, "target"))
        for candidate in reader.candidates:
            if self._to_come(candidate):
                candidate.status = "planned"
                if self.trace is not None:
                    self.trace.note(
                        candidate.predicate, "status", "planned", "its time is after the publication"
                    )
            item = Told(candidate, reader)
            self.told.append(item)
            self.sources[id(item)] = self._sources(candidate, reader)
        self.readers.append(reader)
        named = [a for a in reader.attributions if a.sources]
        if named:
            self.speakers = [self._mention(p, reader, "source") for p in named[-1].sources]

    def _to_come(self, candidate: Candidate) -> bool:
        """Whether the event is told to take place after the article was published."""
        published, time = self.document.published, candidate.time
        if published is None or time is None or not time.start or candidate.status != "actual":
            return False
        return time.start > published.isoformat()[: len(time.start)]

    def _mention(self, phrase: Phrase, reader: SentenceReader, role: str, type_: str = "") -> Mention:
        state = self.knowledge.gazetteer.ruled_from.get(phrase.known or "")
        if state and (
            role in ("actor", "source") or (role == "target" and of_states(type_, self.knowledge.schema))
        ):
            phrase = replace(phrase, type="State", known=state)
        return mention_of(phrase, reader.words, self.document.text, role)

    def _sources(self, candidate: Candidate, reader: SentenceReader) -> list[Mention]:
        """Who says so: the sentence's own attribution, else the speaker who goes on."""
        phrases, continued = sources_at(reader.attributions, candidate.predicate.chunk)
        found = [self._mention(p, reader, "source") for p in phrases]
        if self.trace is not None and (found or continued is not None):
            why = "they say so in this sentence" if found else "whoever speaks goes on"
            self.trace.note(candidate.predicate, "source", "source" if found else "", why, phrases=phrases)
        if (
            not found
            and continued is not None
            and (continued.goes_on or not self._paragraph_break(reader.sentence))
        ):
            return list(self.speakers)
        return found

    def _paragraph_break(self, sentence: Sentence) -> bool:
        return "\n" in self.document.text[max(0, sentence.start - 2) : sentence.start]

    def _reports(self, choice: Choice) -> list[EventReport]:
        item, candidate, reader = choice.item, choice.item.candidate, choice.item.reader
        placed = {
            role: choice.roles.get(role, [(p, reader) for p in candidate.phrases(role)])
            for role in ("actor", "target", "place")
        }
        if candidate.shared is not None:
            host = candidate.shared
            placed = {
                r: pairs or [(p, host.reader) for p in host.candidate.phrases(r)]
                for r, pairs in placed.items()
            }
        roles = {
            role: tuple(self._mention(*pair, role, choice.type) for pair in pairs)
            for role, pairs in placed.items()
        }
        sources = list(self.sources[id(item)])
        if choice.sources is not None:
            sources = [self._mention(*pair, "source") for pair in choice.sources]
        if self.knowledge.schema.root_of(choice.type) == "Rhetoric":
            sources = [s for s in sources if all(s.span != a.span for a in roles["actor"])]
            if not roles["actor"] and sources:
                roles["actor"], sources = tuple(sources[:1]), []
        counted = candidate.quantities if choice.quantities is None else choice.quantities
        weapons = candidate.weapons if choice.weapons is None else choice.weapons
        evidence = self._evidence(item)
        trigger = span_of(reader.words, candidate.predicate.first_token, candidate.predicate.last_token)
        claimants: list[Mention | None] = [*sources] or [None]
        reports = [
            EventReport(
                choice.type, trigger, evidence, candidate.status, candidate.aggregate, claimant,
                roles["actor"], roles["target"], roles["place"], tuple(weapons),
                dict(counted), choice.time, CONFIDENCE[candidate.predicate.kind],
            )
            for claimant in claimants
        ]  # fmt: skip
        if self.trace is not None:
            self.trace.reports[candidate.predicate] = list(reports)
        return reports

    def _evidence(self, item: Told) -> tuple[Span, ...]:
        own = span_of(item.reader.words, item.candidate.first, item.candidate.last)
        return (own, *(s for other in item.candidate.retold for s in self._evidence(other)))

    def _relation(self, relation: Relation, reader: SentenceReader) -> None:
        holder = relation.subject
        if relation.predicate == "has_role" and holder.type is None:
            holder = replace(holder, type="Person", named=True)
        subject = self._mention(holder, reader, "target")
        object_ = self._mention(relation.object, reader, "target")
        first = min(relation.subject.first, relation.object.first)
        last = max(relation.subject.last, relation.object.last)
        evidence = span_of(reader.words, first, last)
        self.relations.append(
            RelationReport(subject, relation.predicate, object_, (evidence,), confidence=0.7)
        )
