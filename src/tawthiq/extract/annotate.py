"""What the knowledge says of each token: lexicon entries, names, function words, numbers, times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tawthiq.fold import spelling
from tawthiq.knowledge import Knowledge
from tawthiq.knowledge.lexicon import Form, Lexicon
from tawthiq.language.numbers import find_numbers
from tawthiq.model import Number, Sentence, TimeInterval, Token

AGREEMENT = frozenset({"ا", "ه", "ين", "ان", "تين", "تان", "ات", "ون"})
VERB_POS = frozenset({"verb", "passive"})


@dataclass(frozen=True, slots=True)
class Match:
    """A lexicon form that was found at tokens ``first`` to ``last``, both included."""

    form: Form
    first: int
    last: int

    @property
    def kind(self) -> str:
        return self.form.entry.kind

    @property
    def length(self) -> int:
        return self.last - self.first + 1

    def get(self, name: str) -> str:
        return self.form.entry.get(name)


@dataclass(slots=True)
class Word:
    """A token with what is known of it. ``name`` is (last token, candidate entity ids)."""

    token: Token
    nouns: list[Match] = field(default_factory=list)
    verbs: list[Match] = field(default_factory=list)
    function: tuple[str, str, int] | None = None
    name: tuple[int, tuple[str, ...]] | None = None
    weak_name: bool = False
    demonym: str | None = None
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
    for i, word in enumerate(words):
        if word.token.kind == "punctuation":
            continue
        for match in _matches(tokens, i, lexicon):
            if match.kind == "function_words":
                continue
            (word.verbs if match.form.entry.pos in VERB_POS else word.nouns).append(match)
        word.function = _function_word(tokens, i, lexicon)
        found = gazetteer.match(pairs, i, language)
        if found is not None:
            word.name = (_closed_quote(tokens, i, i + found[0] - 1), found[1])
            word.weak_name = gazetteer.weak(pairs[i : i + found[0]]) or (found[0] == 1 and _ordinary(word))
        word.demonym = gazetteer.demonym(word.token.stem, language)
    for number in find_numbers(sentence, knowledge):
        words[number.first].number = number
    for time in times:
        for word in words:
            start = max(word.token.start, word.token.stem_start)
            if time.span.start <= start and word.token.end <= time.span.end:
                word.time = time
    return words


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
        m.kind not in ("roles", "verbs") for m in (*word.nouns, *word.verbs)
    )


def keys(token: Token) -> list[str]:
    """Forms of a token under which the lexicon may hold it, the likeliest first."""
    found = [token.stem]
    if token.enclitic and token.stem.endswith("ت"):
        found.append(token.stem[:-1] + "ه")
    for key in (token.bare, token.norm):
        if key not in found:
            found.append(key)
    return found


def _matches(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> list[Match]:
    found: list[Match] = []
    seen = set()
    for key in keys(tokens[i]):
        for form in lexicon.forms(key):
            last = i + len(form.tail)
            if last >= len(tokens) or form in seen or (tokens[i].enclitic and form.tail):
                continue
            if all(_same(tokens[i + 1 + k], word) for k, word in enumerate(form.tail)):
                seen.add(form)
                found.append(Match(form, i, last))
    return found


def _same(token: Token, word: str) -> bool:
    """Whether a token is a later word of an entry, in any gender, number and case that agrees."""
    if word in (token.norm, token.stem):
        return True
    root = word[:-1] if word.endswith("ه") else word
    return len(root) > 2 and token.stem.startswith(root) and token.stem[len(root) :] in AGREEMENT


def _function_word(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> tuple[str, str, int] | None:
    """Class, text and last token of the longest function word at ``i``."""
    token = tokens[i]
    candidates = [token.norm]
    if token.proclitics and token.proclitics[0] in ("و", "ف"):
        candidates.append(token.norm[1:])
    best: tuple[str, str, int] | None = None
    for key in candidates:
        for form in lexicon.forms(key):
            if form.entry.kind != "function_words":
                continue
            if spelling(token.text).endswith("ة") and not form.entry.lemma.split()[0].endswith("ة"):
                continue
            last = i + len(form.tail)
            if last >= len(tokens) or (best is not None and last <= best[2]):
                continue
            if all(tokens[i + 1 + k].norm == word for k, word in enumerate(form.tail)):
                best = (form.entry.get("class"), " ".join((form.word.text, *form.tail)), last)
    return best
