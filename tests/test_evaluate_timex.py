"""Column files of time expressions and their scores, on hand-made documents with known answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from whowhom.corpora.timex import Timex, read_timed
from whowhom.errors import RecordError, UnreadableFile
from whowhom.evaluate.benchmarks import BENCHMARKS
from whowhom.evaluate.results import Counts
from whowhom.evaluate.timex import count, find, find_plain, run

FILE = """*!-DCTVALUE="2013-03-20"-!*\tO\t-

Shelling\tO\t-
(\tO\t-
see\tO\t-
below\tO\t-
)\tO\t-
began\tO\t-
on\tO\t-
Monday\tB-DATE\t2013-03-18
night\tI-DATE\t2013-03-18
.\tO\t-

It\tO\t-
did\tO\t-
n't\tO\t-
stop\tO\t-
for\tO\t-
two\tB-DURATION\tP2D
days\tI-DURATION\tP2D

*!-DCTVALUE=""-!*\tO\t-

Gao\tO\t-
fell\tO\t-
in\tO\t-
2012\tB-DATE\t2012
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "times.tsv"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_tokens_become_a_running_text(path: Path):
    first, second = read_timed(path)
    assert first.text == "Shelling (see below) began on Monday night.\n\nIt didn't stop for two days\n\n"
    assert (first.created, second.created) == ("2013-03-20", None)
    assert [first.text[token.start : token.end] for token in first.tokens[7:10]] == ["Monday", "night", "."]
    assert first.expressions == (Timex(7, 9, "DATE", "2013-03-18"), Timex(15, 17, "DURATION", "P2D"))
    assert first.sentences == ((0, 10), (10, 17))


def test_expressions_are_found_in_the_tokens_of_the_file(path: Path):
    first, second = read_timed(path)
    assert find(first) == [Timex(7, 9, "TIME", "2013-03-18TNI"), Timex(15, 17, "DURATION", "P2D")]
    assert find(second) == [Timex(3, 4, "DATE", "2012")]
    assert find_plain(first) == []
    assert find_plain(second) == [Timex(3, 4, "DATE", "2012")]


def test_values_count_only_where_spans_meet():
    gold = [Timex(0, 2, "DATE", "2012"), Timex(3, 4, "DATE", "2013"), Timex(6, 7, "SET", "P1D")]
    found = [Timex(1, 2, "DATE", "2012"), Timex(3, 4, "TIME", "2013"), Timex(4, 5, "DATE", "2014")]
    assert count(gold, found) == {
        "value_f1": Counts(2, 3, 3),
        "type_f1": Counts(1, 3, 3),
        "span_f1": Counts(2, 3, 3),
        "span_strict_f1": Counts(1, 3, 3),
    }


def test_one_expression_answers_one_only():
    gold = [Timex(0, 2, "DATE", "2012"), Timex(2, 4, "DATE", "2012")]
    assert count(gold, [Timex(0, 4, "DATE", "2012")])["value_f1"] == Counts(1, 1, 2)


def test_a_run_scores_and_writes_the_file_again(path: Path, tmp_path: Path):
    evaluation = run(path, None, lambda done, of: None)  # type: ignore[arg-type]
    assert evaluation.n == 3
    assert evaluation.scores["span_f1"].f1 == 100  # type: ignore[union-attr]
    assert evaluation.scores["value_f1"].f1 == pytest.approx(200 / 3)  # type: ignore[union-attr]
    written = tmp_path / "ours.tsv"
    evaluation.predictions(written)
    lines = written.read_text("utf-8").splitlines()
    assert [line.split("\t")[0] for line in lines if line] == [
        line.split("\t")[0] for line in FILE.splitlines() if line
    ]
    assert "night\tI-TIME\t2013-03-18TNI" in lines
    assert "timex" in BENCHMARKS


@pytest.mark.parametrize(
    ("text", "error"), [("", UnreadableFile), ("Gao\n", RecordError), ("Gao\tB_DATE\t2012\n", RecordError)]
)
def test_files_that_are_none_are_refused(tmp_path: Path, text: str, error: type[Exception]):
    path = tmp_path / "bad.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(error, match=r"bad\.tsv"):
        read_timed(path)


def test_a_folder_is_told_as_one(tmp_path: Path):
    with pytest.raises(UnreadableFile) as caught:
        read_timed(tmp_path)
    assert str(caught.value) == (
        f"{str(tmp_path)!r} cannot be read: it is a folder. Expected a text file in UTF-8, plain or as .gz."
    )
