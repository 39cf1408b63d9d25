"""Pairs of words that may be tied to each other.

In: words that stand for mentions. Out: the pairs of them that are near enough. Used alike where the reader is trained
and where it reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

# Each end pairs with so many behind it: in a list the pairs would be as many as the square of its length.
NEAR_ENDS = 20
# How far two ends stand apart, in words, is told in steps up to these, and whether the subject comes first.
STEPS = (1, 2, 3, 4, 6, 9, 14, 22)
WAYS = 2 * (len(STEPS) + 1)


def near_pairs(ends: Iterable[int], sentences: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield each two ends of a sentence, in their order, unless too many stand between them."""
    ordered = sorted(set(ends))
    at = 0
    for _, stop in sentences:
        begin = at
        while at < len(ordered) and ordered[at] < stop:
            at += 1
        inside = ordered[begin:at]
        for place, low in enumerate(inside):
            for high in inside[place + 1 : place + 1 + NEAR_ENDS]:
                yield low, high


def between_ends(
    words: npt.NDArray[np.float32], subjects: npt.NDArray[np.int64], objects: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int64]]:
    """Tell what stands between the two words of each pair, and how far and which way they stand apart.

    Args:
        words: Vectors of words in a row, shape (words, width).
        subjects: Row of the one word of each pair, ``objects`` of the other.

    Returns:
        The mean vector of the words between, nought where there is none, shape (pairs, width); and a number less than
        ``WAYS``, shape (pairs,).
    """
    low, high = np.minimum(subjects, objects), np.maximum(subjects, objects)
    # In double precision: a difference of long sums keeps its digits.
    sums = np.concatenate([np.zeros((1, words.shape[1])), words.cumsum(axis=0, dtype=np.float64)])
    between = (sums[high] - sums[low + 1]) / np.maximum(high - low - 1, 1)[:, None]
    way = np.searchsorted(STEPS, high - low) + (subjects > objects) * (len(STEPS) + 1)
    return between.astype(np.float32), way
