"""How fast the stored queries are through `tawthiq query`, beside bare pyoxigraph, RDFLib and Jena.

    python benchmarks/sparql.py /tmp/million [--runs 5]

GRAPH is the folder of a build, or one that `benchmarks/synthesise.py` wrote. The engines take turns. Each
time is the processor's, of the process and what it starts, and of several runs the fastest counts: other work
on the machine changes these least. RDFLib and Jena, which take minutes on a million triples, have one run.
What each does once is left out: starting the process, loading the graph in RDFLib and Jena, the start of
Java. `tawthiq` and bare pyoxigraph open the store, answer and write JSON.
"""

from __future__ import annotations

import argparse
import io
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import rdflib

from tawthiq.export import networks, turtle
from tawthiq.graph.claims import Claims
from tawthiq.graph.namespaces import Namespace
from tawthiq.graph.network import to_networkx
from tawthiq.query import ask, stored_queries
from tawthiq.query.results import write_answer
from tawthiq.store import open_graph
from tawthiq.store.opening import FOLDER
from tawthiq.text_table import table

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from engines.jena import available, jena

QUERIES = stored_queries()
Run = Callable[[str], object]
ENGINES = ("pyoxigraph", "rdflib", "jena")
ONCE = ("rdflib", "jena")


def tawthiq(graph: Path) -> Run:
    """What `tawthiq query GRAPH NAME --format json` does after it has started."""

    def run(name: str) -> None:
        write_answer(ask(open_graph(graph), QUERIES[name]), io.StringIO(), io.StringIO(), "json", "ar")

    return run


def bare(graph: Path) -> Run:
    """The same query and no more, of the same store."""

    def run(name: str) -> None:
        store = ox.Store.read_only(str(graph / FOLDER))
        found = store.query(QUERIES[name].text, use_default_graph_as_union=True)
        assert isinstance(found, ox.QuerySolutions)
        found.serialize(io.BytesIO(), format=ox.QueryResultsFormat.JSON)

    return run


def by_rdflib(path: Path) -> Run:
    graph = rdflib.Graph().parse(path)
    return lambda name: list(graph.query(QUERIES[name].text))


def by_jena(path: Path, stack: ExitStack) -> Run:
    """TDB2 in a process of its own for each query, as `tawthiq` has one."""
    engine = stack.enter_context(jena())
    engine.load(path)
    return lambda name: engine.select(QUERIES[name].text if name else "ASK {}")


def processor() -> float:
    """Seconds of the processor that this process and its ended children have taken."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def measured(work: Callable[[], object]) -> float:
    began = processor()
    work()
    return processor() - began


def fastest(runs: Mapping[str, Run], names: list[str], count: int) -> Iterator[tuple[str, dict[str, float]]]:
    """For each query, the seconds of each engine in its fastest run."""
    start = min(measured(lambda: runs["jena"]("")) for _ in range(3)) if "jena" in runs else 0.0
    for name in names:
        seconds: dict[str, list[float]] = {engine: [] for engine in runs}
        for turn in range(count):
            for engine, run in runs.items():
                if turn == 0 or engine not in ONCE:
                    seconds[engine].append(measured(partial(run, name)))
        found = {engine: min(took) for engine, took in seconds.items()}
        if "jena" in found:
            found["jena"] = max(found["jena"] - start, 0.0)
        yield name, found


def projection(graph: Path, count: int) -> list[tuple[str, float]]:
    """Seconds for the projection with all reading, for the projection alone, and for GraphML on top of it."""
    store = open_graph(graph)
    namespace = Namespace.of(store)
    claims = Claims(store)
    rows = [("reading the store and projecting", measured(lambda: to_networkx(store, namespace)))]
    rows.append(
        (
            "projecting what is read",
            min(measured(lambda: to_networkx(claims, namespace)) for _ in range(count)),
        )
    )
    network: nx.MultiDiGraph[str] = to_networkx(claims, namespace)
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "graph.graphml"
        rows.append(
            (
                "writing it as GraphML",
                min(measured(lambda: networks.write_network(network, path)) for _ in range(count)),
            )
        )
    return rows


def compared(graph: Path, engines: Sequence[str], names: list[str], count: int) -> str:
    """A table of what the engines took over one graph."""
    with ExitStack() as stack:
        store = open_graph(graph)
        runs: dict[str, Run] = {"tawthiq": tawthiq(graph)}
        if "pyoxigraph" in engines:
            runs["pyoxigraph"] = bare(graph)
        if {"rdflib", "jena"} & set(engines):
            path = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "graph.ttl"
            turtle.write(store, Namespace.of(store), path)
        if "rdflib" in engines:
            runs["rdflib"] = by_rdflib(path)
        if "jena" in engines and available():
            runs["jena"] = by_jena(path, stack)
        others = list(runs)[1:]
        head = ["query", *(f"{engine}, s" for engine in runs), *(f"{engine} / tawthiq" for engine in others)]
        rows, sums = [], dict.fromkeys(runs, 0.0)
        for name, found in fastest(runs, names, count):
            rows.append(_row(name, found, others))
            for engine, seconds in found.items():
                sums[engine] += seconds
        rows.append(_row("all", sums, others))
    return f"{graph}: {len(store):,} quads\n\n{table(head, rows, right=range(1, len(head)))}\n"


def _row(name: str, found: Mapping[str, float], others: list[str]) -> list[str]:
    ratios = [f"{found[engine] / found['tawthiq']:.2f}" for engine in others]
    return [name, *(f"{seconds:.3f}" for seconds in found.values()), *ratios]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("graph", type=Path, metavar="GRAPH", help="the folder of a build")
    parser.add_argument("--engines", nargs="*", default=ENGINES, choices=ENGINES, help="beside tawthiq")
    parser.add_argument("--queries", nargs="+", default=list(QUERIES), choices=list(QUERIES), metavar="NAME")
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="of which the fastest counts")
    parser.add_argument("--no-projection", action="store_true", help="leave networkx and GraphML out")
    options = parser.parse_args()
    print(compared(options.graph, options.engines, options.queries, options.runs), flush=True)
    if not options.no_projection:
        told = [(what, f"{seconds:.2f}") for what, seconds in projection(options.graph, options.runs)]
        print(table(("networkx and GraphML", "s"), told, right=(1,)))


if __name__ == "__main__":
    main()
