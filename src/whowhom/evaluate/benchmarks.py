"""The table of benchmarks: a name, what its path must hold, and what runs it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from whowhom.evaluate.results import Evaluation, Progress
from whowhom.pipeline import Pipeline


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One benchmark.

    Attributes:
        path_help: What PATH must be, for messages and docs.
        summary: What it scores, in one line.
        run: Codes the texts under a path and scores the result.
    """

    name: str
    path_help: str
    summary: str
    run: Callable[[Path, Pipeline, Progress], Evaluation]


# One line each; the module of a benchmark exposes `run`.
_ALL: tuple[Benchmark, ...] = ()

BENCHMARKS: dict[str, Benchmark] = {benchmark.name: benchmark for benchmark in _ALL}
