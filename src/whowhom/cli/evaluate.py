"""``whowhom evaluate``: the coder scored on labelled texts, or two coders compared."""

from __future__ import annotations

import contextlib
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from whowhom.cli.guard import DONE, say
from whowhom.cli.log import start_logging
from whowhom.cli.options import (
    CodebookOption,
    ConfigOption,
    DebugOption,
    MinScoreOption,
    QuietOption,
    VerboseOption,
)
from whowhom.errors import OutputError, UnreadableFile, UsageError
from whowhom.settings import Settings, load_settings

if TYPE_CHECKING:
    from whowhom.evaluate.results import Evaluation, Progress

COMPARED = "coding"  # The benchmark whose labels are codings, so that two coders can be compared.

EXAMPLES = """
\b
Examples:
  whowhom evaluate muc4 corpora/muc4 --json muc4.json
  whowhom evaluate ner wikigold.conll --predictions ours.conll
  whowhom evaluate coding corpus
  whowhom evaluate coding corpus --against theirs.jsonl
"""


def evaluate(
    benchmark: Annotated[
        str,
        typer.Argument(
            metavar="BENCHMARK",
            help="One of muc4, re3d, conllu, ner, factuality, coreference, timex, toponyms, attribution, coding.",
        ),
    ],
    path: Annotated[Path, typer.Argument(metavar="PATH", help="Its labelled data, as their makers publish them.")],
    json_: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write all figures as JSON.", show_default=False)
    ] = None,
    predictions: Annotated[
        Path | None,
        typer.Option(
            "--predictions",
            metavar="FILE",
            help="Write what was predicted, in the labelled data's own format; attribution: a folder.",
            show_default=False,
        ),
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(
            "--against",
            metavar="PATH",
            help="With coding: compare these codings of the same texts with PATH; nothing is coded.",
            show_default=False,
        ),
    ] = None,
    codebook: CodebookOption = None,
    min_score: MinScoreOption = None,
    config: ConfigOption = None,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
    debug: DebugOption = False,
) -> int:
    """Score the coder on labelled texts: precision, recall, F1, 95 % interval, a plain baseline, published figures.

    With --against, score one set of codings against another: agreement per field and Krippendorff's alpha.
    """
    start_logging(verbose=verbose)
    settings = load_settings(options={"codebook": codebook, "min_score": min_score}, config=config)
    _check(benchmark, path, against)
    if against is not None and predictions is not None:
        raise UsageError("--predictions needs a coder, and --against codes nothing. Leave one of them out.")
    from whowhom.cli.output import open_output

    folder = _folder(benchmark, predictions)
    file = None if folder is not None else predictions
    read = [path, against, settings.codebook]
    with (
        open_output(json_, inputs=[*read, predictions]) as figures,
        open_output(file, inputs=read) as predicted,
        _shown_progress(quiet) as progress,
    ):
        evaluation = _evaluate(benchmark, path, against, settings, progress)
        if json_ is not None:
            from whowhom.cli.evaluation_table import evaluation_json

            figures.write(evaluation_json(evaluation))
        if folder is not None:
            evaluation.predictions(folder)
        elif predictions is not None:
            predicted.write(_predictions(evaluation))
    if Path("-") not in (json_, predictions):
        _show(evaluation)
    if not quiet:
        for target in (json_, predictions):
            if target not in (None, Path("-")):
                say(f"wrote {str(target)!r}.")
    return DONE


def _check(benchmark: str, path: Path, against: Path | None) -> None:
    from whowhom.evaluate.benchmarks import BENCHMARKS

    if benchmark not in BENCHMARKS:
        raise UsageError(f"there is no benchmark {benchmark!r}. Choose one of {', '.join(BENCHMARKS)}.")
    if against is not None and benchmark != COMPARED:
        raise UsageError(f"--against compares two sets of codings; {benchmark!r} has none. Use `evaluate {COMPARED}`.")
    for given in (path, against):
        if given is not None and not given.exists():
            expected = BENCHMARKS[benchmark].path_help
            raise UnreadableFile(f"{str(given)!r} does not exist. Expected: {expected}.", where=str(given))


def _folder(benchmark: str, predictions: Path | None) -> Path | None:
    """Make the folder for predictions that are several files; None where they are one file."""
    from whowhom.evaluate.benchmarks import BENCHMARKS

    if predictions is None or not BENCHMARKS[benchmark].folder:
        return None
    if predictions == Path("-"):
        raise UsageError(f"the predictions of {benchmark!r} are several files. Give --predictions a folder, not -.")
    try:
        predictions.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot write into {str(predictions)!r}: {error.strerror}. Give a folder.") from error
    return predictions


def _evaluate(benchmark: str, path: Path, against: Path | None, settings: Settings, progress: Progress) -> Evaluation:
    from whowhom.cli.run import check_files
    from whowhom.evaluate.benchmarks import BENCHMARKS
    from whowhom.evaluate.coding import compare
    from whowhom.pipeline import Pipeline

    if against is not None:
        return compare(path, against)
    check_files(settings)
    pipeline = Pipeline.load(
        codebook=settings.codebook,
        registry=settings.registry,
        gazetteer=settings.gazetteer,
        min_score=settings.min_score,
    )
    return BENCHMARKS[benchmark].run(path, pipeline, progress)


def _predictions(evaluation: Evaluation) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "predictions"
        evaluation.predictions(path)
        return path.read_text(encoding="utf-8")


def _show(evaluation: Evaluation) -> None:
    from whowhom.cli.evaluation_table import render_evaluation
    from whowhom.cli.output import open_output

    with open_output(None, for_reading=True) as screen:
        screen.write(render_evaluation(evaluation))


@contextlib.contextmanager
def _shown_progress(quiet: bool) -> Iterator[Progress]:
    """Give a progress function: a bar on a terminal, else one that says nothing."""
    if quiet or not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
