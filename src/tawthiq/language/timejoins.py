"""Times that are put together from others: since, until, between … and, from … to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tawthiq.language import periods
from tawthiq.language.timegrammar import Found, Reading

_OPENING = re.compile(r"(?:Bp?|p|[RFG]i?)$")
_LINK = re.compile(r",?(?:w?[JK]|-|w)[bi]?$")
_SINCE = re.compile(r"(?:F(?P<gap>[^.:;,()FKBMm]{0,7})|G)$")
_UNTIL = re.compile(r"(?:K|KJ)[iqR]?u?$")
_LATER_END = re.compile(r"^,?w?K[^.:;,()]{0,4}$")


def join(found: Sequence[Found], reading: Reading) -> Iterator[Found]:
    """Put together what belongs together; what stands alone is passed on.

    ``before`` is what stands between a time and the one before it: no word serves two times.
    """
    found = [each for each in found if not _is_name(each, reading)]
    i = free = 0
    while i < len(found):
        before = reading.codes[free : found[i].first]
        pair = _pair(found[i], found[i + 1], before, reading) if i + 1 < len(found) else None
        made = pair or _bounded(found[i], before, reading)
        yield made
        i += 2 if pair else 1
        free = made.last + 1


def _is_name(found: Found, reading: Reading) -> bool:
    """Whether the date is the name of something («the 25 January revolution»): no year, after the noun."""
    codes = set(reading.codes[found.first : found.last + 1])
    return reading.codes[: found.first].endswith("l") and bool(codes & set("Mm")) and "4" not in codes


def _pair(first: Found, second: Found, before: str, reading: Reading) -> Found | None:
    between = reading.codes[first.last + 1 : second.first]
    opening = _OPENING.search(before)
    links = "" if opening is None else "w" if opening.group()[0] in "Bp" else "JK-"
    ranged = bool(_LINK.match(between) and set(between) & set(links))
    begins = first.first - len(opening.group()) if opening and ranged else first.first
    if not ranged and between in ("w", ",w") and _next_day(first, second):
        return Found(begins, second.last, periods.join(first.period, second.period))
    if not (ranged or _LATER_END.match(between)):
        return None
    a, b = first.period, second.period
    if a.start and b.end and a.start[:4] > b.end[:4]:
        a = periods.in_year(a, int(b.end[:4]))
    if (a.earliest and b.latest and a.earliest >= b.latest) or (a.start is None) != (b.end is None):
        return None
    return Found(begins, second.last, periods.join(a, b))


def _next_day(first: Found, second: Found) -> bool:
    """Whether the times are two days in a row («Sunday and Monday»)."""
    a, b = first.period, second.period
    return bool(a.precision == b.precision == "day" and a.latest and a.latest == b.earliest and b.latest)


def _bounded(found: Found, before: str, reading: Reading) -> Found:
    period = found.period
    if period.precision in ("since", "until"):
        return found
    start = found.first - len(before)
    if reading.atoms[found.first].value == "end" and before.endswith("b"):
        return Found(found.first, found.last, periods.until(period))
    if until := _UNTIL.search(before):
        return Found(start + until.start(), found.last, periods.until(period))
    if begins := _SINCE.search(before):
        near = len(begins.group("gap") or "") <= 1
        first = start + begins.start() if near else found.first
        return Found(first, found.last, periods.since(period, reading.today))
    return found
