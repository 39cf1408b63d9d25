"""Tellings of one event within a report, joined: one event with several anchors.

In: events in text order. Out: fewer events; the fullest telling gives the values, the others add what it lacks. A
telling joins the group that it is likest to, if it is like enough; what happened is never joined with what did not.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace

from whowhom.pipeline.events import explain, held_once
from whowhom.pipeline.same_event import is_parted, is_plainly_same, lacks_whole, likeness, load_weights, may_be_same
from whowhom.pipeline.tellings import Telling
from whowhom.pipeline.wholes import with_wholes
from whowhom.records import Document, Event, EventPlace, Participant, Place, Toll, Voice


class _Groups:
    """Groups of tellings by the types and words that they are told with."""

    def __init__(self, places: Mapping[str, Place], apart: frozenset[tuple[str, str]]) -> None:
        self.groups: list[list[Telling]] = []
        self._places, self._apart = places, apart
        self._numbered: list[tuple[Telling, int]] = []
        # Places in _numbered, by type and by word, and those in the headline.
        self._by_key: dict[tuple[str, str], list[int]] = {}
        self._headline: list[int] = []

    def add(self, telling: Telling) -> None:
        """Put a telling into the group that it belongs to, or into a new one."""
        home = self._home(telling)
        if home is None:
            home = len(self.groups)
            self.groups.append([])
        self.groups[home].append(telling)
        for key in _keys(telling):
            self._by_key.setdefault(key, []).append(len(self._numbered))
        if telling.headline:
            self._headline.append(len(self._numbered))
        self._numbered.append((telling, home))

    def _home(self, telling: Telling) -> int | None:
        """Return the number of the group that is likest to a telling and like enough; None: none is."""
        told: dict[int, list[float]] = {}
        plain: set[int] = set()
        for other, number, between in self._near(telling):
            told.setdefault(number, []).append(likeness(other, telling, self._places, between))
            if is_plainly_same(other, telling):
                plain.add(number)
        fitting = [number for number in told if self._may_join(telling, number)]
        if fitting_plainly := [number for number in fitting if number in plain]:
            return max(fitting_plainly)
        means = {number: sum(told[number]) / len(told[number]) for number in fitting}
        best = max(means, key=lambda number: (means[number], number), default=None)
        return best if best is not None and means[best] >= load_weights().threshold else None

    def _near(self, telling: Telling) -> list[tuple[Telling, int, int]]:
        """List earlier tellings to compare with: telling, its group, and how many of the new one's type lie between."""
        of_type, of_word = (self._by_key.get(key, []) for key in _keys(telling))
        near = set(self._headline)
        for places in (of_type, of_word):
            # The newest first, so that a long report is not compared with all that it told before.
            for at in reversed(places):
                if not may_be_same(self._numbered[at][0], telling):
                    break
                near.add(at)
        rows = []
        for at in sorted(near, reverse=True):
            other, number = self._numbered[at]
            if may_be_same(other, telling):
                rows.append((other, number, len(of_type) - bisect_right(of_type, at)))
        return rows

    def _may_join(self, telling: Telling, number: int) -> bool:
        """Say whether nothing parts a telling from a group, however like it is."""
        return all(
            not is_parted(other, telling, self._places) and (telling.event.id, other.event.id) not in self._apart
            for other in self.groups[number]
        )


def _keys(telling: Telling) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("type", telling.event.type), ("word", telling.lemma)


def merge_tellings(
    tellings: Sequence[Telling],
    document: Document,
    places: Sequence[Place],
    apart: frozenset[tuple[str, str]] = frozenset(),
) -> tuple[Event, ...]:
    """Join the tellings of one event.

    Args:
        apart: Ids of tellings that a link parts, both ways round: what was done in retaliation
            for an attack is not the attack.

    Returns:
        Events in the order of their first anchor in the text.
    """
    found = _Groups({place.id: place for place in places}, apart)
    for telling in tellings:
        found.add(replace(telling, event=with_wholes(telling.event, document.text)))
    events = [_joined(group, document) for group in found.groups]
    return tuple(sorted(events, key=lambda event: min(anchor.start for anchor in event.anchors)))


def _fullness(telling: Telling) -> tuple[int, int, int, int]:
    event = telling.event
    values = len(event.participants) + len(event.dates) + len(event.places) + len(event.tolls) + len(event.counts)
    return (-int(telling.of_those), values, -int(telling.headline), -event.anchors[0].start)


def _joined(group: Sequence[Telling], document: Document) -> Event:
    if len(group) == 1:
        return group[0].event
    ordered = sorted(group, key=_fullness, reverse=True)
    main = ordered[0].event
    others = [telling.event for telling in ordered[1:]]
    event = replace(
        main,
        anchors=tuple(anchor for telling in ordered for anchor in telling.event.anchors),
        modes=main.modes or next((e.modes for e in others if e.modes), ()),
        dates=main.dates or next((e.dates for e in others if e.dates), ()),
        places=_places(ordered),
        participants=_participants(main, others),
        tolls=_tolls(main, others),
        responsibility=held_once([held for event in (main, *others) for held in event.responsibility]),
        counts=_counts(main, others, [telling.event for telling in ordered if telling.of_those]),
        attribution=_voices(group),
        background=all(telling.event.background for telling in group),
        score=max(telling.event.score for telling in group),
        acled=main.acled or next((e.acled for e in others if e.acled), None),
        ged=main.ged or next((e.ged for e in others if e.ged), None),
        cameo=main.cameo or next((e.cameo for e in others if e.cameo), None),
    )
    return explain(event, document)


def _places(ordered: Sequence[Telling]) -> tuple[EventPlace, ...]:
    """Take the fullest telling's places, unless one says nothing but where it was: "The attack took place in X"."""
    located = (telling.event.places for telling in ordered if telling.located)
    told = (telling.event.places for telling in ordered)
    return next((places for places in (*located, *told) if places), ())


def _voices(tellings: Sequence[Telling]) -> tuple[Voice, ...]:
    """Take the voices of the first telling of the body: who repeats it later did not tell it; headlines name nobody."""
    first = min(tellings, key=lambda telling: (telling.headline, telling.event.anchors[0].start))
    return first.event.attribution


def _tolls(main: Event, others: Sequence[Event]) -> tuple[Toll, ...]:
    """Take the fullest telling's figures, or those of one that has the whole of its part; then what it lacks.

    Of an outcome that two tellings count, the fuller one's figures stand.
    """
    found = next((other.tolls for other in others if lacks_whole(main, other)), main.tolls)
    for other in (main, *others):
        counted = {toll.outcome for toll in found}
        found += tuple(toll for toll in other.tolls if toll.outcome not in counted)
    return found


def _counts(main: Event, others: Sequence[Event], of_those: Sequence[Event]) -> tuple[Toll, ...]:
    """Take the fullest telling's counts, with those of whom another tells more: "seven of those arrested".

    Where all tell of those alone, nobody tells the whole that they are part of.
    """
    source = next((event for event in (main, *others) if event.counts), main)
    found = source.counts
    if any(source is event for event in of_those):
        return found
    wholes = {count.outcome: count for count in found if count.part_of is None}
    words = {(count.start, count.end, count.outcome) for count in found}
    for count in (count for event in of_those for count in event.counts):
        whole = wholes.get(count.outcome)
        if whole is not None and (count.start, count.end, count.outcome) not in words:
            words.add((count.start, count.end, count.outcome))
            found += (count if count.part_of is not None else replace(count, part_of=whole.id),)
    return found


def _participants(main: Event, others: Sequence[Event]) -> tuple[Participant, ...]:
    """Take the fullest telling's sides; a side it lacks comes from the first that has it."""
    found = list(main.participants)
    for other in others:
        sides = {p.side for p in found}
        found.extend(p for p in other.participants if p.side not in sides)
    return tuple(found)
