"""What several test modules share: the example articles, built once."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from tawthiq import pipeline
from tawthiq.knowledge import Knowledge

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
