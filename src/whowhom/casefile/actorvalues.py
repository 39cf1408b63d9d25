"""What a person says of an actor: its name, kind, country, and whether it is a private person.

In: an actor, a field and words. Out: a decision, and the row of the actor with the corrected
value; undone, the value that the case had by itself.

What one would get wrong: the case takes an actor's values from the report that first named it,
and they never change by themselves, so such a correction has no ground that could move and
never waits. What reports call the actor stays in their mentions and in the names of their events.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, get_args

from sqlalchemy import Connection, insert, select, update

from whowhom.casefile import schema
from whowhom.casefile.decisions import IN_FORCE, Author, decide
from whowhom.casefile.filters import find_actors
from whowhom.casefile.identities import rename_actors
from whowhom.casefile.packing import storable
from whowhom.errors import NoSuchRecord, UsageError
from whowhom.gazetteer import Gazetteer
from whowhom.link.names import key_of
from whowhom.records.actors import ActorKindName

Row = dict[str, Any]
ACTOR_FIELDS: dict[str, str] = {"name": "name", "kind": "kind", "country": "country", "private": "is_private"}
"""Fields of an actor that a person can correct, and the column of ``actor`` that each fills."""

UNKNOWN = "unknown"
MAX_NAME_CHARS = 200
_KINDS: tuple[str, ...] = get_args(ActorKindName)
_YES_NO = {"yes": True, "no": False}


def correct_actor(connection: Connection, target: str, field: str, words: str, author: Author) -> str:
    """Correct a field of an actor.

    Args:
        target: Id (A-...) or name.

    Returns:
        Id of the decision.

    Raises:
        NoSuchRecord: no actor has that name, or several do.
        UsageError: there is no such field, or the words are no value of it.
    """
    if field not in ACTOR_FIELDS:
        raise UsageError(f"field {field!r} is none of an actor's. The fields are {', '.join(ACTOR_FIELDS)}.")
    value = _READERS[field](words.strip())
    number = one_actor(connection, target)
    column = ACTOR_FIELDS[field]
    actor = schema.actor.c
    row = connection.execute(select(schema.actor).where(actor.no == number)).mappings().one()
    if row[column] == value:
        raise UsageError(f"the {field} of {row['public_id']} ({row['name']}) is {_shown(value)} already.")
    own = _own_values(connection, row["public_id"]).get(column, row[column])
    made = decide(
        connection,
        author,
        "correct",
        "actor",
        row["public_id"],
        field=field,
        value={column: value},
        anchor={"values": {column: own}},
    )
    apply_corrections(connection, [number])
    return made


def one_actor(connection: Connection, words: str) -> int:
    """Find the one actor that words name.

    Raises:
        NoSuchRecord: none, or several.
    """
    found = find_actors(connection, words)
    if len(found) > 1:
        raise NoSuchRecord(f"{len(found)} actors are named {words!r}. Give the id of one (A-...).")
    return found[0]


def apply_corrections(connection: Connection, actor_nos: Iterable[int]) -> None:
    """Give actors the values that people corrected; where none is in force any more, the case's own."""
    actor, name = schema.actor.c, schema.actor_name.c
    rows = connection.execute(select(actor.no, actor.public_id, actor.name).where(actor.no.in_(list(actor_nos)))).all()
    for row in rows:
        values = {**_own_values(connection, row.public_id), **_corrected(connection, row.public_id)}
        if not values:
            continue
        connection.execute(update(schema.actor).where(actor.no == row.no).values(**values))
        if "name" in values:
            have = set(connection.scalars(select(name.key).where(name.actor_no == row.no)))
            key = key_of(values["name"])
            if key not in have:
                fresh = {"actor_no": row.no, "key": key, "name": values["name"]}
                connection.execute(insert(schema.actor_name), fresh)


def undo_correction(connection: Connection, public_id: str) -> None:
    """Give an actor back what it had before a correction that is no longer in force, names too."""
    actor = schema.actor.c
    row = connection.execute(select(actor.no, actor.state).where(actor.public_id == public_id)).one_or_none()
    if row is None:  # Erased since.
        return
    if row.state == "live":
        rename_actors(connection, [row.no])
    apply_corrections(connection, [row.no])


def corrected_values(connection: Connection) -> dict[int, Row]:
    """Give what people corrected of actors: columns by the number of the actor that lives on."""
    actor, decision, state = schema.actor.c, schema.decision.c, schema.decision_state.c
    query = (
        select(actor.no, decision.value)
        .join(schema.decision, decision.target == actor.public_id)
        .join(schema.decision_state, state.decision_no == decision.no)
        .where(decision.kind == "correct", decision.target_kind == "actor", state.state.in_(IN_FORCE))
        .where(actor.state == "live")
        .order_by(decision.no)
    )
    found: dict[int, Row] = {}
    for number, value in connection.execute(query):
        found.setdefault(number, {}).update(value)
    return found


def _own_values(connection: Connection, public_id: str) -> Row:
    """The values of corrected fields as the case had them before anybody corrected them."""
    decision = schema.decision.c
    anchors = connection.scalars(
        select(decision.anchor)
        .where(decision.kind == "correct", decision.target_kind == "actor", decision.target == public_id)
        .order_by(decision.no)
    )
    found: Row = {}
    for anchor in anchors:
        found = {**anchor["values"], **found}
    return found


def _corrected(connection: Connection, public_id: str) -> Row:
    decision, state = schema.decision.c, schema.decision_state.c
    values = connection.scalars(
        select(decision.value)
        .join(schema.decision_state, state.decision_no == decision.no)
        .where(decision.kind == "correct", decision.target_kind == "actor", decision.target == public_id)
        .where(state.state.in_(IN_FORCE))
        .order_by(decision.no)
    )
    found: Row = {}
    for value in values:
        found.update(value)
    return found


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return UNKNOWN if value is None else repr(value)


def _read_name(words: str) -> str:
    name = " ".join(words.split())
    if not key_of(name) or len(name) > MAX_NAME_CHARS:
        raise UsageError(f"name is {words[:40]!r}; expected letters, at most {MAX_NAME_CHARS} characters.")
    return str(storable(name))


def _read_kind(words: str) -> str | None:
    if words == UNKNOWN:
        return None
    if words not in _KINDS:
        raise UsageError(f"kind is {words!r}; expected {UNKNOWN!r} or one of {', '.join(_KINDS)}.")
    return words


def _read_country(words: str) -> str | None:
    if words == UNKNOWN:
        return None
    gazetteer = Gazetteer.open()
    known = gazetteer.country(words.upper())
    code = known.code if known is not None else gazetteer.country_by_name(words)
    if code is None:
        raise UsageError(f"country is {words!r}; expected two letters such as CF, a country's name, or {UNKNOWN!r}.")
    return code


def _read_private(words: str) -> bool:
    if words.lower() not in _YES_NO:
        raise UsageError(f"private is {words!r}; expected yes or no.")
    return _YES_NO[words.lower()]


_READERS: dict[str, Callable[[str], Any]] = {
    "name": _read_name,
    "kind": _read_kind,
    "country": _read_country,
    "private": _read_private,
}
