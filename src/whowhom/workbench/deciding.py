"""Decisions as a member may take them, whichever way they come.

What one would get wrong: undoing is a decision on somebody's work. One's own may be undone by
any coder, another's by an editor.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from whowhom.casefile.decisions import Author, find_decision
from whowhom.casefile.regroup import merge_events, split_event
from whowhom.casefile.review import undo
from whowhom.workbench.access import Member, Role
from whowhom.workbench.cases import refuse_stale
from whowhom.workbench.config import Defences
from whowhom.workbench.faults import Fault


def undo_decision(connection: Connection, member: Member, decision: str, author: Author, *, defences: Defences) -> str:
    """Undo a decision.

    Raises:
        Fault: it is another's, and the member is no editor.
        NoSuchRecord, UsageError: there is none, or it cannot be undone.
    """
    row = find_decision(connection, decision)
    if defences.ownership and row["who"] != member.name and not member.may(Role.editor):
        raise Fault(
            403,
            "role",
            f"{row['public_id']} was decided by {row['who']}.",
            hint="You may undo what you decided yourself; ask them or an editor.",
        )
    return undo(connection, row["public_id"], author)


def merge_seen(connection: Connection, seen: Sequence[tuple[str, int]], author: Author) -> list[str]:
    """Merge events, each with the version that was seen.

    Raises:
        Conflict: one of them changed since.
        NoSuchRecord, UsageError: they cannot be merged.
    """
    for event, version in seen:
        refuse_stale(connection, event, version)
    return merge_events(connection, [event for event, _ in seen], author)


def split_seen(
    connection: Connection, event: str, version: int, parts: Sequence[str], author: Author
) -> tuple[str, str]:
    """Split an event; give the ids of the decision and of the new event.

    Raises:
        Conflict: it changed since.
        NoSuchRecord, UsageError: it cannot be split so.
    """
    refuse_stale(connection, event, version)
    return split_event(connection, event, parts, author)
