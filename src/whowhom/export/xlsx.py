"""A workbook: events, claims, ties, sources, definitions and methods, a sheet each.

In: events. Out: XLSX bytes, the same for the same data.

What one would get wrong: text is written as text. Neither formulas nor links are made of what
stands in a report, whatever it begins with.
"""

from __future__ import annotations

import datetime
import io
from typing import Any

from whowhom.errors import UsageError
from whowhom.export import flat, tables
from whowhom.export.cells import cell
from whowhom.export.formats import Format
from whowhom.export.report import ExportReport
from whowhom.export.tables import Sheet
from whowhom.safeguard.rows import Dataset

NOTE = flat.NOTE
MAX_CELL_LENGTH = 32_767  # The limit of the file format, in UTF-16 units.
CUT = " ... (cut)"
COLUMN_WIDTHS = {"notes": 60, "claims": 60, "definition": 70, "value": 100, "what": 30}
# A fixed instant: the day of writing would make the bytes differ.
CREATED = datetime.datetime(2000, 1, 1)


def definitions_sheet() -> Sheet:
    """What each column of the events means."""
    rows = [[column.name, column.meaning] for column in flat.COLUMNS]
    return Sheet("definitions", ("column", "definition"), rows)


def _render(dataset: Dataset, report: ExportReport) -> bytes:
    try:
        import xlsxwriter
    except ModuleNotFoundError:
        raise UsageError(
            "format 'xlsx' needs the package xlsxwriter. Install it with: pip install 'whowhom[exports]'"
        ) from None
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, options)
    book.set_properties({"title": "whowhom export", "comments": report.note, "created": CREATED})
    events = Sheet("events", tuple(column.name for column in flat.COLUMNS), flat.flat_rows(dataset, report))
    sheets = [events, tables.claims_sheet(dataset), tables.ties_sheet(dataset), tables.sources_sheet(dataset)]
    sheets += [definitions_sheet(), tables.methods_sheet(dataset, report)]
    sheets += [tables.gone_sheet(dataset)] if dataset.release is not None else []
    bold = book.add_format({"bold": True})
    for sheet in sheets:
        _write_sheet(book.add_worksheet(sheet.name), sheet, bold, report)
    book.close()
    return target.getvalue()


def _write_sheet(page: Any, sheet: Sheet, bold: Any, report: ExportReport) -> None:
    page.freeze_panes(1, 0)
    for number, name in enumerate(sheet.head):
        page.set_column(number, number, COLUMN_WIDTHS.get(name, 16))
        page.write_string(0, number, name, bold)
    for line, row in enumerate(sheet.rows, 1):
        for number, value in enumerate(row):
            _write_cell(page, line, number, cell(value), report, str(row[0]))


def _write_cell(page: Any, line: int, number: int, value: Any, report: ExportReport, row_id: str) -> None:
    if value is None:
        return
    if isinstance(value, (int, float)):
        page.write_number(line, number, value)
        return
    if len(value.encode("utf-16-le")) // 2 > MAX_CELL_LENGTH:
        report.cannot_hold(row_id, "a long text", f"a cell holds {MAX_CELL_LENGTH} characters; it was cut")
        value = value[: MAX_CELL_LENGTH // 2 - len(CUT)] + CUT
    page.write_string(line, number, value)


XLSX = Format(
    name="xlsx",
    suffix=".xlsx",
    summary="a workbook with sheets of events, claims, ties, sources, definitions and methods",
    note=NOTE,
    render=_render,
    columns=flat.COLUMNS,
    rules=flat.RULES,
    extra="exports",
)
