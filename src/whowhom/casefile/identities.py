"""Actors of the case: whom the named actors of many codings mean.

In: actor mentions of a coding just stored. Out: rows of ``actor``, one for each registry id
or name, and mentions that point to them.

What one would get wrong: an actor that was merged into another stays as a row, and new
mentions of its name go to the one it was merged into. A mention that a person split off
stays so: when its text is coded anew, corrected or copied, the name there means the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select, update

from whowhom.casefile import schema
from whowhom.casefile.codings import insert_one
from whowhom.casefile.ids import public_id
from whowhom.casefile.packing import storable
from whowhom.link.names import key_of

SPLIT = "split "
"""Begins the key of an actor that was split off, which no name leads to."""


def link_actors(connection: Connection, coding_no: int) -> None:
    """Point the named mentions of a coding that point nowhere yet to actors of the case, adding those that are new."""
    mention, coding = schema.actor_mention.c, schema.coding.c
    rows = connection.execute(
        select(schema.actor_mention)
        .where(mention.coding_no == coding_no, mention.is_named, mention.actor_no.is_(None))
        .order_by(mention.no)
    ).mappings()
    tables = connection.scalars(select(coding.tables).where(coding.no == coding_no)).one()
    aliases = {actor["id"]: actor["aliases"] for actor in tables["actors"]}
    split_off = _split_off(connection, coding_no)
    for row in rows.all():
        actor_no = split_off.get(row["key"]) or _find(connection, row["key"]) or _add(connection, row)
        connection.execute(update(schema.actor_mention).where(mention.no == row["no"]).values(actor_no=actor_no))
        _name(connection, actor_no, [row["name"], *aliases[row["public_id"]]])


def _name(connection: Connection, actor_no: int, names: Sequence[str]) -> None:
    table = schema.actor_name
    have = set(connection.scalars(select(table.c.key).where(table.c.actor_no == actor_no)))
    fresh = {key_of(name): storable(name) for name in reversed(names) if key_of(name) and key_of(name) not in have}
    if fresh:
        rows = [{"actor_no": actor_no, "key": key, "name": name} for key, name in sorted(fresh.items())]
        connection.execute(insert(table), rows)


def rename_actors(connection: Connection, actor_nos: Sequence[int]) -> None:
    """Give actors the names that the mentions left to them have; delete those without any."""
    actor, mention, coding = schema.actor.c, schema.actor_mention.c, schema.coding.c
    for number in actor_nos:
        rows = connection.execute(
            select(mention.name, mention.public_id, coding.tables)
            .join(schema.coding, coding.no == mention.coding_no)
            .where(mention.actor_no == number)
            .order_by(mention.no)
        ).all()
        connection.execute(delete(schema.actor_name).where(schema.actor_name.c.actor_no == number))
        if not rows:
            connection.execute(delete(schema.actor).where(actor.no == number))
            continue
        for row in rows:
            aliases = next(one["aliases"] for one in row.tables["actors"] if one["id"] == row.public_id)
            _name(connection, number, [row.name, *aliases])
        known = connection.scalars(select(schema.actor_name.c.name).where(schema.actor_name.c.actor_no == number))
        old = connection.scalars(select(actor.name).where(actor.no == number)).one()
        if old not in set(known):
            connection.execute(update(schema.actor).where(actor.no == number).values(name=rows[0].name))


def final_actor(connection: Connection, actor_no: int) -> int:
    """Follow merges to the actor that lives on."""
    actor = schema.actor.c
    row = connection.execute(select(actor.state, actor.merged_into).where(actor.no == actor_no)).one()
    return actor_no if row.merged_into is None else final_actor(connection, row.merged_into)


def _find(connection: Connection, key: str) -> int | None:
    actor = schema.actor.c
    found = connection.scalars(select(actor.no).where(actor.key == key).order_by(actor.no).limit(1)).one_or_none()
    return None if found is None else final_actor(connection, found)


def _split_off(connection: Connection, coding_no: int) -> dict[str, int]:
    """Give the names that mean an actor split off here: in this text, an earlier version or a copy of it."""
    actor, mention = schema.actor.c, schema.actor_mention.c
    if connection.execute(select(actor.no).where(actor.key.startswith(SPLIT)).limit(1)).first() is None:
        return {}
    coding, text, report = schema.coding.c, schema.text.c, schema.report.c
    own = connection.execute(
        select(coding.text_no, text.witness_no)
        .join(schema.text, text.no == coding.text_no)
        .where(coding.no == coding_no)
    ).one()
    addresses = select(report.address).where(report.text_no == own.text_no)
    versions = select(report.text_no).where(report.address.in_(addresses))
    rows = connection.execute(
        select(mention.key, mention.actor_no, actor.key.label("home"), coding.text_no)
        .join(schema.actor, actor.no == mention.actor_no)
        .join(schema.coding, coding.no == mention.coding_no)
        .join(schema.text, text.no == coding.text_no)
        .where(or_(text.no.in_(versions), text.witness_no == own.witness_no), mention.coding_no != coding_no)
        .order_by(mention.no)
    ).all()
    found: dict[str, int] = {}
    # What was decided on this very text goes before what was decided on its like.
    for row in sorted(rows, key=lambda row: row.text_no == own.text_no):
        if row.home.startswith(SPLIT):
            found[row.key] = final_actor(connection, row.actor_no)
        elif row.text_no == own.text_no:
            found.pop(row.key, None)
    return found


def _add(connection: Connection, row: Mapping[Any, Any]) -> int:
    kept = {name: row[name] for name in ("name", "key", "kind", "country", "registry", "is_private")}
    return insert_one(connection, schema.actor, {**kept, "public_id": public_id("A", row["key"]), "state": "live"})
