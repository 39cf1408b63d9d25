"""Actors of the case: whom the named actors of many codings mean.

In: actor mentions of a coding just stored. Out: rows of ``actor``, one for each registry id
or name, and mentions that point to them.

What one would get wrong: an actor that was merged into another stays as a row, and new
mentions of its name go to the one it was merged into.
"""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from whowhom.casefile import schema
from whowhom.casefile.codings import insert_one
from whowhom.casefile.ids import public_id


def link_actors(connection: Connection, coding_no: int) -> None:
    """Point the named mentions of a coding to actors of the case, adding those that are new."""
    mention = schema.actor_mention.c
    rows = connection.execute(
        select(schema.actor_mention).where(mention.coding_no == coding_no, mention.is_named).order_by(mention.no)
    ).all()
    for row in rows:
        actor_no = _find(connection, row.key)
        if actor_no is None:
            actor_no = _add(connection, row._mapping)
        connection.execute(update(schema.actor_mention).where(mention.no == row.no).values(actor_no=actor_no))


def final_actor(connection: Connection, actor_no: int) -> int:
    """Follow merges to the actor that lives on."""
    actor = schema.actor.c
    row = connection.execute(select(actor.state, actor.merged_into).where(actor.no == actor_no)).one()
    return actor_no if row.merged_into is None else final_actor(connection, row.merged_into)


def _find(connection: Connection, key: str) -> int | None:
    actor = schema.actor.c
    found = connection.scalars(select(actor.no).where(actor.key == key).order_by(actor.no).limit(1)).one_or_none()
    return None if found is None else final_actor(connection, found)


def _add(connection: Connection, mention: object) -> int:
    row = dict(mention)  # type: ignore[call-overload]
    kept = {name: row[name] for name in ("name", "key", "kind", "country", "registry", "is_private")}
    return insert_one(connection, schema.actor, {**kept, "public_id": public_id("A", row["key"]), "state": "live"})
