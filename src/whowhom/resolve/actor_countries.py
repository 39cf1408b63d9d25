"""Whose soldiers bare "soldiers" are: the country that a report lends them.

In: the countries named, how they stand in the text, and the places of events.
Out: a country or None. What one would get wrong: a country that is only heard
("France called for an investigation") has no soldiers where the shots fell.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from whowhom.records import Span

CLEARLY_MORE = 2
"""A report is about a country that it names twice as often as any other, and at least so often."""

CONTESTED = frozenset(("PS",))
"""Where forces of another state hold the ground, it tells nobody's soldiers."""

_SIDES = r"(?:(?:north|south|east|west|central|northern|southern|eastern|western)[\w-]*\s+)*"
_WITHIN = re.compile(rf"(?:\b(?:in|across|inside|within|throughout|into)\s+(?:the\s+)?{_SIDES}|[A-Z][\w'’-]+,\s+)$")
_LAND = re.compile(
    r"(?:['’]s?)?\s+(?:[a-z][\w-]*\s+){0,2}?(?:states?|provinces?|regions?|departments?|districts?|cit(?:y|ies)|towns?|"
    r"villages?|capital)\b"
)
"""Behind a country: a part of its land."""

_FORCES = re.compile(
    r"(?:['’]s?)?\s+(?:[a-z][\w-]*\s+){0,2}?(?:army|military|police|gendarmes?|soldiers?|troops|forces?|navy)\b"
)

_DATELINE = re.compile(r"[^.\n]{0,60}?(?:\s(?:--|[-–—])\s|:\s)|[^.\n]{0,20}\.\s")
"""Behind a country or capital that a line begins with: where the report is from."""

_HEARD = re.compile(
    r"\s+(?:(?:has|had|have|also|later|again|will|would|is|was|repeatedly|strongly|immediately)\s+)*"
    r"(?:\w+ed|said|says|say|called|calls|sent|sends|told|tells|urges|condemns|denies|warns|watching|officials?|"
    r"presidents?|ministers?|ministry|foreign|prime|diplomats?|ambassadors?|embassy|envoys?|spokes\w+|leaders?|"
    r"government|authorities|media|will|would|is|was|has|had)\b"
)
"""Behind a country: what it says or does itself, or who speaks for it."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The country that a resolved place lies in.

    Attributes:
        standing: ``sure``: the place is called as the text calls it; ``likely``: so are places in other
            countries; ``guess``: it goes by another name.
    """

    code: str
    standing: Literal["sure", "likely", "guess"] = "sure"

    def counts(self, spots: Sequence[CountrySpot]) -> bool:
        """Say whether it tells a country: others than sure ones where the report names it, likely ones if no other."""
        if self.standing == "sure" or any(spot.code == self.code for spot in spots):
            return True
        return self.standing == "likely" and not any(spot.within or spot.forces or spot.leads for spot in spots)


@dataclass(frozen=True, slots=True)
class Grounds:
    """Where events of a report took place, as its resolved places say.

    Attributes:
        of_report: One for each place told of an event of force, else that of the dateline's town.
        of_mention: Those of the event of force that a mention takes part in, by its head; empty
            where a place is told and not resolved.
    """

    of_report: tuple[Ground, ...] = ()
    of_mention: Mapping[Span, frozenset[Ground]] = field(default_factory=dict)


NO_GROUNDS = Grounds()


@dataclass(frozen=True, slots=True)
class CountrySpot:
    """A country named in the text, by name, demonym or capital.

    Attributes:
        within: Something is told to be in it, or a part of its land is named.
        leads: A line begins with it as a dateline does.
        forces: Its forces are named.
        heard: It speaks or acts itself, or somebody speaks for it.
    """

    start: int
    code: str
    within: bool = False
    forces: bool = False
    heard: bool = False
    leads: bool = False


def country_spot(text: str, start: int, end: int, code: str) -> CountrySpot:
    """Say how a country stands at one place of a text."""
    within = _WITHIN.search(text, max(0, start - 40), start) is not None or _LAND.match(text, end) is not None
    forces = _FORCES.match(text, end) is not None
    begins = not text[text.rfind("\n", 0, start) + 1 : start].strip()
    leads = begins and _DATELINE.match(text, end) is not None
    heard = not (within or forces or leads) and _HEARD.match(text, end) is not None
    return CountrySpot(start, code, within, forces, heard, leads)


def country_lent(
    spots: Sequence[CountrySpot],
    grounds: Grounds,
    *,
    head: Span,
    sentence: Span,
    foreign: frozenset[str],
    armed: bool = True,
) -> str | None:
    """Return the country whose forces or government bare "soldiers" or "the government" are, or None.

    The place of their event decides, unless the report is about another country or has forces
    of another one on the scene; else the country that the report is about, else the only one
    that something is told to be in, else the only one that the sentence names before them.

    Args:
        spots: In the order of the text.
        head: Head of the mention; ``sentence``: the sentence around it.
        foreign: Countries whose forces the report names.
        armed: Forces are where their event is; a government may act, and talk, elsewhere.
    """
    counts = Counter(spot.code for spot in spots)
    ground = [one.code for one in grounds.of_report if one.counts(spots)]
    about = _foremost(counts, least=CLEARLY_MORE)
    if about is not None and ground and all(spot.heard for spot in spots if spot.code == about):
        about = None
    near = spots[bisect_left(spots, sentence.start, key=_start) : bisect_left(spots, sentence.end, key=_start)]
    told = grounds.of_mention.get(head) if armed else None
    here = frozenset(one.code for one in told or () if one.counts(spots))
    if here:
        foreign = frozenset() if here <= {spot.code for spot in near} else foreign
        return _of_place(here, about, foreign)
    if about is not None:
        return about
    if not counts or max(counts.values()) < CLEARLY_MORE:
        # A town that is told and not known may lie anywhere, whatever other sentences say.
        known = told is None or set(counts) == set(ground)
        lent = {_foremost(Counter(ground), least=1)} - {None} if known else set()
        lent |= {spot.code for spot in (spots if told is None else near) if spot.within}
        lent |= {spot.code for spot in spots if spot.leads} | {spot.code for spot in near if spot.forces}
        return lent.pop() if len(lent) == 1 and not lent & CONTESTED else None
    named = {spot.code for spot in near if spot.start < head.start}
    return named.pop() if len(named) == 1 else None


def _start(spot: CountrySpot) -> int:
    return spot.start


def _of_place(here: frozenset[str], about: str | None, foreign: frozenset[str]) -> str | None:
    if about in here:
        return about
    if about is not None or len(here) > 1 or here & CONTESTED or foreign - here:
        return None
    return next(iter(here))


def _foremost(counts: Counter[str], *, least: int) -> str | None:
    top = counts.most_common(2)
    if not top or top[0][1] < least or (len(top) > 1 and top[0][1] < CLEARLY_MORE * top[1][1]):
        return None
    return top[0][0]
