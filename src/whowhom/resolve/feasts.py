"""Feasts and days of remembrance that are named instead of dated.

In: a name and a year. Out: the day, or of Ramadan the month. Western Easter is computed in the
Gregorian calendar, Eastern in the Julian one (both after Meeus, *Astronomical Algorithms*, chapter 8);
the feasts of Islam in its arithmetic calendar with leap years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26
and 29 of thirty (Reingold and Dershowitz, *Calendrical Calculations*, chapter 7).

What one would get wrong: in most countries the month begins when the moon is seen, so a feast of
Islam may be kept a day earlier or later than computed; its interval says so.
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
_FROM_EASTER |= {"pentecost": 49, "whit sunday": 49, "ascension day": 39}
_EASTERN = {"orthodox easter": 0, "orthodox good friday": -2, "orthodox palm sunday": -7}
# Month and day of the Islamic year.
_ISLAMIC = {
    "ashura": (1, 10),
    "mawlid": (3, 12),
    "ramadan": (9, 1),
    "eid al-fitr": (10, 1),
    "eid al-adha": (12, 10),
}
_OTHER_SPELLINGS = (
    (re.compile(r"ramad(?:h)?an|ram[az]+an|ramzan"), "ramadan"),
    (re.compile(r"(?:eid|id)[ -](?:al|ul|el|ul)?[ -]?fitr|ramazan bayram"), "eid al-fitr"),
    (re.compile(r"(?:eid|id)[ -](?:al|ul|el)?[ -]?(?:adha|azha)|kurban bayram|tabaski"), "eid al-adha"),
    (re.compile(r"ashoura|ashura"), "ashura"),
    (re.compile(r"mawlid|mouloud|milad[ -]un[ -]nabi"), "mawlid"),
)
DATED_FEASTS = (
    r"ramad?h?an|ram[az]+an|ramzan|(?:eid|id)[\s-](?:al|ul|el)[\s-](?:fitr|adha|azha)|kurban\s+bayram|tabaski|ashour?a|ashura"
    r"|mawlid|mouloud|milad[\s-]un[\s-]nabi|orthodox\s+(?:easter|christmas|good\s+friday|palm\s+sunday)|palm\s+sunday"
    r"|easter\s+(?:sunday|monday)|good\s+friday|whit\s+sunday|pentecost|ascension\s+day|nowruz"
)
"""A pattern of the feasts that date events: they name days of one year after the other."""
DATED_FEAST_WORDS = frozenset(
    "ramadan ramadhan ramazan ramzan eid id kurban tabaski ashura ashoura mawlid mouloud milad orthodox palm easter "
    "good whit pentecost ascension nowruz".split()
)
"""What they begin with."""
# How far off the arithmetic calendar may be from the seen moon.
MOON_SLACK_DAYS = 1
_ISLAMIC_EPOCH = 227_015  # ordinal of 16 July 622 (Julian), the first day of its first year
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


def feast_days(name: str, year: int) -> tuple[date, date, bool]:
    """Give the first and the last day of a feast in a year, and whether they hang on the moon being seen."""
    key = " ".join(name.lower().split())
    key = next((known for pattern, known in _OTHER_SPELLINGS if pattern.fullmatch(key)), key)
    if key in _ISLAMIC:
        first = islamic_day(year, *_ISLAMIC[key])
        return first, first + timedelta(days=29 if key == "ramadan" else 0), True
    if key in _EASTERN:
        first = eastern_easter(year) + timedelta(days=_EASTERN[key])
    else:
        first = date(year, 1, 7) if key == "orthodox christmas" else feast_day(key, year)
    return first, first, False


def islamic_day(year: int, month: int, day: int) -> date:
    """Give the first day in a Gregorian year that is the given day of the arithmetic Islamic calendar."""
    lunar = (year - 622) * 33 // 32 - 1
    while True:
        ordinal = _ISLAMIC_EPOCH - 1 + (lunar - 1) * 354 + (3 + 11 * lunar) // 30 + 29 * (month - 1) + month // 2 + day
        found = date.fromordinal(ordinal)
        if found.year >= year:
            return found
        lunar += 1


def eastern_easter(year: int) -> date:
    """Compute Easter Sunday of the Eastern churches: in the Julian calendar, given in the Gregorian one."""
    moon = (19 * (year % 19) + 15) % 30
    weekday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    month, day = divmod(moon + weekday + 114, 31)
    return date(year, month, day + 1) + timedelta(days=year // 100 - year // 400 - 2)


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
