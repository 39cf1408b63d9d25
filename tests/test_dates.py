"""Dates: what is one, and which days its words mean."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from held import missed, split
from whowhom.errors import ResolutionError
from whowhom.records.values import DateRange
from whowhom.resolve.dates import dateline, day_first_at, find_dates, infer_published, resolve_date, years_in

CASES, HELD_BACK = split(tomllib.loads((Path(__file__).parent / "cases" / "dates.toml").read_text("utf-8"))["case"])
# Of 45; the misses are named by the test.
HELD_BACK_RIGHT = 42
IDS = [f"{index}-{case['text'][:40]}" for index, case in enumerate(CASES)]


def read_all(case: dict[str, Any]) -> list[tuple[str, DateRange | str]]:
    """Resolve the dates of a case in order, each anchored to the one before."""
    text = case["text"]
    previous: DateRange | None = None
    readings: list[tuple[str, DateRange | str]] = []
    for expression in find_dates(text):
        assert text[expression.start : expression.end] == expression.text
        found = resolve_date(
            expression,
            published=case.get("published"),
            text_years=years_in(text),
            previous=previous,
            durative=case.get("durative", False),
            day_first=case.get("day_first"),
            future=case.get("future"),
        )
        if isinstance(found, DateRange):
            previous = found
        readings.append((expression.text, found))
    return readings


def shown(words: str, found: DateRange | str) -> str:
    if not isinstance(found, DateRange):
        return f"{words} | {found}"
    days = found.from_ if found.from_ == found.to else f"{found.from_ or ''}..{found.to or ''}"
    return f"{words} | {days} | {found.extent} | {found.precision} | {found.edtf} | {found.basis}"


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_dates_of_a_sentence_are_those_of_the_table(case: dict[str, Any]):
    check(case)


def test_dates_held_back_are_as_often_right_as_they_were():
    wrong = missed(HELD_BACK, check)
    assert len(HELD_BACK) - len(wrong) >= HELD_BACK_RIGHT, wrong


def check(case: dict[str, Any]) -> None:
    readings = read_all(case)
    assert [shown(words, found) for words, found in readings] == case["dates"]
    for words, found in readings:
        if isinstance(found, DateRange):
            assert case["text"][found.start : found.end] == found.text == words
    if "alternatives" in case:
        first = readings[0][1]
        assert isinstance(first, DateRange)
        assert list(first.alternatives) == case["alternatives"]


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_edtf_of_the_table_is_read_by_an_independent_parser(case: dict[str, Any]):
    from edtf import parse_edtf

    for _, found in read_all(case):
        if isinstance(found, DateRange):
            for string in (found.edtf, *found.alternatives):
                assert parse_edtf(string) is not None


FORMATS = (
    "%d %B %Y",
    "%B %d, %Y",
    "%Y-%m-%d",
    "%A, %d %B %Y",
    "%A, %B %d, %Y",
    "%d %b %Y",
    "%b. %d, %Y",
    "%d-%b-%Y",
    "%dth of %B, %Y",
    "%d/%m/%Y",
)
DAYS = st.dates(date(1900, 1, 1), date(2090, 12, 31))


@given(DAYS, st.sampled_from(FORMATS), st.sampled_from([str.title, str.upper, str.lower]))
def test_a_full_date_in_any_format_and_case_is_that_day(day: date, form: str, in_case: Any):
    # Nobody abbreviates May.
    written = (
        in_case(day.strftime(form))
        .replace("Th ", "th ")
        .replace("Of ", "of ")
        .replace("May.", "May")
        .replace("MAY.", "MAY")
        .replace("may.", "may")
    )
    text = in_case("The post fell on ") + written + in_case(", officials said.")
    expressions = find_dates(text)
    assert [expression.text for expression in expressions] == [written]
    found = resolve_date(expressions[0], published="2099-01-01", day_first=True)
    assert isinstance(found, DateRange)
    assert (found.from_, found.to, found.edtf, found.precision, found.basis) == (
        day.isoformat(),
        day.isoformat(),
        day.isoformat(),
        1,
        "stated",
    )


@given(DAYS, st.integers(0, 300))
def test_a_day_without_a_year_is_the_last_such_day_before_the_publication(day: date, later: int):
    published = day + timedelta(days=later)
    expression = find_dates(f"The post fell on {day.day} {day:%B}, officials said.")[0]
    found = resolve_date(expression, published=published.isoformat())
    assert isinstance(found, DateRange)
    if (day.month, day.day) != (2, 29):
        assert found.from_ == found.to == day.isoformat()
    assert found.anchor == published.isoformat()


@given(DAYS, st.integers(0, 6))
def test_a_weekday_is_at_most_six_days_before_the_publication(published: date, back: int):
    day = published - timedelta(days=back)
    found = resolve_date(find_dates(f"Shots were heard on {day:%A} in Kidal.")[0], published=published.isoformat())
    assert isinstance(found, DateRange)
    assert found.from_ == day.isoformat()


@given(DAYS, st.integers(1, 27))
def test_days_ago_are_counted_back_from_the_publication(published: date, days: int):
    found = resolve_date(find_dates(f"It was signed {days} days ago.")[0], published=published.isoformat())
    assert isinstance(found, DateRange)
    assert found.from_ == found.to == (published - timedelta(days=days)).isoformat()


WORD_LIST = (
    "on in since until from to between and or the last this next past early mid late May March August 16 3 31 29 February 2021 1989 '89 90 "
    "Monday Friday Sunday Fridays night morning today yesterday overnight week month year days weeks ago earlier later before after two a "
    "several recent 06:00 a.m. at - – , . / every daily spring winter 1990s first second half of quarter end weekend same following JAN 9/11"
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(WORD_LIST.split(" ")), max_size=12).map(" ".join))


@given(
    TEXTS,
    st.one_of(st.none(), DAYS),
    st.booleans(),
    st.sampled_from([None, True, False]),
    st.sampled_from([None, True, False]),
)
@settings(max_examples=600, deadline=None)
def test_no_text_raises_and_every_interval_is_in_order(
    text: str, published: date | None, durative: bool, future: bool | None, day_first: bool | None
):
    from edtf import parse_edtf

    last = 0
    previous: DateRange | None = None
    for expression in find_dates(text):
        assert text[expression.start : expression.end] == expression.text
        assert last <= expression.start < expression.end
        last = expression.end
        found = resolve_date(
            expression,
            published=published.isoformat() if published else None,
            text_years=years_in(text),
            previous=previous,
            durative=durative,
            day_first=day_first,
            future=future,
        )
        if isinstance(found, DateRange):
            previous = found
            assert found.from_ or found.to
            assert found.from_ is None or found.to is None or found.from_ <= found.to
            assert 1 <= found.precision <= 5
            assert (found.basis == "stated") == (found.anchor is None)
            assert parse_edtf(found.edtf) is not None
        else:
            assert found == "stated but unresolved"


def test_only_the_stretch_asked_for_is_read():
    text = "It began on 3 May 2021 and ended on 5 June 2021."
    assert [expression.text for expression in find_dates(text, 24)] == ["5 June 2021"]
    assert [expression.text for expression in find_dates(text, 0, 23)] == ["3 May 2021"]


def test_a_publication_date_that_is_none_is_refused_with_what_was_met():
    with pytest.raises(ResolutionError, match="'12 September'"):
        resolve_date(find_dates("on Monday")[0], published="12 September")


def test_a_publication_with_a_time_is_taken_by_its_day():
    found = resolve_date(find_dates("It fell on Monday.")[0], published="2021-09-12T10:00:00+02:00")
    assert isinstance(found, DateRange)
    assert found.from_ == "2021-09-06"


def test_two_days_later_has_no_day_after_a_year():
    first, second = find_dates("The town fell in 2013. Two days later it was retaken.")
    year = resolve_date(first, published=None)
    assert isinstance(year, DateRange)
    assert resolve_date(second, published=None, previous=year) == "stated but unresolved"


HEADS = [
    ("KABUL, 3 May 2021 (Norden Wire) -- Two guards were shot.", "3 May 2021", "2021-05-03"),
    ("SAN SALVADOR, 3 JAN 90 (RADIO NORTE) -- [TEXT] TWO SOLDIERS WERE WOUNDED.", "3 JAN 90", "1990-01-03"),
    ("Two guards shot\n\nPublished: 3 May 2021\n\nOn 1 May 2021 two guards were shot.", "3 May 2021", "2021-05-03"),
    ("Two guards shot\nUpdated: 4 May 2021\nPublished: 3 May 2021\nText.", "3 May 2021", "2021-05-03"),
    ("Two guards shot\nBy Ama Nortei | May 3, 2021\nText.", "May 3, 2021", "2021-05-03"),
    ("Two guards shot\nMonday, May 3, 2021 10:30 GMT\nText.", "Monday, May 3, 2021 10:30 GMT", "2021-05-03"),
]


@pytest.mark.parametrize(("text", "words", "iso"), HEADS, ids=[words for _, words, _ in HEADS])
def test_the_head_of_a_report_states_its_publication(text: str, words: str, iso: str):
    quote = dateline(text)
    assert quote is not None
    assert quote.text == words == text[quote.start : quote.end]
    assert infer_published(text) == (iso, quote)


@pytest.mark.parametrize(
    "text",
    [
        "Two guards were shot on 3 May 2021 in Kabul.",
        "KABUL, 3 May (Norden Wire) -- Two guards were shot.",
        "The attack of 3 May 2021",
        "Published: 31 June 2021",
        "",
        "A line\n" * 12 + "Published: 3 May 2021",
    ],
    ids=["in a sentence", "no year", "a headline", "no such day", "empty", "not in the head"],
)
def test_other_dates_are_no_publication(text: str):
    assert dateline(text) is None
    assert infer_published(text) is None


def test_years_are_listed_latest_first_and_those_to_come_last():
    text = "Founded in 2015, it staged attacks in 2019 and 2021. By 2030 it wants the north. In 2019 it split; 1989 families fled in the 1990s."
    assert years_in(text) == (2021, 2019, 2015, 2030)


STRANGE = {
    "digits": "7" * 100_000,
    "dates": "16/08/2021" * 10_000,
    "hyphens": "12-" * 33_000,
    "days": "16, " * 25_000,
    "the": "from the " * 11_000,
    "months": "May " * 25_000,
    "blanks": "Monday" + " " * 100_000,
    "parts": "early late mid " * 7_000,
    "times": "at 06:00 " * 11_000,
    "years": "2019-" * 20_000,
    "letters": "a" * 100_000,
    "quotes": "'90" * 33_000,
}


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE.keys())
def test_a_strange_text_of_100_kb_is_read_to_its_end(text: str):
    """A pattern that backs up without end would hang here."""
    assert all(0 <= found.start < found.end <= len(text) for found in find_dates(text))
    assert all(isinstance(year, int) for year in years_in(text))


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.army.mil/article/1", False),
        ("https://www.thebugle.co.uk/news/5", True),
        ("http://news.example.ph/", False),
        ("https://example.org/a", None),
        ("https://example.io", None),
        ("https://example.cn/x", None),
        (None, None),
    ],
)
def test_the_address_of_a_publisher_says_how_it_writes_dates(url: str | None, expected: bool | None):
    assert day_first_at(url) is expected
