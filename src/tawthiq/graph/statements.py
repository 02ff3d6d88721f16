"""A store's graphs one at a time, as sorted N-Triples: what other stores are sent and compared with."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store

from tawthiq.errors import InputError
from tawthiq.graph.namespaces import DERIVED, EVENTS, GRAPHS, ONTOLOGY, RESOLVED, RUNS
from tawthiq.graph.quads import BODY
from tawthiq.graph.runs import VOLATILE

_LAST = (RESOLVED.value, EVENTS.value, DERIVED.value, RUNS.value)


def graph_names(store: Store) -> list[str]:
    """The IRIs of the named graphs: the ontology, the documents in order, then what hangs on all of them.

    The runs, which say that a build is complete, come last.
    """
    names = [name.value for name in store.named_graphs() if isinstance(name, NamedNode)]
    return sorted(names, key=lambda name: (_rank(name), name))


def _rank(name: str) -> int:
    if name == ONTOLOGY.value:
        return -1
    return _LAST.index(name) + 1 if name in _LAST else 0


def statements(store: Store, name: str, *, with_text: bool = False) -> list[bytes]:
    """The statements of a graph as sorted lines of N-Triples in UTF-8, each with its line end.

    The times of runs are left out, which would make each build another one, and the articles' text
    unless ``with_text``. ``name`` is the graph's IRI, or ``""`` for the default graph. Raises
    :class:`InputError` if there are blank nodes.
    """
    left_out = {str(predicate).encode() for predicate in (*VOLATILE, *(() if with_text else (BODY,)))}
    graph = NamedNode(name) if name else DefaultGraph()
    dumped = store.dump(format=RdfFormat.N_TRIPLES, from_graph=graph) or b""
    lines = [line + b"\n" for line in dumped.split(b"\n") if line and line.split(b" ", 2)[1] not in left_out]
    if any(line.startswith(b"_:") or line.split(b" ", 2)[2].startswith(b"_:") for line in lines):
        raise InputError(
            f"The graph <{name}> has blank nodes, so it is not one that Tawthiq made.",
            remedy="You can fix this by giving the folder that `tawthiq build` wrote.",
        )
    return sorted(lines)


def digest(lines: Sequence[bytes]) -> str:
    """SHA-256 over the statements of a graph, as 64 hexadecimal digits."""
    return hashlib.sha256(b"".join(lines)).hexdigest()


def local_name(name: str) -> str:
    """A graph's name for people, such as ``document-…`` or ``derived``."""
    return name.removeprefix(GRAPHS)
