"""``tawthiq load``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tawthiq.cli.options import graph_argument
from tawthiq.cli.progress import LoadProgress
from tawthiq.errors import InputError, TawthiqError

if TYPE_CHECKING:
    from pyoxigraph import Store

    from tawthiq.store.remote import Endpoint, Loaded, Loading, LoadState
    from tawthiq.store.remote.check import Compared, CountDifference
    from tawthiq.store.remote.values import Value

ENGINES = (
    "virtuoso", "fuseki", "graphdb", "rdf4j", "oxigraph", "qlever", "neptune", "blazegraph", "stardog",
)  # fmt: skip
_SHOWN, _MOST_GRAPHS = 3, 10  # rows of an answer, and graphs; the rest are only counted


@click.command()
@graph_argument
@click.option(
    "--to", "address", required=True, metavar="URL",
    help="Address of the server, dataset or repository, or of one of its SPARQL services.",
)  # fmt: skip
@click.option(
    "--engine", type=click.Choice(["auto", *ENGINES]), default="auto", show_default=True,
    help="What runs there; found out by its address and its answers by default.",
)  # fmt: skip
@click.option("--check", is_flag=True, help="Compare afterwards what is there with what is here.")
@click.option("--replace", is_flag=True, help="Send all graphs, and remove those of other builds.")
@click.option("--with-text", is_flag=True, help="Take along the articles' text, which is their outlets'.")
@click.option(
    "--timeout", type=click.FloatRange(min=0.1), default=60.0, show_default=True, metavar="SECONDS",
    help="How long the endpoint may take for an answer.",
)  # fmt: skip
@click.option("-q", "--quiet", is_flag=True, help="Show no progress.")
@click.pass_context
def load(
    ctx: click.Context,
    graph: Path,
    address: str,
    engine: str,
    check: bool,
    replace: bool,
    with_text: bool,
    timeout: float,
    quiet: bool,
) -> None:
    """Load a build into a triple store that runs elsewhere.

    GRAPH is the folder of a build. Each of its named graphs goes there by the SPARQL Graph Store Protocol
    or by SPARQL Update. What did not change since the last load is not sent again, and graphs that
    are gone from the build are removed there; other graphs are left alone. A load that was stopped or
    broke off is completed by the same command.

    User and password, or a token, come from the environment variables TAWTHIQ_ENDPOINT_USER and
    TAWTHIQ_ENDPOINT_PASSWORD, or TAWTHIQ_ENDPOINT_TOKEN, and are never shown.

    --check counts the statements of each graph there and asks the stored queries on both sides; the
    command ends with 1 if there is a difference.

    \b
    Example:
        tawthiq load output/mine --to http://localhost:3030/news --check
    """
    from tawthiq.store import open_graph
    from tawthiq.store.places import is_store
    from tawthiq.store.remote import Credentials, Loading, LoadState, connect
    from tawthiq.store.remote.client import Client
    from tawthiq.store.remote.engines import is_overheard

    if not is_store(graph / "store"):
        raise InputError(
            f"{graph}: this is not the folder of a build.",
            remedy="You can fix this by giving the folder that `tawthiq build` wrote.",
        )
    progress = LoadProgress(quiet=quiet)
    credentials = Credentials.from_environment()
    with closing(Client(credentials, timeout=timeout, on_wait=progress.wait)) as client:
        endpoint = connect(client, address, engine, secured=bool(credentials))
        if credentials and is_overheard(endpoint.where.query):
            progress.note("The connection is not encrypted: others on the way can read the password.")
        store = open_graph(graph)
        with closing(LoadState.open(graph, endpoint.where.query)) as state:
            loading = Loading(store, endpoint, state, progress, with_text=with_text, replace=replace)
            _load(loading, endpoint, state, progress)
        if check and not _check(store, endpoint, progress, with_text):
            ctx.exit(1)


def _load(loading: Loading, endpoint: Endpoint, state: LoadState, progress: LoadProgress) -> None:
    try:
        loaded = loading.run()
    except (TawthiqError, KeyboardInterrupt):
        progress.clear()
        for line in _so_far(loading.loaded, state):
            click.echo(line, err=True)
        raise
    progress.clear()
    click.echo(
        f"{endpoint.engine.title} at {endpoint.where.query} holds the build: {loaded.sent:,} graphs with "
        f"{loaded.triples:,} statements sent, {loaded.kept:,} were there already, {loaded.removed:,} removed."
    )


def _so_far(loaded: Loaded, state: LoadState) -> Iterator[str]:
    """What stands in the endpoint when a load ends before its time."""
    if not loaded.graphs:
        return
    yield (
        f"The load is not complete: {loaded.sent + loaded.kept:,} of {loaded.graphs:,} graphs are there. "
        "The same command goes on."
    )
    if state.unfinished:
        yield f"Not known to be whole: {_some(sorted(state.unfinished))}"


def _check(store: Store, endpoint: Endpoint, progress: LoadProgress, with_text: bool) -> bool:
    """Print how what is there compares with what is here; returns whether it is the same."""
    from tawthiq.graph.namespaces import GRAPHS
    from tawthiq.graph.statements import graph_names, statements
    from tawthiq.store.remote.check import count_differences

    progress.note("counting what is there …", passing=True)
    here = {name: len(statements(store, name, with_text=with_text)) for name in graph_names(store)}
    differences = list(count_differences(endpoint, here))
    compared = []
    for answer in _answers(store, endpoint):
        compared.append(answer)
        progress.note(f"{len(compared)} queries compared …", passing=True)
    progress.clear()
    for line in (*_count_lines(differences, here), *_answer_lines(compared)):
        click.echo(line)
    same = not differences and all(answer.same for answer in compared)
    if not same and (others := endpoint.graphs(GRAPHS) - here.keys()):
        click.echo(f"The queries see graphs of other builds there too: {_some(sorted(others))}")
    return same


def _answers(store: Store, endpoint: Endpoint) -> Iterator[Compared]:
    """The stored queries, asked here and there."""
    from pyoxigraph import QuerySolutions

    from tawthiq.query import ask, stored_queries
    from tawthiq.store.remote.check import compare_answers

    for name, query in stored_queries().items():
        results = ask(store, query).results
        assert isinstance(results, QuerySolutions)
        variables = [variable.value for variable in results.variables]
        yield compare_answers(endpoint, name, query.text, variables, [list(row) for row in results])


def _count_lines(differences: list[CountDifference], here: dict[str, int]) -> Iterator[str]:
    from tawthiq.graph.statements import local_name

    if not differences:
        yield f"Counts: {len(here):,} graphs with {sum(here.values()):,} statements, the same there."
        return
    yield f"Counts: {len(differences):,} of {len(here):,} graphs differ."
    for difference in differences[:_MOST_GRAPHS]:
        yield f"  {local_name(difference.graph)}: {difference.here:,} here, {difference.there:,} there"
    if len(differences) > _MOST_GRAPHS:
        yield f"  and {len(differences) - _MOST_GRAPHS:,} more"


def _answer_lines(compared: list[Compared]) -> Iterator[str]:
    different = [answer for answer in compared if not answer.same]
    if not different:
        rows = sum(answer.here for answer in compared)
        yield f"Answers: {len(compared)} stored queries with {rows:,} rows, the same there."
        return
    yield f"Answers: {len(different)} of {len(compared)} stored queries differ."
    for answer in different:
        yield f"  {answer.query}: {answer.failed or f'{answer.here:,} rows here, {answer.there:,} there'}"
        for side, odd in (("here", answer.missing), ("there", answer.excess)):
            for row in odd[:_SHOWN]:
                yield f"    only {side}: {' | '.join(map(_shown, row))}"


def _shown(value: Value) -> str:
    return " ".join(value[1].split()) if len(value) > 1 else ""


def _some(graphs: list[str]) -> str:
    from tawthiq.graph.statements import local_name

    names = ", ".join(map(local_name, graphs[:_SHOWN]))
    return f"{names} and {len(graphs) - _SHOWN:,} more" if len(graphs) > _SHOWN else names
