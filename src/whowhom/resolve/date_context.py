"""What stands around a word that may be a month, a year or a weekday.

In: a match of a form and the point read from it. Out: whether it is a date there.
"May", "march" and "1989" are dates in some places and not in others.
"""

from __future__ import annotations

import re

from whowhom.resolve import date_words as words
from whowhom.resolve.date_expressions import DatePoint

# What is looked at before a word that may be a month or a year.
LOOK_BACK = 60

_COUNT = re.compile(rf"\s+(?:{words.COUNTED})(?!\w)", re.IGNORECASE)
_ROUND_COUNT = re.compile(rf"\s+(?:[\w-]{{2,14}}\s+)?(?:{words.COUNTED})(?!\w)", re.IGNORECASE)
_YEAR_BEFORE = re.compile(
    r"(?<!\w)(?:in|since|until|till|during|throughout|early|mid|late|year|years|circa|by|from|before|after|of|back\s+in)[\s-]+"
    r"(?:\d{4},?\s+(?:(?:and|or)\s+)?){0,4}$",
    re.IGNORECASE,
)
_DETERMINER_BEFORE = re.compile(
    r"(?<!\w)(?:the|an?|its|his|her|their|this|our|[\w’'-]{1,30}(?:['’]s|s['’]))\s+$", re.IGNORECASE
)
_NOUN_AFTER = re.compile(r"\s+[a-z]|\s+[A-Z]")
_EVENT_AFTER = re.compile(rf"\s+(?:\w{{3,14}}\s+)?(?:{words.YEAR_EVENTS})(?!\w)", re.IGNORECASE)
_NAME_AFTER_IN = re.compile(r"\s+[a-z]{2}")


def is_date(match: re.Match[str], point: DatePoint, is_expected: bool) -> bool:
    """Say whether the words of a match are a date where they stand.

    Args:
        is_expected: The words before call for a date, so that a lone month or year is one.
    """
    groups = match.groupdict()
    before = match.string[max(0, match.start() - LOOK_BACK) : match.start()]
    if point.form == "calendar" and point.unit == "year" and point.shift is None:
        if _counts_something(match, point):
            return False
        return groups.get("part") is not None or is_expected or _is_year(match, before)
    month = groups.get("month")
    if month is None or month.isdigit():
        return point.form != "weekday" or not _is_weekday_name(match, before)
    has_more = (
        groups.get("year") or groups.get("short") or groups.get("part") or groups.get("which") or groups.get("yearword")
    )
    if groups.get("which") and _is_verb(month, groups["which"]):
        return False
    if point.unit == "day":
        return bool(has_more or groups.get("weekday")) or _is_month_day(match, month, before)
    return bool(has_more) or is_expected or _is_month(match, month, before)


def _counts_something(match: re.Match[str], point: DatePoint) -> bool:
    """Say whether "2000" is a number of people; of a round one an adjective may follow."""
    is_round = point.year is not None and point.year % 100 == 0
    pattern = _ROUND_COUNT if is_round else _COUNT
    return pattern.match(match.string, match.end(), match.endpos) is not None


_NEXT_WORD = re.compile(r"\s[A-Z]\w{0,12}")


def _is_weekday_name(match: re.Match[str], before: str) -> bool:
    following = _NEXT_WORD.match(match.string, match.end())
    names = (before + match[0], match[0] + following[0] if following else "")
    return any(words.WEEKDAY_NAMES.search(name) for name in names)


def _is_year(match: re.Match[str], before: str) -> bool:
    """Tell the year 1989 from 1989 of something."""
    text, end = match.string, match.endpos
    if match.start() and text[match.start() - 1] in "$€£-–/.,:#+" and not before.endswith(("mid-", "post-", "pre-")):
        return False
    if before.endswith("(") and text[match.end() : match.end() + 1] in (")", "-", "–", ","):
        return True
    if _YEAR_BEFORE.search(before) or _EVENT_AFTER.match(text, match.end(), end):
        return True
    return bool(_DETERMINER_BEFORE.search(before) and _NOUN_AFTER.match(text, match.end(), end))


def _is_month_day(match: re.Match[str], month: str, before: str) -> bool:
    """Tell "May 3" from "may 3 people", and "In August 16 people" from a day."""
    text, after = match.string, match.end()
    groups = match.groupdict()
    day_is_last = "day" not in groups or match.start("month") < match.start("day")
    has_word_after = _NAME_AFTER_IN.match(text, after) is not None
    if day_is_last and has_word_after and words.IN_BEFORE.search(before):
        return False
    if month.lower() not in words.HARD_MONTHS or month.istitle():
        return True
    if not day_is_last:
        return words.MODAL_AFTER.match(text, after) is None
    return words.DAY_BEFORE.search(before) is not None or not (
        has_word_after or re.match(r"\s+[A-Z]{2}", text[after : after + 4])
    )


def _is_verb(month: str, which: str | None) -> bool:
    """Tell "this may have" from "this May"; "last march" in small letters is one too."""
    return month.lower() in ("may", "march", "mar") and not month.istitle() and (which or "").lower() == "this"


def _is_month(match: re.Match[str], month: str, before: str) -> bool:
    """Tell a lone month from the verbs and names that look like one."""
    name = month.lower()
    if name not in words.HARD_MONTHS:
        return True
    if month.istitle():
        return words.MONTH_BEFORE.search(before) is not None
    if month.islower() and any(letter.isupper() for letter in match.string[:2000]):
        return False
    return words.STRONG_MONTH_BEFORE.search(before) is not None
