"""Traces of actors: from a name or kind to the reports that give it.

In: an actor, maybe one of its fields. Out: traces as events have them.

What one would get wrong: the name stands on every report that names the actor; kind, country
and privacy stand on the one that named it first, for the case takes them from there.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from whowhom.casefile import schema
from whowhom.casefile.actorvalues import ACTOR_FIELDS, one_actor
from whowhom.casefile.tracing import Step, Trace, decisions_about, standing_of
from whowhom.errors import UsageError


def trace_actor(connection: Connection, words: str, field: str | None = None) -> list[Trace]:
    """Trace an actor's values, or one of them.

    Raises:
        NoSuchRecord: there is no such actor, or several.
        UsageError: there is no such field.
    """
    if field is not None and field not in ACTOR_FIELDS:
        raise UsageError(f"field {field!r} is none of an actor's. The fields are {', '.join(ACTOR_FIELDS)}.")
    number = one_actor(connection, words)
    actor = schema.actor.c
    row = connection.execute(select(schema.actor).where(actor.no == number)).mappings().one()
    mentions = connection.execute(_mentions(number)).mappings().all()
    decisions = decisions_about(connection, "actor", row["public_id"])
    first = next((one for one in mentions if one["key"] == row["key"]), mentions[0] if mentions else None)
    traces = []
    for name in ACTOR_FIELDS if field is None else (field,):
        column = ACTOR_FIELDS[name]
        shown = mentions if name == "name" else [first] if first is not None else []
        steps = tuple(_step(one, column) for one in shown)
        told = tuple(entry for entry in decisions if entry["field"] in (None, name))
        traces.append(Trace(row["public_id"], name, {column: row[column]}, "", steps, told))
    return traces


def _mentions(number: int) -> Any:
    mention, coding, report = schema.actor_mention.c, schema.coding.c, schema.report.c
    text, coder, source = schema.text.c, schema.coder.c, schema.source.c
    return (
        select(
            *(mention[name] for name in ("public_id", "name", "key", "kind", "country", "is_private")),
            coding.is_current,
            coding.tables,
            text.is_counted,
            report.public_id.label("report"),
            *(report[name] for name in ("title", "published", "address", "state")),
            source.name.label("publisher"),
            coder.name.label("coder"),
            *(coder[name] for name in ("version", "codebook")),
        )
        .join_from(schema.actor_mention, schema.coding, coding.no == mention.coding_no)
        .join(schema.text, text.no == coding.text_no)
        .join(schema.report, report.no == coding.report_no)
        .join(schema.source, source.no == report.source_no, isouter=True)
        .join(schema.coder, coder.no == coding.coder_no)
        .where(mention.actor_no == number)
        .order_by(mention.no)
    )


def _step(row: Any, column: str) -> Step:
    actors = row["tables"]["actors"]
    index = next(number for number, one in enumerate(actors) if one["id"] == row["public_id"])
    return Step(
        path=f"actors[{index}]",
        value=row[column],
        words=tuple(dict(one) for one in actors[index]["mentions"]),
        voices=(),
        mention=row["public_id"],
        report=row["report"],
        title=row["title"],
        publisher=row["publisher"],
        published=row["published"],
        address=row["address"],
        coder=f"{row['coder']} {row['version']}",
        codebook=row["codebook"],
        standing=standing_of(row),
    )
