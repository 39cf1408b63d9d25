"""Snippets of one event each: which of ACLED's sub-events comes out.

The reader has its share in it, so single snippets may fail; the shares below may not.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from whowhom.codebook import load_codebook
from whowhom.ingest import document_from_text
from whowhom.pipeline import Pipeline

CASES = tomllib.loads((Path(__file__).parent / "cases" / "snippets.toml").read_text(encoding="utf-8"))["snippet"]
OPEN_FLOOR = 0.8
HELD_FLOOR = 0.5

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline.load()


def first_sub_event(pipeline: Pipeline, text: str) -> str | None:
    events = pipeline.code(document_from_text(text)).events
    return next((event.acled.sub_event_type for event in events if event.acled), None)


def test_every_sub_event_type_has_snippets_and_a_fifth_is_held_back() -> None:
    classes = load_codebook().crosswalks["acled"].classes
    given = Counter(case["give"] for case in CASES)
    assert set(given) == set(classes)
    assert set(given.values()) == {5}
    assert Counter(case["give"] for case in CASES if case.get("held")) == Counter(dict.fromkeys(classes, 1))


def test_sub_events_of_snippets(pipeline: Pipeline, record_property: Callable[[str, object], None]) -> None:
    right: Counter[bool] = Counter()
    count: Counter[bool] = Counter()
    types_right = set()
    for case in CASES:
        held = bool(case.get("held"))
        is_right = first_sub_event(pipeline, case["text"]) == case["give"]
        count[held] += 1
        right[held] += is_right
        if is_right:
            types_right.add(case["give"])
    record_property("held back", f"{right[True]} of {count[True]}")
    assert right[False] / count[False] >= OPEN_FLOOR
    assert right[True] / count[True] >= HELD_FLOOR
    assert len(types_right) >= len({case["give"] for case in CASES}) - 2
