"""Local names of IRIs: flat, ASCII, stable.

A local name holds only ``[A-Za-z0-9-]``, so that it is a plain prefixed name in Turtle and survives
every triple store. What people read stands in labels.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

_LATIN = {
    "ا": "a", "أ": "a", "إ": "i", "آ": "a", "ٱ": "a", "ء": "", "ؤ": "w", "ئ": "y", "ب": "b", "ت": "t",
    "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r", "ز": "z", "س": "s", "ش": "sh",
    "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "a", "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "ل": "l",
    "م": "m", "ن": "n", "ه": "h", "ة": "a", "و": "w", "ي": "y", "ى": "a", "پ": "p", "چ": "ch", "ژ": "zh",
    "گ": "g", "ڤ": "v", "ک": "k", "ی": "y", "ہ": "h", "ھ": "h", "ß": "ss", "ø": "o", "æ": "ae", "œ": "oe",
    "ł": "l", "đ": "d", "ı": "i",
}  # fmt: skip
_TRANSLITERATION = str.maketrans(_LATIN)


def slug(text: str, limit: int = 40) -> str:
    """ASCII form of ``text`` for use inside a local name, at most ``limit`` characters.

    Arabic letters are transliterated, accents dropped, everything else becomes a hyphen; it is cut
    at a word where possible. Two texts may share a slug: :func:`local_name` adds a hash.
    A text without any usable letter gives ``"x"``.

    >>> slug("حقل العمر النفطي")
    'hql-alamr-alnfty'
    >>> slug("Café 5, Ankara", limit=7)
    'cafe-5'
    """
    # NFKC first: presentation forms become letters; NFD last: only the accents of Latin letters are left.
    latin = unicodedata.normalize("NFKC", text).lower().translate(_TRANSLITERATION)
    plain = "".join(c for c in unicodedata.normalize("NFKD", latin) if unicodedata.category(c) != "Mn")
    words = re.sub(r"[^a-z0-9]+", "-", plain.replace("ـ", "")).strip("-")
    if len(words) > limit:
        head, hyphen, _ = words[: limit + 1].rpartition("-")
        words = head if hyphen and len(head) > limit // 3 else words[:limit]
    return words.strip("-") or "x"


def short_hash(*parts: object) -> str:
    """Eight hexadecimal digits of the BLAKE2b hash over ``parts``.

    Alone it would meet itself among some 65,000 names; together with a slug only names that look
    the same compete.
    """
    digest = hashlib.blake2b(digest_size=4)
    for part in parts:
        digest.update(str(part).encode("utf-8", "surrogatepass"))
        digest.update(b"\x1f")
    return digest.hexdigest()


def local_name(kind: str, label: str, *parts: object) -> str:
    """Local name ``kind-slug-hash``; the hash is over ``kind`` and ``parts`` (``label`` without any).

    >>> local_name("actor", "Local sources") == local_name("actor", "Local sources", "Local sources")
    True
    """
    return f"{kind}-{slug(label)}-{short_hash(kind, *(parts or (label,)))}"
