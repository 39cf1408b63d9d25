"""The facts that the crosswalks ask of an event, out of its resolved parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from whowhom.codebook import CrosswalkFacts
from whowhom.pipeline.tables import Tables
from whowhom.records import Actor, DateRange, EventDraft, EventPlace, Participant, Toll


def event_day(dates: Sequence[DateRange], published: str | None) -> str | None:
    """Return the day by which an actor's kind is told: the event's, else the report's."""
    for date in dates:
        if date.from_ or date.to:
            return date.from_ or date.to
    return published


def event_country(places: Sequence[EventPlace], tables: Tables) -> str | None:
    """Return the country of the event's first place that has one."""
    return next((country for place in places if (country := tables.place(place.place).country)), None)


def crosswalk_facts(
    draft: EventDraft,
    participants: Sequence[Participant],
    tolls: Sequence[Toll],
    places: Sequence[EventPlace],
    tables: Tables,
    day: str | None,
    instrument: str | None,
) -> CrosswalkFacts:
    """Gather what the rules may ask about one event."""
    first, second = _sides(participants, tables)
    killed = [toll.low if toll.low is not None else toll.best for toll in tolls if toll.outcome == "killed"]
    counted = [number for number in killed if number is not None]
    things = [thing for thing in draft.objects if thing.role == "target"]
    return CrosswalkFacts(
        type=draft.type,
        mode=draft.mode,
        trigger_lemmas=(draft.lemma,),
        actor_kinds=_kinds(first, tables, day),
        target_kinds=_kinds(second, tables, day) or _victims(tolls, tables, day),
        parties=any(participant.role == "party" for participant in participants),
        object_kinds=tuple(dict.fromkeys(thing.kind for thing in things)),
        object_effects=tuple(dict.fromkeys(thing.effect for thing in things)),
        instrument=instrument,
        actor_countries=_countries(first),
        target_countries=_countries(second),
        event_country=event_country(places, tables),
        killed_low=max(counted, default=None),
        polarity=draft.factuality.polarity,
        stage=draft.factuality.stage,
    )


def _sides(participants: Sequence[Participant], tables: Tables) -> tuple[list[Actor], list[Actor]]:
    first = [p.actor for p in participants if p.side == "a" and p.role != "assisting"]
    second = [p.actor for p in participants if p.side == "b" and p.role != "assisting"]
    return _actors(first, tables), _actors(second, tables)


def _actors(ids: Iterable[str | None], tables: Tables) -> list[Actor]:
    return [actor for actor_id in ids if (actor := tables.find_actor(actor_id)) is not None]


def _kinds(actors: Sequence[Actor], tables: Tables, day: str | None) -> tuple[str, ...]:
    """List the kinds of a side on a day; a group's leader counts as a person and as the group."""
    kinds: list[str] = []
    for actor in actors:
        kind = actor.kind_on(day) or actor.kind_on(None)
        if kind is not None:
            kinds.append(kind)
        owner = tables.find_actor(actor.part_of)
        if kind == "person" and owner is not None and (of_owner := owner.kind_on(day)) is not None:
            kinds.append(of_owner)
    return tuple(dict.fromkeys(kinds))


def _victims(tolls: Sequence[Toll], tables: Tables, day: str | None) -> tuple[str, ...]:
    """Where no target is told, those killed or hurt are the other side."""
    return _kinds(_actors((toll.of for toll in tolls), tables), tables, day)


def _countries(actors: Sequence[Actor]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(actor.country for actor in actors if actor.country))
