"""Values of time expressions that are no dates: durations, repetitions, times of day, quarters, "now".

In: the match of a rule of ``timex_phrases`` and what the text has told before it. Out: the
kind and TIMEX3 value; None where it is none after all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from whowhom.resolve import date_words
from whowhom.resolve import timex_words as words
from whowhom.resolve.feasts import feast_day
from whowhom.resolve.timex_values import FUTURE, PAST, PRESENT, TimeKind, duration, week_value

_Match = re.Match[str]
Valued = tuple[TimeKind, str]


@dataclass(slots=True)
class Told:
    """What the text has told when an expression is met.

    Attributes:
        published: The day of publication; None where it is unknown.
        day: The day told last, else that of publication.
        value: The value of the last date that is more than a reference.
        is_future: The words around say that what is dated is still to come.
    """

    published: date | None = None
    day: date | None = None
    value: str | None = None
    is_future: bool = False


# --- durations ----------------------------------------------------------------------------------------------------


def _unit(match: _Match) -> tuple[str, int]:
    word = match["unit"].lower()
    return words.UNIT_NAMES.get(word, word), words.FORTNIGHT_WEEKS if word == "fortnight" else 1


def read_counted(match: _Match, told: Told) -> Valued | None:
    """Read "six months", "two and a half years", "a 12-hour", "five straight days"."""
    unit, times = _unit(match)
    number = words.number_of(match["number"], has_half=bool(match["half"] or match["after"]))
    article = _group(match, "number")
    if article in ("a", "an", "single") and unit in ("second", "quarter"):
        return None  # "a second man", "a quarter of them"
    if article in ("a", "an") and not _is_long(match):
        before = match.string[max(0, match.start() - 30) : match.start()]
        if words.RATE_BEFORE.search(before):
            return "SET", duration(times, unit)
        if not words.LENGTH_BEFORE.search(before):
            return None  # "a day that nobody forgets"
    return ("DURATION", duration(number * times, unit)) if number is not None else None


def _is_long(match: _Match) -> bool:
    """Say whether more than "a day" is said: "a day and a half", "a full day", "a day-long"."""
    return len(match["all"].split()) > 2 or match["all"].lower().endswith("-long") or "-" in match["all"]


def read_vague(match: _Match, told: Told) -> Valued | None:
    """Read "several years", "for months", "decades-long"."""
    unit, _ = _unit(match)
    return "DURATION", duration(None, unit)


def read_one(match: _Match, told: Told) -> Valued | None:
    """Read "year-long", "the last decade"."""
    unit, times = _unit(match)
    return "DURATION", duration(times, unit)


def read_between(match: _Match, told: Told) -> Valued | None:
    """Read the first number of "between 60 and 90 days"."""
    unit, times = _unit(match)
    number = words.number_of(match["number"])
    return ("DURATION", duration(number * times, unit)) if number is not None else None


# --- repetitions --------------------------------------------------------------------------------------------------


def read_quarter_century(match: _Match, told: Told) -> Valued | None:
    """Read "a quarter of a century"."""
    return "DURATION", duration(25, "year")


def read_adverb(match: _Match, told: Told) -> Valued | None:
    """Read "daily", "annual"."""
    return "SET", words.ADVERBS[match["word"].lower()]


def read_every(match: _Match, told: Told) -> Valued | None:
    """Read "every day", "each of the two years", "every three months", "every other week"."""
    unit, times = _unit(match)
    number = 2 if _group(match, "other") else words.number_of(_group(match, "number") or "one")
    return ("SET", duration((number or 1) * times, unit))


def read_every_named(match: _Match, told: Told) -> Valued | None:
    """Read "every Friday", "on Sundays", "each March"."""
    name = match["name"].lower()
    stem = name.removesuffix("s")
    if stem in date_words.WEEKDAY_LONG:
        return "SET", f"XXXX-WXX-{date_words.WEEKDAY_LONG.index(stem) + 1}"
    if stem in words.DAYPARTS:
        return "SET", f"XXXX-XX-XXT{words.DAYPARTS[stem]}"
    if stem in date_words.SEASON_VALUES:
        return "SET", f"XXXX-{_SEASONS[stem]}"
    return "SET", f"XXXX-{date_words.MONTH_VALUES[name]:02}"


_SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}


# --- references ---------------------------------------------------------------------------------------------------


def read_present(match: _Match, told: Told) -> Valued | None:
    """Read "now", "currently"."""
    return "DATE", PRESENT


def read_past(match: _Match, told: Told) -> Valued | None:
    """Read "recently", "the past"."""
    return "DATE", PAST


def read_future(match: _Match, told: Told) -> Valued | None:
    """Read "soon", "the future"."""
    return "DATE", FUTURE


# --- quarters, halves, years of account, centuries ----------------------------------------------------------------


def read_quarter(match: _Match, told: Told) -> Valued | None:
    """Read "the third quarter of 2009", "second-quarter", "Q4"."""
    spelled = match["ordinal"].lower()
    number = int(spelled) if spelled.isdigit() else words.QUARTERS[spelled]
    year = _year_of(match, told, last_month=3 * number)
    return ("DATE", f"{year:04}-Q{number}") if year else None


def read_half(match: _Match, told: Told) -> Valued | None:
    """Read "the first half of the year"."""
    number = words.QUARTERS[match["ordinal"].lower()]
    year = _year_of(match, told, last_month=6 * number)
    return ("DATE", f"{year:04}-H{number}") if year else None


def _group(match: _Match, name: str) -> str:
    """Give a group in lower case with single spaces; empty where the rule has none of that name."""
    return " ".join((match.groupdict().get(name) or "").lower().split())


def _year_of(match: _Match, told: Told, *, last_month: int) -> int | None:
    """Give the year stated, or the latest in which the part was over, or the next to come."""
    if year := _group(match, "year"):
        return int(year)
    if told.published is None:
        return None
    if which := _group(match, "which"):
        return told.published.year + _WHICH[which]
    is_over = last_month < told.published.month
    if told.is_future:
        return told.published.year + (1 if is_over else 0)
    return told.published.year - (0 if is_over else 1)


_WHICH = {
    "last": -1,
    "the last": -1,
    "current": 0,
    "this": 0,
    "next": 1,
    "the previous": -1,
    "the same": 0,
    "the": 0,
    "previous": -1,
    "the current": 0,
}


def read_which_quarter(match: _Match, told: Told) -> Valued | None:
    """Read "last quarter", "this quarter", "the previous quarter"."""
    base = told.published
    if base is None:
        return None
    index = 4 * base.year + (base.month - 1) // 3 + _WHICH[_group(match, "which").removeprefix("the ")]
    return "DATE", f"{index // 4:04}-Q{index % 4 + 1}"


def read_fiscal(match: _Match, told: Told) -> Valued | None:
    """Read "fiscal 2012": a year of account, which may begin in any month."""
    return "DATE", f"FY{match['year']}"


def read_fiscal_which(match: _Match, told: Told) -> Valued | None:
    """Read "the last fiscal year", "the financial year"."""
    if told.published is None:
        return None
    which = _group(match, "which").removeprefix("the ") or "the"
    return "DATE", f"FY{told.published.year + _WHICH.get(which, 0)}"


def read_century(match: _Match, told: Told) -> Valued | None:
    """Read "the 19th century" as ``18``, the two digits its years begin with."""
    spelled = " ".join(match["ordinal"].lower().replace("-", " ").split())
    digits = re.match(r"\d+", spelled)
    number = int(digits[0]) if digits else words.CENTURIES.get(spelled)
    return ("DATE", f"{number - 1:02}") if number else None


def read_decade(match: _Match, told: Told) -> Valued | None:
    """Read "the 70s" as those of the last century."""
    return "DATE", f"19{match['decade']}"


def read_short_year(match: _Match, told: Told) -> Valued | None:
    """Read "since '82"."""
    short = int(match["short"])
    return "DATE", f"{short + (1900 if short >= 69 else 2000):04}"  # the rule of POSIX


# --- seasons and feasts without a year ----------------------------------------------------------------------------


def read_season(match: _Match, told: Told) -> Valued | None:
    """Read "the summer", "last fall": the latest that was over, or the next to come."""
    if told.published is None:
        return None
    name = match["name"].lower()
    year = _year_of(match, told, last_month={"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 1}[name])
    return ("DATE", f"{year:04}-{_SEASONS[name]}") if year else None


def read_feast(match: _Match, told: Told) -> Valued | None:
    """Read "Christmas", "Easter Sunday", "Thanksgiving": of the year stated, else the nearest one."""
    name = " ".join(match["name"].lower().replace("’", "'").split())
    if match["year"]:
        return "DATE", feast_day(name, int(match["year"])).isoformat()
    if told.published is None:
        return None
    base = told.published
    if match["which"]:
        return "DATE", feast_day(name, base.year + _WHICH[_group(match, "which")]).isoformat()
    days = [feast_day(name, year) for year in (base.year - 1, base.year, base.year + 1)]
    return "DATE", min(days, key=lambda day: abs((day - base).days)).isoformat()


def read_bare_month(match: _Match, told: Told) -> Valued | None:
    """Read "by March", "from April": the latest such month that has begun, or the next to come."""
    if told.published is None:
        return None
    month = date_words.MONTH_VALUES[match["month"].lower()]
    year = told.published.year
    if told.is_future:
        year += month < told.published.month
    else:
        year -= month > told.published.month
    return "DATE", f"{year:04}-{month:02}"


def read_year(match: _Match, told: Told) -> Valued | None:
    """Read "than 2011"."""
    return "DATE", match["year"]


# --- times of day, and "the day" ----------------------------------------------------------------------------------


def read_clock(match: _Match, told: Told) -> Valued | None:
    """Read "16:08 UTC", "6:40 p.m.", "at 0800 hours" on the day told last."""
    suffix = clock_suffix(match["all"])
    return ("TIME", f"{told.day.isoformat()}{suffix}") if suffix and told.day else None


def read_daypart(match: _Match, told: Told) -> Valued | None:
    """Read "the morning", "that night" on the day told last."""
    return ("TIME", f"{told.day.isoformat()}T{words.DAYPARTS[match['part'].lower()]}") if told.day else None


_CLOCK = re.compile(
    r"(?P<hour>[01]?\d|2[0-4])"
    r"(?:(?P<colon>[:.])(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?"
    r"|(?P<wire>[0-5]\d)(?=\s?(?:hours|hrs|gmt|utc|z\b|local)))?"
    r"\s?(?:(?P<half>[ap])\.?\s?m\b\.?|(?P<clock>o['’]clock))?(?:\s?(?:hours|hrs))?"
    r"\s?(?P<zone>\(?\s?(?:gmt|utc)(?!\s?[+-])\)?|z\b)?",
    re.IGNORECASE,
)
_MIDDAY = re.compile(r"\b(?P<part>noon|midday|midnight)\b", re.IGNORECASE)


def clock_suffix(text: str) -> str | None:
    """Write the first time of day in some words: ``T16:08Z``, ``TMO``; None where there is none."""
    for match in _CLOCK.finditer(text):
        has_mark = match["wire"] or match["half"] or match["clock"]
        if match["colon"] == ":" or has_mark or (match["zone"] and match["colon"]):
            return _clock_value(match)
    if match_midday := _MIDDAY.search(text):
        return "T24:00" if match_midday["part"].lower() == "midnight" else "T12:00"
    parts = (words.DAYPARTS[word] for word in re.findall(r"[a-z]+", text.lower()) if word in words.DAYPARTS)
    part = next(parts, None)
    return f"T{part}" if part else None


def _clock_value(match: _Match) -> str:
    hour = int(match["hour"]) % 12 if match["half"] else int(match["hour"])
    hour += 12 if (match["half"] or "").lower() == "p" else 0
    minute = match["minute"] or match["wire"] or "00"
    second = f":{match['second']}" if match["second"] else ""
    return f"T{hour:02}:{minute}{second}{'Z' if match['zone'] else ''}"


def read_the_day(match: _Match, told: Told) -> Valued | None:
    """Read "for the day", "late in the day": the day told last."""
    return ("DATE", told.day.isoformat()) if told.day else None


def read_the_unit(match: _Match, told: Told) -> Valued | None:
    """Read "the week", "the year", "the month": that of the day told last."""
    if told.published is None:
        return None
    unit = match["unit"].lower()
    if unit == "week":
        return "DATE", week_value(told.published)
    return "DATE", f"{told.published:%Y-%m}" if unit == "month" else f"{told.published:%Y}"


def read_same_period(match: _Match, told: Told) -> Valued | None:
    """Read "the same period last year", "the same month a year ago": the value told last, a year back."""
    value = told.value or (f"{told.published:%Y-%m}" if told.published else "")
    return ("DATE", f"{int(value[:4]) - 1:04}{value[4:]}") if re.match(r"\d{4}", value) else None


def read_earlier_year(match: _Match, told: Told) -> Valued | None:
    """Read "the year before", "the previous year": that before the one told last."""
    base = told.value if told.value and re.match(r"\d{4}", told.value) else None
    year = int(base[:4]) if base else told.published.year if told.published else None
    return ("DATE", f"{year - 1:04}") if year else None
