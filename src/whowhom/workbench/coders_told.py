"""What one coder made of one text, in a shape in which two coders can be compared.

In: a case and a coder: the machine, a person, or a coding that was imported. Out:
:class:`Reading` of every text that they coded.

What one would get wrong: a person who reviewed a text coded it too. Their reading is what the
machine found as they left it: without what they rejected, with what they corrected and added.
A text counts as coded by a person only when they said that they are done with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from whowhom.brief.clean import one_line
from whowhom.casefile import schema
from whowhom.casefile import schema_team as team
from whowhom.casefile.apart import APART, coding_apart
from whowhom.casefile.codings import BY_HAND, leads, load_coding
from whowhom.evaluate.coding_views import EventView, Item, view_coding
from whowhom.records import Coding, Event, Place, Span, innermost
from whowhom.workbench.coders_coding import leading_coding
from whowhom.workbench.reading_report import days_text, figure_text

MACHINE = "machine"
NOT_TOLD = "not told"
PLAIN = ("type", "mode", "polarity", "certainty", "stage", "background")
"""Fields with one name each."""
SIDES: Mapping[str, tuple[str, str]] = {"who": ("actor", "a"), "whom": ("target", "b")}
FIGURES = ("killed", "injured")


@dataclass(frozen=True, slots=True)
class Coder:
    """Somebody or something that coded texts.

    Attributes:
        key: In addresses: "machine", "person:NAME", "import:NUMBER".
        texts: Numbers of the texts that they coded.
    """

    key: str
    name: str
    texts: frozenset[int]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a coder says of one field.

    Attributes:
        text: For people.
        correction: As a correction of the case takes it; "" where the case has no such field.
        items: Words behind it with what they name, where there are any.
        number: Of a figure, its best or lowest; None for none.
    """

    text: str
    correction: str
    items: tuple[tuple[str, Item], ...] = ()
    number: int | None = None

    @property
    def is_told(self) -> bool:
        """Whether they say anything."""
        return self.text != NOT_TOLD


@dataclass(frozen=True, slots=True)
class Told:
    """An event as one coder has it."""

    id: str
    view: EventView
    answers: Mapping[str, Answer]
    start: int
    words: str
    voice: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All events that one coder has in one text, in the order of their words."""

    text_no: int
    text: str
    coding: Coding
    events: tuple[Told, ...]


def list_coders(connection: Connection) -> list[Coder]:
    """List who coded what, the machine first, then people by name, then what was imported."""
    coder, coding, text = schema.coder.c, schema.coding.c, schema.text.c
    rows = connection.execute(
        select(coder.no, coder.kind, coder.name, coder.version, coding.text_no, leads().label("leads"))
        .join(schema.coding, coding.coder_no == coder.no)
        .join(schema.text, text.no == coding.text_no)
        .where(text.is_counted)
    ).all()
    machine = frozenset(row.text_no for row in rows if row.leads and row.kind == "program")
    found = [Coder(MACHINE, "the machine", machine)] if machine else []
    table, member = team.assignment.c, team.member.c
    done: dict[str, set[int]] = {}
    for name, text_no in connection.execute(
        select(member.name, table.text_no)
        .join(team.member, member.no == table.member_no)
        .where(table.state == "done")
        .order_by(member.name)
    ):
        done.setdefault(name, set()).add(text_no)
    found += [Coder(f"person:{name}", name, frozenset(texts)) for name, texts in done.items()]
    others: dict[int, tuple[str, set[int]]] = {}
    for row in rows:
        is_own = row.kind == "person" and row.version in (BY_HAND, APART)
        if row.kind != "program" and not is_own:
            others.setdefault(row.no, (f"{row.name} {row.version}", set()))[1].add(row.text_no)
    return found + [Coder(f"import:{no}", name, frozenset(texts)) for no, (name, texts) in others.items()]


def read_as(connection: Connection, coder: Coder, text_no: int) -> Reading:
    """Read what a coder has in a text."""
    lead = leading_coding(connection, text_no)
    kind, _, name = coder.key.partition(":")
    if kind == "import":
        held = schema.coding.c
        number = connection.scalars(select(held.no).where(held.text_no == text_no, held.coder_no == int(name))).one()
        return reading_of(text_no, load_coding(connection, number))
    if kind != "person":
        return reading_of(text_no, lead)
    table, member = team.assignment.c, team.member.c
    blind = connection.execute(
        select(table.is_blind_to_people)
        .join(team.member, member.no == table.member_no)
        .where(table.text_no == text_no, member.name == name)
    ).scalar_one()
    if blind:
        return reading_of(text_no, coding_apart(connection, text_no, name) or replace(lead, events=()))
    return _reviewed(connection, text_no, name, lead)


def reading_of(text_no: int, coding: Coding, changes: Mapping[str, Mapping[str, Any]] | None = None) -> Reading:
    """Put a coding into the shape.

    Args:
        changes: By event id, columns that the coder corrected.
    """
    told_events = [event for event in coding.events if event.anchors]
    views = view_coding(replace(coding, events=tuple(told_events))).events
    made = []
    for event, view in zip(told_events, views, strict=True):
        changed = (changes or {}).get(event.id, {})
        answers = {**_answers(event, coding, view), **_corrected(changed)}
        values = {**view.values, "type": answers["type"].text}
        inner = innermost(event.attribution)
        voice = coding.voice_words(inner) if inner is not None else None
        anchor = event.anchors[0]
        made.append(
            Told(
                event.id,
                replace(view, values=values),
                answers,
                anchor.start,
                one_line(anchor.text),
                one_line(voice or ""),
            )
        )
    made.sort(key=lambda one: one.start)
    return Reading(text_no, coding.document.text, coding, tuple(made))


def _reviewed(connection: Connection, text_no: int, who: str, lead: Coding) -> Reading:
    """Take what the machine found as a person left it, with what they added."""
    coding, coder = schema.coding.c, schema.coder.c
    number = connection.scalars(
        select(coding.no)
        .join(schema.coder, coder.no == coding.coder_no)
        .where(coding.text_no == text_no, coder.kind == "person", coder.version == BY_HAND, coder.name == who)
    ).first()
    added = load_coding(connection, number) if number is not None else None
    rejected, changes = _decided(connection, text_no, who)
    events = [event for event in lead.events if event.id not in rejected]
    found = reading_of(text_no, replace(lead, events=tuple(events)), changes)
    if added is None:
        return found
    more = reading_of(
        text_no, replace(added, events=tuple(event for event in added.events if event.id not in rejected)), changes
    )
    return replace(found, events=tuple(sorted((*found.events, *more.events), key=lambda one: one.start)))


def _decided(connection: Connection, text_no: int, who: str) -> tuple[set[str], dict[str, dict[str, Any]]]:
    """Give the mentions of a text that a person rejected, and what they corrected by mention."""
    assertion, coding, part, event = schema.assertion.c, schema.coding.c, schema.event_mention.c, schema.event.c
    mentions = connection.execute(
        select(assertion.public_id, event.public_id.label("event"))
        .join(schema.coding, coding.no == assertion.coding_no)
        .join(schema.event_mention, part.assertion_no == assertion.no, isouter=True)
        .join(schema.event, event.no == part.event_no, isouter=True)
        .where(coding.text_no == text_no, assertion.kind == "event")
    ).all()
    targets = {name for row in mentions for name in (row.public_id, row.event) if name}
    decision, state = schema.decision.c, schema.decision_state.c
    rows = connection.execute(
        select(decision.kind, decision.target, decision.value)
        .join(schema.decision_state, state.decision_no == decision.no)
        .where(decision.who == who, state.state != "undone", decision.target.in_(targets))
        .where(decision.kind.in_(("reject", "correct", "accept")))
        .order_by(decision.no)
    ).all()
    verdicts: dict[str, str] = {}
    values: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row.kind == "correct":
            values.setdefault(row.target, {}).update(row.value)
        else:
            verdicts[row.target] = row.kind
    gone = {row.public_id for row in mentions if "reject" in (verdicts.get(row.public_id), verdicts.get(row.event))}
    return gone, {row.public_id: values[row.event] for row in mentions if row.event in values}


def _answers(event: Event, coding: Coding, view: EventView) -> dict[str, Answer]:
    found = {name: _named(view.values[name]) for name in PLAIN}
    found["mode"] = Answer(found["mode"].text, view.values["mode"] or "unknown")
    found["type"] = Answer(event.type, event.type)
    for name, (role, side) in SIDES.items():
        rows = [
            (coding.actor(row.actor).name, Span(row.start, row.end))
            for row in event.participants
            if row.actor is not None and (row.role == role or (row.role == "party" and row.side == side))
        ]
        found[name] = _listed([(one_line(named), Item(span)) for named, span in rows])
    found["day"] = _day(event)
    found["place"] = _place(event, coding)
    for name in FIGURES:
        found[name] = _figure(event, name)
    return found


def _named(value: str | None) -> Answer:
    return Answer(value or NOT_TOLD, "")


def _listed(items: Sequence[tuple[str, Item]]) -> Answer:
    names = list(dict.fromkeys(name for name, _ in items))
    return Answer("; ".join(names) or NOT_TOLD, "; ".join(names) or "unknown", tuple(items))


def _day(event: Event) -> Answer:
    if not event.dates:
        return Answer(NOT_TOLD, "unknown")
    date = event.dates[0]
    return _days(date.from_, date.to, ((days_text(date.from_, date.to), Item(Span(date.start, date.end))),))


def _days(first: str | None, last: str | None, items: tuple[tuple[str, Item], ...] = ()) -> Answer:
    if first is None or last is None:
        return Answer(days_text(first, last) if first or last else NOT_TOLD, "unknown")
    return Answer(days_text(first, last), first if first == last else f"{first}..{last}", items)


def _place(event: Event, coding: Coding) -> Answer:
    row = next((one for one in event.places if one.role == "at"), event.places[0] if event.places else None)
    if row is None:
        return Answer(NOT_TOLD, "unknown")
    place = coding.place(row.place)
    name = one_line(", ".join(part for part in (place.name, place.country) if part))
    return Answer(name, _place_correction(place), ((place.gazetteer_id or name, Item(Span(row.start, row.end))),))


def _place_correction(place: Place) -> str:
    if place.latitude is None or place.longitude is None:
        return f"{place.name}, {place.country}" if place.country else place.name
    return f"{place.name} @ {place.latitude},{place.longitude}"


def _figure(event: Event, name: str) -> Answer:
    rows = [toll for toll in event.tolls if toll.outcome == name and toll.part_of is None]
    if not rows:
        return Answer(NOT_TOLD, "unknown")
    toll = rows[0]
    ends = (toll.low, toll.best, toll.high)
    return _range(ends, ((figure_text(*ends), Item(Span(toll.start, toll.end))),))


def _range(ends: tuple[int | None, int | None, int | None], items: tuple[tuple[str, Item], ...] = ()) -> Answer:
    if all(number is None for number in ends):
        return Answer(NOT_TOLD, "unknown", items)
    low, best, high = ends
    words = "/".join("?" if number is None else str(number) for number in ends)
    number = best if best is not None else low if low is not None else high
    return Answer(figure_text(*ends), words, items, number)


def _corrected(changed: Mapping[str, Any]) -> dict[str, Answer]:
    """Give the answers that corrected columns are."""
    found: dict[str, Answer] = {}
    if "type" in changed:
        found["type"] = Answer(changed["type"], changed["type"])
    if "modes" in changed:
        first = changed["modes"].split(", ")[0]
        found["mode"] = Answer(first or NOT_TOLD, first or "unknown")
    for name in SIDES:
        if name in changed:
            names = [part for part in changed[name].split("; ") if part]
            found[name] = Answer("; ".join(names) or NOT_TOLD, "; ".join(names) or "unknown")
    if "day_from" in changed:
        found["day"] = _days(changed["day_from"], changed["day_to"])
    if "place" in changed:
        found["place"] = _corrected_place(changed)
    for name in FIGURES:
        if f"{name}_low" in changed:
            low, best, high = (changed[f"{name}_{end}"] for end in ("low", "best", "high"))
            found[name] = _range((low, best, high))
    return found


def _corrected_place(changed: Mapping[str, Any]) -> Answer:
    if changed["place"] is None:
        return Answer(NOT_TOLD, "unknown")
    text = ", ".join(part for part in (changed["place"], changed.get("country")) if part)
    point = changed.get("latitude"), changed.get("longitude")
    return Answer(text, text if None in point else f"{changed['place']} @ {point[0]},{point[1]}")


def names_of(coders: Iterable[Coder]) -> dict[str, Coder]:
    """Give coders by their keys."""
    return {coder.key: coder for coder in coders}
