"""Differences of two codings of the same texts, mention by mention and value by value.

In: a case in which texts were coded more than once. Out: plain rows: what the coding that
counts says otherwise than the one before it, or than that of a named coder.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, select

from whowhom.casefile import schema
from whowhom.casefile.carrying import pair_assertions
from whowhom.casefile.mentions import Mention, load_mentions
from whowhom.errors import NoSuchRecord

Values = dict[str, Any]


def list_differences(connection: Connection, other: str | None = None) -> Iterator[Values]:
    """List what the codings that count say otherwise than others of the same texts, in the order of the texts.

    Args:
        other: Name of the coder to compare with; None: the program that coded before.

    Raises:
        NoSuchRecord: no coder has that name.
    """
    if other is not None and connection.scalars(_coder_named(other)).first() is None:
        names = ", ".join(sorted(set(connection.scalars(select(schema.coder.c.name)))))
        raise NoSuchRecord(f"no coder of the case is named {other!r}. Those it has: {names}.")
    for current in connection.execute(_current()).all():
        before = connection.execute(_before(current, other)).scalar()
        if before is not None:
            yield from _differences(connection, current, before)


def facts(mention: Mention) -> Values:
    """Give what a mention says, value by value, as words that can be set side by side."""
    values = mention.values
    days = sorted({day for day in (values["day_from"], values["day_to"]) if day})
    told = {
        "type": values["type"],
        "modes": ", ".join(mention.record.get("modes", ())),
        "background": None if values["background"] is None else str(values["background"]).lower(),
        "factuality": ", ".join(filter(None, (values["polarity"], values["certainty"], values["stage"]))),
        "day": "..".join(days),
        "places": "; ".join(f"{row['role']} {row['name']}" for row in mention.places),
        "actors": "; ".join(sorted(f"{row['role']} {row['name']}" for row in mention.actors)),
        "voices": "; ".join(row["words"] or "hearsay" for row in mention.voices),
        "figures": "; ".join(
            f"{row['field']} {_range(row)} ({row['words']})"
            for row in mention.claims
            if row["field"] != "responsibility"
        ),
        "responsibility": "; ".join(
            f"{row['value']} {row['words']}" for row in mention.claims if row["field"] == "responsibility"
        ),
    }
    return {name: value or None for name, value in told.items()}


def _range(row: Values) -> str:
    return "/".join("?" if row[name] is None else str(row[name]) for name in ("low", "best", "high"))


def _differences(connection: Connection, current: Row[Any], before_no: int) -> Iterator[Values]:
    new, old = (_mentions(connection, number) for number in (current.no, before_no))
    pairs = pair_assertions([one.values for one in old.values()], [one.values for one in new.values()])
    events = _events(connection, [*new, *old])
    for number, mention in new.items():
        head = _head(current, mention, events)
        if number not in pairs:
            yield {**head, "change": "new", "field": None, "before": None, "after": mention.values["type"]}
            continue
        before, after = facts(old[pairs[number]]), facts(mention)
        for name in before:
            if before[name] != after[name]:
                told = {"field": name, "before": before[name], "after": after[name]}
                yield {**head, "change": "changed", **told}
    for number, mention in old.items():
        if number not in pairs.values():
            told = {"field": None, "before": mention.values["type"], "after": None}
            yield {**_head(current, mention, events), "change": "gone", **told}


def _head(current: Row[Any], mention: Mention, events: dict[int, str]) -> Values:
    return {
        "report": current.report,
        "kind": mention.values["kind"],
        "mention": mention.public_id,
        "event": events.get(mention.no),
        "words": mention.values["words"],
    }


def _mentions(connection: Connection, coding_no: int) -> dict[int, Mention]:
    numbers = connection.scalars(select(schema.assertion.c.no).where(schema.assertion.c.coding_no == coding_no))
    return {mention.no: mention for mention in load_mentions(connection, numbers)}


def _events(connection: Connection, numbers: list[int]) -> dict[int, str]:
    part, event = schema.event_mention.c, schema.event.c
    query = select(part.assertion_no, event.public_id).join(schema.event, event.no == part.event_no)
    return {row.assertion_no: row.public_id for row in connection.execute(query.where(part.assertion_no.in_(numbers)))}


def _current() -> Any:
    coding, report, text = schema.coding.c, schema.report.c, schema.text.c
    return (
        select(coding.no, coding.text_no, report.public_id.label("report"))
        .join(schema.report, report.no == coding.report_no)
        .join(schema.text, text.no == coding.text_no)
        .where(coding.is_current, text.is_counted)
        .order_by(coding.text_no)
    )


def _before(current: Row[Any], other: str | None) -> Any:
    coding, coder = schema.coding.c, schema.coder.c
    query = (
        select(coding.no)
        .join(schema.coder, coder.no == coding.coder_no)
        .where(coding.text_no == current.text_no, coding.no != current.no)
        .order_by(coding.coded_at.desc(), coding.no.desc())
        .limit(1)
    )
    return query.where(coder.kind == "program" if other is None else coder.name == other)


def _coder_named(name: str) -> Any:
    return select(schema.coder.c.no).where(schema.coder.c.name == name)
