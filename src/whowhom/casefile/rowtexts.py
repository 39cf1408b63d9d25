"""Rows of other data sets as codings, each value with its words.

In: a row of a table and what its columns mean. Out: a coding whose text is the row itself, so
that every value stands on the very words it was given as.

What one would get wrong: a row is not a report. Its text is the note first, then one line for
each column; only the note is compared with other texts for copies.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

from whowhom.errors import RecordError
from whowhom.records import (
    FORMAT,
    Acled,
    Actor,
    ActorKind,
    Coder,
    Coding,
    DateRange,
    Document,
    Event,
    EventPlace,
    Evidence,
    Factuality,
    Ged,
    Missing,
    Participant,
    Place,
    Publication,
    Quote,
    Region,
    Toll,
    Voice,
    text_id,
)
from whowhom.records.actors import ActorKindName
from whowhom.records.events import TollOutcome, VictimStatus
from whowhom.records.values import Bound

KINDS = get_args(ActorKindName)
PUBLIC_KINDS = {"state forces", "rebel group", "political militia", "identity militia", "government", "media"}
PUBLIC_KINDS |= {"international organisation", "party", "business", "rioters", "protesters"}


@dataclass(frozen=True, slots=True)
class Party:
    """An actor of a row: the column that names it, its role and side, its kind if told."""

    column: str
    role: str
    side: str
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Deaths:
    """A figure of a row: the columns it stands in, its outcome and range."""

    columns: tuple[str, ...]
    outcome: TollOutcome
    low: int | None
    best: int | None
    high: int | None
    bound: Bound
    status: VictimStatus = "unknown"
    is_part: bool = False


@dataclass(frozen=True)
class RowFacts:
    """What the columns of one row mean.

    Attributes:
        row: Header to value, only columns with a value, in the order of the file.
        note: Column with the words that tell the event; None where there is none.
        type_column: Column that the type was taken from.
        days: First day, last day, precision (UCDP's 1-5) and columns.
        point: Latitude, longitude and geoprecision (UCDP's 1-7); None: not given.
        voice: Column with the outlets that told it.
        address: A lasting address of the row, so that a later edition supersedes it.
    """

    row: Mapping[str, str]
    note: str | None
    type: str
    type_column: str
    modes: tuple[str, ...] = ()
    parties: tuple[Party, ...] = ()
    days: tuple[str, str, int, tuple[str, ...]] | None = None
    place: str | None = None
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    point: tuple[float, float] | None = None
    geoprecision: int | None = None
    deaths: tuple[Deaths, ...] = ()
    voice: str | None = None
    acled: Acled | None = None
    ged: Ged | None = None
    address: str | None = None
    published: str | None = None
    publisher: str | None = None
    title: str | None = None


@dataclass
class _RowText:
    """The text of a row, and where each column's value stands in it."""

    facts: RowFacts
    text: str = ""
    regions: list[Region] = field(default_factory=list)
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        row = {name: value.replace("\r\n", "\n").replace("\r", "\n").strip() for name, value in self.facts.row.items()}
        note = self.facts.note
        if note is not None and row.get(note):
            self._add(note, row.pop(note), lead="", kind="body")
            self.text += "\n"
        for name, value in row.items():
            if value:
                self._add(name, value, lead=f"{name}: ", kind="furniture")

    def _add(self, name: str, value: str, *, lead: str, kind: str) -> None:
        start = len(self.text) + len(lead)
        self.spans[name] = (start, start + len(value))
        self.regions.append(Region(len(self.text), start + len(value), kind))  # type: ignore[arg-type]
        self.text += f"{lead}{value}\n"

    def span(self, *columns: str) -> tuple[int, int]:
        """Give the stretch from the first to the last of some columns."""
        found = [self.spans[name] for name in columns if name in self.spans]
        return min(start for start, _ in found), max(end for _, end in found)

    def quote(self, *columns: str) -> Quote:
        """Give the words of some columns."""
        start, end = self.span(*columns)
        return Quote(start, end, self.text[start:end])


def code_row(facts: RowFacts, coder: Coder, *, where: str) -> Coding:
    """Make the coding of one row.

    Args:
        where: File and row, kept as the path of the publication.

    Raises:
        RecordError: the row has no value to stand on.
    """
    if facts.type_column not in facts.row:
        raise RecordError(f"{where}: column {facts.type_column!r} is empty. Expected the kind of event.")
    text = _RowText(facts)
    document = _document(facts, text, where)
    actors = tuple(_actors(facts, text))
    place = _place(facts, text)
    event = _event(facts, text, document, place)
    places = () if place is None else (place,)
    return Coding(FORMAT, coder, document, actors=actors, places=places, events=(event,))


def make_id(prefix: str, document: Document, *parts: object) -> str:
    """Name a record by its text and place in it."""
    key = "|".join([document.id, *(str(part) for part in parts)])
    return f"{prefix}-{hashlib.sha256(key.encode()).hexdigest()[:12]}"


def missing(record: Mapping[str, Any], names: Iterable[str], reason: str = "not stated") -> tuple[Missing, ...]:
    """Give a reason for each of some fields that is null or empty."""
    return tuple(Missing(name, reason) for name in names if record.get(name) in (None, ()))  # type: ignore[arg-type]


def _document(facts: RowFacts, text: _RowText, where: str) -> Document:
    values = {
        "path": where,
        "url": facts.address,
        "title": facts.title,
        "byline": None,
        "publisher": facts.publisher,
        "relayed_from": None,
        "published": facts.published,
        "retrieved": None,
        "digest": None,
        "media_type": "text/csv",
        "extractor": None,
    }
    basis = "unknown" if facts.published is None else "given"
    publication = Publication(**values, published_basis=basis, missing=missing(values, values))  # type: ignore[arg-type]
    return Document(text_id(text.text), text.text, "en", publication, tuple(text.regions))


def _actors(facts: RowFacts, text: _RowText) -> Iterator[Actor]:
    for number, party in enumerate(facts.parties):
        quote = text.quote(party.column)
        kinds = (ActorKind(party.kind),) if party.kind in KINDS else ()  # type: ignore[arg-type]
        private = False if party.kind in PUBLIC_KINDS else None
        values = {"country": None, "part_of": None, "registry": None, "private": private}
        reasons = missing(values, values)
        yield Actor(f"a-{number}", quote.text, (), kinds, None, None, None, private, (quote,), reasons)


def _place(facts: RowFacts, text: _RowText) -> Place | None:
    if facts.place is None:
        return None
    quote = text.quote(facts.place)
    latitude, longitude = facts.point or (None, None)
    values = {
        "country": facts.country,
        "admin1": facts.admin1,
        "admin2": facts.admin2,
        "latitude": latitude,
        "longitude": longitude,
        "radius_km": None,
        "geoprecision": facts.geoprecision,
        "gazetteer_id": None,
    }
    reasons = missing(values, values)
    return Place("p-0", quote.text, "unknown", **values, mentions=(quote,), missing=reasons)  # type: ignore[arg-type]


def _event(facts: RowFacts, text: _RowText, document: Document, place: Place | None) -> Event:
    note = facts.note if facts.note in text.spans else facts.type_column
    assert note is not None
    anchor = text.quote(note)
    dates = () if facts.days is None else (_date(facts.days, text),)
    places = () if facts.place is None or place is None else (EventPlace(place.id, "at", *text.span(facts.place)),)
    voices = () if facts.voice is None else (_voice(facts.voice, text),)
    tolls = tuple(_tolls(facts, text, document))
    values: dict[str, Any] = {
        "dates": dates,
        "places": places,
        "instrument": None,
        "reason": None,
        "acled": facts.acled,
    }
    values |= {"ged": facts.ged, "cameo": None}
    told = text.quote(facts.type_column)
    return Event(
        id=make_id("e", document, "event", anchor.start, anchor.end),
        type=facts.type,
        modes=facts.modes,
        anchors=(anchor,),
        background=False,
        clarity="single",
        event_count=None,
        participants=tuple(_participants(facts, text)),
        tolls=tolls,
        counts=(),
        responsibility=(),
        attribution=voices,
        factuality=Factuality(),
        links=(),
        score=1.0,
        evidence=(Evidence("type", told.start, told.end, told.text),),
        missing=(*missing(values, values), *_open_sides(facts), *_open_tolls(tolls)),
        **values,
    )


def _participants(facts: RowFacts, text: _RowText) -> Iterator[Participant]:
    for number, party in enumerate(facts.parties):
        span = text.span(party.column)
        yield Participant(f"a-{number}", None, party.role, party.side, None, None, "certain", *span)  # type: ignore[arg-type]


def _open_sides(facts: RowFacts) -> Iterator[Missing]:
    roles = {party.role for party in facts.parties}
    for side in ("actor", "target"):
        if not roles.intersection((side, "party")):
            yield Missing(f"participants.{side}", "not stated")


def _open_tolls(tolls: Sequence[Toll]) -> Iterator[Missing]:
    return (Missing(f"tolls[{number}].of", "not stated") for number in range(len(tolls)))


def _date(days: tuple[str, str, int, tuple[str, ...]], text: _RowText) -> DateRange:
    first, last, precision, columns = days
    quote = text.quote(*columns)
    edtf = first if first == last else f"{first}/{last}"
    return DateRange(first, last, "within", precision, edtf, "stated", None, (), quote.text, quote.start, quote.end)


def _voice(column: str, text: _RowText) -> Voice:
    quote = text.quote(column)
    return Voice(quote.text, "media", "unknown", None, quote.start, quote.end, None)


def _tolls(facts: RowFacts, text: _RowText, document: Document) -> Iterator[Toll]:
    whole: str | None = None
    for one in facts.deaths:
        quote = text.quote(*one.columns)
        name = make_id("t", document, one.outcome, quote.start, quote.end)
        part_of = whole if one.is_part else None
        whole = whole or name
        words = (quote.text, quote.start, quote.end)
        yield Toll(name, one.outcome, None, one.status, one.low, one.best, one.high, one.bound, *words, part_of)
