"""Communities of the page: the same each time, whichever library finds them."""

from __future__ import annotations

import random
import sys
from itertools import combinations

import pytest

from tawthiq.view.communities import Link, communities


def _cliques(count: int, size: int) -> list[Link]:
    """Groups in which all are linked, and a single link from each group to the next."""
    groups = [range(i * size, (i + 1) * size) for i in range(count)]
    inside = [pair for group in groups for pair in combinations(group, 2)]
    return inside + [(i * size, (i + 1) * size) for i in range(count - 1)]


@pytest.fixture(params=["networkx", "scikit-network"])
def library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """One library after the other finds the communities."""
    if request.param == "networkx":
        monkeypatch.setitem(sys.modules, "sknetwork.clustering", None)
    else:
        pytest.importorskip("sknetwork.clustering")


@pytest.mark.usefixtures("library")
def test_groups_that_hang_together_are_communities_whatever_finds_them() -> None:
    links = _cliques(6, 7)
    found = communities([False] * 42, links)
    assert sorted(found) == [list(range(i * 7, (i + 1) * 7)) for i in range(6)]
    random.Random(1).shuffle(links)
    assert communities([False] * 42, links) == found


@pytest.mark.usefixtures("library")
def test_nodes_without_links_and_no_nodes_at_all_are_no_fault() -> None:
    assert communities([], []) == []
    assert sorted(node for group in communities([False, True, False], []) for node in group) == [0, 1, 2]
