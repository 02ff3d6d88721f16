"""Why facts are found in an article, or missed: each decision with the line or the model that made it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tawthiq.explain.events import EventTeller, relation_records
from tawthiq.explain.lines import GazetteerLines
from tawthiq.explain.records import DocumentRecord, SentenceRecord
from tawthiq.explain.triggers import TriggerExplainer
from tawthiq.explain.words import Texts, phrase_records, speaker_records, word_records
from tawthiq.extract import read
from tawthiq.extract.sentences import SentenceReader
from tawthiq.extract.trace import Trace
from tawthiq.knowledge import Knowledge
from tawthiq.language import analyse, detect_language
from tawthiq.model import Document
from tawthiq.resolve import resolve

__all__ = ["Explainer"]

Wanted = Callable[[SentenceReader], bool]


class Explainer:
    """Reads articles as a build does and tells what it decided."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._gazetteer = GazetteerLines(knowledge)

    def explain(self, document: Document, wanted: Wanted = lambda _: True) -> DocumentRecord:
        """The whole article is read; only the sentences that are ``wanted`` are told."""
        language = document.language or detect_language(document.text)
        document = replace(document, language=language)
        sentences = analyse(document, self._knowledge)
        trace = Trace()
        extraction, reader = read(document, sentences, self._knowledge, trace)
        resolved = resolve(extraction, sentences, self._knowledge, trace)
        texts = Texts(document.text)
        triggers = TriggerExplainer(reader, trace, resolved, texts)
        events = EventTeller(resolved, sentences, texts, trace)
        return DocumentRecord(
            document.id,
            document.title,
            language,
            document.published.isoformat() if document.published else None,
            tuple(
                SentenceRecord(
                    sentence.sentence.index + 1,
                    sentence.sentence.start,
                    sentence.sentence.end,
                    " ".join(document.text[sentence.sentence.start : sentence.sentence.end].split()),
                    word_records(sentence),
                    phrase_records(sentence, texts, self._gazetteer),
                    speaker_records(sentence, texts),
                    triggers.of(sentence),
                    relation_records(sentence, trace, texts),
                    events.of(sentence.sentence.index),
                )
                for sentence in reader.readers
                if wanted(sentence)
            ),
        )
