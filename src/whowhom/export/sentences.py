"""An event as one or two sentences, built from its coded values and never from a report's words.

In: a protected event. Out: text in plain English. Figures always stand with their voice.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from whowhom.export.views import bounds, first_date, first_place, names_in, place_words, voice_words
from whowhom.safeguard.rows import ClaimRow, EventRow, Range, When

MONTHS = "January February March April May June July August September October November December".split()
# By type, or by type and mode where the mode has a verb of its own.
DEEDS = {
    "AGREE": "agreed with",
    "CONSULT": "met with",
    "SUPPORT": "backed",
    "CONCEDE": "yielded to",
    "COOPERATE": "worked with",
    "AID": "gave aid to",
    "RETREAT": "yielded to",
    "RETREAT withdraw": "withdrew from",
    "RETREAT release": "released",
    "RETREAT disarm": "disarmed",
    "RETREAT ceasefire": "agreed to a ceasefire with",
    "REQUEST": "made a demand of",
    "ACCUSE": "accused",
    "REJECT": "refused",
    "THREATEN": "threatened",
    "PROTEST": "protested against",
    "SANCTION": "put sanctions on",
    "SANCTION convict": "convicted",
    "SANCTION expel": "expelled",
    "MOBILIZE": "mobilised against",
    "COERCE": "used coercion against",
    "COERCE arrest": "arrested",
    "COERCE seize": "seized",
    "COERCE restrict": "restricted",
    "COERCE deport": "deported",
    "ASSAULT": "attacked",
    "ASSAULT abduct": "abducted",
}
# Where nobody is named to whom it was done, and none needs to be.
ALONE = {
    "AGREE": "agreed",
    "CONSULT": "met",
    "CONCEDE": "yielded",
    "COOPERATE": "cooperated",
    "AID": "gave aid",
    "RETREAT": "yielded",
    "RETREAT withdraw": "withdrew",
    "RETREAT disarm": "disarmed",
    "RETREAT ceasefire": "agreed to a ceasefire",
    "RETREAT resign": "resigned",
    "REQUEST": "made a demand",
    "REJECT": "refused",
    "THREATEN": "made a threat",
    "PROTEST": "protested",
    "MOBILIZE": "mobilised",
}
# Where the text gives no direction.
TOGETHER = {
    "AGREE": "came to an agreement",
    "CONSULT": "met",
    "COOPERATE": "worked together",
    "RETREAT ceasefire": "agreed to a ceasefire",
    "ASSAULT": "clashed",
}
NOBODY = "an unknown party"
MAX_NAMES = 4  # A fifth name makes the sentence a list.


def describe(event: EventRow) -> str:
    """Write what happened, the figures with their voices, and how far it was reviewed."""
    parts = [_what(event), *_figures(event), _status(event)]
    return " ".join(part for part in parts if part)


def _what(event: EventRow) -> str:
    date, place = first_date(event), first_place(event)
    who, whom = _listed(names_in(event, "actor")), _listed(names_in(event, "target"))
    parties = names_in(event, "party")
    modes = f" ({', '.join(event.modes)})" if event.modes else ""
    together, alone = _verb(TOGETHER, event), _verb(ALONE, event)
    if len(parties) > 1 and together:
        core = f"{_listed(parties)} {together}{modes}"
    elif parties:
        core = f"{_listed(parties)} took part in an event of the type {event.type}{modes}"
    elif who == whom == NOBODY:
        core = f"an event of the type {event.type}{modes} took place, by nobody who is named,"
    elif whom == NOBODY and alone:
        core = f"{who} {alone}{modes}"
    else:
        core = f"{who} {_verb(DEEDS, event) or 'acted towards'} {whom}{modes}"
    when = f"{day_words(date)}, " if date is not None else ""
    where = f" at {place_words(place)}" if place is not None else ""
    sentence = f"{_told(event)}{when}{core}{where}".removesuffix(",") + f", according to {voice_words(event.voices)}."
    return sentence[0].upper() + sentence[1:]


def _verb(table: Mapping[str, str], event: EventRow) -> str | None:
    """Find the verb of an event's mode, else that of its type."""
    of_modes = [f"{event.type} {mode}" for mode in event.modes]
    return next((table[key] for key in (*of_modes, event.type) if key in table), None)


def _told(event: EventRow) -> str:
    """Say before the deed how it is told: a denied or planned deed must not read as a fact."""
    is_ahead = event.stage not in ("accomplished", "under way")
    if event.polarity == "did not happen":
        return f"told as not {event.stage}: " if is_ahead else "told as not having happened: "
    if is_ahead:
        return f"told as {event.stage}, not as having happened: "
    if event.polarity != "happened":
        return "told without saying whether it happened: "
    return "" if event.certainty in ("certain", "probable") else "told with reserve: "


def _listed(names: list[str]) -> str:
    if not names:
        return NOBODY
    shown = names[:MAX_NAMES] + (["others"] if len(names) > MAX_NAMES else [])
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def _figures(event: EventRow) -> list[str]:
    told = [claim for claim in event.claims if claim.value is None and claim.part_of is None]
    ranges = {"killed": event.killed, "injured": event.injured}
    corrected = [
        f"{field.capitalize()}, corrected by a person: {range_words(ranges[field])}."
        for field in ranges
        if field in event.corrected
    ]
    return corrected + [
        f"{claim.field.capitalize()}: {figure_words(claim)}{_of(claim)}, according to {voice_words(claim.voices)}."
        for claim in told
    ]


def range_words(figure: Range) -> str:
    """Write a concluded figure: "14", "12 to 20", "12 or more"."""
    if figure.low is not None and figure.high is not None:
        return str(figure.low) if figure.low == figure.high else f"{figure.low} to {figure.high}"
    if figure.low is not None:
        return f"{figure.low} or more"
    if figure.high is not None:
        return f"up to {figure.high}"
    return f"about {figure.best}" if figure.best is not None else "not known"


def _of(claim: ClaimRow) -> str:
    return f" ({claim.of.name})" if claim.of is not None else ""


def figure_words(claim: ClaimRow) -> str:
    """Write a figure with its bound, in digits."""
    low, best, high = claim.low, claim.best, claim.high
    if claim.vague:
        return claim.vague
    if claim.bound == "up to" and high is not None:
        return f"up to {high}"
    if claim.bound == "about" and best is not None:
        return f"about {best}"
    if low is not None and high is not None and low != high:
        return f"{low} to {high}"
    if best is not None:
        return str(best)
    return f"{low} or more" if low is not None else "a number not told"


def day_words(date: When) -> str:
    """Write a date as precise as it is."""
    first, last = bounds(date)
    if first == last:
        return f"on {_day(first)}"
    if date.extent != "throughout" and first.day == 1 and (last + datetime.timedelta(days=1)).day == 1:
        if (first.month, last.month, first.year) == (1, 12, last.year):
            return f"in {first.year}"
        if (first.year, first.month) == (last.year, last.month):
            return f"in {MONTHS[first.month - 1]} {first.year}"
    return (
        f"from {_day(first)} to {_day(last)}"
        if date.extent == "throughout"
        else f"between {_day(first)} and {_day(last)}"
    )


def _day(day: datetime.date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _status(event: EventRow) -> str:
    status = f"Status: {event.status}; " if event.status else ""
    coded = "machine-coded, unreviewed" if event.review_status == "unreviewed" else f"review: {event.review_status}"
    return f"{status}{coded}.".capitalize()
