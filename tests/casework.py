"""A process that works on cases and may be killed at any moment.

It loads everything once and forks a child for each "run ROLE ADDRESS" on its standard input;
"wait" waits for all of them. Children say on standard output "open" when a transaction has
begun, and "done WHAT" when a step is committed: from then on it must outlive the process.
Their last word, unless they are killed, is "over".
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta

from factories import TEXT, make_coding, make_document
from whowhom.casefile.case import Case, open_case
from whowhom.casefile.decisions import Author
from whowhom.casefile.filters import Filter
from whowhom.casefile.history import list_history
from whowhom.casefile.intake import Intake
from whowhom.casefile.listing import list_events
from whowhom.casefile.recode import Recoding
from whowhom.casefile.regroup import merge_events
from whowhom.casefile.review import accept, correct, reject, undo
from whowhom.records import Coding

TEXTS = 6
DAYS_APART = 80
SERIES = {"": 0, "north": 0, "south": 40}
REVIEW_SECONDS = 120


def coding_of(number: int, *, version: str = "1", prefix: str = "") -> Coding:
    """Report number N of a series: the same words, weeks apart, with its own last line."""
    day = (date(2022, 3, 2) + timedelta(days=DAYS_APART * number + SERIES[prefix])).isoformat()
    document = make_document(f"{TEXT}{prefix}Report {number}.\n", path=f"reports/{prefix}{number}.txt")
    document = dataclasses.replace(document, publication=dataclasses.replace(document.publication, published=day))
    coding = make_coding(document)
    shelling, execution = coding.events
    dates = tuple(dataclasses.replace(one, from_=day, to=day, edtf=day) for one in shelling.dates)
    shelling = dataclasses.replace(shelling, dates=dates, background=version == "2" and number % 2 == 0)
    events = (shelling,) if version == "2" and number % 5 == 0 else (shelling, execution)
    coder = dataclasses.replace(coding.coder, version=version)
    return dataclasses.replace(coding, coder=coder, events=events)


def work(case: Case) -> None:
    """Add, decide and recode, step by step; what an earlier run has done is passed over."""
    intake = Intake(case, "adder", "1")
    for document in intake.screen(coding_of(number).document for number in range(TEXTS)):
        number = next(n for n in range(TEXTS) if coding_of(n).document.id == document.id)  # type: ignore[union-attr]
        intake.take(coding_of(number))
        say(f"done add {number}")
    intake.finish()
    for step in range(3 * TEXTS):
        decide(case, step)
    recoding = Recoding(case, "recoder", "2")
    newer = {coding.document.id: coding for coding in (coding_of(n, version="2") for n in range(TEXTS))}
    for document in recoding.documents():
        recoding.take(newer[document.id])
        say("done recode")
    recoding.finish()


def decide(case: Case, step: int) -> None:
    """Take one decision of a fixed series, unless it was taken before."""
    with case.writing() as connection:
        if any(row["why"] == f"step {step}" for row in list_history(connection)):
            return
        names = [row["public_id"] for row in list_events(connection, Filter())]
        author = Author("reviewer", f"step {step}", case.clock())
        name = names[(7 * step) % len(names)]
        kind = step % 5
        if kind == 0:
            made = correct(connection, name, "killed", str(step + 1), author)
        elif kind in (1, 2):
            made = accept(connection, name, author)
        elif kind == 3:
            others = [other for other in names if other != name]
            (made,) = merge_events(connection, [name, others[step % len(others)]], author)
        else:
            made = undo(connection, reject(connection, name, author), author)
    say(f"done decision {made}")


def add_series(case: Case, prefix: str) -> None:
    """Add a series of reports of one's own."""
    intake = Intake(case, prefix, "1")
    for number in range(TEXTS):
        intake.take(coding_of(number, prefix=prefix))
        say(f"done add {prefix}{number}")
    intake.finish()


def review(case: Case, expected: int) -> None:
    """Accept events as they come in, until all expected are there."""
    deadline = time.monotonic() + REVIEW_SECONDS
    seen: set[str] = set()
    while len(seen) < expected and time.monotonic() < deadline:
        with case.reading() as connection:
            names = [row["public_id"] for row in list_events(connection, Filter(everything=True))]
        for name in (name for name in names if name not in seen):
            with case.writing() as connection:
                made = accept(connection, name, Author("reviewer", None, case.clock()))
            seen.add(name)
            say(f"done decision {made}")


def say(words: str) -> None:
    """Write one line at once; a pipe takes a short line whole or not at all."""
    os.write(1, f"{words}\n".encode())


def mark_transactions() -> None:
    """Let every writing transaction say when it has begun."""
    original = Case.writing

    @contextlib.contextmanager
    def writing(self: Case) -> Iterator[object]:
        with original(self) as connection:
            say("open")
            yield connection

    Case.writing = writing  # type: ignore[method-assign, assignment]


def run(role: str, address: str) -> None:
    """Do the work of a role."""
    with open_case(address) as case:
        if role == "work":
            work(case)
        elif role == "review":
            review(case, expected=4 * TEXTS)
        else:
            add_series(case, role)


def main() -> None:
    mark_transactions()
    say("ready")
    for line in sys.stdin:
        command, _, rest = line.strip().partition(" ")
        if command == "run":
            role, _, address = rest.partition(" ")
            pid = os.fork()
            if pid == 0:
                code = 1
                try:
                    run(role, address)
                    code = 0
                finally:
                    say("over")
                    os._exit(code)
            say(f"pid {pid}")
        else:
            codes = []
            with contextlib.suppress(ChildProcessError):
                while True:
                    codes.append(os.waitstatus_to_exitcode(os.wait()[1]))
            say(f"ended {' '.join(map(str, codes))}")


if __name__ == "__main__":
    main()
