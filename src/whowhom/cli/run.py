"""One run of ``whowhom code``: from sources to written results and an exit code.

In: what the command was asked for, its settings and the options of reading. Out: results on
the target, failures on standard error and in the failure report, an exit code.

What one would get wrong: targets are opened before anything is read, so that a run of hours
does not end in "cannot be written".
"""

from __future__ import annotations

import functools
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from whowhom.cli.batch import INTERNAL_CODE, Coder, Tally, code_all
from whowhom.cli.guard import BAD_INPUT, DONE, DONE_WITH_FAILURES, OUR_FAULT, say
from whowhom.cli.output import STDOUT, Output, open_output
from whowhom.cli.progress import ProgressBar, show_failures
from whowhom.errors import SettingsError, UsageError
from whowhom.records import Document
from whowhom.settings import Settings

if TYPE_CHECKING:
    from whowhom.cli.batch import Outcome, Source
    from whowhom.cli.render import Render
    from whowhom.ingest import IngestOptions

MANY_IN_ONE = {".jsonl", ".csv", ".json"}  # Suffixes of files whose number of reports is not known beforehand.


@dataclass(frozen=True, slots=True)
class Request:
    """What a run of ``whowhom code`` was asked for beside its settings."""

    paths: tuple[str, ...]
    output: Path | None
    fail_report: Path | None
    explain: bool
    quiet: bool
    debug: bool
    coder: str | None = None
    view: str = "events"


def run(request: Request, settings: Settings, options: IngestOptions) -> int:
    """Read, code and write; return the exit code.

    Raises:
        WhowhomError: nothing can be read, coded or written at all; what is
            wrong with one report of many is a row of the failure report.
    """
    from whowhom.ingest import read_sources

    check_files(settings)
    targets = [path for path in (request.output, request.fail_report) if path is not None]
    read: list[Path | str] = [*request.paths, *files_of(settings)]
    if len(targets) == 2 and STDOUT not in targets and len({os.path.realpath(path) for path in targets}) == 1:
        raise UsageError(f"--output and --fail-report are both {str(targets[0])!r}. Give each a name of its own.")
    tally = Tally()
    with (
        open_output(
            request.output, keep=settings.format == "jsonl", for_reading=settings.format == "table", inputs=read
        ) as results,
        open_output(request.fail_report, inputs=read) as failed,
    ):
        sources = read_sources(request.paths, options=options, stdin=standard_input())
        kept = _without_own_output(sources, targets)
        load = make_loader(settings) if request.coder is None else functools.partial(load_outer_coder, request.coder)
        outcomes = code_all(kept, load=load, jobs=settings.jobs, debug=request.debug)
        try:
            _write_results(outcomes, tally, request, settings, results)
        finally:
            if request.fail_report is not None:  # Without failures too: an old report must not stand.
                _write_failures(failed, tally)
    return _finish(tally, settings, quiet=request.quiet)


def standard_input() -> BinaryIO | None:
    """Give standard input as bytes; None where the caller closed it."""
    return sys.stdin.buffer if sys.stdin is not None else None


def make_loader(settings: Settings) -> functools.partial[Coder]:
    """Bind the settings of the pipeline, so that worker processes can load their own."""
    return functools.partial(
        load_pipeline,
        codebook=settings.codebook,
        registry=settings.registry,
        gazetteer=settings.gazetteer,
        min_score=settings.min_score,
    )


def load_pipeline(
    *, codebook: Path | None, registry: tuple[Path, ...], gazetteer: Path | None = None, min_score: float
) -> Coder:
    """Load the pipeline; a function of this module, so that worker processes can be told of it."""
    from whowhom.pipeline import Pipeline

    coder: Coder = Pipeline.load(codebook=codebook, registry=registry, gazetteer=gazetteer, min_score=min_score)
    return coder


def load_outer_coder(name: str) -> Coder:
    """Load a coder of another package; a function of this module, so that worker processes can be told of it."""
    from whowhom.pipeline.coders import load_coder

    return load_coder(name)


def files_of(settings: Settings) -> list[Path]:
    """Give the files that the settings name, which a run reads and must not write to."""
    return [path for path in (settings.codebook, *settings.registry, settings.gazetteer) if path is not None]


def check_files(settings: Settings) -> None:
    """Refuse settings that name files which are not there."""
    named = {
        "codebook": (settings.codebook,),
        "registry": settings.registry,
        "gazetteer": (settings.gazetteer,),
    }
    for key, files in named.items():
        for path in files:
            if path is not None and not path.is_file():
                raise SettingsError(f"{settings.origins[key]}: {key} {str(path)!r} is no file. Give the path of one.")


def _write_results(
    outcomes: Iterable[Outcome], tally: Tally, request: Request, settings: Settings, target: Output
) -> None:
    is_terminal = target.path is None and sys.stdout.isatty()
    bar = ProgressBar(total=_count(request.paths), shares_terminal=is_terminal, quiet=request.quiet)
    render = _choose_render(settings, explain=request.explain, is_terminal=is_terminal, view=request.view)

    def counted() -> Iterator[Outcome]:
        for outcome in outcomes:
            tally.count(outcome)
            bar.show(tally)
            yield outcome

    try:
        with bar:
            for piece in render(counted()):
                bar.step_aside()
                target.write(piece)
                bar.step_back()
    except KeyboardInterrupt:
        if target.keeps and tally.coded:
            say(f"{tally.coded} coded before the interruption; they are kept.")
        raise


def _choose_render(settings: Settings, *, explain: bool, is_terminal: bool, view: str) -> Render:
    from whowhom.cli import render

    if settings.format != "table" and view != "events":
        raise UsageError(
            f"--view {view} shows a table, but the format is {settings.format!r}. Leave --view out: JSON holds every "
            "view of a coding, CSV its events."
        )

    if settings.format == "csv" and explain:
        raise UsageError(
            "--explain shows a table, but the format is 'csv'. Take --format table, or json, which holds the words and "
            "offsets of every value."
        )
    if settings.format != "table":
        return {"json": render.json_pieces, "jsonl": render.jsonl_pieces, "csv": render.csv_pieces}[settings.format]
    from whowhom.cli.table import MAX_WIDTH, render_table

    is_coloured = is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    one = functools.partial(
        render_table,
        width=shutil.get_terminal_size((MAX_WIDTH, 24)).columns,
        colour=is_coloured,
        explain=explain,
        min_score=settings.min_score,
        view=view,
    )
    return functools.partial(render.table_pieces, one=one)


def _without_own_output(sources: Iterable[Source], targets: list[Path]) -> Iterator[Source]:
    # A folder being read may hold what an earlier run wrote into it.
    own = [
        re.compile(re.escape(os.path.realpath(path)) + r"(?:[:#].*)?", re.DOTALL) for path in targets if path != STDOUT
    ]
    told: set[str] = set()
    for source in sources:
        name = source.publication.path if isinstance(source, Document) else source.where
        path = os.path.realpath(name) if name else ""
        match = next((pattern for pattern in own if pattern.fullmatch(path)), None)
        if match is None:
            yield source
        elif match.pattern not in told:
            told.add(match.pattern)
            say("the output lies in a folder being read; it was not read as a report.")


def _count(paths: tuple[str, ...]) -> int | None:
    files = [Path(path) for path in paths]
    if any(path.is_dir() or path.suffix.lower() in MANY_IN_ONE or path == STDOUT for path in files):
        return None
    return len(files)


def _write_failures(target: Output, tally: Tally) -> None:
    from whowhom.cli.csv_rows import failure_rows

    target.write(failure_rows([(row.where, row.code, row.message) for row in tally.failures]))


def _finish(tally: Tally, settings: Settings, *, quiet: bool) -> int:
    """Tell what failed and choose the exit code."""
    if tally.failures:
        show_failures(tally)
    elif not tally.total:
        say("there was no report to read. Give files, folders or - for standard input.")
        return BAD_INPUT
    if tally.eventless and settings.format == "csv" and not quiet:
        say(f"{tally.eventless} of {tally.coded} coded reports hold no event; they have no row.")
    if not tally.failures:
        return DONE
    if not tally.coded:
        return OUR_FAULT if any(row.code == INTERNAL_CODE for row in tally.failures) else BAD_INPUT
    share = len(tally.failures) / tally.total
    if share > settings.max_failure_share:
        say(f"{share:.0%} of the reports failed, more than max_failure_share {settings.max_failure_share:.0%} allows.")
        return BAD_INPUT
    return DONE_WITH_FAILURES
