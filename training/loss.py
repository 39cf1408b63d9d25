"""What integers cost: a run's weights as they ship against the same weights in fp32, task by task.

In: a run's folder with ``last.pt``. Its graphs are written to a temporary folder once as traced and once as shipped, and
each reads the tuning sets of the quality gate through ``whowhom evaluate``. Out: a table; and a file of results, from
which a second call goes on.

What one would get wrong: integers change a reading here and there, for better or worse; on a small set a point either
way is chance. Half of each figure's 95 % interval stands beside it.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from tools.gate import CORPORA_VARIABLE, SAME_BENCHMARK
from tools.gate_data import LAYING, Part, digest_tree

import whowhom
from training import export
from training.model import Reader as Model
from training.paths import Paths
from whowhom.evaluate.benchmarks import BENCHMARKS
from whowhom.evaluate.results import Evaluation, Score
from whowhom.pipeline import Pipeline
from whowhom.reading.lemmas import lemmatize
from whowhom.reading.network import load_network
from whowhom.reading.reader import Reader

# Points that a task may lose before a head or its layers stay in higher precision.
MOST_LOSS = 0.5
# How weights may be written: which graphs compute their products in integers, and whether large tables and heads are
# stored small. The first is the measure, the second ships, the others tell what costs.
VARIANTS: dict[str, tuple[tuple[str, ...], bool]] = {
    "fp32": ((), False),
    "shipped": (("lower", "upper", "relations"), True),
    "integers": (("lower", "upper", "relations"), False),
    "small": ((), True),
    "lower": (("lower",), True),
    "upper": (("upper",), True),
}
# Log-odds that a head which the run never trained gives to "nothing".
SILENCE = 20.0
_BESIDE = ("ties", "statements", "forecasts", "estimates")
_CODING = ("events", "type", "mode", "polarity", "certainty", "stage", "participants", "places", "dates", "tolls")
_CODING += ("sources", "cues", "participants_end_to_end", "tolls_end_to_end", *_BESIDE)
TASKS: dict[str, tuple[str, ...]] = {
    "ner": ("micro",),
    "re3d": ("entities", "ties", "sign"),
    "asides": _BESIDE,
    "own": _CODING,
    "coding": _CODING,
    "labels": _CODING,
    "attribution": ("content_source", "content_source_exact"),
    "factuality": ("r",),
    "conllu": ("las", "uas", "upos", "las_gold", "uas_gold", "upos_gold"),
    "muc4": ("ceaf_ree", "gtt", "type"),
}
# What `whowhom evaluate` calls them, where it is not the same.
_BENCHMARKS = {**SAME_BENCHMARK, "asides": "coding", "own": "coding"}
# Our held-out documents, written and real ones together, are in "own"; apart they are measured when asked for.
_ASKED_FOR = ("coding", "labels")
# A correlation is shown in hundredths, as points.
_HUNDREDTHS = ("factuality.r",)

Result = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """One figure by variant, in points, with half of its 95 % interval."""

    name: str
    n: str
    figures: dict[str, float]
    margin: float | None

    @property
    def loss(self) -> float | None:
        """Points that the shipped form loses; None unless both were measured."""
        if not {"fp32", "shipped"} <= self.figures.keys():
            return None
        return round(self.figures["fp32"] - self.figures["shipped"], 1) + 0.0


def run_loss(
    paths: Paths, run: Path, *, only: Sequence[str] | None, also: Sequence[str], share: float, results: Path
) -> None:
    """Measure and print the table; ends with 1 where a task loses more than ``MOST_LOSS``."""
    if unknown := set(only or ()) - set(TASKS):
        raise SystemExit(f"--only {', '.join(sorted(unknown))}: no such task; there are {', '.join(TASKS)}.")
    os.environ[CORPORA_VARIABLE] = str(paths.corpora)  # Labels over real reports read their texts there.
    variants = ("fp32", "shipped", *also)
    rows = measure_loss(
        paths,
        run,
        results,
        tasks=only or [name for name in TASKS if name not in _ASKED_FOR],
        variants=variants,
        share=share,
    )
    show(rows)
    if worse := [row.name for row in rows if row.loss is not None and row.loss > MOST_LOSS]:
        raise SystemExit(f"More than {MOST_LOSS} points lost: {', '.join(worse)}.")


def measure_loss(
    paths: Paths, run: Path, file: Path, *, tasks: Sequence[str], variants: Sequence[str], share: float
) -> list[Row]:
    """Measure what is not in the file of results yet; give the rows of all that was asked for.

    Args:
        tasks: Names of ``TASKS``.
        variants: Names of ``VARIANTS``.
        share: How much of the large sets, 0-1.
    """
    results: dict[str, Result] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    pipeline, code = Pipeline.load(threads=1), code_digest()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        readers = {variant: write_reader(paths, run, folder / variant, *VARIANTS[variant]) for variant in variants}
        for task in tasks:
            part = Part(paths.corpora, share, paths.own)
            ours = {"own": paths.own, "asides": paths.own / "asides"}
            path = ours[task] if task in ours else LAYING[task](part, folder / "data" / task)
            found: dict[str, Result] = {}
            for variant, reader in readers.items():
                # Other data, weights or code are another measurement.
                key = f"{task} {digest_tree(path)[:12]} {reader.network.digest[:12]} {code[:12]}"
                if key not in results:
                    results[key] = evaluate_task(task, path, replace(pipeline, reader=reader))
                    file.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
                found[variant] = results[key]
            rows += rows_of(task, found)
    return rows


def write_reader(paths: Paths, run: Path, out: Path, integers: tuple[str, ...], small: bool) -> Reader:
    """Write a run's graphs as the exporter does, or with less of its rounding, and load them."""
    state = torch.load(run / "last.pt", map_location="cpu", weights_only=False)
    model = load_model(state)
    out.mkdir(parents=True)
    with rounding(integers=integers, small=small):
        for name, graph in export.graphs(model).items():
            (out / f"{name}.onnx").write_bytes(graph.SerializeToString())
    (out / "tokenizer.json").write_text(paths.tokenizer().to_str(), encoding="utf-8")
    manifest = {"labels": export.output_labels(state), "lexicon": sorted(state["lexicon"])}
    (out / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return Reader(load_network(out, threads=1), lemmatize)


def load_model(state: Result) -> Model:
    """Load a run's model; heads that came after the run say nothing."""
    model = Model(len(state["xpos"]), len(state["deprels"]))
    absent = set(model.load_state_dict(state["model"], strict=False).missing_keys)
    with torch.no_grad():
        for name, head in model.word_heads.items():
            if f"word_heads.{name}.weight" in absent:
                head.weight.zero_()
                head.bias.zero_()
                head.bias[0] = SILENCE
        if "ties.kinds.bias" in absent:
            model.ties.kinds.bias[0] += SILENCE
    return model.eval()


@contextmanager
def rounding(*, integers: tuple[str, ...], small: bool) -> Iterator[None]:
    """Let the exporter compute in integers in these graphs only, and leave out its small tables if told so."""
    kept = export.integer_products, export.store_small, export.without_mask

    def some_products(graph: Any) -> Any:
        return kept[0](graph) if _part(graph) in integers else graph

    def some_masks(graph: Any) -> Any:
        # Without its mask a graph of plain products would be put together otherwise.
        return kept[2](graph) if _part(graph) in integers else graph

    export.integer_products, export.without_mask = some_products, some_masks
    if not small:
        export.store_small = _as_traced
    try:
        yield
    finally:
        export.integer_products, export.store_small, export.without_mask = kept


def _as_traced(graph: Any) -> Any:
    return graph


def _part(graph: Any) -> str:
    """Tell the graphs with products in integers apart: the lower one reads pieces, that of relations words and heads."""
    names = {given.name for given in graph.graph.input}
    return "lower" if "ids" in names else "relations" if "dep" in names else "upper"


def evaluate_task(task: str, path: Path, pipeline: Pipeline) -> Result:
    """Run a benchmark and keep what the table shows of it."""
    began = time.monotonic()
    evaluation = BENCHMARKS[_BENCHMARKS.get(task, task)].run(path, pipeline, _quiet)
    print(f"{task}: {time.monotonic() - began:.0f} s", file=sys.stderr)
    return {
        "n": f"{evaluation.n:,} {evaluation.unit}",
        "figures": {name: _figure(evaluation, name) for name in TASKS[task] if name in evaluation.scores},
        "intervals": {name: evaluation.intervals[name] for name in TASKS[task] if name in evaluation.intervals},
    }


def _quiet(done: int, total: int) -> None:
    """Say nothing between."""


def _figure(evaluation: Evaluation, name: str) -> float:
    score = evaluation.scores[name]
    return score.f1 if isinstance(score, Score) else score


def rows_of(task: str, found: dict[str, Result]) -> list[Row]:
    """Lay the variants of one task side by side."""
    rows = []
    first = next(iter(found.values()))
    for score in first["figures"]:
        name = f"{task}.{score}"
        unit = 100.0 if name in _HUNDREDTHS else 1.0
        figures = {variant: round(unit * result["figures"][score], 1) for variant, result in found.items()}
        low, high = first["intervals"].get(score, (None, None))
        margin = None if low is None else round(unit * (high - low) / 2, 1)
        rows.append(Row(name, first["n"], figures, margin))
    return rows


def show(rows: Sequence[Row], say: Callable[[str], object] = print) -> None:
    """Print the table in Markdown; a loss above ``MOST_LOSS`` is marked."""
    variants = list(rows[0].figures) if rows else []
    say(f"| task | n | {' | '.join(variants)} | loss | ± |")
    say("|---" * (len(variants) + 4) + "|")
    for row in rows:
        mark = " !" if row.loss is not None and row.loss > MOST_LOSS else ""
        loss = "–" if row.loss is None else f"{row.loss:.1f}{mark}"
        margin = "–" if row.margin is None else f"{row.margin:.1f}"
        figures = " | ".join(f"{value:.1f}" for value in row.figures.values())
        say(f"| {row.name} | {row.n} | {figures} | {loss} | {margin} |")


def code_digest() -> str:
    """Digest the package's own code and tables: with other rules the same weights give other figures."""
    root = Path(whowhom.__file__).parent
    files = sorted(
        path
        for path in root.rglob("*")
        if path.suffix in (".py", ".toml", ".json", ".npz") and "weights" not in path.parts
    )
    return hashlib.sha256("".join(hashlib.sha256(path.read_bytes()).hexdigest() for path in files).encode()).hexdigest()
