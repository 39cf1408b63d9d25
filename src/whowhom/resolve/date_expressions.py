"""Date expressions as written: the parts of each, before any calendar is applied.

The grammar makes them, the resolver turns them into a
:class:`~whowhom.records.values.DateRange`. Nothing here knows the publication date.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PointForm = Literal["calendar", "weekday", "relative", "window", "vague"]
Unit = Literal["hour", "day", "night", "weekend", "week", "month", "season", "year", "decade"]
ExpressionKind = Literal["point", "range", "list", "either", "since", "after", "until", "before", "set"]


@dataclass(frozen=True, slots=True)
class DatePoint:
    """One date or period as the words give it, complete or not.

    Attributes:
        form: ``calendar`` (16 August), ``weekday`` (Monday), ``relative`` (last
            week, two days later), ``window`` (the past 24 hours), ``vague``
            (recent weeks: no interval can be drawn from it).
        unit: How long the thing named is; of a window and a shift: what is counted.
        year: Stated year, else None. Of a decade: its first year.
        season: 21 spring, 22 summer, 23 autumn, 24 winter, as in EDTF.
        weekday: 0 Monday to 6 Sunday.
        feast: A feast that names its day, as written.
        part: A part of the unit: early, mid, late, start, end, first half, second half, Q1 to
            Q4, W1 to W4 (weeks), W-1 (the last one), earlier, later; of a day: night
            (that begins in it), night before (that ends in it).
        shift: Units from the anchor (last: -1); of a calendar point: years.
            Of a weekday: None the nearest, -1 last, 0 this, 1 next.
        week: Weeks from the publication's week, of "Monday last week".
        anchor: What a shift starts from; ``event``: an event, so unknown here.
        is_aligned: "last week" is a week of the calendar, "a week ago" is not.
        is_approximate: "around 16 August".
        is_swappable: Day and month could change places: "05/03/2021".
    """

    form: PointForm
    unit: Unit = "day"
    year: int | None = None
    month: int | None = None
    day: int | None = None
    season: int | None = None
    weekday: int | None = None
    feast: str | None = None
    part: str | None = None
    shift: int | None = None
    week: int | None = None
    anchor: Literal["publication", "previous", "event"] = "publication"
    is_aligned: bool = True
    is_approximate: bool = False
    is_swappable: bool = False


@dataclass(frozen=True, slots=True)
class DateExpression:
    """A date expression in a text: ``text[start:end]`` are its words.

    Attributes:
        kind: ``point`` one date or period, ``range`` from the first point to the
            last, ``list`` all of them ("16 and 17 August"), ``either`` one of them
            ("16 or 17"), ``since``, ``after``, ``until``, ``before`` an open end,
            ``set`` a repetition ("every Friday").
        points: One point; two or more of a range, list or either; none of a set.
        is_throughout: The words say that all of it is meant ("throughout 2013").
    """

    start: int
    end: int
    text: str
    kind: ExpressionKind
    points: tuple[DatePoint, ...]
    is_throughout: bool = False
