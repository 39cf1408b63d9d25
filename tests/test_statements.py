"""What a voice says of an actor's nature or worth: the words stay the speaker's."""

import pytest

from whowhom.ingest import PublicationHints, document_from_text
from whowhom.pipeline import Pipeline
from whowhom.records.validation import check_coding

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def pipeline():
    return Pipeline.load()


def statements(pipeline, text):
    coding = pipeline.code(
        document_from_text(text, meta=PublicationHints(published="2022-03-03"), check_language=False)
    )
    assert check_coding(coding) == ()
    assert all(text[row.start : row.end] == row.text for row in coding.statements)
    names = {actor.id: actor.name for actor in coding.actors}
    return [(names.get(row.speaker), names.get(row.about), row.stance, row.text) for row in coding.statements]


def test_a_name_that_is_called_keeps_speaker_words_and_whom_they_are_about(pipeline):
    found = statements(pipeline, "The vice-president described the protesters as “vampires demanding blood”.")
    assert [(row[2], row[3]) for row in found] == [("negative", "vampires demanding blood")]
    assert found[0][0] is not None
    assert found[0][1] is not None


def test_what_somebody_is_said_to_be_is_a_statement_of_the_voice(pipeline):
    found = statements(pipeline, "The minister said that the Kotto Front are murderers.")
    assert [(row[2], row[3]) for row in found] == [("negative", "murderers")]


@pytest.mark.parametrize(
    "text",
    [
        "The Kotto Front left Bria on Monday.",
        "The minister said that the Kotto Front had left Bria.",
        "A criminal judge released Dario Benitez.",
    ],
)
def test_plain_words_judge_nobody(pipeline, text):
    assert statements(pipeline, text) == []


def test_the_words_of_a_statement_begin_behind_those_it_is_about(pipeline):
    text = "Iran and its mercenaries are the real occupiers of this country, the mayor said."
    assert [(row[2], row[3]) for row in statements(pipeline, text)] == [
        ("negative", "the real occupiers of this country")
    ]
