"""All that the reading view shows of one report.

In: the id of a report. Out: :class:`ReportPage`: its text in blocks, a card per event told,
other assertions, and how much of it is reviewed.

What one would get wrong: a card shows one telling, and what is decided holds for the event,
which other reports may tell too. So every card has the event's version, and a mark of what
was shown (``seen``), without which nothing can be accepted.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from sqlalchemy import Connection, func, select

from whowhom.brief import phrases
from whowhom.brief.clean import one_line
from whowhom.casefile import schema
from whowhom.casefile.codings import leads, load_coding
from whowhom.casefile.decisions import decisions_on
from whowhom.casefile.reports import find_report
from whowhom.casefile.rulings import Decision
from whowhom.records import Coding, Document, Event
from whowhom.workbench.reading_text import Block, Words, graphic_passages, make_blocks
from whowhom.workbench.reading_values import Row, rows_of, telling_spans

Record = Mapping[str, Any]
State = dict[str, Any]
CONCLUDED = {
    "Who": ("who",),
    "To whom": ("whom",),
    "When": ("day_from", "day_to"),
    "Where": ("place",),
    "Killed": ("killed_low", "killed_best", "killed_high"),
    "Injured": ("injured_low", "injured_best", "injured_high"),
}
_PLAIN_ID = re.compile(r"[A-Za-z][\w-]{0,60}", re.ASCII)
REVIEW_MARKS = {"unreviewed": "○", "accepted": "✓", "corrected": "✎", "rejected": "✗"}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A decision whose ground has changed."""

    decision: str
    kind: str
    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class Card:
    """One event as this report tells it, and what the case makes of it.

    Attributes:
        mention: Id of the assertion.
        event: Public id of the event.
        seen: Mark of what is shown; accepting needs it.
        review: Of the telling where it was judged by itself, else of the event.
        certainty: In words; ``shape`` names its sign.
        others: Other reports that tell the event, with their titles.
        is_folded: Its words lie in a passage that is folded, so it cannot be judged.
        added_by: The person who added it; "" for what a program found.
    """

    number: int
    mention: str
    event: str
    version: int
    seen: str
    type: str
    modes: tuple[str, ...]
    words: str
    start: int
    shape: str
    certainty: str
    cues: tuple[str, ...]
    score: float
    review: str
    status: str
    is_background: bool
    is_aggregate: bool
    rows: tuple[Row, ...]
    waiting: tuple[Waiting, ...]
    others: tuple[tuple[str, str], ...]
    is_folded: bool
    added_by: str

    @property
    def mark(self) -> str:
        """The sign of its state; the word stands beside it."""
        return REVIEW_MARKS[self.review]

    @property
    def told(self) -> tuple[Row, ...]:
        """Rows with a value, of the report or by correction."""
        return tuple(row for row in self.rows if row.values or row.concluded)

    @property
    def untold(self) -> tuple[Row, ...]:
        """Rows that the report leaves open, each with its reason."""
        return tuple(row for row in self.rows if not row.values and not row.concluded)

    @property
    def key(self) -> str:
        """Its name in addresses and in the page."""
        return mention_key(self.mention)

    @property
    def summary(self) -> str:
        """One line that says it all, for a card that is not open."""
        told = {row.label: row.concluded or "; ".join(value.text for value in row.values) for row in self.rows}
        sides = " → ".join(told[label] for label in ("Who", "To whom") if told.get(label))
        parts = [sides or told.get("Parties", ""), told.get("When", ""), told.get("Where", "").split(",")[0]]
        parts += [f"{told[label]} {label.lower()}" for label in ("Killed", "Injured") if told.get(label)]
        return " · ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Other:
    """An assertion that is no event: a tie, an estimate, a statement or a forecast."""

    id: str
    kind: str
    text: str
    words: str
    start: int | None
    end: int | None
    review: str
    voice: str


@dataclass(frozen=True, slots=True)
class ReportPage:
    """All that the template shows."""

    id: str
    title: str
    publisher: str
    published: str
    state: str
    address: str
    language: str
    length: int
    coders: tuple[str, ...]
    blocks: tuple[Block, ...]
    news: tuple[Card, ...]
    background: tuple[Card, ...]
    others: tuple[Other, ...]
    actors: tuple[tuple[str, str], ...]
    graphic: int

    @property
    def cards(self) -> tuple[Card, ...]:
        """All cards, in the order in which keys go through them."""
        return self.news + self.background

    @property
    def has_headline(self) -> bool:
        """The text begins with its own title, which need not be told twice."""
        first = self.blocks[0] if self.blocks else None
        return first is not None and first.kind == "headline"

    @property
    def reviewed(self) -> int:
        """Number of events that a person has looked at."""
        return sum(card.review != "unreviewed" for card in self.cards)


@dataclass(frozen=True, slots=True)
class _Held:
    """A coding that counts for the text, with the person who made it ("" for a program)."""

    no: int
    coding: Coding
    who: str
    leads: bool


def load_report(connection: Connection, report_id: str, *, fold: bool = False, has_text: bool = True) -> ReportPage:
    """Read a report with its cards.

    Args:
        fold: Passages with graphic violence are folded.
        has_text: False leaves the text out, for a part of the page that does without.

    Raises:
        NoSuchRecord: there is no such report.
    """
    report: Any = find_report(connection, report_id)
    codings = _codings(connection, report.text_no)
    document = codings[0].coding.document
    state = _states(connection, [held.no for held in codings])
    told = sorted(
        ((event, held) for held in codings for event in held.coding.events),
        key=lambda pair: (pair[0].anchors[0].start, pair[0].anchors[0].end, pair[0].id),
    )
    event_nos = sorted({row["event_no"] for row in state.values() if row["event_no"] is not None})
    decided = decisions_on(connection, event_nos)
    others = _other_reports(connection, event_nos, report.text_no)
    graphic = graphic_passages(document)
    cards = []
    for number, (event, held) in enumerate(told, start=1):
        row = state[held.no, "event", event.id]
        extra = (decided.get(row["event_no"], ()), others.get(row["event_no"], ()))
        cards.append(_card(number, event, held, row, *extra, folded=graphic if fold else ()))
    tells = {_anchor_id(card): (card.key, card.shape) for card in cards}
    title = report.title or _headline(document) or _untitled(report)
    return ReportPage(
        id=report.public_id,
        title=one_line(title),
        publisher=one_line(_publisher(connection, report) or ""),
        published=phrases.day(report.published) if report.published else "",
        state=report.state,
        address=one_line(report.url or report.path or ""),
        language=document.language or "und",
        length=len(document.text.split()),
        coders=tuple(f"{held.coding.coder.name} {held.coding.coder.version}" for held in codings),
        blocks=make_blocks(document, _words(cards, told), tells) if has_text else (),
        news=tuple(card for card in cards if not card.is_background),
        background=tuple(card for card in cards if card.is_background),
        others=tuple(_others(codings, state)),
        actors=_actors(connection, [held.no for held in codings]),
        graphic=len(graphic),
    )


def document_of(connection: Connection, report_id: str) -> tuple[Record, Document]:
    """Give the row of a report and its document.

    Raises:
        NoSuchRecord: there is no such report.
    """
    report: Any = find_report(connection, report_id)
    return dict(report._mapping), _codings(connection, report.text_no)[0].coding.document


def _codings(connection: Connection, text_no: int) -> list[_Held]:
    """Read the codings that count for a text, the one that leads first."""
    coding, coder = schema.coding.c, schema.coder.c
    rows = connection.execute(
        select(coding.no, coder.name, coder.kind, leads().label("leads"))
        .join(schema.coder, coder.no == coding.coder_no)
        .where(coding.text_no == text_no, coding.is_current)
        .order_by(coding.no)
    ).all()
    held = [
        _Held(row.no, load_coding(connection, row.no), row.name if row.kind == "person" else "", bool(row.leads))
        for row in rows
    ]
    return sorted(held, key=lambda one: not one.leads)


def _states(connection: Connection, coding_nos: Sequence[int]) -> dict[tuple[int, str, str], State]:
    """Give for every assertion how it was judged and the event that it tells, if it tells one."""
    assertion, part, event = schema.assertion.c, schema.event_mention.c, schema.event.c
    columns = [column.label(f"event_{column.name}") for column in event if column.name != "record"]
    rows = connection.execute(
        select(assertion.coding_no, assertion.kind, assertion.public_id, assertion.review, *columns)
        .join(schema.event_mention, part.assertion_no == assertion.no, isouter=True)
        .join(schema.event, event.no == part.event_no, isouter=True)
        .where(assertion.coding_no.in_(coding_nos))
    ).mappings()
    return {(row["coding_no"], row["kind"], row["public_id"]): dict(row) for row in rows}


def _other_reports(
    connection: Connection, event_nos: Sequence[int], text_no: int
) -> dict[int, tuple[tuple[str, str], ...]]:
    """Give for each event the reports of other texts that tell it."""
    part, assertion, coding, report = (
        schema.event_mention.c,
        schema.assertion.c,
        schema.coding.c,
        schema.report.c,
    )
    rows = connection.execute(
        select(part.event_no, report.public_id, report.title)
        .join(schema.assertion, assertion.no == part.assertion_no)
        .join(schema.coding, coding.no == assertion.coding_no)
        .join(schema.report, report.no == coding.report_no)
        .where(part.event_no.in_(event_nos), coding.text_no != text_no, coding.is_current)
        .order_by(part.event_no, report.published, report.no)
    )
    found: dict[int, dict[str, str]] = {}
    for row in rows:
        found.setdefault(row.event_no, {})[row.public_id] = one_line(row.title or row.public_id)
    return {number: tuple(titles.items()) for number, titles in found.items()}


def _card(
    number: int,
    event: Event,
    held: _Held,
    state: State,
    decisions: Sequence[Decision],
    others: tuple[tuple[str, str], ...],
    *,
    folded: Sequence[tuple[int, int]],
) -> Card:
    anchor = event.anchors[0]
    mention = event.id
    rows = rows_of(event, held.coding, prefix=f"v{number}")
    review = "rejected" if state["review"] == "rejected" else state["event_review"]
    return Card(
        number=number,
        mention=mention,
        event=state["event_public_id"],
        version=state["event_version"],
        seen=seen_mark(state["event_public_id"], state["event_version"], mention, state["review"]),
        type=state["event_type"],
        modes=tuple(mode for mode in state["event_modes"].split(", ") if mode),
        words=one_line(anchor.text),
        start=anchor.start,
        shape=phrases.shape(event.factuality),
        certainty=phrases.certainty(event.factuality),
        cues=tuple(one_line(cue.text) for cue in event.factuality.cues),
        score=event.score,
        review=review,
        status=state["event_status"],
        is_background=event.background,
        is_aggregate=event.clarity == "aggregate",
        rows=tuple(_with_conclusion(row, state, decisions, held.coding, is_shared=bool(others)) for row in rows),
        waiting=tuple(
            Waiting(one.public_id, one.kind, "", one.reason or "") for one in decisions if one.state == "waiting"
        ),
        others=others,
        is_folded=any(start <= anchor.start < end for start, end in folded),
        added_by=held.who if not held.leads else "",
    )


def mention_key(public_id: str) -> str:
    """Name a telling in addresses; ids of other coders may hold anything."""
    if _PLAIN_ID.fullmatch(public_id):
        return public_id
    return f"m-{hashlib.sha256(public_id.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"


def seen_mark(event: str, version: int, mention: str, review: str | None) -> str:
    """Mark what a card shows, so that nothing is accepted that was not before a person's eyes."""
    return hashlib.sha256(f"{event}|{version}|{mention}|{review}".encode()).hexdigest()[:16]


def _with_conclusion(row: Row, state: State, decisions: Sequence[Decision], coding: Coding, *, is_shared: bool) -> Row:
    """Put beside a row what the case concludes, where people corrected it or other reports tell the event too."""
    columns = CONCLUDED.get(row.label)
    if columns is None:
        return row
    corrected = [one for one in decisions if one.kind == "correct" and one.field == row.field]
    if not corrected and not is_shared:
        return row
    text = conclusion_text(row.field, state)
    told = "; ".join(value.text for value in row.values)
    if not corrected and text == told:
        return row
    stands = _stands(corrected[-1], coding) if corrected else None
    return replace(row, concluded=text, is_corrected=bool(corrected), stands=stands)


def _stands(decision: Decision, coding: Coding) -> tuple[str, int, int] | None:
    """Give the words of this report that a correction stands on."""
    evidence = decision.anchor.get("evidence")
    if not evidence or evidence["text"] != coding.document.id:
        return None
    return one_line(evidence["words"]), evidence["start"], evidence["end"]


def conclusion_text(field: str, state: State) -> str:
    """Write what the case concludes about one field of an event, from the columns of its row."""
    if field in ("killed", "injured"):
        return figure_text(*(state[f"event_{field}_{name}"] for name in ("low", "best", "high")))
    if field == "day":
        return days_text(state["event_day_from"], state["event_day_to"])
    if field == "place":
        parts = [state["event_place"], state["event_admin1"], state["event_country"]]
        return one_line(", ".join(dict.fromkeys(part for part in parts if part))) or "unknown"
    return one_line(state[f"event_{field}"] or "") or "unknown"


def figure_text(low: int | None, best: int | None, high: int | None) -> str:
    """Write a figure as a range; an open end stays open."""
    if low is None and best is None and high is None:
        return "unknown"
    if low == high and low is not None:
        return f"{low:,}"
    ends = f"{'?' if low is None else f'{low:,}'}–{'?' if high is None else f'{high:,}'}"
    if low is not None and high is None and best is None:
        return f"{low:,} or more"
    return ends if best is None or best in (low, high) else f"{ends}, best {best:,}"


def days_text(first: str | None, last: str | None) -> str:
    """Write the days of an event."""
    if first is None and last is None:
        return "unknown"
    if first == last and first is not None:
        return phrases.day(first)
    begin = phrases.day(first) if first else "?"
    return f"{begin} to {phrases.day(last) if last else '?'}"


def _anchor_id(card: Card) -> str:
    return f"t{card.number}"


def _words(cards: Sequence[Card], told: Sequence[tuple[Event, _Held]]) -> Iterator[Words]:
    for card, (event, _) in zip(cards, told, strict=True):
        for start, end in telling_spans(event):
            yield Words(start, end, _anchor_id(card), "what")
        for cue in event.factuality.cues:
            yield Words(cue.start, cue.end, f"c{card.number}", "cue")
        for row in card.rows:
            for value in row.values:
                for place, (start, end) in enumerate(value.spans):
                    yield Words(start, end, value.id, value.kind if place == 0 else _SECOND.get(value.kind, value.kind))


_SECOND = {"says": "cue", "toll": "says"}
"""Kinds of the further words of a value: the cue of a voice, the voice of a figure."""


def _others(codings: Sequence[_Held], state: Mapping[tuple[int, str, str], State]) -> Iterator[Other]:
    for held in codings:
        coding, no = held.coding, held.no
        for tie in coding.ties:
            names = f"{coding.actor(tie.subject).name} — {tie.tie} — {coding.actor(tie.object).name}"
            spot = tie.evidence[0] if tie.evidence else None
            yield _other(coding, state[no, "tie", tie.id], "tie", names, spot, tie.attribution)
        for estimate in coding.estimates:
            text = f"{estimate.measure}: {figure_text(estimate.low, estimate.best, estimate.high)} {estimate.unit}"
            spot = estimate.evidence[0] if estimate.evidence else None
            yield _other(coding, state[no, "estimate", estimate.id], "estimate", text, spot, estimate.attribution)
        for said in coding.statements:
            about = coding.actor(said.about).name if said.about else "nobody named"
            row = state[no, "statement", said.id]
            yield _other(coding, row, "statement", f"{said.stance}, about {about}", said, said.attribution)
        for forecast in coding.forecasts:
            text = f"if {forecast.condition.text}" if forecast.condition else "without a condition"
            row = state[no, "forecast", forecast.id]
            yield _other(coding, row, "forecast", text, forecast.outcome, forecast.attribution)


def _other(coding: Coding, row: State, kind: str, text: str, spot: Any, voices: Sequence[Any]) -> Other:
    start, end = (spot.start, spot.end) if spot is not None else (None, None)
    words = coding.document.text[start:end] if spot is not None else ""
    voice = "; ".join(phrases.voice_name(voice, coding) for voice in voices)
    return Other(
        row["public_id"],
        kind,
        one_line(text),
        one_line(words),
        start,
        end,
        row["review"] or "unreviewed",
        one_line(voice),
    )


def _actors(connection: Connection, coding_nos: Sequence[int]) -> tuple[tuple[str, str], ...]:
    """Give the actors of the case that the text names: public id and name."""
    mention, actor = schema.actor_mention.c, schema.actor.c
    rows = connection.execute(
        select(actor.public_id, actor.name, func.min(mention.no).label("first"))
        .join(schema.actor, actor.no == mention.actor_no)
        .where(mention.coding_no.in_(coding_nos), actor.state == "live")
        .group_by(actor.public_id, actor.name)
        .order_by(func.min(mention.no))
    )
    return tuple((row.public_id, one_line(row.name)) for row in rows)


def _publisher(connection: Connection, report: Any) -> str | None:
    if report.source_no is None:
        return None
    source = schema.source.c
    return connection.scalars(select(source.name).where(source.no == report.source_no)).one_or_none()


def _untitled(report: Any) -> str:
    """Name a report that has no headline by its file or id, so that open pages can be told apart."""
    name = PurePath(report.path).name if report.path else report.public_id
    return f"Report without a headline: {name}"


def _headline(document: Document) -> str:
    region = next((row for row in document.regions if row.kind == "headline"), None)
    return document.text[region.start : region.end] if region else ""
