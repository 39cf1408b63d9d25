"""Erasing a report: out of tables, search index and decisions, leaving a tombstone.

In: a report. Out: a case file whose bytes hold its text no more.

What one would get wrong: deleting a row leaves its bytes in free pages and in the log, so a
removal ends with :func:`vacuum`, outside the transaction. Backups and exports made before
are other files: they must be destroyed by hand, and the result names the releases.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, exists, insert, or_, select, text, update

from whowhom.casefile import schema
from whowhom.casefile.case import BUSY_TIMEOUT_SECONDS, Case
from whowhom.casefile.conclude import conclude_events, refresh_events
from whowhom.casefile.decisions import Author, decide
from whowhom.casefile.faults import translated
from whowhom.casefile.identities import rename_actors
from whowhom.casefile.ids import public_id
from whowhom.casefile.reports import find_report
from whowhom.casefile.search import remove_text
from whowhom.casefile.tombstones import digest_of, put_tombstones
from whowhom.errors import CaseUnwritable, UsageError

ERASED = {"erased": True}


@dataclass(frozen=True, slots=True)
class Erased:
    """What was taken out.

    Attributes:
        reports: Ids of the reports erased, or changed by the removal of a person.
        releases: Names of the releases that held any of it.
        copies: Ids of near copies that stay, for their text is another.
    """

    reports: tuple[str, ...]
    releases: tuple[str, ...]
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Doomed:
    """Numbers and ids of all that goes with some texts."""

    texts: dict[int, str]
    reports: dict[int, Mapping[str, Any]]
    mentions: tuple[tuple[str, str], ...]
    events: tuple[int, ...]
    actors: tuple[int, ...]
    sources: tuple[int, ...]


def erase_report(connection: Connection, words: str, author: Author) -> Erased:
    """Erase a report with all versions at its address and all other reports of the same texts.

    The caller must :func:`vacuum` the case afterwards.

    Raises:
        NoSuchRecord: there is no such report.
        UsageError: no reason is given.
    """
    if not author.why:
        raise UsageError("erasing needs a reason. Give --why.")
    doomed = _find(connection, find_report(connection, words).address)
    copies = _copies(connection, doomed)
    names = _public_ids(connection, doomed)
    releases = held_in(connection, names)
    with erasing(connection):
        scrub_decisions(connection, doomed.texts.values(), names)
        for number in doomed.texts:
            remove_text(connection, number)
        connection.execute(delete(schema.text).where(schema.text.c.no.in_(doomed.texts)))
        _drop_failures(connection, doomed)
        _settle_events(connection, doomed, at=author.at)
        rename_actors(connection, doomed.actors)
        _drop_lone(connection, doomed)
    digests = [*doomed.texts.values(), *(digest_of(row["address"]) for row in doomed.reports.values())]
    put_tombstones(connection, "report", digests, who=author.who, why=author.why, at=author.at, releases=releases)
    shown = tuple(row["public_id"] for row in doomed.reports.values())
    decide(connection, author, "erase", "report", shown[0])
    return Erased(shown, tuple(releases), copies)


def vacuum(case: Case) -> None:
    """Write the case anew without its free pages, and empty its log.

    Raises:
        CaseUnwritable: another program has the case open; nothing is lost, and the removal is
            complete once this has run.
    """
    case.close()
    if case.address.path is None:
        with translated(case.address), case.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM FULL"))
        return
    held = (
        f"case {case.address.shown!r}: another program has it open, so erased words are still in the file. "
        "Close that program, then run `whowhom erase CASE` without a name."
    )
    path = case.address.path
    with contextlib.closing(sqlite3.connect(path, timeout=BUSY_TIMEOUT_SECONDS, isolation_level=None)) as connection:
        try:
            connection.execute("VACUUM")
            busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except sqlite3.OperationalError as error:
            raise CaseUnwritable(f"{held} ({error})") from None
    if busy:
        raise CaseUnwritable(held)


@contextlib.contextmanager
def erasing(connection: Connection) -> Iterator[None]:
    """Let decisions be changed inside the block; elsewhere the database refuses it."""
    connection.execute(insert(schema.meta), {"key": "erasing", "value": "now"})
    yield
    connection.execute(delete(schema.meta).where(schema.meta.c.key == "erasing"))


def held_in(connection: Connection, public_ids: Collection[str]) -> list[str]:
    """Name the releases that hold any of some records."""
    item, release = schema.release_item.c, schema.release.c
    query = (
        select(release.name)
        .where(exists().where(item.release_no == release.no, item.public_id.in_(list(public_ids))))
        .order_by(release.no)
    )
    return list(connection.scalars(query))


def scrub_decisions(connection: Connection, digests: Iterable[str], names: Collection[str]) -> None:
    """Take what stood in erased texts out of decisions; who decided what and when stays.

    Args:
        digests: Of the erased texts.
        names: Public ids of records that go with them.
    """
    gone, decision = set(digests), schema.decision.c
    state = schema.decision_state.c
    for row in connection.execute(select(schema.decision)).mappings().all():
        values = _scrubbed(row, gone, names)
        if values is not None:
            connection.execute(update(schema.decision).where(decision.no == row["no"]).values(**values))
            connection.execute(update(schema.decision_state).where(state.decision_no == row["no"]).values(reason=None))


def _scrubbed(row: Mapping[Any, Any], gone: set[str], names: Collection[str]) -> dict[str, Any] | None:
    """Give the changed columns of a decision; None where it has nothing of the texts."""
    anchor, value = row["anchor"] or {}, row["value"]
    moved = value.get("moved", ()) if isinstance(value, dict) else ()
    in_moved = any(entry[0] in gone for entry in moved if len(entry) > 2)
    evidence = anchor.get("evidence")
    grounds = [*anchor.get("mentions", ()), *([evidence] if evidence else [])]
    in_anchor = any(entry["text"] in gone for entry in grounds)
    if anchor.get("text") in gone or (row["target_kind"] == "report" and row["target"] in names):
        return {"why": None, "value": None, "anchor": ERASED}
    if not in_moved and not in_anchor:
        return None
    changed: dict[str, Any] = {}
    if in_moved:
        changed["value"] = {**value, "moved": [entry for entry in moved if entry[0] not in gone]}
    if in_anchor:
        kept = [entry for entry in anchor["mentions"] if entry["text"] not in gone]
        # The values may be in the words of the erased report; which they were stays.
        changed["anchor"] = {"mentions": kept, "values": dict.fromkeys(anchor["values"]), **ERASED}
        changed |= {} if kept else {"why": None}
    return changed


def _find(connection: Connection, address: str) -> _Doomed:
    report, part, assertion = schema.report.c, schema.text.c, schema.assertion.c
    coding, mention, told = schema.coding.c, schema.actor_mention.c, schema.event_mention.c
    here = select(report.text_no).where(report.address == address)
    rows = connection.execute(
        select(schema.report).where(or_(report.address == address, report.text_no.in_(here))).order_by(report.no)
    ).mappings()
    reports: dict[int, Mapping[str, Any]] = {row["no"]: {str(k): v for k, v in row.items()} for row in rows}
    numbers = sorted({row["text_no"] for row in reports.values()})
    texts = {row.no: row.digest for row in connection.execute(select(part.no, part.digest).where(part.no.in_(numbers)))}
    codings = select(coding.no).where(coding.text_no.in_(numbers))
    mentions = connection.execute(
        select(part.digest, assertion.public_id)
        .join(schema.coding, coding.text_no == part.no)
        .join(schema.assertion, assertion.coding_no == coding.no)
        .where(part.no.in_(numbers))
    )
    of_texts = select(assertion.no).where(assertion.coding_no.in_(codings))
    events = connection.scalars(select(told.event_no).where(told.assertion_no.in_(of_texts)).distinct())
    actors = connection.scalars(select(mention.actor_no).where(mention.coding_no.in_(codings)).distinct())
    return _Doomed(
        texts,
        reports,
        tuple((row.digest, row.public_id) for row in mentions),
        tuple(events),
        tuple(number for number in actors if number is not None),
        tuple(sorted({row["source_no"] for row in reports.values() if row["source_no"] is not None})),
    )


def _copies(connection: Connection, doomed: _Doomed) -> tuple[str, ...]:
    part, report = schema.text.c, schema.report.c
    witnesses = select(part.witness_no).where(part.no.in_(doomed.texts))
    query = (
        select(report.public_id)
        .join(schema.text, part.no == report.text_no)
        .where(part.witness_no.in_(witnesses), part.no.not_in(doomed.texts))
        .order_by(report.no)
    )
    return tuple(connection.scalars(query))


def _public_ids(connection: Connection, doomed: _Doomed) -> set[str]:
    event, actor = schema.event.c, schema.actor.c
    events = connection.scalars(select(event.public_id).where(event.no.in_(doomed.events)))
    actors = connection.scalars(select(actor.public_id).where(actor.no.in_(doomed.actors)))
    reports = {row["public_id"] for row in doomed.reports.values()}
    return {*events, *actors, *reports, *(mention for _, mention in doomed.mentions)}


def _drop_failures(connection: Connection, doomed: _Doomed) -> None:
    failure = schema.failure.c
    places = {row[name] for row in doomed.reports.values() for name in ("path", "url", "address") if row[name]}
    connection.execute(delete(schema.failure).where(failure.place.in_(places)))


def _settle_events(connection: Connection, doomed: _Doomed, *, at: str) -> None:
    """Delete events that nothing tells any more, conclude the others, and blank merged ones that came from the text."""
    event, told = schema.event.c, schema.event_mention.c
    is_told = exists().where(told.event_no == event.no)
    lone = list(connection.scalars(select(event.no).where(event.no.in_(doomed.events), ~is_told)))
    connection.execute(delete(schema.event).where(event.merged_into.in_(lone), ~is_told))
    connection.execute(delete(schema.event).where(event.no.in_(lone)))
    left = set(doomed.events) - set(lone)
    # What held two groups together may be gone.
    refresh_events(connection, connection.scalars(select(told.assertion_no).where(told.event_no.in_(left))), at=at)
    conclude_events(connection, left, at=at)
    own = [public_id("E", digest, mention) for digest, mention in doomed.mentions]
    blank = dict.fromkeys(("place", "place_key", "admin1", "admin1_key", "day_from", "day_to", "latitude", "longitude"))
    merged = list(connection.scalars(select(event.no).where(event.public_id.in_(own), event.state == "merged")))
    blanked = update(schema.event).where(event.no.in_(merged))
    connection.execute(blanked.values(who="", whom="", record={"basis": {}}, **blank))
    for table in (schema.event_voice, schema.event_actor):
        connection.execute(delete(table).where(table.c.event_no.in_(merged)))


def _drop_lone(connection: Connection, doomed: _Doomed) -> None:
    """Delete witnesses and unlisted outlets that have no report left."""
    witness, source = schema.witness.c, schema.source.c
    has_text = exists().where(schema.text.c.witness_no == witness.no)
    connection.execute(delete(schema.witness).where(~has_text))
    has_report = exists().where(schema.report.c.source_no == source.no)
    lone = (source.no.in_(doomed.sources), ~source.is_listed, ~has_report)
    connection.execute(delete(schema.source).where(*lone))
