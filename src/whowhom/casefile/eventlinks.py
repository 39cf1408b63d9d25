"""Links between events of a case: part of, in retaliation for, investigates and the like.

In: numbers of events. Out: their links to other events, both ways.

What one would get wrong: links are never stored between events. A report links what it tells,
and which event a telling belongs to may change with the next report, so links of events are
read through their mentions each time. A link whose two ends have become one event is none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Select, func, select

from whowhom.casefile import schema
from whowhom.casefile.mentions import QUERY_SIZE

PART_OF = "part of"


@dataclass(frozen=True, slots=True)
class EventLink:
    """A link between two events, as the reports that count have it.

    Attributes:
        event_no: The event that the link starts from: the part, the answer, the trial.
        other_no: The event that it leads to.
        link: One of :data:`whowhom.records.events.EventLinkKind`.
        witnesses: How many independent texts say so.
    """

    event_no: int
    event: str
    other_no: int
    other: str
    link: str
    witnesses: int


def store_links(connection: Connection, numbers: dict[str, int], links: Iterable[tuple[str, str, str]]) -> None:
    """Store the links of a coding's event mentions.

    Args:
        numbers: Numbers of the coding's event mentions by their ids.
        links: Id of a mention, id of the mention linked to, and the link.
    """
    rows = {
        (numbers[one], numbers[other], link)
        for one, other, link in links
        if one in numbers and other in numbers and one != other
    }
    if rows:
        values = [{"assertion_no": one, "other_no": other, "link": link} for one, other, link in sorted(rows)]
        connection.execute(schema.assertion_link.insert(), values)


def links_of(connection: Connection, event_nos: Iterable[int]) -> dict[int, list[EventLink]]:
    """Give the links that some events have, from them or to them, by the event's number."""
    found: dict[int, list[EventLink]] = defaultdict(list)
    wanted = sorted(set(event_nos))
    seen: set[tuple[int, int, str]] = set()
    for start in range(0, len(wanted), QUERY_SIZE):
        part = wanted[start : start + QUERY_SIZE]
        # Two queries, each by an index: one for either end is read through all links by both databases.
        ends: tuple[Literal["from", "to"], ...] = ("from", "to")
        rows = [row for end in ends for row in connection.execute(_links(part, end)).mappings()]
        for row in rows:
            link = EventLink(**row)
            key = (link.event_no, link.other_no, link.link)
            if key in seen:
                continue
            seen.add(key)
            for end in (link.event_no, link.other_no):
                found[end].append(link)
    return found


def parts_of_listed(connection: Connection, event_nos: Collection[int]) -> set[int]:
    """Give those of some events that are part of another of them: a sum must not count both."""
    listed = set(event_nos)
    links = (link for links in links_of(connection, listed).values() for link in links)
    return {link.event_no for link in links if link.link == PART_OF and {link.event_no, link.other_no} <= listed}


def link_rows(links: Sequence[EventLink], event_no: int) -> list[dict[str, Any]]:
    """Give the links of one event as plain rows, as lists and traces show them."""
    rows = [
        {
            "link": link.link,
            "direction": "to" if link.event_no == event_no else "from",
            "event": link.other if link.event_no == event_no else link.event,
            "witnesses": link.witnesses,
        }
        for link in links
    ]
    return sorted(rows, key=lambda row: (row["direction"], row["link"], row["event"]))


def _links(event_nos: Sequence[int], ends: Literal["from", "to"]) -> Select[Any]:
    link, text, coding = schema.assertion_link.c, schema.text.c, schema.coding.c
    one, other = schema.assertion.alias("one"), schema.assertion.alias("other")
    here, there = schema.event_mention.alias("here"), schema.event_mention.alias("there")
    first, second = schema.event.alias("first"), schema.event.alias("second")
    return (
        select(
            first.c.no.label("event_no"),
            first.c.public_id.label("event"),
            second.c.no.label("other_no"),
            second.c.public_id.label("other"),
            link.link,
            func.count(text.witness_no.distinct()).label("witnesses"),
        )
        .select_from(schema.assertion_link)
        .join(one, one.c.no == link.assertion_no)
        .join(other, other.c.no == link.other_no)
        .join(schema.coding, coding.no == one.c.coding_no)
        .join(schema.text, text.no == coding.text_no)
        .join(here, here.c.assertion_no == one.c.no)
        .join(there, there.c.assertion_no == other.c.no)
        .join(first, first.c.no == here.c.event_no)
        .join(second, second.c.no == there.c.event_no)
        .where(
            (here if ends == "from" else there).c.event_no.in_(event_nos),
            here.c.event_no != there.c.event_no,
            coding.is_current,
            text.is_counted,
            func.coalesce(one.c.review, "") != "rejected",
            func.coalesce(other.c.review, "") != "rejected",
            first.c.state == "live",
            second.c.state == "live",
        )
        .group_by(first.c.no, first.c.public_id, second.c.no, second.c.public_id, link.link)
        .order_by(first.c.no, second.c.no, link.link)
    )
