"""Single records of the API: a report, its text and coding, an event with all it stands on, an actor."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import Path, Request
from sqlalchemy import Connection, and_, func, select

from whowhom.casefile import schema
from whowhom.casefile.codings import load_coding
from whowhom.casefile.filters import Filter, find_actors
from whowhom.casefile.history import list_history
from whowhom.casefile.listing import EVENT_COLUMNS, list_ties
from whowhom.casefile.reports import find_report
from whowhom.casefile.tracing import find_event, trace_event
from whowhom.errors import NoSuchRecord
from whowhom.records.layout import to_dict
from whowhom.workbench.api_base import Reader, make_router
from whowhom.workbench.api_lists import report_query
from whowhom.workbench.api_models import AssertionRow, EventDetail, ReportDetail, TextBody
from whowhom.workbench.cases import case_of

router = make_router("records")
RecordId = Annotated[str, Path(max_length=80)]
Row = dict[str, Any]


@router.get("/reports/{report}")
def get_report(request: Request, member: Reader, report: RecordId) -> ReportDetail:
    """Give a report with its publication, found by id or address."""
    with case_of(request).reading() as connection:
        found: Any = find_report(connection, report)
        row = connection.execute(report_query().where(schema.report.c.no == found.no)).mappings().one()
        return ReportDetail(**row, publication=found.document.get("publication"))


@router.get("/reports/{report}/text")
def get_text(request: Request, member: Reader, report: RecordId) -> TextBody:
    """Give the canonical text of a report with its regions."""
    with case_of(request).reading() as connection:
        found: Any = find_report(connection, report)
        text = schema.text.c
        row = connection.execute(select(text.digest, text.body, text.language).where(text.no == found.text_no)).one()
        return TextBody(
            digest=row.digest, text=row.body, language=row.language, regions=found.document.get("regions", [])
        )


@router.get("/reports/{report}/assertions")
def get_assertions(request: Request, member: Reader, report: RecordId) -> list[AssertionRow]:
    """List what coders found in a report's text and what counts of it, with the event that each tells."""
    with case_of(request).reading() as connection:
        found: Any = find_report(connection, report)
        return [AssertionRow(**row) for row in _assertions(connection, found.text_no)]


@router.get("/reports/{report}/codings")
def get_codings(request: Request, member: Reader, report: RecordId) -> list[dict[str, Any]]:
    """Give the codings of a report's text that count, in the layout of ``whowhom code --format json``."""
    with case_of(request).reading() as connection:
        found: Any = find_report(connection, report)
        coding = schema.coding.c
        numbers = connection.scalars(
            select(coding.no).where(coding.text_no == found.text_no, coding.is_current).order_by(coding.no)
        ).all()
        return [to_dict(load_coding(connection, number)) for number in numbers]


@router.get("/events/{event}")
def get_event(request: Request, member: Reader, event: RecordId) -> EventDetail:
    """Give an event with its mentions, actors, links, the claims behind each value, and what was decided on it."""
    with case_of(request).reading() as connection:
        row = find_event(connection, event)
        return EventDetail(
            **event_row(row),
            mentioned=_mentions(connection, row["no"]),
            actors=_actors(connection, row["no"]),
            claims=row["record"].get("claims"),
            history=list_history(connection, row["public_id"]),
            merged_into=_id_of(connection, row["merged_into"]),
        )


@router.get("/events/{event}/trace")
def get_trace(request: Request, member: Reader, event: RecordId, field: str | None = None) -> list[dict[str, Any]]:
    """Trace an event's values to the words they stand on, with voice, report, coder and codebook."""
    with case_of(request).reading() as connection:
        return [asdict(trace) for trace in trace_event(connection, event, field)]


@router.get("/actors/{actor}")
def get_actor(request: Request, member: Reader, actor: RecordId) -> dict[str, Any]:
    """Give an actor with its names, numbers of events by role and ties; found by id, registry id or name."""
    with case_of(request).reading() as connection:
        numbers = find_actors(connection, actor)
        if len(numbers) > 1:
            raise NoSuchRecord(f"several actors are named {actor!r}. Give an id (A-...).")
        return _actor(connection, numbers[0])


def event_row(row: Any) -> Row:
    """Give the columns of an event that lists show."""
    return {name: row[name] for name in EVENT_COLUMNS}


def _assertions(connection: Connection, text_no: int) -> list[Row]:
    assertion, coding, coder = schema.assertion.c, schema.coding.c, schema.coder.c
    part, event = schema.event_mention.c, schema.event.c
    names = ("public_id", "kind", "type", "start", "end", "words", "background", "polarity", "certainty", "stage")
    query = (
        select(*(assertion[name] for name in (*names, "score", "review")))
        .add_columns(event.public_id.label("event"), (coder.name + " " + coder.version).label("coder"))
        .join_from(schema.assertion, schema.coding, coding.no == assertion.coding_no)
        .join(schema.coder, coder.no == coding.coder_no)
        .join(schema.event_mention, part.assertion_no == assertion.no, isouter=True)
        .join(schema.event, event.no == part.event_no, isouter=True)
        .where(coding.text_no == text_no, coding.is_current)
        .order_by(assertion.start, assertion.no)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def _mentions(connection: Connection, event_no: int) -> list[Row]:
    assertion, coding, part, report = schema.assertion.c, schema.coding.c, schema.event_mention.c, schema.report.c
    query = (
        select(assertion.public_id, assertion.type, assertion.words, assertion.start, assertion.end, assertion.review)
        .add_columns(report.public_id.label("report"), report.title, report.published, part.basis, part.weight)
        .add_columns(coding.is_current)
        .join_from(schema.event_mention, schema.assertion, assertion.no == part.assertion_no)
        .join(schema.coding, coding.no == assertion.coding_no)
        .join(schema.report, report.no == coding.report_no)
        .where(part.event_no == event_no)
        .order_by(assertion.no)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def _actors(connection: Connection, event_no: int) -> list[Row]:
    part, actor = schema.event_actor.c, schema.actor.c
    query = select(actor.public_id, actor.name, part.role).join(schema.actor, actor.no == part.actor_no)
    rows = connection.execute(query.where(part.event_no == event_no).order_by(part.role, actor.no)).mappings()
    return [dict(row) for row in rows]


def _id_of(connection: Connection, event_no: int | None) -> str | None:
    return connection.scalar(select(schema.event.c.public_id).where(schema.event.c.no == event_no))


def _actor(connection: Connection, number: int) -> Row:
    actor, name, part, event = schema.actor.c, schema.actor_name.c, schema.event_actor.c, schema.event.c
    names = ("public_id", "name", "kind", "country", "registry", "is_private", "state")
    row = dict(connection.execute(select(*(actor[one] for one in names)).where(actor.no == number)).mappings().one())
    roles = connection.execute(
        select(part.role, func.count())
        .join(schema.event, and_(event.no == part.event_no, event.state == "live"))
        .where(part.actor_no == number)
        .group_by(part.role)
        .order_by(part.role)
    )
    return {
        **row,
        "names": list(connection.scalars(select(name.name).where(name.actor_no == number).order_by(name.key))),
        "events": {role: int(count) for role, count in roles},
        "ties": list_ties(connection, Filter(actor=row["public_id"])),
        "history": list_history(connection, row["public_id"]),
    }
