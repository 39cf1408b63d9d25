"""What people decide in the reading view, each in one writing transaction.

In: what a form sends, checked against what the person saw. Out: the id of the decision.

What one would get wrong: nothing is accepted unseen. The mark ``seen`` comes with the card that
showed it, and a card that is folded away carries none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, or_, select

from whowhom.casefile import schema
from whowhom.casefile.decisions import Author
from whowhom.casefile.history import list_history
from whowhom.casefile.regroup import merge_events, split_event
from whowhom.casefile.reports import find_report
from whowhom.casefile.review import accept, correct, read_evidence, reject
from whowhom.casefile.tracing import find_event
from whowhom.errors import NoSuchRecord, UsageError
from whowhom.records import Span
from whowhom.workbench.cases import refuse_stale
from whowhom.workbench.reading_report import mention_key, seen_mark

Typed = Mapping[str, Any]
UNDOABLE = ("accept", "correct", "reject", "merge", "split", "add", "settle")
WORDS_FOR = {
    "accept": "accepted",
    "correct": "corrected",
    "reject": "rejected",
    "merge": "merged",
    "split": "split",
    "add": "added",
    "undo": "undid",
    "settle": "settled",
    "retract": "retracted",
}


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """An event as one report tells it: the assertion and the event it was put to."""

    mention: str
    review: str | None
    event: str
    version: int
    mentions: int


@dataclass(frozen=True, slots=True)
class Correction:
    """A corrected field; ``span`` and ``words`` are the evidence, if words were selected for it."""

    field: str
    value: str
    span: Span | None = None
    words: str = ""


def find_telling(connection: Connection, report_id: str, mention: str) -> ToldEvent:
    """Find the event that a report tells under an id of its coding.

    Raises:
        NoSuchRecord: the report has no such telling that counts.
    """
    report: Any = find_report(connection, report_id)
    assertion, coding, part, event = schema.assertion.c, schema.coding.c, schema.event_mention.c, schema.event.c
    rows = connection.execute(
        select(assertion.public_id, assertion.review, event.public_id.label("event"), event.version, event.mentions)
        .join(schema.coding, coding.no == assertion.coding_no)
        .join(schema.event_mention, part.assertion_no == assertion.no)
        .join(schema.event, event.no == part.event_no)
        .where(coding.text_no == report.text_no, coding.is_current)
    )
    row = next((one for one in rows if mention in (one.public_id, mention_key(one.public_id))), None)
    if row is None:
        raise NoSuchRecord(f"{report.public_id} tells no event {mention!r} any more. Reload the page.")
    return ToldEvent(row.public_id, row.review, row.event, row.version, row.mentions)


def accept_telling(
    connection: Connection,
    report_id: str,
    mention: str,
    author: Author,
    *,
    version: int | None,
    seen: str,
    typed: Typed,
) -> str:
    """Accept an event as it was shown.

    Raises:
        Conflict: it changed since.
        UsageError: it was not shown.
    """
    told = find_telling(connection, report_id, mention)
    refuse_stale(connection, told.event, version, typed=typed)
    if seen != seen_mark(told.event, told.version, told.mention, told.review):
        raise UsageError("this event was not shown as it is now. Open its card, look at it, then accept it.")
    return accept(connection, told.event, author)


def reject_telling(
    connection: Connection,
    report_id: str,
    mention: str,
    author: Author,
    *,
    version: int | None,
    whole: bool,
    typed: Typed,
) -> str:
    """Reject an event, or only that this report tells it.

    Args:
        whole: The event is none, whoever tells it; else this telling counts no more.
    """
    told = find_telling(connection, report_id, mention)
    refuse_stale(connection, told.event, version, typed=typed)
    is_whole = whole or told.mentions <= 1
    return reject(connection, told.event if is_whole else told.mention, author)


def correct_telling(
    connection: Connection,
    report_id: str,
    mention: str,
    corrections: Sequence[Correction],
    author: Author,
    *,
    version: int | None,
    typed: Typed,
) -> list[str]:
    """Correct fields of an event; words of this report may stand behind each."""
    told = find_telling(connection, report_id, mention)
    refuse_stale(connection, told.event, version, typed=typed)
    made = []
    for one in corrections:
        evidence = None
        if one.span is not None:
            evidence = read_evidence(connection, report_id, one.span.start, one.span.end, one.words)
        made.append(correct(connection, told.event, one.field, one.value, author, evidence=evidence))
    return made


def merge_telling(
    connection: Connection,
    report_id: str,
    mention: str,
    other: str,
    author: Author,
    *,
    version: int | None,
    typed: Typed,
) -> list[str]:
    """Merge the event with another.

    Args:
        other: Its id, with "@" and the version that was shown; an id that was typed has none.
    """
    told = find_telling(connection, report_id, mention)
    refuse_stale(connection, told.event, version, typed=typed)
    name, _, seen = other.strip().partition("@")
    if not name:
        raise UsageError("no other event was chosen. Choose one, or give its id (E-...).")
    if seen.isdecimal():
        refuse_stale(connection, name, int(seen), typed=typed)
    return merge_events(connection, [told.event, name], author)


def split_telling(
    connection: Connection, report_id: str, mention: str, author: Author, *, version: int | None, typed: Typed
) -> str:
    """Take this report's telling out of the event into one of its own."""
    told = find_telling(connection, report_id, mention)
    refuse_stale(connection, told.event, version, typed=typed)
    made, _ = split_event(connection, told.event, [told.mention], author)
    return made


def decisions_of_report(connection: Connection, report_id: str) -> list[dict[str, Any]]:
    """List what was decided on a report, its events and its assertions, the latest first."""
    report: Any = find_report(connection, report_id)
    targets = _targets(connection, report)
    rows = [row for row in list_history(connection) if row["target"] in targets or _undoes_one(row, targets)]
    return rows[::-1]


def last_of(connection: Connection, report_id: str, who: str) -> dict[str, Any] | None:
    """Give the latest decision of a person on a report that holds and can be undone."""
    report: Any = find_report(connection, report_id)
    targets = _targets(connection, report)
    decision, state = schema.decision.c, schema.decision_state.c
    names = ("public_id", "kind", "target", "field")
    row = (
        connection.execute(
            select(*(decision[name] for name in names))
            .join(schema.decision_state, state.decision_no == decision.no)
            .where(decision.who == who, decision.kind.in_(UNDOABLE), state.state != "undone")
            .where(decision.target.in_(sorted(targets)))
            .order_by(decision.no.desc())
            .limit(1)
        )
        .mappings()
        .first()
    )
    return None if row is None else dict(row)


def similar_events(connection: Connection, event_id: str, *, limit: int = 12) -> list[dict[str, Any]]:
    """List events whose tellings were compared with those of an event, the most alike first."""
    event = find_event(connection, event_id)
    part, match, table = schema.event_mention.c, schema.match.c, schema.event.c
    own = list(connection.scalars(select(part.assertion_no).where(part.event_no == event["no"])))
    pairs = connection.execute(
        select(match.one_no, match.other_no, match.weight).where(or_(match.one_no.in_(own), match.other_no.in_(own)))
    )
    weights: dict[int, float] = {}
    for one, other, weight in pairs:
        far = other if one in own else one
        weights[far] = max(weight, weights.get(far, weight))
    if not weights:
        return []
    rows = connection.execute(
        select(
            part.assertion_no,
            table.public_id,
            table.version,
            table.type,
            table.who,
            table.whom,
            table.place,
            table.day_from,
        )
        .join(schema.event, table.no == part.event_no)
        .where(part.assertion_no.in_(list(weights)), table.state == "live", table.no != event["no"])
    ).mappings()
    best: dict[str, dict[str, Any]] = {}
    for row in rows:
        weight = weights[row["assertion_no"]]
        if row["public_id"] not in best or best[row["public_id"]]["weight"] < weight:
            best[row["public_id"]] = {**row, "weight": weight}
    return sorted(best.values(), key=lambda row: -row["weight"])[:limit]


def _targets(connection: Connection, report: Any) -> set[str]:
    assertion, coding, part, event = schema.assertion.c, schema.coding.c, schema.event_mention.c, schema.event.c
    rows = connection.execute(
        select(assertion.public_id, event.public_id.label("event"))
        .join(schema.coding, coding.no == assertion.coding_no)
        .join(schema.event_mention, part.assertion_no == assertion.no, isouter=True)
        .join(schema.event, event.no == part.event_no, isouter=True)
        .where(coding.text_no == report.text_no)
    ).all()
    mention, actor = schema.actor_mention.c, schema.actor.c
    named = connection.scalars(
        select(actor.public_id)
        .join(schema.actor_mention, mention.actor_no == actor.no)
        .join(schema.coding, coding.no == mention.coding_no)
        .where(coding.text_no == report.text_no)
    )
    told = {row.public_id for row in rows} | {row.event for row in rows if row.event}
    return {report.public_id, *told, *named}


def _undoes_one(row: Mapping[str, Any], targets: set[str]) -> bool:
    value = row["value"] if isinstance(row["value"], dict) else {}
    return any(value.get(key) in targets for key in ("into", "merged", "from", "to"))
