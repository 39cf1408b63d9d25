"""The quality gate: figures on tuning data, held against floors that only go up.

    python -m tools.gate                     the full gate; some minutes
    python -m tools.gate --share 0.1         the quick one, on a tenth of the large sets
    python -m tools.gate --raise             take over what is new or better
    python -m tools.gate --lower NAME --reason TEXT

NAME is a figure (muc4.gtt) or a benchmark (coding), whose data may have changed. The corpora are looked for at
WHOWHOM_CORPORA, by default ../shared/corpora beside the checkout; where there are none the gate says that it did not
run and ends with 0.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tools.gate_data import LAYING, Part, digest_tree
from tools.gate_floors import Floors, Row, hold, lower_floor, raise_floors, read_floors, write_floors

from whowhom.evaluate.benchmarks import BENCHMARKS
from whowhom.evaluate.results import Evaluation, Score
from whowhom.pipeline import Pipeline

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ROOT / "tools" / "gate.toml"
CORPORA_VARIABLE = "WHOWHOM_CORPORA"
QUICK_SHARE = 0.1  # The only share that has floors, beside all of it.

_FIELDS = ("participants", "places", "dates", "tolls", "sources", "cues")
_FACTS = ("polarity", "certainty", "stage")
# What is gated of each benchmark; F1 where a score has one.
FIGURES: dict[str, tuple[str, ...]] = {
    "muc4": ("ceaf_ree", "gtt", "type", "toll", "confidence"),
    "re3d": ("entities", "ties", "sign"),
    "conllu": ("upos", "uas", "las"),
    "ner": ("micro",),
    "factuality": ("r", "mae"),
    "coreference": ("conll", "pairwise", "topic.conll", "checked.conll", "own.conll"),
    "timex": ("value_f1", "type_f1", "span_f1"),
    "toponyms": ("within_161km", "country", "span_f1", "end_to_end_f1"),
    "coding": ("events", "type", "mode", "acled", *_FIELDS, *_FACTS, "participants_end_to_end", "tolls_end_to_end"),
    "snippets": ("events", "type", "mode", "acled", *_FIELDS, "participants_end_to_end", "tolls_end_to_end"),
    "web_names": ("micro",),
    "attribution": ("content_source", "content_source_exact"),
    "labels": ("events", "type", "acled", *_FIELDS, "participants_end_to_end", "tolls_end_to_end", "calibration_error"),
}
# Labels over real reports and snippets are codings too.
SAME_BENCHMARK = {"labels": "coding", "snippets": "coding", "web_names": "ner"}


def run_benchmarks(names: Sequence[str], part: Part, say: Callable[[str], object]) -> tuple[dict, dict, str]:
    """Run benchmarks on their tuning data; give figures, digests of the data and the digest of the weights."""
    pipeline = Pipeline.load()
    figures: dict[str, float] = {}
    data: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            path = LAYING[name](part, Path(folder) / name)
            data[name] = digest_tree(path)
            began = time.monotonic()
            evaluation = BENCHMARKS[SAME_BENCHMARK.get(name, name)].run(path, pipeline, lambda done, total: None)
            say(f"{name}: {evaluation.n} {evaluation.unit}, {time.monotonic() - began:.0f} s")
            figures |= {f"{name}.{score}": value for score, value in pick(evaluation, FIGURES[name]).items()}
    return figures, data, pipeline.reader.network.digest


def pick(evaluation: Evaluation, names: Sequence[str]) -> dict[str, float]:
    """Take the figures that are gated; one that the evaluation lacks is left out and so found missing."""
    found = {name: evaluation.scores[name] for name in names if name in evaluation.scores}
    return {name: score.f1 if isinstance(score, Score) else score for name, score in found.items()}


def lower(floors: Floors, mode: str, rows: list[Row], names: Sequence[str], reason: str, data: dict) -> list[Row]:
    """Lower the floors that were named; a name that fits no figure is an error."""
    for name in names:
        if not any(name in (row.name, row.name.partition(".")[0]) for row in rows):
            raise SystemExit(f"--lower {name}: no such figure or benchmark was measured.")
    return [
        lower_floor(floors, mode, row, reason, data) if {row.name, row.name.partition(".")[0]} & set(names) else row
        for row in rows
    ]


def show(rows: Sequence[Row], say: Callable[[str], object]) -> None:
    """Print the table."""
    width = max(len(row.name) for row in rows)
    say(f"\n{'figure':{width}}  {'floor':>8}  {'measured':>8}  status")
    for row in rows:
        floor, measured = ("–" if value is None else f"{value:g}" for value in (row.floor, row.measured))
        say(f"{row.name:{width}}  {floor:>8}  {measured:>8}  {row.status}")


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--share", type=float, choices=(QUICK_SHARE, 1.0), default=1.0)
    parser.add_argument("--only", action="append", choices=sorted(LAYING), help="run these benchmarks only")
    parser.add_argument("--raise", dest="raises", action="store_true", help="raise floors to what is new or better")
    parser.add_argument("--lower", action="append", default=[], metavar="NAME")
    parser.add_argument("--reason", default="")
    given = parser.parse_args(arguments)
    if given.lower and not given.reason.strip():
        parser.error("--lower needs --reason: a floor goes down only with a reason that is kept.")
    return given


def main(arguments: Sequence[str] | None = None, *, path: Path = FLOORS, say: Callable[[str], object] = print) -> int:
    """Run the gate; 1 where a figure is below its floor."""
    given = parse(arguments)
    corpora = Path(os.environ.get(CORPORA_VARIABLE) or ROOT.parent / "shared" / "corpora")
    if not corpora.is_dir():
        say(f"The quality gate did not run: there is no folder {str(corpora)!r} (see {CORPORA_VARIABLE}).")
        return 0
    os.environ[CORPORA_VARIABLE] = str(corpora)  # Labels over real reports read their texts there.
    mode = "full" if given.share == 1.0 else "quick"
    floors = read_floors(path)
    names = [name for name in LAYING if not given.only or name in given.only]
    figures, data, weights = run_benchmarks(names, Part(corpora, given.share), say)
    if weights != floors.modes[mode].weights:
        say("Other weights than those the floors were last set with.")
    rows = hold(floors.modes[mode], floors.epsilon[mode], figures, data)
    rows = lower(floors, mode, rows, given.lower, given.reason, data)
    show(rows, say)
    return finish(floors, mode, rows, weights, data, path=path, raises=given.raises, lowers=bool(given.lower), say=say)


def finish(
    floors: Floors,
    mode: str,
    rows: list[Row],
    weights: str,
    data: dict,
    *,
    path: Path,
    raises: bool,
    lowers: bool,
    say: Callable[[str], object],
) -> int:
    """Write what may be written and choose the exit code; nothing is written where a figure fails."""
    faults = [row.name for row in rows if row.is_fault]
    if faults:
        say(f"\nThe quality gate failed: {', '.join(faults)}. Mend it, or --lower NAME --reason TEXT.")
        return 1
    taken = raise_floors(floors.modes[mode], rows, data) if raises else []
    if taken or lowers:
        floors.modes[mode].weights = weights
        write_floors(floors, path)
        say(f"\n{len(taken)} floors raised; {path.name} is written.")
    waiting = [row.name for row in rows if row.status in ("better", "new")]
    if waiting and not raises:
        say(f"\nPassed. {len(waiting)} figures are new or better; --raise takes them over.")
    else:
        say("\nPassed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
