"""Which texts a member is to code, and what of others' work they see meanwhile.

In: reports and members. Out: rows of ``assignment``.

What one would get wrong: who has seen another's work on a text is not blind to it any more, so
a text on which a member decided something is not given to them as blind; and what is done is
not opened again.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from whowhom.casefile import schema
from whowhom.casefile import schema_team as team
from whowhom.casefile.decisions import Author
from whowhom.casefile.ids import public_id
from whowhom.casefile.reports import find_report
from whowhom.casefile.team import Account
from whowhom.errors import NoSuchRecord, UsageError

QUERY_SIZE = 10_000  # SQLite takes 32,766 values in one statement.


@dataclass(frozen=True, slots=True)
class Assignment:
    """A text that a member is to code; ``report`` is the one to read it in."""

    public_id: str
    text_no: int
    report: str
    title: str
    published: str | None
    member_no: int
    member: str
    is_blind_to_people: bool
    is_blind_to_machine: bool
    state: str
    assigned_by: str
    at: str
    done_at: str | None

    @property
    def is_blind(self) -> bool:
        """Whether the member codes apart from the case."""
        return self.is_blind_to_people or self.is_blind_to_machine


@dataclass(frozen=True, slots=True)
class Given:
    """What assigning came to.

    Attributes:
        made: Assignments made.
        had: Texts left out because the member has them already.
        seen: Texts left out because the member decided on them and is not blind to them.
    """

    made: int
    had: int
    seen: int


def assign(
    connection: Connection,
    report_ids: Sequence[str],
    members: Sequence[Account],
    author: Author,
    *,
    blind_to_people: bool,
    blind_to_machine: bool,
) -> Given:
    """Give texts to members. Blind to the machine is blind to people too: what they correct shows what it found.

    Raises:
        NoSuchRecord: a report is none of the case.
        UsageError: nothing or nobody was chosen, or a member's role shows them all codings.
    """
    if not report_ids or not members:
        raise UsageError("no texts or no coders were chosen. Choose at least one of each.")
    people = blind_to_people or blind_to_machine
    for account in members:
        if not account.is_active or account.role == "reader":
            raise UsageError(f"{account.name!r} cannot code: expected an active coder, editor or admin.")
        if people and account.role != "coder":
            raise UsageError(
                f"{account.name!r} is {account.role} and sees all codings. Blind work is for the role coder."
            )
    texts = list(dict.fromkeys(find_report(connection, name).text_no for name in report_ids))
    made = had = seen = 0
    for account in members:
        table = team.assignment.c
        taken = set(connection.scalars(select(table.text_no).where(table.member_no == account.no)))
        for text_no in texts:
            if text_no in taken:
                had += 1
            elif people and _has_decided(connection, text_no, account.name):
                seen += 1
            else:
                row = {
                    "public_id": public_id("S", text_no, account.public_id, author.at),
                    "text_no": text_no,
                    "member_no": account.no,
                    "is_blind_to_people": people,
                    "is_blind_to_machine": blind_to_machine,
                    "state": "open",
                    "assigned_by": author.who,
                    "at": author.at,
                }
                connection.execute(insert(team.assignment), row)
                made += 1
    return Given(made, had, seen)


def draw_reports(
    connection: Connection, percent: float, seed: int, *, from_: str | None = None, until: str | None = None
) -> list[str]:
    """Draw a share of the texts that count, the same for the same seed however the case was filled.

    Args:
        percent: Of the texts published between the days; rounded up.

    Returns:
        Public ids of a report of each text drawn.

    Raises:
        UsageError: the share is none.
    """
    if not 0 < percent <= 100:
        raise UsageError(f"the share is {percent:g} per cent; expected more than 0 and at most 100.")
    report, text = schema.report.c, schema.text.c
    query = (
        select(text.digest, func.min(report.public_id))
        .join(schema.report, report.text_no == text.no)
        .where(report.state == "current", text.is_counted)
        .group_by(text.digest)
    )
    if from_:
        query = query.where(report.published >= from_)
    if until:
        query = query.where(report.published <= f"{until}~")
    rows = sorted(
        (hashlib.sha256(f"{seed}|{digest}".encode()).hexdigest(), name) for digest, name in connection.execute(query)
    )
    return [name for _, name in rows[: math.ceil(len(rows) * percent / 100)]]


def list_assignments(
    connection: Connection, *, member_no: int | None = None, state: str | None = None, names: Iterable[str] = ()
) -> list[Assignment]:
    """List assignments, open ones first, the latest first.

    Args:
        names: Only those with these public ids, where there are any.
    """
    table, member, report = team.assignment.c, team.member.c, schema.report.c
    home = (
        select(report.text_no, func.min(report.no).label("report_no"))
        .where(report.state == "current")
        .group_by(report.text_no)
        .subquery()
    )
    any_home = select(report.text_no, func.min(report.no).label("report_no")).group_by(report.text_no).subquery()
    query = (
        select(team.assignment, member.name, report.public_id.label("report"), report.title, report.published)
        .join(team.member, member.no == table.member_no)
        .join(home, home.c.text_no == table.text_no, isouter=True)
        .join(any_home, any_home.c.text_no == table.text_no)
        .join(schema.report, report.no == func.coalesce(home.c.report_no, any_home.c.report_no))
        .order_by(table.state.desc(), table.no.desc())
    )
    if member_no is not None:
        query = query.where(table.member_no == member_no)
    if state is not None:
        query = query.where(table.state == state)
    wanted = list(names)
    if wanted:
        query = query.where(table.public_id.in_(wanted))
    return [_assignment(row) for row in connection.execute(query).mappings()]


def find_assignment(connection: Connection, name: str) -> Assignment:
    """Find an assignment by its public id.

    Raises:
        NoSuchRecord: there is none.
    """
    found = list_assignments(connection, names=[name])
    if not found:
        raise NoSuchRecord(f"there is no assignment with the id {name!r}.")
    return found[0]


def assignment_on(connection: Connection, report_id: str, member_no: int | None) -> Assignment | None:
    """Give the assignment of a member on the text of a report, if they have one."""
    if member_no is None:
        return None
    text_no = find_report(connection, report_id).text_no
    table = team.assignment.c
    name = connection.scalars(
        select(table.public_id).where(table.text_no == text_no, table.member_no == member_no)
    ).one_or_none()
    return None if name is None else find_assignment(connection, name)


def is_coding_blind(connection: Connection, member_no: int) -> bool:
    """Say whether a member has an open assignment that they are to do blind."""
    table = team.assignment.c
    query = select(table.no).where(
        table.member_no == member_no,
        table.state == "open",
        or_(table.is_blind_to_people, table.is_blind_to_machine),
    )
    return connection.execute(query.limit(1)).first() is not None


def finish(connection: Connection, found: Assignment, author: Author) -> None:
    """Note that a text is coded; what was coded in it stays as it is from here on.

    Raises:
        UsageError: it is done already.
    """
    if found.state == "done":
        raise UsageError(f"{found.public_id} is done already.")
    table = team.assignment.c
    connection.execute(
        update(team.assignment).where(table.public_id == found.public_id).values(state="done", done_at=author.at)
    )


def withdraw(connection: Connection, found: Assignment) -> None:
    """Take an open assignment back; what was coded for it stays.

    Raises:
        UsageError: it is done.
    """
    if found.state == "done":
        raise UsageError(f"{found.public_id} is done; what was coded counts for agreement. It cannot be taken back.")
    connection.execute(delete(team.assignment).where(team.assignment.c.public_id == found.public_id))


def _has_decided(connection: Connection, text_no: int, who: str) -> bool:
    """Say whether a person decided on what a text tells, or added to it."""
    assertion, coding, part = schema.assertion.c, schema.coding.c, schema.event_mention.c
    event, decision = schema.event.c, schema.decision.c
    told = select(assertion.public_id).join(schema.coding, coding.no == assertion.coding_no)
    events = (
        select(event.public_id)
        .join(schema.event_mention, part.event_no == event.no)
        .join(schema.assertion, assertion.no == part.assertion_no)
        .join(schema.coding, coding.no == assertion.coding_no)
    )
    query = select(decision.no).where(
        decision.who == who,
        or_(
            decision.target.in_(told.where(coding.text_no == text_no)),
            decision.target.in_(events.where(coding.text_no == text_no)),
        ),
    )
    return connection.execute(query.limit(1)).first() is not None


def _assignment(row: Any) -> Assignment:
    kept = {name: row[name] for name in Assignment.__dataclass_fields__ if name not in ("title", "member")}
    return Assignment(**kept, title=row["title"] or row["report"], member=row["name"])
