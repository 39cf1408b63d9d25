"""Reports coded by several processes at once, timed without their start.

In: what codes all reports with a loader of the coder in so many processes, as
``whowhom code FOLDER --jobs N`` does. Out: seconds. What one would get wrong: a process of
its own takes a second or two to start, load and fill its look-up tables, and the first one
is ready before the last, so the clock starts when all of them wait for their first report;
it stops at the last coding, before the processes end.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from whowhom.errors import DataError
from whowhom.evaluate.sample_reports import sample_reports
from whowhom.ingest import document_from_text
from whowhom.pipeline import Pipeline

# Fewer reports a process are coded before the processes share them evenly.
LEAST_REPORTS_PER_PROCESS = 4
# A process that is not ready by then was ended by the system, most likely for want of memory.
READY_WITHIN_S = 120.0
_POLL_S = 0.005

Loader = Callable[[], Pipeline]
Batch = Callable[[Loader, int], Iterable[object]]
"""Codes all reports with a loader in so many processes, and gives one outcome for each."""


@dataclass(frozen=True, slots=True)
class WaitingLoader:
    """Loads a pipeline, codes one report with it, and waits until as many processes as wanted have done so.

    Attributes:
        folder: Where each process leaves a file, named by its id, that says when it was ready.
    """

    folder: str
    processes: int

    def __call__(self) -> Pipeline:
        """Load.

        Raises:
            DataError: the other processes were not ready in time.
        """
        pipeline = Pipeline.load()
        pipeline.code(document_from_text(sample_reports(1)[0]))
        folder = Path(self.folder)
        (written := folder / f"{os.getpid()}.part").write_text(str(time.monotonic()), encoding="ascii")
        written.rename(written.with_suffix(".ready"))
        latest = time.monotonic() + READY_WITHIN_S
        while len(_ready(folder)) < self.processes:
            if time.monotonic() > latest:
                raise DataError(
                    f"one of {self.processes} processes was not ready within {READY_WITHIN_S:g} s, so their speed "
                    "was not measured. Free some memory, or wait until the machine is less busy, and run again."
                )
            time.sleep(_POLL_S)
        return pipeline


def time_jobs(batch: Batch, processes: int) -> float:
    """Code all reports in so many processes.

    Returns:
        Seconds from the moment when all processes were ready to the last outcome.

    Raises:
        DataError: a process was not ready in time.
    """
    with TemporaryDirectory() as folder:
        ended = time.monotonic()
        for _ in batch(WaitingLoader(folder, processes), processes):
            ended = time.monotonic()
        # The clock is one for all processes of a machine.
        return ended - max(float(file.read_text(encoding="ascii")) for file in _ready(Path(folder)))


def _ready(folder: Path) -> list[Path]:
    return list(folder.glob("*.ready"))
