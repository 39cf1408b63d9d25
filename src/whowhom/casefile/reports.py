"""Reports: coming in, being corrected, being retracted.

In: a document and its coding. Out: rows, all in the caller's transaction, and what became
of the report (:class:`Added`).

What one would get wrong: nothing is ever replaced. A corrected report (the same address, a
new text) is a new version beside the old one; the old one's assertions stay readable and
count for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, Row, exists, func, or_, select, update

from whowhom.casefile import schema
from whowhom.casefile.codings import assertions_of, document_record, insert_one, store_coding
from whowhom.casefile.conclude import refresh_events
from whowhom.casefile.decisions import record_decision
from whowhom.casefile.identities import link_actors
from whowhom.casefile.ids import public_id
from whowhom.casefile.outlets import address_of, put_outlet
from whowhom.casefile.packing import storable
from whowhom.casefile.search import index_text
from whowhom.casefile.tombstones import is_erased
from whowhom.casefile.witnesses import join_witness, new_witness
from whowhom.errors import NoSuchRecord
from whowhom.records import Coding, Document

Standing = Literal["new", "known", "outlet", "erased"]
"""What a document is to the case: new to it; known, with nothing to do; a text that another
outlet has brought already, so that it need not be coded; erased, and not let in again."""

What = Literal["new", "corrected", "older version", "outlet", "copy", "known"]
MIN_ID_LETTERS = 5


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a report.

    Attributes:
        what: new; corrected: a new version of a report that was there; older
            version: one retrieved before the current one; outlet: the same text
            from another outlet; copy: nearly the same text; known: no change.
        report: Public id of the report.
        events: Event mentions that came with it.
    """

    what: What
    report: str
    events: int = 0


def classify(connection: Connection, document: Document) -> Standing:
    """Say what a document is to the case, before the work of coding it."""
    if is_erased(connection, document):
        return "erased"
    text_no = _text_no(connection, document)
    if text_no is None:
        return "new"
    if _find_report(connection, address_of(document), text_no) is not None:
        return "known"
    return "outlet"


def add_report(
    connection: Connection, document: Document, coding: Coding | None, *, at: str, kind: str = "program"
) -> Added:
    """Take a report in, with its coding.

    Args:
        connection: In a writing transaction.
        coding: Of this document; may be None for a text that was coded already.
        at: The present instant.
        kind: Of the coder: "program", "person" or "import".

    Raises:
        ValueError: the text is new and there is no coding.
    """
    text_no = _text_no(connection, document)
    address = address_of(document)
    known = None if text_no is None else _find_report(connection, address, text_no)
    if known is not None:
        return Added("known", known.public_id)
    is_new_text = text_no is None
    if text_no is None:
        if coding is None:
            raise ValueError("a new text needs its coding")
        text_no = _put_text(connection, document)
    report, replaced = _put_report(connection, document, address, text_no, at=at)
    touched = _recount(connection, [text_no, *replaced])
    if not is_new_text or coding is None:
        refresh_events(connection, touched, at=at)
        return Added("corrected" if replaced else "outlet", report.public_id)
    coding_no = store_coding(connection, coding, text_no=text_no, report_no=report.no, at=at, kind=kind)
    link_actors(connection, coding_no)
    copies = join_witness(connection, document, text_no)
    index_text(connection, text_no, document.text)
    mentions = assertions_of(connection, [coding_no], kind="event")
    refresh_events(connection, [*mentions, *touched, *_mentions_of(connection, copies)], at=at)
    what: What = "corrected" if replaced else "copy" if copies else "new"
    if report.state == "superseded":
        what = "older version"
    return Added(what, report.public_id, len(mentions))


def find_report(connection: Connection, words: str) -> Row[tuple[object, ...]]:
    """Find a report by public id (or its start), address or path; the current version of several.

    Raises:
        NoSuchRecord: none has it, or several reports do.
    """
    report = schema.report.c
    exact = or_(report.public_id == words, report.address == words, report.url == words, report.path == words)
    rows = connection.execute(select(schema.report).where(exact)).all()
    if not rows and words.startswith("r-") and len(words) >= MIN_ID_LETTERS:
        rows = connection.execute(
            select(schema.report).where(report.public_id.startswith(words, autoescape=True))
        ).all()
    current = [row for row in rows if row.state == "current"] or list(rows)
    if len(current) == 1:
        return current[0]
    if not current:
        raise NoSuchRecord(
            f"no report {words!r} in the case. Give its id (r-...), address or path; see `whowhom search`."
        )
    ids = ", ".join(row.public_id for row in current[:5])
    raise NoSuchRecord(f"{len(current)} reports are named {words!r}: {ids}. Give the id of one.")


def retract_report(connection: Connection, report_no: int, *, who: str, why: str | None, at: str) -> bool:
    """Let a report count for nothing; it stays visible.

    Returns:
        False where it was retracted before and nothing changed.
    """
    report = schema.report.c
    row = connection.execute(select(schema.report).where(report.no == report_no)).one()
    if row.state == "retracted":
        return False
    connection.execute(update(schema.report).where(report.no == report_no).values(state="retracted"))
    record_decision(connection, who=who, why=why, kind="retract", target_kind="report", target=row.public_id, at=at)
    refresh_events(connection, _recount(connection, [row.text_no]), at=at)
    return True


def readmit_report(connection: Connection, report_no: int, *, at: str) -> None:
    """Let a retracted report count again, unless another version of it has become current since."""
    report = schema.report.c
    row = connection.execute(select(schema.report).where(report.no == report_no)).one()
    current = select(report.no).where(report.address == row.address, report.state == "current")
    newer = row.superseded_by or connection.scalars(current).first()
    values = {"state": "current" if newer is None else "superseded", "superseded_by": newer}
    connection.execute(update(schema.report).where(report.no == report_no).values(**values))
    refresh_events(connection, _recount(connection, [row.text_no]), at=at)


def _text_no(connection: Connection, document: Document) -> int | None:
    return connection.scalars(select(schema.text.c.no).where(schema.text.c.digest == document.id)).one_or_none()


def _find_report(connection: Connection, address: str, text_no: int) -> Row[tuple[object, ...]] | None:
    report = schema.report.c
    query = select(schema.report).where(report.address == address, report.text_no == text_no)
    return connection.execute(query).one_or_none()


def _put_text(connection: Connection, document: Document) -> int:
    row = {
        "digest": document.id,
        "body": document.text,
        "length": len(document.text),
        "language": document.language,
        "witness_no": new_witness(connection, document),
        "day": document.publication.published,
        "is_counted": True,
    }
    return insert_one(connection, schema.text, row)


def _put_report(
    connection: Connection, document: Document, address: str, text_no: int, *, at: str
) -> tuple[Row[tuple[object, ...]], list[int]]:
    """Insert the report; give it and the texts of the versions that it supersedes."""
    report = schema.report.c
    publication = document.publication
    earlier = connection.execute(select(schema.report).where(report.address == address)).all()
    current = [row for row in earlier if row.state == "current"]
    newer = next((row for row in current if _is_older(document, row)), None)
    row = {
        "public_id": public_id("r", address, document.id),
        "text_no": text_no,
        "address": storable(address),
        "version": 1 + max((row.version for row in earlier), default=0),
        "state": "current" if newer is None else "superseded",
        "superseded_by": None if newer is None else newer.no,
        "source_no": put_outlet(connection, publication),
        "url": storable(publication.url),
        "path": storable(publication.path),
        "title": storable(publication.title),
        "published": publication.published,
        "added_at": at,
        "document": document_record(document),
    }
    number = insert_one(connection, schema.report, row)
    replaced = [] if newer is not None else current
    if replaced:
        old = [row.no for row in replaced]
        connection.execute(
            update(schema.report).where(report.no.in_(old)).values(state="superseded", superseded_by=number)
        )
    inserted = connection.execute(select(schema.report).where(report.no == number)).one()
    return inserted, [row.text_no for row in replaced]


def _is_older(document: Document, row: Row[tuple[object, ...]]) -> bool:
    retrieved = document.publication.retrieved
    other = row.document["publication"]["retrieved"]
    return retrieved is not None and other is not None and retrieved < other


def _recount(connection: Connection, text_nos: Iterable[int]) -> list[int]:
    """Set which texts count and since which day; give their event mentions."""
    text, report = schema.text.c, schema.report.c
    touched = list(dict.fromkeys(text_nos))
    for text_no in touched:
        of_text = report.text_no == text_no
        is_live = exists().where(of_text, report.state == "current")
        day = select(func.min(report.published)).where(of_text).scalar_subquery()
        counted = {"is_counted": select(is_live).scalar_subquery(), "day": day}
        connection.execute(update(schema.text).where(text.no == text_no).values(**counted))
    return _mentions_of(connection, touched)


def _mentions_of(connection: Connection, text_nos: Iterable[int]) -> list[int]:
    coding = schema.coding.c
    wanted = list(text_nos)
    if not wanted:
        return []
    codings = list(connection.scalars(select(coding.no).where(coding.text_no.in_(wanted), coding.is_current)))
    return assertions_of(connection, codings, kind="event")
