"""Event mentions with all that hangs on them, read in a few queries for any number.

In: numbers of assertions. Out: :class:`Mention` records, which conclusions and links are
drawn from without asking the database again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, func, select

from whowhom.casefile import schema

Row = dict[str, Any]
# The place that a map would show: where it happened, before where it came from.
PLACE_ORDER = ("at", "target", "to", "along", "from", "launched from")
QUERY_SIZE = 10_000  # SQLite takes 32,766 values in one statement.


@dataclass(frozen=True, slots=True)
class Mention:
    """An event as one coding of one text has it.

    Attributes:
        no: Number of the assertion.
        public_id: Its id in the coding.
        values: Columns of ``assertion``.
        record: The whole record, as in the JSON layout.
        day: First day of publication of the text, ISO; None: unknown.
        trust: Highest trust of the outlets that print the text, 0-1; None: not judged.
        is_text_counted: A report of the text is current.
        is_counted: So it is, the coding too, and nobody rejected the mention.
        actors: Rows of ``assertion_actor`` with ``name``, ``key``, ``actor_no``, ``kind``.
        places: Rows of ``assertion_place`` with ``basis``, the place that stands for the event first.
        voices: Rows of ``assertion_voice``, outermost first.
        claims: Rows of ``claim``.
    """

    no: int
    public_id: str
    values: Row
    record: Row
    text_no: int
    text_digest: str
    witness_no: int
    day: str | None
    trust: float | None
    is_text_counted: bool
    is_counted: bool
    actors: tuple[Row, ...]
    places: tuple[Row, ...]
    voices: tuple[Row, ...]
    claims: tuple[Row, ...]


def load_mentions(connection: Connection, nos: Iterable[int]) -> list[Mention]:
    """Read event mentions, in the order of their numbers."""
    wanted = sorted(set(nos))
    mentions: list[Mention] = []
    for start in range(0, len(wanted), QUERY_SIZE):
        mentions.extend(_load(connection, wanted[start : start + QUERY_SIZE]))
    return mentions


def _load(connection: Connection, nos: Sequence[int]) -> list[Mention]:
    assertion, coding, text = schema.assertion.c, schema.coding.c, schema.text.c
    rows = connection.execute(
        select(
            schema.assertion, coding.text_no, coding.is_current, text.digest, text.witness_no, text.day, text.is_counted
        )
        .join(schema.coding, coding.no == assertion.coding_no)
        .join(schema.text, text.no == coding.text_no)
        .where(assertion.no.in_(nos))
        .order_by(assertion.no)
    ).mappings()
    trust = _trust(connection, nos)
    actors = _actors(connection, nos)
    places = _hung(connection, schema.assertion_place, nos)
    voices = _hung(connection, schema.assertion_voice, nos)
    claims = _hung(connection, schema.claim, nos)
    names = [column.name for column in schema.assertion.columns if column.name != "record"]
    return [
        Mention(
            no=row["no"],
            public_id=row["public_id"],
            values={name: row[name] for name in names},
            record=row["record"],
            text_no=row["text_no"],
            text_digest=row["digest"],
            witness_no=row["witness_no"],
            day=row["day"],
            trust=trust.get(row["text_no"]),
            is_text_counted=bool(row["is_counted"]),
            is_counted=bool(row["is_counted"] and row["is_current"] and row["review"] != "rejected"),
            actors=tuple(actors[row["no"]]),
            places=tuple(sorted(_with_basis(places[row["no"]], row["record"]), key=_place_rank)),
            voices=tuple(voices[row["no"]]),
            claims=tuple(claims[row["no"]]),
        )
        for row in rows
    ]


def _trust(connection: Connection, nos: Sequence[int]) -> dict[int, float]:
    """Give the trust of each text: that of the most trusted outlet that prints it."""
    assertion, coding, report, source = schema.assertion.c, schema.coding.c, schema.report.c, schema.source.c
    query = (
        select(coding.text_no, func.max(source.trust))
        .join(schema.assertion, assertion.coding_no == coding.no)
        .join(schema.report, report.text_no == coding.text_no)
        .join(schema.source, source.no == report.source_no)
        .where(assertion.no.in_(nos), source.trust.is_not(None), report.state == "current")
        .group_by(coding.text_no)
    )
    return {text_no: float(trust) for text_no, trust in connection.execute(query)}


def _with_basis(places: Sequence[Row], record: Row) -> Iterator[Row]:
    """Add to each place whether the words tell it or it was taken over; what says nothing is told."""
    recorded = record.get("places", ())
    for place in places:
        number = place["number"]
        known = recorded[number].get("basis", "told") if number < len(recorded) else "told"
        yield {**place, "basis": known}


def _place_rank(place: Row) -> tuple[bool, int, int]:
    return place["basis"] != "told", PLACE_ORDER.index(place["role"]), place["number"]


def _hung(connection: Connection, table: Table, nos: Sequence[int]) -> dict[int, list[Row]]:
    order = table.c.no if "no" in table.c else table.c.number
    query = select(table).where(table.c.assertion_no.in_(nos)).order_by(table.c.assertion_no, order)
    found: dict[int, list[Row]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        found[row["assertion_no"]].append(dict(row))
    return found


def _actors(connection: Connection, nos: Sequence[int]) -> dict[int, list[Row]]:
    part, mention = schema.assertion_actor, schema.actor_mention.c
    query = (
        select(part, mention.name, mention.key, mention.kind, mention.country, mention.is_named, mention.actor_no)
        .join(schema.actor_mention, mention.no == part.c.mention_no)
        .where(part.c.assertion_no.in_(nos))
        .order_by(part.c.assertion_no, part.c.number)
    )
    found: dict[int, list[Row]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        found[row["assertion_no"]].append(dict(row))
    return found
