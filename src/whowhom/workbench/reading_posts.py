"""What is decided in the reading view, as requests.

In: forms. Out: the card as it stands now, for htmx; or the way back to it, for a plain form.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import Connection

from whowhom.casefile.actorgroups import merge_actors, split_actor
from whowhom.casefile.additions import add_by_hand
from whowhom.casefile.byhand import code_marked, hand_coder
from whowhom.casefile.decisions import Author, find_decision
from whowhom.casefile.review import accept, reject
from whowhom.errors import NoSuchRecord, UsageError
from whowhom.workbench.access import Member, Role, at_least
from whowhom.workbench.cases import author_of, case_of, refuse_judged
from whowhom.workbench.deciding import undo_decision
from whowhom.workbench.faults import Conflict, Fault, fault_of
from whowhom.workbench.pages import is_fragment
from whowhom.workbench.reading_changes import (
    accept_telling,
    correct_telling,
    merge_telling,
    reject_telling,
    split_telling,
)
from whowhom.workbench.reading_forms import corrections_of, marked_of, number_of, text_of, typed_of
from whowhom.workbench.reading_report import document_of, mention_key
from whowhom.workbench.reading_views import add_page, card_part, conflict_page, correct_page, merge_page

router = APIRouter()
Coder = Annotated[Member, at_least(Role.coder)]
Editor = Annotated[Member, at_least(Role.editor)]
Write = Callable[[Connection, Author], object]


@router.post("/reports/{report}/events/{mention}/accept", include_in_schema=False)
def post_accept(request: Request, member: Coder, report: str, mention: str) -> Response:
    """Accept an event as it was shown."""
    form = _form(request)

    def write(connection: Connection, author: Author) -> object:
        seen = text_of(form, "seen")
        typed = typed_of(form)
        return accept_telling(
            connection, report, mention, author, version=number_of(form, "version"), seen=seen, typed=typed
        )

    return _decide(request, member, report, mention, write)


@router.post("/reports/{report}/events/{mention}/reject", include_in_schema=False)
def post_reject(request: Request, member: Coder, report: str, mention: str) -> Response:
    """Reject an event, or this report's telling of it."""
    form = _form(request)

    def write(connection: Connection, author: Author) -> object:
        whole = text_of(form, "scope", "telling") == "event"
        version, typed = number_of(form, "version"), typed_of(form)
        return reject_telling(connection, report, mention, author, version=version, whole=whole, typed=typed)

    return _decide(request, member, report, mention, write)


@router.post("/reports/{report}/events/{mention}/correct", include_in_schema=False)
def post_correct(request: Request, member: Coder, report: str, mention: str) -> Response:
    """Correct a field; what cannot be taken comes back with its form filled in."""
    form = _form(request)

    def write(connection: Connection, author: Author) -> object:
        _, document = document_of(connection, report)
        version, typed = number_of(form, "version"), typed_of(form)
        made = corrections_of(form, document)
        return correct_telling(connection, report, mention, made, author, version=version, typed=typed)

    def again(error: UsageError) -> Response:
        return correct_page(request, report, mention, typed_of(form), fault=fault_of(error))

    return _decide(request, member, report, mention, write, again)


@router.post("/reports/{report}/events/{mention}/merge", include_in_schema=False)
def post_merge(request: Request, member: Coder, report: str, mention: str) -> Response:
    """Merge the event with another."""
    form = _form(request)

    def write(connection: Connection, author: Author) -> object:
        other = text_of(form, "other_id") or text_of(form, "other")
        version, typed = number_of(form, "version"), typed_of(form)
        return merge_telling(connection, report, mention, other, author, version=version, typed=typed)

    def again(error: UsageError | NoSuchRecord) -> Response:
        return merge_page(request, report, mention, fault=fault_of(error), typed=typed_of(form))

    return _decide(request, member, report, mention, write, again, whole=True)


@router.post("/reports/{report}/events/{mention}/split", include_in_schema=False)
def post_split(request: Request, member: Coder, report: str, mention: str) -> Response:
    """Take this report's telling out of an event that others tell too."""
    form = _form(request)

    def write(connection: Connection, author: Author) -> object:
        version, typed = number_of(form, "version"), typed_of(form)
        return split_telling(connection, report, mention, author, version=version, typed=typed)

    return _decide(request, member, report, mention, write, whole=True)


@router.post("/reports/{report}/add", include_in_schema=False)
def post_add(request: Request, member: Coder, report: str) -> Response:
    """Add an event that the coder missed."""
    form = _form(request)
    case = case_of(request)
    author = author_of(member, text_of(form, "why"), case)
    try:
        with case.reading() as connection:
            row, document = document_of(connection, report)
        # Places, days and actors are looked up before the writing transaction, which others wait for.
        coding = code_marked(document, hand_coder(author.who), marked_of(form, document))
        with case.writing() as connection:
            _, mention = add_by_hand(connection, row, coding, author)
    except UsageError as error:
        return add_page(request, report, typed_of(form), fault=fault_of(error))
    key = mention_key(mention)
    return _go(f"/reports/{row['public_id']}?at={key}#card-{key}")


@router.post("/reports/{report}/undo", include_in_schema=False)
def post_undo(request: Request, member: Coder, report: str) -> Response:
    """Undo a decision; by default the latest of one's own on this report."""
    form = _form(request)
    case = case_of(request)
    decision = text_of(form, "decision")
    if not decision:
        raise Fault(422, "usage", "There is nothing to undo here.", field="decision")
    author, defences = author_of(member, text_of(form, "why"), case), request.app.state.config.defences
    with case.writing() as connection:
        undo_decision(connection, member, decision, author, defences=defences)
    at = text_of(form, "at")
    return _go(f"/reports/{report}" + (f"?at={at}#card-{at}" if at else ""))


@router.post("/reports/{report}/decisions/{decision}/confirm", include_in_schema=False)
def post_confirm(request: Request, member: Coder, report: str, decision: str) -> Response:
    """Let a decision hold on changed ground."""
    form = _form(request)
    case = case_of(request)
    with case.writing() as connection:
        # Only decisions are confirmed here: an event is accepted by its card, which shows what is accepted.
        row = find_decision(connection, decision)
        accept(connection, row["public_id"], author_of(member, text_of(form, "why"), case))
    at = text_of(form, "at")
    return _go(f"/reports/{report}" + (f"?at={at}#card-{at}" if at else ""))


@router.post("/reports/{report}/others/{assertion}/{verdict}", include_in_schema=False)
def post_other(request: Request, member: Coder, report: str, assertion: str, verdict: str) -> Response:
    """Accept or reject an assertion that is no event, such as a tie."""
    form = _form(request)
    case = case_of(request)
    if verdict not in ("accept", "reject"):
        raise Fault(404, "missing", "An assertion can be accepted or rejected.")
    with case.writing() as connection:
        refuse_judged(connection, assertion, text_of(form, "seen"), typed=typed_of(form))
        judge = accept if verdict == "accept" else reject
        judge(connection, assertion, author_of(member, text_of(form, "why"), case))
    return _go(f"/reports/{report}#other-{assertion}")


@router.post("/reports/{report}/actors/merge", include_in_schema=False)
def post_merge_actors(request: Request, member: Editor, report: str) -> Response:
    """Merge actors that the report names, into the one that is to stay."""
    form = request.state.form
    case = case_of(request)
    chosen = [str(name) for name in form.getlist("actor")]
    kept = text_of(form, "kept")
    names = [kept, *(name for name in chosen if name != kept)] if kept in chosen else chosen
    with case.writing() as connection:
        merge_actors(connection, names, author_of(member, text_of(form, "why"), case))
    return _go(f"/reports/{report}#actors")


@router.post("/reports/{report}/actors/split", include_in_schema=False)
def post_split_actor(request: Request, member: Editor, report: str) -> Response:
    """Take an actor's mentions in this report into an actor of their own."""
    form = _form(request)
    case = case_of(request)
    with case.writing() as connection:
        row, _ = document_of(connection, report)
        split_actor(
            connection, text_of(form, "split"), [row["public_id"]], author_of(member, text_of(form, "why"), case)
        )
    return _go(f"/reports/{report}#actors")


def _form(request: Request) -> Mapping[str, Any]:
    """Give the fields of the form that the guards have read."""
    form = request.state.form
    if form is None:
        raise Fault(415, "type", "A form was expected.", hint="Programs use /api/v1.")
    fields: Mapping[str, Any] = form
    return fields


def _decide(
    request: Request,
    member: Member,
    report: str,
    mention: str,
    write: Write,
    again: Callable[[Any], Response] | None = None,
    *,
    whole: bool = False,
) -> Response:
    """Take a decision on an event and answer with its card.

    Args:
        again: Shows the form again with what is wrong.
        whole: More than this card changes, so the page is drawn anew.
    """
    form = _form(request)
    case = case_of(request)
    author = author_of(member, text_of(form, "why"), case)
    try:
        with case.writing() as connection:
            write(connection, author)
    except Conflict as conflict:
        return conflict_page(request, report, mention, conflict)
    except (UsageError, NoSuchRecord) as error:
        if again is None:
            raise
        return again(error)
    if is_fragment(request) and not whole:
        return card_part(request, report, mention)
    return _go(f"/reports/{report}?at={mention}#card-{mention}")


def _go(path: str) -> Response:
    """Send the browser on to see what came of it."""
    return RedirectResponse(path, 303)
