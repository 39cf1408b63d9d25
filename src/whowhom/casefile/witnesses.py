"""Witnesses: texts that copy each other count as one.

In: a new text. Out: the number of its witness, and the texts whose witness changed because
the new one joins two groups.
"""

from __future__ import annotations

from sqlalchemy import Connection, delete, func, insert, select, update

from whowhom.casefile import schema
from whowhom.casefile.codings import insert_one
from whowhom.casefile.ids import public_id
from whowhom.link.copies import bands, is_copy, is_near_in_time, read_part, shingles
from whowhom.records import READ_KINDS, Document

# A text seldom has more true copies; candidates that share most bands come first.
MAX_CANDIDATES = 50


def join_witness(connection: Connection, document: Document, text_no: int) -> list[int]:
    """Put a new text to those that it copies, or make it a witness of its own.

    Args:
        text_no: The text's row, already there with a witness of its own.

    Returns:
        Numbers of older texts that now share its witness; empty for a text of its own.
    """
    found = shingles(read_part(document))
    marks = bands(found)
    copies = _copies(connection, found, marks, document.publication.published)
    if marks:
        connection.execute(insert(schema.text_band), [{"band": mark, "text_no": text_no} for mark in marks])
    if not copies:
        return []
    text = schema.text.c
    groups = set(connection.scalars(select(text.witness_no).where(text.no.in_([*copies, text_no]))))
    return _join(connection, groups, text_no)


def new_witness(connection: Connection, document: Document) -> int:
    """Make a witness for one text."""
    return insert_one(connection, schema.witness, {"public_id": public_id("w", document.id)})


def _copies(connection: Connection, found: frozenset[int], marks: tuple[int, ...], day: str | None) -> list[int]:
    if not marks:
        return []
    band = schema.text_band.c
    query = (
        select(band.text_no)
        .where(band.band.in_(marks))
        .group_by(band.text_no)
        .order_by(func.count().desc(), band.text_no)
        .limit(MAX_CANDIDATES)
    )
    candidates = list(connection.scalars(query))
    text, report = schema.text.c, schema.report.c
    rows = connection.execute(
        select(text.no, text.body, text.day, report.document)
        .join(schema.report, report.text_no == text.no)
        .where(text.no.in_(candidates))
        .order_by(text.no, report.no)
    )
    copies: dict[int, bool] = {}
    for number, body, other_day, record in rows:
        if number not in copies:
            copies[number] = is_near_in_time(day, other_day) and is_copy(found, shingles(_read_part(body, record)))
    return [number for number, is_one in copies.items() if is_one]


def _read_part(body: str, record: dict[str, object]) -> str:
    regions = record["regions"]
    assert isinstance(regions, list)
    return "\n".join(body[r["start"] : r["end"]] for r in regions if r["kind"] in READ_KINDS)


def _join(connection: Connection, groups: set[int], text_no: int) -> list[int]:
    """Fold several witnesses into the one whose id sorts first, whatever came first."""
    witness, text = schema.witness.c, schema.text.c
    rows = connection.execute(select(witness.no, witness.public_id).where(witness.no.in_(groups))).all()
    kept = min(rows, key=lambda row: row.public_id).no
    connection.execute(update(schema.text).where(text.witness_no.in_(groups)).values(witness_no=kept))
    connection.execute(delete(schema.witness).where(witness.no.in_(groups - {kept})))
    return list(connection.scalars(select(text.no).where(text.witness_no == kept, text.no != text_no)))
