"""Krippendorff's alpha and Cohen's kappa: how far coders agree beyond what chance would give.

In: units, each with the values that coders gave it. Out: alpha, 1 for full agreement,
0 for what chance gives, below 0 for less. Klaus Krippendorff, "Computing Krippendorff's
Alpha-Reliability" (2011): 1 - D_o / D_e over the coincidences of values within units.
Kappa, of two coders and names only: Jacob Cohen, "A Coefficient of Agreement for Nominal
Scales" (1960): (p_o - p_e) / (1 - p_e), with chance by the habits of each coder.

What one would get wrong: a unit with fewer than two values says nothing and is left
out, and neither is defined (NaN) where all values are the same.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

V = TypeVar("V", bound=Hashable)


def nominal(first: Hashable, second: Hashable) -> float:
    """Squared distance of names: 0 for the same, else 1."""
    return float(first != second)


def interval(first: float, second: float) -> float:
    """Squared distance of numbers without a fixed zero (dates, scores)."""
    return float((first - second) ** 2)


def ratio(first: float, second: float) -> float:
    """Squared distance of amounts: difference over sum, so that 1 and 2 lie as far apart as 100 and 200."""
    return ((first - second) / (first + second)) ** 2 if first + second else 0.0


def krippendorff_alpha(units: Sequence[Sequence[V | None]], distance: Callable[[V, V], float]) -> float:
    """Give alpha over any number of coders.

    Args:
        units: The values of each unit, one for each coder; None: this coder gave none.
        distance: Squared distance of two values: :func:`nominal`, :func:`interval` or :func:`ratio`.

    Returns:
        At most 1; NaN where no unit has two values or all values are the same.
    """
    known = [[value for value in unit if value is not None] for unit in units]
    paired = [unit for unit in known if len(unit) > 1]
    totals = Counter(value for unit in paired for value in unit)
    size = totals.total()
    expected = sum(
        2 * count * other * distance(value, another)
        for (value, count), (another, other) in itertools.combinations(totals.items(), 2)
    )
    if not expected:
        return float("nan")
    observed = sum(
        sum(2 * distance(first, second) for first, second in itertools.combinations(unit, 2)) / (len(unit) - 1)
        for unit in paired
    )
    return 1 - (size - 1) * observed / expected


def cohen_kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float:
    """Give kappa of two coders.

    Args:
        pairs: What the one and the other said of each unit.

    Returns:
        At most 1; NaN where there is no unit or both said the same one thing throughout.
    """
    size = len(pairs)
    if not size:
        return float("nan")
    ones, others = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    expected = sum(count * others[value] for value, count in ones.items()) / size**2
    observed = sum(one == other for one, other in pairs) / size
    return (observed - expected) / (1 - expected) if expected < 1 else float("nan")
