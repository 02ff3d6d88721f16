"""Names as mentions write them, taken apart so that two of them can be compared."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from operator import attrgetter
from weakref import WeakKeyDictionary

from tawthiq.fold import fold, fold_phrase
from tawthiq.knowledge import Knowledge, Lexicon
from tawthiq.language.noise import readable
from tawthiq.model import Entity, Mention, Sentence, Span, Token, TokenKind
from tawthiq.resolve.nouns import REMEMBERED, forms_of, function_classes, is_common_noun

ARTICLE = "ال"
# Nouns before a place name that belong to it or not («the city of X», «X»).
TITLES = ("City", "Town", "Village", "Quarter", "Province", "District")
_NAMES: WeakKeyDictionary[Lexicon, dict[tuple[str, str], tuple[Name, ...]]] = WeakKeyDictionary()
_READ: WeakKeyDictionary[Lexicon, dict[tuple[object, ...], Name]] = WeakKeyDictionary()
_SIGNATURE = attrgetter("text", "norm", "stem", "enclitic", "definite", "proclitics", "kind")
_WEAK = re.compile("[اويaeiou]")
_PAREN = re.compile(r"\(([^()]{2,60})\)|\"([^\"]{2,60})\"")
_TABLES = {
    "Place": ("place_nouns", "actor_nouns"),
    "State": ("place_nouns", "actor_nouns"),
    "Person": ("roles", "people", "actor_nouns"),
    "People": ("people", "actor_nouns", "roles"),
    "Thing": ("place_nouns", "weapons"),
}
_ACTOR_TABLES = ("actor_nouns", "people", "roles", "place_nouns")
NONE: frozenset[str] = frozenset()
LEAST_NEAR = 5
"""Letters from which on a word may be a misspelling of another."""
NUMBER_MARKS = {"dual": "+2", "plural": "+"}
KINDS = ("State", "Person", "People", "UnnamedSource", "Organization", "Place", "Thing", "Actor")


@dataclass(frozen=True, slots=True)
class Word:
    """A content word of a name. ``key`` is what is compared: its stem, or the state that it stands for."""

    key: str
    norm: str
    definite: bool = False
    state: str | None = None
    after_preposition: bool = False
    joined: bool = False
    number: str = ""

    @property
    def spellings(self) -> tuple[str, ...]:
        """Strings of which two words have one in common if they are spellings of the same."""
        return _spellings(self.key, self.norm)


@dataclass(frozen=True, slots=True)
class Head:
    """The common noun that says what is named, as the lexicon has it; it covers ``words[first:last]``."""

    lemma: str
    type: str
    number: str
    part: bool
    first: int
    last: int


@dataclass(frozen=True)
class Name:
    """A name taken apart. ``text`` is its wording with plain spaces and the article written out.

    ``personal`` is what a person is called behind the title, empty for «the minister» alone; ``common``
    says that it is made of nouns and nationalities alone («the base of the American forces»).
    """

    text: str
    language: str
    kind: str
    words: tuple[Word, ...]
    head: Head | None
    definite: bool
    aliases: tuple[str, ...] = ()
    personal: tuple[Word, ...] = ()
    common: bool = False

    @cached_property
    def keys(self) -> tuple[str, ...]:
        return tuple(word.key + NUMBER_MARKS.get(word.number, "") for word in self.words)

    @cached_property
    def bare(self) -> bool:
        """Whether nothing but the common noun stands here («the base»)."""
        return self.head is not None and self.head.last - self.head.first == len(self.words)

    @cached_property
    def core(self) -> tuple[Word, ...]:
        """The words before any phrase with a preposition."""
        return tuple(word for word in self.words if not word.after_preposition)

    @cached_property
    def indefinite(self) -> bool:
        """Whether it is a noun that leans on nothing («a position of the army»)."""
        covered = self.head.last - self.head.first if self.head else 0
        return not self.definite and covered == len(self.core)

    @cached_property
    def proper(self) -> tuple[Word, ...]:
        """The words beside the common noun."""
        if self.head is None:
            return self.words
        return self.words[: self.head.first] + self.words[self.head.last :]

    @cached_property
    def essence(self) -> tuple[Word, ...]:
        """The words that tell a thing apart: «city of» says nothing that the type does not say."""
        if self.kind == "Person":
            return self.personal or self.words
        title = self.kind == "Place" and self.head and self.head.type in TITLES and not self.states
        if title and self.proper:
            return self.proper
        return self.core if self.kind == "Organization" and self.states else self.words

    @cached_property
    def parts(self) -> tuple[tuple[Word, ...], ...]:
        """The words by all of which it may be the same as, or part of, another name."""
        return tuple({words: None for words in (self.words, self.essence, self.personal) if words})

    @cached_property
    def telling(self) -> tuple[str, ...]:
        """Spellings of one word of each part, best a rare one: a longer name has all of the words."""
        longest = (max(words, key=lambda word: len(word.key)) for words in self.parts)
        return tuple({key: None for word in longest for key in word.spellings})

    @cached_property
    def joined(self) -> frozenset[str]:
        """Its words, and the parts that tell it apart, without spaces, in which spellings differ."""
        found = set()
        for words in {self.words, self.essence, self.proper}:
            found.add("".join([word.key for word in words]))
            found.add("".join([word.norm for word in words]))
        return frozenset(found - {""})

    @cached_property
    def spellings(self) -> frozenset[str]:
        """Spellings of all of its words."""
        return frozenset([key for word in self.words for key in word.spellings])

    @cached_property
    def as_alias(self) -> frozenset[str]:
        """What it would be as an alias."""
        return frozenset((fold_phrase(self.text), " ".join([word.key for word in self.words])))

    @cached_property
    def acronym(self) -> str:
        """Its letters if it is an acronym, else nothing."""
        letters = self.text.replace(".", "")
        return letters if letters.isascii() and letters.isupper() and len(letters) > 1 else ""

    @cached_property
    def initials(self) -> str:
        words = self.text.replace("-", " ").split()
        return "".join([word[0] for word in words if word[0].isupper()])

    @cached_property
    def offered(self) -> tuple[tuple[str, str], ...]:
        """By what, beside its words, another name may be found to be the same."""
        initials = (("initials", self.initials),) if self.initials else ()
        return (*(("joined", text) for text in self.joined), *initials)

    @cached_property
    def asked(self) -> tuple[tuple[str, str], ...]:
        """What another name may offer that is the same."""
        initials = (("initials", self.acronym),) if self.acronym else ()
        joined = (("joined", text) for text in self.joined)
        return (*joined, *(("alias", alias) for alias in self.as_alias), *initials)

    @cached_property
    def states(self) -> tuple[str, ...]:
        """States that the name's own adjectives say, not those of a place after a preposition."""
        return tuple(w.state for w in self.words if w.state and not w.after_preposition)


class NameReader:
    """Takes the mentions of one document apart, with its tokens where they are known."""

    def __init__(self, sentences: Iterable[Sentence], knowledge: Knowledge, language: str) -> None:
        self._tokens: list[Token] = [t for s in sentences for t in s.tokens]
        self._starts = [t.start for t in self._tokens]
        self._knowledge = knowledge
        self._language = language
        self._lexicon = knowledge.lexicon(language)
        self._kinds: dict[str, str] = {}
        self._read: dict[tuple[Span, str, str], Name] = {}

    def kind(self, type_: str) -> str:
        """The coarse class of a type, by which homonyms are told apart."""
        found = self._kinds.get(type_)
        if found is None:
            kinds = (k for k in KINDS if self._knowledge.schema.is_a(type_, k))
            found = self._kinds[type_] = next(kinds, "Entity")
        return found

    def read(self, mention: Mention) -> Name:
        key = (mention.span, mention.text, self.kind(mention.type))
        if key not in self._read:
            self._read[key] = self._take_apart(mention, key[-1])
        return self._read[key]

    def _take_apart(self, mention: Mention, kind: str) -> Name:
        tokens = self._tokens_of(mention)
        if not tokens:
            return self.read_text(mention.text, kind)
        before = bisect_left(self._starts, tokens[0].start) - 1
        preceding = self._tokens[before].norm if before >= 0 and self._language != "ar" else ""
        whole = mention.span.start == tokens[0].start
        key = (kind, mention.text, whole, preceding, tuple(map(_SIGNATURE, tokens)))
        remembered = _READ.setdefault(self._lexicon, {})
        name = remembered.get(key)
        if name is None:
            if len(remembered) >= REMEMBERED:
                remembered.clear()
            name = remembered[key] = self._named(mention.text, kind, tokens, whole, preceding)
        return name

    def _named(self, written: str, kind: str, tokens: Sequence[Token], whole: bool, preceding: str) -> Name:
        """The name that the tokens make; ``whole`` says that it begins with the first of them."""
        text = readable(written)
        stem = fold(text).find(tokens[0].stem)
        if tokens[0].definite and 0 < stem <= 2 and not fold(text).startswith(ARTICLE):
            text = ARTICLE + text[stem:]
        elif tokens[0].proclitics and not tokens[0].definite and whole:
            # What looked like a particle belongs to the name.
            norm = tokens[0].norm
            tokens = [replace(tokens[0], stem=norm, enclitic="", proclitics=()), *tokens[1:]]
        return self._name(text, kind, self._words(tokens, kind), preceding)

    def read_text(self, text: str, kind: str) -> Name:
        """A name without tokens, as the gazetteer writes it."""
        return self._name(
            " ".join(text.split()), kind, self._words(_pseudo_tokens(text, self._language), kind), ""
        )

    def names_of(self, entity: Entity, kind: str) -> tuple[Name, ...]:
        """All names that the gazetteer has for an entity in the language, the label first."""
        remembered = _NAMES.setdefault(self._lexicon, {})
        key = (entity.id, kind)
        if key not in remembered:
            labels = [entity.labels[self._language]] if self._language in entity.labels else []
            labels += [text for text, language in entity.aliases if language == self._language]
            remembered[key] = tuple(self.read_text(label, kind) for label in labels)
        return remembered[key]

    def _tokens_of(self, mention: Mention) -> Sequence[Token]:
        first = bisect_left(self._starts, mention.span.start)
        if first and self._tokens[first - 1].end > mention.span.start:
            first -= 1
        last = bisect_left(self._starts, mention.span.end, first)
        return self._tokens[first:last]

    def _function_classes(self, word: str, text: str = "") -> frozenset[str]:
        return function_classes(self._lexicon, word, text)

    def _words(self, tokens: Sequence[Token], kind: str) -> tuple[Word, ...]:
        words: list[Word] = []
        after = False
        at = 0
        tokens = [token for token in tokens if token.kind != "punctuation"]
        while at < len(tokens):
            token = tokens[at]
            classes = self._function_classes(token.norm, token.text) if kind != "Person" else NONE
            if classes:
                after = after or ("preposition" in classes and bool(words))
                at += 1
                continue
            if at and any("preposition" in self._function_classes(p) for p in token.proclitics):
                after = True
            length, state = self._state_at(tokens, at, kind)
            key = f"@{state}" if state else token.stem + token.enclitic
            joined = at > 0 and any("conjunction" in self._function_classes(p) for p in token.proclitics)
            words.append(Word(key, token.norm, token.definite, state, after, joined))
            at += length
        return tuple(words)

    def _state_at(self, tokens: Sequence[Token], at: int, kind: str) -> tuple[int, str | None]:
        """The nationality adjective (in the name of a body also the state) here: its length and entity."""
        gazetteer = self._knowledge.gazetteer
        if found := gazetteer.demonym_at([t.stem for t in tokens], at, self._language):
            return found
        if (at and kind == "Organization") or (self._language != "ar" and len(tokens) > 1):
            named = gazetteer.match([(t.norm, t.bare) for t in tokens], at, self._language)
            if named and gazetteer.entities[named[1][0]].type == "State":
                return named[0], named[1][0]
        return 1, None

    def _name(self, text: str, kind: str, words: tuple[Word, ...], preceding: str) -> Name:
        folded = fold(text)
        head = self._head(words, kind)
        definite = bool(words) and words[0].definite
        if head:
            # A noun counts in its dictionary form, so that its cases and spellings are one.
            noun = replace(words[head.first], key=head.lemma, number=head.number)
            words = (*words[: head.first], noun, *words[head.first + 1 :])
            definite = definite or any(w.definite for w in words[head.first : head.last])
        if self._language != "ar":
            first = folded.split(" ", 1)[0]
            definite = any(self._is_definite_article(w) for w in (first, preceding))
        aliases = tuple(fold_phrase(a or b) for a, b in _PAREN.findall(folded))
        personal = self._personal(words, head) if kind == "Person" else ()
        common = all(self._is_common(word) for word in words)
        return Name(text, self._language, kind, words, head, definite, aliases, personal, common)

    def _personal(self, words: tuple[Word, ...], head: Head | None) -> tuple[Word, ...]:
        """The last words that are no nouns of bodies or places and no nationality."""
        first = len(words)
        while first > (head.last if head else 0) and not self._is_common(words[first - 1]):
            first -= 1
        return words[first:]

    def _is_common(self, word: Word) -> bool:
        return bool(word.state) or is_common_noun(self._lexicon, word.key)

    def _is_definite_article(self, word: str) -> bool:
        return bool({"definite", "article", "demonstrative"} & self._function_classes(word))

    def _head(self, words: Sequence[Word], kind: str) -> Head | None:
        if not words:
            return None
        tables = _TABLES.get(kind, _ACTOR_TABLES)
        if self._language == "ar":
            return _head_at(words, 0, tables, self._lexicon)
        core = next((i for i, w in enumerate(words) if w.after_preposition), len(words))
        found = [_head_at(words[:core], i, tables, self._lexicon) for i in range(core)]
        return next((h for h in found if h and h.last == core), None) or next((h for h in found if h), None)


def _head_at(words: Sequence[Word], first: int, tables: tuple[str, ...], lexicon: Lexicon) -> Head | None:
    """The longest entry that stands at ``words[first]``, with lemma and number of that word itself."""
    word = words[first]
    stem = without_article(word.norm) if word.state else word.key
    forms = forms_of(lexicon, stem, tables)
    found = next((f for f in forms if _stands(f.tail, words[first + 1 :])), None)
    if found is None:
        return None
    noun = next((f for f in forms if not f.tail), None)
    lemma = without_article(fold_phrase(noun.entry.lemma)) if noun else stem
    last = first + 1 + len(found.tail)
    entry = found.entry
    number = (noun or found).word.number
    return Head(lemma, entry.get("class"), number, "part" in entry.get("flag"), first, last)


def _stands(tail: Sequence[str], words: Sequence[Word]) -> bool:
    """Whether the words that follow begin with ``tail``; articles do not matter."""
    pairs = zip(tail, words, strict=False)
    return len(words) >= len(tail) and all(without_article(t) == without_article(w.norm) for t, w in pairs)


def _pseudo_tokens(text: str, language: str) -> list[Token]:
    tokens = []
    for written in text.split():
        for norm in re.findall(r"\w+", fold(written)):
            stem = without_article(norm) if language == "ar" else norm
            kind: TokenKind = "number" if norm.isdigit() else "word"
            tokens.append(Token(0, 0, written, norm, stem, stem, kind, definite=stem != norm))
    return tokens


def without_article(word: str) -> str:
    return word[len(ARTICLE) :] if word.startswith(ARTICLE) and len(word) > 4 else word


def without_weak(word: str) -> str:
    """A word without its vowel letters."""
    return _WEAK.sub("", word)


def skeleton(word: str) -> str:
    """A long word without its vowel letters, in which spellings of foreign words differ."""
    return without_weak(word) if len(word) > 5 and not word.startswith("@") else word


@lru_cache(maxsize=50_000)
def _spellings(key: str, norm: str) -> tuple[str, ...]:
    """Both and, if the key may be misspelt, all that is left of it without one letter.

    Keys that are :func:`tawthiq.resolve.likeness.near` have one of these in common.
    """
    if len(key) < LEAST_NEAR or key.startswith("@") or any(c.isdigit() for c in key):
        return (key, norm)
    return (key, norm, *dict.fromkeys(key[:i] + key[i + 1 :] for i in range(len(key))))
