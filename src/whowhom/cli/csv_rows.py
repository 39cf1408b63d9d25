"""A coding as rows of CSV: one event per row, columns that stay.

In: a coding. Out: text in CSV, UTF-8, comma, one header.

What one would get wrong: a cell is one value. Where an event has several dates, places or
tolls, the columns hold the first and ``tolls``, ``all_dates``, ``all_places`` hold all. What is
unknown is an empty cell, and ``missing`` says why; docs/cli.md describes every column.
"""

from __future__ import annotations

import csv
import io
from typing import Any

from whowhom.cli import cells
from whowhom.records import Coding, Event, Participant, Place, Toll

# A spreadsheet runs a cell that begins with one of these as a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

COLUMNS = (
    "text_id",
    "path",
    "url",
    "title",
    "publisher",
    "published",
    "event_id",
    "type",
    "modes",
    "anchor",
    "anchor_start",
    "anchor_end",
    "background",
    "clarity",
    "event_count",
    "actors",
    "targets",
    "parties",
    "assisting",
    "date_from",
    "date_to",
    "date_precision",
    "date_words",
    "all_dates",
    "place",
    "place_role",
    "country",
    "admin1",
    "admin2",
    "latitude",
    "longitude",
    "geoprecision",
    "gazetteer_id",
    "all_places",
    "killed_low",
    "killed_best",
    "killed_high",
    "killed_words",
    "injured_low",
    "injured_best",
    "injured_high",
    "injured_words",
    "tolls",
    "instrument",
    "reason",
    "attribution",
    "attribution_role",
    "polarity",
    "certainty",
    "stage",
    "acled_disorder_type",
    "acled_event_type",
    "acled_sub_event_type",
    "ged_type_of_violence",
    "cameo_root",
    "quad_class",
    "score",
    "missing",
)


def header() -> str:
    """Write the row of column names."""
    return _line(COLUMNS)


def event_rows(coding: Coding) -> str:
    """Write one row per event, in the order of the coding; nothing for a report without events."""
    rows = (event_row(event, coding) for event in coding.events)
    return "".join(_line([_safe(row[name]) for name in COLUMNS]) for row in rows)


def event_row(event: Event, coding: Coding) -> dict[str, Any]:
    """Give the cells of one event by column; None for what is unknown."""
    publication = coding.document.publication
    anchor = event.anchors[0] if event.anchors else None
    return {
        "text_id": coding.document.id,
        "path": publication.path,
        "url": publication.url,
        "title": publication.title,
        "publisher": publication.publisher,
        "published": publication.published,
        "event_id": event.id,
        "type": event.type,
        "modes": "; ".join(event.modes),
        "anchor": anchor.text if anchor else None,
        "anchor_start": anchor.start if anchor else None,
        "anchor_end": anchor.end if anchor else None,
        "background": event.background,
        "clarity": event.clarity,
        "event_count": event.event_count,
        **_participants(event, coding),
        **_dates(event),
        **_places(event, coding),
        **_first_toll(event, "killed"),
        **_first_toll(event, "injured"),
        "tolls": cells.toll(event, coding),
        "instrument": event.instrument.text if event.instrument else None,
        "reason": event.reason.text if event.reason else None,
        "attribution": cells.chain(event.attribution, coding),
        "attribution_role": "; ".join(voice.role for voice in event.attribution),
        "polarity": event.factuality.polarity,
        "certainty": event.factuality.certainty,
        "stage": event.factuality.stage,
        **_codes(event),
        "score": event.score,
        "missing": "; ".join(f"{entry.field}: {entry.reason}" for entry in event.missing),
    }


def _participants(event: Event, coding: Coding) -> dict[str, str]:
    columns = {"actors": "actor", "targets": "target", "parties": "party", "assisting": "assisting"}
    return {
        column: "; ".join(_name(row, coding) for row in event.participants if row.role == role)
        for column, role in columns.items()
    }


def _name(row: Participant, coding: Coding) -> str:
    if row.object is not None:
        return coding.object(row.object).name
    return coding.actor(row.actor).name if row.actor is not None else ""


def _dates(event: Event) -> dict[str, Any]:
    first = event.dates[0] if event.dates else None
    return {
        "date_from": first.from_ if first else None,
        "date_to": first.to if first else None,
        "date_precision": first.precision if first else None,
        "date_words": first.text if first else None,
        "all_dates": cells.when(event),
    }


def _places(event: Event, coding: Coding) -> dict[str, Any]:
    first: Place | None = coding.place(event.places[0].place) if event.places else None
    return {
        "place": first.name if first else None,
        "place_role": event.places[0].role if event.places else None,
        "country": first.country if first else None,
        "admin1": first.admin1 if first else None,
        "admin2": first.admin2 if first else None,
        "latitude": first.latitude if first else None,
        "longitude": first.longitude if first else None,
        "geoprecision": first.geoprecision if first else None,
        "gazetteer_id": first.gazetteer_id if first else None,
        "all_places": cells.where(event, coding),
    }


def _first_toll(event: Event, outcome: str) -> dict[str, Any]:
    fitting = (row for row in event.tolls if row.outcome == outcome and row.part_of is None and row.scope == "event")
    first: Toll | None = next(fitting, None)
    return {
        f"{outcome}_low": first.low if first else None,
        f"{outcome}_best": first.best if first else None,
        f"{outcome}_high": first.high if first else None,
        f"{outcome}_words": first.text if first else None,
    }


def _codes(event: Event) -> dict[str, Any]:
    acled, ged, cameo = event.acled, event.ged, event.cameo
    return {
        "acled_disorder_type": acled.disorder_type if acled else None,
        "acled_event_type": acled.event_type if acled else None,
        "acled_sub_event_type": acled.sub_event_type if acled else None,
        "ged_type_of_violence": ged.type_of_violence if ged else None,
        "cameo_root": cameo.root if cameo else None,
        "quad_class": cameo.quad_class if cameo else None,
    }


def _safe(value: Any) -> Any:
    """Write a value so that no spreadsheet runs it and no program needs a locale."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return value
    text = cells.plain(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _line(values: Any) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(values)
    return line.getvalue()


def failure_rows(rows: list[tuple[str, str, str]]) -> str:
    """Write the failure report: where, code and message of each."""
    return _line(("where", "code", "message")) + "".join(_line([_safe(cell) for cell in row]) for row in rows)
