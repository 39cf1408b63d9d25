"""Press releases coded from end to end: date, province, killed, captured, own dead, group."""

from __future__ import annotations

from collections import Counter

import pytest

from releases import FIELDS, RELEASES, code_release, incidents_of, right_fields, row_of
from whowhom.pipeline import Pipeline

# Per cent of the incidents that ask for a field; the tuned releases reach more than 85 in each.
LEAST_RIGHT = {"date": 90, "province": 85, "killed": 90, "captured": 95, "lost": 75, "group": 85}
# Ten cases: one more or less is ten points.
LEAST_RIGHT_HELD_BACK = 75


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline.load(threads=1)


def shares_right(pipeline: Pipeline, *, held_back: bool) -> tuple[dict[str, float], list[str]]:
    asked, right, wrong = Counter[str](), Counter[str](), []
    for release in RELEASES:
        if bool(release.get("held_back")) != held_back:
            continue
        coding = code_release(pipeline, release)
        incidents = incidents_of(coding, len(release["expect"]))
        for events, expected in zip(incidents, release["expect"], strict=True):
            row = row_of(coding, events)
            for name, is_right in right_fields(row, expected).items():
                asked[name] += 1
                right[name] += is_right
                if not is_right:
                    wrong.append(f"{release['id']}: {name} {row[name]!r}, expected {expected[name]!r}")
    return {name: 100 * right[name] / asked[name] for name in FIELDS}, wrong


def test_releases_are_rows_as_often_right_as_they_were(pipeline: Pipeline):
    shares, wrong = shares_right(pipeline, held_back=False)
    assert all(shares[name] >= least for name, least in LEAST_RIGHT.items()), (shares, wrong)


def test_releases_held_back_are_rows_too(pipeline: Pipeline):
    shares, wrong = shares_right(pipeline, held_back=True)
    assert all(share >= LEAST_RIGHT_HELD_BACK for share in shares.values()), (shares, wrong)


def test_a_release_has_its_words_behind_each_value(pipeline: Pipeline):
    release = next(release for release in RELEASES if release["id"] == "killed and captured in one sentence")
    coding = code_release(pipeline, release)
    tolls = [toll for event in coding.events for toll in (*event.tolls, *event.counts)]
    assert [(t.outcome, release["text"][t.start : t.end], t.low, t.best, t.high) for t in tolls] == [
        ("killed", "two insurgents", 2, 2, 2),
        ("captured", "a Taliban leader", 1, 1, 1),
    ]
    assert all(toll.text == release["text"][toll.start : toll.end] for toll in tolls)
