"""A data set made fit to leave: every row built anew from what the profile allows.

In: a :class:`~whowhom.safeguard.rows.Dataset`, a profile and the lists of what is known. Out:
a data set without texts, with counts of what was removed.

What one would get wrong: the counts name kinds of things and never the things, nor their ids:
a log of removed names would be the very list that the profile keeps in.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from whowhom.errors import UsageError
from whowhom.safeguard import known as lists
from whowhom.safeguard.known import Known
from whowhom.safeguard.people import general_actor, general_voice, is_named, may_speak_by_name
from whowhom.safeguard.places import coarsen, sensitivities
from whowhom.safeguard.profiles import Basis, Profile
from whowhom.safeguard.rows import (
    ActorRow,
    ClaimRow,
    Dataset,
    EventRow,
    Method,
    Party,
    SourceRow,
    Speaker,
    ThingRow,
    TieRow,
    When,
    Where,
    Words,
)
from whowhom.safeguard.words import Names, bare, clean, fold, is_plain

_WRITERS = re.compile(r"\s*(?:,|&|;|\band\b)\s*")
WORDS_OF_PARTNERS = ("type", "date", "place")  # Figures name people too often ("Amina Yusuf and her son").


def protect(dataset: Dataset, profile: Profile, known: Known, basis: Sequence[Basis] = ()) -> Dataset:
    """Build the data set that may leave under a profile.

    Args:
        dataset: As exports built it, not yet protected.
        basis: Names that may stand, for a profile that allows it.

    Raises:
        UsageError: a profile with names got no basis, or another got one.
    """
    if profile.names_with_basis != bool(basis):
        raise UsageError(
            f"profile {profile.name!r} {'needs' if profile.names_with_basis else 'takes no'} --basis: "
            "names of victims leave only as named records, each with a recorded basis."
        )
    writers = frozenset(
        bare(name) for source in dataset.sources for name in _WRITERS.split(source.byline or "") if name
    )
    allowed = {entry.key for entry in basis}
    return _Protector(profile, known, _names(dataset, basis), allowed, writers).dataset(dataset)


def _names(dataset: Dataset, basis: Sequence[Basis]) -> Names:
    actors = [actor for event in dataset.events for actor in actors_of(event)]
    actors += [actor for tie in dataset.ties for actor in (tie.subject, tie.object)]
    private = [actor for actor in actors if actor.is_private]
    voices = [v for event in dataset.events for v in _voices(event)]
    voices += [voice for tie in dataset.ties for voice in tie.voices]
    persons = [name for actor in private if actor.kind == "person" for name in (actor.name, *actor.aliases)]
    persons += [source.byline for source in dataset.sources if source.byline]
    described = [name for actor in private for name in (actor.name, *actor.aliases)]
    described += [voice.name for voice in voices if voice.name and not may_speak_by_name(voice)]
    return Names(persons, described, [*(a.name for a in actors if not a.is_private), *(b.name for b in basis)])


def actors_of(event: EventRow) -> Iterable[ActorRow]:
    """Every actor of an event: participants, people counted, those held responsible, voices."""
    found = [party.actor for party in event.parties]
    found += [claim.of for claim in event.claims]
    found += [voice.actor for voice in _voices(event)]
    return [actor for actor in found if actor is not None]


def _voices(event: EventRow) -> list[Speaker]:
    return [*event.voices, *(voice for claim in event.claims for voice in claim.voices)]


@dataclass(slots=True)
class _Protector:
    profile: Profile
    known: Known
    names: Names
    allowed: set[str]
    writers: frozenset[str] = frozenset()
    counts: Counter[str] = field(default_factory=Counter)
    hidden: tuple[str, ...] = ()

    def dataset(self, given: Dataset) -> Dataset:
        events = tuple(self.event(event) for event in given.events)
        self.hidden = ()
        ties = tuple(self.tie(tie) for tie in given.ties)
        self.hidden = tuple({name for event in given.events for name in self.hidden_places(event)})
        sources = tuple(self.source(source) for source in given.sources)
        method = given.method if self.profile.names else self.method(given.method)
        return dataclasses.replace(
            given,
            events=events,
            ties=ties,
            sources=sources,
            method=method,
            profile=self.profile.name,
            protections=tuple(sorted(self.counts.items())),
            texts={},
        )

    def event(self, event: EventRow) -> EventRow:
        if self.profile.names:
            return event
        type_ = self.known.event_type(event.type) or self.removed("event type of another codebook", "UNKNOWN")
        self.hidden = self.hidden_places(event)
        victims = {claim.of.name for claim in event.claims if claim.of is not None}
        victims |= {party.actor.name for party in event.parties if party.actor is not None and party.role == "target"}
        return dataclasses.replace(
            event,
            type=type_,
            modes=self.known.modes(type_, event.modes),
            parties=tuple(self.party(party, victims) for party in event.parties),
            dates=tuple(self.date(date) for date in event.dates),
            places=self.places(event),
            claims=tuple(self.claim(claim, victims) for claim in event.claims),
            voices=self.chain(event.voices),
            codes=self.known.codes(event.codes),
            words=self.words(event.words),
            instrument=self.text(event.instrument, "instrument"),
            reason=self.text(event.reason, "reason given"),
        )

    def party(self, party: Party, victims: set[str]) -> Party:
        actor = None if party.actor is None else self.actor(party.actor, victims)
        thing = None if party.thing is None else self.thing(party.thing)
        return dataclasses.replace(party, actor=actor, thing=thing, side=lists.side(party.side) or "unknown")

    def thing(self, thing: ThingRow) -> ThingRow:
        return dataclasses.replace(thing, name=self.text(thing.name, "name of a thing"))

    def actor(self, actor: ActorRow, victims: set[str] = frozenset()) -> ActorRow:  # type: ignore[assignment]
        if not actor.is_private and self.gives_away(actor):
            self.counts["name that gives a person or a sensitive place away"] += 1
            return general_actor(actor)
        if not actor.is_private:
            country, registry = self.known.country(actor.country), self.known.registry_id(actor.registry)
            return dataclasses.replace(actor, name=clean(actor.name), country=country, registry=registry, aliases=())
        if fold(actor.name) in self.allowed and actor.name in victims:
            self.counts["victim named with a recorded basis"] += 1
            return ActorRow(None, clean(actor.name), actor.kind, None, None, True)
        is_harmless = not is_named(actor) and not self.names.holds(actor.name) and not self.is_hidden(actor.name)
        if self.profile.free_texts and is_harmless:
            return ActorRow(None, clean(actor.name), actor.kind, None, None, True)
        self.counts["private person or people made general"] += 1
        return general_actor(actor)

    def gives_away(self, actor: ActorRow) -> bool:
        """Say whether a public actor's name holds a private person's, or that of a place that is coarsened.

        Whoever wrote one of the reports is none of its actors, whatever a coder took the byline for.
        """
        if self.known.registry_id(actor.registry) is not None:
            return False
        return bare(actor.name) in self.writers or self.names.holds_more_than(actor.name) or self.is_hidden(actor.name)

    def hidden_places(self, event: EventRow) -> tuple[str, ...]:
        """Names of the places of an event that are coarsened, as :func:`bare` gives them."""
        if not sensitivities(event):
            return ()
        pairs = [(place, coarsen(place, self.profile.places, self.known.gazetteer)) for place in event.places]
        return tuple(bare(place.name) for place, coarse in pairs if place.name and place.name != coarse.name)

    def claim(self, claim: ClaimRow, victims: set[str]) -> ClaimRow:
        of = None if claim.of is None else self.actor(claim.of, victims)
        return dataclasses.replace(claim, of=of, voices=self.chain(claim.voices), side=lists.side(claim.side))

    def chain(self, voices: tuple[Speaker, ...]) -> tuple[Speaker, ...]:
        return tuple(self.voice(voice) for voice in voices)

    def voice(self, voice: Speaker) -> Speaker:
        if may_speak_by_name(voice) and voice.actor is not None:
            actor = self.actor(voice.actor)
            return dataclasses.replace(voice, name=actor.name, actor=actor)
        if voice.name is not None:
            self.counts["voice made general"] += 1
        return general_voice(voice)

    def date(self, date: When) -> When:
        return dataclasses.replace(date, first=lists.day(date.first), last=lists.day(date.last))

    def places(self, event: EventRow) -> tuple[Where, ...]:
        places = tuple(self.place(place) for place in event.places)
        if not sensitivities(event):
            return places
        coarse = tuple(coarsen(place, self.profile.places, self.known.gazetteer) for place in places)
        self.counts["sensitive place coarsened"] += sum(place.protection is not None for place in coarse)
        return coarse

    def place(self, place: Where) -> Where:
        name = self.known.place(place.name)
        if name is None and place.name is not None:
            name = self.text(place.name, "place that the gazetteer does not know")
        return dataclasses.replace(
            place,
            name=name,
            country=self.known.country(place.country),
            admin1=self.known.place(place.admin1),
            admin2=self.known.place(place.admin2),
            gazetteer_id=place.gazetteer_id if name and place.gazetteer_id and self._has_id(place) else None,
            relation=place.relation if place.relation in lists.RELATIONS else self.text(place.relation, "relation"),
        )

    def _has_id(self, place: Where) -> bool:
        found = self.known.gazetteer.lookup(place.name or "")
        return any(entry.id == place.gazetteer_id for entry in found)

    def words(self, words: tuple[Words, ...]) -> tuple[Words, ...]:
        kept = tuple(dataclasses.replace(entry, prefix=None, suffix=None) for entry in words if self.may_quote(entry))
        self.counts["words of a report with their offsets"] += len(words) - len(kept)
        return kept

    def may_quote(self, words: Words) -> bool:
        if self.profile.words == "without names" and words.field in WORDS_OF_PARTNERS:
            return not self.names.holds(words.exact) and not self.is_hidden(words.exact)
        return any(is_plain(words.exact, book) for book in self.known.codebooks)

    def text(self, text: str | None, what: str) -> str | None:
        """Give words of a report, where the profile lets them pass."""
        if text is None:
            return None
        if self.profile.free_texts and not self.names.holds(text) and not self.is_hidden(text):
            return clean(text)
        self.counts[what] += 1
        return None

    def is_hidden(self, text: str) -> bool:
        """Say whether words name a place that is coarsened."""
        words = bare(text) if self.hidden else ""
        return any(name in words for name in self.hidden)

    def removed(self, what: str, stand_in: str) -> str:
        self.counts[what] += 1
        return stand_in

    def tie(self, tie: TieRow) -> TieRow:
        if self.profile.names:
            return tie
        return dataclasses.replace(
            tie,
            subject=self.actor(tie.subject),
            object=self.actor(tie.object),
            period=None if tie.period is None else self.date(tie.period),
            voices=self.chain(tie.voices),
            words=self.words(tie.words),
        )

    def source(self, source: SourceRow) -> SourceRow:
        if self.profile.names:
            return source
        publisher = source.publisher
        if not source.is_listed:
            publisher = self.text(publisher, "outlet that is on no list")
        if source.byline:
            self.counts["name of a writer"] += 1
        return dataclasses.replace(
            source,
            text=lists.digest(source.text) or "unknown",
            publisher=publisher,
            title=self.text(source.title, "title"),
            url=self.text(source.url, "address of a report"),
            path=None,
            byline=None,
            relayed_from=self.text(source.relayed_from, "outlet relayed from"),
            published=lists.day(source.published),
            retrieved=lists.instant(source.retrieved),
            language=lists.language(source.language),
        )

    def method(self, method: Method) -> Method:
        def digests(values: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(value for value in values if lists.digest(value))

        return Method(
            coders=tuple(dict.fromkeys(lists.coder(value) for value in method.coders)),
            codebooks=digests(method.codebooks),
            gazetteers=digests(method.gazetteers),
            registries=digests(method.registries),
            policy=lists.policy(method.policy) or "not told",
            facts=method.facts,
        )


__all__ = ["actors_of", "protect"]
