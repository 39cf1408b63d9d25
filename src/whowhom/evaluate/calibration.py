"""Expected calibration error: how far scores lie from the share that is right.

In: a score and whether it was right, for each item. Out: one number, 0 for scores that
can be read as probabilities. Items are put into bins of 0.1; each bin's distance between
mean score and share of right ones counts by its size (Naeini, Cooper and Hauskrecht, 2015).
"""

from __future__ import annotations

from collections.abc import Sequence

BINS = 10


def calibration_error(items: Sequence[tuple[float, bool]]) -> float:
    """Give the expected calibration error.

    Args:
        items: Score, 0-1, and whether it was right. A score of 1 falls in the last bin.

    Returns:
        0 to 1; NaN without items.
    """
    if not items:
        return float("nan")
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for score, right in items:
        bins[min(int(score * BINS), BINS - 1)].append((score, right))
    return sum(abs(sum(score for score, _ in bin_) - sum(right for _, right in bin_)) for bin_ in bins) / len(items)
