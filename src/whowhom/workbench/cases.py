"""The case that a workbench serves, and who writes to it.

In: a request. Out: its case, its author. Every write checks what the person saw, in the same
transaction as the write, so that two people on one event never overwrite each other unseen.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fastapi import Request
from sqlalchemy import Connection

from whowhom.casefile.case import Case
from whowhom.casefile.decisions import Author
from whowhom.casefile.history import list_history
from whowhom.casefile.review import find_assertion
from whowhom.casefile.tracing import find_event
from whowhom.workbench.faults import Conflict, Fault

if TYPE_CHECKING:
    from whowhom.workbench.access import Member

MAX_WHY_CHARS = 2_000


def case_of(request: Request) -> Case:
    """Give the case that the workbench serves."""
    case: Case = request.app.state.case
    return case


def author_of(member: Member, why: str | None, case: Case) -> Author:
    """Give the author of a change that a member makes now.

    Raises:
        Fault: the reason is too long.
    """
    reason = (why or "").strip() or None
    if reason is not None and len(reason) > MAX_WHY_CHARS:
        raise Fault(422, "usage", f"The reason has {len(reason)} characters.", field="why", hint="Keep it below 2,000.")
    return Author(member.name, reason, case.clock())


def refuse_stale(
    connection: Connection, event_id: str, seen: int | None, *, typed: Mapping[str, Any] | None = None
) -> None:
    """Refuse to write to an event that changed since the person saw it; call it inside the writing transaction.

    Args:
        seen: The version that the person saw.
        typed: What they sent, given back so that nothing is lost.

    Raises:
        Conflict: the event has another version now.
        Fault: no version was sent.
    """
    event = find_event(connection, event_id)
    if seen is None:
        raise Fault(
            422, "usage.version", "The version of the event is missing.", field="version", hint="Send the one you saw."
        )
    if event["version"] == seen:
        return
    changes = list_history(connection, event["public_id"])[-5:]
    who = f"{changes[-1]['who']} ({changes[-1]['kind']}, {changes[-1]['at']})" if changes else "a new report"
    raise Conflict(
        f"{event['public_id']} was changed meanwhile by {who}: you saw version {seen}, it is at {event['version']}.",
        {
            "event": event["public_id"],
            "version": event["version"],
            "seen": seen,
            "changes": changes,
            "typed": dict(typed or {}),
        },
    )


def refuse_judged(connection: Connection, assertion: str, seen: str, *, typed: Mapping[str, Any] | None = None) -> None:
    """Refuse to judge an assertion that was judged since the person saw it; call it inside the writing transaction.

    Args:
        seen: Its state of review that the person saw.

    Raises:
        Conflict: it has another one now.
    """
    now = find_assertion(connection, assertion)["review"] or "unreviewed"
    if now == seen:
        return
    changes = list_history(connection, assertion)[-5:]
    who = f" by {changes[-1]['who']}" if changes else ""
    more = {"assertion": assertion, "version": now, "seen": seen, "changes": changes, "typed": dict(typed or {})}
    raise Conflict(f"{assertion} was {now} meanwhile{who}; you saw it as {seen}.", more)
