"""Dates that speak for a whole report: its dateline, its publication, its years.

In: the canonical text. Out: quotes and years. Only the head of a text is read for a
publication date, and only a date with day, month and year is one.
"""

from __future__ import annotations

import re
from collections import Counter

from whowhom.records.spans import Quote
from whowhom.resolve.date_expressions import DateExpression, DatePoint
from whowhom.resolve.date_grammar import find_dates

# The head: a title, a byline and a dateline have room in it.
HEAD_CHARACTERS = 1_500
HEAD_LINES = 10
MAX_DATELINE_CHARACTERS = 120

# The United States, their government and forces, and lands that follow their usage (Unicode CLDR, short dates of en-*).
_MONTH_FIRST = frozenset(("us", "gov", "mil", "ph", "pw", "fm", "mh", "bz", "gu", "pr"))
# Endings that anybody may have, and lands whose short dates begin with the year.
_NO_LAND = frozenset("io co me tv ai cc ly fm ws to gg sh cn jp kr kp tw hu lt ir mn bt eu".split())
_LABEL = re.compile(
    r"(?<!\w)(?P<cue>(?:first\s+)?(?:published|posted|released|issued|filed|dated?|updated|last\s+(?:updated|modified)))"
    r"(?:\s+on|\s+at)?\s*[:|-]?\s*$",
    re.IGNORECASE,
)
_PLACE_BEFORE = re.compile(r"\s*[A-Z][\w.'’-]*(?:[ ,/]+[A-Z(][\w.'’)-]*){0,7}[,.(\s]*$")
_AGENCY_AFTER = re.compile(r"\s*\)?\s*(?:\([^()\n]{2,60}\)\s*)?(?:--|[-–—:\[])")
_BYLINE = re.compile(r"\s*(?:(?:[Bb]y|BY)\s[\w .'’,-]{2,60}|[\w .'’-]{2,40})?\s*[|•·,–—-]\s*$")
_REST_OF_LINE = re.compile(r"\s*(?:[|•·,–—-].{0,40}|\d\d?[:.]\d\d.{0,20})?\s*$")
_FORWARD = re.compile(
    r"(?<!\w)(?:by|until|till|before|for|towards?|planned\s+for|scheduled\s+for|expected\s+in)\s+(?:\w{3,9}\s+)?$",
    re.IGNORECASE,
)


def dateline(text: str) -> Quote | None:
    """Find the full date in the dateline or the "Published" line of a report.

    Args:
        text: The canonical text; its first ten lines that are not empty are read.

    Returns:
        The words of the date. One labelled as first publication goes before one
        labelled as an update, and both before a dateline. None where day, month or
        year is missing, or no line has the form.
    """
    found = _published_expression(text)
    return None if found is None else Quote(found.start, found.end, found.text)


def infer_published(text: str) -> tuple[str, Quote] | None:
    """Read the publication date off the head of a report.

    Returns:
        The ISO date and the words of :func:`dateline`; None where there is none, or
        where day and month of it could change places.
    """
    found = _published_expression(text)
    if found is None:
        return None
    point = found.points[0]
    if point.is_swappable:
        return None
    iso = f"{point.year:04}-{point.month:02}-{point.day:02}"
    return iso, Quote(found.start, found.end, found.text)


def _published_expression(text: str) -> DateExpression | None:
    candidates: list[tuple[int, int, DateExpression]] = []
    for start, end in _head_lines(text):
        for expression in find_dates(text, start, min(end, start + 400)):
            rank = _rank(text, start, end, expression) if _is_full_day(expression) else None
            if rank is not None:
                candidates.append((rank, expression.start, expression))
    return min(candidates, key=lambda item: item[:2])[2] if candidates else None


def _head_lines(text: str) -> list[tuple[int, int]]:
    lines = []
    for match in re.finditer(r"[^\n]*\S[^\n]*", text[:HEAD_CHARACTERS]):
        lines.append(match.span())
        if len(lines) == HEAD_LINES:
            break
    return lines


def _is_full_day(expression: DateExpression) -> bool:
    if expression.kind != "point":
        return False
    point = expression.points[0]
    if None in (point.year, point.month, point.day) or point.is_approximate:
        return False
    from datetime import date

    try:
        date(point.year or 0, point.month or 0, point.day or 0)
    except ValueError:
        return False
    return True


def _rank(text: str, start: int, end: int, expression: DateExpression) -> int | None:
    """Order the forms: 0 first publication, 1 update, 2 dateline, 3 a line of its own."""
    before, after = text[start : expression.start], text[expression.end : end]
    label = _LABEL.search(before)
    if label is not None and len(before) <= MAX_DATELINE_CHARACTERS:
        return 1 if label["cue"].lower().endswith(("updated", "modified")) else 0
    if len(before) <= MAX_DATELINE_CHARACTERS and _PLACE_BEFORE.match(before) and _AGENCY_AFTER.match(after):
        return 2
    if (not before.strip() or _BYLINE.match(before)) and _REST_OF_LINE.match(after):
        return 3
    return None


def day_first_at(url: str | None) -> bool | None:
    """Say how the country of a publisher writes "05/03/2021", by the end of its address.

    Returns:
        False for the United States, their armed forces and the few lands that write the month
        first; True for other lands; None where the address names none or one that writes the
        year first.
    """
    host = re.match(r"(?:https?://)?[\w.-]+\.(?P<end>[a-z]{2,3})(?=[:/?#]|$)", (url or "").lower())
    end = host["end"] if host else ""
    if end in _MONTH_FIRST:
        return False
    return True if len(end) == 2 and end not in _NO_LAND else None


def years_in(text: str) -> tuple[int, ...]:
    """List the years that a text states, the likeliest year of the news first.

    Only years within date expressions count, so "1989 families" states none. The
    latest year comes first: a report looks back from its own year. A year named more
    often as a date to come than otherwise ("by 2030", "until 2025") comes after all
    others, latest first.
    """
    stated: Counter[int] = Counter()
    forward: Counter[int] = Counter()
    for expression in find_dates(text):
        is_forward = expression.kind in ("until", "before") or _FORWARD.search(
            text[max(0, expression.start - 40) : expression.start]
        )
        for year in {_last_year(point) for point in expression.points}:
            if year is not None:
                stated[year] += 1
                forward[year] += 1 if is_forward else 0
    return tuple(sorted(stated, key=lambda year: (2 * forward[year] > stated[year], -year)))


def _last_year(point: DatePoint) -> int | None:
    """Give the year of a point; a decade names none that a day could lie in."""
    return point.year if point.form == "calendar" and point.unit != "decade" else None
