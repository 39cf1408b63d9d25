"""Two coders side by side, as the page and the API show them.

In: the keys of two coders. Out: :class:`Sides`, with each difference, its words in their
sentence, where it is in the case, and how it was settled.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from whowhom.brief.clean import one_line
from whowhom.casefile import schema
from whowhom.errors import NoSuchRecord, UsageError
from whowhom.workbench.coders_compare import CORRECTABLE, EVENT, Compared, Difference, compare_readings
from whowhom.workbench.coders_settle import (
    Home,
    Settled,
    difference_key,
    homes_of,
    seen_mark,
    settled_differences,
)
from whowhom.workbench.coders_told import Coder, Reading, list_coders, names_of, read_as

AROUND_CHARS = 130


@dataclass(frozen=True, slots=True)
class Shown:
    """A difference as it is shown.

    Attributes:
        key: Names it in forms.
        seen: Mark of what is shown.
        before: The text before its words, and ``after`` them.
        can_correct: The case has such a value and an event to put it on.
    """

    key: str
    seen: str
    row: Difference
    report: str
    title: str
    before: str
    words: str
    after: str
    home: Home | None
    settled: Settled | None
    can_correct: bool

    @property
    def is_event(self) -> bool:
        """Only one of the two has the event."""
        return self.row.field == EVENT


@dataclass(frozen=True, slots=True)
class Sides:
    """Two coders and all in which they differ."""

    one: Coder
    other: Coder
    compared: Compared
    shown: tuple[Shown, ...]
    readings: dict[int, tuple[Reading, Reading]]

    @property
    def open(self) -> int:
        """Differences that nobody has settled."""
        return sum(one.settled is None or not one.settled.holds for one in self.shown)


def load_sides(connection: Connection, one_key: str, other_key: str) -> Sides:
    """Compare two coders on all texts that both coded.

    Raises:
        NoSuchRecord: one of them coded nothing here.
        UsageError: they are the same.
    """
    coders = names_of(list_coders(connection))
    for key in (one_key, other_key):
        if key not in coders:
            raise NoSuchRecord(f"no coder {key!r} has coded a text of this case. See the page Coders.")
    if one_key == other_key:
        raise UsageError("a coder cannot be compared with themselves. Choose two.")
    one, other = coders[one_key], coders[other_key]
    texts = sorted(one.texts & other.texts)
    readings = {number: (read_as(connection, one, number), read_as(connection, other, number)) for number in texts}
    compared = compare_readings(list(readings.values()))
    settled = settled_differences(connection)
    reports = _reports(connection)
    shown: list[Shown] = []
    for number in texts:
        rows = [row for row in compared.differences if row.text_no == number]
        first = readings[number][0]
        for row, home in zip(rows, homes_of(connection, number, rows), strict=True):
            key = difference_key(first.coding.document.id, row, one, other)
            start = row.start
            shown.append(
                Shown(
                    key=key,
                    seen=seen_mark(row, home),
                    row=row,
                    report=reports[number][0],
                    title=reports[number][1],
                    before=_before(first.text, start),
                    words=row.words,
                    after=_after(first.text, start + len(row.words)),
                    home=home,
                    settled=settled.get(key),
                    can_correct=home is not None and row.field in CORRECTABLE,
                )
            )
    return Sides(one, other, compared, tuple(shown), readings)


def _reports(connection: Connection) -> dict[int, tuple[str, str]]:
    """Give for each text a report to read it in, with its title."""
    report = schema.report.c
    first = select(func.min(report.no)).group_by(report.text_no)
    rows = connection.execute(select(report.text_no, report.public_id, report.title).where(report.no.in_(first)))
    return {row.text_no: (row.public_id, one_line(row.title or row.public_id)) for row in rows}


def _before(text: str, start: int) -> str:
    piece = text[max(0, start - AROUND_CHARS) : start].rpartition("\n\n")[2]
    told = one_line(f"… {piece.partition(' ')[2]}" if len(piece) == AROUND_CHARS else piece)
    return told + " " * piece[-1:].isspace()


def _after(text: str, end: int) -> str:
    piece = text[end : end + AROUND_CHARS].partition("\n\n")[0]
    told = one_line(f"{piece.rpartition(' ')[0]} …" if len(piece) == AROUND_CHARS else piece)
    return " " * piece[:1].isspace() + told
