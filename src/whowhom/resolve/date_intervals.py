"""Calendar arithmetic: intervals of days, their precision and their EDTF strings.

In: years, months, shifts. Out: :class:`Interval` values. No words and no choice
between readings; what the calendar does not have is None.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from whowhom.records.values import DateBasis

# Half the width of "two weeks ago" and of "around 16 August", in days.
WEEKS_AGO_SLACK_DAYS = 3
AROUND_SLACK_DAYS = 2
_SEASON_MONTHS = {21: 3, 22: 6, 23: 9, 24: 12}  # northern, meteorological
_PARTS_OF_MONTH = {"early": (1, 10), "mid": (11, 20), "late": (21, 31), "start": (1, 10), "end": (21, 31)}
_PARTS_OF_MONTH |= {"first half": (1, 15), "second half": (16, 31)}
_WEEKS_OF_MONTH = {"W1": (1, 7), "W2": (8, 14), "W3": (15, 21), "W4": (22, 28)}
_PARTS_OF_YEAR = {
    "early": (1, 4),
    "mid": (5, 8),
    "late": (9, 12),
    "start": (1, 3),
    "end": (10, 12),
    "first half": (1, 6),
    "second half": (7, 12),
    "Q1": (1, 3),
    "Q2": (4, 6),
    "Q3": (7, 9),
    "Q4": (10, 12),
}
_PARTS_OF_DECADE = {"early": (0, 3), "mid": (4, 6), "late": (7, 9), "start": (0, 1), "end": (8, 9)}


class Interval(NamedTuple):
    """Days from ``first`` to ``last``, both included, with how they came about.

    Attributes:
        anchor: ISO date, or year, that the reading started from.
        alternatives: Other readings in EDTF, most likely first.
    """

    first: date
    last: date
    edtf: str
    basis: DateBasis = "stated"
    anchor: str | None = None
    alternatives: tuple[str, ...] = ()


def make_day(year: int, month: int, day: int) -> date | None:
    """Make a day; None where the calendar has none, such as 31 June."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def shift_days(day: date, days: int) -> date | None:
    """Go some days on; None where the calendar of this program ends."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def month_end(year: int, month: int) -> date:
    """Give the last day of a month."""
    following = date(year + month // 12, month % 12 + 1, 1) if (year, month) < (9999, 12) else None
    return following - timedelta(days=1) if following else date.max


def precision_of(first: date, last: date) -> int:
    """Give UCDP's date precision of an interval by its length in days.

    1 one day, 2 two to six, 3 seven, 4 up to a month, 5 longer.
    """
    days = (last - first).days + 1
    for precision, limit in ((1, 1), (2, 6), (3, 7), (4, 31)):
        if days <= limit:
            return precision
    return 5


def of_days(first: date, last: date) -> Interval:
    """Make an interval of days that is no unit of the calendar."""
    return Interval(first, last, first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}")


def of_day(day: date) -> Interval:
    """Make an interval of one day."""
    return of_days(day, day)


def of_month(year: int, month: int, part: str | None = None) -> Interval | None:
    """Make a month or the named part of it; None for a part that no month has."""
    last = month_end(year, month)
    if part is None:
        return Interval(date(year, month, 1), last, f"{year:04}-{month:02}")
    if part == "W-1":
        return of_days(last - timedelta(days=6), last)
    bounds = _PARTS_OF_MONTH.get(part) or _WEEKS_OF_MONTH.get(part)
    if bounds is None:
        return None
    return of_days(date(year, month, bounds[0]), min(last, date(year, month, min(bounds[1], last.day))))


def of_year(year: int, part: str | None = None) -> Interval | None:
    """Make a year or the named part of it; None for a part that no year has."""
    if not 1 <= year <= 9998:
        return None
    if part is None:
        return Interval(date(year, 1, 1), date(year, 12, 31), f"{year:04}")
    bounds = _PARTS_OF_YEAR.get(part)
    if bounds is None:
        return None
    first, last = bounds
    return Interval(date(year, first, 1), month_end(year, last), f"{year:04}-{first:02}/{year:04}-{last:02}")


def of_decade(year: int, part: str | None = None) -> Interval | None:
    """Make the ten years from ``year`` or the named part of them."""
    if part is None:
        return Interval(date(year, 1, 1), date(year + 9, 12, 31), f"{year // 10:03}X")
    bounds = _PARTS_OF_DECADE.get(part)
    if bounds is None:
        return None
    first, last = year + bounds[0], year + bounds[1]
    return Interval(date(first, 1, 1), date(last, 12, 31), f"{first:04}/{last:04}")


def of_season(year: int, season: int, part: str | None = None) -> Interval | None:
    """Make a season of the northern year that begins in ``year``.

    The winter of 2014 begins in December 2014; the one before is an alternative.
    """
    month = _SEASON_MONTHS[season]
    thirds = {"early": (0, 0), "start": (0, 0), "mid": (1, 1), "late": (2, 2), "end": (2, 2)}
    if part is not None and part not in thirds:
        return None
    begin, stop = (0, 2) if part is None else thirds[part]
    first_year, first_month = _later_month(year, month, begin)
    last_year, last_month = _later_month(year, month, stop)
    edtf = f"{year:04}-{season}" if part is None else f"{first_year:04}-{first_month:02}"
    before = (f"{year - 1:04}-12/{year:04}-02",) if season == 24 and part is None else ()
    return Interval(date(first_year, first_month, 1), month_end(last_year, last_month), edtf, alternatives=before)


def _later_month(year: int, month: int, months: int) -> tuple[int, int]:
    years, index = divmod(month - 1 + months, 12)
    return year + years, index + 1


def of_week(day: date, shift: int = 0) -> Interval | None:
    """Make the week, Monday to Sunday, some weeks from the one of ``day``."""
    monday = shift_days(day, 7 * shift - day.weekday())
    sunday = shift_days(monday, 6) if monday else None
    return of_days(monday, sunday) if monday and sunday else None


def shifted(unit: str, base: date, shift: int, *, is_aligned: bool) -> Interval | None:
    """Go some units from a day: last month, three days ago, a week later.

    Args:
        is_aligned: Take whole weeks of the calendar; else a week around the day.
    """
    return _SHIFTERS[unit](base, shift, is_aligned)


def _shift_hours(base: date, shift: int, is_aligned: bool) -> Interval | None:
    days = abs(shift) / 24
    near, far = (
        shift_days(base, int(days) * (1 if shift > 0 else -1)),
        shift_days(base, _up(days) * (1 if shift > 0 else -1)),
    )
    return of_days(min(near, far), max(near, far)) if near and far else None


def _up(number: float) -> int:
    return int(number) + (number > int(number))


def _shift_days(base: date, shift: int, is_aligned: bool) -> Interval | None:
    day = shift_days(base, shift)
    return of_day(day) if day else None


def _shift_weeks(base: date, shift: int, is_aligned: bool) -> Interval | None:
    if is_aligned:
        return of_week(base, shift)
    first = shift_days(base, 7 * shift - WEEKS_AGO_SLACK_DAYS)
    last = shift_days(base, 7 * shift + WEEKS_AGO_SLACK_DAYS)
    return of_days(first, last) if first and last else None


def _shift_months(base: date, shift: int, is_aligned: bool) -> Interval | None:
    year, month = _later_month(base.year, base.month, shift)
    return of_month(year, month) if 1 <= year <= 9998 else None


def _shift_years(base: date, shift: int, is_aligned: bool) -> Interval | None:
    return of_year(base.year + shift)


def _shift_decades(base: date, shift: int, is_aligned: bool) -> Interval | None:
    year = base.year + 10 * shift
    if not 2 <= year <= 9997:
        return None
    # "a decade ago" is said of nine to eleven years.
    return Interval(date(year - 1, 1, 1), date(year + 1, 12, 31), f"{year:04}~")


def _shift_nights(base: date, shift: int, is_aligned: bool) -> Interval | None:
    eve, day = shift_days(base, shift - 1), shift_days(base, shift)
    return of_days(eve, day) if eve and day else None


def _shift_weekends(base: date, shift: int, is_aligned: bool) -> Interval | None:
    """Take the weekend under way or the last one before, and go on from there."""
    saturday = shift_days(base, -((base.weekday() - 5) % 7) + 7 * shift)
    sunday = shift_days(saturday, 1) if saturday else None
    return of_days(saturday, sunday) if saturday and sunday else None


_SHIFTERS: dict[str, Callable[[date, int, bool], Interval | None]] = {
    "hour": _shift_hours,
    "day": _shift_days,
    "night": _shift_nights,
    "weekend": _shift_weekends,
    "week": _shift_weeks,
    "month": _shift_months,
    "year": _shift_years,
    "decade": _shift_decades,
}


def window(unit: str, base: date, shift: int) -> Interval | None:
    """Make the stretch between a day and the one some units before or after it."""
    days = {"hour": _up(abs(shift) / 24), "day": abs(shift), "week": 7 * abs(shift)}.get(unit)
    if days is not None:
        other = shift_days(base, days if shift > 0 else -days)
    else:
        months = shift * {"month": 1, "year": 12, "decade": 120}[unit]
        year, month = _later_month(base.year, base.month, months)
        in_range = 1 <= year <= 9998
        other = date(year, month, min(base.day, month_end(year, month).day)) if in_range else None
    return of_days(min(base, other), max(base, other)) if other else None


def night_of(day: Interval, *, is_eve: bool) -> Interval | None:
    """Widen a day to the night that begins in it, or to the one that ends in it."""
    other = shift_days(day.first, 1 if is_eve else -1)
    if other is None or day.first != day.last:
        return None
    return day._replace(
        first=min(day.first, other), last=max(day.first, other), edtf=f"{min(day.first, other)}/{max(day.first, other)}"
    )


def around(interval: Interval) -> Interval:
    """Widen an approximate date: a day by two days, a month or year by one on each side."""
    first, last, edtf = interval.first, interval.last, interval.edtf
    if "/" in edtf:
        return interval
    if first == last:
        wide = (shift_days(first, -AROUND_SLACK_DAYS), shift_days(last, AROUND_SLACK_DAYS))
    else:
        length = (last - first).days + 1
        wide = (shift_days(first, -length), shift_days(last, length))
    return interval._replace(first=wide[0] or first, last=wide[1] or last, edtf=f"{edtf}~")
