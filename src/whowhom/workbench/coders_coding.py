"""A text as one coder codes it by themselves: what they marked, and if wished what the machine found.

In: an assignment. Out: :class:`CodingPage`; and what they add, take over and take back.

What one would get wrong: nothing on this page may come from the case's conclusions, where others'
work is mixed in. Each card is made from one coding alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from whowhom.brief import phrases
from whowhom.brief.clean import one_line
from whowhom.casefile import schema
from whowhom.casefile.apart import apart_coder, code_apart, coding_apart, pick_event, take_back_apart
from whowhom.casefile.assignments import Assignment, find_assignment
from whowhom.casefile.byhand import code_marked
from whowhom.casefile.codings import leads, load_coding
from whowhom.casefile.decisions import Author
from whowhom.casefile.reports import find_report
from whowhom.errors import UsageError
from whowhom.records import Coding, Document, Event
from whowhom.workbench.faults import Fault
from whowhom.workbench.reading_report import mention_key
from whowhom.workbench.reading_text import Block, Words, make_blocks
from whowhom.workbench.reading_values import Row, rows_of, telling_spans


@dataclass(frozen=True, slots=True)
class OwnCard:
    """An event that a coder has, or that the machine suggests to them."""

    id: str
    key: str
    number: int
    type: str
    modes: tuple[str, ...]
    words: str
    start: int
    shape: str
    certainty: str
    rows: tuple[Row, ...]
    is_background: bool

    @property
    def told(self) -> tuple[Row, ...]:
        """Rows with a value."""
        return tuple(row for row in self.rows if row.values)


@dataclass(frozen=True, slots=True)
class CodingPage:
    """All that the template shows."""

    id: str
    title: str
    publisher: str
    published: str
    language: str
    assignment: Assignment
    blocks: tuple[Block, ...]
    own: tuple[OwnCard, ...]
    suggested: tuple[OwnCard, ...]


def load_page(connection: Connection, assignment: Assignment) -> CodingPage:
    """Read a text as one coder may see it."""
    report: Any = find_report(connection, assignment.report)
    lead = leading_coding(connection, report.text_no)
    own = coding_apart(connection, report.text_no, assignment.member)
    taken = {anchor.start for event in own.events for anchor in event.anchors[:1]} if own else set()
    cards = _cards(own, 0) if own else []
    shown = lead if not assignment.is_blind_to_machine else None
    left = [] if shown is None else [one for one in _cards(shown, len(cards)) if one.start not in taken]
    words = [word for coding, some in ((own, cards), (shown, left)) if coding for word in _words(coding, some)]
    tells = {f"t{card.number}": (card.key, card.shape) for card in (*cards, *left)}
    source = connection.scalars(
        select(schema.source.c.name).where(schema.source.c.no == report.source_no)
    ).one_or_none()
    return CodingPage(
        id=report.public_id,
        title=one_line(report.title or "Report without a headline"),
        publisher=one_line(source or ""),
        published=phrases.day(report.published) if report.published else "",
        language=lead.document.language or "und",
        assignment=assignment,
        blocks=make_blocks(lead.document, words, tells),
        own=tuple(cards),
        suggested=tuple(left),
    )


def add_own(
    connection: Connection, report: Mapping[str, Any], coding: Coding, author: Author, *, replaces: str = ""
) -> str:
    """Add an event that a coder marked; with ``replaces`` in the place of another of theirs."""
    if replaces:
        take_back_apart(connection, report, replaces, author)
    return code_apart(connection, report, coding, author)


def code_own(document: Document, marked: Any, who: str) -> Coding:
    """Code what a coder marked, as their own."""
    return code_marked(document, apart_coder(who), marked)


def take_suggestion(connection: Connection, assignment: Assignment, event: str, author: Author) -> str:
    """Take over an event that the machine found, as it found it.

    Raises:
        Fault: the coder is blind to the machine.
        NoSuchRecord: it found no such event.
    """
    if assignment.is_blind_to_machine:
        raise Fault(403, "blind", "You are coding this report blind to the machine.")
    report: Any = find_report(connection, assignment.report)
    lead = leading_coding(connection, report.text_no)
    wanted = next((one.id for one in lead.events if event in (one.id, mention_key(one.id))), event)
    return code_apart(connection, dict(report._mapping), pick_event(lead, wanted, apart_coder(author.who)), author)


def refuse_done(connection: Connection, assignment: Assignment) -> None:
    """Refuse to change what is done; call it inside the writing transaction.

    Raises:
        UsageError: the coder said that they are done.
    """
    if find_assignment(connection, assignment.public_id).state == "done":
        raise UsageError("you said that this report is done; what you coded in it stays as it is.")


def leading_coding(connection: Connection, text_no: int) -> Coding:
    """Read the coding that counts for a text."""
    coding = schema.coding.c
    number = connection.scalars(
        select(coding.no)
        .join(schema.coder, schema.coder.c.no == coding.coder_no)
        .where(coding.text_no == text_no, leads())
        .order_by(coding.no)
    ).first()
    assert number is not None, "a text without a coding that leads it"
    return load_coding(connection, number)


def typed_of_event(event: Event) -> dict[str, str]:
    """Give the fields of the form that adds an event, filled with one that is there."""
    typed = {"type": event.type, "mode": event.modes[0] if event.modes else ""}
    typed |= {"polarity": event.factuality.polarity, "certainty": event.factuality.certainty}
    typed |= {"stage": event.factuality.stage, "background": "yes" if event.background else ""}
    spots: dict[str, tuple[int, int]] = {"anchor": (event.anchors[0].start, event.anchors[0].end)}
    parties = [row for row in event.participants if row.actor is not None]
    for row in parties:
        name = "who" if row.role == "actor" or (row.role == "party" and row.side == "a") else "whom"
        if row.role in ("actor", "target", "party"):
            spots.setdefault(name, (row.start, row.end))
    if any(row.role == "party" for row in parties):
        typed["direction"] = "mutual"
    for date in event.dates[:1]:
        spots["day"] = (date.start, date.end)
    for place in event.places[:1]:
        spots["place"] = (place.start, place.end)
    for toll in (*event.tolls, *event.counts):
        name = toll.outcome if toll.outcome in ("killed", "injured") else "other"
        if name == "other":
            typed.setdefault("other_outcome", toll.outcome)
        spots.setdefault(name, (toll.start, toll.end))
    voice = next((one for one in reversed(event.attribution) if one.start is not None and one.end is not None), None)
    if voice is not None and voice.start is not None and voice.end is not None:
        typed["voice_role"] = voice.role
        spots["voice"] = (voice.start, voice.end)
    return {**typed, **{f"{name}_start": str(start) for name, (start, _) in spots.items()}, **_ends(spots)}


def filled(typed: Mapping[str, str], text: str) -> dict[str, str]:
    """Put the words of the text where a form filled from an event has their ends."""
    found = dict(typed)
    for name in [key.removesuffix("_end") for key in typed if key.endswith("_end")]:
        start, end = int(found[f"{name}_start"]), int(found.pop(f"{name}_end"))
        found[name] = text[start:end]
    return found


def _ends(spots: Mapping[str, tuple[int, int]]) -> dict[str, str]:
    return {f"{name}_end": str(end) for name, (_, end) in spots.items()}


def _cards(coding: Coding, before: int) -> list[OwnCard]:
    events = sorted((event for event in coding.events if event.anchors), key=lambda event: event.anchors[0].start)
    return [_card(event, coding, number) for number, event in enumerate(events, start=before + 1)]


def _card(event: Event, coding: Coding, number: int) -> OwnCard:
    anchor = event.anchors[0]
    return OwnCard(
        id=event.id,
        key=mention_key(event.id),
        number=number,
        type=event.type,
        modes=event.modes,
        words=one_line(anchor.text),
        start=anchor.start,
        shape=phrases.shape(event.factuality),
        certainty=phrases.certainty(event.factuality),
        rows=rows_of(event, coding, prefix=f"v{number}"),
        is_background=event.background,
    )


def _words(coding: Coding, cards: list[OwnCard]) -> list[Words]:
    events = {event.id: event for event in coding.events}
    found = []
    for card in cards:
        found += [Words(start, end, f"t{card.number}", "what") for start, end in telling_spans(events[card.id])]
        for row in card.rows:
            found += [Words(start, end, value.id, value.kind) for value in row.values for start, end in value.spans]
    return found
