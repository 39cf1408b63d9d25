"""``whowhom recode`` and ``whowhom diff``: a newer coder or codebook over a case, and what it changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from whowhom.cli.caseoptions import CaseArgument, ListFormat, WhoOption, who_or_user
from whowhom.cli.guard import DONE, DONE_WITH_FAILURES, counted, say
from whowhom.cli.lists import FormatOption, OutputOption
from whowhom.cli.options import CodebookOption, ConfigOption, DebugOption, MinScoreOption, QuietOption
from whowhom.settings import load_settings

if TYPE_CHECKING:
    from whowhom.casefile.recode import Recoding
    from whowhom.cli.batch import Outcome, Source
    from whowhom.settings import Settings

RECODE_EXAMPLES = """
\b
Examples:
  whowhom recode kotto.case
  whowhom recode kotto.case --codebook ours.toml --jobs 4
"""
DIFF_EXAMPLES = """
\b
Examples:
  whowhom diff kotto.case
  whowhom diff kotto.case --with "by hand" --format csv -o differences.csv
"""
Row = dict[str, Any]


def recode(
    case: CaseArgument,
    codebook: CodebookOption = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", metavar="N", help="Processes that code, 1 if not set.", show_default=False),
    ] = None,
    min_score: MinScoreOption = None,
    who: WhoOption = None,
    config: ConfigOption = None,
    quiet: QuietOption = False,
    debug: DebugOption = False,
) -> int:
    """Code all texts of a case anew with this version, these settings and this codebook.

    The old coding stays beside the new one. Decisions hold where what they stand on is coded again alike; the others
    wait in the queue. A run that was cut off can simply be started again.
    """
    from whowhom.casefile.case import open_case
    from whowhom.casefile.recode import Recoding
    from whowhom.cli.run import check_files
    from whowhom.pipeline.version import VERSION

    settings = load_settings(options={"codebook": codebook, "jobs": jobs, "min_score": min_score}, config=config)
    check_files(settings)
    with open_case(case) as opened:
        recoding = Recoding(opened, who_or_user(who), VERSION)
        try:
            _take_all(recoding, settings, quiet=quiet, debug=debug)
        finally:
            recoding.finish()
    return _finish(recoding, quiet=quiet)


def diff(
    case: CaseArgument,
    other: Annotated[
        str | None,
        typer.Option("--with", metavar="CODER", help="Compare with this coder instead of the program before."),
    ] = None,
    format_: FormatOption = ListFormat.table,
    output: OutputOption = None,
    debug: DebugOption = False,
) -> int:
    """List what the coding that counts says otherwise than the one before it, value by value."""
    from whowhom.casefile.case import open_case
    from whowhom.casefile.differences import list_differences
    from whowhom.cli.rows import write_rows

    with open_case(case, write=False) as opened, opened.reading() as connection:
        rows = list(list_differences(connection, other))
    if not rows and format_ == ListFormat.table:
        say("no text of the case was coded twice with another result.")
    shown = [_shown(row) for row in rows]
    write_rows(rows, form=format_.value, table=shown, output=output, inputs=[case])
    return DONE


def _take_all(recoding: Recoding, settings: Settings, *, quiet: bool, debug: bool) -> None:
    from whowhom.cli.batch import Tally, code_all
    from whowhom.cli.progress import ProgressBar
    from whowhom.cli.run import make_loader

    sources: Iterator[Source] = recoding.documents()
    outcomes: Iterator[Outcome] = code_all(sources, load=make_loader(settings), jobs=settings.jobs, debug=debug)
    bar = ProgressBar(total=None, shares_terminal=False, quiet=quiet)
    with bar:
        for outcome in outcomes:
            recoding.take(outcome)
            bar.show(Tally(coded=sum(recoding.counts.values()), failures=recoding.failures))


def _finish(recoding: Recoding, *, quiet: bool) -> int:
    counts = recoding.counts
    if not quiet:
        typer.echo(f"{counted(counts['recoded'], 'text')} recoded, {counts['kept']} had this coding already.")
        if counts["waiting"]:
            wait = counted(counts["waiting"], "decision waits", "decisions wait")
            typer.echo(f"{wait}, for the ground changed: see `whowhom queue`.")
    if not recoding.failures:
        return DONE
    from whowhom.cli.batch import Tally
    from whowhom.cli.progress import show_failures

    show_failures(Tally(coded=counts["recoded"] + counts["kept"], failures=recoding.failures))
    return DONE_WITH_FAILURES


def _shown(row: Row) -> Row:
    shown = {"report": row["report"], "event": row["event"], "words": row["words"], "change": row["change"]}
    return {**shown, "field": row["field"], "before": row["before"], "after": row["after"]}
