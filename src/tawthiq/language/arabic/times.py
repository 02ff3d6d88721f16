"""The grammar of dates and times in Arabic, over the codes of :mod:`tawthiq.language.timegrammar`."""

from __future__ import annotations

from tawthiq.language import timerules as to
from tawthiq.language.timegrammar import rule

_BEFORE = r"(?:(?P<hours>h)R?)?(?:(?P<p>P)R?)?[uU]?"
_WEEKDAY = r"(?:W[,(]?[iuU]?)?"
_DAY, _MONTH = r"q?(?P<d>[1o])", r"R?[uU]?(?P<m>[Mm])"
_WHICH = r"(?:,?i?[uU]?(?P<y>4)g?|(?P<a>[LNC])|R?(?P<yu>X(?P<yw>U)|(?P<yv>U)A?[LNC]))"
_COUNT = r"(?:q?(?P<n>[104cx]))"

RULES = (
    # dates
    rule(rf"{_BEFORE}{_WEEKDAY}{_DAY}{_MONTH}{_WHICH}?", to.full_date),
    rule(rf"(?:[Rp]?[uU]?)q?(?P<d>[1o])[-J]q?(?P<d2>[1o]){_MONTH}{_WHICH}?", to.full_date),
    rule(rf"(?:[pB2][uU]?|(?<=i))q?(?P<d>[1o])wq?(?P<d2>[1o]){_MONTH}{_WHICH}?", to.full_date),
    rule(rf"{_BEFORE}{_WEEKDAY}(?P<d>1)(?P<mark>[/.-])(?P<m>1)(?P=mark)(?P<y>4)g?", to.numeric_date),
    rule(rf"{_BEFORE}{_WEEKDAY}(?P<y>4)(?P<mark>[/.-])(?P<m>1)(?P=mark)(?P<d>1)g?", to.iso_date),
    rule(rf"{_BEFORE}{_WEEKDAY}{_DAY}R?[uU]?(?P<h>H)(?:,?[uU]?(?P<y>4)j?|(?P<a>[LNC]))?", to.hijri),
    rule(r"(?:[uU]|(?<=[iFK]))(?P<h>H)(?:,?[uU]?(?P<y>4)j?|(?P<a>[LNC]))?", to.hijri),
    rule(r"(?P<h>H)(?:[uU]?(?P<y>4)j?|(?P<a>[LNC]))", to.hijri),
    rule(r"(?P<f>f)", to.fixed_date),
    rule(rf"{_BEFORE}{_WEEKDAY}{_DAY}RX?(?P<u>U)(?P<a>[LNC])?(?!4)", to.day_of_this_month),
    # months and years
    rule(rf"B(?P<m1>[Mm])w(?P<m>[Mm]){_WHICH}?", to.month_pair),
    rule(rf"(?:(?P<e>E)R?)?[uU]?(?P<m>M){_WHICH}?", to.month),
    rule(rf"(?:(?P<e>E)R?[uU]?|[uU]|(?<=[iFKbBRJ]))(?P<m>m){_WHICH}?", to.month),
    rule(r"(?P<m>m)(?:,?[uU]?(?P<y>4)g?|(?P<a>[LNC]))", to.month),
    rule(r"(?:(?P<e>E)R?)?[uU](?P<y>4)[gj]?", to.year),
    rule(r"[uU]?(?P<y>4)(?P<j>j)", to.year),
    rule(r"(?P<e>E)R?(?P<y>4)g?", to.year),
    rule(r"(?P<q>Q)R?[uU]?(?P<y>4)g?", to.year),
    rule(r"(?P<q>Q)(?P<a>[LNC])", to.season),
    rule(r"(?P<u>U)(?P<m>o)R?[uU]?(?P<y>4)", to.ordinal_month),
    rule(r"(?:(?<=[iFKb])|(?<=4w))(?P<y>4)(?!-)g?", to.plain_year),
    rule(r"(?:[Bp2]p?[uU]?|[uU]|\()(?P<y>4)[uU]?[w-][uU]?(?P<y2>4)\)?", to.year_pair),
    rule(r"R[uU]?(?P<y>4)[JK][uU]?(?P<y2>4)", to.year_pair),
    # days counted from today
    rule(rf"{_BEFORE}(?P<w>W)(?P<a>[LNC])?", to.weekday),
    rule(r"[uU]?(?P<w>W),?(?P<p>P)(?![uUWTL])", to.weekday),
    rule(rf"{_BEFORE}(?P<t>T)[,(]?(?P<w>W)\)?", to.weekday),
    rule(r"(?P<p>P)[uU]?W[-/,]?(?P<w2>W)", to.weekday_night),
    rule(rf"{_BEFORE}(?P<t>T)(?![o=])", to.day_word),
    rule(r"Tq?(?P<n>[o1])Y", to.days_in_a_row),
    rule(r"[uU]?(?P<t>T)(?P<p>P)(?![uUWTL])", to.day_word),
    rule(r"(?P<p>P)(?P<b>A?)L", to.last_night),
    rule(r"X(?P<p>P)", to.this_part),
    rule(r"(?<=i)(?P<p>P)(?![uUWTLA14oR])", to.in_the_night),
    rule(r"k(?P<a>[LNC])?", to.weekend),
    # spans counted from today
    rule(rf"Az*{_COUNT}?(?P<u>[us2])(?:x|c)?(?![R4MmH1LNC])", to.ago),
    rule(rf"F(?P<z>z+)?{_COUNT}?(?P<u>[us2US])x?(?![R4MmH1LNCPo=])", to.since_ago),
    rule(rf"Iz*{_COUNT}?(?P<u>[us2])(?![R4MmH1LNC])", to.hence),
    rule(r"X(?P<u>U)(?!=)", to.calendar_unit),
    rule(r"(?:(?P<e>E)R?)?(?P<u>U)(?P<b>A?)(?P<a>[LNC])", to.calendar_unit),
    rule(r"(?P<e>E)R?X?(?P<u>U)(?![4=o])", to.calendar_unit),
    rule(rf"(?P<u>S){_COUNT}L", to.recent),
    rule(rf"E?{_COUNT}(?P<u>[usUS])L", to.recent),
    rule(r"(?:E|(?<=i)q)(?P<n>[104c])(?P<u>[us])(?!R)", to.recent),
    rule(r"(?P<u>[2sS])x?L", to.recent),
)  # fmt: skip
