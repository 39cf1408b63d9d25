"""Counts, scores, bootstrap intervals and one-to-one matching."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whowhom.evaluate.bootstrap import f1_intervals, interval
from whowhom.evaluate.matching import match_items
from whowhom.evaluate.results import Counts, Score, total


def test_counts_give_precision_recall_and_f1_in_per_cent():
    assert Counts(right=3, found=4, gold=6).score() == Score(75.0, 50.0, 60.0)


def test_nothing_found_scores_zero():
    assert Counts(0, 0, 5).score() == Counts(0, 5, 0).score() == Score(0.0, 0.0, 0.0)


def test_recall_counts_gold_items_where_they_are_told_apart():
    assert Counts(right=4, found=4, gold=4, right_gold=2).score() == Score(100.0, 50.0, pytest.approx(200 / 3))


def test_counts_add_up_before_they_are_divided():
    summed = total([{"a": Counts(1, 1, 1)}, {"a": Counts(0, 3, 1, right_gold=1), "b": Counts(1, 2, 3)}])
    assert summed == {"a": Counts(1, 4, 2, right_gold=2), "b": Counts(1, 2, 3)}
    assert list(summed) == ["a", "b"]


def test_an_interval_holds_the_score_and_repeats_itself():
    documents = [{"events": Counts(right, 4, 4)} for right in (0, 1, 2, 3, 4)]
    low, high = f1_intervals(documents)["events"]
    assert low < total(documents)["events"].score().f1 == 50 < high
    assert f1_intervals(documents) == f1_intervals(documents)


def test_an_interval_of_equal_documents_has_no_width():
    assert f1_intervals([{"x": Counts(1, 2, 2)}] * 7) == {"x": (50.0, 50.0)}


def test_one_document_gives_its_own_score_twice():
    assert f1_intervals([{"x": Counts(1, 2, 2)}]) == {"x": (50.0, 50.0)}
    assert interval([3.0], sum) == (3.0, 3.0)


def test_both_intervals_agree_on_the_same_counts():
    documents = [{"x": Counts(i % 3, 3, 2 + i % 2)} for i in range(40)]
    fast = f1_intervals(documents, samples=4000)["x"]
    slow = interval(documents, lambda some: total(some)["x"].score().f1, samples=4000)
    assert fast == pytest.approx(slow, abs=1.5)


def test_matching_moves_an_earlier_item_to_make_one_more_pair():
    fits = {("p", "x"), ("p", "y"), ("q", "x")}
    assert match_items("pq", "xy", lambda found, gold: (found, gold) in fits) == ((0, 1), (1, 0))


@given(st.sets(st.tuples(st.integers(0, 3), st.integers(0, 3))))
def test_matching_makes_as_many_pairs_as_the_best_order_would(edges):
    pairs = match_items(range(4), range(4), lambda found, gold: (found, gold) in edges)
    best = max(sum((i, order[i]) in edges for i in range(4)) for order in itertools.permutations(range(4)))
    assert set(pairs) <= edges
    assert len(pairs) == len({f for f, _ in pairs}) == len({g for _, g in pairs}) == best
