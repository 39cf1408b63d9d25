"""The first page: a case at a glance; and whether the server is well.

Out: what came in, what waits for a person, what was decided last.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse
from sqlalchemy import Connection, func, select

from whowhom.casefile import schema
from whowhom.pipeline.version import VERSION
from whowhom.workbench.access import Member, Role, at_least
from whowhom.workbench.cases import case_of
from whowhom.workbench.events_words import days, toll_of
from whowhom.workbench.pages import page
from whowhom.workbench.reading_changes import WORDS_FOR

router = APIRouter()
SHOWN_REPORTS = 8
SHOWN_DECISIONS = 8
SHOWN_EVENTS = 6


@router.get("/", response_class=HTMLResponse, include_in_schema=False)
def show_home(request: Request, member: Annotated[Member, at_least(Role.reader)]) -> HTMLResponse:
    """Show the case at a glance."""
    with case_of(request).reading() as connection:
        context = glance(connection)
    return page(request, "home.html", **context)


@router.get("/healthz", include_in_schema=False)
def show_health(request: Request) -> JSONResponse:
    """Say that the server runs and its case can be read."""
    with case_of(request).reading() as connection:
        connection.execute(select(1))
    return JSONResponse({"status": "ok", "version": VERSION})


@router.get("/openapi.json", include_in_schema=False)
def show_openapi(request: Request, member: Annotated[Member, at_least(Role.reader)]) -> JSONResponse:
    """Describe the API."""
    return JSONResponse(request.app.openapi())


def glance(connection: Connection) -> dict[str, Any]:
    """Count what the case holds, and list the latest of it."""
    event = schema.event.c
    live = event.state == "live"
    return {
        "counts": {
            "reports": _count(connection, schema.report, schema.report.c.state == "current"),
            "texts": _count(connection, schema.text, schema.text.c.is_counted),
            "events": _count(connection, schema.event, live),
            "unreviewed": _count(connection, schema.event, live, event.review == "unreviewed"),
            "contested": _count(connection, schema.event, live, event.status == "contested"),
            "actors": _count(connection, schema.actor, schema.actor.c.state == "live"),
            "waiting": _count(connection, schema.decision_state, schema.decision_state.c.state == "waiting"),
            "decisions": _count(connection, schema.decision),
        },
        "span": _span(connection),
        "reports": _latest_reports(connection),
        "events": _awaiting(connection),
        "decisions": _latest_decisions(connection),
    }


def _count(connection: Connection, table: Any, *conditions: Any) -> int:
    return int(connection.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one())


def _span(connection: Connection) -> tuple[str | None, str | None]:
    event = schema.event.c
    query = select(func.min(event.day_from), func.max(func.coalesce(event.day_to, event.day_from)))
    first, last = connection.execute(query.where(event.state == "live")).one()
    return first, last


def _latest_reports(connection: Connection) -> list[dict[str, Any]]:
    report, source = schema.report.c, schema.source.c
    query = (
        select(
            report.public_id,
            report.title,
            report.address,
            report.published,
            report.added_at,
            source.name.label("publisher"),
        )
        .join(schema.source, source.no == report.source_no, isouter=True)
        .where(report.state == "current")
        .order_by(report.no.desc())
    )
    return [dict(row) for row in connection.execute(query.limit(SHOWN_REPORTS)).mappings()]


def _awaiting(connection: Connection) -> list[dict[str, Any]]:
    """List events that nobody has looked at: the contested first, then those with the most deaths."""
    event = schema.event.c
    names = (
        "public_id",
        "type",
        "who",
        "whom",
        "day_from",
        "day_to",
        "place",
        "country",
        "status",
        "mentions",
        "witnesses",
    )
    query = (
        select(*(event[name] for name in names), event.killed_low, event.killed_best, event.killed_high)
        .where(event.state == "live", event.review == "unreviewed")
        .order_by(
            (event.status == "contested").desc(), func.coalesce(event.killed_best, event.killed_low, 0).desc(), event.no
        )
    )
    rows = connection.execute(query.limit(SHOWN_EVENTS)).mappings()
    return [
        {**row, "when": days(row["day_from"], row["day_to"]), "killed": toll_of(dict(row), "killed")} for row in rows
    ]


def _latest_decisions(connection: Connection) -> list[dict[str, Any]]:
    decision, state = schema.decision.c, schema.decision_state.c
    names = ("public_id", "at", "who", "why", "kind", "target_kind", "target", "field")
    query = (
        select(*(decision[name] for name in names), state.state)
        .join(schema.decision_state, state.decision_no == decision.no)
        .order_by(decision.no.desc())
    )
    rows = connection.execute(query.limit(SHOWN_DECISIONS)).mappings()
    return [{**row, "did": WORDS_FOR.get(row["kind"], row["kind"])} for row in rows]
