"""Hashtags: those that are words of a sentence, and those that only label it."""

from __future__ import annotations

import re
from typing import Protocol

from tawthiq.fold import fold
from tawthiq.knowledge.lexicon import Form

_TAG = re.compile(r"(?<![\w&])[#＃](?=\w*[^\W\d])[\w\u064b-\u0655]+")
_NEAR = 80
_LETTER = re.compile(r"[^\W_]")
_STOP = re.compile(r"[.!؟?…:|\-–—][\s\"'»)]*$")
_FOLLOWING, _PRECEDING = re.compile(r"\s*([\w\u064b-\u0655]+)"), re.compile(r"(\w[\w\u064b-\u0655]*)\s*$")
_LEANING = frozenset({"place_nouns", "actor_nouns", "people", "roles"})


class Lexicon(Protocol):
    """What is asked of a lexicon."""

    def forms(self, word: str) -> tuple[Form, ...]: ...


def read_hashtags(text: str, lexicon: Lexicon) -> str:
    """The text, as long as it was, with blanks for the marks of hashtags.

    Labels stand on lines of their own: several tags at an end of a line, one behind a full stop, an
    adjective alone («#عاجل»), and one before a verb in the perfect, which takes no subject before it
    in news. All others are words of the sentence: «قصفت #القوات_الإسرائيلية مدينة #دير_الزور».
    """
    lines = text.split("\n")
    return "\n".join(_read(line, lexicon) if "#" in line or "＃" in line else line for line in lines)


def _read(line: str, lexicon: Lexicon) -> str:
    tags = list(_TAG.finditer(line))
    if not tags:
        return line
    breaks: set[int] = set()
    head, tail = _head(tags, line), _tail(tags, line)
    if head == len(tags):
        breaks.update(tag.start() for tag in tags)
    else:
        breaks.update(tag.start() for tag in tags[1:head])
        if head and (head > 1 or _labels(tags[0], line, lexicon)):
            breaks.add(tags[head - 1].end())
        labels = tags[len(tags) - tail :]
        if labels and not _leans(
            line[max(0, labels[0].start() - _NEAR) : labels[0].start()], lexicon, alone=len(labels) == 1
        ):
            breaks.add(labels[0].start())
        breaks.update(tag.start() for tag in labels[1:])
    letters = list(line)
    for tag in tags:
        for i in range(*tag.span()):
            if letters[i] in "#＃_":
                letters[i] = " "
    for at in breaks:
        if at < len(letters) and not letters[at].isalnum():
            letters[at] = "\n"
    return "".join(letters)


def _head(tags: list[re.Match[str]], line: str) -> int:
    """How many tags stand at the beginning of the line."""
    end = count = 0
    for tag in tags:
        if _LETTER.search(line, end, tag.start()):
            break
        end, count = tag.end(), count + 1
    return count


def _tail(tags: list[re.Match[str]], line: str) -> int:
    """How many tags stand at the end of the line."""
    start, count = len(line), 0
    for tag in reversed(tags):
        if _LETTER.search(line, tag.end(), start):
            break
        start, count = tag.start(), count + 1
    return count


def _labels(tag: re.Match[str], line: str, lexicon: Lexicon) -> bool:
    """Whether the one tag at the beginning of a line is no part of the sentence."""
    following = _FOLLOWING.match(line, tag.end())
    if following is None:
        return False
    forms = lexicon.forms(fold(following[1]))
    tenses = {form.word.tense for form in forms if form.word.tense}
    own = {form.entry.kind for form in lexicon.forms(fold(tag.group()[1:]))}
    return tenses == {"perfect"} or own == {"adjectives"}


def _leans(before: str, lexicon: Lexicon, *, alone: bool) -> bool:
    """Whether the first tag at the end of a line belongs to the sentence before it."""
    if _STOP.search(before):
        return False
    word = _PRECEDING.search(before)
    if alone or word is None:
        return word is not None
    forms = lexicon.forms(fold(word[1]))
    return any(form.entry.kind in _LEANING or form.entry.get("class") == "preposition" for form in forms)
