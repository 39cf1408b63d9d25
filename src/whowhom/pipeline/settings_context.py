"""Places and dates that an event takes over from what stands around it in its report.

In: the events of a report, merged and linked, and the scenes of its sentences. Out: the same events, those without a
place or date with one from, in this order: an event that they are part of; another event of the sentence with the
same doers; the event told just before, where the words carry on and nothing moves the scene; a place of the
sentence that no event takes; the last scene of the paragraph; the dateline; the country that the report is about.

What one would get wrong: what was taken over keeps the words it came from, says so in its basis and is less sure
than what is told. The publication date dates nothing, and neither news nor history takes from the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from whowhom.coding.factuality_parts import weaker
from whowhom.coding.scenes import Scenes, SentenceScene
from whowhom.coding.tree import Tree
from whowhom.gazetteer import Gazetteer
from whowhom.gazetteer.names import spaced
from whowhom.pipeline.report_country import ACTS, ReportCountries, states_of
from whowhom.pipeline.tables import Tables
from whowhom.records import DateRange, Document, Event, EventDraft, EventPlace, Evidence, Place, Span
from whowhom.resolve.places import around_place, country_place, join_places, resolve_places

SUPPOSED = frozenset(("planned", "threatened", "predicted", "conditional"))
WHERE_ROLES = ("at", "target", "along")
# The event told just before stands in this sentence or one of so many before it.
CARRY_SENTENCES = 2
SCENE_SENTENCES = 4
# The dateline places the first paragraphs; further down a report has gone elsewhere.
DATELINE_PARAGRAPHS = 2
# From a month on a date is no day of the news.
COARSE_PRECISION = 4
_BESIDE = ("conj", "advcl", "xcomp", "parataxis", "ccomp")


@dataclass(frozen=True)
class Surrounded:
    """What taking over needs of a report."""

    document: Document
    tree: Tree
    drafts: Sequence[EventDraft]
    scenes: Scenes
    tables: Tables
    gazetteer: Gazetteer


@dataclass(frozen=True, slots=True)
class _Taken:
    """A place taken over: the record, its words and how it came."""

    place: Place
    span: Span
    basis: str


def take_settings(events: Sequence[Event], around: Surrounded) -> tuple[tuple[Event, ...], tuple[Place, ...]]:
    """Give events the places and dates that their surroundings tell.

    Returns:
        The events and the table of places with those that were added.
    """
    work = _Work(around, {event.id: event for event in events})
    for event in events:
        work.settle(event)
    return tuple(work.events[event.id] for event in events), join_places(around.tables.places, work.added)


@dataclass
class _Work:
    """The events as they are so far, by id."""

    around: Surrounded
    events: dict[str, Event]
    added: list[Place] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Index the events, and resolve the place names that set scenes."""
        drafts, tables = self.around.drafts, self.around.tables
        number = {draft.trigger: index for index, draft in enumerate(drafts)}
        self.tellings: dict[str, list[int]] = {
            event.id: [number[anchor.span] for anchor in event.anchors if anchor.span in number]
            for event in self.events.values()
        }
        self.owner = {index: event_id for event_id, told in self.tellings.items() for index in told}
        self.by_sentence: dict[int, list[int]] = {}
        for index, draft in enumerate(drafts):
            if index in self.owner:
                self.by_sentence.setdefault(draft.sentence, []).append(index)
        self.parts: dict[str, list[str]] = {}
        for event in self.events.values():
            for whole in {link.to for link in event.links if link.link == "part of"}:
                self.parts.setdefault(whole, []).append(event.id)
        self.taken = {Span(row.start, row.end) for event in self.events.values() for row in event.places}
        self.place_at = self._resolve()
        self.place_by_id: dict[str, Place] = {place.id: place for place in tables.places}
        dateline = self.around.scenes.dateline
        town = self.place_at.get(dateline) if dateline is not None else None
        self.countries = ReportCountries(
            self.around.document.text,
            list(self.events.values()),
            tables,
            self.around.gazetteer,
            dateline=(town.country, dateline) if town is not None and town.country and dateline else None,
            mentioned={span: place for span, place in self.place_at.items() if span != dateline},
            located={span for scene in self.around.scenes.sentences for span in scene.located},
        )

    def _resolve(self) -> Mapping[Span, Place]:
        """Resolve the names that no event takes beside those that one does; the latter stay as they are."""
        scenes = self.around.scenes
        known = set(self.around.tables.place_of)
        free = {name for scene in scenes.sentences for name in scene.mentioned} - known
        free |= {scenes.dateline} if scenes.dateline is not None else set()
        if not free:
            return {}
        spans = sorted(free | known)
        found = resolve_places(
            self.around.document.text, spans, gazetteer=self.around.gazetteer, masked=self.around.tables.masked
        )
        places = {place.id: place for place in found.places}
        return {
            span: places[key]
            for span, key in zip(spans, found.of_mention, strict=True)
            if key is not None and span in free
        }

    def settle(self, event: Event) -> None:
        """Give one event what it lacks."""
        tellings = self.tellings[event.id]
        sources = list(self._sources(event, tellings)) if _is_act(event) else []
        dates, places = event.dates, event.places
        if not dates:
            source = next((other for other in sources if other.dates), None) or self._of_lead(event, tellings)
            dates = tuple(_taken_date(date) for date in source.dates) if source is not None else ()
        if not places:
            places = self._place(event, tellings, sources)
        if not any(self._place_of(row.place).country for row in places):
            places = (*places, *self._country(event, tellings))
        if (dates, places) != (event.dates, event.places):
            self.events[event.id] = _with_settings(event, dates, places, self.around.document.text)

    def _place_of(self, place_id: str) -> Place:
        return self.place_by_id[place_id]

    def _place(self, event: Event, tellings: Sequence[int], sources: Sequence[Event]) -> tuple[EventPlace, ...]:
        for source in sources:
            rows = [row for row in source.places if row.role in WHERE_ROLES and row.basis != "report"]
            place = _innermost([self._place_of(row.place) for row in rows])
            if place is not None:
                span = next(Span(row.start, row.end) for row in rows if row.place == place.id)
                return (_row(event, place.id, span, "context"),)
        if not _is_act(event) or event.clarity == "aggregate":
            return ()
        for index in tellings:
            found = self._of_sentence(index)
            if found is None and not event.background:
                found = self._of_paragraph(index, event) or self._of_dateline(index, event)
            if found is not None:
                self._add(found.place)
                return (_row(event, found.place.id, found.span, "context"),)
        return ()

    def _add(self, place: Place) -> None:
        self.added.append(place)
        self.place_by_id.setdefault(place.id, place)
        if place.anchor and place.anchor not in self.place_by_id:
            anchor = next((found for found in self.place_at.values() if found.id == place.anchor), None)
            if anchor is not None:
                self._add(anchor)

    def _sources(self, event: Event, tellings: Sequence[int]) -> Iterator[Event]:
        """Yield the events that this one may take from, the surest first."""
        for link in event.links:
            if link.link == "part of" and _may_give(self.events[link.to], event):
                yield self.events[link.to]
        for part in self.parts.get(event.id, ()):
            if _may_give(self.events[part], event):
                yield self.events[part]
        for index in tellings:
            for beside in self.by_sentence.get(self.around.drafts[index].sentence, ()):
                other = self.events[self.owner[beside]]
                if other.id != event.id and self._is_beside(index, beside) and self._may_take(event, other):
                    yield other
        for index in tellings:
            before = self._before(index, event)
            if before is not None:
                yield before

    def _may_take(self, event: Event, other: Event) -> bool:
        linked = {link.to for link in event.links} | ({event.id} if event.id in {x.to for x in other.links} else set())
        parted = other.id in linked or event.id in linked
        return not parted and _may_give(other, event)

    def _is_beside(self, index: int, other: int) -> bool:
        """Say whether two events of a sentence share somebody, or one verb is beside the other."""
        if self._shares(index, other):
            return True
        heads = self.around.scenes.heads
        return any(self._hangs_beside(*pair) for pair in ((heads[index], heads[other]), (heads[other], heads[index])))

    def _hangs_beside(self, lower: int, upper: int) -> bool:
        tree = self.around.tree
        while lower >= 0 and tree.relation(lower) in _BESIDE:
            lower = tree.layers.heads[lower]
            if lower == upper:
                return True
        return False

    def _shares(self, index: int, other: int) -> bool:
        ours, theirs = (
            {part.actor for part in self.events[self.owner[number]].participants if part.actor}
            for number in (index, other)
        )
        return bool(ours & theirs)

    def _before(self, index: int, event: Event) -> Event | None:
        """Return the event told just before, where the words carry on and nothing moves the scene."""
        scenes, draft = self.around.scenes, self.around.drafts[index]
        own = scenes.sentences[draft.sentence]
        if own.moves or own.looks_back or self._has_other_names(own):
            return None
        for sentence in range(draft.sentence - 1, max(-1, draft.sentence - 1 - CARRY_SENTENCES), -1):
            scene = scenes.sentences[sentence]
            if scene.is_headline != own.is_headline:
                return None
            for other in reversed(self.by_sentence.get(sentence, [])):
                found = self.events[self.owner[other]]
                if found.id != event.id and self._goes_on(index, other) and self._may_take(event, found):
                    return found if found.places or found.dates else None
            if scene.moves or scene.looks_back:
                return None
        return None

    def _goes_on(self, index: int, other: int) -> bool:
        scenes, drafts = self.around.scenes, self.around.drafts
        one, two = (scenes.sentences[drafts[number].sentence] for number in (index, other))
        near = one.paragraph == two.paragraph or drafts[index].sentence - drafts[other].sentence == 1
        return near and scenes.carries[index]

    def _has_other_names(self, scene: SentenceScene) -> bool:
        """Say whether a sentence names a place that can be where it plays; a country is not one of them."""
        return any(self._feature(name) != "country" for name in scene.names)

    def _feature(self, name: Span) -> str:
        place = self._named(name)
        return place.feature if place is not None else "unknown"

    def _named(self, name: Span) -> Place | None:
        tables = self.around.tables
        return tables.place(tables.place_of[name]) if name in tables.place_of else self.place_at.get(name)

    def _of_sentence(self, index: int) -> _Taken | None:
        """Take the only place that the sentence is set in, if no event takes it."""
        scene = self.around.scenes.sentences[self.around.drafts[index].sentence]
        free = [name for name in scene.located if not any(_overlap(name, taken) for taken in self.taken)]
        if len(free) != 1 or len(scene.names) > 1 or scene.looks_back:
            return None
        place = self.place_at.get(free[0])
        return _Taken(place, free[0], "context") if place is not None and place.country else None

    def _of_paragraph(self, index: int, event: Event) -> _Taken | None:
        """Take the last scene of the paragraph before the event, if nothing has moved it since."""
        scenes, drafts = self.around.scenes, self.around.drafts
        here = drafts[index].sentence
        own = scenes.sentences[here]
        if own.moves or own.looks_back or self._has_other_names(own) or own.is_headline:
            return None
        for number in range(here - 1, max(-1, here - 1 - SCENE_SENTENCES), -1):
            scene = scenes.sentences[number]
            if scene.paragraph != own.paragraph:
                return None
            names = [name for name in scene.names if self._feature(name) != "country"]
            if names:
                return self._only_scene(names, scene, own, event)
            if scene.moves or scene.looks_back:
                return None
        return None

    def _only_scene(
        self, names: Sequence[Span], scene: SentenceScene, own: SentenceScene, event: Event
    ) -> _Taken | None:
        spans = [name for name in names if name in scene.located or any(_overlap(name, span) for span in self.taken)]
        places = {place.id: place for name in spans if (place := self._named(name)) is not None}
        place = _innermost(list(places.values()))
        if place is None or scene.looks_back or not self._fits(place.country, own, event):
            return None
        span = next(name for name in spans if self._named(name) == place)
        return _Taken(around_place(self.around.document.id, place), span, "context")

    def _of_dateline(self, index: int, event: Event) -> _Taken | None:
        """Take the dateline's town for the news of the first paragraphs that name no place; a capital writes of all."""
        scenes, draft = self.around.scenes, self.around.drafts[index]
        own = scenes.sentences[draft.sentence]
        first = [s for s in scenes.sentences[: draft.sentence + 1] if not s.is_headline]
        if scenes.dateline is None or own.is_headline or own.paragraph - scenes.lead >= DATELINE_PARAGRAPHS:
            return None
        if any(scene.moves or scene.looks_back or self._has_other_names(scene) for scene in first):
            return None
        place = self.place_at.get(scenes.dateline)
        if place is None or place.country is None or place.feature == "country" or self._is_capital(place):
            return None
        if not self._fits(place.country, own, event):
            return None
        return _Taken(around_place(self.around.document.id, place), scenes.dateline, "context")

    def _is_capital(self, place: Place) -> bool:
        return self.around.gazetteer.capitals.get(place.country or "") == spaced(place.name)

    def _fits(self, country: str | None, own: SentenceScene, event: Event) -> bool:
        """Say whether an event may be in a country: no other is named beside it, and no other's forces act."""
        named, states = set(self.countries.named_in(own.span)), states_of(event, self.around.tables)
        return country is None or ((not named or country in named) and (not states or country in states))

    def _country(self, event: Event, tellings: Sequence[int]) -> tuple[EventPlace, ...]:
        """Take the country that the paragraph, else the report, is about."""
        if not tellings:
            return ()
        own = self.around.scenes.sentences[self.around.drafts[tellings[0]].sentence]
        regions = self.around.document.regions
        paragraph = regions[own.paragraph].span if own.paragraph >= 0 and len(regions) > 1 else None
        found = self.countries.heading(own.span.start) or self.countries.about(paragraph)
        if found is None or not self._fits(found[0], own, event):
            return ()
        if event.type == "CONSULT" and found[0] not in states_of(event, self.around.tables):
            # Talks about a country are as often held abroad.
            return ()
        place = country_place(self.around.document, found[0], found[1], gazetteer=self.around.gazetteer)
        if place is None:
            return ()
        self._add(place)
        return (_row(event, place.id, found[1], "report"),)

    def _of_lead(self, event: Event, tellings: Sequence[int]) -> Event | None:
        """Return an event of the lead paragraph that is dated, for news of that paragraph."""
        scenes, drafts = self.around.scenes, self.around.drafts
        if event.background or not _is_act(event):
            return None
        for index in tellings:
            own = scenes.sentences[drafts[index].sentence]
            if own.paragraph != scenes.lead or own.moves or own.looks_back:
                continue
            for other in self.events.values():
                if other.id != event.id and other.dates and self._is_in_lead(other) and self._may_take(event, other):
                    return other
        return None

    def _is_in_lead(self, event: Event) -> bool:
        scenes, drafts = self.around.scenes, self.around.drafts
        told = [scenes.sentences[drafts[index].sentence] for index in self.tellings[event.id]]
        return any(scene.paragraph == scenes.lead and not scene.moves for scene in told)


def _is_act(event: Event) -> bool:
    told = event.factuality
    return event.type in ACTS and told.polarity == "happened" and told.stage not in SUPPOSED


def _may_give(source: Event, event: Event) -> bool:
    """Say whether one event may take its setting from another: both acts of the news, or both of the past."""
    if not _is_act(source) or source.background != event.background:
        return False
    if event.clarity == "aggregate" or source.clarity == "aggregate":
        return False
    coarse = any(date.precision >= COARSE_PRECISION for date in event.dates)
    return not coarse and not (source.dates and event.dates and not _agree(source.dates, event.dates))


def _agree(ours: Sequence[DateRange], theirs: Sequence[DateRange]) -> bool:
    return any(
        max(one.from_ or "", two.from_ or "") <= min(one.to or "9999", two.to or "9999")
        for one in ours
        for two in theirs
    )


def _innermost(places: Sequence[Place]) -> Place | None:
    """Return the place that all others hold ("Aracruz, in Espirito Santo"); None where there is no such."""
    for place in places:
        if all(
            place.id == other.id
            or (other.feature == "country" and other.country == place.country)
            or (other.feature == "admin1" and (other.country, other.admin1) == (place.country, place.admin1))
            for other in places
        ):
            return place
    return None


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _taken_date(date: DateRange) -> DateRange:
    return replace(date, basis="context", certainty=weaker(date.certainty, "probable"))


def _row(event: Event, place: str, span: Span, basis: str) -> EventPlace:
    sure = weaker(event.factuality.certainty, "possible" if basis == "report" else "probable")
    return EventPlace(place, "at", span.start, span.end, sure, "report" if basis == "report" else "context")


def _with_settings(event: Event, dates: tuple[DateRange, ...], places: tuple[EventPlace, ...], text: str) -> Event:
    """Put settings in, with their words as evidence and without the reasons for lacking them."""
    filled = {"dates"} if dates and not event.dates else set()
    filled |= {"places"} if places and not event.places else set()
    spans = [(f"dates[{at}]", Span(row.start, row.end)) for at, row in enumerate(dates) if at >= len(event.dates)]
    spans += [(f"places[{at}]", Span(row.start, row.end)) for at, row in enumerate(places) if at >= len(event.places)]
    rows = [Evidence(name, span.start, span.end, text[span.start : span.end]) for name, span in spans]
    return replace(
        event,
        dates=dates,
        places=places,
        evidence=(*event.evidence, *rows),
        missing=tuple(entry for entry in event.missing if entry.field not in filled),
    )
