"""The tables of a coding: the actors, places and objects that its events point to.

In: drafts of one document. Out: :class:`Tables`, with the id of every mention,
place and object that the drafts name.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from whowhom.coding.scenes import DATELINE_REGIONS
from whowhom.coding.settings import dateline_of
from whowhom.gazetteer import Gazetteer, fold
from whowhom.records import (
    READ_KINDS,
    Actor,
    Document,
    EventDraft,
    MentionDraft,
    Missing,
    Object,
    ObjectDraft,
    Place,
    Span,
    quote,
)
from whowhom.registry import Registry
from whowhom.resolve.actor_countries import Ground, Grounds
from whowhom.resolve.actors import resolve_actors
from whowhom.resolve.places import resolve_places

ID_HEX_DIGITS = 12
# Where an act started from, or somebody went to, is not where it was done.
_FAR_ROLES = ("from", "to", "launched from")
# Whose places tell whose soldiers act; talks may be held anywhere.
_OF_FORCE = ("ASSAULT", "COERCE", "PROTEST", "MOBILIZE")


@dataclass(frozen=True)
class Tables:
    """What events refer to, and how to get from words to ids.

    Attributes:
        masked: Names of groups and persons, in which no place stands.
    """

    actors: tuple[Actor, ...]
    places: tuple[Place, ...]
    objects: tuple[Object, ...]
    actor_of: dict[Span, str]
    place_of: dict[Span, str]
    object_of: dict[Span, str]
    masked: tuple[Span, ...] = ()

    @cached_property
    def _actors(self) -> dict[str, Actor]:
        return {actor.id: actor for actor in self.actors}

    @cached_property
    def _places(self) -> dict[str, Place]:
        return {place.id: place for place in self.places}

    def actor(self, mention: MentionDraft | None) -> Actor | None:
        """Return the actor that a mention was resolved to."""
        if mention is None:
            return None
        return self._actors[self.actor_of[mention.head]]

    def place(self, place_id: str) -> Place:
        """Return a place by id."""
        return self._places[place_id]

    def find_actor(self, actor_id: str | None) -> Actor | None:
        """Return an actor by id; None for None."""
        return self._actors.get(actor_id) if actor_id is not None else None


def make_id(prefix: str, document: Document, *parts: object) -> str:
    """Name a record by its text and anchor, so that the id outlives a better reader."""
    key = "|".join([document.id, *(str(part) for part in parts)])
    return f"{prefix}-{hashlib.sha256(key.encode()).hexdigest()[:ID_HEX_DIGITS]}"


def build_tables(
    document: Document,
    drafts: Sequence[EventDraft],
    others: Sequence[MentionDraft],
    context: Sequence[MentionDraft],
    *,
    registry: Registry,
    gazetteer: Gazetteer,
    places: Sequence[Span] = (),
) -> Tables:
    """Resolve what the drafts name.

    Args:
        others: Mentions in ties, estimates, statements and forecasts.
        context: Other mentions of actors in the text, for what they explain.
        places: Words of places that are not an event's.
    """
    named = {mention.head: mention for mention in (*others, *_mentions(drafts))}
    mentions = list(({mention.head: mention for mention in context} | named).values())
    spans = sorted({*places, *(place.span for draft in drafts for place in draft.places)})
    masked = [mention.span for mention in named.values() if mention.form != "pronoun" and mention.kind is not None]
    masked = [span for span in masked if not _covers_another(span, spans)]
    resolved = resolve_places(document.text, spans, gazetteer=gazetteer, masked=masked)
    place_of = {span: place for span, place in zip(spans, resolved.of_mention, strict=True) if place is not None}
    resolution = resolve_actors(
        document,
        mentions,
        registry=registry,
        day=document.publication.published,
        grounds=_grounds(document, drafts, {place.id: place for place in resolved.places}, place_of, gazetteer),
    )
    objects, object_of = _objects(document, drafts)
    actor_of = {m.head: actor for m, actor in zip(mentions, resolution.of_mention, strict=True)}
    return Tables(
        actors=_referred(resolution.actors, {actor_of[head] for head in named}),
        places=resolved.places,
        objects=objects,
        actor_of=actor_of,
        place_of=place_of,
        object_of=object_of,
        masked=tuple(masked),
    )


def _grounds(
    document: Document,
    drafts: Sequence[EventDraft],
    places: Mapping[str, Place],
    place_of: Mapping[Span, str],
    gazetteer: Gazetteer,
) -> Grounds:
    """Find the countries where force was used, by the mentions in it; without any, that of the dateline."""
    of_report: list[Ground] = []
    of_mention: dict[Span, frozenset[Ground]] = {}
    for draft in drafts:
        spans = [row.span for row in draft.places if row.role not in _FAR_ROLES]
        if draft.type not in _OF_FORCE or not spans:
            continue
        found = (_ground(document, span, places[place_of[span]]) for span in spans if span in place_of)
        here = frozenset(ground for ground in found if ground is not None)
        of_report += sorted(here, key=lambda ground: ground.code)
        mentions = [part.mention for part in draft.participants] + [toll.of for toll in draft.tolls if toll.of]
        of_mention |= {mention.head: here | of_mention.get(mention.head, frozenset()) for mention in mentions}
    if not of_report:
        of_report = _ground_of_dateline(document, gazetteer)
    return Grounds(tuple(of_report), of_mention)


def _ground(document: Document, span: Span, place: Place) -> Ground | None:
    """Say which country a place lies in; a whole country only where its name is told, not "the Uzbek border"."""
    words = fold(document.text[span.start : span.end])
    name = fold(place.name)
    if place.country is None or (place.feature == "country" and name not in words):
        return None
    if name not in words or place.feature == "unknown":
        return Ground(place.country, "guess")  # "Rim" for Rome
    elsewhere = any(other.country != place.country for other in place.alternatives)
    return Ground(place.country, "likely" if elsewhere else "sure")


def _ground_of_dateline(document: Document, gazetteer: Gazetteer) -> list[Ground]:
    read = [region for region in document.regions if region.kind in READ_KINDS]
    towns = (dateline_of(document.text, region.start) for region in read[:DATELINE_REGIONS])
    town = next((span for span in towns if span is not None), None)
    if town is None:
        return []
    found = resolve_places(document.text, [town], gazetteer=gazetteer).places[:1]
    grounds = [_ground(document, town, place) for place in found]
    return [ground for ground in grounds if ground is not None]


def _covers_another(span: Span, spans: Sequence[Span]) -> bool:
    """Say whether a stretch has another one of these, which are sorted, inside it."""
    for at in range(bisect_left(spans, span.start, key=lambda other: other.start), len(spans)):
        if spans[at].start >= span.end:
            return False
        if span.covers(spans[at]) and spans[at] != span:
            return True
    return False


def _referred(actors: Sequence[Actor], wanted: set[str]) -> tuple[Actor, ...]:
    """Keep the actors that an event or tie points to, and those that they belong to."""
    parents = {actor.id: actor.part_of for actor in actors}
    for actor_id in list(wanted):
        parent = parents.get(actor_id)
        while parent is not None and parent not in wanted:
            wanted.add(parent)
            parent = parents.get(parent)
    return tuple(actor for actor in actors if actor.id in wanted)


def _mentions(drafts: Sequence[EventDraft]) -> Iterator[MentionDraft]:
    """Yield every mention of the events once for each place it stands in; the last of one head wins."""
    for draft in drafts:
        for voice in draft.voices:
            if voice.mention is not None:
                yield voice.mention
        for toll in (*draft.tolls, *draft.counts):
            if toll.of is not None:
                yield toll.of
            yield from (voice.mention for voice in toll.voices if voice.mention is not None)
        for held in draft.responsibility:
            yield held.mention
            if held.voice is not None and held.voice.mention is not None:
                yield held.voice.mention
        for participant in draft.participants:
            yield participant.mention


def _objects(document: Document, drafts: Sequence[EventDraft]) -> tuple[tuple[Object, ...], dict[Span, str]]:
    """Make one object per head word; the same words in two events are one thing."""
    first: dict[Span, ObjectDraft] = {}
    for draft in drafts:
        for thing in draft.objects:
            first.setdefault(thing.head, thing)
    objects, ids = [], {}
    for head in sorted(first):
        thing = first[head]
        ids[head] = make_id("o", document, "object", head.start, head.end)
        words = quote(document.text, thing.span)
        missing = [Missing("owner", "not read")]
        if thing.number is None:
            missing.append(Missing("number", "not stated"))
        objects.append(
            Object(ids[head], thing.kind, words.text, None, thing.number, thing.effect, (words,), tuple(missing))
        )
    return tuple(objects), ids
