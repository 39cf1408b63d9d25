"""Spans of the incident layers, from probabilities written by hand."""

from __future__ import annotations

import numpy as np
import pytest

from whowhom.reading.incidents import decode_incidents

ROLES = ("O", "B-PerpOrg", "I-PerpOrg", "B-Weapon", "I-Weapon")
TYPES = ("O", "B-attack", "I-attack", "B-bombing", "I-bombing")


def decode(roles, types=None, first=0):
    roles = np.array(roles, dtype=np.float32)
    types = np.array(types if types is not None else [[1, 0, 0, 0, 0]] * len(roles), dtype=np.float32)
    return decode_incidents(roles, types, ROLES, TYPES, first)


def spans(tagged):
    return [(t.first, t.last, t.label, t.score) for t in tagged]


def test_incidents_less_likely_than_not_are_kept_with_their_probability():
    found, _ = decode([[0.7, 0.3, 0, 0, 0], [0.99, 0.01, 0, 0, 0]])
    assert spans(found) == [(0, 1, "PerpOrg", 0.3)]


def test_incidents_run_on_while_the_role_does():
    found, _ = decode([[0.1, 0.9, 0, 0, 0], [0.2, 0, 0.8, 0, 0], [0, 0, 0, 1, 0]], first=10)
    assert spans(found) == [(10, 12, "PerpOrg", 0.85), (12, 13, "Weapon", 1.0)]


def test_incidents_a_new_begin_is_a_new_span():
    found, _ = decode([[0, 1, 0, 0, 0], [0, 1, 0, 0, 0]])
    assert spans(found) == [(0, 1, "PerpOrg", 1.0), (1, 2, "PerpOrg", 1.0)]


def test_incidents_have_every_type_that_may_be():
    _, kinds = decode([[0, 0, 0, 1, 0]], [[0.02, 0.3, 0.02, 0.6, 0.06]])
    assert [(label, pytest.approx(score, abs=1e-3)) for *_, label, score in spans(kinds)] == [
        ("attack", 0.32),
        ("bombing", 0.66),
    ]


def test_incidents_of_no_words_are_none():
    assert decode_incidents(np.zeros((0, 5)), np.zeros((0, 5)), ROLES, TYPES, 0) == ([], [])
