"""Folding and the way back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tawthiq.fold import Shadow, fold, fold_phrase


@given(st.text())
def test_the_shadow_is_the_folded_text(text: str) -> None:
    shadow = Shadow.of(text)
    assert shadow.text == fold(text)
    assert len(shadow.offsets) == len(shadow.text)
    assert list(shadow.offsets) == sorted(shadow.offsets)


@given(st.text())
def test_folding_again_changes_no_arabic_letter_or_digit(text: str) -> None:
    once = fold(text)
    assert [c for c in fold(once) if "ء" <= c <= "ي" or c.isdecimal()] == [
        c for c in once if "ء" <= c <= "ي" or c.isdecimal()
    ]


@given(st.text(alphabet="وقصفأإآىةئؤـَُِّ «»\u200f٣٠ab", max_size=30), st.data())
def test_a_span_leads_back_to_what_was_folded(text: str, data: st.DataObject) -> None:
    shadow = Shadow.of(text)
    start = data.draw(st.integers(0, len(shadow.text)))
    end = data.draw(st.integers(start, len(shadow.text)))
    span = shadow.span(start, end)
    assert fold(text[span.start : span.end]) == shadow.text[start:end]


def test_spellings_that_fold_alike() -> None:
    assert fold("إيران") == fold("ايران") == fold("اِيـران")
    assert fold("مستشفى") == fold("مستشفي")
    assert fold("٣٠٠") == fold("۳۰۰") == "300"
    assert fold_phrase("  «قاعدة  السد» ") == "قاعده السد"
