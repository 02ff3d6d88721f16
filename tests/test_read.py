"""Files, folders and standard input become documents; what cannot be read is named with its remedy."""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.errors import InputError
from tawthiq.model import Document
from tawthiq.read import MARKER, read_documents
from tawthiq.read.text import MAX_ARTICLE, bounded_lines, decode

ARABIC = "قُصفت القاعدة ليلاً.\r\nولم تقع إصابات.\n"


def write(path: Path, content: str | bytes) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def read(*paths: str | Path) -> tuple[list[Document], list[str]]:
    """Documents and error messages."""
    errors: list[InputError] = []
    documents = list(read_documents([str(p) for p in paths], on_error=errors.append))
    return documents, [str(error) for error in errors]


def rows(*records: object) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def test_a_text_file_is_one_document_and_keeps_every_character(tmp_path: Path) -> None:
    path = write(tmp_path / "night raid.txt", ARABIC)
    assert read(path) == ([Document(id="night raid", text=ARABIC)], [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_byte_order_marks_are_understood(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path / "a.txt", ARABIC.encode(encoding))
    assert [d.text for d in read(path)[0]] == [ARABIC]


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_decoding_gives_back_what_was_encoded(text: str) -> None:
    if not text.startswith("\ufeff"):
        assert decode(text.encode(), "x") == text
    assert decode(text.encode("utf-16"), "x") == text


@given(st.binary())
def test_any_bytes_are_text_or_a_clear_error(content: bytes) -> None:
    with contextlib.suppress(InputError):
        decode(content, "x.txt")


def test_all_fields_of_a_row_are_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", rows({
        "id": 7, "text": ARABIC, "title": "ليل", "published": "2024-05-01T23:10:00Z", "source": "وكالة",
        "url": "https://example.org/7", "language": "ar-SY", "more": [1, 2],
    }))  # fmt: skip
    assert read(path) == ([
        Document("7", ARABIC, "ليل", date(2024, 5, 1), "وكالة", "https://example.org/7", "ar")
    ], [])  # fmt: skip


def test_a_row_without_an_id_is_named_after_its_file_and_line(tmp_path: Path) -> None:
    path = write(tmp_path / "feed.jsonl", "\n" + rows({"text": "one"}, {"text": "two", "id": ""}))
    assert [d.id for d in read(path)[0]] == ["feed-2", "feed-3"]


def test_options_fill_in_what_a_document_does_not_say(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", rows({"text": "x", "id": "a"},
                 {"text": "y", "id": "b", "published": "2020-01-01", "language": "ar"}))  # fmt: skip
    documents = list(read_documents([path], published=date(2024, 1, 1), language="en"))
    assert [(d.published, d.language) for d in documents] == [
        (date(2024, 1, 1), "en"), (date(2020, 1, 1), "ar"),
    ]  # fmt: skip


BAD_ROWS = [
    ('{"text": ', "line 2: this is not valid JSON"),
    ("[1]", "line 2: this is no JSON object"),
    ('"text"', "line 2: this is no JSON object"),
    ('{"id": "x"}', "line 2: the field «text» is missing or empty"),
    ('{"text": "  "}', "line 2: the field «text» is missing or empty"),
    ('{"text": 5}', "line 2: the field «text» is no text"),
    ('{"text": "x", "title": {}}', "line 2: the field «title» is no text"),
    ('{"text": "x", "id": true}', "line 2: the field «id» is no text"),
    (
        '{"text": "x", "published": "1/11/2023"}',
        "line 2: «1/11/2023» in the field «published» is no ISO date",
    ),
    ('{"text": "x", "language": "fr"}', "line 2: Tawthiq does not read the language «fr»"),
    ('{"text": "\\ud800"}', "line 2: the field «text» holds a character that is no text"),
    ('{"text": "\\u0000"}', "line 2: the field «text» holds a character that is no text"),
    ("[" * 100_000, "line 2: this is not valid JSON"),
    ('{"id": ' + "9" * 5000 + ', "text": "x"}', "line 2: this is not valid JSON"),
]


@pytest.mark.parametrize(("row", "message"), BAD_ROWS, ids=lambda v: v[:40])
def test_a_bad_row_is_named_and_the_others_are_read(tmp_path: Path, row: str, message: str) -> None:
    path = write(
        tmp_path / "a.jsonl", rows({"id": "1", "text": "x"}) + row + "\n" + rows({"id": "3", "text": "z"})
    )
    documents, errors = read(path)
    assert [d.id for d in documents] == ["1", "3"]
    assert len(errors) == 1
    assert message in errors[0]
    assert path in errors[0]


def test_an_undecodable_row_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    bad = '{"text": "café"}\n'.encode("latin-1")
    path = write(tmp_path / "a.jsonl", rows({"text": "x"}).encode() + bad + rows({"text": "z"}).encode())
    documents, errors = read(path)
    assert [d.text for d in documents] == ["x", "z"]
    assert errors == [f"{path}, line 2: byte 13 of the line (0xe9) is not UTF-8. "
                      "You can fix this by writing the file in UTF-8."]  # fmt: skip


def test_rows_in_utf_16_and_with_windows_line_ends(tmp_path: Path) -> None:
    text = rows({"text": "سلام"}, {"text": "حرب"}).replace("\n", "\r\n")
    for encoding in ("utf-16", "utf-8-sig"):
        path = write(tmp_path / "a.jsonl", text.encode(encoding))
        assert [d.text for d in read(path)[0]] == ["سلام", "حرب"]


FILES = [
    ("a.txt", b"", "there is no text in it"),
    ("a.txt", b" \n\t", "there is no text in it"),
    ("a.jsonl", b"", "there are no articles in it"),
    ("a.jsonl", b"\n\n", "there are no articles in it"),
    ("a.txt", bytes(range(256)), "this is a binary file, not text"),
    ("a.txt", b"x\0y", "this is a binary file, not text"),
    ("a.txt", b"one\ntwo caf\xe9 three", "line 2: byte 11 (0xe9) is not UTF-8"),
    ("a.txt", b"\xef\xbb\xbfcaf\xe9", "line 1: byte 6 (0xe9) is not UTF-8"),
    ("a.docx", b"x", "does not read files with the ending «.docx»"),
    ("Makefile", b"x", "does not read files with the ending «Makefile»"),
]


@pytest.mark.parametrize(("name", "content", "message"), FILES)
def test_a_bad_file_is_an_error_with_a_remedy(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    documents, errors = read(write(tmp_path / name, content))
    assert documents == []
    assert len(errors) == 1
    assert message in errors[0]
    assert errors[0].startswith(str(tmp_path / name))
    assert "You can fix this by" in errors[0]


def test_without_a_listener_an_error_is_raised(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        list(read_documents([write(tmp_path / "a.txt", "")]))


def test_a_missing_path_is_raised_before_anything_is_read(tmp_path: Path) -> None:
    there = write(tmp_path / "a.txt", "x")
    with pytest.raises(InputError, match=r"b\.txt: there is no such file or folder"):
        read_documents([there, str(tmp_path / "b.txt")], on_error=lambda _: None)


def test_a_huge_file_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as out:
        out.truncate(10 * 1000 * 1000 * 1000)
    started = time.monotonic()
    documents, errors = read(path)
    assert time.monotonic() - started < 1
    assert documents == []
    assert "too much for one article" in errors[0]


def test_a_huge_row_is_refused_and_the_next_one_read() -> None:
    stream = io.BytesIO(b"x" * (3 * MAX_ARTICLE) + b"\nnext\n")
    first, second = bounded_lines(stream)
    assert len(first) > MAX_ARTICLE
    assert second == b"next\n"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "x")
    os.chmod(path, 0)
    assert "cannot be read (Permission denied)" in read(path)[1][0]


def test_a_folder_is_read_in_order_without_hidden_and_foreign_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/b.jsonl", ".hidden.txt", ".git/c.txt", "notes.md"):
        write(tmp_path / name, rows({"text": "row"}) if name.endswith("jsonl") else name)
    documents, errors = read(tmp_path)
    assert [d.id for d in documents] == ["a/b.jsonl-1", "z", "b.txt"]
    assert errors == []


def test_a_folder_skips_what_earlier_builds_wrote(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "x")
    write(tmp_path / "out" / MARKER, "")
    write(tmp_path / "out" / "events.jsonl", rows({"type": "Attack"}))
    assert [d.id for d in read(tmp_path)[0]] == ["a"]


def test_a_folder_without_articles_is_an_error(tmp_path: Path) -> None:
    write(tmp_path / "a.md", "x")
    assert "there are no articles in this folder" in read(tmp_path)[1][0]


def test_files_that_share_a_stem_get_their_paths_as_ids(tmp_path: Path) -> None:
    for name in ("x/raid.txt", "y/raid.txt", "y/other.txt"):
        write(tmp_path / name, name)
    assert [d.id for d in read(tmp_path)[0]] == ["x/raid.txt", "other", "y/raid.txt"]


def test_an_id_that_comes_twice_with_other_contents_is_an_error(tmp_path: Path) -> None:
    one = write(tmp_path / "1.jsonl", rows({"id": "a", "text": "x"}, {"id": "a", "text": "x"}))
    two = write(tmp_path / "2.jsonl", rows({"id": "a", "text": "y"}, {"id": "b", "text": "z"}))
    documents, errors = read(one, two)
    assert [d.text for d in documents] == ["x", "z"]
    assert [e[: len(two) + 60] for e in errors] == [
        f"{two}, line 1: the id «a» is taken by another article ({one}"[: len(two) + 60]
    ]


def test_a_path_that_is_given_twice_is_read_once(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "x")
    assert len(read(path, path, tmp_path)[0]) == 1


class _Stdin:
    def __init__(self, content: bytes) -> None:
        self.buffer = io.BytesIO(content)


STREAMS: list[tuple[bytes, Sequence[tuple[str, str]]]] = [
    (ARABIC.encode(), [("stdin", ARABIC)]),
    (rows({"text": "x"}, {"text": "y", "id": "b"}).encode(), [("stdin-1", "x"), ("b", "y")]),
    (b"[]\nnot rows", [("stdin", "[]\nnot rows")]),
]


@pytest.mark.parametrize(("content", "expected"), STREAMS)
def test_standard_input_is_text_or_rows(
    monkeypatch: pytest.MonkeyPatch, content: bytes, expected: Sequence[tuple[str, str]]
) -> None:
    monkeypatch.setattr(sys, "stdin", _Stdin(content))
    documents, errors = read("-")
    assert [(d.id, d.text) for d in documents] == expected
    assert errors == []


def test_empty_standard_input_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", _Stdin(b""))
    assert "there is no text in it" in read("-")[1][0]
