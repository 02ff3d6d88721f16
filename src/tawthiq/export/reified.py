"""RDF 1.2: each direct edge with the reports that it rests on, as triple terms.

A report that says what the edge says has ``id:report rdf:reifies <<( id:militia twq:attacked id:base )>>``,
so both are asked for in one pattern. Where it takes several reports to say so, all of them have it.
RDF 1.1, and so RDFLib, cannot read such files.
"""

from __future__ import annotations

from pyoxigraph import NamedNode, Quad, Store, Triple

from tawthiq.graph.claims import Claims
from tawthiq.graph.grounds import Grounds, says_so
from tawthiq.graph.namespaces import DERIVED, RDF, TWQ, term

REIFIES = term(RDF + "reifies")
FORMATS = frozenset({"ttl", "trig", "nt", "nq"})
"""The formats that can hold triple terms."""


def with_reified(store: Store) -> Store:
    """A copy of ``store`` in memory, with what its reports say of its direct edges as triple terms."""
    copy = Store()
    copy.bulk_extend(store)
    copy.bulk_extend(reified(store))
    return copy


def reified(store: Store) -> list[Quad]:
    """What the reports of ``store`` say of its direct edges, each as a triple term, in ``graph/derived``."""
    grounds = Grounds(Claims(store))
    found: list[Quad] = []
    for quad in store.quads_for_pattern(None, None, None, DERIVED):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            edge = Triple(quad.subject, quad.predicate, quad.object)
            told = (quad.subject.value, quad.predicate.value.removeprefix(TWQ), quad.object.value)
            reports = grounds.reports(told)
            for claim in [r for r in reports if says_so(r, told)] or reports:
                found.append(Quad(NamedNode(claim.report), REIFIES, edge, DERIVED))
    return found
