"""What stands in a text beside its language: markup, addresses, handles, emojis; hashtags read as words.

:func:`cleaned` puts blanks or marks in its place, character by character, so that every offset stays.
"""

from __future__ import annotations

import re
from html import unescape
from unicodedata import normalize

from tawthiq.fold import INVISIBLE
from tawthiq.language.hashtags import Lexicon, read_hashtags

JOINER = "\u200b"
"""Stands for an inline tag: folding drops it, so that a word goes on over it."""
FILLER = "\u034f"
"""Follows the character that an HTML entity stands for: folding drops it, and the word's span covers it."""
_SIGNS = re.compile(
    r"[<&@#＃_\v\f\x85\u2028\u2029\u2600-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff]|://|www\.|\.\w+/"
)
_BLOCK = (
    "address|article|aside|blockquote|body|br|center|caption|dd|div|dl|dt|figcaption|figure|footer|form"
    "|h[1-6]|head|header|hr|html|iframe|img|li|main|nav|ol|p|pre|section|table|tbody|td|tfoot|th|thead"
    "|title|tr|ul|video"
)
_MARKUP = re.compile(
    rf"""
      (?P<hidden>  <!--.{{0,20000}}?--> | <!\w[^<>]*>
                   | <(?P<name>script|style)\b[^<>]*>.{{0,50000}}?</(?P=name)\s*> )
    | (?P<block>   </?(?:{_BLOCK})\b[^<>]*> )
    | (?P<inline>  </?[a-z][a-z0-9:-]*(?:\s[^<>]*)?/?> )
    | (?P<entity>  &(?:[a-z][a-z0-9]{{1,30}}|\#\d{{1,7}}|\#x[0-9a-f]{{1,6}}); )
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_PATH = r"(?:[!-;=?-~]|(?<=[/_=-])[\u0600-\u06ff]+)"
_ADDRESS = re.compile(
    rf"""
      (?:https?://|\bwww\.){_PATH}+
    | \b[a-z0-9-]{{1,63}}(?:\.[a-z0-9-]{{1,63}}){{0,4}}\.[a-z]{{2,10}}/{_PATH}*
    | \b[\w.+-]{{1,64}}@[a-z0-9-]{{1,63}}(?:\.[a-z0-9-]{{1,63}}){{1,4}}
    | (?:^RT[ ]|(?<![\w@]))@[a-z0-9_]{{2,40}}\b:?
    """,
    re.VERBOSE | re.IGNORECASE | re.MULTILINE | re.ASCII,
)
_NEAR = 40
_AFTER_ADDRESS = ".,;:!?)]}'\"،؛؟"
_BREAKS = str.maketrans(dict.fromkeys("\v\f\x85\u2028\u2029", "\n"))
_EMOJI = (
    r"[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"
    r"[\ufe0f\u200d\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*"
)
_EMOJIS = re.compile(rf"{_EMOJI}(?:[^\S\n]*{_EMOJI})*")
_FLAG = re.compile("(?:[\U0001f1e6-\U0001f1ff]{2}[ ]*)+")
_UNREADABLE = re.compile(rf"[<&#＃_{''.join(sorted(INVISIBLE))}\ufb50-\ufdff\ufe70-\ufefc]")
_SIGNS_OF_TAGS = str.maketrans("#＃_", "   ")
_UNDERSCORE = re.compile(r"(?<=[^\W_])_+(?=[^\W_])")


def cleaned(text: str, lexicon: Lexicon) -> str:
    """The text, as long as it was, with only its language left.

    Block tags become line breaks, inline tags vanish, entities become their characters. Addresses and
    handles are blanked, and so are emojis, but for one between two words, which divides them. A
    hashtag's words are words of the sentence, or a line of their own if it is a label.
    """
    if not _SIGNS.search(text):
        return text
    text = text.translate(_BREAKS)
    if "<" in text or "&" in text:
        text = _MARKUP.sub(_replaced, text)
    text = _ADDRESS.sub(_blanked, text)
    text = _EMOJIS.sub(lambda match: _divider(match, text), text)
    if "#" in text or "＃" in text:
        text = read_hashtags(text, lexicon)
    return _UNDERSCORE.sub(lambda match: " " * len(match.group()), text)


def without_markup(text: str) -> str:
    """What is left of the text without markup and addresses, to tell its language."""
    return _ADDRESS.sub(" ", _MARKUP.sub(" ", text)) if _SIGNS.search(text) else text


def readable(text: str) -> str:
    """A stretch of a text as a label: on one line, without markup, tag signs, tatweel and controls."""
    if _UNREADABLE.search(text):
        text = _MARKUP.sub(_replaced, text).translate(_SIGNS_OF_TAGS)
        text = "".join(c for c in normalize("NFKC", text) if c not in INVISIBLE and c != FILLER)
    return " ".join(text.split())


def _replaced(match: re.Match[str]) -> str:
    length = len(match.group())
    if match["entity"]:
        character = unescape(match.group())
        if character == match.group():
            return character
        return (character + FILLER * length)[:length]
    return "\n" + " " * (length - 1) if match["block"] else JOINER * length


def _blanked(match: re.Match[str]) -> str:
    address = match.group().rstrip(_AFTER_ADDRESS)
    return " " * len(address) + match.group()[len(address) :]


def _divider(match: re.Match[str], text: str) -> str:
    """Blanks for emojis at an end of a line, beside a mark, or between words that a flag adorns."""
    length = len(match.group())
    before = text[max(0, match.start() - _NEAR) : match.start()].rpartition("\n")[2].rstrip()
    after = text[match.end() : match.end() + _NEAR].partition("\n")[0].lstrip()
    between = before[-1:].isalnum() and (after[:1].isalnum() or after[:1] in ("#", "＃"))
    if not between or _FLAG.fullmatch(match.group()):
        return " " * length
    return match.group()
