"""The words, phrases and speakers of a sentence, as the extractor read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tawthiq.explain.lines import GazetteerLines, line_of
from tawthiq.explain.records import Line, PhraseRecord, SpeakerRecord, TimeRecord, WordRecord
from tawthiq.extract.annotate import Word
from tawthiq.extract.attribution import Attribution
from tawthiq.extract.phrases import Chunk, Phrase, span_of
from tawthiq.extract.predicates import Predicate
from tawthiq.extract.sentences import SentenceReader
from tawthiq.fold import fold
from tawthiq.knowledge.lexicon import Entry
from tawthiq.model import TimeInterval

CLASS_TABLES = ("actor_nouns", "place_nouns", "people", "roles", "weapons")
SMALL_WORDS = "function_words"


class Texts:
    """The words of one article, by phrase, predicate or token."""

    def __init__(self, text: str) -> None:
        self.text = text

    def stretch(self, reader: SentenceReader, first: int, last: int) -> str:
        """Tokens ``first`` to ``last`` of a sentence, without the proclitics of the first."""
        span = span_of(reader.words, first, last)
        return " ".join(self.text[span.start : span.end].split())

    def phrase(self, reader: SentenceReader, phrase: Phrase) -> str:
        return self.stretch(reader, phrase.first, max(phrase.last, phrase.reach))

    def predicate(self, reader: SentenceReader, predicate: Predicate) -> str:
        return self.stretch(reader, predicate.first_token, predicate.last_token)


def time_record(time: TimeInterval | None) -> TimeRecord | None:
    return None if time is None else TimeRecord(time.text, time.start, time.end, time.precision)


def word_records(reader: SentenceReader) -> tuple[WordRecord, ...]:
    return tuple(_word(word, reader) for word in reader.words)


def _word(word: Word, reader: SentenceReader) -> WordRecord:
    token = word.token
    return WordRecord(
        token.text,
        token.kind,
        token.lemma,
        token.proclitics,
        token.definite,
        token.enclitic,
        tuple(map(line_of, _entries(word, reader))),
        word.name[1] if word.name else (),
        word.demonym,
        word.function[0] if word.function else None,
        word.number.value if word.number else None,
        word.time.text if word.time else None,
    )


def _entries(word: Word, reader: SentenceReader) -> Iterable[Entry]:
    """The entries of the lexicon of which a form begins at the word, each once."""
    found = [match.form.entry for match in (*word.verbs, *word.nouns)]
    if word.function is not None:
        class_, text, _ = word.function
        forms = reader.knowledge.lexicon(reader.language).forms(text.split()[0])
        found += [
            f.entry
            for f in forms
            if f.entry.kind == SMALL_WORDS and f.entry.get("class") == class_ and fold(f.entry.lemma) == text
        ]
    return dict.fromkeys(found)


def phrase_records(
    reader: SentenceReader, texts: Texts, gazetteer: GazetteerLines
) -> tuple[PhraseRecord, ...]:
    return tuple(_chunk(c, reader, texts, gazetteer) for c in reader.chunks if c.kind != "punctuation")


def _chunk(chunk: Chunk, reader: SentenceReader, texts: Texts, gazetteer: GazetteerLines) -> PhraseRecord:
    phrase = chunk.phrase
    if phrase is None:
        text = texts.stretch(reader, chunk.first, chunk.last)
        return PhraseRecord(chunk.kind, text, "", None, None, None, False, None, (), time_record(chunk.time))
    head = phrase.head
    match = next((m for table in CLASS_TABLES if (m := head.match(table))), None)
    return PhraseRecord(
        chunk.kind,
        texts.phrase(reader, phrase),
        phrase.prep,
        phrase.type,
        phrase.known,
        gazetteer.at(phrase.known),
        phrase.named,
        phrase.count,
        (line_of(match.form.entry),) if match else (),
        None,
    )


def speaker_records(reader: SentenceReader, texts: Texts) -> tuple[SpeakerRecord, ...]:
    return tuple(_speaker(attribution, reader, texts) for attribution in reader.attributions)


def _speaker(attribution: Attribution, reader: SentenceReader, texts: Texts) -> SpeakerRecord:
    first, last = reader.chunks[attribution.first].first, reader.chunks[attribution.last].last
    verb = attribution.verb
    return SpeakerRecord(
        tuple(texts.phrase(reader, p) for p in attribution.sources),
        texts.predicate(reader, verb) if verb is not None else " ".join(attribution.opener),
        attribution.continues,
        texts.stretch(reader, first, last),
        tuple(_reporting_lines(attribution, reader)),
    )


def _reporting_lines(attribution: Attribution, reader: SentenceReader) -> Iterator[Line]:
    if attribution.verb is not None:
        for match in attribution.verb.senses("reporting")[:1]:
            yield line_of(match.form.entry)
        return
    for entry in reader.knowledge.lexicon(reader.language).entries_of("reporting"):
        if entry.get("scope") == "phrase" and tuple(fold(entry.lemma).split()) == attribution.opener:
            yield line_of(entry)
