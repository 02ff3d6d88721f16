"""A graph of any size, made of a real build's graph by repeating it.

    python benchmarks/synthesise.py output/demo /tmp/million --triples 1000000

Each copy has documents, reports, events, quotes and unknown entities of its own, under other names and at
other times; what the gazetteer knows is shared by all of them, as in a real graph. So the numbers of nodes
and edges and their shapes are real, but the words come again and again, and every copy has as many events as
the first. Articles as PATH (``.jsonl`` and the like) are built first.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from tawthiq import pipeline
from tawthiq.graph.data import data_quads
from tawthiq.graph.namespaces import GRAPHS, ONTOLOGY, RESOLVED, Namespace
from tawthiq.knowledge.paths import ontology_dir
from tawthiq.store import open_graph
from tawthiq.store.opening import FOLDER, is_store

SPAN = 3650
"""Days over which the copies are spread."""
NUMBERS = {NamedNode(f"http://www.w3.org/2001/XMLSchema#{name}") for name in ("integer", "decimal")}
_DATE = re.compile(r"\b(\d{4})(-\d\d)?(-\d\d)?(?=T|$)")


def synthesise(graph: Store, out: Path, triples: int, seed: int = 1) -> int:
    """Write a build folder with at least ``triples`` triples, in whole copies; returns their number.

    The same graph and seed give the same triples.
    """
    quads = sorted(data_quads(graph), key=str)
    shared = {q.subject.value for q in quads if q.graph_name == RESOLVED and isinstance(q.subject, NamedNode)}
    whole = len({(q.subject, q.predicate, q.object) for q in quads})
    once = len({(q.subject, q.predicate, q.object) for q in quads if q.graph_name == RESOLVED})
    copies = max(1, -(-(triples - once) // (whole - once)))
    out.mkdir(parents=True)
    store = Store(str(out / FOLDER))
    namespace = Namespace.of(graph)
    chance = random.Random(seed)
    for number in range(copies):
        days = chance.randrange(-SPAN // 2, SPAN // 2)
        store.bulk_extend(_copy(quads, number, days, shared, namespace) if number else quads)
    for name in ("tawthiq.ttl", "alignments.ttl"):
        store.load(path=str(ontology_dir() / name), format=RdfFormat.TURTLE, to_graph=ONTOLOGY)
    store.optimize()  # as a build does
    store.flush()
    return once + copies * (whole - once)


def _copy(
    quads: list[Quad], number: int, days: int, shared: set[str], namespace: Namespace
) -> Iterator[Quad]:
    rename = _renaming(number, shared, namespace)
    shift = timedelta(days)
    for quad in quads:
        if quad.graph_name == RESOLVED or not isinstance(quad.subject, NamedNode):
            continue
        value, graph = quad.object, quad.graph_name
        if isinstance(value, NamedNode):
            value = rename(value)
        elif isinstance(value, Literal) and not value.language and value.datatype not in NUMBERS:
            value = Literal(_DATE.sub(lambda d: _shifted(d, shift), value.value), datatype=value.datatype)
        if isinstance(graph, NamedNode):
            graph = rename(graph)
        yield Quad(rename(quad.subject), quad.predicate, value, graph)


def _renaming(number: int, shared: set[str], namespace: Namespace) -> Callable[[NamedNode], NamedNode]:
    def name(iri: str) -> str:
        if iri.startswith(f"{GRAPHS}document-"):
            kind, _, rest = iri.partition("document-")
            return f"{kind}document-c{number}-{rest}"
        if iri.startswith(namespace.base) and iri not in shared:
            kind, dash, rest = namespace.local(iri).partition("-")
            return f"{namespace.base}{kind}{dash}c{number}-{rest}"
        return iri

    known: dict[NamedNode, NamedNode] = {}

    def rename(node: NamedNode) -> NamedNode:
        found = known.get(node)
        if found is None:
            found = known[node] = NamedNode(name(node.value))
        return found

    return rename


def _shifted(found: re.Match[str], shift: timedelta) -> str:
    """A year, month or day in the same precision, moved."""
    year, month, day = found[1], found[2] or "-01", found[3] or "-01"
    try:
        moved = date.fromisoformat(year + month + day) + shift
    except (ValueError, OverflowError):
        return found[0]
    return moved.isoformat()[: len(found[0])]


def source(path: Path) -> Store:
    """The graph of a build, or of the articles in a file."""
    if (path / FOLDER).is_dir() or is_store(path) or path.suffix in (".ttl", ".nq", ".trig"):
        return open_graph(path)
    with tempfile.TemporaryDirectory() as folder:
        pipeline.build([str(path)], Path(folder) / "out", pipeline.Options())
        copy = Store()
        copy.bulk_extend(open_graph(Path(folder) / "out"))
        return copy


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("path", type=Path, metavar="PATH", help="a build's folder, a graph, or articles")
    parser.add_argument("out", type=Path, metavar="OUT", help="a folder that is not there yet")
    parser.add_argument("--triples", type=int, default=1_000_000, metavar="N", help="how many at least")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of the copies' times")
    options = parser.parse_args()
    if options.out.exists():
        parser.error(f"{options.out} is there already")
    count = synthesise(source(options.path), options.out, options.triples, options.seed)
    print(f"{count} triples in {options.out}, repeated from {options.path}")


if __name__ == "__main__":
    main()
