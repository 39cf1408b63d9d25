"""Events as cards: each value as a line with its note, its parts and its words.

In: an event and its coding. Out: :class:`Card`, plain strings for the template. What one
would get wrong: a field without lines still has a row, with the reason from ``missing``.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from whowhom.brief import phrases
from whowhom.brief.clean import one_line
from whowhom.brief.marks import mark_id
from whowhom.records import Coding, Event, Missing, Participant, Quote, Responsibility, Toll, Voice

MAX_EXCERPT_CHARS = 320  # Two or three lines of a card; longer sentences are cut around the words.
SENTENCE_ENDS = (". ", "! ", "? ", ".” ", '." ', "\n")


@dataclass(frozen=True, slots=True)
class Link:
    """Words of the report and where they stand in the page."""

    words: str
    target: str


@dataclass(frozen=True, slots=True)
class Line:
    """One value.

    Attributes:
        big: A number to be set large before the text; "" for none.
        words: The report's words for it.
        parts: Values that are included in this one.
    """

    text: str
    note: str = ""
    words: tuple[Link, ...] = ()
    parts: tuple[Line, ...] = ()
    big: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A named group of values, or the reason why there are none."""

    name: str
    lines: tuple[Line, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The sentence around the words that tell an event."""

    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Card:
    """All that the page says of one event."""

    number: int
    id: str
    type: str
    modes: str
    shape: str
    certainty: str
    score: str
    remarks: tuple[str, ...]
    excerpt: Excerpt
    tellings: tuple[Link, ...]
    cues: tuple[Link, ...]
    fields: tuple[Field, ...]
    codes: tuple[Line, ...]
    missing: tuple[str, ...]


def make_card(number: int, event: Event, coding: Coding) -> Card:
    """Turn an event into its card.

    Args:
        number: Its place in the report, from 1.
    """
    return Card(
        number=number,
        id=event.id,
        type=event.type,
        modes=", ".join(event.modes),
        shape=phrases.shape(event.factuality),
        certainty=phrases.certainty(event.factuality),
        score=f"{event.score:.2f}",
        remarks=_remarks(event),
        excerpt=_excerpt(event, coding),
        tellings=tuple(link(coding, anchor.start, anchor.end) for anchor in event.anchors),
        cues=tuple(link(coding, cue.start, cue.end) for cue in event.factuality.cues),
        fields=tuple(field for field in _fields(event, coding) if field.lines or field.reason),
        codes=_codes(event),
        missing=missing_lines(event.missing),
    )


def link(coding: Coding, start: int, end: int) -> Link:
    """Point to words of the report."""
    return Link(coding.document.text[start:end], mark_id(start, end))


def voice_lines(voices: tuple[Voice, ...], coding: Coding) -> tuple[Line, ...]:
    """Write a chain of voices, outermost first, each with its cue."""
    return tuple(
        named(phrases.voice_name(voice, coding), phrases.voice_note(voice), _voice_words(voice, coding))
        for voice in voices
    )


def named(name: str, note: str, words: tuple[Link, ...]) -> Line:
    """Write a value with its words; once, where the name is nothing but the words."""
    return Line("" if words and words[0].words == name else name, note, words)


def missing_lines(missing: tuple[Missing, ...]) -> tuple[str, ...]:
    """Group fields without a value by their reason."""
    reasons: dict[str, list[str]] = {}
    for entry in missing:
        reasons.setdefault(entry.reason, []).append(phrases.field(entry.field))
    return tuple(f"{reason}: {', '.join(fields)}" for reason, fields in reasons.items())


def toll_line(toll: Toll, coding: Coding, siblings: tuple[Toll, ...]) -> Line:
    """Write a figure with its bounds, its voices and the figures that are part of it."""
    notes = [phrases.bounds(toll)]
    if toll.status != "unknown":
        notes.append(toll.status)
    if toll.scope != "event":
        notes.append(f"{toll.scope} figure")
    notes += [f"according to {phrases.voice(voice, coding)}" for voice in toll.attribution]
    of = coding.actor(toll.of).name if toll.of else ""
    return Line(
        text=f"{toll.outcome}{f' of {of}' if of and of not in toll.text else ''}",
        note="; ".join(notes),
        words=(link(coding, toll.start, toll.end),),
        parts=tuple(toll_line(part, coding, siblings) for part in siblings if part.part_of == toll.id),
        big=phrases.number(toll),
    )


def _fields(event: Event, coding: Coding) -> list[Field]:
    rows = event.participants
    people = (*event.tolls, *event.counts)
    acts = _participants([row for row in rows if row.role == "actor"], coding)
    hit = _participants([row for row in rows if row.role == "target"], coding)
    parties = _participants([row for row in rows if row.role == "party"], coding)
    wholes = {toll.id for toll in people if toll.part_of is None}
    return [
        Field("Who", acts, "" if acts or parties else _reason(event, "participants.actor")),
        Field("To whom", hit, "" if hit or parties else _reason(event, "participants.target")),
        Field("Parties, no direction told", parties),
        Field("With the help of", _participants([row for row in rows if row.role == "assisting"], coding)),
        Field("People", tuple(toll_line(toll, coding, people) for toll in people if toll.id in wholes)),
        Field("When", _dates(event, coding), "" if event.dates else _reason(event, "dates")),
        Field("Where", _places(event, coding), "" if event.places else _reason(event, "places")),
        Field("Says who", voice_lines(event.attribution, coding) or (Line("the report itself"),)),
        Field("Held responsible", tuple(_held(row, coding) for row in event.responsibility)),
        Field("With what", _quoted(event.instrument, coding)),
        Field("Reason given", _quoted(event.reason, coding)),
        Field("Linked to", _links(event, coding)),
    ]


def _participants(rows: list[Participant], coding: Coding) -> tuple[Line, ...]:
    groups = Counter(row.alternative_group for row in rows if row.alternative_group is not None)
    lines = []
    for row in rows:
        name, notes = _who(row, coding)
        notes += [f"side {row.side}"] if row.role == "party" else []
        notes += [f"number: {one_line(row.number.text)}"] if row.number else []
        notes += [row.certainty] if row.certainty != "certain" else []
        if row.alternative_group is not None and groups[row.alternative_group] > 1:
            notes.append("one of several named as alternatives")
        lines.append(named(name, "; ".join(notes), (link(coding, row.start, row.end),)))
    return tuple(lines)


def _who(row: Participant, coding: Coding) -> tuple[str, list[str]]:
    if row.actor is not None:
        actor = coding.actor(row.actor)
        return actor.name, [actor.kind_on(coding.document.publication.published) or "kind unknown"]
    thing = coding.object(row.object or "")
    return thing.name, [thing.kind, *([thing.effect] if thing.effect not in {"unknown", "none"} else [])]


def _dates(event: Event, coding: Coding) -> tuple[Line, ...]:
    return tuple(
        Line(phrases.date(row), phrases.date_note(row), (link(coding, row.start, row.end),)) for row in event.dates
    )


def _places(event: Event, coding: Coding) -> tuple[Line, ...]:
    lines = []
    for row in event.places:
        place = coding.place(row.place)
        name = phrases.place(place)
        notes = missing_lines(tuple(entry for entry in place.missing if entry.field in {"latitude", "gazetteer_id"}))
        if place.geoprecision is not None:
            notes = (f"precision: {phrases.GEOPRECISIONS[place.geoprecision]}",)
        text = name if row.role == "at" else f"{row.role}: {name}"
        lines.append(Line(text, "; ".join(notes), (link(coding, row.start, row.end),)))
    return tuple(lines)


def _held(row: Responsibility, coding: Coding) -> Line:
    name = coding.actor(row.actor).name if row.actor else "nobody named"
    note = f"{row.stance}{f', by {phrases.voice(row.voice, coding)}' if row.voice else ''}"
    return named(name, note, (link(coding, row.start, row.end),))


def _quoted(quote: Quote | None, coding: Coding) -> tuple[Line, ...]:
    return (Line("", words=(link(coding, quote.start, quote.end),)),) if quote else ()


def _links(event: Event, coding: Coding) -> tuple[Line, ...]:
    numbers = {other.id: number for number, other in enumerate(coding.events, 1)}
    return tuple(
        Line(row.link, words=(Link(f"event {numbers[row.to]}", f"event-{numbers[row.to]}"),)) for row in event.links
    )


def _voice_words(voice: Voice, coding: Coding) -> tuple[Link, ...]:
    spans = [(voice.start, voice.end)] if voice.start is not None and voice.end is not None else []
    spans += [(voice.cue.start, voice.cue.end)] if voice.cue else []
    return tuple(link(coding, start, end) for start, end in spans if start is not None and end is not None)


def _codes(event: Event) -> tuple[Line, ...]:
    lines = []
    if event.acled:
        names = dict.fromkeys((event.acled.disorder_type, event.acled.event_type, event.acled.sub_event_type))
        lines.append(Line(f"ACLED {' › '.join(names)}", f"rule {event.acled.rule}"))
    if event.ged:
        kind = event.ged.type_of_violence
        lines.append(Line(f"UCDP {kind}, {phrases.VIOLENCE[kind]} violence", f"rule {event.ged.rule}"))
    if event.cameo:
        quad = event.cameo.quad_class
        lines.append(Line(f"CAMEO {event.cameo.root}, {phrases.QUADS[quad]}", f"rule {event.cameo.rule}"))
    return tuple(lines)


def _remarks(event: Event) -> tuple[str, ...]:
    remarks = ["background"] if event.background else []
    if event.clarity == "aggregate":
        remarks.append(f"{event.event_count} events told as one" if event.event_count else "several events told as one")
    return tuple(remarks)


def _reason(event: Event, field: str) -> str:
    for entry in event.missing:
        if entry.field == field or field.startswith((f"{entry.field}.", f"{entry.field}[")):
            return entry.reason
    return ""


def _excerpt(event: Event, coding: Coding) -> Excerpt:
    """Take the sentence around the first anchor, cut to size at words."""
    text, anchor = coding.document.text, event.anchors[0]
    region = next((row for row in coding.document.regions if row.start <= anchor.start < row.end), None)
    first, last = (region.start, region.end) if region else (0, len(text))
    before = text[first : anchor.start]
    after = text[anchor.end : last]
    before = before[max((before.rfind(end) + len(end) for end in SENTENCE_ENDS if end in before), default=0) :]
    after = after[: min((after.find(end) + len(end) for end in SENTENCE_ENDS if end in after), default=len(after))]
    room = max(MAX_EXCERPT_CHARS // 2, 1)
    if len(before) > room:
        before = "… " + before[-room:].partition(" ")[2]
    if len(after) > room:
        after = after[:room].rpartition(" ")[0] + " …"
    return Excerpt(before.replace("\n", " "), anchor.text, after.replace("\n", " ").rstrip())
