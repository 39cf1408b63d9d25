"""The forms of a single date or period, each a regular expression and a reader.

In: text and a position. Out: the :class:`DatePoint` that begins there, by the form
that takes the most words and that stands where a date can stand (``date_context``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from whowhom.resolve import date_words as words
from whowhom.resolve.date_context import is_date
from whowhom.resolve.date_expressions import DatePoint, Unit
from whowhom.resolve.feasts import DATED_FEAST_WORDS, DATED_FEASTS

_Match = re.Match[str]
_PART = rf"(?:(?P<part>{words.PARTS})(?:[\s-]+(?:of\s+(?:the\s+)?|in\s+)?))"
_WEEKDAY_LEAD = rf"(?:(?P<weekday>{words.WEEKDAY_ANY})(?:\.?,\s+|\.?[ \t]+)(?:the\s+)?)?"
_DAY = r"(?P<day>\d{1,2})(?:\s?(?:st|nd|rd|th))?(?![\w:]|[.,/]\d)"
_ORDINAL_DAY = rf"(?P<dayword>{words.ORDINALS})"
_MONTH = rf"(?P<month>{words.MONTH_ANY})(?!\w){words.MONTH_STOP}"
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)(?![\w%]|[.,:/]\d|[-–]\d{3}\b)"
_YEAR_WORD = r"(?P<yearword>(?:last|this|next|that|the\s+(?:same|following|previous|next))\s+year)(?!\w|['’]s)"
_YEAR_TAIL = (
    rf"(?:,?[\s-]{{1,2}}(?:of\s+|in\s+)?{_YEAR}|[,\s]\s?['’](?P<short>\d\d)(?!\w)|,?\s+(?:of\s+|in\s+)?{_YEAR_WORD})?"
)
_WIRE_TAIL = (
    r"[\s,]{1,2}(?P<short>\d\d)(?=\s*(?:[\[(\n—–;.,)]|--|- |$)|\s+(?:THE|IN|BY|AND|AT|WHEN|THAT|ON|TO|OF|A|AN)\b)"
)
_NUMBER = rf"(?P<number>\d{{1,3}}|{words.NUMBERS})"
_SPAN_UNIT = r"(?P<unit>hour|day|night|week|month|year|decade)s?"
_DAYPART = r"(?:morning|afternoon|evening|night|nighttime|midday|noon)"


class Reading(NamedTuple):
    """A point and the end of its words."""

    point: DatePoint
    end: int


class _Form(NamedTuple):
    pattern: re.Pattern[str]
    reader: Callable[[_Match], DatePoint | None]


def read_point(text: str, start: int, end: int, *, is_expected: bool = False) -> Reading | None:
    """Read the longest date or period that begins at ``start`` exactly.

    Args:
        is_expected: The words before already call for a date ("between ... and"),
            so that a lone "May" or "1989" is one.

    Returns:
        None where none begins.
    """
    best: Reading | None = None
    for form in FORMS.get(first_key(text, start), ()):
        match = form.pattern.match(text, start, end)
        if match is None or (best is not None and match.end() <= best.end):
            continue
        point = form.reader(match)
        if point is not None and is_date(match, point, is_expected):
            best = Reading(point, match.end())
    return best


_FIRST_WORD = re.compile(r"[^\W\d_]+|['’]?\d")


def first_key(text: str, start: int) -> str:
    """Name the group of forms that can begin at a position: its word, or "0"."""
    match = _FIRST_WORD.match(text, start)
    if match is None:
        return ""
    return "0" if match[0][-1].isdigit() else match[0].lower()


# --- readers ----------------------------------------------------------------------------------------------------


def _calendar(match: _Match) -> DatePoint | None:
    """Read day, month and year from the groups of a match, as far as it has them."""
    groups = match.groupdict()
    day = int(groups["day"]) if groups.get("day") else words.ORDINAL_VALUES.get(_squeezed(groups.get("dayword")))
    if day is not None and not 1 <= day <= 31:
        return None
    month = words.MONTH_VALUES[groups["month"].lower()] if groups.get("month") else None
    weekday = groups.get("weekday")
    point = DatePoint(
        "calendar",
        "day" if day else "month" if month else "year",
        year=_year(groups),
        month=month,
        day=day,
        weekday=words.WEEKDAY_VALUES[weekday.lower()[:3]] if weekday else None,
        part=_part(groups.get("part")),
    )
    return _with_year_word(point, groups.get("yearword"))


def _year(groups: dict[str, str | None]) -> int | None:
    year, short = groups.get("year"), groups.get("short")
    if year:
        return int(year)
    if short:
        return int(short) + (1900 if int(short) >= 69 else 2000)  # the rule of POSIX
    return None


def _with_year_word(point: DatePoint, year_words: str | None) -> DatePoint:
    if not year_words:
        return point
    shift, is_previous = words.shift_of(_squeezed(year_words).removesuffix(" year"))
    return replace(point, shift=shift, anchor="previous" if is_previous else "publication")


def _squeezed(phrase: str | None) -> str:
    return " ".join((phrase or "").lower().replace("-", " ").split())


def _part(phrase: str | None) -> str | None:
    return words.PART_VALUES[_squeezed(phrase)] if phrase else None


def _numeric(match: _Match) -> DatePoint | None:
    first, second, year = int(match["first"]), int(match["second"]), match["year"]
    if len(year) == 2 and (match["sep"] != "/" or not 1 <= first <= 31):
        return None
    full = int(year) if len(year) == 4 else int(year) + (1900 if int(year) >= 69 else 2000)
    if not (1 <= first <= 31 and 1 <= second <= 31 and min(first, second) <= 12):
        return None
    day, month = (second, first) if second > 12 else (first, second)
    return DatePoint(
        "calendar", year=full, month=month, day=day, is_swappable=first <= 12 and second <= 12 and first != second
    )


def _iso(match: _Match) -> DatePoint | None:
    month, day = int(match["month"]), int(match["day"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return DatePoint("calendar", year=int(match["year"]), month=month, day=day)


def _month_shift(match: _Match) -> DatePoint | None:
    """Read "last August", "this May", "next June"."""
    shift, _ = words.shift_of(match["which"].lower())
    # The shift of a lone month is one of months of that name, not of years.
    return DatePoint("relative", "month", month=words.MONTH_VALUES[match["month"].lower()], shift=shift)


def _decade(match: _Match) -> DatePoint | None:
    short = match["short"]
    first = int(match["decade"]) if match["decade"] else int(short) + (1900 if int(short) >= 30 else 2000)
    return DatePoint("calendar", "decade", year=first, part=_part(match["part"]))


def _season(match: _Match) -> DatePoint | None:
    groups = match.groupdict()
    season = words.SEASON_VALUES[match["season"].lower()]
    which = groups.get("which")
    point = DatePoint("calendar", "season", year=_year(groups), season=season, part=_part(groups.get("part")))
    if which:
        return DatePoint("relative", "season", season=season, shift=words.shift_of(_squeezed(which))[0])
    return _with_year_word(point, groups.get("yearword"))


def _weekday(match: _Match) -> DatePoint | None:
    which = _squeezed(match["which"])
    week = _squeezed(match["week"])
    return DatePoint(
        "weekday",
        weekday=words.WEEKDAY_VALUES[match["weekday"].lower()[:3]],
        shift=words.shift_of(which)[0] if which else None,
        week=words.shift_of(week.removesuffix(" week"))[0] if week else None,
    )


def _deictic(match: _Match) -> DatePoint | None:
    unit, shift = words.DEICTIC_VALUES[_squeezed(match["deictic"])]
    return DatePoint("relative", unit, shift=shift)


def _unit_shift(match: _Match) -> DatePoint | None:
    """Read "last week", "the same month", "earlier this year", "the end of last month"."""
    has_article = match.string[max(0, match.start() - 4) : match.start()].lower() == "the "
    unit = words.UNIT_VALUES[match["unit"].lower()]
    # "Next day, they left" is told of the day after another, "next week" of the one to come.
    article = "the " if has_article or unit == "day" else ""
    shift, is_previous = words.shift_of(article + _squeezed(match["which"]))
    if unit == "day" and not is_previous:
        return None  # "this day", "last day" and "next day" without "the" name no day of the calendar
    part = _part(match["part"]) or (match["when"] or "").lower() or None
    return DatePoint("relative", unit, shift=shift, part=part, anchor="previous" if is_previous else "publication")


def _ago(match: _Match) -> DatePoint | None:
    """Read "three days ago", "two weeks earlier", "a day after the attack"."""
    unit = words.UNIT_VALUES[match["unit"].lower()]
    where = _squeezed(match["where"])
    number = words.number_of(match["number"])
    if number is None or match.string[max(0, match.start() - 5) : match.start()].lower() == "half ":
        return DatePoint("vague", unit)
    is_before = where in ("ago", "earlier", "before", "previously", "prior")
    anchor = words.ANCHOR_OF[where]
    if match["tail"] is not None:
        anchor = "event"
    return DatePoint("relative", unit, shift=-number if is_before else number, anchor=anchor, is_aligned=False)


def _following_day(match: _Match) -> DatePoint | None:
    """Read "the day before", "the day after"; of what, decides the anchor."""
    shift = -1 if match["where"].lower() == "before" else 1
    return DatePoint("relative", "day", shift=shift, anchor="previous" if match["alone"] is not None else "event")


def _window(match: _Match) -> DatePoint | None:
    number = words.number_of(match["number"]) if match["number"] else 1
    unit = words.UNIT_VALUES[match["unit"].lower()]
    if number is None or (match["number"] is None and match[0].lower().endswith("s")):
        return DatePoint("vague", unit)
    is_coming = match[0].lower().startswith(("next", "coming"))
    return DatePoint("window", unit, shift=number if is_coming else -number)


def _vague(match: _Match) -> DatePoint | None:
    return DatePoint("vague", words.UNIT_VALUES[match["unit"].lower().removesuffix("s")])


def _feast(match: _Match) -> DatePoint | None:
    month, day = words.FEASTS[_squeezed(match["feast"]).replace("’", "'")]
    return _with_year_word(
        DatePoint("calendar", year=_year(match.groupdict()), month=month, day=day), match["yearword"]
    )


def _moving_feast(match: _Match) -> DatePoint | None:
    """Read "Ramadan 2016", "Eid al-Fitr", "Good Friday last year"."""
    unit: Unit = "month" if match["feast"].lower().startswith("ram") else "day"
    point = DatePoint("calendar", unit, year=_year(match.groupdict()), feast=match["feast"])
    return _with_year_word(point, match["yearword"])


def _eleventh(match: _Match) -> DatePoint | None:
    return DatePoint("calendar", year=2001, month=9, day=11)


# --- the table of forms --------------------------------------------------------------------------------------------


def _form(pattern: str, reader: Callable[[_Match], DatePoint | None], flags: int = re.IGNORECASE) -> _Form:
    return _Form(re.compile(pattern, flags), reader)


_DAY_MONTH = _form(rf"{_WEEKDAY_LEAD}{_DAY}(?:\s+of)?(?:\s+|-){_MONTH}{_YEAR_TAIL}", _calendar)
_ORDINAL_MONTH = _form(rf"{_ORDINAL_DAY}\s+(?:day\s+)?of\s+{_MONTH}{_YEAR_TAIL}", _calendar)
_MONTH_DAY = _form(rf"{_WEEKDAY_LEAD}{_MONTH}\s+(?:the\s+)?{_DAY}{_YEAR_TAIL}", _calendar)
_WIRE = _form(
    rf"\d{{1,2}} (?-i:{words.MONTH_CAPITALS})".replace(r"\d{1,2}", r"(?P<day>\d{1,2})") + rf"\.?{_WIRE_TAIL}",
    _calendar,
    0,
)
# "05 Jan 12": the padded day tells the year from a count, as "on 5 Jan 12 men died" would be.
_LOG = _form(rf"(?P<day>0\d) {_MONTH} (?P<short>\d\d)(?![\w:]|[.,/]\d)", _calendar)
_ISO = _form(
    r"(?P<year>1[5-9]\d\d|20\d\d)(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?!\d)(?:T\d[\d:.]{1,14}(?:Z|[+-]\d\d:?\d\d)?)?",
    _iso,
)
_NUMERIC = _form(
    r"(?P<first>\d{1,2})(?P<sep>[-/.])(?P<second>\d{1,2})(?P=sep)(?P<year>1[5-9]\d\d|20\d\d|\d\d)(?![\w/])", _numeric
)
_NINE_ELEVEN = _form(r"9/11(?![\d/])", _eleventh)
_SEPTEMBER_11 = _form(r"sept(?:ember|\.)?\s+11(?:th)?(?=,?\s+(?:terror(?:ist)?\s+)?attacks\b)", _eleventh)
_MONTH_ONLY = _form(
    rf"{_PART}?{_MONTH}(?:,?\s+(?:of\s+)?{_YEAR}|,?\s+(?:of\s+)?{_YEAR_WORD}|\s+['’](?P<short>\d\d)(?!\w))?(?![\w-]*[’']\w{{2}})",
    _calendar,
)
_WHICH_MONTH = _form(rf"(?P<which>last|this|next|this\s+past|this\s+coming)\s+{_MONTH}", _month_shift)
_YEAR_ONLY = _form(rf"{_PART}?{_YEAR}", _calendar)
_DECADE = _form(rf"{_PART}?(?:(?P<decade>(?:1[5-9]|20)\d0)|['’](?P<short>\d0))['’]?s(?!\w)", _decade)
_SEASON_YEAR = _form(
    rf"{_PART}?(?P<season>{words.SEASONS})(?:,?\s+(?:of\s+)?{_YEAR}|\s+(?:of\s+)?{_YEAR_WORD})", _season
)
_WHICH_SEASON = _form(r"(?P<which>last|this|next|this\s+past)\s+(?P<season>spring|summer|autumn|winter)(?!\w)", _season)
_WEEKDAY = _form(
    rf"(?:(?P<which>last|this|next|this\s+past|this\s+coming|past|coming)\s+)?(?P<weekday>{words.WEEKDAY_FULL})(?!\w)"
    rf"(?:\s+(?:of\s+)?(?P<week>(?:last|this|next)\s+week)(?!\w))?",
    _weekday,
)
_WEEK_WEEKDAY = _form(
    rf"(?P<week>(?:last|this|next)\s+week)\s+(?:on\s+)?(?P<which>)(?P<weekday>{words.WEEKDAY_FULL})(?!\w)", _weekday
)
_DEICTIC = _form(rf"(?P<deictic>{words.DEICTICS})(?!\w)", _deictic)
_UNIT_SHIFT = _form(
    rf"(?:(?P<when>earlier|later)\s+|{_PART})?(?P<which>last|this|next|that|same|following|previous|preceding"
    r"|very\s+(?:same|next))\s+(?P<unit>day|night|morning|afternoon|evening|week|month|year)(?!\w)",
    _unit_shift,
)
_AGO = _form(
    rf"(?:(?:about|around|some|roughly|nearly|almost)\s+)?{_NUMBER}\s+{_SPAN_UNIT}\s+"
    r"(?P<where>ago|earlier|before|previously|prior|later|after|afterwards?)(?!\w)"
    r"(?P<tail>(?=\s+than\b)|(?<=after)(?=\s+(?!and\b|but\b|when\b)[^\W\d])|(?<=before)(?=\s+(?!and\b|but\b|when\b)[^\W\d]))?",
    _ago,
)
_DAY_AFTER = _form(r"day\s+(?P<where>before|after)(?!\w)(?P<alone>(?=\s?(?:[,.;:)]|$)))?", _following_day)
_WINDOW = _form(
    rf"(?:past|last|previous|preceding|next|coming)\s+(?:{_NUMBER}\s+)?(?:(?P<unit>hour|day|night|week|month|year|decade)s)(?!\w)",
    _window,
)
_PAST_UNIT = _form(r"past\s+(?P<number>)(?P<unit>day|week|month|year|decade)(?!\w)", _window)
_RECENT = _form(r"(?:recent|coming)\s+(?P<unit>days|weeks|months|years|decades|hours)(?!\w)", _vague)
_UNITS_AGO = _form(
    r"(?P<unit>hours|days|weeks|months|years|decades)\s+(?:ago|earlier|later|before)(?=\s*[,.;:)]|\s*$|\s+(?:and|but|in|at|when)\b)",
    _vague,
)
_MINUTES_AGO = _form(rf"(?:{_NUMBER}\s+)?minutes?\s+ago(?!\w)", lambda match: DatePoint("relative", "day", shift=0))
_FEAST = _form(
    rf"(?P<feast>{words.FEAST_NAMES})(?!\w)(?:,?\s+(?:of\s+|in\s+)?{_YEAR}|,?\s+(?:of\s+)?{_YEAR_WORD})?", _feast
)

_MOVING_FEAST = _form(
    rf"(?P<feast>{DATED_FEASTS})(?!\w)(?:,?\s+(?:of\s+|in\s+)?{_YEAR}|,?\s+(?:of\s+)?{_YEAR_WORD})?", _moving_feast
)


def _keyed() -> dict[str, tuple[_Form, ...]]:
    """List the forms under the words that can begin them."""
    parts = frozenset(phrase.split()[0] for phrase in words.PART_VALUES)
    which = frozenset(("last", "this", "next", "past", "coming"))
    number_words = frozenset(words.NUMBER_VALUES) | {
        "several",
        "some",
        "many",
        "about",
        "around",
        "roughly",
        "nearly",
        "almost",
    }
    table: dict[str, list[_Form]] = {}
    for keys, forms in (
        ({"0"}, (_DAY_MONTH, _WIRE, _LOG, _ISO, _NUMERIC, _NINE_ELEVEN, _YEAR_ONLY, _DECADE, _AGO, _MINUTES_AGO)),
        ({"sept", "september"}, (_SEPTEMBER_11,)),  # first: of forms of one length the first is taken
        (words.MONTH_VALUES.keys(), (_MONTH_DAY, _MONTH_ONLY)),
        (words.WEEKDAY_VALUES.keys() | words.WEEKDAY_LONG, (_DAY_MONTH, _MONTH_DAY, _WEEKDAY)),
        ({word.split()[0] for word in words.ORDINAL_VALUES}, (_ORDINAL_MONTH,)),
        (parts, (_MONTH_ONLY, _YEAR_ONLY, _DECADE, _SEASON_YEAR, _UNIT_SHIFT)),
        (words.SEASON_VALUES.keys(), (_SEASON_YEAR,)),
        (which, (_WHICH_MONTH, _WHICH_SEASON, _WEEKDAY, _WEEK_WEEKDAY, _WINDOW, _PAST_UNIT, _RECENT)),
        (which | {"that", "same", "very", "following", "previous", "preceding", "earlier", "later"}, (_UNIT_SHIFT,)),
        ({"previous", "preceding"}, (_WINDOW,)),
        ({phrase.split()[0] for phrase in words.DEICTIC_VALUES}, (_DEICTIC,)),
        (number_words | {"minutes"}, (_AGO, _MINUTES_AGO)),
        ({"day"}, (_DAY_AFTER,)),
        ({"recent"}, (_RECENT,)),
        ({"hours", "days", "weeks", "months", "years", "decades"}, (_UNITS_AGO,)),
        ({"christmas", "new"}, (_FEAST,)),
        (DATED_FEAST_WORDS, (_MOVING_FEAST,)),
    ):
        for key in keys:
            group = table.setdefault(key, [])
            group.extend(form for form in forms if form not in group)
    return {key: tuple(group) for key, group in table.items()}


FORMS = _keyed()
"""Forms by the lower-case word, or "0" for a digit, that begins them."""
