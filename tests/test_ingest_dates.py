"""Datelines: the day that a paragraph begins with."""

import pytest

from whowhom.ingest.dates import dateline_date


@pytest.mark.parametrize(
    ("names", "is_one"),
    [("Bria", True), ("Deir ez-Zor/Raqqa", False), ("New Bria/Old Bria", True), ("BRIA" * 40, True), ("One Two Six Ten Won", False)],
    ids=["town", "small-letter", "two-towns", "capitals", "five-names"],
)  # fmt: skip
def test_up_to_four_names_stand_before_the_day_of_a_dateline(names: str, is_one: bool):
    text = f"{names}, 2 June 2022. Rebels left."
    found = dateline_date(text, 0, len(text))
    assert (found is not None and (found[0], text[found[1] : found[2]])) == (is_one and ("2022-06-02", "2 June 2022"))


def test_one_long_word_in_capitals_is_no_dateline():
    # Cut in every way, a word as long as this kept a reader busy for seconds.
    text = "A" * 400
    assert dateline_date(text, 0, len(text)) is None
