"""Adding reports and taking exports through the API."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import File, Form, Path, Request, UploadFile
from fastapi.responses import Response

from whowhom.safeguard.profiles import DEFAULT
from whowhom.workbench.adding import Pasted, add_address, add_files, add_text
from whowhom.workbench.api_base import Coder, Reader, make_router
from whowhom.workbench.api_models import JobBody, NewAddress, NewReport, Page
from whowhom.workbench.exporting import Asked, download_of, make_export
from whowhom.workbench.queries import AskedFilter, AskedPaging, page_of

router = make_router("intake")


@router.post("/reports", status_code=202)
def post_report(request: Request, member: Coder, body: NewReport) -> JobBody:
    """Add a report as text; it is coded in the background. Files go to ``/api/v1/reports/files``."""
    pasted = Pasted(body.text, body.title or "", body.publisher or "", body.url or "", body.published or "")
    return JobBody(**add_text(request, member, pasted).as_dict())


@router.post("/reports/files", status_code=202)
def post_files(
    request: Request,
    member: Coder,
    files: Annotated[list[UploadFile], File(description="Reports, one or many.")],
    published: Annotated[str, Form(description="Day of those that bring none.")] = "",
) -> JobBody:
    """Add files; they are coded in the background."""
    given: list[Any] = list(files)
    return JobBody(**add_files(request, member, given, published=published).as_dict())


@router.post("/reports/address", status_code=202)
def post_address(request: Request, member: Coder, body: NewAddress) -> JobBody:
    """Fetch a report from the public web and add it, where the server was started with that allowed."""
    return JobBody(**add_address(request, member, body.url).as_dict())


@router.get("/jobs")
def get_jobs(request: Request, member: Coder, paging: AskedPaging) -> Page[JobBody]:
    """List what was added since the server started, the newest first."""
    rows = [job.as_dict() for job in request.app.state.jobs.latest(paging.needed)]
    return Page(**page_of(request, paging, rows[paging.offset :]))


@router.get("/jobs/{job}")
def get_job(request: Request, member: Coder, job: Annotated[str, Path(max_length=40)]) -> JobBody:
    """Say how far the coding of what was added together is."""
    return JobBody(**request.app.state.jobs.get(job).as_dict())


@router.get("/export", response_class=Response, responses={200: {"content": {"application/octet-stream": {}}}})
def get_export(
    request: Request,
    member: Reader,
    chosen: AskedFilter,
    format: str = "csv",
    profile: str = DEFAULT,
    report: bool = False,
) -> Response:
    """Give an export, for the public unless ``profile`` says otherwise; ``report=true`` gives the report on it."""
    made = make_export(request, member, Asked(format, profile, chosen))
    return download_of(made.report if report else made.file)
