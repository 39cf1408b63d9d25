"""What decisions of people make of a conclusion; pure, without a database.

In: what the case concludes about an event by itself, and the decisions on that event. Out:
the values that hold, how far the event is reviewed, and which decisions no longer fit.

What one would get wrong: a decision is never dropped. One whose ground has changed waits: a
corrected value and a rejection stay in force until a person looks again; an acceptance
no longer counts as one, because what it accepted is not what is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from whowhom.casefile.conclusion import is_long
from whowhom.casefile.mentions import Mention

Row = dict[str, Any]
FIELDS: dict[str, tuple[str, ...]] = {
    "type": ("type",),
    "modes": ("modes",),
    "who": ("who",),
    "whom": ("whom",),
    "day": ("day_from", "day_to", "date_precision"),
    "place": (
        "place",
        "place_key",
        "country",
        "admin1",
        "admin1_key",
        "latitude",
        "longitude",
        "radius_km",
        "geoprecision",
    ),
    "killed": ("killed_low", "killed_best", "killed_high"),
    "injured": ("injured_low", "injured_best", "injured_high"),
    "status": ("status", "status_rule"),
}
"""Fields that a person can accept or correct, and the columns of ``event`` that each fills."""

ALIASES = {"where": "place", "when": "day", "to whom": "whom", "did what": "type"}
"""Headings of the printed table, and the field of an event that each shows."""
JUDGED = tuple(name for name in FIELDS if name != "status")
"""Fields that an acceptance of the whole event answers for; the status follows from them and from the witnesses."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision, with whether it holds.

    Attributes:
        field: Name in :data:`FIELDS`; None: the whole record.
        value: For a correction, the corrected columns.
        anchor: ``{"mentions": [...], "values": {...}}``, what the person had before the eyes.
            Mentions are ``{"text", "id", "start", "end", "words", "type"}``; values are columns.
        state: "applied" or "waiting"; those undone are left out.
    """

    no: int
    public_id: str
    kind: str
    target: str
    field: str | None
    value: Any
    anchor: Any
    state: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Ruling:
    """What holds of an event once people were heard.

    Attributes:
        values: Columns of ``event``, with ``review``.
        standing: For each decision, by its number: None, or why it waits.
        named: Names in the corrected ``who`` and ``whom``.
    """

    values: Row
    standing: dict[int, str | None]
    named: dict[str, tuple[str, ...]]


def rule(concluded: Row, mentions: Sequence[Mention], decisions: Sequence[Decision]) -> Ruling:
    """Apply decisions to a conclusion, in the order in which they were taken.

    Args:
        concluded: Columns as the case concludes them by itself.
        mentions: All mentions of the event, also those that count no more.
    """
    values = dict(concluded)
    standing: dict[int, str | None] = {}
    for decision in decisions:
        if decision.kind == "correct":
            standing[decision.no] = _lost(decision, mentions) or _moved(decision, concluded)
            values.update(decision.value)
            if decision.field == "day":
                values["is_long"] = is_long(values["day_from"], values["day_to"])
    review = "corrected" if any(decision.kind == "correct" for decision in decisions) else "unreviewed"
    is_rejected = False
    for decision in decisions:
        if decision.kind == "accept":
            standing[decision.no] = _lost(decision, mentions) or _changed(decision.anchor["values"], values)
            if standing[decision.no] is None and decision.field is None:
                is_rejected, review = False, "corrected" if review == "corrected" else "accepted"
        elif decision.kind == "reject":
            standing[decision.no] = _retold(decision, mentions)
            is_rejected = True
    if is_rejected:
        values["state"], review = "rejected", "rejected"
    return Ruling({**values, "review": review}, standing, _named(decisions))


def anchor_of(mentions: Iterable[Mention], values: Mapping[str, Any]) -> Row:
    """Note what a person had before the eyes: the counting mentions and some values."""
    return {"mentions": [mention_anchor(mention) for mention in mentions if mention.is_counted], "values": dict(values)}


def mention_anchor(mention: Mention) -> Row:
    """Note where a mention stands and how it is coded."""
    values = mention.values
    return {
        "text": mention.text_digest,
        "id": mention.public_id,
        **{name: values[name] for name in ("start", "end", "words", "type")},
    }


def is_alike(anchor: Row, mention: Mention) -> bool:
    """Say whether a mention codes the same words alike: the same type, at the same place or overlapping it."""
    if anchor["text"] != mention.text_digest or anchor["type"] != mention.values["type"]:
        return False
    return anchor["id"] == mention.public_id or overlaps(anchor, mention.values)


def overlaps(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Say whether two spans share a letter; an unknown span overlaps nothing."""
    if one["start"] is None or other["start"] is None:
        return False
    return bool(one["start"] < other["end"] and other["start"] < one["end"])


def _lost(decision: Decision, mentions: Sequence[Mention]) -> str | None:
    """Say which mention is not coded again; one whose report counts no more is no fault of the coder."""
    if decision.anchor.get("erased"):
        return "a report that it stood on was erased"
    counted = [mention for mention in mentions if mention.is_counted]
    if not counted:
        return "no report that counts tells it any more"
    texts = {mention.text_digest for mention in mentions if mention.is_text_counted}
    for anchor in decision.anchor["mentions"]:
        if anchor["text"] in texts and not any(is_alike(anchor, mention) for mention in counted):
            return f"mention {anchor['id']} is not coded again as {anchor['type']}"
    return None


def _moved(decision: Decision, concluded: Row) -> str | None:
    """Say how the case now differs from what was corrected; coming round to the correction is no difference."""
    now = {name: concluded[name] for name in decision.anchor["values"]}
    if now == decision.value:
        return None
    return _changed(decision.anchor["values"], concluded)


def _changed(before: Mapping[str, Any], values: Row) -> str | None:
    told = [
        f"{name} {_shown(old)} is now {_shown(values[name])}" for name, old in before.items() if values[name] != old
    ]
    return "; ".join(told) or None


def _shown(value: Any) -> str:
    return "unknown" if value in (None, "") else str(value)


def _retold(decision: Decision, mentions: Sequence[Mention]) -> str | None:
    """Say which mention tells a rejected event anew."""
    for mention in mentions:
        if mention.is_counted and not any(is_alike(anchor, mention) for anchor in decision.anchor["mentions"]):
            return f"mention {mention.public_id} tells it too, and was not there when it was rejected"
    return None


def _named(decisions: Sequence[Decision]) -> dict[str, tuple[str, ...]]:
    latest = {
        decision.field: decision.value[decision.field]
        for decision in decisions
        if decision.field in ("who", "whom") and decision.kind == "correct"
    }
    return {side: tuple(name for name in words.split("; ") if name) for side, words in latest.items() if side}
