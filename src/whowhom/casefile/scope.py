"""The scope of a data set, as data: which events of a case belong to it.

In: ``scope.toml`` and rows of events. Out: the events that belong, and for every event left
out the rule that left it out.

What one would get wrong: an unknown value is not "no". Whether events with an unknown number
of deaths, actor, place or day belong is said in the file (``unknown``), and an event left out
for that names the rule with ``.unknown``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from whowhom.casefile import schema
from whowhom.casefile.filters import distance_km
from whowhom.casefile.listing import EVENT_COLUMNS
from whowhom.errors import SettingsError
from whowhom.link.names import key_of

Row = Mapping[str, Any]
FIGURES = ("low", "best", "high")
ORGANISED = (
    "state forces",
    "rebel group",
    "political militia",
    "identity militia",
    "government",
    "international organisation",
)
"""Kinds of actors that UCDP's and ACLED's sense of an organised armed actor covers."""

_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class Circle:
    """A point and a radius in kilometres."""

    latitude: float
    longitude: float
    radius_km: float


@dataclass(frozen=True, slots=True)
class Scope:
    """What belongs to a data set; a rule that is not given leaves nothing out.

    Attributes:
        min_deaths: At least so many killed, by the figure named in ``deaths_by``.
        deaths_by: "low", "best" or "high"; where that figure is unknown the next lower one stands in.
        organised_actor: At least one side is an organised actor (:data:`ORGANISED`).
        types: Only these event types.
        statuses: Only these.
        countries: Only there, ISO 3166-1 alpha-2.
        admin1: Only in these first-level areas, by name.
        circle: Only within it.
        from_: Not before this day, month or year.
        until: Not after it.
        unknown: "out" or "in": what becomes of events whose value is not known.
    """

    min_deaths: int | None = None
    deaths_by: str = "best"
    organised_actor: bool = False
    types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    admin1: tuple[str, ...] = ()
    circle: Circle | None = None
    from_: str | None = None
    until: str | None = None
    unknown: str = "out"


@dataclass(frozen=True, slots=True)
class Verdict:
    """An event and the rule that leaves it out; None: it belongs."""

    event: Row
    rule: str | None


def read_scope(path: Path) -> Scope:
    """Read ``scope.toml``.

    Raises:
        SettingsError: not there, not TOML, an unknown key or a bad value.
    """
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        cause = error.strerror if isinstance(error, OSError) else str(error)
        raise SettingsError(f"scope {str(path)!r} cannot be read: {cause}. Expected a TOML file.") from None
    known = [field.name.rstrip("_") for field in fields(Scope)]
    values: dict[str, Any] = {}
    for key, value in given.items():
        if key not in known:
            raise SettingsError(f"scope {str(path)!r} has the unknown key {key!r}. The keys are {', '.join(known)}.")
        check, expected = _CHECKS[key]
        if not check(value):
            raise SettingsError(f"scope {str(path)!r}: {key} is {value!r}; expected {expected}.")
        values[key + "_" if key == "from" else key] = tuple(value) if isinstance(value, list) else value
    if "circle" in values:
        values["circle"] = Circle(**values["circle"])
    return Scope(**values)


def judge_events(connection: Connection, scope: Scope) -> Iterator[Verdict]:
    """Judge every living event of a case, in the order in which they came in."""
    event = schema.event.c
    organised = _organised_events(connection) if scope.organised_actor else {}
    rows = connection.execute(
        select(event.no, *(event[name] for name in EVENT_COLUMNS)).where(event.state == "live").order_by(event.no)
    ).mappings()
    for row in rows:
        shown = {name: row[name] for name in EVENT_COLUMNS}
        yield Verdict(shown, find_rule(shown, scope, is_organised=organised.get(row["no"])))


def find_rule(event: Row, scope: Scope, *, is_organised: bool | None) -> str | None:
    """Give the first rule that leaves an event out; None where it belongs.

    Args:
        is_organised: Whether one of its actors is organised; None: no actor's kind is known.
    """
    for name, verdict in _verdicts(event, scope, is_organised):
        if verdict is None and scope.unknown == "out":
            return f"scope.{name}.unknown"
        if verdict is False:
            return f"scope.{name}"
    return None


def _verdicts(event: Row, scope: Scope, is_organised: bool | None) -> Iterator[tuple[str, bool | None]]:
    if scope.types:
        yield "types", event["type"] in scope.types
    if scope.statuses:
        yield "statuses", event["status"] in scope.statuses
    if scope.min_deaths is not None:
        deaths = _deaths(event, scope.deaths_by)
        yield "min_deaths", None if deaths is None else deaths >= scope.min_deaths
    if scope.organised_actor:
        yield "organised_actor", is_organised
    yield from _place_verdicts(event, scope)
    if scope.from_ is not None:
        last = event["day_to"]
        yield "from", None if last is None else last >= scope.from_
    if scope.until is not None:
        first = event["day_from"]
        yield "until", None if first is None else first[: len(scope.until)] <= scope.until


def _place_verdicts(event: Row, scope: Scope) -> Iterator[tuple[str, bool | None]]:
    if scope.countries:
        yield "countries", None if event["country"] is None else event["country"] in scope.countries
    if scope.admin1:
        keys = {key_of(name) for name in scope.admin1}
        yield "admin1", None if event["admin1"] is None else key_of(event["admin1"]) in keys
    if scope.circle is not None:
        if event["latitude"] is None:
            yield "circle", None
        else:
            circle = scope.circle
            away = distance_km(circle.latitude, circle.longitude, event["latitude"], event["longitude"])
            yield "circle", away <= circle.radius_km


def _deaths(event: Row, figure: str) -> int | None:
    order = FIGURES[: FIGURES.index(figure) + 1][::-1]
    found: Iterable[int] = (event[f"killed_{name}"] for name in order if event[f"killed_{name}"] is not None)
    return next(iter(found), None)


def _organised_events(connection: Connection) -> dict[int, bool]:
    """Say for every event with an actor or target of known kind whether one of them is organised."""
    part, mention, told = schema.assertion_actor.c, schema.actor_mention.c, schema.event_mention.c
    query = (
        select(told.event_no, mention.kind)
        .join(schema.assertion_actor, part.assertion_no == told.assertion_no)
        .join(schema.actor_mention, mention.no == part.mention_no)
        .where(mention.kind.is_not(None), part.role.in_(("actor", "target", "party", "assisting", "responsible")))
        .distinct()
    )
    found: dict[int, bool] = {}
    for number, kind in connection.execute(query):
        found[number] = found.get(number, False) or kind in ORGANISED
    return found


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item for item in value)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_circle(value: Any) -> bool:
    keys = {field.name for field in fields(Circle)}
    return isinstance(value, dict) and set(value) == keys and all(_is_number(number) for number in value.values())


def _is_day(value: Any) -> bool:
    return isinstance(value, str) and _DAY.fullmatch(value) is not None


_CHECKS: dict[str, tuple[Any, str]] = {
    "min_deaths": (lambda v: isinstance(v, int) and not isinstance(v, bool) and v >= 0, "a number from 0"),
    "deaths_by": (lambda v: v in FIGURES, "low, best or high"),
    "organised_actor": (lambda v: isinstance(v, bool), "true or false"),
    "types": (_is_list, 'a list such as ["ASSAULT"]'),
    "statuses": (lambda v: _is_list(v) and all(item in schema.STATUSES for item in v), f"some of {schema.STATUSES}"),
    "countries": (
        lambda v: _is_list(v) and all(re.fullmatch("[A-Z]{2}", item) for item in v),
        'a list such as ["CF"]',
    ),
    "admin1": (_is_list, "a list of names"),
    "circle": (_is_circle, "a table with latitude, longitude and radius_km"),
    "from": (_is_day, 'a day, month or year in quotes, "2022-03"'),
    "until": (_is_day, 'a day, month or year in quotes, "2022-03"'),
    "unknown": (lambda v: v in ("out", "in"), "out or in"),
}
