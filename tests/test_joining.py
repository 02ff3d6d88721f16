"""Reports that tell one event, by a learned choice of pairs."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tawthiq.explain import Explainer
from tawthiq.knowledge import Knowledge
from tawthiq.knowledge.models import Group, Model
from tawthiq.model import Document
from tawthiq.pipeline import read_document
from tawthiq.resolve.joining import Joiner


class Pairs:
    """Stands for an article of which only it is known how alike its reports are, in hundredths of a logit."""

    def __init__(self, kinds: list[str], likeness: dict[tuple[int, int], int | None]) -> None:
        self.kinds = [(kind, False) for kind in kinds]
        self._likeness = likeness

    def contradict(self, i: int, j: int) -> bool:
        return self._likeness.get((i, j), 0) is None

    def features(self, i: int, j: int) -> list[Group]:
        return [(lambda value: (f"likeness={value}",), (self._likeness.get((i, j), -100),))]


def joined(kinds: list[str], likeness: dict[tuple[int, int], int | None]) -> list[list[int]]:
    weights = {f"likeness={value}": value for value in {-100, *likeness.values()} if value is not None}
    return Joiner(Pairs(kinds, likeness), Model(0, 0, weights)).events()  # type: ignore[arg-type]


def test_reports_that_are_alike_on_average_are_one_event() -> None:
    assert joined(["a", "a", "a"], {(0, 1): 50, (0, 2): 10, (1, 2): 10}) == [[0, 1, 2]]
    assert joined(["a", "a", "a"], {(0, 1): 50, (0, 2): 10, (1, 2): -30}) == [[0, 1], [2]]


def test_reports_of_two_kinds_or_that_contradict_each_other_stay_two() -> None:
    assert joined(["a", "b"], {(0, 1): 50}) == [[0], [1]]
    assert joined(["a", "a", "a"], {(0, 1): 50, (1, 2): 60, (0, 2): None}) == [[0], [1, 2]]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_each_report_stands_in_one_event_with_its_like(data: st.DataObject) -> None:
    kinds = data.draw(st.lists(st.sampled_from("ab"), max_size=9))
    pairs = [(i, j) for j in range(len(kinds)) for i in range(j)]
    values = st.one_of(st.none(), st.integers(-200, 200))
    likeness = {pair: data.draw(values) for pair in pairs}
    events = joined(kinds, likeness)
    assert sorted(i for event in events for i in event) == list(range(len(kinds)))
    for event in events:
        assert len({kinds[i] for i in event}) == 1
        assert all(likeness[i, j] is not None for j in event for i in event if i < j)


# ---- With the model of the project

TOLD_TWICE = (
    "هاجم مسلحون نقطة للجيش قرب كركوك مساء الأحد. وقال ضابط إن مجموعة شنت هجوما على نقطة الجيش قرب كركوك."
)
TWO = "هاجم مسلحون نقطة للجيش قرب كركوك مساء الأحد. كما هاجمت القوات العراقية معسكرا للتنظيم غرب الموصل."


@cache
def knowledge() -> Knowledge:
    return Knowledge.load()


@pytest.mark.parametrize(("text", "count"), [(TOLD_TWICE, 1), (TWO, 2)])
def test_an_attack_is_told_again_or_another(text: str, count: int) -> None:
    read = read_document(Document("d", text, language="ar"), knowledge())
    assert (len(read.events), len(read.reports)) == (count, 2)


def test_the_explanation_says_why_a_report_joined() -> None:
    record = Explainer(knowledge()).explain(Document("d", TOLD_TWICE, language="ar"))
    ties = [r.tie for s in record.sentences for e in s.events for r in e.reports if r.tie]
    assert ties
    assert all(tie.probability > tie.needed and tie.reasons for tie in ties)
