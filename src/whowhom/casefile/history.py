"""History and queue: what was decided, and what waits for a decision.

In: a case. Out: plain rows, oldest decision first, with the same keys in each row.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, or_, select

from whowhom.casefile import schema

Row = dict[str, Any]
CHANGED = "changed under a decision"


def list_history(
    connection: Connection, target: str | None = None, *, who: str | None = None, kind: str | None = None
) -> list[Row]:
    """List decisions, with whether each holds.

    Args:
        target: Id of an event, actor, report, assertion or decision; None: all. Decisions that
            merged the target away or split it off are among them.
        who: Only decisions of this person.
        kind: Such as "correct".
    """
    decision, state = schema.decision.c, schema.decision_state.c
    undone = schema.decision.alias("undone")
    names = ("public_id", "at", "who", "kind", "target_kind", "target", "field", "value", "why")
    query = (
        select(*(decision[name] for name in names), undone.c.public_id.label("undoes"), state.state, state.reason)
        .join(schema.decision_state, state.decision_no == decision.no)
        .join(undone, undone.c.no == decision.undoes, isouter=True)
        .order_by(decision.no)
    )
    if who is not None:
        query = query.where(decision.who == who)
    if kind is not None:
        query = query.where(decision.kind == kind)
    if target is not None:
        query = query.where(or_(decision.target == target, decision.public_id == target, decision.kind.in_(_GROUPING)))
    rows = [dict(row) for row in connection.execute(query).mappings()]
    return [row for row in rows if target is None or target in _bears_on(row)]


def list_runs(connection: Connection) -> list[Row]:
    """List the commands that changed the case, with what each counted."""
    run = schema.run.c
    query = select(run.at, run.who, run.command, run.version, run.counts).order_by(run.no)
    return [dict(row) for row in connection.execute(query).mappings()]


def list_queue(connection: Connection) -> list[Row]:
    """List decisions whose ground has changed, and what they stood on."""
    decision, state = schema.decision.c, schema.decision_state.c
    names = ("public_id", "target_kind", "target", "kind", "field", "value", "who", "at", "why")
    query = (
        select(*(decision[name] for name in names), state.reason, state.changed_at)
        .join(schema.decision_state, state.decision_no == decision.no)
        .where(state.state == "waiting")
        .order_by(decision.no)
    )
    return [{"queue": CHANGED, **row} for row in connection.execute(query).mappings()]


_GROUPING = ("merge", "split")


def _bears_on(row: Row) -> set[Any]:
    value = row["value"] if row["kind"] in _GROUPING and isinstance(row["value"], dict) else {}
    return {row["target"], row["public_id"], *(value.get(key) for key in ("into", "merged", "from", "to"))}
