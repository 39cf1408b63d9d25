"""The hand-written cases, read by the shipped reader: shares, never single sentences, so that weights may change."""

from pathlib import Path

import pytest

from whowhom.errors import RecordError, UnreadableFile
from whowhom.evaluate import factuality as benchmark
from whowhom.evaluate.factuality_cases import Case, answer, find_words, read_cases, run_cases, score_answers
from whowhom.evaluate.results import Score
from whowhom.ingest import document_from_text
from whowhom.pipeline import Pipeline

CASES = Path(__file__).parent / "cases"
# Some way under what was measured, for other weights of the same shape: docs/factuality.md has the figures.
FLOORS = {
    "factuality": {"event.open": 84.0, "event.held": 72.0, "part.open": 85.0},
    "responsibility": {"case.open": 75.0, "case.held": 60.0},
    "links": {"link.open": 85.0, "link.held": 65.0, "count.open": 75.0},
}


@pytest.fixture(scope="module")
def pipeline():
    return Pipeline.load(threads=1)


@pytest.mark.parametrize("name", FLOORS)
def test_most_cases_are_right_where_their_event_was_found(pipeline, name):
    scores = run_cases(CASES / f"{name}.toml", pipeline, lambda done, of: None).scores
    for key, floor in FLOORS[name].items():
        assert isinstance(scores[key], Score)
        assert scores[key].precision >= floor, f"{name} {key}: {scores[key]}"


@pytest.mark.parametrize(("name", "least"), [("factuality", 250), ("responsibility", 60), ("links", 60)])
def test_a_fifth_of_the_cases_is_held_back_and_no_pattern_has_more_than_five(name, least):
    cases = read_cases(CASES / f"{name}.toml")
    patterns = {case.pattern: [other for other in cases if other.pattern == case.pattern] for case in cases}
    assert len(cases) >= least
    assert all(len(rows) <= 5 for rows in patterns.values())
    assert sum(case.held for case in cases) * 5 >= len(cases)
    assert len({case.text + str(case.fields) for case in cases}) == len(cases)


def test_a_file_of_cases_is_scored_in_place_of_the_data(pipeline, tmp_path):
    path = tmp_path / "few.toml"
    row = "The army did not shell Sirte on Monday. | shell | did not happen | - | -"
    path.write_text(f'[[pattern]]\nname = "did not"\nevent = ["{row}", "{row.replace("Monday", "Sunday")}"]\n')
    evaluation = benchmark.run(path, pipeline, lambda done, of: None)
    assert (evaluation.n, evaluation.unit) == (2, "cases")
    assert set(evaluation.scores) == {"event.open", "event.held"}
    out = tmp_path / "answers.jsonl"
    evaluation.predictions(out)
    assert '"got": "did not happen' in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("content", "error", "words"),
    [
        ("[[pattern]]\nname = 'x'\nevent = ['The army left. | left | happened']\n", RecordError, "3 fields"),
        (
            "[[pattern]]\nname = 'x'\nevent = ['The army left. | went | a | b | c']\n",
            RecordError,
            "'went' does not stand",
        ),
        ("[[pattern]]\nname = 'x'\n", RecordError, "holds no"),
        ("pattern = 'x'\n", RecordError, "no table"),
        ("[[pattern]]\nname = 'x'\nevent = [3]\n", RecordError, "Expected a list of rows"),
        ("[[pattern]]\nevent = ['The army left. | left#b | a | b | c']\n", RecordError, "'left#b' does not stand"),
        ("[[pattern\n", UnreadableFile, "cannot be read"),
    ],
    ids=["fields", "words", "empty", "no table", "no row", "no number", "no TOML"],
)
def test_a_faulty_file_of_cases_says_what_is_wrong(tmp_path, content, error, words):
    path = tmp_path / "cases.toml"
    path.write_text(content)
    with pytest.raises(error, match=words):
        read_cases(path)


def test_an_event_that_is_not_found_is_neither_right_nor_wrong(pipeline):
    case = Case("event", "none", False, "The weather was fine in Sirte.", ("fine", "happened", "-", "-"))
    found = answer(case, pipeline.code(document_from_text(case.text)))
    assert (found.got, found.right) == (None, False)
    assert score_answers([found])["event.open"] == Score(0.0, 0.0, 0.0)


def test_words_are_found_at_their_second_place():
    assert find_words("raid and raid", "raid#2") == (9, 13)
    assert find_words("raid and raid", "siege") is None
