"""The sentence around a quote."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.graph.sentences import REACH, around, tell_sentences

TEXT = "قال مصدر محلي: «وقع انفجار». وقصفت الطائرات قرية السرو بنحو 2.5 طن من المتفجرات! ثم انسحبت."


@pytest.mark.parametrize(
    ("quote", "before", "after"),
    [
        ("قصفت الطائرات", "و", " قرية السرو بنحو 2.5 طن من المتفجرات!"),
        ("وقع انفجار", "قال مصدر محلي: «", "»."),
        ("ثم انسحبت.", "", ""),
        ("المتفجرات", "وقصفت الطائرات قرية السرو بنحو 2.5 طن من ", "!"),
    ],
)
def test_the_rest_of_the_sentence(quote: str, before: str, after: str) -> None:
    start = TEXT.index(quote)
    found = around(TEXT, start, start + len(quote))
    assert (found[0].strip(), found[1]) == (before.strip(), after)


def test_a_long_sentence_is_cut_between_words() -> None:
    text = "كلمة " * 200 + "انفجار " + "كلمة " * 200
    start = text.index("انفجار")
    before, after = around(text, start, start + 6)
    assert before.startswith("… كلمة ")
    assert after.endswith(" كلمة …")
    assert len(before) < REACH + 3
    assert len(after) < REACH + 3


@given(st.text(alphabet="اب .!؟\n»", max_size=80), st.data())
def test_what_is_told_stands_in_the_article(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    before, after = around(text, start, end)
    assert text[:start].endswith(before)
    assert text[end:].startswith(after)


def test_a_claim_whose_quote_stands_elsewhere_gets_nothing() -> None:
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    right = {"document": "a", "quote": "انفجار", "start": 4, "end": 10}
    wrong = {**right, "start": 3, "end": 9}
    network.add_node("e", evidence=[right, wrong])
    tell_sentences(network, [("a", "وقع انفجار. ثم هدأ.")])
    assert (right["before"], right["after"]) == ("وقع ", ".")
    assert "before" not in wrong
