"""Decisions through the API; each says what was seen, and gives what it changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any

from fastapi import Path, Request
from sqlalchemy import Connection, select

from whowhom.casefile import schema
from whowhom.casefile.actorgroups import merge_actors
from whowhom.casefile.decisions import Author, find_decision
from whowhom.casefile.forecasts import settle
from whowhom.casefile.reports import find_report, retract_report
from whowhom.casefile.review import accept, correct, read_evidence, reject
from whowhom.casefile.tracing import find_event
from whowhom.errors import UsageError
from whowhom.workbench.access import Member
from whowhom.workbench.api_base import Coder, Editor, make_router
from whowhom.workbench.api_models import (
    Corrected,
    Judged,
    Made,
    Merged,
    MergedActors,
    Reason,
    Rejected,
    Settled,
    SplitParts,
    Verdict,
)
from whowhom.workbench.api_records import event_row
from whowhom.workbench.cases import author_of, case_of, refuse_judged, refuse_stale
from whowhom.workbench.deciding import merge_seen, split_seen, undo_decision

router = make_router("decisions")
RecordId = Annotated[str, Path(max_length=80)]
Act = Callable[[Connection, Author], tuple[Sequence[str], Sequence[str]]]


@router.post("/events/merge", status_code=201)
def post_merge(request: Request, member: Coder, body: Merged) -> Made:
    """Merge events that are one; the one that was first in the case lives on."""

    def act(connection: Connection, author: Author) -> tuple[Sequence[str], Sequence[str]]:
        made = merge_seen(connection, [(one.event, one.version) for one in body.events], author)
        return made, [one.event for one in body.events]

    return _decide(request, member, body.why, act)


@router.post("/events/{event}/accept", status_code=201)
def post_accept(request: Request, member: Coder, event: RecordId, body: Judged) -> Made:
    """Accept an event as it was seen, or one of its fields."""

    def act(connection: Connection, author: Author) -> tuple[Sequence[str], Sequence[str]]:
        name = _event_id(connection, event)
        refuse_stale(connection, name, body.version, typed=_typed(body))
        return [accept(connection, name, author, field=body.field)], [name]

    return _decide(request, member, body.why, act)


@router.post("/events/{event}/correct", status_code=201)
def post_correct(request: Request, member: Coder, event: RecordId, body: Corrected) -> Made:
    """Correct a field of an event; every claim of the reports stays beside it."""

    def act(connection: Connection, author: Author) -> tuple[Sequence[str], Sequence[str]]:
        name = _event_id(connection, event)
        refuse_stale(connection, name, body.version, typed=_typed(body))
        told = body.evidence
        evidence = None if told is None else read_evidence(connection, told.report, told.start, told.end, told.words)
        return [correct(connection, name, body.field, body.value, author, evidence=evidence)], [name]

    return _decide(request, member, body.why, act)


@router.post("/events/{event}/reject", status_code=201)
def post_reject(request: Request, member: Coder, event: RecordId, body: Rejected) -> Made:
    """Reject an event: it stays in the case, and is listed no more."""

    def act(connection: Connection, author: Author) -> tuple[Sequence[str], Sequence[str]]:
        name = _event_id(connection, event)
        refuse_stale(connection, name, body.version, typed=_typed(body))
        return [reject(connection, name, author)], [name]

    return _decide(request, member, body.why, act)


@router.post("/events/{event}/split", status_code=201)
def post_split(request: Request, member: Coder, event: RecordId, body: SplitParts) -> Made:
    """Take mentions out of an event into one of their own."""

    def act(connection: Connection, author: Author) -> tuple[Sequence[str], Sequence[str]]:
        name = _event_id(connection, event)
        made, other = split_seen(connection, name, body.version, body.parts, author)
        return [made], [name, other]

    return _decide(request, member, body.why, act)


@router.post("/actors/merge", status_code=201)
def post_merge_actors(request: Request, member: Editor, body: MergedActors) -> Made:
    """Merge actors that are one; the first stays."""
    return _decide(
        request, member, body.why, lambda connection, author: (merge_actors(connection, body.actors, author), ())
    )


@router.post("/assertions/{assertion}/{verdict}", status_code=201)
def post_assertion(request: Request, member: Coder, assertion: RecordId, verdict: RecordId, body: Verdict) -> Made:
    """Accept or reject one assertion; a rejected one counts for nothing and stays."""
    acts = {"accept": accept, "reject": reject}
    if verdict not in acts:
        raise UsageError(f"verdict is {verdict!r}; expected accept or reject.")

    def act(connection: Connection, author: Author) -> tuple[Sequence[str], Sequence[str]]:
        refuse_judged(connection, assertion, body.seen, typed=_typed(body))
        return [acts[verdict](connection, assertion, author)], _events_of(connection, assertion)

    return _decide(request, member, body.why, act)


@router.post("/decisions/{decision}/accept", status_code=201)
def post_confirm(request: Request, member: Coder, decision: RecordId, body: Reason) -> Made:
    """Let a decision that waits hold on the ground that there is now."""

    def act(connection: Connection, author: Author) -> tuple[Sequence[str], Sequence[str]]:
        row = find_decision(connection, decision)
        return [accept(connection, row["public_id"], author)], _touched(row)

    return _decide(request, member, body.why, act)


@router.post("/decisions/{decision}/undo", status_code=201)
def post_undo(request: Request, member: Coder, decision: RecordId, body: Reason) -> Made:
    """Undo a decision of one's own, or as an editor any; both stay in the history."""
    defences = request.app.state.config.defences

    def act(connection: Connection, author: Author) -> tuple[Sequence[str], Sequence[str]]:
        row = find_decision(connection, decision)
        return [undo_decision(connection, member, decision, author, defences=defences)], _touched(row)

    return _decide(request, member, body.why, act)


@router.post("/forecasts/{forecast}/settle", status_code=201)
def post_settle(request: Request, member: Coder, forecast: RecordId, body: Settled) -> Made:
    """Say whether a forecast came true, and which event settled it."""
    return _decide(
        request,
        member,
        body.why,
        lambda connection, author: ([settle(connection, forecast, body.outcome, author, event=body.event)], ()),
    )


@router.post("/reports/{report}/retract", status_code=201)
def post_retract(request: Request, member: Editor, report: RecordId, body: Reason) -> Made:
    """Take a report back, as its outlet did: it stays, and counts no more."""

    def act(connection: Connection, author: Author) -> tuple[Sequence[str], Sequence[str]]:
        found = find_report(connection, report)
        retract_report(connection, found.no, who=author.who, why=author.why, at=author.at)
        decision = schema.decision.c
        query = select(decision.public_id).where(decision.target == found.public_id, decision.kind == "retract")
        return connection.scalars(query.order_by(decision.no.desc()).limit(1)).all(), ()

    return _decide(request, member, body.why, act)


def _decide(request: Request, member: Member, why: str | None, act: Act) -> Made:
    case = case_of(request)
    with case.writing() as connection:
        made, events = act(connection, author_of(member, why, case))
        rows = [event_row(find_event(connection, event)) for event in dict.fromkeys(events)]
    return Made(decisions=list(made), events=rows)


def _event_id(connection: Connection, words: str) -> str:
    return str(find_event(connection, words)["public_id"])


def _typed(body: Reason) -> dict[str, Any]:
    return {name: value for name, value in body.model_dump().items() if name != "version" and value is not None}


def _touched(row: Any) -> list[str]:
    value = row["value"] if isinstance(row["value"], dict) else {}
    names = [row["target"], *(value.get(key) for key in ("into", "merged", "from", "to"))]
    return [name for name in names if isinstance(name, str) and name.startswith("E-")]


def _events_of(connection: Connection, assertion: str) -> list[str]:
    part, event, row = schema.event_mention.c, schema.event.c, schema.assertion.c
    query = (
        select(event.public_id)
        .join(schema.event_mention, part.event_no == event.no)
        .join(schema.assertion, row.no == part.assertion_no)
        .where(row.public_id == assertion)
    )
    return list(connection.scalars(query.distinct()))
