"""The plain coder that ours must beat: the codebook's words and the nearest nouns.

In: layers, of which it uses words, lemmas, parts of speech and sentences only, and the
codebook. Out: a :class:`~whowhom.evaluate.coding_views.View`. Every word of the codebook
that tells its type more often than not is an event; the nearest noun before it is the
actor, the nearest after it the target; a name behind "in", "at" or "near" is a place;
every date of the sentence is its date; where the word tells an outcome ("kill"), the
nearest number is the toll. All happened for certain, and nobody says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from whowhom.codebook import Codebook, Trigger, TriggerMatch, find_triggers
from whowhom.coding.figures import find_figures
from whowhom.coding.tolls import TOLL_OUTCOMES
from whowhom.evaluate.coding_views import ITEMS, EventView, Item, View
from whowhom.records import Layers, Span
from whowhom.resolve.dates import find_dates

MIN_WEIGHT = 0.5  # Words below it tell something else more often than their type.
PLACE_WORDS = frozenset(("in", "at", "near"))
NOUNS = frozenset(("NOUN", "PROPN"))


def code_plainly(layers: Layers, codebook: Codebook) -> View:
    """Code a document by the plain rules."""
    size = len(layers.document.text)
    events = tuple(event for sentence in layers.sentences for event in _events(layers, codebook, *sentence))
    return View(layers.document.id, layers.document.id[:12], 0, size, events, (), (), ())


def _events(layers: Layers, codebook: Codebook, first: int, last: int) -> Iterator[EventView]:
    if first == last:
        return
    words = [layers.word(index) for index in range(first, last)]
    matches = find_triggers(codebook, layers.lemmas[first:last], layers.upos[first:last], words)
    for match in _likeliest(matches):
        if match.trigger.weight >= MIN_WEIGHT:
            span = layers.span(first + match.words[0], first + match.words[-1] + 1)
            yield EventView((span,), _values(match.trigger), _items(layers, match, span, (first, last)))


def _likeliest(matches: Iterable[TriggerMatch]) -> list[TriggerMatch]:
    """Keep one entry for the same words: the one with the greatest weight, then the first."""
    kept: dict[tuple[int, ...], TriggerMatch] = {}
    for match in matches:
        if match.words not in kept or kept[match.words].trigger.weight < match.trigger.weight:
            kept[match.words] = match
    return list(kept.values())


def _values(trigger: Trigger) -> dict[str, str | None]:
    return {
        "type": trigger.type,
        "mode": trigger.mode,
        "acled": None,
        "polarity": "happened",
        "certainty": "certain",
        "stage": "accomplished",
        "background": "False",
        "clarity": "single",
    }


def _items(
    layers: Layers, match: TriggerMatch, trigger: Span, sentence: tuple[int, int]
) -> dict[str, tuple[Item, ...]]:
    first, last = sentence
    text = layers.document.text
    start, end = layers.starts[first], layers.ends[last - 1]
    participants = (
        *_nearest_noun(layers, range(first + match.words[0] - 1, first - 1, -1), "actor"),
        *_nearest_noun(layers, range(first + match.words[-1] + 1, last), "target"),
    )
    items: dict[str, tuple[Item, ...]] = dict.fromkeys(ITEMS, ())
    items["participants"] = participants
    items["places"] = tuple(_places(layers, first, last))
    items["dates"] = tuple(Item(Span(date.start, date.end)) for date in find_dates(text, start, end))
    outcome = match.trigger.toll
    if outcome is not None:
        items["tolls" if outcome in TOLL_OUTCOMES else "counts"] = _nearest_figure(text, start, end, trigger, outcome)
    return items


def _nearest_noun(layers: Layers, indices: Iterable[int], role: str) -> tuple[Item, ...]:
    for index in indices:
        if layers.upos[index] in NOUNS:
            return (Item(layers.span(index, index + 1), role),)
    return ()


def _places(layers: Layers, first: int, last: int) -> Iterator[Item]:
    for index in range(first, last - 1):
        if layers.word(index).lower() in PLACE_WORDS and layers.upos[index + 1] == "PROPN":
            yield Item(layers.span(index + 1, index + 2), "at")


def _nearest_figure(text: str, start: int, end: int, trigger: Span, outcome: str) -> tuple[Item, ...]:
    figures = find_figures(text, start, end)
    if not figures:
        return ()
    nearest = min(figures, key=lambda figure: abs(figure.start - trigger.start))
    span = Span(nearest.start, nearest.end)
    return (Item(span, outcome, figures=(nearest.low, nearest.best, nearest.high)),)
