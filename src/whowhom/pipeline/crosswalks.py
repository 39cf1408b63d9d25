"""The facts that the crosswalks ask of an event, out of its resolved parts."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from whowhom.codebook import Codebook, CrosswalkFacts, instrument_classes
from whowhom.pipeline.tables import Tables
from whowhom.records import Actor, DateRange, EventDraft, EventPlace, Layers, Participant, Toll
from whowhom.records.actors import ActorKindName

# Periods without an end are weighed between these years: what coders read tells of these years.
EARLIEST, LATEST = "1980", "2025"
# Means so telling that any word of the sentence names that of the event, and those that actors come with ("jets").
SENTENCE_MEANS = frozenset({"chemical", "suicide", "grenade", "crowd control", "no fight"})
ACTOR_MEANS = frozenset({"aircraft", "drone"})


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around an event in the text.

    Attributes:
        sentence: The sentence of its trigger.
        actors: The words of those who do it.
        beside: Drafts of the other events told in that sentence and the ones next to it.
    """

    sentence: str
    actors: str
    beside: tuple[EventDraft, ...]


def event_day(dates: Sequence[DateRange], published: str | None) -> str | None:
    """Return the day by which an actor's kind is told: the event's, else the report's."""
    for told in dates:
        if told.from_ or told.to:
            return told.from_ or told.to
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
    around: Surroundings,
    codebook: Codebook,
) -> CrosswalkFacts:
    """Gather what the rules may ask about one event.

    Args:
        day: The event's day, else the report's; None where neither is known.
        around: What is told beside it.
    """
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
        means=_means(around, codebook),
        beside=tuple(dict.fromkeys(word for other in around.beside for word in _named(other))),
        beside_actor=tuple(dict.fromkeys(kind for other in around.beside for kind in _read_kinds(other, "actor"))),
        read_as=draft.sub_event,
        read_score=draft.sub_event_score,
    )


def surroundings(drafts: Sequence[EventDraft], draft: EventDraft, layers: Layers) -> Surroundings:
    """Gather what stands around a draft: its sentence, its actors' words, the events told there and next to it.

    Args:
        drafts: All of the report, in the order of the text.
    """
    first, last = layers.sentences[draft.sentence]
    text = layers.document.text
    span = layers.span(first, last)
    actors = [p.mention.span for p in draft.participants if p.role in ("actor", "party")]
    begin = bisect_left(drafts, draft.sentence - 1, key=lambda other: other.sentence)
    end = bisect_right(drafts, draft.sentence + 1, key=lambda other: other.sentence)
    return Surroundings(
        text[span.start : span.end],
        " ".join(text[words.start : words.end] for words in actors),
        tuple(other for other in drafts[begin:end] if other is not draft),
    )


def _means(around: Surroundings, codebook: Codebook) -> tuple[str, ...]:
    told = [name for name in instrument_classes(codebook, around.sentence) if name in SENTENCE_MEANS]
    borne = [name for name in instrument_classes(codebook, around.actors) if name in ACTOR_MEANS]
    return tuple(dict.fromkeys((*told, *borne)))


def _read_kinds(draft: EventDraft, role: str) -> tuple[str, ...]:
    return tuple(p.mention.kind for p in draft.participants if p.role == role and p.mention.kind)


def _named(draft: EventDraft) -> tuple[str, ...]:
    return (draft.type, f"{draft.type}:{draft.mode}") if draft.mode else (draft.type,)


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
        kind = _kind(actor, day)
        if kind is not None:
            kinds.append(kind)
        owner = tables.find_actor(actor.part_of)
        if kind == "person" and owner is not None and (of_owner := _kind(owner, day)) is not None:
            kinds.append(of_owner)
    return tuple(dict.fromkeys(kinds))


def _kind(actor: Actor, day: str | None) -> ActorKindName | None:
    return (actor.kind_on(day) if day else None) or usual_kind(actor)


def usual_kind(actor: Actor) -> ActorKindName | None:
    """Give the kind that an actor had longest, for where no day tells which.

    A movement that took a capital was a rebel group for most of what is written of it.
    """
    years: dict[ActorKindName, int] = {}
    for period in actor.kinds:
        first, last = (period.from_ or EARLIEST)[:4], (period.until or LATEST)[:4]
        years[period.kind] = years.get(period.kind, 0) + int(last) - int(first)
    return max(years.items(), key=lambda item: item[1])[0] if years else None


def _victims(tolls: Sequence[Toll], tables: Tables, day: str | None) -> tuple[str, ...]:
    """Where no target is told, those killed or hurt are the other side."""
    return _kinds(_actors((toll.of for toll in tolls), tables), tables, day)


def _countries(actors: Sequence[Actor]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(actor.country for actor in actors if actor.country))
