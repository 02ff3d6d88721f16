"""An article as the network of the choices reads it: the columns of its tokens, and where options stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tawthiq.extract.annotate import Word
from tawthiq.extract.candidates import Candidate
from tawthiq.extract.choice.context import Context
from tawthiq.extract.phrases import Phrase
from tawthiq.extract.sentences import SentenceReader

COLUMNS = (
    "chunk", "kind", "type", "part", "preposition", "function", "event", "root", "proclitics", "definite",
    "tables", "ending", "beginning", "sort", "name", "pronoun", "first",
)  # fmt: skip
"""What a token is described by, beside its word vector."""
AFFIX = 2
NONE = "-"


@dataclass(frozen=True, slots=True)
class ArticleTokens:
    """The tokens of an article, sentence by sentence.

    ``words`` are their stems, ``columns`` the values of :data:`COLUMNS` for each. ``first`` is the place of
    a sentence's first token, by the sentence's index.
    """

    words: list[str]
    columns: list[tuple[str, ...]]
    first: dict[int, int]

    def at(self, token: int, reader: SentenceReader) -> int:
        """The place in the article of a token of a sentence."""
        return self.first[reader.sentence.index] + token

    def of(self, phrase: Phrase, reader: SentenceReader) -> tuple[int, int, int]:
        """Where a phrase has its head, where it begins and where it ends."""
        first = self.first[reader.sentence.index]
        return first + phrase.head.first, first + phrase.first, first + max(phrase.last, phrase.reach)


def article_tokens(context: Context) -> ArticleTokens:
    """All tokens of an article as the rules see them."""
    found = ArticleTokens([], [], {})
    for reader in context.readers:
        found.first[reader.sentence.index] = len(found.words)
        phrases, events = _phrases(reader, context), _events(reader, context)
        for i, word in enumerate(reader.words):
            found.words.append(word.token.stem)
            own = _event(events.get(i), context)
            found.columns.append((*_chunk(i, phrases.get(i), reader, context), *own, *_word(word, i)))
    return found


def _phrases(reader: SentenceReader, context: Context) -> dict[int, Phrase]:
    """Token → the longest phrase that it belongs to."""
    found: dict[int, Phrase] = {}
    for p in context.scene(reader).phrases.values():
        for i in range(p.first, max(p.last, p.reach) + 1):
            if i not in found or p.last - p.first > found[i].last - found[i].first:
                found[i] = p
    return found


def _events(reader: SentenceReader, context: Context) -> dict[int, Candidate]:
    """Token → the candidate whose trigger it is."""
    found: dict[int, Candidate] = {}
    for item in context.told_in(reader.sentence.index):
        predicate = item.candidate.predicate
        for i in range(predicate.first_token, predicate.last_token + 1):
            found.setdefault(i, item.candidate)
    return found


def _chunk(
    i: int, phrase: Phrase | None, reader: SentenceReader, context: Context
) -> tuple[str, str, str, str, str, str]:
    at = context.scene(reader).chunk_at.get(i)
    chunk = None if at is None else reader.chunks[at]
    kind = NONE if chunk is None else chunk.kind
    function = reader.words[i].function
    small = chunk.text if chunk is not None and kind == "function" else function[0] if function else NONE
    if phrase is None:
        return kind, NONE, NONE, NONE, NONE, small
    part = "first" if phrase.first == i else "head" if phrase.head.first == i else "in"
    look = context.look(phrase, reader)
    return kind, look.kind, phrase.type or "?", part, phrase.prep, small


def _event(candidate: Candidate | None, context: Context) -> tuple[str, str]:
    return (NONE, NONE) if candidate is None else (candidate.type, context.schema.root_of(candidate.type))


def _word(word: Word, i: int) -> Sequence[str]:
    token = word.token
    tables = {
        f"{m.kind}:{m.get('type')}" if m.kind == "triggers" else m.kind for m in (*word.nouns, *word.verbs)
    }
    return (
        "+".join(token.proclitics),
        "definite" if token.definite else "",
        "+".join(sorted(tables)),
        token.stem[-AFFIX:],
        token.stem[:AFFIX],
        "number" if word.number else "time" if word.time else token.kind,
        f"{'name' if word.name else ''}+{word.given}+{'demonym' if word.demonym else ''}",
        token.enclitic,
        "first" if i == 0 else "",
    )
