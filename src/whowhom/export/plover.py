"""PLOVER's JSON, one event a line.

In: events. Out: JSONL after PLOVER's manual of 2024.

What one would get wrong: PLOVER asks for a date and an actor. An event that tells neither is
left out and reported; no "unknown actor" is put in its stead.
"""

from __future__ import annotations

import json
from typing import Any

from whowhom.export.countries import country_name, iso3
from whowhom.export.formats import Column, Format
from whowhom.export.report import ExportReport
from whowhom.export.sentences import describe
from whowhom.export.views import bounds, first_date, first_place, reason_against
from whowhom.safeguard.rows import ActorRow, Dataset, EventRow, Party, Where

NOTE = "in PLOVER's fields, coded by whowhom"
SECTORS = {
    "state forces": "MIL",
    "government": "GOV",
    "rebel group": "REB",
    "political militia": "PRM",
    "identity militia": "PRM",
    "unidentified": "UAF",
    "civilians": "CVL",
    "person": "CVL",
    "protesters": "CVL",
    "rioters": "CVL",
    "media": "JRN",
    "party": "PTY",
    "business": "BUS",
    "international organisation": "IGO",
    "other": "UNK",
}
QUADS = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), 1),
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT"), 2),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN", "SANCTION"), 3),
    **dict.fromkeys(("PROTEST", "MOBILIZE", "COERCE", "ASSAULT"), 4),
}
"""Quad code by type; SANCTION as in the manual's table, which its own section contradicts."""
NEEDS_RECIPIENT = ("COOPERATE", "AID", "SANCTION")
RESOLUTIONS = {"country": 1, "admin1": 2, "admin2": 3, "settlement": 4, "facility": 5}


def _entities(event: EventRow, roles: tuple[str, ...], side: str) -> list[dict[str, Any]]:
    found = [party.actor for party in event.parties if party.actor is not None and _is_on(party, roles, side)]
    return [_entity(actor) for actor in dict.fromkeys(found)]


def _is_on(party: Party, roles: tuple[str, ...], side: str) -> bool:
    return party.role in roles or (party.role == "party" and party.side == side)


def _entity(actor: ActorRow) -> dict[str, Any]:
    entity = {"code": iso3(actor.country), "sector": _sector(actor), "entity_text": actor.name}
    return {key: value for key, value in entity.items() if value is not None}


def _sector(actor: ActorRow) -> str | None:
    # Which office a person in office holds is not coded.
    return None if actor.kind == "person" and not actor.is_private else SECTORS.get(actor.kind or "")


def _actors(event: EventRow) -> list[dict[str, Any]]:
    return _entities(event, ("actor",), "a")


def _recipients(event: EventRow) -> list[dict[str, Any]]:
    return _entities(event, ("target",), "b")


def _date(event: EventRow, which: int) -> str | None:
    date = first_date(event)
    return None if date is None else bounds(date)[which].isoformat()


def _location(event: EventRow) -> dict[str, Any] | None:
    place = first_place(event)
    return None if place is None else {key: value for key, value in _place(place).items() if value is not None}


def _place(place: Where) -> dict[str, Any]:
    identifier = place.gazetteer_id or ""
    return {
        "resolved_place": place.name,
        "geonameid": identifier.removeprefix("geonames:") if identifier.startswith("geonames:") else None,
        "lat": place.latitude,
        "lon": place.longitude,
        "district": place.admin2,
        "province": place.admin1,
        "country": country_name(place.country),
        "country_code": iso3(place.country),
        "resolution": RESOLUTIONS.get(place.feature),
    }


def _size(event: EventRow) -> dict[str, int] | None:
    arrested = [claim.low for claim in event.claims if claim.field == "arrested" and claim.low is not None]
    found = {"dead": event.killed.low, "injured": event.injured.low, "arrested": min(arrested, default=None)}
    return {key: value for key, value in found.items() if value is not None} or None


def _comment(event: EventRow) -> str:
    date = first_date(event)
    precision = f"; date precision {date.precision} of 5" if date is not None else ""
    return f"{NOTE}; review_status={event.review_status}; version={event.version}{precision}"


COLUMNS = (
    Column("id", "id of the event with the case's prefix", lambda event: event.id),
    Column("date", "first day", lambda event: _date(event, 0)),
    Column("enddate", "last day", lambda event: _date(event, 1)),
    Column("time", "", None, "times of day are not coded"),
    Column("endtime", "", None, "times of day are not coded"),
    Column("actor", "actors, or side a of those told without a direction, with country, sector and name", _actors),
    Column("recipient", "targets, or side b", _recipients),
    Column("event", "event type, as a list", lambda event: [event.type]),
    Column("mode", "modes", lambda event: list(event.modes)),
    Column("quad_code", "by event type", lambda event: QUADS.get(event.type)),
    Column("context", "", None, "contexts are not coded"),
    Column("event_loc", "the place that stands for the event", _location),
    Column("event_text", "sentences built from coded values", lambda event: [describe(event)]),
    Column("size", "lowest accounts of dead, injured and arrested", _size),
    Column("coder", "the program", lambda event: "whowhom"),
    Column("coded_date", "", None, "the day of coding is not kept, so that the same input gives the same bytes"),
    Column("text", "", None, "reports do not leave"),
    Column("link", "", None, "addresses are in the RIS and the workbook, where the profile lets them"),
    Column("review_status", "unreviewed, accepted, corrected or rejected", lambda event: event.review_status),
    Column("comment", "the note, review_status, version and date precision", _comment),
)
RULES = {
    "figures": "lowest accounts in size; ranges and voices in event_text",
    "dates": "first and last day; precision in comment",
    "places": "resolution 1 country to 5 below a settlement",
    "actors": "sector by the actor's kind on the day: " + ", ".join(f"{k} {v}" for k, v in SECTORS.items()),
}


def reason_to_leave_out(event: EventRow) -> str | None:
    """Why PLOVER cannot hold an event; None: it can."""
    checks = (
        (first_date(event) is None, "no date, which PLOVER requires"),
        (not _actors(event), "no actor, which PLOVER requires"),
        (event.type in NEEDS_RECIPIENT and not _recipients(event), f"no recipient, which {event.type} requires"),
    )
    return reason_against(event) or next((reason for holds, reason in checks if holds), None)


def _render(dataset: Dataset, report: ExportReport) -> bytes:
    lines = []
    for event in dataset.events:
        reason = reason_to_leave_out(event)
        if reason is not None:
            report.leave_out(event.id, reason)
            continue
        values = {column.name: column.fill(event) for column in COLUMNS if column.fill is not None}
        lines.append(json.dumps({key: value for key, value in values.items() if value is not None}, ensure_ascii=False))
    report.rows = len(lines)
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")


PLOVER = Format(
    name="plover",
    suffix=".jsonl",
    summary="JSONL in PLOVER's fields",
    note=NOTE,
    render=_render,
    columns=COLUMNS,
    rules=RULES,
)
