"""The values of an event as a report tells it, each with its words.

In: an event and its coding. Out: :class:`Row` records of :class:`Value`, plain strings that
are safe to show. What one would get wrong: a row without values still stands there, with the
reason from ``missing``; "not stated" and "not read" are different answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from whowhom.brief import phrases
from whowhom.brief.clean import one_line
from whowhom.records import Coding, Event, Participant, Toll, Voice

SAID_BY_REPORT = "the report itself"


@dataclass(frozen=True, slots=True)
class Value:
    """One value.

    Attributes:
        id: Unique in the page.
        kind: Kind of its words, see :data:`whowhom.workbench.reading_text.KINDS`.
        field: Field of the event that it speaks for, as a correction names it; "" for none.
        spans: Words behind it, in code points.
    """

    id: str
    kind: str
    field: str
    text: str
    note: str
    spans: tuple[tuple[int, int], ...]
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """A named group of values, or the reason why there are none.

    Attributes:
        field: As a correction names it; "" where nothing can be corrected.
        concluded: What the case concludes where that differs from the report; "" where it does not.
        is_corrected: A person concluded it.
        stands: Words of this report that the correction stands on, and their offsets; None: none were given.
    """

    label: str
    field: str
    values: tuple[Value, ...]
    reason: str = ""
    concluded: str = ""
    is_corrected: bool = False
    stands: tuple[str, int, int] | None = None


def rows_of(event: Event, coding: Coding, *, prefix: str) -> tuple[Row, ...]:
    """List the values of an event.

    Args:
        prefix: Begins the ids of the values.
    """
    maker = _Maker(event, coding, prefix)
    people = [*event.tolls, *event.counts]
    parties = maker.people("party")
    rows = [
        Row("Who", "who", maker.people("actor"), maker.reason("participants.actor", parties)),
        Row("To whom", "whom", maker.people("target"), maker.reason("participants.target", parties)),
        Row("Parties", "who", parties),
        Row("With help of", "", maker.people("assisting")),
        Row("When", "day", maker.dates(), maker.reason("dates", event.dates)),
        Row("Where", "place", maker.places(), maker.reason("places", event.places)),
        Row("Killed", "killed", maker.tolls("killed"), "no figure told"),
        Row("Injured", "injured", maker.tolls("injured"), "no figure told"),
    ]
    others = dict.fromkeys(toll.outcome for toll in people if toll.outcome not in ("killed", "injured"))
    rows += [Row(outcome.capitalize(), "", maker.tolls(outcome)) for outcome in others]
    rows += [
        Row("Says who", "", maker.voices()),
        Row("Held responsible", "", maker.responsible()),
        Row("With what", "", maker.quoted("instrument")),
        Row("Reason given", "", maker.quoted("reason")),
    ]
    return tuple(row for row in rows if row.values or (row.field and row.reason))


class _Maker:
    """Makes values of one event and numbers them."""

    def __init__(self, event: Event, coding: Coding, prefix: str) -> None:
        self.event, self.coding, self.prefix, self.count = event, coding, prefix, 0

    def value(self, kind: str, field: str, text: str, note: str, *spans: tuple[int | None, int | None]) -> Value:
        self.count += 1
        told = tuple((start, end) for start, end in spans if start is not None and end is not None)
        words = " … ".join(one_line(self.coding.document.text[start:end]) for start, end in told)
        return Value(f"{self.prefix}-{self.count}", kind, field, one_line(text), one_line(note), told, words)

    def people(self, role: str) -> tuple[Value, ...]:
        field = {"actor": "who", "party": "who", "target": "whom"}.get(role, "")
        return tuple(self._person(row, field) for row in self.event.participants if row.role == role)

    def _person(self, row: Participant, field: str) -> Value:
        name, notes = self._named(row)
        notes += [f"side {row.side}"] if row.role == "party" else []
        notes += [row.certainty] if row.certainty != "certain" else []
        notes += ["one of several named as alternatives"] if row.alternative_group is not None else []
        return self.value("who", field, name, "; ".join(notes), (row.start, row.end))

    def _named(self, row: Participant) -> tuple[str, list[str]]:
        if row.actor is not None:
            actor = self.coding.actor(row.actor)
            return actor.name, [actor.kind_on(self.coding.document.publication.published) or "kind unknown"]
        thing = self.coding.object(row.object or "")
        effect = [thing.effect] if thing.effect not in ("unknown", "none") else []
        return thing.name, [thing.kind, *effect]

    def dates(self) -> tuple[Value, ...]:
        return tuple(
            self.value("when", "day", phrases.date(row), phrases.date_note(row), (row.start, row.end))
            for row in self.event.dates
        )

    def places(self) -> tuple[Value, ...]:
        found = []
        for row in self.event.places:
            place = self.coding.place(row.place)
            name = phrases.place(place)
            note = "not on the map" if place.latitude is None else ""
            if place.geoprecision is not None:
                note = phrases.GEOPRECISIONS[place.geoprecision]
            text = name if row.role == "at" else f"{row.role} {name}"
            found.append(self.value("where", "place", text, note, (row.start, row.end)))
        return tuple(found)

    def tolls(self, outcome: str) -> tuple[Value, ...]:
        rows = [toll for toll in (*self.event.tolls, *self.event.counts) if toll.outcome == outcome]
        return tuple(self._toll(toll) for toll in rows)

    def _toll(self, toll: Toll) -> Value:
        field = toll.outcome if toll.outcome in ("killed", "injured") else ""
        of = self.coding.actor(toll.of).name if toll.of else ""
        whom = f" {of}" if of and not any(char.isdigit() for char in of) else ""
        if of and of.casefold() in toll.text.casefold():
            whom = f" ({of})"  # "2 (two women)": the number stands in their own words.
        notes: list[str] = [toll.status] if toll.status != "unknown" else []
        notes += [f"{toll.scope} figure"] if toll.scope != "event" else []
        notes += ["part of another figure"] if toll.part_of else []
        notes += [f"says {_voice(voice, self.coding)}" for voice in toll.attribution]
        spans = [(toll.start, toll.end), *((voice.start, voice.end) for voice in toll.attribution)]
        return self.value("toll", field, f"{phrases.number(toll)}{whom}", "; ".join(notes), *spans)

    def voices(self) -> tuple[Value, ...]:
        if not self.event.attribution:
            return (self.value("says", "", SAID_BY_REPORT, "no other voice"),)
        return tuple(self._voice(row) for row in self.event.attribution)

    def _voice(self, row: Voice) -> Value:
        cue = (row.cue.start, row.cue.end) if row.cue else (None, None)
        return self.value(
            "says", "", phrases.voice_name(row, self.coding), phrases.voice_note(row), (row.start, row.end), cue
        )

    def responsible(self) -> tuple[Value, ...]:
        found = []
        for row in self.event.responsibility:
            name = self.coding.actor(row.actor).name if row.actor else "nobody named"
            note = f"{row.stance}{f', by {_voice(row.voice, self.coding)}' if row.voice else ''}"
            found.append(self.value("who", "", name, note, (row.start, row.end)))
        return tuple(found)

    def quoted(self, field: str) -> tuple[Value, ...]:
        quote = getattr(self.event, field)
        return () if quote is None else (self.value("other", "", quote.text, "", (quote.start, quote.end)),)

    def reason(self, field: str, given: object) -> str:
        if given:
            return ""
        for entry in self.event.missing:
            if entry.field == field or field.startswith((f"{entry.field}.", f"{entry.field}[")):
                return entry.reason
        return "not stated"


def telling_spans(event: Event) -> Iterator[tuple[int, int]]:
    """Give the words that tell an event, the fullest telling first."""
    return ((anchor.start, anchor.end) for anchor in event.anchors)


def _voice(voice: Voice, coding: Coding) -> str:
    return coding.voice_words(voice) or "hearsay"
