"""Codings that people make apart: blind to each other, and if wished to the machine.

In: a text, an event that a person marked or took over, and the person. Out: their own coding
of the text, a coder of kind "person", which counts for nothing in the case.

What one would get wrong: a coding made apart is never current. It makes no event, no actor and
no figure, so nobody can meet it elsewhere, and two coders of one text do not make two events of
one. What an editor decides when codings are compared is what reaches the case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection, select, update

from whowhom.casefile import schema
from whowhom.casefile.additions import _joined
from whowhom.casefile.byhand import hand_coder
from whowhom.casefile.codings import coder_key, load_coding, store_coding, store_more
from whowhom.casefile.decisions import Author, decide
from whowhom.errors import NoSuchRecord, UsageError
from whowhom.pipeline.tables import make_id
from whowhom.records import FORMAT, Coder, Coding, Event
from whowhom.records.validation import validate

APART = "apart"
"""Version of a coder who is a person and codes apart from the case."""


def apart_coder(who: str) -> Coder:
    """Name a person as a coder who codes apart."""
    return replace(hand_coder(who), version=APART)


def code_apart(connection: Connection, report: Mapping[str, Any], coding: Coding, author: Author) -> str:
    """Put an event into a person's own coding of a text.

    Args:
        report: Row of ``report``.
        coding: By :func:`apart_coder`, with one event.

    Returns:
        Id of the event in the coding.

    Raises:
        UsageError: it is there already.
    """
    (event,) = coding.events
    number = _find(connection, report["text_no"], coding.coder)
    held = None if number is None else _assertion(connection, number, event.id)
    if held is not None and held.review != "rejected":
        raise UsageError(f"you have coded {event.type} at these words already.")
    if number is None:
        validate(coding)
        more = {"text_no": report["text_no"], "report_no": report["no"], "at": author.at}
        store_coding(connection, coding, **more, kind="person", is_current=False)
    elif held is None:
        joined = _joined(load_coding(connection, number), coding)
        validate(joined)
        store_more(connection, number, joined)
    else:
        _mark(connection, held.no, None)
    anchor = event.anchors[0]
    ground = {"text": coding.document.id, "id": event.id, "start": anchor.start, "end": anchor.end}
    ground |= {"words": anchor.text, "type": event.type, "kind": "event"}
    value = {"report": report["public_id"], "type": event.type}
    decide(connection, author, "code", "assertion", event.id, value=value, anchor=ground)
    return event.id


def take_back_apart(connection: Connection, report: Mapping[str, Any], mention: str, author: Author) -> None:
    """Take an event out of a person's own coding; its row stays and counts no more.

    Raises:
        NoSuchRecord: the person coded none with that id here.
    """
    number = _find(connection, report["text_no"], apart_coder(author.who))
    held = None if number is None else _assertion(connection, number, mention)
    if held is None or held.review == "rejected":
        raise NoSuchRecord(f"you have coded no event {mention!r} in this text.")
    _mark(connection, held.no, "rejected")
    digest = connection.scalars(select(schema.text.c.digest).where(schema.text.c.no == report["text_no"])).one()
    ground = {"text": digest, "id": mention}
    decide(connection, author, "take back", "assertion", mention, value={"report": report["public_id"]}, anchor=ground)


def coding_apart(connection: Connection, text_no: int, who: str) -> Coding | None:
    """Read what a person coded apart in a text, without what they took back; None where they coded nothing."""
    coder, coding = schema.coder.c, schema.coding.c
    numbers = connection.scalars(
        select(coding.no)
        .join(schema.coder, coder.no == coding.coder_no)
        .where(coding.text_no == text_no, coder.kind == "person", coder.version == APART, coder.name == who)
        .order_by(coding.no)
    ).all()
    # The codebook or gazetteer may have changed while they coded: each change makes a coder of its own.
    merged: Coding | None = None
    for number in numbers:
        held = _standing(connection, number)
        merged = held if merged is None else _joined(merged, held)
    return merged


def pick_event(coding: Coding, event_id: str, coder: Coder) -> Coding:
    """Copy one event of a coding, with what it refers to, as a coding of another coder.

    Raises:
        NoSuchRecord: the coding has no such event.
    """
    event = next((one for one in coding.events if one.id == event_id), None)
    if event is None:
        raise NoSuchRecord(f"there is no event {event_id!r} in this coding. Reload the page.")
    document, anchor = coding.document, event.anchors[0]
    own = make_id("e", document, "event", anchor.start, anchor.end, event.type, coder.name)
    copied = _renamed(event, own, {toll.id: make_id("t", document, own, toll.id) for toll in _tolls(event)})
    wanted = _words_in(asdict(copied))
    tables: tuple[Any, ...] = (*coding.actors, *coding.objects, *coding.places)
    while more := {word for row in tables if row.id in wanted for word in _words_in(asdict(row))} - wanted:
        wanted |= more
    return Coding(
        FORMAT,
        coder,
        document,
        tuple(row for row in coding.actors if row.id in wanted),
        tuple(row for row in coding.objects if row.id in wanted),
        tuple(row for row in coding.places if row.id in wanted),
        (copied,),
    )


def _tolls(event: Event) -> tuple[Any, ...]:
    return (*event.tolls, *event.counts)


def _renamed(event: Event, own: str, ids: Mapping[str, str]) -> Event:
    def figures(rows: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(replace(row, id=ids[row.id], part_of=ids.get(row.part_of or "")) for row in rows)

    # Links lead to other events of the coding, which are not copied.
    return replace(event, id=own, tolls=figures(event.tolls), counts=figures(event.counts), links=(), score=1.0)


def _words_in(value: Any) -> set[str]:
    if isinstance(value, str):
        return {value}
    if isinstance(value, Mapping):
        return {word for one in value.values() for word in _words_in(one)}
    if isinstance(value, (list, tuple)):
        return {word for one in value for word in _words_in(one)}
    return set()


def _standing(connection: Connection, number: int) -> Coding:
    assertion = schema.assertion.c
    gone = set(
        connection.scalars(
            select(assertion.public_id).where(assertion.coding_no == number, assertion.review == "rejected")
        )
    )
    held = load_coding(connection, number)
    return replace(held, events=tuple(event for event in held.events if event.id not in gone))


def _find(connection: Connection, text_no: int, coder: Coder) -> int | None:
    held = schema.coding.c
    return connection.scalars(
        select(held.no)
        .join(schema.coder, schema.coder.c.no == held.coder_no)
        .where(held.text_no == text_no, schema.coder.c.key == coder_key(coder))
    ).one_or_none()


def _assertion(connection: Connection, coding_no: int, name: str) -> Any:
    assertion = schema.assertion.c
    return connection.execute(
        select(assertion.no, assertion.review).where(
            assertion.coding_no == coding_no, assertion.kind == "event", assertion.public_id == name
        )
    ).one_or_none()


def _mark(connection: Connection, number: int, review: str | None) -> None:
    connection.execute(update(schema.assertion).where(schema.assertion.c.no == number).values(review=review))
