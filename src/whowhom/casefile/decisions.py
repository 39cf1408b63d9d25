"""Decisions: who did what to which record, when and why; appended, never changed.

In: a decision. Out: a row in ``decision`` and one in ``decision_state`` that says whether it
holds. The database itself refuses to change or delete a row of ``decision``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from whowhom.casefile import schema
from whowhom.casefile.codings import insert_one
from whowhom.casefile.ids import public_id
from whowhom.casefile.rulings import Decision
from whowhom.errors import NoSuchRecord

IN_FORCE = ("applied", "waiting")
MIN_ID_LETTERS = 5
QUERY_SIZE = 10_000  # SQLite takes 32,766 values in one statement.


@dataclass(frozen=True, slots=True)
class Author:
    """Who decides, why and when; ``at`` is an instant in UTC."""

    who: str
    why: str | None
    at: str


def decide(connection: Connection, author: Author, kind: str, target_kind: str, target: str, **more: Any) -> str:
    """Append one decision of an author; see :func:`record_decision`."""
    given = {"who": author.who, "why": author.why, "at": author.at, **more}
    return record_decision(connection, kind=kind, target_kind=target_kind, target=target, **given)


def record_decision(
    connection: Connection,
    *,
    who: str,
    kind: str,
    target_kind: str,
    target: str,
    at: str,
    why: str | None = None,
    field: str | None = None,
    value: Any = None,
    anchor: Any = None,
    undoes: int | None = None,
) -> str:
    """Append one decision, as applied.

    Args:
        kind: Such as "accept", "correct", "reject", "merge", "split", "undo" or "retract".
        target_kind: "event", "actor", "assertion", "report" or "forecast".
        target: Public id of what was decided on.
        field: Path of the value, for a correction.
        value: The corrected value, or what the kind needs besides (plain JSON values).
        anchor: Text, span, words and type that the person had before the eyes.

    Returns:
        Public id of the decision.
    """
    place = connection.execute(select(func.count()).select_from(schema.decision)).scalar_one()
    name = public_id("d", place, at, who, kind, target_kind, target, field)
    row = {
        "public_id": name,
        "at": at,
        "who": who,
        "why": why,
        "kind": kind,
        "target_kind": target_kind,
        "target": target,
        "field": field,
        "value": value,
        "anchor": anchor,
        "undoes": undoes,
    }
    number = insert_one(connection, schema.decision, row)
    state = {"decision_no": number, "state": "applied", "reason": None, "changed_at": at}
    connection.execute(insert(schema.decision_state), state)
    return name


def decisions_on(connection: Connection, event_nos: Sequence[int]) -> dict[int, list[Decision]]:
    """Read the decisions in force on events, in the order in which they were taken."""
    decision, event = schema.decision.c, schema.event.c
    found: dict[int, list[Decision]] = defaultdict(list)
    for start in range(0, len(event_nos), QUERY_SIZE):
        chosen = event.no.in_(event_nos[start : start + QUERY_SIZE])
        query = (
            _in_force().add_columns(event.no.label("event_no")).join(schema.event, event.public_id == decision.target)
        )
        for row in connection.execute(query.where(decision.target_kind == "event", chosen)).mappings():
            found[row["event_no"]].append(_decision(row))
    return _confirmed(connection, found)


def decisions_on_mentions(connection: Connection, public_ids: Sequence[str]) -> list[Decision]:
    """Read the decisions in force on single assertions, forecasts too, by their ids in the coding."""
    decision = schema.decision.c
    rows: list[Decision] = []
    for start in range(0, len(public_ids), QUERY_SIZE):
        chosen = decision.target.in_(public_ids[start : start + QUERY_SIZE])
        query = _in_force().where(decision.target_kind.in_(("assertion", "forecast")), chosen)
        rows.extend(_decision(row) for row in connection.execute(query).mappings())
    return rows


def find_decision(connection: Connection, words: str) -> Mapping[str, Any]:
    """Find a decision by its id or the start of it; the row holds its ``state`` too.

    Raises:
        NoSuchRecord: none has it, or several do.
    """
    decision, state = schema.decision.c, schema.decision_state.c
    named = decision.public_id == words
    if len(words) >= MIN_ID_LETTERS:
        named = decision.public_id.startswith(words, autoescape=True)
    query = (
        select(schema.decision, state.state, state.reason)
        .join(schema.decision_state, state.decision_no == decision.no)
        .where(named)
    )
    rows = connection.execute(query.limit(2)).mappings().all()
    if len(rows) == 1:
        return dict(rows[0])
    fault = "no decision of the case has" if not rows else "several decisions have"
    raise NoSuchRecord(f"{fault} the id {words!r}. Give its id (d-...) as `whowhom history` lists it.")


def set_standing(connection: Connection, standing: Mapping[int, str | None], *, at: str) -> None:
    """Note which decisions hold (None) and which wait, with the reason."""
    state = schema.decision_state.c
    for number, reason in standing.items():
        wanted = "applied" if reason is None else "waiting"
        connection.execute(
            update(schema.decision_state)
            .where(state.decision_no == number, state.state.in_(IN_FORCE))
            .where((state.state != wanted) | state.reason.is_distinct_from(reason))
            .values(state=wanted, reason=reason, changed_at=at)
        )


def set_undone(connection: Connection, number: int, *, undone: bool, at: str) -> None:
    """Take a decision out of force, or put it back."""
    state = schema.decision_state.c
    values = {"state": "undone" if undone else "applied", "reason": None, "changed_at": at}
    connection.execute(update(schema.decision_state).where(state.decision_no == number).values(**values))


def _in_force() -> Any:
    decision, state = schema.decision.c, schema.decision_state.c
    names = ("no", "public_id", "kind", "target", "field", "value", "anchor")
    return (
        select(*(decision[name] for name in names), state.state, state.reason)
        .join(schema.decision_state, state.decision_no == decision.no)
        .where(state.state.in_(IN_FORCE))
        .order_by(decision.no)
    )


def _decision(row: Mapping[Any, Any]) -> Decision:
    return Decision(**{name: row[name] for name in Decision.__dataclass_fields__})


def _confirmed(connection: Connection, found: Mapping[int, Iterable[Decision]]) -> dict[int, list[Decision]]:
    """Give each decision the anchor of its latest confirmation, where there is one."""
    names = [decision.public_id for rows in found.values() for decision in rows]
    if not names:
        return {}
    query = _in_force().where(schema.decision.c.target_kind == "decision", schema.decision.c.target.in_(names))
    anchors = {row["target"]: row["anchor"] for row in connection.execute(query).mappings()}
    return {
        number: [replace(row, anchor=anchors.get(row.public_id, row.anchor)) for row in rows]
        for number, rows in found.items()
    }
