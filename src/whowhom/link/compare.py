"""Two tellings compared: time, place, type, who, to whom, things, means, tolls, hour and words.

In: two tellings of one block. Out: a :class:`~whowhom.link.levels.Match`, each comparison at
one level of ``data/weights.toml``, and why the two can never be one event, if so.

What one would get wrong: comparing is symmetrical; which telling stands first makes no
difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import product

from whowhom.link.blocks import distance_km, kin_of
from whowhom.link.levels import Level, Match, Weights, load_weights
from whowhom.link.tellings import SUPPOSED_STAGES, Figure, Party, Spot, Telling
from whowhom.link.words import likeness

SAME_KM = 3.0  # A town's centre and its edge.
NEAR_KM = 20.0  # A town and the village outside it that a report names after it.
SMALL_FIGURE = 3  # Up to there, figures agree by chance.
FAR_FACTOR = 3.0
WORD_STEPS = ((0.55, "most"), (0.3, "many"), (0.12, "some"))
UNNAMED_KINDS = (None, "unidentified", "other")

MODE_FAMILIES: tuple[frozenset[str], ...] = (
    frozenset({"explosives", "suicide-attack"}),
    frozenset({"aerial", "drone"}),
    frozenset({"drone", "explosives"}),
    frozenset({"heavy-weapons", "explosives"}),
    frozenset({"firearms", "targeted"}),
    frozenset({"primitive", "beat", "targeted"}),
)
"""Modes that reports take for each other: who sees the hole does not see what made it."""


def compare(one: Telling, other: Telling) -> Match:
    """Compare two tellings, level by level."""
    weights = load_weights("event")
    match = weights.weigh(list(_levels(one, other, weights)))
    return Match(match.weight, match.levels, apart(one, other))


def apart(one: Telling, other: Telling) -> str | None:
    """Say why two tellings can never be one event; None where nothing forbids it."""
    if one.report == other.report:
        return "one report tells both"
    if one.is_aggregate != other.is_aggregate:
        return "one is a single event, the other several told as one"
    if (one.stage in SUPPOSED_STAGES) != (other.stage in SUPPOSED_STAGES):
        return "one has happened, the other is only planned or foreseen"
    if _are_turned(one, other):
        return "who did it and to whom are turned round"
    return None


def _are_turned(one: Telling, other: Telling) -> bool:
    if one.is_mutual or other.is_mutual:
        return False
    did, suffered = _names(one.doers), _names(one.sufferers)
    did_there, suffered_there = _names(other.doers), _names(other.sufferers)
    if did & did_there or suffered & suffered_there:
        return False
    return bool(did & suffered_there and suffered & did_there)


def _names(parties: Iterable[Party]) -> frozenset[str]:
    return frozenset(party.key for party in parties if party.is_named)


def _levels(one: Telling, other: Telling, weights: Weights) -> Iterator[Level]:
    yield weights.level("day", _day(one, other))
    yield _place(one.spots, other.spots, weights)
    yield weights.level("type", _type(one, other))
    if one.is_mutual or other.is_mutual:
        ours, theirs = one.doers | one.sufferers, other.doers | other.sufferers
        yield weights.level("doer", _parties(ours, theirs))
        yield weights.level("sufferer", "unknown")
    else:
        yield weights.level("doer", _parties(one.doers, other.doers))
        yield weights.level("sufferer", _parties(one.sufferers, other.sufferers))
    yield weights.level("thing", _sets(one.things, other.things))
    yield weights.level("means", _sets(one.means, other.means))
    order = _order(one, other)
    for name, pick in _FIGURES:
        yield _figures(name, pick(one), pick(other), order, weights)
    yield weights.level("hour", _sets(one.hours, other.hours))
    yield weights.level("wording", _wording(one.words, other.words))


_FIGURES: tuple[tuple[str, Callable[[Telling], tuple[Figure, ...]]], ...] = (
    ("killed", lambda telling: telling.killed),
    ("injured", lambda telling: telling.injured),
)


def _day(one: Telling, other: Telling) -> str:
    if one.day_from is None or one.day_to is None or other.day_from is None or other.day_to is None:
        return "unknown"
    if one.day_from == one.day_to == other.day_from == other.day_to:
        return "same"
    gap = max((other.day_from - one.day_to).days, (one.day_from - other.day_to).days)
    if gap <= 0:
        return "within"
    return "next" if gap == 1 else "near" if gap <= 3 else "far"


def _place(ours: tuple[Spot, ...], theirs: tuple[Spot, ...], weights: Weights) -> Level:
    """Give the best level over all pairs of places: reports add where it came from, and where it was heard."""
    levels = [_spots(one, other, weights) for one, other in product(ours, theirs)]
    return max(levels, key=lambda level: level.bits, default=weights.level("place", "unknown"))


def _spots(one: Spot, other: Spot, weights: Weights) -> Level:
    km = distance_km(one, other)
    is_same = one.key == other.key or (one.gazetteer_id is not None and one.gazetteer_id == other.gazetteer_id)
    if is_same and (km is None or km <= NEAR_KM):
        return weights.level("place", "around" if one.is_area else "same")
    if one.is_area or other.is_area:
        return weights.level("place", "around" if _lies_in(one, other, km) else "other")
    if km is None:
        return weights.level("place", "other")
    if km <= SAME_KM:
        return weights.level("place", "same")
    within = max(NEAR_KM, min(one.radius_km or 0.0, other.radius_km or 0.0))
    return weights.level("place", "near" if km <= within else "far", km=round(km))


def _lies_in(one: Spot, other: Spot, km: float | None) -> bool:
    area, inner = (one, other) if (one.precision or 0) >= (other.precision or 0) else (other, one)
    if area.country and inner.country and area.country != inner.country:
        return False
    if area.precision is not None and area.precision >= 6:
        return True
    if area.admin1 and inner.admin1:
        return area.admin1 == inner.admin1
    return km is not None and km <= (area.radius_km or 0.0)


def _type(one: Telling, other: Telling) -> str:
    if one.type != other.type:
        return "kin" if other.type in kin_of(one.type) else "other"
    if not one.modes or not other.modes:
        return "same"
    if one.modes & other.modes:
        return "mode"
    swapped = any(one.modes & family and other.modes & family for family in MODE_FAMILIES)
    return "same" if swapped else "conflicting"


def _parties(ours: frozenset[Party], theirs: frozenset[Party]) -> str:
    if not ours or not theirs:
        return "unknown"
    named, named_there = _names(ours), _names(theirs)
    if named & named_there:
        return "same"
    if {party.key for party in ours if not party.is_named} & {party.key for party in theirs if not party.is_named}:
        return "described"
    kinds = {party.kind for party in ours} - set(UNNAMED_KINDS)
    kinds_there = {party.kind for party in theirs} - set(UNNAMED_KINDS)
    if named and named_there:
        return "other"
    if not kinds or not kinds_there:
        return "unknown"
    return "alike" if kinds & kinds_there else "unlike"


def _sets(ours: frozenset[str], theirs: frozenset[str]) -> str:
    if not ours or not theirs:
        return "unknown"
    return "same" if ours & theirs else "other"


def _order(one: Telling, other: Telling) -> int:
    """Give -1 where the first was published earlier, 1 where later, 0 where on one day or unknown."""
    if one.published is None or other.published is None:
        return 0
    return (one.published > other.published) - (one.published < other.published)


def _figures(name: str, ours: tuple[Figure, ...], theirs: tuple[Figure, ...], order: int, weights: Weights) -> Level:
    levels = [weights.level(name, _figure(one, other, order)) for one, other in product(ours, theirs)]
    return max(levels, key=lambda level: level.bits, default=weights.level(name, "unknown"))


def _figure(one: Figure, other: Figure, order: int) -> str:
    if one.best is not None and one.best == other.best:
        return "same" if one.best > SMALL_FIGURE else "small"
    if _allow(one, other) and _allow(other, one):
        return "meet"
    first, second = _number(one), _number(other)
    if first is None or second is None:
        return "unknown"
    smaller, larger = sorted((first, second))
    if larger > FAR_FACTOR * max(smaller, 1):
        return "far"
    return "grown" if order * (first - second) > 0 else "apart"


def _allow(one: Figure, other: Figure) -> bool:
    least = one.low if one.low is not None else one.best if one.high is None else 0
    most = other.high if other.high is not None else other.best if other.low is None else None
    return least is not None and (most is None or least <= most)


def _number(figure: Figure) -> int | None:
    return next((value for value in (figure.best, figure.low, figure.high) if value is not None), None)


def _wording(ours: frozenset[str], theirs: frozenset[str]) -> str:
    if not ours or not theirs:
        return "unknown"
    alike = likeness(ours, theirs)
    return next((name for least, name in WORD_STEPS if alike >= least), "few")
