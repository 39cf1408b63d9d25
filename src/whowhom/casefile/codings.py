"""Codings in the case: kept as rows, and read back as they were.

In: a coding and the numbers of its text and report. Out: rows; and, the other way, the same
coding again, to the last value.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, insert, not_, select, update

from whowhom.casefile import schema
from whowhom.casefile.eventlinks import store_links
from whowhom.casefile.projection import AssertionRows, Row, project
from whowhom.records import FORMAT, Coder, Coding, Document
from whowhom.records.layout import from_dict, to_dict

TABLE_OF = {
    "event": "events",
    "tie": "ties",
    "estimate": "estimates",
    "statement": "statements",
    "forecast": "forecasts",
}
"""Kinds of assertions and the table of the coding that holds each."""

BY_HAND = "by hand"
"""Version of a coder who is a person and adds to what another coder found."""


def coder_key(coder: Coder) -> str:
    """Name a coder by the digest of all that it is: name, version and data."""
    text = json.dumps(asdict(coder), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def put_coder(connection: Connection, coder: Coder, *, kind: str = "program") -> int:
    """Give the number of a coder, adding it if it is new.

    Args:
        kind: "program", "person" or "import".
    """
    key = coder_key(coder)
    found = connection.execute(select(schema.coder.c.no).where(schema.coder.c.key == key)).scalar()
    if found is not None:
        return int(found)
    row = {"key": key, "kind": kind, "name": coder.name, "version": coder.version, "codebook": coder.codebook}
    return insert_one(connection, schema.coder, {**row, "record": asdict(coder)})


def store_coding(
    connection: Connection,
    coding: Coding,
    *,
    text_no: int,
    report_no: int,
    at: str,
    kind: str = "program",
    is_current: bool = True,
) -> int:
    """Store a coding with all its rows; one coder codes one text once.

    Returns:
        The number of the coding; the one already there if this coder has coded this text.
    """
    coder_no = put_coder(connection, coding.coder, kind=kind)
    place = schema.coding.c
    found = connection.execute(select(place.no).where(place.text_no == text_no, place.coder_no == coder_no)).scalar()
    if found is not None:
        return int(found)
    rows = project(coding)
    coding_no = insert_one(
        connection,
        schema.coding,
        {
            "text_no": text_no,
            "report_no": report_no,
            "coder_no": coder_no,
            "is_current": is_current,
            "coded_at": at,
            "tables": rows.tables,
        },
    )
    mentions = _insert_all(connection, schema.actor_mention, [{**row, "coding_no": coding_no} for row in rows.actors])
    numbers = {row["public_id"]: no for row, no in zip(rows.actors, mentions, strict=True)}
    _store_assertions(connection, coding_no, rows.assertions, numbers)
    return coding_no


def store_more(connection: Connection, coding_no: int, coding: Coding) -> None:
    """Store what a coding has more than when it was stored; rows that are there stay as they are."""
    rows = project(coding)
    assertion, mention = schema.assertion.c, schema.actor_mention.c
    told = connection.execute(select(assertion.kind, assertion.public_id).where(assertion.coding_no == coding_no))
    have = {(row.kind, row.public_id) for row in told}
    held = connection.execute(select(mention.public_id, mention.no).where(mention.coding_no == coding_no))
    known = {row.public_id: row.no for row in held}
    fresh = [{**row, "coding_no": coding_no} for row in rows.actors if row["public_id"] not in known]
    numbers = _insert_all(connection, schema.actor_mention, fresh)
    known |= {row["public_id"]: no for row, no in zip(fresh, numbers, strict=True)}
    more = [one for one in rows.assertions if (one.assertion["kind"], one.assertion["public_id"]) not in have]
    _store_assertions(connection, coding_no, more, known)
    connection.execute(update(schema.coding).where(schema.coding.c.no == coding_no).values(tables=rows.tables))


def leads() -> ColumnElement[bool]:
    """Give the condition that a coding, joined with its coder, is the one that counts for its text.

    What a person added by hand counts beside it and is no rival of it.
    """
    coder = schema.coder.c
    return and_(schema.coding.c.is_current, not_(and_(coder.kind == "person", coder.version == BY_HAND)))


def load_coding(connection: Connection, coding_no: int) -> Coding:
    """Read a coding back, equal to the one that was stored.

    Raises:
        KeyError: there is no coding of that number.
    """
    coding, report, text, coder = schema.coding.c, schema.report.c, schema.text.c, schema.coder.c
    row = connection.execute(
        select(coding.tables, report.document, text.body, coder.record)
        .select_from(schema.coding.join(schema.report, report.no == coding.report_no))
        .join(schema.text, text.no == coding.text_no)
        .join(schema.coder, coder.no == coding.coder_no)
        .where(coding.no == coding_no)
    ).one_or_none()
    if row is None:
        raise KeyError(f"no coding number {coding_no!r} in this case")
    records: dict[str, list[Any]] = {table: [] for table in TABLE_OF.values()}
    assertion = schema.assertion.c
    for kind, record in connection.execute(
        select(assertion.kind, assertion.record).where(assertion.coding_no == coding_no).order_by(assertion.no)
    ):
        records[TABLE_OF[kind]].append(record)
    document = {**row.document, "text": row.body}
    return from_dict({**row.tables, "coder": row.record, "document": document, **records})


def document_record(document: Document) -> Row:
    """Give what a report keeps of its document: all but the text, which is kept once."""
    empty = Coding(FORMAT, Coder("", "", None, "", None, None), document)
    plain: Row = to_dict(empty)["document"]
    return {name: value for name, value in plain.items() if name != "text"}


def assertions_of(connection: Connection, coding_nos: Iterable[int], *, kind: str | None = None) -> list[int]:
    """Give the numbers of the assertions of some codings, in order."""
    assertion = schema.assertion.c
    query = select(assertion.no).where(assertion.coding_no.in_(list(coding_nos))).order_by(assertion.no)
    return list(connection.scalars(query if kind is None else query.where(assertion.kind == kind)))


def insert_one(connection: Connection, table: Table, row: Row) -> int:
    """Insert one row and give its number."""
    return int(connection.execute(insert(table).returning(table.c.no), row).scalar_one())


def _store_assertions(
    connection: Connection, coding_no: int, assertions: Sequence[AssertionRows], mentions: dict[str, int]
) -> None:
    blank = dict.fromkeys(column.name for column in schema.assertion.columns if column.name != "no")
    given = [{**blank, **rows.assertion, "coding_no": coding_no} for rows in assertions]
    numbers = _insert_all(connection, schema.assertion, given)
    parts = (
        ("actors", schema.assertion_actor),
        ("places", schema.assertion_place),
        ("voices", schema.assertion_voice),
        ("claims", schema.claim),
    )
    for name, table in parts:
        hung = [
            {**_numbered(row, mentions), "assertion_no": number}
            for number, rows in zip(numbers, assertions, strict=True)
            for row in getattr(rows, name)
        ]
        if hung:
            connection.execute(insert(table), hung)
    events = [(no, rows.assertion) for no, rows in zip(numbers, assertions, strict=True)]
    store_links(
        connection,
        {row["public_id"]: no for no, row in events if row["kind"] == "event"},
        [
            (row["public_id"], link["to"], link["link"])
            for _, row in events
            if row["kind"] == "event"
            for link in row["record"].get("links", ())
        ],
    )


def _numbered(row: Row, mentions: dict[str, int]) -> Row:
    """Put numbers of actor mentions where a row has ids of the coding."""
    out = dict(row)
    for key in ("mention", "voice_mention"):
        if key in out:
            wanted = out.pop(key)
            out[f"{key}_no"] = None if wanted is None else mentions[wanted]
    return out


def _insert_all(connection: Connection, table: Table, rows: Sequence[Row]) -> list[int]:
    if not rows:
        return []
    statement = insert(table).returning(table.c.no, sort_by_parameter_order=True)
    return [int(no) for no in connection.scalars(statement, list(rows))]
