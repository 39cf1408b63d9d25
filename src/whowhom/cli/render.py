"""Outcomes as text in each format, in pieces that can be written as they come.

In: codings and failures in input order. Out: pieces of text; JSONL, table and CSV give one
piece per report.

What one would get wrong: JSON is one object for one report and an array for several, failed
ones counted, so the first piece waits for the second report. A run that coded nothing writes
nothing.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from whowhom.cli import csv_rows
from whowhom.records import Coding
from whowhom.records.layout import to_json

if TYPE_CHECKING:
    from whowhom.cli.batch import Outcome

JSON_INDENT = 2

Render = Callable[["Iterable[Outcome]"], Iterator[str]]


def json_pieces(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """Write one object, or an array where more than one report was met."""
    rest = iter(outcomes)
    head = list(itertools.islice(rest, 2))
    if len(head) == 1:
        yield from (f"{to_json(coding, indent=JSON_INDENT)}\n" for coding in head if isinstance(coding, Coding))
        return
    before = "[\n"
    for outcome in itertools.chain(head, rest):
        if isinstance(outcome, Coding):
            yield before + to_json(outcome, indent=JSON_INDENT)
            before = ",\n"
    if before != "[\n":
        yield "\n]\n"


def jsonl_pieces(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """Write one object per line."""
    return (f"{to_json(outcome)}\n" for outcome in outcomes if isinstance(outcome, Coding))


def csv_pieces(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """Write the header and one row per event."""
    before = csv_rows.header()
    for outcome in outcomes:
        if isinstance(outcome, Coding):
            yield before + csv_rows.event_rows(outcome)
            before = ""


def table_pieces(outcomes: Iterable[Outcome], *, one: Callable[[Coding], str]) -> Iterator[str]:
    """Write one table per report, an empty line between two."""
    before = ""
    for outcome in outcomes:
        if isinstance(outcome, Coding):
            yield before + one(outcome)
            before = "\n"
