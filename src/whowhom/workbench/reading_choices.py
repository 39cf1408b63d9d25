"""Values to choose from when a field is corrected: all that is told of the event.

In: an event and a field. Out: :class:`Choice` records, each with its words and the report they
stand in, so that a person chooses between accounts and does not retype one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from whowhom.brief.clean import one_line
from whowhom.casefile import schema
from whowhom.casefile.mentions import Mention, load_mentions
from whowhom.workbench.reading_report import days_text, figure_text

MAX_CHOICES = 12
ROLES = {"who": ("actor", "party"), "whom": ("target", "party")}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that some report gives.

    Attributes:
        value: As a correction takes it.
        text: As a person reads it.
        source: The voice and the outlet or report.
    """

    value: str
    text: str
    words: str
    source: str


def choices_of(connection: Connection, event_id: str, field: str) -> list[Choice]:
    """List the values that reports give for a field of an event, each once."""
    part, event = schema.event_mention.c, schema.event.c
    numbers = connection.scalars(
        select(part.assertion_no)
        .join(schema.event, event.no == part.event_no)
        .where(event.public_id == event_id)
        .order_by(part.assertion_no)
    ).all()
    titles = _titles(connection, list(numbers))
    found: dict[str, Choice] = {}
    for mention in load_mentions(connection, numbers):
        if mention.is_counted:
            for choice in _of_mention(mention, field, titles[mention.no]):
                found.setdefault(choice.value, choice)
    return list(found.values())[:MAX_CHOICES]


def _titles(connection: Connection, numbers: list[int]) -> dict[int, str]:
    assertion, coding, report, source = schema.assertion.c, schema.coding.c, schema.report.c, schema.source.c
    rows = connection.execute(
        select(assertion.no, report.title, report.public_id, source.name)
        .join(schema.coding, coding.no == assertion.coding_no)
        .join(schema.report, report.no == coding.report_no)
        .join(schema.source, source.no == report.source_no, isouter=True)
        .where(assertion.no.in_(numbers))
    )
    return {row.no: one_line(row.name or row.title or row.public_id) for row in rows}


def _of_mention(mention: Mention, field: str, source: str) -> Iterator[Choice]:
    values: Any = mention.values
    if field in ("killed", "injured"):
        for claim in mention.claims:
            if claim["field"] == field:
                ends = [claim[name] for name in ("low", "best", "high")]
                yield Choice(_figure(ends), figure_text(*ends), _said(claim["words"]), _by(claim["voice"], source))
    elif field == "day" and values["day_from"] and values["day_to"]:
        first, last = values["day_from"], values["day_to"]
        dates = mention.record["dates"]
        value = first if first == last else f"{first}..{last}"
        yield Choice(value, days_text(first, last), _said(dates[0]["text"]) if dates else "", source)
    elif field == "place":
        for place in mention.places:
            value = f"{place['name']}, {place['country']}" if place["country"] else place["name"]
            yield Choice(value, one_line(value), "", source)
    elif field in ROLES:
        side = "a" if field == "who" else "b"
        names = [
            row["name"]
            for row in mention.actors
            if row["role"] == ROLES[field][0] or (row["role"] == "party" and (row["side"] == "a") == (side == "a"))
        ]
        if names:
            joined = "; ".join(dict.fromkeys(names))
            yield Choice(joined, one_line(joined), "", source)


def _figure(ends: list[int | None]) -> str:
    parts = ["?" if number is None else str(number) for number in ends]
    return parts[0] if len(set(parts)) == 1 else "/".join(parts)


def _said(words: str | None) -> str:
    return one_line(words or "")


def _by(voice: str | None, source: str) -> str:
    return f"{one_line(voice)}, in {source}" if voice else source
