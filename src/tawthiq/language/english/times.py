"""The grammar of dates and times in English, over the codes of :mod:`tawthiq.language.timegrammar`."""

from __future__ import annotations

from tawthiq.language import timerules as to
from tawthiq.language.timegrammar import rule

_BEFORE = r"(?:(?P<hours>E)i?)?(?:q?(?P<p>P)[iR])?(?:[WV],?i?)?"
_MONTH = r"(?P<m>[Mm])(?:\.(?=[1o4]))?"
_YEAR = r"(?:,?R?(?P<y>4)|,?(?P<yu>[LNX](?P<yv>u)))"
_COUNT = r"(?:a?(?P<n>[104cxad]))"

RULES = (
    # dates
    rule(rf"{_BEFORE}{_MONTH}q?(?P<d>[1o])t?(?:-(?P<d2>1))?{_YEAR}?", to.full_date),
    rule(rf"{_BEFORE}q?(?P<d>[1o])t?R?{_MONTH}{_YEAR}?", to.full_date),
    rule(rf"(?:G?|B)(?P<d>1)[-Jw](?P<d2>1){_MONTH}{_YEAR}?", to.full_date),
    rule(rf"{_BEFORE}(?P<d>1)(?P<mark>[.-])(?P<m>1)(?P=mark)(?P<y>4)", to.numeric_date),
    rule(rf"{_BEFORE}(?P<m>1)/(?P<d>1)/(?P<y>4)", to.month_first_date),
    rule(rf"{_BEFORE}(?P<y>4)(?P<mark>[/.-])(?P<m>1)(?P=mark)(?P<d>1)", to.iso_date),
    rule(r"q?(?P<d>[1o])t?R?(?P<h>H)(?:,?(?P<y>4)j?)?", to.hijri),
    rule(r"(?P<h>H)(?P<d>1)(?:,(?P<y>4)j?)?", to.hijri),
    rule(r"(?:(?<=[iFKG])|(?P<a>[LNX]))(?P<h>H)(?:,?(?P<y>4)j?)?", to.hijri),
    rule(r"(?:q?(?P<d>[1o])t?R)X(?P<u>u)", to.day_of_this_month),
    rule(r"(?P<f>f)", to.fixed_date),
    # months and years
    rule(rf"B(?P<m1>[Mm])w(?P<m>[Mm]){_YEAR}?", to.month_pair),
    rule(rf"(?:(?P<e>E)-?i?R?q?)?(?P<m>M)(?:\.(?=4))?{_YEAR}?", to.month),
    rule(rf"(?:(?P<e>E)-?R?q?|(?<=[iFKGBJR]))(?P<m>m){_YEAR}?", to.month),
    rule(r"(?P<m>m)(?:,?(?P<y>4)|,?(?P<yu>[LNX](?P<yv>u)))", to.month),
    rule(r"(?P<a>[LNX])(?P<m>[Mm])", to.month),
    rule(r"(?P<e>E)-?[iR]?q?u?(?P<y>4)", to.year),
    rule(r"q?u(?P<y>4)", to.year),
    rule(r"(?P<q>Q)[iR]?q?(?P<y>4)", to.year),
    rule(r"(?P<a>[LNX])(?P<q>Q)", to.season),
    rule(r"(?:(?<=[iFKGqR])|(?<=4w))(?P<y>4)(?![-t0])", to.plain_year),
    rule(r"\((?P<y>4)\)", to.plain_year),
    rule(r"(?P<m>M)-?(?P<y>4)", to.month),
    rule(r"(?:B|G|\(|(?<=i))(?P<y>4)[w\-JK](?P<y2>4)\)?", to.year_pair),
    # days counted from today
    rule(r"(?:(?P<hours>E)i?)?(?P<a>[LNX])?(?P<w>W)(?P<p>P)?", to.weekday),
    rule(r"q?(?P<p>P)[iR](?P<a>[LNX])?(?P<w>W)", to.weekday),
    rule(r"(?P<t>T),?(?P<w>W)", to.weekday),
    rule(r"(?:(?P<hours>[Ey])i?)?(?P<t>T)(?P<p>P)?", to.day_word),
    rule(r"L(?P<b>A?)(?P<p>P)", to.last_night),
    rule(r"X(?P<p>P)", to.this_part),
    rule(r"O", to.overnight),
    rule(r"(?P<a>[LNX])?k", to.weekend),
    # spans counted from today
    rule(rf"z*{_COUNT}(?P<u>[us])A", to.ago),
    rule(r"(?P<u>s)A", to.ago),
    rule(rf"(?<=i){_COUNT}(?P<u>[us])(?![RFAy])", to.hence),
    rule(r"y?(?:(?P<e>E)-?R?)?(?P<a>[LNX])(?P<u>u)", to.calendar_unit),
    rule(r"(?P<a>N)(?P<u>s)(?=_)", to.calendar_unit),
    rule(r"(?P<e>E)-?R?q(?P<u>u)(?!R)", to.calendar_unit),
    rule(rf"(?P<a>L){_COUNT}(?P<u>[us])", to.recent),
    rule(r"(?P<a>L)(?P<u>s)", to.recent),
)  # fmt: skip
