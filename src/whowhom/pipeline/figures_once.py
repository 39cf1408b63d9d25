"""Figures that several events of a report take from the same words, left to one of them.

In: merged events and the layers. Out: the same events; words that count people count them once. They stay with the
events told in their own sentence, else with the one told last before: a drone that "fired twice", two sentences
below "a resident put the toll at 25", does not kill another 25.

What one would get wrong: two events of the words' own sentence may both have the figure ("fled the camp since it was
overrun"), and a headline counts what the body counts again in other words.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from whowhom.pipeline.events import explain
from whowhom.records import Document, Event, Layers, Span, Toll

Counted = tuple[int, int, str]


def count_once(events: Sequence[Event], layers: Layers) -> tuple[Event, ...]:
    """Take figures from the events that stand in other sentences than their words, where another event has them."""
    owners: dict[Counted, list[int]] = {}
    for index, event in enumerate(events):
        for toll in (*event.tolls, *event.counts):
            owners.setdefault(_counted(toll), []).append(index)
    dropped: dict[int, set[Counted]] = {}
    for words, indexes in owners.items():
        if len(indexes) > 1:
            home = _home([(index, events[index]) for index in indexes], Span(words[0], words[1]), layers)
            for index in set(indexes) - home:
                dropped.setdefault(index, set()).add(words)
    return tuple(
        _without(event, dropped[index], layers.document) if index in dropped else event
        for index, event in enumerate(events)
    )


def _counted(toll: Toll) -> Counted:
    return toll.start, toll.end, toll.outcome


def _home(rows: Sequence[tuple[int, Event]], span: Span, layers: Layers) -> set[int]:
    """Return the events of a figure's own sentence, else the one told last before it, else all."""
    here = _sentence(span.start, layers)
    told = {index: {_sentence(anchor.start, layers) for anchor in event.anchors} for index, event in rows}
    if own := {index for index, sentences in told.items() if here in sentences}:
        return own
    before = {index: [n for n in sentences if n < here] for index, sentences in told.items()}
    last = max((max(numbers) for numbers in before.values() if numbers), default=None)
    return {index for index, numbers in before.items() if last in numbers} if last is not None else set(told)


def _sentence(start: int, layers: Layers) -> int:
    word = bisect_right(layers.starts, start) - 1
    return bisect_right(layers.sentences, word, key=lambda sentence: sentence[0]) - 1


def _without(event: Event, dropped: set[Counted], document: Document) -> Event:
    gone = {toll.id for toll in (*event.tolls, *event.counts) if _counted(toll) in dropped}

    def kept(tolls: tuple[Toll, ...]) -> tuple[Toll, ...]:
        # A part whose whole is taken out is a figure of its own.
        return tuple(
            replace(toll, part_of=None) if toll.part_of in gone else toll for toll in tolls if toll.id not in gone
        )

    return explain(replace(event, tolls=kept(event.tolls), counts=kept(event.counts)), document)
