"""Reports on their way into a case: screened before coding, stored after.

In: documents and failures, later their codings. Out: what is still to be coded, and counts.

What one would get wrong: each report is a transaction of its own. A run that is killed leaves
every report it acknowledged, and the same run started again goes on where it stopped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import Connection

from whowhom.casefile.case import Case
from whowhom.casefile.reports import Added, add_report, classify
from whowhom.casefile.runs import end_run, start_run
from whowhom.ingest import Failure
from whowhom.records import Coding, Document

ERASED_CODE = "case.erased"


@dataclass
class Intake:
    """One run of adding.

    Attributes:
        counts: Reports by what became of them (:data:`~whowhom.casefile.reports.What`),
            and the event mentions under "events".
    """

    case: Case
    who: str
    version: str
    counts: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)
    _run_no: int | None = None

    def screen(self, sources: Iterable[Document | Failure]) -> Iterator[Document | Failure]:
        """Give what is to be coded, and failures as they are; take in at once what needs no coding."""
        for source in sources:
            if isinstance(source, Failure):
                yield source
                continue
            with self.case.reading() as connection:
                standing = classify(connection, source)
            if standing == "known":
                self.counts["known"] += 1
            elif standing == "outlet":
                self._store(source, None)
            elif standing == "erased":
                yield _erased(source)
            else:
                yield source

    def take(self, outcome: Coding | Failure) -> Added | None:
        """Store a coding, or note a failure; give what became of the report."""
        if isinstance(outcome, Failure):
            self.failures.append(outcome)
            return None
        return self._store(outcome.document, outcome)

    def finish(self) -> None:
        """Write what the run counted; a run that changed nothing and met no failure leaves no trace."""
        if self._run_no is None and not self.failures:
            return
        rows = [(failure.where, failure.code, failure.message) for failure in self.failures]
        with self.case.writing() as connection:
            end_run(connection, self._run(connection), self.counts, rows)

    @property
    def met(self) -> int:
        """Reports met so far."""
        return sum(number for what, number in self.counts.items() if what != "events") + len(self.failures)

    def _store(self, document: Document, coding: Coding | None) -> Added:
        with self.case.writing() as connection:
            added = add_report(connection, document, coding, at=self.case.clock())
            run_no = self._run_no if added.what == "known" else self._run(connection)
        self._run_no = run_no
        self.counts[added.what] += 1
        self.counts["events"] += added.events
        return added

    def _run(self, connection: Connection) -> int:
        if self._run_no is not None:
            return self._run_no
        at = self.case.clock()
        return start_run(connection, command="add", who=self.who, version=self.version, at=at)


def _erased(document: Document) -> Failure:
    publication = document.publication
    where = publication.path or publication.url or f"text {document.id[:12]}"
    return Failure(where, ERASED_CODE, f"{where!r} was erased from this case on purpose, and is not let in again.")
