"""TIMEX3 values, and their like in EDTF.

In: intervals of days, units and numbers, or a value in the one notation. Out: values as
TimeML writes them (``2009-06-17``, ``2009-W25``, ``2009-Q3``, ``P3D``, ``PRESENT_REF``) or
in EDTF. What one notation cannot say is None in it.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal

TimeKind = Literal["DATE", "TIME", "DURATION", "SET"]

PAST, PRESENT, FUTURE = "PAST_REF", "PRESENT_REF", "FUTURE_REF"
SEASON_LETTERS = {21: "SP", 22: "SU", 23: "FA", 24: "WI"}
UNIT_LETTERS = {
    "second": "TS",
    "minute": "TM",
    "hour": "TH",
    "day": "D",
    "night": "D",
    "weekend": "WE",
    "week": "W",
    "month": "M",
    "quarter": "Q",
    "season": "SE",
    "year": "Y",
    "decade": "DE",
    "century": "CE",
}
# Ten years have a letter of their own only where they are not counted: "P20Y" but "PXDE".
_YEARS = {"decade": 10, "century": 100}
_WEEK = re.compile(r"(\d{4})-W(\d\d)(?:-(WE|[1-7]))?")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
_HALF = re.compile(r"(\d{4})-H([12])")
_SEASON = re.compile(r"(\d{4})-(SP|SU|FA|WI)")
_CLOCK = re.compile(r"(\d{4}-\d\d-\d\d)T(?:(\d\d)(?::(\d\d)(?::(\d\d))?)?(Z|[+-]\d\d(?::?\d\d)?)?|[A-Z]{2})")
_DAYS = re.compile(r"(\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d)")
_FIRST_QUARTER = 33  # EDTF numbers seasons 21-24, quarters 33-36, halves 40-41.
_FIRST_HALF = 40


def duration(number: float | None, unit: str) -> str:
    """Write a duration: ``P3D``, ``PT30M``, ``PXY`` where the number is not told.

    Args:
        number: How many units; halves are fine; None where the words do not say.
        unit: English, singular: "day", "decade".
    """
    if number is None:
        letters = UNIT_LETTERS[unit]
        return f"PTX{letters[1:]}" if letters.startswith("T") else f"PX{letters}"
    if unit in _YEARS:
        number, unit = number * _YEARS[unit], "year"
    if unit == "hour" and number == 0.5:
        number, unit = 30, "minute"
    letters = UNIT_LETTERS[unit]
    spelled = f"{number:g}"
    return f"PT{spelled}{letters[1:]}" if letters.startswith("T") else f"P{spelled}{letters}"


def week_value(day: date) -> str:
    """Write the ISO week of a day."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def edtf_to_timex(edtf: str) -> str | None:
    """Turn an EDTF string into a TIMEX3 value.

    Returns:
        None for what TIMEX3 has no value for: lists, open ends, intervals that are no
        week and no weekend.
    """
    plain = edtf.removesuffix("~")
    if match := _DAYS.fullmatch(plain):
        first, last = (date.fromisoformat(day) for day in match.groups())
        if (first.weekday(), last - first) == (0, timedelta(days=6)):
            return week_value(first)
        return f"{week_value(first)}-WE" if (first.weekday(), last - first) == (5, timedelta(days=1)) else None
    if re.fullmatch(r"\d{4}(-\d\d){0,2}", plain):
        return _numbered(plain)
    if re.fullmatch(r"\d{3}X|\d\dXX", plain):
        return plain.rstrip("X")
    return None


def _numbered(edtf: str) -> str:
    year, _, number = edtf.partition("-")
    if len(edtf) != len("2009-33") or int(number) <= 12:
        return edtf
    code = int(number)
    if code in SEASON_LETTERS:
        return f"{year}-{SEASON_LETTERS[code]}"
    if code >= _FIRST_HALF:
        return f"{year}-H{code - _FIRST_HALF + 1}"
    return f"{year}-Q{code - _FIRST_QUARTER + 1}"


def timex_to_edtf(value: str) -> str | None:
    """Turn a TIMEX3 value into EDTF.

    Returns:
        None for durations, sets, references to past, present and future, and fiscal
        years; of a part of a day the day.
    """
    if re.fullmatch(r"\d{4}(-\d\d){0,2}", value):
        return value
    if re.fullmatch(r"\d{2,3}", value):
        return value.ljust(4, "X")
    if match := _WEEK.fullmatch(value):
        return _of_week(int(match[1]), int(match[2]), match[3])
    if match := _QUARTER.fullmatch(value):
        return f"{match[1]}-{_FIRST_QUARTER - 1 + int(match[2])}"
    if match := _HALF.fullmatch(value):
        return f"{match[1]}-{_FIRST_HALF - 1 + int(match[2])}"
    if match := _SEASON.fullmatch(value):
        return f"{match[1]}-{next(code for code, letters in SEASON_LETTERS.items() if letters == match[2])}"
    if match := _CLOCK.fullmatch(value):
        day, hour, minute, second, zone = match.groups()
        return day if hour is None else f"{day}T{hour}:{minute or '00'}:{second or '00'}{zone or ''}"
    return None


def _of_week(year: int, week: int, part: str | None) -> str | None:
    try:
        monday = date.fromisocalendar(year, week, 1)
    except ValueError:
        return None
    if part == "WE":
        return f"{monday + timedelta(days=5)}/{monday + timedelta(days=6)}"
    return f"{monday + timedelta(days=int(part) - 1)}" if part else f"{monday}/{monday + timedelta(days=6)}"
