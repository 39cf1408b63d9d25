"""Words that hyphens join are not parted by the edge of a tag."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whowhom.reading.joined import joining_hyphens, keep_joined
from whowhom.reading.words import split_words
from whowhom.records import Tagged


def cut(text: str) -> tuple[list[str], list[int], list[int]]:
    offsets = list(split_words(text, 0, len(text)))
    return [text[a:b] for a, b in offsets], [a for a, _ in offsets], [b for _, b in offsets]


def told(text: str, tags: list[tuple[int, int, str, float]]) -> list[tuple[str, str, float]]:
    words, starts, ends = cut(text)
    found = keep_joined([Tagged(*tag) for tag in tags], words, joining_hyphens(words, starts, ends))
    return [(text[starts[tag.first] : ends[tag.last - 1]], tag.label, tag.score) for tag in found]


@pytest.mark.parametrize(
    ("text", "tags", "wanted"),
    [
        ("Experts say IS-K fled.", [(2, 3, "target", 0.7), (3, 5, "actor", 0.5)], [("IS-K", "target", 0.7)]),
        ("Experts say IS-K fled.", [(2, 3, "ORG", 0.7)], [("IS-K", "ORG", 0.7)]),
        ("The M-19 signed.", [(1, 3, "ORG", 0.9)], [("M-19", "ORG", 0.9)]),
        ("in 2019-2020 there", [(1, 3, "date", 0.8)], [("2019-2020", "date", 0.8)]),
        ("US-backed rebels fled.", [(0, 1, "ORG", 0.9)], [("US", "ORG", 0.9)]),
        ("A US-UK patrol left.", [(1, 2, "LOC", 0.9), (3, 4, "LOC", 0.8)], [("US", "LOC", 0.9), ("UK", "LOC", 0.8)]),
        ("It met the US - no deal.", [(3, 4, "LOC", 0.9)], [("US", "LOC", 0.9)]),
        ("Iran-Iraq talks", [(0, 1, "LOC", 0.9)], [("Iran", "LOC", 0.9)]),
    ],
)
def test_a_tag_covers_a_joined_name_whole(
    text: str, tags: list[tuple[int, int, str, float]], wanted: list[tuple[str, str, float]]
) -> None:
    assert told(text, tags) == wanted


@given(
    st.lists(st.sampled_from(["IS", "K", "M", "19", "fled", "Front", "-", "–"]), min_size=1, max_size=12),
    st.lists(st.booleans(), min_size=12, max_size=12),
    st.data(),
)
def test_tags_stay_in_the_text_and_never_overlap(words: list[str], blanks: list[bool], data: st.DataObject) -> None:
    starts, ends, at = [], [], 0
    for word, blank in zip(words, blanks, strict=False):
        starts.append(at + blank)
        at = starts[-1] + len(word)
        ends.append(at)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(words)), max_size=6)))
    tags = [Tagged(a, b, "ORG", 0.5) for a, b in itertools.pairwise(cuts)]
    found = keep_joined(tags, words, joining_hyphens(words, starts, ends))
    assert all(0 <= tag.first < tag.last <= len(words) for tag in found)
    assert all(one.last <= other.first for one, other in itertools.pairwise(found))
    assert all(any(tag.first <= old.first and old.last <= tag.last for old in tags) for tag in found)
