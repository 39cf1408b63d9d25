"""Fit what tells whether two tellings of a report are one event.

Usage: python -m tools.fit_same_event CORPUS [--write]

CORPUS is the folder of our own corpus; WHOWHOM_CORPORA names the corpora that its stand-off labels are over. Its training
part is read and coded, each trigger for itself. Two tellings are one event where one label has the words of both, two where
two labels have them; those without a label are left out. Prints how many pairs there are and how well held-out ones are
told; ``--write`` puts the weights into ``src/whowhom/pipeline``.

What one would get wrong: the reader has seen the training part, so what it reads there is nearer to the labels than
elsewhere; snippets are too short to tell an event twice and are left out.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tools.gate import CORPORA_VARIABLE

from whowhom.corpora.own import read_documents
from whowhom.corpora.own_records import LabelledDocument
from whowhom.ingest import PublicationHints, document_from_text
from whowhom.pipeline import Pipeline
from whowhom.pipeline.same_event import WEIGHTS, may_be_same, pair_features
from whowhom.pipeline.tellings import Telling
from whowhom.pipeline.wholes import with_wholes
from whowhom.records import Place

# A feature that fewer pairs have tells nothing.
LEAST_COUNT = 30
# Of each weight's square, beside the mean loss of a pair.
PENALTY = 2e-5
# Chosen on the held-out documents: events' F1 is the same from 0 to 0.5 to half a point.
THRESHOLD = 0.25
# Few enough steps that weights which only balance each other stay small.
STEPS = 400
RATE = 0.1

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two tellings: their features, and whether they are of one event."""

    features: tuple[str, ...]
    is_same: bool


def main() -> None:
    """Read, fit, print; write if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    pipeline = Pipeline.load()
    pairs = list(read_pairs(given.corpus, pipeline, held=False))
    weights = fit(pairs)
    print(f"{len(pairs)} pairs, {sum(pair.is_same for pair in pairs)} of one event; {len(weights)} features")
    show("training", pairs, weights)
    show("held out", list(read_pairs(given.corpus, pipeline, held=True)), weights)
    if given.write:
        table = {"threshold": THRESHOLD, "weights": {name: round(weights[name], 3) for name in sorted(weights)}}
        WEIGHTS.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


def read_pairs(corpus: Path, pipeline: Pipeline, *, held: bool) -> Iterator[Pair]:
    """Code the documents of a part and yield all pairs of tellings that a label has both of."""
    for row in read_documents(corpus, Path(os.environ[CORPORA_VARIABLE]), held=held):
        if row["kind"] != "snippet":
            hints = PublicationHints(published=row["published"], path=row["doc"])
            document = document_from_text(row["text"] or "", meta=hints, check_language=False)
            tellings, places = pipeline.tell(pipeline.reader.read(document))
            table = {place.id: place for place in places}
            whole = [replace(one, event=with_wholes(one.event, document.text)) for one in tellings]
            yield from _pairs(row, whole, table)


def _pairs(row: LabelledDocument, tellings: Sequence[Telling], places: Mapping[str, Place]) -> Iterator[Pair]:
    labels = [_label_of(row, telling) for telling in tellings]
    for later, right in enumerate(tellings):
        between = 0
        for earlier in range(later - 1, -1, -1):
            left = tellings[earlier]
            known = labels[earlier] is not None and labels[later] is not None
            if known and may_be_same(left, right):
                features = tuple(pair_features(left, right, places, between))
                yield Pair(features, labels[earlier] == labels[later])
            between += left.event.type == right.event.type


def _label_of(row: LabelledDocument, telling: Telling) -> int | None:
    """Return the number of the labelled event that has a word of the telling's trigger among its own."""
    anchor = telling.event.anchors[0]
    for number, event in enumerate(row["events"]):
        spans = (event["trigger"], *(told["span"] for told in event["retold"]))
        if any(start < anchor.end and anchor.start < end for start, end in spans):
            return number
    return None


def fit(pairs: Sequence[Pair]) -> dict[str, float]:
    """Fit a logistic regression by steps of Adam over all pairs."""
    counts = Counter(name for pair in pairs for name in pair.features)
    names = sorted(name for name, count in counts.items() if count >= LEAST_COUNT)
    table, same = _table(pairs, names), np.array([pair.is_same for pair in pairs], dtype=np.float64)
    weights, first, second = (np.zeros(len(names)) for _ in range(3))
    for step in range(1, STEPS + 1):
        slope = table.T @ (_share(table @ weights) - same) / len(pairs) + 2 * PENALTY * weights
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope**2
        size = RATE * (1.0 - step / (STEPS + 1))
        weights -= size * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return dict(zip(names, weights.tolist(), strict=True))


def show(part: str, pairs: Sequence[Pair], weights: dict[str, float]) -> None:
    """Print precision and recall over pairs above the threshold."""
    told = [sum(weights.get(name, 0.0) for name in pair.features) >= THRESHOLD for pair in pairs]
    right = sum(one and pair.is_same for one, pair in zip(told, pairs, strict=True))
    of_one = sum(pair.is_same for pair in pairs)
    print(
        f"{part}: {of_one} of {len(pairs)} pairs of one event, P {right / max(sum(told), 1):.3f} R {right / of_one:.3f}"
    )


def _table(pairs: Sequence[Pair], names: Sequence[str]) -> Floats:
    row_of = {name: row for row, name in enumerate(names)}
    table = np.zeros((len(pairs), len(names)))
    for at, pair in enumerate(pairs):
        table[at, [row_of[name] for name in pair.features if name in row_of]] = 1.0
    return table


def _share(log_odds: Floats) -> Floats:
    share: Floats = 1.0 / (1.0 + np.exp(-log_odds))
    return share


if __name__ == "__main__":
    main()
