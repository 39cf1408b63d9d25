"""Time expressions of a text: their words, their kinds and their TIMEX3 values."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from held import missed, split
from whowhom.errors import ResolutionError
from whowhom.resolve.feasts import easter, feast_day
from whowhom.resolve.timex import edtf_to_timex, find_times, timex_to_edtf
from whowhom.resolve.timex_values import duration, week_value

CASES, HELD_BACK = split(tomllib.loads((Path(__file__).parent / "cases" / "times.toml").read_text("utf-8"))["case"])
# Of 29; the misses are named by the test.
HELD_BACK_RIGHT = 26


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:50] for case in CASES])
def test_times_of_a_sentence_are_those_of_the_table(case: dict[str, Any]):
    check(case)


def test_times_held_back_are_as_often_right_as_they_were():
    wrong = missed(HELD_BACK, check)
    assert len(HELD_BACK) - len(wrong) >= HELD_BACK_RIGHT, wrong


def check(case: dict[str, Any]) -> None:
    times = find_times(case["text"], published=case.get("published", "2013-03-20") or None)
    assert [f"{time.text} | {time.kind} | {time.value}" for time in times] == case["times"]
    for time in times:
        assert case["text"][time.start : time.end] == time.text


@pytest.mark.parametrize(
    ("value", "edtf"),
    [
        ("2009-06-17", "2009-06-17"),
        ("2009-06", "2009-06"),
        ("2009", "2009"),
        ("199", "199X"),
        ("18", "18XX"),
        ("2009-Q3", "2009-35"),
        ("2009-H2", "2009-41"),
        ("2009-FA", "2009-23"),
        ("2009-W25", "2009-06-15/2009-06-21"),
        ("2009-W25-WE", "2009-06-20/2009-06-21"),
    ],
)
def test_values_are_the_same_in_both_notations(value: str, edtf: str):
    assert timex_to_edtf(value) == edtf
    assert edtf_to_timex(edtf) == value


@pytest.mark.parametrize(
    ("value", "edtf"),
    [
        ("2009-06-17T16:08Z", "2009-06-17T16:08:00Z"),
        ("2009-06-17TMO", "2009-06-17"),
        ("2009-W25-3", "2009-06-17"),
        ("2009-W60", None),
        ("P3D", None),
        ("PRESENT_REF", None),
        ("FY2009", None),
        ("XXXX-WXX-5", None),
    ],
)
def test_values_that_edtf_says_otherwise_or_not_at_all(value: str, edtf: str | None):
    assert timex_to_edtf(value) == edtf


@pytest.mark.parametrize("edtf", ["2015/..", "{2016,2017}", "2021-08-16/2021-08-19"])
def test_edtf_without_a_timex_value(edtf: str):
    assert edtf_to_timex(edtf) is None


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 24)))
def test_days_and_weeks_come_back_from_edtf(day: date):
    assert edtf_to_timex(timex_to_edtf(day.isoformat()) or "") == day.isoformat()
    assert edtf_to_timex(timex_to_edtf(week_value(day)) or "") == week_value(day)


@pytest.mark.parametrize(
    ("number", "unit", "value"),
    [
        (3, "day", "P3D"),
        (0.5, "hour", "PT30M"),
        (2, "century", "P200Y"),
        (None, "minute", "PTXM"),
        (2, "quarter", "P2Q"),
    ],
)
def test_durations_are_spelled_as_in_timeml(number: float | None, unit: str, value: str):
    assert duration(number, unit) == value


@pytest.mark.parametrize(
    ("year", "day"),
    [(1961, date(1961, 4, 2)), (2008, date(2008, 3, 23)), (2011, date(2011, 4, 24)), (2038, date(2038, 4, 25))],
)
def test_easter_is_that_of_the_tables(year: int, day: date):
    assert easter(year) == day


def test_feasts_move_with_the_weekday():
    assert feast_day("memorial day", 2013) == date(2013, 5, 27)
    assert feast_day("labor day", 2013) == date(2013, 9, 2)
    assert feast_day("thanksgiving", 2013) == date(2013, 11, 28)
    assert feast_day("good friday", 2013) == date(2013, 3, 29)


def test_a_blank_line_parts_expressions():
    times = find_times("The raid was in May\n\n2013 began quietly.", published="2013-03-20")
    assert [time.value for time in times] == ["2012-05"]


def test_a_bad_publication_date_is_refused():
    with pytest.raises(ResolutionError, match="published"):
        find_times("It was on Friday.", published="20 March")


@given(st.text(max_size=200))
def test_any_text_gives_ordered_spans_that_do_not_overlap(text: str):
    end = 0
    for time in find_times(text, published="2013-03-20"):
        assert end <= time.start < time.end <= len(text)
        assert text[time.start : time.end] == time.text
        end = time.end
