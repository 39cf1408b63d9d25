"""Figures in words: the number that a phrase says and the bound it puts on it."""

from __future__ import annotations

import re

NUMBER_WORDS = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
} | {
    word: 10 * ten
    for ten, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
SCALES = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 1_000_000}
# The least that a vague plural says: two of the unit.
VAGUE = {"dozens": 24, "scores": 40, "tens": 20, "hundreds": 200, "thousands": 2000}
NOTHING = {"no": 0, "nobody": 0, "none": 0}
FIGURE = re.compile(r"\d[\d,.]*\d|\d|\w+(?:-\w+)*")
BOUNDS = (
    ("at least", re.compile(r"\b(at least|no fewer than|not less than|a minimum of|or more)\b", re.I)),
    ("more than", re.compile(r"\b(more than|over|upwards of|passed|topped|above|exceed\w*|in excess of)\b", re.I)),
    ("up to", re.compile(r"\b(up to|as many as|at most|no more than|fewer than|less than|under)\b", re.I)),
    ("about", re.compile(r"\b(about|around|some|roughly|approximately|nearly|almost|close to)\b", re.I)),
)


# A number that ends a phrase counts the people only after such words: "more than 40", but not "a girl of 12" or "Brigade 4".
LEADS_IN = re.compile(
    r"\b(than|least|approx\.|(?:family|group|crew|party|team|band) of|up to|as|about|around|some|over|nearly|almost|"
    r"roughly|approximately|perhaps|under|the|these|those|"
    r"figure|another|other|further|additional|only|just)$",
    re.I,
)


# What follows a number that is an age, or a "no" that belongs to a bound.
NO_COUNT = re.compile(r"[- ](years?|fewer|less|more|longer)\b", re.I)


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
