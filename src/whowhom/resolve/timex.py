"""All time expressions of a text, with their TIMEX3 values.

In: a text and, where known, its day of publication. Out: :class:`TimeExpression` values
in the order of the text: dates by the same grammar that dates events, and what is no
date (durations, repetitions, times of day, "now"). Ranges are given as their ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from whowhom.records.values import DateRange
from whowhom.resolve import timex_words as words
from whowhom.resolve.date_expressions import DateExpression, DatePoint
from whowhom.resolve.date_grammar import find_dates
from whowhom.resolve.date_intervals import Interval, precision_of, shifted
from whowhom.resolve.date_points import read_point
from whowhom.resolve.datelines import years_in
from whowhom.resolve.dates import iso_day, resolve_points
from whowhom.resolve.timex_phrases import Phrase, find_phrases
from whowhom.resolve.timex_readers import Told, Valued, clock_suffix
from whowhom.resolve.timex_values import (
    FUTURE,
    PAST,
    SEASON_LETTERS,
    TimeKind,
    duration,
    edtf_to_timex,
    timex_to_edtf,
    week_value,
)

__all__ = ["TimeExpression", "edtf_to_timex", "find_times", "timex_to_edtf"]

# How far the words before and after are asked whether the date is still to come.
CUE_CHARACTERS = 80
_PARAGRAPH = re.compile(r"(?:(?!\n[ \t]*\n).)+", re.DOTALL)
_SENTENCE_END = re.compile(r"[.!?]['”\"]?\s+(?=[A-Z“\"])|\n\s*\n")
_LEADING = re.compile(
    r"(?:since|until|till|up\s+to|up\s+until|through|starting(?:\s+(?:on|in|from))?|by|before|after|from|between|throughout|"
    r"all\s+through|all\s+of|on|at|of|during)\s+",
    re.IGNORECASE,
)
_QUARTERED = {"Q1": "Q1", "Q2": "Q2", "Q3": "Q3", "Q4": "Q4", "first half": "H1", "second half": "H2"}
_DAYPART = re.compile(
    r"\b(?:mornings?|afternoons?|evenings?|nights?|tonight|overnight|noon|midday|midnight|dawn|dusk|\d[\d:.]*\s?[ap]\.?m\b|\d+:\d\d|"
    r"\d{3,4}\s(?:hours|gmt|utc)|o['’]clock)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time expression of a text: ``text[start:end]`` are its words.

    Attributes:
        kind: DATE, TIME (a part of a day), DURATION or SET (a repetition), as in TimeML.
        value: TIMEX3 value, such as ``2009-W25``, ``P3D`` or ``PRESENT_REF``.
        edtf: The same in EDTF; None for what is no date on the calendar.
    """

    start: int
    end: int
    text: str
    kind: TimeKind
    value: str
    edtf: str | None


@dataclass(frozen=True, slots=True)
class _Dated:
    """One date of an expression: its words, its point, and which of the points it is."""

    start: int
    end: int
    expression: DateExpression
    number: int


def find_times(text: str, *, published: str | None = None) -> tuple[TimeExpression, ...]:
    """Find and resolve all time expressions of a text.

    Args:
        published: ISO date of publication; None: unknown, so that "Friday" has no value
            and is left out.

    Returns:
        In the order of the text; they do not overlap. Where two readings overlap the
        longer one is taken.

    Raises:
        ResolutionError: ``published`` is no ISO date.
    """
    day = iso_day(published)
    years = years_in(text)
    told, previous = Told(published=day, day=day), None
    found: list[TimeExpression] = []
    for candidate in _candidates(text):
        told.is_future = _is_future(text, candidate.start, candidate.end)
        interval = None
        if isinstance(candidate, Phrase):
            valued = candidate.read(candidate.match, told)
        else:
            interval = _interval(candidate, published, years, previous, told)
            valued = _value(text, candidate, interval, told)
        if valued is None:
            continue
        kind, value = valued
        words_ = text[candidate.start : candidate.end]
        found.append(TimeExpression(candidate.start, candidate.end, words_, kind, value, timex_to_edtf(value)))
        previous = _remember(told, valued, interval, found[-1]) or previous
    return tuple(found)


def _candidates(text: str) -> Iterator[_Dated | Phrase]:
    """Choose among overlapping readings: the longest, and of equals the date."""
    for paragraph in _PARAGRAPH.finditer(text):
        start, end = paragraph.span()
        readings: list[_Dated | Phrase] = [*_dated(text, start, end), *find_phrases(text, start, end)]
        # Sorting is stable, so that of readings of one length the date and then the earlier rule wins.
        readings.sort(key=lambda reading: reading.start - reading.end)
        taken: list[_Dated | Phrase] = []
        for reading in readings:
            if all(reading.end <= other.start or other.end <= reading.start for other in taken):
                taken.append(reading)
        yield from sorted(taken, key=lambda reading: reading.start)


def _dated(text: str, start: int, end: int) -> Iterator[_Dated]:
    for expression in find_dates(text, start, end):
        if expression.kind in ("range", "list", "either"):
            yield from _parts(text, expression)
        elif expression.points:
            yield _Dated(_first(text, start, expression), expression.end, expression, 0)


def _first(text: str, start: int, expression: DateExpression) -> int:
    """Leave out the preposition; take in the article of "the past week", not that of "the 1967 war"."""
    lead = _LEADING.match(text, expression.start, expression.end)
    first = lead.end() if lead else expression.start
    if expression.points[0].form == "calendar":
        return first + len("the ") if text[first : first + 4].lower() == "the " else first
    return first - len("the ") if text[max(start, first - 4) : first].lower() == "the " else first


def _parts(text: str, expression: DateExpression) -> Iterator[_Dated]:
    """Find the words of each date of a range or list; of a bare day its number."""
    at, number = expression.start, 0
    while at < expression.end and number < len(expression.points):
        point = expression.points[number]
        reading = read_point(text, at, expression.end, is_expected=True)
        if reading is not None and reading.point.form == point.form:
            stop = reading.end
        elif point.day is not None and (bare := re.compile(rf"0?{point.day}(?:st|nd|rd|th)?(?!\w)").match(text, at)):
            stop = bare.end()
        else:
            following = re.compile(r"\w+\W*|\W+").match(text, at)
            at = following.end() if following else at + 1
            continue
        yield _Dated(at, min(stop, expression.end), expression, number)
        at, number = stop, number + 1


def _is_future(text: str, start: int, end: int) -> bool:
    """Say whether the words around an expression tell of what is to come; the nearest cue before it decides."""
    before = _SENTENCE_END.split(text[max(0, start - CUE_CHARACTERS) : start])[-1]
    cues = [(match.end(), is_future) for is_future, pattern in _CUES for match in pattern.finditer(before)]
    if cues:
        return max(cues)[1]
    after = _SENTENCE_END.split(text[end : end + CUE_CHARACTERS])[0]
    cues = [(match.start(), is_future) for is_future, pattern in _CUES for match in pattern.finditer(after)]
    return min(cues)[1] if cues else False


_CUES = ((True, words.FUTURE_CUE), (False, words.PAST_CUE))


def _interval(
    dated: _Dated, published: str | None, years: Sequence[int], previous: DateRange | None, told: Told
) -> Interval | None:
    future = True if told.is_future else None
    intervals = resolve_points(
        dated.expression, published=published, text_years=years, previous=previous, future=future
    )
    return intervals[dated.number] if dated.number < len(intervals) else None


def _value(text: str, dated: _Dated, interval: Interval | None, told: Told) -> Valued | None:
    point = dated.expression.points[dated.number]
    said = text[dated.start : dated.end]
    if point.form == "window":
        return "DURATION", duration(abs(point.shift or 1), point.unit)
    if point.form == "vague":
        return _vague_value(point, said)
    if interval is None:
        return _unanchored(point, said, told)
    value = _calendar_value(point, interval)
    if value is None:
        return None
    if "T" in value:
        return "TIME", value
    is_day = len(value) == len("2009-06-17") and value[5] != "W"
    suffix = clock_suffix(said) if is_day and _DAYPART.search(said) else None
    return ("TIME", value + suffix) if suffix else ("DATE", value)


def _vague_value(point: DatePoint, said: str) -> Valued:
    lowered = said.lower()
    if lowered.removeprefix("the ").startswith(("coming", "next")):
        return "DATE", FUTURE
    is_length = lowered.endswith(("later", "earlier", "before", "after")) or re.search(
        r"\b(?:past|last|previous)\b", lowered
    )
    return ("DURATION", duration(None, point.unit)) if is_length else ("DATE", PAST)


def _unanchored(point: DatePoint, said: str, told: Told) -> Valued | None:
    """Read a shift whose start the date rules do not know: from the day told last, else its length."""
    if point.form != "relative" or point.anchor == "publication" or point.shift is None:
        return None
    if point.is_aligned and point.anchor == "previous" and told.day is not None and point.month is None:
        moved = shifted(point.unit, told.day, point.shift, is_aligned=True)
        value = _calendar_value(point, moved) if moved else None
        return ("DATE", value) if value else None
    return (
        ("DURATION", duration(abs(point.shift), point.unit))
        if not said.lower().startswith(("day", "the day"))
        else None
    )


def _calendar_value(point: DatePoint, interval: Interval) -> str | None:
    """Write an interval as coarse as the words have it: a part of a year is that year."""
    first = interval.first
    if point.feast is not None:
        # One that the moon decides has a day to each side.
        middle = date.fromordinal((first.toordinal() + interval.last.toordinal()) // 2)
        return middle.isoformat() if point.unit == "day" else f"{first.isoformat()}/{interval.last.isoformat()}"
    if point.unit == "night":
        return f"{first.isoformat()}TNI"
    if point.part in ("night", "night before"):
        return f"{first.isoformat()}TNI"
    if point.unit == "weekend":
        return f"{week_value(first)}-WE"
    if point.unit == "week":
        return _week(point, interval)
    if point.unit == "season" and point.season is not None:
        return f"{first.year:04}-{SEASON_LETTERS[point.season]}"
    if point.unit == "decade":
        return f"{first.year // 10:03}" if point.form == "calendar" else f"{first.year + 1:04}"
    if point.unit == "year":
        return f"{first.year:04}" + (f"-{_QUARTERED[point.part]}" if point.part in _QUARTERED else "")
    if point.unit == "month":
        return week_value(first) if (point.part or "").startswith("W") else f"{first.year:04}-{first.month:02}"
    return interval.last.isoformat() if point.is_approximate else first.isoformat()


def _week(point: DatePoint, interval: Interval) -> str:
    """Write a week; "a week ago" is a day."""
    middle = date.fromordinal((interval.first.toordinal() + interval.last.toordinal()) // 2)
    return week_value(interval.first) if point.is_aligned else middle.isoformat()


def _remember(told: Told, valued: Valued, interval: Interval | None, found: TimeExpression) -> DateRange | None:
    """Keep what later expressions start from."""
    kind, value = valued
    if kind in ("DATE", "TIME") and re.match(r"\d{4}", value):
        told.value = value
        if re.match(r"\d{4}-\d\d-\d\d", value):
            told.day = date.fromisoformat(value[:10])
    if interval is None:
        return None
    return DateRange(
        from_=interval.first.isoformat(),
        to=interval.last.isoformat(),
        extent="within",
        precision=precision_of(interval.first, interval.last),
        edtf=interval.edtf,
        basis=interval.basis,
        anchor=interval.anchor,
        alternatives=(),
        text=found.text,
        start=found.start,
        end=found.end,
    )
