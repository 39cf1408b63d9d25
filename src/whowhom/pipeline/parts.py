"""The parts of an event with how sure the text is of each: participants, figures, places, dates.

In: an event as assembled, and the tree of its report. Out: the same event, each part with the certainty
of its own words, or with the event's where they say nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from whowhom.coding.factuality_parts import part_certainty, weaker
from whowhom.coding.tree import Tree
from whowhom.records import DateRange, Event, EventPlace, Participant, Span, Toll
from whowhom.records.values import Certainty

Part = TypeVar("Part", Participant, Toll, EventPlace, DateRange)


def weigh_parts(event: Event, tree: Tree) -> Event:
    """Give each part of an event its certainty."""

    def weighed(parts: tuple[Part, ...]) -> tuple[Part, ...]:
        return tuple(_with(part, _certainty(event, part, tree)) for part in parts)

    return replace(
        event,
        participants=weighed(event.participants),
        tolls=weighed(event.tolls),
        counts=weighed(event.counts),
        places=weighed(event.places),
        dates=weighed(event.dates),
    )


def _with(part: Part, certainty: Certainty) -> Part:
    return part if part.certainty == certainty else replace(part, certainty=certainty)


def _certainty(event: Event, part: Participant | Toll | EventPlace | DateRange, tree: Tree) -> Certainty:
    return weaker(event.factuality.certainty, part_certainty(tree, Span(part.start, part.end)))
