"""Forecasts: settled by a person, proposed from later events, and how often a voice was right.

In: forecasts of a case and decisions of kind "settle". Out: proposals for the queue, and hit
rates by voice.

What one would get wrong: nothing is settled by itself. An event that fits a forecast is only
proposed; and no rate is given of fewer than ten settled forecasts, nor of a private person.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, or_, select

from whowhom.casefile import schema
from whowhom.casefile.actorvalues import corrected_values
from whowhom.casefile.decisions import Author, decide
from whowhom.casefile.review import find_assertion
from whowhom.casefile.settlements import settled
from whowhom.casefile.tracing import find_event
from whowhom.errors import UsageError
from whowhom.link.names import key_of

Row = dict[str, Any]
OUTCOMES = ("true", "false", "open")
MIN_SETTLED = 10
HORIZON_DAYS = 365  # For a forecast that names no horizon.
Z_95 = 1.959964  # Two-sided 95 % of a normal distribution.
PUBLIC_ROLES = ("official", "belligerent", "media", "international organisation", "document")
"""Voices without an actor of their own that are no private persons; experts, witnesses and the unnamed may be."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MIN_KEY_LETTERS = 4  # Shorter names stand in too many words.


def settle(connection: Connection, target: str, outcome: str, author: Author, *, event: str | None = None) -> str:
    """Say whether a forecast came true.

    Args:
        target: Id of the forecast, as ``whowhom forecasts`` lists it.
        outcome: "true", "false", or "open" to take an earlier word back.
        event: Id of the event that settled it.

    Raises:
        NoSuchRecord, UsageError: no such forecast or event, or another outcome.
    """
    if outcome not in OUTCOMES:
        raise UsageError(f"outcome is {outcome!r}; expected one of {', '.join(OUTCOMES)}.")
    row = find_assertion(connection, target)
    if row["kind"] != "forecast":
        raise UsageError(f"{target!r} is of kind {row['kind']!r}, not a forecast.")
    shown = None if event is None else find_event(connection, event)["public_id"]
    names = ("start", "end", "words", "type", "kind")
    anchor = {"text": row["digest"], "id": target, **{name: row[name] for name in names}}
    value = {"outcome": outcome, "event": shown}
    return decide(connection, author, "settle", "forecast", target, value=value, anchor=anchor)


def propose(connection: Connection) -> list[Row]:
    """List later events that may settle an open forecast, with what they share."""
    done = settled(connection)
    names = _names(connection)
    rows = []
    for forecast in _forecasts(connection):
        if (forecast["digest"], forecast["public_id"]) in done or forecast["since"] is None:
            continue
        told = f" {key_of(forecast['words'])} "
        actors = [no for key, no in names if f" {key} " in told]
        for event, why in _later(connection, forecast, actors, told):
            rows.append(
                {
                    "queue": "forecast may be settled",
                    "public_id": forecast["public_id"],
                    "target_kind": "forecast",
                    "target": event,
                    "kind": "settle",
                    "field": None,
                    "value": None,
                    "who": None,
                    "at": forecast["since"],
                    "why": None,
                    "reason": why,
                    "changed_at": None,
                }
            )
    return rows


def hit_rates(connection: Connection) -> list[Row]:
    """Give for each voice how many of its settled forecasts came true.

    Returns:
        One row for each voice, by name: ``n`` settled, ``hits``, ``rate`` with its 95 % interval
        (Wilson) ``low`` and ``high``, or the reason why there is no rate.
    """
    done = settled(connection)
    found: dict[tuple[str, str], list[bool]] = defaultdict(list)
    private: dict[tuple[str, str], bool] = {}
    for forecast in _forecasts(connection):
        value = done.get((forecast["digest"], forecast["public_id"]))
        if value is None or forecast["voice"] is None:
            continue
        key = (forecast["voice_key"], forecast["voice_role"])
        found[key].append(value["outcome"] == "true")
        private[key] = private.get(key, False) or forecast["is_private"]
    # A private person is not even named: the row would say who was asked.
    public = {key: hits for key, hits in found.items() if not private[key]}
    hidden = len(found) - len(public)
    rows = [_rate(key, hits) for key, hits in sorted(public.items())]
    if hidden:
        reason = "private persons get no rate"
        blank = dict.fromkeys(("role", "hits", "rate", "low", "high"))
        rows.append({"voice": f"{hidden} private", **blank, "n": None, "reason": reason})
    return [
        {name: row[name] for name in ("voice", "role", "n", "hits", "rate", "low", "high", "reason")} for row in rows
    ]


def wilson(hits: int, n: int) -> tuple[float, float]:
    """Give the 95 % interval of a share, 0-1; it holds for small n too."""
    share = hits / n
    middle = share + Z_95**2 / (2 * n)
    width = Z_95 * math.sqrt(share * (1 - share) / n + Z_95**2 / (4 * n**2))
    scale = 1 + Z_95**2 / n
    return max(0.0, (middle - width) / scale), min(1.0, (middle + width) / scale)


def _rate(key: tuple[str, str], hits: list[bool]) -> Row:
    n, true = len(hits), sum(hits)
    row: Row = {"voice": key[0], "role": key[1], "n": n, "hits": true}
    if n < MIN_SETTLED:
        return {**row, "hits": None, "rate": None, "low": None, "high": None, "reason": f"fewer than {MIN_SETTLED}"}
    low, high = wilson(true, n)
    return {**row, "rate": round(true / n, 3), "low": round(low, 3), "high": round(high, 3), "reason": None}


def _forecasts(connection: Connection) -> list[Row]:
    assertion, coding, text = schema.assertion.c, schema.coding.c, schema.text.c
    query = (
        select(assertion.no, assertion.public_id, assertion.words, assertion.day_from, assertion.record)
        .add_columns(text.digest, text.day)
        .join(schema.coding, coding.no == assertion.coding_no)
        .join(schema.text, text.no == coding.text_no)
        .where(assertion.kind == "forecast", coding.is_current, text.is_counted)
        .where(or_(assertion.review.is_(None), assertion.review != "rejected"))
        .order_by(assertion.no)
    )
    rows = [dict(row) for row in connection.execute(query).mappings()]
    voices = _voices(connection, [row["no"] for row in rows])
    blank = {"voice": None, "voice_key": None, "voice_role": None, "is_private": True}
    return [{**row, "since": row["day_from"] or row["day"], **voices.get(row["no"], blank)} for row in rows]


def _voices(connection: Connection, numbers: list[int]) -> dict[int, Row]:
    """The innermost voice of each forecast: the one who foresees."""
    voice, mention = schema.assertion_voice.c, schema.actor_mention.c
    query = (
        select(voice.assertion_no, voice.words, voice.key, voice.role, mention.is_private, mention.actor_no)
        .join_from(schema.assertion_voice, schema.actor_mention, mention.no == voice.mention_no, isouter=True)
        .where(voice.assertion_no.in_(numbers), voice.words.is_not(None))
        .order_by(voice.assertion_no, voice.number)
    )
    corrected = corrected_values(connection)
    return {
        row.assertion_no: {
            "voice": row.words,
            "voice_key": row.key,
            "voice_role": row.role,
            "is_private": corrected.get(row.actor_no, {}).get(
                "is_private", row.role not in PUBLIC_ROLES if row.is_private is None else row.is_private
            ),
        }
        for row in connection.execute(query)
    }


def _names(connection: Connection) -> list[tuple[str, int]]:
    name, actor = schema.actor_name.c, schema.actor.c
    number = select(name.key, actor.no, actor.merged_into).join(schema.actor, actor.no == name.actor_no)
    return [
        (row.key, row.no if row.merged_into is None else row.merged_into)
        for row in connection.execute(number.order_by(name.key, actor.no))
        if len(row.key) >= MIN_KEY_LETTERS
    ]


def _later(connection: Connection, forecast: Row, actors: list[int], told: str) -> list[tuple[str, str]]:
    event, part = schema.event.c, schema.event_actor.c
    since = date.fromisoformat(forecast["since"])
    horizon = forecast["record"]["horizon"] or ""
    until = horizon if _DAY.fullmatch(horizon) else (since + timedelta(days=HORIZON_DAYS)).isoformat()
    query = (
        select(event.no, event.public_id, event.place, event.place_key, event.day_from)
        .where(event.state == "live", event.day_from > forecast["since"], event.day_from <= until)
        .where(event.status.not_in(("denied", "not happened")))
        .where(event.no.in_(select(part.event_no).where(part.actor_no.in_(actors))))
        .order_by(event.day_from, event.no)
    )
    found = []
    for row in connection.execute(query):
        is_there = row.place_key is not None and f" {row.place_key} " in told
        shared = f"an actor{' and the place' if is_there else ''} it names, on {row.day_from}"
        found.append((row.public_id, f"{row.public_id} has {shared}"))
    return found
