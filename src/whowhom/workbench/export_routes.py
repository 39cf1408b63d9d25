"""The page of exports: a format, for whom, and the file.

What one would get wrong: what is for others is the default. Profiles that hold private persons
need the role of an editor, and each download is noted in the case with who took it.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from whowhom.export.formats import Format, find_format, format_names
from whowhom.safeguard.profiles import DEFAULT, PROFILES
from whowhom.workbench.access import Member, Role, at_least
from whowhom.workbench.exporting import ROLE_OF, Asked, download_of, make_export
from whowhom.workbench.pages import page
from whowhom.workbench.queries import AskedFilter

router = APIRouter(include_in_schema=False)

Reader = Annotated[Member, at_least(Role.reader)]
NEEDS = {"xlsx": "xlsxwriter", "parquet": "pyarrow"}
"""Packages of the extra "exports", by the format that needs them."""


@router.get("/export", response_class=HTMLResponse)
def show_export(request: Request, member: Reader) -> Response:
    """Show formats and profiles."""
    return page(
        request,
        "export.html",
        formats=[_shown(find_format(name)) for name in format_names()],
        profiles=[(profile, ROLE_OF[profile.name], member.may(ROLE_OF[profile.name])) for profile in offered()],
        default=DEFAULT,
        asked=dict(request.query_params),
    )


@router.get("/export/file")
def download(
    request: Request,
    member: Reader,
    chosen: AskedFilter,
    format: str = "csv",
    profile: str = DEFAULT,
    report: bool = False,
) -> Response:
    """Give the file of an export, or the report on it."""
    made = make_export(request, member, Asked(format, profile, chosen))
    return download_of(made.report if report else made.file)


def offered() -> list[Any]:
    """List the profiles that the page offers; named records need a file of names, which the command line reads."""
    return [profile for name, profile in PROFILES.items() if name != "named-record"]


def _shown(format_: Format) -> dict[str, Any]:
    need = NEEDS.get(format_.name)
    missing = format_.extra if need is not None and find_spec(need) is None else None
    return {"name": format_.name, "suffix": format_.suffix, "summary": format_.summary, "missing": missing}
