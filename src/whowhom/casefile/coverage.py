"""Coverage: how many of the events that a voice counts are in the case.

In: estimates that count events ("115 attacks between April 2020 and March 2021"). Out: for
each the events of that actor, period and place that the case holds, or why none can be held
against it.

What one would get wrong: more events in the case than in the estimate is no proof of
coverage, for the two may not count the same; the row only sets them side by side. An
estimate that tells the place but no actor is held against the events of all.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, or_, select

from whowhom.casefile import schema
from whowhom.link.names import key_of

Row = dict[str, Any]
MEASURES = {
    "attacks": ("ASSAULT",),
    "incidents": ("ASSAULT", "PROTEST", "COERCE"),
    "clashes": ("ASSAULT",),
    "raids": ("ASSAULT", "COERCE"),
    "bombings": ("ASSAULT",),
    "airstrikes": ("ASSAULT",),
    "strikes": ("ASSAULT",),
    "abductions": ("ASSAULT",),
    "protests": ("PROTEST",),
    "demonstrations": ("PROTEST",),
    "arrests": ("COERCE",),
    "events": (),
    "violations": (),
}
"""Measures that count events, and the types of events that they can count; empty: any."""


def list_coverage(connection: Connection) -> list[Row]:
    """Hold each estimate that counts events against the events of the case, in the order of the reports."""
    assertion, coding, text, report = (schema.assertion.c, schema.coding.c, schema.text.c, schema.report.c)
    query = (
        select(schema.assertion, report.public_id.label("report"))
        .join(schema.coding, coding.no == assertion.coding_no)
        .join(schema.text, text.no == coding.text_no)
        .join(schema.report, report.no == coding.report_no)
        .where(assertion.kind == "estimate", coding.is_current, text.is_counted)
        .where(or_(assertion.review.is_(None), assertion.review != "rejected"))
        .order_by(assertion.no)
    )
    rows = [dict(row) for row in connection.execute(query).mappings()]
    return [_hold(connection, row) for row in rows if _types(row) is not None]


def _hold(connection: Connection, row: Row) -> Row:
    actor, place = _actor(connection, row["no"]), _place(connection, row["no"])
    told = {name: row[name] for name in ("report", "public_id", "type", "words", "low", "best", "high")}
    told |= {"day_from": row["day_from"], "day_to": row["day_to"], "actor": actor["name"] if actor else None}
    told |= {"place": place["name"] if place else None, "held": None, "share": None, "reason": None}
    if actor is not None and actor["actor_no"] is None:
        return {**told, "reason": "the actor is not named, so its events cannot be found"}
    if actor is None and place is None:
        return {**told, "reason": "neither the actor nor the place is told"}
    if row["day_from"] is None and row["day_to"] is None:
        return {**told, "reason": "the period is not told"}
    events = list(connection.scalars(_events(row, actor, place)))
    expected = next((row[name] for name in ("best", "low", "high") if row[name] is not None), None)
    share = round(len(events) / expected, 3) if expected else None
    return {**told, "held": len(events), "share": share, "events": events}


def _types(row: Row) -> tuple[str, ...] | None:
    for words in (row["type"], row["record"]["unit"]):
        if words in MEASURES:
            return MEASURES[words]
    return None


def _actor(connection: Connection, number: int) -> Row | None:
    part, mention = schema.assertion_actor.c, schema.actor_mention.c
    query = (
        select(mention.name, mention.actor_no)
        .join(schema.assertion_actor, part.mention_no == mention.no)
        .where(part.assertion_no == number, part.role == "of")
    )
    row = connection.execute(query).mappings().first()
    return None if row is None else dict(row)


def _place(connection: Connection, number: int) -> Row | None:
    query = select(schema.assertion_place).where(schema.assertion_place.c.assertion_no == number)
    row = connection.execute(query).mappings().first()
    return None if row is None else dict(row)


def _events(row: Row, actor: Row | None, place: Row | None) -> Any:
    event, part = schema.event.c, schema.event_actor.c
    conditions: list[ColumnElement[bool]] = [
        event.state == "live",
        event.status.not_in(("denied", "not happened")),
    ]
    if actor is not None:
        acts = part.role.in_(("actor", "party", "responsible"))
        conditions.append(exists().where(part.event_no == event.no, part.actor_no == actor["actor_no"], acts))
    if row["day_from"] is not None:
        conditions.append(event.day_to >= row["day_from"])
    if row["day_to"] is not None:
        conditions.append(event.day_from <= row["day_to"])
    if types := _types(row):
        conditions.append(event.type.in_(types))
    if place is not None:
        conditions.append(_within(place))
    return select(event.public_id).where(*conditions).order_by(event.day_from, event.no)


def _within(place: Row) -> Any:
    """The area that the estimate names: a country, a first-level area, or the place itself."""
    event = schema.event.c
    precision = place["geoprecision"]
    if precision is not None and precision >= 5 and place["country"] is not None:
        return event.country == place["country"]
    if precision == 4 and place["admin1"] is not None:
        return event.admin1 == place["admin1"]
    return event.place_key == key_of(place["name"])
