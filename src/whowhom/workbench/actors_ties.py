"""Ties between actors: those that reports state, and those that follow from events.

In: a case. Out: :class:`Tie` records with the words behind each, and :class:`Attack` counts.

What one would get wrong: a tie is lasting and stated; that one attacked another is drawn from
events and kept apart. A tie that a report denies is no tie; it is listed and says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, func, select

from whowhom.brief.clean import one_line
from whowhom.casefile import schema
from whowhom.casefile.listing import chains_of
from whowhom.workbench.events_query import NOT_COUNTED

Row = dict[str, Any]
ATTACKS = ("ASSAULT",)
"""Types of events by which one actor attacks another."""

ATTACKER, ATTACKED = ("actor", "responsible"), "target"
MAX_QUOTE_CHARS = 240
DENIED = "did not happen"
QUERY_SIZE = 10_000


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie as one report has it.

    Attributes:
        subject: Public id of the actor; None where it is only described.
        sign: +1 friendly, -1 hostile, 0 neither.
        first: First day of its period, or the day of the report where none is told.
        last: Last day of its period; None: not told to have ended.
        is_denied: The report says that there is no such tie.
        rule: What drew it from events of the report; "" where words state it.
    """

    id: str
    subject: str | None
    subject_name: str
    kind: str
    object: str | None
    object_name: str
    sign: int
    first: str
    last: str | None
    has_period: bool
    is_denied: bool
    certainty: str
    rule: str
    quote: str
    start: int
    report: str
    publisher: str
    published: str
    voices: tuple[str, ...]

    @property
    def link(self) -> str:
        """The address at which the report shows the words."""
        return f"/reports/{self.report}#w-{self.start}"


@dataclass(frozen=True, slots=True)
class Attack:
    """Events in which one actor attacked another, by month ("2023-03"; "" without a day)."""

    subject: str
    subject_name: str
    object: str
    object_name: str
    months: dict[str, int]

    @property
    def events(self) -> int:
        """How many in all."""
        return sum(self.months.values())


def list_stated(connection: Connection, *, actor: int | None = None, limit: int | None = None) -> list[Tie]:
    """List the ties that current reports state, in the order in which they came in.

    Args:
        actor: Number of an actor at either end; None: all.
    """
    assertion, coding, text = schema.assertion.c, schema.coding.c, schema.text.c
    report, source = schema.report.c, schema.source.c
    subject, object_ = _end("subject"), _end("object")
    query = (
        select(
            assertion.no,
            assertion.public_id,
            assertion.type,
            assertion.sign,
            assertion.day_from,
            assertion.day_to,
            assertion.polarity,
            assertion.certainty,
            assertion.start,
            assertion.record,
            subject.c.actor.label("subject"),
            subject.c.name.label("subject_name"),
            object_.c.actor.label("object"),
            object_.c.name.label("object_name"),
            coding.text_no,
            report.public_id.label("report"),
            report.published,
            report.added_at,
            source.name.label("publisher"),
        )
        .join(schema.coding, coding.no == assertion.coding_no)
        .join(schema.text, text.no == coding.text_no)
        .join(schema.report, report.no == coding.report_no)
        .join(schema.source, source.no == report.source_no, isouter=True)
        .join(subject, subject.c.assertion_no == assertion.no)
        .join(object_, object_.c.assertion_no == assertion.no)
        .where(assertion.kind == "tie", coding.is_current, text.is_counted)
        .where(func.coalesce(assertion.review, "") != "rejected")
        # A tie that is denied or only possible must not be drawn as one that stands.
        .where(func.coalesce(assertion.polarity, "happened") == "happened")
        .order_by(assertion.no)
    )
    if actor is not None:
        query = query.where((subject.c.actor_no == actor) | (object_.c.actor_no == actor))
    rows = [dict(row) for row in connection.execute(query.limit(limit)).mappings()]
    bodies = _bodies(connection, {row["text_no"] for row in rows})
    voices = _voices(connection, [row["no"] for row in rows])
    return [_tie(row, bodies[row["text_no"]], voices.get(row["no"], ())) for row in rows]


def list_attacks(connection: Connection, *, actor: int | None = None) -> list[Attack]:
    """Count events in which one named actor attacked another, those with the most events first."""
    event, one, other = schema.event.c, schema.event_actor.alias("one"), schema.event_actor.alias("other")
    by, on = schema.actor.alias("by"), schema.actor.alias("on_whom")
    month = func.substr(event.day_from, 1, 7)
    query = (
        select(
            by.c.public_id.label("subject"),
            by.c.name.label("subject_name"),
            on.c.public_id.label("object"),
            on.c.name.label("object_name"),
            month.label("month"),
            func.count(event.no.distinct()).label("events"),
        )
        .join(one, and_(one.c.event_no == event.no, one.c.role == "actor"))
        .join(other, and_(other.c.event_no == event.no, other.c.role == ATTACKED))
        .join(by, by.c.no == one.c.actor_no)
        .join(on, on.c.no == other.c.actor_no)
        .where(event.state == "live", event.type.in_(ATTACKS), event.status.not_in(NOT_COUNTED))
        .where(one.c.actor_no != other.c.actor_no)
        .group_by(by.c.public_id, by.c.name, on.c.public_id, on.c.name, month)
    )
    if actor is not None:
        query = query.where((one.c.actor_no == actor) | (other.c.actor_no == actor))
    found: dict[tuple[str, str, str, str], dict[str, int]] = defaultdict(dict)
    for row in connection.execute(query):
        found[row.subject, row.subject_name, row.object, row.object_name][row.month or ""] = int(row.events)
    attacks = [Attack(*key, months=dict(sorted(months.items()))) for key, months in found.items()]
    return sorted(attacks, key=lambda attack: (-attack.events, attack.subject_name, attack.object_name))


def _end(role: str) -> Any:
    part, mention, actor = schema.assertion_actor.c, schema.actor_mention.c, schema.actor.c
    name = func.coalesce(actor.name, mention.name).label("name")
    return (
        select(part.assertion_no, mention.actor_no, actor.public_id.label("actor"), name)
        .join(schema.actor_mention, mention.no == part.mention_no)
        .join(schema.actor, actor.no == mention.actor_no, isouter=True)
        .where(part.role == role)
        .subquery(f"end_{role}")
    )


def _tie(row: Row, body: str, voices: Sequence[str]) -> Tie:
    spans = [(entry["start"], entry["end"]) for entry in row["record"]["evidence"] if entry["field"] != "factuality"]
    start, end = min(s for s, _ in spans), max(e for _, e in spans)
    if end - start > MAX_QUOTE_CHARS:
        told = [(entry["start"], entry["end"]) for entry in row["record"]["evidence"] if entry["field"] == "tie"]
        start, end = told[0] if told else spans[0]
    return Tie(
        id=row["public_id"],
        subject=row["subject"],
        subject_name=one_line(row["subject_name"]),
        kind=row["type"],
        object=row["object"],
        object_name=one_line(row["object_name"]),
        sign=row["sign"] or 0,
        first=row["day_from"] or row["published"] or row["added_at"][:10],
        last=row["day_to"],
        has_period=row["day_from"] is not None or row["day_to"] is not None,
        is_denied=row["polarity"] == DENIED,
        certainty=row["certainty"] or "certain",
        rule=row["record"].get("rule") or "",
        quote=one_line(body[start:end]),
        start=start,
        report=row["report"],
        publisher=one_line(row["publisher"] or ""),
        published=row["published"] or "",
        voices=tuple(voices),
    )


def _bodies(connection: Connection, numbers: Iterable[int]) -> dict[int, str]:
    wanted = sorted(numbers)
    text = schema.text.c
    found: dict[int, str] = {}
    for start in range(0, len(wanted), QUERY_SIZE):
        rows = connection.execute(select(text.no, text.body).where(text.no.in_(wanted[start : start + QUERY_SIZE])))
        found.update({row.no: row.body for row in rows})
    return found


def _voices(connection: Connection, numbers: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for start in range(0, len(numbers), QUERY_SIZE):
        for number, chain in chains_of(connection, numbers[start : start + QUERY_SIZE]).items():
            found[number] = [one_line(link) for link in chain]
    return found
