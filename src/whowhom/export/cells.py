"""Cells of tables that no spreadsheet runs, and tables as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from whowhom.safeguard.words import clean

# A spreadsheet runs a cell that begins with one of these as a formula; some fold the wide forms to the plain ones.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "＝", "＋", "－", "＠", "%")
SEPARATOR = "; "


def cell(value: Any) -> Any:
    """Write a value for a cell: lists joined, text on one line and never a formula; numbers and None as they are."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        value = SEPARATOR.join(str(item) for item in value)
    if not isinstance(value, str):
        return value
    text = clean(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def csv_bytes(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Write a table as CSV in UTF-8 with CRLF, as RFC 4180 has it; None is an empty cell."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([cell(value) for value in row] for row in rows)
    return target.getvalue().encode("utf-8", "replace")
