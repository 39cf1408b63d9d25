"""The country that a report, or one paragraph of it, is about.

In: the text, the places told of its events and its actors. Out: a country with the words that name it, for an
event that nothing else places.

What one would get wrong: a round-up is about several countries, and governments that comment on everything are
named in every report; where no country stands out, none is given.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from whowhom.coding.items import HEADING_MARKS, is_alone_on_line
from whowhom.gazetteer import Gazetteer
from whowhom.pipeline.tables import Tables
from whowhom.records import Event, Place, Span
from whowhom.resolve.place_context import country_mentions, weight_of_mention
from whowhom.resolve.span_sets import SpanSet

# Of all that speaks for countries in a report, this share has to speak for one, and so much in all.
LEAST_SHARE = 0.5
LEAST_LEAD = 1.3
LEAST_WEIGHT = 1.5
DATELINE_WEIGHT = 2.0
TOLD_WEIGHT = 2.0  # Where news is told to be says more than whose forces are named.
# Acts in the field; the rest is said, agreed or decided, often in another land.
ACTS = frozenset(("ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "RETREAT", "AID"))
LOCATED_WEIGHT = 1.5
OF_STATES = ("state forces", "government")


@dataclass(frozen=True, order=True, slots=True)
class _Sign:
    """Words that speak for a country: a name of it or of its people, or a place in it."""

    span: Span
    code: str
    weight: float
    is_place: bool


class ReportCountries:
    """The countries that speak in a report, by where their words stand."""

    def __init__(
        self,
        text: str,
        events: Sequence[Event],
        tables: Tables,
        gazetteer: Gazetteer,
        *,
        dateline: tuple[str, Span] | None,
        mentioned: Mapping[Span, Place],
        located: Collection[Span],
    ) -> None:
        """Gather what speaks for a country.

        Args:
            dateline: Country of the town where the report was written, with its words.
            mentioned: Places that no event takes; ``located``: those that something is said to be in.
        """
        states = SpanSet([span for event in events for span in _states_in(event, tables)])
        # A name within a group's says nothing of the country, within that of a state's force it does.
        hidden = [span for span in tables.masked if not states.overlaps(span)]
        named = [(span, code) for code, span in country_mentions(text, gazetteer=gazetteer, masked=hidden)]
        signs = [_Sign(span, code, weight_of_mention(code), False) for span, code in named]
        places = [_Sign(dateline[1], dateline[0], DATELINE_WEIGHT, True)] if dateline is not None else []
        for event in events:
            places.extend(_places_of(event, tables))
        told = SpanSet([sign.span for sign in places])
        for span, place in mentioned.items():
            # "The plaza" is a village somewhere, too.
            is_noun = place.feature == "settlement" and text[span.start : span.start + 4].lower() == "the "
            if place.country and not is_noun and not told.overlaps(span):
                weight = LOCATED_WEIGHT if span in located else 1.0
                places.append(_Sign(span, place.country, weight, place.feature != "country"))
        covered = SpanSet([sign.span for sign in signs])
        signs.extend({sign.span: sign for sign in places if sign.is_place and not covered.overlaps(sign.span)}.values())
        self._named = sorted(named)
        self._headings = _headings(text, self._named)
        self._signs = sorted(signs)

    def named_in(self, within: Span) -> tuple[str, ...]:
        """List the countries that a stretch of the text names or whose people it names."""
        first = bisect_left(self._named, within.start, key=lambda row: row[0].start)
        last = bisect_left(self._named, within.end, key=lambda row: row[0].start)
        return tuple(code for _, code in self._named[first:last])

    def about(self, paragraph: Span | None) -> tuple[str, Span] | None:
        """Say which country the report is about where a paragraph stands, with words that say so.

        A paragraph that names another country and not that of the report is about the other one if a place
        of it stands there, and about neither otherwise.
        """
        report = _chief(self._signs, LEAST_WEIGHT)
        inside = self._within(paragraph) if paragraph is not None else ()
        if not inside or (report is not None and any(sign.code == report[0] for sign in inside)):
            return report
        own = _chief(inside, 1.0)
        if own is None or not any(sign.is_place and sign.code == own[0] for sign in inside):
            return None
        return own

    def heading(self, start: int) -> tuple[str, Span] | None:
        """Return the country whose name stands alone on the last such line above a position.

        A round-up has two or more: "Mali", what happened there, "Niger", what happened there.
        """
        at = bisect_left(self._headings, start, key=lambda row: row[1].start)
        return self._headings[at - 1] if at and len(self._headings) > 1 else None

    def _within(self, stretch: Span) -> Sequence[_Sign]:
        first = bisect_left(self._signs, stretch.start, key=lambda sign: sign.span.start)
        last = bisect_left(self._signs, stretch.end, key=lambda sign: sign.span.start)
        return self._signs[first:last]


def _headings(text: str, named: Sequence[tuple[Span, str]]) -> list[tuple[str, Span]]:
    """List the countries whose names are headings of a round-up; none where there is but one.

    Names on lines one below the other are a menu or the tags of a page.
    """
    lines = [(code, span) for span, code in named if is_alone_on_line(text, span)]
    apart = [bool(text[one.end : other.start].strip(HEADING_MARKS)) for (_, one), (_, other) in pairwise(lines)]
    tells = bool(lines) and bool(text[lines[-1][1].end :].strip(HEADING_MARKS))
    found = [
        row for row, before, behind in zip(lines, (True, *apart), (*apart, tells), strict=False) if before and behind
    ]
    return found if len({code for code, _ in found}) > 1 else []


def _chief(signs: Sequence[_Sign], least: float) -> tuple[str, Span] | None:
    """Return the country that stands out, with its first name, else the first place in it."""
    weights: dict[str, float] = defaultdict(float)
    for sign in signs:
        weights[sign.code] += sign.weight
    if not weights:
        return None
    code, most = min(weights.items(), key=lambda item: (-item[1], item[0]))
    second = max((weight for other, weight in weights.items() if other != code), default=0.0)
    if most < least or most < LEAST_SHARE * sum(weights.values()) or most < LEAST_LEAD * second:
        return None
    return code, min((sign.is_place, sign.span) for sign in signs if sign.code == code)[1]


def _places_of(event: Event, tables: Tables) -> Iterator[_Sign]:
    for row in event.places:
        place = tables.place(row.place)
        if place.country and place.feature != "country":
            weight = TOLD_WEIGHT if event.type in ACTS and not event.background else 1.0
            yield _Sign(Span(row.start, row.end), place.country, weight, True)


def _states_in(event: Event, tables: Tables) -> Iterator[Span]:
    for part in event.participants:
        actor = tables.find_actor(part.actor)
        if actor is not None and any(kind.kind in OF_STATES for kind in actor.kinds):
            yield Span(part.start, part.end)


def states_of(event: Event, tables: Tables) -> frozenset[str]:
    """List the countries whose forces or governments act in an event or are acted upon."""
    actors = (tables.find_actor(part.actor) for part in event.participants)
    return frozenset(
        actor.country
        for actor in actors
        if actor is not None and actor.country and any(kind.kind in OF_STATES for kind in actor.kinds)
    )
