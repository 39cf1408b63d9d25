"""Agreement of two coders, with what they differ on and how it is settled.

In: the keys of two coders. Out: a page; and a decision for what an editor settles.
"""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import Connection

from whowhom.casefile.decisions import Author
from whowhom.errors import NoSuchRecord, UsageError
from whowhom.workbench.access import Member, Role
from whowhom.workbench.api_base import Coder, Editor
from whowhom.workbench.cases import author_of, case_of
from whowhom.workbench.coders_compare import LABELS
from whowhom.workbench.coders_pages import Sides, load_sides
from whowhom.workbench.coders_routes import form_of
from whowhom.workbench.coders_settle import Choice, settle
from whowhom.workbench.coders_told import list_coders
from whowhom.workbench.faults import Conflict, Fault, fault_of
from whowhom.workbench.pages import page
from whowhom.workbench.reading_forms import text_of

router = APIRouter(include_in_schema=False)
PAGE = 50
STATES = ("open", "settled", "all")


@router.get("/agreement", response_class=HTMLResponse)
def show_agreement(
    request: Request,
    member: Coder,
    one: str = "",
    other: str = "",
    field: str = "",
    state: str = "open",
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> HTMLResponse:
    """Compare two coders; without two chosen, the first pair that coded a text in common."""
    return _agreement(request, member, one, other, field=field, state=state, offset=offset)


@router.post("/agreement", response_class=HTMLResponse)
def post_agreement(request: Request, member: Editor) -> Response:
    """Settle where two coders differ."""
    form = form_of(request)
    names = ("one", "other", "field", "state")
    one, other, field, state = (text_of(form, name) for name in names)
    case = case_of(request)
    key, seen = text_of(form, "difference"), text_of(form, "seen")
    choice = Choice(text_of(form, "chosen"), text_of(form, "value"))
    author = author_of(member, text_of(form, "why"), case)
    try:
        with case.writing() as connection:
            settle_seen(connection, (one, other), key, seen, choice, author)
    except (UsageError, Conflict) as error:
        fault = error if isinstance(error, Conflict) else fault_of(error)
        typed = {"difference": key, "value": choice.value, "chosen": choice.chosen, "why": text_of(form, "why")}
        return _agreement(request, member, one, other, field=field, state=state or "open", fault=fault, typed=typed)
    back = {"one": one, "other": other, **({"field": field} if field else {}), "state": state or "open"}
    return RedirectResponse(f"/agreement?{urlencode(back)}#differences", 303)


def settle_seen(
    connection: Connection, keys: tuple[str, str], key: str, seen: str, choice: Choice, author: Author
) -> str:
    """Settle a difference as it was shown; give the id of the decision.

    Raises:
        NoSuchRecord: the two do not differ on it.
        Conflict: it is not what was shown any more.
        UsageError: the choice cannot be taken.
    """
    sides = load_sides(connection, *keys)
    found = next((shown for shown in sides.shown if shown.key == key), None)
    if found is None:
        raise NoSuchRecord("the two coders do not differ on this any more. Reload the page.")
    if found.seen != seen:
        raise Conflict(
            f"What the coders or the case say of this ({found.row.label.lower()}) changed meanwhile.",
            {"event": found.home.event if found.home else None, "typed": {"chosen": choice.chosen, "why": author.why}},
        )
    return settle(
        connection,
        found.row,
        choice,
        author,
        coders=(sides.one, sides.other),
        readings=sides.readings[found.row.text_no],
        report=found.report,
    )


def _agreement(
    request: Request,
    member: Member,
    one: str,
    other: str,
    *,
    field: str = "",
    state: str = "open",
    offset: int = 0,
    fault: Fault | None = None,
    typed: dict[str, str] | None = None,
) -> HTMLResponse:
    if state not in STATES:
        raise UsageError(f"state is {state!r}; expected one of {', '.join(STATES)}.")
    with case_of(request).reading() as connection:
        coders = list_coders(connection)
        if not one and not other:
            pairs = [(a, b) for place, a in enumerate(coders) for b in coders[place + 1 :] if a.texts & b.texts]
            one, other = (pairs[0][0].key, pairs[0][1].key) if pairs else ("", "")
        sides = load_sides(connection, one, other) if one and other else None
    rows = [] if sides is None else _chosen(sides, field, state)
    return page(
        request,
        "agreement.html",
        status=200 if fault is None else fault.status,
        coders=coders,
        sides=sides,
        asked={"one": one, "other": other, "field": field, "state": state},
        fields=[("event", "Event"), *LABELS.items()],
        rows=rows[offset : offset + PAGE],
        total=len(rows),
        offset=offset,
        page_size=PAGE,
        is_editor=member.may(Role.editor),
        fault=fault,
        typed=typed or {},
    )


def _chosen(sides: Sides, field: str, state: str) -> list[object]:
    def fits(is_settled: bool) -> bool:
        return state == "all" or is_settled == (state == "settled")

    return [
        shown
        for shown in sides.shown
        if (not field or shown.row.field == field) and fits(shown.settled is not None and shown.settled.holds)
    ]
