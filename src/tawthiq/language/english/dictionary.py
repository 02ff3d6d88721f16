"""The general English dictionary: simplemma's, imported on first use, for Arabic does without it."""

from __future__ import annotations


def dictionary_form(word: str) -> str:
    """The dictionary form of a word, itself if it is unknown."""
    from simplemma import lemmatize

    return str(lemmatize(word, lang="en"))


def is_known(word: str) -> bool:
    """Whether the dictionary has the word in some form."""
    from simplemma import is_known

    return bool(is_known(word, lang="en"))
