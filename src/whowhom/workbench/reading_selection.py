"""Words that a person selects in a report: found, checked, and read as a value.

In: words and where the browser says they stand. Out: a span of the canonical text, or the
value that the words tell for a field.

What one would get wrong: a browser counts UTF-16 units and shows some characters as stand-ins.
Its offset is only believed where the words at it are the words that were sent.
"""

from __future__ import annotations

from dataclasses import dataclass

from whowhom.brief.clean import shown
from whowhom.brief.phrases import date_note, place
from whowhom.casefile.byhand import read_day_words, read_figure_words
from whowhom.errors import UsageError
from whowhom.gazetteer import Gazetteer
from whowhom.records import Document, Place, Span
from whowhom.resolve.places import resolve_places

MAX_WORDS_CHARS = 500
"""Longer stretches are no words of one value; most are a slip of the hand."""

READ_FIELDS = ("who", "whom", "day", "place", "killed", "injured")
"""Fields whose value can be read out of words."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What some words tell for a field.

    Attributes:
        value: As a correction takes it; "" where the words tell none.
        note: How it was read, or why it was not.
    """

    value: str
    note: str


def find_words(document: Document, words: str, start: int | None, *, near: int | None = None) -> Span:
    """Find selected or typed words in the text.

    Args:
        start: Offset in code points that they are said to stand at; None: typed, without a place.
        near: Of several places the one nearest to this offset is meant.

    Raises:
        UsageError: they do not stand there, nowhere, or in several places with nothing to choose by.
    """
    words = words.strip()
    if not words:
        raise UsageError("no words were given. Select them in the report, or type them as they stand there.")
    if len(words) > MAX_WORDS_CHARS:
        raise UsageError(f"{len(words)} characters were selected. Select the words of one value, at most 500.")
    if start is not None:
        span = _at(document.text, words, start)
        if span is None:
            raise UsageError(f"{words!r} does not stand at {start} in this report. Select the words again.")
        return span
    places = _places(document.text, words)
    if not places:
        raise UsageError(f"{words!r} stands nowhere in this report. Type the words exactly as they stand there.")
    if len(places) > 1 and near is None:
        raise UsageError(
            f"{words!r} stands {len(places)} times in this report. Type more of the words around it, or select them."
        )
    best = places[0] if near is None else min(places, key=lambda at: abs(at - near))
    return Span(best, best + len(words))


def read_words(document: Document, field: str, span: Span) -> Suggestion:
    """Read the value that words tell for a field.

    Raises:
        UsageError: the field takes no words.
    """
    words = " ".join(document.text[span.start : span.end].split())
    if field in ("who", "whom"):
        return Suggestion(words, "as the report names them")
    if field in ("killed", "injured"):
        return _read_figure(document, span)
    if field == "day":
        found = read_day_words(document, span)
        if found is None:
            return Suggestion("", "no date could be read in these words")
        ends = [day or "" for day in (found.from_, found.to)]
        if not all(ends):
            return Suggestion("", "an open period; give its first and last day")
        return Suggestion(ends[0] if ends[0] == ends[1] else "..".join(ends), date_note(found))
    if field == "place":
        return _read_place(document, span)
    raise UsageError(f"field {field!r} cannot be read out of words; expected one of {', '.join(READ_FIELDS)}.")


def _at(text: str, words: str, start: int) -> Span | None:
    """Believe an offset where the words shown at it are those that were sent."""
    if start < 0 or start >= len(text):
        return None
    end = start + len(words)
    # A form sends line ends as CRLF; the canonical text has plain ones.
    plain = words.replace("\r\n", "\n")
    end = start + len(plain)
    return Span(start, end) if end <= len(text) and shown(text[start:end]) == shown(plain) else None


def _places(text: str, words: str) -> list[int]:
    found, at = [], text.find(words)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    return found


def _read_figure(document: Document, span: Span) -> Suggestion:
    try:
        figure = read_figure_words(document, span)
    except UsageError as error:
        return Suggestion("", str(error))
    parts = ["?" if number is None else str(number) for number in (figure.low, figure.best, figure.high)]
    return Suggestion(parts[0] if len(set(parts)) == 1 else "/".join(parts), figure.bound)


def _read_place(document: Document, span: Span) -> Suggestion:
    gazetteer = Gazetteer.open()
    found = resolve_places(document.text, [span], gazetteer=gazetteer)
    wanted = found.of_mention[0]
    resolved = next((one for one in found.places if one.id == wanted), None)
    if resolved is None or resolved.latitude is None:
        return Suggestion("", "this place is not in the gazetteer; give NAME @ LATITUDE,LONGITUDE")
    return Suggestion(_place_words(resolved, gazetteer), place(resolved))


def _place_words(found: Place, gazetteer: Gazetteer) -> str:
    """Write a place so that a correction reads the same one back."""
    plain = f"{found.name}, {found.country}" if found.country else found.name
    first = next((one for one in gazetteer.lookup(found.name) if one.country == found.country), None)
    is_first = first is not None and (first.latitude, first.longitude) == (found.latitude, found.longitude)
    return plain if is_first and found.country else f"{found.name} @ {found.latitude},{found.longitude}"
