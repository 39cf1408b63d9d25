"""Events of the case, made and kept up to date from event mentions.

In: mentions that are new or whose standing changed. Out: rows of ``event`` and of what hangs
on it, in the caller's transaction.

What one would get wrong: an event keeps its row and its public id for ever; only what is
concluded about it changes, and its version counts the changes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from whowhom.casefile import schema
from whowhom.casefile.clusters import regroup
from whowhom.casefile.conclusion import Conclusion, conclude
from whowhom.casefile.decisions import decisions_on, set_standing
from whowhom.casefile.mentions import Mention, load_mentions
from whowhom.casefile.rulings import Ruling, rule
from whowhom.link.names import key_of

Row = dict[str, Any]
SETTLED_AT_ONCE = 1_000
SIDE_ROLES = {"who": "actor", "whom": "target"}


def refresh_events(connection: Connection, mention_nos: Iterable[int], *, at: str) -> None:
    """Find the events of new and changed mentions anew, and conclude every event that this touches.

    Args:
        connection: In a writing transaction.
        mention_nos: Event mentions that are new, or that began or ceased to count.
        at: The present instant.
    """
    conclude_events(connection, regroup(connection, mention_nos, at=at), at=at)


def conclude_events(connection: Connection, event_nos: Iterable[int], *, at: str) -> None:
    """Conclude events anew; one that comes out as before is not touched."""
    wanted = sorted(set(event_nos))
    policy = _policy(connection)
    decided = decisions_on(connection, wanted)
    for event_no, mentions in _mentions_of(connection, wanted).items():
        conclusion = conclude(mentions, policy=policy)
        ruling = rule(conclusion.values, mentions, decided.get(event_no, ()))
        set_standing(connection, ruling.standing, at=at)
        _write(connection, event_no, conclusion, ruling, mentions, at=at)


def tie_actors(connection: Connection, event_nos: Iterable[int]) -> None:
    """Write anew which actors events have, after mentions were given to other actors.

    The names told stay as they were, so nothing concluded may change; what the event points to does.
    """
    wanted = sorted(set(event_nos))
    decided = decisions_on(connection, wanted)
    for event_no, mentions in _mentions_of(connection, wanted).items():
        values = conclude(mentions, policy=_policy(connection)).values
        _write_actors(connection, event_no, mentions, rule(values, mentions, decided.get(event_no, ())).named)


def conclude_alone(connection: Connection, event_no: int) -> tuple[Conclusion, list[Mention]]:
    """Conclude an event as its reports have it, without the decisions on it; nothing is written."""
    mentions = _mentions_of(connection, [event_no])[event_no]
    return conclude(mentions, policy=_policy(connection)), mentions


def settle_events(connection: Connection, event_nos: Iterable[int], policy: str) -> dict[int, Row]:
    """Conclude living events by another policy than the case's, decisions of people included; nothing is written.

    Returns:
        Columns by the event's number; events without mentions are left out.
    """
    wanted = sorted(set(event_nos))
    found: dict[int, Row] = {}
    for start in range(0, len(wanted), SETTLED_AT_ONCE):
        part = wanted[start : start + SETTLED_AT_ONCE]
        decided = decisions_on(connection, part)
        for event_no, mentions in _mentions_of(connection, part).items():
            values = conclude(mentions, policy=policy).values
            found[event_no] = rule(values, mentions, decided.get(event_no, ())).values
    return found


def _policy(connection: Connection) -> str:
    return str(connection.scalars(select(schema.meta.c.value).where(schema.meta.c.key == "policy")).one())


def _by_assertion(rows: Iterable[Any]) -> dict[int, int]:
    return {row.assertion_no: row.event_no for row in rows}


def _mentions_of(connection: Connection, event_nos: Sequence[int]) -> dict[int, list[Mention]]:
    place = schema.event_mention.c
    rows = connection.execute(select(place.assertion_no, place.event_no).where(place.event_no.in_(event_nos)))
    event_of = _by_assertion(rows)
    found: dict[int, list[Mention]] = defaultdict(list)
    for mention in load_mentions(connection, event_of):
        found[event_of[mention.no]].append(mention)
    return dict(sorted(found.items()))


def final_event(connection: Connection, event_no: int) -> int:
    """Follow merges to the event that lives on."""
    merged = connection.scalars(select(schema.event.c.merged_into).where(schema.event.c.no == event_no)).one()
    return event_no if merged is None else final_event(connection, merged)


def _write(
    connection: Connection,
    event_no: int,
    conclusion: Conclusion,
    ruling: Ruling,
    mentions: Sequence[Mention],
    *,
    at: str,
) -> None:
    event = schema.event.c
    old = connection.execute(select(schema.event).where(event.no == event_no)).mappings().one()
    values = {**ruling.values, "record": {"basis": conclusion.basis}}
    if old["merged_into"] is not None:
        values.pop("state")
    if old["version"] and all(old[name] == value for name, value in values.items()):
        return
    connection.execute(
        update(schema.event).where(event.no == event_no).values(**values, version=old["version"] + 1, changed_at=at)
    )
    _write_actors(connection, event_no, mentions, ruling.named)
    _write_voices(connection, event_no, mentions)


def _write_actors(
    connection: Connection, event_no: int, mentions: Sequence[Mention], named: Mapping[str, Sequence[str]]
) -> None:
    keys = {(row["actor_no"], row["role"]) for mention in mentions for row in mention.actors}
    for side, names in named.items():
        role = SIDE_ROLES[side]
        name = schema.actor_name.c
        found = connection.scalars(select(name.actor_no).where(name.key.in_([key_of(word) for word in names])))
        keys = {key for key in keys if key[1] != role} | {(number, role) for number in found}
    rows = [
        {"event_no": event_no, "actor_no": actor_no, "role": role}
        for actor_no, role in sorted((actor, role) for actor, role in keys if actor is not None)
    ]
    _replace(connection, schema.event_actor, event_no, rows)


def _write_voices(connection: Connection, event_no: int, mentions: Sequence[Mention]) -> None:
    chains = {(row["key"], row["role"]) for mention in mentions for row in mention.voices}
    claims = {(row["voice_key"], row["voice_role"]) for mention in mentions for row in mention.claims}
    rows = [
        {"event_no": event_no, "key": key, "role": role}
        for key, role in sorted((key or "", role) for key, role in chains | claims if role is not None)
    ]
    _replace(connection, schema.event_voice, event_no, rows)


def _replace(connection: Connection, table: Any, event_no: int, rows: Sequence[Row]) -> None:
    connection.execute(delete(table).where(table.c.event_no == event_no))
    if rows:
        connection.execute(insert(table), list(rows))
