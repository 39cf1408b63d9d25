"""The rows of one coding: what a case file can filter and join by.

In: a coding. Out: :class:`Rows`, plain dictionaries with the column names of the schema,
without numbers of rows: they refer to each other by the ids of the coding.

What one would get wrong: nothing is lost by what stands in no column here, for the whole
record is kept beside the columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from whowhom.casefile.packing import storable
from whowhom.link.names import identity_of, is_named, key_of
from whowhom.records import (
    Actor,
    Coding,
    DateRange,
    Estimate,
    Event,
    EventPlace,
    Evidence,
    Forecast,
    Place,
    Quote,
    Responsibility,
    Statement,
    Tie,
    Toll,
    Voice,
    innermost,
)
from whowhom.records.layout import to_dict

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class AssertionRows:
    """The row of one assertion and those that hang on it; ``mention`` values are actor ids of the coding."""

    assertion: Row
    actors: tuple[Row, ...] = ()
    places: tuple[Row, ...] = ()
    voices: tuple[Row, ...] = ()
    claims: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """All rows of one coding, in the order of the coding."""

    actors: tuple[Row, ...]
    assertions: tuple[AssertionRows, ...]
    tables: Row


def project(coding: Coding) -> Rows:
    """Lay a coding out in rows; the same coding gives the same rows."""
    plain = to_dict(coding)
    assertions: list[AssertionRows] = []
    makers = (
        ("events", "event", _event_rows),
        ("ties", "tie", _tie_rows),
        ("estimates", "estimate", _estimate_rows),
        ("statements", "statement", _statement_rows),
        ("forecasts", "forecast", _forecast_rows),
    )
    for table, kind, make in makers:
        for item, record in zip(getattr(coding, table), plain[table], strict=True):
            rows: AssertionRows = make(item, coding)
            rows.assertion.update(kind=kind, public_id=item.id, record=record)
            assertions.append(rows)
    tables = {name: plain[name] for name in ("format", "actors", "objects", "places", "skipped")}
    return Rows(tuple(_actor_row(actor) for actor in coding.actors), tuple(assertions), tables)


def _actor_row(actor: Actor) -> Row:
    named = is_named(actor)
    return {
        "public_id": actor.id,
        "name": storable(actor.name),
        "key": identity_of(actor) if named else f"described {key_of(actor.name)}",
        "kind": actor.kinds[-1].kind if actor.kinds else None,
        "country": actor.country,
        "registry": actor.registry,
        "is_private": actor.private is not False,
        "is_named": named,
    }


def _event_rows(event: Event, coding: Coding) -> AssertionRows:
    anchor = event.anchors[0] if event.anchors else None
    assertion = {
        "type": event.type,
        **_words(anchor),
        "background": event.background,
        "clarity": event.clarity,
        "event_count": event.event_count,
        **_factuality(event),
        **_days(event.dates[0] if event.dates else None),
        "score": event.score,
    }
    return AssertionRows(
        assertion,
        tuple(_participant_rows(event)),
        tuple(_place_row(number, row, coding) for number, row in enumerate(event.places)),
        _voice_rows(event.attribution, coding),
        tuple(_claim_rows(event, coding)),
    )


def _participant_rows(event: Event) -> Iterator[Row]:
    number = 0
    for row in event.participants:
        if row.actor is not None:
            yield _part(number, row.actor, row.role, side=row.side, span=(row.start, row.end))
            number += 1
    for held in event.responsibility:
        if held.actor is not None:
            yield _part(number, held.actor, "responsible", span=(held.start, held.end))
            number += 1


def _part(number: int, actor: str, role: str, *, side: str | None = None, span: tuple[int, int] | None = None) -> Row:
    start, end = span or (None, None)
    return {"number": number, "mention": actor, "role": role, "side": side, "start": start, "end": end}


def _parts(**actors: str | None) -> tuple[Row, ...]:
    given = [(role, actor) for role, actor in actors.items() if actor is not None]
    return tuple(_part(number, actor, role) for number, (role, actor) in enumerate(given))


def _place_row(number: int, row: EventPlace, coding: Coding) -> Row:
    return {"number": number, "role": row.role, "start": row.start, "end": row.end, **_place(coding.place(row.place))}


def _place(place: Place) -> Row:
    names = ("gazetteer_id", "country", "admin1", "admin2", "latitude", "longitude", "radius_km", "geoprecision")
    return {"name": storable(place.name), **{name: getattr(place, name) for name in names}}


def _voice_rows(voices: Sequence[Voice], coding: Coding) -> tuple[Row, ...]:
    return tuple(
        {
            "number": number,
            **_voice_words("words", "key", voice, coding),
            "role": voice.role,
            "interest": voice.interest,
            "mention": voice.actor,
            "start": voice.start,
            "end": voice.end,
        }
        for number, voice in enumerate(voices)
    )


def _voice_words(words: str, key: str, voice: Voice, coding: Coding) -> Row:
    """Give what a voice is listed and found by: its words, or the name of whom a pronoun stands for."""
    named = coding.voice_words(voice)
    return {words: storable(named), key: None if named is None else key_of(named)}


def _claim_rows(event: Event, coding: Coding) -> Iterator[Row]:
    for table, tolls in (("tolls", event.tolls), ("counts", event.counts)):
        paths = {toll.id: f"{table}[{number}]" for number, toll in enumerate(tolls)}
        for toll in tolls:
            yield _toll_row(toll, paths, event, coding)
    for number, held in enumerate(event.responsibility):
        yield _responsibility_row(number, held, event, coding)


def _toll_row(toll: Toll, paths: dict[str, str], event: Event, coding: Coding) -> Row:
    return {
        "path": paths[toll.id],
        "field": toll.outcome,
        "value": None,
        "status": toll.status,
        "low": toll.low,
        "best": toll.best,
        "high": toll.high,
        "bound": toll.bound,
        "scope": toll.scope,
        "part_of": paths.get(toll.part_of or ""),
        "mention": toll.of,
        **_claimant(toll.attribution or event.attribution, coding),
        **_words(Quote(toll.start, toll.end, toll.text)),
    }


def _responsibility_row(number: int, held: Responsibility, event: Event, coding: Coding) -> Row:
    words = Quote(held.start, held.end, coding.document.text[held.start : held.end])
    empty = dict.fromkeys(("status", "low", "best", "high", "bound", "scope", "part_of"))
    voices = (held.voice,) if held.voice is not None else event.attribution
    return {
        "path": f"responsibility[{number}]",
        "field": "responsibility",
        "value": held.stance,
        **empty,
        "mention": held.actor,
        **_claimant(voices, coding),
        **_words(words),
    }


def _claimant(voices: Sequence[Voice], coding: Coding) -> Row:
    # The innermost voice is the one that knows; those further out pass it on.
    voice = innermost(voices)
    return {
        **(_voice_words("voice", "voice_key", voice, coding) if voice else {"voice": None, "voice_key": None}),
        "voice_role": voice.role if voice else None,
        "voice_interest": voice.interest if voice else None,
        "voice_mention": voice.actor if voice else None,
    }


def _tie_rows(tie: Tie, coding: Coding) -> AssertionRows:
    assertion = {
        "type": tie.tie,
        **_words(_first(tie.evidence)),
        **_factuality(tie),
        "sign": tie.sign,
        **_days(tie.period),
        "score": tie.score,
    }
    return AssertionRows(
        assertion, _parts(subject=tie.subject, object=tie.object), (), _voice_rows(tie.attribution, coding)
    )


def _estimate_rows(estimate: Estimate, coding: Coding) -> AssertionRows:
    assertion = {
        "type": estimate.measure,
        **_words(_first(estimate.evidence)),
        "low": estimate.low,
        "best": estimate.best,
        "high": estimate.high,
        **_days(estimate.period),
    }
    place = None if estimate.place is None else coding.place(estimate.place)
    places = () if place is None else ({"number": 0, "role": "at", "start": None, "end": None, **_place(place)},)
    return AssertionRows(assertion, _parts(of=estimate.of), places, _voice_rows(estimate.attribution, coding))


def _statement_rows(statement: Statement, coding: Coding) -> AssertionRows:
    assertion = {"type": statement.stance, **_words(Quote(statement.start, statement.end, statement.text))}
    actors = _parts(speaker=statement.speaker, about=statement.about)
    return AssertionRows(assertion, actors, (), _voice_rows(statement.attribution, coding))


def _forecast_rows(forecast: Forecast, coding: Coding) -> AssertionRows:
    assertion = {"type": "forecast", **_words(forecast.outcome), "day_from": _day(forecast.made_on)}
    return AssertionRows(assertion, (), (), _voice_rows(forecast.attribution, coding))


def _day(words: str | None) -> str | None:
    return words if words is not None and len(words) == len("2022-03-03") else None


def _first(evidence: Sequence[Evidence]) -> Evidence | None:
    return evidence[0] if evidence else None


def _words(quote: Quote | Evidence | None) -> Row:
    if quote is None:
        return {"start": None, "end": None, "words": None}
    return {"start": quote.start, "end": quote.end, "words": storable(quote.text)}


def _factuality(record: Event | Tie) -> Row:
    told = record.factuality
    return {"polarity": told.polarity, "certainty": told.certainty, "stage": told.stage}


def _days(date: DateRange | None) -> Row:
    if date is None:
        return {"day_from": None, "day_to": None, "date_precision": None}
    return {"day_from": date.from_, "day_to": date.to, "date_precision": date.precision}
