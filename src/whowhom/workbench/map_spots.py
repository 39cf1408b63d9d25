"""Events on the map: places that lie close together at a zoom are one spot.

In: what is asked for, a zoom and a box. Out: :class:`Spots`, small enough for a browser
whether the case has a hundred events or a hundred thousand.

What one would get wrong: a spot stands in the middle of its events, which is no place; only a
spot of one place has a radius, within which the true place should lie, and a status.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select

from whowhom.casefile import schema
from whowhom.casefile.filters import KM_PER_DEGREE
from whowhom.errors import UsageError
from whowhom.workbench.events_asked import Asked
from whowhom.workbench.events_query import conditions_of

Row = dict[str, Any]
Box = tuple[float, float, float, float]
CELL_PIXELS = 46  # Two labels of four digits do not touch at this distance.
TILE_PIXELS = 512
MAX_ZOOM = 14.0
MAX_LATITUDE = 85.0
APART_ZOOM = 10.0
"""From here on only events of the very same point are put together."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Events at one place, or at several that cannot be told apart at this zoom.

    Attributes:
        radius_km: The widest of its events' radii; None where there are several places or none is known.
        events: Their number, those that nobody reviewed, and those that are contested.
        places: How many points.
        box: West, south, east and north of its points.
        status: Where all events have the same; else None.
        killed: Sum of the lowest and of the highest accounts.
        name: Of its place; of several the one with the most events.
        event: Public id where it is a single event.
    """

    longitude: float
    latitude: float
    radius_km: float | None
    events: int
    unreviewed: int
    contested: int
    places: int
    box: Box
    status: str | None
    type: str | None
    killed: tuple[int, int]
    name: str
    event: str | None


@dataclass(frozen=True, slots=True)
class Spots:
    """All spots of a map.

    Attributes:
        total: Events that fit, wherever they are.
        unplaced: Of these, events without a point.
        box: Around all their points; None where none has one.
    """

    spots: tuple[Spot, ...]
    total: int
    unplaced: int
    box: Box | None


def gather_spots(rows: Sequence[Row], total: int, *, zoom: float, box: Box | None = None) -> Spots:
    """Put points together into the spots that a map shows.

    Args:
        rows: As :func:`points_of` gives them.
        total: Events that fit, wherever they are.
        zoom: As web maps count it; 0 shows the world on 512 pixels.
        box: West, south, east, north; None: everything.
    """
    placed = sum(row["events"] for row in rows)
    shown = rows if box is None else [row for row in rows if _lies_in(row, box)]
    cells: dict[object, list[Row]] = defaultdict(list)
    for row in shown:
        cells[_cell(row, zoom)].append(row)
    spots = sorted((_spot(cell) for cell in cells.values()), key=lambda spot: (-spot.events, spot.latitude))
    return Spots(tuple(spots), total, total - placed, _box(rows) if rows else None)


def points_of(connection: Connection, asked: Asked) -> list[Row]:
    """Give every point of the events that fit, with what stands there."""
    event = schema.event.c
    low, best, high = (event[f"killed_{name}"] for name in ("low", "best", "high"))
    query = (
        select(
            event.latitude,
            event.longitude,
            func.max(event.radius_km).label("radius_km"),
            func.max(event.place).label("place"),
            func.count().label("events"),
            func.sum(case((event.review == "unreviewed", 1), else_=0)).label("unreviewed"),
            func.sum(case((event.status == "contested", 1), else_=0)).label("contested"),
            func.min(event.status).label("status"),
            func.max(event.status).label("other_status"),
            func.min(event.type).label("type"),
            func.max(event.type).label("other_type"),
            func.min(event.public_id).label("event"),
            func.sum(func.coalesce(low, best)).label("low"),
            func.sum(func.coalesce(high, best, low)).label("high"),
        )
        .where(*conditions_of(connection, asked), event.latitude.is_not(None), event.longitude.is_not(None))
        .group_by(event.latitude, event.longitude)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def in_box(box: Box) -> ColumnElement[Any]:
    """The condition that an event's point lies in a box; the west of one across the date line is beyond its east."""
    event = schema.event.c
    west, south, east, north = box
    across = (
        event.longitude.between(west, east) if west <= east else or_(event.longitude >= west, event.longitude <= east)
    )
    return and_(event.latitude.between(south, north), across)


def read_box(words: str) -> Box:
    """Read "west,south,east,north" in degrees.

    Raises:
        UsageError: it is none.
    """
    try:
        west, south, east, north = (float(word) for word in words.split(","))
    except ValueError:
        raise UsageError(f"box is {words!r}; expected WEST,SOUTH,EAST,NORTH in degrees.") from None
    if not all(math.isfinite(one) for one in (west, south, east, north)) or south > north:
        raise UsageError(f"box is {words!r}; expected WEST,SOUTH,EAST,NORTH in degrees.")
    if east - west >= 360:
        return -180.0, south, 180.0, north
    return _around(west), south, _around(east), north


def _around(longitude: float) -> float:
    return longitude if -180 <= longitude <= 180 else (longitude + 180) % 360 - 180


def _lies_in(row: Row, box: Box) -> bool:
    west, south, east, north = box
    x, y = row["longitude"], row["latitude"]
    return bool(south <= y <= north and (west <= x <= east if west <= east else x >= west or x <= east))


def _cell(row: Row, zoom: float) -> tuple[float, float]:
    """The cell of a grid over the map's projection; whole zooms only, so that spots stay while one zooms a little."""
    if zoom >= APART_ZOOM:
        return row["longitude"], row["latitude"]
    cells = 2 ** math.floor(max(zoom, 0)) * TILE_PIXELS / CELL_PIXELS
    latitude = math.radians(max(-MAX_LATITUDE, min(MAX_LATITUDE, row["latitude"])))
    y = math.asinh(math.tan(latitude)) / (2 * math.pi)
    return math.floor((row["longitude"] + 180) / 360 * cells), math.floor(y * cells)


def _spot(rows: Sequence[Row]) -> Spot:
    events = sum(row["events"] for row in rows)
    lead = max(rows, key=lambda row: (row["events"], row["latitude"]))
    is_one = len(rows) == 1
    statuses = {row[name] for row in rows for name in ("status", "other_status")}
    types = {row[name] for row in rows for name in ("type", "other_type")}
    weight = sum(row["events"] for row in rows)
    return Spot(
        longitude=round(sum(row["longitude"] * row["events"] for row in rows) / weight, 5),
        latitude=round(sum(row["latitude"] * row["events"] for row in rows) / weight, 5),
        radius_km=lead["radius_km"] if is_one else None,
        events=events,
        unreviewed=sum(row["unreviewed"] for row in rows),
        contested=sum(row["contested"] for row in rows),
        places=len(rows),
        box=_box(rows),
        status=statuses.pop() if len(statuses) == 1 else None,
        type=types.pop() if len(types) == 1 else None,
        killed=(sum(int(row["low"] or 0) for row in rows), sum(int(row["high"] or 0) for row in rows)),
        name=lead["place"] or "",
        event=lead["event"] if events == 1 else None,
    )


def _box(rows: Iterable[Row]) -> Box:
    xs, ys = zip(*((row["longitude"], row["latitude"]) for row in rows), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def widened(box: Box, km: float) -> Box:
    """Give a box with so many kilometres more to each side."""
    west, south, east, north = box
    up = km / KM_PER_DEGREE
    across = up / max(math.cos(math.radians((south + north) / 2)), 0.1)
    return (
        max(west - across, -180),
        max(south - up, -MAX_LATITUDE),
        min(east + across, 180),
        min(north + up, MAX_LATITUDE),
    )
