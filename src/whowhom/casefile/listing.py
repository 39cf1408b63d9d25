"""Lists of a case: events, actors, ties, claims and forecasts, narrowed by a filter.

In: a filter. Out: plain rows in a fixed order, with the same keys in each row, so that they
serve for tables, JSON and CSV alike. What is unknown is None.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select, text

from whowhom.casefile import schema
from whowhom.casefile.conclude import settle_events
from whowhom.casefile.conclusion import LONG_DAYS
from whowhom.casefile.eventlinks import link_rows, links_of
from whowhom.casefile.filters import (
    VOICE_ROLES,
    Filter,
    conditions_without_period,
    event_conditions,
    find_actors,
    find_circle,
    first_day,
    last_day,
    period_conditions,
)
from whowhom.casefile.settlements import settled
from whowhom.link.names import key_of

Row = dict[str, Any]
QUERY_SIZE = 10_000  # SQLite takes 32,766 values in one statement.
EVENT_COLUMNS = (
    "public_id",
    "type",
    "modes",
    "who",
    "whom",
    "day_from",
    "day_to",
    "date_precision",
    "place",
    "country",
    "admin1",
    "latitude",
    "longitude",
    "radius_km",
    "geoprecision",
    "killed_low",
    "killed_best",
    "killed_high",
    "injured_low",
    "injured_best",
    "injured_high",
    "status",
    "status_rule",
    "review",
    "state",
    "mentions",
    "witnesses",
    "policy",
    "version",
)


def list_events(
    connection: Connection, chosen: Filter, *, limit: int | None = None, offset: int = 0, policy: str | None = None
) -> list[Row]:
    """List events by first day, those without a day last.

    Args:
        limit: At most so many; None: all.
        offset: Passed over first; without a radius nothing is read of them but their order.
        policy: Settle values anew by this policy, for this list alone; which events are
            listed, and in which order, stays as the case has them. None: as the case has them.
    """
    event = schema.event.c
    circle = find_circle(connection, chosen)
    names = EVENT_COLUMNS if not offset else ("day_from", "latitude", "longitude")
    base = select(*(event[name] for name in names), event.no).where(*conditions_without_period(connection, chosen))
    # Two steps, because databases differ on where unknown days sort and then use no index.
    # A circle is found by its points: an index on days would look through a year of the whole world.
    day = event.day_from if circle is None else func.coalesce(event.day_from, event.day_from)
    dated = base.where(event.day_from.is_not(None)).order_by(day, event.no)
    undated = base.where(event.day_from.is_(None), *period_conditions(event, chosen)).order_by(event.no)
    last = None if limit is None else offset + limit
    parts = [_rows(connection, query, circle, last) for query in _by_length(dated, chosen, day)]
    merged = heapq.merge(*parts, key=lambda row: (row["day_from"], row["no"]))
    found = list(itertools.islice(itertools.chain(merged, _rows(connection, undated, circle, last)), offset, last))
    if offset:
        found = _events(connection, [row["no"] for row in found])
    numbers = [row.pop("no") for row in found]
    links = links_of(connection, numbers)
    for number, row in zip(numbers, found, strict=True):
        told = [link for link in link_rows(links.get(number, ()), number) if link["direction"] == "to"]
        row["links"] = "; ".join(f"{link['link']} {link['event']}" for link in told)
    if policy is None:
        return found
    settled = settle_events(connection, numbers, policy)
    return [{**row, **_columns(settled.get(number, {}))} for number, row in zip(numbers, found, strict=True)]


def _events(connection: Connection, numbers: Sequence[int]) -> list[Row]:
    event = schema.event.c
    found: dict[int, Row] = {}
    for start in range(0, len(numbers), QUERY_SIZE):
        query = select(*(event[name] for name in EVENT_COLUMNS), event.no)
        rows = connection.execute(query.where(event.no.in_(numbers[start : start + QUERY_SIZE]))).mappings()
        found.update({row["no"]: dict(row) for row in rows})
    return [found[number] for number in numbers]


def _columns(values: Row) -> Row:
    return {name: value for name, value in values.items() if name in EVENT_COLUMNS}


def _by_length(query: Select[Any], chosen: Filter, day: ColumnElement[Any]) -> list[Select[Any]]:
    """Part a query for a period into short and long events.

    A short event that meets the period begins at most a month before it, which an index
    can answer; the long ones, few, are looked through.
    """
    event, first, last = schema.event.c, first_day(chosen), last_day(chosen)
    begun = query if last is None else query.where(day <= last)
    if first is None:
        return [begun]
    earliest = date.fromordinal(max(1, date.fromisoformat(first).toordinal() - LONG_DAYS)).isoformat()
    short = begun.where(event.is_long.is_(False), day >= earliest, event.day_to >= first)
    return [short, begun.where(text("event.is_long"), or_(event.day_to >= first, event.day_to.is_(None)))]


def _rows(connection: Connection, query: Select[Any], circle: Any, left: int | None) -> Iterator[Row]:
    capped = query if left is None or circle is not None else query.limit(left)
    count = 0
    for row in connection.execute(capped).mappings():
        if circle is None or circle.holds(row["latitude"], row["longitude"]):
            count += 1
            yield dict(row)
            if count == left:
                return


def list_actors(connection: Connection, chosen: Filter, *, limit: int | None = None) -> list[Row]:
    """List living actors with their numbers of events, those with the most events first.

    The filter narrows the events that are counted; an actor without any is left out if
    there is such a condition.
    """
    actor, part, event = schema.actor.c, schema.event_actor.c, schema.event.c
    events = select(part.actor_no, part.event_no).join(schema.event, event.no == part.event_no)
    pairs = events.where(*event_conditions(connection, chosen)).distinct().subquery()
    counted = func.count(pairs.c.event_no)
    columns = (actor.public_id, actor.name, actor.kind, actor.country, actor.registry, actor.is_private)
    is_inner = chosen != Filter(everything=chosen.everything)
    query = (
        select(*columns, counted.label("events"))
        .join(pairs, pairs.c.actor_no == actor.no, isouter=not is_inner)
        .where(actor.state == "live")
        .group_by(actor.no, *columns)
        .order_by(counted.desc(), actor.name, actor.no)
    )
    rows = [dict(row) for row in connection.execute(query.limit(limit)).mappings()]
    names = _other_names(connection, [row["public_id"] for row in rows])
    return [{**row, "aliases": [n for n in names.get(row["public_id"], []) if n != row["name"]]} for row in rows]


def _other_names(connection: Connection, public_ids: Sequence[str]) -> dict[str, list[str]]:
    """All names of actors, those of actors merged into them too."""
    actor, name = schema.actor.c, schema.actor_name.c
    merged = schema.actor.alias("merged")
    own = select(actor.public_id, name.name, name.key).join(schema.actor_name, name.actor_no == actor.no)
    other = (
        select(actor.public_id, name.name, name.key)
        .join(merged, merged.c.merged_into == actor.no)
        .join(schema.actor_name, name.actor_no == merged.c.no)
    )
    found: dict[str, list[str]] = {}
    for query in (own, other):
        for row in connection.execute(query.where(actor.public_id.in_(public_ids)).order_by(name.key)):
            names = found.setdefault(row.public_id, [])
            if row.name not in names:
                names.append(row.name)
    return found


def list_ties(connection: Connection, chosen: Filter, *, limit: int | None = None) -> list[Row]:
    """List ties as reports assert them, in the order in which they came in."""
    assertion = schema.assertion.c
    subject, subject_name = _end_of_tie("subject")
    object_, object_name = _end_of_tie("object")
    query = (
        select(
            assertion.no,
            assertion.public_id.label("id"),
            subject_name.label("subject"),
            assertion.type.label("tie"),
            object_name.label("object"),
            *_named(assertion, "sign", "day_from", "day_to", "polarity", "certainty", "stage", "review"),
            *_standing_columns(),
        )
        .join_from(schema.assertion, subject, subject.c.assertion_no == assertion.no)
        .join(object_, object_.c.assertion_no == assertion.no)
    )
    query = _from_reports(query).where(assertion.kind == "tie", *_assertion_conditions(connection, chosen))
    return _with_voices(connection, query.order_by(assertion.no).limit(limit))


def list_claims(connection: Connection, chosen: Filter, *, limit: int | None = None) -> list[Row]:
    """List claims on events: figures and responsibility, each with its words and voice, by event."""
    claim, event, part = schema.claim.c, schema.event.c, schema.event_mention.c
    assertion = schema.assertion.c
    about = schema.actor_mention.alias("about")
    query = (
        select(
            event.public_id.label("event"),
            *_named(claim, "field", "value", "status", "low", "best", "high", "bound", "scope"),
            about.c.name.label("of"),
            *_named(claim, "voice", "voice_role", "voice_interest"),
            *_standing_columns(claim),
        )
        .join_from(schema.claim, schema.assertion, assertion.no == claim.assertion_no)
        .join(schema.event_mention, part.assertion_no == claim.assertion_no)
        .join(schema.event, event.no == part.event_no)
        .join(about, about.c.no == claim.mention_no, isouter=True)
    )
    conditions = [*event_conditions(connection, chosen), *_counted(chosen)]
    if chosen.voice is not None:
        conditions.append(_said_by(claim.voice_role, claim.voice_key, chosen.voice))
    query = _from_reports(query).where(*conditions).order_by(event.day_from, event.no, claim.no)
    rows = connection.execute(query if chosen.radius_km else query.limit(limit)).mappings()
    circle = find_circle(connection, chosen)
    if circle is None:
        return [dict(row) for row in rows]
    inside = {row["public_id"] for row in list_events(connection, chosen)}
    return [dict(row) for row in rows if row["event"] in inside][:limit]


def list_forecasts(connection: Connection, chosen: Filter, *, limit: int | None = None) -> list[Row]:
    """List forecasts with what they hang on, and whether a person settled them, in the order of their day."""
    assertion = schema.assertion.c
    query = select(
        assertion.no,
        assertion.public_id.label("id"),
        assertion.record,
        schema.text.c.digest,
        assertion.review,
        assertion.words.label("outcome"),
        assertion.day_from.label("made_on"),
        *_standing_columns(),
    )
    query = _from_reports(query.select_from(schema.assertion)).where(
        assertion.kind == "forecast", *_assertion_conditions(connection, chosen)
    )
    rows = _with_voices(connection, query.order_by(schema.report.c.published, assertion.no).limit(limit))
    last_words = settled(connection)
    for row in rows:
        record, value = row.pop("record"), last_words.get((row.pop("digest"), row["id"]))
        row["settled"] = value["outcome"] if value else None
        row["settled_by"] = value["event"] if value else None
        row["condition"] = record["condition"]["text"] if record["condition"] else None
        row["horizon"] = record["horizon"]
    return rows


def _end_of_tie(role: str) -> tuple[Any, Any]:
    part, mention = schema.assertion_actor.c, schema.actor_mention.c
    table = (
        select(part.assertion_no, mention.name)
        .join(schema.actor_mention, mention.no == part.mention_no)
        .where(part.role == role)
        .subquery(role)
    )
    return table, table.c.name


def _named(columns: Any, *names: str) -> list[Any]:
    return [columns[name] for name in names]


def _standing_columns(words: Any = None) -> list[Any]:
    """Where it is said: words, offsets, report and outlet."""
    words = words if words is not None else schema.assertion.c
    report, source = schema.report.c, schema.source.c
    return [
        *_named(words, "words", "start", "end"),
        report.public_id.label("report"),
        report.published,
        source.name.label("publisher"),
        report.state.label("report_state"),
    ]


def _from_reports(query: Select[Any]) -> Select[Any]:
    """Join an assertion to its coding, text, report and outlet."""
    coding, report, source, text = schema.coding.c, schema.report.c, schema.source.c, schema.text.c
    return (
        query.join(schema.coding, coding.no == schema.assertion.c.coding_no)
        .join(schema.text, text.no == coding.text_no)
        .join(schema.report, report.no == coding.report_no)
        .join(schema.source, source.no == report.source_no, isouter=True)
    )


def _counted(chosen: Filter) -> list[ColumnElement[Any]]:
    return [] if chosen.everything else [and_(schema.coding.c.is_current, schema.text.c.is_counted)]


def _said_by(role: Any, key: Any, words: str) -> ColumnElement[Any]:
    is_said: ColumnElement[Any] = role == words if words in VOICE_ROLES else key == key_of(words)
    return is_said


def _assertion_conditions(connection: Connection, chosen: Filter) -> list[ColumnElement[Any]]:
    assertion, voice = schema.assertion.c, schema.assertion_voice.c
    part, mention = schema.assertion_actor.c, schema.actor_mention.c
    conditions = [*_counted(chosen), *period_conditions(assertion, chosen)]
    if not chosen.everything:
        conditions.append(or_(assertion.review.is_(None), assertion.review != "rejected"))
    if chosen.types:
        conditions.append(func.lower(assertion.type).in_([kind.lower() for kind in chosen.types]))
    if chosen.voice is not None:
        said = _said_by(voice.role, voice.key, chosen.voice)
        conditions.append(exists().where(voice.assertion_no == assertion.no, said))
    if chosen.actor is not None:
        numbers = find_actors(connection, chosen.actor)
        of_actor = select(mention.no).where(mention.actor_no.in_(numbers))
        named = exists().where(part.assertion_no == assertion.no, part.mention_no.in_(of_actor))
        speaks = exists().where(voice.assertion_no == assertion.no, voice.mention_no.in_(of_actor))
        conditions.append(or_(named, speaks))
    return conditions


def chains_of(connection: Connection, numbers: Sequence[int]) -> dict[int, list[str]]:
    """Write the chains of voices of assertions, outermost first; those who speak together are one link of the chain."""
    voice, assertion = schema.assertion_voice.c, schema.assertion.c
    said = select(voice.assertion_no, voice.number, voice.words, voice.role).where(voice.assertion_no.in_(numbers))
    rows = connection.execute(said.order_by(voice.assertion_no, voice.number)).all()
    several = sorted({row.assertion_no for row in rows if row.number > 0})
    records = connection.execute(select(assertion.no, assertion.record).where(assertion.no.in_(several)))
    joint = {
        (number, at)
        for number, record in records
        for at, told in enumerate(record.get("attribution", ()))
        if told.get("joint", False)
    }
    chains: dict[int, list[str]] = {}
    for row in rows:
        chain = chains.setdefault(row.assertion_no, [])
        words = f"{row.words} ({row.role})" if row.words else "hearsay"
        if chain and (row.assertion_no, row.number) in joint:
            chain[-1] += f" and {words}"
        else:
            chain.append(words)
    return chains


def _with_voices(connection: Connection, query: Select[Any]) -> list[Row]:
    """Run a query whose rows have the number of an assertion, and put its chain of voices in its stead."""
    rows = [dict(row) for row in connection.execute(query).mappings()]
    chains: dict[int, list[str]] = {}
    numbers = [row["no"] for row in rows]
    for start in range(0, len(numbers), QUERY_SIZE):
        chains.update(chains_of(connection, numbers[start : start + QUERY_SIZE]))
    for row in rows:
        row["voices"] = chains.get(row.pop("no"), [])
    return rows
