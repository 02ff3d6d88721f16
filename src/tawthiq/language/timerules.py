"""How the rules of the date grammars resolve: from matched words to a period, given the day of publication.

Group names in the rules: d, d2 day of the month; m month; y, y2 year; h Hijri month; j Hijri era; w, w2
weekday; p part of the day; t day word; a «last», «next» or «current»; e phase; q season; n count; u unit.
"""

from __future__ import annotations

from datetime import date

from tawthiq.language import periods
from tawthiq.language.periods import Period
from tawthiq.language.timegrammar import Groups

HIJRI_YEARS = range(1, 1501)
NIGHT = "18-30"
_FEW_WEEKS = 2
_SOON, _SOON_REACH = 60, 6
"""Days ahead, and words after a date, in which a word of the future makes it a coming one."""


def _direction(g: Groups, name: str = "a") -> str:
    """Which of the recurring times is meant: "last", "next", "current", or "" if not told."""
    code = g.code(name)
    for letter, direction in (("L", "last"), ("N", "next"), ("C", "current"), ("X", "current")):
        if letter in code:
            return direction
    return ""


def _future(g: Groups) -> bool:
    return g.reading.is_future(g.first)


def _year_of(g: Groups, month: int, day: int | None = None) -> int | None:
    """The year of a month or day: as written, else the nearest before publication (after it: if to come)."""
    today = g.reading.today
    if "y" in g:
        return g.number("y")
    if today is None:
        return None
    if "yu" in g:
        if "year" not in (g.text("yv"), g.text("yw")):
            return None
        shift = {"last": -1, "next": 1}.get(_direction(g, "yu"), 0)
        return today.year + shift * (2 if "A" in g.code("yu") else 1)
    direction = _direction(g)
    if direction == "current":
        return today.year
    here = (today.month, today.day) if day else (today.month, 0)
    that = (month, day or 0)
    if direction == "next" or (not direction and that > here and _is_coming(g, today, month, day)):
        return today.year + (that <= here)
    return today.year - (that > here or (direction == "last" and that == here))


def _is_coming(g: Groups, today: date, month: int, day: int | None) -> bool:
    """Whether a date ahead, in this year, is meant: a word of the future says so before or after it."""
    if _future(g):
        return True
    when = periods.valid_day(today.year, month, day) if day else None
    soon = when is not None and (when - today).days <= _SOON
    return soon and "v" in g.reading.codes[g.last + 1 : g.last + 1 + _SOON_REACH]


def full_date(g: Groups) -> Period | None:
    month, day = g.number("m"), g.number("d")
    year = _year_of(g, month, day)
    if year is None:
        return periods.unknown("day") if day <= 31 else None
    when = periods.valid_day(year, month, day)
    if when is None:
        return None
    if "d2" in g:
        last = periods.valid_day(year, month, g.number("d2"))
        return periods.days(when, last) if last and last > when else None
    return on_day(g, when)


def on_day(g: Groups, when: date) -> Period:
    """The day, or the part of it that the text tells."""
    if "p" in g:
        return periods.part_of_day(when, g.text("p"))
    return periods.a_day(when).with_precision("part_of_day") if g.code("hours") else periods.a_day(when)


def numeric_date(g: Groups) -> Period | None:
    """Day first, unless the second number cannot be a month."""
    first, second, year = g.number("d"), g.number("m"), g.number("y")
    when = periods.valid_day(year, second, first) or periods.valid_day(year, first, second)
    return periods.a_day(when) if when else None


def month_first_date(g: Groups) -> Period | None:
    """Month first, unless the first number cannot be a month."""
    first, second, year = g.number("m"), g.number("d"), g.number("y")
    when = periods.valid_day(year, first, second) or periods.valid_day(year, second, first)
    return periods.a_day(when) if when else None


def iso_date(g: Groups) -> Period | None:
    when = periods.valid_day(g.number("y"), g.number("m"), g.number("d"))
    return periods.a_day(when) if when else None


def fixed_date(g: Groups) -> Period | None:
    return periods.a_day(date.fromisoformat(g.text("f")))


def month(g: Groups) -> Period | None:
    number = g.number("m")
    year = _year_of(g, number)
    return periods.unknown("month") if year is None else periods.a_month(year, number, g.text("e"))


def month_pair(g: Groups) -> Period | None:
    """From one month to a later one, of one year if only the second has it."""
    last = month(g)
    if last is None or last.start is None:
        return last and periods.unknown("interval")
    end_year, end_month, begin_month = int(last.start[:4]), g.number("m"), g.number("m1")
    return periods.months((end_year - (begin_month > end_month), begin_month), (end_year, end_month))


def day_of_this_month(g: Groups) -> Period | None:
    """«The fifth of last month»."""
    if g.text("u") != "month":
        return None
    today = g.reading.today
    if today is None:
        return periods.unknown("day")
    shift = {"last": -1, "next": 1}.get(_direction(g), 0)
    when = periods.valid_day(*periods.shift_months(today, shift), g.number("d"))
    return on_day(g, when) if when else None


def ordinal_month(g: Groups) -> Period | None:
    """«The tenth month of 2012»."""
    number = g.number("m")
    if g.text("u") != "month" or number > 12:
        return None
    return periods.a_month(g.number("y"), number)


def year(g: Groups) -> Period | None:
    value = g.number("y")
    if "j" in g:
        first, last = periods.hijri_days(value, 1, None), periods.hijri_days(value, 12, None)
        return periods.days(first[0], last[1]) if first and last else None
    return periods.a_year(value, g.text("e"), g.text("q"))


def plain_year(g: Groups) -> Period | None:
    """A year that nothing but its place in the sentence tells from a count."""
    value, after = g.number("y"), g.reading.codes[g.last + 1 : g.last + 2]
    if not 1800 <= value <= 2100 or (value % 100 == 0 and after == "_"):
        return None
    return periods.a_year(value)


def year_pair(g: Groups) -> Period | None:
    first, last = g.number("y"), g.number("y2")
    return periods.years(first, last) if first < last else None


def hijri(g: Groups) -> Period | None:
    """A day or a month of the Hijri calendar."""
    number, day = g.number("h"), g.number("d") if "d" in g else None
    today = g.reading.today
    if "y" in g:
        years = [g.number("y")]
        if years[0] not in HIJRI_YEARS:
            return None
    elif today is None:
        return periods.unknown("day" if day else "interval")
    else:
        guess = int((today.year - 622) * 33 / 32)
        years = [guess + 2, guess + 1, guess, guess - 1]
    spans = [s for y in years if (s := periods.hijri_days(y, number, day))]
    if "y" not in g and today:
        future = _direction(g) == "next" or (not _direction(g) and _future(g))
        spans = (
            [s for s in reversed(spans) if s[0] > today] if future else [s for s in spans if s[0] <= today]
        )
        if _direction(g) == "last":
            spans = [s for s in spans if s[1] < today]
    if not spans:
        return None
    return on_day(g, spans[0][0]) if day else periods.days(*spans[0])


def weekday(g: Groups) -> Period | None:
    """A weekday with what may stand beside it: a part of the day, «last» or «next», a day word."""
    today = g.reading.today
    vague = "p" in g or bool(g.code("hours"))
    if today is None:
        return periods.unknown("part_of_day" if vague else "day")
    told = _direction(g)
    direction = {"last": -1, "next": 2, "current": 0}.get(told, 1 if _future(g) else 0)
    if "t" in g:
        direction = 1 if g.number("t") > 0 else 0
    return on_day(g, periods.weekday_near(today, g.number("w"), direction))


def weekday_night(g: Groups) -> Period | None:
    """The night between two weekdays; after midnight it belongs to the second."""
    today = g.reading.today
    if today is None:
        return periods.unknown("part_of_day")
    second = periods.weekday_near(today, g.number("w2"), 0)
    hours = g.text("p")
    if int(hours.split("-")[0]) >= 24:
        return periods.part_of_day(second, f"0-{int(hours.split('-')[1]) - 24}")
    first = periods.shift_days(second, -1)
    night = periods.part_of_day(first, hours)
    return Period(night.start, second.isoformat(), "part_of_day", night.earliest, night.latest)


def day_word(g: Groups) -> Period | None:
    today = g.reading.today
    if today is None:
        return periods.unknown("part_of_day" if "p" in g or g.code("hours") else "day")
    return on_day(g, periods.shift_days(today, g.number("t")))


def days_in_a_row(g: Groups) -> Period | None:
    """«For the third day in a row»: from the first of these days to today."""
    today = g.reading.today
    if today is None:
        return periods.unknown("interval")
    return periods.days(periods.shift_days(today, 1 - g.number("n")), today)


def last_night(g: Groups) -> Period | None:
    """The night before today; with «before» in between (group ``b``) the one before that."""
    today = g.reading.today
    if g.text("p") != NIGHT:
        return None
    if today is None:
        return periods.unknown("part_of_day")
    back = 2 if g.code("b") else 1
    return periods.part_of_day(periods.shift_days(today, -back), g.text("p"))


def in_the_night(g: Groups) -> Period | None:
    return overnight(g) if g.text("p") == NIGHT and g.definite("p") else None


def this_part(g: Groups) -> Period | None:
    today = g.reading.today
    return periods.part_of_day(today, g.text("p")) if today else periods.unknown("part_of_day")


def overnight(g: Groups) -> Period | None:
    """The night that ended on the day of publication: both days."""
    today = g.reading.today
    if today is None:
        return periods.unknown("part_of_day")
    night = periods.part_of_day(periods.shift_days(today, -1), NIGHT)
    return Period(night.start, today.isoformat(), "part_of_day", night.earliest, night.latest)


def weekend(g: Groups) -> Period | None:
    today = g.reading.today
    if today is None:
        return periods.unknown("interval")
    if _direction(g) == "next" or _future(g):
        saturday = periods.weekday_near(today, 5, 1)
    else:
        saturday = periods.weekday_near(today, 5, 0)
    return periods.days(saturday, periods.shift_days(saturday, 1))


def count(g: Groups) -> int | None:
    """How many units; None for «a few»."""
    if g.code("u") == "2" or "two" in g:
        return 2
    if g.code("n") == "x" or (not g.code("n") and g.code("u") in ("s", "S")):
        return None
    return g.number("n") if g.code("n") else 1


def moved(g: Groups, sign: int) -> Period | None:
    """A unit, so many units before or after today: the day for days, else a month or year."""
    unit, number, today = g.text("u"), count(g), g.reading.today
    if today is None:
        return periods.unknown({"month": "month", "year": "year"}.get(unit, "day"))  # type: ignore[arg-type]
    if number is None:
        if unit in ("day", "week"):
            return periods.a_month(today.year, today.month).with_precision("interval")
        return periods.a_day(today) if unit in ("hour", "minute") else None
    return _moved(today, unit, sign * number)


def _moved(today: date, unit: str, number: int) -> Period | None:
    if unit == "minute":
        return periods.a_day(today)
    if unit == "hour":
        return periods.a_day(periods.shift_days(today, int(number / 24)))
    if unit == "day" or (unit == "week" and abs(number) <= _FEW_WEEKS):
        return periods.a_day(periods.shift_days(today, number * (7 if unit == "week" else 1)))
    if unit == "week":
        day = periods.shift_days(today, 7 * number)
        return periods.a_month(day.year, day.month)
    if unit == "month":
        return periods.a_month(*periods.shift_months(today, number))
    value = today.year + number * {"decade": 10, "century": 100}.get(unit, 1)
    return periods.a_year(value) if periods.FIRST_YEAR <= value <= periods.LAST_YEAR else None


def ago(g: Groups) -> Period | None:
    return moved(g, -1)


def hence(g: Groups) -> Period | None:
    return moved(g, 1) if _future(g) else None


def since_ago(g: Groups) -> Period | None:
    if g.code("u") in ("U", "S") and "z" not in g:
        return None
    period = moved(g, -1)
    return periods.since(period, g.reading.today) if period else None


def calendar_unit(g: Groups) -> Period | None:
    """«Last week», «this month», «at the end of next year»."""
    unit, today, phase = g.text("u"), g.reading.today, g.text("e")
    shift = {"last": -1, "next": 1}.get(_direction(g), 0)
    if g.code("b"):
        shift *= 2
    if today is None:
        return periods.unknown({"month": "month", "year": "year", "day": "day"}.get(unit, "interval"))  # type: ignore[arg-type]
    if unit == "month":
        return periods.a_month(*periods.shift_months(today, shift), phase)
    if unit == "year":
        return periods.a_year(today.year + shift, phase)
    if unit == "week":
        monday = periods.shift_days(today, 7 * shift - today.weekday())
        about = periods.shift_days(today, 7 * shift)
        week = periods.days(monday, periods.shift_days(monday, 6))
        name = f"{about:%Y-%m}"
        return Period(name, name, "interval", week.earliest, week.latest)
    return None


def season(g: Groups) -> Period | None:
    today = g.reading.today
    if today is None:
        return periods.unknown("year")
    first = int(g.text("q").split("-")[0])
    direction = _direction(g)
    value = today.year
    if direction == "last":
        value -= first >= today.month - 2
    elif direction == "next":
        value += first <= today.month
    return periods.a_year(value, "", g.text("q"))


def recent(g: Groups) -> Period | None:
    """A span of units that ends today: «the last three days»."""
    unit, number, today = g.text("u"), count(g), g.reading.today
    if today is None:
        return periods.unknown("interval")
    if _direction(g) == "next":
        return None
    if number is None:
        return moved(g, -1)
    if unit == "hour":
        back = -(-number // 24) if number >= 24 else 0
        return periods.days(periods.shift_days(today, -back), today)
    if unit in ("day", "week"):
        return periods.days(periods.shift_days(today, -number * (7 if unit == "week" else 1)), today)
    if unit == "month":
        return periods.months(periods.shift_months(today, -number), (today.year, today.month))
    return periods.years(today.year - number, today.year) if unit == "year" and number < 900 else None
