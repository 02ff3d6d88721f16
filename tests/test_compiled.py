"""The cache of compiled knowledge: only ever faster, never wrong."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from tawthiq.knowledge import Gazetteer, Knowledge, Lexicon
from tawthiq.knowledge.compiled import KEPT, compiled
from tawthiq.language.arabic.lemmas import Dictionary

VALUE = {"word": [(1, None, True, "قصف"), (2.5, frozenset({"a"}))], ("a", "b"): {"x": ()}}


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TAWTHIQ_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def never() -> Any:
    raise AssertionError("made though it is in the cache")


def test_what_was_made_comes_back(cache: Path) -> None:
    assert compiled("a", ["key"], ["fold.py"], lambda: VALUE) == VALUE
    assert compiled("a", ["key"], ["fold.py"], never) == VALUE
    assert [path.suffix for path in cache.iterdir()] == [".bin"]


@pytest.mark.parametrize(("key", "code"), [("other", "fold.py"), ("key", "ids.py"), ("key", "knowledge")])
def test_other_files_or_other_code_make_it_anew(key: str, code: str) -> None:
    compiled("a", ["key"], ["fold.py"], lambda: VALUE)
    assert compiled("a", [key], [code], lambda: 1) == 1


@pytest.mark.parametrize("damage", [b"", b"x", b"0" * 500])
def test_a_damaged_file_is_made_anew(cache: Path, damage: bytes) -> None:
    compiled("a", ["key"], [], lambda: VALUE)
    (file,) = cache.iterdir()
    whole = file.read_bytes()
    for content in (damage, whole[: len(whole) // 2], whole[:-1] + b"~"):
        file.write_bytes(content)
        assert compiled("a", ["key"], [], lambda: 1) == 1
        assert compiled("a", ["key"], [], never) == 1


def test_a_folder_that_cannot_be_used_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    for place in (str(tmp_path / "file" / "below"), ""):
        monkeypatch.setenv("TAWTHIQ_CACHE", place)
        assert compiled("a", ["key"], [], lambda: VALUE) == VALUE


def test_what_is_no_plain_data_is_not_kept(cache: Path) -> None:
    assert compiled("a", ["key"], [], lambda: cache) == cache
    assert not list(cache.iterdir()) if cache.exists() else True


def test_only_the_newest_files_are_kept(cache: Path) -> None:
    for number in range(KEPT + 3):
        compiled("a", [str(number)], [], lambda: VALUE)
    assert len(list(cache.iterdir())) == KEPT


def test_writers_at_once_leave_one_whole_file(cache: Path) -> None:
    large = list(range(200_000))
    threads = [threading.Thread(target=compiled, args=("a", ["k"], [], lambda: large)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(list(cache.iterdir())) == 1
    assert compiled("a", ["k"], [], never) == large


def test_knowledge_from_the_cache_is_the_knowledge(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = Knowledge.load()
    assert any(cache.iterdir())
    monkeypatch.setattr("tawthiq.knowledge._read", never)
    again = Knowledge.load()
    assert again.fingerprint == fresh.fingerprint
    assert again.gazetteer.state() == fresh.gazetteer.state()
    assert again.gazetteer.entities == fresh.gazetteer.entities
    for language, lexicon in fresh.lexicons.items():
        other = again.lexicons[language]
        assert other.state() == lexicon.state()
        word = next(iter(lexicon.state()[-1]))
        assert [f.word for f in other.forms(word)] == [f.word for f in lexicon.forms(word)]
        assert other.forms(word) is other.forms(word)
        assert other.forms("no such word") == ()


def test_states_are_plain_data() -> None:
    assert Gazetteer.from_state(Gazetteer({}).state()).entities == {}
    assert Lexicon.from_state(Lexicon("ar", (), {}).state()).entries == ()


def test_the_dictionary_finds_words_by_their_folded_form() -> None:
    words = Dictionary.of({"أمة": "أمة", "امه": "ام", "كتب": "كتاب", "ab": "ab", "في": "في"})
    assert words.lemma("امه") == "امه"
    assert words.may_end_in_ha("امه")
    assert words.lemma("كتب") == "كتاب"
    assert not words.may_end_in_ha("كتب")
    assert "في" in words
    assert "ab" not in words
    assert words.lemma("كتبوا") is None
