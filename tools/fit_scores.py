"""Fit what turns the reader's score and the codebook's weight into the score of an event.

Usage: python -m tools.fit_scores CORPUS

CORPUS is the folder of our own corpus; WHOWHOM_CORPORA names the corpora that its stand-off labels are over. The held-out
fifth is read, which no weights were trained on. Prints the four constants of coding/triggers.py, and what they give where
each fifth of the documents is scored by constants fitted on the other four.

Real reports and written ones count alike, however many there are of each: three quarters of the held-out documents are
written, and what was fitted on all of them as they come told too much of real ones.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from whowhom.coding.tree import build_tree
from whowhom.coding.triggers import TriggerUse, score_features, use_triggers
from whowhom.evaluate.calibration import calibration_error
from whowhom.evaluate.coding_files import Coded, read_coded
from whowhom.pipeline import Pipeline

FOLDS = 5
THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.9)
# Pulls the constants to nothing as if one in a hundred triggers had been seen so; only where a feature is rare it tells.
PENALTY = 0.01
STEPS = 50

WRITTEN = "written:"

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Seen:
    """One trigger as read: document, whether we wrote it, features, and whether a label has it with its type."""

    document: int
    is_written: bool
    features: tuple[float, ...]
    is_right: bool


def main() -> None:
    """Read the held-out documents, fit and print."""
    pipeline = Pipeline.load()
    coded = [one for one in read_coded(Path(sys.argv[1]), only_held_out=True) if one.document is not None]
    seen = [row for number, one in enumerate(coded) for row in _triggers(number, one, pipeline)]
    table = np.array([row.features for row in seen])
    right = np.array([row.is_right for row in seen], dtype=np.float64)
    fold = np.array([row.document % FOLDS for row in seen])
    written = np.array([row.is_written for row in seen])
    weight = np.where(written, 0.5 / max(written.mean(), 1e-9), 0.5 / max(1.0 - written.mean(), 1e-9))
    chance = np.zeros(len(seen))
    for number in range(FOLDS):
        inside = fold == number
        chance[inside] = share_of(table[inside], fit(table[~inside], right[~inside], weight[~inside]))
    print(f"{len(coded)} documents, {len(seen)} triggers, {int(right.sum())} of them right")
    for name, some in (("all", written | ~written), ("real reports", ~written), ("written", written)):
        error = calibration_error([(float(c), bool(r)) for c, r in zip(chance[some], right[some], strict=True)])
        print(f"calibration error, fitted on the other folds, {name}: {error:.3f}")
    for threshold in THRESHOLDS:
        kept = chance >= threshold
        print(f"  from {threshold}: precision {right[kept].mean():.3f}, recall {right[kept].sum() / right.sum():.3f}")
    names = ("constant", "reader", "weight", "unlisted")
    print(", ".join(f"{name} {value:.2f}" for name, value in zip(names, fit(table, right, weight), strict=True)))


def fit(table: Floats, right: Floats, weight: Floats) -> Floats:
    """Fit a logistic regression by Newton's steps; each row counts by its weight."""
    weights = np.zeros(table.shape[1])
    for _ in range(STEPS):
        chance = share_of(table, weights)
        slope = table.T @ (weight * (chance - right)) + PENALTY * weights
        bend = (table * (weight * chance * (1 - chance))[:, None]).T @ table + PENALTY * np.eye(len(weights))
        weights -= np.linalg.solve(bend, slope)
    return weights


def share_of(table: Floats, weights: Floats) -> Floats:
    """Return the share that is right of what has such features."""
    result: Floats = 1.0 / (1.0 + np.exp(-table @ weights))
    return result


def _triggers(number: int, coded: Coded, pipeline: Pipeline) -> Iterator[Seen]:
    assert coded.document is not None
    layers = pipeline.reader.read(coded.document)
    is_written = WRITTEN in coded.view.name
    good, below = use_triggers(build_tree(layers), pipeline.codebook, min_score=0.0)
    for use in (*good, *below):
        span = layers.span(use.reading.first, use.reading.last)
        if coded.view.start <= span.start and span.end <= coded.view.end:
            yield Seen(number, is_written, score_features(use), _is_right(use, coded, span.start, span.end))


def _is_right(use: TriggerUse, coded: Coded, start: int, end: int) -> bool:
    return any(
        event.values["type"] == use.reading.label and any(t.start < end and start < t.end for t in event.triggers)
        for event in coded.view.events
    )


if __name__ == "__main__":
    main()
