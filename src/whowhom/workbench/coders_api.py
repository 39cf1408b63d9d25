"""Coders compared, through the API: assignments, coding apart, agreement, adjudication, recall."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import Path, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from whowhom.casefile import team
from whowhom.casefile.apart import coding_apart, take_back_apart
from whowhom.casefile.assignments import Assignment, assign, draw_reports, find_assignment, list_assignments, withdraw
from whowhom.casefile.sampling import Drawn, estimate_recall, list_drawn
from whowhom.records.layout import to_dict
from whowhom.workbench.access import Role
from whowhom.workbench.agreement_routes import settle_seen
from whowhom.workbench.api_base import Coder, Editor, make_router
from whowhom.workbench.api_models import Page
from whowhom.workbench.cases import author_of, case_of
from whowhom.workbench.coders_blind import own_assignment
from whowhom.workbench.coders_coding import add_own, code_own, leading_coding, refuse_done, take_suggestion
from whowhom.workbench.coders_pages import Shown, load_sides
from whowhom.workbench.coders_routes import finish_own
from whowhom.workbench.coders_settle import Choice
from whowhom.workbench.coders_told import list_coders
from whowhom.workbench.queries import AskedPaging, page_of
from whowhom.workbench.reading_api import NewEvent, _marked
from whowhom.workbench.reading_report import document_of
from whowhom.workbench.recall_routes import answer, draw

router = make_router("coders")
RecordId = Annotated[str, Path(max_length=80)]
CoderKey = Annotated[str, Query(max_length=200, description='"machine", "person:NAME" or "import:NUMBER".')]
Row = dict[str, Any]


def _body(example: Row) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"example": example})


class NewAssignments(BaseModel):
    """Texts for coders: those of some reports, or a share that is drawn."""

    model_config = _body({"members": ["jonas", "mira"], "percent": 10, "seed": 7, "blind": "machine"})
    members: list[str] = Field(max_length=50)
    reports: list[str] = Field([], max_length=1_000, description="Ids of reports; empty: a share is drawn.")
    percent: float | None = Field(None, gt=0, le=100)
    seed: int = Field(0, ge=0, le=2_000_000_000)
    from_: str | None = Field(None, alias="from", max_length=10)
    to: str | None = Field(None, max_length=10)
    blind: Literal["no", "people", "machine"] = Field("machine", description="To each other; to the machine too.")


class Taken(BaseModel):
    """An event put into one's own coding."""

    model_config = ConfigDict(json_schema_extra={"example": {"event": "e-90ab12cd34ef"}})
    event: str


class Adjudication(BaseModel):
    """What is settled between two coders."""

    model_config = _body(
        {
            "one": "machine",
            "other": "person:jonas",
            "difference": "0f3a91bc04de77aa",
            "seen": "77a0c2f1e3b41122",
            "chosen": "third",
            "value": "14",
            "why": "the mayor's figure counts those who died in hospital",
        }
    )
    one: str = Field(max_length=200)
    other: str = Field(max_length=200)
    difference: str = Field(max_length=40)
    seen: str = Field(max_length=40, description="Of the difference as it was listed.")
    chosen: Literal["one", "other", "third"]
    value: str = Field("", max_length=500, description="The third value, as a correction takes it.")
    why: str | None = Field(None, max_length=2_000)


class NewSample(BaseModel):
    """A sample of passages with nothing coded."""

    model_config = _body({"count": 50, "seed": 1})
    count: int = Field(ge=1, le=1_000)
    seed: int = Field(0, ge=0, le=2_000_000_000)
    from_: str | None = Field(None, alias="from", max_length=10)
    to: str | None = Field(None, max_length=10)


class PassageAnswer(BaseModel):
    """What a person found in a passage."""

    model_config = _body({"answer": "missed", "note": "a market was shelled"})
    answer: Literal["nothing", "missed"]
    note: str | None = Field(None, max_length=2_000)


@router.get("/assignments")
def get_assignments(request: Request, member: Coder, paging: AskedPaging) -> Page[Row]:
    """List assignments: one's own, for editors those of all."""
    is_editor = member.may(Role.editor) and not request.state.is_blind
    with case_of(request).reading() as connection:
        rows = list_assignments(connection, member_no=None if is_editor else member.no or -1)
    return Page(**page_of(request, paging, [_assignment(row) for row in rows[paging.offset :]]))


@router.post("/assignments", status_code=201)
def post_assignments(request: Request, member: Editor, body: NewAssignments) -> dict[str, int]:
    """Give texts to coders; counts what was made, and what was left out because they had or knew it."""
    case = case_of(request)
    with case.writing() as connection:
        reports = body.reports
        if not reports and body.percent is not None:
            reports = draw_reports(connection, body.percent, body.seed, from_=body.from_, until=body.to)
        given = assign(
            connection,
            reports,
            [team.get_member(connection, name) for name in body.members],
            author_of(member, None, case),
            blind_to_people=body.blind != "no",
            blind_to_machine=body.blind == "machine",
        )
    return asdict(given)


@router.post("/assignments/{assignment}/done", status_code=204)
def post_done(request: Request, member: Coder, assignment: RecordId) -> Response:
    """Say that a text is coded; what was coded in it stays as it is from here on."""
    finish_own(request, member, assignment)
    return Response(status_code=204)


@router.delete("/assignments/{assignment}", status_code=204)
def delete_assignment(request: Request, member: Editor, assignment: RecordId) -> Response:
    """Take an open assignment back."""
    with case_of(request).writing() as connection:
        withdraw(connection, find_assignment(connection, assignment))
    return Response(status_code=204)


@router.get("/coding/{report}")
def get_coding(request: Request, member: Coder, report: RecordId) -> Row:
    """Give a text with one's own coding of it, and the machine's where one may see it."""
    assignment = own_assignment(request, member, report)
    with case_of(request).reading() as connection:
        row, document = document_of(connection, assignment.report)
        own = coding_apart(connection, assignment.text_no, assignment.member)
        lead = None if assignment.is_blind_to_machine else leading_coding(connection, assignment.text_no)
    return {
        "report": row["public_id"],
        "text": document.text,
        "state": assignment.state,
        "coding": None if own is None else to_dict(own),
        "machine": None if lead is None else to_dict(lead),
    }


@router.post("/coding/{report}/events", status_code=201)
def post_event(request: Request, member: Coder, report: RecordId, body: NewEvent) -> Taken:
    """Add an event to one's own coding."""
    assignment = own_assignment(request, member, report)
    case = case_of(request)
    author = author_of(member, body.why, case)
    with case.reading() as connection:
        row, document = document_of(connection, assignment.report)
    coding = code_own(document, _marked(body, document), author.who)
    with case.writing() as connection:
        refuse_done(connection, assignment)
        return Taken(event=add_own(connection, row, coding, author))


@router.post("/coding/{report}/taken/{event}", status_code=201)
def post_taken(request: Request, member: Coder, report: RecordId, event: RecordId) -> Taken:
    """Take over an event that the machine found, as it found it."""
    assignment = own_assignment(request, member, report)
    case = case_of(request)
    with case.writing() as connection:
        refuse_done(connection, assignment)
        return Taken(event=take_suggestion(connection, assignment, event, author_of(member, None, case)))


@router.delete("/coding/{report}/events/{event}", status_code=204)
def delete_event(request: Request, member: Coder, report: RecordId, event: RecordId) -> Response:
    """Take an event out of one's own coding."""
    assignment = own_assignment(request, member, report)
    case = case_of(request)
    with case.writing() as connection:
        refuse_done(connection, assignment)
        row, _ = document_of(connection, assignment.report)
        take_back_apart(connection, row, event, author_of(member, None, case))
    return Response(status_code=204)


@router.get("/coders")
def get_coders(request: Request, member: Coder) -> list[Row]:
    """List who coded, with the number of texts."""
    with case_of(request).reading() as connection:
        return [{"key": one.key, "name": one.name, "texts": len(one.texts)} for one in list_coders(connection)]


@router.get("/agreement")
def get_agreement(request: Request, member: Coder, one: CoderKey, other: CoderKey) -> Row:
    """Compare two coders on all texts that both coded; what cannot be reckoned is null."""
    with case_of(request).reading() as connection:
        sides = load_sides(connection, one, other)
    return {
        "one": sides.one.key,
        "other": sides.other.key,
        "texts": sides.compared.texts,
        "events": list(sides.compared.events),
        "shared": sides.compared.shared,
        "fields": [asdict(row) for row in sides.compared.rows],
        "differences": [_difference(shown) for shown in sides.shown],
    }


@router.post("/agreement", status_code=201)
def post_agreement(request: Request, member: Editor, body: Adjudication) -> dict[str, str]:
    """Settle where two coders differ; gives the id of the decision."""
    case = case_of(request)
    with case.writing() as connection:
        made = settle_seen(
            connection,
            (body.one, body.other),
            body.difference,
            body.seen,
            Choice(body.chosen, body.value),
            author_of(member, body.why, case),
        )
    return {"decision": made}


@router.get("/recall")
def get_recall(request: Request, member: Coder) -> Row | None:
    """Give estimated recall by passages; null where nothing was drawn."""
    with case_of(request).reading() as connection:
        found = estimate_recall(connection)
    return None if found is None else {**asdict(found), "words": found.words}


@router.post("/recall", status_code=201)
def post_sample(request: Request, member: Editor, body: NewSample) -> dict[str, int]:
    """Draw a sample of passages with nothing coded and queue it."""
    author = author_of(member, None, case_of(request))
    return {"queued": draw(request, author, count=body.count, seed=body.seed, from_=body.from_, until=body.to)}


@router.get("/recall/passages")
def get_passages(
    request: Request,
    member: Coder,
    paging: AskedPaging,
    state: Annotated[Literal["open", "nothing", "missed"] | None, Query(description="By answer.")] = None,
) -> Page[Row]:
    """List the passages of the samples."""
    with case_of(request).reading() as connection:
        rows = list_drawn(connection, state=state, limit=paging.limit + 1, offset=paging.offset)
    return Page(**page_of(request, paging, [_passage(row) for row in rows]))


@router.post("/recall/passages/{passage}")
def post_answer(request: Request, member: Coder, passage: RecordId, body: PassageAnswer) -> Row:
    """Answer for a passage."""
    return _passage(answer(request, member, passage, body.answer, body.note))


def _assignment(row: Assignment) -> Row:
    plain = asdict(row)
    return {name: value for name, value in plain.items() if name not in ("text_no", "member_no")}


def _passage(row: Drawn) -> Row:
    plain = asdict(row)
    return {name: value for name, value in plain.items() if name not in ("before", "after")}


def _difference(shown: Shown) -> Row:
    row = shown.row
    return {
        "difference": shown.key,
        "seen": shown.seen,
        "field": row.field,
        "one": row.one.text if row.one else None,
        "other": row.other.text if row.other else None,
        "report": shown.report,
        "start": row.start,
        "words": row.words,
        "event": shown.home.event if shown.home else None,
        "settled": asdict(shown.settled) if shown.settled else None,
    }
