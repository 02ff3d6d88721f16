"""The engine of the date grammars: a sentence as a string of codes, one letter for each calendar word.

A language gives a table of rules: a regular expression over the codes, with named groups, and a function
that resolves what the groups hold. :data:`CODES` is the alphabet; digits, punctuation and other words have
codes of their own (``1`` a number up to 31, ``4`` a year, ``0`` another number, ``_`` any other word).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from tawthiq.fold import Shadow
from tawthiq.knowledge.calendar import PIECE, Calendar, Sense
from tawthiq.language.periods import FIRST_YEAR, LAST_YEAR, Period
from tawthiq.model import Token

CODES = {
    "month": "M", "weak_month": "m", "hijri_month": "H", "weekday": "W", "weak_weekday": "V",
    "part": "P", "overnight": "O", "day_word": "T", "unit": "u", "units": "s", "two_units": "2",
    "pair_unit": "p", "last": "L", "next": "N", "current": "C", "this": "X", "other": "=", "phase": "E",
    "season": "Q", "cardinal": "c", "ordinal": "o", "ordinal_ending": "t", "few": "x", "couple": "d",
    "ago": "A", "hence": "I", "earlier": "y", "since": "F", "until": "K", "between": "B", "from": "R",
    "of": "R", "to": "J", "and": "w", "in": "i", "about": "z", "hours": "h", "weekend": "k",
    "hijri_era": "j", "era": "g", "future": "v", "clause": "r", "published": "D", "since_from": "G",
    "named_after": "l", "idiom": "_", "in_a_row": "Y", "article": "a", "the": "q", "fixed": "f",
}  # fmt: skip
_PREFIX_CODES = {"و": "w", "ب": "b"}
_DASHES = {"–": "-", "—": "-", "−": "-", "‐": "-", "،": ",", "؛": ";"}
_REACH = 12
"""Words from a word of the future to a weekday that it still makes a coming one."""


class Atom(NamedTuple):
    """A calendar phrase, number, mark or other word: its code, its value and where it stands."""

    code: str
    value: str
    start: int
    end: int
    definite: bool = False


class Piece(NamedTuple):
    """A stretch of a token that is all letters, all digits or one mark; ``offsets`` of its characters."""

    text: str
    offsets: Sequence[int]
    end: int
    future: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A time between atoms ``first`` and ``last``, both included."""

    first: int
    last: int
    period: Period


class Reading:
    """A sentence as atoms, and the day on which it was published (None if unknown)."""

    def __init__(self, atoms: Sequence[Atom], today: date | None) -> None:
        self.atoms = merge_synonyms(atoms)
        self.codes = "".join(atom.code for atom in self.atoms)
        self.today = today

    def is_future(self, index: int) -> bool:
        """Whether a word before the atom announces a time to come, in the same stretch of speech."""
        for code in reversed(self.codes[max(0, index - _REACH) : index]):
            if code in "r.:;":
                return False
            if code == "v":
                return True
        return False


class Groups:
    """What the named groups of a rule matched in a reading."""

    def __init__(self, reading: Reading, match: re.Match[str]) -> None:
        self.reading = reading
        self._match = match
        self.first, self.last = match.start(), match.end() - 1

    def __contains__(self, name: str) -> bool:
        return name in self._match.re.groupindex and self._match.group(name) is not None

    def text(self, name: str) -> str:
        """Value of the first atom in the group, "" if the group is empty."""
        return (
            self.reading.atoms[self._match.start(name)].value
            if name in self and self._match.group(name)
            else ""
        )

    def number(self, name: str) -> int:
        return int(self.text(name))

    def code(self, name: str) -> str:
        return self._match.group(name) or "" if name in self else ""

    def definite(self, name: str) -> bool:
        return name in self and self.reading.atoms[self._match.start(name)].definite


Resolve = Callable[[Groups], Period | None]


@dataclass(frozen=True, slots=True)
class Rule:
    pattern: re.Pattern[str]
    resolve: Resolve


def rule(pattern: str, resolve: Resolve) -> Rule:
    """A rule whose pattern may have blanks for the eye."""
    return Rule(re.compile(pattern, re.VERBOSE), resolve)


def pieces(tokens: Sequence[Token]) -> Iterator[Piece]:
    for token in tokens:
        norm = token.norm
        future = "س" in token.proclitics
        if norm.isalpha() and len(norm) == token.end - token.start:
            yield Piece(norm, range(token.start, token.end), token.end, future)
            continue
        shadow = Shadow.of(token.text)
        if shadow.text != norm:
            yield Piece(norm, (token.start,) * max(1, len(norm)), token.end, future)
            continue
        for match in PIECE.finditer(norm):
            end = shadow.span(match.start(), match.end()).end if match.end() < len(norm) else len(token.text)
            offsets = tuple(token.start + o for o in shadow.offsets[match.start() : match.end()])
            yield Piece(match.group(), offsets, token.start + end, future)


def read_atoms(found: Sequence[Piece], calendar: Calendar) -> list[Atom]:
    """Calendar phrases, longest first, with what stands between them; clitics become atoms of their own."""
    words = [_DASHES.get(piece.text, piece.text) for piece in found]
    atoms: list[Atom] = []
    i = 0
    while i < len(words):
        match = calendar.match(words, i) if words[i] and calendar.opens(words[i]) else None
        if match is None:
            atoms.append(_plain(words[i], found[i]))
            i += 1
            continue
        at = found[i].offsets
        for k, letter in enumerate(match.prefix):
            if letter in _PREFIX_CODES:
                atoms.append(Atom(_PREFIX_CODES[letter], letter, at[k], at[k]))
        code = _code(match.sense, match.definite)
        start = at[min(len(match.prefix), len(at) - 1)]
        atoms.append(Atom(code, match.sense.value, start, found[i + match.length - 1].end, match.definite))
        i += match.length
    return atoms


def _code(sense: Sense, definite: bool) -> str:
    code = CODES.get(sense.kind, "_")
    return code.upper() if definite and code in "us" else code


def _plain(word: str, piece: Piece) -> Atom:
    code = "_"
    if word.isdecimal():
        value = int(word[:9])
        year = len(word) == 4 and FIRST_YEAR <= value <= LAST_YEAR
        code = "4" if year else "1" if len(word) <= 2 and 1 <= value <= 31 else "0"
        return Atom(code, str(value), piece.offsets[0], piece.end)
    if piece.future:
        code = "v"
    elif len(word) == 1 and not word.isalpha():
        code = word if word in "/-,.:;()" else "'"
    return Atom(code, word, piece.offsets[0] if piece.offsets else piece.end, piece.end)


_NEVER_FIRST = frozenset("_,.:;/-')rvlwbtJDg=")
_FIRST = re.compile(f"[^{re.escape(''.join(sorted(_NEVER_FIRST)))}]")
_SYNONYMS = re.compile(r"([Mm])(?:[/-]([Mm])|\(([Mm])\)|([Mm]))")


def merge_synonyms(atoms: Sequence[Atom]) -> tuple[Atom, ...]:
    """One month for two names of it, as in «تشرين الأول/أكتوبر»."""
    codes = "".join([atom.code for atom in atoms])
    if "M" not in codes and "m" not in codes:
        return tuple(atoms)
    merged: list[Atom] = []
    i = 0
    for match in _SYNONYMS.finditer(codes):
        first, last = atoms[match.start()], atoms[match.start(match.lastindex or 0)]
        if first.value == last.value:
            merged.extend(atoms[i : match.start()])
            merged.append(Atom("M", first.value, first.start, atoms[match.end() - 1].end))
            i = match.end()
    return (*merged, *atoms[i:])


def apply(rules: Sequence[Rule], reading: Reading) -> list[Found]:
    """The longest match at each place, from left to right; of equal ones the earlier rule's."""
    found: list[Found] = []
    i, codes = 0, reading.codes
    while opening := _FIRST.search(codes, i):
        i = opening.start()
        best: Found | None = None
        for each in rules:
            match = each.pattern.match(codes, i)
            if match and match.end() > (best.last + 1 if best else i):
                period = each.resolve(Groups(reading, match))
                if period:
                    best = Found(i, match.end() - 1, period)
        if best:
            found.append(best)
        i = best.last + 1 if best else i + 1
    return found
