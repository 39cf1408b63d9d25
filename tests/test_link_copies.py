"""Near-duplicates: bands bring copies together, shingles decide."""

from __future__ import annotations

import random

import pytest

from whowhom.link.copies import BANDS, MIN_SHINGLES, bands, is_copy, is_near_in_time, shingles

WORDS = (
    "market road river bridge patrol village trader army fighter mayor office north morning evening shell wounded "
    "hospital school truck convoy checkpoint prefect spokesman statement Monday Tuesday border hill camp water"
).split()


def story(seed: int, size: int = 300) -> list[str]:
    chosen = random.Random(seed)
    return [chosen.choice(WORDS) + str(chosen.randrange(9)) for _ in range(size)]


def edited(words: list[str], edits: int, seed: int = 1) -> str:
    chosen = random.Random(seed)
    changed = list(words)
    for place in chosen.sample(range(len(words)), edits):
        changed[place] = "changed"
    return " ".join(changed)


@pytest.mark.parametrize("edits", [0, 1, 5, 12])
def test_a_few_edits_leave_a_copy(edits):
    words = story(1)
    one, other = shingles(" ".join(words)), shingles(edited(words, edits))
    assert is_copy(one, other)
    assert set(bands(one)) & set(bands(other))


def test_many_edits_make_another_text():
    words = story(2)
    assert not is_copy(shingles(" ".join(words)), shingles(edited(words, 90)))


def test_a_copy_cut_short_is_a_copy():
    words = story(3)
    one, other = shingles(" ".join(words)), shingles(" ".join(words[:140]))
    assert is_copy(one, other)


def test_two_stories_are_no_copies_and_seldom_meet():
    found = [shingles(" ".join(story(seed))) for seed in range(40)]
    assert not any(is_copy(one, other) for n, one in enumerate(found) for other in found[:n])
    assert sum(bool(set(bands(found[0])) & set(bands(other))) for other in found[1:]) == 0


def test_case_and_punctuation_make_no_difference():
    words = " ".join(story(4))
    assert shingles(words) == shingles(words.upper().replace(" ", ", "))


def test_a_short_text_has_no_bands_and_is_no_copy():
    found = shingles("Shells fell on the market in Bria on Monday, officials said.")
    assert len(found) < MIN_SHINGLES
    assert bands(found) == ()
    assert not is_copy(found, found)


# Bands are kept in case files: if these change, copies of texts added before are no longer found.
PINNED_BANDS = (4562751384875515440, 1838757733662599203)


def test_bands_are_the_same_for_ever():
    found = bands(shingles(" ".join(story(5))))
    assert len(found) == BANDS
    assert found[:2] == PINNED_BANDS
    assert all(0 <= band < 2**63 for band in found)


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("2022-03-01", "2022-03-08", True),
        ("2022-03-01", "2022-03-09", False),
        (None, "2022-03-09", True),
    ],
)
def test_copies_appear_within_a_week(one, other, near):
    assert is_near_in_time(one, other) is near
