"""Rows of a case as a table, JSON or CSV.

In: plain rows with the same keys. Out: text on standard output. CSV is safe to open in a
spreadsheet: a cell that a spreadsheet would take for a formula begins with an apostrophe.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from whowhom.cli.cells import plain
from whowhom.cli.output import open_output

Row = Mapping[str, Any]
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
TABLE_WIDTHS = (80, 160)
NUMBERS = ("killed", "injured", "events", "witnesses", "reports", "sign")


def write_rows(
    rows: Sequence[Row],
    *,
    form: str,
    table: Sequence[Row],
    output: Path | None = None,
    columns: Sequence[str] = (),
    inputs: Sequence[Path | str] = (),
) -> None:
    """Write rows.

    Args:
        form: "table", "json" or "csv".
        table: The same rows as a person reads them: fewer columns, values as words.
        columns: Head of the CSV where there is no row.
        inputs: What was read for them; none of it may be the output.
    """
    if form == "json":
        text = json.dumps([dict(row) for row in rows], ensure_ascii=False, indent=2) + "\n"
    elif form == "csv":
        text = csv_text(rows, columns)
    else:
        text = table_text(table)
    with open_output(output, for_reading=form == "table", inputs=inputs) as target:
        target.write(text)


def csv_text(rows: Iterable[Row], columns: Sequence[str] = ()) -> str:
    """Write rows as CSV with a head; None is an empty cell, lists are joined by "; "."""
    target = io.StringIO()
    rows = list(rows)
    writer = csv.writer(target, lineterminator="\r\n")
    head = list(rows[0]) if rows else list(columns)
    writer.writerow(head)
    writer.writerows([_cell(row[name]) for name in head] for row in rows)
    return target.getvalue()


def table_text(rows: Sequence[Row]) -> str:
    """Lay rows out for a terminal; nothing for no rows."""
    if not rows:
        return ""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    # COLUMNS holds in a pipe too; without it and without a terminal a table is as wide as it may be.
    width = shutil.get_terminal_size((TABLE_WIDTHS[1], 24)).columns
    width = min(max(width, TABLE_WIDTHS[0]), TABLE_WIDTHS[1])
    console = Console(file=io.StringIO(), width=width, markup=False, highlight=False, emoji=False)
    grid = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for name in rows[0]:
        grid.add_column(name, overflow="fold", justify="right" if name in NUMBERS else "left", no_wrap=name == "id")
    for row in rows:
        grid.add_row(*("" if value is None else plain(str(value)) for value in row.values()))
    console.print(grid)
    written = console.file
    assert isinstance(written, io.StringIO)
    return "\n".join(line.rstrip() for line in written.getvalue().strip("\n").split("\n")) + "\n"


def _cell(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        value = "; ".join(map(str, value))
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value
