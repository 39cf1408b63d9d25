"""``whowhom gazetteer build``: a gazetteer of every village, from a dump of GeoNames."""

from __future__ import annotations

import sys
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Annotated, Self

import typer

from whowhom.cli.guard import DONE, DONE_WITH_FAILURES, say
from whowhom.cli.options import DebugOption, QuietOption

if TYPE_CHECKING:
    from rich.progress import Progress

EXAMPLES = """
\b
Examples:
  whowhom gazetteer build AF.zip -o afghanistan.sqlite
  whowhom gazetteer build allCountries.zip --alternate-names alternateNamesV2.zip -o world.sqlite
  echo 'gazetteer = "world.sqlite"' >> whowhom.toml
"""


def build(
    dump: Annotated[
        Path, typer.Argument(metavar="DUMP", help="allCountries or one country's file of GeoNames, .txt or .zip.")
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="The gazetteer; else the dump's name with .sqlite."),
    ] = None,
    alternate_names: Annotated[
        Path | None,
        typer.Option("--alternate-names", metavar="FILE", help="alternateNamesV2, .txt or .zip.", show_default=False),
    ] = None,
    admin1: Annotated[
        Path | None,
        typer.Option("--admin1", metavar="FILE", help="admin1CodesASCII.txt: names of areas.", show_default=False),
    ] = None,
    admin2: Annotated[
        Path | None,
        typer.Option("--admin2", metavar="FILE", help="admin2Codes.txt: names of areas.", show_default=False),
    ] = None,
    alone: Annotated[
        bool, typer.Option("--alone", help="No towns and areas of the shipped gazetteer, only those of the dump.")
    ] = False,
    quiet: QuietOption = False,
    debug: DebugOption = False,
) -> int:
    """Make a gazetteer from a dump of GeoNames, for those who want every village.

    It holds the places of the shipped gazetteer and those of the dump. Name it in whowhom.toml: gazetteer = "FILE".
    Lines that are no rows are listed with their numbers; the command then ends with 1.
    """
    from whowhom.cli.output import refuse_overwriting
    from whowhom.gazetteer.build import DumpFiles, build_gazetteer

    out = output or Path(f"{dump.name.split('.')[0]}.sqlite")
    refuse_overwriting(out, [dump, alternate_names, admin1, admin2], replaces_databases=True)
    files = DumpFiles(dump, alternate_names, admin1, admin2)
    with _Bar(quiet=quiet) as bar:
        report = build_gazetteer(files, out, alone=alone, progress=bar.show)
    taken = ", ".join(f"{count} {name}" for name, count in sorted(report.taken.items())) or "none"
    typer.echo(f"{out}: {report.places} places under {report.names} names, digest {report.digest[:12]}")
    typer.echo(f"new from {dump.name}: {taken}; known before: {report.known}")
    if not report.faults.count:
        return DONE
    for fault in report.faults.told:
        say(fault)
    more = report.faults.count - len(report.faults.told)
    say(
        f"{report.faults.count} {'line' if report.faults.count == 1 else 'lines'} left out"
        + (f", {more} of them not listed." if more else ".")
    )
    return DONE_WITH_FAILURES


class _Bar:
    """A bar on standard error, one stage after the other; silent without a terminal."""

    def __init__(self, *, quiet: bool) -> None:
        self._is_wanted = not quiet and sys.stderr.isatty()
        self._progress: Progress | None = None
        self._stages: dict[str, int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._progress is not None:
            self._progress.stop()

    def show(self, stage: str, done: int, total: int) -> None:
        """Show how far a stage is."""
        if not self._is_wanted:
            return
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeElapsedColumn

        if self._progress is None:
            columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
            self._progress = Progress(*columns, console=Console(stderr=True), transient=True)
            self._progress.start()
        if stage not in self._stages:
            self._stages[stage] = self._progress.add_task(stage, total=max(total, 1))
        self._progress.update(TaskID(self._stages[stage]), completed=done, total=max(total, 1))
