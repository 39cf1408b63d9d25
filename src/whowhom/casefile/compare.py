"""A case beside a reference: which events both have, which only one has, where tolls differ.

In: a case and rows of ACLED or GED. Out: pairs with the reasons for each, what is missing on
either side, and differences of figures.

What one would get wrong: a row without a partner is no proof that it did not happen, or that
the case is wrong; the two may count by other rules. Each pair says what it rests on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from whowhom.casefile import schema
from whowhom.casefile.filters import distance_km
from whowhom.casefile.imports import read_table
from whowhom.casefile.rowformats import READERS, REQUIRED
from whowhom.casefile.rowtexts import RowFacts
from whowhom.errors import InputError, WhowhomError
from whowhom.ingest import Failure
from whowhom.link.names import key_of

Row = dict[str, Any]
MAX_DAYS = 3  # Print dates and dates of the deed are seldom further apart.
NEAR_KM, FAR_KM = 10.0, 50.0
MIN_SCORE = 4.0  # The day and the place, or one of them with an actor and the figure.
POINTS: Mapping[str, float] = {
    "same days": 3.0,
    "a day apart": 2.0,
    "some days apart": 1.0,
    "same place": 3.0,
    "near": 2.0,
    "within 50 km": 1.0,
    "same first-level area": 1.0,
    "same country": 0.5,
    "same type": 1.0,
    "other type": -1.0,
    "shared actor": 2.0,
    "same deaths": 1.0,
}
"""What each ground adds to the score of a pair."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A row of the reference, read."""

    where: str
    name: str
    facts: RowFacts


@dataclass(frozen=True, slots=True)
class Comparison:
    """The result.

    Attributes:
        rows: One for each pair and for each event without a partner: ``kind`` is "match",
            "only in the case" or "only in the reference".
        failures: Rows of the reference that could not be read.
    """

    rows: tuple[Row, ...]
    failures: tuple[Failure, ...]

    def count(self, kind: str) -> int:
        """Count rows of a kind."""
        return sum(row["kind"] == kind for row in self.rows)


def compare(connection: Connection, path: Path) -> Comparison:
    """Set the living events of a case beside the rows of a reference.

    Only events of the reference's days are asked for, so that a case of ten years can be held
    against a month.

    Raises:
        InputError: the file is neither ACLED's nor GED's.
    """
    references, failures = _read(path)
    events = _events(connection, references)
    pairs = _pair(events, references)
    rows = [_match(events[one], references[other], told) for (one, other), told in pairs.items()]
    paired = {one for one, _ in pairs}, {other for _, other in pairs}
    rows += [_alone("only in the case", event, None) for n, event in enumerate(events) if n not in paired[0]]
    rows += [
        _alone("only in the reference", None, reference) for n, reference in enumerate(references) if n not in paired[1]
    ]
    return Comparison(tuple(rows), tuple(failures))


def explain(event: Mapping[str, Any], facts: RowFacts) -> tuple[str, ...] | None:
    """Name the grounds on which an event and a row may be one; None where days or place forbid it."""
    time, place = _time_ground(event, facts), _place_ground(event, facts)
    if time is None or place is None:
        return None
    grounds = [time, place, "same type" if event["type"] == facts.type else "other type"]
    if _names(event) & _row_names(facts):
        grounds.append("shared actor")
    deaths = _deaths(facts)
    if deaths is not None and deaths == tuple(event[f"killed_{name}"] for name in ("low", "best", "high")):
        grounds.append("same deaths")
    return tuple(ground for ground in grounds if ground)


def score_of(grounds: Sequence[str]) -> float:
    """Add up the points of some grounds."""
    return sum(POINTS[ground] for ground in grounds)


def _read(path: Path) -> tuple[list[Reference], list[Failure]]:
    form, name = _form(path)
    references: list[Reference] = []
    failures: list[Failure] = []
    for where, row in read_table(path, REQUIRED[form]):
        try:
            references.append(Reference(where, row[name], READERS[form](row, where)))
        except WhowhomError as error:
            failures.append(Failure(where, error.code, str(error)))
    return references, failures


def _form(path: Path) -> tuple[str, str]:
    with_columns = {"acled": "event_id_cnty", "ged": "id"}
    for form, name in with_columns.items():
        try:
            next(read_table(path, REQUIRED[form]), None)
        except InputError as error:
            if "has no column" not in str(error):
                raise
            continue
        return form, name
    raise InputError(
        f"{path} has neither ACLED's nor GED's columns. Expected "
        f"{', '.join(REQUIRED['acled'])}; or {', '.join(REQUIRED['ged'])}."
    )


def _events(connection: Connection, references: Sequence[Reference]) -> list[Row]:
    event = schema.event.c
    days = [one.facts.days for one in references if one.facts.days is not None]
    query = select(schema.event).where(event.state == "live", event.status.not_in(("denied", "not happened")))
    if days:
        query = query.where(event.day_to >= min(day[0] for day in days), event.day_from <= max(day[1] for day in days))
    return [dict(row) for row in connection.execute(query.order_by(event.day_from, event.no)).mappings()]


def _pair(events: Sequence[Row], references: Sequence[Reference]) -> dict[tuple[int, int], tuple[str, ...]]:
    """Pair one with one, the best score first; of equal ones the first in the case."""
    scored = []
    near = _by_day(events)
    for other, reference in enumerate(references):
        for one in near(reference.facts):
            grounds = explain(events[one], reference.facts)
            if grounds is not None and score_of(grounds) >= MIN_SCORE:
                scored.append((-score_of(grounds), one, other, grounds))
    pairs: dict[tuple[int, int], tuple[str, ...]] = {}
    taken: tuple[set[int], set[int]] = set(), set()
    for _, one, other, grounds in sorted(scored):
        if one not in taken[0] and other not in taken[1]:
            pairs[one, other] = grounds
            taken[0].add(one)
            taken[1].add(other)
    return dict(sorted(pairs.items()))


def _by_day(events: Sequence[Row]) -> Callable[[RowFacts], list[int]]:
    """Make a look-up of the events whose days may be those of a row; long ones are always looked at."""
    days: dict[str, list[int]] = defaultdict(list)
    long = [number for number, event in enumerate(events) if event["is_long"]]
    for number, event in enumerate(events):
        if not event["is_long"] and event["day_from"] is not None and event["day_to"] is not None:
            for day in _days(event["day_from"], event["day_to"], 0):
                days[day].append(number)

    def near(facts: RowFacts) -> list[int]:
        if facts.days is None:
            return []
        found = {number for day in _days(facts.days[0], facts.days[1], MAX_DAYS) for number in days.get(day, ())}
        return sorted(found.union(long))

    return near


def _days(first: str, last: str, more: int) -> list[str]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return [(start + timedelta(days=day)).isoformat() for day in range(-more, (end - start).days + more + 1)]


def _time_ground(event: Mapping[str, Any], facts: RowFacts) -> str | None:
    if facts.days is None or event["day_from"] is None or event["day_to"] is None:
        return None
    first, last = facts.days[:2]
    if event["day_from"] <= last and first <= event["day_to"]:
        return "same days"
    gap = (date.fromisoformat(max(event["day_from"], first)) - date.fromisoformat(min(event["day_to"], last))).days
    if gap > MAX_DAYS:
        return None
    return "a day apart" if gap <= 1 else "some days apart"


def _place_ground(event: Mapping[str, Any], facts: RowFacts) -> str | None:
    """Name the nearest ground; "" where nothing is known on one side, None where the places exclude each other."""
    if event["country"] and facts.country and event["country"] != facts.country:
        return None
    if facts.point is not None and event["latitude"] is not None:
        away = distance_km(*facts.point, event["latitude"], event["longitude"])
        exact = (event["geoprecision"] or 7) <= 3 and (facts.geoprecision or 7) <= 3
        for limit, ground in ((NEAR_KM / 2, "same place"), (NEAR_KM, "near"), (FAR_KM, "within 50 km")):
            if away <= limit:
                return ground
        if exact:
            return None
    if event["admin1"] and facts.admin1 and key_of(event["admin1"]) == key_of(facts.admin1):
        return "same first-level area"
    return "same country" if event["country"] and event["country"] == facts.country else ""


def _names(event: Mapping[str, Any]) -> set[str]:
    given = f"{event['who']}; {event['whom']}".split("; ")
    return {key_of(name) for name in given if key_of(name)}


def _row_names(facts: RowFacts) -> set[str]:
    names = {name for party in facts.parties for name in facts.row[party.column].split(";")}
    # ACLED writes "Military Forces of Chad (2021-)" and "Civilians (Chad)".
    return {key_of(part) for name in names for part in (name, name.split("(")[0]) if key_of(part)}


def _deaths(facts: RowFacts) -> tuple[int | None, int | None, int | None] | None:
    found = next((one for one in facts.deaths if one.outcome == "killed" and not one.is_part), None)
    return None if found is None else (found.low, found.best, found.high)


def _match(event: Row, reference: Reference, grounds: tuple[str, ...]) -> Row:
    row = _alone("match", event, reference)
    ours, theirs = (row[f"killed_{side}"] for side in ("case", "reference"))
    return {**row, "score": score_of(grounds), "because": "; ".join(grounds), "toll_differs": ours != theirs}


def _alone(kind: str, event: Row | None, reference: Reference | None) -> Row:
    facts = None if reference is None else reference.facts
    days = None if facts is None or facts.days is None else facts.days[0]
    place = None if facts is None or facts.place is None else facts.row[facts.place]
    figures = None if event is None else tuple(event[f"killed_{name}"] for name in ("low", "best", "high"))
    return {
        "kind": kind,
        "event": None if event is None else event["public_id"],
        "reference": None if reference is None else reference.name,
        "day_case": None if event is None else event["day_from"],
        "day_reference": days,
        "place_case": None if event is None else event["place"],
        "place_reference": place,
        "killed_case": _range(figures),
        "killed_reference": _range(None if facts is None else _deaths(facts)),
        "toll_differs": None,
        "score": None,
        "because": None,
    }


def _range(figures: tuple[int | None, ...] | None) -> str | None:
    if figures is None or not any(number is not None for number in figures):
        return None
    if len(set(figures)) == 1:
        return str(figures[0])
    return "/".join("?" if number is None else str(number) for number in figures)
