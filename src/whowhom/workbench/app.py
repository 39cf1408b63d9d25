"""The application: one case, its pages and its API.

In: an open case and how to serve it. Out: an ASGI application.

What one would get wrong: who asks and whether a form is genuine is found out once, here, for
every route there is; a router added below needs only to name the role of each route.
"""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

import whowhom
from whowhom.casefile.case import Case
from whowhom.errors import WhowhomError
from whowhom.pipeline.version import VERSION
from whowhom.settings import Settings
from whowhom.workbench import (
    add_routes,
    admin_routes,
    api_decisions,
    api_intake,
    api_lists,
    api_records,
    api_team,
    export_routes,
    home,
    login,
    search_routes,
)
from whowhom.workbench.access import identify
from whowhom.workbench.coders_blind import Elsewhere, keep_blind
from whowhom.workbench.config import Config
from whowhom.workbench.faults import STATUS_NAMES, Fault, body_of, fault_of
from whowhom.workbench.guards import Guard, check_csrf
from whowhom.workbench.jobs import Coder, Jobs
from whowhom.workbench.pages import STATIC, is_fragment, make_environment, page

log = logging.getLogger(__name__)

ROUTERS = (
    "reading_routes",
    "reading_posts",
    "reading_api",
    "events_routes",
    "actors_routes",
    "map_routes",
    "coders_routes",
    "agreement_routes",
    "recall_routes",
    "coders_api",
)
"""Modules of this room that are taken in where they are there, each with a ``router``."""


def create_app(
    case: Case,
    config: Config | None = None,
    settings: Settings | None = None,
    *,
    load: Callable[[], Coder] | None = None,
) -> FastAPI:
    """Make the application of a case.

    Args:
        case: Open, and left open.
        config: How it is reached; None: on this machine alone.
        settings: Of the pipeline that codes what is added; None: the defaults.
        load: Loads what codes it; None: the pipeline of the settings.
    """
    app = FastAPI(
        title="whowhom workbench",
        version=VERSION,
        docs_url=None,  # Their pages load scripts from elsewhere.
        redoc_url=None,
        openapi_url=None,
        dependencies=[Depends(identify), Depends(check_csrf), Depends(keep_blind)],
    )
    state = app.state
    state.case, state.config, state.settings = case, config or Config(), settings or Settings()
    state.jobs = Jobs(case, state.settings, waiting=state.config.limits.waiting_jobs, load=load)
    state.known = None  # Lists of what may leave, loaded with the first export.
    state.secret = secrets.token_bytes(32)
    state.templates = make_environment(state.config.defences)
    pages = (login, home, admin_routes, add_routes, search_routes, export_routes)
    api = (api_intake, api_lists, api_records, api_decisions, api_team)
    routers = (*(module.router for module in (*pages, *api)), *_routers())
    for router in routers:
        app.include_router(router)
    state.routes = tuple(route for router in routers for route in router.routes if isinstance(route, APIRoute))
    state.paths = frozenset(route.path for route in state.routes)
    app.mount("/static", _Static(directory=STATIC), name="static")
    app.add_exception_handler(HTTPException, _on_fault)
    app.add_exception_handler(Elsewhere, _on_elsewhere)
    app.add_exception_handler(WhowhomError, _on_error)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_middleware(Guard, config=state.config, crash=_on_crash)
    return app


def _routers() -> list[Any]:
    names = [f"{__package__}.{name}" for name in ROUTERS]
    return [import_module(name).router for name in names if find_spec(name) is not None]


class _Static(StaticFiles):
    """Static files; an address that names its content may be kept for good."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        is_marked = b"v=" in scope["query_string"]
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if is_marked else "no-cache"
        return response


def _on_fault(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return answer_fault(request, error if isinstance(error, Fault) else _plain(error))


def _on_elsewhere(request: Request, error: Exception) -> Response:
    assert isinstance(error, Elsewhere)
    return RedirectResponse(error.path, 303)


def _on_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, WhowhomError)
    return answer_fault(request, fault_of(error))


def _on_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        fault = Fault(422, "usage", "The body is no JSON.", hint="Send an object as /openapi.json describes it.")
        return answer_fault(request, fault)
    where = [str(part) for part in first["loc"] if part not in ("body", "query", "path", "header")]
    field = ".".join(where) or None
    message = f"{field or 'The body'}: {first['msg']}."
    return answer_fault(
        request, Fault(422, "usage", message, field=field, hint="See /openapi.json for what is expected.")
    )


def _on_crash(request: Request, error: Exception) -> Response:
    # Its words may quote a report, so only its kind is told and logged.
    log.error("unexpected %s %s", type(error).__name__, _place(error))
    return answer_fault(
        request,
        Fault(500, "internal", "An unexpected fault of whowhom, not of your input.", hint="Nothing was changed."),
    )


def _place(error: BaseException) -> str:
    home = Path(whowhom.__file__).parent
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(home)]
    if not frames:
        return "outside the code of whowhom"
    return f"in {Path(frames[-1].filename).relative_to(home).as_posix()}, line {frames[-1].lineno}"


def answer_fault(request: Request, fault: Fault) -> Response:
    """Tell a fault in the way that suits who asks: JSON, a page, a part of a page, or the login."""
    if wants_json(request):
        return JSONResponse(body_of(fault), fault.status, fault.headers)
    if fault.status == 401:
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        to = f"/login?next={quote(here, safe='')}" if request.method == "GET" else "/login"
        if is_fragment(request):
            return Response(status_code=401, headers={"HX-Redirect": "/login"})
        return RedirectResponse(to, 303)
    template = "fault_part.html" if is_fragment(request) else "fault.html"
    title = STATUS_NAMES.get(fault.status, "That did not work")
    return page(request, template, status=fault.status, fault=fault, title=title)


def wants_json(request: Request) -> bool:
    """Say whether a program asks, or a person."""
    path = request.url.path
    if path.startswith("/api/") or path in ("/healthz", "/openapi.json"):
        return True
    accept = request.headers.get("accept", "")
    return "application/json" in accept and "text/html" not in accept


def _plain(error: HTTPException) -> Fault:
    known = {
        404: ("missing", "There is nothing at this address."),
        405: ("method", "This address takes other methods."),
    }
    code, message = known.get(error.status_code, ("http", str(error.detail)))
    return Fault(error.status_code, code, message, headers=error.headers)
