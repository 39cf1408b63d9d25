"""An evaluation as a table that a person reads, and as JSON.

In: an :class:`~whowhom.evaluate.results.Evaluation`. Out: text.

What one would get wrong: a score that could not be computed (NaN) is a dash in the
table and null in JSON, never 0.
"""

from __future__ import annotations

import io
import json
import math
import shutil
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from whowhom.evaluate.results import Evaluation, Score
from whowhom.pipeline.version import VERSION

MIN_WIDTH, MAX_WIDTH = 80, 120
NOT_KNOWN = "–"
# Numbers that are no per cent (a correlation, an alpha) lie between -1 and 1 and need more places.
SMALL = 1.5


def render_evaluation(evaluation: Evaluation, *, width: int | None = None) -> str:
    """Write one evaluation as a table with its notes below.

    Args:
        width: Columns; None: the terminal's, held between 80 and 120.
    """
    wanted = shutil.get_terminal_size((MAX_WIDTH, 24)).columns if width is None else width
    console = Console(
        file=io.StringIO(),
        width=min(max(wanted, MIN_WIDTH), MAX_WIDTH),
        markup=False,
        highlight=False,
        emoji=False,
        color_system=None,
    )
    console.print(f"{evaluation.benchmark}: {evaluation.n} {evaluation.unit}")
    console.print(_grid(evaluation))
    for note in evaluation.notes:
        console.print(f"- {note}")
    for published in evaluation.published:
        console.print(f"- {published.name}, {published.score} {_number(published.value)}: {published.note}")
    written = console.file
    assert isinstance(written, io.StringIO)
    return "\n".join(line.rstrip() for line in written.getvalue().strip("\n").split("\n")) + "\n"


def evaluation_json(evaluation: Evaluation) -> str:
    """Write one evaluation as JSON with a final line end; per cent with two places, other numbers with four."""
    published: dict[str, list[dict[str, Any]]] = {}
    for row in evaluation.published:
        published.setdefault(row.score, []).append({"name": row.name, "value": row.value, "note": row.note})
    return (
        json.dumps(
            {
                "benchmark": evaluation.benchmark,
                "n": evaluation.n,
                "unit": evaluation.unit,
                "scores": {name: _plain(score) for name, score in evaluation.scores.items()},
                "intervals": {name: [_rounded(end) for end in ends] for name, ends in evaluation.intervals.items()},
                "baseline": {name: _plain(score) for name, score in evaluation.baseline.items()},
                "published": published,
                "notes": list(evaluation.notes),
                "version": VERSION,
            },
            indent=2,
            ensure_ascii=False,
        )
        + "\n"
    )


def _grid(evaluation: Evaluation) -> Table:
    grid = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    grid.add_column("score", no_wrap=True)
    columns = ["P", "R", "F1 or value", "95 %"]
    if evaluation.baseline:
        columns.append("baseline")
    for name in columns:
        grid.add_column(name, justify="right", no_wrap=True)
    if evaluation.published:
        grid.add_column("published", overflow="fold")
    for name in evaluation.scores:
        grid.add_row(*_row(evaluation, name))
    return grid


def _row(evaluation: Evaluation, name: str) -> list[str]:
    score = evaluation.scores[name]
    parts = (_number(score.precision), _number(score.recall)) if isinstance(score, Score) else ("", "")
    ends = evaluation.intervals.get(name)
    cells = [name, *parts, _main(score), f"{_number(ends[0])} to {_number(ends[1])}" if ends else ""]
    if evaluation.baseline:
        cells.append(_main(evaluation.baseline[name]) if name in evaluation.baseline else "")
    if evaluation.published:
        theirs = [row for row in evaluation.published if row.score == name]
        cells.append("; ".join(f"{row.name} {_number(row.value)}" for row in theirs))
    return cells


def _main(score: Score | float) -> str:
    return f"{score.f1:.1f}" if isinstance(score, Score) else _number(score)


def _number(value: float) -> str:
    if math.isnan(value):
        return NOT_KNOWN
    return f"{value:.3f}" if 0 < abs(value) < SMALL else f"{value:.1f}"


def _plain(score: Score | float) -> Any:
    if not isinstance(score, Score):
        return _rounded(score, 4)
    return {"precision": _rounded(score.precision), "recall": _rounded(score.recall), "f1": _rounded(score.f1)}


def _rounded(value: float, places: int = 2) -> float | None:
    return None if math.isnan(value) else round(value, places)
