"""Tellings grouped into events.

In: tellings. Out: groups, and the matches behind them.

What one would get wrong: the order of the tellings makes no difference to the groups. Groups
that people made are given as ``fixed``: none of their tellings leaves, and two such
groups never meet.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from whowhom.link.blocks import share_block
from whowhom.link.compare import compare
from whowhom.link.grouping import Pair, group
from whowhom.link.levels import Match, load_weights
from whowhom.link.tellings import Telling


@dataclass(frozen=True)
class Grouping:
    """Tellings in groups.

    Attributes:
        groups: Indices of the tellings that tell one event, by the order of the keys.
        matches: How each compared pair compares (smaller index first).
    """

    groups: tuple[tuple[int, ...], ...]
    matches: Mapping[Pair, Match]

    def weight_of(self, index: int, members: Collection[int]) -> float | None:
        """Give the mean weight between a telling and the others of its group; None where none was compared."""
        pairs = [(min(index, other), max(index, other)) for other in members if other != index]
        weights = [self.matches[pair].weight for pair in pairs if pair in self.matches]
        return round(sum(weights) / len(weights), 2) if weights else None


def group_tellings(tellings: Sequence[Telling], *, fixed: Sequence[Collection[int]] = ()) -> Grouping:
    """Group tellings by event.

    Args:
        fixed: Groups of indices that stand from the start and never meet.
    """
    order = sorted(range(len(tellings)), key=lambda index: tellings[index].key)
    place = {index: number for number, index in enumerate(order)}
    matches = compare_all(tellings)
    weights = {_pair(place[one], place[other]): match.weight for (one, other), match in matches.items()}
    banned = [_pair(place[one], place[other]) for (one, other), match in matches.items() if match.apart]
    banned += _same_report(tellings, place)
    found = group(
        len(tellings),
        weights,
        threshold=load_weights("event").threshold,
        apart=banned,
        fixed=[[place[index] for index in members] for members in fixed],
    )
    return Grouping(tuple(tuple(order[number] for number in members) for members in found), matches)


def compare_all(tellings: Sequence[Telling]) -> dict[Pair, Match]:
    """Compare all pairs that share a block."""
    return {
        (first, second): compare(one, tellings[second])
        for first, one in enumerate(tellings)
        for second in range(first + 1, len(tellings))
        if share_block(one, tellings[second])
    }


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
