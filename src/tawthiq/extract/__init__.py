"""Sentences → event and relation reports, by rules over the lexicon."""

from __future__ import annotations

from tawthiq.extract.reader import DocumentReader
from tawthiq.extract.trace import Trace
from tawthiq.knowledge import Knowledge
from tawthiq.language import detect_language
from tawthiq.model import Document, Extraction, Sentence

__all__ = ["extract", "read"]


def extract(document: Document, sentences: tuple[Sentence, ...], knowledge: Knowledge) -> Extraction:
    """All that a document says of events and of relations, in the order of its text."""
    return read(document, sentences, knowledge)[0]


def read(
    document: Document, sentences: tuple[Sentence, ...], knowledge: Knowledge, trace: Trace | None = None
) -> tuple[Extraction, DocumentReader]:
    """The same, with the reader that found it; what was decided on the way is told to ``trace``."""
    language = document.language or detect_language(document.text)
    reader = DocumentReader(document, knowledge, language, trace)
    return reader.run(sentences), reader
