"""Whether two tellings of a report are one event: what agrees, what differs and how far apart they stand, weighed.

In: two tellings in text order. Out: log-odds that they tell one event. The weights are fitted on the part of our own
corpus that is trained on, whose labels give an event all its tellings (``python -m tools.fit_same_event``).

What one would get wrong: a later noun without people, day or place ("the attack") is mostly what was told before; a
second act of the same people often differs in nothing but its victims.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from whowhom.pipeline.tellings import Telling
from whowhom.records import DateRange, Event, Place

WEIGHTS = Path(__file__).parent / "same_event_weights.json"
# Tellings farther apart are not compared, unless one is in the headline.
REACH_SENTENCES = 30
# Nouns that take up acts of many kinds.
_GENERIC = frozenset(
    "attack incident action act event violence crime operation strike assault killing murder massacre death "
    "explosion blast bombing raid shooting kidnapping fighting clash battle meeting talk visit protest march "
    "demonstration rally arrest decision statement agreement deal campaign offensive war conflict move "
    "announcement tragedy abduction".split()
)
# Types of acts that are done by speaking: two who threaten or accuse do so each for themselves.
_SPOKEN = frozenset(("THREATEN", "ACCUSE", "REQUEST", "REJECT", "SUPPORT"))
_NEAR, _MANY_BETWEEN = 4, 4


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature adds, and the log-odds from which on two tellings are one event."""

    by_feature: Mapping[str, float]
    threshold: float


@cache
def load_weights() -> Weights:
    """Load the shipped weights."""
    table = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return Weights(table["weights"], table["threshold"])


def may_be_same(left: Telling, right: Telling) -> bool:
    """Say whether two tellings are worth a look: of one type or one word, and near."""
    alike = left.event.type == right.event.type or left.lemma == right.lemma
    return alike and (left.headline or right.sentence - left.sentence <= REACH_SENTENCES)


def likeness(left: Telling, right: Telling, places: Mapping[str, Place], between: int) -> float:
    """Give the log-odds that two tellings are of one event.

    Args:
        between: Tellings of the later one's type between them.
    """
    weights = load_weights().by_feature
    return sum(weights.get(name, 0.0) for name in pair_features(left, right, places, between))


def pair_features(left: Telling, right: Telling, places: Mapping[str, Place], between: int) -> Iterator[str]:
    """Yield the names of what holds for two tellings in text order."""
    yield "any"
    yield from _words_alike(left, right)
    yield from _parts_alike(left, right, places)
    yield from _told_alike(left, right)
    yield from _distance(left, right, between)
    yield from _of_later(left, right)


def _words_alike(left: Telling, right: Telling) -> Iterator[str]:
    a, b = left.event, right.event
    if a.type == b.type:
        yield "type same"
        yield f"type {a.type}"
    else:
        yield f"types {' '.join(sorted((a.type, b.type)))}"
    if left.lemma == right.lemma:
        yield "word same"
    else:
        yield f"words {' / '.join(sorted((left.lemma, right.lemma)))}"
    if a.modes and b.modes:
        yield "mode same" if a.modes == b.modes else "mode differs"
    if a.acled and b.acled:
        yield "acled same" if a.acled.sub_event_type == b.acled.sub_event_type else "acled differs"


def _parts_alike(left: Telling, right: Telling, places: Mapping[str, Place]) -> Iterator[str]:
    a, b = left.event, right.event
    who, whom = side_agrees(left, right, "a"), side_agrees(left, right, "b")
    parts = {"who": who, "whom": whom, "dates": dates_agree(a, b), "places": places_agree(a, b, places)}
    for name, agrees in parts.items():
        if agrees is not None:
            yield f"{name} {'same' if agrees else 'differ'}"
    far = "far" if right.sentence - left.sentence >= _NEAR else "near"
    same_word = left.lemma == right.lemma
    for name, agrees in (("who", who), ("whom", whom)):
        if agrees:
            yield f"{name} same, {far}"
            yield from (["any side same"] if name == "who" or not who else [])
            yield from (["mode and " + name] if a.modes and a.modes == b.modes else [])
        if same_word and agrees is not None:
            yield f"word same, {name} {'same' if agrees else 'differs'}"
    if who and whom:
        yield "both sides same"
    if left.sides["a"] & right.sides["b"] or left.sides["b"] & right.sides["a"]:
        yield "sides crossed"
    if not tolls_agree(a, b):
        yield "tolls differ"
    if left.figures & right.figures:
        yield "a figure same"


def _told_alike(left: Telling, right: Telling) -> Iterator[str]:
    a, b = left.event, right.event
    if a.factuality.stage != b.factuality.stage:
        yield "stage differs"
    if a.clarity != b.clarity:
        yield "clarity differs"
    elif a.clarity == "aggregate":
        yield "both aggregate"
    if a.background != b.background:
        yield "background differs"
    if left.headline or right.headline:
        yield "headline"
        yield from (["headline, type same"] if a.type == b.type else [])
    if left.noun:
        yield "noun before"
    if right.noun:
        yield "noun behind"
        yield from ([] if left.noun else ["noun behind a verb"])


def _distance(left: Telling, right: Telling, between: int) -> Iterator[str]:
    far, same_type, same_word = (
        right.sentence - left.sentence,
        left.event.type == right.event.type,
        left.lemma == right.lemma,
    )
    yield f"sentences {far if far < 3 else '3-5' if far < 6 else '6-10' if far < 11 else 'many'}"
    yield f"between {min(between, _MANY_BETWEEN)}"
    if far == 0:
        yield from (["one sentence, word same"] if same_word else [])
        yield from (["one sentence, type same"] if same_type else [])
        yield from (["one sentence, definite"] if right.definite else [])
    elif far < 3 and same_type:
        yield "near, type same"
    if same_word and far < _NEAR:
        yield "near, word same"
    if same_type and between == 0:
        yield "next of its type"
        yield from (["next of its type, definite"] if right.definite else [])


def _of_later(left: Telling, right: Telling) -> Iterator[str]:
    nobody = not right.sides["a"] and not right.sides["b"]
    generic, same_type = right.lemma in _GENERIC, left.event.type == right.event.type
    yield f"word {right.lemma}"
    if right.anew:
        yield "anew"
    if nobody:
        yield "nobody behind"
        yield from (["noun without people"] if right.noun else [])
    if generic:
        yield "generic"
        yield from (["generic noun, type same"] if right.noun and same_type else [])
    if right.definite:
        yield "definite"
        yield from (["definite, near"] if right.sentence - left.sentence < _NEAR else [])
        yield from (["definite, word same"] if left.lemma == right.lemma else [])
        yield from (["definite, generic"] if generic else [])
        yield from (["definite, nobody"] if nobody else [])
        yield from (["definite, held responsible"] if right.event.responsibility else [])


def is_parted(left: Telling, right: Telling, places: Mapping[str, Place]) -> bool:
    """Say whether two tellings cannot be one event: another type, day or place, other figures, "again".

    "Raided the mosque ... the raid" is one act, whatever types it is read with; what happened is not what did not.
    """
    a, b = left.event, right.event
    if a.type != b.type and not (right.definite and left.lemma == right.lemma):
        return True
    if a.factuality.polarity != b.factuality.polarity or False in (dates_agree(a, b), places_agree(a, b, places)):
        return True
    if not left.headline and (_are_series_of_two(a, b) or _are_items_of_two(left, right)):
        return True
    if right.definite:
        return False
    if a.type in _SPOKEN and not (left.headline or left.noun or right.noun) and side_agrees(left, right, "a") is False:
        return True
    if left.sides["a"] & right.sides["b"] and left.sides["b"] & right.sides["a"]:
        return True
    # A later count of one event's dead mostly comes with "the"; in one sentence, or by one word, others are others:
    # "killed a teacher ... killed a nurse".
    near = left.sentence == right.sentence or (left.lemma == right.lemma and not left.definite and not left.headline)
    others = near and False in (side_agrees(left, right, "a"), side_agrees(left, right, "b"))
    # A headline counts what the body takes apart.
    counted_anew = not tolls_agree(a, b) and not _share_a_part(a, b) and not left.headline
    return right.anew or others or counted_anew


def _are_items_of_two(left: Telling, right: Telling) -> bool:
    """Say whether two items of a list tell them, or one is of those that the other counts: "the most recent one".

    "Police arrested two men over the bombing" takes up what the items before it told.
    """
    if left.item != right.item and None not in (left.item, right.item):
        return not (right.definite and right.noun) or bool(right.event.places or right.event.dates)
    return right.one_of_many and left.event.clarity == "aggregate" and right.event.clarity == "single"


def _are_series_of_two(a: Event, b: Event) -> bool:
    """Say whether the report tells of several events without a figure, and then a voice of several.

    "The army and the movement attacked it over the years", and an analyst on "the attacks of 2019": what the analyst
    tells would be the report's own word if both were one.
    """
    if a.clarity != "aggregate" or b.clarity != "aggregate" or any((a.tolls, a.counts, b.tolls, b.counts)):
        return False
    return not a.attribution and any(voice.voice is not None for voice in b.attribution)


def is_plainly_same(left: Telling, right: Telling) -> bool:
    """Say whether two tellings are one event by their figures.

    A headline gives a figure of the body ("kills at least 14"); or, in one sentence, one counts alone what the other
    has as part of a whole: "shelling killed 12, among them five children".
    """
    a, b = left.event, right.event
    if a.type != b.type or dates_agree(a, b) is False:
        return False
    if right.of_those and left.lemma == right.lemma and not right.anew:
        return True
    if left.headline or right.headline:
        return bool(left.figures & right.figures)
    if False in (side_agrees(left, right, "a"), side_agrees(left, right, "b")):
        return False
    return left.sentence == right.sentence and a.clarity == b.clarity == "single" and _share_a_part(a, b)


def _share_a_part(a: Event, b: Event) -> bool:
    """Say whether one event counts alone, by the same words, what the other has as part of a whole."""
    return lacks_whole(a, b) or lacks_whole(b, a)


def lacks_whole(event: Event, other: Event) -> bool:
    """Say whether an event counts alone, by the same words, what another has as part of a whole."""
    alone = {(toll.outcome, toll.start, toll.end) for toll in event.tolls if toll.part_of is None}
    return any(toll.part_of is not None and (toll.outcome, toll.start, toll.end) in alone for toll in other.tolls)


def dates_agree(a: Event, b: Event) -> bool | None:
    """Say whether dates agree (True), conflict (False) or one is untold (None)."""
    if not a.dates or not b.dates:
        return None
    return any(_overlap(x, y) for x in a.dates for y in b.dates)


def _overlap(x: DateRange, y: DateRange) -> bool:
    late, early = max(x.from_ or "", y.from_ or ""), min(x.to or "9999", y.to or "9999")
    return late <= early


def side_agrees(left: Telling, right: Telling, side: str) -> bool | None:
    """Say whether two tellings share an actor or a thing on a side; None: one tells nobody there."""
    first, second = left.sides[side], right.sides[side]
    if not first or not second:
        return None
    return bool(first & second)


def places_agree(a: Event, b: Event, places: Mapping[str, Place]) -> bool | None:
    """Compare places: the same, or one within the other's country or first-level area."""
    if not a.places or not b.places:
        return None
    first, second = [places[p.place] for p in a.places], [places[p.place] for p in b.places]
    if {p.id for p in first} & {p.id for p in second}:
        return True
    return any(_holds(x, y) or _holds(y, x) for x in first for y in second)


def _holds(outer: Place, inner: Place) -> bool:
    if outer.country is None or outer.country != inner.country:
        return False
    return outer.feature == "country" or (outer.feature == "admin1" and outer.admin1 == inner.admin1)


def tolls_agree(a: Event, b: Event) -> bool:
    """Two exact figures for one outcome that differ tell two events (or two claims: kept apart)."""
    for x in (*a.tolls, *a.counts):
        for y in (*b.tolls, *b.counts):
            whole = x.part_of is None and y.part_of is None
            if whole and x.outcome == y.outcome and x.bound == y.bound == "exact" and x.best != y.best:
                return False
    return True
