"""Recoding: a newer coder or codebook beside the old one, text by text.

In: a case, later the codings of its texts by the newer coder. Out: the new coding counts, the
old one stays readable; decisions are carried over or wait.

What one would get wrong: each text is a transaction of its own, and one that has the new
coding is passed over, so a run that was cut off goes on where it stopped. Texts coded by a
person or another program are left as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select, update

from whowhom.casefile import schema
from whowhom.casefile.carrying import carry_over
from whowhom.casefile.case import Case
from whowhom.casefile.codings import assertions_of, coder_key, leads, load_coding, store_coding
from whowhom.casefile.conclude import refresh_events
from whowhom.casefile.identities import link_actors
from whowhom.casefile.runs import end_run, start_run
from whowhom.ingest import Failure
from whowhom.records import Coding, Document


@dataclass
class Recoding:
    """One run of recoding.

    Attributes:
        counts: Texts "recoded" and "kept" (they had the coding), and decisions that
            began to wait ("waiting").
    """

    case: Case
    who: str
    version: str
    counts: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)
    _coder: str | None = None
    _run_no: int | None = None

    def documents(self) -> Iterator[Document]:
        """Give the texts to code anew, in the order in which they came in; those that are done are passed over."""
        last = 0
        while True:
            with self.case.reading() as connection:
                row = _next(connection, last)
                if row is None:
                    return
                last = row.text_no
                if self._coder is not None and row.key == self._coder:
                    self.counts["kept"] += 1
                    continue
                document = load_coding(connection, row.no).document
            yield document

    def take(self, outcome: Coding | Failure) -> bool:
        """Store a coding in place of the one that counted, or note a failure; say whether anything changed."""
        if isinstance(outcome, Failure):
            self.failures.append(outcome)
            return False
        # The coder is not known before its first coding; from then on texts that have it are passed over.
        self._coder = coder_key(outcome.coder)
        with self.case.writing() as connection:
            at = self.case.clock()
            before = _waiting(connection)
            is_changed = recode_text(connection, outcome, at=at)
            run_no = self._run(connection, at) if is_changed else self._run_no
            begun = len(_waiting(connection) - before)
        self._run_no = run_no
        self.counts["recoded" if is_changed else "kept"] += 1
        self.counts["waiting"] += begun
        return is_changed

    def finish(self) -> None:
        """Write what the run counted; a run that changed nothing and met no failure leaves no trace."""
        if self._run_no is None and not self.failures:
            return
        rows = [(failure.where, failure.code, failure.message) for failure in self.failures]
        with self.case.writing() as connection:
            end_run(connection, self._run(connection, self.case.clock()), self.counts, rows)

    def _run(self, connection: Connection, at: str) -> int:
        if self._run_no is not None:
            return self._run_no
        return start_run(connection, command="recode", who=self.who, version=self.version, at=at)


def recode_text(connection: Connection, coding: Coding, *, at: str, kind: str = "program") -> bool:
    """Let a coding count in place of the one that counts for its text.

    Returns:
        False where it counted already, or the text is no longer in the case.
    """
    table, text = schema.coding.c, schema.text.c
    old = connection.execute(
        select(table.no, table.text_no, table.report_no, schema.coder.c.key)
        .join(schema.text, text.no == table.text_no)
        .join(schema.coder, schema.coder.c.no == table.coder_no)
        .where(text.digest == coding.document.id, leads())
    ).one_or_none()
    if old is None or old.key == coder_key(coding.coder):
        return False
    new_no = store_coding(connection, coding, text_no=old.text_no, report_no=old.report_no, at=at, kind=kind)
    switch_coding(connection, coding.document.id, old.no, new_no, at=at)
    return True


def switch_coding(connection: Connection, text_digest: str, old_no: int, new_no: int, *, at: str) -> None:
    """Let one coding of a text count in place of another, both being in the case."""
    table = schema.coding.c
    connection.execute(update(schema.coding).where(table.no == old_no).values(is_current=False))
    connection.execute(update(schema.coding).where(table.no == new_no).values(is_current=True))
    link_actors(connection, new_no)
    carry_over(connection, text_digest, old_no, new_no, at=at)
    refresh_events(connection, assertions_of(connection, [old_no, new_no], kind="event"), at=at)


def _next(connection: Connection, after: int) -> Any:
    """Give number, text and coder's key of the next coding that counts and that a program made; None at the end."""
    coding, coder, text = schema.coding.c, schema.coder.c, schema.text.c
    query = (
        select(coding.no, coding.text_no, coder.key)
        .join(schema.coder, coder.no == coding.coder_no)
        .join(schema.text, text.no == coding.text_no)
        .where(leads(), coder.kind == "program", text.is_counted, coding.text_no > after)
        .order_by(coding.text_no)
        .limit(1)
    )
    return connection.execute(query).one_or_none()


def _waiting(connection: Connection) -> set[int]:
    state = schema.decision_state.c
    return set(connection.scalars(select(state.decision_no).where(state.state == "waiting")))
