"""Entries out of the files that people write: TOML and CSV.

In: the maintainers' ``states.toml`` and ``additions.toml`` or a user's file of
the same layout. Out: entries. Every fault names the file, the entry and the key.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, get_args

from whowhom.errors import UnreadableFile, UsageError
from whowhom.records.actors import ActorKind, ActorKindName
from whowhom.registry.entries import Leader, RegistryEntry

KIND_NAMES: tuple[str, ...] = get_args(ActorKindName)
SECTIONS: Mapping[str, str] = {
    "group": "rebel group",
    "organisation": "international organisation",
    "media": "media",
    "party": "party",
    "business": "business",
    "entry": "other",
}
"""Section of a TOML file to the kind of its entries that name none."""

_ISO = r"\d{4}-\d{2}-\d{2}"
_PERIOD = re.compile(rf"(?P<what>.+?)(?: from (?P<from>{_ISO}))?(?: until (?P<until>{_ISO}))?")
_KEYS = frozenset(
    {"id", "name", "aliases", "kinds", "country", "active_in", "part_of", "leaders", "founded", "also", "drop"}
)
_SEVERAL = frozenset({"aliases", "kinds", "active_in", "leaders", "also"})
_SECTION = re.compile(r"\s*\[{1,2}\s*([\w-]+)\s*\]{1,2}")
_CSV_NEEDS = ("id", "name", "kinds")


def read_entries(path: Path, *, rank: int) -> list[RegistryEntry]:
    """Read a file of entries, ``.toml`` or ``.csv``.

    Args:
        path: TOML with sections such as ``[[group]]``, or CSV with a header;
            in CSV several values in a cell are parted by ``;``.
        rank: Rank that the entries get.

    Raises:
        UnreadableFile: the file cannot be read or parsed.
        UsageError: an entry has an unknown key, kind or period.
    """
    return [parse_entry(raw.row, where=raw.where, rank=rank, default_kind=raw.kind) for raw in read_rows(path)]


@dataclass(frozen=True, slots=True)
class RawEntry:
    """One entry as a file has it.

    Attributes:
        where: File, line and id, for messages.
        kind: Kind that it gets where it names none; None: it must name one.
    """

    where: str
    row: Mapping[str, Any]
    kind: str | None


def read_rows(path: Path) -> list[RawEntry]:
    """Read the entries of a file without judging them, in the order of the sections.

    Raises:
        UnreadableFile: the file cannot be read or parsed.
        UsageError: the file has a section that is none, or lacks a column.
    """
    if path.suffix.lower() == ".csv":
        return [RawEntry(where, row, None) for where, row in _csv_rows(path)]
    if path.suffix.lower() != ".toml":
        raise UsageError(f"registry file {path.name!r} is neither .toml nor .csv. Give it one of these endings.")
    content, lines = read_toml(path), _lines_of_sections(path)
    for section, rows in content.items():
        if section not in SECTIONS or not isinstance(rows, list):
            raise UsageError(
                f"{path.name}{_line(lines, section, 1)}: met the section {section!r}; expected "
                f"{', '.join(f'[[{name}]]' for name in SECTIONS)}. Correct the name, with double brackets."
            )
    return [
        RawEntry(f"{path.name}{_line(lines, section, number)}, [[{section}]] {row.get('id', number)!r}", row, kind)
        for section, kind in SECTIONS.items()
        for number, row in enumerate(content.get(section, []), start=1)
    ]


def _lines_of_sections(path: Path) -> Mapping[tuple[str, int], int]:
    """Say in which line each section of a TOML file begins: the parser does not tell."""
    found: dict[tuple[str, int], int] = {}
    counts: Counter[str] = Counter()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        met = _SECTION.match(line)
        if met is not None:
            counts[met.group(1)] += 1
            found[met.group(1), counts[met.group(1)]] = number
    return found


def _line(lines: Mapping[tuple[str, int], int], section: str, number: int) -> str:
    line = lines.get((section, number))
    return f", line {line}" if line is not None else ""


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file; UnreadableFile says what is wrong with it."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UnreadableFile(
            f"registry file {path.name!r} cannot be read: {error}. Give a TOML file in UTF-8.", where=str(path)
        ) from error


def parse_entry(row: Mapping[str, Any], *, where: str, rank: int, default_kind: str | None) -> RegistryEntry:
    """Make an entry of one row.

    Raises:
        UsageError: the row lacks an id or a name, or holds an unknown key or kind.
    """
    unknown = sorted(set(row) - _KEYS)
    if unknown or not row.get("id") or not row.get("name"):
        met = f"the unknown key {unknown[0]!r}" if unknown else "no id or no name"
        raise UsageError(
            f"{where}: met {met}; expected id, name and any of {', '.join(sorted(_KEYS))}. Correct the entry."
        )
    for key in sorted(_SEVERAL & set(row)):
        if not isinstance(row[key], list) or not all(isinstance(part, str) for part in row[key]):
            raise UsageError(f"{where}: met {key} = {row[key]!r}; expected a list of words. Put it in brackets.")
    kinds = row.get("kinds") or ([default_kind] if default_kind else [])
    if not kinds:
        raise UsageError(f"{where}: met no kind; expected one of {', '.join(KIND_NAMES)}. Add it under kinds.")
    country = row.get("country")
    country = None if country in (None, "", "none") else str(country)
    active = tuple(row.get("active_in") or ([country] if country else []))
    return RegistryEntry(
        id=str(row["id"]),
        name=str(row["name"]),
        aliases=tuple(row.get("aliases") or ()),
        kinds=tuple(parse_kind(kind, where=where) for kind in kinds),
        country=country,
        active_in=active,
        part_of=row.get("part_of") or None,
        leaders=tuple(parse_leader(leader, where=where) for leader in row.get("leaders") or ()),
        founded=row.get("founded") or None,
        also=tuple(row.get("also") or ()),
        rank=rank,
    )


def parse_kind(text: str, *, where: str) -> ActorKind:
    """Read "rebel group from 2001-11-13 until 2021-08-14"; either end may be left out."""
    what, from_, until = _parse_period(text, where=where)
    for kind in get_args(ActorKindName):
        if kind == what:
            return ActorKind(kind, from_, until)
    raise UsageError(f"{where}: met the kind {what!r}; expected one of {', '.join(KIND_NAMES)}. Correct the entry.")


def parse_leader(text: str, *, where: str) -> Leader:
    """Read "NAME from 2000-07-17 until 2024-12-08"; either end may be left out."""
    return Leader(*_parse_period(text, where=where))


def _parse_period(text: str, *, where: str) -> tuple[str, str | None, str | None]:
    met = _PERIOD.fullmatch(str(text).strip())
    if met is None or " from " in met["what"] or " until " in met["what"]:
        raise UsageError(
            f"{where}: met {text!r}; expected words with 'from YYYY-MM-DD' or 'until YYYY-MM-DD'. Correct it."
        )
    for end in (met["from"], met["until"]):
        _check_day(end, where=where)
    if met["from"] and met["until"] and met["from"] > met["until"]:
        raise UsageError(f"{where}: met {text!r}, which ends before it begins. Correct the days.")
    return met["what"], met["from"], met["until"]


def _check_day(day: str | None, *, where: str) -> None:
    try:
        if day is not None:
            date.fromisoformat(day)
    except ValueError as error:
        raise UsageError(f"{where}: met the day {day!r}, which is in no calendar. Correct it.") from error


def _csv_rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(
            f"registry file {path.name!r} cannot be read: {error}. Give a CSV file in UTF-8.", where=str(path)
        ) from error
    reader = csv.DictReader(lines)
    lacking = [name for name in _CSV_NEEDS if name not in (reader.fieldnames or ())]
    if lacking:
        raise UsageError(
            f"{path.name}: met no column {lacking[0]!r}; expected {', '.join(_CSV_NEEDS)}. Add the column."
        )
    for row in reader:
        number = reader.line_num
        if None in row or None in row.values():
            raise UsageError(
                f"{path.name}, line {number}: met a row with more or fewer cells than the head has columns. "
                "Put cells that hold a comma in quotes."
            )
        cells = {key: (value or "").strip() for key, value in row.items() if key is not None}
        yield (
            f"{path.name}, line {number}",
            {
                k: [part.strip() for part in v.split(";") if part.strip()] if k in _SEVERAL else v
                for k, v in cells.items()
                if v
            },
        )
