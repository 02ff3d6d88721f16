"""Stretches of time and the arithmetic on them: from numbers to ISO dates and their bounds."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from hijridate import Hijri

from tawthiq.model import Precision

_PHASE_DAYS = {"start": (1, 11), "middle": (10, 21), "end": (20, 32)}
_PHASE_MONTHS = {"start": (1, 5), "middle": (5, 9), "end": (9, 13)}
FIRST_YEAR, LAST_YEAR = 1000, 2200


@dataclass(frozen=True, slots=True)
class Period:
    """A resolved time. ``start`` and ``end`` are ISO dates or prefixes, both None if it hangs on an
    unknown day of publication; ``latest`` is exclusive.
    """

    start: str | None
    end: str | None
    precision: Precision
    earliest: datetime | None = None
    latest: datetime | None = None

    def with_precision(self, precision: Precision) -> Period:
        return replace(self, precision=precision)


def unknown(precision: Precision) -> Period:
    return Period(None, None, precision)


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


def shift_days(day: date, days: int) -> date:
    """``day`` moved; stays put at the ends of the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return day


def shift_months(day: date, months: int) -> tuple[int, int]:
    """Year and month, ``months`` from the month of ``day``."""
    index = max(12 * FIRST_YEAR, min(day.year * 12 + day.month - 1 + months, 12 * LAST_YEAR))
    return index // 12, index % 12 + 1


def a_day(day: date) -> Period:
    iso = day.isoformat()
    return Period(iso, iso, "day", midnight(day), midnight(shift_days(day, 1)))


def days(first: date, last: date, precision: Precision = "interval") -> Period:
    """From ``first`` to ``last``, both included."""
    return Period(
        first.isoformat(), last.isoformat(), precision, midnight(first), midnight(shift_days(last, 1))
    )


def part_of_day(day: date, hours: str) -> Period:
    """``hours`` is "18-30": from 18:00 of ``day`` to 06:00 of the day after."""
    first, last = map(int, hours.split("-"))
    iso = day.isoformat()
    begin = midnight(day)
    return Period(iso, iso, "part_of_day", begin + timedelta(hours=first), begin + timedelta(hours=last))


def a_month(year: int, month: int, phase: str = "") -> Period:
    """A month, or its beginning, middle or end, which only narrows the bounds."""
    iso = f"{year:04}-{month:02}"
    first = date(year, month, 1)
    length = monthrange(year, month)[1]
    begin, stop = _PHASE_DAYS.get(phase, (1, length + 1))
    return Period(
        iso,
        iso,
        "month",
        midnight(shift_days(first, begin - 1)),
        midnight(shift_days(first, min(stop - 1, length))),
    )


def months(first: tuple[int, int], last: tuple[int, int]) -> Period:
    begin, end = a_month(*first), a_month(*last)
    return Period(begin.start, end.end, "interval", begin.earliest, end.latest)


def a_year(year: int, phase: str = "", season: str = "") -> Period:
    """A year, or a phase or season of it ("6-8", "12-2"), which only narrows the bounds."""
    iso = f"{year:04}"
    begin, stop = _PHASE_MONTHS.get(phase, (1, 13))
    if season:
        first, last = map(int, season.split("-"))
        begin, stop = first, (last if last >= first else last + 12) + 1
    return Period(
        iso,
        iso,
        "year",
        datetime(year, begin, 1),
        datetime(year + (stop - 1) // 12, (stop - 1) % 12 + 1, 1),
    )


def years(first: int, last: int) -> Period:
    begin, end = a_year(first), a_year(last)
    return Period(begin.start, end.end, "interval", begin.earliest, end.latest)


def valid_day(year: int, month: int, day: int) -> date | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def hijri_days(year: int, month: int, day: int | None) -> tuple[date, date] | None:
    """First and last day, in the Gregorian calendar, of a Hijri day or month; None if there is none such."""
    try:
        first = Hijri(year, month, day or 1)
        length = 1 if day else first.month_length()
        begin = first.to_gregorian()
    except (ValueError, OverflowError):
        return None
    start = date(begin.year, begin.month, begin.day)
    return start, shift_days(start, length - 1)


def in_year(period: Period, year: int) -> Period:
    """The same day or month of another year; unknown if it is neither or that year lacks the day."""
    if period.start is None or period.precision not in ("day", "month"):
        return unknown(period.precision)
    month = int(period.start[5:7])
    if period.precision == "month":
        return a_month(year, month)
    day = valid_day(year, month, int(period.start[8:10]))
    return a_day(day) if day else unknown("day")


def join(first: Period, last: Period) -> Period:
    """From the beginning of one to the end of the other."""
    return Period(first.start, last.end, "interval", first.earliest, last.latest)


def since(period: Period, today: date | None) -> Period:
    """From the beginning of ``period`` on, until the day of publication as far as the text can tell."""
    latest = midnight(shift_days(today, 1)) if today else None
    if latest and period.earliest and period.earliest >= latest:
        latest = None
    return Period(period.start, None, "since", period.earliest, latest)


def until(period: Period) -> Period:
    return Period(None, period.end, "until", None, period.latest)


def weekday_near(today: date, weekday: int, direction: int) -> date:
    """The nearest such weekday: -1 before today, 0 today or before, 1 today or after, 2 after."""
    if direction <= 0:
        back = (today.weekday() - weekday) % 7
        return shift_days(today, -(back or (7 if direction < 0 else 0)))
    ahead = (weekday - today.weekday()) % 7
    return shift_days(today, ahead or (7 if direction > 1 else 0))
