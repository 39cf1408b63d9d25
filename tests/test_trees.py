import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from whowhom.reading.trees import decode_tree


def is_tree(heads: list[int]) -> bool:
    if heads.count(-1) != 1:
        return False
    for word in range(len(heads)):
        seen = set()
        while word >= 0:
            if word in seen:
                return False
            seen.add(word)
            word = heads[word]
    return True


@settings(deadline=None, max_examples=150)
@given(st.integers(1, 9).flatmap(lambda n: arrays.arrays(np.float64, (n, n + 1), elements=st.floats(-9, 9))))
def test_any_scores_give_a_tree_with_one_root(scores):
    assert is_tree(decode_tree(scores))


def test_plain_scores_are_followed():
    scores = np.full((3, 4), -5.0)
    scores[0, 2] = scores[1, 0] = scores[2, 2] = 5.0
    assert decode_tree(scores) == [1, -1, 1]


def test_a_cycle_is_broken_where_it_costs_least():
    # Words 0 and 1 each prefer the other; word 1 loses less by hanging on the root.
    scores = np.array([[1.0, -9.0, 9.0], [8.0, 9.0, -9.0]])
    assert decode_tree(scores) == [1, -1]


@pytest.mark.parametrize("size", [2, 3, 4])
def test_the_tree_is_the_best_of_all_trees_with_its_root(size):
    rng = np.random.default_rng(7)

    def total(scores, heads):
        return sum(scores[word, head + 1] for word, head in enumerate(heads))

    for _ in range(40):
        scores = rng.normal(size=(size, size + 1))
        got = decode_tree(scores)
        rivals = [
            h
            for h in itertools.product(range(-1, size), repeat=size)
            if is_tree(list(h)) and h.index(-1) == got.index(-1)
        ]
        assert total(scores, got) == pytest.approx(max(total(scores, rival) for rival in rivals))
