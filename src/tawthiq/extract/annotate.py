"""What the knowledge says of each token: lexicon entries, names, function words, numbers, times."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from tawthiq.extract.vocabulary import HAMZAS, REMEMBERED, Function, Known, vocabulary
from tawthiq.fold import fold, spelling
from tawthiq.knowledge import Knowledge
from tawthiq.knowledge.gazetteer import Gazetteer
from tawthiq.knowledge.lexicon import Form, Lexicon
from tawthiq.language.numbers import find_numbers
from tawthiq.model import Number, Sentence, TimeInterval, Token

AGREEMENT = frozenset({"ا", "ه", "ين", "ان", "تين", "تان", "ات", "ون"})
HAMZA = re.compile("[أؤئإ]")
PRONOUNS = frozenset({"اي", "كل", "بعض", "احد", "هذا", "هذه"})


class Match(NamedTuple):
    """A lexicon form that was found at tokens ``first`` to ``last``, both included; ``kind`` is its table."""

    form: Form
    first: int
    last: int
    kind: str

    @property
    def length(self) -> int:
        return self.last - self.first + 1

    def get(self, name: str) -> str:
        return self.form.entry.get(name)


@dataclass(slots=True)
class Word:
    """A token with what is known of it. ``name`` is (last token, candidate entity ids).

    ``given`` says that it is a person's given name: "sure", "word" if it is a common word, too, or "before"
    if it is what goes before a name («أبو»).
    """

    token: Token
    nouns: list[Match] = field(default_factory=list)
    verbs: list[Match] = field(default_factory=list)
    function: tuple[str, str, int] | None = None
    name: tuple[int, tuple[str, ...]] | None = None
    weak_name: bool = False
    demonym: str | None = None
    given: str = ""
    number: Number | None = None
    time: TimeInterval | None = None

    def noun(self, *kinds: str) -> Match | None:
        """The longest noun match of one of the tables ``kinds``."""
        found = [m for m in self.nouns if m.kind in kinds]
        return max(found, key=lambda m: m.last, default=None)


def annotate(
    sentence: Sentence, times: Sequence[TimeInterval], knowledge: Knowledge, language: str
) -> list[Word]:
    """One :class:`Word` for each token of the sentence."""
    lexicon, gazetteer = knowledge.lexicon(language), knowledge.gazetteer
    tokens = (
        tuple(_with_pronoun(t, lexicon) for t in sentence.tokens) if language == "ar" else sentence.tokens
    )
    pairs = [(token.norm, token.bare) for token in tokens]
    words = [Word(token) for token in tokens]
    known_words = vocabulary(lexicon, gazetteer)
    for i, word in enumerate(words):
        token = word.token
        if token.kind == "punctuation":
            continue
        known = known_words.of(token)
        _add_matches(word, known, tokens, i)
        if word.verbs and token.proclitics and HAMZA.search(token.text):
            # «وأدى» is no «وادي»: the hamza is the verb's
            word.nouns = [m for m in word.nouns if m.form.word.text != token.norm or token.norm == token.stem]
        if known.functions:
            word.function = _function_word(known.functions, tokens, i)
        found = gazetteer.match(pairs, i, language) if known.names else None
        if found is not None and (
            _only_with_clitic(pairs, i, found[0], word, gazetteer)
            or (found[0] == 1 and _no_article(token, found[1], gazetteer))
        ):
            found = None  # «لأي» is no town, «ألسنة» are not the Sunnis
        if found is not None:
            word.name = (_closed_quote(tokens, i, i + found[0] - 1), found[1])
            single = found[0] == 1 and _ordinary(word) and not _country(word, found[1], gazetteer)
            word.weak_name = gazetteer.weak(pairs[i : i + found[0]]) or single
        word.given = known.given
        word.demonym = known.demonym
        if known.nisba != known.demonym and token.definite and _of_people(words, i):
            word.demonym = known.nisba
    for number in find_numbers(sentence, knowledge):
        words[number.first].number = number
    for time in times:
        for word in words:
            start = max(word.token.start, word.token.stem_start)
            if time.span.start <= start and word.token.end <= time.span.end:
                word.time = time
    return words


def _add_matches(word: Word, known: Known, tokens: Sequence[Token], i: int) -> None:
    """The entries of which forms stand at token ``i``."""
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    after = _stands_for(following.norm, following.stem) if following is not None else frozenset()
    for form, verb, kind, tail in known.forms:
        if not tail:
            last = i
        elif tail[0] not in after or (last := _end(tail, tokens, i)) < 0:
            continue
        (word.verbs if verb else word.nouns).append(Match(form, i, last, kind))


def _no_article(token: Token, ids: Sequence[str], gazetteer: Gazetteer) -> bool:
    """Whether the word begins with «أل», and the name that it looks like once folded with the article."""
    at = max(token.stem_start - token.start, 0)
    if token.text[at : at + 1] not in HAMZAS or not token.stem.startswith("ال"):
        return False
    entities = (gazetteer.entities[i] for i in ids)
    names = (text for e in entities for text in (*e.labels.values(), *(a for a, _ in e.aliases)))
    return all(text[0] not in HAMZAS for text in names if fold(text) == token.stem)


def _only_with_clitic(
    pairs: Sequence[tuple[str, str]], i: int, length: int, word: Word, gazetteer: Gazetteer
) -> bool:
    """Whether a name of one word needs a letter that is a clitic of a word that is known."""
    norm, bare = pairs[i]
    if length > 1 or norm == bare or not (word.nouns or word.verbs or bare in PRONOUNS):
        return False
    return gazetteer.match([(bare, bare)], 0, "ar") is None


def _of_people(words: Sequence[Word], i: int) -> bool:
    """Whether a noun for people or a body ends right before token ``i`` («الجيش المالي»)."""
    before = (m for word in words[max(0, i - 3) : i] for m in word.nouns if m.last == i - 1)
    return any(m.kind in ("actor_nouns", "roles", "people") for m in before)


def _with_pronoun(token: Token, lexicon: Lexicon) -> Token:
    """A short verb with a pronoun that the segmenter left whole («شنه»)."""
    if token.enclitic or len(token.stem) != 3 or not token.stem.endswith("ه") or token.definite:
        return token
    if spelling(token.text).endswith("ة") or any(f.entry.kind != "verbs" for f in lexicon.forms(token.stem)):
        return token
    if any(f.entry.pos == "verb" and f.entry.kind == "light_verbs" for f in lexicon.forms(token.stem[:-1])):
        return replace(token, stem=token.stem[:-1], enclitic="ه")
    return token


def _closed_quote(tokens: Sequence[Token], first: int, last: int) -> int:
    """Last token of a name, with the closing quotation mark if the opening one is inside it."""
    marks = sum(t.norm == '"' for t in tokens[first : last + 1])
    following = tokens[last + 1].norm if last + 1 < len(tokens) else ""
    return last + 1 if marks % 2 and following == '"' else last


def _ordinary(word: Word) -> bool:
    """Whether a word that is a name as well has a meaning of its own («فتح», «معسكر», «سنة»)."""
    return word.function is not None or any(
        m.kind not in ("roles", "verbs") and m.form.word.number != "dual" for m in (*word.nouns, *word.verbs)
    )


def _country(word: Word, ids: Sequence[str], gazetteer: Gazetteer) -> bool:
    """«الإمارات», «المغرب»: with the article it is the country and no emirates, no sunset."""
    return word.token.definite and any(gazetteer.entities[i].type == "State" for i in ids)


def _end(tail: tuple[str, ...], tokens: Sequence[Token], i: int) -> int:
    """The last token of a form whose first word stands at ``i``, -1 if the others do not follow."""
    last = i + len(tail)
    if last >= len(tokens):
        return -1
    for k, word in enumerate(tail, i + 1):
        token = tokens[k]
        if word not in _stands_for(token.norm, token.stem):
            return -1
    return last


@lru_cache(maxsize=REMEMBERED)
def _stands_for(norm: str, stem: str) -> frozenset[str]:
    """The later words of entries that a token may be, in any gender, number and case that agrees."""
    found = {norm, stem}
    for ending in AGREEMENT:
        root = stem.removesuffix(ending)
        if root != stem and len(root) > 2:
            found.add(root + "ه")
            if not root.endswith("ه"):
                found.add(root)
    return frozenset(found)


def _function_word(
    functions: Mapping[str, Sequence[Function]], tokens: Sequence[Token], i: int
) -> tuple[str, str, int] | None:
    """Class, text and last token of the longest function word at ``i``."""
    following = tokens[i + 1].norm if i + 1 < len(tokens) else ""
    in_ta = spelling(tokens[i].text).endswith("ة")
    best: tuple[str, str, int] | None = None
    for class_, text, tail, ends_in_ta in (*functions.get(following, ()), *functions.get("", ())):
        last = i + len(tail)
        if (in_ta and not ends_in_ta) or last >= len(tokens) or (best is not None and last <= best[2]):
            continue
        if all(tokens[i + 1 + k].norm == word for k, word in enumerate(tail)):
            best = (class_, text, last)
    return best
