"""Carrying decisions over from one coding of a text to another.

In: the old and the new coding of one text. Out: event mentions that stand where their like
stood, judgements on single assertions set again, and decisions that wait because what they
stood on is coded otherwise.

What one would get wrong: ids of mentions come from their words' place, not from the coder,
so most are found again by id; one whose words were cut a little differently is found by its
overlap and type.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from whowhom.casefile import schema
from whowhom.casefile.decisions import IN_FORCE, decisions_on_mentions, set_standing
from whowhom.casefile.rulings import Decision, overlaps

Row = Mapping[str, Any]


def pair_assertions(old: Sequence[Row], new: Sequence[Row]) -> dict[int, int]:
    """Find for each new assertion its like among the old ones.

    Args:
        old: Rows of ``assertion`` of one coding.
        new: Those of another coding of the same text.

    Returns:
        Numbers of old assertions by those of new ones; each old one is given once.
    """
    by_id = {(row["kind"], row["public_id"]): row["no"] for row in old}
    pairs = {row["no"]: by_id[key] for row in new if (key := (row["kind"], row["public_id"])) in by_id}
    free = [row for row in old if row["no"] not in set(pairs.values())]
    for row in new:
        if row["no"] in pairs:
            continue
        like = next((other for other in free if _is_like(other, row)), None)
        if like is not None:
            pairs[row["no"]] = like["no"]
            free.remove(like)
    return pairs


def carry_over(connection: Connection, text_digest: str, old_no: int, new_no: int, *, at: str) -> None:
    """Bring what people and clustering did to an old coding over to a new one, before events are refreshed."""
    old, new = _assertions(connection, old_no), _assertions(connection, new_no)
    _place_mentions(connection, pair_assertions(old, new))
    decisions = [
        decision
        for decision in decisions_on_mentions(connection, sorted({row["public_id"] for row in (*old, *new)}))
        if decision.anchor["text"] == text_digest
    ]
    _judge_again(connection, decisions, new, at=at)
    _check_groupings(connection, text_digest, old, new, at=at)
    _check_actor_splits(connection, text_digest, new_no, at=at)


def _is_like(one: Row, other: Row) -> bool:
    return bool(one["kind"] == other["kind"] and one["type"] == other["type"] and overlaps(one, other))


def _assertions(connection: Connection, coding_no: int) -> list[Row]:
    assertion = schema.assertion.c
    names = ("no", "public_id", "kind", "type", "start", "end")
    query = select(*(assertion[name] for name in names)).where(assertion.coding_no == coding_no)
    return [dict(row) for row in connection.execute(query.order_by(assertion.no)).mappings()]


def _place_mentions(connection: Connection, pairs: Mapping[int, int]) -> None:
    part = schema.event_mention.c
    rows = connection.execute(select(schema.event_mention).where(part.assertion_no.in_(pairs.values()))).mappings()
    placed = {row["assertion_no"]: dict(row) for row in rows}
    fresh = [{**placed[old], "assertion_no": new} for new, old in pairs.items() if old in placed]
    if fresh:
        numbers = [row["assertion_no"] for row in fresh]
        connection.execute(delete(schema.event_mention).where(part.assertion_no.in_(numbers)))
        connection.execute(insert(schema.event_mention), fresh)


def _judge_again(connection: Connection, decisions: Iterable[Decision], new: Sequence[Row], *, at: str) -> None:
    assertion = schema.assertion.c
    for decision in decisions:
        if decision.kind == "add":  # What a person added stands in a coding of its own.
            continue
        if decision.kind == "settle":
            known = any((row["kind"], row["public_id"]) == ("forecast", decision.target) for row in new)
            reason = None if known else f"{decision.target} is not coded any more"
            set_standing(connection, {decision.no: reason}, at=at)
            continue
        near = [row for row in new if _is_near(decision.anchor, row)]
        alike = [row["no"] for row in near if row["type"] == decision.anchor["type"]]
        if alike:
            marked = update(schema.assertion).where(assertion.no.in_(alike))
            connection.execute(marked.values(review=f"{decision.kind}ed"))
        set_standing(connection, {decision.no: _why_not(decision, near, is_alike=bool(alike))}, at=at)


def _is_near(anchor: Row, row: Row) -> bool:
    return anchor["kind"] == row["kind"] and (anchor["id"] == row["public_id"] or overlaps(anchor, row))


def _why_not(decision: Decision, near: Sequence[Row], *, is_alike: bool) -> str | None:
    if is_alike:
        return None
    if near:
        return f"{decision.target} was {decision.anchor['type']} and is now coded as {near[0]['type']}"
    # A rejected assertion that is not coded again leaves nothing to reject.
    return None if decision.kind == "reject" else f"{decision.target} is not coded any more"


def _check_groupings(
    connection: Connection, text_digest: str, old: Sequence[Row], new: Sequence[Row], *, at: str
) -> None:
    """Let merges and splits wait whose mentions in this text are not coded again."""
    decision, state = schema.decision.c, schema.decision_state.c
    rows = connection.execute(
        select(decision.no, decision.value)
        .join(schema.decision_state, state.decision_no == decision.no)
        .where(decision.kind.in_(("merge", "split")), decision.target_kind == "event", state.state.in_(IN_FORCE))
    ).all()
    kept = set(pair_assertions(old, new).values())
    lost = {row["public_id"] for row in old if row["no"] not in kept}
    for number, value in rows:
        here = [mention for text, mention, *_ in value["moved"] if text == text_digest]
        if here:
            gone = [mention for mention in here if mention in lost]
            reason = f"mention {gone[0]} is not coded any more" if gone else None
            set_standing(connection, {number: reason}, at=at)


def _check_actor_splits(connection: Connection, text_digest: str, new_no: int, *, at: str) -> None:
    """Let splits of actors wait whose mentions in this text are not coded again under their name."""
    decision, state = schema.decision.c, schema.decision_state.c
    rows = connection.execute(
        select(decision.no, decision.value)
        .join(schema.decision_state, state.decision_no == decision.no)
        .where(decision.kind == "split", decision.target_kind == "actor", state.state.in_(IN_FORCE))
    ).all()
    mention, coding, text = schema.actor_mention.c, schema.coding.c, schema.text.c
    for number, value in rows:
        here = [name for digest, name in value["moved"] if digest == text_digest]
        if not here:
            continue
        told = connection.execute(
            select(mention.key, mention.name)
            .join(schema.coding, coding.no == mention.coding_no)
            .join(schema.text, text.no == coding.text_no)
            .where(text.digest == text_digest, mention.public_id.in_(here), coding.no != new_no)
        )
        names = {row.key: row.name for row in told}
        again = set(connection.scalars(select(mention.key).where(mention.coding_no == new_no)))
        gone = sorted(name for key, name in names.items() if key not in again)
        set_standing(connection, {number: f"{gone[0]} is not named any more there" if gone else None}, at=at)
