"""Coding in the background: what was added waits its turn, is coded and stored, and can be watched.

In: received files or texts. Out: reports in the case, and a :class:`Job` that says how far it is.

What one would get wrong: one thread codes, one report after another, and stores each in a
transaction of its own (see :mod:`whowhom.casefile.intake`). A server that stops finishes the
report under way; what still waits is named and must be added again.
"""

from __future__ import annotations

import logging
import queue
import secrets
import shutil
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from whowhom.casefile.case import Case
from whowhom.casefile.intake import Intake
from whowhom.casefile.reports import Added
from whowhom.errors import InputError, ResolutionError, ValidationError, WhowhomError
from whowhom.ingest import Failure, IngestOptions, read_sources
from whowhom.pipeline.version import VERSION
from whowhom.records import Coding, Document
from whowhom.settings import Settings
from whowhom.workbench.faults import Fault
from whowhom.workbench.uploads import Received

log = logging.getLogger(__name__)

KEPT_JOBS = 200
KEPT_ROWS = 500
IDLE_SECONDS = 0.5  # How soon a server that stops is noticed.
INTERNAL_CODE = "internal"


class Coder(Protocol):
    """What codes a document."""

    def code(self, document: Document) -> Coding:
        """Code one document."""


@dataclass
class Job:
    """Reports that somebody added together.

    Attributes:
        state: "waiting", "coding", "done", or "stopped" by the end of the server.
        files: As the sender calls them.
        added: What became of each report that was stored.
        known: Reports that were in the case before.
        failures: What could not be read or coded, with the sender's names; the first of ``failed``.
        now: What is being coded, for people.
    """

    id: str
    who: str
    at: str
    files: tuple[str, ...]
    state: str = "waiting"
    done: int = 0
    known: int = 0
    failed: int = 0
    now: str | None = None
    ended_at: str | None = None
    added: list[Added] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)

    def fail(self, failures: Sequence[Failure]) -> None:
        """Note what could not be read; a file of a million bad lines must not fill the memory."""
        self.failed += len(failures)
        self.failures.extend(failures[: max(0, KEPT_ROWS - len(self.failures))])

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in ("done", "stopped")

    def as_dict(self) -> dict[str, Any]:
        """Give it as the API does."""
        return {
            "id": self.id,
            "who": self.who,
            "at": self.at,
            "ended_at": self.ended_at,
            "state": self.state,
            "files": list(self.files),
            "files_done": self.done,
            "now": self.now,
            "known": self.known,
            "failed": self.failed,
            "reports": [{"what": row.what, "report": row.report, "events": row.events} for row in self.added],
            "failures": [{"where": row.where, "code": row.code, "message": row.message} for row in self.failures],
        }


@dataclass(frozen=True, slots=True)
class Task:
    """What a job has to do: documents at hand, then files to read."""

    job: Job
    folder: Path
    files: tuple[Received, ...] = ()
    documents: tuple[Document, ...] = ()
    published: str | None = None


class Jobs:
    """The queue of one workbench and the thread that works on it."""

    def __init__(
        self, case: Case, settings: Settings, *, waiting: int, load: Callable[[], Coder] | None = None
    ) -> None:
        self._case, self._settings = case, settings
        self._load = load or self._load_pipeline
        self._coder: Coder | None = None
        self._queue: queue.Queue[Task] = queue.Queue(waiting)
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def submit(self, task: Task) -> Job:
        """Let a task wait its turn.

        Raises:
            Fault: too many wait already.
        """
        with self._lock:
            if self._stopping.is_set():
                raise Fault(
                    503, "stopping", "The workbench is about to stop.", hint="Add the reports once it runs again."
                )
            try:
                self._queue.put_nowait(task)
            except queue.Full:
                raise Fault(
                    503, "busy", "Too many uploads wait to be coded.", hint="Wait until some are done.",
                    headers={"Retry-After": "60"},
                ) from None  # fmt: skip
            self._jobs[task.job.id] = task.job
            while len(self._jobs) > KEPT_JOBS and next(iter(self._jobs.values())).is_over:
                self._jobs.popitem(last=False)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="whowhom-coding", daemon=True)
                self._thread.start()
        return task.job

    def new_job(self, who: str, files: tuple[str, ...]) -> Job:
        """Make a job of somebody's, not yet waiting."""
        return Job(f"J-{secrets.token_hex(6)}", who, self._case.clock(), files)

    def get(self, job_id: str) -> Job:
        """Give a job.

        Raises:
            Fault: there is none, or it was long ago.
        """
        with self._lock:
            job = self._jobs.get(job_id)
        if job is None:
            raise Fault(
                404, "missing", "This upload is not known any more.", hint="Its reports are in the list of reports."
            )
        return job

    def latest(self, number: int) -> list[Job]:
        """Give the latest jobs, the newest first."""
        with self._lock:
            return list(self._jobs.values())[: -number - 1 : -1]

    def stop(self, *, wait_seconds: float) -> list[str]:
        """Finish the report under way; give the names of what was not coded."""
        self._stopping.set()
        with self._lock:
            thread = self._thread
        if thread is not None:
            thread.join(wait_seconds)
        while True:
            try:
                task = self._queue.get_nowait()
            except queue.Empty:
                break
            shutil.rmtree(task.folder, ignore_errors=True)
        left: list[str] = []
        with self._lock:
            for job in self._jobs.values():
                left.extend(job.files[job.done :] if job.state != "done" else ())
                job.state = job.state if job.is_over else "stopped"
        return left

    def _work(self) -> None:
        while not self._stopping.is_set():
            try:
                task = self._queue.get(timeout=IDLE_SECONDS)
            except queue.Empty:
                continue
            try:
                self._run(task)
            finally:
                shutil.rmtree(task.folder, ignore_errors=True)

    def _run(self, task: Task) -> None:
        job = task.job
        job.state = "coding"
        intake = Intake(self._case, job.who, VERSION)
        try:
            for name, source in self._sources(task):
                if self._stopping.is_set():
                    job.state = "stopped"
                    break
                self._take(intake, job, name, source)
        except Exception as error:  # The thread must go on with the next job; the job says what happened.
            code = error.code if isinstance(error, WhowhomError) else INTERNAL_CODE
            told = str(error) if isinstance(error, WhowhomError) else f"unexpected {type(error).__name__} in whowhom"
            log.error("coding %s ended with %s", job.id, type(error).__name__)
            job.fail([Failure(job.now or "upload", code, told)])
        finally:
            with _logged(job):
                intake.finish()
            job.now, job.ended_at = None, self._case.clock()
            if job.state == "coding":
                job.state, job.done = "done", len(job.files)

    def _sources(self, task: Task) -> Iterator[tuple[str, Document | Failure]]:
        options = IngestOptions(
            task.published, max_bytes=self._settings.max_bytes, check_language=self._settings.check_language
        )
        for document in task.documents:
            task.job.now = document.publication.title or task.job.files[0]
            yield task.job.now, document
            task.job.done += 1
        for file in task.files:
            task.job.now = file.name
            for source in read_sources([str(file.path)], options=options):
                yield file.name, _named(source, file)
            task.job.done += 1

    def _take(self, intake: Intake, job: Job, name: str, source: Document | Failure) -> None:
        before, known = len(intake.failures), intake.counts["known"]
        for outcome in intake.screen([source]):
            added = intake.take(outcome if isinstance(outcome, Failure) else self._code(outcome, name))
            if added is not None and len(job.added) < KEPT_ROWS:
                job.added.append(added)
        job.fail(intake.failures[before:])
        job.known += intake.counts["known"] - known

    def _code(self, document: Document, name: str) -> Coding | Failure:
        if self._coder is None:
            self._coder = self._load()
        try:
            return self._coder.code(document)
        except (InputError, ValidationError, ResolutionError) as error:
            return Failure(name, error.code, str(error))
        except WhowhomError:
            raise
        except Exception as error:
            # Its own words may quote the report.
            return Failure(
                name, INTERNAL_CODE, f"unexpected {type(error).__name__}: a fault of whowhom, not of the report."
            )

    def _load_pipeline(self) -> Coder:
        from whowhom.pipeline import Pipeline

        settings = self._settings
        coder: Coder = Pipeline.load(
            codebook=settings.codebook,
            registry=settings.registry,
            gazetteer=settings.gazetteer,
            min_score=settings.min_score,
        )
        return coder


def _named(source: Document | Failure, file: Received) -> Document | Failure:
    """Put the sender's name of a file in the place of ours."""
    own = str(file.path)
    if isinstance(source, Failure):
        return replace(
            source, where=source.where.replace(own, file.name), message=source.message.replace(own, file.name)
        )
    publication = source.publication
    named = replace(publication, path=publication.path and publication.path.replace(own, file.name))
    if file.url is not None:  # Where it was fetched, whatever address the page claims.
        rest = tuple(row for row in named.missing if row.field != "url")
        named = replace(named, url=file.url, missing=rest)
    return replace(source, publication=named)


@contextmanager
def _logged(job: Job) -> Iterator[None]:
    try:
        yield
    except WhowhomError as error:
        job.fail([Failure("case", error.code, str(error))])
