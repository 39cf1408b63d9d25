"""Sensitive places: which events have one, and how it is coarsened.

In: an event and its places. Out: the reasons why they are sensitive, and places that say
no more than the area, with the level named in ``protection``.

What one would get wrong: a coarsened point must not be the true one with fewer digits in the
name. Name, areas below, coordinates and id of the gazetteer go together.
"""

from __future__ import annotations

import dataclasses

from whowhom.gazetteer import Entry, Gazetteer
from whowhom.safeguard.people import CHILD_WORDS
from whowhom.safeguard.profiles import PlaceLevel
from whowhom.safeguard.rows import EventRow, Where

GRID_DEGREES = 0.1  # About 11 km: within it, a town and its villages.
GRID_RADIUS_KM = 8.0  # From the middle of such a square to its corner.
DETENTION_MODES = ("arrest", "abduct", "torture", "deport")
DETENTION_FIELDS = ("arrested", "abducted", "captured", "released", "escaped")
COARSE_ENOUGH = 4  # A first-level area needs no coarsening.


def sensitivities(event: EventRow) -> tuple[str, ...]:
    """Give the reasons why the places of an event are sensitive; empty: they are not."""
    things = {party.thing.kind for party in event.parties if party.thing is not None}
    fields = {claim.field for claim in event.claims}
    people = " ".join(
        actor.name for actor in [*(p.actor for p in event.parties), *(c.of for c in event.claims)] if actor
    )
    is_sexual = "sexual" in event.modes or (event.codes.acled or ("",))[-1] == "Sexual violence"
    found = {
        "sexual violence": is_sexual,
        "detention": not fields.isdisjoint(DETENTION_FIELDS) or not set(event.modes).isdisjoint(DETENTION_MODES),
        "displacement": "displaced" in fields or _has(people, "refugee", "displaced"),
        "health or aid": not things.isdisjoint(("health", "aid")),
        "minors": "school" in things or CHILD_WORDS.search(people) is not None,
    }
    return tuple(reason for reason, holds in found.items() if holds)


def coarsen(place: Where, level: PlaceLevel, gazetteer: Gazetteer) -> Where:
    """Coarsen a place; one that is no finer than the level comes back as it is."""
    if place.geoprecision is not None and place.geoprecision >= COARSE_ENOUGH:
        return place
    if level == "second-level area" and place.geoprecision != COARSE_ENOUGH:
        return _to_grid(place)
    return _to_area(place, gazetteer)


def _to_area(place: Where, gazetteer: Gazetteer) -> Where:
    area = find_area(place.admin1, place.country, gazetteer)
    name = place.admin1 or (gazetteer.country(place.country).name if gazetteer.country(place.country or "") else None)  # type: ignore[arg-type, union-attr]
    return Where(
        name=name,
        feature="admin1" if place.admin1 else "country" if place.country else "unknown",
        country=place.country,
        admin1=place.admin1,
        admin2=None,
        latitude=area.latitude if area else None,
        longitude=area.longitude if area else None,
        radius_km=area.radius_km if area else None,
        geoprecision=4 if place.admin1 else 6 if place.country else None,
        gazetteer_id=area.id if area else None,
        role=place.role,
        protection="coarsened to the first-level area" if place.admin1 else "coarsened to the country",
    )


def _to_grid(place: Where) -> Where:
    return dataclasses.replace(
        place,
        name=place.admin2 or place.admin1,
        feature="admin2" if place.admin2 else "admin1",
        latitude=_rounded(place.latitude),
        longitude=_rounded(place.longitude),
        radius_km=None if place.latitude is None else max(place.radius_km or 0.0, GRID_RADIUS_KM),
        geoprecision=None if place.geoprecision is None else 3,
        gazetteer_id=None,
        relation=None,
        protection="coarsened to the second-level area and 0.1 degrees",
    )


def find_area(name: str | None, country: str | None, gazetteer: Gazetteer) -> Entry | None:
    """Find a first-level area by its name and country."""
    found = gazetteer.lookup(name) if name else ()
    return next((entry for entry in found if entry.feature == "admin1" and entry.country == country), None)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(round(value / GRID_DEGREES) * GRID_DEGREES, 1)


def _has(text: str, *words: str) -> bool:
    return any(word in text.lower() for word in words)
