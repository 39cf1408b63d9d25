"""Tellings grouped into events.

In: tellings. Out: groups, and the matches behind them.

What one would get wrong: the order of the tellings makes no difference to the groups. Groups
that people made are given as ``fixed``: none of their tellings leaves, and two such
groups never meet. An event that many reports tell is grouped anew with each of them, so
pairs compared before are remembered by what their tellings say.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from whowhom.link.blocks import share_block
from whowhom.link.compare import compare
from whowhom.link.grouping import Pair, group
from whowhom.link.levels import load_weights
from whowhom.link.tellings import Telling

# Enough for the reports of a great event; some 80 MB when both are full.
MAX_TELLINGS = 4_000
MAX_PAIRS = 300_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is left of a comparison for grouping: its bits, and whether something forbids one event."""

    weight: float
    is_apart: bool


@dataclass(frozen=True)
class Grouping:
    """Tellings in groups.

    Attributes:
        groups: Indices of the tellings that tell one event, by the order of the keys.
        outcomes: How each compared pair compares (smaller index first).
    """

    groups: tuple[tuple[int, ...], ...]
    outcomes: Mapping[Pair, Outcome]

    def weight_of(self, index: int, members: Collection[int]) -> float | None:
        """Give the mean weight between a telling and the others of its group; None where none was compared."""
        pairs = [(min(index, other), max(index, other)) for other in members if other != index]
        weights = [self.outcomes[pair].weight for pair in pairs if pair in self.outcomes]
        return round(sum(weights) / len(weights), 2) if weights else None


def group_tellings(tellings: Sequence[Telling], *, fixed: Sequence[Collection[int]] = ()) -> Grouping:
    """Group tellings by event.

    Args:
        fixed: Groups of indices that stand from the start and never meet.
    """
    order = sorted(range(len(tellings)), key=lambda index: tellings[index].key)
    place = {index: number for number, index in enumerate(order)}
    outcomes = compare_all(tellings)
    weights = {_pair(place[one], place[other]): outcome.weight for (one, other), outcome in outcomes.items()}
    banned = [_pair(place[one], place[other]) for (one, other), outcome in outcomes.items() if outcome.is_apart]
    banned += _same_report(tellings, place)
    found = group(
        len(tellings),
        weights,
        threshold=load_weights("event").threshold,
        apart=banned,
        fixed=[[place[index] for index in members] for members in fixed],
    )
    return Grouping(tuple(tuple(order[number] for number in members) for members in found), outcomes)


def compare_all(tellings: Sequence[Telling]) -> dict[Pair, Outcome]:
    """Compare all pairs that share a block."""
    numbers = [_REMEMBERED.number(telling) for telling in tellings]
    outcomes: dict[Pair, Outcome] = {}
    for first, one in enumerate(tellings):
        for second in range(first + 1, len(tellings)):
            outcome = _REMEMBERED.outcome(one, tellings[second], _pair(numbers[first], numbers[second]))
            if outcome is not None:
                outcomes[first, second] = outcome
    return outcomes


class _Remembered:
    """Outcomes of pairs, by numbers that stand for what tellings say; a number is never given twice."""

    def __init__(self) -> None:
        self._count = count()
        self._numbers: dict[Telling, int] = {}
        self._outcomes: dict[Pair, Outcome | None] = {}

    def number(self, telling: Telling) -> int:
        number = self._numbers.get(telling)
        if number is None:
            if len(self._numbers) >= MAX_TELLINGS:
                self._numbers.clear()
            number = self._numbers.setdefault(telling, next(self._count))
        return number

    def outcome(self, one: Telling, other: Telling, pair: Pair) -> Outcome | None:
        """Compare two tellings, or give what came out before; None where they share no block."""
        try:
            return self._outcomes[pair]
        except KeyError:
            pass
        outcome = None
        if share_block(one, other):
            match = compare(one, other)
            outcome = Outcome(match.weight, match.apart is not None)
        if len(self._outcomes) >= MAX_PAIRS:
            self._outcomes.clear()
        self._outcomes[pair] = outcome
        return outcome


_REMEMBERED = _Remembered()


def _same_report(tellings: Sequence[Telling], place: Mapping[int, int]) -> list[Pair]:
    by_report: dict[str, list[int]] = {}
    for index, telling in enumerate(tellings):
        by_report.setdefault(telling.report, []).append(place[index])
    return [
        _pair(one, other)
        for places in by_report.values()
        for number, one in enumerate(places)
        for other in places[number + 1 :]
    ]


def _pair(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)
