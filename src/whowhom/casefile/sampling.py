"""Passages with nothing coded, drawn at random, and the recall that they let one estimate.

In: the texts of a case. Out: rows of ``passage_sample``; and :class:`Recall`.

What one would get wrong: recall cannot be read off what was found. It takes people who look
where nothing was. And once they have added what they found missing, those passages have
something coded: they still count as missed, or every sample would prove the coder right.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, insert, or_, select, update

from whowhom.casefile import schema
from whowhom.casefile import schema_team as team
from whowhom.casefile.decisions import Author
from whowhom.casefile.forecasts import wilson
from whowhom.casefile.ids import public_id
from whowhom.errors import NoSuchRecord, UsageError
from whowhom.records import READ_KINDS

MIN_WORDS = 5  # A dateline or a byline tells nothing that could be missed.
MAX_SAMPLE = 1_000
ANSWERS = team.PASSAGE_ANSWERS
_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")
Place = tuple[int, int]
"""A passage: number of the text, and where it starts."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph that coders read.

    Attributes:
        stratum: Outlet and month, by which samples are spread.
        is_coded: An event that counts is told in it.
    """

    text_no: int
    digest: str
    start: int
    end: int
    stratum: tuple[int, str]
    is_coded: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """A passage of a sample, with how it was answered."""

    public_id: str
    report: str
    title: str
    published: str | None
    start: int
    end: int
    words: str
    before: str
    after: str
    answer: str | None
    note: str | None
    answered_by: str | None
    answered_at: str | None


@dataclass(frozen=True, slots=True)
class Recall:
    """Estimated recall by passages.

    Attributes:
        answered: Passages of the sample that a person looked at; ``missed`` of them tell an event.
        drawn: Passages of the sample.
        empty: Passages with nothing coded when they were drawn; ``found`` those with an event.
        best: Share of the passages that tell an event in which one was found; None: nobody answered yet.
        low: Ends of the 95 % interval.
    """

    answered: int
    missed: int
    drawn: int
    empty: int
    found: int
    best: float | None
    low: float | None
    high: float | None

    @property
    def words(self) -> str:
        """The estimate in one line, for the methods sheet."""
        if self.best is None or self.low is None or self.high is None:
            return "not sampled"
        return (
            f"{self.best:.0%} of passages that tell an event (95 % interval {self.low:.0%} to {self.high:.0%}), from "
            f"{self.answered} of {self.empty} passages with nothing coded read by people, {self.missed} of them with "
            f"an event; {self.found} passages with an event found; the whole case"
        )


def draw_passages(
    connection: Connection, count: int, seed: int, *, from_: str | None = None, until: str | None = None
) -> list[Passage]:
    """Draw passages with nothing coded, spread over outlets and months in proportion.

    Args:
        count: How many; fewer come where there are fewer.

    Raises:
        UsageError: the number is none that can be drawn.
    """
    if not 1 <= count <= MAX_SAMPLE:
        raise UsageError(f"the sample is {count}; expected 1 to {MAX_SAMPLE} passages.")

    def order(one: Passage) -> tuple[Any, ...]:
        return (*one.stratum, hashlib.sha256(f"{seed}|{one.digest}|{one.start}".encode()).hexdigest())

    empty = [one for one in passages(connection, from_=from_, until=until) if not one.is_coded]
    empty.sort(key=order)
    if len(empty) <= count:
        return empty
    # Every so-many-th of the passages in the order of their strata, from a start that the seed gives.
    step = len(empty) / count
    begin = int(hashlib.sha256(f"start|{seed}".encode()).hexdigest()[:8], 16) / 16**8 * step
    return [empty[int(begin + number * step)] for number in range(count)]


def queue_passages(connection: Connection, chosen: list[Passage], seed: int, author: Author) -> int:
    """Queue drawn passages; those that the same draw queued before are left out. Gives the number of new ones."""
    table = team.passage_sample.c
    have = set(connection.execute(select(table.text_no, table.start).where(table.seed == seed)))
    rows = [
        {
            "public_id": public_id("P", seed, one.digest, one.start),
            "text_no": one.text_no,
            "start": one.start,
            "end": one.end,
            "seed": seed,
            "drawn_at": author.at,
            "drawn_by": author.who,
        }
        for one in chosen
        if (one.text_no, one.start) not in have
    ]
    if rows:
        connection.execute(insert(team.passage_sample), rows)
    return len(rows)


def answer_passage(
    connection: Connection, name: str, answer: str, author: Author, *, member_no: int | None, note: str | None = None
) -> Drawn:
    """Note what a person found in a passage; the first answer stands until they or an editor gives another.

    Raises:
        NoSuchRecord: there is no such passage.
        UsageError: the answer is none.
    """
    if answer not in ANSWERS:
        raise UsageError(f"answer is {answer!r}; expected one of {', '.join(ANSWERS)}.")
    find_passage(connection, name)
    values = {"answer": answer, "note": note, "answered_by": author.who, "answered_at": author.at}
    table = team.passage_sample.c
    connection.execute(update(team.passage_sample).where(table.public_id == name).values(**values, member_no=member_no))
    return find_passage(connection, name)


def find_passage(connection: Connection, name: str) -> Drawn:
    """Find a passage of a sample by its public id.

    Raises:
        NoSuchRecord: there is none.
    """
    found = list_drawn(connection, name=name)
    if not found:
        raise NoSuchRecord(f"there is no passage with the id {name!r} in a sample.")
    return found[0]


def list_drawn(
    connection: Connection, *, name: str | None = None, state: str | None = None, limit: int = 200, offset: int = 0
) -> list[Drawn]:
    """List passages of the samples in the order in which they were drawn.

    Args:
        state: "open", "nothing" or "missed"; None: all.
    """
    table, text, report = team.passage_sample.c, schema.text.c, schema.report.c
    home = select(report.text_no, func.min(report.no).label("no")).group_by(report.text_no).subquery()
    query = (
        select(team.passage_sample, text.body, report.public_id.label("report"), report.title, report.published)
        .join(schema.text, text.no == table.text_no)
        .join(home, home.c.text_no == table.text_no)
        .join(schema.report, report.no == home.c.no)
        .order_by(table.no)
        .limit(limit)
        .offset(offset)
    )
    if name is not None:
        query = query.where(table.public_id == name)
    if state is not None:
        query = query.where(table.answer.is_(None) if state == "open" else table.answer == state)
    return [_drawn(row) for row in connection.execute(query).mappings()]


def count_drawn(connection: Connection) -> dict[str, int]:
    """Count the passages of the samples by answer; "open" are those without one."""
    table = team.passage_sample.c
    rows = connection.execute(select(table.answer, func.count()).group_by(table.answer))
    return {name or "open": number for name, number in rows}


def estimate_recall(connection: Connection) -> Recall | None:
    """Estimate the recall of what the case held before people looked; None where nothing was drawn."""
    table = team.passage_sample.c
    rows = connection.execute(select(table.text_no, table.start, table.answer)).all()
    if not rows:
        return None
    answers: dict[Place, str | None] = {}
    for text_no, start, answer in rows:
        answers[text_no, start] = answers.get((text_no, start)) or answer
    told = list(answers.values())
    missed = told.count("missed")
    answered = missed + told.count("nothing")
    coded = {(one.text_no, one.start): one.is_coded for one in passages(connection)}
    found = sum(is_coded for place, is_coded in coded.items() if place not in answers)
    empty = sum(not is_coded for place, is_coded in coded.items() if place not in answers) + len(answers)
    if not answered:
        return Recall(0, 0, len(answers), empty, found, None, None, None)
    ends = (missed / answered, *wilson(missed, answered))
    best, high, low = (found / (found + empty * share) if found + empty * share else None for share in ends)
    return Recall(answered, missed, len(answers), empty, found, best, low, high)


def passages(connection: Connection, *, from_: str | None = None, until: str | None = None) -> Iterator[Passage]:
    """Give the passages of every text that counts, with whether an event is coded in each."""
    text, report = schema.text.c, schema.report.c
    anchors = _anchors(connection)
    home = (
        select(report.text_no, func.min(report.no).label("no"))
        .where(report.state == "current")
        .group_by(report.text_no)
        .subquery()
    )
    query = (
        select(text.no, text.digest, text.body, report.document, report.source_no, report.published)
        .join(home, home.c.text_no == text.no)
        .join(schema.report, report.no == home.c.no)
        .where(text.is_counted)
        .order_by(text.no)
    )
    if from_:
        query = query.where(report.published >= from_)
    if until:
        query = query.where(report.published <= f"{until}~")
    for row in connection.execute(query.execution_options(yield_per=200)):
        stratum = (row.source_no or 0, (row.published or "")[:7])
        for start, end in _paragraphs(row.body, row.document["regions"]):
            is_coded = any(start <= at < end for at in anchors.get(row.no, ()))
            yield Passage(row.no, row.digest, start, end, stratum, is_coded)


def _anchors(connection: Connection) -> dict[int, list[int]]:
    """Give where events are told in each text: all words that tell one, not only the first."""
    assertion, coding, part, event = schema.assertion.c, schema.coding.c, schema.event_mention.c, schema.event.c
    rows = connection.execute(
        select(coding.text_no, assertion.record)
        .join(schema.coding, coding.no == assertion.coding_no)
        .join(schema.event_mention, part.assertion_no == assertion.no, isouter=True)
        .join(schema.event, event.no == part.event_no, isouter=True)
        .where(coding.is_current, assertion.kind == "event")
        .where(or_(assertion.review.is_(None), assertion.review != "rejected"))
        .where(or_(event.state.is_(None), event.state != "rejected"))
        .execution_options(yield_per=500)
    )
    found: dict[int, list[int]] = {}
    for text_no, record in rows:
        found.setdefault(text_no, []).extend(anchor["start"] for anchor in record["anchors"])
    return found


def _paragraphs(text: str, regions: list[dict[str, Any]]) -> Iterator[tuple[int, int]]:
    for region in regions:
        if region["kind"] not in READ_KINDS:
            continue
        for match in _PARAGRAPH.finditer(text, region["start"], region["end"]):
            if len(match.group().split()) >= MIN_WORDS:
                yield match.span()


def _drawn(row: Any) -> Drawn:
    start, end, body = row["start"], row["end"], row["body"]
    names = ("public_id", "report", "published", "start", "end", "answer", "note", "answered_by", "answered_at")
    kept = {name: row[name] for name in names}
    title = row["title"] or row["report"]
    return Drawn(**kept, title=title, words=body[start:end], before=_last(body[:start]), after=_first(body[end:]))


def _last(text: str) -> str:
    return text.strip().rpartition("\n\n")[2][-400:]


def _first(text: str) -> str:
    return text.strip().partition("\n\n")[0][:400]
