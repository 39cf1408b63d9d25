"""Blocks: which tellings are compared at all.

In: tellings. Out: their window of days, and whether two share a block: near in time, not far
apart in space, of types that reports swap.

What one would get wrong: a block is no verdict. It must be wide enough for a wrong day and a
vague place; what it keeps out is never looked at.
"""

from __future__ import annotations

import math
from datetime import date, timedelta

from whowhom.link.tellings import Spot, Telling

DAY_SLACK = 3
"""Days added on both sides: reports differ by a day for the night and the time zone, by more in errors."""

LOOKBACK_DAYS = 7
"""Where no day is told, the event is news: it lies in the week before publication."""

MAX_WINDOW_DAYS = 45
"""What may lie in a longer time tells no single event that could be found again by its day."""

MAX_KM = 150.0
"""Half a province: points of one event are seldom further apart, unless one of them is an area."""

EARTH_KM = 6371.0

KIN: tuple[frozenset[str], ...] = (
    frozenset({"ASSAULT", "COERCE"}),
    frozenset({"ASSAULT", "PROTEST"}),
    frozenset({"COERCE", "PROTEST"}),
    frozenset({"ASSAULT", "MOBILIZE"}),
    frozenset({"RETREAT", "COOPERATE"}),
    frozenset({"RETREAT", "CONCEDE"}),
    frozenset({"AGREE", "CONSULT"}),
    frozenset({"AGREE", "COOPERATE"}),
    frozenset({"SUPPORT", "COOPERATE"}),
    frozenset({"AID", "COOPERATE"}),
    frozenset({"REQUEST", "THREATEN"}),
    frozenset({"ACCUSE", "REJECT"}),
)
"""Types of the codebook that one report gives and another swaps for its neighbour."""


def kin_of(type_: str) -> frozenset[str]:
    """Give the types that a telling of this type is compared with, itself included."""
    return frozenset({type_}.union(*(pair for pair in KIN if type_ in pair)))


def window(telling: Telling) -> tuple[date, date] | None:
    """Give the days in which the event may lie, with slack; None: too vague to be found again."""
    first, last = telling.day_from, telling.day_to
    if first is None and last is None:
        if telling.published is None:
            return None
        first, last = telling.published - timedelta(LOOKBACK_DAYS), telling.published
    elif first is None or last is None:
        return None
    if (last - first).days > MAX_WINDOW_DAYS:
        return None
    return first - timedelta(DAY_SLACK), last + timedelta(DAY_SLACK)


def share_block(one: Telling, other: Telling) -> bool:
    """Say whether two tellings are compared."""
    if one.report == other.report or other.type not in kin_of(one.type):
        return False
    return _meet_in_time(one, other) and _meet_in_space(one.spots, other.spots)


def _meet_in_time(one: Telling, other: Telling) -> bool:
    first, second = window(one), window(other)
    if first is None or second is None:
        return False
    # Each window has its slack; two of them would be twice too wide.
    slack = timedelta(DAY_SLACK)
    return first[0] + slack <= second[1] and second[0] + slack <= first[1]


def _meet_in_space(ours: tuple[Spot, ...], theirs: tuple[Spot, ...]) -> bool:
    if not ours or not theirs:
        return True
    return any(_near_enough(one, other) for one in ours for other in theirs)


def _near_enough(one: Spot, other: Spot) -> bool:
    if one.country and other.country and one.country == other.country and (one.is_area or other.is_area):
        return True
    km = distance_km(one, other)
    return km is None or km <= MAX_KM


def distance_km(one: Spot, other: Spot) -> float | None:
    """Give the great-circle distance of two places; None where a point is not known."""
    if None in (one.latitude, one.longitude, other.latitude, other.longitude):
        return None
    lat1, lon1, lat2, lon2 = (
        math.radians(float(degrees or 0.0))
        for degrees in (one.latitude, one.longitude, other.latitude, other.longitude)
    )
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, half)))
