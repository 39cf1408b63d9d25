"""The list of reports, narrowed by words, outlet, days, state and how far they are reviewed.

In: what a person asks for. Out: :class:`Listed` records, the newest report first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, select

from whowhom.brief.clean import one_line
from whowhom.brief.phrases import day
from whowhom.casefile import schema
from whowhom.casefile.search import find_texts, read_query
from whowhom.errors import UsageError

PAGE = 50
REVIEWS = ("open", "begun", "done", "nothing coded")
MAX_FOUND = 10_000  # SQLite takes 32,766 values in one statement.


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list of reports is narrowed to; None and "" stand for no condition."""

    words: str = ""
    source: str = ""
    from_: str = ""
    until: str = ""
    state: str = ""
    review: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A report in the list, with how many of its events a person has looked at."""

    id: str
    title: str
    publisher: str
    published: str
    state: str
    language: str
    words: int
    events: int
    reviewed: int


def list_reports(
    connection: Connection, asked: Asked, *, offset: int = 0, limit: int = PAGE
) -> tuple[list[Listed], int]:
    """List reports, and say how many there are in all.

    Raises:
        UsageError: words, a state or a review that cannot be asked for.
    """
    report, text, source = schema.report.c, schema.text.c, schema.source.c
    done = _reviewed()
    fitting = select(report.no, report.text_no).join(schema.source, source.no == report.source_no, isouter=True)
    if asked.review:  # Else nothing of the events is counted but for the page that is shown.
        fitting = fitting.join(done, done.c.text_no == report.text_no, isouter=True)
    fitting = fitting.where(*_conditions(connection, asked, done))
    total = int(connection.execute(select(func.count()).select_from(fitting.subquery())).scalar_one())
    order = (case((report.published.is_(None), 1), else_=0), report.published.desc(), report.no.desc())
    page = connection.execute(fitting.order_by(*order).offset(offset).limit(limit)).all()
    done = _reviewed([row.text_no for row in page])
    query = (
        select(
            *(report[name] for name in ("public_id", "title", "published", "state")),
            source.name.label("publisher"),
            text.language,
            text.length,
            func.coalesce(done.c.events, 0).label("events"),
            func.coalesce(done.c.reviewed, 0).label("reviewed"),
        )
        .join(schema.text, text.no == report.text_no)
        .join(schema.source, source.no == report.source_no, isouter=True)
        .join(done, done.c.text_no == report.text_no, isouter=True)
        .where(report.no.in_([row.no for row in page]))
        .order_by(*order)
    )
    return [_listed(dict(row)) for row in connection.execute(query).mappings()], total


def list_sources(connection: Connection) -> list[str]:
    """List the outlets that reports of the case come from, by name."""
    report, source = schema.report.c, schema.source.c
    query = select(source.name).join(schema.report, report.source_no == source.no).distinct().order_by(source.name)
    return list(connection.scalars(query))


def _reviewed(text_nos: Sequence[int] | None = None) -> Any:
    """Count for each text, or for some, the events told and those looked at."""
    assertion, coding, part, event = schema.assertion.c, schema.coding.c, schema.event_mention.c, schema.event.c
    is_done = case((event.review != "unreviewed", 1), (assertion.review.is_not(None), 1), else_=0)
    query = (
        select(coding.text_no, func.count().label("events"), func.sum(is_done).label("reviewed"))
        .join(schema.assertion, assertion.coding_no == coding.no)
        .join(schema.event_mention, part.assertion_no == assertion.no)
        .join(schema.event, event.no == part.event_no)
        .where(coding.is_current, assertion.kind == "event")
        .group_by(coding.text_no)
    )
    return (query if text_nos is None else query.where(coding.text_no.in_(text_nos))).subquery()


def _conditions(connection: Connection, asked: Asked, done: Any) -> list[ColumnElement[bool]]:
    report, source = schema.report.c, schema.source.c
    found: list[ColumnElement[bool]] = []
    if asked.words.strip():
        texts = find_texts(connection, read_query(asked.words))
        if len(texts) > MAX_FOUND:
            raise UsageError(f"{len(texts):,} reports hold these words. Add a word to narrow it down.")
        found.append(report.text_no.in_(texts))
    if asked.source:
        found.append(source.name == asked.source)
    if asked.from_:
        found.append(report.published >= asked.from_)
    if asked.until:
        found.append(report.published <= f"{asked.until}~")
    if asked.state:
        if asked.state not in schema.REPORT_STATES:
            raise UsageError(f"state is {asked.state!r}; expected one of {', '.join(schema.REPORT_STATES)}.")
        found.append(report.state == asked.state)
    if asked.review:
        found.append(_review_condition(asked.review, done))
    return found


def _review_condition(review: str, done: Any) -> ColumnElement[bool]:
    events, reviewed = func.coalesce(done.c.events, 0), func.coalesce(done.c.reviewed, 0)
    conditions: dict[str, ColumnElement[bool]] = {
        "open": (events > 0) & (reviewed == 0),
        "begun": (reviewed > 0) & (reviewed < events),
        "done": (events > 0) & (reviewed == events),
        "nothing coded": events == 0,
    }
    if review not in conditions:
        raise UsageError(f"review is {review!r}; expected one of {', '.join(REVIEWS)}.")
    return conditions[review]


def _listed(row: dict[str, Any]) -> Listed:
    return Listed(
        id=row["public_id"],
        title=one_line(row["title"] or "") or row["public_id"],
        publisher=one_line(row["publisher"] or ""),
        published=day(row["published"]) if row["published"] else "",
        state=row["state"],
        language=row["language"] or "",
        words=round(row["length"] / 6),
        events=int(row["events"]),
        reviewed=int(row["reviewed"]),
    )
