"""Pages: templates with what every page needs beside its own values.

In: a request, a template and values. Out: HTML; every value is escaped, wherever it came from.

What one would get wrong: reports are hostile input. No template marks a value as safe, and
no attribute stands without quotes, so that escaping is all that is needed.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from whowhom.workbench.access import Member, Role
from whowhom.workbench.cases import case_of
from whowhom.workbench.config import Defences

HERE = Path(__file__).parent
STATIC = HERE / "static"

NAV: tuple[tuple[str, str], ...] = (
    ("/", "Overview"),
    ("/queue", "Review"),
    ("/reports", "Reports"),
    ("/events", "Events"),
    ("/actors", "Actors"),
    ("/coders", "Coders"),
    ("/add", "Add"),
    ("/export", "Export"),
)
"""Paths and labels of the navigation, in its order; those without a route are left out."""

NAV_ROLES: dict[str, Role] = {"/add": Role.coder, "/coders": Role.coder}
"""Paths that fewer than all may open."""

NAV_PARTS: dict[str, tuple[str, ...]] = {"/coders": ("/assignments", "/agreement", "/recall")}
"""Pages that belong to one of the navigation without standing below it."""


def make_environment(defences: Defences) -> Environment:
    """Make the template engine of one application."""
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=defences.escaping,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["static"] = static
    environment.filters["query"] = lambda values: urlencode({k: v for k, v in values.items() if v is not None})
    environment.filters["day"] = lambda at: at[:10] if at else at
    environment.filters["minute"] = lambda at: at[:16].replace("T", " ") if at else at
    environment.filters["thousands"] = lambda number: f"{number:,}"
    return environment


def page(request: Request, template: str, /, *, status: int = 200, **context: Any) -> HTMLResponse:
    """Render a page.

    Args:
        template: Its file in ``templates``.
        context: Its values, beside ``member``, ``csrf``, ``nav``, ``case_name`` and ``path``.
    """
    member: Member | None = getattr(request.state, "member", None)
    shared = {
        "member": member,
        "csrf": getattr(request.state, "csrf", None),
        "nav": _navigation(request, member),
        "case_name": case_of(request).address.stem,
        "path": request.url.path,
        "is_fragment": is_fragment(request),
    }
    environment: Environment = request.app.state.templates
    html = environment.get_template(template).render({**shared, **context})
    return HTMLResponse(html, status_code=status, headers={"Vary": "HX-Request, Cookie"})


def is_fragment(request: Request) -> bool:
    """Say whether htmx asks for a part of the page only."""
    return request.headers.get("hx-request") == "true"


@lru_cache(maxsize=256)
def static(name: str) -> str:
    """Give the address of a static file, with a mark of its content, so that browsers may keep it for good.

    Our own modules get none: they import each other by plain names, and a module under two
    addresses would run twice.
    """
    if name.endswith((".js", ".mjs")) and not name.startswith("vendor/"):
        return f"/static/{name}"
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?v={digest}"


def _navigation(request: Request, member: Member | None) -> list[dict[str, Any]]:
    if member is None:
        return []
    path = request.url.path
    if getattr(request.state, "is_blind", False):
        return [{"path": "/assignments", "label": "To code", "is_here": True}]
    return [
        {"path": at, "label": label, "is_here": _is_here(at, path)}
        for at, label in NAV
        if at in request.app.state.paths and (at not in NAV_ROLES or member.may(NAV_ROLES[at]))
    ]


def _is_here(at: str, path: str) -> bool:
    return path in (at, *NAV_PARTS.get(at, ())) or (at != "/" and path.startswith(f"{at}/"))
