"""Values in plain English: dates, figures, certainty, voices, places.

In: records. Out: short phrases without a final full stop. What one would get wrong: a
phrase never says more than the record, so an open bound stays open ("12 or more") and an
uncertain date stays a span ("between 4 and 10 March 2024").
"""

from __future__ import annotations

import re

from whowhom.records import Coding, DateRange, Estimate, Event, Factuality, Place, Toll, Voice

MONTHS = ("January February March April May June July August September October November December").split()
EXACT_DAY, MONTH, YEAR = 1, 4, 5

DATE_PRECISIONS = {
    1: "to the day",
    2: "to two to six days",
    3: "to a week",
    4: "to a month",
    5: "to a year or more",
}
DATE_BASES = {
    "stated": "stated in full",
    "year from the publication": "year taken from the date of publication",
    "year from the text": "year taken from elsewhere in the text",
    "relative": "counted from another date",
    "context": "told of another event of the report",
}
GEOPRECISIONS = {
    1: "the place itself",
    2: "near the place",
    3: "second-level area",
    4: "first-level area",
    5: "a wider region or a line",
    6: "country",
    7: "international waters or airspace",
}
VIOLENCE = {1: "state-based", 2: "non-state", 3: "one-sided"}
QUADS = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}
INTERESTS = {
    "own side": "speaks for those who acted",
    "opposing side": "speaks for those acted upon",
    "third": "a third side",
    "unknown": "interest unknown",
}
STAGES = {
    "under way": "told as under way",
    "attempted": "told as an attempt",
    "planned": "told as planned",
    "threatened": "told as a threat",
    "predicted": "told as a prediction",
    "conditional": "told as depending on a condition",
}


def day(iso: str) -> str:
    """Write an ISO day as "2 March 2022"; a year alone stays a year."""
    if "-" not in iso:
        return iso
    year, month, number = iso.split("-")
    return f"{int(number)} {MONTHS[int(month) - 1]} {int(year)}"


def short_day(iso: str) -> str:
    """Write an ISO day as "2 Mar 2022", for an axis."""
    year, month, number = iso.split("-")
    return f"{int(number)} {MONTHS[int(month) - 1][:3]} {int(year)}"


def date(value: DateRange) -> str:
    """Write a date range as precise as it is."""
    first, last = value.from_, value.to
    if first is None or last is None:
        known = first or last
        return f"{'since' if first else 'until'} {day(known)}" if known else "at an unknown time"
    if first == last:
        return day(first)
    if value.precision == MONTH and first[:7] == last[:7] and first.endswith("-01"):
        return f"{MONTHS[int(first[5:7]) - 1]} {int(first[:4])}"
    if value.precision == YEAR and first[:4] == last[:4] and first[5:] == "01-01" and last[5:] == "12-31":
        return f"the year {int(first[:4])}"
    start = day(first)
    if first[:7] == last[:7]:
        start = start.split(" ", 1)[0]
    elif first[:4] == last[:4]:
        start = start.rsplit(" ", 1)[0]
    return f"from {start} to {day(last)}" if value.extent == "throughout" else f"between {start} and {day(last)}"


def date_note(value: DateRange) -> str:
    """Say how sure a date is, and how the words became it."""
    parts = [f"known {DATE_PRECISIONS.get(value.precision, 'with unknown precision')}", DATE_BASES[value.basis]]
    if value.anchor:
        parts[-1] += f" ({day(value.anchor)})"
    if value.alternatives:
        parts.append(f"or {', '.join(value.alternatives)}")
    return "; ".join(parts)


def number(value: Toll | Estimate) -> str:
    """Write a figure with its bound, in digits."""
    low, best, high = value.low, value.best, value.high
    if value.bound == "up to" and high is not None:
        return f"up to {high:,}"
    if value.bound == "about" and best is not None:
        return f"about {best:,}"
    if low is not None and high is not None and low != high:
        return f"{low:,} to {high:,}"
    if best is not None:
        return f"{best:,}"
    if low is not None:
        return f"{low:,} or more"
    return f"up to {high:,}" if high is not None else "number not told"


def bounds(value: Toll | Estimate) -> str:
    """Write lowest, best and highest figure, and say which of them the words do not tell."""
    named = (("lowest", value.low), ("best", value.best), ("highest", value.high))
    told = ", ".join(f"{name} {figure:,}" for name, figure in named if figure is not None)
    untold = [name for name, figure in named if figure is None]
    return ", ".join(part for part in (told, f"no {' or '.join(untold)} figure told" if untold else "") if part)


_FIELDS = {
    "participants.actor": "who did it",
    "participants.target": "to whom",
    "dates": "when",
    "places": "where",
    "acled": "ACLED's class",
    "ged": "UCDP's class",
    "cameo": "CAMEO's class",
    "event count": "number of events",
    "published": "day of publication",
    "gazetteer id": "place in the gazetteer",
    "latitude": "point on the map",
    "of": "of whom",
    "actor": "who",
}
_PARTS = {"tolls": "figure", "counts": "count", "responsibility": "blame or claim"}
_PART = re.compile(r"(?P<table>\w+)\[(?P<index>\d+)\]\.(?P<field>\w+)")


def field(name: str) -> str:
    """Name a field without a value as people say it: "of whom (figure 4)" for ``tolls[3].of``."""
    part = _PART.fullmatch(name)
    if part is not None:
        table = _PARTS.get(part["table"], part["table"])
        return f"{field(part['field'])} ({table} {int(part['index']) + 1})"
    plain = name.replace("_", " ")
    return _FIELDS.get(plain, plain)


def certainty(told: Factuality) -> str:
    """Say in words whether the report tells an event as having happened, and how sure."""
    if told.polarity == "did not happen":
        core = "told as not having happened"
        if told.stage != "accomplished":
            core += f" ({told.stage})"
    elif told.stage != "accomplished":
        core = STAGES[told.stage]
    elif told.polarity == "unknown":
        core = "not told whether it happened"
    else:
        core = "told as having happened"
    sure = {
        "certain": "without doubt",
        "probable": "as probable",
        "possible": "as possible",
        "uncommitted": "by a source that does not commit itself",
    }
    return f"{core}, {sure[told.certainty]}"


def tie_certainty(told: Factuality) -> str:
    """Say in words whether the report tells a tie as one that is or was so, and how sure."""
    if told.polarity == "did not happen":
        core = "told as untrue"
    elif told.stage not in ("accomplished", "under way"):
        core = f"not told as real: {told.stage}"
    else:
        core = "told as fact" if told.polarity == "happened" else "left open"
    sure = {
        "certain": "",
        "probable": ", as probable",
        "possible": ", as possible",
        "uncommitted": ", by hearsay or claim",
    }
    return core + sure[told.certainty]


def shape(told: Factuality) -> str:
    """Name the shape that stands for the certainty: it must be readable without colour."""
    if told.polarity == "did not happen":
        return "denied"
    if told.stage in {"planned", "threatened", "predicted", "conditional"}:
        return "ahead"
    if told.polarity == "unknown" or told.certainty == "uncommitted":
        return "hearsay"
    return "sure" if told.certainty == "certain" and told.stage == "accomplished" else "likely"


SHAPES = {
    "sure": "told as having happened, without doubt",
    "likely": "under way, attempted, probable or possible",
    "hearsay": "hearsay, or not told whether it happened",
    "ahead": "planned, threatened, predicted or conditional",
    "denied": "told as not having happened",
}
"""What each shape means, in the order of the legend."""


def voice_name(value: Voice, coding: Coding) -> str:
    """Write the words of a voice, or the name of whom a pronoun stands for."""
    return coding.voice_words(value) or "hearsay, no voice named"


def voice_note(value: Voice) -> str:
    """Say what a voice is and where it stands."""
    beside = "; together with the voice before" if value.joint else ""
    return f"{value.role}; {INTERESTS[value.interest]}{beside}" if value.voice else ""


def voice(value: Voice, coding: Coding) -> str:
    """Write one voice with its role and interest, for a note."""
    return f"{voice_name(value, coding)} ({voice_note(value)})" if value.voice else voice_name(value, coding)


def place(value: Place) -> str:
    """Write a place with the areas around it."""
    parts = [value.name]
    if value.feature != "country":
        parts += [area for area in (value.admin2, value.admin1, value.country) if area and area != value.name]
    text = ", ".join(parts)
    return f"{value.relation} {text}" if value.relation else text


def title(event: Event) -> str:
    """Name an event by its words."""
    return event.anchors[0].text
