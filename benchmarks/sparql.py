"""How fast the stored queries are through `tawthiq query`, beside bare pyoxigraph, RDFLib and Jena.

    python benchmarks/sparql.py /tmp/million [--engines pyoxigraph rdflib jena] [--runs 5]

GRAPH is the folder of a build, or one that `benchmarks/synthesise.py` wrote. The engines take turns, so that
what else the machine does falls on all of them, and the medians are compared. What each does once is left
out: starting the process, loading the graph in RDFLib and Jena. `tawthiq` and bare pyoxigraph open the
store, answer and write JSON.
"""

from __future__ import annotations

import argparse
import io
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
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
    """TDB2 in a process of its own for each query, as `tawthiq` has one; the start of Java is taken off."""
    engine = stack.enter_context(jena())
    engine.load(path)
    return lambda name: engine.select(QUERIES[name].text)


def medians(runs: Mapping[str, Run], names: list[str], count: int) -> Iterator[tuple[str, dict[str, float]]]:
    """For each query, the median seconds of each engine, which take turns."""
    for name in names:
        seconds: dict[str, list[float]] = {engine: [] for engine in runs}
        for _ in range(count):
            for engine, run in runs.items():
                started = time.perf_counter()
                run(name)
                seconds[engine].append(time.perf_counter() - started)
        yield name, {engine: statistics.median(measured) for engine, measured in seconds.items()}


def measured(work: Callable[[], object], count: int) -> float:
    def once() -> float:
        started = time.perf_counter()
        work()
        return time.perf_counter() - started

    return statistics.median(once() for _ in range(count))


def projection(graph: Path, count: int) -> list[tuple[str, float]]:
    """Seconds for the projection with all reading, for the projection alone, and for GraphML on top of it."""
    store = open_graph(graph)
    namespace = Namespace.of(store)
    claims = Claims(store)
    rows = [("reading the store and projecting", measured(lambda: to_networkx(claims, namespace), 1))]
    rows.append(("projecting what is read", measured(lambda: to_networkx(claims, namespace), count)))
    network: nx.MultiDiGraph[str] = to_networkx(claims, namespace)
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "graph.graphml"
        rows.append(("writing it as GraphML", measured(lambda: networks.write_network(network, path), count)))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("graph", type=Path, metavar="GRAPH", help="the folder of a build")
    parser.add_argument(
        "--engines", nargs="*", default=["pyoxigraph"], choices=["pyoxigraph", "rdflib", "jena"],
        help="beside tawthiq; rdflib and jena take minutes on a million triples",
    )  # fmt: skip
    parser.add_argument("--queries", nargs="+", default=list(QUERIES), choices=list(QUERIES), metavar="NAME")
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="of which the median counts")
    parser.add_argument("--no-projection", action="store_true", help="leave networkx and GraphML out")
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        runs: dict[str, Run] = {"tawthiq": tawthiq(options.graph)}
        if "pyoxigraph" in options.engines:
            runs["pyoxigraph"] = bare(options.graph)
        if {"rdflib", "jena"} & set(options.engines):
            store = open_graph(options.graph)
            turtle.write(store, Namespace.of(store), folder / "graph.ttl")
        if "rdflib" in options.engines:
            runs["rdflib"] = by_rdflib(folder / "graph.ttl")
        if "jena" in options.engines and available():
            runs["jena"] = by_jena(folder / "graph.ttl", stack)
        head = ["query", "tawthiq, s", *(f"{engine} / tawthiq" for engine in list(runs)[1:])]
        rows, sums = [], dict.fromkeys(runs, 0.0)
        for name, found in medians(runs, options.queries, options.runs):
            ratios = [f"{found[engine] / found['tawthiq']:.2f}" for engine in list(runs)[1:]]
            rows.append([name, f"{found['tawthiq']:.3f}", *ratios])
            for engine, seconds in found.items():
                sums[engine] += seconds
        ratios = [f"{sums[engine] / sums['tawthiq']:.2f}" for engine in list(runs)[1:]]
        rows.append(["all", f"{sums['tawthiq']:.3f}", *ratios])
    print(table(head, rows, right=range(1, len(head))))
    if not options.no_projection:
        told = [(what, f"{seconds:.2f}") for what, seconds in projection(options.graph, options.runs)]
        print("\n" + table(("networkx and GraphML", "s"), told, right=(1,)))


if __name__ == "__main__":
    main()
