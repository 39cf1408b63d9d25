"""The promises of a coding, checked: words, ids, nulls, numbers and dates.

In: a :class:`~whowhom.records.Coding`. Out: faults, one sentence each with the path of the
value, in the order of the layout.

What one would get wrong: not every null needs a reason in ``missing``. A null is *unknown*
(reason needed: :data:`UNKNOWN_NULLS`), *explained by a sibling* (the bound of a figure, the
clarity of an event) or *does not apply* (no alternative group, no end of a period).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, get_args

from whowhom.errors import ValidationError
from whowhom.records.actors import Participant
from whowhom.records.coding import FORMAT, Coding
from whowhom.records.documents import text_id
from whowhom.records.events import Event
from whowhom.records.spans import Evidence, Missing, Reason, Skipped
from whowhom.records.values import DateRange, Place, Voice

SCORE_PLACES = 3
REASONS: tuple[str, ...] = get_args(Reason)
MAX_FAULTS_SHOWN = 5  # One broken span often breaks several values; the rest is counted.

UNKNOWN_NULLS: dict[str, tuple[str, ...]] = {
    "Document": ("language",),
    "Publication": (
        "path",
        "url",
        "title",
        "byline",
        "publisher",
        "relayed_from",
        "published",
        "retrieved",
        "digest",
        "media_type",
        "extractor",
    ),
    "Actor": ("country", "part_of", "registry", "private"),
    "Object": ("owner", "number"),
    "Place": ("country", "admin1", "admin2", "latitude", "longitude", "radius_km", "geoprecision", "gazetteer_id"),
    "Event": ("dates", "places", "instrument", "reason", "acled", "ged", "cameo"),
    "Tie": ("period",),
    "Estimate": ("of", "period", "place"),
    "Statement": ("speaker", "about"),
    "Forecast": ("condition", "made_on", "horizon"),
}
"""Fields that, when null or empty, need a reason in ``missing`` of the same record."""

NESTED_NULLS: dict[str, tuple[str, ...]] = {"tolls": ("of",), "counts": ("of",), "responsibility": ("actor",)}
"""Fields of an event's parts; the reason stands in the event, as ``"tolls[0].of"``."""

SIDES: dict[str, tuple[str, ...]] = {"actor": ("actor", "party"), "target": ("target", "party")}
"""Sides of an event that need a participant or a reason (``"participants.actor"``)."""

_ID_TABLES = ("actors", "objects", "places", "events", "ties", "estimates", "statements", "forecasts")
_FIGURE_NULLS: dict[str, tuple[bool, bool, bool]] = {
    # Whether low, best and high must be given; what is not given must be null.
    "exact": (True, True, True),
    "at least": (True, False, False),
    "more than": (True, False, False),
    "up to": (False, False, True),
    "about": (False, True, False),
    "vague": (True, False, False),
    "range": (True, False, True),
    "none stated": (False, False, False),
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def validate(coding: Coding) -> None:
    """Refuse a coding that breaks a promise of the layout.

    Raises:
        ValidationError: with the first faults and their number.
    """
    faults = check_coding(coding)
    if not faults:
        return
    more = f" (and {len(faults) - MAX_FAULTS_SHOWN} more)" if len(faults) > MAX_FAULTS_SHOWN else ""
    raise ValidationError(
        f"coding of text {coding.document.id[:12]!r} breaks {len(faults)} promise(s) of the layout: "
        f"{'; '.join(faults[:MAX_FAULTS_SHOWN])}{more}. Please report it; the coder that made it is at fault."
    )


def check_coding(coding: Coding) -> tuple[str, ...]:
    """List what a coding breaks of the promises of the layout.

    Returns:
        One sentence per fault, ``path: what was met; what was expected``; empty
        when all holds. No sentence holds words of the report.
    """
    nodes = list(_walk(coding, ""))
    found: list[str] = []
    for check in (_check_head, _check_ids):
        found += check(coding)
    for path, record in nodes:
        found += _check_words(path, record, coding.document.text)
        found += _check_ranges(path, record)
        found += _check_nulls(path, record)
    found += _check_references(coding, nodes)
    return tuple(found)


def _walk(record: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Yield every record below and with itself, with its path in the layout."""
    if isinstance(record, tuple):
        for number, item in enumerate(record):
            yield from _walk(item, f"{path}[{number}]")
    elif is_dataclass(record):
        yield path, record
        for field in fields(record):
            name = field.name.rstrip("_")
            yield from _walk(getattr(record, field.name), f"{path}.{name}" if path else name)


def _check_head(coding: Coding) -> Iterator[str]:
    document = coding.document
    if coding.format != FORMAT:
        yield f"format: {coding.format!r}; expected {FORMAT!r}"
    if document.id != text_id(document.text):
        yield f"document.id: {document.id[:12]!r}; expected the sha-256 of the text, {text_id(document.text)[:12]!r}"
    end = 0
    for number, region in enumerate(document.regions):
        if region.start < end:
            yield f"document.regions[{number}]: starts at {region.start} inside the region before, which ends at {end}"
        end = max(end, region.end)
    publication = document.publication
    if (publication.published_basis == "unknown") != (publication.published is None):
        yield (
            f"document.publication.published_basis: {publication.published_basis!r} with published "
            f"{publication.published!r}; expected 'unknown' exactly where there is no date"
        )


def _check_ids(coding: Coding) -> Iterator[str]:
    met: Counter[str] = Counter()
    for path, record_id in _ids(coding):
        met[record_id] += 1
        if not record_id:
            yield f"{path}.id: empty; expected a name"
        elif met[record_id] == 2:
            yield f"{path}.id: {record_id!r} names another record too; expected one record per id"


def _ids(coding: Coding) -> Iterator[tuple[str, str]]:
    for table in _ID_TABLES:
        for number, record in enumerate(getattr(coding, table)):
            yield f"{table}[{number}]", record.id
    for number, event in enumerate(coding.events):
        for part in ("tolls", "counts"):
            for place, toll in enumerate(getattr(event, part)):
                yield f"events[{number}].{part}[{place}]", toll.id


def _check_words(path: str, record: Any, text: str) -> Iterator[str]:
    start, end = getattr(record, "start", None), getattr(record, "end", None)
    if isinstance(record, Voice) and len({value is None for value in (record.voice, start, end)}) > 1:
        yield f"{path}: voice, start and end are not given together; expected all three or none"
        return
    if not isinstance(start, int) or not isinstance(end, int):
        return
    if not 0 <= start < end <= len(text):
        yield f"{path}: span [{start}, {end}) does not lie in the text of {len(text)} code points"
        return
    words = record.voice if isinstance(record, Voice) else getattr(record, "text", None)
    if words is not None and words != text[start:end]:
        yield f"{path}: its words are not those at [{start}, {end}) of the text"


def _check_ranges(path: str, record: Any) -> Iterator[str]:
    bounds = {"precision": (1, 5), "geoprecision": (1, 7), "latitude": (-90, 90), "longitude": (-180, 180)}
    bounds |= {"radius_km": (0, 20_038), "sign": (-1, 1), "quad_class": (1, 4), "type_of_violence": (1, 3)}
    bounds |= {"score": (0, 1), "event_count": (2, 10**9)}
    for name, (low, high) in bounds.items():
        value = getattr(record, name, None)
        if value is not None and not low <= value <= high:
            yield f"{path}.{name}: {value!r}; expected {low} to {high}"
    score = getattr(record, "score", None)
    if score is not None and round(score, SCORE_PLACES) != score:
        yield f"{path}.score: {score!r}; expected at most {SCORE_PLACES} places"
    if hasattr(record, "bound"):
        yield from _check_figure(path, record)
    if isinstance(record, DateRange):
        yield from _check_days(path, record)


def _check_figure(path: str, record: Any) -> Iterator[str]:
    given = (record.low, record.best, record.high)
    numbers = [number for number in given if number is not None]
    if numbers != sorted(numbers):
        yield f"{path}: low {record.low}, best {record.best}, high {record.high}; expected low <= best <= high"
    if any(number < 0 for number in numbers):
        yield f"{path}: a negative figure among {given!r}; expected 0 or more"
    wanted = _FIGURE_NULLS[record.bound]
    if tuple(number is not None for number in given) != wanted:
        names = [name for name, needed in zip(("low", "best", "high"), wanted, strict=True) if needed]
        expected = ", ".join(names) or "none"
        yield f"{path}: bound {record.bound!r} with low, best, high {given!r}; expected {expected} only"
    elif record.bound == "exact" and len(set(numbers)) != 1:
        yield f"{path}: bound 'exact' with low, best, high {given!r}; expected one number three times"


def _check_days(path: str, record: DateRange) -> Iterator[str]:
    days = [day for day in (record.from_, record.to) if day is not None]
    for day in days:
        if not _is_day(day):
            yield f"{path}: {day!r}; expected a day of the calendar as YYYY-MM-DD"
    if not days:
        yield f"{path}: neither a first nor a last day; expected at least one"
    if days != sorted(days):
        yield f"{path}: from {record.from_!r} is after to {record.to!r}"
    if record.precision == 1 and len(set(days)) > 1:
        yield f"{path}: precision 1 (exact day) over {record.from_!r} to {record.to!r}; expected one day"


def _is_day(text: str) -> bool:
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _check_nulls(path: str, record: Any) -> Iterator[str]:
    missing: tuple[Missing, ...] = getattr(record, "missing", ())
    reasons = {entry.field for entry in missing}
    for name in _unexplained(record):
        if not _is_explained(name, reasons):
            yield f"{_join(path, name)}: null or empty without a reason; expected one in {_join(path, 'missing')}"
    names = {field.name.rstrip("_") for field in fields(record)}
    for entry in missing:
        head = re.split(r"[.\[]", entry.field, maxsplit=1)[0]
        if entry.reason not in REASONS:
            yield f"{_join(path, 'missing')}: {entry.reason!r} for {entry.field!r}; expected a reason of the layout"
        if head not in names:
            yield f"{_join(path, 'missing')}: names the unknown field {entry.field!r}"
        elif entry.field == head and not _is_open(getattr(record, head, None)):
            yield f"{_join(path, 'missing')}: gives a reason for {entry.field!r}, which has a value"
    if isinstance(record, Place) and (record.latitude is None) != (record.longitude is None):
        yield f"{path}: one of latitude and longitude; expected both or none"


def _unexplained(record: Any) -> Iterator[str]:
    """Name the fields of one record that are null or empty and need a reason."""
    for name in UNKNOWN_NULLS.get(type(record).__name__, ()):
        if getattr(record, name) in (None, ()):
            yield name
    if not isinstance(record, Event):
        return
    roles = {participant.role for participant in record.participants}
    for side, filled_by in SIDES.items():
        if not roles.intersection(filled_by):
            yield f"participants.{side}"
    if record.clarity == "aggregate" and record.event_count is None:
        yield "event_count"
    for part, names in NESTED_NULLS.items():
        for number, item in enumerate(getattr(record, part)):
            yield from (f"{part}[{number}].{name}" for name in names if getattr(item, name) is None)


def _is_explained(field: str, reasons: set[str]) -> bool:
    """Say whether the field or something that holds it has a reason."""
    parts = re.split(r"(?=[.\[])", field)
    return any("".join(parts[:length]) in reasons for length in range(1, len(parts) + 1))


def _is_open(value: object) -> bool:
    # A table may hold some rows and still miss others (those below the threshold).
    return value is None or isinstance(value, tuple)


def _check_references(coding: Coding, nodes: list[tuple[str, Any]]) -> Iterator[str]:
    tables = {name: {row.id for row in getattr(coding, name)} for name in ("actors", "objects", "places", "events")}
    tolls = {toll.id for event in coding.events for toll in (*event.tolls, *event.counts)}
    for path, record in nodes:
        for name, table in _references(record):
            wanted = getattr(record, name)
            known = tolls if table == "tolls" else tables[table]
            if wanted is not None and wanted not in known:
                yield f"{path}.{name}: {wanted!r}; expected an id of {table}"
        if isinstance(record, Participant) and (record.actor is None) == (record.object is None):
            yield f"{path}: expected either an actor or an object"
        if isinstance(record, Event) and not record.anchors:
            yield f"{path}.anchors: empty; expected the words that tell the event"
        if isinstance(record, Evidence) and not record.field:
            yield f"{path}.field: empty; expected the path of a value"
        if isinstance(record, Skipped) and not record.reason:
            yield f"{path}.reason: empty; expected why the stretch was skipped"


_REFERENCES: dict[str, tuple[tuple[str, str], ...]] = {
    "Actor": (("part_of", "actors"),),
    "Object": (("owner", "actors"),),
    "Place": (("anchor", "places"),),
    "Participant": (("actor", "actors"), ("object", "objects")),
    "EventPlace": (("place", "places"),),
    "Toll": (("of", "actors"), ("part_of", "tolls")),
    "Responsibility": (("actor", "actors"),),
    "Voice": (("actor", "actors"),),
    "EventLink": (("to", "events"),),
    "Tie": (("subject", "actors"), ("object", "actors")),
    "Estimate": (("of", "actors"), ("place", "places")),
    "Statement": (("speaker", "actors"), ("about", "actors")),
}


def _references(record: Any) -> tuple[tuple[str, str], ...]:
    return _REFERENCES.get(type(record).__name__, ())


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
