"""One run of ``whowhom add``: from sources to rows of a case and an exit code.

In: what the command was asked for, its settings and the options of reading. Out: a changed
case, one line of counts on standard output, failures on standard error and in the report.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from whowhom.cli.batch import INTERNAL_CODE, Tally, code_all
from whowhom.cli.csv_rows import failure_rows
from whowhom.cli.guard import BAD_INPUT, DONE, DONE_WITH_FAILURES, OUR_FAULT, counted, say
from whowhom.cli.output import Output, open_output
from whowhom.cli.progress import ProgressBar, show_failures
from whowhom.cli.run import check_files, files_of, make_loader, standard_input
from whowhom.ingest import Failure, read_sources
from whowhom.pipeline.version import VERSION
from whowhom.settings import Settings

if TYPE_CHECKING:
    from whowhom.casefile.case import Case
    from whowhom.casefile.intake import Intake
    from whowhom.cli.batch import Source
    from whowhom.ingest import IngestOptions

NOTHING = "there was no report to read. Give files, folders or - for standard input."
SHOWN = ("new", "corrected", "copy", "outlet", "older version", "known")
LABELS = {
    "new": "new",
    "corrected": "corrected",
    "copy": "near copies",
    "outlet": "known texts from another outlet",
    "older version": "older versions",
    "known": "known before",
}


@dataclass(frozen=True, slots=True)
class AddRequest:
    """What a run of ``whowhom add`` was asked for beside its settings."""

    case: str
    paths: tuple[str, ...]
    sources: Path | None
    fail_report: Path | None
    who: str
    quiet: bool
    debug: bool


def run_add(request: AddRequest, settings: Settings, options: IngestOptions) -> int:
    """Read, code and store; return the exit code.

    Raises:
        WhowhomError: the case cannot be opened or written, or nothing can be
            coded at all; what is wrong with one report is a row of the failure report.
    """
    from whowhom.casefile.case import open_case
    from whowhom.casefile.intake import Intake

    check_files(settings)
    read = [request.case, *request.paths, request.sources, *files_of(settings)]
    with open_output(request.fail_report, inputs=read) as failed:
        sources = _without_case(read_sources(request.paths, options=options, stdin=standard_input()), request.case)
        head: list[Source] = []
        if _is_new(request.case):
            head = list(_up_to_a_report(sources))
            if not head or isinstance(head[-1], Failure):  # No case is made for nothing.
                return _finish_unread([row for row in head if isinstance(row, Failure)], request, failed)
        with open_case(request.case, create=True) as case:
            _put_sources(case, request.sources)
            intake = Intake(case, request.who, VERSION)
            try:
                _take_all(intake, itertools.chain(head, sources), request, settings)
            finally:
                _write_failures(intake.failures, request, failed)
            return _finish(intake, settings, quiet=request.quiet)


def _is_new(case: str) -> bool:
    return "://" not in case and not Path(case).exists()


def _up_to_a_report(sources: Iterator[Source]) -> Iterator[Source]:
    """Give sources up to the first that could be read; the rest stays in the iterator."""
    for source in sources:
        yield source
        if not isinstance(source, Failure):
            return


def _write_failures(failures: list[Failure], request: AddRequest, target: Output) -> None:
    if request.fail_report is not None:
        target.write(failure_rows([(row.where, row.code, row.message) for row in failures]))


def _finish_unread(failures: list[Failure], request: AddRequest, target: Output) -> int:
    _write_failures(failures, request, target)
    if failures:
        show_failures(Tally(failures=failures))
    else:
        say(NOTHING)
    return BAD_INPUT


def _put_sources(case: Case, path: Path | None) -> None:
    if path is None:
        return
    from whowhom.casefile.sources import put_sources, read_sources_file

    listed = read_sources_file(path)
    with case.writing() as connection:
        put_sources(connection, listed)


def _take_all(intake: Intake, sources: Iterable[Source], request: AddRequest, settings: Settings) -> None:
    outcomes = code_all(intake.screen(sources), load=make_loader(settings), jobs=settings.jobs, debug=request.debug)
    bar = ProgressBar(total=_count(request.paths), shares_terminal=False, quiet=request.quiet)
    try:
        with bar:
            for outcome in outcomes:
                intake.take(outcome)
                bar.show(Tally(coded=intake.met - len(intake.failures), failures=intake.failures))
    finally:
        intake.finish()


def _without_case(sources: Iterator[Source], case: str) -> Iterator[Source]:
    # The case may lie in the folder of its reports, with its log beside it.
    own = {os.path.realpath(f"{case}{suffix}") for suffix in ("", "-wal", "-shm", "-journal")}
    for source in sources:
        if not isinstance(source, Failure) or os.path.realpath(source.where) not in own:
            yield source


def _count(paths: tuple[str, ...]) -> int | None:
    return len(paths) if all(Path(path).suffix.lower() in (".txt", ".md", ".html", ".pdf") for path in paths) else None


def _finish(intake: Intake, settings: Settings, *, quiet: bool) -> int:
    stored = intake.met - len(intake.failures)
    if stored and not quiet:
        told = ", ".join(f"{intake.counts[what]} {LABELS[what]}" for what in SHOWN if intake.counts[what])
        typer.echo(f"{counted(stored, 'report')}: {told}; {counted(intake.counts['events'], 'event mention')} added.")
    tally = Tally(coded=stored, failures=intake.failures)
    if not intake.failures:
        if not stored:
            say(NOTHING)
            return BAD_INPUT
        return DONE
    show_failures(tally)
    if not stored:
        return OUR_FAULT if any(row.code == INTERNAL_CODE for row in intake.failures) else BAD_INPUT
    share = len(intake.failures) / tally.total
    if share > settings.max_failure_share:
        say(f"{share:.0%} of the reports failed, more than max_failure_share {settings.max_failure_share:.0%} allows.")
        return BAD_INPUT
    return DONE_WITH_FAILURES
