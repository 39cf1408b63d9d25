"""Adjudication: an editor settles where two coders differ, and the case follows.

In: a difference and a choice: the one's answer, the other's, or a third. Out: a decision of kind
"adjudicate" that keeps both answers and who chose what and why, and the decision that the case
is changed by, where it has such a value.

What one would get wrong: codings are never changed by it. Agreement is that of what the coders
coded, before anybody settled it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from whowhom.casefile import schema
from whowhom.casefile.additions import add_by_hand
from whowhom.casefile.apart import pick_event
from whowhom.casefile.byhand import hand_coder
from whowhom.casefile.decisions import Author, decide
from whowhom.casefile.reports import find_report
from whowhom.casefile.review import accept, correct, read_evidence, reject
from whowhom.errors import UsageError
from whowhom.records import Span
from whowhom.workbench.coders_compare import CORRECTABLE, EVENT, Difference
from whowhom.workbench.coders_told import MACHINE, Answer, Coder, Reading

ADJUDICATE = "adjudicate"
CHOICES = ("one", "other", "third")


@dataclass(frozen=True, slots=True)
class Choice:
    """What an editor chose."""

    chosen: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """How a difference was settled; ``holds`` is False where the change of the case was undone since."""

    decision: str
    chosen: str
    value: str
    who: str
    at: str
    why: str | None
    holds: bool


@dataclass(frozen=True, slots=True)
class Home:
    """The telling of the case that an event of two coders stands for."""

    mention: str
    event: str
    version: int


def difference_key(text_digest: str, row: Difference, one: Coder, other: Coder) -> str:
    """Name a difference, the same whichever coder is named first."""
    sides = sorted(
        f"{coder.key}={told.id if told else ''}" for coder, told in ((one, row.one_event), (other, row.other_event))
    )
    return hashlib.sha256("|".join([text_digest, row.field, *sides]).encode()).hexdigest()[:16]


def seen_mark(row: Difference, home: Home | None) -> str:
    """Mark what the page showed of a difference, so that nothing is settled that was not before one's eyes."""
    told = [side.text if side else "" for side in (row.one, row.other)]
    return hashlib.sha256(repr((told, home)).encode()).hexdigest()[:16]


def home_of(connection: Connection, text_no: int, row: Difference) -> Home | None:
    """Find the telling of the case that shares words with an event that two coders differ on."""
    return next(iter(homes_of(connection, text_no, [row])), None)


def homes_of(connection: Connection, text_no: int, rows: list[Difference]) -> list[Home | None]:
    """Find the tellings of the case for several differences of one text."""
    assertion, coding, part, event = schema.assertion.c, schema.coding.c, schema.event_mention.c, schema.event.c
    told = connection.execute(
        select(assertion.public_id, assertion.record, event.public_id.label("event"), event.version)
        .join(schema.coding, coding.no == assertion.coding_no)
        .join(schema.event_mention, part.assertion_no == assertion.no)
        .join(schema.event, event.no == part.event_no)
        .where(coding.text_no == text_no, coding.is_current, event.state == "live")
        .where(assertion.review.is_distinct_from("rejected"))
        .order_by(assertion.no)
    ).all()
    spots = [
        (Home(row.public_id, row.event, row.version), [Span(one["start"], one["end"]) for one in row.record["anchors"]])
        for row in told
    ]
    found: list[Home | None] = []
    for row in rows:
        events = [one for one in (row.one_event, row.other_event) if one is not None]
        named = [home for home, _ in spots if home.mention in {one.id for one in events}]
        words = [span for one in events for span in one.view.triggers]
        meets = [home for home, spans in spots if any(ours.overlaps(theirs) for ours in words for theirs in spans)]
        found.append(next(iter([*named, *meets]), None))
    return found


def settle(
    connection: Connection,
    row: Difference,
    choice: Choice,
    author: Author,
    *,
    coders: tuple[Coder, Coder],
    readings: tuple[Reading, Reading],
    report: str,
) -> str:
    """Settle a difference.

    Returns:
        Id of the decision that keeps it.

    Raises:
        UsageError: the choice is none, or the case has no event that could take the value.
    """
    if choice.chosen not in CHOICES or (choice.chosen == "third" and row.field == EVENT):
        raise UsageError("choose what one of the two coders says" + ("." if row.field == EVENT else ", or a third."))
    home = home_of(connection, row.text_no, row)
    if row.field == EVENT:
        value, changed = _settle_event(connection, row, choice, author, home=home, readings=readings, report=report)
    else:
        value, changed = _settle_field(connection, row, choice, author, home=home, coders=coders, report=report)
    told = row.one_event or row.other_event
    assert told is not None
    digest = readings[0].coding.document.id
    kept = {
        "difference": difference_key(digest, row, *coders),
        "coders": [coder.key for coder in coders],
        "answers": [None if side is None else side.text for side in (row.one, row.other)],
        "chosen": choice.chosen,
        "value": value,
        "decision": changed,
        "report": report,
    }
    anchor = {"text": digest, "id": told.id, "start": row.start, "words": row.words}
    return decide(connection, author, ADJUDICATE, "assertion", told.id, field=row.field, value=kept, anchor=anchor)


def settled_differences(connection: Connection) -> dict[str, Settled]:
    """Give how differences were settled, by their keys; the latest counts."""
    decision, state = schema.decision.c, schema.decision_state.c
    undone = set(
        connection.scalars(
            select(decision.public_id)
            .join(schema.decision_state, state.decision_no == decision.no)
            .where(state.state == "undone")
        )
    )
    rows = connection.execute(
        select(decision.public_id, decision.value, decision.who, decision.at, decision.why)
        .where(decision.kind == ADJUDICATE)
        .order_by(decision.no)
    ).all()
    return {
        row.value["difference"]: Settled(
            row.public_id,
            row.value["chosen"],
            row.value["value"],
            row.who,
            row.at,
            row.why,
            row.value["decision"] not in undone,
        )
        for row in rows
        if row.value  # Empty where the report was erased.
    }


def _settle_event(
    connection: Connection,
    row: Difference,
    choice: Choice,
    author: Author,
    *,
    home: Home | None,
    readings: tuple[Reading, Reading],
    report: str,
) -> tuple[str, str | None]:
    """Let the event stand in the case, or take it out."""
    chosen = row.one if choice.chosen == "one" else row.other
    if chosen is None:
        return "no event", None if home is None else reject(connection, home.mention, author)
    if home is not None:
        return chosen.text, accept(connection, home.event, author)
    told = row.one_event or row.other_event
    assert told is not None
    held = next(reading for reading in readings if any(one.id == told.id for one in reading.events))
    source: Any = find_report(connection, report)
    copy = pick_event(held.coding, told.id, hand_coder(author.who))
    made, _ = add_by_hand(connection, dict(source._mapping), copy, author)
    return chosen.text, made


def _settle_field(
    connection: Connection,
    row: Difference,
    choice: Choice,
    author: Author,
    *,
    home: Home | None,
    coders: tuple[Coder, Coder],
    report: str,
) -> tuple[str, str | None]:
    """Correct the field in the case, or accept it where the machine was right."""
    side, coder = {"one": (row.one, coders[0]), "other": (row.other, coders[1])}.get(choice.chosen, (None, None))
    field = CORRECTABLE.get(row.field)
    value = choice.value.strip() if side is None else side.correction
    text = value if side is None else side.text
    if side is None and not value:
        raise UsageError("the third value is empty. Write one, or choose what a coder says.")
    if field is None:
        return text, None
    if home is None:
        raise UsageError("the case has no such event here. Settle first whether the event is told.")
    if coder is not None and coder.key == MACHINE and not _is_corrected(connection, home.event, field):
        return text, accept(connection, home.event, author, field=field)
    evidence = _evidence(connection, report, side)
    return text, correct(connection, home.event, field, value, author, evidence=evidence)


def _is_corrected(connection: Connection, event: str, field: str) -> bool:
    decision, state = schema.decision.c, schema.decision_state.c
    query = (
        select(decision.no)
        .join(schema.decision_state, state.decision_no == decision.no)
        .where(decision.target == event, decision.kind == "correct", decision.field == field, state.state != "undone")
    )
    return connection.execute(query.limit(1)).first() is not None


def _evidence(connection: Connection, report: str, side: Answer | None) -> dict[str, Any] | None:
    if side is None or not side.items:
        return None
    span = side.items[0][1].span
    row: Any = find_report(connection, report)
    body = connection.scalars(select(schema.text.c.body).where(schema.text.c.no == row.text_no)).one()
    return read_evidence(connection, report, span.start, span.end, body[span.start : span.end])
