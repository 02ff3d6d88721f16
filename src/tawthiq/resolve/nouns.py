"""What the lexicon says of a word of a name, remembered: news repeats itself."""

from __future__ import annotations

from functools import lru_cache

from tawthiq.fold import spelling
from tawthiq.knowledge import Lexicon
from tawthiq.knowledge.lexicon import Form

REMEMBERED = 50_000
"""Words, and names, of which it is remembered what is known of them."""


@lru_cache(maxsize=REMEMBERED)
def function_classes(lexicon: Lexicon, word: str, text: str) -> frozenset[str]:
    """Classes of a function word; ``text`` is it unfolded: «علي» is a name where «على» is none."""
    entries = [f.entry for f in lexicon.forms(word) if not f.tail]
    last = spelling(text)[-1:].casefold()
    return frozenset(e.get("class") for e in entries if e.kind == "function_words" and e.lemma.endswith(last))


@lru_cache(maxsize=REMEMBERED)
def is_common_noun(lexicon: Lexicon, word: str) -> bool:
    return any(f.entry.kind in ("actor_nouns", "place_nouns") for f in lexicon.forms(word) if not f.tail)


@lru_cache(maxsize=REMEMBERED)
def forms_of(lexicon: Lexicon, stem: str, tables: tuple[str, ...]) -> list[Form]:
    """Entries that may begin with a word, the longest first, of equally long ones as the tables stand."""
    forms = [f for f in lexicon.forms(stem) if f.entry.kind in tables]
    return sorted(forms, key=lambda f: (-len(f.tail), tables.index(f.entry.kind)))
