"""Totals told apart from their event: a second voice that counts the same dead."""

from __future__ import annotations

import pytest

from whowhom.ingest import document_from_text
from whowhom.pipeline import Pipeline

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline.load()


BLAST = "A bomb exploded at the central market in Butembo on Monday, killing at least 14 people, the mayor said."


@pytest.mark.parametrize(
    ("text", "words", "bounds", "teller"),
    [
        (f"{BLAST} A nurse, Odile Kavira, put the number of dead at 16.", "16", (16, 16, 16), "A nurse"),
        (
            f"{BLAST} The local hospital put the death toll at more than 20.",
            "more than 20",
            (21, None, None),
            "hospital",
        ),
        (f"{BLAST} By evening the death toll had risen to 19.", "19", (19, 19, 19), None),
        (f"{BLAST} On Tuesday the number of dead rose from 14 to 19.", "19", (19, 19, 19), None),
        (
            "The death toll from a bombing outside a party rally at the stadium of Butembo rose to 17 on Friday after three "
            "people died in hospital, the mayor said.",
            "17",
            (17, 17, 17),
            None,
        ),
        ("The army shelled Tessit on Friday. A resident put the toll at twelve.", "twelve", (12, 12, 12), "A resident"),
        (f"{BLAST} Doctors put the number of wounded at 45.", "45", (45, 45, 45), None),
    ],
)
def test_a_total_in_a_sentence_of_its_own_is_a_toll_of_the_event(pipeline, text, words, bounds, teller):
    coding = pipeline.code(document_from_text(text))
    (toll,) = [toll for event in coding.events for toll in event.tolls if toll.text == words]
    assert text[toll.start : toll.end] == words
    assert (toll.low, toll.best, toll.high) == bounds
    assert toll.outcome == ("injured" if "wounded" in text else "killed")
    if teller is not None:
        (voice,) = toll.attribution
        assert teller in text[voice.start : voice.end]


def test_another_total_leaves_the_first_count_where_it_is(pipeline):
    text = (
        "Police fired on protesters in Conakry on Thursday, killing at least five people, the opposition said. "
        "The government put the toll at two."
    )
    coding = pipeline.code(document_from_text(text))
    told = {toll.text for event in coding.events for toll in event.tolls if toll.outcome == "killed"}
    assert told == {"at least five people", "two"}


def test_those_who_died_last_are_part_of_the_total_that_they_raised(pipeline):
    text = "The death toll from a bombing in Butembo rose to 17 on Friday after three people died in hospital."
    coding = pipeline.code(document_from_text(text))
    tolls = {toll.text: toll for event in coding.events for toll in event.tolls if toll.outcome == "killed"}
    assert set(tolls) == {"17", "three people"}
    assert tolls["three people"].part_of == tolls["17"].id


@pytest.mark.parametrize(
    "text",
    [
        f"{BLAST} The death toll of the war has risen to 3,000.",
        f"{BLAST} The conflict's death toll since January stands at 410.",
        f"{BLAST} The toll road of 12 kilometres was closed.",
        f"{BLAST} The number of dead is not known.",
        "The number of dead rose to 40.",
    ],
)
def test_what_is_over_a_time_or_no_number_or_has_no_event_is_no_toll_of_it(pipeline, text):
    coding = pipeline.code(document_from_text(text))
    told = {toll.text for event in coding.events for toll in event.tolls if toll.outcome == "killed"}
    assert told <= {"at least 14 people"}
