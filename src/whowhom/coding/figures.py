"""Figures of people and things, with the bound that the words put on them.

In: text and a stretch of it. Out: :class:`~whowhom.records.values.Figure` records
in the order of the text, with offsets into that text. Years, dates, ages, measures,
money, percentages, ordinals and numbers that are names are no figures. Whom a figure
counts is not decided here: the caller looks at the noun that it stands before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from whowhom.coding import count_words as near
from whowhom.coding.number_words import FIRST_WORDS, Quantity, read_quantity
from whowhom.records.values import Bound, Figure

# Longest stretch of text looked at before a number; the longest bound has 30 letters.
LOOK_BACK = 60

_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_ZERO = re.compile(
    r"no(?:\s|-)one(?!\w)|not\s+(?:one|a\s+single)(?=\s+[^\W\d])|nobody(?!\w)|none(?!\w)(?!\s+other\s+than)",
    re.IGNORECASE,
)
_ZERO_WORDS = frozenset(("no", "not", "none", "nobody"))
_NO_NOUN = re.compile(r"no(?:\s+(?!\w*(?:er|ss)\s+than)([\w-]{1,24})){1,3}", re.IGNORECASE)
_HEDGE = r"(?:(?:well|just|slightly|far|significantly|a\s+little)\s+)?"
_BOUND_WORDS: tuple[tuple[Bound, int, str], ...] = (
    (
        "up to",
        0,
        r"(?:no|not)\s+more\s+than|as\s+many\s+as|as\s+much\s+as|up\s+to|at\s+(?:the\s+)?most|(?:a\s+)?maximum\s+of",
    ),
    ("at least", 0, r"(?:no|not)\s+(?:fewer|less)\s+than|at\s+(?:the\s+very\s+)?least|(?:a\s+)?minimum\s+of"),
    ("more than", 1, rf"{_HEDGE}(?:more\s+than|over|above|upwards?\s+of|in\s+excess\s+of|exceeding)"),
    ("up to", -1, rf"{_HEDGE}(?:fewer\s+than|less\s+than|under|below|short\s+of)"),
    (
        "about",
        0,
        r"(?:somewhere\s+)?(?:about|around)|some|nearly|almost|close\s+to|roughly|approximately|approx\.?|circa"
        r"|(?:an\s+)?estimated|in\s+the\s+region\s+of|perhaps|possibly|maybe|barely|close\s+on",
    ),
)
# Read in this order: "no more than" must be met before "more than".
_BOUNDS = tuple(
    (bound, shift, re.compile(rf"(?<!\w)(?:{words})\s+$" + (r"|~\s?$" if bound == "about" else ""), re.IGNORECASE))
    for bound, shift, words in _BOUND_WORDS
)
_LOOSE_BOUND = re.compile(r"(?:over|about)\s+$", re.IGNORECASE)
_AGE_BOUND = re.compile(r"(?:under|over|above|below)\s+$", re.IGNORECASE)
_LAST_WORD = re.compile(r"([\w-]{1,24})\s+$")
_BETWEEN = re.compile(r"(?<!\w)(?P<word>between|from)\s+$", re.IGNORECASE)
_LINK = re.compile(r"-(?P<joint>to|or)-|\s?[-‐-–]\s?|\s+(?P<word>to|or|and)\s+", re.IGNORECASE)
_BOUNDS_AFTER: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    ("at least", re.compile(r"\s+or\s+more(?!\w)|[\s-]plus(?!\w)|\+(?!\w)", re.IGNORECASE)),
    ("about", re.compile(r"\s+or\s+(?:so|thereabouts)(?!\w)", re.IGNORECASE)),
    ("up to", re.compile(r"\s+or\s+(?:fewer|less)(?!\w)", re.IGNORECASE)),
)
_STRONG = re.compile(r"-(?:strong|members?|man|person|plus)(?!\w)", re.IGNORECASE)
_COMMA_AFTER_PERSON = re.compile(r"([\w-]{1,24})(?:,\s|\s\()$")
# "Two men, 34 and 56,": ages in a list, those before a number and those behind it.
_AGES_BEFORE = re.compile(r"([\w-]{1,24})(?:,\s|\s\()(?P<ages>(?:\d{1,3}(?:,|,?\s+and)\s+){0,4})$")
_AGES_AFTER = re.compile(r"(?P<ages>(?:(?:,|,?\s+and)\s+\d{1,3}(?!\w)){0,4})(?=[,);.]|$)")
_NEXT_WORD = re.compile(r"\s+([\w-]{1,24})")


# Estimates, tolls, ranges and mentions ask for the same stretches of a report again.
@lru_cache(maxsize=1024)
def find_figures(text: str, start: int = 0, end: int | None = None, *, articles: bool = False) -> tuple[Figure, ...]:
    """Find every figure in a stretch of text, from left to right.

    Args:
        text: Any text; what stands around the stretch is looked at too.
        start: First code point of the stretch.
        end: One past its last code point; None: to the end of the text.
        articles: Count "a", "an" and "one" before a noun for a person as one.

    Returns:
        The figures, which do not overlap. A plural without a number is no figure.
    """
    return tuple(_figures(text, start, len(text) if end is None else min(end, len(text)), articles))


def parse_figure(text: str, start: int = 0, end: int | None = None, *, articles: bool = False) -> Figure | None:
    """Take the first figure of a stretch of text; None where there is none."""
    return next(_figures(text, start, len(text) if end is None else min(end, len(text)), articles), None)


def _figures(text: str, start: int, end: int, articles: bool) -> Iterator[Figure]:
    masks: list[tuple[int, int]] | None = None  # sought only where there is a number: most phrases have none
    floor = start  # what stands before it belongs to the figure before
    resume = start
    for token in _TOKEN.finditer(text, start, end):
        position = token.start()
        word = token[0].lower()
        if (
            position < resume
            or text[position - 1 : position].isalnum()
            or not (word[0].isdigit() or word in FIRST_WORDS or word in _ZERO_WORDS)
        ):
            continue
        if masks is None:
            masks = [match.span() for match in near.MASKED.finditer(text, start, end)]
        while masks and masks[0][1] <= position:
            masks.pop(0)
        if masks and masks[0][0] <= position:
            continue
        figure, resume = _figure_at(text, position, end, floor, articles)
        if figure is not None:
            floor = figure.end
            yield figure


class _Reading(NamedTuple):
    """One number or range as found, before its bound is read."""

    first: Quantity
    last: Quantity
    start: int
    end: int


def _figure_at(text: str, position: int, end: int, floor: int, articles: bool) -> tuple[Figure | None, int]:
    """Read the figure at a position; also where reading goes on."""
    share = _share_at(text, position, end, floor, articles)
    if share is not None:
        return share, share.end
    zero = _zero_at(text, position, end)
    if zero is not None:
        return zero, zero.end
    quantity = read_quantity(text, position, end)
    if quantity is None:
        one = _one_person(text, position, end) if articles else None
        return one, (one.end if one else position)
    before = text[max(floor, position - LOOK_BACK) : position]
    reading = _reading(text, quantity, end, before)
    if reading is None or not _is_count(text, reading, end, before):
        return None, (quantity.end if reading is None else reading.end)
    if reading.first is not reading.last:
        figure = _range_figure(text, reading, before)
    else:
        figure = _bounded(text, reading, end, before)
    if figure.text.lower() == "one":  # neither bound nor part of a range: a pronoun, or a person
        one = _one_person(text, position, end) if articles else None
        return one, figure.end
    doubled = near.SAME_IN_DIGITS.match(text, figure.end, end)
    if doubled is not None and figure.low == int(doubled["digits"].replace(",", "")):
        return figure, doubled.end()
    return figure, figure.end


def _share_at(text: str, position: int, end: int, floor: int, articles: bool) -> Figure | None:
    """Read "half of the 40" and "20 percent of 600": about so many."""
    match = near.SHARE.match(text, position, end)
    if match is None or match.end() >= end:
        return None
    whole, _ = _figure_at(text, match.end(), end, floor, articles=False)
    if whole is None or whole.start != match.end() or whole.best is None:
        return None
    if match["percent"]:
        value = whole.best * float(match["percent"]) / 100
    else:
        parts = {"two": 2, "three": 3}.get((match["parts"] or "").lower(), 1)
        value = whole.best * parts / near.SHARES[match["unit"].lower().removesuffix("s")]
    return Figure(None, round(value), None, "about", position, whole.end, text[position : whole.end])


# --- zero and one -----------------------------------------------------------------------------------------------


def _zero_at(text: str, position: int, end: int) -> Figure | None:
    match = _ZERO.match(text, position, end)
    if match is None and text[position : position + 3].lower() in ("no ", "no\n"):
        noun = _NO_NOUN.match(text, position, end)
        if noun is not None and any(word in near.NONE_OF for word in noun[0].lower().split()[1:]):
            return _exact(text, 0, position, position + 2)
    return None if match is None else _exact(text, 0, position, match.end())


def _one_person(text: str, position: int, end: int) -> Figure | None:
    """Count "a", "an" or "one" whose noun, at most five words on, is a person."""
    article = re.compile(r"(?:an?|one)(?=\s)", re.IGNORECASE).match(text, position, end)
    if article is None:
        return None
    at = article.end()
    for _ in range(6):
        match = _NEXT_WORD.match(text, at, end)
        word = match[1].lower() if match else ""
        if match is None or word in near.STOPS:
            return None
        if word in near.PERSONS:
            following = _NEXT_WORD.match(text, match.end(), end)
            is_modifier = following is not None and following[1].lower() in near.NOT_HEAD_BEFORE | near.PERSONS
            if not is_modifier:
                is_owner = text[match.end() : match.end() + 2] in ("'s", "’s")
                return None if is_owner else _exact(text, 1, position, article.end())
        at = match.end()
    return None


def _exact(text: str, value: int, start: int, end: int) -> Figure:
    return Figure(value, value, value, "exact", start, end, text[start:end])


# --- ranges -----------------------------------------------------------------------------------------------------


def _reading(text: str, first: Quantity, end: int, before: str) -> _Reading | None:
    """Join a second number where the two make a range; None: a score, a phone number."""
    alone = _Reading(first, first, first.start, first.end)
    link = _LINK.match(text, first.end, end)
    if link is None or first.kind != "number" or link.end() >= end:
        return alone
    last = read_quantity(text, link.end(), end)
    if last is None or last.kind != "number":
        return alone
    between = _BETWEEN.search(before)
    opener = between["word"].lower() if between else ""
    word = (link["word"] or link["joint"] or "").lower()
    if (word == "and") != (opener == "between") and word:
        return alone
    if word == "to" and opener == "from" and between:
        opened = first.start - (len(before) - between.start())
        if near.CHANGE_BEFORE.search(text[max(0, opened - LOOK_BACK) : opened]):
            return alone
    low = _shared_scale(first, last)
    if low.value >= last.value:
        return alone if word else None
    start = first.start - (len(before) - between.start()) if between else first.start
    return _Reading(low, last, start, last.end)


def _shared_scale(first: Quantity, last: Quantity) -> Quantity:
    """Read "10 to 15 thousand", "two to three hundred" and "40-50,000" as both of that scale."""
    if first.in_digits and last.in_digits and first.value < 1000 and last.value % 1000 == 0:
        last = last._replace(scale=1000)
    if first.scale == 1 and last.scale > 1 and first.value * last.scale < last.value:
        return first._replace(value=first.value * last.scale)
    return first


def _range_figure(text: str, reading: _Reading, before: str) -> Figure:
    lead = before[: len(before) - (reading.first.start - reading.start)]
    start = reading.start
    for bound, _, pattern in _BOUNDS:
        match = pattern.search(lead)
        if match is not None and bound in ("about", "at least", "up to"):
            start -= len(lead) - match.start()
            break
    return Figure(reading.first.value, None, reading.last.value, "range", start, reading.end, text[start : reading.end])


# --- bounds -----------------------------------------------------------------------------------------------------


def _bounded(text: str, reading: _Reading, end: int, before: str) -> Figure:
    quantity = reading.first
    bound, shift, start = _bound_before(quantity, before)
    stop = quantity.end
    if start == quantity.start and quantity.kind == "number":
        for bound_after, pattern in _BOUNDS_AFTER:
            match = pattern.match(text, quantity.end, end)
            if match is not None:
                bound, stop = bound_after, match.end()
    low, best, high = _limits(quantity, bound, shift)
    shown: Bound = bound if bound != "vague" else ("about" if quantity.kind == "about" else "vague")
    return Figure(low, best, high, shown, start, stop, text[start:stop])


def _bound_before(quantity: Quantity, before: str) -> tuple[Bound, int, int]:
    """Find the words that bound a number: kind, what they add, and where they begin."""
    plain: Bound = "exact" if quantity.kind == "number" else "vague"
    for bound, shift, pattern in _BOUNDS:
        match = pattern.search(before)
        if match is None:
            continue
        if _LOOSE_BOUND.fullmatch(match[0]) and near.NO_BOUND_BEFORE.search(before[: match.start()]):
            break
        start = quantity.start - (len(before) - match.start())
        if quantity.kind != "number" and bound in ("about", "up to"):
            return "vague", 0, start
        return bound, shift, start
    return plain, 0, quantity.start


def _limits(quantity: Quantity, bound: Bound, shift: int) -> tuple[int | None, int | None, int | None]:
    value = quantity.value
    if bound == "exact":
        return value, value, value
    if bound == "about" or (quantity.kind == "about" and bound == "vague"):
        return None, value, None
    if bound == "up to":
        return None, None, max(value + shift, 0)
    # "more than dozens" allows no sharper number than "dozens" does.
    return value + (shift if quantity.kind == "number" else 0), None, None


# --- counts and what only looks like one ------------------------------------------------------------------------


def _is_count(text: str, reading: _Reading, end: int, before: str) -> bool:
    """Tell a count from a date, a time, an age, a measure, an amount of money or a name."""
    lead = before[: len(before) - (reading.first.start - reading.start)]
    if reading.first.kind != "number":
        return near.MEASURED.match(text, reading.end, end) is None
    return not (
        _is_glued(text, reading)
        or near.MEASURED.match(text, reading.end, end)
        or near.FRACTION_AFTER.match(text, reading.end, end)
        or near.MONEY_BEFORE.search(before)
        or near.FRACTION_BEFORE.search(before)
        or near.UNIT_NAMES.search(lead)
        or _is_date_part(text, reading, end, before)
        or _is_age(text, reading)
        or (
            near.AT_BEFORE.search(lead)
            and not near.PUT_BEFORE.search(lead)
            and not _NEXT_WORD.match(text, reading.end, end)
        )
        or _is_year(text, reading, end, before)
        or _is_hollow_zero(text, reading, end)
    )


def _is_glued(text: str, reading: _Reading) -> bool:
    """Say whether the number is part of a longer token: "AK-47", "three-storey", "1.5"."""
    first, stop = reading.first.start, reading.end
    if first and (text[first - 1] in "#+°/_" or (text[first - 1] in "-–.,:" and text[first - 2 : first - 1].isalnum())):
        return True
    tail = text[stop : stop + 2]
    if text[first - 1 : first] in ("'", "’") and reading.first.in_digits and not text[first - 2 : first - 1].strip():
        return text[stop : stop + 1] not in ("'", "’")  # "the class of '66", but not a quoted "'12'"
    is_line_start = not text[max(0, first - 12) : first].rpartition("\n")[2].strip() and (
        first < 12 or "\n" in text[first - 12 : first]
    )
    if is_line_start and tail in (". ", ") ", ".\t", ".\n"):
        return True  # the number of a list's item
    if tail[:1] == "-" and tail[1:].isalnum():
        return _STRONG.match(text, stop) is None
    if tail == "- ":
        return True  # "five- and six-year-olds"
    return tail[:1] in ("/", "°", "_") or (tail[:1] in (".", ",", ":", "–") and tail[1:].isdigit())


def _is_date_part(text: str, reading: _Reading, end: int, before: str) -> bool:
    if reading.first.in_digits and reading.last.value < 100 and near.DAY_MONTH_BEFORE.search(before):
        # "4 SEPT 89 (AFP)" has a year, "on 4 September 21 men" has none.
        return reading.last.value >= 60 or near.YEAR_CLOSED_AFTER.match(text, reading.end) is not None
    if reading.last.value > 31 and not _yearlike(text, reading.last):
        return False
    if near.IN_MONTH_BEFORE.search(before) and near.WORD_AFTER.match(text, reading.end, end):
        return False
    month = near.MONTH_BEFORE.search(before)
    noun = _NEXT_WORD.match(text, reading.end, end)
    if month is not None and month["days"] and noun is not None and noun[1].lower() in near.COUNTED:
        return False  # "on May 5 and 6 people", "on May 5, 6 people"
    return month is not None or near.MONTH_AFTER.match(text, reading.end, end) is not None


def _is_age(text: str, reading: _Reading) -> bool:
    """Say whether a number is an age; whose it is stands before it, be that in the stretch asked for or not."""
    lead = text[max(0, reading.start - LOOK_BACK) : reading.start]
    if near.AGE_BEFORE.search(lead):
        return True
    if not reading.first.in_digits or reading.last.value > 110:
        return False
    is_closed = near.AGE_CLOSED_AFTER.match(text, reading.end) is not None
    if is_closed and near.NAME_COMMA_BEFORE.search(lead):
        return near.PLACE_COMMA_BEFORE.search(lead) is None
    person = _COMMA_AFTER_PERSON.search(lead)
    if person is not None and person[1].lower() in near.PERSONS:
        return is_closed or near.AGE_GOES_ON.match(text, reading.end) is not None
    if _is_of_several(text, reading, lead):
        return True
    bound = _AGE_BOUND.search(lead)
    whose = _LAST_WORD.search(lead[: bound.start()]) if bound else None
    return whose is not None and whose[1].lower() in ("children", "boys", "girls", "men", "women", "those", "people")


def _is_of_several(text: str, reading: _Reading, lead: str) -> bool:
    """Say whether a number is one of several ages, as in "two men, 34 and 56,"; one number alone counts people."""
    before, after = _AGES_BEFORE.search(lead), _AGES_AFTER.match(text, reading.end)
    if before is None or after is None or not (before["ages"] or after["ages"]):
        return False
    return before[1].lower() in near.NONE_OF and reading.first is reading.last


def _yearlike(text: str, quantity: Quantity) -> bool:
    return quantity.in_digits and quantity.end - quantity.start == 4 and 1700 <= quantity.value <= 2099


def _is_year(text: str, reading: _Reading, end: int, before: str) -> bool:
    if not (_yearlike(text, reading.first) and _yearlike(text, reading.last)):
        return False
    if near.YEARISH_BEFORE.search(before):
        return True
    noun = _NEXT_WORD.match(text, reading.end, end)
    return noun is None or noun[1].lower() not in near.COUNTED


def _is_hollow_zero(text: str, reading: _Reading, end: int) -> bool:
    """Refuse the zero of "zero tolerance"; "zero deaths" counts."""
    if reading.first.value or reading.first.in_digits or reading.last is not reading.first:
        return False
    words = re.compile(r"(?:\s+([\w-]{1,24})){1,3}").match(text, reading.end, end)
    return words is None or not any(word in near.NONE_OF for word in words[0].lower().split())
