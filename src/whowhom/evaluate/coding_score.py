"""Two views of one document, scored field by field.

In: what was found and what is gold. Out: additive counts by name.

* ``triggers``: found events that share a trigger word with a gold event, and gold events
  that some found event so meets; several may meet one.
* ``events``: one to one, trigger words shared and the same type.
* Fields of an event are scored on the *pairs*: events found by both, one to one by shared
  trigger words, those of the same type first. Values are right when equal, stretches when
  they share a letter (and the role or outcome is the same), each answering one at most.
* ``happened``: precision is the share of the pairs printed as having happened that had, recall the reverse.
* ``ties``: the same kind between the same two actors, either way round where the kind holds from either
  end, those derived from events left out;
  ``statements``: words and stance; ``forecasts``: words of the outcome; ``estimates``: words
  and measure, ``estimates_figures`` with the same low, best and high as well.
* ``..._end_to_end``: the same over all events; what stands in an unpaired event is wrong
  or missed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from whowhom.evaluate.coding_actors import MIN_SHARED, count_coreference, share_of
from whowhom.evaluate.coding_views import ITEMS, VALUES, EventView, Item, TieView, View
from whowhom.evaluate.matching import match_items
from whowhom.evaluate.results import Counts
from whowhom.records import Span
from whowhom.records.events import SYMMETRIC_TIES

ROLES = ("actor", "target", "party", "assisting")
FIGURES = ("tolls", "counts")
# Stages of what is not there yet, whatever the polarity says.
AHEAD = ("planned", "threatened", "predicted", "conditional")
END_TO_END = ("participants", "places", "dates", "tolls")


@dataclass(frozen=True, slots=True)
class Comparison:
    """The counts of one document, and its pairs of events for further statistics.

    Attributes:
        pairs: Found and gold view of each event found by both.
        right: For each found event, whether a gold event of its type shares a trigger word.
    """

    counts: Mapping[str, Counts]
    pairs: tuple[tuple[EventView, EventView], ...]
    right: tuple[bool, ...]


def compare_views(found: View, gold: View) -> Comparison:
    """Score one document; found events count only where the gold view says something of events."""
    if gold.aside:
        found = replace(found, events=())
    pairs = pair_events(found.events, gold.events)
    counts = {"triggers": _count_triggers(found.events, gold.events)}
    counts["events"] = Counts(sum(_same_type(*pair) for pair in pairs), len(found.events), len(gold.events))
    for name in VALUES:
        counts[name] = _count_values(name, pairs)
    for name in ITEMS:
        counts |= _count_field(name, pairs)
    counts["happened"] = Counts(
        sum(is_told_as_happened(ours) and is_told_as_happened(theirs) for ours, theirs in pairs),
        sum(is_told_as_happened(ours) for ours, _ in pairs),
        sum(is_told_as_happened(theirs) for _, theirs in pairs),
    )
    counts["ties"] = _count(found.ties, gold.ties)
    counts["statements"] = _count_items(found.statements, gold.statements)
    counts["forecasts"] = _count_items(found.forecasts, gold.forecasts)
    counts["estimates"] = _count_items(found.estimates, gold.estimates)
    counts["estimates_figures"] = _count_figures(found.estimates, gold.estimates)
    counts["actors"] = Counts(
        len(match_items(found.actors, gold.actors, _same_actor)), len(found.actors), len(gold.actors)
    )
    counts["mentions"] = _count_mentions(found, gold)
    counts |= count_coreference(found.actors, gold.actors)
    for name in END_TO_END:
        held = [sum(len(event.items[name]) for event in view.events) for view in (found, gold)]
        counts[f"{name}_end_to_end"] = Counts(counts[name].right, *held)
    right_ones = tuple(
        any(_meets(event, other) and _same_type(event, other) for other in gold.events) for event in found.events
    )
    return Comparison(counts, pairs, right_ones)


def pair_events(found: Sequence[EventView], gold: Sequence[EventView]) -> tuple[tuple[EventView, EventView], ...]:
    """Pair the events that share trigger words, one to one, those of the same type first."""
    alike = match_items(found, gold, lambda ours, theirs: _meets(ours, theirs) and _same_type(ours, theirs))
    paired_found, paired_gold = {pair[0] for pair in alike}, {pair[1] for pair in alike}
    rest_found = [event for index, event in enumerate(found) if index not in paired_found]
    rest_gold = [event for index, event in enumerate(gold) if index not in paired_gold]
    others = match_items(rest_found, rest_gold, _meets)
    return (
        *((found[ours], gold[theirs]) for ours, theirs in alike),
        *((rest_found[ours], rest_gold[theirs]) for ours, theirs in others),
    )


def is_told_as_happened(event: EventView) -> bool:
    """Say whether an event is given as having happened or as under way, by a coding or by labels."""
    return event.values["polarity"] == "happened" and event.values["stage"] not in AHEAD


def item_pairs(found: Sequence[Item], gold: Sequence[Item]) -> tuple[tuple[Item, Item], ...]:
    """Pair the stretches of one field, one to one, the same stretches first: a part lies in the words of its whole."""
    same = match_items(found, gold, lambda ours, theirs: _fits(ours, theirs) and ours.span == theirs.span)
    rest_found = [item for index, item in enumerate(found) if index not in {pair[0] for pair in same}]
    rest_gold = [item for index, item in enumerate(gold) if index not in {pair[1] for pair in same}]
    return (
        *((found[ours], gold[theirs]) for ours, theirs in same),
        *((rest_found[ours], rest_gold[theirs]) for ours, theirs in match_items(rest_found, rest_gold, _fits)),
    )


def _count_triggers(found: Sequence[EventView], gold: Sequence[EventView]) -> Counts:
    met = sum(any(_meets(event, other) for other in gold) for event in found)
    recalled = sum(any(_meets(other, event) for other in found) for event in gold)
    return Counts(met, len(found), len(gold), recalled)


def _count_values(name: str, pairs: Sequence[tuple[EventView, EventView]]) -> Counts:
    counts = Counts()
    for ours, theirs in pairs:
        given, wanted = ours.values[name], theirs.values[name]
        right = given is not None and given == wanted
        counts += Counts(right, given is not None, wanted is not None)
    return counts


def _count_field(name: str, pairs: Sequence[tuple[EventView, EventView]]) -> dict[str, Counts]:
    """Count a field over all pairs, with its finer scores."""
    counts = dict.fromkeys(_finer(name, (), ()), Counts())
    for ours, theirs in pairs:
        found, gold = ours.items[name], theirs.items[name]
        for finer, (some_found, some_gold) in _finer(name, found, gold).items():
            counts[finer] += _count_items(some_found, some_gold)
    if name in FIGURES:
        same = sum((_count_figures(ours.items[name], theirs.items[name]) for ours, theirs in pairs), Counts())
        counts[f"{name}_figures"] = same
    return counts


def _finer(name: str, found: Sequence[Item], gold: Sequence[Item]) -> dict[str, tuple[Sequence[Item], Sequence[Item]]]:
    if name == "participants":
        by_role = {
            role: ([i for i in found if i.label == role], [i for i in gold if i.label == role]) for role in ROLES
        }
        return {name: (found, gold), **by_role}
    if name == "places":
        return {name: (_bare(found), _bare(gold)), "place_roles": (found, gold)}
    return {name: (found, gold)}


def _bare(items: Sequence[Item]) -> list[Item]:
    return [Item(item.span) for item in items]


def _count_items(found: Sequence[Item], gold: Sequence[Item]) -> Counts:
    return Counts(len(match_items(found, gold, _fits)), len(found), len(gold))


def _count_figures(found: Sequence[Item], gold: Sequence[Item]) -> Counts:
    same = match_items(found, gold, lambda ours, theirs: _fits(ours, theirs) and ours.figures == theirs.figures)
    return Counts(len(same), len(found), len(gold))


def _count(found: Sequence[TieView], gold: Sequence[TieView]) -> Counts:
    return Counts(len(match_items(found, gold, _same_tie)), len(found), len(gold))


def _count_mentions(found: View, gold: View) -> Counts:
    ours, theirs = ([span for actor in view.actors for span in actor] for view in (found, gold))
    same = match_items(ours, theirs, lambda one, other: share_of(one, other) >= MIN_SHARED)
    return Counts(len(same), len(ours), len(theirs))


def _fits(found: Item, gold: Item) -> bool:
    """The same label, and the words of the one or another mention of its actor in the gold data."""
    return found.label == gold.label and any(found.span.overlaps(span) for span in (gold.span, *gold.mentions))


def _meets(found: EventView, gold: EventView) -> bool:
    return any(ours.overlaps(theirs) for ours in found.triggers for theirs in gold.triggers)


def _same_type(found: EventView, gold: EventView) -> bool:
    return found.values["type"] == gold.values["type"]


def _same_tie(found: TieView, gold: TieView) -> bool:
    if found.kind != gold.kind:
        return False
    ways = [(found.subject, found.object)]
    ways += [(found.object, found.subject)] if found.kind in SYMMETRIC_TIES else []
    return any(_same_actor(one, gold.subject) and _same_actor(other, gold.object) for one, other in ways)


def _same_actor(found: Sequence[Span], gold: Sequence[Span]) -> bool:
    return any(share_of(ours, theirs) >= MIN_SHARED for ours in found for theirs in gold)
