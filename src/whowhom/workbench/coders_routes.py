"""Coders, what each is given to code, and the page on which they code it apart.

In: requests. Out: pages and forms; who may see what is in :mod:`whowhom.workbench.coders_blind`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import Connection, select

from whowhom.casefile import schema, team
from whowhom.casefile.apart import coding_apart, take_back_apart
from whowhom.casefile.assignments import (
    Given,
    assign,
    draw_reports,
    find_assignment,
    finish,
    list_assignments,
    withdraw,
)
from whowhom.casefile.decisions import Author
from whowhom.codebook import load_codebook
from whowhom.errors import UsageError
from whowhom.workbench.access import Member, Role
from whowhom.workbench.api_base import Coder, Editor
from whowhom.workbench.cases import author_of, case_of
from whowhom.workbench.coders_blind import own_assignment
from whowhom.workbench.coders_coding import (
    add_own,
    code_own,
    filled,
    leading_coding,
    load_page,
    refuse_done,
    take_suggestion,
    typed_of_event,
)
from whowhom.workbench.coders_told import list_coders
from whowhom.workbench.faults import Fault, fault_of
from whowhom.workbench.pages import page
from whowhom.workbench.reading_forms import CHOICES, SLOTS, marked_of, number_of, text_of, typed_of
from whowhom.workbench.reading_report import document_of, mention_key
from whowhom.workbench.reading_views import is_folding

router = APIRouter(include_in_schema=False)
LISTED_REPORTS = 200
Form = Mapping[str, Any]


@router.get("/coders", response_class=HTMLResponse)
def show_coders(request: Request, member: Coder) -> HTMLResponse:
    """Show who coded how much, and which two can be compared."""
    with case_of(request).reading() as connection:
        coders = list_coders(connection)
        given = list_assignments(connection)
    pairs = [
        {"one": one, "other": other, "texts": len(one.texts & other.texts)}
        for place, one in enumerate(coders)
        for other in coders[place + 1 :]
        if one.texts & other.texts
    ]
    waiting: dict[str, int] = {}
    for one in given:
        if one.state == "open":
            waiting[one.member] = waiting.get(one.member, 0) + 1
    people = {coder.name for coder in coders}
    only_waiting = [name for name in waiting if name not in people]
    return page(request, "coders.html", coders=coders, pairs=pairs, waiting=waiting, only_waiting=only_waiting)


@router.get("/assignments", response_class=HTMLResponse)
def show_assignments(request: Request, member: Coder) -> HTMLResponse:
    """List one's own assignments; an editor sees and makes those of all."""
    return _assignments(request, member)


@router.post("/assignments", response_class=HTMLResponse)
def post_assignments(request: Request, member: Editor) -> Response:
    """Give texts to coders."""
    form = form_of(request)
    try:
        with case_of(request).writing() as connection:
            given = assign_from(connection, form, author_of(member, None, case_of(request)))
    except UsageError as error:
        return _assignments(request, member, fault=fault_of(error), typed=typed_of(form))
    return _assignments(request, member, given=given)


@router.post("/assignments/{assignment}/done")
def post_done(request: Request, member: Coder, assignment: str) -> Response:
    """Say that a text is coded."""
    finish_own(request, member, assignment)
    return RedirectResponse("/assignments", 303)


@router.post("/assignments/{assignment}/withdraw")
def post_withdraw(request: Request, member: Editor, assignment: str) -> Response:
    """Take an open assignment back."""
    with case_of(request).writing() as connection:
        withdraw(connection, find_assignment(connection, assignment))
    return RedirectResponse("/assignments", 303)


@router.get("/coding/{report}", response_class=HTMLResponse)
def show_coding(request: Request, member: Coder, report: str) -> HTMLResponse:
    """Show a text as the coder may see it, with what they coded so far."""
    return _coding(request, member, report, dict(request.query_params))


@router.post("/coding/{report}/add", response_class=HTMLResponse)
def post_own(request: Request, member: Coder, report: str) -> Response:
    """Add an event to one's own coding."""
    form = form_of(request)
    assignment = own_assignment(request, member, report)
    case = case_of(request)
    author = author_of(member, text_of(form, "why"), case)
    try:
        with case.reading() as connection:
            row, document = document_of(connection, assignment.report)
        coding = code_own(document, marked_of(form, document), author.who)
        with case.writing() as connection:
            refuse_done(connection, assignment)
            made = add_own(connection, row, coding, author, replaces=text_of(form, "replaces"))
    except UsageError as error:
        return _coding(request, member, report, typed_of(form), fault=fault_of(error))
    return _back_to(report, made)


@router.post("/coding/{report}/take/{event}")
def post_take(request: Request, member: Coder, report: str, event: str) -> Response:
    """Take over what the machine found."""
    assignment = own_assignment(request, member, report)
    case = case_of(request)
    with case.writing() as connection:
        refuse_done(connection, assignment)
        made = take_suggestion(connection, assignment, event, author_of(member, None, case))
    return _back_to(report, made)


@router.post("/coding/{report}/back/{event}")
def post_back(request: Request, member: Coder, report: str, event: str) -> Response:
    """Take an event out of one's own coding."""
    assignment = own_assignment(request, member, report)
    case = case_of(request)
    with case.writing() as connection:
        refuse_done(connection, assignment)
        row, _ = document_of(connection, assignment.report)
        take_back_apart(connection, row, event, author_of(member, None, case))
    return RedirectResponse(f"/coding/{report}", 303)


def assign_from(connection: Connection, form: Form, author: Author) -> Given:
    """Give texts to coders as a form says: those that are named, or a share that is drawn.

    Raises:
        UsageError, NoSuchRecord: it names nothing, nobody, or what is not there.
    """
    members = [team.get_member(connection, name) for name in _several(form, "member")]
    if text_of(form, "how") == "share":
        chosen = draw_reports(
            connection,
            _percent(text_of(form, "percent")),
            number_of(form, "seed") or 0,
            from_=text_of(form, "from") or None,
            until=text_of(form, "to") or None,
        )
    else:
        chosen = [*_several(form, "report"), *text_of(form, "reports").split()]
    blind = text_of(form, "blind")
    return assign(
        connection,
        chosen,
        members,
        author,
        blind_to_people=blind in ("people", "machine"),
        blind_to_machine=blind == "machine",
    )


def finish_own(request: Request, member: Member, assignment: str) -> None:
    """Note that a member is done with a text that they were given.

    Raises:
        Fault: it was given to somebody else.
    """
    case = case_of(request)
    with case.writing() as connection:
        found = find_assignment(connection, assignment)
        if found.member_no != member.no:
            raise Fault(403, "assignment", f"{found.public_id} was given to somebody else.")
        finish(connection, found, author_of(member, None, case))


def form_of(request: Request) -> Form:
    """Give the fields of the form that the guards have read."""
    form: Form | None = request.state.form
    if form is None:
        raise Fault(415, "type", "A form was expected.", hint="Programs use /api/v1.")
    return form


def _several(form: Form, name: str) -> list[str]:
    listed = form.getlist(name) if hasattr(form, "getlist") else form.get(name, [])
    return [value for value in listed if isinstance(value, str) and value]


def _percent(words: str) -> float:
    try:
        return float(words)
    except ValueError:
        raise UsageError(f"the share is {words[:20]!r}; expected a number of per cent, such as 10.") from None


def _assignments(
    request: Request,
    member: Member,
    *,
    fault: Fault | None = None,
    typed: Mapping[str, str] | None = None,
    given: Given | None = None,
) -> HTMLResponse:
    is_editor = member.may(Role.editor) and not request.state.is_blind
    with case_of(request).reading() as connection:
        own = list_assignments(connection, member_no=member.no) if member.no is not None else []
        others = list_assignments(connection) if is_editor else []
        coders = [one for one in team.list_members(connection) if one.is_active and one.role != "reader"]
        reports = _reports(connection) if is_editor else []
    return page(
        request,
        "assignments.html",
        status=200 if fault is None else fault.status,
        own=own,
        others=others,
        coders=coders if is_editor else [],
        reports=reports,
        is_editor=is_editor,
        fault=fault,
        typed={"how": "share", "percent": "10", "seed": "1", "blind": "machine", **(typed or {})},
        given=given,
    )


def _reports(connection: Connection) -> Sequence[Mapping[str, Any]]:
    report = schema.report.c
    query = select(report.public_id, report.title, report.published).where(report.state == "current")
    rows = connection.execute(query.order_by(report.published.desc(), report.no.desc()).limit(LISTED_REPORTS))
    return [dict(row) for row in rows.mappings()]


def _coding(
    request: Request, member: Member, report: str, typed: Mapping[str, str], *, fault: Fault | None = None
) -> HTMLResponse:
    assignment = own_assignment(request, member, report)
    codebook = load_codebook()
    with case_of(request).reading() as connection:
        shown = load_page(connection, assignment)
        typed = _prefilled(connection, shown, typed)
    return page(
        request,
        "coding.html",
        status=200 if fault is None else fault.status,
        report=shown,
        folding=is_folding(request),
        add_action=f"/coding/{shown.id}/add",
        add_back=f"/coding/{shown.id}",
        add_title="Change your event" if typed.get("replaces") else "Code an event",
        add_button="Keep the change" if typed.get("replaces") else "Add to your coding",
        typed=typed,
        slots=SLOTS,
        options=CHOICES,
        types=codebook.types,
        kind=codebook.type(typed.get("type", "")) or codebook.types[-1],
        fault=fault,
    )


def _prefilled(connection: Connection, shown: Any, typed: Mapping[str, str]) -> dict[str, str]:
    """Fill the form from one's own event (``change``) or one that the machine suggests (``from``)."""
    own, suggested = typed.get("change", ""), typed.get("from", "")
    if not own and not suggested:
        return dict(typed)
    assignment = shown.assignment
    if own:
        coding = coding_apart(connection, assignment.text_no, assignment.member)
    else:
        coding = None if assignment.is_blind_to_machine else leading_coding(connection, assignment.text_no)
    wanted = own or suggested
    event = next((one for one in coding.events if wanted in (one.id, mention_key(one.id))), None) if coding else None
    if coding is None or event is None:
        return {}
    found = filled(typed_of_event(event), coding.document.text)
    return {**found, "replaces": event.id} if own else found


def _back_to(report: str, event: str) -> Response:
    return RedirectResponse(f"/coding/{report}#card-{mention_key(event)}", 303)
