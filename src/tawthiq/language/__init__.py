"""From a document's text to sentences of tokens."""

from __future__ import annotations

from tawthiq.fold import Shadow
from tawthiq.knowledge import Knowledge
from tawthiq.language import arabic, english
from tawthiq.language.arabic.lemmas import dictionary
from tawthiq.language.noise import cleaned, without_markup
from tawthiq.language.sentences import Rules, sentences
from tawthiq.language.tables import abbreviations
from tawthiq.model import Document, Sentence, Token

SAMPLE = 4000
"""Characters from the beginning of a text that decide on its language."""


def detect_language(text: str) -> str:
    """``"ar"`` if at least half of the letters are Arabic, else ``"en"``.

    >>> detect_language("قصف الجيش قاعدة T4"), detect_language("Shelling hit the base")
    ('ar', 'en')
    """
    sample = without_markup(text[: 4 * SAMPLE])[:SAMPLE]
    arabic_letters = sum(
        "\u0600" <= c <= "\u06ff" or "\ufb50" <= c <= "\ufeff" for c in sample if c.isalpha()
    )
    return "ar" if arabic_letters and 2 * arabic_letters >= sum(map(str.isalpha, sample)) else "en"


def is_word(token: Token, language: str) -> bool:
    """Whether a dictionary of the language has the word in some form; English is not asked."""
    if language != "ar":
        return True
    words = dictionary()
    return token.stem in words or token.bare in words or token.norm in words


def analyse(document: Document, knowledge: Knowledge) -> tuple[Sentence, ...]:
    """Sentences of ``document``, in its own language or the one that its letters show."""
    language = document.language or detect_language(document.text)
    text = cleaned(document.text, knowledge.lexicon(language))
    tokens = (arabic if language == "ar" else english).tokens(Shadow.of(text), knowledge)
    return sentences(text, tokens, _rules(language, knowledge))


def _rules(language: str, knowledge: Knowledge) -> Rules:
    if language == "ar":
        return Rules(abbreviations("ar"), frozenset())
    return Rules(abbreviations("en"), english.function_words(knowledge))
