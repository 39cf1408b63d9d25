"""Runs: every command that changed the case, with what it counted and what failed.

In: the name of a command, later its counts. Out: rows of ``run`` and ``failure``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, insert, update

from whowhom.casefile import schema
from whowhom.casefile.codings import insert_one
from whowhom.casefile.packing import storable


def start_run(connection: Connection, *, command: str, who: str, version: str, at: str) -> int:
    """Note that a command begins to change the case; give the number of the run."""
    row = {"at": at, "who": who, "command": command, "version": version, "counts": {}}
    return insert_one(connection, schema.run, row)


def end_run(
    connection: Connection,
    run_no: int,
    counts: Mapping[str, int],
    failures: Sequence[tuple[str, str, str]] = (),
) -> None:
    """Note what a run did.

    Args:
        counts: By the name of what was counted.
        failures: Where, code and message of each report that failed.
    """
    connection.execute(update(schema.run).where(schema.run.c.no == run_no).values(counts=dict(counts)))
    rows = [
        {"run_no": run_no, "place": storable(place), "code": code, "message": storable(message)}
        for place, code, message in failures
    ]
    if rows:
        connection.execute(insert(schema.failure), rows)
