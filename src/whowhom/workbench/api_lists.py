"""Lists of the API: what a case holds, page by page.

In: a filter and a page. Out: ``{"items", "limit", "offset", "next"}``.

What one would get wrong: every list has a fixed order, or pages would repeat and skip rows.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Query, Request
from sqlalchemy import Connection, select

from whowhom.casefile import schema
from whowhom.casefile.finding import search_reports
from whowhom.casefile.forecasts import propose
from whowhom.casefile.history import list_history, list_queue, list_runs
from whowhom.casefile.listing import list_actors, list_claims, list_events, list_forecasts, list_ties
from whowhom.casefile.search import find_texts, read_query
from whowhom.workbench.api_base import Reader, make_router
from whowhom.workbench.api_models import ActorRow, DecisionRow, EventRow, ListRow, Page, ReportRow
from whowhom.workbench.cases import case_of
from whowhom.workbench.queries import MAX_WORDS, AskedFilter, AskedPaging, Paging, page_of

router = make_router("lists")
MAX_TEXTS = 10_000  # SQLite takes 32,766 values in one statement.
State = Literal["current", "superseded", "retracted"]
Words = Annotated[str | None, Query(max_length=MAX_WORDS)]


@router.get("/reports")
def get_reports(
    request: Request,
    member: Reader,
    paging: AskedPaging,
    q: Annotated[str | None, Query(max_length=MAX_WORDS, description="Words that the text holds.")] = None,
    publisher: Words = None,
    state: State | None = None,
) -> Page[ReportRow]:
    """List reports in the order in which they came in."""
    with case_of(request).reading() as connection:
        rows = _reports(connection, paging, q, publisher, state)
    return Page(**page_of(request, paging, rows))


@router.get("/events")
def get_events(
    request: Request,
    member: Reader,
    chosen: AskedFilter,
    paging: AskedPaging,
    policy: Annotated[
        Literal["lowest", "best", "majority", "most-trusted"] | None,
        Query(description="Settle figures anew by this policy, for this list alone."),
    ] = None,
) -> Page[EventRow]:
    """List events by first day, those without a day last."""
    with case_of(request).reading() as connection:
        rows = list_events(connection, chosen, limit=paging.limit + 1, offset=paging.offset, policy=policy)
    return Page(**page_of(request, paging, rows))


@router.get("/actors")
def get_actors(request: Request, member: Reader, chosen: AskedFilter, paging: AskedPaging) -> Page[ActorRow]:
    """List named actors, those with the most events first."""
    with case_of(request).reading() as connection:
        rows = list_actors(connection, chosen, limit=paging.needed)
    return Page(**page_of(request, paging, rows[paging.offset :]))


@router.get("/ties")
def get_ties(request: Request, member: Reader, chosen: AskedFilter, paging: AskedPaging) -> Page[ListRow]:
    """List who is with whom and against whom, as reports say it."""
    with case_of(request).reading() as connection:
        rows = list_ties(connection, chosen, limit=paging.needed)
    return Page(**page_of(request, paging, rows[paging.offset :]))


@router.get("/claims")
def get_claims(request: Request, member: Reader, chosen: AskedFilter, paging: AskedPaging) -> Page[ListRow]:
    """List figures and responsibility as each voice gives them, with their words."""
    with case_of(request).reading() as connection:
        rows = list_claims(connection, chosen, limit=paging.needed)
    return Page(**page_of(request, paging, rows[paging.offset :]))


@router.get("/forecasts")
def get_forecasts(request: Request, member: Reader, chosen: AskedFilter, paging: AskedPaging) -> Page[ListRow]:
    """List what voices said would happen."""
    with case_of(request).reading() as connection:
        rows = list_forecasts(connection, chosen, limit=paging.needed)
    return Page(**page_of(request, paging, rows[paging.offset :]))


@router.get("/history")
def get_history(
    request: Request,
    member: Reader,
    paging: AskedPaging,
    target: Words = None,
    who: Words = None,
    kind: Words = None,
) -> Page[DecisionRow]:
    """List decisions, the oldest first; those of one record with ``target``."""
    with case_of(request).reading() as connection:
        rows = list_history(connection, target, who=who, kind=kind)
    return Page(**page_of(request, paging, rows[paging.offset :]))


@router.get("/queue")
def get_queue(request: Request, member: Reader, paging: AskedPaging) -> Page[DecisionRow]:
    """List what waits: decisions whose ground has changed, and forecasts that an event may settle."""
    with case_of(request).reading() as connection:
        rows = [*list_queue(connection), *propose(connection)]
    return Page(**page_of(request, paging, rows[paging.offset :]))


@router.get("/runs")
def get_runs(request: Request, member: Reader, paging: AskedPaging) -> Page[ListRow]:
    """List what changed the case as a whole, with what each counted."""
    with case_of(request).reading() as connection:
        rows = list_runs(connection)
    return Page(**page_of(request, paging, rows[paging.offset :]))


@router.get("/search")
def get_search(
    request: Request,
    member: Reader,
    paging: AskedPaging,
    q: Annotated[str, Query(max_length=MAX_WORDS, description='Words, a "phrase", a prefix* or -without.')],
    everything: bool = False,
) -> Page[ListRow]:
    """Find reports by their words, the newest first, with the stretches that show them."""
    with case_of(request).reading() as connection:
        rows = search_reports(connection, q, everything=everything, limit=paging.needed)
    return Page(**page_of(request, paging, rows[paging.offset :]))


def report_query() -> Any:
    """Give the query of reports with outlet and text."""
    report, text, source = schema.report.c, schema.text.c, schema.source.c
    names = ("public_id", "state", "version", "title", "address", "url", "published", "added_at")
    return (
        select(*(report[name] for name in names))
        .add_columns(source.name.label("publisher"), text.digest.label("text"), text.language, text.length)
        .join_from(schema.report, schema.text, text.no == report.text_no)
        .join(schema.source, source.no == report.source_no, isouter=True)
    )


def _reports(
    connection: Connection, paging: Paging, q: str | None, publisher: str | None, state: State | None
) -> list[dict[str, Any]]:
    report = schema.report.c
    query = report_query().order_by(report.no)
    if q:
        query = query.where(report.text_no.in_(find_texts(connection, read_query(q))[:MAX_TEXTS]))
    if publisher:
        query = query.where(schema.source.c.name == publisher)
    if state:
        query = query.where(report.state == state)
    rows = connection.execute(query.offset(paging.offset).limit(paging.limit + 1)).mappings()
    return [dict(row) for row in rows]
