"""Reports found by their words, with the stretches that show them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, select

from whowhom.casefile import schema
from whowhom.casefile.search import find_snippets, find_texts, read_query

Row = dict[str, Any]
NUMBERS_AT_ONCE = 10_000  # SQLite takes 32,766 values in one statement.


def search_reports(
    connection: Connection, query: str, *, everything: bool = False, limit: int | None = None
) -> list[Row]:
    """Find the reports whose text holds all of a query, the newest first, those without a day last.

    Args:
        everything: Also superseded and retracted reports.

    Raises:
        UsageError: the query holds no word.
    """
    terms = read_query(query)
    report, text, source = schema.report.c, schema.text.c, schema.source.c
    names = ("title", "published", "address", "state", "version")
    found: list[Row] = []
    numbers = find_texts(connection, terms)
    for start in range(0, len(numbers), NUMBERS_AT_ONCE):
        base = (
            select(report.no, report.text_no, report.public_id.label("report"), *(report[name] for name in names))
            .add_columns(source.name.label("publisher"))
            .join_from(schema.report, schema.source, source.no == report.source_no, isouter=True)
            .where(report.text_no.in_(numbers[start : start + NUMBERS_AT_ONCE]))
        )
        chosen = base if everything else base.where(report.state == "current")
        found.extend(dict(row) for row in connection.execute(chosen).mappings())
    found.sort(key=lambda row: row["no"])
    found.sort(key=lambda row: row["published"] or "", reverse=True)
    shown = found[:limit]
    bodies = dict(_pairs(connection, text, [row["text_no"] for row in shown]))
    for row in shown:
        row["snippets"] = [asdict(snippet) for snippet in find_snippets(bodies[row.pop("text_no")], terms)]
        del row["no"]
    return shown


def _pairs(connection: Connection, text: Any, numbers: list[int]) -> list[tuple[int, str]]:
    rows = connection.execute(select(text.no, text.body).where(text.no.in_(numbers)))
    return [(no, body) for no, body in rows]
