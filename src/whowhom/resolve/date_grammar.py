"""The grammar of date expressions: points, joined to ranges, lists and open ends.

In: a text and a stretch of it. Out: the expressions found, from left to right, the
longest first where several begin at one place; they do not overlap. A preposition
belongs to the words only where it says how the date is meant ("since", "between"), an
article never does; a time of day does, though it is not resolved.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from whowhom.resolve import date_words as words
from whowhom.resolve.date_context import LOOK_BACK
from whowhom.resolve.date_expressions import DateExpression, DatePoint, ExpressionKind
from whowhom.resolve.date_points import FORMS, Reading, read_point


class _Found(NamedTuple):
    kind: ExpressionKind
    points: tuple[DatePoint, ...]
    end: int
    is_throughout: bool = False


_Rule = Callable[[str, int, int], _Found | None]

_TOKEN = re.compile(r"[^\W\d_]+|['’]?\d+")
_CLOCK = (
    r"(?:\d{1,2}[:.]\d\d(?::\d\d)?(?:\s?[ap]\.?m\b\.?)?|\d{1,2}\s?[ap]\.?m\b\.?|\d{4}(?=\s(?:hours|hrs|gmt|utc|local))"
    r"|noon|midnight|midday|dawn|dusk|sunrise|sunset|daybreak|nightfall|\d{1,2}\so['’]clock)"
    r"(?:\s(?:hours|hrs))?(?:\s(?:local\stime|gmt|utc|est|edt|bst|cet|local))?(?:\s\(\d\d:?\d\d\s(?:gmt|utc)\))?"
)
_NEAR_CLOCK = r"(?:(?:around|about|approximately|before|after|exactly|past)\s+)?"
_ABOUT_CLOCK = rf"(?:(?:at|around|about|by|from|shortly|just|soon)\s+)?{_NEAR_CLOCK}"
_TIME_LEAD = re.compile(rf"(?:{_ABOUT_CLOCK}{_CLOCK},?\s+(?:(?:on|of)\s+)?(?:the\s+)?)", re.IGNORECASE)
_DAYPART_LEAD = re.compile(
    r"(?:(?:early|late|predawn|small|wee)[\s-]+)?(?:mornings?|afternoon|evening|nights?|hours|dawn)\s+(?:of|on)\s+(?:the\s+)?",
    re.IGNORECASE,
)
_HEDGE_LEAD = re.compile(r"(?:early|late|earlier|later)\s+(?:on\s+)?", re.IGNORECASE)
_TIME_TAIL = re.compile(
    rf"\s+(?:early\s+|late\s+)?(?:morning|afternoon|evening|night|midnight)(?!\w)|,?\s+(?:at|shortly|just|around|about)\s+"
    rf"(?:(?:around|about|approximately|before|after|exactly|past)\s+)?{_CLOCK}|,?\s+\d{{1,2}}:\d\d(?:\s?[ap]\.?m\b\.?)?(?:\s(?:gmt|utc))?",
    re.IGNORECASE,
)
_APPROXIMATE = re.compile(r"(?:on\s+or\s+(?:about|around)|around|about|circa|approximately)\s+", re.IGNORECASE)
_OVERNIGHT = re.compile(r"overnight\s+(?P<word>on|from|into|to|between)?(?(word)\s+)(?:the\s+)?", re.IGNORECASE)
_THROUGHOUT = re.compile(
    r"(?:throughout|all\s+through|the\s+whole\s+of|whole\s+of|all\s+of)\s+(?:the\s+)?", re.IGNORECASE
)
_OPENER = re.compile(r"(?P<word>between|from)\s+(?:the\s+)?", re.IGNORECASE)
_LINK = re.compile(
    r"\s?(?P<dash>[-‐-–])\s?|,?\s+(?P<word>to|until|till|through|and|or|up\s+to|into)\s+(?:the\s+)?", re.IGNORECASE
)
_OPEN = re.compile(
    r"(?P<word>since|until|till|up\s+to|up\s+until|through|starting(?:\s+(?:on|in|from))?|by|before|after|from)\s+(?:the\s+)?"
    # "Before dawn on Thursday" is a time of that day, no open end.
    r"(?!(?:dawn|dusk|noon|midnight|midday|sunrise|sunset|daybreak|nightfall)\s+on\b)",
    re.IGNORECASE,
)
_ONWARDS = re.compile(r"\s+(?:onwards?|on)(?=\W|$)", re.IGNORECASE)
_OPEN_KINDS: dict[str, ExpressionKind] = {
    "since": "since",
    "from": "since",
    "starting": "since",
    "after": "after",
    "before": "before",
}
_FUNCTION_WORDS = "when|the|an?|in|at|by|and|but|that|for|with|as|to|it|he|she|they|on|or|if|while|after"
_PRENOMINAL = re.compile(rf"['’]s?(?!\w)|\s+(?!(?:{_FUNCTION_WORDS})\b)[^\W\d]")
_POSSESSIVE = re.compile(r"['’]s(?!\w)")
_DAY = r"\d{1,2}(?:st|nd|rd|th)?(?![\w:])"
_DAY_LIST = rf"(?P<days>{_DAY}(?:\s?(?:,|,?\s?and|or|to|through|until|[-‐-–])\s?(?:the\s+)?{_DAY}){{1,6}})"
_YEAR_TAIL = r"(?:,?\s{1,2}(?P<year>1[5-9]\d\d|20\d\d)(?![\w%]|[.,:/]\d))?"
_DAYS_OF_MONTH = re.compile(
    rf"(?:(?P<word>between|from)\s+(?:the\s+)?)?{_DAY_LIST}(?:\s+of)?\s+(?P<month>{words.MONTH_ANY})(?!\w){words.MONTH_STOP}{_YEAR_TAIL}",
    re.IGNORECASE,
)
_MONTH_DAYS = re.compile(
    rf"(?:(?P<word>between|from)\s+)?(?P<month>{words.MONTH_ANY})(?!\w){words.MONTH_STOP}\s+(?:the\s+)?{_DAY_LIST}{_YEAR_TAIL}",
    re.IGNORECASE,
)
_SPAN_OF_YEARS = re.compile(r"(?P<first>1[5-9]\d\d|20\d\d)[-‐-–/](?P<last>\d\d)(?![\w/]|[-.,:]\d)")
_SET = re.compile(
    rf"(?:every|each)\s+(?:other\s+|single\s+)?(?:{words.WEEKDAY_FULL}|day|night|morning|evening|week|month|year|weekend|{words.SEASONS}"
    rf"|{words.MONTH_ANY})(?!\w)|(?:{words.WEEKDAY_FULL})s(?!\w)|(?:daily|nightly|weekly|monthly|annually)(?!\w)(?!\s+[^\W\d]{{3}})",
    re.IGNORECASE,
)


def find_dates(text: str, start: int = 0, end: int | None = None) -> tuple[DateExpression, ...]:
    """Find every date expression in a stretch of text.

    Args:
        text: The canonical text; what stands before the stretch is looked at too.
        start: First code point of the stretch.
        end: One past its last code point; None: to the end of the text.

    Returns:
        The expressions in the order of the text, which do not overlap; each is the
        longest that begins where it does.
    """
    return tuple(_expressions(text, start, len(text) if end is None else min(end, len(text))))


def _expressions(text: str, start: int, end: int) -> Iterator[DateExpression]:
    resume = start
    for token in _TOKEN.finditer(text, start, end):
        word = token[0]
        rules = RULES.get("0" if word[-1].isdigit() else word.lower())
        if rules is None:
            continue
        position = token.start()
        if position < resume or _is_inside_token(text, position):
            continue
        best: _Found | None = None
        for rule in rules:
            found = rule(text, position, end)
            if found is not None and (best is None or found.end > best.end):
                best = found
        if best is not None:
            resume = best.end
            yield DateExpression(
                position, best.end, text[position : best.end], best.kind, best.points, best.is_throughout
            )


def _is_inside_token(text: str, position: int) -> bool:
    """Say whether the token goes on to the left: "4x4", "A-2013", "1,500", "12:30"."""
    before = text[position - 1 : position] if position else ""
    if before.isalnum() or before == "_":
        return True
    if not text[position].isdigit():
        return False
    return before in ("/", "+", "#", "$", "€", "£") or (
        before in ("-", "–", ".", ",", ":") and text[max(0, position - 2) : position - 1].isalnum()
    )


# --- single points with their time of day ------------------------------------------------------------------------


@lru_cache(maxsize=2)  # rules that begin alike ask for the same point one after the other
def _point(text: str, position: int, end: int, *, is_expected: bool = False) -> Reading | None:
    """Read a point with what goes before and after it: a time, "early", "around"."""
    best = read_point(text, position, end, is_expected=is_expected)
    for pattern in (_TIME_LEAD, _DAYPART_LEAD, _HEDGE_LEAD, _APPROXIMATE):
        lead = pattern.match(text, position, end)
        if lead is None or lead.end() >= end:
            continue
        reading = read_point(text, lead.end(), end, is_expected=is_expected)
        if reading is None or (best is not None and reading.end <= best.end):
            continue
        if pattern is _APPROXIMATE:
            if reading.point.form not in ("calendar", "weekday"):
                continue
            reading = Reading(replace(reading.point, is_approximate=True), reading.end)
        elif not _names_a_day(reading.point):
            continue
        best = reading
    return _with_time(text, best, end) if best is not None else None


def _names_a_day(point: DatePoint) -> bool:
    return point.form == "weekday" or (point.unit == "day" and point.form in ("calendar", "relative"))


def _with_time(text: str, reading: Reading, end: int) -> Reading:
    if not _names_a_day(reading.point):
        return reading
    for _ in range(2):
        tail = _TIME_TAIL.match(text, reading.end, end)
        if tail is not None:
            reading = Reading(reading.point, tail.end())
    return reading


def _single(text: str, position: int, end: int) -> _Found | None:
    reading = _point(text, position, end)
    if reading is None:
        night = _DAYPART_LEAD.match(text, position, end)
        return _day_list(text, night.end(), end) if night else None
    return _Found("point", (reading.point,), reading.end)


def _overnight(text: str, position: int, end: int) -> _Found | None:
    """Read "overnight Thursday", "overnight into Friday", "overnight from Friday to Saturday"."""
    lead = _OVERNIGHT.match(text, position, end)
    if lead is None or lead.end() >= end:
        return None
    if (lead["word"] or "").lower() in ("from", "between"):
        return _range(text, lead.start("word"), end) or _day_list(text, lead.start("word"), end)
    reading = read_point(text, lead.end(), end)
    if reading is None or not _names_a_day(reading.point):
        return None
    part = "night before" if (lead["word"] or "").lower() in ("into", "to") else "night"
    return _Found("point", (replace(reading.point, part=part),), reading.end)


def _throughout(text: str, position: int, end: int) -> _Found | None:
    lead = _THROUGHOUT.match(text, position, end)
    if lead is None or lead.end() >= end:
        return None
    reading = read_point(text, lead.end(), end, is_expected=True)
    if reading is None or _names_a_day(reading.point):
        return None
    return _Found("point", (reading.point,), reading.end, is_throughout=True)


# --- ranges and lists ---------------------------------------------------------------------------------------------


def _day_list(text: str, position: int, end: int) -> _Found | None:
    """Read "16 and 17 August", "August 16-19, 2021", "between 3 and 5 May"."""
    match = _DAYS_OF_MONTH.match(text, position, end) or _MONTH_DAYS.match(text, position, end)
    if match is None:
        return None
    month = match["month"]
    if month.islower() and month in words.HARD_MONTHS and not match["year"]:
        return None
    days = [int(day) for day in re.findall(r"\d+", match["days"])]
    if sorted(set(days)) != days or not 1 <= days[0] <= days[-1] <= 31:
        return None
    if match["word"] is None and _is_shared_with_count(text, match):
        return None
    year = int(match["year"]) if match["year"] else None
    points = tuple(DatePoint("calendar", year=year, month=words.MONTH_VALUES[month.lower()], day=day) for day in days)
    links = set(re.findall(r"and|or|to|through|until|[-‐-–]", match["days"].lower()))
    if match["word"] or links & {"to", "through", "until", "-", "‐", "–", "‑", "‒"}:
        return _Found("range", (points[0], points[-1]), match.end())
    return _Found("either" if "or" in links else "list", points, match.end())


def _is_shared_with_count(text: str, match: re.Match[str]) -> bool:
    """Refuse "May 3 and 5 people": the last number counts."""
    if match.start("month") < match.start("days") and not match["year"] and "-" not in match["days"]:
        return re.match(rf"\s+(?:{words.COUNTED}|other|more)(?!\w)", text[match.end() : match.end() + 30]) is not None
    return False


def _range(text: str, position: int, end: int) -> _Found | None:
    """Read "from Monday to Thursday", "between 2019 and 2021", "May 30-June 2"."""
    opener = _OPENER.match(text, position, end)
    at = opener.end() if opener else position
    if at >= end:
        return None
    first = _point(text, at, end, is_expected=True) if opener else _point(text, at, end)
    link = _LINK.match(text, first.end, end) if first is not None else None
    if first is None or link is None or link.end() >= end:
        return None
    word = " ".join((link["word"] or "-").lower().split())
    is_joint = word in ("and", "or")
    if opener is not None and (opener["word"].lower() == "between") != (word == "and"):
        return None
    last = _point(text, link.end(), end, is_expected=True)
    if last is None or first.point.form in ("vague", "window") or last.point.form in ("vague", "window"):
        return None
    has_blanks = link["dash"] and link[0].strip() != link[0]
    if has_blanks and opener is None and not first.point.form == last.point.form == "calendar":
        return None  # "on Monday - Tuesday was quiet": a dash with blanks is punctuation
    points = (first.point, last.point)
    if opener is None and is_joint:
        is_same = _shape(first.point) == _shape(last.point) and first.point.form != "relative"
        return _Found("either" if word == "or" else "list", points, last.end) if is_same else None
    return _Found("range", points, last.end)


def _shape(point: DatePoint) -> tuple[str, str, bool]:
    return point.form, point.unit, point.part is None


def _years(text: str, position: int, end: int) -> _Found | None:
    """Read "2019-20"; "2019-2020" is a range like any other."""
    match = _SPAN_OF_YEARS.match(text, position, end)
    if match is None:
        return None
    first = int(match["first"])
    last = first - first % 100 + int(match["last"])
    if not first < last <= first + 30:
        return None
    before = text[max(0, position - LOOK_BACK) : position]
    if int(match["last"]) <= 12 and not re.search(
        r"(?:in|since|during|of|the|season|winter)\s+$", before, re.IGNORECASE
    ):
        return None  # "2019-10" is a month in ISO, or a number of a file
    points = (DatePoint("calendar", "year", year=first), DatePoint("calendar", "year", year=last))
    return _Found("range", points, match.end())


# --- open ends and sets -------------------------------------------------------------------------------------------


def _open(text: str, position: int, end: int) -> _Found | None:
    """Read "since 2015", "until March", "by Monday", "from May 2020 on"."""
    match = _OPEN.match(text, position, end)
    if match is None or match.end() >= end:
        return None
    word = match["word"].lower().split()[0]
    reading = _point(text, match.end(), end, is_expected=True)
    if reading is None or reading.point.form in ("vague", "window"):
        return None
    stop = reading.end
    if word == "from":
        onwards = _ONWARDS.match(text, stop, end)
        if onwards is None:
            return None
        stop = onwards.end()
    elif _POSSESSIVE.match(text, stop, end) or (
        word in ("before", "after", "by") and _PRENOMINAL.match(text, stop, end)
    ):
        return None  # "after Monday's attack", "before August 15 talks": the date is of the attack
    return _Found(_OPEN_KINDS.get(word, "until"), (reading.point,), stop)


def _set(text: str, position: int, end: int) -> _Found | None:
    match = _SET.match(text, position, end)
    if match is None or (
        match[0][0].isupper() and match[0].lower() in ("daily", "weekly", "monthly") and not match[0].isupper()
    ):
        return None
    return _Found("set", (), match.end())


def _keyed() -> dict[str, tuple[_Rule, ...]]:
    """List the rules under the words that can begin them."""
    table: dict[str, list[_Rule]] = {key: [_single, _range] for key in FORMS}
    months = set(words.MONTH_VALUES)
    weekdays = set(words.WEEKDAY_LONG)
    times = {
        "at",
        "around",
        "about",
        "shortly",
        "just",
        "soon",
        "noon",
        "midnight",
        "midday",
        "dawn",
        "dusk",
        "sunrise",
        "sunset",
    }
    leads = {"early", "late", "earlier", "later", "on", "circa", "approximately"}
    dayparts = {
        "morning",
        "mornings",
        "afternoon",
        "evening",
        "night",
        "nights",
        "hours",
        "predawn",
        "small",
        "dawn",
        "wee",
    }
    for keys, rules in (
        (months | {"0", "between", "from"}, (_day_list,)),
        ({"0"}, (_years,)),
        (times | leads | dayparts, (_single, _range)),
        ({"between", "from"}, (_range,)),
        ({"since", "until", "till", "up", "through", "starting", "by", "before", "after", "from"}, (_open,)),
        ({"by", "before", "after"}, (_single,)),
        ({"throughout", "all", "whole"}, (_throughout,)),
        (
            {"every", "each", "daily", "nightly", "weekly", "monthly", "annually"} | {f"{day}s" for day in weekdays},
            (_set,),
        ),
    ):
        for key in keys:
            group = table.setdefault(key, [])
            group.extend(rule for rule in rules if rule not in group)
    table["overnight"].insert(0, _overnight)  # goes before a range of the same words
    return {key: tuple(group) for key, group in table.items()}


RULES = _keyed()
"""Rules by the lower-case word, or "0" for a digit, that begins them."""
