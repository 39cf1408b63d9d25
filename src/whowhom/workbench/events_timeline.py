"""Events over time as bars, for the strip above the table and for the timeline.

In: what is asked for. Out: :class:`Timeline`, plain numbers for a template's SVG.

What one would get wrong: an event known only to lie somewhere in a stretch longer than a bar
is in no bar; it is counted beside them. Bars of the dead reach from the sum of the lowest
accounts to that of the highest, never a single number in between.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, case, func, select

from whowhom.brief.phrases import MONTHS
from whowhom.casefile import schema
from whowhom.workbench.events_asked import UNITS, Asked
from whowhom.workbench.events_query import NOT_COUNTED, conditions_of

Row = dict[str, Any]
MAX_DAYS, MAX_WEEKS, MAX_MONTHS = 62, 80, 190
MAX_BARS = 400
STRAGGLERS = 0.05  # Of the events that have a day.
MIN_GAP_DAYS = 3650
LETTERS = {"day": 10, "week": 10, "month": 7, "year": 4}
WIDTH = 100.0  # Percent of the drawing, which grows with the page.
GAP = 0.16  # Of a bar's share.
TICKS = 8


@dataclass(frozen=True, slots=True)
class Bar:
    """One stretch of time.

    Attributes:
        first: First day, ISO.
        last: Last day.
        x: Left edge, as ``width`` in percent of the drawing.
        events: All of it, of these reviewed by a person; heights are shares of the highest bar.
        killed: Sums of the lowest and of the highest accounts.
    """

    first: str
    last: str
    label: str
    x: float
    width: float
    events: int
    reviewed: int
    types: dict[str, int]
    killed: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Tick:
    """A label of the axis; ``anchor`` is "end" where it would run over the edge."""

    x: float
    label: str
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Timeline:
    """Bars in order of time.

    Attributes:
        outside: Events known only to a stretch longer than a bar.
        undated: Events without any day.
        earlier: A few events long before all others, such as the founding of a town.
        coarsened: The unit asked for would have made too many bars, and this is a longer one.
    """

    unit: str
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    highest: int
    deadliest: int
    types: tuple[tuple[str, int, int], ...]
    outside: int
    undated: int
    earlier: int
    coarsened: bool


def draw_timeline(connection: Connection, asked: Asked) -> Timeline | None:
    """Count the events that fit by day, week, month or year; None where none has a day."""
    event = schema.event.c
    conditions = conditions_of(connection, asked)
    query = select(func.min(event.day_from), func.max(func.coalesce(event.day_to, event.day_from))).where(*conditions)
    first, last = connection.execute(query).one()
    if first is None or last is None:
        return None
    days = _day(first), _day(max(first, last))
    if (days[1] - days[0]).days > MAX_MONTHS * 30.4:
        days = (_crowded_from(connection, conditions, days[0]), days[1])
    unit, coarsened = _unit(days, asked.unit)
    rows = list(_rows(connection, conditions, LETTERS[unit]))
    counted = _count(rows, unit, days[0])
    if not counted.starts:
        return Timeline(unit, (), (), 0, 0, (), counted.outside, counted.undated, counted.earlier, coarsened)
    starts = _starts(min(counted.starts), max(counted.starts), unit)
    bars = tuple(_bars(starts, unit, counted))
    return Timeline(
        unit=unit,
        bars=bars,
        ticks=tuple(_ticks(bars, unit)),
        highest=max(bar.events for bar in bars),
        deadliest=max(bar.killed[1] for bar in bars),
        types=_types(bars),
        outside=counted.outside,
        undated=counted.undated,
        earlier=counted.earlier,
        coarsened=coarsened,
    )


@dataclass(slots=True)
class _Counted:
    starts: set[datetime.date]
    events: Counter[datetime.date]
    reviewed: Counter[datetime.date]
    types: dict[datetime.date, Counter[str]]
    low: Counter[datetime.date]
    high: Counter[datetime.date]
    outside: int = 0
    undated: int = 0
    earlier: int = 0


def _rows(connection: Connection, conditions: Sequence[Any], letters: int) -> Iterator[Row]:
    event = schema.event.c
    first, last = (func.substr(event[name], 1, letters) for name in ("day_from", "day_to"))
    low, best, high = (event[f"killed_{name}"] for name in ("low", "best", "high"))
    is_denied = case((event.status.in_(NOT_COUNTED), 1), else_=0)
    is_open = case((event.review == "unreviewed", 1), else_=0)
    query = select(
        first.label("first"),
        last.label("last"),
        event.type,
        is_denied.label("denied"),
        is_open.label("unreviewed"),
        func.count().label("events"),
        func.sum(func.coalesce(low, best)).label("low"),
        func.sum(func.coalesce(high, best, low)).label("high"),
    )
    grouped = query.where(*conditions).group_by(first, last, event.type, is_denied, is_open)
    return (dict(row) for row in connection.execute(grouped).mappings())


def _crowded_from(connection: Connection, conditions: Sequence[Any], first: datetime.date) -> datetime.date:
    """Find the year before which only a few stragglers lie; the bars begin there."""
    year = func.substr(schema.event.c.day_from, 1, 4)
    query = select(year, func.count()).where(*conditions, schema.event.c.day_from.is_not(None)).group_by(year)
    years = sorted((words, int(count)) for words, count in connection.execute(query))
    left = sum(count for _, count in years) * STRAGGLERS
    for words, count in years:
        left -= count
        if left < 0:
            start = _day(words)
            return start if (start - first).days > MIN_GAP_DAYS else first
    return first


def _count(rows: Sequence[Row], unit: str, begin: datetime.date) -> _Counted:
    found = _Counted(set(), Counter(), Counter(), defaultdict(Counter), Counter(), Counter())
    for row in rows:
        events = int(row["events"])
        if row["first"] is None or row["last"] is None:
            found.undated += events if row["first"] is None and row["last"] is None else 0
            found.outside += events if (row["first"] is None) != (row["last"] is None) else 0
            continue
        start = _start(_day(row["first"]), unit)
        if _start(_day(row["last"]), unit) != start:
            found.outside += events
            continue
        if start < _start(begin, unit):
            found.earlier += events
            continue
        found.starts.add(start)
        found.events[start] += events
        found.reviewed[start] += 0 if row["unreviewed"] else events
        found.types[start][row["type"]] += events
        if not row["denied"]:
            found.low[start] += int(row["low"] or 0)
            found.high[start] += int(row["high"] or 0)
    return found


def _bars(starts: Sequence[datetime.date], unit: str, counted: _Counted) -> Iterator[Bar]:
    step = WIDTH / len(starts)
    for number, start in enumerate(starts):
        last = _start(start + datetime.timedelta(days=_longest(unit)), unit) - datetime.timedelta(days=1)
        yield Bar(
            first=start.isoformat(),
            last=last.isoformat(),
            label=_label(start, unit),
            x=round(number * step, 3),
            width=round(step * (1 - GAP), 3),
            events=counted.events[start],
            reviewed=counted.reviewed[start],
            types=dict(counted.types[start]),
            killed=(counted.low[start], counted.high[start]),
        )


def _types(bars: Sequence[Bar]) -> tuple[tuple[str, int, int], ...]:
    """Give types with their number of events and their highest bar, the most frequent first."""
    total: Counter[str] = Counter()
    for bar in bars:
        total.update(bar.types)
    return tuple(
        (name, count, max(bar.types.get(name, 0) for bar in bars))
        for name, count in sorted(total.items(), key=lambda item: (-item[1], item[0]))
    )


def _ticks(bars: Sequence[Bar], unit: str) -> Iterator[Tick]:
    every = max(1, -(-len(bars) // TICKS))
    for number in range(0, len(bars), every):
        bar = bars[number]
        label = bar.label.removeprefix("week of ")
        is_last = bar.x > 92
        yield Tick(bar.x + bar.width if is_last else bar.x, label, "end" if is_last else "start")


def _unit(days: tuple[datetime.date, datetime.date], wanted: str | None) -> tuple[str, bool]:
    length = (days[1] - days[0]).days + 1
    if wanted is not None:
        chosen = next(
            unit for unit in UNITS[UNITS.index(wanted) :] if unit == "year" or length / _days(unit) <= MAX_BARS
        )
        return chosen, chosen != wanted
    if length <= MAX_DAYS:
        return "day", False
    if length <= MAX_WEEKS * 7:
        return "week", False
    return ("month" if length <= MAX_MONTHS * 30.4 else "year"), False


def _days(unit: str) -> float:
    return {"day": 1, "week": 7, "month": 30.4, "year": 365.2}[unit]


def _longest(unit: str) -> int:
    return {"day": 1, "week": 7, "month": 31, "year": 366}[unit]


def _day(words: str) -> datetime.date:
    return datetime.date.fromisoformat((words + "-01-01"[len(words) - 4 :])[:10])


def _start(day: datetime.date, unit: str) -> datetime.date:
    if unit == "year":
        return day.replace(month=1, day=1)
    if unit == "month":
        return day.replace(day=1)
    return day - datetime.timedelta(days=day.weekday()) if unit == "week" else day


def _starts(first: datetime.date, last: datetime.date, unit: str) -> list[datetime.date]:
    found = [first]
    while found[-1] < last:
        found.append(_start(found[-1] + datetime.timedelta(days=_longest(unit)), unit))
    return found


def _label(day: datetime.date, unit: str) -> str:
    if unit == "year":
        return str(day.year)
    month = MONTHS[day.month - 1][:3]
    if unit == "month":
        return f"{month} {day.year}"
    return f"{'week of ' if unit == 'week' else ''}{day.day} {month} {day.year}"
