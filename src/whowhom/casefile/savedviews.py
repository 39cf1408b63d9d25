"""Saved views: filters that a member keeps under a name.

In: a member's number (None: the owner of a case without users), a name and a query string.
Out: rows of ``saved_view``. What one would get wrong: a view is one's own; nobody else sees
or deletes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from whowhom.casefile import schema_team as team
from whowhom.casefile.ids import public_id
from whowhom.casefile.team import check_name
from whowhom.errors import NoSuchRecord, UsageError

MAX_VIEWS = 50
MAX_QUERY_CHARS = 4_000


@dataclass(frozen=True, slots=True)
class SavedView:
    """One view; ``query`` is a query string without its "?"."""

    public_id: str
    name: str
    query: str


def list_views(connection: Connection, member_no: int | None) -> list[SavedView]:
    """List a member's views by name."""
    view = team.saved_view.c
    query = select(view.public_id, view.name, view.query).where(_is_of(member_no)).order_by(func.lower(view.name))
    return [SavedView(*row) for row in connection.execute(query)]


def save_view(connection: Connection, member_no: int | None, name: str, query: str, *, at: str) -> str:
    """Keep a view; one of the same name takes the old one's place.

    Raises:
        UsageError: the name is empty or long, or there are too many views.
    """
    name = check_name(name)
    if len(query) > MAX_QUERY_CHARS:
        raise UsageError(f"the view has {len(query)} characters; expected at most {MAX_QUERY_CHARS}.")
    view = team.saved_view.c
    connection.execute(delete(team.saved_view).where(_is_of(member_no), view.name == name))
    count = connection.execute(select(func.count()).select_from(team.saved_view).where(_is_of(member_no))).scalar_one()
    if count >= MAX_VIEWS:
        raise UsageError(f"there are {count} saved views. Delete one first.")
    last = connection.execute(select(func.coalesce(func.max(view.no), 0))).scalar_one()
    chosen = public_id("V", last, member_no, name, at)
    row = {"public_id": chosen, "member_no": member_no, "name": name, "query": query, "at": at}
    connection.execute(insert(team.saved_view), row)
    return chosen


def delete_view(connection: Connection, member_no: int | None, view_id: str) -> None:
    """Delete a view of one's own.

    Raises:
        NoSuchRecord: the member has none with that id.
    """
    gone = connection.execute(delete(team.saved_view).where(_is_of(member_no), team.saved_view.c.public_id == view_id))
    if not gone.rowcount:
        raise NoSuchRecord(f"you have no saved view with the id {view_id!r}.")


def _is_of(member_no: int | None) -> Any:
    number = team.saved_view.c.member_no
    return number.is_(None) if member_no is None else number == member_no
