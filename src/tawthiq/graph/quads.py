"""A resolved document as quads.

Which graph a statement stands in says what it hangs on, so that documents can be replaced:

``graph/document-…``
    What the document says: its reports, spans and mentions, and the document itself.
``graph/document-…-resolved``
    The document's share of the resolved layer: the names of the events that its reports point to and the
    entities that only articles know. An event that two documents tell is the union of their shares, so
    taking one document away takes its share and nothing else; no counting of references.
``graph/resolved``
    Entities of the gazetteer. Their description does not depend on the document that names them;
    the store sweeps those that no document names any more.
``graph/events``
    What we hold of each event: who, where, when, with what, how many. Settled anew from all reports when
    a build ends (:mod:`tawthiq.graph.settle`).
``graph/derived``
    Direct edges, derived anew when a build ends (:mod:`tawthiq.graph.derive`).
``graph/runs``
    Which run read which document, and its content hash: written last, it marks a document as complete.

All nodes have IRIs, none is blank.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from tawthiq.graph import literals
from tawthiq.graph.namespaces import (
    LABEL,
    OA,
    PROV,
    RUNS,
    SCHEMA,
    SEM,
    TYPE,
    Namespace,
    graph,
    term,
    twq,
)  # fmt: skip
from tawthiq.graph.resolved import resolved_quads
from tawthiq.graph.runs import Run, content_hash
from tawthiq.ids import local_name, short_hash
from tawthiq.knowledge.schema import Schema
from tawthiq.model import (
    Argument,
    Document,
    EventReport,
    ResolvedDocument,
    ResolvedRelation,
    ResolvedReport,
    Span,
    TimeInterval,
)  # fmt: skip

SHA256 = term(SCHEMA + "sha256")
USED = term(PROV + "used")
BODY = term(SCHEMA + "articleBody")


def document_name(document_id: str) -> str:
    """Local name of a document's node, and of its graph."""
    return local_name("document", document_id)


def resolved_graph(document: str) -> NamedNode:
    """The graph of a document's share of the resolved layer; ``document`` is its local name."""
    return graph(f"{document}-resolved")


def marker_quads(document: Document, run: Run, namespace: Namespace) -> list[Quad]:
    """What marks a document as read by a run, complete and with this content."""
    node = namespace.iri(document_name(document.id))
    return [
        Quad(node, SHA256, Literal(content_hash(document)), RUNS),
        Quad(namespace.iri(run.name), USED, node, RUNS),
    ]


def document_quads(resolved: ResolvedDocument, schema: Schema, namespace: Namespace, run: Run) -> list[Quad]:
    """Everything about one document, without the marker that the store writes when all is in.

    The types in ``resolved`` have to be names of the ontology (else ``KeyError``).
    """
    name = document_name(resolved.document.id)
    quads = _DocumentWriter(resolved.document, namespace, run).write(resolved)
    quads.extend(resolved_quads(resolved, schema, namespace, resolved_graph(name)))
    return quads


def time_values(time: TimeInterval) -> Iterator[tuple[NamedNode, NamedNode | Literal]]:
    """A time as it is written at reports and at events."""
    if time.start:
        yield twq("time_start"), Literal(time.start)
    if time.end:
        yield twq("time_end"), Literal(time.end)
    yield twq("time_precision"), twq(time.precision)
    if time.earliest:
        yield term(SEM + "hasEarliestBeginTimeStamp"), literals.moment(time.earliest)
    if time.latest:
        yield term(SEM + "hasLatestEndTimeStamp"), literals.moment(time.latest)


class _DocumentWriter:
    """Writes the graph of one document; collects the quads as it goes."""

    def __init__(self, document: Document, namespace: Namespace, run: Run) -> None:
        name = document_name(document.id)
        self.document = document
        self.namespace = namespace
        self._key = name.removeprefix("document-")
        self._node = namespace.iri(name)
        self._run_node = namespace.iri(run.name)
        self._graph = graph(name)
        self._quads: list[Quad] = []
        self._spans: set[NamedNode] = set()

    def write(self, resolved: ResolvedDocument) -> list[Quad]:
        self._write_document()
        labels = {event.id: event.labels for event in resolved.events}
        for report in resolved.reports:
            node = self.namespace.iri(report.id)
            for language, label in sorted(labels.get(report.event, {}).items()):
                self._add(node, LABEL, literals.text(label, language))
            self._write_report(node, report)
        for relation in resolved.relations:
            self._write_relation(relation)
        return self._quads

    def _add(self, subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> None:
        self._quads.append(Quad(subject, predicate, value, self._graph))

    def _write_document(self) -> None:
        document, node = self.document, self._node
        language = document.language
        self._add(node, TYPE, twq("Document"))
        self._add(node, TYPE, term(SCHEMA + "NewsArticle"))
        title = document.title or literals.shortened(document.text) or document.id
        self._add(node, LABEL, literals.text(title, language))
        self._add(node, term(SCHEMA + "identifier"), Literal(document.id))
        self._add(node, BODY, literals.text(document.text, language))
        if document.title:
            self._add(node, term(SCHEMA + "headline"), literals.text(document.title, language))
        if document.published:
            self._add(node, term(SCHEMA + "datePublished"), literals.day(document.published))
        if language:
            self._add(node, term(SCHEMA + "inLanguage"), Literal(language))
        if document.source:
            self._add(node, term(SCHEMA + "publisher"), literals.text(document.source))
        if document.url:
            self._add(node, term(SCHEMA + "url"), literals.uri(document.url))

    def _write_report(self, node: NamedNode, resolved: ResolvedReport) -> None:
        report = resolved.report
        self._add(node, TYPE, twq("Report"))
        self._add(node, TYPE, twq("EventReport"))
        self._add(node, twq("reported_type"), twq(report.type))
        self._add(node, twq("report_of"), self.namespace.iri(resolved.event))
        self._add(node, twq("status"), twq(report.status))
        self._add(node, twq("trigger"), self._span(report.trigger))
        for role, arguments in (
            ("actor", resolved.actors), ("target", resolved.targets), ("place", resolved.places),
        ):  # fmt: skip
            for argument in arguments:
                self._write_argument(node, role, argument)
        self._write_details(node, report)
        self._write_provenance(node, report.evidence, resolved.claimant, report.confidence, report.extractor)

    def _write_details(self, node: NamedNode, report: EventReport) -> None:
        for weapon in report.weapons:
            self._add(node, twq("weapon"), twq(weapon))
        for quantity, value in sorted(report.quantities.items()):
            self._add(node, twq(quantity), literals.integer(value))
        if report.time:
            self._add(node, twq("time_text"), literals.text(report.time.text, self.document.language))
            for predicate, value_ in time_values(report.time):
                self._add(node, predicate, value_)

    def _write_relation(self, relation: ResolvedRelation) -> None:
        node, report = self.namespace.iri(relation.id), relation.report
        self._add(node, TYPE, twq("Report"))
        self._add(node, TYPE, twq("RelationReport"))
        label = f"{relation.subject.mention.text} ← {relation.object.mention.text}"
        self._add(node, LABEL, literals.text(label, self.document.language))
        self._add(node, twq("predicate"), twq(report.predicate))
        self._write_argument(node, "subject", relation.subject)
        self._write_argument(node, "object", relation.object)
        self._write_provenance(node, report.evidence, relation.claimant, report.confidence, report.extractor)

    def _write_provenance(
        self,
        node: NamedNode,
        evidence: Iterable[Span],
        claimant: Argument | None,
        confidence: float,
        extractor: str,
    ) -> None:
        self._add(node, twq("reported_in"), self._node)
        if claimant:
            self._write_argument(node, "claimant", claimant)
        for span in evidence:
            self._add(node, twq("evidence"), self._span(span))
        self._add(node, twq("confidence"), literals.decimal(confidence, 3))
        self._add(node, twq("extractor"), Literal(extractor))
        self._add(node, term(PROV + "wasGeneratedBy"), self._run_node)

    def _write_argument(self, report: NamedNode, role: str, argument: Argument) -> None:
        """The entity in its role, and the mention that put it there."""
        entity, span = self.namespace.iri(argument.entity), argument.mention.span
        node = self.namespace.iri(
            f"mention-{self._key}-{span.start}-{span.end}-{short_hash(argument.entity)}"
        )
        self._add(report, twq(role), entity)
        self._add(report, twq("mention"), node)
        self._add(node, twq("mention_role"), twq(role))
        if node not in self._spans:
            self._add(node, TYPE, twq("Mention"))
            self._add(node, twq("refers_to"), entity)
            self._write_span(node, span)

    def _span(self, span: Span) -> NamedNode:
        node = self.namespace.iri(f"span-{self._key}-{span.start}-{span.end}")
        if node not in self._spans:
            self._write_span(node, span)
        return node

    def _write_span(self, node: NamedNode, span: Span) -> None:
        self._spans.add(node)
        exact, language = self.document.text[span.start : span.end], self.document.language
        self._add(node, TYPE, twq("Span"))
        self._add(node, LABEL, literals.text(literals.shortened(exact), language))
        self._add(node, term(OA + "hasSource"), self._node)
        self._add(node, term(OA + "start"), literals.integer(span.start))
        self._add(node, term(OA + "end"), literals.integer(span.end))
        self._add(node, term(OA + "exact"), literals.text(exact, language))
