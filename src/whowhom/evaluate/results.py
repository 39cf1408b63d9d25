"""What an evaluation gives: counts that add up, scores, published figures and the whole of it.

In: counts of right, found and gold items. Out: :class:`Score` in per cent and
:class:`Evaluation`, which every benchmark returns.

What one would get wrong: counts are added first and scored last; the mean of the
scores of documents is another number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

Progress: TypeAlias = Callable[[int, int], None]
"""Told how many units are done, of how many."""


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 in per cent, 0-100; 0 where there was nothing to divide by."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Counts:
    """How many items were right, found and gold; fractions stand for partial credit.

    Attributes:
        right: Found items that are right.
        found: Items the coder gave.
        gold: Items the labels hold.
        right_gold: Gold items that were found, where that differs from ``right``
            because one item may answer several; None: the same as ``right``.
    """

    right: float = 0
    found: float = 0
    gold: float = 0
    right_gold: float | None = None

    def __add__(self, other: Counts) -> Counts:
        right_gold: float | None = None
        if self.right_gold is not None or other.right_gold is not None:
            right_gold = self.recalled + other.recalled
        return Counts(self.right + other.right, self.found + other.found, self.gold + other.gold, right_gold)

    @property
    def recalled(self) -> float:
        """Gold items that were found."""
        return self.right if self.right_gold is None else self.right_gold

    def score(self) -> Score:
        """Divide: precision by what was found, recall by what is gold, F1 their harmonic mean."""
        precision, recall = _share(self.right, self.found), _share(self.recalled, self.gold)
        return Score(precision, recall, _share(2 * precision * recall, precision + recall) / 100)


def total(counts: Iterable[Mapping[str, Counts]]) -> dict[str, Counts]:
    """Add up counts by name, in the order in which names are first met."""
    summed: dict[str, Counts] = {}
    for named in counts:
        for name, count in named.items():
            summed[name] = summed.get(name, Counts()) + count
    return summed


@dataclass(frozen=True, slots=True)
class Published:
    """A figure that others published for the same score.

    Attributes:
        name: Whose: system and, where there are several, its size.
        score: Key in the scores of the evaluation.
        value: In the unit of that score.
        note: What it was measured on, and how that differs from ours.
    """

    name: str
    score: str
    value: float
    note: str


@dataclass(frozen=True)
class Evaluation:
    """One benchmark over one set of labelled data.

    Attributes:
        n: Number of units that were read.
        unit: What ``n`` counts, in the plural: ``"articles"``.
        scores: By name, in the order to show; numbers keep their own unit.
        intervals: 95 % bootstrap interval of the F1 or of the number, by name;
            a score without one has no entry.
        baseline: The same names, by a plain rule that anyone could write.
        notes: What a reader of the table must know.
        predictions: Writes what was predicted, in the gold data's own format.
    """

    benchmark: str
    n: int
    unit: str
    scores: dict[str, Score | float]
    predictions: Callable[[Path], None]
    intervals: dict[str, tuple[float, float]] = field(default_factory=dict)
    baseline: dict[str, Score | float] = field(default_factory=dict)
    published: tuple[Published, ...] = ()
    notes: tuple[str, ...] = ()


def _share(part: float, whole: float) -> float:
    return 100 * part / whole if whole else 0.0
