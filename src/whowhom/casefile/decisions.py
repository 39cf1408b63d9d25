"""Decisions: who did what to which record, when and why; appended, never changed.

In: a decision. Out: a row in ``decision`` and one in ``decision_state`` that says whether it
holds. The database itself refuses to change or delete a row of ``decision``.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, insert, select

from whowhom.casefile import schema
from whowhom.casefile.codings import insert_one
from whowhom.casefile.ids import public_id


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
