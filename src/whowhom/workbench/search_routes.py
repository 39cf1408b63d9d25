"""The page that finds reports by their words."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from whowhom.casefile.finding import search_reports
from whowhom.errors import UsageError
from whowhom.workbench.access import Member, Role, at_least
from whowhom.workbench.cases import case_of
from whowhom.workbench.pages import page

router = APIRouter(include_in_schema=False)
SHOWN = 50
MAX_WORDS = 300


@router.get("/search", response_class=HTMLResponse)
def show_search(
    request: Request,
    member: Annotated[Member, at_least(Role.reader)],
    q: Annotated[str, Query(max_length=MAX_WORDS)] = "",
) -> Response:
    """Show the reports that hold all of a query, with the words around."""
    message, rows = None, []
    if q.strip():
        try:
            with case_of(request).reading() as connection:
                rows = search_reports(connection, q, limit=SHOWN + 1)
        except UsageError as error:
            message = str(error)
    return page(request, "search.html", query_words=q, rows=rows[:SHOWN], has_more=len(rows) > SHOWN, message=message)
