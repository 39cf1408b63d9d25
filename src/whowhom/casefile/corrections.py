"""Corrected values as a person types them.

In: a field and words ("12-20", "2022-03", "Bria, CF", "6.5,21.9"). Out: the columns of
``event`` that they fill. "unknown" empties the field.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from whowhom.casefile import schema
from whowhom.casefile.rulings import ALIASES, FIELDS
from whowhom.codebook import load_codebook
from whowhom.errors import UsageError
from whowhom.gazetteer import Entry, Gazetteer
from whowhom.link.names import key_of

Row = dict[str, Any]
UNKNOWN = "unknown"
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_POINT = re.compile(r"(?:(.+?)\s*@\s*)?(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)")
_COUNTRY = re.compile(r"(.+?),\s*([A-Z]{2})")
_FIGURE = re.compile(r"(\d+|\?)(?:\s*[-/]\s*(\d+|\?))?(?:\s*[-/]\s*(\d+|\?))?")
_DAYS_OF_PRECISION = ((1, 1), (6, 2), (7, 3), (31, 4))  # UCDP's scale: a day, some days, a week, a month.
_COARSEST = 5


def field_named(words: str) -> str:
    """Give the field of an event that words name: its own name, or the heading of its column.

    Raises:
        UsageError: there is no such field.
    """
    plain = words.strip().lower()
    field = ALIASES.get(plain, plain)
    if field not in FIELDS:
        raise UsageError(
            f"field {words!r} is none of an event's. The fields are {', '.join(FIELDS)} "
            f"({', '.join(f'{heading!r} for {name}' for heading, name in ALIASES.items())})."
        )
    return field


def read_correction(field: str, words: str) -> Row:
    """Read a corrected value.

    Returns:
        Column and value of every column that the field fills.

    Raises:
        UsageError: there is no such field, or the words are no value of it.
    """
    field = field_named(field)
    words = words.strip()
    if not words:
        raise UsageError(f"{field}: empty. Give a value, or {UNKNOWN!r}.")
    if words == UNKNOWN:
        return _unknown(field)
    return _READERS[field](field, words)


def field_words(field: str, row: Mapping[str, Any]) -> str:
    """Write the value of an event's field as :func:`read_correction` would read it; "unknown" where there is none."""
    if field == "day":
        values = [row["day_from"], row["day_to"]]
    elif field == "place":
        country = row["country"] if row["country"] != row["place"] else None
        values = [", ".join(part for part in (row["place"], country) if part)]
    else:
        values = [row[column] for column in FIELDS[field]]
    told = dict.fromkeys(str(value) for value in values if value not in (None, ""))
    return {"day": "..", "place": ""}.get(field, "/").join(told) or UNKNOWN


def read_figure(field: str, words: str) -> Row:
    """Read "12", "12-20" (low, high) or "12/15/20" (low, best, high); "?" stands for an unknown one."""
    match = _FIGURE.fullmatch(words)
    if not match:
        raise UsageError(f"{field} is {words!r}; expected N, LOW-HIGH, LOW/BEST/HIGH or {UNKNOWN!r}.")
    given = [None if part == "?" else int(part) for part in match.groups() if part is not None]
    low, best, high = {1: given * 3, 2: [given[0], None, given[-1]], 3: given}[len(given)]
    numbers = [number for number in (low, best, high) if number is not None]
    if numbers != sorted(numbers):
        raise UsageError(f"{field} is {words!r}; expected low <= best <= high.")
    return {f"{field}_low": low, f"{field}_best": best, f"{field}_high": high}


def read_days(words: str) -> Row:
    """Read a day, month or year, or two of them with ".." between."""
    first, _, last = words.partition("..")
    start, end = _bounds(first.strip())[0], _bounds((last or first).strip())[1]
    if start > end:
        raise UsageError(f"day is {words!r}; expected the first day before the last.")
    days = (end - start).days + 1
    precision = next((level for most, level in _DAYS_OF_PRECISION if days <= most), _COARSEST)
    return {"day_from": start.isoformat(), "day_to": end.isoformat(), "date_precision": precision}


def _bounds(words: str) -> tuple[date, date]:
    match = _DAY.fullmatch(words)
    try:
        if match is None:
            raise ValueError(words)
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None
        last_month = month or 12
        last_day = day or calendar.monthrange(year, last_month)[1]
        return date(year, month or 1, day or 1), date(year, last_month, last_day)
    except ValueError:
        raise UsageError(f"day is {words!r}; expected YYYY-MM-DD, YYYY-MM, YYYY or two with '..' between.") from None


def _unknown(field: str) -> Row:
    if field in ("type", "status"):
        raise UsageError(f"{field} cannot be unknown. Reject the event if it is none.")
    return dict.fromkeys(FIELDS[field], "" if field in ("modes", "who", "whom") else None)


def _read_type(_: str, words: str) -> Row:
    known = [kind.name for kind in load_codebook().types]
    if words.upper() not in known:
        raise UsageError(f"type is {words!r}; expected one of {', '.join(known)}.")
    return {"type": words.upper()}


def _read_modes(_: str, words: str) -> Row:
    known = sorted({mode.name for kind in load_codebook().types for mode in kind.modes})
    given = [word.strip() for word in words.split(",") if word.strip()]
    strange = [word for word in given if word not in known]
    if strange:
        raise UsageError(f"mode is {strange[0]!r}; expected some of {', '.join(known)}.")
    return {"modes": ", ".join(given)}


def _read_names(field: str, words: str) -> Row:
    return {field: "; ".join(word.strip() for word in words.split(";") if word.strip())}


def _read_place(_: str, words: str) -> Row:
    blank = dict.fromkeys(FIELDS["place"])
    point = _POINT.fullmatch(words)
    if point:
        name, latitude, longitude = point[1], float(point[2]), float(point[3])
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            raise UsageError(f"place is {words!r}; expected LATITUDE,LONGITUDE in degrees.")
        named = {"place": name, "place_key": key_of(name)} if name else {}
        return {**blank, **named, "latitude": latitude, "longitude": longitude, "geoprecision": 1}
    country = _COUNTRY.fullmatch(words)
    bare, code = (country[1], country[2]) if country else (words, None)
    found = [entry for entry in Gazetteer.open().lookup(bare) if code in (None, entry.country)]
    if not found:
        raise UsageError(f"place {words!r} is not known. Give NAME @ LATITUDE,LONGITUDE.")
    return {**blank, **_entry(found[0])}


def _entry(entry: Entry) -> Row:
    names = ("country", "admin1", "latitude", "longitude", "radius_km", "geoprecision")
    keys = {"place_key": key_of(entry.name), "admin1_key": key_of(entry.admin1) if entry.admin1 else None}
    return {"place": entry.name, **keys, **{name: getattr(entry, name) for name in names}}


def _read_status(_: str, words: str) -> Row:
    if words not in schema.STATUSES:
        raise UsageError(f"status is {words!r}; expected one of {', '.join(schema.STATUSES)}.")
    return {"status": words, "status_rule": "status.decision"}


def _read_day(_: str, words: str) -> Row:
    return read_days(words)


_READERS: dict[str, Callable[[str, str], Row]] = {
    "type": _read_type,
    "modes": _read_modes,
    "who": _read_names,
    "whom": _read_names,
    "day": _read_day,
    "place": _read_place,
    "killed": read_figure,
    "injured": read_figure,
    "status": _read_status,
}
