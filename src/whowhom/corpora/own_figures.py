"""Figures in a labelled phrase: the number that its words say, the bound they put on it, how it is written.

In: quoted words and, beside them, ``low/best/high``. Out: offsets in the words and numbers. The
reader's own figures (``coding``) are not asked: labels must not follow what they will measure.
"""

from __future__ import annotations

import re

from whowhom.corpora.own_records import Number

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
NUMBER_WORDS = {word: number for number, word in enumerate(_ONES.split())} | {
    word: 10 * ten for ten, word in enumerate(_TENS.split(), 2)
}
SCALES = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 1_000_000}
# The least that a vague plural says: two of the unit.
VAGUE = {"dozens": 24, "scores": 40, "tens": 20, "hundreds": 200, "thousands": 2000}
NOTHING = {"no": 0, "nobody": 0, "none": 0}
FIGURE = re.compile(r"(?:\d[\d,.]*\d|\d)(?!\w)|\w+(?:-\w+)*")
BOUNDS = (
    ("at least", re.compile(r"\b(at least|no fewer than|not less than|a minimum of|or more)\b", re.I)),
    ("more than", re.compile(r"\b(more than|over|upwards of|passed|topped|above|exceed\w*|in excess of)\b", re.I)),
    ("up to", re.compile(r"\b(up to|as many as|at most|no more than|fewer than|less than|under)\b", re.I)),
    ("about", re.compile(r"\b(about|around|some|roughly|approximately|nearly|almost|close to)\b", re.I)),
)
# A number that ends a phrase counts the people only after such words: "more than 40", but not "a girl of 12".
LEADS_IN = re.compile(
    r"\b(than|least|approx\.|(?:family|group|crew|party|team|band) of|up to|as|about|around|some|over|nearly|almost|"
    r"roughly|approximately|perhaps|under|the|these|those|"
    r"figure|another|other|further|additional|only|just)$",
    re.I,
)
# What follows a number that is an age, a "no" that belongs to a bound, or a possessor ("nobody's").
NO_COUNT = re.compile(r"[- ](years?|fewer|less|more|longer)\b|['’]s\b", re.I)


def find_figure(words: str) -> tuple[int, int, int] | None:
    """Find the first figure that counts: its offsets in the words and the number it says."""
    for hit in FIGURE.finditer(words):
        number = number_of(hit.group())
        if number is None or NO_COUNT.match(words[hit.end() :]):
            continue
        end = hit.end()
        for scale, factor in SCALES.items():
            if re.match(rf"\s{scale}\b", words[end:], re.I):
                number, end = number * factor, end + 1 + len(scale)
                rest = re.match(r"\s(?:and\s)?([\w-]+)", words[end:])
                more = number_of(rest.group(1)) if rest else None
                if rest and more and more < factor:
                    number, end = number + more, end + rest.end()
        before = words[: hit.start()].strip()
        if words[end:].strip(" .,") or not before or LEADS_IN.search(before):
            return hit.start(), end, number
    return None


def number_of(word: str) -> int | None:
    """Read one word or run of digits as a number."""
    lowered = word.lower()
    digits = lowered.replace(",", "").rstrip(".")
    if digits.isascii() and digits.isdigit():
        return int(digits)
    for table in (NUMBER_WORDS, VAGUE, NOTHING, SCALES):
        if lowered in table:
            return table[lowered]
    ten, _, unit = lowered.partition("-")
    if NUMBER_WORDS.get(ten, 0) >= 20 and 0 < NUMBER_WORDS.get(unit, 0) < 10:
        return NUMBER_WORDS[ten] + NUMBER_WORDS[unit]
    return None


def find_bound(words: str) -> str | None:
    """Name the bound that words put on a figure, if any."""
    return next((name for name, pattern in BOUNDS if pattern.search(words)), None)


def read_figures(figures: str) -> Number | None:
    """Read ``4`` as low, best and high at once, ``171/-/-`` as low, best, high with ``-`` for unknown.

    Returns:
        None where it is neither.
    """
    parts = [part.strip() for part in figures.split("/")]
    parts = parts * 3 if len(parts) == 1 else parts
    if len(parts) != 3 or not all(part == "-" or (part.isascii() and part.isdigit()) for part in parts):
        return None
    low, best, high = (None if part == "-" else int(part) for part in parts)
    return {"low": low, "best": best, "high": high}


def write_figures(number: Number) -> str:
    """Write a number the way :func:`read_figures` reads it."""
    parts = ["-" if part is None else str(part) for part in (number["low"], number["best"], number["high"])]
    return parts[0] if len(set(parts)) == 1 and parts[0] != "-" else "/".join(parts)


def number_said(words: str) -> Number | None:
    """Read how many a phrase says it is, with its bound; None where it has no figure."""
    figure = find_figure(words)
    if figure is None:
        return None
    start, end, number = figure
    bound = find_bound(words[:start] + " " + words[end:])
    if words[start:end].lower() in VAGUE or bound == "at least":
        return {"low": number, "best": None, "high": None}
    if bound == "more than":
        return {"low": number + 1, "best": None, "high": None}
    if bound == "up to":
        return {"low": None, "best": None, "high": number}
    return {"low": None if bound else number, "best": number, "high": None if bound else number}


def name_bound(number: Number, said: str | None) -> str:
    """Name the bound that low, best and high have.

    Args:
        said: The bound that the words put on the figure, if any.
    """
    low, best, high = number["low"], number["best"], number["high"]
    if best is not None and low == best == high:
        return "exact"
    if best is not None:
        return said or "about"
    if low is not None and high is None:
        return said if said in ("at least", "more than") else "vague"
    return "up to" if low is None and high is not None else "vague"
