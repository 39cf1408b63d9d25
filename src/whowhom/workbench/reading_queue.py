"""What to look at next: events by how unsure they are and how much hangs on them.

In: a case. Out: :class:`Item` records, the most pressing first, each with the reasons for its
place; before them the decisions whose ground has changed.

What one would get wrong: the order is reckoned by the database, so that a case of 100,000 events
is not read for a page of fifty. The same points are told in words beside each item.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Subquery, case, func, select

from whowhom.brief.clean import one_line
from whowhom.casefile import schema
from whowhom.casefile.history import list_queue
from whowhom.workbench.reading_report import days_text, figure_text, mention_key

PAGE = 50
# Deaths weigh by their order of size: what a wrong figure of 100 does to a total, ten wrong ones of 10 do.
DEATHS = ((100, 5.0), (25, 4.0), (10, 3.0), (1, 2.0))
LOW_SCORE = 0.8
CONFLICT = 1.0
UNRESOLVED = 0.4
HEDGED = 0.3
FLOOR = 0.1  # So that of events that are equally sure the weightier comes first.


@dataclass(frozen=True, slots=True)
class Item:
    """An event that waits for a person.

    Attributes:
        reasons: Why it stands where it stands, the strongest first.
        report: Where to read it, and ``mention``, its telling there.
    """

    event: str
    title: str
    day: str
    place: str
    killed: str
    report: str
    mention: str
    report_title: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """A decision that waits, because what it stood on is told otherwise now."""

    decision: str
    kind: str
    field: str
    target: str
    who: str
    at: str
    reason: str
    report: str
    mention: str


def list_items(connection: Connection, *, offset: int = 0, limit: int = PAGE) -> list[Item]:
    """List unreviewed events by uncertainty times weight."""
    numbers = list(connection.scalars(_ordered().offset(offset).limit(limit)))
    rows = {row["no"]: dict(row) for row in connection.execute(_shown(numbers)).mappings()}
    where = _where(connection, numbers)
    return [_item(rows[number], where[number]) for number in numbers if number in where]


def count_items(connection: Connection) -> int:
    """Count the events that nobody has looked at."""
    event = schema.event.c
    query = select(func.count()).select_from(schema.event).where(*_waits(event))
    return int(connection.execute(query).scalar_one())


def list_changed(connection: Connection) -> list[Changed]:
    """List the decisions whose ground has changed, with where to read what they stand on."""
    rows = list_queue(connection)
    event = schema.event.c
    names = [row["target"] for row in rows if row["target_kind"] == "event"]
    numbers = {
        row.public_id: row.no
        for row in connection.execute(select(event.no, event.public_id).where(event.public_id.in_(names)))
    }
    where = _where(connection, list(numbers.values()))
    found = []
    for row in rows:
        spot = where.get(numbers.get(row["target"], -1), {"report": "", "mention": ""})
        found.append(
            Changed(
                row["public_id"],
                row["kind"],
                row["field"] or "",
                row["target"],
                row["who"],
                row["at"],
                row["reason"] or "",
                spot["report"],
                spot["mention"],
            )
        )
    return found


def _waits(event: Any) -> tuple[ColumnElement[bool], ...]:
    return (event.state == "live", event.review == "unreviewed")


def _told(event_nos: Sequence[int] | None = None) -> Subquery:
    """Give how surely events are told: by the lowest score, and by whether all tell it as certain."""
    part, assertion = schema.event_mention.c, schema.assertion.c
    query = (
        select(
            part.event_no,
            func.min(assertion.score).label("score"),
            func.min(case((assertion.certainty == "certain", 1), else_=0)).label("is_certain"),
        )
        .join(schema.assertion, assertion.no == part.assertion_no)
        .group_by(part.event_no)
    )
    return (query if event_nos is None else query.where(part.event_no.in_(event_nos))).subquery()


def _ordered() -> Select[Any]:
    """Give the numbers of the events that wait, the most pressing first; what is shown of few is read later."""
    event, told = schema.event.c, _told()
    deaths = func.coalesce(event.killed_high, event.killed_best, event.killed_low, 0)
    weight = case(*((deaths >= least, points) for least, points in DEATHS), else_=1.0)
    doubt = (
        FLOOR
        + (1.0 - func.coalesce(told.c.score, 1.0))
        + case((event.status.in_(("contested", "denied")), CONFLICT), else_=0.0)
        + case((event.day_from.is_(None), UNRESOLVED), else_=0.0)
        + case((event.latitude.is_(None), UNRESOLVED), else_=0.0)
        + case((told.c.is_certain == 0, HEDGED), else_=0.0)
    )
    joined = select(event.no).join(told, told.c.event_no == event.no).where(*_waits(event))
    return joined.order_by((weight * doubt).desc(), event.no)


def _shown(event_nos: Sequence[int]) -> Select[Any]:
    event, told = schema.event.c, _told(event_nos)
    names = ("no", "public_id", "type", "modes", "who", "whom", "day_from", "day_to", "place", "country", "status")
    tolls = (event[f"killed_{name}"] for name in ("low", "best", "high"))
    columns = (*(event[name] for name in names), *tolls, event.latitude, told.c.score, told.c.is_certain)
    return select(*columns).join(told, told.c.event_no == event.no).where(event.no.in_(event_nos))


def _where(connection: Connection, event_nos: Sequence[int]) -> dict[int, dict[str, str]]:
    """Give the report to read for each event: the first telling that counts."""
    part, assertion, coding, report = schema.event_mention.c, schema.assertion.c, schema.coding.c, schema.report.c
    rows = connection.execute(
        select(part.event_no, assertion.public_id.label("mention"), report.public_id.label("report"), report.title)
        .join(schema.assertion, assertion.no == part.assertion_no)
        .join(schema.coding, coding.no == assertion.coding_no)
        .join(schema.report, report.text_no == coding.text_no)
        .where(part.event_no.in_(event_nos), coding.is_current)
        # A background telling is a line in passing; the news of another report tells more.
        .order_by(case((report.state == "current", 0), else_=1), assertion.background, assertion.no, report.no)
    ).mappings()
    found: dict[int, dict[str, str]] = {}
    for row in rows:
        spot = {
            "report": row["report"],
            "mention": mention_key(row["mention"]),
            "title": one_line(row["title"] or row["report"]),
        }
        found.setdefault(row["event_no"], spot)
    return found


def _item(row: dict[str, Any], spot: dict[str, str]) -> Item:
    sides = " → ".join(one_line(side) for side in (row["who"], row["whom"]) if side)
    killed = [row[f"killed_{name}"] for name in ("low", "best", "high")]
    has_toll = any(number is not None for number in killed)
    kind = f"{row['type']}{' · ' + row['modes'] if row['modes'] else ''}"
    return Item(
        event=row["public_id"],
        title=f"{kind}{': ' + sides if sides else ''}",
        day=days_text(row["day_from"], row["day_to"]) if row["day_from"] or row["day_to"] else "",
        place=one_line(", ".join(part for part in (row["place"], row["country"]) if part)),
        killed=figure_text(*killed) if has_toll else "",
        report=spot["report"],
        mention=spot["mention"],
        report_title=spot["title"],
        reasons=tuple(_reasons(row, killed)),
    )


def _reasons(row: dict[str, Any], killed: list[int | None]) -> list[str]:
    found = []
    if any(killed):
        found.append(f"{figure_text(*killed)} killed")
    if row["status"] in ("contested", "denied"):
        found.append("voices in conflict" if row["status"] == "contested" else "denied by a party")
    if row["score"] is not None and row["score"] < LOW_SCORE:
        found.append(f"read with a score of {row['score']:.2f}")
    if row["day_from"] is None:
        found.append("no day")
    if row["latitude"] is None:
        found.append("not on the map")
    if not row["is_certain"]:
        found.append("told with reserve")
    return found or ["nobody has looked at it"]
