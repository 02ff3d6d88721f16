"""What the knowledge says of a word wherever it stands, remembered: news repeats itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tawthiq.fold import fold
from tawthiq.knowledge.gazetteer import Gazetteer
from tawthiq.knowledge.lexicon import Form, Lexicon
from tawthiq.model import Token

VERB_POS = frozenset({"verb", "passive"})
SMALL = frozenset({"function_words", "discourse", "given_names"})
AND = (("و",), ("ف",))
HAMZAS = ("أ", "إ", "آ")
FUTURE = "س"
REMEMBERED = 50_000
"""Words that are remembered with what the knowledge says of them."""

Content = tuple[Form, bool, str, tuple[str, ...]]
"""A form, whether it is a verb's, its table, and the words after the first."""
Function = tuple[str, str, tuple[str, ...], bool]
"""Class, text, words after the first, and whether the first ends in a ta marbuta."""


@dataclass(slots=True, eq=False)
class Known:
    """What is known of a word.

    ``functions`` are the function words that it may begin, by the word that has to follow, "" for none;
    ``names`` says whether a name may begin with it. ``demonym`` is the entity that it stands for as an
    adjective, ``nisba`` that of an adjective that is an ordinary one, too.
    """

    forms: tuple[Content, ...]
    functions: dict[str, list[Function]]
    names: bool
    given: str
    demonym: str | None
    nisba: str | None


class Vocabulary:
    """The words of one language."""

    def __init__(self, lexicon: Lexicon, gazetteer: Gazetteer) -> None:
        self._lexicon, self._gazetteer = lexicon, gazetteer
        self._given = {fold(e.lemma): e.get("use") or "sure" for e in lexicon.entries_of("given_names")}
        self._known: dict[tuple[Any, ...], Known] = {}

    def of(self, token: Token) -> Known:
        key = (
            token.text, token.norm, token.stem, token.proclitics, token.definite, token.enclitic,
            token.stem_start - token.start,
        )  # fmt: skip
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            found = self._known[key] = self._read(token)
        return found

    def _read(self, token: Token) -> Known:
        language, stem, gazetteer = self._lexicon.language, token.stem, self._gazetteer
        bare = not (token.definite or token.enclitic or FUTURE in token.proclitics)
        return Known(
            tuple(self._content(token)),
            self._functions(token),
            gazetteer.begins_name(token.norm) or (language == "ar" and gazetteer.begins_name(token.bare)),
            self._given.get(stem, "") if bare else "",
            gazetteer.demonym(stem, language),
            gazetteer.demonym(stem, language, weak=True),
        )

    def _content(self, token: Token) -> list[Content]:
        """The entries that it may be a form of or begin with, each once."""
        found: dict[Form, Content] = {}
        for key in _keys(token):
            for form in self._lexicon.forms(key):
                entry = form.entry
                if entry.kind in SMALL or (token.enclitic and form.tail) or _other_hamza(form, token):
                    continue
                found[form] = form, entry.pos in VERB_POS, entry.kind, form.tail
        return list(found.values())

    def _functions(self, token: Token) -> dict[str, list[Function]]:
        found: dict[str, list[Function]] = {}
        norm, joined = token.norm, token.proclitics[:1] in AND
        for key in (norm, norm[1:]) if joined else (norm,):
            for form in self._lexicon.forms(key):
                if form.entry.kind == "function_words":
                    text = " ".join((form.word.text, *form.tail))
                    in_ta = form.entry.lemma.split()[0].endswith("ة")
                    function = form.entry.get("class"), text, form.tail, in_ta
                    found.setdefault(form.tail[0] if form.tail else "", []).append(function)
        return found


@lru_cache(maxsize=4)
def vocabulary(lexicon: Lexicon, gazetteer: Gazetteer) -> Vocabulary:
    """What is known of the words of a language; it stays from one document to the next."""
    return Vocabulary(lexicon, gazetteer)


def _keys(token: Token) -> Iterator[str]:
    """Forms of a token under which the lexicon may hold it, the likeliest first."""
    stem, enclitic = token.stem, token.enclitic
    found = {stem: None}
    if enclitic and stem.endswith("ت"):
        found[stem[:-1] + "ه"] = None
    return iter(found | dict.fromkeys((token.bare, token.norm)))


def _other_hamza(form: Form, token: Token) -> bool:
    """«أمام» is no «إمام»: both hamzas are written, and they are not the same."""
    hamza, at = form.entry.lemma[:1], token.stem_start - token.start
    if hamza not in HAMZAS or at < 0 or form.word.text != token.stem:
        return False
    if fold(form.entry.lemma.split()[0]) != token.stem:
        return False
    return token.text[at : at + 1] in HAMZAS and token.text[at] != hamza
