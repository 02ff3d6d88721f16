"""Tokens, clitics and sentences."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tawthiq.fold import fold
from tawthiq.knowledge import Gazetteer, Knowledge, Lexicon, Schema
from tawthiq.knowledge.paths import ontology_dir
from tawthiq.language import analyse, detect_language
from tawthiq.language.arabic.lemmas import dictionary
from tawthiq.language.noise import cleaned
from tawthiq.language.sentences import LONGEST
from tawthiq.model import Document, Token

CASES = Path(__file__).parent / "cases"
SEGMENTATION: dict[str, Any] = yaml.safe_load((CASES / "segmentation.yaml").read_text("utf-8"))
SENTENCES: list[tuple[str, list[str]]] = yaml.safe_load(
    (CASES / "segmentation_sentences.yaml").read_text("utf-8")
)


@cache
def knowledge() -> Knowledge:
    """The project's lexicons, with a gazetteer of a few names."""
    folder = ontology_dir()
    schema = Schema.load(folder / "tawthiq.ttl")
    lexicons = {language: Lexicon.load(folder / "lexicon", language) for language in ("ar", "en")}
    return Knowledge(schema, Names(), lexicons, ())


class Names(Gazetteer):
    """A gazetteer that knows only whether a word begins a name."""

    def __init__(self) -> None:
        super().__init__({})

    def is_name_word(self, word: str) -> bool:
        return word in {
            fold(name) for name in ("بيروت", "باريس", "لبنان", "فلسطين", "واشنطن", "ألمانيا", "إسرائيل")
        }


def tokens_of(text: str, language: str) -> list[Token]:
    sentences = analyse(Document("d", text, language=language), knowledge())
    return [token for sentence in sentences for token in sentence.tokens]


@pytest.mark.parametrize(
    ("language", "word"), [(language, word) for language in ("ar", "en") for word in SEGMENTATION[language]]
)
def test_word_is_cut_into_its_parts(language: str, word: Any) -> None:
    (token,) = tokens_of(str(word), language)
    expected = SEGMENTATION[language][word]
    shown = {name: getattr(token, name) for name in expected}
    assert {**shown, "proclitics": list(token.proclitics), "enclitic": token.enclitic} == {
        "proclitics": [], "enclitic": "", **expected,
    }  # fmt: skip


@pytest.mark.parametrize("text", SEGMENTATION["cut"])
def test_text_is_cut_into_tokens(text: str) -> None:
    cut = [token.text for token in tokens_of(text, detect_language(text))]
    assert cut == SEGMENTATION["cut"][text]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_text_is_cut_into_sentences(text: str, expected: list[str]) -> None:
    found = analyse(Document("d", text), knowledge())
    assert [text[s.start : s.end] for s in found] == expected


@pytest.mark.parametrize(
    ("unit", "opens"),
    [("قصف الجيش حلب، ثم انسحب ", "ثم"), ("قصف الجيش حلب وانسحب ", "وانسحب"), ("حلب ", "حلب")],
    ids=["at a comma", "before «and»", "anywhere"],
)
def test_a_sentence_without_an_end_is_cut(unit: str, opens: str) -> None:
    text = unit * 120
    found = analyse(Document("d", text, language="ar"), knowledge())
    assert [t.text for s in found for t in s.tokens] == [t.text for t in tokens_of(text, "ar")]
    assert max(len(s.tokens) for s in found) <= LONGEST
    assert {s.tokens[0].text for s in found[1:]} == ({opens} if len(found) > 1 else set())


def test_a_sentence_of_usual_length_is_never_cut() -> None:
    text = "حلب " * (LONGEST - 1) + "."
    assert len(analyse(Document("d", text, language="ar"), knowledge())) == 1


def test_the_stem_starts_after_the_proclitics() -> None:
    text = "وَلِلقوات والقوات وب4"
    assert [text[t.stem_start : t.end] for t in tokens_of(text, "ar")] == ["لقوات", "القوات", "4"]


def test_invisible_marks_and_vowels_change_nothing() -> None:
    plain, marked = tokens_of("وقصفت", "ar")[0], tokens_of("\u200fوَقـــصَفَتْ", "ar")[0]
    assert (plain.stem, plain.lemma, plain.proclitics) == (marked.stem, marked.lemma, marked.proclitics)


@pytest.mark.parametrize(
    ("text", "language"),
    [("قصف الجيش قاعدة T4", "ar"), ("The base at T4", "en"), ("", "en"), ("12 %", "en"), ("ﻗﺼﻒ", "ar")],
)
def test_language_is_that_of_most_letters(text: str, language: str) -> None:
    assert detect_language(text) == language


_PIECES = st.sampled_from(
    ["وقال", "للجيش", "ب4", "U.S.", "Gen.", "«", "»", '"', ".", "...", "؟", "\n", "\r\n", " ", "\u200f", "َ",
     "½", "ﷺ", "…", "ـ", "12.5", "٣٠٠", "%", "Syria’s", "-", "´", "ﻷ", "a", "و", "\u00a0", "_", "🙂",
     "#", "<b>", "&quot;", "https://"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=25).map("".join)),
    st.sampled_from(["ar", "en"]),
)
def test_offsets_lead_back_to_the_text(text: str, language: str) -> None:
    end = 0
    covered: set[int] = set()
    left = cleaned(text, knowledge().lexicon(language))
    assert len(left) == len(text)
    for index, sentence in enumerate(analyse(Document("d", text, language=language), knowledge())):
        assert sentence.index == index
        assert (sentence.start, sentence.end) == (sentence.tokens[0].start, sentence.tokens[-1].end)
        for token in sentence.tokens:
            assert end <= token.start < token.end
            assert left[token.start : token.end] == token.text
            assert token.start <= token.stem_start < token.end
            assert token.norm
            assert token.stem
            assert token.lemma
            end = token.end
            covered.update(range(token.start, token.end))
    assert not [text[i] for i in range(len(text)) if i not in covered and fold(left[i]).strip()]


def test_the_dictionary_knows_verbs_by_their_lemmas_and_no_empty_word() -> None:
    found = dictionary()
    assert found.verbs >= {"ردد", "افتخر", "استورد"}
    assert "قريه" not in found.verbs
    assert "" not in found
