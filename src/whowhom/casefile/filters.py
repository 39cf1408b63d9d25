"""What to list: filters that every list of a case understands.

In: words of a person. Out: :class:`Filter`, and its conditions on events.

What one would get wrong: a filter that names nothing in the case is an error, not an empty
list; a misspelt actor must not read as "no events".
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select

from whowhom.casefile import schema
from whowhom.errors import NoSuchRecord, UsageError
from whowhom.gazetteer import Gazetteer
from whowhom.link.names import key_of
from whowhom.reading.labels import EVENT_TYPES

EARTH_RADIUS_KM = 6371.0
KM_PER_DEGREE = math.pi * EARTH_RADIUS_KM / 180
VOICE_ROLES = (
    "official",
    "belligerent",
    "expert",
    "witness",
    "media",
    "international organisation",
    "document",
    "person",
    "unnamed",
)
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_POINT = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*")


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is narrowed to; None and empty stand for no condition.

    Attributes:
        actor: Name, alias, registry id or public id of an actor.
        place: Name of a place, first-level area or country (two capitals), or
            "latitude,longitude".
        radius_km: Around the place; without it the place is meant itself.
        from_: First day, ISO; a month or year stands for its first day.
        until: Last day; a month or year stands for its last day.
        types: Types of events or ties.
        statuses: Such as "confirmed"; of events.
        voice: Role of a voice ("official") or its name.
        everything: Also what counts no more: empty, rejected and merged events,
            assertions of superseded and retracted reports.
    """

    actor: str | None = None
    place: str | None = None
    radius_km: float | None = None
    from_: str | None = None
    until: str | None = None
    types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    voice: str | None = None
    everything: bool = False

    def __post_init__(self) -> None:
        for name, day in (("from", self.from_), ("to", self.until)):
            if day is not None and not _is_in_calendar(day):
                raise UsageError(f"{name} is {day!r}; expected YYYY-MM-DD, YYYY-MM or YYYY, of the calendar.")
        first, last = first_day(self), last_day(self)
        if first is not None and last is not None and first > last:
            raise UsageError(f"from is {self.from_!r} and to is {self.until!r}; expected the earlier first.")
        if self.radius_km is not None and self.place is None:
            raise UsageError("a radius needs a place. Give --place too.")
        if self.radius_km is not None and not 0 < self.radius_km <= EARTH_RADIUS_KM * math.pi:
            raise UsageError(f"radius is {self.radius_km!r}; expected kilometres above 0.")
        unknown = [status for status in self.statuses if status not in schema.STATUSES]
        if unknown:
            raise UsageError(f"status is {unknown[0]!r}; expected one of {', '.join(schema.STATUSES)}.")


@dataclass(frozen=True, slots=True)
class Circle:
    """A stretch of the earth, in degrees and kilometres."""

    latitude: float
    longitude: float
    radius_km: float

    def holds(self, latitude: float | None, longitude: float | None) -> bool:
        """Say whether a point lies in it; an unknown one does not."""
        if latitude is None or longitude is None:
            return False
        return distance_km(self.latitude, self.longitude, latitude, longitude) <= self.radius_km


def distance_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Great-circle distance of two points in kilometres."""
    one, other = math.radians(latitude), math.radians(other_latitude)
    across = math.radians(other_longitude - longitude)
    chord = math.sin((other - one) / 2) ** 2 + math.cos(one) * math.cos(other) * math.sin(across / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(chord)))


def find_actors(connection: Connection, words: str) -> list[int]:
    """Find the actors that words name: by public id, registry id, name or alias.

    Returns:
        Numbers of living actors; several where a name is shared.

    Raises:
        NoSuchRecord: none has that name.
    """
    actor, name = schema.actor.c, schema.actor_name.c
    named = select(name.actor_no).where(name.key == key_of(words))
    rows = connection.execute(
        select(actor.no, actor.merged_into).where(
            or_(actor.public_id == words, actor.registry == words, actor.no.in_(named))
        )
    ).all()
    found = sorted({row.no if row.merged_into is None else row.merged_into for row in rows})
    if not found:
        near = connection.scalars(
            select(actor.name).where(func.lower(actor.name).contains(words.lower(), autoescape=True)).limit(5)
        ).all()
        hint = f"Near to it: {', '.join(near)}." if near else "See `whowhom actors CASE`."
        raise NoSuchRecord(f"no actor of the case is named {words!r}. {hint}")
    return found


def find_circle(connection: Connection, chosen: Filter) -> Circle | None:
    """Find the circle of a filter; None where it has no radius.

    Raises:
        NoSuchRecord: neither the case nor the gazetteer knows where the place is.
    """
    if chosen.radius_km is None or chosen.place is None:
        return None
    point = _POINT.fullmatch(chosen.place)
    if point:
        return Circle(float(point[1]), float(point[2]), chosen.radius_km)
    event = schema.event.c
    row = connection.execute(
        select(event.latitude, event.longitude)
        .where(event.place_key == key_of(chosen.place), event.latitude.is_not(None))
        .group_by(event.latitude, event.longitude)
        .order_by(func.count().desc(), event.latitude, event.longitude)
        .limit(1)
    ).first()
    if row is not None:
        return Circle(row.latitude, row.longitude, chosen.radius_km)
    entries = Gazetteer.open().lookup(chosen.place)
    if not entries:
        raise NoSuchRecord(f"place {chosen.place!r} is not known. Give its coordinates: --place LATITUDE,LONGITUDE")
    return Circle(entries[0].latitude, entries[0].longitude, chosen.radius_km)


def _type_of(connection: Connection, words: str) -> str:
    """Give an event type as the case writes it; a codebook of one's own may have others than PLOVER's."""
    kind = words.upper()
    if kind not in EVENT_TYPES:
        event = schema.event.c
        if not connection.execute(select(exists().where(event.type == kind))).scalar():
            told = ", ".join(sorted(connection.scalars(select(event.type).distinct())))
            raise NoSuchRecord(f"no event of the case is of type {words!r}. Its types are: {told or 'none yet'}.")
    return kind


def event_conditions(connection: Connection, chosen: Filter) -> list[ColumnElement[Any]]:
    """Give the conditions on ``event``; those of a circle are only its bounding box."""
    return [*conditions_without_period(connection, chosen), *period_conditions(schema.event.c, chosen)]


def conditions_without_period(connection: Connection, chosen: Filter) -> list[ColumnElement[Any]]:
    """Give the conditions on ``event`` but that of the period."""
    event = schema.event.c
    conditions: list[ColumnElement[Any]] = [] if chosen.everything else [event.state == "live"]
    if chosen.actor is not None:
        part = schema.event_actor.c
        numbers = find_actors(connection, chosen.actor)
        conditions.append(event.no.in_(select(part.event_no).where(part.actor_no.in_(numbers))))
    conditions += _place(connection, chosen)
    if chosen.types:
        conditions.append(event.type.in_([_type_of(connection, kind) for kind in chosen.types]))
    if chosen.statuses:
        conditions.append(event.status.in_(chosen.statuses))
    if chosen.voice is not None:
        voice = schema.event_voice.c
        if chosen.voice in VOICE_ROLES:  # Every other event has such a voice: test each event that comes along.
            conditions.append(exists().where(voice.event_no == event.no, voice.role == chosen.voice))
        else:  # Few have this one: begin with them.
            named = select(voice.event_no).where(voice.key == key_of(chosen.voice))
            conditions.append(event.no.in_(named))
    return conditions


def period_conditions(columns: Any, chosen: Filter) -> list[ColumnElement[Any]]:
    """Give the conditions that an interval meets the period; one with an open end may."""
    conditions: list[ColumnElement[Any]] = []
    first = first_day(chosen)
    if first is not None:
        conditions.append(or_(columns.day_to >= first, and_(columns.day_to.is_(None), columns.day_from.is_not(None))))
    last = last_day(chosen)
    if last is not None:
        conditions.append(or_(columns.day_from <= last, and_(columns.day_from.is_(None), columns.day_to.is_not(None))))
    return conditions


def _is_in_calendar(words: str) -> bool:
    """Say whether words are a day, month or year that there is; 2024-13 and 2024-02-31 are none."""
    if not _DAY.fullmatch(words):
        return False
    try:
        date.fromisoformat(_opened(words))
    except ValueError:
        return False
    return True


def _opened(words: str) -> str:
    return (words + "-01-01"[len(words) - 4 :])[:10]


def first_day(chosen: Filter) -> str | None:
    """Give the first day of a filter's period, ISO; None where it has no beginning."""
    return None if chosen.from_ is None else _opened(chosen.from_)


def last_day(chosen: Filter) -> str | None:
    """Give the last day of a filter's period, or a text that sorts after it ("2022-03-99" for a month)."""
    return None if chosen.until is None else (chosen.until + "-99-99"[len(chosen.until) - 4 :])[:10]


def _place(connection: Connection, chosen: Filter) -> list[ColumnElement[Any]]:
    event = schema.event.c
    circle = find_circle(connection, chosen)
    if circle is not None:
        return [box_around(circle, event)]
    if chosen.place is None:
        return []
    if re.fullmatch("[A-Z]{2}", chosen.place):
        return [event.country == chosen.place]
    key = key_of(chosen.place)
    for condition in (event.place_key == key, event.admin1_key == key):
        if connection.execute(select(event.no).where(condition).limit(1)).first() is not None:
            return [condition]
    raise NoSuchRecord(
        f"no event of the case is placed at {chosen.place!r}. Give another name, a country (two capitals), "
        "or a point (latitude,longitude) with a radius."
    )


def box_around(circle: Circle, columns: Any) -> ColumnElement[Any]:
    """Give the condition that a point lies in the box around a circle, which an index can answer.

    Args:
        columns: With ``latitude`` and ``longitude``.
    """
    height = circle.radius_km / KM_PER_DEGREE
    south, north = circle.latitude - height, circle.latitude + height
    rows: ColumnElement[Any] = columns.latitude.between(south, north)
    if south <= -90 or north >= 90:
        return rows
    width = height / min(math.cos(math.radians(south)), math.cos(math.radians(north)))
    west, east = circle.longitude - width, circle.longitude + width
    if width >= 180:
        return rows
    if west < -180:
        return and_(rows, or_(columns.longitude >= west + 360, columns.longitude <= east))
    if east > 180:
        return and_(rows, or_(columns.longitude >= west, columns.longitude <= east - 360))
    return and_(rows, columns.longitude.between(west, east))
