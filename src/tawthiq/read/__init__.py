"""Files, folders and standard input → documents, their text exactly as it stands in the file."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from tawthiq.errors import InputError
from tawthiq.model import Document
from tawthiq.read.files import MARKER, STDIN, Source, find_sources
from tawthiq.read.rows import looks_like_rows, read_rows
from tawthiq.read.text import MAX_ARTICLE, MEGABYTE, bounded_lines, check_size, decode, read_bytes

__all__ = ["MARKER", "expected_documents", "read_documents"]

OnError = Callable[[InputError], None]


def read_documents(
    paths: Sequence[str],
    *,
    published: date | None = None,
    language: str | None = None,
    on_error: OnError | None = None,
) -> Iterator[Document]:
    """Documents of text files, JSON Lines files, folders of them and ``-`` (standard input).

    ``published`` and ``language`` (``"ar"``, ``"en"``) are for documents that do not say their own.
    What cannot be read is given to ``on_error`` as an :class:`InputError` and left out; without
    ``on_error`` it is raised. Two documents with one id and different contents are such an error;
    a document that comes twice with the same contents is read once. A path that does not exist is
    raised in any case, before anything is read.
    """
    report = on_error or _raise
    sources = find_sources(paths, report)
    return _complete(sources, published, language, report)


def expected_documents(paths: Sequence[str]) -> int | None:
    """About how many documents :func:`read_documents` will find; ``None`` for standard input and pipes."""
    sources = find_sources(paths, lambda _: None)
    try:
        return sum(map(_expected, sources)) if all(s.kind != "stream" for s in sources) else None
    except OSError:
        return None


def _expected(source: Source) -> int:
    if source.kind == "text":
        return 1
    with Path(source.path).open("rb") as stream:
        return sum(block.count(b"\n") for block in iter(lambda: stream.read(MEGABYTE), b"")) or 1


def _complete(
    sources: Sequence[Source], published: date | None, language: str | None, report: OnError
) -> Iterator[Document]:
    seen: dict[str, tuple[bytes, str]] = {}
    for source in sources:
        for document, where in _read_source(source, report):
            complete = replace(
                document,
                published=document.published or published,
                language=document.language or language,
            )
            if _is_new(complete, where, seen, report):
                yield complete


def _raise(error: InputError) -> None:
    raise error


def _read_source(source: Source, report: OnError) -> Iterator[tuple[Document, str]]:
    """Documents of one file, each with the place that it comes from, for messages."""
    try:
        if source.kind == "rows":
            with Path(source.path).open("rb") as stream:
                yield from read_rows(bounded_lines(stream), source, report)
        elif source.kind == "text":
            yield _bare(read_bytes(Path(source.path)), source), source.path
        else:
            yield from _read_stream(source, report)
    except InputError as error:
        report(error)
    except OSError as error:
        report(InputError(
            f"{source.path}: cannot be read ({error.strerror or error}).",
            remedy="You can fix this by giving yourself the right to read it, or by leaving it out.",
        ))  # fmt: skip


def _read_stream(source: Source, report: OnError) -> Iterator[tuple[Document, str]]:
    """Standard input or a pipe: JSON Lines if its first line is a JSON object, else one text."""
    if source.path == STDIN:
        yield from _sniff(sys.stdin.buffer, source, report)
    else:
        with Path(source.path).open("rb") as stream:
            yield from _sniff(stream, source, report)


def _sniff(stream: BinaryIO, source: Source, report: OnError) -> Iterator[tuple[Document, str]]:
    lines = bounded_lines(stream)
    first = next(lines, b"")
    if looks_like_rows(first):
        yield from read_rows(chain([first], lines), source, report)
    else:
        content = first + stream.read(MAX_ARTICLE)
        check_size(len(content), source.path)
        yield _bare(content, source), source.path


def _bare(content: bytes, source: Source) -> Document:
    text = decode(content, source.path)
    if not text.strip():
        raise InputError(
            f"{source.path}: there is no text in it.",
            remedy="You can fix this by giving a file that holds an article.",
        )
    return Document(id=source.key, text=text)


def _is_new(document: Document, where: str, seen: dict[str, tuple[bytes, str]], report: OnError) -> bool:
    digest = hashlib.blake2b(repr(document).encode(), digest_size=16).digest()
    if document.id not in seen:
        seen[document.id] = digest, where
        return True
    first_digest, first_where = seen[document.id]
    if digest != first_digest:
        report(InputError(
            f"{where}: the id «{document.id}» is taken by another article ({first_where}).",
            remedy="You can fix this by giving each article an id of its own.",
        ))  # fmt: skip
    return False
