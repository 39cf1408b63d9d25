"""One row per event with everything that a flat table can hold, in whowhom's own columns.

In: events. Out: CSV; the same columns serve the workbook and Parquet.

What one would get wrong: a cell has one value. Where there are several dates, places or
figures, the columns hold the one that stands for the event, and ``claims`` holds all figures
with their voices.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from whowhom.export.cells import csv_bytes
from whowhom.export.countries import country_name
from whowhom.export.formats import Column, Format
from whowhom.export.report import ExportReport
from whowhom.export.sentences import describe, figure_words
from whowhom.export.views import by_id, first_date, first_place, names_in, publishers, sources_of, voice_words
from whowhom.safeguard.places import sensitivities
from whowhom.safeguard.rows import ClaimRow, Dataset, EventRow, SourceRow

NOTE = "whowhom's own columns: what sources claim, with low, best and high"
Pair = tuple[EventRow, Mapping[str, SourceRow]]


def claim_words(claim: ClaimRow) -> str:
    """Write a claim on one line: field, figure, of whom, by whose account."""
    of = f" of {claim.of.name}" if claim.of is not None else ""
    part = " (part of another figure)" if claim.part_of else ""
    if claim.value is not None:
        return f"responsibility{of}: {claim.value} [{voice_words(claim.voices)}]"
    scope = "" if claim.scope == "event" else f" ({claim.scope})"
    return f"{claim.field}{of}: {figure_words(claim)}{scope}{part} [{voice_words(claim.voices)}]"


def claims_json(event: EventRow) -> str:
    """Write all claims of an event as JSON, for columns that programs read."""
    rows = [
        {
            "id": claim.id,
            "field": claim.field,
            "value": claim.value,
            "of": claim.of.name if claim.of else None,
            "status": claim.status,
            "low": claim.low,
            "best": claim.best,
            "high": claim.high,
            "bound": claim.bound,
            "scope": claim.scope,
            "part_of": claim.part_of,
            "voices": [
                {"name": v.name, "role": v.role, "interest": v.interest, "joint": v.joint} for v in claim.voices
            ],
            "source": claim.source,
        }
        for claim in event.claims
    ]
    return json.dumps(rows, ensure_ascii=False)


def _date(pair: Pair, name: str) -> Any:
    date = first_date(pair[0])
    return None if date is None else getattr(date, name)


def _place(pair: Pair, name: str) -> Any:
    place = first_place(pair[0])
    return None if place is None else getattr(place, name)


def _links(pair: Pair) -> list[str]:
    return [f"{link} {other}" for link, other in pair[0].links]


def _country(pair: Pair) -> str | None:
    return country_name(_place(pair, "country"))


COLUMNS = (
    Column("id", "id of the event with the case's prefix", lambda p: p[0].id),
    Column("version", "counts the changes of the event", lambda p: p[0].version),
    Column("change", "since the release named with --since", lambda p: p[0].change),
    Column("review_status", "unreviewed, accepted, corrected or rejected", lambda p: p[0].review_status),
    Column("status", "status in the case: confirmed, fair, weak, contested, denied", lambda p: p[0].status),
    Column("type", "event type of the codebook", lambda p: p[0].type),
    Column("modes", "modes of the type, most specific first", lambda p: list(p[0].modes)),
    Column("clarity", "single, or several events told as one", lambda p: p[0].clarity),
    Column("event_count", "how many, for several told as one", lambda p: p[0].event_count),
    Column("background", "not the news of its report", lambda p: p[0].background),
    Column("polarity", "whether it is told as having happened", lambda p: p[0].polarity),
    Column("certainty", "how sure the voice is", lambda p: p[0].certainty),
    Column("stage", "accomplished, under way, attempted, planned ...", lambda p: p[0].stage),
    Column("actors", "those who act", lambda p: names_in(p[0], "actor")),
    Column("targets", "those acted on", lambda p: names_in(p[0], "target")),
    Column("parties", "those told without a direction", lambda p: names_in(p[0], "party")),
    Column("assisting", "those who help, and things used", lambda p: names_in(p[0], "assisting")),
    Column("date_from", "first day", lambda p: _date(p, "first")),
    Column("date_to", "last day, included", lambda p: _date(p, "last")),
    Column("date_precision", "1 day, 2 days, 3 week, 4 month, 5 year", lambda p: _date(p, "precision")),
    Column("date_extent", "within: some time in it; throughout: all of it", lambda p: _date(p, "extent")),
    Column("place", "name in the gazetteer", lambda p: _place(p, "name")),
    Column("place_role", "at, from, to, along, target, launched from", lambda p: _place(p, "role")),
    Column("admin2", "second-level area", lambda p: _place(p, "admin2")),
    Column("admin1", "first-level area", lambda p: _place(p, "admin1")),
    Column("country", "name of the country", _country),
    Column("country_code", "ISO 3166-1 alpha-2", lambda p: _place(p, "country")),
    Column("latitude", "WGS 84 degrees", lambda p: _place(p, "latitude")),
    Column("longitude", "WGS 84 degrees", lambda p: _place(p, "longitude")),
    Column("radius_km", "radius in which the true point should lie", lambda p: _place(p, "radius_km")),
    Column("geoprecision", "1 to 7, as UCDP's where_prec", lambda p: _place(p, "geoprecision")),
    Column("gazetteer_id", "id in the gazetteer", lambda p: _place(p, "gazetteer_id")),
    Column(
        "place_basis",
        "told, context (told of what stands around it), report (its country)",
        lambda p: _place(p, "basis"),
    ),
    Column("place_protection", "how a sensitive place was coarsened", lambda p: _place(p, "protection")),
    Column("sensitivity", "why places of the event are sensitive", lambda p: list(sensitivities(p[0]))),
    Column("killed_low", "lowest account of people killed", lambda p: p[0].killed.low),
    Column("killed_best", "best account", lambda p: p[0].killed.best),
    Column("killed_high", "highest account; empty: no account bounds it", lambda p: p[0].killed.high),
    Column("injured_low", "lowest account of people injured", lambda p: p[0].injured.low),
    Column("injured_best", "best account", lambda p: p[0].injured.best),
    Column("injured_high", "highest account; empty: no account bounds it", lambda p: p[0].injured.high),
    Column("claims", "every figure and responsibility with its voice", lambda p: [claim_words(c) for c in p[0].claims]),
    Column("voices", "who says so, outermost first", lambda p: voice_words(p[0].voices)),
    Column("acled_event_type", "crosswalk to ACLED's classes", lambda p: (p[0].codes.acled or (None,) * 3)[1]),
    Column("acled_sub_event_type", "crosswalk to ACLED's classes", lambda p: (p[0].codes.acled or (None,) * 3)[2]),
    Column("ged_type_of_violence", "crosswalk to UCDP: 1, 2 or 3", lambda p: p[0].codes.ged),
    Column("cameo_root", "crosswalk to CAMEO", lambda p: p[0].codes.cameo),
    Column("quad_class", "GDELT's quad class, 1 to 4", lambda p: p[0].codes.quad_class),
    Column("score", "estimated probability that the report tells it", lambda p: p[0].score),
    Column("links", "part of, in retaliation for ..., with the other event's id", _links),
    Column("outlets", "outlets that may be named", lambda p: publishers(sources_of(p[0], p[1]))),
    Column("sources", "ids in the list of sources", lambda p: list(p[0].sources)),
    Column("notes", "sentences built from coded values and voices", lambda p: describe(p[0])),
)
RULES = {
    "figures": "low, best and high over all accounts, none chosen; unknown is empty and never 0",
    "dates": "interval with its precision, no day is made up",
    "places": "name, point and radius with geoprecision; an unresolved place has no point",
}


def flat_rows(dataset: Dataset, report: ExportReport) -> list[list[Any]]:
    """Fill the columns for every event, in order."""
    sources = by_id(dataset)
    rows = [[column.fill((event, sources)) for column in COLUMNS if column.fill] for event in dataset.events]
    for event in dataset.events:
        if len(event.places) > 1:
            report.cannot_hold(event.id, f"{len(event.places) - 1} more places", "one place stands for the event")
        if len(event.dates) > 1:
            report.cannot_hold(event.id, f"{len(event.dates) - 1} more dates", "one date stands for the event")
    report.rows = len(rows)
    return rows


def _render(dataset: Dataset, report: ExportReport) -> bytes:
    return csv_bytes([column.name for column in COLUMNS], flat_rows(dataset, report))


CSV = Format(
    name="csv",
    suffix=".csv",
    summary="CSV in whowhom's own columns, one row per event",
    note=NOTE,
    render=_render,
    columns=COLUMNS,
    rules=RULES,
)
