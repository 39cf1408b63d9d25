"""Merging and splitting events by hand, and undoing either.

In: ids of events, or of mentions. Out: a decision, and mentions moved between events.

What one would get wrong: from then on the mentions on both sides stand where a person put
them (basis "decision"), and no clustering moves them. The decision keeps where each stood
before, so that undoing it puts every mention back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, update

from whowhom.casefile import schema
from whowhom.casefile.codings import insert_one
from whowhom.casefile.conclude import conclude_events
from whowhom.casefile.decisions import Author, decide
from whowhom.casefile.ids import public_id
from whowhom.casefile.tracing import find_event
from whowhom.errors import NoSuchRecord, UsageError


@dataclass(frozen=True, slots=True)
class Place:
    """Where one mention stands: its text and id, its event, and why it is there."""

    no: int
    text: str
    mention: str
    report: str
    event_no: int
    event: str
    basis: str
    weight: float | None

    def as_value(self) -> list[Any]:
        """Give it as a decision keeps it."""
        return [self.text, self.mention, self.event, self.basis, self.weight]


def merge_events(connection: Connection, names: Sequence[str], author: Author) -> list[str]:
    """Merge events into the one that was first in the case.

    Returns:
        Ids of the decisions, one for each event merged away.

    Raises:
        NoSuchRecord, UsageError: fewer than two different events that live.
    """
    rows = {row["no"]: row for row in (find_event(connection, name) for name in names)}
    gone = [row["public_id"] for row in rows.values() if row["state"] == "merged"]
    if gone:
        raise UsageError(f"{gone[0]} was merged before. Give the event that it was merged into.")
    if len(rows) < 2:
        raise UsageError("merging needs at least two different events. Give their ids as `whowhom events` lists them.")
    kept = rows[min(rows)]
    made = []
    for number in sorted(set(rows) - {kept["no"]}):
        places = _places(connection, [kept["no"], number])
        value = {
            "into": kept["public_id"],
            "merged": rows[number]["public_id"],
            "moved": [p.as_value() for p in places],
        }
        _put(connection, places, kept["no"])
        connection.execute(
            update(schema.event)
            .where(schema.event.c.no == number)
            .values(state="merged", merged_into=kept["no"], changed_at=author.at, version=schema.event.c.version + 1)
        )
        made.append(decide(connection, author, "merge", "event", kept["public_id"], value=value))
    conclude_events(connection, [kept["no"]], at=author.at)
    return made


def split_event(connection: Connection, name: str, parts: Sequence[str], author: Author) -> tuple[str, str]:
    """Take mentions out of an event into one of their own.

    Args:
        parts: Ids of mentions (as ``trace`` shows them), or of reports: all mentions of
            the event in that report.

    Returns:
        Ids of the decision and of the event that the mentions went to.

    Raises:
        NoSuchRecord, UsageError: no such event or mention, or nothing would be left.
    """
    event = find_event(connection, name)
    places = _places(connection, [event["no"]])
    chosen = [place for place in places if place.mention in parts or place.report in parts]
    unknown = [part for part in parts if not any(part in (place.mention, place.report) for place in places)]
    if unknown:
        raise NoSuchRecord(f"{event['public_id']} has no mention {unknown[0]!r}; `whowhom trace` shows those it has.")
    if not chosen or len(chosen) == len(places):
        raise UsageError("splitting must leave at least one mention on each side. Name those that tell another event.")
    target_no, target = _own_event(connection, event, chosen, at=author.at)
    _put(connection, [place for place in places if place not in chosen], event["no"])
    _put(connection, chosen, target_no)
    value = {"from": event["public_id"], "to": target, "moved": [place.as_value() for place in places]}
    value["taken"] = [[place.text, place.mention] for place in chosen]
    made = decide(connection, author, "split", "event", event["public_id"], value=value)
    conclude_events(connection, [event["no"], target_no], at=author.at)
    return made, target


def undo_merge(connection: Connection, row: Mapping[str, Any], at: str) -> None:
    """Put every mention back to the event that it was merged away from."""
    value = row["value"]
    into, merged = (find_event(connection, value[key]) for key in ("into", "merged"))
    if merged["merged_into"] != into["no"]:
        raise UsageError(
            f"{merged['public_id']} is no longer merged into {into['public_id']}. Undo the later step first."
        )
    connection.execute(
        update(schema.event).where(schema.event.c.no == merged["no"]).values(state="live", merged_into=None)
    )
    _put_back(connection, value["moved"], {value["into"]: into["no"], value["merged"]: merged["no"]}, [into["no"]])
    conclude_events(connection, [into["no"], merged["no"]], at=at)


def undo_split(connection: Connection, row: Mapping[str, Any], at: str) -> None:
    """Put the mentions that were taken out back where they were."""
    value = row["value"]
    source, target = (find_event(connection, value[key]) for key in ("from", "to"))
    if "merged" in (source["state"], target["state"]):
        raise UsageError("one of the two events was merged since. Undo the later step first.")
    both = [source["no"], target["no"]]
    _put_back(connection, value["moved"], {value["from"]: source["no"]}, both)
    left = [place for place in _places(connection, both) if place.event_no == target["no"]]
    if not left:
        connection.execute(
            update(schema.event)
            .where(schema.event.c.no == target["no"])
            .values(state="merged", merged_into=source["no"], changed_at=at, version=target["version"] + 1)
        )
    conclude_events(connection, both, at=at)


def _places(connection: Connection, event_nos: Iterable[int]) -> list[Place]:
    part, assertion, coding = schema.event_mention.c, schema.assertion.c, schema.coding.c
    text, report, event = schema.text.c, schema.report.c, schema.event.c
    rows = connection.execute(
        select(
            assertion.no,
            text.digest,
            assertion.public_id,
            report.public_id,
            event.no,
            event.public_id,
            part.basis,
            part.weight,
        )
        .join_from(schema.event_mention, schema.assertion, assertion.no == part.assertion_no)
        .join(schema.coding, coding.no == assertion.coding_no)
        .join(schema.text, text.no == coding.text_no)
        .join(schema.report, report.no == coding.report_no)
        .join(schema.event, event.no == part.event_no)
        .where(event.no.in_(list(event_nos)))
        .order_by(assertion.no)
    )
    return [Place(*tuple(row)) for row in rows]


def _put(connection: Connection, places: Sequence[Place], event_no: int) -> None:
    part = schema.event_mention.c
    numbers = [place.no for place in places]
    values = {"event_no": event_no, "basis": "decision", "weight": None}
    connection.execute(update(schema.event_mention).where(part.assertion_no.in_(numbers)).values(**values))


def _put_back(connection: Connection, moved: Iterable[Any], numbers: Mapping[str, int], among: Sequence[int]) -> None:
    """Give mentions their old events and bases; those coded anew meanwhile go where their like goes."""
    before = {(text, mention): (event, basis, weight) for text, mention, event, basis, weight in moved}
    part = schema.event_mention.c
    for place in _places(connection, among):
        old = before.get((place.text, place.mention))
        if old is None or old[0] not in numbers:
            continue
        values = {"event_no": numbers[old[0]], "basis": old[1], "weight": old[2]}
        connection.execute(update(schema.event_mention).where(part.assertion_no == place.no).values(**values))


def _own_event(
    connection: Connection, event: Mapping[str, Any], chosen: Sequence[Place], *, at: str
) -> tuple[int, str]:
    """Find or make the event of the first mention taken out: its own from before a merge, if it had one."""
    names = [public_id("E", place.text, place.mention) for place in chosen]
    names.append(public_id("E", event["public_id"], *(place.mention for place in chosen)))
    table = schema.event.c
    taken = {
        row.public_id: row
        for row in connection.execute(
            select(table.no, table.public_id, table.merged_into, table.state).where(table.public_id.in_(names))
        )
    }
    for name in names:
        row = taken.get(name)
        if row is None:
            kept = {key: value for key, value in event.items() if key not in ("no", "public_id")}
            fresh = {**kept, "public_id": name, "version": 0, "review": "unreviewed", "changed_at": at}
            return insert_one(connection, schema.event, fresh), name
        if row.state == "merged" and row.merged_into == event["no"]:
            connection.execute(update(schema.event).where(table.no == row.no).values(state="live", merged_into=None))
            return row.no, name
    raise UsageError("these mentions were split off before. Undo the earlier split, or merge the events.")
