"""Times in a sentence, resolved against the day of publication."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from tawthiq.fold import Shadow
from tawthiq.knowledge import Knowledge
from tawthiq.knowledge.calendar import PIECE, Calendar
from tawthiq.language.arabic.times import RULES as ARABIC
from tawthiq.language.english.times import RULES as ENGLISH
from tawthiq.language.periods import valid_day
from tawthiq.language.timegrammar import Found, Piece, Reading, apply, pieces, read_atoms
from tawthiq.language.timejoins import join
from tawthiq.model import Document, Sentence, Span, TimeInterval

RULES = {"ar": ARABIC, "en": ENGLISH}
DATELINE = 400
"""Characters from the beginning of a text in which a dateline stands."""
_ARABIC_LETTER = re.compile("[\u0621-\u064a\u0671-\u06d5\ufb50-\ufdff\ufe70-\ufefc]")
_FULL_DATE = re.compile(
    r"(?:[WV],?)?(?:(?P<d>1)t?(?P<m>[Mm])|(?P<m2>[Mm])(?P<d2>1)t?),?(?P<y>4)"
    r"|(?P<d3>1)(?P<mark>[/.-])(?P<m3>1)(?P=mark)(?P<y3>4)|(?P<y4>4)(?P<mark4>[/-])(?P<m4>1)(?P=mark4)(?P<d4>1)"
)


def find_times(sentence: Sentence, document: Document, knowledge: Knowledge) -> tuple[TimeInterval, ...]:
    """All times that ``sentence`` tells, in the order of the text; spans do not overlap.

    A time that hangs on the day of publication, where that is unknown, has neither start nor end.
    """
    language = _language(document.text[sentence.start : sentence.end])
    calendar = knowledge.calendars[language]
    today = document.published or publication_date(document, knowledge)
    reading = Reading(read_atoms(list(pieces(sentence.tokens)), calendar), today)
    found = join(apply(RULES[language], reading), reading)
    return tuple(_interval(each, reading, document) for each in found)


def publication_date(document: Document, knowledge: Knowledge) -> date | None:
    """The date that a dateline or a line «published …» at the head of the text prints, if any."""
    head = document.text[:DATELINE]
    return _printed_date(head, knowledge.calendars[_language(head)])


def _language(text: str) -> str:
    return "ar" if _ARABIC_LETTER.search(text) else "en"


def _interval(found: Found, reading: Reading, document: Document) -> TimeInterval:
    span = Span(reading.atoms[found.first].start, reading.atoms[found.last].end)
    period = found.period
    return TimeInterval(
        span,
        document.text[span.start : span.end],
        period.start,
        period.end,
        period.precision,
        period.earliest,
        period.latest,
    )


@lru_cache(maxsize=64)
def _printed_date(head: str, calendar: Calendar) -> date | None:
    reading = Reading(read_atoms(list(_head_pieces(head)), calendar), None)
    for match in _FULL_DATE.finditer(reading.codes):
        if _heads_a_text(reading, match.start(), match.end(), head) and (day := _day(reading, match)):
            return day
    return None


def _head_pieces(head: str) -> Iterator[Piece]:
    shadow = Shadow.of(head)
    for match in PIECE.finditer(shadow.text):
        span = shadow.span(match.start(), match.end())
        yield Piece(match.group(), shadow.offsets[match.start() : match.end()], span.end)


def _day(reading: Reading, match: re.Match[str]) -> date | None:
    values = {name[0]: int(reading.atoms[match.start(name)].value) for name, code in match.groupdict().items()
              if code and not name.startswith("mark")}  # fmt: skip
    return valid_day(values["y"], values["m"], values["d"])


def _heads_a_text(reading: Reading, first: int, last: int, head: str) -> bool:
    """Whether the date stands where datelines do: alone on its line, after «published», or after a place."""
    start = reading.atoms[first].start
    line = head[:start].rpartition("\n")[2].strip()
    before = reading.codes[max(0, first - 2) : first]
    if not line or re.search("D:?i?$", before):
        return True
    word = re.sub(r"[\s,،:(/-]+$", "", line).split()[-1:]
    if _language(line) == "en":
        weekday = reading.codes[first] in "WV"
        return bool(word) and len(word[0]) > 1 and (word[0].isupper() or (weekday and word[0].istitle()))
    ends = reading.codes[last : last + 1]
    plain = not re.search("[iRFKBEPuUb]", reading.codes[:first])
    return plain and len(line.split()) <= 3 and ends in ("(", "-", ":", ".", "")
