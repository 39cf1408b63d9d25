"""Merging actors by hand, and undoing it.

In: ids or names of actors. Out: a decision; mentions and names point to the actor that stays.

What one would get wrong: new reports that name the merged actor go to the one that stays,
for the row of the merged one is kept and followed (identities.py). It keeps its names too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select, update

from whowhom.casefile import schema
from whowhom.casefile.conclude import conclude_events
from whowhom.casefile.decisions import Author, decide
from whowhom.casefile.filters import find_actors
from whowhom.errors import NoSuchRecord, UsageError


def merge_actors(connection: Connection, names: Sequence[str], author: Author) -> list[str]:
    """Merge actors into the first that is given.

    Returns:
        Ids of the decisions, one for each actor merged away.

    Raises:
        NoSuchRecord, UsageError: a name fits none or several, or fewer than two differ.
    """
    numbers = list(dict.fromkeys(_one_actor(connection, name) for name in names))
    if len(numbers) < 2:
        raise UsageError("merging needs at least two different actors.")
    kept, *others = numbers
    actor = schema.actor.c
    rows = connection.execute(select(actor.no, actor.public_id).where(actor.no.in_(numbers)))
    ids = {row.no: row.public_id for row in rows}
    made = []
    for number in others:
        value = {"into": ids[kept], "merged": ids[number], "moved": _mention_keys(connection, number)}
        mention = schema.actor_mention.c
        connection.execute(update(schema.actor_mention).where(mention.actor_no == number).values(actor_no=kept))
        _set_merged(connection, number, kept)
        made.append(decide(connection, author, "merge", "actor", ids[kept], value=value))
    conclude_events(connection, _events_of(connection, kept), at=author.at)
    return made


def undo_actor_merge(connection: Connection, row: Mapping[str, Any], at: str) -> None:
    """Give the merged actor its mentions back, also those that came since under its key."""
    value = row["value"]
    actor, mention = schema.actor.c, schema.actor_mention.c
    into, merged = (
        connection.execute(select(schema.actor).where(actor.public_id == value[key])).mappings().one()
        for key in ("into", "merged")
    )
    if merged["merged_into"] != into["no"]:
        raise UsageError(f"{value['merged']} is no longer merged into {value['into']}. Undo the later step first.")
    touched = _events_of(connection, into["no"])
    _set_merged(connection, merged["no"], None)
    moved = {tuple(key) for key in value["moved"]}
    back = [
        found.no
        for found in connection.execute(_mentions(into["no"]))
        if (found.digest, found.public_id) in moved or found.key == merged["key"]
    ]
    connection.execute(update(schema.actor_mention).where(mention.no.in_(back)).values(actor_no=merged["no"]))
    conclude_events(connection, touched, at=at)


def _one_actor(connection: Connection, words: str) -> int:
    found = find_actors(connection, words)
    if len(found) > 1:
        raise NoSuchRecord(f"{len(found)} actors are named {words!r}. Give the id of one (A-...).")
    return found[0]


def _mentions(actor_no: int) -> Any:
    mention, coding, text = schema.actor_mention.c, schema.coding.c, schema.text.c
    return (
        select(mention.no, mention.public_id, mention.key, text.digest)
        .join(schema.coding, coding.no == mention.coding_no)
        .join(schema.text, text.no == coding.text_no)
        .where(mention.actor_no == actor_no)
        .order_by(mention.no)
    )


def _mention_keys(connection: Connection, actor_no: int) -> list[list[str]]:
    return [[row.digest, row.public_id] for row in connection.execute(_mentions(actor_no))]


def _set_merged(connection: Connection, number: int, into: int | None) -> None:
    values = {"state": "live" if into is None else "merged", "merged_into": into}
    connection.execute(update(schema.actor).where(schema.actor.c.no == number).values(**values))


def _events_of(connection: Connection, actor_no: int) -> list[int]:
    part, mention, told = schema.assertion_actor.c, schema.actor_mention.c, schema.event_mention.c
    query = (
        select(told.event_no)
        .join(schema.assertion_actor, part.assertion_no == told.assertion_no)
        .join(schema.actor_mention, mention.no == part.mention_no)
        .where(mention.actor_no == actor_no)
        .distinct()
    )
    return list(connection.scalars(query))
