"""An evaluation as a table and as JSON."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from factories import make_coding
from whowhom.cli import evaluate
from whowhom.cli.evaluation_table import evaluation_json, render_evaluation
from whowhom.evaluate.benchmarks import BENCHMARKS
from whowhom.evaluate.coding_score import compare_views
from whowhom.evaluate.coding_views import view_coding
from whowhom.evaluate.results import Evaluation, Published, Score

DOCS = Path(__file__).resolve().parent.parent / "docs"


def no_predictions(path: Path) -> None:
    raise AssertionError("nothing asked for predictions")


@pytest.fixture
def evaluation() -> Evaluation:
    return Evaluation(
        benchmark="muc4",
        n=12,
        unit="articles",
        scores={"gtt": Score(50.04, 40.0, 44.45), "r": 0.5123, "alpha_mode": math.nan},
        intervals={"gtt": (38.31, 51.0), "alpha_mode": (math.nan, math.nan)},
        baseline={"gtt": Score(10.0, 10.0, 10.0)},
        published=(Published("GTT", "gtt", 50.2, "TST3 and TST4"),),
        notes=("[brackets] stay",),
        predictions=no_predictions,
    )


def row(table: str, name: str) -> list[str]:
    return next(line.split() for line in table.splitlines() if line.strip().startswith(f"{name} "))


def test_a_row_has_scores_interval_baseline_and_published(evaluation):
    table = render_evaluation(evaluation, width=100)
    assert table.startswith("muc4: 12 articles\n")
    assert row(table, "gtt") == ["gtt", "50.0", "40.0", "44.5", "38.3", "to", "51.0", "10.0", "GTT", "50.2"]
    assert "- [brackets] stay" in table
    assert "- GTT, gtt 50.2: TST3 and TST4" in table


def test_a_number_has_three_places_and_what_is_undefined_is_a_dash(evaluation):
    table = render_evaluation(evaluation, width=100)
    assert row(table, "r") == ["r", "0.512"]
    assert row(table, "alpha_mode") == ["alpha_mode", "–", "–", "to", "–"]


@pytest.mark.parametrize("width", [20, 80, 120, 500])
def test_no_line_is_wider_than_the_terminal(evaluation, width):
    lines = render_evaluation(evaluation, width=width).splitlines()
    assert max(map(len, lines)) <= min(max(width, 80), 120)


def test_json_has_every_figure_and_null_for_what_is_undefined(evaluation):
    written = json.loads(evaluation_json(evaluation))
    assert written["scores"] == {
        "gtt": {"precision": 50.04, "recall": 40.0, "f1": 44.45},
        "r": 0.5123,
        "alpha_mode": None,
    }
    assert written["intervals"]["gtt"] == [38.31, 51.0]
    assert written["baseline"] == {"gtt": {"precision": 10.0, "recall": 10.0, "f1": 10.0}}
    assert written["published"] == {"gtt": [{"name": "GTT", "value": 50.2, "note": "TST3 and TST4"}]}
    assert (written["benchmark"], written["n"], written["unit"]) == ("muc4", 12, "articles")


def test_every_benchmark_is_in_the_help_and_in_the_docs():
    page = (DOCS / "evaluate.md").read_text(encoding="utf-8")
    argument = evaluate.evaluate.__annotations__["benchmark"]
    for name in BENCHMARKS:
        assert f"### `{name}`" in page
        assert name in str(argument)


def test_every_score_of_a_coding_is_in_the_docs():
    page = (DOCS / "evaluate.md").read_text(encoding="utf-8")
    view = view_coding(make_coding())
    names = [name for name in compare_views(view, view).counts if not name.endswith("_end_to_end")]
    assert [name for name in names if f"`{name}`" not in page] == []
