"""The page on which reports are added, and the progress of their coding."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import UploadFile

from whowhom.errors import WhowhomError
from whowhom.workbench.access import Member, Role, at_least
from whowhom.workbench.adding import Pasted, add_address, add_files, add_text
from whowhom.workbench.faults import Fault, fault_of
from whowhom.workbench.jobs import Jobs
from whowhom.workbench.pages import is_fragment, page
from whowhom.workbench.uploads import SUFFIXES

router = APIRouter(include_in_schema=False)

Coder = Annotated[Member, at_least(Role.coder)]
SHOWN_JOBS = 12
FIELDS = ("text", "title", "publisher", "url", "published", "address")


@router.get("/add", response_class=HTMLResponse)
def show_add(request: Request, member: Coder) -> Response:
    """Show the forms."""
    return _form(request)


@router.post("/add")
def add(request: Request, member: Coder, way: Annotated[str, Form()] = "files") -> Response:
    """Take in files, a text or an address, and go to the progress of its coding."""
    form = request.state.form
    typed = {name: form.get(name, "") for name in FIELDS}
    typed = {name: value if isinstance(value, str) else "" for name, value in typed.items()}
    try:
        if way == "text":
            values = {name: typed[name] for name in ("text", "title", "publisher", "url", "published")}
            job = add_text(request, member, Pasted(**values))
        elif way == "address":
            job = add_address(request, member, typed["address"])
        else:
            files: list[Any] = [file for file in form.getlist("files") if isinstance(file, UploadFile)]
            job = add_files(request, member, files, published=typed["published"])
    except Fault as fault:
        return _form(request, fault=fault, typed=typed, way=way)
    except WhowhomError as error:
        return _form(request, fault=fault_of(error), typed=typed, way=way)
    return RedirectResponse(f"/add/{job.id}", 303)


@router.get("/add/{job_id}", response_class=HTMLResponse)
def show_job(request: Request, member: Coder, job_id: str) -> Response:
    """Show how far a job is; htmx asks for the part that changes."""
    job = _jobs(request).get(job_id)
    return page(request, "job_part.html" if is_fragment(request) else "job.html", job=job)


def _form(
    request: Request, *, fault: Fault | None = None, typed: dict[str, str] | None = None, way: str = "files"
) -> HTMLResponse:
    return page(
        request,
        "add.html",
        status=200 if fault is None else fault.status,
        fault=fault,
        typed=typed or dict.fromkeys(FIELDS, ""),
        way=way,
        jobs=_jobs(request).latest(SHOWN_JOBS),
        suffixes=SUFFIXES,
        limits=request.app.state.config.limits,
        is_fetching=request.app.state.config.is_fetching,
    )


def _jobs(request: Request) -> Jobs:
    jobs: Jobs = request.app.state.jobs
    return jobs
