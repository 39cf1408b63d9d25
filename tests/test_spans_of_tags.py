"""Spans off tags: the likeliest whole row, against all rows tried one by one."""

from __future__ import annotations

from itertools import product
from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whowhom.reading.spans import BEGIN_AGAIN, QUIET, decode_tags

TAGS = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG")


def _worth(row: tuple[str, ...], chances: np.ndarray, go_on: float, breaks: set[int]) -> float | None:
    """Score a row of tags as the module says; None where it is no row: inside follows only its own label."""
    total = 0.0
    for at, tag in enumerate(row):
        before = row[at - 1] if at else "O"
        goes_on = tag[0] == "I" and before[1:] == tag[1:] and at not in breaks
        if tag[0] == "I" and not goes_on:
            return None
        total += log(max(chances[at][TAGS.index(tag)], 1e-9)) + (go_on if goes_on else 0.0)
        if tag[0] == "B" and before != "O" and at not in breaks:
            total -= BEGIN_AGAIN
    return total


def _spans(row: tuple[str, ...]) -> list[tuple[int, int, str]]:
    starts = [at for at, tag in enumerate(row) if tag[0] == "B"]
    found = []
    for start in starts:
        end = start + 1
        while end < len(row) and row[end][0] == "I":
            end += 1
        found.append((start, end, row[start][2:]))
    return found


@given(
    st.lists(st.lists(st.floats(0.1, 1.0), min_size=5, max_size=5), min_size=1, max_size=5),
    st.sampled_from([0.0, 1.0]),
    st.sets(st.integers(1, 4), max_size=1),
)
def test_the_row_of_tags_is_the_best_of_all(rows: list[list[float]], go_on: float, breaks: set[int]) -> None:
    chances = np.array(rows) / np.array(rows).sum(axis=1, keepdims=True)
    assert (1 - chances[:, 0] > QUIET).all()
    worths = {
        row: worth
        for row in product(TAGS, repeat=len(rows))
        if (worth := _worth(row, chances, go_on, breaks)) is not None
    }
    best = max(worths.values())
    near = [_spans(row) for row, worth in worths.items() if worth > best - 1e-9]
    found = decode_tags(chances, TAGS, 0, breaks, go_on=go_on)
    assert [(tag.first, tag.last, tag.label) for tag in found] in near


def test_a_comma_that_alone_looks_outside_stays_in_the_name() -> None:
    chances = np.array([[0.1, 0.1, 0.0, 0.8, 0.0], [0.5, 0.0, 0.0, 0.05, 0.45], [0.1, 0.0, 0.1, 0.1, 0.7]])
    (name,) = decode_tags(chances, TAGS, 20)
    assert (name.first, name.last, name.label) == (20, 23, "ORG")
    assert name.score == pytest.approx((0.8 + 0.5 + 0.8) / 3, abs=0.001)


def test_no_span_goes_on_into_the_next_sentence() -> None:
    chances = np.array([[0.1, 0.9, 0.0, 0.0, 0.0], [0.1, 0.2, 0.7, 0.0, 0.0]])
    whole = decode_tags(chances, TAGS, 5)
    cut = decode_tags(chances, TAGS, 5, {6})
    assert [(tag.first, tag.last) for tag in whole] == [(5, 7)]
    assert [(tag.first, tag.last) for tag in cut] == [(5, 6), (6, 7)]


def test_words_with_next_to_no_label_are_outside() -> None:
    chances = np.array([[0.98, 0.02, 0.0, 0.0, 0.0]] * 4)
    assert decode_tags(chances, TAGS, 0, go_on=1.0) == []
    assert decode_tags(np.zeros((0, 5)), TAGS, 0) == []
