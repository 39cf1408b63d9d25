"""Spans off the tags of words: begin, inside or outside of each label.

In: probabilities of the tags of some words, shape (words, tags), column 0 outside. Out: spans with label and score.

The most likely whole row of tags is taken (Viterbi 1967), not each word's likeliest: inside follows only begin or
inside of one label. "Google , Inc." is then one name where the comma alone looks outside, "Court House" of one kind.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from whowhom.records import Tagged

Floats = npt.NDArray[np.floating]

# What beginning a span right behind another costs, in log-odds; tuned on the names of EWT dev and of WikiGold, where
# 0.5 to 2 do as well.
BEGIN_AGAIN = 1.0
# Words with less than this chance of any label are outside.
QUIET = 0.06
# "No label" of a layer that few words bear is held down to a share; what shows only with the smaller share speaks for
# what a rule finds, no more.
NO_LABEL, NO_LABEL_FAINT = 0.4, 0.12
DECIMALS = 3


def decode_tags(
    probabilities: Floats, tags: Sequence[str], first: int, breaks: Collection[int] = (), *, go_on: float = 0.0
) -> list[Tagged]:
    """Read tags as spans, in text order; the score is the mean probability of the label over the words.

    Args:
        tags: "O", then "B-" and "I-" of each label.
        first: Index in the document of the first word.
        breaks: Words of the document that begin a sentence: no span goes on across them.
        go_on: What going on with a span is worth, in log-odds.
    """
    found = []
    some = probabilities[:, 1:].sum(axis=1)
    for start, end in _stretches(some / (some + probabilities[:, 0]), first, breaks):
        for a, b, label in _best_spans(probabilities[start:end], go_on):
            score = _mean(probabilities[start + a : start + b, 1 + 2 * label : 3 + 2 * label])
            found.append(Tagged(first + start + a, first + start + b, tags[1 + 2 * label][2:], score))
    return found


def decode_rare(probabilities: Floats, tags: Sequence[str], first: int, breaks: Collection[int] = ()) -> list[Tagged]:
    """Read tags of a layer that few words bear; the score is the mean probability of any label."""
    found: list[Tagged] = []
    for share in (NO_LABEL, NO_LABEL_FAINT):
        lowered = probabilities.copy()
        lowered[:, 0] *= share
        spans = decode_tags(lowered, tags, first, breaks)
        found += [span for span in spans if all(span.last <= o.first or o.last <= span.first for o in found)]
    any_label = 1.0 - probabilities[:, 0]
    scored = [
        replace(tag, score=round(float(any_label[tag.first - first : tag.last - first].mean()), DECIMALS))
        for tag in found
    ]
    return sorted(scored, key=lambda tag: tag.first)


def _mean(columns: Floats) -> float:
    return round(min(float(columns.sum(axis=1).mean()), 1.0), DECIMALS)


def _stretches(any_label: Floats, first: int, breaks: Collection[int]) -> Iterator[tuple[int, int]]:
    """Yield the runs of words that may bear a label, cut where sentences begin."""
    start = last = -1
    for word in np.flatnonzero(any_label >= QUIET).tolist():
        if start >= 0 and (word > last or first + word in breaks):
            yield start, last
            start = -1
        if start < 0:
            start = word
        last = word + 1
    if start >= 0:
        yield start, last


def _best_spans(rows: Floats, go_on: float) -> list[tuple[int, int, int]]:
    """Give the spans of the likeliest row of tags of a stretch: first word, one past the last, number of the label."""
    if len(rows) == 1:
        label = int(rows[0, 1::2].argmax())
        return [(0, 1, label)] if rows[0, 1 + 2 * label] > rows[0, 0] else []
    logs = np.log(np.maximum(rows, 1e-9))
    out, begin, inside = logs[:, 0].tolist(), logs[:, 1::2], logs[:, 2::2]
    # For each word: the best score of a row that ends outside there, and of rows that end in each label.
    outside, within = out[0], begin[0]
    came_out: list[int] = []  # the label before an outside word; -1: outside too
    came_in: list[tuple[npt.NDArray[np.bool_], int]] = []  # labels that go on; the state before those that begin
    for word in range(1, len(rows)):
        ended = int(within.argmax())
        best = float(within[ended])
        came_out.append(ended if best > outside else -1)
        fresh, before = (outside, -1) if outside >= best - BEGIN_AGAIN else (best - BEGIN_AGAIN, ended)
        going, anew = within + go_on + inside[word], fresh + begin[word]
        goes_on = going > anew
        came_in.append((goes_on, before))
        within, outside = np.where(goes_on, going, anew), max(outside, best) + out[word]
    label = int(within.argmax()) if float(within.max()) > outside else -1
    return _trace(label, came_out, came_in)


def _trace(
    label: int, came_out: Sequence[int], came_in: Sequence[tuple[npt.NDArray[np.bool_], int]]
) -> list[tuple[int, int, int]]:
    """Follow the best row back from its last state; -1 stands for outside."""
    spans: list[tuple[int, int, int]] = []
    end = len(came_out) + 1
    for word in range(len(came_out), -1, -1):
        if label < 0:
            end = word
            label = came_out[word - 1] if word else label
            continue
        goes_on, before = came_in[word - 1] if word else (None, -1)
        if goes_on is None or not goes_on[label]:
            spans.append((word, end, label))
            end, label = word, before
    return spans[::-1]
