"""Reviewing a case: accept, correct, reject and undo.

In: what a person decides, by public id. Out: an appended decision, and the records it bears
on concluded anew, in the caller's writing transaction.

What one would get wrong: a decision stands on an anchor, the mentions and values that the
person saw. Whether it still fits is judged each time the event is concluded (rulings.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, select, update

from whowhom.casefile import schema
from whowhom.casefile.actorgroups import undo_actor_merge, undo_actor_split
from whowhom.casefile.actorvalues import undo_correction
from whowhom.casefile.conclude import conclude_alone, conclude_events, refresh_events
from whowhom.casefile.corrections import field_named, field_words, read_correction
from whowhom.casefile.decisions import Author, decide, find_decision, set_standing, set_undone
from whowhom.casefile.regroup import undo_merge, undo_split
from whowhom.casefile.reports import find_report, readmit_report
from whowhom.casefile.rulings import FIELDS, JUDGED, anchor_of
from whowhom.casefile.tracing import find_event
from whowhom.errors import NoSuchRecord, UsageError

Row = dict[str, Any]


def accept(connection: Connection, target: str, author: Author, *, field: str | None = None) -> str:
    """Accept an event, one of its fields, a single assertion, or (again) a decision that waits.

    Args:
        target: Id of an event (E-...), a decision (d-...), or of an assertion in its coding.

    Returns:
        Id of the decision.

    Raises:
        NoSuchRecord, UsageError: there is no such record or field.
    """
    if target.startswith("d-"):
        return _confirm(connection, target, author)
    if not target.startswith("E-"):
        return _judge_assertion(connection, target, author, "accept")
    event = _live_event(connection, target)
    field = None if field is None else field_named(field)
    _, mentions = conclude_alone(connection, event["no"])
    fields = JUDGED if field is None else (field,)
    anchor = anchor_of(mentions, {name: event[name] for part in fields for name in FIELDS[part]})
    return _on_event(connection, event, author, "accept", field=field, anchor=anchor)


def correct(
    connection: Connection, target: str, field: str, words: str, author: Author, *, evidence: Row | None = None
) -> str:
    """Correct a field of an event; what the reports say stays beside it.

    Args:
        evidence: Words of a report that the corrected value stands on, as :func:`read_evidence` gives them.

    Raises:
        NoSuchRecord, UsageError: there is no such event or field, or the words are no value of it.
    """
    field = field_named(field)
    value = read_correction(field, words)
    event = _live_event(connection, target)
    conclusion, mentions = conclude_alone(connection, event["no"])
    anchor = anchor_of(mentions, {name: conclusion.values[name] for name in value})
    if evidence is not None:
        anchor["evidence"] = evidence
    return _on_event(connection, event, author, "correct", field=field, value=value, anchor=anchor)


def value_shown(connection: Connection, target: str, field: str) -> str:
    """Write what the case holds of a field of an event, by its name or the heading of its column.

    Raises:
        NoSuchRecord, UsageError: there is no such event or field.
    """
    return field_words(field_named(field), _live_event(connection, target))


def read_evidence(connection: Connection, report: str, start: int, end: int, words: str) -> Row:
    """Take words of a report as evidence, if they stand where they are said to stand.

    Args:
        start: Offset in Unicode code points of the canonical text.

    Raises:
        NoSuchRecord: there is no such report.
        UsageError: other words stand there.
    """
    row: Any = find_report(connection, report)
    text = schema.text.c
    found = connection.execute(select(text.digest, text.body).where(text.no == row.text_no)).one()
    if not 0 <= start < end <= len(found.body) or found.body[start:end] != words:
        raise UsageError(
            f"{words!r} does not stand at [{start}, {end}) of {row.public_id}. Select the words again; offsets are "
            "code points of the canonical text."
        )
    return {"report": row.public_id, "text": found.digest, "start": start, "end": end, "words": words}


def reject(connection: Connection, target: str, author: Author) -> str:
    """Reject an event (it stays, and is listed no more) or a single assertion (it counts no more)."""
    if not target.startswith("E-"):
        return _judge_assertion(connection, target, author, "reject")
    event = _live_event(connection, target)
    _, mentions = conclude_alone(connection, event["no"])
    return _on_event(connection, event, author, "reject", anchor=anchor_of(mentions, {}))


def undo(connection: Connection, words: str, author: Author) -> str:
    """Take a decision out of force; undoing an undo puts it back.

    Raises:
        NoSuchRecord: there is no such decision.
        UsageError: it is undone already, cannot be undone, or a later one builds on it.
    """
    row = find_decision(connection, words)
    if row["state"] == "undone":
        raise UsageError(f"{row['public_id']} is undone already; see `whowhom history`.")
    if row["kind"] not in _UNDO:
        raise UsageError(f"{row['public_id']} is of kind {row['kind']!r}, which cannot be undone.")
    set_undone(connection, row["no"], undone=True, at=author.at)
    _UNDO[row["kind"]](connection, row, author.at)
    more = {"undoes": row["no"], "field": row["field"]}
    return decide(connection, author, "undo", row["target_kind"], row["target"], **more)


def find_assertion(connection: Connection, words: str) -> Mapping[str, Any]:
    """Find the counted assertion with an id, as traces and lists show it.

    Raises:
        NoSuchRecord: none has it, or several texts do.
    """
    assertion, coding, text = schema.assertion.c, schema.coding.c, schema.text.c
    rows = (
        connection.execute(
            select(schema.assertion, text.digest)
            .join(schema.coding, coding.no == assertion.coding_no)
            .join(schema.text, text.no == coding.text_no)
            .where(assertion.public_id == words, coding.is_current)
        )
        .mappings()
        .all()
    )
    if len(rows) == 1:
        return dict(rows[0])
    fault = "no event, decision or assertion of the case has" if not rows else f"{len(rows)} assertions have"
    raise NoSuchRecord(f"{fault} the id {words!r}. `whowhom events`, `ties`, `forecasts` and `trace` list ids.")


def mark_assertions(connection: Connection, mark: str | None, *, target: str, text_digest: str, at: str) -> None:
    """Set how an assertion was judged, in every coding that has it, and conclude what rests on it."""
    assertion, coding, text = schema.assertion.c, schema.coding.c, schema.text.c
    rows = connection.execute(
        select(assertion.no, assertion.kind)
        .join(schema.coding, coding.no == assertion.coding_no)
        .join(schema.text, text.no == coding.text_no)
        .where(assertion.public_id == target, text.digest == text_digest)
    ).all()
    numbers = [row.no for row in rows]
    connection.execute(update(schema.assertion).where(assertion.no.in_(numbers)).values(review=mark))
    refresh_events(connection, [row.no for row in rows if row.kind == "event"], at=at)


def _live_event(connection: Connection, words: str) -> Mapping[str, Any]:
    event: Mapping[str, Any] = find_event(connection, words)
    if event["state"] == "merged":
        into = connection.scalars(
            select(schema.event.c.public_id).where(schema.event.c.no == event["merged_into"])
        ).one()
        raise UsageError(f"{event['public_id']} was merged into {into}. Decide on that one, or undo the merge.")
    return event


def _on_event(connection: Connection, event: Mapping[str, Any], author: Author, kind: str, **more: Any) -> str:
    name = decide(connection, author, kind, "event", event["public_id"], **more)
    conclude_events(connection, [event["no"]], at=author.at)
    return name


def _judge_assertion(connection: Connection, target: str, author: Author, kind: str) -> str:
    row = find_assertion(connection, target)
    names = ("start", "end", "words", "type", "kind")
    anchor = {"text": row["digest"], "id": target, **{name: row[name] for name in names}}
    name = decide(connection, author, kind, "assertion", target, anchor=anchor)
    mark_assertions(connection, f"{kind}ed", target=target, text_digest=row["digest"], at=author.at)
    return name


def _confirm(connection: Connection, words: str, author: Author) -> str:
    """Let a decision that waits hold on the ground that there is now."""
    row = find_decision(connection, words)
    if row["state"] != "waiting":
        raise UsageError(f"{row['public_id']} does not wait for a decision; it is {row['state']}.")
    if row["target_kind"] != "event" or row["kind"] in ("merge", "split"):
        name = decide(connection, author, "accept", "decision", row["public_id"])
        set_standing(connection, {row["no"]: None}, at=author.at)
        return name
    event = find_event(connection, row["target"])
    conclusion, mentions = conclude_alone(connection, event["no"])
    ground = event if row["kind"] == "accept" else conclusion.values
    anchor = anchor_of(mentions, {name: ground[name] for name in row["anchor"]["values"]})
    name = decide(connection, author, "accept", "decision", row["public_id"], anchor=anchor)
    conclude_events(connection, [event["no"]], at=author.at)
    return name


def _undo_on_target(connection: Connection, row: Mapping[str, Any], at: str) -> None:
    if row["target_kind"] == "event":
        _conclude_named(connection, row["target"], at)
    elif row["target_kind"] == "actor":
        undo_correction(connection, row["target"])
    elif row["target_kind"] == "assertion":
        earlier = connection.execute(_earlier(row)).scalar()
        mark = None if earlier is None else f"{earlier}ed"
        if _is_withdrawn(connection, row["target"]):
            mark = "rejected"
        mark_assertions(connection, mark, target=row["target"], text_digest=row["anchor"]["text"], at=at)
    elif row["target_kind"] == "decision":
        target = find_decision(connection, row["target"])
        if target["target_kind"] == "event":
            _conclude_named(connection, target["target"], at)


def _earlier(row: Mapping[str, Any]) -> Any:
    decision, state = schema.decision.c, schema.decision_state.c
    return (
        select(decision.kind)
        .join(schema.decision_state, state.decision_no == decision.no)
        .where(decision.target_kind == "assertion", decision.target == row["target"], state.state != "undone")
        .where(decision.kind.in_(("accept", "reject")))
        .order_by(decision.no.desc())
        .limit(1)
    )


def _is_withdrawn(connection: Connection, target: str) -> bool:
    """Say whether an assertion was added by a person who took it back, and by nobody since."""
    decision, state = schema.decision.c, schema.decision_state.c
    latest = connection.scalars(
        select(state.state)
        .join(schema.decision, decision.no == state.decision_no)
        .where(decision.kind == "add", decision.target == target)
        .order_by(decision.no.desc())
        .limit(1)
    ).one_or_none()
    return latest == "undone"


def _conclude_named(connection: Connection, public_id: str, at: str) -> None:
    number = connection.scalars(select(schema.event.c.no).where(schema.event.c.public_id == public_id)).one_or_none()
    if number is not None:
        conclude_events(connection, [number], at=at)


def _redo(connection: Connection, row: Mapping[str, Any], at: str) -> None:
    found = connection.execute(select(schema.decision).where(schema.decision.c.no == row["undoes"])).mappings().one()
    undone = {str(name): value for name, value in found.items()}
    if undone["kind"] in ("merge", "split", "retract"):
        raise UsageError(f"{row['public_id']} undid a {undone['kind']}. Take that step again instead.")
    set_undone(connection, undone["no"], undone=False, at=at)
    _undo_on_target(connection, undone, at)


def _undo_merge(connection: Connection, row: Mapping[str, Any], at: str) -> None:
    (undo_merge if row["target_kind"] == "event" else undo_actor_merge)(connection, row, at)


def _undo_split(connection: Connection, row: Mapping[str, Any], at: str) -> None:
    (undo_split if row["target_kind"] == "event" else undo_actor_split)(connection, row, at)


def _undo_retraction(connection: Connection, row: Mapping[str, Any], at: str) -> None:
    readmit_report(connection, find_report(connection, row["target"]).no, at=at)


_UNDO: dict[str, Callable[[Connection, Mapping[str, Any], str], None]] = {
    "accept": _undo_on_target,
    "correct": _undo_on_target,
    "reject": _undo_on_target,
    "add": _undo_on_target,
    "settle": _undo_on_target,
    "merge": _undo_merge,
    "split": _undo_split,
    "retract": _undo_retraction,
    "undo": _redo,
}
