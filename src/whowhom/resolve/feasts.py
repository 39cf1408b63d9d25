"""Feasts and days of remembrance that are named instead of dated.

In: a name and a year. Out: the day. Easter is computed; others move with the weekday.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

_FIXED = {
    "christmas": (12, 25),
    "christmas day": (12, 25),
    "christmas eve": (12, 24),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
    "new year's day": (1, 1),
    "halloween": (10, 31),
    "valentine's day": (2, 14),
    "st. patrick's day": (3, 17),
    "armistice day": (11, 11),
    "veterans day": (11, 11),
    "remembrance day": (11, 11),
    "may day": (5, 1),
    "bastille day": (7, 14),
    "nowruz": (3, 21),
}
_FROM_EASTER = {
    "easter": 0,
    "easter sunday": 0,
    "easter monday": 1,
    "good friday": -2,
    "palm sunday": -7,
    "ash wednesday": -46,
}
_NAMES = (*_FIXED, *_FROM_EASTER, "thanksgiving", "memorial day", "labor day")
FEASTS = "|".join(
    re.escape(name).replace(r"\ ", r"\s+").replace("'", "['’]")
    for name in sorted(_NAMES, key=lambda name: (-len(name), name))
)
"""A pattern of the names."""


def feast_day(name: str, year: int) -> date:
    """Give the day of a feast in a year; Easter is that of the Western churches."""
    if name in _FIXED:
        return date(year, *_FIXED[name])
    if name in _FROM_EASTER:
        return easter(year) + timedelta(days=_FROM_EASTER[name])
    if name == "memorial day":  # the last Monday of May
        return date(year, 5, 31 - date(year, 5, 31).weekday())
    if name == "labor day":  # the first Monday of September
        return date(year, 9, 1 + (-date(year, 9, 1).weekday()) % 7)
    return date(year, 11, 22 + (3 - date(year, 11, 22).weekday()) % 7)  # the fourth Thursday of November


def easter(year: int) -> date:
    """Compute Easter Sunday in the Gregorian calendar (the anonymous algorithm of 1876)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    leaps, gone = divmod(century, 4)
    shift = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leaps - shift + 15) % 30
    later, more = divmod(rest, 4)
    weekday = (32 + 2 * gone + 2 * later - moon - more) % 7
    month, day = divmod(moon + weekday - 7 * ((golden + 11 * moon + 22 * weekday) // 451) + 114, 31)
    return date(year, month, day + 1)
