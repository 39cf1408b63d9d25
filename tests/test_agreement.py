"""Krippendorff's alpha and the calibration error, against published and hand-computed values."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whowhom.evaluate.agreement import interval, krippendorff_alpha, nominal, ratio
from whowhom.evaluate.calibration import calibration_error

_ = None
# The example of four observers and twelve units in Krippendorff (2011).
OBSERVERS = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3),
    (_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _),
)


@pytest.mark.parametrize(
    ("distance", "published"),
    [(nominal, 0.743), (interval, 0.849), (ratio, 0.797)],
    ids=["nominal", "interval", "ratio"],
)
def test_alpha_of_four_observers_is_the_published_one(distance, published):
    assert krippendorff_alpha(list(zip(*OBSERVERS, strict=True)), distance) == pytest.approx(published, abs=0.0005)


def test_alpha_of_two_observers_of_yes_and_no_is_the_published_one():
    first, second = (0, 1, 0, 0, 0, 0, 0, 0, 1, 0), (1, 1, 1, 0, 0, 1, 0, 0, 0, 0)
    assert krippendorff_alpha(list(zip(first, second, strict=True)), nominal) == pytest.approx(0.095, abs=0.0005)


def test_alpha_by_hand_on_three_units():
    # Values a a, a b, b b: 3 a and 3 b. Observed 2 unlike ordered pairs, expected 2 * 3 * 3 = 18; 1 - 5 * 2 / 18.
    assert krippendorff_alpha([("a", "a"), ("a", "b"), ("b", "b")], nominal) == pytest.approx(1 - 10 / 18)


def test_alpha_is_one_where_all_agree():
    assert krippendorff_alpha([("a", "a"), ("b", "b")], nominal) == 1


@pytest.mark.parametrize("units", [[], [("a", "a")], [("a", None), (None, "b")]], ids=["none", "one value", "unpaired"])
def test_alpha_is_not_defined_without_two_values_to_tell_apart(units):
    assert math.isnan(krippendorff_alpha(units, nominal))


def test_ratio_puts_one_and_two_as_far_apart_as_a_hundred_and_two_hundred():
    assert ratio(1, 2) == ratio(100, 200) == pytest.approx(1 / 9)
    assert ratio(0, 0) == 0


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1))
def test_alpha_does_not_depend_on_the_order_of_coders_or_units(units):
    turned = [(second, first) for first, second in reversed(units)]
    one, other = krippendorff_alpha(units, nominal), krippendorff_alpha(turned, nominal)
    assert (math.isnan(one) and math.isnan(other)) or one == pytest.approx(other)
    assert math.isnan(one) or one <= 1


def test_calibration_error_weighs_bins_by_size():
    # Bin 0.9: mean score 0.95, half right: off by 0.45, two of three. Bin 0.2: 0.2 against 0: one of three.
    items = [(0.95, True), (0.95, False), (0.2, False)]
    assert calibration_error(items) == pytest.approx((2 * 0.45 + 0.2) / 3)


def test_calibration_error_of_true_scores_is_zero():
    assert calibration_error([(1.0, True), (0.5, True), (0.5, False), (0.0, False)]) == 0


def test_calibration_error_of_nothing_is_not_defined():
    assert math.isnan(calibration_error([]))
