"""The list of outlets, ``sources.toml``, and how much each of them reports.

In: a TOML file with one ``[[sources]]`` table per outlet. Out: rows of ``source``, and
volumes by outlet and month.

What one would get wrong: an outlet that begins to be read looks like an offensive that
begins. The volumes show both, so that a rise can be told from a new source.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, case, func, select, update

from whowhom.casefile import schema
from whowhom.casefile.codings import insert_one
from whowhom.errors import SettingsError
from whowhom.link.names import key_of

KEYS = ("name", "aliases", "kind", "scale", "country", "party", "trust", "from", "until")
KINDS = ("traditional media", "new media", "report", "local partner", "party", "official", "other")
SCALES = ("local", "national", "regional", "international")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Source:
    """An outlet as ``sources.toml`` has it.

    Attributes:
        aliases: Other names and domains ("lakeswire.example").
        kind: One of :data:`KINDS`.
        scale: One of :data:`SCALES`.
        country: ISO 3166-1 alpha-2 of its home.
        party: Actor that it belongs to or speaks for.
        trust: 0-1, for the policy ``most-trusted``; None: not judged.
        from_: First day from which it was read, ISO; ``from`` in the file.
        until: Last day.
    """

    name: str
    aliases: tuple[str, ...] = ()
    kind: str | None = None
    scale: str | None = None
    country: str | None = None
    party: str | None = None
    trust: float | None = None
    from_: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Volume:
    """What one outlet brought in one month.

    Attributes:
        source: Name of the outlet; None: reports whose outlet is not known.
        month: "2022-03"; None: reports without a day of publication.
        reports: Current reports.
        witnesses: Different witnesses among them.
        events: Event mentions in their texts.
        is_first: No earlier month has a report of that outlet.
    """

    source: str | None
    is_listed: bool
    month: str | None
    reports: int
    witnesses: int
    events: int
    is_first: bool


def read_sources_file(path: Path) -> tuple[Source, ...]:
    """Read ``sources.toml``.

    Raises:
        SettingsError: not there, not TOML, an unknown key, a bad value or a name
            that stands twice; the message names the entry.
    """
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        cause = error.strerror if isinstance(error, OSError) else str(error)
        raise SettingsError(f"sources {str(path)!r} cannot be read: {cause}. Expected a TOML file.") from None
    entries = given.get("sources")
    if set(given) != {"sources"} or not isinstance(entries, list):
        raise SettingsError(f"sources {str(path)!r}: expected tables [[sources]] and nothing else.")
    sources = tuple(_read_entry(entry, f"sources {str(path)!r}, entry {n}") for n, entry in enumerate(entries, start=1))
    _refuse_doubles(sources, path)
    return sources


def put_sources(connection: Connection, sources: tuple[Source, ...]) -> int:
    """Put a list of outlets into the case; reports that came from them before are theirs now.

    Returns:
        The number of outlets that are new or changed.
    """
    return sum(_put(connection, source) for source in sources)


def volumes(connection: Connection) -> list[Volume]:
    """Count current reports by outlet and month of publication, outlets by name, months in order."""
    report, source, text = schema.report.c, schema.source.c, schema.text.c
    month = func.substr(report.published, 1, 7)
    mentions = (
        select(schema.coding.c.text_no, func.count().label("events"))
        .join(schema.assertion, schema.assertion.c.coding_no == schema.coding.c.no)
        .where(schema.coding.c.is_current, schema.assertion.c.kind == "event")
        .group_by(schema.coding.c.text_no)
        .subquery()
    )
    rows = connection.execute(
        select(
            source.name,
            source.is_listed,
            month.label("month"),
            func.count(report.no),
            func.count(text.witness_no.distinct()),
            func.coalesce(func.sum(mentions.c.events), 0),
        )
        .select_from(schema.report.join(schema.text, text.no == report.text_no))
        .outerjoin(schema.source, source.no == report.source_no)
        .outerjoin(mentions, mentions.c.text_no == report.text_no)
        .where(report.state == "current")
        .group_by(source.name, source.is_listed, month)
        .order_by(case((source.name.is_(None), 1), else_=0), source.name, month)
    ).all()
    seen: set[str | None] = set()
    found = []
    for name, is_listed, when, reports, witnesses, events in rows:
        is_first = when is not None and name is not None and name not in seen
        seen.update([name] if when is not None else [])
        found.append(Volume(name, bool(is_listed), when, reports, witnesses, int(events), is_first))
    return found


def _read_entry(entry: Any, where: str) -> Source:
    if not isinstance(entry, Mapping):
        raise SettingsError(f"{where} is no table. Expected [[sources]] with name = ...")
    unknown = sorted(set(entry) - set(KEYS))
    if unknown:
        raise SettingsError(f"{where} has the unknown key {unknown[0]!r}. The keys are {', '.join(KEYS)}.")
    for key, check, expected in _CHECKS:
        if key in entry and not check(entry[key]):
            raise SettingsError(f"{where}: {key} is {entry[key]!r}; expected {expected}.")
    if "name" not in entry:
        raise SettingsError(f"{where} has no name. Give it name = ...")
    values = {key.replace("from", "from_"): value for key, value in entry.items()}
    return Source(**{**values, "aliases": tuple(entry.get("aliases", ()))})


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and bool(key_of(value))


def _is_day(value: Any) -> bool:
    return isinstance(value, str) and _DAY.fullmatch(value) is not None


def _is_share(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 1


_CHECKS = (
    ("name", _is_name, "a name"),
    ("aliases", lambda value: isinstance(value, list) and all(_is_name(item) for item in value), "a list of names"),
    ("kind", lambda value: value in KINDS, f"one of {', '.join(KINDS)}"),
    ("scale", lambda value: value in SCALES, f"one of {', '.join(SCALES)}"),
    ("country", lambda value: isinstance(value, str) and re.fullmatch("[A-Z]{2}", value), "two capitals, as in 'CF'"),
    ("party", _is_name, "the name of an actor"),
    ("trust", _is_share, "a number from 0 to 1"),
    ("from", _is_day, "a day in quotes, 'YYYY-MM-DD'"),
    ("until", _is_day, "a day in quotes, 'YYYY-MM-DD'"),
)


def _refuse_doubles(sources: tuple[Source, ...], path: Path) -> None:
    owner: dict[str, str] = {}
    for source in sources:
        for name in (source.name, *source.aliases):
            other = owner.setdefault(key_of(name), source.name)
            if other != source.name:
                raise SettingsError(
                    f"sources {str(path)!r}: {name!r} is a name of {other!r} and of {source.name!r}. "
                    "Expected one outlet for each name."
                )


def _put(connection: Connection, source: Source) -> bool:
    table, name = schema.source.c, schema.source_name.c
    row = {
        "name": source.name,
        "kind": source.kind,
        "scale": source.scale,
        "country": source.country,
        "party": source.party,
        "trust": source.trust,
        "active_from": source.from_,
        "active_until": source.until,
        "is_listed": True,
        "origin": "sources.toml",
    }
    keys = sorted({key_of(word) for word in (source.name, *source.aliases)})
    owners = dict(connection.execute(select(name.key, name.source_no).where(name.key.in_(keys))).all())
    number = owners.get(key_of(source.name), min(owners.values(), default=None))
    if number is None:
        number = insert_one(connection, schema.source, row)
    else:
        known = connection.execute(select(schema.source).where(table.no == number)).mappings().one()
        if all(known[key] == value for key, value in row.items()) and set(owners) == set(keys):
            return False
        connection.execute(update(schema.source).where(table.no == number).values(**row))
    _take_over(connection, number, set(owners.values()) - {number}, keys)
    return True


def _take_over(connection: Connection, number: int, others: set[int], keys: list[str]) -> None:
    """Give an outlet all its names, and the reports of rows that turn out to be the same outlet."""
    name = schema.source_name.c
    connection.execute(update(schema.report).where(schema.report.c.source_no.in_(others)).values(source_no=number))
    connection.execute(update(schema.source_name).where(name.source_no.in_(others)).values(source_no=number))
    connection.execute(schema.source.delete().where(schema.source.c.no.in_(others)))
    have = set(connection.scalars(select(name.key).where(name.source_no == number)))
    rows = [{"key": key, "source_no": number} for key in keys if key not in have]
    if rows:
        connection.execute(schema.source_name.insert(), rows)
