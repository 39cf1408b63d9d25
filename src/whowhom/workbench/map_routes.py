"""What the map asks for: borders, spots and the events of a spot.

In: requests of the map's script. Out: GeoJSON and JSON; nothing of it comes from elsewhere.
"""

from __future__ import annotations

import dataclasses
import json
import re
from functools import lru_cache
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from sqlalchemy import Connection

from whowhom.gazetteer.borders import open_areas, open_world
from whowhom.workbench import events_words as words
from whowhom.workbench.access import Member, Role, at_least
from whowhom.workbench.cases import case_of
from whowhom.workbench.events_asked import Asked, read_asked
from whowhom.workbench.events_memo import remember
from whowhom.workbench.events_query import count_events, list_where
from whowhom.workbench.faults import Fault
from whowhom.workbench.map_spots import Spots, gather_spots, in_box, points_of, read_box
from whowhom.workbench.pages import page

router = APIRouter()
Reader = Annotated[Member, at_least(Role.reader)]
KEEP = {"Cache-Control": "private, max-age=604800"}
MAX_COUNTRIES = 24
MAX_LISTED = 12
_CODE = re.compile(r"[A-Z]{2}")


@router.get("/map/borders/world.json", include_in_schema=False)
def send_world(request: Request, member: Reader) -> Response:
    """Send the countries of the world, coarsely."""
    return Response(_world(), media_type="application/geo+json", headers=KEEP)


@router.get("/map/borders/{code}.json", include_in_schema=False)
def send_country(request: Request, member: Reader, code: str) -> Response:
    """Send the first-level areas of one country."""
    body = _country(code) if _CODE.fullmatch(code) else None
    if body is None:
        raise Fault(404, "missing", f"There are no borders of {code!r}.", hint="Give a country as two capitals.")
    return Response(body, media_type="application/geo+json", headers=KEEP)


@router.get("/map/countries.json", include_in_schema=False)
def send_countries(request: Request, member: Reader, box: str) -> JSONResponse:
    """Say which countries reach into a box, so that their areas can be asked for."""
    codes = open_world().countries_in(read_box(box))
    return JSONResponse({"countries": codes if len(codes) <= MAX_COUNTRIES else []}, headers=KEEP)


@router.get("/map/spots.json", include_in_schema=False)
def send_spots(
    request: Request,
    member: Reader,
    zoom: Annotated[float, Query(ge=0, le=24)] = 2.0,
    box: str | None = None,
) -> JSONResponse:
    """Send the spots of the events that fit, put together for a zoom."""
    asked = read_asked(request.query_params.multi_items())
    around = read_box(box) if box else None
    with case_of(request).reading() as connection:
        rows, total = points_for(request, connection, asked)
    return JSONResponse(_shown(gather_spots(rows, total, zoom=zoom, box=around)))


@router.get("/map/spot", response_class=HTMLResponse, include_in_schema=False)
def show_spot(request: Request, member: Reader, spot: str) -> HTMLResponse:
    """Show the events within a spot's box, as a part of a page."""
    asked = read_asked(request.query_params.multi_items())
    with case_of(request).reading() as connection:
        rows, total = list_where(connection, asked, in_box(read_box(spot)), limit=MAX_LISTED)
    return page(request, "events_spot.html", rows=rows, total=total, asked=asked, words=words)


def points_for(request: Request, connection: Connection, asked: Asked) -> tuple[list[dict[str, Any]], int]:
    """Give the points of the events that fit, kept until the case changes, and how many events fit."""
    return remember(
        request,
        connection,
        "points",
        asked.conditions,
        lambda: (points_of(connection, asked), count_events(connection, asked)),
    )


def _shown(spots: Spots) -> dict[str, Any]:
    return dataclasses.asdict(spots)


@lru_cache(maxsize=1)
def _world() -> bytes:
    return _dumped(open_world().geojson())


@lru_cache(maxsize=64)
def _country(code: str) -> bytes | None:
    borders = open_areas()
    return _dumped(borders.geojson(code)) if borders.areas_of(code) else None


def _dumped(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
