"""Reports and the queue: what is read and what is to be looked at next.

In: requests. Out: pages; what changes the case is in :mod:`whowhom.workbench.reading_posts`.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from whowhom.workbench.access import Member, Role, at_least
from whowhom.workbench.cases import case_of
from whowhom.workbench.pages import is_fragment, page
from whowhom.workbench.reading_changes import WORDS_FOR, decisions_of_report
from whowhom.workbench.reading_lists import PAGE as REPORTS_PAGE
from whowhom.workbench.reading_lists import REVIEWS, Asked, list_reports, list_sources
from whowhom.workbench.reading_queue import PAGE as QUEUE_PAGE
from whowhom.workbench.reading_queue import count_items, list_changed, list_items
from whowhom.workbench.reading_report import document_of
from whowhom.workbench.reading_selection import find_words, read_words
from whowhom.workbench.reading_views import (
    FOLD_COOKIE,
    add_page,
    card_part,
    correct_page,
    kind_named,
    merge_page,
    report_page,
)

router = APIRouter()
Reader = Annotated[Member, at_least(Role.reader)]
Coder = Annotated[Member, at_least(Role.coder)]
YEAR_SECONDS = 31_536_000
MAX_OFFSET = 10_000_000


@router.get("/reports", response_class=HTMLResponse, include_in_schema=False)
def show_reports(
    request: Request,
    member: Reader,
    q: str = "",
    source: str = "",
    from_: Annotated[str, Query(alias="from")] = "",
    until: Annotated[str, Query(alias="to")] = "",
    state: str = "",
    review: str = "",
    offset: Annotated[int, Query(ge=0, le=MAX_OFFSET)] = 0,
) -> HTMLResponse:
    """List reports."""
    asked = Asked(q, source, from_, until, state, review)
    with case_of(request).reading() as connection:
        rows, total = list_reports(connection, asked, offset=offset)
        sources = list_sources(connection)
    values = {"q": q, "source": source, "from": from_, "to": until, "state": state, "review": review}
    more = {name: value for name, value in values.items() if value}
    return page(
        request,
        "reading_list.html",
        rows=rows,
        total=total,
        sources=sources,
        reviews=REVIEWS,
        values=values,
        offset=offset,
        earlier={**more, "offset": max(0, offset - REPORTS_PAGE)} if offset else None,
        later={**more, "offset": offset + REPORTS_PAGE} if offset + REPORTS_PAGE < total else None,
    )


@router.get("/reports/{report}", response_class=HTMLResponse, include_in_schema=False)
def show_report(request: Request, member: Reader, report: str, fold: str | None = None) -> Response:
    """Show a report beside its cards; ``fold`` chooses whether graphic passages are folded, and is remembered."""
    if fold is None:
        return report_page(request, report)
    answer = RedirectResponse(f"/reports/{report}", 303)
    secure = request.app.state.config.is_secure
    answer.set_cookie(
        FOLD_COOKIE, "1" if fold == "1" else "0", max_age=YEAR_SECONDS, httponly=True, samesite="lax", secure=secure
    )
    return answer


@router.get("/reports/{report}/events/{mention}", response_class=HTMLResponse, include_in_schema=False)
def show_card(request: Request, member: Reader, report: str, mention: str) -> HTMLResponse:
    """Show one card as it stands now."""
    return card_part(request, report, mention)


@router.get("/reports/{report}/events/{mention}/correct", response_class=HTMLResponse, include_in_schema=False)
def show_correct(request: Request, member: Coder, report: str, mention: str) -> HTMLResponse:
    """Show the form that corrects a field."""
    return correct_page(request, report, mention, dict(request.query_params))


@router.get("/reports/{report}/events/{mention}/merge", response_class=HTMLResponse, include_in_schema=False)
def show_merge(request: Request, member: Coder, report: str, mention: str) -> HTMLResponse:
    """Show what an event can be merged with."""
    return merge_page(request, report, mention)


@router.get("/reports/{report}/add", response_class=HTMLResponse, include_in_schema=False)
def show_add(request: Request, member: Coder, report: str) -> HTMLResponse:
    """Show the form that adds an event."""
    return add_page(request, report, dict(request.query_params))


@router.get("/reports/{report}/read", include_in_schema=False)
def read_selection(
    request: Request, member: Coder, report: str, field: str, words: str, start: int | None = None
) -> JSONResponse:
    """Read selected words as the value of a field."""
    with case_of(request).reading() as connection:
        _, document = document_of(connection, report)
    span = find_words(document, words, start)
    told = document.text[span.start : span.end]
    found: dict[str, Any] = {"start": span.start, "end": span.end, "words": told, "value": "", "note": ""}
    if field:
        suggestion = read_words(document, field, span)
        found |= {"value": suggestion.value, "note": suggestion.note}
    return JSONResponse(found)


@router.get("/reports/{report}/decisions", response_class=HTMLResponse, include_in_schema=False)
def show_decisions(request: Request, member: Reader, report: str) -> HTMLResponse:
    """List what was decided on a report and its events, each with its undo."""
    with case_of(request).reading() as connection:
        row, _ = document_of(connection, report)
        decisions = decisions_of_report(connection, report)
    return page(
        request,
        "reading_decisions.html",
        report_id=row["public_id"],
        report_title=row["title"] or row["public_id"],
        decisions=decisions,
        words_for=WORDS_FOR,
        is_coder=member.may(Role.coder),
    )


@router.get("/codebook/{name}", response_class=HTMLResponse, include_in_schema=False)
def show_type(request: Request, member: Reader, name: str) -> HTMLResponse:
    """Show the codebook's definition of a type; htmx asks for it as a part beside a form."""
    template = "reading_type.html" if is_fragment(request) else "reading_type_page.html"
    return page(request, template, kind=kind_named(name), chosen_mode=request.query_params.get("mode", ""))


@router.get("/queue", response_class=HTMLResponse, include_in_schema=False)
def show_queue(
    request: Request, member: Reader, offset: Annotated[int, Query(ge=0, le=MAX_OFFSET)] = 0
) -> HTMLResponse:
    """List what to look at next, with the reason for its place."""
    with case_of(request).reading() as connection:
        items = list_items(connection, offset=offset)
        total = count_items(connection)
        changed = list_changed(connection) if not offset else []
    return page(
        request,
        "reading_queue.html",
        items=items,
        total=total,
        changed=changed,
        offset=offset,
        earlier={"offset": max(0, offset - QUEUE_PAGE)} if offset else None,
        later={"offset": offset + QUEUE_PAGE} if offset + QUEUE_PAGE < total else None,
    )


@router.get("/queue/next", include_in_schema=False)
def show_next(request: Request, member: Reader, skip: str = "") -> RedirectResponse:
    """Open the report of the next event in the queue at its place.

    Args:
        skip: Id of an event to pass over, because the person does not decide on it now.
    """
    with case_of(request).reading() as connection:
        items = list_items(connection, limit=QUEUE_PAGE)
    skipped = set(skip.split(",")) if skip else set()
    item = next((one for one in items if one.event not in skipped), None)
    if item is None:
        return RedirectResponse("/queue", 303)
    return RedirectResponse(f"/reports/{item.report}?at={item.mention}&queue=1#card-{item.mention}", 303)
