"""Where the dates of the events lie on one line.

In: a coding. Out: rows with bars in percent of the width. What one would get wrong: the
scale keeps the order of days but not their distances. News of one week and a founding ten
years before must both be readable, so a stretch of n days is drawn log(1 + n) wide.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from whowhom.brief import phrases
from whowhom.records import Coding, DateRange, Event

MARGIN_PERCENT = 3.0  # Room for bars that are open at an end.
MIN_TICK_GAP_PERCENT = 24.0  # A label such as "28 Nov 2022" on a phone.
MIN_BAR_PERCENT = 1.2


@dataclass(frozen=True, slots=True)
class Bar:
    """One date of one event.

    Attributes:
        kind: ``day`` (exactly that day), ``within`` (at some time in it) or
            ``throughout`` (all of it).
        open: ``start`` or ``end`` when that side is not known, else "".
    """

    left: float
    width: float
    kind: str
    open: str
    label: str


@dataclass(frozen=True, slots=True)
class Row:
    """One event on the timeline; without bars when it has no date."""

    number: int
    name: str
    type: str
    shape: str
    background: bool
    bars: tuple[Bar, ...]
    label: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A day on the axis."""

    left: float
    label: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The events with a date in order of time, those without one apart."""

    rows: tuple[Row, ...]
    undated: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    published: Tick | None


def draw_timeline(coding: Coding) -> Timeline:
    """Lay the events of a coding out in time."""
    published = _ordinal(coding.document.publication.published)
    ranges = [value for event in coding.events for value in event.dates]
    scale = _Scale([*(_edges(ranges)), *([published, published + 1] if published else [])])
    rows = [(_first_day(event), _row(number, event, scale)) for number, event in enumerate(coding.events, 1)]
    dated = sorted((pair for pair in rows if pair[1].bars), key=lambda pair: (pair[0], pair[1].number))
    line = None
    if published:
        line = Tick((scale.at(published) + scale.at(published + 1)) / 2, _day_label(published))
    return Timeline(
        rows=tuple(row for _, row in dated),
        undated=tuple(row for _, row in rows if not row.bars),
        ticks=_ticks(sorted(set(_starts(ranges))), scale),
        published=line,
    )


class _Scale:
    """Days to percent of the width."""

    def __init__(self, days: list[int]) -> None:
        self._days = sorted(set(days))
        widths = [math.log1p(right - left) for left, right in pairwise(self._days)]
        total = sum(widths) or 1.0
        room = 100.0 - 2 * MARGIN_PERCENT
        at, self._at = MARGIN_PERCENT, {}
        for number, known in enumerate(self._days):
            self._at[known] = at
            at += room * widths[number] / total if number < len(widths) else 0.0

    def at(self, known: int) -> float:
        """Give the position of a day that the scale was made with."""
        return self._at[known]


def _row(number: int, event: Event, scale: _Scale) -> Row:
    return Row(
        number=number,
        name=phrases.title(event),
        type=event.type,
        shape=phrases.shape(event.factuality),
        background=event.background,
        bars=tuple(_bar(value, scale) for value in event.dates if value.from_ or value.to),
        label="; ".join(phrases.date(value) for value in event.dates),
    )


def _bar(value: DateRange, scale: _Scale) -> Bar:
    first, last = _ordinal(value.from_), _ordinal(value.to)
    left = scale.at(first) if first else 0.0
    right = scale.at(last + 1) if last else 100.0
    exact = value.precision == phrases.EXACT_DAY and first == last
    if exact:  # A dot in the middle of its day: its size is no length of time.
        left = right = (left + right) / 2
    kind = "day" if exact else value.extent
    side = "" if first and last else ("end" if first else "start")
    return Bar(
        round(left, 2), 0.0 if exact else round(max(right - left, MIN_BAR_PERCENT), 2), kind, side, phrases.date(value)
    )


def _ticks(starts: list[int], scale: _Scale) -> tuple[Tick, ...]:
    """Label the first days of bars, leaving out those too near to one labelled before."""
    chosen: list[Tick] = []
    for known in reversed(starts):  # The latest days are the news.
        left = scale.at(known)
        if not chosen or chosen[-1].left - left >= MIN_TICK_GAP_PERCENT:
            chosen.append(Tick(round(left, 2), _day_label(known)))
    return tuple(reversed(chosen))


def _first_day(event: Event) -> int:
    """Give the first day of the event's first date, to sort by."""
    return next((_ordinal(value.from_) or _ordinal(value.to) or 0 for value in event.dates), 0)


def _starts(ranges: list[DateRange]) -> list[int]:
    return [first for value in ranges if (first := _ordinal(value.from_))]


def _edges(ranges: list[DateRange]) -> list[int]:
    return _starts(ranges) + [last + 1 for value in ranges if (last := _ordinal(value.to))]


def _ordinal(iso: str | None) -> int | None:
    return date.fromisoformat(iso).toordinal() if iso else None


def _day_label(ordinal: int) -> str:
    return phrases.short_day(date.fromordinal(ordinal).isoformat())
