"""Mentions → entities within an article, then reports → events."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from tawthiq.extract.trace import Trace
from tawthiq.ids import local_name, slug
from tawthiq.knowledge import Knowledge
from tawthiq.knowledge.models import Model
from tawthiq.model import (
    Argument,
    Entity,
    Event,
    EventReport,
    Extraction,
    Mention,
    RelationReport,
    ResolvedDocument,
    ResolvedRelation,
    ResolvedReport,
    Sentence,
    Span,
)  # fmt: skip
from tawthiq.resolve import events as merging
from tawthiq.resolve.coreference import Grouper, in_text_order
from tawthiq.resolve.entities import EntityBuilder, line_of
from tawthiq.resolve.joining import Joiner
from tawthiq.resolve.names import NameReader
from tawthiq.resolve.participants import placed, united
from tawthiq.resolve.places import Parents, choose_known, told_parents
from tawthiq.resolve.tellings import Tellings

__all__ = ["read_tellings", "resolve"]

# What stands on either side of a relation, as the ontology has it; those of UPWARD never run in a circle.
RELATES = {
    "located_in": ("Entity", "Place"), "part_of": ("Entity", "Entity"),
    "has_role": ("Actor", "Entity"), "allied_with": ("Actor", "Entity"),
}  # fmt: skip
UPWARD = ("located_in", "part_of")


def resolve(
    extraction: Extraction,
    sentences: tuple[Sentence, ...],
    knowledge: Knowledge,
    trace: Trace | None = None,
    models: Mapping[str, Model] | None = None,
) -> ResolvedDocument:
    """Resolve one document's mentions and events; why reports were joined is told to ``trace``.

    ``models`` are the learned choices of the document's language, the knowledge's if none are given.
    A report without evidence and a relation of a thing with itself, or one that turns the gazetteer
    upside down, are left out; so are arguments that the schema forbids (an actor that does not act).
    ``dropped`` counts all of them. Types have to be names of the ontology (else ``KeyError``).
    """
    resolver = _resolver(extraction, sentences, knowledge)
    if models is None:
        models = knowledge.models.get(extraction.document.language or "ar", {})
    return resolver.run(models.get("same"), trace)


def read_tellings(extraction: Extraction, sentences: tuple[Sentence, ...], knowledge: Knowledge) -> Tellings:
    """The reports of one document with their entities, as those that tell one event are sought among them."""
    resolver = _resolver(extraction, sentences, knowledge)
    return resolver.tellings(resolver.told())


def _resolver(extraction: Extraction, sentences: tuple[Sentence, ...], knowledge: Knowledge) -> _Resolver:
    document = extraction.document
    language = document.language or "ar"
    mentions = in_text_order(_mentions(extraction))
    known = choose_known(mentions, sentences, language, knowledge)
    reader = NameReader(sentences, knowledge, language)
    grouper = Grouper(document, reader, knowledge)
    located: dict[Mention, Mention] = {}
    for relation in extraction.relations:
        if relation.predicate == "located_in":
            located.setdefault(relation.subject, relation.object)
    cluster_of = grouper.group(mentions, known, located)
    told = told_parents(extraction.relations, cluster_of)
    builder = EntityBuilder(document, knowledge, Parents(grouper.clusters, told, knowledge), located)
    entity_of = {mention: builder.entity_of(cluster_of[mention]) for mention in mentions}
    return _Resolver(extraction, sentences, knowledge, entity_of, builder.entities)


def _mentions(extraction: Extraction) -> Iterator[Mention]:
    yield from extraction.mentions
    for report in extraction.reports:
        yield from (*report.actors, *report.targets, *report.places)
        if report.claimant:
            yield report.claimant
    for relation in extraction.relations:
        yield from (relation.subject, relation.object)
        if relation.claimant:
            yield relation.claimant


class _Resolver:
    """Puts entities for mentions and events for reports; counts what it drops."""

    def __init__(
        self,
        extraction: Extraction,
        sentences: tuple[Sentence, ...],
        knowledge: Knowledge,
        entity_of: Mapping[Mention, str],
        entities: dict[str, Entity],
    ) -> None:
        self._extraction = extraction
        self._document = extraction.document
        self._schema = knowledge.schema
        self._sentences = sentences
        self._starts = [s.start for s in sentences]
        self._entity_of = entity_of
        self._entities = entities
        self._dropped = 0
        self._taken: set[str] = set()
        self._placed: dict[tuple[str, str], list[str]] = {}

    def run(self, same: Model | None, trace: Trace | None) -> ResolvedDocument:
        told = self.told()
        events: list[Event] = []
        reports: list[tuple[int, ResolvedReport]] = []
        for members in self._joined(told, same, trace):
            for i, telling in zip(members, self._united([told[i] for i in members]), strict=True):
                told[i] = telling
            event = self._event([told[i] for i in members])
            events.append(event)
            reports += [(i, self._report(told[i], event.id)) for i in self._said_once(members, told)]
        relations = tuple(r for r in map(self._relation, self._extraction.relations) if r)
        return ResolvedDocument(
            self._document,
            self._named_entities(relations, [r for _, r in reports]),
            tuple(events),
            tuple(report for _, report in sorted(reports, key=lambda r: r[0])),
            relations,
            self._dropped,
        )

    def told(self) -> list[merging.Told]:
        """The reports that hold, with their entities, in the order of the text."""
        told = [t for t in map(self._tell, self._extraction.reports) if t]
        return sorted(told, key=lambda t: (t.report.trigger, t.report.evidence, t.report.type))

    def tellings(self, told: Sequence[merging.Told]) -> Tellings:
        return Tellings(told, self._sentences, self._schema, self._entities)

    def _joined(
        self, told: Sequence[merging.Told], same: Model | None, trace: Trace | None
    ) -> list[list[int]]:
        """Positions of the reports of each event, by the learned choice if there is one."""
        if same is None:
            return merging.cluster(told, self._schema, self._entities)
        joiner = Joiner(self.tellings(told), same)
        events = joiner.events()
        if trace is not None:
            for tie in (tie for event in events for tie in joiner.ties(event)):
                trace.judge_report(told[tie.report].report, tie.judgement(told))
        return events

    def _united(self, told: Sequence[merging.Told]) -> list[merging.Told]:
        return placed(united(told, self._entities, self._schema), self._entities)

    # ---- Reports

    def _tell(self, report: EventReport) -> merging.Told | None:
        if not self._has_evidence(report.evidence):
            self._dropped += 1
            return None
        actors = self._arguments(report.actors, "Actor")
        targets = self._arguments(report.targets, "Entity")
        places = self._arguments(report.places, "Place")
        given = report.actors + report.targets + report.places
        if given and not actors + targets + places:
            return None  # its arguments are counted already
        claimant = self._arguments((report.claimant,), "Actor") if report.claimant else ()
        sentence = bisect_right(self._starts, report.trigger.start) - 1
        lemma, definite = self._trigger(report, sentence)
        return merging.Told(
            report, actors, targets, places, claimant[0] if claimant else None, sentence, lemma, definite
        )

    def _has_evidence(self, evidence: Sequence[Span]) -> bool:
        length = len(self._document.text)
        return bool(evidence) and all(0 <= s.start < s.end <= length for s in evidence)

    def _arguments(self, mentions: Sequence[Mention], kind: str) -> tuple[Argument, ...]:
        """One argument for each entity, those that the role does not admit left out and counted."""
        arguments: dict[str, Argument] = {}
        for mention in mentions:
            entity = self._entity_of[mention]
            if self._schema.is_a(self._entities[entity].type, kind):
                arguments.setdefault(entity, Argument(entity, mention))
            else:
                self._dropped += 1
        return tuple(arguments.values())

    def _trigger(self, report: EventReport, sentence: int) -> tuple[str, bool]:
        """Lemma of the trigger's first word, and whether it stands with the article."""
        if sentence < 0:
            return "", False
        tokens = self._sentences[sentence].tokens
        at = next((i for i, t in enumerate(tokens) if t.end > report.trigger.start), None)
        if at is None:
            return "", False
        return tokens[at].lemma, tokens[at].definite

    def _report(self, told: merging.Told, event: str) -> ResolvedReport:
        report = told.report
        who = [a.mention.span for a in (*told.actors, *told.targets, *told.places)]
        claim = told.claimant.mention.span if told.claimant else None
        label = f"{slug(self._document.id, 20)} {report.evidence[0].start} {_kebab(report.type)}"
        parts = (self._document.id, report.trigger, report.type, report.status, report.evidence, claim, who)
        id_ = self._unique("report", label, *parts)
        return ResolvedReport(id_, event, report, told.claimant, told.actors, told.targets, told.places)

    def _said_once(self, members: Sequence[int], told: Sequence[merging.Told]) -> list[int]:
        """Without what one claimant says twice in one place, under two names."""
        kept: dict[tuple[object, ...], int] = {}
        for i in members:
            claimant = told[i].claimant
            key = (told[i].report.trigger, told[i].report.evidence, claimant.entity if claimant else None)
            kept.setdefault(key, i)
        return sorted(kept.values())

    def _unique(self, kind: str, label: str, *parts: object) -> str:
        id_ = local_name(kind, label, *parts)
        count = 1
        while id_ in self._taken:
            count += 1
            id_ = local_name(kind, label, *parts, count)
        self._taken.add(id_)
        return id_

    # ---- Events

    def _event(self, told: Sequence[merging.Told]) -> Event:
        """The event's type is the most specific that is reported, the first of equals."""
        first = told[0].report
        type_ = max((t.report.type for t in told), key=lambda name: len(self._schema.ancestors(name)))
        focus = next((a for role in merging.ROLES for t in told for a in getattr(t, role)), None)
        day = next((t.report.time.start for t in told if t.report.time and t.report.time.start), "")
        where = self._entities[focus.entity] if focus else None
        label = " ".join(filter(None, (day, _kebab(type_), _ascii_name(where) if where else "")))
        id_ = self._unique("event", label[:60], self._document.id, first.trigger.start, type_, first.status)
        labels = {}
        for language, text in sorted(self._schema.labels(type_).items()):
            labels[language] = f"{text}: {_label(where, language)}" if where else text
        return Event(id_, type_, first.status, first.aggregate, labels)

    # ---- Relations

    def _relation(self, report: RelationReport) -> ResolvedRelation | None:
        subject, object_ = self._entity_of[report.subject], self._entity_of[report.object]
        claimant = self._arguments((report.claimant,), "Actor") if report.claimant else ()
        if not self._fits(subject, report.predicate, object_) or not self._has_evidence(report.evidence):
            self._dropped += 1
            return None
        if report.predicate in UPWARD:
            self._placed.setdefault((report.predicate, subject), []).append(object_)
        id_ = self._unique(
            "relation",
            f"{slug(self._document.id, 20)} {report.evidence[0].start} {report.predicate}",
            self._document.id, report.subject.span, report.predicate, report.object.span, subject, object_,
        )  # fmt: skip
        return ResolvedRelation(
            id_,
            Argument(subject, report.subject),
            Argument(object_, report.object),
            report,
            claimant[0] if claimant else None,
        )

    def _fits(self, subject: str, predicate: str, object_: str) -> bool:
        """Whether the relation keeps to the ontology, and to what is known already."""
        kinds = zip((subject, object_), RELATES[predicate], strict=True)
        if not all(self._schema.is_a(self._entities[e].type, kind) for e, kind in kinds):
            return False
        return subject != object_ and not (
            predicate in UPWARD and self._lies_above(subject, object_, predicate)
        )

    def _lies_above(self, entity: str, start: str, predicate: str) -> bool:
        """Whether ``entity`` is, by what is known and what was told before, above ``start``."""
        seen: set[str] = set()
        queue = [start]
        while queue:
            at = queue.pop()
            if at == entity:
                return True
            if at in seen:
                continue
            seen.add(at)
            queue += [parent for name, parent in self._entities[at].parents if name == predicate]
            queue += self._placed.get((predicate, at), ())
        return False

    # ---- Entities

    def _named_entities(
        self, relations: Sequence[ResolvedRelation], reports: Sequence[ResolvedReport]
    ) -> dict[str, Entity]:
        """What the reports and relations name, with all that stands above it, as first named."""
        arguments = [a for r in reports for a in (*r.actors, *r.targets, *r.places)]
        arguments += [a for r in relations for a in (r.subject, r.object)]
        arguments += [r.claimant for r in reports if r.claimant]
        arguments += [r.claimant for r in relations if r.claimant]
        wanted = {e for a in arguments for e in line_of(a.entity, self._entities)}
        return {id_: entity for id_, entity in self._entities.items() if id_ in wanted}


def _kebab(type_: str) -> str:
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in type_).strip("-")


def _ascii_name(entity: Entity) -> str:
    return entity.labels.get("en") or next(iter(entity.labels.values()))


def _label(entity: Entity, language: str) -> str:
    return entity.labels.get(language) or next(iter(entity.labels.values()))
