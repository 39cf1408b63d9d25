"""The progress bar and the table of failures, both on standard error.

In: the tally of a run. Out: a bar that appears with the second report and only on a terminal;
one line or a table of what failed.
"""

from __future__ import annotations

import io
import shutil
import sys
from types import TracebackType
from typing import TYPE_CHECKING, Self

import typer

from whowhom.cli import cells

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from whowhom.cli.batch import Tally
    from whowhom.ingest import Failure

MAX_FAILURES_SHOWN = 20


class ProgressBar:
    """A bar over the reports of a run; silent without a terminal.

    Args:
        total: Number of reports, if known.
        shares_terminal: Results go to the same terminal; the bar is taken
            away while one is written.
    """

    def __init__(self, *, total: int | None, shares_terminal: bool, quiet: bool) -> None:
        self._total = total
        self._shares_terminal = shares_terminal
        self._is_wanted = not quiet and sys.stderr.isatty()
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._progress is not None:
            self._progress.stop()

    def show(self, tally: Tally) -> None:
        """Show how far the run is."""
        if not self._is_wanted or tally.total < 2:
            return
        progress = self._progress or self._start()
        assert self._task is not None
        note = f"{len(tally.failures)} failed" if tally.failures else ""
        progress.update(self._task, completed=tally.total, note=note)

    def step_aside(self) -> None:
        """Leave the terminal to a result, if it goes there too."""
        if self._progress is not None and self._shares_terminal:
            self._progress.stop()

    def step_back(self) -> None:
        """Come back after :meth:`step_aside`."""
        if self._progress is not None and self._shares_terminal:
            self._progress.start()

    def _start(self) -> Progress:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (
            TextColumn("coding"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[note]}"),
        )
        self._progress = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._progress.add_task("coding", total=self._total, note="")
        self._progress.start()
        return self._progress


def show_failures(tally: Tally) -> None:
    """Write what failed: the message alone for a single report, a table for some of many."""
    if tally.total == 1:
        for failure in tally.failures:
            typer.echo(f"whowhom: {cells.plain(failure.message)}", err=True)
        return
    typer.echo(f"whowhom: {len(tally.failures)} of {tally.total} reports failed:", err=True)
    typer.echo(_failure_table(tally.failures[:MAX_FAILURES_SHOWN]), err=True, nl=False)
    more = len(tally.failures) - MAX_FAILURES_SHOWN
    if more > 0:
        typer.echo(f"and {more} more; --fail-report FILE writes them all.", err=True)


def _failure_table(failures: list[Failure]) -> str:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    width = shutil.get_terminal_size((120, 24)).columns
    console = Console(file=io.StringIO(), width=min(max(width, 80), 120), markup=False, highlight=False, emoji=False)
    grid = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for name, share in (("where", 3), ("code", 2), ("what", 7)):
        grid.add_column(name, ratio=share, overflow="fold")
    for failure in failures:
        grid.add_row(cells.plain(failure.where), failure.code, cells.plain(failure.message))
    console.print(grid)
    written = console.file
    assert isinstance(written, io.StringIO)
    return "\n".join(line.rstrip() for line in written.getvalue().strip("\n").split("\n")) + "\n"
