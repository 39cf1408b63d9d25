"""Traces: from a concluded value of an event to the words it stands on.

In: an event, maybe one of its fields. Out: for each concluded value its claims with their
words, voice, report, coder and codebook, and the decisions taken on it.

What one would get wrong: a trace also shows claims that count no more, and says why they do
not; a value that changed is explained by what fell away.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from whowhom.casefile import schema
from whowhom.errors import NoSuchRecord, UsageError

Row = dict[str, Any]
FIELDS: dict[str, tuple[str, ...]] = {
    "type": ("type", "modes"),
    "day": ("day_from", "day_to", "date_precision"),
    "place": ("place", "country", "admin1", "latitude", "longitude", "radius_km", "geoprecision"),
    "killed": ("killed_low", "killed_best", "killed_high"),
    "injured": ("injured_low", "injured_best", "injured_high"),
    "status": ("status", "status_rule"),
    "who": ("who",),
    "whom": ("whom",),
}
"""Fields that can be traced, and the columns of ``event`` that each fills."""


@dataclass(frozen=True, slots=True)
class Step:
    """One claim that a concluded value stands on.

    Attributes:
        path: Path of the value in the record of its mention.
        value: The value there.
        words: The words behind it, with their offsets in the text.
        voices: The chain of voices, outermost first; empty: the report itself.
        standing: "counts", or why it does not.
    """

    path: str
    value: Any
    words: tuple[Row, ...]
    voices: tuple[str, ...]
    mention: str
    report: str
    title: str | None
    publisher: str | None
    published: str | None
    address: str
    coder: str
    codebook: str
    standing: str


@dataclass(frozen=True, slots=True)
class Trace:
    """A concluded value and all that it stands on."""

    event: str
    field: str
    value: Row
    policy: str
    steps: tuple[Step, ...]
    decisions: tuple[Row, ...]


def find_event(connection: Connection, words: str) -> Any:
    """Find an event by its public id, or the start of it.

    Raises:
        NoSuchRecord: none has it, or several do.
    """
    event = schema.event.c
    rows = connection.execute(select(schema.event).where(event.public_id == words)).mappings().all()
    if not rows and len(words) > len("E-12"):
        begins = event.public_id.startswith(words, autoescape=True)
        rows = connection.execute(select(schema.event).where(begins).limit(5)).mappings().all()
    if len(rows) == 1:
        return rows[0]
    if rows:
        raise NoSuchRecord(
            f"{words!r} begins the ids of {', '.join(row['public_id'] for row in rows)}. Give more of it."
        )
    raise NoSuchRecord(f"no event {words!r} in the case. Give its id (E-...) as `whowhom events` lists it.")


def trace_event(connection: Connection, words: str, field: str | None = None) -> list[Trace]:
    """Trace an event's values, or one of them.

    Raises:
        NoSuchRecord: there is no such event.
        UsageError: there is no such field.
    """
    if field is not None and field not in FIELDS:
        raise UsageError(f"field {field!r} is none of an event's. The fields are {', '.join(FIELDS)}.")
    row = find_event(connection, words)
    basis: dict[str, list[Row]] = row["record"]["basis"]
    decisions = decisions_about(connection, "event", row["public_id"])
    traces = []
    for name in FIELDS if field is None else (field,):
        value = {column: row[column] for column in FIELDS[name]}
        steps = tuple(_step(connection, stand) for stand in basis.get(name, ()))
        told = tuple(entry for entry in decisions if entry["field"] in (None, *FIELDS[name], name))
        traces.append(Trace(row["public_id"], name, value, row["policy"], steps, told))
    return traces


def value_at(record: Any, path: str) -> Any:
    """Give the value at a path of a record, such as ``tolls[0]``.

    Raises:
        KeyError, IndexError: there is no such path.
    """
    value = record
    for part in path.replace("]", "").replace("[", ".").split("."):
        value = value[int(part)] if part.isdigit() else value[part]
    return value


def _step(connection: Connection, stand: Row) -> Step:
    assertion, coding, report = schema.assertion.c, schema.coding.c, schema.report.c
    text, coder, source = schema.text.c, schema.coder.c, schema.source.c
    row = (
        connection.execute(
            select(
                assertion.public_id.label("mention"),
                assertion.record,
                assertion.no,
                coding.is_current,
                coding.report_no,
                text.is_counted,
                text.body,
                report.public_id.label("report"),
                *(report[name] for name in ("title", "published", "address", "state")),
                source.name.label("publisher"),
                *(coder[name] for name in ("name", "version", "codebook")),
            )
            .join_from(schema.assertion, schema.coding, coding.no == assertion.coding_no)
            .join(schema.text, text.no == coding.text_no)
            .join(schema.report, report.no == coding.report_no)
            .join(schema.source, source.no == report.source_no, isouter=True)
            .join(schema.coder, coder.no == coding.coder_no)
            .where(assertion.no == stand["assertion"])
        )
        .mappings()
        .one()
    )
    path = stand["path"]
    return Step(
        path=path,
        value=value_at(row["record"], path),
        words=_words(row["record"], path, row["body"]),
        voices=_voices(row["record"], path),
        mention=row["mention"],
        report=row["report"],
        title=row["title"],
        publisher=row["publisher"],
        published=row["published"],
        address=row["address"],
        coder=f"{row['name']} {row['version']}",
        codebook=row["codebook"],
        standing=standing_of(row),
    )


def _words(record: Row, path: str, body: str) -> tuple[Row, ...]:
    """The words of a value: those that the evidence names, or its own, or the anchors of the event."""
    spans = [(entry["start"], entry["end"]) for entry in record["evidence"] if entry["field"] == path]
    value = value_at(record, path)
    if not spans and isinstance(value, dict) and value.get("start") is not None:
        spans = [(value["start"], value["end"])]
    if not spans and path == "factuality":
        spans = [(cue["start"], cue["end"]) for cue in value["cues"]]
    spans = spans or [(anchor["start"], anchor["end"]) for anchor in record["anchors"]]
    return tuple({"text": body[start:end], "start": start, "end": end} for start, end in dict.fromkeys(spans))


def _voices(record: Row, path: str) -> tuple[str, ...]:
    value = value_at(record, path)
    own = value.get("attribution") if isinstance(value, dict) else None
    return tuple(f"{v['voice']} ({v['role']})" if v["voice"] else "hearsay" for v in own or record["attribution"])


def standing_of(row: Any) -> str:
    """Say whether a mention counts, from whether its coding and its text do; else why not."""
    if not row["is_current"]:
        return "coded anew since"
    if row["is_counted"]:
        return "counts"
    return f"report {row['state']}"


def decisions_about(connection: Connection, kind: str, target: str) -> list[Row]:
    """Give all decisions on an event or actor, undone ones too, in the order in which they were taken."""
    decision, state = schema.decision.c, schema.decision_state.c
    names = ("public_id", "at", "who", "why", "kind", "field", "value")
    rows = connection.execute(
        select(*(decision[name] for name in names), decision.anchor, state.state)
        .join(schema.decision_state, state.decision_no == decision.no, isouter=True)
        .where(decision.target_kind == kind, decision.target == target)
        .order_by(decision.no)
    )
    return [
        {**{name: row[name] for name in (*names, "state")}, "evidence": (row["anchor"] or {}).get("evidence")}
        for row in rows.mappings()
    ]


__all__ = [
    "FIELDS",
    "Step",
    "Trace",
    "decisions_about",
    "find_event",
    "standing_of",
    "trace_event",
    "value_at",
]
