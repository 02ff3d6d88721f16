"""Sentences → event and relation reports, by rules over the lexicon."""

from __future__ import annotations

from tawthiq.extract.reader import DocumentReader
from tawthiq.knowledge import Knowledge
from tawthiq.language import detect_language
from tawthiq.model import Document, Extraction, Sentence

__all__ = ["extract"]


def extract(document: Document, sentences: tuple[Sentence, ...], knowledge: Knowledge) -> Extraction:
    """All that a document says of events and of relations, in the order of its text."""
    language = document.language or detect_language(document.text)
    return DocumentReader(document, knowledge, language).run(sentences)
