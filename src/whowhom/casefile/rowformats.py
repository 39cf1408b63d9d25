"""What the columns of ACLED, UCDP GED and plain event tables mean.

In: one row. Out: :class:`~whowhom.casefile.rowtexts.RowFacts`, or an error that names row,
column and what was expected.

What one would get wrong: ACLED's actor 1 and actor 2 have no direction, so both are parties;
its 0 deaths stands for none and for unknown, so it gives no figure; and its date of precision 2
or 3 stands for the week or month around it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from whowhom.casefile.corrections import read_days, read_figure
from whowhom.casefile.rowtexts import KINDS, Deaths, Party, RowFacts
from whowhom.codebook import load_codebook
from whowhom.errors import RecordError, UsageError
from whowhom.gazetteer import Gazetteer
from whowhom.records import Acled, Ged
from whowhom.records.events import TollOutcome
from whowhom.records.values import Bound

Row = Mapping[str, str]
RULE = "as imported"
REQUIRED = {
    "acled": ("event_id_cnty", "event_date", "sub_event_type", "actor1"),
    "ged": ("id", "type_of_violence", "side_a", "date_start"),
    "csv": ("type",),
}
"""Columns without which a file of that format is refused as a whole."""

SUB_EVENTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "Government regains territory": ("ASSAULT", ()),
    "Non-state actor overtakes territory": ("ASSAULT", ()),
    "Armed clash": ("ASSAULT", ()),
    "Excessive force against protesters": ("PROTEST", ()),
    "Protest with intervention": ("PROTEST", ("demo",)),
    "Peaceful protest": ("PROTEST", ("demo",)),
    "Violent demonstration": ("PROTEST", ("riot",)),
    "Mob violence": ("ASSAULT", ()),
    "Chemical weapon": ("ASSAULT", ("unconventional",)),
    "Air/drone strike": ("ASSAULT", ("aerial",)),
    "Suicide bomb": ("ASSAULT", ("suicide-attack",)),
    "Shelling/artillery/missile attack": ("ASSAULT", ("heavy-weapons",)),
    "Remote explosive/landmine/IED": ("ASSAULT", ("explosives",)),
    "Grenade": ("ASSAULT", ("explosives",)),
    "Sexual violence": ("ASSAULT", ("sexual",)),
    "Attack": ("ASSAULT", ()),
    "Abduction/forced disappearance": ("ASSAULT", ("abduct",)),
    "Agreement": ("AGREE", ()),
    "Arrests": ("COERCE", ("arrest",)),
    "Change to group/activity": ("MOBILIZE", ()),
    "Disrupted weapons use": ("COERCE", ("seize",)),
    "Headquarters or base established": ("MOBILIZE", ()),
    "Looting/property destruction": ("ASSAULT", ("destroy",)),
    "Non-violent transfer of territory": ("RETREAT", ("withdraw",)),
}
"""ACLED's sub-events and the type and modes of ours. "Other" names no type and is refused row by row."""

INTERS = {
    "1": "state forces",
    "2": "rebel group",
    "3": "political militia",
    "4": "identity militia",
    "5": "rioters",
    "6": "protesters",
    "7": "civilians",
    "8": "other",
    "external/other forces": "other",
    "other forces": "other",
}
ACLED_GEO = {1: 1, 2: 2, 3: 4}
WEEK_DAYS, MONTH_PRECISION, WEEK_PRECISION = 7, 4, 3


def read_acled(row: Row, where: str) -> RowFacts:
    """Read a row of ACLED's export."""
    sub_event = row["sub_event_type"]
    if sub_event not in SUB_EVENTS:
        known = ", ".join(SUB_EVENTS)
        raise RecordError(f"{where}: sub_event_type {sub_event!r} names no type of event. Expected one of {known}.")
    kind, modes = SUB_EVENTS[sub_event]
    event_type = row.get("event_type", "")
    return RowFacts(
        row=row,
        note="notes",
        type=kind,
        type_column="sub_event_type",
        modes=modes,
        parties=tuple(_acled_parties(row)),
        days=_acled_days(row, where),
        deaths=_acled_deaths(row, where),
        voice="source" if row.get("source") else None,
        acled=Acled(row.get("disorder_type", ""), event_type, sub_event, RULE) if event_type else None,
        address=f"urn:acled:{row['event_id_cnty']}",
        published=_acled_stamp(row),
        publisher="ACLED",
        **_place(row, "location", "admin1", "admin2", _number(row, "geo_precision", where, ACLED_GEO), where),
    )


def read_ged(row: Row, where: str) -> RowFacts:
    """Read a row of UCDP's georeferenced event data."""
    violence = _whole(row, "type_of_violence", where)
    if violence not in (1, 2, 3):
        raise RecordError(f"{where}: type_of_violence is {row['type_of_violence']!r}; expected 1, 2 or 3.")
    note = next((name for name in ("source_headline", "source_article", "where_description") if row.get(name)), None)
    return RowFacts(
        row=row,
        note=note,
        type="ASSAULT",
        type_column="type_of_violence",
        parties=tuple(_ged_parties(row, violence)),
        days=_ged_days(row, where),
        deaths=tuple(_ged_deaths(row, where)),
        voice="source_office" if row.get("source_office") else None,
        ged=Ged(violence, RULE),
        address=f"urn:ucdp:ged:{row['id']}",
        publisher="UCDP",
        **_place(row, "where_coordinates", "adm_1", "adm_2", _number(row, "where_prec", where, None), where),
    )


def read_plain(row: Row, where: str) -> RowFacts:
    """Read a row of an event table with our column names: type, date, actor, target, place, killed, ..."""
    types = {kind.name: {mode.name for mode in kind.modes} for kind in load_codebook().types}
    kind = row["type"].strip().upper()
    modes = tuple(word.strip() for word in row.get("modes", "").split(",") if word.strip())
    if kind not in types:
        raise RecordError(f"{where}: type is {row['type']!r}; expected one of {', '.join(types)}.")
    strange = [mode for mode in modes if mode not in types[kind]]
    if strange:
        raise RecordError(f"{where}: mode {strange[0]!r} is none of {kind}'s. See the codebook.")
    return RowFacts(
        row=row,
        note=next((name for name in ("notes", "text") if row.get(name)), None),
        type=kind,
        type_column="type",
        modes=modes,
        parties=tuple(_plain_parties(row, where)),
        days=_plain_days(row, where),
        deaths=tuple(_plain_deaths(row, where)),
        voice="source" if row.get("source") else None,
        address=row.get("url") or None,
        published=_plain_day(row.get("published"), where),
        title=row.get("title") or None,
        **_place(row, "place", "admin1", "admin2", _number(row, "geoprecision", where, None), where),
    )


READERS: dict[str, Callable[[Row, str], RowFacts]] = {"acled": read_acled, "ged": read_ged, "csv": read_plain}


def _acled_parties(row: Row) -> Iterator[Party]:
    for number, side in (("1", "a"), ("2", "b")):
        kind = _inter(row.get(f"inter{number}", ""))
        for column in (f"actor{number}", f"assoc_actor_{number}"):
            if row.get(column):
                yield Party(column, "party", side, kind if column.startswith("actor") else None)


def _inter(words: str) -> str | None:
    lowered = words.strip().lower()
    singular = {"rebel groups": "rebel group", "political militias": "political militia"}
    singular |= {"identity militias": "identity militia", "rebel forces": "rebel group"}
    named = INTERS.get(lowered) or singular.get(lowered, lowered)
    return named if named in KINDS else None


def _acled_days(row: Row, where: str) -> tuple[str, str, int, tuple[str, ...]]:
    day = _day(row["event_date"], where, "event_date")
    level = _whole(row, "time_precision", where) if row.get("time_precision") else 1
    columns = ("event_date",)
    if level == 1:
        return day.isoformat(), day.isoformat(), 1, columns
    if level == 2:
        around = timedelta(days=WEEK_DAYS // 2)
        return (day - around).isoformat(), (day + around).isoformat(), WEEK_PRECISION, columns
    if level == 3:
        bounds = read_days(day.isoformat()[:7])
        return bounds["day_from"], bounds["day_to"], MONTH_PRECISION, columns
    raise RecordError(f"{where}: time_precision is {row['time_precision']!r}; expected 1, 2 or 3.")


def _acled_deaths(row: Row, where: str) -> tuple[Deaths, ...]:
    if not row.get("fatalities"):
        return ()
    number = _whole(row, "fatalities", where)
    # 0 stands for none and for unknown alike.
    return (Deaths(("fatalities",), "killed", number, number, number, "exact"),) if number else ()


def _acled_stamp(row: Row) -> str | None:
    stamp = row.get("timestamp", "")
    if re.fullmatch(r"\d{9,10}", stamp):
        return datetime.fromtimestamp(int(stamp), tz=UTC).date().isoformat()
    return None


def _ged_parties(row: Row, violence: int) -> Iterator[Party]:
    kinds = {1: ("state forces", "rebel group"), 2: (None, None), 3: (None, "civilians")}[violence]
    roles = ("actor", "target") if violence == 3 else ("party", "party")
    for column, role, side, kind in zip(("side_a", "side_b"), roles, "ab", kinds, strict=True):
        if row.get(column):
            yield Party(column, role, side, kind)


def _ged_days(row: Row, where: str) -> tuple[str, str, int, tuple[str, ...]]:
    first = _day(row["date_start"], where, "date_start")
    last = _day(row["date_end"], where, "date_end") if row.get("date_end") else first
    level = _whole(row, "date_prec", where) if row.get("date_prec") else 1
    if last < first or level not in range(1, 6):
        raise RecordError(f"{where}: date_start, date_end or date_prec is out of order.")
    columns = ("date_start", "date_end") if row.get("date_end") else ("date_start",)
    return first.isoformat(), last.isoformat(), max(level, 1 if first == last else 2), columns


def _ged_deaths(row: Row, where: str) -> Iterator[Deaths]:
    given = {name: _whole(row, name, where) for name in ("low", "best", "high") if row.get(name)}
    if given and any(given.values()):
        low, high = min(given.values()), max(given.values())
        bound: Bound = "exact" if low == high else "range"
        best = low if low == high else None
        yield Deaths(tuple(given), "killed", low, best, high, bound)
    if row.get("deaths_civilians") and (number := _whole(row, "deaths_civilians", where)):
        columns = ("deaths_civilians",)
        yield Deaths(columns, "killed", number, number, number, "exact", "civilian", is_part=bool(given))


def _plain_parties(row: Row, where: str) -> Iterator[Party]:
    for column, side in (("actor", "a"), ("target", "b")):
        kind = row.get(f"{column}_kind") or None
        if kind is not None and kind not in KINDS:
            raise RecordError(f"{where}: {column}_kind is {kind!r}; expected one of {', '.join(KINDS)}.")
        if row.get(column):
            yield Party(column, column, side, kind)


def _plain_days(row: Row, where: str) -> tuple[str, str, int, tuple[str, ...]] | None:
    if not row.get("date"):
        return None
    last = row.get("date_to")
    try:
        days = read_days(f"{row['date']}..{last}" if last else row["date"])
    except UsageError as error:
        raise RecordError(f"{where}: {error}") from None
    return days["day_from"], days["day_to"], days["date_precision"], ("date", "date_to") if last else ("date",)


def _plain_day(words: str | None, where: str) -> str | None:
    return _day(words, where, "published").isoformat() if words else None


def _plain_deaths(row: Row, where: str) -> Iterator[Deaths]:
    outcomes: tuple[TollOutcome, ...] = ("killed", "injured")
    for outcome in outcomes:
        if not row.get(outcome):
            continue
        try:
            low, best, high = read_figure(outcome, row[outcome]).values()
        except UsageError as error:
            raise RecordError(f"{where}: {error}") from None
        bound = _bound(low, best, high)
        if bound is not None:
            yield Deaths((outcome,), outcome, low, None if bound == "range" else best, high, bound)


def _bound(low: int | None, best: int | None, high: int | None) -> Bound | None:
    if low is not None and low == best == high:
        return "exact"
    if low is not None and high is not None:
        return "range"
    one_sided: tuple[tuple[Bound, int | None], ...] = (("at least", low), ("about", best), ("up to", high))
    return next((name for name, number in one_sided if number is not None), None)


def _place(row: Row, column: str, admin1: str, admin2: str, geoprecision: int | None, where: str) -> dict[str, Any]:
    named = next((name for name in (column, admin2, admin1, "country") if row.get(name)), None)
    values: dict[str, Any] = {"place": named, "country": _country(row.get("country"))}
    values |= {"admin1": row.get(admin1) or None, "admin2": row.get(admin2) or None, "geoprecision": geoprecision}
    if row.get("latitude") and row.get("longitude"):
        try:
            point = float(row["latitude"]), float(row["longitude"])
        except ValueError:
            raise RecordError(f"{where}: latitude or longitude is no number; expected degrees.") from None
        if not (-90 <= point[0] <= 90 and -180 <= point[1] <= 180):
            raise RecordError(f"{where}: latitude or longitude is out of range; expected degrees.")
        values["point"] = point
    return values


@functools.lru_cache(maxsize=512)
def _country(name: str | None) -> str | None:
    if not name:
        return None
    if re.fullmatch("[A-Z]{2}", name):
        return name
    # UCDP writes "DR Congo (Zaire)" and "Myanmar (Burma)".
    places = Gazetteer.open()
    return places.country_by_name(name) or places.country_by_name(re.sub(r"\s*\(.*\)", "", name))


def _number(row: Row, column: str, where: str, scale: Mapping[int, int] | None) -> int | None:
    if not row.get(column):
        return None
    number = _whole(row, column, where)
    found = number if scale is None else scale.get(number)
    if found is None or not 1 <= found <= 7:
        raise RecordError(f"{where}: {column} is {row[column]!r}; expected a step of its scale.")
    return found


def _whole(row: Row, column: str, where: str) -> int:
    try:
        number = int(float(row[column]))
    except ValueError:
        raise RecordError(f"{where}: {column} is {row[column]!r}; expected a whole number.") from None
    if number < 0:
        raise RecordError(f"{where}: {column} is {row[column]!r}; expected 0 or more.")
    return number


def _day(words: str, where: str, column: str) -> date:
    for form, size in (("%Y-%m-%d", 10), ("%d %B %Y", None), ("%d-%B-%Y", None)):
        try:
            return datetime.strptime(words.strip()[:size], form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    raise RecordError(f"{where}: {column} is {words!r}; expected YYYY-MM-DD or 2 March 2022.")
