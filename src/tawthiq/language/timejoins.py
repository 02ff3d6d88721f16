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
    """Put together what belongs together; what stands alone is passed on."""
    i = 0
    found = [each for each in found if not _is_name(each, reading)]
    while i < len(found):
        pair = _pair(found[i], found[i + 1], reading) if i + 1 < len(found) else None
        if pair:
            yield pair
            i += 2
            continue
        yield _bounded(found[i], reading)
        i += 1


def _is_name(found: Found, reading: Reading) -> bool:
    """Whether the date is the name of something («the 25 January revolution»): no year, right after the noun."""
    codes = set(reading.codes[found.first : found.last + 1])
    return reading.codes[: found.first].endswith("l") and bool(codes & set("Mm")) and "4" not in codes


def _pair(first: Found, second: Found, reading: Reading) -> Found | None:
    between = reading.codes[first.last + 1 : second.first]
    before = reading.codes[: first.first]
    opening = _OPENING.search(before)
    ranged = opening and _LINK.match(between) and ("w" if opening.group()[0] in "Bp" else "JK-")
    ranged = ranged and set(between) & set(ranged)
    begins = first.first - len(opening.group()) if opening and ranged else first.first
    if not ranged and between in ("w", ",w") and _next_day(first, second):
        return Found(begins, second.last, periods.join(first.period, second.period))
    if not (ranged or _LATER_END.match(between)):
        return None
    a, b = first.period, second.period
    if a.start and b.end and a.start[:4] > b.end[:4]:
        return None
    return Found(begins, second.last, periods.join(a, b))


def _next_day(first: Found, second: Found) -> bool:
    """Whether the times are two days in a row («Sunday and Monday»)."""
    a, b = first.period, second.period
    return bool(
        a.precision == b.precision == "day" and a.latest and a.latest == b.earliest and b.latest
    )


def _bounded(found: Found, reading: Reading) -> Found:
    period = found.period
    if period.precision in ("since", "until"):
        return found
    before = reading.codes[: found.first]
    if reading.atoms[found.first].value == "end" and before.endswith("b"):
        return Found(found.first, found.last, periods.until(period))
    if until := _UNTIL.search(before):
        return Found(until.start(), found.last, periods.until(period))
    if begins := _SINCE.search(before):
        near = len(begins.group("gap") or "") <= 1
        return Found(begins.start() if near else found.first, found.last, periods.since(period, reading.today))
    return found
