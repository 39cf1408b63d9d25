"""Bootstrap intervals: how far a score would move had other documents been drawn.

In: units (documents, articles), or their counts. Out: the 2.5th and 97.5th
percentile over samples of as many units, drawn with replacement.

What one would get wrong: units are whole documents, since the errors within a
document hang together; items drawn one by one would give too narrow an interval.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from whowhom.evaluate.results import Counts, total

T = TypeVar("T")
SAMPLES = 1000
PERCENTILES = (2.5, 97.5)


def interval(
    units: Sequence[T], statistic: Callable[[Sequence[T]], float], *, samples: int = SAMPLES, seed: int = 1
) -> tuple[float, float]:
    """Give the 95 % percentile interval of any statistic.

    Args:
        units: What is drawn, with replacement.
        statistic: Called with as many units as there are; NaN counts as no sample.
        seed: The same seed gives the same interval.

    Returns:
        Lower and upper end; the statistic itself twice where there are fewer than two units.
    """
    if len(units) < 2:
        value = statistic(units)
        return value, value
    draws = np.random.default_rng(seed).integers(0, len(units), size=(samples, len(units)))
    return _percentiles(np.array([statistic([units[i] for i in draw]) for draw in draws]))


def f1_intervals(
    per_document: Sequence[Mapping[str, Counts]], *, samples: int = SAMPLES, seed: int = 1
) -> dict[str, tuple[float, float]]:
    """Give the 95 % interval of each F1, in per cent.

    Args:
        per_document: The counts of each document; a name that a document lacks counts zero.
    """
    names = list(total(per_document))
    if len(per_document) < 2:
        return {name: (count.score().f1,) * 2 for name, count in total(per_document).items()}
    size = len(per_document)
    weights = np.random.default_rng(seed).multinomial(size, np.full(size, 1 / size), size=samples)
    return {name: _percentiles(_f1(weights @ _table(per_document, name))) for name in names}


def _table(per_document: Sequence[Mapping[str, Counts]], name: str) -> NDArray[np.float64]:
    counts = [document.get(name, Counts()) for document in per_document]
    return np.array([(count.right, count.recalled, count.found, count.gold) for count in counts], dtype=np.float64)


def _f1(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    right, recalled, found, gold = sums.T
    precision = np.divide(right, found, out=np.zeros_like(right), where=found > 0)
    recall = np.divide(recalled, gold, out=np.zeros_like(right), where=gold > 0)
    both = precision + recall
    f1: NDArray[np.float64] = np.divide(200 * precision * recall, both, out=np.zeros_like(right), where=both > 0)
    return f1


def _percentiles(values: NDArray[np.float64]) -> tuple[float, float]:
    known = values[~np.isnan(values)]
    if not len(known):
        return float("nan"), float("nan")
    low, high = np.percentile(known, PERCENTILES)
    return float(low), float(high)
