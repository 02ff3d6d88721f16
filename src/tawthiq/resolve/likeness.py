"""Whether two names are spellings of one."""

from __future__ import annotations

from collections.abc import Sequence

from tawthiq.resolve.names import LEAST_NEAR, Word, without_weak


def near(a: str, b: str) -> bool:
    """Whether one letter is added, dropped, changed or swapped between ``a`` and ``b``.

    >>> near("ميلشيات", "مليشيات"), near("جماعات", "جمعيات")
    (True, False)
    """
    if abs(len(a) - len(b)) > 1:
        return False
    i = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    if len(a) == len(b):
        return a[i + 1 :] == b[i + 1 :] or (a[i : i + 2] == b[i : i + 2][::-1] and a[i + 2 :] == b[i + 2 :])
    short, long = sorted((a, b), key=len)
    return short[i:] == long[i + 1 :]


def same_word(a: Word, b: Word) -> bool:
    """Whether two words are spellings of one."""
    if a.number and b.number and a.number != b.number:
        return False
    if a.key == b.key or a.norm == b.norm:
        return True
    shorter = min(len(a.key), len(b.key))
    if (
        a.state
        or b.state
        or shorter < LEAST_NEAR
        or any(c.isdigit() for c in a.key + b.key)
        or not near(a.key, b.key)
    ):
        return False
    return shorter > 5 or (len(a.key) != len(b.key) and without_weak(a.key) == without_weak(b.key))


def same_words(a: Sequence[Word], b: Sequence[Word]) -> bool:
    """Whether two names are written the same but for spelling and spaces."""
    if len(a) == len(b):
        return all(same_word(x, y) for x, y in zip(a, b, strict=True))
    if not a or not b:
        return False
    return _joined_alike([w.key for w in a], [w.key for w in b]) or _joined_alike(
        [w.norm for w in a], [w.norm for w in b]
    )


def _joined_alike(a: Sequence[str], b: Sequence[str]) -> bool:
    if a[0][:1] != b[0][:1] and a[0] and b[0]:
        return False  # most pairs: nothing has to be joined to tell
    joined = "".join(a)
    return len(joined) > 5 and joined == "".join(b)


def begins_or_ends(short: Sequence[Word], long: Sequence[Word]) -> bool:
    """Whether ``short`` is the first or the last words of ``long``."""
    return 0 < len(short) <= len(long) and (
        same_words(short, long[: len(short)]) or same_words(short, long[-len(short) :])
    )


def within(short: Sequence[Word], long: Sequence[Word]) -> bool:
    """Whether the words of ``short`` stand in ``long`` in this order, other words perhaps between them."""
    rest = iter(long)
    return bool(short) and all(any(same_word(word, other) for other in rest) for word in short)
