"""Dates: from words to intervals of days, by rules that name their basis.

In: the expressions of :func:`find_dates`, the publication date where it is known, the
years that the text states, and the date told before. Out: a
:class:`~whowhom.records.values.DateRange`, or the reason why there is none. The
publication date is an anchor for words such as "on Monday"; it never stands in for a
date that is not stated.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from whowhom.errors import ResolutionError
from whowhom.records.spans import Reason
from whowhom.records.values import DateBasis, DateRange, Extent
from whowhom.resolve import date_intervals as calendar
from whowhom.resolve.date_expressions import DateExpression, DatePoint
from whowhom.resolve.date_grammar import find_dates
from whowhom.resolve.date_intervals import Interval
from whowhom.resolve.datelines import dateline, day_first_at, infer_published, years_in
from whowhom.resolve.feasts import MOON_SLACK_DAYS, feast_days

__all__ = [
    "DateExpression",
    "DatePoint",
    "dateline",
    "day_first_at",
    "find_dates",
    "infer_published",
    "iso_day",
    "resolve_date",
    "resolve_points",
    "years_in",
]

UNRESOLVED: Reason = "stated but unresolved"
# Without a year, a day this soon after the publication is one announced, not that of
# the year before: of the MEANTIME news 8 such days lay 4 to 20 days ahead, none 11 months back.
MAX_ANNOUNCED_DAYS = 30
# A month so named is rather one gone by, unless it begins at once.
MAX_ANNOUNCED_DAYS_OF_MONTH = 3
# The same day of the coming year is named as another reading when it is this near.
MAX_ALTERNATIVE_DAYS = 60
# First day of the week from Monday, and number of days.
_PARTS_OF_WEEK = {"early": (0, 2), "start": (0, 2), "mid": (2, 3), "late": (4, 3), "end": (4, 3)}
_SEASONS = ("21", "22", "23", "24")
_BASIS_ORDER: tuple[DateBasis, ...] = ("relative", "year from the text", "year from the publication", "stated")


class _Context(NamedTuple):
    published: date | None
    text_years: tuple[int, ...]
    previous: DateRange | None
    day_first: bool | None
    is_future: bool | None


def resolve_date(
    expression: DateExpression,
    *,
    published: str | None,
    text_years: Sequence[int] = (),
    previous: DateRange | None = None,
    durative: bool = False,
    day_first: bool | None = None,
    future: bool | None = None,
) -> DateRange | Reason:
    """Turn a date expression into an interval of days.

    Args:
        published: ISO date, or date and time, of the publication; None: unknown.
        text_years: Years that the text states, the likeliest of the news first
            (:func:`years_in`); used only where ``published`` is None.
        previous: The date told before, which "two days later" starts from.
        durative: What is dated lasted, so that ranges and open ends mean all of it.
        day_first: Read "05/03/2021" as 5 March (True) or May 3 (False); None: as 5
            March unless only the other lies before the publication. Both are kept.
        future: What is dated is still to come at the publication (True) or has
            happened (False); None: not known, so that "on September 20" may be a day
            announced for the coming weeks, and "on Monday" is the last one.

    Returns:
        The interval, or ``"stated but unresolved"``.

    Raises:
        ResolutionError: ``published`` is no ISO date.
    """
    context = _Context(iso_day(published), tuple(text_years), previous, day_first, future)
    if not expression.points:
        return UNRESOLVED
    if expression.kind in ("since", "after", "until", "before"):
        return _open_range(expression, context, durative)
    is_single = expression.kind == "point"
    interval = _resolve(expression.points[0], context) if is_single else _join(expression, context)
    if interval is None or interval.first > interval.last:
        return UNRESOLVED
    is_long = expression.kind in ("range", "list") or expression.points[0].form == "window"
    is_throughout = expression.is_throughout or (durative and is_long)
    precision = calendar.precision_of(interval.first, interval.last)
    ends = (interval.first.isoformat(), interval.last.isoformat())
    return _record(expression, interval, ends, is_throughout=is_throughout, precision=precision)


def resolve_points(
    expression: DateExpression,
    *,
    published: str | None,
    text_years: Sequence[int] = (),
    previous: DateRange | None = None,
    future: bool | None = None,
) -> tuple[Interval | None, ...]:
    """Turn each date of an expression into an interval, what one lacks taken from its neighbours.

    Args: as for :func:`resolve_date`.

    Returns:
        One interval per point of the expression; None for what stays unresolved.

    Raises:
        ResolutionError: ``published`` is no ISO date.
    """
    context = _Context(iso_day(published), tuple(text_years), previous, None, future)
    if expression.kind in ("range", "list", "either"):
        chain = _chain(expression.points, context)
        if chain is not None and len(chain) == len(expression.points):
            return tuple(chain)
    return tuple(_resolve(point, context) for point in expression.points)


def _record(
    expression: DateExpression,
    interval: Interval,
    ends: tuple[str | None, str | None],
    *,
    is_throughout: bool,
    precision: int,
) -> DateRange:
    extent: Extent = "throughout" if is_throughout else "within"
    return DateRange(
        from_=ends[0],
        to=ends[1],
        extent=extent,
        precision=precision,
        edtf=interval.edtf,
        basis=interval.basis,
        anchor=interval.anchor,
        alternatives=interval.alternatives,
        text=expression.text,
        start=expression.start,
        end=expression.end,
    )


def iso_day(published: str | None) -> date | None:
    """Read the day of a publication date.

    Raises:
        ResolutionError: it is no ISO date.
    """
    if published is None:
        return None
    try:
        return date.fromisoformat(published[:10])
    except ValueError:
        raise ResolutionError(
            f"published is {published!r}; expected an ISO date such as '2021-09-12'. "
            "Pass None when the publication date is unknown."
        ) from None


# --- ranges, lists and open ends ----------------------------------------------------------------------------------


def _open_range(expression: DateExpression, context: _Context, durative: bool) -> DateRange | Reason:
    interval = _resolve(expression.points[0], context)
    if interval is None:
        return UNRESOLVED
    edge = interval.first if expression.kind in ("since", "after") else interval.last
    # Only a day, month or year stands at the end of an interval in EDTF level 1.
    is_plain = len(interval.edtf) in (4, 7, 10) and not set(interval.edtf) & set("X~")
    edtf = interval.edtf if is_plain and interval.edtf[5:] not in _SEASONS else edge.isoformat()
    if expression.kind == "before":
        eve = calendar.shift_days(interval.first, -1)
        if eve is None:
            return UNRESOLVED
        edge, edtf = eve, eve.isoformat()
    is_start = expression.kind in ("since", "after")
    until_known = context.published if is_start and context.published and context.published >= edge else None
    # An event told of in the past lies before the publication: the open end is not endless.
    precision = calendar.precision_of(edge, until_known) if until_known else 5
    interval = interval._replace(edtf=f"{edtf}/.." if is_start else f"../{edtf}", alternatives=())
    ends = (edge.isoformat(), None) if is_start else (None, edge.isoformat())
    return _record(expression, interval, ends, is_throughout=durative, precision=precision)


def _join(expression: DateExpression, context: _Context) -> Interval | None:
    """Resolve the points of a range or list so that they follow one another."""
    intervals = _chain(expression.points, context)
    if intervals is None:
        return None
    begin, last = intervals[0], intervals[-1]
    if expression.kind == "range":
        edtf = f"{_edge(begin, 0)}/{_edge(last, 1)}"
    else:
        members = tuple(dict.fromkeys(_flat(interval) for interval in intervals))
        inner = ",".join(members)
        edtf = f"[{inner}]" if expression.kind == "either" else f"{{{inner}}}"
        if len(members) == 1:  # "February and Feb" is one month, which EDTF sets apart from a set
            edtf = begin.edtf
    weakest = min(intervals, key=lambda interval: _BASIS_ORDER.index(interval.basis))
    return Interval(begin.first, last.last, edtf, weakest.basis, weakest.anchor)


def _edge(interval: Interval, side: int) -> str:
    """Give one end of a range in EDTF, as coarse as it is stated."""
    if "/" in interval.edtf:
        return interval.edtf.split("/")[side]
    if interval.edtf.endswith(("X", "~")):
        return (interval.first if side == 0 else interval.last).isoformat()
    return interval.edtf


def _flat(interval: Interval) -> str:
    """Give an interval as a member of an EDTF set, which takes no season and no slash."""
    if interval.edtf[5:] in _SEASONS:
        return f"{interval.first.isoformat()}..{interval.last.isoformat()}"
    return interval.edtf.replace("/", "..").removesuffix("~")


def _chain(points: tuple[DatePoint, ...], context: _Context) -> list[Interval] | None:
    """Resolve points in order; what one lacks it takes from its neighbour.

    A year stated for the last holds for those before it ("from November to February
    2020" begins in 2019), one stated for the first for those after it. Without any
    the last is dated first, and the others lie before it.
    """
    if points[0].year is not None and points[-1].year is None and points[-1].form == "calendar":
        return _forwards(points, context)
    last = _resolve(points[-1], context)
    intervals = [last] if last is not None else []
    for point in reversed(points[:-1]):
        if not intervals:
            return None
        following = intervals[-1]
        if _needs_anchor(point):
            # Only the nearest reading before the following point is wanted: no days of grace.
            found = _nearest_before(point, following.first, context)
            found = found._replace(basis=following.basis, anchor=following.anchor) if found else None
        else:
            found = _resolve(point, context)
        if found is None:
            return None
        intervals.append(found)
    return intervals[::-1] if intervals else None


def _forwards(points: tuple[DatePoint, ...], context: _Context) -> list[Interval] | None:
    intervals: list[Interval] = []
    for point in points:
        if intervals and point.year is None and point.shift is None:
            year = intervals[-1].first.year
            found = _in_year(point, year)
            if found is not None and found.first < intervals[-1].first:
                found = _in_year(point, year + 1)
        else:
            found = _resolve(point, context)
        if found is None:
            return None
        intervals.append(found)
    return intervals


def _needs_anchor(point: DatePoint) -> bool:
    is_open_year = point.form == "calendar" and point.year is None and point.shift is None
    return is_open_year or (point.form == "weekday" and point.shift is None and point.week is None)


def _nearest_before(point: DatePoint, limit: date, context: _Context) -> Interval | None:
    if point.form == "weekday" and point.weekday is not None:
        day = calendar.shift_days(limit, -((limit.weekday() - point.weekday) % 7))
        return calendar.of_day(day) if day else None
    for year in range(limit.year, max(limit.year - 9, 0), -1):
        found = _in_year(point, year)
        if found is not None and found.first <= limit:
            return found
    return None


# --- points -------------------------------------------------------------------------------------------------------


def _resolve(point: DatePoint, context: _Context) -> Interval | None:
    if point.form == "vague" or point.anchor == "event":
        return None
    if point.form == "calendar":
        found = _resolve_calendar(point, context)
    elif context.published is None and point.anchor == "publication":
        return None
    elif point.form == "weekday":
        found = _resolve_weekday(point, context)
    else:
        found = _resolve_relative(point, context)
    if found is not None and point.part in ("night", "night before"):
        found = calendar.night_of(found, is_eve=point.part == "night")
    if found is not None and point.is_approximate:
        found = calendar.around(found)
    return found


def _resolve_calendar(point: DatePoint, context: _Context) -> Interval | None:
    if point.year is not None:
        return _swappable(point, context) if point.is_swappable else _in_year(point, point.year)
    if point.shift is not None:
        base, anchor = _base(point, context)
        found = _in_year(point, base.year + point.shift) if base else None
        basis: DateBasis = "relative" if point.anchor == "previous" else "year from the publication"
        return found._replace(basis=basis, anchor=anchor) if found else None
    if context.published is not None:
        found = _year_from_publication(point, context.published, context.is_future)
        return (
            found._replace(basis="year from the publication", anchor=context.published.isoformat()) if found else None
        )
    return _year_from_text(point, context.text_years)


def _swappable(point: DatePoint, context: _Context) -> Interval | None:
    """Read "05/03/2021": day first, unless only the other lies in the past."""
    if point.year is None or point.month is None or point.day is None:
        return None
    day_first = calendar.make_day(point.year, point.month, point.day)
    month_first = calendar.make_day(point.year, point.day, point.month)
    if day_first is None or month_first is None:
        return None
    limit = context.published
    is_swapped = limit is not None and day_first > limit >= month_first and not context.is_future
    if context.day_first is not None:
        is_swapped = not context.day_first
    chosen, other = (month_first, day_first) if is_swapped else (day_first, month_first)
    return calendar.of_day(chosen)._replace(alternatives=(other.isoformat(),))


def _in_year(point: DatePoint, year: int) -> Interval | None:
    """Place a calendar point in a year."""
    if not 1 <= year <= 9980:
        return None
    if point.feast is not None:
        return _of_feast(point.feast, year)
    if point.unit == "decade":
        return calendar.of_decade(year, point.part)
    if point.season is not None:
        return calendar.of_season(year, point.season, point.part)
    if point.month is None:
        return calendar.of_year(year, point.part)
    if point.day is None:
        return calendar.of_month(year, point.month, point.part)
    day = calendar.make_day(year, point.month, point.day)
    return calendar.of_day(day) if day else None


def _of_feast(name: str, year: int) -> Interval:
    """Place a feast in a year; one that the moon decides may lie a day off."""
    first, last, by_moon = feast_days(name, year)
    if not by_moon:
        return calendar.of_day(first)
    if first != last:
        return calendar.of_days(first, last)._replace(edtf=f"{first.isoformat()}~/{last.isoformat()}~")
    wide = calendar.of_days(first - timedelta(days=MOON_SLACK_DAYS), last + timedelta(days=MOON_SLACK_DAYS))
    return wide._replace(edtf=f"{first.isoformat()}~")


def _year_from_publication(point: DatePoint, published: date, is_future: bool | None) -> Interval | None:
    """Choose the year: nearest not after the publication, or some days after it."""
    years = range(published.year - 8, published.year + 9)
    found = [interval for year in years if (interval := _in_year(point, year)) is not None]
    if is_future:
        return next((interval for interval in found if interval.last >= published), None)
    days = 0 if is_future is False else MAX_ANNOUNCED_DAYS if point.unit == "day" else MAX_ANNOUNCED_DAYS_OF_MONTH
    limit = calendar.shift_days(published, days) or published
    past = [interval for interval in found if interval.first <= limit]
    coming = next((interval for interval in found if interval.first > limit), None)
    if not past:
        return None
    chosen = past[-1]
    if point.weekday is not None and chosen.first.weekday() != point.weekday:
        # The stated weekday decides between the years next to one another.
        for other in (coming, past[-2] if len(past) > 1 else None):
            if (
                other is not None
                and other.first.weekday() == point.weekday
                and abs(other.first.year - published.year) <= 1
            ):
                return other
    if chosen.first > published and len(past) > 1:
        return chosen._replace(alternatives=(*chosen.alternatives, past[-2].edtf))
    if coming is not None and (coming.first - published).days <= MAX_ALTERNATIVE_DAYS:
        return chosen._replace(alternatives=(*chosen.alternatives, coming.edtf))
    return chosen


def _year_from_text(point: DatePoint, text_years: tuple[int, ...]) -> Interval | None:
    """Take the first of the text's years that has the day, by its weekday if stated."""
    found = [(year, interval) for year in text_years if (interval := _in_year(point, year)) is not None]
    if point.weekday is not None:
        found.sort(key=lambda item: item[1].first.weekday() != point.weekday)
    if not found:
        return None
    year, interval = found[0]
    return interval._replace(basis="year from the text", anchor=f"{year:04}")


def _resolve_weekday(point: DatePoint, context: _Context) -> Interval | None:
    base = context.published
    if base is None or point.weekday is None:
        return None
    since = (base.weekday() - point.weekday) % 7  # days since the last such day, 0 on the day itself
    alternatives: tuple[str, ...] = ()
    if point.week is not None or point.shift == 0:
        offset = 7 * (point.week or 0) + point.weekday - base.weekday()
    elif point.shift == 1 or (point.shift is None and context.is_future):
        offset = (7 - since) if since or point.shift == 1 else 0
    elif point.shift == -1:
        offset = -(since or 7)
        week_before = calendar.shift_days(base, offset - 7)
        if since and since <= base.weekday() and week_before:
            alternatives = (week_before.isoformat(),)
    else:
        offset = -since
    day = calendar.shift_days(base, offset)
    if day is None:
        return None
    return calendar.of_day(day)._replace(basis="relative", anchor=base.isoformat(), alternatives=alternatives)


def _base(point: DatePoint, context: _Context) -> tuple[date | None, str | None]:
    """Give the day that a shift starts from: the publication or the date told before."""
    if point.anchor == "publication":
        return context.published, context.published.isoformat() if context.published else None
    if context.previous is None:
        return None, None
    is_later = point.shift is not None and point.shift > 0
    ends = (context.previous.to, context.previous.from_) if is_later else (context.previous.from_, context.previous.to)
    day = ends[0] or ends[1]
    return (date.fromisoformat(day), day) if day else (None, None)


def _resolve_relative(point: DatePoint, context: _Context) -> Interval | None:
    base, anchor = _base(point, context)
    if base is None or point.shift is None:
        return None
    if point.anchor == "previous" and not _is_sharp_enough(point, context.previous):
        return None
    if point.month is not None or point.season is not None:
        found = _named_again(point, base)
        return found._replace(basis="year from the publication", anchor=anchor) if found else None
    if point.form == "window":
        found = calendar.window(point.unit, base, point.shift)
    else:
        found = calendar.shifted(point.unit, base, point.shift, is_aligned=point.is_aligned)
        found = _part_of(found, point, base) if found and point.part else found
    return found._replace(basis="relative", anchor=anchor) if found else None


def _is_sharp_enough(point: DatePoint, previous: DateRange | None) -> bool:
    """Refuse "two days later" after "in 2013": the anchor must be as sharp as the shift."""
    limit = {"hour": 1, "day": 2, "night": 2, "week": 3, "weekend": 3, "month": 4}.get(point.unit, 5)
    return previous is not None and previous.precision <= limit


def _named_again(point: DatePoint, base: date) -> Interval | None:
    """Read "last August", "next June", "last summer" from the publication."""
    years = range(base.year - 2, base.year + 3)
    calendar_point = DatePoint("calendar", point.unit, month=point.month, season=point.season)
    found = [interval for year in years if (interval := _in_year(calendar_point, year)) is not None]
    if point.shift == 1:
        return next((interval for interval in found if interval.first > base), None)
    if point.shift == 0:
        return next((interval for interval in found if interval.first.year == base.year), None)
    past = [interval for interval in found if interval.last < base]
    earlier = (past[-2].edtf,) if len(past) > 1 else ()
    return past[-1]._replace(alternatives=earlier) if past else None


def _part_of(interval: Interval, point: DatePoint, base: date) -> Interval | None:
    """Cut "earlier this month" at the publication, "late last year" to its part."""
    if point.part == "earlier":
        return calendar.of_days(interval.first, min(base, interval.last)) if interval.first <= base else None
    if point.part == "later":
        return calendar.of_days(max(base, interval.first), interval.last) if base <= interval.last else None
    if point.unit == "month":
        return calendar.of_month(interval.first.year, interval.first.month, point.part)
    if point.unit == "year":
        return calendar.of_year(interval.first.year, point.part)
    if point.unit == "week" and point.part in _PARTS_OF_WEEK:
        begin, days = _PARTS_OF_WEEK[point.part]
        first = calendar.shift_days(interval.first, begin)
        last = calendar.shift_days(first, days - 1) if first else None
        return calendar.of_days(first, last) if first and last else None
    return None
