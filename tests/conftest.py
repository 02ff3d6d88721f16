"""What several test modules share: the example articles, built once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser

from page_browser import chromium
from page_graphs import big_graph, small_graph
from served import Server, running, write_graph
from sink import Sink, swallowing
from tawthiq import pipeline
from tawthiq.knowledge import Knowledge
from tawthiq.view import write_page

# A busy machine is no fault of a strategy.
settings.register_profile("tawthiq", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tawthiq")

EXAMPLES = Path(__file__).parent.parent / "examples" / "articles.jsonl"

_load = lru_cache(maxsize=1)(Knowledge.load)


@pytest.fixture
def knowledge_loaded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds in one process share the knowledge, which takes a second to load."""
    monkeypatch.setattr(Knowledge, "load", _load)


@pytest.fixture(scope="session")
def examples_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a build of the example articles; tests only read it."""
    out = tmp_path_factory.mktemp("examples") / "out"
    pipeline.build([str(EXAMPLES)], out)
    return out


@pytest.fixture(scope="session")
def sink() -> Iterator[Sink]:
    """The only network that ``browser`` has."""
    with swallowing() as found:
        yield found


@pytest.fixture(scope="session")
def browser(sink: Sink) -> Iterator[Browser]:
    """One Chromium for all tests of the page."""
    with chromium(sink.proxy) as found:
        yield found


@pytest.fixture(scope="session")
def small_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a small graph with every kind, status and precision of date."""
    path = tmp_path_factory.mktemp("page") / "graph.html"
    write_page(small_graph(), path, "أخبار الوادي", "ar")
    return path


@pytest.fixture(scope="session")
def big_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a graph that opens with an overview of its communities."""
    path = tmp_path_factory.mktemp("page") / "graph.html"
    write_page(big_graph(1600, 400), path, "كبير", "en")
    return path


@pytest.fixture(scope="session")
def arabic_page(examples_build: Path) -> Path:
    """The page of all example articles, most of which are Arabic."""
    return examples_build / "graph.html"


@pytest.fixture(scope="session")
def english_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the English example articles."""
    folder = tmp_path_factory.mktemp("english")
    lines = EXAMPLES.read_text("utf-8").splitlines(keepends=True)
    articles = folder / "articles.jsonl"
    articles.write_text("".join(line for line in lines if json.loads(line)["language"] == "en"), "utf-8")
    pipeline.build([str(articles)], folder / "out")
    return folder / "out" / "graph.html"


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """``tawthiq serve`` over a small graph, with narrow limits."""
    graph = write_graph(tmp_path_factory.mktemp("served") / "graph.trig")
    with running(graph, "--timeout", "5", "--memory", "256", "--processes", "2") as found:
        yield found
