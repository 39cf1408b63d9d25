"""What is said to come: outcome, condition, voice, the day it was foreseen and by when."""

import pytest

from whowhom.ingest import PublicationHints, document_from_text
from whowhom.pipeline import Pipeline
from whowhom.records.validation import check_coding

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def pipeline():
    return Pipeline.load()


def forecasts(pipeline, text):
    coding = pipeline.code(
        document_from_text(text, meta=PublicationHints(published="2022-03-03"), check_language=False)
    )
    assert check_coding(coding) == ()
    for row in coding.forecasts:
        assert text[row.outcome.start : row.outcome.end] == row.outcome.text
    return coding.forecasts


def test_a_condition_and_an_outcome_are_told_apart(pipeline):
    text = "If the army leaves Bria, the rebels could take the town within days, the analyst said."
    (row,) = forecasts(pipeline, text)
    assert row.condition.text == "If the army leaves Bria"
    assert "the rebels could take the town" in row.outcome.text
    assert [voice.voice for voice in row.attribution] == ["the analyst"]
    assert row.made_on == "2022-03-03"


def test_what_a_voice_expects_is_a_forecast_with_a_horizon(pipeline):
    (row,) = forecasts(pipeline, "Analysts expect that the ceasefire will collapse before 30 June 2022.")
    assert "the ceasefire will collapse" in row.outcome.text
    assert [voice.voice for voice in row.attribution] == ["Analysts"]
    assert row.horizon is not None
    assert row.horizon <= "2022-06-30"


@pytest.mark.parametrize(
    "text",
    [
        "The army will send 300 soldiers to Bria on Friday.",
        "The governor may have left the town.",
        "The rebels took the town.",
    ],
)
def test_a_plan_and_what_is_past_are_no_forecast(pipeline, text):
    assert forecasts(pipeline, text) == ()


def test_without_a_day_of_the_report_nothing_is_made_on_a_day(pipeline):
    text = "Analysts fear that the war will spread to Kenya."
    coding = pipeline.code(document_from_text(text, check_language=False))
    (row,) = coding.forecasts
    assert row.made_on is None
    assert {entry.field for entry in row.missing} >= {"made_on", "condition", "horizon"}


def test_a_condition_keeps_its_negation(pipeline):
    (row,) = forecasts(pipeline, "The siege must end. If it does not, the rebels will take the town, the envoy said.")
    assert row.condition.text == "If it does not"


def test_in_the_event_that_is_a_condition(pipeline):
    text = "In the event that the talks fail, the rebels will attack the town, the analyst said."
    (row,) = forecasts(pipeline, text)
    assert row.condition.text == "In the event that the talks fail"


def test_when_something_was_lost_is_no_horizon(pipeline):
    text = "If the army withdraws, the rebels will retake the towns that they lost in 2019, the analyst said."
    (row,) = forecasts(pipeline, text)
    assert row.horizon is None


def test_what_would_have_come_is_not_foreseen(pipeline):
    assert forecasts(pipeline, "If the army had sent tanks, the rebels would have attacked them.") == ()


def test_what_will_have_come_is_foreseen(pipeline):
    (row,) = forecasts(pipeline, "By the end of the year the regime will have fallen, the commander said.")
    assert row.outcome.text == "the regime will have fallen"


@pytest.mark.parametrize(
    ("text", "turned"),
    [
        ("The minister doubts that the truce will last.", "doubts that"),
        ("Analysts do not expect that the war will end before 2025.", "do not expect"),
    ],
)
def test_what_is_doubted_is_never_told_as_foreseen(pipeline, text, turned):
    assert all(turned in row.outcome.text for row in forecasts(pipeline, text))
