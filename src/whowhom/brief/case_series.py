"""Events over time as columns: by day, week or month, reviewed and unreviewed apart.

In: events. Out: :class:`Series`. What one would get wrong: an event known only by its year is
in no column; it is counted beside them.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from whowhom.export.views import bounds, first_date
from whowhom.safeguard.rows import EventRow

MAX_DAYS, MAX_WEEKS = 45, 60
MAX_COLUMNS = 120  # Beyond, columns are thinner than a hair on paper.


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its label, and events that a person reviewed and that nobody did."""

    label: str
    reviewed: int
    unreviewed: int


@dataclass(frozen=True, slots=True)
class Series:
    """Columns in order of time; ``outside``: events that are known to no single column."""

    unit: str
    columns: tuple[Column, ...]
    highest: int
    outside: int


def draw_series(events: Sequence[EventRow]) -> Series | None:
    """Count events by day, week or month, as the span asks; None where none has a day."""
    spans = [(bounds(date), event) for event in events if (date := first_date(event)) is not None]
    if not spans:
        return None
    days = [first for (first, _), _ in spans]
    unit = _unit(min(days), max(days))
    reviewed: Counter[datetime.date] = Counter()
    unreviewed: Counter[datetime.date] = Counter()
    outside = len(events) - len(spans)
    for (first, last), event in spans:
        start = _start(first, unit)
        if _start(last, unit) != start:
            outside += 1
            continue
        (unreviewed if event.review_status == "unreviewed" else reviewed)[start] += 1
    counted = sorted({*reviewed, *unreviewed})
    if not counted:
        return None
    starts = _starts(counted[0], counted[-1], unit)[-MAX_COLUMNS:]
    outside += sum(reviewed[day] + unreviewed[day] for day in counted if day < starts[0])
    columns = tuple(Column(_label(day, unit), reviewed[day], unreviewed[day]) for day in starts)
    return Series(unit, columns, max(column.reviewed + column.unreviewed for column in columns), outside)


def _unit(first: datetime.date, last: datetime.date) -> str:
    days = (last - first).days
    return "day" if days <= MAX_DAYS else "week" if days <= MAX_WEEKS * 7 else "month"


def _start(day: datetime.date, unit: str) -> datetime.date:
    if unit == "day":
        return day
    return day - datetime.timedelta(days=day.weekday()) if unit == "week" else day.replace(day=1)


def _starts(first: datetime.date, last: datetime.date, unit: str) -> list[datetime.date]:
    found = [first]
    while found[-1] < last:
        step = {"day": 1, "week": 7, "month": 32}[unit]
        found.append(_start(found[-1] + datetime.timedelta(days=step), unit))
    return found


def _label(day: datetime.date, unit: str) -> str:
    return f"{day:%b %Y}" if unit == "month" else f"{day.day} {day:%b %Y}"
