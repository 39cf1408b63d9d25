"""HDX HAPI's 19 columns of conflict events: counts by area and month.

In: events. Out: CSV with one row per second-level area, month and event type.

What one would get wrong: an event in a week across two months, or known only by its year or
first-level area, is in no cell of such a table. It is left out and reported, not spread.
"""

from __future__ import annotations

import calendar
from collections import defaultdict
from dataclasses import dataclass

from whowhom.export.acled import fatalities
from whowhom.export.cells import csv_bytes
from whowhom.export.countries import iso3
from whowhom.export.formats import Column, Format
from whowhom.export.report import ExportReport
from whowhom.export.views import bounds, first_date, first_place, reason_against
from whowhom.safeguard.rows import Dataset, EventRow

NOTE = "in HDX HAPI's columns, not HDX data"
VIOLENCE, TARGETING, DEMONSTRATION = "political_violence", "civilian_targeting", "demonstration"
REASON_CODES = "P-codes are not in the gazetteer"
REASON_HDX = "given by HDX"


@dataclass(frozen=True, slots=True)
class Cell:
    """Events of one type in one area and month; admin2 None: only the first level is known."""

    country: str
    admin1: str | None
    admin2: str | None
    month: str
    type: str
    events: tuple[EventRow, ...]


def event_types(event: EventRow) -> tuple[str, ...]:
    """HAPI's types of an event; violence against civilians is political violence too."""
    if event.codes.acled is None:
        return ()
    disorder, event_type, _ = event.codes.acled
    found = [VIOLENCE] if "Political violence" in disorder else []
    found += [TARGETING] if event_type == "Violence against civilians" else []
    return (*found, *((DEMONSTRATION,) if "Demonstrations" in disorder else ()))


def _warning(cell: Cell) -> str:
    unreviewed = sum(event.review_status == "unreviewed" for event in cell.events)
    reviewed = len(cell.events) - unreviewed
    coarse = sum(any(place.protection for place in event.places) for event in cell.events)
    told = [NOTE, f"review_status: {unreviewed} unreviewed, {reviewed} reviewed"]
    if coarse:
        told.append(f"{coarse} at a coarsened place")
    return "; ".join(told)


def _level(cell: Cell) -> int:
    return 2 if cell.admin2 else 1 if cell.admin1 else 0


def _fatalities(cell: Cell) -> int:
    return sum(fatalities(event)[0] for event in cell.events)


def _last_day(cell: Cell) -> str:
    year, month = map(int, cell.month.split("-"))
    return f"{cell.month}-{calendar.monthrange(year, month)[1]:02}"


COLUMNS = (
    Column("location_code", "ISO 3166-1 alpha-3 of the country", lambda cell: iso3(cell.country)),
    Column("has_hrp", "", None, "not known to the gazetteer"),
    Column("in_gho", "", None, "not known to the gazetteer"),
    Column("provider_admin1_name", "first-level area in the gazetteer", lambda cell: cell.admin1),
    Column("provider_admin2_name", "second-level area in the gazetteer", lambda cell: cell.admin2),
    Column("admin1_code", "", None, REASON_CODES),
    Column("admin1_name", "", None, REASON_CODES),
    Column("admin2_code", "", None, REASON_CODES),
    Column("admin2_name", "", None, REASON_CODES),
    Column("admin_level", "2, 1 or 0: how fine the area is known", _level),
    Column("event_type", "crosswalk to ACLED's disorder types", lambda cell: cell.type),
    Column("events", "number of events", lambda cell: len(cell.events)),
    Column("fatalities", "sum of ACLED's lowest figures", _fatalities),
    Column("reference_period_start", "first day of the month", lambda cell: f"{cell.month}-01"),
    Column("reference_period_end", "last day of the month", _last_day),
    Column("dataset_hdx_id", "", None, REASON_HDX),
    Column("resource_hdx_id", "", None, REASON_HDX),
    Column("warning", "the note, review_status and coarsened places", _warning),
    Column("error", "", None, "duplicates are merged in the case and not flagged here"),
)  # fmt: skip
RULES = {
    "figures": "ACLED's lowest figure of each event, added up",
    "dates": "the month in which the whole interval lies; other events are left out",
    "places": "second-level area, else first, else country, by admin_level",
    "event_type": "political_violence, civilian_targeting (also counted there), demonstration",
}


def _month(event: EventRow) -> str | None:
    date = first_date(event)
    if date is None:
        return None
    first, last = bounds(date)
    return first.isoformat()[:7] if first.isoformat()[:7] == last.isoformat()[:7] else None


def reason_to_leave_out(event: EventRow) -> str | None:
    """Why no cell can count an event; None: one does."""
    place = first_place(event)
    checks = (
        (not event_types(event), "neither political violence nor demonstration"),
        (event.clarity == "aggregate", "several events told as one"),
        (_month(event) is None, "not known to lie in one month"),
        (place is None or place.country is None, "no country"),
    )
    return reason_against(event) or next((reason for holds, reason in checks if holds), None)


def _cells(dataset: Dataset, report: ExportReport) -> list[Cell]:
    groups: dict[tuple[str, str, str, str, str], list[EventRow]] = defaultdict(list)
    for event in dataset.events:
        reason = reason_to_leave_out(event)
        if reason is not None:
            report.leave_out(event.id, reason)
            continue
        place = first_place(event)
        assert place is not None
        for kind in event_types(event):
            key = (place.country or "", place.admin1 or "", place.admin2 or "", _month(event) or "", kind)
            groups[key].append(event)
    return [
        Cell(country, admin1 or None, admin2 or None, month, kind, tuple(events))
        for (country, admin1, admin2, month, kind), events in sorted(groups.items(), key=lambda item: item[0])
    ]


def _render(dataset: Dataset, report: ExportReport) -> bytes:
    rows = [
        [None if column.fill is None else column.fill(cell) for column in COLUMNS] for cell in _cells(dataset, report)
    ]
    report.rows = len(rows)
    return csv_bytes([column.name for column in COLUMNS], rows)


HAPI = Format(
    name="hapi",
    suffix=".csv",
    summary="CSV in the 19 columns of HDX HAPI: counts by area and month",
    note=NOTE,
    render=_render,
    columns=COLUMNS,
    rules=RULES,
)
