"""Candidates: the mentions of a case that may tell the same event as a given one.

In: a mention. Out: numbers of mentions near it in time, of a type that is compared with its
own, and not far away. The lists are wide; :mod:`whowhom.link.blocks` has the last word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from sqlalchemy import Connection, and_, select

from whowhom.casefile import schema
from whowhom.casefile.mentions import QUERY_SIZE
from whowhom.casefile.tellings import Told
from whowhom.link.blocks import DAY_SLACK, LOOKBACK_DAYS, MAX_KM, MAX_WINDOW_DAYS, distance_km, kin_of, window
from whowhom.link.tellings import AREA_PRECISION, Spot


def find_candidates(connection: Connection, told: Told) -> set[int]:
    """Give the mentions that share a block with one, itself maybe among them; none where its day is too vague."""
    days = window(told.telling)
    if days is None:
        return set()
    numbers = _in_time(connection, days, sorted(kin_of(told.telling.type)))
    if not told.telling.spots:
        return numbers
    return numbers - _far_away(connection, sorted(numbers), told.telling.spots)


def _in_time(connection: Connection, days: tuple[date, date], types: Sequence[str]) -> set[int]:
    assertion, coding, text = schema.assertion.c, schema.coding.c, schema.text.c
    first, last = days
    is_event = and_(assertion.kind == "event", assertion.type.in_(types))
    dated = select(assertion.no).where(
        is_event,
        assertion.day_from <= _iso(last),
        # A range that begins earlier than this is too long to be compared.
        assertion.day_from >= _iso(first, -MAX_WINDOW_DAYS),
        assertion.day_to >= _iso(first),
    )
    undated = (
        select(assertion.no)
        .join(schema.coding, coding.no == assertion.coding_no)
        .join(schema.text, text.no == coding.text_no)
        .where(is_event, assertion.day_from.is_(None), assertion.day_to.is_(None))
        .where(text.day >= _iso(first, -DAY_SLACK), text.day <= _iso(last, LOOKBACK_DAYS + DAY_SLACK))
    )
    return {*connection.scalars(dated), *connection.scalars(undated)}


def _far_away(connection: Connection, nos: Sequence[int], spots: Iterable[Spot]) -> set[int]:
    """Give the mentions all of whose places are known points too far from all of ours."""
    place = schema.assertion_place.c
    near: dict[int, bool] = defaultdict(bool)
    ours = list(spots)
    for start in range(0, len(nos), QUERY_SIZE):
        rows = connection.execute(
            select(place.assertion_no, place.country, place.latitude, place.longitude, place.geoprecision).where(
                place.assertion_no.in_(nos[start : start + QUERY_SIZE])
            )
        )
        for row in rows:
            spot = Spot("", None, row.country, None, row.latitude, row.longitude, None, row.geoprecision)
            near[row.assertion_no] = near[row.assertion_no] or any(_may_be_near(spot, other) for other in ours)
    return {number for number, is_near in near.items() if not is_near}


def _may_be_near(one: Spot, other: Spot) -> bool:
    if max(one.precision or 0, other.precision or 0) >= AREA_PRECISION and one.country == other.country:
        return True
    km = distance_km(one, other)
    return km is None or km <= MAX_KM


def _iso(day: date, shift: int = 0) -> str:
    return (day + timedelta(days=shift)).isoformat()


__all__ = ["QUERY_SIZE", "find_candidates"]
