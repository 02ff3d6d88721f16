"""The clusters that come up for a mention, and the events for a report, are all that it could belong to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tawthiq.knowledge import Knowledge
from tawthiq.model import Document, Mention
from tawthiq.pipeline import read_document
from tawthiq.resolve import candidates, events
from tawthiq.resolve.coreference import Cluster
from tawthiq.resolve.likeness import near
from tawthiq.resolve.names import Name, _spellings
from test_extract_properties import knowledge, texts

EXAMPLES = Path(__file__).parent.parent / "examples" / "articles.jsonl"
ARTICLES = [json.loads(line) for line in EXAMPLES.read_text("utf-8").splitlines()]


def every_cluster(self: candidates.Candidates, mention: Mention, name: Name) -> list[Cluster]:
    del mention, name
    return candidates.in_order(self._all.values())


def every_event(self: events.Alike, report: events.Told) -> list[list[int]]:
    del report
    return self._events


def check(text: str, known: Knowledge, language: str) -> None:
    document = Document("d", text, language=language)
    found = read_document(document, known)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(candidates.Candidates, "of", every_cluster)
        patch.setattr(events.Alike, "near", every_event)
        assert read_document(document, known) == found


@pytest.mark.parametrize("article", ARTICLES, ids=[article["id"] for article in ARTICLES])
def test_no_cluster_of_the_examples_is_missed(article: dict[str, str]) -> None:
    check(article["text"], knowledge(), article["language"])


@given(texts=st.lists(texts(), max_size=4).map(". ".join))
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
def test_no_cluster_of_any_text_is_missed(texts: str) -> None:
    check(texts, knowledge(), "ar")


@given(word=st.text("ابتلمنوهيabc", min_size=5, max_size=9), data=st.data())
def test_misspellings_share_a_spelling(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("ابتلمنوهيabc"))
    others = [word[:at] + word[at + 1 :], word[:at] + letter + word[at:], word[:at] + letter + word[at + 1 :]]
    others.append(word[:at] + word[at : at + 2][::-1] + word[at + 2 :])
    for other in others:
        assert near(word, other)
        assert len(other) < 5 or set(_spellings(word, word)) & set(_spellings(other, other))
