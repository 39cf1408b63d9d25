"""Figures that say by their own words that they are part of the one before: "killing 14 people, two of them soldiers".

In: an event and the canonical text. Out: the same event, such figures with the id of their whole.

What one would get wrong: without it both are added up, and 14 dead become 16.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from whowhom.records import Event, Toll

# "Two of them soldiers", "four (of whom three ...)": in the words of the figure or right behind them.
_OF_THEM = re.compile(r"\W{0,2}\bof (?:them|whom|which|these|those)\b", re.IGNORECASE)
LONGEST_OF_THEM = 12
_SENTENCE_END = re.compile(r"[.!?]\s|\n\n")


def with_wholes(event: Event, text: str) -> Event:
    """Give the figures of an event that are "of them" the whole that stands before them in their sentence."""
    tolls, counts = _with_wholes(event.tolls, text), _with_wholes(event.counts, text)
    return event if (tolls, counts) == (event.tolls, event.counts) else replace(event, tolls=tolls, counts=counts)


def _with_wholes(tolls: tuple[Toll, ...], text: str) -> tuple[Toll, ...]:
    return tuple(
        replace(toll, part_of=whole.id)
        if toll.part_of is None and _is_of_them(toll, text) and (whole := _whole_of(toll, tolls, text)) is not None
        else toll
        for toll in tolls
    )


def _is_of_them(toll: Toll, text: str) -> bool:
    # Only so far: the rest of a long text must not be looked through for each figure.
    met = _OF_THEM.search(text, toll.start, toll.end + LONGEST_OF_THEM)
    return met is not None and met.start() <= toll.end


def _whole_of(toll: Toll, tolls: Sequence[Toll], text: str) -> Toll | None:
    """Find the nearest figure before it of the same outcome that is not smaller; None where another sentence begins."""
    before = [
        other
        for other in tolls
        if other.outcome == toll.outcome
        and other.part_of is None
        and other.end <= toll.start
        and _SENTENCE_END.search(text, other.end, toll.start) is None
        and not _is_of_them(other, text)
        and _most(other) >= _most(toll) > 0
    ]
    return max(before, key=lambda other: other.end, default=None)


def _most(toll: Toll) -> int:
    return max(number for number in (toll.low, toll.best, toll.high, 0) if number is not None)
