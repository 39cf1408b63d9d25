"""ACLED's 31 columns, filled by ACLED's own rules.

In: events. Out: CSV in ACLED's column order of 2024 and later, with text labels for actor types.

What one would get wrong: ACLED has one date, one place and one figure where the case has an
interval, a radius and claims. The rule that made one of many stands in the report and, row by
row, in ``tags``. It is not ACLED data.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from whowhom.export.cells import csv_bytes
from whowhom.export.countries import country_name, iso_number
from whowhom.export.formats import Column, Format
from whowhom.export.report import ExportReport
from whowhom.export.sentences import describe
from whowhom.export.views import (
    actors_on,
    bounds,
    by_id,
    first_date,
    first_place,
    middle,
    publishers,
    reason_against,
    sources_of,
)
from whowhom.safeguard.people import OF_KIND, OF_WORDS
from whowhom.safeguard.rows import ActorRow, ClaimRow, Dataset, EventRow, SourceRow, When, Where

NOTE = "in ACLED's columns, not ACLED data"
TIME_PRECISION = {1: 1, 2: 2, 3: 2, 4: 3}
"""ACLED's precision by ours (UCDP's); a year alone has no code."""
GEO_PRECISION = {1: 1, 2: 2, 3: 2, 4: 3, 5: 3, 7: 3}
"""ACLED's precision by ours; a country alone has no code."""
VAGUE_FIGURES = {"tens": 10, "dozens": 12, "hundreds": 100}
UNNUMBERED = 3  # ACLED's figure for a plural without a number outside war; within war it takes 10.

STATE, REBELS, POLITICAL, IDENTITY = "State forces", "Rebel group", "Political militia", "Identity militia"
RIOTERS, PROTESTERS, CIVILIANS, EXTERNAL = "Rioters", "Protesters", "Civilians", "External/Other forces"
ACTOR_TYPES = (STATE, REBELS, POLITICAL, IDENTITY, RIOTERS, PROTESTERS, CIVILIANS, EXTERNAL)
"""ACLED's types in the order of its codes, 1 to 8; a pair is named lowest first."""
TYPE_OF_KIND = {
    "state forces": STATE,
    "government": STATE,
    "rebel group": REBELS,
    "political militia": POLITICAL,
    "unidentified": POLITICAL,
    "identity militia": IDENTITY,
    "rioters": RIOTERS,
    "protesters": PROTESTERS,
    "civilians": CIVILIANS,
    "person": CIVILIANS,
    "media": CIVILIANS,
    "party": CIVILIANS,
    "business": CIVILIANS,
    "international organisation": EXTERNAL,
    "other": EXTERNAL,
}
NAME_OF_KIND = {
    "unidentified": "Unidentified Armed Group",
    "civilians": "Civilians",
    "protesters": "Protesters",
    "rioters": "Rioters",
}
"""Actors that ACLED names by kind and country."""
NOUNS_OF_PERSONS = frozenset((OF_KIND["person"], *(noun for noun, _ in OF_WORDS)))
"""What stands for a private person ("a journalist"): civilians to ACLED, who names none; the notes keep the noun."""
DOER_NOT_TOLD = {
    "Battles": "unidentified",
    "Explosions/Remote violence": "unidentified",
    "Violence against civilians": "unidentified",
    "Riots": "rioters",
    "Protests": "protesters",
}
"""Kind of the actor that ACLED names where nobody tells who it was; the victims never stand in its stead."""
ODD_PAIR = (CIVILIANS, EXTERNAL)  # The one pair that ACLED names highest first.
SCALES = {"local": "Subnational", "national": "National", "regional": "Regional", "international": "International"}
KINDS = {
    "new media": "New media",
    "local partner": "Local partner",
    "report": "Other",
    "party": "Other",
    "official": "Other",
}
SCALE_ORDER = ("Local partner", "New media", "Subnational", "Other", "National", "Regional", "International")


@dataclass(frozen=True, slots=True)
class AcledRow:
    """What the columns of one row are filled from."""

    event: EventRow
    date: When
    day: datetime.date
    place: Where
    first: list[ActorRow]
    second: list[ActorRow]
    is_told: bool
    figure: int
    figure_rule: str
    sources: list[SourceRow]

    @property
    def acled(self) -> tuple[str, str, str]:
        """Disorder type, event type, sub-event type."""
        assert self.event.codes.acled is not None
        return self.event.codes.acled


def fatalities(event: EventRow) -> tuple[int, str]:
    """Give ACLED's one figure, the lowest that any voice gives or what a person corrected, and the rule behind it."""
    if "killed" in event.corrected:
        fixed = [number for number in (event.killed.low, event.killed.best, event.killed.high) if number is not None]
        return (fixed[0], "corrected by a person") if fixed else (0, "no figure told")
    told = [
        claim for claim in event.claims if claim.field == "killed" and claim.part_of is None and claim.scope == "event"
    ]
    if not told:
        return 0, "no figure told"
    voices: dict[tuple[str, int], list[tuple[int, str]]] = {}
    for claim in told:
        voices.setdefault((claim.source, claim.account), []).append(_figure(claim))
    totals = [(sum(number for number, _ in rows), rows[0][1]) for rows in voices.values()]
    number, rule = min(totals)
    return number, rule if len(totals) == 1 else f"lowest of {len(totals)} accounts"


def _figure(claim: ClaimRow) -> tuple[int, str]:
    if claim.vague in VAGUE_FIGURES:
        return VAGUE_FIGURES[claim.vague], f"{claim.vague} as {VAGUE_FIGURES[claim.vague]}"
    if claim.bound in ("vague", "none stated"):
        return UNNUMBERED, f"number not told as {UNNUMBERED}"
    given = [number for number in (claim.low, claim.best, claim.high) if number is not None]
    return (given[0], claim.bound or "exact") if given else (UNNUMBERED, f"number not told as {UNNUMBERED}")


def event_day(date: When) -> datetime.date:
    """ACLED's one day: the first of a stretch, the middle of a time within which it happened, of a month its 15th."""
    first, last = bounds(date)
    if date.extent == "throughout" or date.precision == 1:
        return first
    is_month = (
        first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1] and first.month == last.month
    )
    return first.replace(day=15) if is_month else middle(date)


def actor_type(actor: ActorRow, country: str | None) -> str:
    """ACLED's type of an actor; state forces abroad are external forces."""
    kind = TYPE_OF_KIND.get(actor.kind or "", POLITICAL)
    return EXTERNAL if kind == STATE and actor.country and country and actor.country != country else kind


def interaction(first: str, second: str) -> str | None:
    """Name a pair of types, lowest code first; one alone is "only"."""
    if not first and not second:
        return None
    if not first or not second:
        return f"{first or second} only"
    low, high = sorted((first, second), key=ACTOR_TYPES.index)
    return f"{high}-{low}" if (low, high) == ODD_PAIR else f"{low}-{high}"


def _name(actor: ActorRow, country: str | None) -> str:
    where = country_name(country)
    noun = NAME_OF_KIND.get(actor.kind or "") if actor.is_private else None
    if actor.is_private and actor.name in NOUNS_OF_PERSONS:
        noun = NAME_OF_KIND["civilians"]
    return f"{noun} ({where})" if noun and where else noun or actor.name


def _actor(actors: list[ActorRow], row: AcledRow) -> str | None:
    return _name(actors[0], row.place.country) if actors else None


def _others(actors: list[ActorRow], row: AcledRow) -> list[str]:
    return list(dict.fromkeys(_name(actor, row.place.country) for actor in actors[1:]))


def _type(actors: list[ActorRow], row: AcledRow) -> str:
    return actor_type(actors[0], row.place.country) if actors else ""


def _targeting(row: AcledRow) -> str | None:
    types = {_type(row.first, row), _type(row.second, row)}
    return "Civilian targeting" if row.acled[1] == "Violence against civilians" or CIVILIANS in types else None


def _scale(row: AcledRow) -> str | None:
    found = {KINDS.get(source.kind or "") or SCALES.get(source.scale or "") for source in row.sources}
    kinds = [kind for kind in SCALE_ORDER if kind in found]
    return "-".join(kinds[:2]) or None


def _location(row: AcledRow) -> str | None:
    return row.place.name or row.place.admin1


def _tags(row: AcledRow) -> list[str]:
    tags = [NOTE, f"review_status={row.event.review_status}", f"version={row.event.version}"]
    tags.append(f"fatalities rule={row.figure_rule}")
    if not row.is_told:
        tags.append("actor1=not told")
    if row.place.basis != "told":
        tags.append(f"place_basis={row.place.basis}")
    if row.place.protection:
        tags.append(f"place={row.place.protection}")
    return tags


COLUMNS = (
    Column("event_id_cnty", "id of the event with the case's prefix; never ACLED's", lambda row: row.event.id),
    Column("event_date", "the day by the date rule", lambda row: row.day.isoformat()),
    Column("year", "year of event_date", lambda row: row.day.year),
    Column(
        "time_precision", "date precision: 1 to 1, 2 and 3 to 2, 4 to 3", lambda row: TIME_PRECISION[row.date.precision]
    ),
    Column("disorder_type", "crosswalk to ACLED", lambda row: row.acled[0]),
    Column("event_type", "crosswalk to ACLED", lambda row: row.acled[1]),
    Column("sub_event_type", "crosswalk to ACLED", lambda row: row.acled[2]),
    Column(
        "actor1",
        "first actor of side a, or the one named where none is told; no direction implied",
        lambda row: _actor(row.first, row),
    ),
    Column("assoc_actor_1", "other actors of side a", lambda row: _others(row.first, row)),
    Column("inter1", "kind of actor1 on the day, as a label", lambda row: _type(row.first, row) or None),
    Column("actor2", "first actor of side b", lambda row: _actor(row.second, row)),
    Column("assoc_actor_2", "other actors of side b", lambda row: _others(row.second, row)),
    Column("inter2", "kind of actor2 on the day, as a label", lambda row: _type(row.second, row) or None),
    Column(
        "interaction",
        "the two kinds, lowest code first",
        lambda row: interaction(_type(row.first, row), _type(row.second, row)),
    ),
    Column(
        "civilian_targeting", "civilians are actor1 or actor2, or the type is violence against civilians", _targeting
    ),
    Column("iso", "ISO 3166-1 number of the country", lambda row: iso_number(row.place.country)),
    Column("region", "", None, "ACLED's regions are not in the gazetteer"),
    Column(
        "country", "country of the place, by its name in the gazetteer", lambda row: country_name(row.place.country)
    ),
    Column("admin1", "first-level area", lambda row: row.place.admin1),
    Column("admin2", "second-level area", lambda row: row.place.admin2),
    Column("admin3", "", None, "the gazetteer has no third-level areas"),
    Column("location", "name of the place, else its first-level area", _location),
    Column("latitude", "of the place or the middle of its area", lambda row: row.place.latitude),
    Column("longitude", "of the place or the middle of its area", lambda row: row.place.longitude),
    Column(
        "geo_precision",
        "geoprecision: 1 to 1, 2 and 3 to 2, 4, 5 and 7 to 3",
        lambda row: GEO_PRECISION[row.place.geoprecision],
    ),
    Column("source", "outlets that the profile lets be named", lambda row: publishers(row.sources)),
    Column("source_scale", "kind and scale of listed outlets", _scale),
    Column("notes", "sentences built from coded values and voices", lambda row: describe(row.event)),
    Column("fatalities", "lowest figure of any voice, by the rule for vague words", lambda row: row.figure),
    Column("tags", "the note, review_status, version and rules of this row", _tags),
    Column("timestamp", "", None, "the instant of the last edit is not kept outside the case"),
)
RULES = {
    "figures": "lowest of all accounts, or as a person corrected it; "
    "tens 10, dozens 12, hundreds 100; a number not told 3 (ACLED takes 10 in war); "
    "no deaths told 0, which is not the same as none",
    "dates": "one day: the first of a stretch, the 15th of a month, the middle of any other time in which it happened",
    "places": "the place itself, or the middle of its area; a country alone is left out",
    "unit": "one row per event; ACLED has one per day and place and divides figures among them",
    "actors": "unidentified armed people, civilians, protesters and rioters by kind and country; where nobody tells "
    "who did it, an Unidentified Armed Group, Rioters or Protesters, with actor1=not told in tags",
}


def reason_to_leave_out(event: EventRow) -> str | None:
    """Why ACLED's columns cannot hold an event; None: they can."""
    date, place = first_date(event), first_place(event)
    checks = (
        (event.codes.acled is None, "no rule of the crosswalk gives an ACLED class"),
        (event.clarity == "aggregate", "several events told as one; ACLED codes each"),
        (date is None, "no date"),
        (date is not None and date.precision not in TIME_PRECISION, "only a year is told; ACLED has no code for it"),
        (place is None, "no place"),
        (place is not None and place.latitude is None, "the place is not resolved, or was coarsened to a country"),
        (
            place is not None and place.geoprecision not in GEO_PRECISION,
            "only the country is told; no place is made up",
        ),
    )
    return reason_against(event) or next((reason for holds, reason in checks if holds), None)


def make_row(event: EventRow, known: Mapping[str, SourceRow]) -> AcledRow:
    """Gather what a row is filled from; the event must have passed :func:`reason_to_leave_out`."""
    date, place = first_date(event), first_place(event)
    assert date is not None
    assert place is not None
    figure, rule = fatalities(event)
    first, second, is_told = _sides(event)
    sources = sources_of(event, known)
    return AcledRow(event, date, event_day(date), place, first, second, is_told, figure, rule, sources)


def _sides(event: EventRow) -> tuple[list[ActorRow], list[ActorRow], bool]:
    """Give the actors of both sides, and whether they are told: not the one that ACLED names where nobody is."""
    first, second = actors_on(event, "a"), actors_on(event, "b")
    kind = DOER_NOT_TOLD.get(event.codes.acled[1]) if event.codes.acled else None
    if first or kind is None:
        return first or second, second if first else [], True
    return [ActorRow(None, NAME_OF_KIND[kind], kind, None, None, is_private=True)], second, False


def note_losses(row: AcledRow, report: ExportReport) -> None:
    """Report what the columns cannot hold of an event."""
    event, (first, last) = row.event, bounds(row.date)
    if first != last:
        report.cannot_hold(event.id, f"{first} to {last}", "one day stands for the interval")
    if event.killed.high != row.figure and any(claim.field == "killed" for claim in event.claims):
        report.cannot_hold(event.id, "range of deaths", "one figure stands for the range")
    if any(claim.field == "injured" for claim in event.claims):
        report.cannot_hold(event.id, "injured", "ACLED has no column for injured people")
    if len(event.places) > 1:
        report.cannot_hold(event.id, f"{len(event.places) - 1} more places", "ACLED has one place")


def _render(dataset: Dataset, report: ExportReport) -> bytes:
    rows, known = [], by_id(dataset)
    for event in dataset.events:
        reason = reason_to_leave_out(event)
        if reason is not None:
            report.leave_out(event.id, reason)
            continue
        row = make_row(event, known)
        note_losses(row, report)
        rows.append([None if column.fill is None else column.fill(row) for column in COLUMNS])
    report.rows = len(rows)
    return csv_bytes([column.name for column in COLUMNS], rows)


ACLED = Format(
    name="acled",
    suffix=".csv",
    summary="CSV in the 31 columns of ACLED, by ACLED's rules",
    note=NOTE,
    render=_render,
    columns=COLUMNS,
    rules=RULES,
)
