"""Words of dates in English and what each stands for.

Lists and small patterns only; the forms are in ``date_points``.
"""

from __future__ import annotations

import re
from typing import Literal

from whowhom.resolve.date_expressions import Unit

_MONTH_NAMES = (
    ("january", "jan"),
    ("february", "feb"),
    ("march", "mar"),
    ("april", "apr"),
    ("may",),
    ("june", "jun"),
    ("july", "jul"),
    ("august", "aug"),
    ("september", "sept", "sep"),
    ("october", "oct"),
    ("november", "nov"),
    ("december", "dec"),
)
MONTH_VALUES = {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names}
MONTH_ANY = "|".join(sorted(MONTH_VALUES, key=lambda name: (-len(name), name)))
MONTH_CAPITALS = f"(?P<month>{MONTH_ANY.upper()})"
# The full stop of "Sept. 5" or "5 Sept. 2021", never that of a sentence.
MONTH_STOP = (
    r"(?:(?:(?<![a-z]{4})(?<!may)|(?<=sept)(?<![a-z]{5}))\.(?=,?\s+(?:the\s+)?(?:['’]?\d|of\s|last\s|this\s|next\s)))?"
)
# Verbs, names, and abbreviations that are other words too ("Dec", "Jan", "Mar", "Sep").
HARD_MONTHS = frozenset(("may", "march", "april", "june", "august")) | {
    name for name in MONTH_VALUES if len(name) <= 4
} - {"july"}

WEEKDAY_LONG = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAY_FULL = "|".join(WEEKDAY_LONG)
# Short ones only before a date: "Sun" and "Sat" are other words.
WEEKDAY_ANY = WEEKDAY_FULL + "|mon|tues|tue|wed|thurs|thur|thu|fri|sat|sun"
WEEKDAY_VALUES = {name[:3]: number for number, name in enumerate(WEEKDAY_LONG)} | {"tues": 1, "thurs": 3, "thur": 3}
WEEKDAY_NAMES = re.compile(
    r"(?:black|good|bloody|holy|ash|palm|easter)\s+\w+$|day\s(?:times|telegraph|mirror|express|post|herald|star|mail|world|tribune)$",
    re.IGNORECASE,
)
"""A weekday in a name: of a feast, of a massacre, of a newspaper."""

SEASON_VALUES = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
SEASONS = "|".join(SEASON_VALUES)

PART_VALUES = {
    "early": "early",
    "beginning": "start",
    "start": "start",
    "mid": "mid",
    "middle": "mid",
    "late": "late",
    "end": "end",
    "first half": "first half",
    "second half": "second half",
    "first quarter": "Q1",
    "second quarter": "Q2",
    "third quarter": "Q3",
    "fourth quarter": "Q4",
    "last quarter": "Q4",
    "final quarter": "Q4",
    "first three months": "Q1",
    "first six months": "first half",
    "last six months": "second half",
    "first week": "W1",
    "second week": "W2",
    "third week": "W3",
    "fourth week": "W4",
    "last week": "W-1",
    "final week": "W-1",
}
_part_pattern = "|".join(sorted(PART_VALUES, key=lambda phrase: (-len(phrase), phrase)))
PARTS = _part_pattern.replace(" ", r"[\s-]+")

_ONES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_TO_TWENTY = ("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth")
_ORDINAL_LIST = (*_ONES, *_TO_TWENTY, "eighteenth", "nineteenth", "twentieth")
ORDINAL_VALUES = (
    {word: number for number, word in enumerate(_ORDINAL_LIST, start=1)}
    | {f"twenty {word}": 20 + number for number, word in enumerate(_ONES, start=1)}
    | {"thirtieth": 30, "thirty first": 31}
)
_ordinal_pattern = "|".join(sorted(ORDINAL_VALUES, key=lambda word: (-len(word), word)))
ORDINALS = _ordinal_pattern.replace(" ", r"[\s-]")

_NUMBER_LIST = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
NUMBER_VALUES = {word: number for number, word in enumerate(_NUMBER_LIST, start=1)} | {
    "a": 1,
    "an": 1,
    "a couple of": 2,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "twenty four": 24,
    "forty eight": 48,
    "seventy two": 72,
}
_VAGUE_NUMBERS = ("several", "some", "a few", "few", "many")
_number_pattern = "|".join(sorted((*NUMBER_VALUES, *_VAGUE_NUMBERS), key=lambda word: (-len(word), word)))
NUMBERS = _number_pattern.replace(" ", r"[\s-]+")


def number_of(phrase: str) -> int | None:
    """Read a small number; None for a vague one ("several")."""
    cleaned = " ".join(phrase.lower().replace("-", " ").split())
    return int(cleaned) if cleaned.isdecimal() else NUMBER_VALUES.get(cleaned)


DEICTIC_VALUES: dict[str, tuple[Unit, int]] = {
    "today": ("day", 0),
    "tonight": ("day", 0),
    "yesterday": ("day", -1),
    "tomorrow": ("day", 1),
    "day before yesterday": ("day", -2),
    "day after tomorrow": ("day", 2),
    "last night": ("day", -1),
    "this morning": ("day", 0),
    "this afternoon": ("day", 0),
    "this evening": ("day", 0),
    "overnight": ("night", 0),
    "weekend": ("weekend", 0),
    "this weekend": ("weekend", 0),
    "last weekend": ("weekend", -1),
    "next weekend": ("weekend", 1),
}
_deictic_pattern = "|".join(sorted(DEICTIC_VALUES, key=lambda phrase: (-len(phrase), phrase)))
DEICTICS = _deictic_pattern.replace(" ", r"\s+")

_SHIFTS = {"last": -1, "past": -1, "this past": -1, "previous": -1, "preceding": -1, "this": 0, "same": 0, "that": 0}
_SHIFTS |= {"next": 1, "coming": 1, "this coming": 1, "following": 1, "very same": 0, "very next": 1}


def shift_of(phrase: str) -> tuple[int, bool]:
    """Read "last", "the next" and their kin.

    Returns:
        The shift, and whether it starts from the date told before: "the next
        month" does, "next month" starts from the publication.
    """
    has_article = phrase.startswith("the ")
    word = phrase.removeprefix("the ")
    is_previous = word in ("same", "that", "following", "preceding", "very same", "very next", "previous") or (
        has_article and word == "next"
    )
    return _SHIFTS[word], is_previous


ANCHOR_OF: dict[str, Literal["publication", "previous", "event"]] = {
    "ago": "publication",
    "earlier": "previous",
    "before": "previous",
    "previously": "previous",
    "prior": "previous",
    "later": "previous",
    "after": "previous",
    "afterward": "previous",
    "afterwards": "previous",
}

FEASTS = {"christmas day": (12, 25), "christmas eve": (12, 24), "new year's eve": (12, 31), "new year's day": (1, 1)}
FEAST_NAMES = r"christmas\s+day|christmas\s+eve|new\s+year['’]s\s+eve|new\s+year['’]s\s+day"

COUNTED = (
    "people|persons|civilians|soldiers|troops|famil(?:y|ies)|fighters|villag(?:es|ers)|homes|houses|men|women|children|members"
    "|rebels|militants|cases|km|kilomet(?:re|er)s|met(?:re|er)s|miles|dollars|euros|tons|tonnes|shells|rockets|rounds|votes|voters"
    "|households|deaths|dead|injured|wounded|casualties|refugees|prisoners|police|officers|others|demonstrators|protesters"
)
YEAR_EVENTS = (
    "offensive|coup|war|attacks?|bombings?|elections?|uprising|revolution|invasion|massacre|accord|agreement|peace|ceasefire|treaty"
    "|constitution|referendum|genocide|raid|siege|campaign|protests|takeover|withdrawal|crisis|report|census|earthquake"
)
IN_BEFORE = re.compile(r"(?<!\w)in\s+$", re.IGNORECASE)
MODAL_AFTER = re.compile(
    r"\s+(?:have|be|not|also|still|well|soon|never|take|face|die|need|want|yet)(?!\w)", re.IGNORECASE
)
DAY_BEFORE = re.compile(r"(?<!\w)(?:on|until|till|since|by|from|of|between|and|to|before|after|the)\s+$", re.IGNORECASE)
MONTH_BEFORE = re.compile(
    r"(?<!\w)(?:in|during|early|mid|late|last|this|next|past|since|until|till|an?|the|of|throughout)[\s-]+$",
    re.IGNORECASE,
)
STRONG_MONTH_BEFORE = re.compile(
    r"(?<!\w)(?:in|during|early|mid|late|last|since|until|till|throughout)[\s-]+$", re.IGNORECASE
)

_UNIT_LIST: tuple[Unit, ...] = ("hour", "day", "weekend", "week", "month", "year", "decade")
_DAYPARTS: tuple[str, ...] = ("night", "morning", "afternoon", "evening")
UNIT_VALUES: dict[str, Unit] = {unit: unit for unit in _UNIT_LIST} | dict.fromkeys(_DAYPARTS, "day")
