"""Direct edges: what people see and ask for first, derived from the events by ``ontology/rules``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from pyoxigraph import Quad, QueryTriples, Store

from tawthiq.errors import KnowledgeError
from tawthiq.graph.namespaces import DERIVED, twq
from tawthiq.graph.settle import settle


def derive(store: Store, rules: Path) -> int:
    """Settle the events, then run the CONSTRUCT rules of a folder, in the order of their names.

    The rules see all graphs of the store as one, the ontology's and what the rules before them gave
    included. A ``located_in`` edge that would close a circle is left out; its report stays.
    Returns the number of edges, all of which stand in ``graph/derived``.
    Raises :class:`KnowledgeError` for a rule that is no CONSTRUCT query.
    """
    settle(store)
    store.remove_graph(DERIVED)
    for path in sorted(rules.glob("*.rq")):
        store.extend([Quad(t.subject, t.predicate, t.object, DERIVED) for t in _run(store, path)])
    _break_cycles(store)
    return sum(1 for _ in store.quads_for_pattern(None, None, None, DERIVED))


def _break_cycles(store: Store) -> None:
    """Take out derived ``located_in`` edges by which a place would lie in itself; curated ones stand."""
    edges = list(store.quads_for_pattern(None, twq("located_in"), None, None))
    above: dict[object, set[object]] = defaultdict(set)
    for edge in sorted(edges, key=lambda e: (e.graph_name == DERIVED, str(e))):
        if edge.graph_name == DERIVED and _leads_to(edge.object, edge.subject, above):
            store.remove(edge)
        else:
            above[edge.subject].add(edge.object)


def _leads_to(start: object, end: object, above: Mapping[object, set[object]]) -> bool:
    seen, waiting = {start}, [start]
    while waiting:
        node = waiting.pop()
        if node == end:
            return True
        more = above.get(node, set()) - seen
        seen |= more
        waiting.extend(more)
    return False


def _run(store: Store, path: Path) -> QueryTriples:
    try:
        answer = store.query(path.read_text("utf-8"), use_default_graph_as_union=True)
    except SyntaxError as error:
        raise KnowledgeError(
            f"{path}: the rule is no valid SPARQL ({error}).",
            remedy="You can fix this by correcting the query.",
        ) from error
    if not isinstance(answer, QueryTriples):
        raise KnowledgeError(
            f"{path}: the rule is no CONSTRUCT query.",
            remedy="You can fix this by writing CONSTRUCT { … } WHERE { … }.",
        )
    return answer
