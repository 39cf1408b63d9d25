"""The values of an event as short plain text, for the table and for CSV.

In: an event and its coding. Out: strings on one line without control characters.

What one would get wrong: these are for people. A program reads the JSON; a report's own
words may hold anything, so line ends, escapes and text-direction marks are taken out here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

from whowhom.records import Coding, DateRange, Event, EventPlace, Figure, Participant, Place, Toll, Voice, join_chain

NOT_TOLD = "–"
MONTH_PRECISION, YEAR_PRECISION = 4, 5

_UNSAFE = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def plain(text: str) -> str:
    """Put text on one line and take out what could steer a terminal."""
    kept = "".join(" " if unicodedata.category(char) in _UNSAFE and char.isspace() else char for char in text)
    kept = "".join(char for char in kept if unicodedata.category(char) not in _UNSAFE)
    return re.sub(r"\s+", " ", kept).strip()


def who(event: Event, coding: Coding) -> str:
    """Name those who act: actors, the first side of a clash, who helped, and the things used."""
    names = _names(event, coding, lambda row: row.role == "actor" or (row.role == "party" and row.side == "a"))
    helpers = _names(event, coding, lambda row: row.role == "assisting" and row.object is None)
    things = _names(event, coding, lambda row: row.role == "assisting" and row.object is not None)
    help_ = f"with the help of {helpers}" if helpers else ""
    return " ".join(part for part in (names, help_, f"using {things}" if things else "") if part)


def claimed(event: Event, coding: Coding) -> str:
    """Say who claims an event that nobody is told to have done: a claim makes nobody its actor."""
    held = [row.actor for row in event.responsibility if row.stance == "claimed" and row.actor is not None]
    names = dict.fromkeys(plain(coding.actor(actor).name) for actor in held)
    return f"(claimed by {' and '.join(names)})" if names else ""


def to_whom(event: Event, coding: Coding) -> str:
    """Name those acted on; "with ..." names the other sides where the text gives no direction."""
    targets = _names(event, coding, lambda row: row.role == "target")
    parties = _names(event, coding, lambda row: row.role == "party" and row.side != "a")
    return "; ".join(part for part in (targets, f"with {parties}" if parties else "") if part)


def did_what(event: Event) -> str:
    """Give the words of the fullest telling, the type and the modes."""
    words = f"“{plain(event.anchors[0].text)}”" if event.anchors else ""
    label = " ".join((event.type, ", ".join(event.modes))).strip()
    count = f" ({event.event_count} events)" if event.event_count else " (several events)"
    note = count if event.clarity == "aggregate" else ""
    return f"{words} {label}{note}".strip()


def when(event: Event) -> str:
    """Give the dates of an event, each as :func:`day_range`."""
    return "; ".join(day_range(date) for date in event.dates)


def day_range(date: DateRange) -> str:
    """Write a date as day, month, year or interval, as precise as it is."""
    first, last = date.from_, date.to
    if first is None or last is None:
        return f"until {last}" if last else f"since {first}"
    if first == last:
        return first
    if date.precision == MONTH_PRECISION and first[:7] == last[:7]:
        return first[:7]
    if date.precision == YEAR_PRECISION and first[:4] == last[:4] and first[5:] == "01-01" and last[5:] == "12-31":
        return first[:4]
    return f"{first} to {last}" if date.extent == "throughout" else f"between {first} and {last}"


def where(event: Event, coding: Coding) -> str:
    """Name the places of an event, with their role unless it happened at them."""
    return "; ".join(_place(row, coding) for row in event.places)


def toll(event: Event, coding: Coding) -> str:
    """List tolls and counts in the words of the report, parts after their whole."""
    rows = (*event.tolls, *event.counts)
    wholes = [row for row in rows if row.part_of is None]
    return "; ".join(_toll(row, [part for part in rows if part.part_of == row.id], coding) for row in wholes)


def says(event: Event, coding: Coding) -> str:
    """Name the voices that say so, outermost first; no voice is the report itself."""
    return chain(event.attribution, coding) or "the report itself"


def chain(voices: Iterable[Voice], coding: Coding) -> str:
    """Join a chain of voices, outermost first; who is but a pronoun in the text stands with the name."""
    return join_chain((_voice(voice, coding), voice.joint) for voice in voices)


def how_sure(event: Event) -> str:
    """Say whether it is told as having happened, how sure the voice and how sure the coder is."""
    told = event.factuality
    happened: str = told.polarity if told.polarity != "unknown" else "not said whether it happened"
    if told.stage != "accomplished":
        happened = f"not {told.stage}" if told.polarity == "did not happen" else told.stage
    return f"{happened}, {told.certainty}, {event.score:.2f}"


def figure(value: Figure | Toll) -> str:
    """Write low, best and high of a figure, "?" for what is not bounded."""
    numbers = ["?" if number is None else str(number) for number in (value.low, value.best, value.high)]
    return "/".join(numbers)


def reason_for(event: Event, field: str) -> str:
    """Give the reason why a field is empty, in brackets; a dash where none is given."""
    for entry in event.missing:
        if entry.field == field or field.startswith((f"{entry.field}.", f"{entry.field}[")):
            return f"({entry.reason})"
    return NOT_TOLD


def place_name(place: Place) -> str:
    """Write a place with its first-level area and country."""
    name = plain(place.name)
    area = place.admin1 if place.admin1 and place.admin1 != place.name and place.feature != "country" else None
    country = place.country if place.feature != "country" else None
    return ", ".join(part for part in (name, area, country) if part)


def _names(event: Event, coding: Coding, wanted: Callable[[Participant], bool]) -> str:
    groups: dict[object, list[str]] = {}
    for number, row in enumerate(event.participants):
        if wanted(row):
            key = number if row.alternative_group is None else f"or {row.alternative_group}"
            name = _name(row, coding)
            if name not in groups.setdefault(key, []):
                groups[key].append(name)
    return "; ".join(dict.fromkeys(" or ".join(names) for names in groups.values()))


def _name(row: Participant, coding: Coding) -> str:
    if row.object is not None:
        name = coding.object(row.object).name
    else:
        name = coding.actor(row.actor).name if row.actor is not None else NOT_TOLD
    if row.number is not None and row.number.text not in name:
        # "Five Tajik soldiers" are known as "Military of Tajikistan", which takes no number before it.
        name = f"{name} ({row.number.text})" if name[:1].isupper() else f"{row.number.text} {name}"
    return plain(name)


def _place(row: EventPlace, coding: Coding) -> str:
    name = place_name(coding.place(row.place))
    return name if row.role == "at" else f"{row.role} {name}"


def _toll(row: Toll, parts: list[Toll], coding: Coding) -> str:
    text = f"{row.outcome}: {plain(row.text)}"
    if row.scope != "event":
        text += f" ({row.scope})"
    if parts:
        text += f" (of them {', '.join(plain(part.text) for part in parts)})"
    if row.attribution:
        text += f" [{chain(row.attribution, coding)}]"
    return text


def _voice(voice: Voice, coding: Coding) -> str:
    words = coding.voice_words(voice)
    if words is None:
        cue = f" “{plain(voice.cue.text)}”" if voice.cue else ""
        return f"hearsay{cue}"
    return f"{plain(words)} ({voice.role})"
