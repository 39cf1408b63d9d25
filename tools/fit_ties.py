"""Fit what turns the reader's score of a tie, and the rule that sees it, into the score of the tie.

Usage: python -m tools.fit_ties CORPUS

CORPUS is the folder of our own corpus; WHOWHOM_CORPORA names the corpora that its stand-off labels are over. The held-out
fifth is read, reports and passages, which no weights were trained on. A drafted tie is right where the labels have one of its
kind between an actor with a mention over the head of its subject and one over that of its object. Prints the constants of
coding/tie_scores.py, and precision and recall where each fifth of the documents is scored by constants fitted on the rest.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from tools.fit_scores import FOLDS, Floats, fit, share_of

from whowhom.coding.tie_scores import NAMES, SeenTie, tie_features
from whowhom.coding.ties import seen_ties
from whowhom.coding.tree import Tree, build_tree
from whowhom.evaluate.calibration import calibration_error
from whowhom.evaluate.coding_files import Coded, read_coded
from whowhom.evaluate.coding_views import TieView
from whowhom.pipeline import Pipeline
from whowhom.records import Span
from whowhom.records.events import SYMMETRIC_TIES

THRESHOLDS = (0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7)

Row = tuple[int, tuple[float, ...], bool, frozenset[Span]]


def main() -> None:
    """Read the held-out documents, fit and print."""
    pipeline = Pipeline.load()
    folder = Path(sys.argv[1])
    coded = [*read_coded(folder, only_held_out=True), *read_coded(folder / "asides", only_held_out=True)]
    coded = [one for one in coded if one.document is not None]
    rows = [row for number, one in enumerate(coded) for row in _rows(number, one, pipeline)]
    gold = sum(len(one.view.ties) for one in coded)
    table, right = np.array([row[1] for row in rows]), np.array([row[2] for row in rows], dtype=np.float64)
    alike = np.ones(len(rows))
    fold = np.array([row[0] % FOLDS for row in rows])
    chance = np.zeros(len(rows))
    for number in range(FOLDS):
        inside = fold == number
        chance[inside] = share_of(table[inside], fit(table[~inside], right[~inside], alike[~inside]))
    print(f"{len(coded)} documents, {gold} ties, {len(rows)} seen, {int(right.sum())} of them right")
    print(
        f"calibration error: {calibration_error([(float(c), bool(r)) for c, r in zip(chance, right, strict=True)]):.3f}"
    )
    for threshold in THRESHOLDS:
        kept = _best(rows, chance, threshold)
        hits = sum(rows[index][2] for index in kept)
        precision, recall = hits / max(len(kept), 1), hits / max(gold, 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        print(f"  from {threshold}: {len(kept)} ties, precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")
    print(", ".join(f"{name} {value:.2f}" for name, value in zip(NAMES, fit(table, right, alike), strict=True)))


def _best(rows: list[Row], chance: Floats, threshold: float) -> list[int]:
    """Keep the likeliest tie of each two words of a document."""
    kept: dict[object, int] = {}
    for index in sorted(range(len(rows)), key=lambda index: -chance[index]):
        if chance[index] >= threshold:
            kept.setdefault((rows[index][0], rows[index][3]), index)
    return list(kept.values())


def _rows(number: int, one: Coded, pipeline: Pipeline) -> Iterator[Row]:
    assert one.document is not None
    tree = build_tree(pipeline.reader.read(one.document, triggers=False))
    for seen in seen_ties(tree):
        span = seen.draft.span
        if one.view.start <= span.start and span.end <= one.view.end:
            pair = frozenset((seen.draft.subject.head, seen.draft.object.head))
            yield number, tie_features(tree, seen), _is_right(tree, seen, one.view.ties), pair


def _is_right(tree: Tree, seen: SeenTie, gold: tuple[TieView, ...]) -> bool:
    left, right = seen.draft.subject.head, seen.draft.object.head
    ends = [(left, right), (right, left)] if seen.draft.tie in SYMMETRIC_TIES else [(left, right)]
    return any(
        tie.kind == seen.draft.tie and _over(tie.subject, one) and _over(tie.object, other)
        for tie in gold
        for one, other in ends
    )


def _over(mentions: tuple[Span, ...], head: Span) -> bool:
    return any(mention.overlaps(head) for mention in mentions)


if __name__ == "__main__":
    main()
