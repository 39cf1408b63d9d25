"""Events: the list with its map and time line, and the page of one event.

In: requests. Out: pages, or the part of a page that changes with the filter.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import Connection

from whowhom.casefile import schema
from whowhom.casefile.filters import VOICE_ROLES
from whowhom.casefile.savedviews import delete_view, list_views, save_view
from whowhom.codebook import load_codebook
from whowhom.errors import NoSuchRecord, UsageError
from whowhom.workbench import events_words as words
from whowhom.workbench.access import Member, Role, at_least
from whowhom.workbench.cases import case_of
from whowhom.workbench.events_asked import SORTS, UNITS, VIEWS, Asked, as_typed, read_asked
from whowhom.workbench.events_detail import load_event
from whowhom.workbench.events_memo import remember
from whowhom.workbench.events_query import PAGE_ROWS, list_page, summarise
from whowhom.workbench.events_timeline import draw_timeline
from whowhom.workbench.faults import Fault, fault_of
from whowhom.workbench.map_drawing import draw_map
from whowhom.workbench.map_routes import points_for
from whowhom.workbench.map_spots import gather_spots
from whowhom.workbench.pages import is_fragment, page

router = APIRouter()
Reader = Annotated[Member, at_least(Role.reader)]
DRAWN_WIDTH, DRAWN_HEIGHT = 1040, 600
TILE_PIXELS = 512


@router.get("/events", response_class=HTMLResponse, include_in_schema=False)
def show_events(request: Request, member: Reader) -> HTMLResponse:
    """Show the events that fit: table, map or time line, all moved by one query string."""
    parameters = request.query_params.multi_items()
    try:
        asked = read_asked(parameters)
        with case_of(request).reading() as connection:
            context = _found(request, connection, asked)
            views = list_views(connection, member.no)
    except (UsageError, NoSuchRecord) as error:
        fault = fault_of(error)
        with case_of(request).reading() as connection:
            views = list_views(connection, member.no)
        context = {"asked": as_typed(parameters), "problem": fault, "summary": None}
        return page(request, _template(request), status=fault.status, views=views, **context, **_choices())
    return page(request, _template(request), views=views, **context, **_choices())


@router.get("/map", include_in_schema=False)
def show_map(request: Request, member: Reader) -> RedirectResponse:
    """Go to the events on the map."""
    return _to_view(request, "map")


@router.get("/timeline", include_in_schema=False)
def show_timeline(request: Request, member: Reader) -> RedirectResponse:
    """Go to the events over time."""
    return _to_view(request, "timeline")


@router.post("/events/views", include_in_schema=False)
def keep_view(request: Request, member: Reader) -> RedirectResponse:
    """Keep the present filter under a name."""
    name, asked = _field(request, "name"), read_asked(_pairs(_field(request, "query")))
    case = case_of(request)
    query = asked.query(without=("page",)).removeprefix("?")
    with case.writing() as connection:
        save_view(connection, member.no, name, query, at=case.clock())
    return RedirectResponse(f"/events?{query}", 303)


@router.post("/events/views/{view}/delete", include_in_schema=False)
def drop_view(request: Request, member: Reader, view: str) -> RedirectResponse:
    """Delete a saved view."""
    with case_of(request).writing() as connection:
        delete_view(connection, member.no, view)
    return RedirectResponse("/events", 303)


@router.get("/events/{event}", response_class=HTMLResponse, include_in_schema=False)
def show_event(request: Request, member: Reader, event: str) -> Response:
    """Show one event with everything it rests on."""
    with case_of(request).reading() as connection:
        found = load_event(connection, event)
    if found.merged_into is not None:
        return RedirectResponse(f"/events/{found.merged_into}", 307)
    return page(request, "event.html", event=found, words=words)


def _found(request: Request, connection: Connection, asked: Asked) -> dict[str, Any]:
    summary = remember(request, connection, "summary", asked.conditions, lambda: summarise(connection, asked))
    over = f"{asked.conditions}|{asked.unit}"
    timeline = remember(request, connection, "timeline", over, lambda: draw_timeline(connection, asked))
    context: dict[str, Any] = {"asked": asked, "summary": summary, "timeline": timeline, "problem": None}
    context["rows"] = list_page(connection, asked) if asked.view == "table" else []
    context["last_page"] = max(1, -(-summary.total // PAGE_ROWS))
    if asked.page > context["last_page"]:
        raise UsageError(f"page is {asked.page}; the last one is {context['last_page']}.")
    if asked.view == "map":
        rows, total = points_for(request, connection, asked)
        spots = gather_spots(rows, total, zoom=_drawn_zoom(rows))
        context["spots"] = spots
        drawn = lambda: draw_map(spots.spots, width=DRAWN_WIDTH, height=DRAWN_HEIGHT)  # noqa: E731
        context["drawing"] = remember(request, connection, "drawing", asked.conditions, drawn)
    return context


def _drawn_zoom(rows: Sequence[dict[str, Any]]) -> float:
    """The zoom at which all points fit the map that is drawn where no script runs."""
    longitudes = [row["longitude"] for row in rows]
    span = max(max(longitudes) - min(longitudes), 1.0) if longitudes else 1.0
    return max(0.0, math.log2(360 / span * DRAWN_WIDTH / TILE_PIXELS))


def _choices() -> dict[str, Any]:
    return {
        "words": words,
        "sorts": SORTS,
        "tabs": VIEWS,
        "units": UNITS,
        "voice_roles": VOICE_ROLES,
        "statuses": schema.STATUSES,
        "reviews": schema.REVIEWS,
        "labels": {kind.name: kind.definition for kind in load_codebook().types},
    }


def _template(request: Request) -> str:
    return "events_results.html" if is_fragment(request) else "events.html"


def _to_view(request: Request, view: str) -> RedirectResponse:
    asked = read_asked(request.query_params.multi_items())
    return RedirectResponse(f"/events{asked.query(view=view)}", 307)


def _field(request: Request, name: str) -> str:
    form = request.state.form
    value = form.get(name) if form is not None else None
    if not isinstance(value, str):
        raise Fault(422, "usage", f"{name} is missing.", field=name)
    return value


def _pairs(query: str) -> list[tuple[str, str]]:
    return parse_qsl(query.removeprefix("?"))
