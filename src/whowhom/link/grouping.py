"""Groups of mentions: which of them tell one event, from the weights of pairs.

In: weights of pairs, pairs that must not meet, groups that a person fixed. Out: groups.

What one would get wrong: the result depends on the items' keys and the weights alone, not
on the order in which mentions came in; and nothing is kept from an earlier grouping, so a
mention that is taken away leaves no trace.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

Pair: TypeAlias = tuple[int, int]
Linkage = Literal["average", "single"]
NOT_COMPARED = -10.0
"""Bits of a pair that no block brought together: far apart in time, in place or in type."""


def group(
    size: int,
    weights: Mapping[Pair, float],
    *,
    threshold: float,
    apart: Collection[Pair] = (),
    fixed: Sequence[Collection[int]] = (),
    linkage: Linkage = "average",
) -> list[list[int]]:
    """Group items, the closest first.

    Args:
        size: Number of items, in the order of their keys: ties go to the earlier.
        weights: Bits of pairs (smaller index first); pairs left out were not compared.
        threshold: Groups are joined while the weight between them is at least this.
        apart: Pairs that never share a group, nor do the groups that hold them.
        fixed: Groups that exist from the start; two of them are never joined.
        linkage: The weight between groups is the mean over all pairs, or the best pair.

    Returns:
        All items in groups, both by smallest index.
    """
    groups = _Groups(size, weights, apart, fixed, linkage)
    queue = [(-weight, *pair) for pair, weight in groups.open_pairs() if weight >= threshold]
    heapq.heapify(queue)
    while queue:
        negative, one, other = heapq.heappop(queue)
        if groups.weight(one, other) != -negative:
            continue  # Joined or changed since it was queued.
        for neighbour, weight in groups.join(one, other):
            if weight >= threshold:
                first, second = sorted((one, neighbour))
                heapq.heappush(queue, (-weight, first, second))
    return groups.members()


class _Groups:
    """Groups by their smallest member, with the weights between them."""

    def __init__(
        self,
        size: int,
        weights: Mapping[Pair, float],
        apart: Collection[Pair],
        fixed: Sequence[Collection[int]],
        linkage: Linkage,
    ) -> None:
        self._linkage = linkage
        self._members: dict[int, list[int]] = {index: [index] for index in range(size)}
        # Sum and number of compared pairs, or the best weight, by neighbour.
        self._links: dict[int, dict[int, tuple[float, int]]] = {index: {} for index in range(size)}
        self._apart: dict[int, set[int]] = {index: set() for index in range(size)}
        for (one, other), weight in weights.items():
            self._links[one][other] = self._links[other][one] = (weight, 1)
        for one, other in apart:
            self._apart[one].add(other)
            self._apart[other].add(one)
        heads = [self._fix(sorted(members)) for members in fixed if members]
        for head in heads:
            self._apart[head].update(other for other in heads if other != head)

    def open_pairs(self) -> Iterator[tuple[Pair, float]]:
        """Give pairs of neighbouring groups that may be joined, with the weight between them."""
        for one, links in self._links.items():
            for other in links:
                weight = self.weight(one, other)
                if one < other and weight is not None:
                    yield (one, other), weight

    def weight(self, one: int, other: int) -> float | None:
        """Give the weight between two groups; None where one is gone or they must stay apart."""
        if one not in self._members or other not in self._members or other in self._apart[one]:
            return None
        if other not in self._links[one]:
            return None
        total, compared = self._links[one][other]
        if self._linkage == "single":
            return total
        pairs = len(self._members[one]) * len(self._members[other])
        return round((total + NOT_COMPARED * (pairs - compared)) / pairs, 6)

    def join(self, one: int, other: int) -> list[tuple[int, float]]:
        """Put the second group into the first (the smaller); give the first's new neighbours."""
        self._members[one] = sorted(self._members[one] + self._members.pop(other))
        for neighbour, (total, compared) in self._links.pop(other).items():
            self._links[neighbour].pop(other, None)
            if neighbour == one:
                continue
            held = self._links[one].get(neighbour)
            link = self._added(held, (total, compared))
            self._links[one][neighbour] = self._links[neighbour][one] = link
        self._links[one].pop(other, None)
        for banned in self._apart.pop(other):
            self._apart[banned].discard(other)
            if banned != one:
                self._apart[banned].add(one)
                self._apart[one].add(banned)
        self._apart[one].discard(other)
        found = ((neighbour, self.weight(one, neighbour)) for neighbour in self._links[one])
        return [(neighbour, weight) for neighbour, weight in found if weight is not None]

    def members(self) -> list[list[int]]:
        """Give all groups, by smallest member."""
        return [self._members[head] for head in sorted(self._members)]

    def _added(self, held: tuple[float, int] | None, link: tuple[float, int]) -> tuple[float, int]:
        if held is None:
            return link
        if self._linkage == "single":
            return max(held, link)
        return held[0] + link[0], held[1] + link[1]

    def _fix(self, members: Sequence[int]) -> int:
        for other in members[1:]:
            self.join(members[0], other)
        return members[0]
