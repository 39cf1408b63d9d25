"""Events that a person adds to a text, beside what another coder found there.

In: a text of the case and the coding of one event (:mod:`whowhom.casefile.byhand`). Out: an
assertion of a coder of kind "person", which counts; and the decision that added it, by which
it can be taken back.

What one would get wrong: a person's coding counts beside the coding that leads the text and
never in its stead, so that recoding still replaces what the program found and leaves what the
person added. It is the only coding that grows; no row in it changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select, update

from whowhom.casefile import schema
from whowhom.casefile.codings import coder_key, load_coding, store_coding, store_more
from whowhom.casefile.conclude import refresh_events
from whowhom.casefile.decisions import Author, decide
from whowhom.casefile.identities import link_actors
from whowhom.errors import UsageError
from whowhom.records import Coding
from whowhom.records.validation import validate


def add_by_hand(connection: Connection, report: Mapping[str, Any], coding: Coding, author: Author) -> tuple[str, str]:
    """Add what a person coded in a text, one event.

    Args:
        report: Row of ``report`` that the person read.
        coding: Of its text, with one event.

    Returns:
        Ids of the decision and of the assertion.

    Raises:
        UsageError: this person has added the event already, and it stands.
    """
    (event,) = coding.events
    made = _there(connection, report["text_no"], coding, event.id)
    if made is not None and made.review != "rejected":
        raise UsageError(f"{author.who} has added {event.type} at these words already.")
    number = made.no if made is not None else _grow(connection, report, coding, author)
    if made is not None:
        connection.execute(update(schema.assertion).where(schema.assertion.c.no == number).values(review=None))
    anchor = event.anchors[0]
    ground = {"text": coding.document.id, "id": event.id, "start": anchor.start, "end": anchor.end}
    ground |= {"words": anchor.text, "type": event.type, "kind": "event"}
    name = decide(
        connection,
        author,
        "add",
        "assertion",
        event.id,
        value={"report": report["public_id"], "type": event.type},
        anchor=ground,
    )
    refresh_events(connection, [number], at=author.at)
    return name, event.id


def _there(connection: Connection, text_no: int, coding: Coding, public_id: str) -> Any:
    assertion, held = schema.assertion.c, schema.coding.c
    return connection.execute(
        select(assertion.no, assertion.review)
        .join(schema.coding, held.no == assertion.coding_no)
        .join(schema.coder, schema.coder.c.no == held.coder_no)
        .where(held.text_no == text_no, schema.coder.c.key == coder_key(coding.coder))
        .where(assertion.kind == "event", assertion.public_id == public_id)
    ).one_or_none()


def _grow(connection: Connection, report: Mapping[str, Any], coding: Coding, author: Author) -> int:
    """Store the event in the person's coding of the text, begun if there is none; give its number."""
    validate(coding)
    held = schema.coding.c
    found = connection.scalars(
        select(held.no)
        .join(schema.coder, schema.coder.c.no == held.coder_no)
        .where(held.text_no == report["text_no"], schema.coder.c.key == coder_key(coding.coder))
    ).one_or_none()
    if found is None:
        found = store_coding(
            connection, coding, text_no=report["text_no"], report_no=report["no"], at=author.at, kind="person"
        )
    else:
        joined = _joined(load_coding(connection, found), coding)
        validate(joined)
        store_more(connection, found, joined)
    link_actors(connection, found)
    assertion = schema.assertion.c
    own = select(assertion.no).where(assertion.coding_no == found, assertion.public_id == coding.events[0].id)
    return int(connection.scalars(own).one())


def _joined(old: Coding, new: Coding) -> Coding:
    """Put a coding of one event to those that the person made before."""
    return replace(
        old,
        actors=_with(old.actors, new.actors),
        places=_with(old.places, new.places),
        objects=old.objects + tuple(one for one in new.objects if one.id not in {row.id for row in old.objects}),
        events=tuple(sorted((*old.events, *new.events), key=lambda event: (event.anchors[0], event.id))),
    )


def _with(old: tuple[Any, ...], new: tuple[Any, ...]) -> tuple[Any, ...]:
    """Add actors or places to a table; one that is there gets the mentions of its like."""
    rows = {row.id: row for row in old}
    for row in new:
        known = rows.get(row.id)
        mentions = row.mentions if known is None else (*known.mentions, *row.mentions)
        rows[row.id] = replace(known or row, mentions=tuple(dict.fromkeys(mentions)))
    return tuple(rows.values())
