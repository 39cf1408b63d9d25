"""UCDP GED's 49 columns: low, best, high, and the interval of days.

In: events. Out: CSV in the column order of GED 23.1 to 26.1.

What one would get wrong: the four columns of deaths add up to ``best``, so each death is
counted on one side only; what is on no side is ``deaths_unknown``. Deaths follow the sides where
GED puts them in another order, and those of side b of one-sided violence are civilians'. It is
not UCDP data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from whowhom.export.cells import csv_bytes
from whowhom.export.countries import country_name
from whowhom.export.formats import Column, Format
from whowhom.export.report import ExportReport
from whowhom.export.views import (
    actors_on,
    bounds,
    by_id,
    first_date,
    first_place,
    place_words,
    publishers,
    reason_against,
    sources_of,
    voice_words,
)
from whowhom.safeguard.rows import ActorRow, ClaimRow, Dataset, EventRow, SourceRow, When, Where

NOTE = "in UCDP GED's columns, not UCDP data"
STATE_KINDS = ("state forces", "government")
UNORGANISED = ("unidentified", "civilians", "person", "protesters", "rioters", "media", "business")
REASON_IDS = "UCDP's own numbers; not given to others' events"
REASON_GRID = "needs the PRIO grid, which is not shipped"
COUNTRY_PRECISION = 6
STATE_BASED, NON_STATE, ONE_SIDED = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Deaths:
    """Deaths as GED has them: by side, adding up to ``best``, with low and high."""

    a: int
    b: int
    civilians: int
    unknown: int
    low: int
    best: int
    high: int
    closed: bool


@dataclass(frozen=True, slots=True)
class GedRow:
    """What the columns of one row are filled from."""

    event: EventRow
    date: When
    place: Where
    side_a: str
    side_b: str
    deaths: Deaths
    sources: list[SourceRow]


def deaths_of(event: EventRow) -> Deaths | None:
    """Spread the best account over the sides; None where no number of deaths is told."""
    told = [claim for claim in event.claims if claim.field == "killed" and claim.scope == "event"]
    wholes = [claim for claim in told if claim.part_of is None]
    figure = event.killed
    best = figure.best if figure.best is not None else figure.low if figure.low is not None else figure.high
    if best is None or not (wholes or "killed" in event.corrected):
        return None
    low = min(best, figure.low if figure.low is not None else best)
    high = max(best, figure.high if figure.high is not None else best)
    account = (wholes[0].source, wholes[0].account) if wholes else None
    mine = [claim for claim in told if (claim.source, claim.account) == account]
    spread = _spread(event, mine, best)
    return Deaths(*spread, low=low, best=best, high=high, closed=figure.high is None or figure.low is None)


def _spread(event: EventRow, claims: list[ClaimRow], best: int) -> tuple[int, int, int, int]:
    """Count each claim on its side, a part before the rest of its whole; what is over or contradicts is unknown."""
    counted = {"a": 0, "b": 0, "civilians": 0}
    columns = _columns_of(event, claims)
    numbers = {claim.id: claim.best if claim.best is not None else claim.low for claim in claims}
    for claim in claims:
        number, where = numbers[claim.id], columns[claim.id]
        if number is None or where is None:
            continue
        parts = [numbers[part.id] or 0 for part in claims if part.part_of == claim.id]
        counted[where] += max(0, number - sum(parts))
    known = sum(counted.values())
    if known > best:
        return 0, 0, 0, best
    return counted["a"], counted["b"], counted["civilians"], best - known


def _columns_of(event: EventRow, claims: list[ClaimRow]) -> dict[str, str | None]:
    """Find the column of each claim; a part whose people are not told stands in that of its whole."""
    found: dict[str, str | None] = {}
    for claim in sorted(claims, key=lambda claim: claim.part_of is not None):
        found[claim.id] = _column(event, claim) or found.get(claim.part_of or "")
    return found


def _column(event: EventRow, claim: ClaimRow) -> str | None:
    if claim.status == "civilian" or (claim.of is not None and claim.of.kind == "civilians"):
        return "civilians"
    if claim.side not in ("a", "b"):
        return None
    if event.codes.ged == ONE_SIDED and claim.side == "b":
        # Side b of one-sided violence is "Civilians", whose deaths have a column of their own.
        return None if claim.status == "combatant" else "civilians"
    return {"a": "b", "b": "a"}[claim.side] if _is_turned(event) else claim.side


def _sides(event: EventRow) -> tuple[str | None, str | None]:
    """Name the sides: the government first in type 1, the perpetrator in 3, the alphabet in 2."""
    first, second = _organised(event, "a"), _organised(event, "b")
    one, other = first.name if first else None, second.name if second else None
    if event.codes.ged == ONE_SIDED:
        return one, "Civilians"
    return (other, one) if _is_turned(event) else (one, other)


def _is_turned(event: EventRow) -> bool:
    """Say whether GED's order of the sides is the other way round; names and deaths follow it together."""
    first, second = _organised(event, "a"), _organised(event, "b")
    if first is None or second is None:
        return False
    if event.codes.ged == STATE_BASED:
        return second.kind in STATE_KINDS and first.kind not in STATE_KINDS
    return event.codes.ged == NON_STATE and second.name < first.name


def _organised(event: EventRow, side: str) -> ActorRow | None:
    """Find the first organised, named actor of a side."""
    actors = actors_on(event, side)
    return next((actor for actor in actors if not actor.is_private and actor.kind not in UNORGANISED), None)


def _day(row: GedRow, which: int) -> str:
    return f"{bounds(row.date)[which].isoformat()} 00:00:00.000"


def _original(row: GedRow) -> list[str]:
    told = [claim for claim in row.event.claims if claim.field == "killed"]
    return list(dict.fromkeys(voice_words(claim.voices) for claim in told))


def _point(row: GedRow) -> str | None:
    place = row.place
    return None if place.latitude is None else f"POINT ({place.longitude} {place.latitude})"


def _where(row: GedRow) -> str | None:
    """Name what the point is of: a name without a point of its own has that of its country."""
    place = row.place
    if place.geoprecision == COUNTRY_PRECISION and place.gazetteer_id is None:
        return country_name(place.country)
    return place.name


def _headlines(row: GedRow) -> list[str]:
    return [source.title for source in row.sources if source.title]


def _clarity(row: GedRow) -> int:
    return 2 if row.event.clarity == "aggregate" else 1


def _articles(row: GedRow) -> list[str]:
    parts = [(source.publisher, source.published, source.title) for source in row.sources]
    return [",".join(part for part in row if part) for row in parts]


COLUMNS = (
    Column("id", "id of the event with the case's prefix; never UCDP's", lambda row: row.event.id),
    Column("relid", "the same with its version", lambda row: f"{row.event.id}/v{row.event.version}"),
    Column("year", "year of date_start", lambda row: bounds(row.date)[0].year),
    Column("active_year", "", None, "needs the 25 deaths a year of UCDP's dyads"),
    Column("code_status", "review_status and the note", lambda row: f"review_status={row.event.review_status}; {NOTE}"),
    Column("type_of_violence", "crosswalk to UCDP", lambda row: row.event.codes.ged),
    Column("conflict_dset_id", "", None, REASON_IDS),
    Column("conflict_new_id", "", None, REASON_IDS),
    Column("conflict_name", "", None, "UCDP's own names of conflicts"),
    Column("dyad_dset_id", "", None, REASON_IDS),
    Column("dyad_new_id", "", None, REASON_IDS),
    Column("dyad_name", "the two sides", lambda row: f"{row.side_a} - {row.side_b}"),
    Column("side_a_dset_id", "", None, REASON_IDS),
    Column("side_a_new_id", "", None, REASON_IDS),
    Column("side_a", "the government (type 1), first in the alphabet (2), the perpetrator (3)", lambda row: row.side_a),
    Column("side_b_dset_id", "", None, REASON_IDS),
    Column("side_b_new_id", "", None, REASON_IDS),
    Column("side_b", "the other side; Civilians in type 3", lambda row: row.side_b),
    Column("number_of_sources", "reports that tell it", lambda row: len(row.event.sources)),
    Column("source_article", "outlet, date and headline, where they may be named", _articles),
    Column("source_office", "outlets that may be named", lambda row: publishers(row.sources)),
    Column("source_date", "dates of publication", lambda row: [s.published for s in row.sources if s.published]),
    Column("source_headline", "headlines, where they may be told", _headlines),
    Column("source_original", "who said the figures of deaths", _original),
    Column("where_prec", "geoprecision", lambda row: row.place.geoprecision),
    Column("where_coordinates", "name of the place; of the country where no more is known", _where),
    Column("where_description", "the place with its areas, and how it was coarsened", lambda row: "; ".join(
        part for part in (place_words(row.place), row.place.protection) if part
    )),
    Column("adm_1", "first-level area", lambda row: row.place.admin1),
    Column("adm_2", "second-level area", lambda row: row.place.admin2),
    Column("latitude", "of the place or the middle of its area", lambda row: row.place.latitude),
    Column("longitude", "of the place or the middle of its area", lambda row: row.place.longitude),
    Column("geom_wkt", "the point", _point),
    Column("priogrid_gid", "", None, REASON_GRID),
    Column("country", "country of the place", lambda row: country_name(row.place.country)),
    Column("country_id", "", None, "Gleditsch and Ward numbers are not shipped"),
    Column("region", "", None, "UCDP's regions are not in the gazetteer"),
    Column("event_clarity", "1 a single event, 2 several told as one", _clarity),
    Column("date_prec", "date precision", lambda row: row.date.precision),
    Column("date_start", "first day of the interval", lambda row: _day(row, 0)),
    Column("date_end", "last day of the interval", lambda row: _day(row, 1)),
    Column("deaths_a", "deaths on side a in the best account", lambda row: row.deaths.a),
    Column("deaths_b", "deaths on side b in the best account; none in type 3", lambda row: row.deaths.b),
    Column("deaths_civilians", "civilian deaths in the best account", lambda row: row.deaths.civilians),
    Column("deaths_unknown", "what is left of best", lambda row: row.deaths.unknown),
    Column("best", "best account; where none is exact, the lowest told", lambda row: row.deaths.best),
    Column("high", "highest account, at least best", lambda row: row.deaths.high),
    Column("low", "lowest account, at most best", lambda row: row.deaths.low),
    Column("gwnoa", "", None, "Gleditsch and Ward numbers are not shipped"),
    Column("gwnob", "", None, "Gleditsch and Ward numbers are not shipped"),
)  # fmt: skip
RULES = {
    "figures": "low, best and high over all accounts; where no account gives a best, the lowest told; "
    "an open bound is closed at best; deaths by side add up to best",
    "dates": "the whole interval with date_prec; an open end is the other end",
    "places": "where_prec 1 to 7 with the point of the place or the middle of its area",
    "inclusion": "at least one death, a named organised actor, told as having happened",
}


def reason_to_leave_out(event: EventRow) -> str | None:
    """Why GED's columns cannot hold an event; None: they can."""
    deaths, (side_a, side_b) = deaths_of(event), _sides(event)
    place = first_place(event)
    checks = (
        (event.codes.ged is None, "no rule of the crosswalk gives a type of violence"),
        (deaths is None, "no number of deaths told"),
        (deaths is not None and deaths.best < 1, "no death told; GED takes events with at least one"),
        (side_a is None or side_b is None, "no organised, named actor on each side that GED asks for"),
        (first_date(event) is None, "no date"),
        (place is None, "no place"),
        (place is not None and place.geoprecision is None, "the place is not resolved"),
    )
    return reason_against(event) or next((reason for holds, reason in checks if holds), None)


def make_row(event: EventRow, known: Mapping[str, SourceRow]) -> GedRow:
    """Gather what a row is filled from; the event must have passed :func:`reason_to_leave_out`."""
    date, place, deaths = first_date(event), first_place(event), deaths_of(event)
    side_a, side_b = _sides(event)
    assert date is not None
    assert place is not None
    assert deaths is not None
    return GedRow(event, date, place, side_a or "", side_b or "", deaths, sources_of(event, known))


def _render(dataset: Dataset, report: ExportReport) -> bytes:
    rows, known = [], by_id(dataset)
    for event in dataset.events:
        reason = reason_to_leave_out(event)
        if reason is not None:
            report.leave_out(event.id, reason)
            continue
        row = make_row(event, known)
        if row.deaths.closed:
            report.cannot_hold(event.id, "open bound of deaths", "GED has no open bound; it is closed at best")
        if any(claim.field == "injured" for claim in event.claims):
            report.cannot_hold(event.id, "injured", "GED has no column for injured people")
        rows.append([None if column.fill is None else column.fill(row) for column in COLUMNS])
    report.rows = len(rows)
    return csv_bytes([column.name for column in COLUMNS], rows)


GED = Format(
    name="ged",
    suffix=".csv",
    summary="CSV in the 49 columns of UCDP GED, by UCDP's rules",
    note=NOTE,
    render=_render,
    columns=COLUMNS,
    rules=RULES,
)
