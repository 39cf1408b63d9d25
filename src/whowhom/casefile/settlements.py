"""The last word of people on forecasts.

In: decisions of kind "settle". Out: whether each forecast came true, and by which event.

What one would get wrong: "open" takes an earlier word back, so such a forecast is in no result.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from whowhom.casefile import schema

Row = dict[str, Any]


def settled(connection: Connection) -> dict[tuple[str, str], Row]:
    """Give the last word on each settled forecast, by text digest and id."""
    decision, state = schema.decision.c, schema.decision_state.c
    query = (
        select(decision.target, decision.value, decision.anchor)
        .join(schema.decision_state, state.decision_no == decision.no)
        .where(decision.kind == "settle", state.state != "undone")
        .order_by(decision.no)
    )
    last = {(row.anchor["text"], row.target): row.value for row in connection.execute(query)}
    return {key: value for key, value in last.items() if value["outcome"] != "open"}
