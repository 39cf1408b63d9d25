"""Actors of a case: the list, and one actor with all that is known of it.

In: words and filters. Out: plain rows and :class:`ActorPage`.

What one would get wrong: kinds, leaders and parts are what reports say, each with the report;
what the registry says stands apart and names its source.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, func, or_, select

from whowhom.brief.clean import one_line
from whowhom.casefile import schema
from whowhom.casefile.history import list_history
from whowhom.errors import NoSuchRecord, UsageError
from whowhom.link.names import key_of
from whowhom.registry import Registry, RegistryEntry
from whowhom.workbench.actors_ties import Attack, Tie, list_attacks, list_stated

Row = dict[str, Any]
PAGE_ROWS = 100
MAX_CODINGS = 400
SHOWN_EVENTS = 12
SORTS = ("events", "name", "kind", "country")
MAX_WORDS = 200


@dataclass(frozen=True, slots=True)
class ActorPage:
    """One actor.

    Attributes:
        kinds: Each with the period told, and how many reports say so.
        roles: Number of events by role.
        out: Ties that it is the subject of; ``into``: those that it is the object of.
    """

    row: Row
    merged_into: str | None
    aliases: tuple[str, ...] = ()
    kinds: tuple[Row, ...] = ()
    roles: tuple[tuple[str, int], ...] = ()
    events: tuple[Row, ...] = ()
    total: int = 0
    leaders: tuple[Tie, ...] = ()
    out: tuple[Tie, ...] = ()
    into: tuple[Tie, ...] = ()
    attacks: tuple[Attack, ...] = ()
    attacked: tuple[Attack, ...] = ()
    history: tuple[Row, ...] = ()
    entry: RegistryEntry | None = None
    entry_source: str = ""
    near: tuple[Row, ...] = ()


def list_page(connection: Connection, *, words: str, kind: str, sort: str, page: int) -> tuple[list[Row], int]:
    """List living actors with their numbers of events.

    Args:
        words: Part of a name or alias; "" for all.

    Raises:
        UsageError: a sort that there is none of, or too many words.
    """
    if sort not in SORTS:
        raise UsageError(f"sort is {sort!r}; expected one of {', '.join(SORTS)}.")
    if len(words) > MAX_WORDS:
        raise UsageError(f"q has {len(words)} characters; expected at most {MAX_WORDS}.")
    actor, part, event, name = schema.actor.c, schema.event_actor.c, schema.event.c, schema.actor_name.c
    counted = (
        select(part.actor_no, func.count(part.event_no.distinct()).label("events"))
        .join(schema.event, event.no == part.event_no)
        .where(event.state == "live")
        .group_by(part.actor_no)
        .subquery()
    )
    conditions = [actor.state == "live"]
    if words:
        found = select(name.actor_no).where(name.key.contains(key_of(words), autoescape=True))
        conditions.append(or_(actor.no.in_(found), actor.public_id == words, actor.registry == words))
    if kind:
        conditions.append(actor.kind == kind)
    events = func.coalesce(counted.c.events, 0)
    order: dict[str, list[Any]] = {
        "events": [events.desc(), actor.name],
        "name": [func.lower(actor.name)],
        "kind": [func.coalesce(actor.kind, "~"), events.desc()],
        "country": [func.coalesce(actor.country, "~"), events.desc()],
    }
    names = ("public_id", "name", "kind", "country", "registry", "is_private")
    query = (
        select(actor.no, *(actor[column] for column in names), events.label("events"))
        .join(counted, counted.c.actor_no == actor.no, isouter=True)
        .where(*conditions)
        .order_by(*order[sort], actor.no)
    )
    total = connection.execute(select(func.count()).select_from(schema.actor).where(*conditions)).scalar_one()
    rows = connection.execute(query.limit(PAGE_ROWS).offset((page - 1) * PAGE_ROWS)).mappings()
    listed = [dict(row) for row in rows]
    aliases = _aliases(connection, [row["no"] for row in listed])
    return [{**row, "aliases": [a for a in aliases[row["no"]] if a != row["name"]]} for row in listed], int(total)


def list_kinds(connection: Connection) -> list[tuple[str, int]]:
    """List kinds of living actors with their numbers, the most frequent first."""
    actor = schema.actor.c
    query = (
        select(actor.kind, func.count())
        .where(actor.state == "live", actor.kind.is_not(None))
        .group_by(actor.kind)
        .order_by(func.count().desc(), actor.kind)
    )
    return [(kind, int(count)) for kind, count in connection.execute(query)]


def find_actor(connection: Connection, actor_id: str) -> Row:
    """Find an actor by its public id.

    Raises:
        NoSuchRecord: there is none.
    """
    row = connection.execute(select(schema.actor).where(schema.actor.c.public_id == actor_id)).mappings().first()
    if row is None:
        raise NoSuchRecord(f"no actor of the case has the id {actor_id!r}. See the list of actors.")
    return dict(row)


def load_actor(connection: Connection, actor_id: str) -> ActorPage:
    """Load an actor.

    Raises:
        NoSuchRecord: there is none with that id.
    """
    row = find_actor(connection, actor_id)
    number = row["no"]
    if row["merged_into"] is not None:
        return ActorPage(row, _final(connection, row["merged_into"]))
    ties = list_stated(connection, actor=number)
    attacks = list_attacks(connection, actor=number)
    entry = _registry().get(row["registry"]) if row["registry"] else None
    events, total, roles = _events(connection, number)
    return ActorPage(
        row=row,
        merged_into=None,
        aliases=tuple(alias for alias in _aliases(connection, [number])[number] if alias != row["name"]),
        kinds=tuple(_kinds(connection, number)),
        roles=roles,
        events=events,
        total=total,
        leaders=tuple(tie for tie in ties if tie.kind == "leads" and tie.object == actor_id),
        out=tuple(tie for tie in ties if tie.subject == actor_id),
        into=tuple(tie for tie in ties if tie.object == actor_id and tie.kind != "leads"),
        attacks=tuple(attack for attack in attacks if attack.subject == actor_id),
        attacked=tuple(attack for attack in attacks if attack.object == actor_id),
        history=tuple(list_history(connection, actor_id)),
        entry=entry,
        entry_source=_registry().source_of(entry) if entry is not None else "",
        near=tuple(_near(connection, row)),
    )


def _final(connection: Connection, number: int) -> str:
    actor = schema.actor.c
    row = connection.execute(select(actor.public_id, actor.merged_into).where(actor.no == number)).one()
    return str(row.public_id) if row.merged_into is None else _final(connection, row.merged_into)


def _aliases(connection: Connection, numbers: list[int]) -> dict[int, list[str]]:
    """Names as reports write them, of those merged into an actor too."""
    actor, name = schema.actor.c, schema.actor_name.c
    owner = func.coalesce(actor.merged_into, actor.no)
    query = (
        select(owner.label("owner"), name.name)
        .join(schema.actor, actor.no == name.actor_no)
        .where(or_(actor.no.in_(numbers), actor.merged_into.in_(numbers)))
        .order_by(name.name)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for row in connection.execute(query):
        if row.name not in found[row.owner]:
            found[row.owner].append(one_line(row.name))
    return found


def _kinds(connection: Connection, number: int) -> list[Row]:
    mention, coding = schema.actor_mention.c, schema.coding.c
    query = (
        select(mention.public_id, coding.tables)
        .join(schema.coding, coding.no == mention.coding_no)
        .where(mention.actor_no == number, coding.is_current)
        .limit(MAX_CODINGS)
    )
    counted: Counter[tuple[str, str, str]] = Counter()
    for public_id, tables in connection.execute(query):
        for record in tables["actors"]:
            if record["id"] == public_id:
                counted.update((k["kind"], k["from"] or "", k["until"] or "") for k in record["kinds"])
    return [
        {"kind": kind, "from": first, "until": last, "reports": count}
        for (kind, first, last), count in sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    ]


def _events(connection: Connection, number: int) -> tuple[tuple[Row, ...], int, tuple[tuple[str, int], ...]]:
    event, part = schema.event.c, schema.event_actor.c
    joined = schema.event.join(schema.event_actor, part.event_no == event.no)
    mine = (part.actor_no == number, event.state == "live")
    total = connection.execute(select(func.count(event.no.distinct())).select_from(joined).where(*mine)).scalar_one()
    roles = connection.execute(
        select(part.role, func.count()).select_from(joined).where(*mine).group_by(part.role).order_by(part.role)
    )
    names = ("public_id", "type", "modes", "who", "whom", "day_from", "day_to", "place", "status", "review")
    tolls = [event[f"{what}_{name}"] for what in ("killed", "injured") for name in ("low", "best", "high")]
    latest = (
        select(*(event[name] for name in names), *tolls)
        .where(event.no.in_(select(part.event_no).where(part.actor_no == number)), event.state == "live")
        .order_by(func.coalesce(event.day_from, "").desc(), event.no.desc())
        .limit(SHOWN_EVENTS)
    )
    rows = tuple(dict(row) for row in connection.execute(latest).mappings())
    return rows, int(total), tuple((role, int(count)) for role, count in roles)


def _near(connection: Connection, row: Row) -> list[Row]:
    """Other actors of which a word of the name is the same, for merging."""
    actor, name = schema.actor.c, schema.actor_name.c
    parts = sorted((word for word in key_of(row["name"]).split() if len(word) > 3), key=len, reverse=True)[:2]
    if not parts:
        return []
    named = select(name.actor_no).where(or_(*(name.key.contains(word, autoescape=True) for word in parts)))
    query = select(actor.public_id, actor.name, actor.kind).where(actor.no.in_(named), actor.state == "live")
    rows = connection.execute(query.where(actor.no != row["no"]).order_by(actor.name).limit(20)).mappings()
    return [dict(found) for found in rows]


@lru_cache(maxsize=1)
def _registry() -> Registry:
    return Registry.load()
