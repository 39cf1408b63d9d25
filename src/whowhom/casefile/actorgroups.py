"""Merging and splitting actors by hand, and undoing either.

In: ids or names of actors. Out: a decision; mentions and names point to the actor that stays,
or to one of their own.

What one would get wrong: new reports that name the merged actor go to the one that stays,
for the row of the merged one is kept and followed (identities.py). It keeps its names too. An
actor that was split off has no key that a name leads to, so what comes later under the name
goes to the one that it was split from, until a person says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, or_, select, update

from whowhom.casefile import schema
from whowhom.casefile.actorvalues import apply_corrections, one_actor
from whowhom.casefile.codings import insert_one
from whowhom.casefile.conclude import conclude_events, refresh_events, tie_actors
from whowhom.casefile.decisions import Author, decide
from whowhom.casefile.identities import SPLIT, rename_actors
from whowhom.casefile.ids import public_id
from whowhom.errors import NoSuchRecord, UsageError

QUERY_SIZE = 10_000  # SQLite takes 32,766 values in one statement.
_M = schema.event_mention.c


def merge_actors(connection: Connection, names: Sequence[str], author: Author) -> list[str]:
    """Merge actors into the first that is given.

    Returns:
        Ids of the decisions, one for each actor merged away.

    Raises:
        NoSuchRecord, UsageError: a name fits none or several, or fewer than two differ.
    """
    numbers = list(dict.fromkeys(one_actor(connection, name) for name in names))
    if len(numbers) < 2:
        raise UsageError("merging needs at least two different actors. Give their ids as `whowhom actors` lists them.")
    kept, *others = numbers
    actor = schema.actor.c
    rows = connection.execute(select(actor.no, actor.public_id).where(actor.no.in_(numbers)))
    ids = {row.no: row.public_id for row in rows}
    made = []
    moved: list[int] = []
    for number in others:
        moved += [row.no for row in connection.execute(_mentions(number))]
        value = {"into": ids[kept], "merged": ids[number], "moved": _mention_keys(connection, number)}
        mention = schema.actor_mention.c
        connection.execute(update(schema.actor_mention).where(mention.actor_no == number).values(actor_no=kept))
        _set_merged(connection, number, kept)
        made.append(decide(connection, author, "merge", "actor", ids[kept], value=value))
    _settle(connection, moved, [kept], author.at)
    return made


def split_actor(connection: Connection, name: str, parts: Sequence[str], author: Author) -> tuple[str, str]:
    """Take mentions away from an actor into one of their own: two that share a name are not one.

    Args:
        parts: Ids of reports: every mention of the actor in them; or ids of mentions in their codings.

    Returns:
        Ids of the decision and of the actor that the mentions went to.

    Raises:
        NoSuchRecord, UsageError: no such actor or mention, or nothing would be left on one side.
    """
    number = one_actor(connection, name)
    actor, mention = schema.actor.c, schema.actor_mention.c
    row = connection.execute(select(schema.actor).where(actor.no == number)).mappings().one()
    rows = connection.execute(_mentions(number)).all()
    unknown = [part for part in parts if not any(part in (one.public_id, one.report) for one in rows)]
    if unknown:
        raise NoSuchRecord(f"{row['public_id']} is named in no report or mention {unknown[0]!r}.")
    chosen = [one for one in rows if one.public_id in parts or one.report in parts]
    if not chosen or len(chosen) == len(rows):
        raise UsageError("splitting must leave at least one mention on each side. Name the reports that mean another.")
    moved = sorted([one.digest, one.public_id] for one in chosen)
    target_no, target = _own_actor(connection, row, chosen[0], moved)
    connection.execute(
        update(schema.actor_mention).where(mention.no.in_([one.no for one in chosen])).values(actor_no=target_no)
    )
    rename_actors(connection, [number, target_no])
    apply_corrections(connection, [number, target_no])
    value = {"from": row["public_id"], "to": target, "moved": moved}
    made = decide(connection, author, "split", "actor", row["public_id"], value=value)
    _settle(connection, [one.no for one in chosen], [number, target_no], author.at)
    return made, target


def undo_actor_split(connection: Connection, row: Mapping[str, Any], at: str) -> None:
    """Give the mentions that were split off back."""
    value, actor, mention = row["value"], schema.actor.c, schema.actor_mention.c
    source, target = (
        connection.execute(select(schema.actor).where(actor.public_id == value[key])).mappings().one()
        for key in ("from", "to")
    )
    if "merged" in (source["state"], target["state"]):
        raise UsageError("one of the two actors was merged since. Undo the later step first.")
    moved = [one.no for one in connection.execute(_mentions(target["no"]))]
    connection.execute(
        update(schema.actor_mention).where(mention.actor_no == target["no"]).values(actor_no=source["no"])
    )
    _set_merged(connection, target["no"], source["no"])
    rename_actors(connection, [source["no"]])
    apply_corrections(connection, [source["no"]])
    _settle(connection, moved, [source["no"]], at)


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
    _set_merged(connection, merged["no"], None)
    moved = {tuple(key) for key in value["moved"]}
    back = [
        found.no
        for found in connection.execute(_mentions(into["no"]))
        if (found.digest, found.public_id) in moved or found.key == merged["key"]
    ]
    connection.execute(update(schema.actor_mention).where(mention.no.in_(back)).values(actor_no=merged["no"]))
    _settle(connection, back, [into["no"], merged["no"]], at)


def _settle(connection: Connection, moved: Sequence[int], actor_nos: Sequence[int], at: str) -> None:
    """Group and conclude anew what names the mentions that moved, and tie events to the actors as they are now."""
    part, match = schema.assertion_actor.c, schema.match.c
    told: set[int] = set()
    for start in range(0, len(moved), QUERY_SIZE):
        named = select(part.assertion_no).where(part.mention_no.in_(moved[start : start + QUERY_SIZE]))
        told.update(connection.scalars(named.join(schema.event_mention, _M.assertion_no == part.assertion_no)))
        # What was compared before was compared with another actor in it.
        connection.execute(delete(schema.match).where(or_(match.one_no.in_(named), match.other_no.in_(named))))
    refresh_events(connection, told, at=at)
    touched = sorted({event_no for number in actor_nos for event_no in _events_of(connection, number)})
    conclude_events(connection, touched, at=at)
    tie_actors(connection, touched)


def _own_actor(
    connection: Connection, row: Mapping[Any, Any], first: Any, moved: Sequence[Sequence[str]]
) -> tuple[int, str]:
    """Make the actor that mentions are split off into, or find it again where the split was undone."""
    actor, mention = schema.actor.c, schema.actor_mention.c
    name = public_id("A", row["public_id"], "split", *(part for pair in moved for part in pair))
    known = connection.execute(select(schema.actor).where(actor.public_id == name)).mappings().one_or_none()
    if known is not None and known["merged_into"] != row["no"]:
        raise UsageError("these mentions were split off before. Undo the earlier split, or merge the actors.")
    if known is not None:
        _set_merged(connection, known["no"], None)
        return known["no"], name
    told = connection.execute(select(schema.actor_mention).where(mention.no == first.no)).mappings().one()
    kept = {key: told[key] for key in ("name", "kind", "country", "is_private")}
    fresh = {**kept, "public_id": name, "key": f"{SPLIT}{name}", "registry": None, "state": "live"}
    return insert_one(connection, schema.actor, fresh), name


def _mentions(actor_no: int) -> Any:
    mention, coding, text = schema.actor_mention.c, schema.coding.c, schema.text.c
    report = schema.report.c
    return (
        select(mention.no, mention.public_id, mention.key, text.digest, report.public_id.label("report"))
        .join(schema.coding, coding.no == mention.coding_no)
        .join(schema.text, text.no == coding.text_no)
        .join(schema.report, report.no == coding.report_no)
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
