"""Values of MUC-4's answer keys: one filler, its dates, its places.

In: the words of one line of a slot. Out: frozen records. A filler that the key
marks as none ("-") or not applicable ("*") gives None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
_DAY = re.compile(r"(\d{1,2})\s+([A-Z]{3})[A-Z]*\s+(\d{2})\b", re.IGNORECASE)
_TOKEN = re.compile(r'"((?:\\.|[^"\\])*)"|([/:?()])|([^"/:?()]+)')
_NUMBER = re.compile(r"~?-?\d+-?(?:\d+)?")
# "COLOMBIA" is in the century of the conferences: two digits of a year mean 19xx.
CENTURY = 1900


@dataclass(frozen=True, slots=True)
class Fill:
    """One filler of a slot.

    Attributes:
        values: The alternatives that the key accepts: strings of the article, set
            fills or numbers, without quotation marks.
        is_optional: The key also accepts that the slot stays empty.
        linked: Alternatives of the filler that this one belongs to (the words
            after the colon); empty for none and for ``"-"``.
        raw: The words of the line without the question mark.
    """

    values: tuple[str, ...]
    is_optional: bool
    linked: tuple[str, ...]
    raw: str


@dataclass(frozen=True, slots=True)
class MucDate:
    """A day or a stretch of days.

    Attributes:
        first: First possible day; None: "on or before" ``last``.
        last: Last possible day; None where the words hold no full date.
        words: As the key has them.
    """

    first: date | None
    last: date | None
    words: str


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A name with the kind of place it names, such as "CITY"; None: a country or untold."""

    name: str
    kind: str | None


@dataclass(frozen=True, slots=True)
class MucPlace:
    """A place from the country down.

    Attributes:
        levels: One entry a level; a level of two names is "between the two".
    """

    levels: tuple[tuple[PlaceName, ...], ...]


def parse_fill(line: str) -> Fill | None:
    """Read one filler.

    Returns:
        None for "-", "*" and an empty line; a bare "-" before a colon (no number,
        no effect) is a filler with the single value ``"-"``.
    """
    raw = line.strip()
    is_optional = raw.startswith("?")
    raw = raw.lstrip("? ").strip()
    # A figure of a question ("? 1 / ? 2") is as optional as the whole.
    if raw in ("", "-", "*"):
        return None
    left, right = _sides(_balance(raw))
    values = tuple(value for value in left if value)
    if not values:
        return None
    return Fill(values, is_optional, tuple(value for value in right if value and value != "-"), raw)


def _balance(raw: str) -> str:
    """Add the quotation mark that a line lacks at one end."""
    if raw.replace('\\"', "").count('"') % 2 == 0:
        return raw
    return f'{raw}"' if raw.startswith('"') or not raw.endswith('"') else f'"{raw}'


def _sides(raw: str) -> tuple[list[str], list[str]]:
    """Split a line into the alternatives before and after its colon."""
    sides: tuple[list[str], list[str]] = ([""], [""])
    side = 0
    for match in _TOKEN.finditer(raw):
        quoted, mark, bare = match.groups()
        if mark == "/":
            sides[side].append("")
        elif mark == ":":
            # Only the first colon links; a place has colons of its own and is read from ``raw``.
            side = 1
        elif quoted is not None:
            sides[side][-1] = re.sub(r"\\(.)", r"\1", quoted).strip()
        elif bare and bare.strip() and not sides[side][-1]:
            sides[side][-1] = bare.strip()
    return sides


def parse_dates(words: str) -> tuple[MucDate, ...]:
    """Read the alternatives of a date: a day, a range, or "on or before" a day."""
    found = []
    for part in words.split("/"):
        part = part.strip(" ()?")
        days = [_day(match) for match in _DAY.finditer(part)]
        if not days:
            found.append(MucDate(None, None, part))
        elif len(days) > 1:
            found.append(MucDate(days[0], days[1], part))
        else:
            found.append(MucDate(None if part.startswith("-") else days[0], days[0], part))
    return tuple(found)


def _day(match: re.Match[str]) -> date | None:
    month = match.group(2).upper()
    if month not in _MONTHS:
        return None
    try:
        return date(CENTURY + int(match.group(3)), _MONTHS.index(month) + 1, int(match.group(1)))
    except ValueError:
        return None


def parse_places(words: str) -> tuple[MucPlace, ...]:
    """Read the alternatives of a place, each from the country down to the smallest place told."""
    places = []
    for part in re.split(r"\s*/\s*", words):
        levels = []
        for level in _unwrap(part).split(":"):
            names = tuple(_place_name(name) for name in re.split(r"\s+-\s+", level.strip()) if name.strip())
            if names:
                levels.append(names)
        if levels:
            places.append(MucPlace(tuple(levels)))
    return tuple(places)


def _unwrap(part: str) -> str:
    """Take off brackets around a whole alternative; those around a kind stay."""
    part = part.strip()
    return part[1:-1] if part.startswith("(") and part.endswith(")") else part.lstrip("? ")


def _place_name(words: str) -> PlaceName:
    match = re.match(r"^(.*?)\s*\(([^()]*)\)\s*$", words.strip())
    return PlaceName(match.group(1), match.group(2)) if match else PlaceName(words.strip(), None)


@dataclass(frozen=True, slots=True)
class MucNumber:
    """A number of the keys: "12", "6-8", "6-" (at least), "-26" (at most), "~100", "PLURAL".

    Attributes:
        low: Smallest number meant; None: open below. "PLURAL" is 2.
        high: Largest number meant; None: open above.
        is_about: Written with "~".
    """

    low: int | None
    high: int | None
    is_about: bool = False


def parse_number(words: str) -> MucNumber | None:
    """Read one number; None where the words are none."""
    words = words.strip().upper().replace(" ", "")
    if words == "PLURAL":
        return MucNumber(2, None)
    match = re.fullmatch(r"(~?)(\d*)(-?)(\d*)", words)
    if not match or not (match.group(2) or match.group(4)):
        return None
    low = int(match.group(2)) if match.group(2) else None
    high = int(match.group(4)) if match.group(4) else None
    if not match.group(3):
        high = low
    return MucNumber(low, high, bool(match.group(1)))
