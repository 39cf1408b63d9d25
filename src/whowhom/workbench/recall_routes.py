"""What was missed: passages with nothing coded, read by people, and the recall they let one estimate.

In: draws and answers. Out: the next passage to read, and the estimate.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from whowhom.casefile.decisions import Author
from whowhom.casefile.sampling import (
    Drawn,
    answer_passage,
    count_drawn,
    draw_passages,
    estimate_recall,
    find_passage,
    list_drawn,
    queue_passages,
)
from whowhom.errors import UsageError
from whowhom.workbench.access import Member, Role
from whowhom.workbench.api_base import Coder, Editor
from whowhom.workbench.cases import author_of, case_of
from whowhom.workbench.coders_routes import form_of
from whowhom.workbench.faults import Fault, fault_of
from whowhom.workbench.pages import page
from whowhom.workbench.reading_forms import number_of, text_of, typed_of

router = APIRouter(include_in_schema=False)
FRAGMENT_WORDS = 6


@router.get("/recall", response_class=HTMLResponse)
def show_recall(request: Request, member: Coder) -> HTMLResponse:
    """Show the estimate, the next passage to read, and what was found missing."""
    return _recall(request, member)


@router.post("/recall", response_class=HTMLResponse)
def post_sample(request: Request, member: Editor) -> Response:
    """Draw a sample."""
    form = form_of(request)
    try:
        made = draw(
            request,
            author_of(member, None, case_of(request)),
            count=number_of(form, "count") or 0,
            seed=number_of(form, "seed") or 0,
            from_=text_of(form, "from") or None,
            until=text_of(form, "to") or None,
        )
    except UsageError as error:
        return _recall(request, member, fault=fault_of(error), typed=typed_of(form))
    return _recall(request, member, made=made)


@router.post("/recall/{passage}", response_class=HTMLResponse)
def post_answer(request: Request, member: Coder, passage: str) -> Response:
    """Answer for a passage; a missed event opens the report at the place to add it."""
    form = form_of(request)
    found = answer(request, member, passage, text_of(form, "answer"), text_of(form, "note") or None)
    return RedirectResponse(place_of(found) if found.answer == "missed" else "/recall#next", 303)


def draw(request: Request, author: Author, *, count: int, seed: int, from_: str | None, until: str | None) -> int:
    """Draw a sample and queue it; give how many passages are new."""
    case = case_of(request)
    with case.reading() as connection:  # Reading every text takes a while, and writers need not wait for it.
        chosen = draw_passages(connection, count, seed, from_=from_, until=until)
    with case.writing() as connection:
        return queue_passages(connection, chosen, seed, author)


def answer(request: Request, member: Member, passage: str, words: str, note: str | None) -> Drawn:
    """Note what a member found in a passage.

    Raises:
        Fault: somebody else has answered, and the member is no editor.
        NoSuchRecord, UsageError: there is no such passage, or the answer is none.
    """
    case = case_of(request)
    author = author_of(member, note, case)
    with case.writing() as connection:
        found = find_passage(connection, passage)
        if found.answer is not None and found.answered_by != member.name and not member.may(Role.editor):
            raise Fault(
                409,
                "conflict",
                f"{found.answered_by} answered “{found.answer}” for this passage meanwhile.",
                hint="Go on with the next; an editor may change an answer.",
            )
        return answer_passage(connection, passage, words, author, member_no=member.no, note=author.why)


def place_of(passage: Drawn) -> str:
    """Give the address of the reading view that opens at a passage; browsers find the words by themselves."""
    words = passage.words.split()[:FRAGMENT_WORDS]
    # In a text directive hyphens and commas have a meaning of their own.
    told = quote(" ".join(words), safe="").replace("-", "%2D")
    return f"/reports/{passage.report}#:~:text={told}"


def _recall(
    request: Request,
    member: Member,
    *,
    fault: Fault | None = None,
    typed: dict[str, str] | None = None,
    made: int | None = None,
) -> HTMLResponse:
    with case_of(request).reading() as connection:
        counts = count_drawn(connection)
        recall = estimate_recall(connection)
        waiting = list_drawn(connection, state="open", limit=1)
        missed = list_drawn(connection, state="missed")
    context: dict[str, Any] = {"counts": counts, "recall": recall, "missed": missed, "made": made}
    return page(
        request,
        "recall.html",
        status=200 if fault is None else fault.status,
        next_one=waiting[0] if waiting else None,
        place_of=place_of,
        is_editor=member.may(Role.editor),
        fault=fault,
        typed={"count": "50", "seed": "1", **(typed or {})},
        **context,
    )
