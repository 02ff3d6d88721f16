"""Numbers in words and digits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tawthiq.errors import KnowledgeError
from tawthiq.language import analyse, tables
from tawthiq.language.numbers import find_numbers
from tawthiq.model import Document
from test_language import knowledge

CASES: dict[str, list[list[Any]]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "numbers.yaml").read_text("utf-8")
)


def numbers(text: str) -> list[list[Any]]:
    found = []
    for sentence in analyse(Document("d", text), knowledge()):
        for number in find_numbers(sentence, knowledge()):
            words = sentence.tokens[number.first : number.last + 1]
            found.append([text[words[0].start : words[-1].end], number.value, number.kind])
    return found


@pytest.mark.parametrize("text", CASES)
def test_numbers_are_found(text: str) -> None:
    assert numbers(text) == CASES[text]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**12))
def test_digits_are_read_with_and_without_separators(value: int) -> None:
    assert [n[1] for n in numbers(f"وصل {value} شخص")] == [value]
    assert [n[1] for n in numbers(f"some {value:,} people")] == [value]


_WORDS = st.sampled_from(
    ["ثلاثة", "وعشرين", "عشر", "مئة", "ألف", "وألفا", "آلاف", "بين", "و5", "5", "10", "-", "إلى", "على الأقل",
     "%", "two", "hundred", "and", "twenty-five", "million", "between", "to", ".", "dozen", "/", ":"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(_WORDS, max_size=12))
def test_numbers_are_ordered_and_apart(words: list[str]) -> None:
    for sentence in analyse(Document("d", " ".join(words)), knowledge()):
        last = -1
        for number in find_numbers(sentence, knowledge()):
            assert last < number.first <= number.last < len(sentence.tokens)
            assert number.value >= 0
            last = number.last


def test_a_wrong_table_is_named_with_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "lexicon" / "xx" / "numbers.tsv"
    table.parent.mkdir(parents=True)
    table.write_text("form\trole\tvalue\tplace\nseven\tunit\tmany\t\n", "utf-8")
    monkeypatch.setattr(tables, "ontology_dir", lambda: tmp_path)
    with pytest.raises(KnowledgeError, match=r"numbers\.tsv:2.*You can fix this by"):
        tables.number_words("xx")
