"""Tagged ranges of a document, found by the words they hold.

In: the ranges of one layer in the order of the reader. Out: the ranges at a word or
inside a stretch of words, in that order, without a look at the rest of the document:
a report of a thousand pages asks as fast as one of a page.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from whowhom.records import Tagged


class Tags:
    """The ranges of one layer by the words they hold."""

    def __init__(self, tags: Sequence[Tagged]) -> None:
        """Index the ranges of a layer."""
        self._holding: dict[int, list[Tagged]] = {}
        for tag in tags:
            for word in range(tag.first, tag.last):
                self._holding.setdefault(word, []).append(tag)
        self._ordered = sorted(tags, key=lambda tag: tag.first)  # stable: of one first word in the order given
        self._firsts = [tag.first for tag in self._ordered]

    def holding(self, word: int) -> Sequence[Tagged]:
        """Return the ranges that hold a word."""
        return self._holding.get(word, ())

    def at(self, word: int, *labels: str) -> Tagged | None:
        """Return the first range that holds a word, of these labels where some are given; or None."""
        for tag in self._holding.get(word, ()):
            if not labels or tag.label in labels:
                return tag
        return None

    def within(self, first: int, last: int, *labels: str) -> list[Tagged]:
        """List the ranges that lie in a range of words, by their first word."""
        inside = self._ordered[bisect_left(self._firsts, first) : bisect_left(self._firsts, last)]
        return [tag for tag in inside if tag.last <= last and (not labels or tag.label in labels)]

    def support(self, first: int, last: int, *labels: str) -> float:
        """Return the highest score of a range that touches a stretch of words; 0: none does."""
        tags = (tag for word in range(first, last) for tag in self._holding.get(word, ()))
        return max((tag.score for tag in tags if not labels or tag.label in labels), default=0.0)

    def before(self, word: int, *labels: str) -> Iterator[Tagged]:
        """Yield the ranges that end before a word or at it, from the last to the first."""
        for at in range(bisect_left(self._firsts, word) - 1, -1, -1):
            tag = self._ordered[at]
            if tag.last <= word and (not labels or tag.label in labels):
                yield tag
