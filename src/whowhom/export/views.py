"""Values of an event that several formats ask for.

In: rows. Out: names of sides, the date and place that stand for an event, whether it is told
as having happened. Nothing here is a format's own rule.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Mapping

from whowhom.export.countries import country_name
from whowhom.records import join_chain
from whowhom.safeguard.people import OF_ROLE
from whowhom.safeguard.rows import ActorRow, Dataset, EventRow, Party, SourceRow, Speaker, When, Where

AHEAD = ("planned", "threatened", "predicted", "conditional")


def first_date(event: EventRow) -> When | None:
    """The date that stands for the event: the first with a day."""
    return next((date for date in event.dates if date.first or date.last), None)


def bounds(date: When) -> tuple[datetime.date, datetime.date]:
    """First and last day of a date; an open end is the other end."""
    first, last = date.first or date.last, date.last or date.first
    return datetime.date.fromisoformat(first or ""), datetime.date.fromisoformat(last or "")


def middle(date: When) -> datetime.date:
    """The middle day of a date, the earlier of two."""
    first, last = bounds(date)
    return first + (last - first) // 2


def first_place(event: EventRow) -> Where | None:
    """The place that stands for the event; a name without a point has that of the country of its report."""
    first = event.places[0] if event.places else None
    if first is None or first.country is not None or first.latitude is not None:
        return first
    country = next((place for place in event.places if place.basis == "report"), None)
    if country is None:
        return first
    names = ("country", "latitude", "longitude", "radius_km", "geoprecision")
    return dataclasses.replace(first, **{name: getattr(country, name) for name in names})


def actors_on(event: EventRow, side: str, *, roles: Iterable[str] = ("actor", "target", "party")) -> list[ActorRow]:
    """Actors of a side in the order of the report, each name once."""
    found = {
        party.actor.name: party.actor
        for party in event.parties
        if party.actor is not None and party.side == side and party.role in roles
    }
    return list(found.values())


def names_in(event: EventRow, *roles: str) -> list[str]:
    """Names of the actors, and kinds of the things, in some roles; each once."""
    names = (party_name(party) for party in event.parties if party.role in roles)
    return list(dict.fromkeys(name for name in names if name is not None))


def party_name(party: Party) -> str | None:
    """Name of an actor, or of a thing where it may be told, else its kind; None where that says nothing."""
    if party.actor is not None:
        return party.actor.name
    return (party.thing.name or thing_noun(party.thing.kind)) if party.thing else None


def thing_noun(kind: str) -> str | None:
    """A noun for a kind of thing; None for kinds that no noun tells, such as "other"."""
    nouns = {
        "health": "a health facility",
        "school": "a school",
        "worship": "a place of worship",
        "media": "a media office",
        "aid": "an aid facility",
        "energy": "an energy facility",
        "transport": "a transport route",
        "market": "a market",
        "home": "a home",
        "base": "a base",
        "office": "an office",
        "vehicle": "a vehicle",
        "weapon": "a weapon",
    }
    return nouns.get(kind)


def reason_against(event: EventRow) -> str | None:
    """Why an event is none of those that happened; None: it is one."""
    if event.review_status == "rejected":
        return "rejected in review"
    if event.polarity == "did not happen":
        return "told as not having happened"
    if event.stage in AHEAD:
        return f"told as {event.stage}, not as having happened"
    return None


def voice_words(voices: tuple[Speaker, ...]) -> str:
    """Write a chain of voices, outermost first; no voice is the report itself."""
    told = [
        (voice.name if voice.name in OF_ROLE.values() else f"{voice.name} ({voice.role})", voice.joint)
        for voice in voices
        if voice.name
    ]
    return join_chain(told) or ("hearsay" if voices else "the report itself")


def place_words(place: Where) -> str:
    """Write a place with its areas and country."""
    parts = [place.name, place.admin2, place.admin1, country_name(place.country)]
    return ", ".join(dict.fromkeys(part for part in parts if part)) or "an undisclosed place"


def sources_of(event: EventRow, sources: Mapping[str, SourceRow]) -> list[SourceRow]:
    """The reports that tell an event, out of :func:`by_id`."""
    return [sources[name] for name in event.sources if name in sources]


def by_id(dataset: Dataset) -> dict[str, SourceRow]:
    """Sources by id; made once for all events."""
    return {source.id: source for source in dataset.sources}


def publishers(rows: Iterable[SourceRow]) -> list[str]:
    """Outlets that may be named, each once."""
    return list(dict.fromkeys(row.publisher for row in rows if row.publisher))
