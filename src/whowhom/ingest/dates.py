"""Publication dates: reading one that is given, finding one that the text states.

In: strings. Out: ISO dates (``YYYY-MM-DD``) and the words they came from.
A date is only read where day, month and year are all stated and their order is
beyond doubt: "05/03/2021" is refused, not guessed.
"""

from __future__ import annotations

import re
from datetime import date

EXPECTED = "2021-05-03, 2021-05-03T10:30:00Z, 3 May 2021, May 3, 2021 or Mon, 03 May 2021 10:30:00 +0000"

_MONTH_NAMES = "january february march april may june july august september october november december"
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES.split(), start=1)}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=lambda name: (-len(name), name))) + r")\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)\b"
# "3 JAN 90" stands in wire datelines before 2000; nowhere else is a two-digit year taken.
_WIRE_YEAR = r"(?P<year>(?:19|20)\d\d|\d\d)\b"
_WHOLE_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_WORDED = (rf"{_DAY}(?: of)?[ -]{_MONTH},?[ -]{_YEAR}", rf"{_MONTH} {_DAY},? {_YEAR}")
_NUMERIC = r"(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"
_ZONE = r"(?:Z|[A-Z]{2,4}|[+-]\d\d:?\d\d)?"
_CLOCK = rf"(?:[T,]?\s*(?:at |- |\| )?\d{{1,2}}[:.]\d\d(?:[:.]\d\d(?:\.\d+)?)?\s*(?:[ap]\.?m\.?)?\s*{_ZONE})?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?"
_NAMED = re.compile(r"\?P<(?:day|month|year)>")
WORDED_FORMS = tuple(_NAMED.sub("?:", form) for form in _WORDED)
"""Patterns of a date with its month as a word, without groups; ``NUMERIC_FORM``: in figures, year first."""
NUMERIC_FORM = _NAMED.sub("?:", _NUMERIC)
_WHOLE = tuple(re.compile(rf"{_WEEKDAY}(?:{form}){_CLOCK}", re.IGNORECASE) for form in (*_WORDED, _NUMERIC))
_BARE = tuple(re.compile(rf"\b{form}", re.IGNORECASE) for form in (*_WORDED, _NUMERIC))
_STATED = tuple(
    re.compile(
        rf"\b(?P<cue>(?:first )?(?:published|posted|released|issued|dated?|updated|last (?:updated|modified)))"
        rf"(?: on| at)?\s*:?\s*(?P<date>{_WEEKDAY}(?:{form}))",
        re.IGNORECASE,
    )
    for form in (*_WORDED, _NUMERIC)
)
_PLACE = r"\s*(?:[A-Z][\w.'’-]*[ ,/]+){1,6}"
_NAMES = r"(?:[A-Z][\w.'’-]*[ /]){0,3}[A-Z][\w.'’-]*"
_DATELINE = tuple(
    re.compile(
        rf"{_PLACE}(?:\([^()]{{2,40}}\)[ ,]*)?\(?(?P<date>(?i:{form}))\)?\s*(?:\([^()]{{2,60}}\)\s*)?(?:[-–—:]|\[)"
    )
    for form in (
        rf"{_DAY} {_MONTH},?(?: {_WIRE_YEAR})?",
        rf"{_MONTH} {_DAY}(?:,? {_YEAR})?",
    )
) + tuple(
    # "*Bamako, 2 June 2022.*", as a text in Markdown has it; with its year, for a full stop ends sentences too.
    # Only a blank parts two names: one long word in capitals would else be tried in every way to cut it.
    re.compile(rf"\s*[*_]{{0,2}}{_NAMES}[ /]?, ?(?P<date>(?i:{form}))\.?[*_]{{0,2}}(?<=[.*_])(?=\s)")
    for form in (rf"{_DAY} {_MONTH},? {_WHOLE_YEAR}", rf"{_MONTH} {_DAY},? {_WHOLE_YEAR}")
)


def iso_date(words: str) -> str | None:
    """Read a date or date-time, with or without words around day and month.

    Args:
        words: One date, such as ``"3 May 2021"``, an ISO date or date-time, or
            a date in the form of an e-mail header.

    Returns:
        The ISO date as stated, in the stated time zone; None when the words are
        no date, an impossible one, or one whose day and month could be swapped.
    """
    words = " ".join(words.split())
    if len(words) > 80:
        return None
    for form in _WHOLE:
        match = form.fullmatch(words)
        if match is not None:
            return _iso(match)
    return _mail_date(words)


def stated_date(text: str, start: int, end: int) -> tuple[str, int, int] | None:
    """Find the date in a credit line: that of publication before any other.

    Args:
        text: The canonical text; only ``text[start:end]`` is read.

    Returns:
        The ISO date and the offsets of its words; a date of first publication is
        preferred to one of an update. None when the paragraph states none.
    """
    found: list[tuple[bool, int, str, int]] = []
    for form in _STATED:
        for match in form.finditer(text, start, end):
            iso = _iso(match)
            if iso is not None:
                is_update = match["cue"].lower().endswith(("updated", "modified"))
                found.append((is_update, match.start("date"), iso, match.end("date")))
    if found:
        _, first, iso, last = min(found)
        return iso, first, last
    for form in _BARE:
        for match in form.finditer(text, start, end):
            iso = _iso(match)
            if iso is not None:
                return iso, match.start(), match.end()
    return None


def dateline_date(text: str, start: int, end: int) -> tuple[str | None, int, int] | None:
    """Read the date of a wire dateline at the start of a paragraph.

    Returns:
        The ISO date, or None in its place when the dateline states no year, and
        the offsets of its words; None when there is no dateline with a date.
    """
    for form in _DATELINE:
        match = form.match(text, start, min(end, start + 200))
        if match is not None:
            return _iso(match), match.start("date"), match.end("date")
    return None


def _iso(match: re.Match[str]) -> str | None:
    if match["year"] is None:
        return None
    year = int(match["year"])
    if year < 100:
        year += 1900 if year >= 69 else 2000  # the rule of POSIX for two-digit years
    month = match["month"].lower()
    try:
        return date(year, _MONTHS.get(month) or int(month), int(match["day"])).isoformat()
    except ValueError:
        return None


def _mail_date(words: str) -> str | None:
    from email.utils import parsedate_to_datetime  # 18 ms, needed for few reports

    if not re.match(r"(?:[A-Za-z]{3}, )?\d{1,2} [A-Za-z]{3} \d{4} \d", words):
        return None
    try:
        return parsedate_to_datetime(words).date().isoformat()
    except ValueError:
        return None
