"""Many reports coded, in one process or several, in the order they came in.

In: documents and failures, one at a time. Out: a coding or a failure for each, in the same
order, whatever the number of processes.

What one would get wrong: a worker loads its own pipeline on its first report, and errors of
set-up (a faulty codebook, missing weights) end the run, while what is wrong with one report
becomes a row of the failure report.
"""

from __future__ import annotations

import itertools
import logging
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from whowhom.cli.guard import OUR_FAULT, fault_message
from whowhom.errors import InputError, ResolutionError, ValidationError, WhowhomError
from whowhom.records import Coding, Document

if TYPE_CHECKING:
    from concurrent.futures import Future

    from whowhom.ingest import Failure

    Source = Document | Failure
    Outcome = Coding | Failure

INTERNAL_CODE = "internal"
QUEUED_PER_JOB = 4  # Enough to keep a worker busy past one long report; bounds the memory of an archive run.

_log = logging.getLogger(__name__)


class Coder(Protocol):
    """What codes one document; the pipeline is one."""

    def code(self, document: Document) -> Coding:
        """Code one document."""


Loader = Callable[[], Coder]


class WorkerLost(WhowhomError):
    """A process of ``--jobs`` ended without an answer."""

    code = "internal.worker"
    exit_code = OUR_FAULT


@dataclass(slots=True)
class Tally:
    """What a run has done so far."""

    coded: int = 0
    eventless: int = 0
    failures: list[Failure] = field(default_factory=list)

    def count(self, outcome: Outcome) -> None:
        """Add one outcome."""
        if isinstance(outcome, Coding):
            self.coded += 1
            self.eventless += not outcome.events
        else:
            self.failures.append(outcome)

    @property
    def total(self) -> int:
        """Reports met, coded or failed."""
        return self.coded + len(self.failures)


def code_all(sources: Iterable[Source], *, load: Loader, jobs: int = 1, debug: bool = False) -> Iterator[Outcome]:
    """Code reports and give the outcomes in the order of the reports.

    Args:
        sources: Documents and failures; only a few more than ``jobs`` are held at a time.
        load: Makes the pipeline; called when the first document comes. With
            several jobs it must be picklable.
        jobs: Processes. The outcomes are the same for any number.
        debug: Let an unexpected exception end the run instead of failing its report.

    Raises:
        WhowhomError: the pipeline cannot be set up, or a worker was lost.
    """
    if jobs == 1:
        coder: Coder | None = None
        for source in sources:
            if isinstance(source, Document):
                coder = coder or _loaded(load)
                yield _code_one(coder, source, debug)
            else:
                yield source
        return
    # One report needs no second process, whose start costs as much as coding it.
    source_list = iter(sources)
    head = list(itertools.islice(source_list, 2))
    if len(head) < 2:
        yield from code_all(head, load=load, debug=debug)
        return
    yield from _code_in_processes(itertools.chain(head, source_list), load, jobs, debug)


def _code_in_processes(sources: Iterable[Source], load: Loader, jobs: int, debug: bool) -> Iterator[Outcome]:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    pool = ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"), initializer=_start_worker)
    waiting: deque[Failure | Future[Outcome]] = deque()
    try:
        for source in sources:
            waiting.append(
                pool.submit(_code_in_worker, load, source, debug) if isinstance(source, Document) else source
            )
            if len(waiting) > jobs * QUEUED_PER_JOB:
                yield _settled(waiting.popleft())
        while waiting:
            yield _settled(waiting.popleft())
    except BrokenProcessPool:
        raise WorkerLost(
            f"one of {jobs} worker processes ended without an answer, most likely for want of memory. "
            "What was coded before is kept; run again with fewer --jobs."
        ) from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _settled(waiting: Failure | Future[Outcome]) -> Outcome:
    from concurrent.futures import Future

    return waiting.result() if isinstance(waiting, Future) else waiting


def _start_worker() -> None:
    # Ctrl-C reaches every process of the terminal; only the first one answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


_WORKER_CODER: list[Coder] = []  # The one pipeline of a worker process; never filled in the first process.


def _code_in_worker(load: Loader, document: Document, debug: bool) -> Outcome:
    if not _WORKER_CODER:
        _WORKER_CODER.append(_loaded(load))
    return _code_one(_WORKER_CODER[0], document, debug)


def _loaded(load: Loader) -> Coder:
    started = time.monotonic()
    coder = load()
    _log.info("pipeline loaded in %.2f s", time.monotonic() - started)
    return coder


def _code_one(coder: Coder, document: Document, debug: bool) -> Outcome:
    started = time.monotonic()
    try:
        coding = coder.code(document)
    except (InputError, ValidationError, ResolutionError) as error:
        return _failure(document, error.code, str(error))
    except WhowhomError:
        raise
    except Exception as error:
        if debug:
            raise
        return _failure(document, INTERNAL_CODE, fault_message(error))
    _log.info(
        "text %s: %d code points, %d events, %.2f s",
        document.id[:12],
        len(document.text),
        len(coding.events),
        time.monotonic() - started,
    )
    return coding


def _failure(document: Document, code: str, message: str) -> Failure:
    from whowhom.ingest import Failure

    return Failure(where_of(document), code, message)


def where_of(document: Document) -> str:
    """Name a document for a person: its path, its address or a part of its digest."""
    publication = document.publication
    return publication.path or publication.url or f"text {document.id[:12]}"
