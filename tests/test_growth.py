"""An article that is twice as long takes about twice the steps: counted, as seconds depend on the machine."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from tawthiq.knowledge import Knowledge
from tawthiq.language import analyse
from tawthiq.model import Document
from tawthiq.pipeline import read_document

EXAMPLES = Path(__file__).parent.parent / "examples" / "articles.jsonl"
SHORT, LONG = 3_000, 12_000
"""Characters; in the longer text, steps that grow with the square would be most of them."""
PROPORTIONAL = 1.35
"""A square would make it 4."""


@cache
def knowledge() -> Knowledge:
    return Knowledge.load()


def news(length: int, between: str) -> str:
    """Paragraphs of the examples, over and over, as one article."""
    rows = map(json.loads, EXAMPLES.read_text("utf-8").splitlines())
    paragraphs = [p for row in rows if row["language"] == "ar" for p in row["text"].split("\n")]
    text = between.join(paragraphs)
    return between.join([text] * (length // len(text) + 1))[:length]


TEXTS: dict[str, Callable[[int], str]] = {
    "paragraphs": lambda length: news(length, "\n"),
    "one line": lambda length: news(length, " "),
}


def quotations(length: int) -> str:
    return ('قال "إن الجيش قصف البلدة!" ثم "انسحب." ' * length)[:length]


def steps(read: Callable[[Document, Knowledge], object], text: str) -> int:
    """Calls of functions while an article is read."""
    count = 0

    def note(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal count
        del frame, argument
        count += event in ("call", "c_call")

    document, known = Document("d", text, language="ar"), knowledge()
    sys.setprofile(note)
    try:
        read(document, known)
    finally:
        sys.setprofile(None)
    return count


def growth(read: Callable[[Document, Knowledge], object], make: Callable[[int], str]) -> float:
    """Steps for a character of the longer text, those of the shorter one being 1."""
    steps(read, make(LONG))  # words are looked up once and then remembered
    short, long = (steps(read, make(length)) / length for length in (SHORT, LONG))
    return long / short


@pytest.mark.parametrize("name", TEXTS)
def test_steps_grow_with_the_length(name: str) -> None:
    assert growth(read_document, TEXTS[name]) < PROPORTIONAL


def test_steps_of_cutting_grow_with_the_length() -> None:
    assert growth(analyse, quotations) < PROPORTIONAL
