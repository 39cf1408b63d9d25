"""Number words and the patterns of a bare quantity.

In: text and a position. Out: the value that stands there and where it ends. What
bounds a number ("more than") and what is no count ("30 km") is not known here.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_UNITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SMALL_VALUES = (
    {word: value for value, word in enumerate(_UNITS + _TEENS)}
    | {word: 10 * value for value, word in enumerate(_TENS, start=2)}
    | {"a": 1, "an": 1}
)
SCALES = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 1000,
    "lakh": 100_000,
    "million": 1_000_000,
    "crore": 10_000_000,
    "billion": 1_000_000_000,
}
# "dozens" are at least two dozens, and so for each; "scores" of twenty, "tens" of ten.
PLURAL_SCALES = {word + "s": 2 * value for word, value in SCALES.items()} | {"scores": 40, "tens": 20}

_S = r"[\s-]{1,3}"  # wrapped lines and hyphens join number words
_AND = rf"(?:{_S}and)?"
_UNIT = "(?:" + "|".join(_UNITS[1:]) + ")"
_SMALL = rf"(?:(?:{'|'.join(_TENS)})(?:{_S}{_UNIT})?|{'|'.join(_TEENS)}|{_UNIT})"
_HUNDREDS = rf"(?:(?:{_SMALL}|an?){_S}hundred(?:{_AND}{_S}{_SMALL})?)"
_GROUP = rf"(?:{_HUNDREDS}|{_SMALL})"
_SCALE = r"(?:thousand|lakh|million|crore|billion)"
_SCALED = rf"(?:{_GROUP}|an?){_S}{_SCALE}(?:,?{_AND}{_S}{_GROUP}{_S}{_SCALE}){{0,3}}(?:,?{_AND}{_S}{_GROUP})?"
_WORDED = rf"(?:{_SCALED}|{_GROUP}|zero)"
# At most 12 digits in a row: longer ones are numbers of phones, accounts or files.
_DIGITS = r"(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,3}(?:[\u00a0\u202f]\d{3}){1,4}|\d{1,3}(?: 000){1,3}|\d{1,12})(?!\d)"
_END = r"(?!\w)"

# "one" and its fellows may not run into a word: "tenant", "oneself".
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern + _END, re.IGNORECASE))
    for kind, pattern in (
        (
            "vague",
            rf"(?:(?:many|several|countless){_S})?"
            rf"(?P<plural>(?P<many>tens|dozens|scores|hundreds|thousands|lakhs|millions)(?:{_S}of{_S}(?:thousands|millions))?)"
            rf"(?:{_S}(?:and|upon){_S}(?P=many))?(?:\s{{1,3}}of)?",
        ),
        (
            "vague",
            rf"(?:several|a{_S}few|many)(?:{_S}(?P<scale>hundred{_S}thousand|dozen|hundred|{_SCALE}))(?:\s{{1,3}}of)?",
        ),
        (
            "vague",
            rf"several|a{_S}few|an?{_S}(?:(?:large|small|great|unknown|unspecified|undisclosed|growing){_S})?(?:number|handful){_S}of"
            rf"|multiple|numerous",
        ),
        ("score", rf"(?P<whole>a|{_SMALL}){_S}score(?:{_S}of)?"),
        ("about", rf"a{_S}couple(?:{_S}of)?(?:{_S}(?P<scale>dozen|hundred|{_SCALE}))?"),
        ("half", rf"half{_S}an?{_S}(?P<scale>dozen|{_SCALE})"),
        ("mixed", rf"(?P<whole>\d{{1,3}}|{_SMALL}){_S}and{_S}a{_S}half{_S}(?P<scale>{_SCALE})"),
        # "1.5 to 2 million": the scale stands after the second number.
        ("scaled", rf"(?P<number>\d{{1,3}}\.\d{{1,3}})(?=\s?(?:[-–]|to|or|and)\s?[\d.,]{{1,9}}\s(?P<scale>{_SCALE}))"),
        (
            "scaled",
            rf"(?P<number>\d{{1,3}}\.\d{{1,3}}|{_DIGITS})[\s-]{{1,2}}(?P<scale>hundred{_S}thousand|dozen|hundred|{_SCALE})",
        ),
        ("thousands", r"(?P<number>\d{1,3}(?:\.\d)?)k"),
        ("odd", rf"(?P<whole>a{_S}hundred|{'|'.join(_TENS)}|\d{{2,4}})-(?:odd|some)"),
        ("pair", rf"a{_S}pair{_S}of"),
        ("dozens", rf"(?P<whole>{_SMALL}|an?){_S}dozen"),
        ("words", _WORDED),
        ("digits", _DIGITS),
    )
)
FIRST_WORDS = (
    frozenset(SMALL_VALUES) | PLURAL_SCALES.keys() | {"several", "many", "half", "countless", "multiple", "numerous"}
)
"""Lower-case words that can begin a quantity; a digit can too."""

_FIRST_LETTER_DIGIT = tuple(item for item in _PATTERNS if item[0] in ("mixed", "scaled", "thousands", "odd", "digits"))
_FIRST_LETTER_WORD = tuple(item for item in _PATTERNS if item[0] not in ("scaled", "thousands", "digits"))


class Quantity(NamedTuple):
    """A quantity as written.

    Attributes:
        value: The number, or the smallest one that a vague word allows.
        kind: ``number``, ``about`` ("a couple") or ``vague`` ("dozens").
        scale: 1000 for "10 thousand", 1 for "10": ranges share it.
        in_digits: Whether it is written in digits alone.
    """

    value: int
    kind: str
    start: int
    end: int
    scale: int
    in_digits: bool


def read_quantity(text: str, start: int, end: int) -> Quantity | None:
    """Read the quantity that begins at ``start`` exactly, the longest one.

    Returns:
        None where none begins; an amount that is no whole number is none.
    """
    patterns = _FIRST_LETTER_DIGIT if text[start].isdigit() else _FIRST_LETTER_WORD
    for kind, pattern in patterns:
        match = pattern.match(text, start, end)
        if match is not None:
            return _quantity(kind, match)
    return None


def _quantity(kind: str, match: re.Match[str]) -> Quantity | None:
    groups = match.groupdict()
    scale = _scale(groups.get("scale"))
    value: int | None
    if kind == "vague":
        value = 2 * scale if groups.get("plural") is None else _plural(match["plural"])
    elif kind == "about":
        value = 2 * scale
    elif kind == "pair":
        value = 2
    elif kind == "half":
        value = scale // 2
    elif kind == "mixed":
        value = _words_value(match["whole"]) * scale + scale // 2
    elif kind in ("scaled", "thousands"):
        value = _decimal(match["number"], 1000 if kind == "thousands" else scale)
    elif kind == "odd":
        value = _words_value(match["whole"])
    elif kind == "score":
        value = 20 * _words_value(match["whole"])
    elif kind == "dozens":
        value, scale = 12 * _words_value(match["whole"]), 12
    else:
        value = _words_value(match[0])
        scale = _trailing_scale(match[0])
    if value is None:
        return None
    is_about = kind in ("about", "odd", "score")
    role = "about" if is_about else "vague" if kind == "vague" else "number"
    return Quantity(value, role, match.start(), match.end(), scale, kind == "digits")


def _scale(words: str | None) -> int:
    product = 1
    for word in re.split(r"[\s-]+", (words or "").lower()):
        product *= SCALES.get(word, 1)
    return product


def _plural(words: str) -> int:
    first, *others = re.findall(r"[a-z]+", words.lower().replace("of", " "))
    value = PLURAL_SCALES[first]
    for word in others:
        value *= SCALES[word.removesuffix("s")]
    return value


def _decimal(number: str, scale: int) -> int | None:
    whole, _, fraction = re.sub(r"[, \u00a0\u202f]", "", number).partition(".")
    numerator = int(whole + fraction) * scale
    denominator = 10 ** len(fraction)
    return numerator // denominator if numerator % denominator == 0 else None


def _words_value(words: str) -> int:
    """Add up number words or digits that :data:`_PATTERNS` let through."""
    digits = re.sub(r"[, \u00a0\u202f]", "", words)
    if digits.isdecimal():
        return int(digits)
    total = group = 0
    for word in re.findall(r"[a-z]+", words.lower()):
        if word in SMALL_VALUES:
            group += SMALL_VALUES[word]
        elif word == "hundred":
            group = max(group, 1) * 100
        elif word in SCALES:
            total += max(group, 1) * SCALES[word]
            group = 0
    return total + group


def _trailing_scale(words: str) -> int:
    last = re.findall(r"[a-z]+|\d+", words.lower())[-1]
    return SCALES.get(last, 1)
